/* audit.c - what is asked of the audit log. No SQL, no HTTP. */
/* SPDX-License-Identifier: MIT */
#include "domains/audit/audit_internal.h"

#include "platform/intl/intl.h"

#define KEY_MARK "key-"

/* "12" is a user, "key-3" a key for programs, "system" nobody. */
static enum err read_actor(struct cx *cx, const char *actor, struct audit_filter *filter)
{
	const struct str text = str_of(actor ? actor : "");

	if (!text.len)
		return OK;
	filter->system = str_is(text, "system");
	if (filter->system || (text_int(actor, &filter->user_id) && filter->user_id > 0))
		return OK;
	if (str_starts(text, KEY_MARK) && text_int(actor + strlen(KEY_MARK), &filter->api_key_id) &&
		filter->api_key_id > 0)
		return OK;
	return fail(cx, ERR_INVALID, "actor", "Use a user's id, key-3 or system.");
}

/* "role" is every role, "role:7" one. */
static enum err read_subject(struct cx *cx, const char *subject, struct audit_filter *filter)
{
	struct str id;
	struct str type = str_cut(str_of(subject ? subject : ""), ':', &id);

	if (!type.len)
		return OK;
	filter->subject_type = arena_text_n(cx->arena, type.ptr, type.len);
	if (!id.len || (str_int(id, &filter->subject_id) && filter->subject_id > 0))
		return OK;
	return fail(cx, ERR_INVALID, "subject", "Use a kind such as role, or role:7.");
}

static enum err read_action(struct cx *cx, const char *action, struct audit_filter *filter)
{
	if (text_empty(action))
		return OK;
	if (strspn(action, "abcdefghijklmnopqrstuvwxyz_.") != strlen(action))
		return fail(cx, ERR_INVALID, "action", "Use a word such as role.changed, or role.");
	filter->action = action;
	return OK;
}

enum err audit_filter_make(
	struct cx *cx, const struct audit_query *query, struct audit_filter *filter)
{
	struct period period;

	*filter = (struct audit_filter){
		.from_us = INT64_MIN, .to_us = INT64_MAX, .below = INT64_MAX};
	TRY(read_actor(cx, query->actor, filter));
	TRY(read_action(cx, query->action, filter));
	TRY(read_subject(cx, query->subject, filter));
	TRY(intl_period(cx, cx->actor->company->time_zone, query->date, query->date_from,
		query->date_to, &period));
	if (!period.all) {
		filter->from_us = period.from_us;
		filter->to_us = period.to_us;
	}
	return OK;
}

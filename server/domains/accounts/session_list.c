/* session_list.c - seeing sessions and ending them by hand: one's own, and those of others. */
/* SPDX-License-Identifier: MIT */
#include "domains/accounts/session_internal.h"

#include "platform/auth/audit.h"

static enum err no_such_session(struct cx *cx)
{
	return fail(cx, ERR_NOT_FOUND, NULL, "There is no such session.");
}

static enum err end_one(struct cx *cx, const struct session_filter *filter)
{
	struct open_session *list;
	struct session session;
	size_t count;
	bool found;

	TRY(db_begin_write(cx));
	TRY(session_list_store(cx, filter, &list, &count));
	if (count != 1)
		return no_such_session(cx);
	TRY(session_store_by_id(cx, cx->actor->company_id, list[0].id, &session, &found));
	if (!found)
		return no_such_session(cx);
	TRY(session_end(cx, &session, "revoked"));
	return audit_write(cx, "session.ended", "session", session.id,
		arena_format(cx->arena, "{\"user_id\":%lld}", (long long)session.user_id));
}

static enum err end_many(struct cx *cx, int64_t user_id, int64_t but_session_id, int64_t *ended)
{
	const struct session_filter filter = {.user_id = user_id};
	struct open_session *list;
	size_t count;

	TRY(db_begin_write(cx));
	TRY(session_list_store(cx, &filter, &list, &count));
	*ended = 0;
	for (size_t i = 0; i < count; i++)
		*ended += list[i].id != but_session_id;
	TRY(session_end_all(cx, user_id, but_session_id, "revoked"));
	return audit_write(cx, "session.all_ended", "user", user_id,
		arena_format(cx->arena, "{\"count\":%lld}", (long long)*ended));
}

/* ---- One's own ------------------------------------------------------------------ */

enum err sessions_own(struct cx *cx, struct open_session **list, size_t *count)
{
	const struct session_filter filter = {.user_id = cx->actor->user_id};

	return session_list_store(cx, &filter, list, count);
}

enum err sessions_end_own(struct cx *cx, int64_t session_id)
{
	const struct session_filter filter = {
		.user_id = cx->actor->user_id, .session_id = session_id};

	return end_one(cx, &filter);
}

enum err sessions_end_others(struct cx *cx, int64_t *ended)
{
	return end_many(cx, cx->actor->user_id, cx->actor->session_id, ended);
}

/* ---- Those of others -------------------------------------------------------------- */

enum err sessions_managed(struct cx *cx, int64_t user_id, struct open_session **list, size_t *count)
{
	const struct session_filter filter = {.user_id = user_id, .managed = true};

	return session_list_store(cx, &filter, list, count);
}

enum err sessions_end_managed(struct cx *cx, int64_t session_id)
{
	const struct session_filter filter = {.session_id = session_id, .managed = true};

	return end_one(cx, &filter);
}

enum err sessions_end_user(struct cx *cx, int64_t user_id, int64_t *ended)
{
	const int64_t spared = user_id == cx->actor->user_id ? cx->actor->session_id : 0;
	bool found;

	TRY(session_list_user(cx, user_id, &found));
	if (!found)
		return fail(cx, ERR_NOT_FOUND, NULL, "There is no such user.");
	return end_many(cx, user_id, spared, ended);
}

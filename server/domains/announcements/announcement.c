/* announcement.c - who may say what to whom, and when it shows. No SQL, no HTTP. */
/* SPDX-License-Identifier: MIT */
#include "domains/announcements/announcement_internal.h"

#include "base/utf8.h"
#include "platform/auth/audit.h"
#include "platform/events/events.h"
#include "platform/jobs/jobs.h"

#define DUE "announcement.due"
#define TITLE_LETTERS 120
#define BODY_LETTERS 2000

const char *const announcement_audience_words[] = {"all", "team", "department", "role", NULL};
const char *const announcement_priority_words[] = {"normal", "high", NULL};

/* ---- How it looks, and who hears of it -------------------------------------------------- */

void announcement_write(struct json *json, const struct announcement *announcement)
{
	json_open(json);
	json_field_id(json, "id", announcement->id);
	json_field_text(json, "title", announcement->title);
	json_field_text(json, "body", announcement->body);
	json_field_text(json, "priority", announcement->priority);
	json_field_text(json, "audience", announcement->audience);
	json_field_id(json, "audience_id", announcement->audience_id);
	json_field_text(json, "audience_code", announcement->audience_code);
	json_field_text(json, "audience_name", announcement->audience_name);
	json_field_time(json, "starts_at", announcement->starts_us);
	json_field_opt_time(json, "ends_at", announcement->ends_us);
	json_field_text(json, "author", announcement->author);
	json_field_time(json, "created_at", announcement->created_us);
	json_field_int(json, "reads_count", announcement->reads);
	json_field_int(json, "receivers_count", announcement->receivers);
	json_field_int(json, "version", announcement->version);
	json_close(json);
}

static const char *picture(struct cx *cx, const struct announcement *announcement)
{
	struct json json;

	json_begin(&json, cx->arena, 512);
	announcement_write(&json, announcement);
	return json_end(&json).ptr;
}

/* Pages of everybody ask again; the text goes to nobody who may not read it. */
static enum err tell(struct cx *cx, int64_t id)
{
	return events_publish(cx,
		&(struct event){.type = "announcement:changed",
			.subject_type = "announcement",
			.subject_id = id,
			.audience = {.permission = PERM_SELF, .everyone = true},
			.data = arena_format(cx->arena, "{\"id\":%lld}", (long long)id)});
}

static enum err plan(struct cx *cx, const char *what, int64_t id, struct opt_int at_us)
{
	const char *key = arena_format(cx->arena, "%s-%lld", what, (long long)id);

	if (!at_us.given || at_us.value <= cx->now_us)
		return jobs_cancel(cx, DUE, key);
	return jobs_schedule(cx, DUE, key, id, NULL, at_us.value);
}

/* It begins and ends by itself: pages hear of that, too. */
static enum err record(struct cx *cx, const char *action, const struct announcement *before,
	const struct announcement *after)
{
	const struct audit_subject subject = {"announcement", after ? after->id : before->id};
	const struct opt_int never = {0};

	TRY(plan(
		cx, "begin", subject.id, after ? (struct opt_int){after->starts_us, true} : never));
	TRY(plan(cx, "end", subject.id, after ? after->ends_us : never));
	TRY(audit_write_change(cx, action, &subject, before ? picture(cx, before) : NULL,
		after ? picture(cx, after) : NULL));
	return tell(cx, subject.id);
}

static enum err due(struct cx *cx, const struct job *job)
{
	return tell(cx, job->subject_id);
}

const struct job_kind announcement_jobs[] = {
	{.name = DUE,
		.run = due,
		.max_attempts = 5,
		.about = "An announcement begins or ends: pages hear of it"},
	{0},
};

/* ---- To whom --------------------------------------------------------------------------------- */

static bool covers(const struct actor *actor, const char *audience, int64_t audience_id)
{
	if (actor->scope == SCOPE_COMPANY)
		return true;
	return actor->scope == SCOPE_TEAM && actor->team_id && text_is(audience, "team") &&
		audience_id == actor->team_id;
}

enum err announcement_audiences(struct cx *cx, struct announcement_audience **list, size_t *count)
{
	size_t kept = 0;

	TRY(announcement_store_audiences(cx, list, count));
	for (size_t i = 0; i < *count; i++)
		if (covers(cx->actor, (*list)[i].audience, (*list)[i].id))
			(*list)[kept++] = (*list)[i];
	*count = kept;
	return OK;
}

static enum err check_audience(struct cx *cx, struct announcement *announcement)
{
	struct announcement_audience *list;
	size_t count;

	if (text_is(announcement->audience, "all"))
		announcement->audience_id = 0;
	if (!covers(cx->actor, announcement->audience, announcement->audience_id))
		return fail(cx, ERR_DENIED, "audience", "You write to your own team alone.");
	TRY(announcement_store_audiences(cx, &list, &count));
	for (size_t i = 0; i < count; i++)
		if (text_is(list[i].audience, announcement->audience) &&
			list[i].id == announcement->audience_id)
			return OK;
	return fail(cx, ERR_INVALID, "audience_id", "There is no such audience.");
}

/* ---- What ------------------------------------------------------------------------------------- */

static void take_over(const struct announcement_change *change, struct announcement *announcement)
{
	if (change->title)
		announcement->title = change->title;
	if (change->body)
		announcement->body = change->body;
	if (change->priority)
		announcement->priority = change->priority;
	if (change->audience)
		announcement->audience = change->audience;
	if (change->audience_id.given)
		announcement->audience_id = change->audience_id.value;
	if (change->starts_us.given)
		announcement->starts_us = change->starts_us.value;
	if (change->ends_us.given)
		announcement->ends_us = change->ends_us;
	if (change->endless.value)
		announcement->ends_us = (struct opt_int){0};
}

static enum err check(struct cx *cx, struct announcement *announcement)
{
	if (text_empty(announcement->title) || utf8_count(announcement->title) > TITLE_LETTERS)
		return fail(cx, ERR_INVALID, "title", "The title has 1 to %d characters.",
			TITLE_LETTERS);
	if (utf8_count(announcement->body) > BODY_LETTERS)
		return fail(cx, ERR_INVALID, "body", "Use at most %d characters.", BODY_LETTERS);
	if (announcement->ends_us.given && announcement->ends_us.value <= announcement->starts_us)
		return fail(cx, ERR_INVALID, "ends_at", "The end comes after the beginning.");
	return check_audience(cx, announcement);
}

static enum err read_one(struct cx *cx, int64_t id, struct announcement *announcement)
{
	struct announcement *list;
	size_t count = 0;

	if (id > 0)
		TRY(announcement_store_list(cx, id, &list, &count));
	if (!count || !covers(cx->actor, list[0].audience, list[0].audience_id))
		return fail(cx, ERR_NOT_FOUND, NULL, "There is no such announcement.");
	*announcement = list[0];
	return OK;
}

enum err announcements_managed(struct cx *cx, struct announcement **list, size_t *count)
{
	size_t kept = 0;

	TRY(announcement_store_list(cx, 0, list, count));
	for (size_t i = 0; i < *count; i++)
		if (covers(cx->actor, (*list)[i].audience, (*list)[i].audience_id))
			(*list)[kept++] = (*list)[i];
	*count = kept;
	return OK;
}

enum err announcement_create(
	struct cx *cx, const struct announcement_change *wanted, struct announcement *announcement)
{
	*announcement = (struct announcement){.body = "",
		.priority = announcement_priority_words[0],
		.audience = announcement_audience_words[0],
		.starts_us = cx->now_us};
	take_over(wanted, announcement);
	TRY(db_begin_write(cx));
	TRY(check(cx, announcement));
	TRY(announcement_store_add(cx, announcement));
	TRY(read_one(cx, announcement->id, announcement));
	return record(cx, "announcement.created", NULL, announcement);
}

static enum err newer(struct cx *cx, const struct announcement *current)
{
	cx->failure.current_json = picture(cx, current);
	return fail(cx, ERR_CONFLICT, "version", "The announcement has changed since.");
}

enum err announcement_change(struct cx *cx, int64_t id, const struct announcement_change *change,
	struct announcement *after)
{
	struct announcement before = {0};
	bool changed;

	TRY(db_begin_write(cx));
	TRY(read_one(cx, id, &before));
	if (change->version.given && change->version.value != before.version)
		return newer(cx, &before);
	*after = before;
	take_over(change, after);
	TRY(check(cx, after));
	TRY(announcement_store_update(cx, after, &changed));
	if (!changed)
		return newer(cx, &before);
	TRY(read_one(cx, id, after));
	return record(cx, "announcement.changed", &before, after);
}

enum err announcement_remove(struct cx *cx, int64_t id)
{
	struct announcement announcement = {0};

	TRY(db_begin_write(cx));
	TRY(read_one(cx, id, &announcement));
	TRY(announcement_store_remove(cx, id));
	return record(cx, "announcement.removed", &announcement, NULL);
}

/* ---- Reading ------------------------------------------------------------------------------------ */

enum err announcement_mark_read(struct cx *cx, int64_t id)
{
	struct announcement *list;
	size_t count = 0;

	if (id > 0)
		TRY(announcement_store_mine(cx, id, &list, &count));
	if (!count)
		return fail(cx, ERR_NOT_FOUND, NULL, "There is no such announcement.");
	return announcement_store_read(cx, id);
}

/* schedule.c - entering, moving and removing shifts and absences; what may not overlap. */
/* SPDX-License-Identifier: MIT */
#include "domains/schedules/schedule_internal.h"

#include "domains/notifications/notification.h"
#include "platform/auth/audit.h"
#include "platform/events/events.h"
#include "platform/intl/intl.h"

#define LEAVE_MAX_US (366 * US_PER_DAY)
#define WEEK_US (7 * US_PER_DAY)

const char *const schedule_kind_words[] = {
	WORDS("shift"), WORDS("leave"), WORDS("meeting"), WORDS("training"), NULL};
const char *const schedule_reach_words[] = {"one", "following", "all", NULL};

bool schedule_is_shift(const struct schedule *entry)
{
	return text_is(entry->kind, "shift");
}

static bool is_leave(const struct schedule *entry)
{
	return text_is(entry->kind, "leave");
}

/* ---- Reading -------------------------------------------------------------------- */

const struct schedule *schedule_at(
	const struct schedule *list, size_t count, int64_t agent_id, int64_t at_us)
{
	const struct schedule *found = NULL;

	for (size_t i = 0; i < count; i++) {
		if (list[i].agent_id != agent_id || list[i].starts_us > at_us ||
			list[i].ends_us <= at_us)
			continue;
		if (!found || schedule_is_shift(found))
			found = &list[i];
	}
	return found;
}

const struct schedule *schedule_next(
	const struct schedule *list, size_t count, int64_t agent_id, int64_t at_us)
{
	for (size_t i = 0; i < count; i++)
		if (list[i].agent_id == agent_id && list[i].starts_us > at_us)
			return &list[i];
	return NULL;
}

/* ---- Rules ---------------------------------------------------------------------- */

static enum err check(struct cx *cx, const struct schedule *entry)
{
	const int64_t length_us = entry->ends_us - entry->starts_us;

	if (length_us <= 0)
		return fail(cx, ERR_INVALID, "ends_at", "It has to end after it begins.");
	if (is_leave(entry) && length_us > LEAVE_MAX_US)
		return fail(cx, ERR_INVALID, "ends_at", "Use at most 366 days.");
	if (!is_leave(entry) && length_us > SCHEDULE_SHORT_US)
		return fail(cx, ERR_INVALID, "ends_at", "Use at most 24 hours.");
	return OK;
}

static const char *local_text(struct cx *cx, int64_t us)
{
	const struct civil at = civil_of_us(intl_zone_from_utc(cx->actor->company->time_zone, us));

	return arena_format(cx->arena, "%04d-%02d-%02d %02d:%02d", at.year, at.month, at.day,
		at.hour, at.minute);
}

static enum err refuse(struct cx *cx, enum err err, const char *field, const struct schedule *entry)
{
	struct json json;

	json_begin(&json, cx->arena, 512);
	schedule_write(&json, cx->arena, entry);
	cx->failure.current_json = json_end(&json).ptr;
	if (text_is(field, "version"))
		return fail(cx, err, field, "The entry has changed since.");
	return fail(cx, err, field, "There is another entry then: %s, from %s to %s.",
		cx_say(cx, entry->kind), local_text(cx, entry->starts_us),
		local_text(cx, entry->ends_us));
}

/* moving_from_us: entries of its series from then on move with it. */
static enum err check_free(
	struct cx *cx, const struct schedule *entry, struct opt_int moving_from_us)
{
	struct schedule other;
	bool found;

	TRY(schedule_store_in_the_way(cx, entry, moving_from_us, &other, &found));
	return found ? refuse(cx, ERR_CONFLICT, "starts_at", &other) : OK;
}

/* ---- Telling ----------------------------------------------------------------------- */

static enum err notify(struct cx *cx, const struct schedule *entry, int64_t from_us)
{
	char at[TIME_TEXT_BYTES];
	struct json json;

	if (!entry->user_id || entry->user_id == cx->actor->user_id || entry->ends_us < cx->now_us)
		return OK;
	time_write(at, from_us);
	json_begin(&json, cx->arena, 128);
	json_open(&json);
	json_field_text(&json, "kind", entry->kind);
	json_field_text(&json, "at", at);
	json_close(&json);
	return notification_send(cx,
		&(struct notification_new){.user_id = entry->user_id,
			.type = "schedule_changed",
			.body = entry->note,
			.data = json_end(&json).ptr,
			.subject_type = "schedule",
			.subject_id = entry->id});
}

static void write_side(
	struct json *json, struct cx *cx, const char *key, const struct schedule *entry)
{
	if (!entry)
		return;
	json_key(json, key);
	schedule_write(json, cx->arena, entry);
}

/* NULL: there was none before, or there is none any more. Of a series the entry it was said of. */
static enum err record(
	struct cx *cx, const struct schedule *before, const struct schedule *after, int64_t count)
{
	const char *action = !before ? "schedule.created"
		: after              ? "schedule.changed"
				     : "schedule.removed";
	struct json json;

	json_begin(&json, cx->arena, 1024);
	json_open(&json);
	json_field_int(&json, "entries", count);
	write_side(&json, cx, "before", before);
	write_side(&json, cx, "after", after);
	json_close(&json);
	return audit_write(
		cx, action, "schedule", before ? before->id : after->id, json_end(&json).ptr);
}

/* One event for all that was changed between two times. */
static enum err tell(struct cx *cx, const struct schedule *entry, int64_t from_us, int64_t to_us)
{
	struct json json;

	json_begin(&json, cx->arena, 256);
	json_open(&json);
	json_field_id(&json, "agent_id", entry->agent_id);
	json_field_time(&json, "from", from_us);
	json_field_time(&json, "to", to_us);
	json_close(&json);
	TRY(events_publish(cx,
		&(struct event){
			.type = "schedule:changed",
			.subject_type = "schedule",
			.subject_id = entry->id,
			.audience = {.permission = PERM_AGENTS_READ,
				.agent_id = entry->agent_id,
				.team_id = entry->team_id},
			.data = json_end(&json).ptr,
		}));
	return notify(cx, entry, from_us);
}

/* ---- Entering ------------------------------------------------------------------------ */

static enum err find_agent(struct cx *cx, const char *key, struct schedule *entry)
{
	struct agent agent;
	bool found = false;
	const enum err err = agent_by_key(cx, key, &agent);

	if (err == OK)
		TRY(schedule_store_hold_agent(cx, agent.id, entry, &found));
	else if (err != ERR_NOT_FOUND)
		return err;
	if (found)
		return OK;
	fail_clear(cx);
	return fail(cx, ERR_INVALID, "agent_id", "There is no such agent within your reach.");
}

static enum err check_repeated(
	struct cx *cx, const char *field, const struct schedule *entry, size_t count)
{
	if (count > 1 && entry->ends_us - entry->starts_us > WEEK_US)
		return fail(cx, ERR_INVALID, field,
			"What lasts longer than a week is not repeated each week.");
	return OK;
}

static enum err count_weeks(struct cx *cx, const struct schedule_new *wanted, size_t *weeks)
{
	const char *zone = cx->actor->company->time_zone;
	const int64_t first_day = intl_day_of(zone, wanted->starts_us);

	*weeks = 1;
	if (!wanted->repeat_until_day.given)
		return OK;
	if (wanted->repeat_until_day.value < first_day)
		return fail(cx, ERR_INVALID, "repeat_until", "It has to end after it begins.");
	*weeks = (size_t)((wanted->repeat_until_day.value - first_day) / 7 + 1);
	if (*weeks > SCHEDULE_SERIES_MAX)
		return fail(cx, ERR_INVALID, "repeat_until", "Use at most a year.");
	return OK;
}

/* The same reading of the clock a number of weeks later, whatever the clocks do meanwhile. */
static int64_t weeks_later(struct cx *cx, int64_t us, size_t weeks)
{
	const char *zone = cx->actor->company->time_zone;

	return weeks
		? intl_zone_to_utc(zone, intl_zone_from_utc(zone, us) + (int64_t)weeks * WEEK_US)
		: us;
}

enum err schedule_add(
	struct cx *cx, const struct schedule_new *wanted, struct schedule **list, size_t *count)
{
	struct schedule first = {.kind = wanted->kind,
		.starts_us = wanted->starts_us,
		.ends_us = wanted->ends_us,
		.note = wanted->note ? wanted->note : ""};

	TRY(check(cx, &first));
	TRY(count_weeks(cx, wanted, count));
	TRY(check_repeated(cx, "repeat_until", &first, *count));
	TRY(find_agent(cx, wanted->agent_key, &first));
	*list = arena_array(cx->arena, *count, sizeof(**list));
	for (size_t i = 0; i < *count; i++) {
		struct schedule *entry = *list + i;

		*entry = first;
		entry->starts_us = weeks_later(cx, first.starts_us, i);
		entry->ends_us = weeks_later(cx, first.ends_us, i);
		TRY(check_free(cx, entry, (struct opt_int){0}));
		TRY(db_next_id(cx, "agent_schedule", &entry->id));
		entry->series_id = *count > 1 ? (*list)[0].id : 0;
		TRY(schedule_store_insert(cx, entry));
	}
	TRY(record(cx, NULL, *list, (int64_t)*count));
	return tell(cx, *list, first.starts_us, (*list)[*count - 1].ends_us);
}

/* ---- Changing and removing ------------------------------------------------------------- */

static enum err lock(struct cx *cx, int64_t id, struct opt_int version, struct schedule *entry)
{
	struct schedule holder;
	bool found;

	TRY(schedule_store_lock(cx, id, entry));
	TRY(schedule_store_hold_agent(cx, entry->agent_id, &holder, &found));
	if (version.given && version.value != entry->version)
		return refuse(cx, ERR_CONFLICT, "version", entry);
	return OK;
}

/* The company's clock at `us`, moved by as much as it reads later at to_us than at from_us. */
static int64_t moved(struct cx *cx, int64_t us, int64_t from_us, int64_t to_us)
{
	const char *zone = cx->actor->company->time_zone;

	if (us == from_us)
		return to_us;
	return intl_zone_to_utc(zone,
		intl_zone_from_utc(zone, us) + intl_zone_from_utc(zone, to_us) -
			intl_zone_from_utc(zone, from_us));
}

/* What is asked of the entry `asked`, done to one that is meant with it. */
static void apply(struct cx *cx, const struct schedule_change *change, const struct schedule *asked,
	struct schedule *entry)
{
	if (change->kind && !text_is(change->kind, asked->kind))
		entry->kind = change->kind;
	if (change->note && !text_is(change->note, asked->note))
		entry->note = change->note;
	if (change->starts_us.given)
		entry->starts_us = moved(
			cx, entry->starts_us, asked->starts_us, change->starts_us.value);
	if (change->ends_us.given)
		entry->ends_us = moved(cx, entry->ends_us, asked->ends_us, change->ends_us.value);
}

/* From the earlier beginning to the later end. */
static void widen(struct schedule *span, const struct schedule *entry)
{
	if (entry->starts_us < span->starts_us)
		span->starts_us = entry->starts_us;
	if (entry->ends_us > span->ends_us)
		span->ends_us = entry->ends_us;
}

enum err schedule_change(struct cx *cx, int64_t id, const struct schedule_change *change,
	struct schedule *after, int64_t *count)
{
	struct schedule before, span, *list;
	struct opt_int moving_from_us = {0};
	size_t meant;

	TRY(lock(cx, id, change->version, &before));
	TRY(schedule_store_series(cx, &before, change->reach, &list, &meant));
	span = before;
	if (meant > 1)
		moving_from_us = (struct opt_int){list[0].starts_us, true};
	for (size_t i = 0; i < meant; i++) {
		widen(&span, &list[i]);
		apply(cx, change, &before, &list[i]);
		widen(&span, &list[i]);
		TRY(check(cx, &list[i]));
		TRY(check_repeated(cx, "ends_at", &list[i], meant));
	}
	for (size_t i = 0; i < meant; i++)
		TRY(check_free(cx, &list[i], moving_from_us));
	for (size_t i = 0; i < meant; i++) {
		TRY(schedule_store_update(cx, &list[i]));
		if (list[i].id == id)
			*after = list[i];
	}
	*count = (int64_t)meant;
	TRY(record(cx, &before, after, *count));
	return tell(cx, after, span.starts_us, span.ends_us);
}

enum err schedule_remove(struct cx *cx, int64_t id, struct opt_int version,
	enum schedule_reach reach, int64_t *count)
{
	struct schedule entry, span, *list;
	size_t meant;

	TRY(lock(cx, id, version, &entry));
	TRY(schedule_store_series(cx, &entry, reach, &list, &meant));
	span = entry;
	for (size_t i = 0; i < meant; i++)
		widen(&span, &list[i]);
	TRY(schedule_store_delete(cx, &entry, reach, count));
	TRY(record(cx, &entry, NULL, *count));
	return tell(cx, &entry, span.starts_us, span.ends_us);
}

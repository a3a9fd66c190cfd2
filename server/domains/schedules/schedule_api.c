/* schedule_api.c - HTTP: shifts and absences. No rules and no SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/schedules/schedule_api.h"

#include "domains/schedules/schedule_internal.h"
#include "platform/intl/intl.h"

#define RANGE_MAX_US (63 * US_PER_DAY)

/* ---- Answers -------------------------------------------------------------------- */

static const struct schema_field schedule_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "agent_id", .type = SCHEMA_INT},
	{.name = "agent_code", .type = SCHEMA_TEXT},
	{.name = "agent_name", .type = SCHEMA_TEXT},
	{.name = "kind", .type = SCHEMA_WORD, .words = schedule_kind_words},
	{.name = "starts_at", .type = SCHEMA_TIME},
	{.name = "ends_at", .type = SCHEMA_TIME},
	{.name = "note", .type = SCHEMA_TEXT},
	{.name = "series_id",
		.type = SCHEMA_INT,
		.flags = SCHEMA_NULLABLE,
		.about = "Entries of one number are repeated each week"},
	{.name = "created_at", .type = SCHEMA_TIME},
	{.name = "version", .type = SCHEMA_INT},
};
const struct schema schedule_schema = {
	.name = "Schedule", .fields = schedule_fields, .count = COUNT(schedule_fields)};

void schedule_write(struct json *json, struct arena *arena, const struct schedule *entry)
{
	json_open(json);
	json_field_id(json, "id", entry->id);
	json_field_id(json, "agent_id", entry->agent_id);
	json_field_text(json, "agent_code", agent_code(arena, entry->agent_no));
	json_field_text(json, "agent_name", entry->agent_name);
	json_field_text(json, "kind", entry->kind);
	json_field_time(json, "starts_at", entry->starts_us);
	json_field_time(json, "ends_at", entry->ends_us);
	json_field_text(json, "note", entry->note);
	json_field_id(json, "series_id", entry->series_id);
	json_field_time(json, "created_at", entry->created_us);
	json_field_int(json, "version", entry->version);
	json_close(json);
}

#define LIST_FIELD(key) \
	{ \
		.name = (key), .type = SCHEMA_OBJECT, .flags = SCHEMA_ARRAY, \
		.ref = &schedule_schema \
	}
static const struct schema_field list_out_fields[] = {
	LIST_FIELD("schedules"),
	{.name = "date_from", .type = SCHEMA_TIME},
	{.name = "date_to", .type = SCHEMA_TIME, .about = "Not in it any more"},
};
static const struct schema list_out = {
	.name = "ScheduleListAnswer", .fields = list_out_fields, .count = COUNT(list_out_fields)};
static const struct schema_field made_out_fields[] = {
	{.name = "schedule",
		.type = SCHEMA_OBJECT,
		.ref = &schedule_schema,
		.about = "The first of them"},
	LIST_FIELD("schedules"),
};
static const struct schema made_out = {
	.name = "ScheduleMadeAnswer", .fields = made_out_fields, .count = COUNT(made_out_fields)};
static const struct schema_field changed_out_fields[] = {
	{.name = "schedule", .type = SCHEMA_OBJECT, .ref = &schedule_schema},
	{.name = "changed", .type = SCHEMA_INT, .about = "How many entries"},
};
static const struct schema changed_out = {
	.name = "ScheduleAnswer", .fields = changed_out_fields, .count = COUNT(changed_out_fields)};
static const struct schema_field gone_out_fields[] = {
	{.name = "removed", .type = SCHEMA_INT, .about = "How many entries"},
};
static const struct schema gone_out = {.name = "ScheduleRemovedAnswer",
	.fields = gone_out_fields,
	.count = COUNT(gone_out_fields)};

static void write_list(
	struct http_req *rq, struct json *json, const struct schedule *list, size_t count)
{
	json_field_open_array(json, "schedules");
	for (size_t i = 0; i < count; i++)
		schedule_write(json, rq->cx.arena, &list[i]);
	json_close_array(json);
}

/* ---- Lists ----------------------------------------------------------------------- */

struct list_params {
	const char *date_from, *date_to, *agent_id;
};
#define DAY_FIELD(key, said) \
	{ \
		.name = #key, .type = SHAPE_TEXT, .flags = SHAPE_QUERY, \
		.offset = offsetof(struct list_params, key), .max = 40, .about = (said) \
	}
static const struct shape_field list_fields[] = {
	DAY_FIELD(date_from, "A day or a time; the present week if not said"),
	DAY_FIELD(date_to, "The last day, or a time; at most 63 days after date_from"),
	{.name = "agent_id",
		.type = SHAPE_KEY,
		.flags = SHAPE_QUERY,
		.offset = offsetof(struct list_params, agent_id)},
};
static const struct shape list_shape = {
	.name = "ScheduleListQuery", .fields = list_fields, .count = COUNT(list_fields)};
static const struct shape own_shape = {
	.name = "OwnScheduleQuery", .fields = list_fields, .count = COUNT(list_fields) - 1};

/* The week from Monday on, and all of the last day asked for. */
static enum err read_range(struct cx *cx, const struct list_params *params, struct period *period)
{
	const char *zone = cx->actor->company->time_zone;
	const bool said = params->date_from || params->date_to;

	TRY(intl_period(
		cx, zone, said ? NULL : "week", params->date_from, params->date_to, period));
	if (!said) {
		const int64_t monday = period->from_day;

		period->to_us = intl_day_start(zone, monday + 7);
	}
	if (period->to_us - period->from_us > RANGE_MAX_US)
		return fail(cx, ERR_INVALID, "date_to", "Use at most 63 days.");
	return OK;
}

static enum err reply_list(
	struct http_req *rq, const struct period *period, const struct schedule *list, size_t count)
{
	struct json *json = http_reply(rq, 200);

	write_list(rq, json, list, count);
	json_field_time(json, "date_from", period->from_us);
	json_field_time(json, "date_to", period->to_us);
	return OK;
}

/* GET /api/supervisor/schedules */
static enum err get_schedules(struct http_req *rq)
{
	struct list_params params = {0};
	struct period period;
	struct schedule *list = NULL;
	struct agent agent = {0};
	size_t count = 0;

	TRY(http_read(rq, &params));
	TRY(read_range(&rq->cx, &params, &period));
	if (params.agent_id && agent_by_key(&rq->cx, params.agent_id, &agent) != OK) {
		fail_clear(&rq->cx);
		return reply_list(rq, &period, list, count);
	}
	TRY(schedule_between(&rq->cx, period.from_us, period.to_us, agent.id, &list, &count));
	return reply_list(rq, &period, list, count);
}

/* GET /api/agent/schedule */
static enum err get_own(struct http_req *rq)
{
	struct list_params params = {0};
	struct period period;
	struct schedule *list;
	size_t count;

	TRY(http_read(rq, &params));
	TRY(read_range(&rq->cx, &params, &period));
	TRY(schedule_store_own(&rq->cx, period.from_us, period.to_us, &list, &count));
	return reply_list(rq, &period, list, count);
}

/* ---- Changes ----------------------------------------------------------------------- */

struct entry_params {
	const char *agent_id, *kind, *note;
	struct opt_int starts_at, ends_at, repeat_until;
	const char *reach;
	struct opt_int version; /* read by http_version() */
};
#define REACH_ABOUT \
	"Of an entry that is repeated: it alone, those that follow it too, or all of its series"
#define IN(member) .offset = offsetof(struct entry_params, member)
#define COMMON(need) \
	{.name = "kind", \
		.type = SHAPE_WORD, \
		.flags = (need), \
		IN(kind), \
		.words = schedule_kind_words}, \
		{.name = "starts_at", .type = SHAPE_TIME, .flags = (need), IN(starts_at)}, \
		{.name = "ends_at", .type = SHAPE_TIME, .flags = (need), IN(ends_at)}, \
	{ \
		.name = "note", .type = SHAPE_TEXT, .flags = SHAPE_NULLABLE, IN(note), .max = 500 \
	}
static const struct shape_field new_fields[] = {
	{.name = "agent_id", .type = SHAPE_KEY, .flags = SHAPE_REQUIRED, IN(agent_id)},
	COMMON(SHAPE_REQUIRED),
	{.name = "repeat_until",
		.type = SHAPE_DAY,
		.flags = SHAPE_NULLABLE,
		IN(repeat_until),
		.about = "Each week at the same time of the clock until this day; at most a year"},
};
static const struct shape new_shape = {
	.name = "ScheduleNew", .fields = new_fields, .count = COUNT(new_fields)};
static const struct shape_field change_fields[] = {
	COMMON(0),
	{.name = "reach",
		.type = SHAPE_WORD,
		IN(reach),
		.words = schedule_reach_words,
		.about = REACH_ABOUT},
	{.name = "version",
		.type = SHAPE_INT,
		.flags = SHAPE_NULLABLE,
		IN(version),
		.max = INT64_MAX,
		.about = "The version last seen; or If-Match"},
};
static const struct shape change_shape = {
	.name = "ScheduleChange", .fields = change_fields, .count = COUNT(change_fields)};

/* POST /api/supervisor/schedules */
static enum err post_schedule(struct http_req *rq)
{
	struct entry_params params = {0};
	struct schedule *list;
	struct json *json;
	size_t count;

	TRY(http_read(rq, &params));
	TRY(schedule_add(&rq->cx,
		&(struct schedule_new){.agent_key = params.agent_id,
			.kind = params.kind,
			.note = params.note,
			.starts_us = params.starts_at.value,
			.ends_us = params.ends_at.value,
			.repeat_until_day = params.repeat_until},
		&list, &count));
	json = http_reply(rq, 201);
	json_key(json, "schedule");
	schedule_write(json, rq->cx.arena, list);
	write_list(rq, json, list, count);
	return OK;
}

/* 0 for what is no id, which then names nothing. */
static int64_t id_of(const struct http_req *rq)
{
	int64_t id;

	return text_int(http_path(rq, "id"), &id) && id > 0 ? id : 0;
}

/* It alone, when nothing is said. */
static enum schedule_reach reach_of(const char *word)
{
	return word ? (enum schedule_reach)word_index(schedule_reach_words, word) : REACH_ONE;
}

/* PUT /api/supervisor/schedules/{id} */
static enum err put_schedule(struct http_req *rq)
{
	struct entry_params params = {0};
	struct schedule_change change;
	struct schedule after;
	struct json *json;
	int64_t changed;

	TRY(http_read(rq, &params));
	change = (struct schedule_change){.kind = params.kind,
		.note = params.note,
		.starts_us = params.starts_at,
		.ends_us = params.ends_at,
		.reach = reach_of(params.reach)};
	TRY(http_version(rq, &change.version));
	TRY(schedule_change(&rq->cx, id_of(rq), &change, &after, &changed));
	json = http_reply(rq, 200);
	json_key(json, "schedule");
	schedule_write(json, rq->cx.arena, &after);
	json_field_int(json, "changed", changed);
	return OK;
}

struct remove_params {
	const char *reach;
	struct opt_int version; /* read by http_version() */
};
static const struct shape_field remove_fields[] = {
	{.name = "reach",
		.type = SHAPE_WORD,
		.flags = SHAPE_QUERY,
		.offset = offsetof(struct remove_params, reach),
		.words = schedule_reach_words,
		.about = REACH_ABOUT},
	{.name = "version",
		.type = SHAPE_INT,
		.flags = SHAPE_QUERY,
		.offset = offsetof(struct remove_params, version),
		.max = INT64_MAX,
		.about = "The version last seen; or If-Match"},
};
static const struct shape remove_shape = {
	.name = "ScheduleRemove", .fields = remove_fields, .count = COUNT(remove_fields)};

/* DELETE /api/supervisor/schedules/{id} */
static enum err delete_schedule(struct http_req *rq)
{
	struct remove_params params = {0};
	struct opt_int version;
	int64_t removed = 0;

	TRY(http_read(rq, &params));
	TRY(http_version(rq, &version));
	TRY(schedule_remove(&rq->cx, id_of(rq), version, reach_of(params.reach), &removed));
	json_field_int(http_reply(rq, 200), "removed", removed);
	return OK;
}

const struct http_route schedule_routes[] = {
	{.method = HTTP_GET,
		.pattern = "/api/supervisor/schedules",
		.handler = get_schedules,
		.permission = PERM_SCHEDULES_MANAGE,
		.access = HTTP_READ,
		.summary = "Shifts and absences of the agents of one's scope",
		.in = &list_shape,
		.out = &list_out},
	{.method = HTTP_POST,
		.pattern = "/api/supervisor/schedules",
		.handler = post_schedule,
		.permission = PERM_SCHEDULES_MANAGE,
		.access = HTTP_WRITE,
		.summary = "Enter a shift or an absence, for each week if it is repeated",
		.in = &new_shape,
		.out = &made_out,
		.flags = HTTP_IDEMPOTENT_KEY,
		.status = 201},
	{.method = HTTP_PUT,
		.pattern = "/api/supervisor/schedules/{id}",
		.handler = put_schedule,
		.permission = PERM_SCHEDULES_MANAGE,
		.access = HTTP_WRITE,
		.summary = "Move or change an entry, alone or with its series",
		.in = &change_shape,
		.out = &changed_out},
	{.method = HTTP_DELETE,
		.pattern = "/api/supervisor/schedules/{id}",
		.handler = delete_schedule,
		.permission = PERM_SCHEDULES_MANAGE,
		.access = HTTP_WRITE,
		.summary = "Remove an entry, alone or with its series",
		.in = &remove_shape,
		.out = &gone_out},
	{.method = HTTP_GET,
		.pattern = "/api/agent/schedule",
		.handler = get_own,
		.permission = PERM_SELF,
		.access = HTTP_READ,
		.summary = "One's own shifts and absences",
		.in = &own_shape,
		.out = &list_out},
	{0},
};

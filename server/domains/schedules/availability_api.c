/* availability_api.c - HTTP: who is there, and choosing an agent's state. */
/* SPDX-License-Identifier: MIT */
#include "domains/schedules/schedule_api.h"
#include "domains/schedules/schedule_internal.h"

static const struct schema_field team_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "name", .type = SCHEMA_TEXT},
};
static const struct schema team_schema = {
	.name = "AvailabilityTeam", .fields = team_fields, .count = COUNT(team_fields)};
static const struct schema_field row_fields[] = {
	{.name = "agent_id", .type = SCHEMA_INT},
	{.name = "agent_code", .type = SCHEMA_TEXT},
	{.name = "agent_name", .type = SCHEMA_TEXT},
	{.name = "team", .type = SCHEMA_OBJECT, .flags = SCHEMA_NULLABLE, .ref = &team_schema},
	{.name = "presence", .type = SCHEMA_WORD, .words = presence_words},
	{.name = "presence_automatic",
		.type = SCHEMA_WORD,
		.flags = SCHEMA_NULLABLE,
		.words = presence_automatic_words},
	{.name = "presence_since", .type = SCHEMA_TIME, .flags = SCHEMA_NULLABLE},
	{.name = "entry",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_NULLABLE,
		.ref = &schedule_schema,
		.about = "In force at the time"},
	{.name = "next", .type = SCHEMA_OBJECT, .flags = SCHEMA_NULLABLE, .ref = &schedule_schema},
	{.name = "available",
		.type = SCHEMA_BOOL,
		.about = "Now by presence; at another time: on a shift and nothing else"},
};
static const struct schema row_schema = {
	.name = "Availability", .fields = row_fields, .count = COUNT(row_fields)};
static const struct schema_field list_out_fields[] = {
	{.name = "at", .type = SCHEMA_TIME},
	{.name = "available", .type = SCHEMA_INT, .about = "How many are"},
	{.name = "agents", .type = SCHEMA_OBJECT, .flags = SCHEMA_ARRAY, .ref = &row_schema},
};
static const struct schema list_out = {
	.name = "AvailabilityAnswer", .fields = list_out_fields, .count = COUNT(list_out_fields)};
static const struct schema_field one_out_fields[] = {
	{.name = "agent", .type = SCHEMA_OBJECT, .ref = &row_schema},
};
static const struct schema one_out = {
	.name = "AvailabilitySetAnswer", .fields = one_out_fields, .count = COUNT(one_out_fields)};

static void write_entry(
	struct json *json, struct arena *arena, const char *key, const struct schedule *entry)
{
	json_key(json, key);
	if (entry)
		schedule_write(json, arena, entry);
	else
		json_null(json);
}

static void write_row(struct json *json, struct arena *arena, const struct availability *row)
{
	json_open(json);
	json_field_id(json, "agent_id", row->agent_id);
	json_field_text(json, "agent_code", agent_code(arena, row->agent_no));
	json_field_text(json, "agent_name", row->name);
	if (row->team_id) {
		json_field_open(json, "team");
		json_field_id(json, "id", row->team_id);
		json_field_text(json, "name", row->team_name);
		json_close(json);
	} else {
		json_field_null(json, "team");
	}
	json_field_text(json, "presence", presence_words[row->presence]);
	json_field_text(json, "presence_automatic", row->automatic);
	json_field_opt_time(json, "presence_since", row->since_us);
	write_entry(json, arena, "entry", row->entry);
	write_entry(json, arena, "next", row->next);
	json_field_bool(json, "available", row->available);
	json_close(json);
}

struct list_params {
	struct opt_int at;
};
static const struct shape_field list_fields[] = {
	{.name = "at",
		.type = SHAPE_TIME,
		.flags = SHAPE_QUERY,
		.offset = offsetof(struct list_params, at),
		.about = "Another time than now"},
};
static const struct shape list_shape = {
	.name = "AvailabilityQuery", .fields = list_fields, .count = COUNT(list_fields)};

/* GET /api/supervisor/availability */
static enum err get_availability(struct http_req *rq)
{
	struct list_params params = {0};
	struct availability *list;
	int64_t available = 0;
	struct json *json;
	size_t count;

	TRY(http_read(rq, &params));
	TRY(availability_list(&rq->cx, params.at, &list, &count));
	json = http_reply(rq, 200);
	json_field_time(json, "at", params.at.given ? params.at.value : rq->cx.now_us);
	for (size_t i = 0; i < count; i++)
		available += list[i].available;
	json_field_int(json, "available", available);
	json_field_open_array(json, "agents");
	for (size_t i = 0; i < count; i++)
		write_row(json, rq->cx.arena, &list[i]);
	json_close_array(json);
	return OK;
}

struct set_params {
	const char *agent_id, *status, *note;
};
static const struct shape_field set_fields[] = {
	{.name = "agent_id",
		.type = SHAPE_KEY,
		.flags = SHAPE_REQUIRED,
		.offset = offsetof(struct set_params, agent_id)},
	{.name = "status",
		.type = SHAPE_TEXT,
		.flags = SHAPE_REQUIRED,
		.offset = offsetof(struct set_params, status),
		.min = 1,
		.max = 32,
		.about = "As of one's own status"},
	{.name = "note",
		.type = SHAPE_TEXT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct set_params, note),
		.max = 200},
};
static const struct shape set_shape = {
	.name = "AvailabilitySet", .fields = set_fields, .count = COUNT(set_fields)};

/* PUT /api/supervisor/availability */
static enum err put_availability(struct http_req *rq)
{
	struct set_params params = {0};
	struct availability after;
	struct json *json;

	TRY(http_read(rq, &params));
	TRY(availability_set(&rq->cx, params.agent_id, params.status, params.note, &after));
	json = http_reply(rq, 200);
	json_key(json, "agent");
	write_row(json, rq->cx.arena, &after);
	return OK;
}

const struct http_route availability_routes[] = {
	{.method = HTTP_GET,
		.pattern = "/api/supervisor/availability",
		.handler = get_availability,
		.permission = PERM_SCHEDULES_MANAGE,
		.access = HTTP_READ,
		.summary = "Who is there now, or will be by the schedule",
		.in = &list_shape,
		.out = &list_out},
	{.method = HTTP_PUT,
		.pattern = "/api/supervisor/availability",
		.handler = put_availability,
		.permission = PERM_PRESENCE_OTHERS,
		.access = HTTP_WRITE,
		.summary = "Choose the state of an agent of one's scope",
		.in = &set_shape,
		.out = &one_out},
	{0},
};

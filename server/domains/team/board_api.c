/* board_api.c - HTTP: the agents of a scope, at rest and live. */
/* SPDX-License-Identifier: MIT */
#include "domains/team/team_internal.h"

#include "domains/schedules/schedule_api.h"
#include "platform/events/events.h"
#include "platform/http/http.h"

static const struct schema_field place_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "code", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "name", .type = SCHEMA_TEXT},
};
static const struct schema place_schema = {
	.name = "BoardPlace", .fields = place_fields, .count = COUNT(place_fields)};

#define NULLABLE(key, kind) \
	{ \
		.name = (key), .type = (kind), .flags = SCHEMA_NULLABLE \
	}
#define OBJECT(key, schema) \
	{ \
		.name = (key), .type = SCHEMA_OBJECT, .flags = SCHEMA_NULLABLE, .ref = &(schema) \
	}
#define AGENT_FIELDS \
	{.name = "id", .type = SCHEMA_INT}, {.name = "code", .type = SCHEMA_TEXT}, \
		{.name = "name", .type = SCHEMA_TEXT}, {.name = "level", .type = SCHEMA_TEXT}, \
		OBJECT("team", place_schema), OBJECT("department", place_schema), \
		{.name = "takes_orders", .type = SCHEMA_BOOL}, \
		{.name = "open_orders", .type = SCHEMA_INT}, \
		{.name = "order_capacity", \
			.type = SCHEMA_INT, \
			.flags = SCHEMA_NULLABLE, \
			.about = "Open orders at most; null: no limit"}, \
		{.name = "presence", .type = SCHEMA_WORD, .words = presence_words}, \
		{.name = "presence_automatic", \
			.type = SCHEMA_WORD, \
			.flags = SCHEMA_NULLABLE, \
			.words = presence_automatic_words}, \
		NULLABLE("presence_since", SCHEMA_TIME), NULLABLE("note", SCHEMA_TEXT), \
		OBJECT("schedule", schedule_schema), OBJECT("next_schedule", schedule_schema)

static const struct schema_field agent_fields[] = {AGENT_FIELDS};
static const struct schema agent_schema = {
	.name = "TeamAgent", .fields = agent_fields, .count = COUNT(agent_fields)};

static const struct schema_field task_fields[] = {
	{.name = "open", .type = SCHEMA_INT},
	{.name = "due", .type = SCHEMA_INT, .about = "Whose time has come"},
};
static const struct schema task_schema = {
	.name = "TeamTasks", .fields = task_fields, .count = COUNT(task_fields)};
static const struct schema_field status_fields[] = {
	{.name = "new", .type = SCHEMA_INT},
	{.name = "confirmed", .type = SCHEMA_INT},
	{.name = "no_response", .type = SCHEMA_INT},
	{.name = "postponed", .type = SCHEMA_INT},
	{.name = "under_review", .type = SCHEMA_INT},
	{.name = "cancelled", .type = SCHEMA_INT},
	{.name = "closed", .type = SCHEMA_INT},
};
static const struct schema status_schema = {
	.name = "TeamStatusCounts", .fields = status_fields, .count = COUNT(status_fields)};
static const struct schema_field last_fields[] = {
	{.name = "at", .type = SCHEMA_TIME},
	{.name = "order_id", .type = SCHEMA_INT},
	{.name = "order_code", .type = SCHEMA_TEXT},
	{.name = "status", .type = SCHEMA_TEXT, .about = "Which it set"},
};
static const struct schema last_schema = {
	.name = "TeamLastAction", .fields = last_fields, .count = COUNT(last_fields)};
static const struct schema_field live_fields[] = {
	AGENT_FIELDS,
	{.name = "in_hand",
		.type = SCHEMA_OBJECT,
		.ref = &status_schema,
		.about = "Assigned orders by status"},
	NULLABLE("oldest_waiting", SCHEMA_TIME),
	{.name = "callbacks", .type = SCHEMA_OBJECT, .ref = &task_schema},
	{.name = "follow_ups", .type = SCHEMA_OBJECT, .ref = &task_schema},
	{.name = "today",
		.type = SCHEMA_OBJECT,
		.ref = &status_schema,
		.about = "Changes of today by the status set"},
	{.name = "handled", .type = SCHEMA_INT, .about = "All changes of today"},
	OBJECT("last_action", last_schema),
	NULLABLE("workstation", SCHEMA_TEXT),
	NULLABLE("logged_in_at", SCHEMA_TIME),
};
static const struct schema live_schema = {
	.name = "TeamLiveAgent", .fields = live_fields, .count = COUNT(live_fields)};

#define AGENTS_OUT(schema) \
	{ \
		.name = "agents", .type = SCHEMA_OBJECT, .flags = SCHEMA_ARRAY, .ref = &(schema) \
	}
static const struct schema_field team_out_fields[] = {AGENTS_OUT(agent_schema)};
static const struct schema team_out = {
	.name = "SupervisorTeamAnswer", .fields = team_out_fields, .count = COUNT(team_out_fields)};
static const struct schema_field live_out_fields[] = {
	AGENTS_OUT(live_schema),
	{.name = "at", .type = SCHEMA_TIME},
	{.name = "seq", .type = SCHEMA_INT, .about = "Events up to this one are in it"},
};
static const struct schema live_out = {.name = "SupervisorTeamLiveAnswer",
	.fields = live_out_fields,
	.count = COUNT(live_out_fields)};

static void write_place(struct json *json, const char *key, const struct board_place *place)
{
	if (!place->id) {
		json_field_null(json, key);
		return;
	}
	json_field_open(json, key);
	json_field_id(json, "id", place->id);
	json_field_text(json, "code", place->code);
	json_field_text(json, "name", place->name);
	json_close(json);
}

static void write_entry(
	struct json *json, struct arena *arena, const char *key, const struct schedule *entry)
{
	json_key(json, key);
	if (entry)
		schedule_write(json, arena, entry);
	else
		json_null(json);
}

static void write_agent(struct json *json, struct arena *arena, const struct board_agent *agent)
{
	json_field_id(json, "id", agent->id);
	json_field_text(json, "code", agent_code(arena, agent->agent_no));
	json_field_text(json, "name", agent->name);
	json_field_text(json, "level", agent->level);
	write_place(json, "team", &agent->team);
	write_place(json, "department", &agent->department);
	json_field_bool(json, "takes_orders", agent->takes_orders);
	json_field_int(json, "open_orders", agent->open_orders);
	json_field_id(json, "order_capacity", agent->order_capacity);
	json_field_text(json, "presence", presence_words[agent->presence]);
	json_field_text(json, "presence_automatic", agent->automatic);
	json_field_opt_time(json, "presence_since", agent->since_us);
	json_field_text(json, "note", agent->note);
	write_entry(json, arena, "schedule", agent->entry);
	write_entry(json, arena, "next_schedule", agent->next);
}

static void write_counts(struct json *json, const char *key, const int64_t *counts)
{
	json_field_open(json, key);
	for (int i = 0; i < ORDER_STATUS_COUNT; i++)
		json_field_int(json, order_status_words[i], counts[i]);
	json_close(json);
}

static void write_tasks(struct json *json, const char *key, const struct tasks *tasks)
{
	json_field_open(json, key);
	json_field_int(json, "open", tasks->open);
	json_field_int(json, "due", tasks->due);
	json_close(json);
}

static void write_last(struct json *json, struct arena *arena, const struct board_agent *agent)
{
	if (!agent->last_us.given) {
		json_field_null(json, "last_action");
		return;
	}
	json_field_open(json, "last_action");
	json_field_time(json, "at", agent->last_us.value);
	json_field_int(json, "order_id", agent->last_order_id.value);
	json_field_text(json, "order_code", order_short_code(arena, agent->last_order_id.value));
	json_field_text(json, "status", agent->last_status);
	json_close(json);
}

static void write_live(struct json *json, struct arena *arena, const struct board_agent *agent)
{
	int64_t handled = 0;

	for (int i = 0; i < ORDER_STATUS_COUNT; i++)
		handled += agent->done[i];
	write_counts(json, "in_hand", agent->in_hand);
	json_field_opt_time(json, "oldest_waiting", agent->oldest_us);
	write_tasks(json, "callbacks", &agent->callbacks);
	write_tasks(json, "follow_ups", &agent->follow_ups);
	write_counts(json, "today", agent->done);
	json_field_int(json, "handled", handled);
	write_last(json, arena, agent);
	json_field_text(json, "workstation", agent->workstation);
	json_field_opt_time(json, "logged_in_at", agent->login_us);
}

static enum err reply(struct http_req *rq, bool live, struct json **json)
{
	struct board_agent *agents;
	size_t count;

	TRY(board_load(&rq->cx, live, &agents, &count));
	*json = http_reply(rq, 200);
	json_field_open_array(*json, "agents");
	for (size_t i = 0; i < count; i++) {
		json_open(*json);
		write_agent(*json, rq->cx.arena, &agents[i]);
		if (live)
			write_live(*json, rq->cx.arena, &agents[i]);
		json_close(*json);
	}
	json_close_array(*json);
	return OK;
}

/* GET /api/supervisor/team */
static enum err get_team(struct http_req *rq)
{
	struct json *json;

	return reply(rq, false, &json);
}

/* GET /api/supervisor/team/live */
static enum err get_live(struct http_req *rq)
{
	struct json *json;
	int64_t seq;

	/* Before the rows: what happens between comes as an event. */
	TRY(events_last_seq(&rq->cx, &seq));
	TRY(reply(rq, true, &json));
	json_field_time(json, "at", rq->cx.now_us);
	json_field_int(json, "seq", seq);
	return OK;
}

const struct http_route board_routes[] = {
	{.method = HTTP_GET,
		.pattern = "/api/supervisor/team",
		.handler = get_team,
		.permission = PERM_ORDERS_READ_TEAM,
		.access = HTTP_READ,
		.summary = "Agents of one's scope with place, load, presence and schedule",
		.out = &team_out},
	{.method = HTTP_GET,
		.pattern = "/api/supervisor/team/live",
		.handler = get_live,
		.permission = PERM_ORDERS_READ_TEAM,
		.access = HTTP_READ,
		.summary = "What the agents of one's scope have in hand and did today",
		.out = &live_out},
	{0},
};

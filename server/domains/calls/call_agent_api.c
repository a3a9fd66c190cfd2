/* call_agent_api.c - HTTP: agents, and what each is doing. No rules and no SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/calls/call_agent.h"

#include "base/clock.h"
#include "domains/accounts/agent_skill_api.h"
#include "platform/http/http.h"

static const char *const centre_words[] = {"available", "busy", "on_break", "offline", NULL};
static const char *const phone_words[] = {"online", "offline", "invalid", "unknown", NULL};

static const struct schema_field stats_fields[] = {
	{.name = "calls_today", .type = SCHEMA_INT, .about = "In which it talked"},
	{.name = "talk_seconds_today", .type = SCHEMA_INT, .about = "Of its own part in them"},
	{.name = "hold_seconds_today", .type = SCHEMA_INT},
	{.name = "open_orders", .type = SCHEMA_INT},
};
static const struct schema stats_schema = {
	.name = "CentreAgentStats", .fields = stats_fields, .count = COUNT(stats_fields)};
static const struct schema_field agent_fields[] = {
	{.name = "agent_id", .type = SCHEMA_TEXT, .about = "AGT-001"},
	{.name = "id", .type = SCHEMA_INT},
	{.name = "name", .type = SCHEMA_TEXT},
	{.name = "department", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE, .about = "Its code"},
	{.name = "department_name", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "team_id", .type = SCHEMA_INT, .flags = SCHEMA_NULLABLE},
	{.name = "team", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "status", .type = SCHEMA_WORD, .words = centre_words},
	{.name = "presence", .type = SCHEMA_WORD, .words = presence_words},
	{.name = "automatic",
		.type = SCHEMA_WORD,
		.flags = SCHEMA_NULLABLE,
		.words = presence_automatic_words,
		.about = "Why, when nobody chose it"},
	{.name = "since", .type = SCHEMA_TIME, .flags = SCHEMA_NULLABLE},
	{.name = "note", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "extension", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "extension_status",
		.type = SCHEMA_WORD,
		.flags = SCHEMA_NULLABLE,
		.words = phone_words},
	{.name = "routable", .type = SCHEMA_BOOL, .about = "A call could be given to it now"},
	{.name = "current_call_id", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "wrap_up_until", .type = SCHEMA_TIME, .flags = SCHEMA_NULLABLE},
	{.name = "skills",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &agent_skill_schema},
	{.name = "stats", .type = SCHEMA_OBJECT, .ref = &stats_schema},
};
static const struct schema agent_schema = {
	.name = "CentreAgent", .fields = agent_fields, .count = COUNT(agent_fields)};
static const struct schema_field list_out_fields[] = {
	{.name = "agents", .type = SCHEMA_OBJECT, .flags = SCHEMA_ARRAY, .ref = &agent_schema},
	{.name = "count", .type = SCHEMA_INT},
};
static const struct schema list_out = {
	.name = "CentreAgentsAnswer", .fields = list_out_fields, .count = COUNT(list_out_fields)};
static const struct schema_field one_out_fields[] = {
	{.name = "agent", .type = SCHEMA_OBJECT, .ref = &agent_schema},
};
static const struct schema one_out = {
	.name = "CentreAgentAnswer", .fields = one_out_fields, .count = COUNT(one_out_fields)};
static const struct schema_field set_out_fields[] = {
	{.name = "agent_id", .type = SCHEMA_TEXT},
	{.name = "status", .type = SCHEMA_WORD, .words = centre_words},
	{.name = "agent", .type = SCHEMA_OBJECT, .ref = &agent_schema},
};
static const struct schema set_out = {.name = "CentreAgentStatusAnswer",
	.fields = set_out_fields,
	.count = COUNT(set_out_fields)};

static void write_stats(struct json *json, const struct call_agent *agent)
{
	json_field_open(json, "stats");
	json_field_int(json, "calls_today", agent->calls);
	json_field_int(json, "talk_seconds_today", agent->talk_us / US_PER_SECOND);
	json_field_int(json, "hold_seconds_today", agent->hold_us / US_PER_SECOND);
	json_field_int(json, "open_orders", agent->open_orders);
	json_close(json);
}

static void write_agent(struct json *json, const struct cx *cx, const struct call_agent *agent)
{
	json_open(json);
	json_field_text(json, "agent_id", agent_code(cx->arena, agent->agent_no));
	json_field_int(json, "id", agent->id);
	json_field_text(json, "name", agent->name);
	json_field_text(json, "department", agent->department);
	json_field_text(json, "department_name", agent->department_name);
	json_field_id(json, "team_id", agent->team_id);
	json_field_text(json, "team", agent->team);
	json_field_text(json, "status", presence_word(agent->presence, SURFACE_CENTRE));
	json_field_text(json, "presence", presence_words[agent->presence]);
	json_field_text(json, "automatic", presence_automatic(agent->source));
	json_field_opt_time(json, "since", agent->since_us);
	json_field_text(json, "note", agent->note);
	json_field_text(json, "extension", agent->extension);
	json_field_text(json, "extension_status", agent->extension_status);
	json_field_bool(json, "routable", call_agent_routable(agent));
	json_field_text(json, "current_call_id", agent->current_call);
	json_field_opt_time(json, "wrap_up_until", agent->wrap_up_until_us);
	agent_skills_write(json, "skills", agent->skills);
	write_stats(json, agent);
	json_close(json);
}

static const struct shape_field list_fields[] = {
	{.name = "status",
		.type = SHAPE_TEXT,
		.flags = SHAPE_QUERY,
		.offset = offsetof(struct call_agent_filter, status),
		.max = 32,
		.about = "available, busy, on_break, offline, or a presence"},
	{.name = "department",
		.type = SHAPE_KEY,
		.flags = SHAPE_QUERY,
		.offset = offsetof(struct call_agent_filter, department),
		.about = "Its code"},
	{.name = "skill",
		.type = SHAPE_TEXT,
		.flags = SHAPE_QUERY,
		.offset = offsetof(struct call_agent_filter, skill),
		.max = 64,
		.about = "One that they have"},
};
static const struct shape list_shape = {
	.name = "CentreAgentsQuery", .fields = list_fields, .count = COUNT(list_fields)};

/* GET /api/agents */
static enum err get_agents(struct http_req *rq)
{
	struct call_agent_filter filter = {0};
	struct call_agent *rows;
	struct json *json;
	size_t count;

	TRY(http_read(rq, &filter));
	TRY(call_agents(&rq->cx, &filter, &rows, &count));
	json = http_reply(rq, 200);
	json_field_open_array(json, "agents");
	for (size_t i = 0; i < count; i++)
		write_agent(json, &rq->cx, &rows[i]);
	json_close_array(json);
	json_field_int(json, "count", (int64_t)count);
	return OK;
}

/* GET /api/agents/{id} */
static enum err get_agent(struct http_req *rq)
{
	struct call_agent agent;
	struct json *json;

	TRY(call_agent_by_key(&rq->cx, http_path(rq, "id"), &agent));
	json = http_reply(rq, 200);
	json_key(json, "agent");
	write_agent(json, &rq->cx, &agent);
	return OK;
}

struct set_params {
	const char *status, *note;
};
static const struct shape_field set_fields[] = {
	{.name = "status",
		.type = SHAPE_TEXT,
		.flags = SHAPE_REQUIRED,
		.offset = offsetof(struct set_params, status),
		.min = 1,
		.max = 32,
		.about = "available, busy, on_break, offline, or any other presence"},
	{.name = "note",
		.type = SHAPE_TEXT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct set_params, note),
		.max = 200},
};
static const struct shape set_shape = {
	.name = "CentreAgentStatus", .fields = set_fields, .count = COUNT(set_fields)};

/* PATCH /api/agents/{id}/status */
static enum err patch_status(struct http_req *rq)
{
	struct set_params params = {0};
	struct call_agent agent;
	struct json *json;

	TRY(http_read(rq, &params));
	TRY(call_agent_set(&rq->cx, http_path(rq, "id"), params.status,
		text_empty(params.note) ? NULL : params.note, &agent));
	json = http_reply(rq, 200);
	json_field_text(json, "agent_id", agent_code(rq->cx.arena, agent.agent_no));
	json_field_text(json, "status", presence_word(agent.presence, SURFACE_CENTRE));
	json_key(json, "agent");
	write_agent(json, &rq->cx, &agent);
	return OK;
}

const struct http_route call_agent_routes[] = {
	{.method = HTTP_GET,
		.pattern = "/api/agents",
		.handler = get_agents,
		.permission = PERM_AGENTS_READ,
		.access = HTTP_READ,
		.summary = "Agents, what each is doing, and who could take a call",
		.in = &list_shape,
		.out = &list_out},
	{.method = HTTP_GET,
		.pattern = "/api/agents/{id}",
		.handler = get_agent,
		.permission = PERM_AGENTS_READ,
		.access = HTTP_READ,
		.summary = "One agent, by its code or id",
		.out = &one_out},
	{.method = HTTP_PATCH,
		.pattern = "/api/agents/{id}/status",
		.handler = patch_status,
		.permission = PERM_AGENTS_READ,
		.access = HTTP_WRITE,
		.summary = "Set one's own status, or that of an agent whom one leads",
		.in = &set_shape,
		.out = &set_out},
	{0},
};

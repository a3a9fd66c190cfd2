/* team_api.c - HTTP: figures of teams and departments, and of their people. No SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/orders/order_visible.h"
#include "domains/performance/performance_api.h"

static const struct shape_field team_query_fields[] = {
	PERFORMANCE_PERIOD,
	{.name = "team_id",
		.type = SHAPE_KEY,
		.flags = SHAPE_QUERY,
		.offset = offsetof(struct performance_params, team_id),
		.about = "One's own team, or everybody within one's reach, if not said"},
};
static const struct shape team_query = {.name = "TeamPerformanceQuery",
	.fields = team_query_fields,
	.count = COUNT(team_query_fields)};
static const struct shape_field period_fields[] = {PERFORMANCE_PERIOD};
static const struct shape period_query = {.name = "DepartmentPerformanceQuery",
	.fields = period_fields,
	.count = COUNT(period_fields)};

static const struct schema_field member_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "agent_id", .type = SCHEMA_TEXT, .about = "AGT-001"},
	{.name = "name", .type = SCHEMA_TEXT},
	{.name = "team_id", .type = SCHEMA_INT, .flags = SCHEMA_NULLABLE},
	{.name = "team_name", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "values", .type = SCHEMA_OBJECT, .ref = &performance_values_schema},
};
static const struct schema member_schema = {
	.name = "PerformanceMember", .fields = member_fields, .count = COUNT(member_fields)};
static const struct schema_field group_fields[] = {
	{.name = "id",
		.type = SCHEMA_INT,
		.flags = SCHEMA_NULLABLE,
		.about = "null: agents who belong to none"},
	{.name = "name", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "agents", .type = SCHEMA_INT},
	{.name = "values", .type = SCHEMA_OBJECT, .ref = &performance_values_schema},
};
static const struct schema group_schema = {
	.name = "PerformanceGroup", .fields = group_fields, .count = COUNT(group_fields)};

#define SPAN(field) \
	{ \
		.name = field, .type = SCHEMA_OBJECT, .ref = &performance_span_schema \
	}
#define LIST(field, of) \
	{ \
		.name = field, .type = SCHEMA_OBJECT, .flags = SCHEMA_ARRAY, .ref = &(of) \
	}
#define WHOLE \
	SPAN("period"), SPAN("previous"), LIST("figures", performance_figure_schema), \
		LIST("kpis", performance_kpi_schema), LIST("trend", performance_day_schema), \
		LIST("agents", member_schema)
static const struct schema_field team_out_fields[] = {WHOLE};
static const struct schema team_out = {.name = "TeamPerformanceAnswer",
	.fields = team_out_fields,
	.count = COUNT(team_out_fields)};
static const struct schema_field department_out_fields[] = {
	WHOLE, LIST("teams", group_schema), LIST("departments", group_schema)};
static const struct schema department_out = {.name = "DepartmentPerformanceAnswer",
	.fields = department_out_fields,
	.count = COUNT(department_out_fields)};

/* ---- People ------------------------------------------------------------------------- */

struct crew {
	struct span span;
	int64_t team_id; /* 0: everybody */
	struct member *members;
	size_t count;
};

static void add_up(const struct member *members, size_t count, struct sums *sums)
{
	*sums = (struct sums){0};
	for (size_t i = 0; i < count; i++)
		sums_add(sums, &members[i].sums);
}

static void write_members(struct json *json, struct cx *cx, const struct crew *crew)
{
	json_field_open_array(json, "agents");
	for (size_t i = 0; i < crew->count; i++) {
		const struct member *member = &crew->members[i];

		json_open(json);
		json_field_int(json, "id", member->id);
		json_field_text(json, "agent_id", agent_code(cx->arena, member->agent_no));
		json_field_text(json, "name", member->name);
		json_field_id(json, "team_id", member->team_id);
		json_field_text(json, "team_name", member->team_name);
		json_field_open(json, "values");
		performance_write_values(json, &member->sums);
		json_close(json);
		json_close(json);
	}
	json_close_array(json);
}

/* What both answers have: the whole, its targets, its week, its people. */
static enum err answer_whole(struct http_req *rq, const struct crew *crew, struct json **out)
{
	const struct span before = span_before(&crew->span), week = span_week(&crew->span);
	struct member *then;
	struct metrics *days;
	size_t then_count, day_count;
	struct targets targets;
	struct sums now, past;
	struct json *json;

	TRY(metrics_store_members(&rq->cx, crew->team_id, &before, &then, &then_count));
	TRY(metrics_store_team_days(&rq->cx, crew->team_id, &week, &days, &day_count));
	TRY(targets_for(&rq->cx, crew->team_id > 0 ? crew->team_id : 0, &targets));
	add_up(crew->members, crew->count, &now);
	add_up(then, then_count, &past);
	json = http_reply(rq, 200);
	performance_write_span(json, "period", &crew->span);
	performance_write_span(json, "previous", &before);
	performance_write_figures(json, &now, &past);
	performance_write_kpis(json, &now, &targets);
	performance_write_days(json, "trend", &week, days, day_count);
	write_members(json, &rq->cx, crew);
	*out = json;
	return OK;
}

/* ---- A team ---------------------------------------------------------------------------- */

#define NO_TEAM (-1) /* of a supervisor without one: nobody */

static enum err choose_team(struct cx *cx, const char *key, int64_t *team_id)
{
	const struct actor *actor = cx->actor;
	const bool everybody = order_scope(actor) == SCOPE_COMPANY;
	bool exists = false;

	if (text_empty(key)) {
		*team_id = everybody ? 0 : actor->team_id ? actor->team_id : NO_TEAM;
		return OK;
	}
	if (text_int(key, team_id) && *team_id > 0 && (everybody || *team_id == actor->team_id))
		TRY(target_store_team_exists(cx, *team_id, &exists));
	return exists ? OK : fail(cx, ERR_NOT_FOUND, NULL, "There is no such team.");
}

/* GET /api/supervisor/team/performance */
static enum err get_team(struct http_req *rq)
{
	struct performance_params params = {0};
	struct crew crew = {0};
	struct json *json;

	TRY(http_read(rq, &params));
	TRY(performance_span(&rq->cx, params.period, params.date_from, params.date_to, &crew.span));
	TRY(choose_team(&rq->cx, params.team_id, &crew.team_id));
	TRY(metrics_store_members(&rq->cx, crew.team_id, &crew.span, &crew.members, &crew.count));
	return answer_whole(rq, &crew, &json);
}

/* ---- Departments --------------------------------------------------------------------------- */

struct group {
	int64_t id; /* 0: agents who belong to none */
	const char *name;
	int64_t agents;
	struct sums sums;
};

static struct group *group_of(struct group *groups, size_t *count, int64_t id, const char *name)
{
	for (size_t i = 0; i < *count; i++)
		if (groups[i].id == id)
			return &groups[i];
	groups[*count] = (struct group){.id = id, .name = name};
	return &groups[(*count)++];
}

static void write_groups(struct json *json, struct cx *cx, const struct crew *crew, bool teams)
{
	struct group *groups = arena_array(cx->arena, crew->count, sizeof(*groups));
	size_t count = 0;

	for (size_t i = 0; i < crew->count; i++) {
		const struct member *member = &crew->members[i];
		struct group *group = group_of(groups, &count,
			teams ? member->team_id : member->department_id,
			teams ? member->team_name : member->department_name);

		group->agents++;
		sums_add(&group->sums, &member->sums);
	}
	json_field_open_array(json, teams ? "teams" : "departments");
	for (size_t i = 0; i < count; i++) {
		json_open(json);
		json_field_id(json, "id", groups[i].id);
		json_field_text(json, "name", groups[i].name);
		json_field_int(json, "agents", groups[i].agents);
		json_field_open(json, "values");
		performance_write_values(json, &groups[i].sums);
		json_close(json);
		json_close(json);
	}
	json_close_array(json);
}

/* GET /api/manager/performance */
static enum err get_department(struct http_req *rq)
{
	struct performance_params params = {0};
	struct crew crew = {0};
	struct json *json;

	TRY(http_read(rq, &params));
	TRY(performance_span(&rq->cx, params.period, params.date_from, params.date_to, &crew.span));
	TRY(metrics_store_members(&rq->cx, 0, &crew.span, &crew.members, &crew.count));
	TRY(answer_whole(rq, &crew, &json));
	write_groups(json, &rq->cx, &crew, true);
	write_groups(json, &rq->cx, &crew, false);
	return OK;
}

const struct http_route team_performance_routes[] = {
	{.method = HTTP_GET,
		.pattern = "/api/supervisor/team/performance",
		.handler = get_team,
		.permission = PERM_ORDERS_READ_TEAM,
		.access = HTTP_READ,
		.summary = "Figures of a team and of each of its agents",
		.in = &team_query,
		.out = &team_out},
	{.method = HTTP_GET,
		.pattern = "/api/manager/performance",
		.handler = get_department,
		.permission = PERM_ORDERS_READ_ALL,
		.access = HTTP_READ,
		.summary = "Figures of the company, its departments, teams and agents",
		.in = &period_query,
		.out = &department_out},
	{0},
};

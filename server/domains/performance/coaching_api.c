/* coaching_api.c - HTTP: achievements, what to improve, where one stands, own goals. No SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/orders/order_visible.h"
#include "domains/performance/performance_api.h"

#define VALUE(field) \
	{ \
		.name = field, .type = SCHEMA_NUMBER, .flags = SCHEMA_NULLABLE \
	}
#define UNIT \
	{ \
		.name = "unit", .type = SCHEMA_WORD, .words = unit_words \
	}
#define FIGURE \
	{ \
		.name = "figure", .type = SCHEMA_WORD, .words = figure_words \
	}
#define SPAN(field) \
	{ \
		.name = field, .type = SCHEMA_OBJECT, .ref = &performance_span_schema \
	}
#define LIST(field, of) \
	{ \
		.name = field, .type = SCHEMA_OBJECT, .flags = SCHEMA_ARRAY, .ref = &(of) \
	}

/* ---- Achievements ------------------------------------------------------------------- */

static const struct shape_field month_fields[] = {PERFORMANCE_MONTH, PERFORMANCE_AGENT};
static const struct shape month_shape = {
	.name = "AchievementsQuery", .fields = month_fields, .count = COUNT(month_fields)};
static const struct schema_field condition_fields[] = {
	FIGURE,
	UNIT,
	{.name = "comparison", .type = SCHEMA_WORD, .words = comparison_words},
	{.name = "needed", .type = SCHEMA_NUMBER},
	VALUE("value"),
	{.name = "met", .type = SCHEMA_BOOL},
};
static const struct schema condition_schema = {.name = "AchievementCondition",
	.fields = condition_fields,
	.count = COUNT(condition_fields)};
static const struct schema_field achieved_fields[] = {
	{.name = "achievement", .type = SCHEMA_WORD, .words = achievement_words},
	{.name = "earned", .type = SCHEMA_BOOL},
	LIST("conditions", condition_schema),
};
static const struct schema achieved_schema = {
	.name = "Achievement", .fields = achieved_fields, .count = COUNT(achieved_fields)};
static const struct schema_field achievements_fields[] = {
	SPAN("period"),
	LIST("achievements", achieved_schema),
};
static const struct schema achievements_out = {.name = "AchievementsAnswer",
	.fields = achievements_fields,
	.count = COUNT(achievements_fields)};

static void write_condition(struct json *json, const struct condition *condition)
{
	const enum unit_of unit = figure_table[condition->figure].unit;

	json_open(json);
	json_field_text(json, "figure", figure_words[condition->figure]);
	json_field_text(json, "unit", unit_words[unit]);
	json_field_text(json, "comparison", comparison_words[condition->comparison]);
	performance_write_value(json, "needed", unit, (struct opt_int){condition->needed, true});
	performance_write_value(json, "value", unit, condition->value);
	json_field_bool(json, "met", condition->met);
	json_close(json);
}

static void write_achieved(struct json *json, const struct achieved *achieved)
{
	json_open(json);
	json_field_text(json, "achievement", achievement_words[achieved->which]);
	json_field_bool(json, "earned", achieved->earned);
	json_field_open_array(json, "conditions");
	for (size_t i = 0; i < achieved->count; i++)
		write_condition(json, &achieved->conditions[i]);
	json_close_array(json);
	json_close(json);
}

/* GET /api/agent/performance/achievements */
static enum err get_achievements(struct http_req *rq)
{
	struct achieved achieved[ACHIEVEMENT_COUNT];
	struct performance_params params = {0};
	struct targets targets;
	struct agent agent;
	struct span span;
	struct sums sums;
	struct json *json;

	TRY(http_read(rq, &params));
	TRY(performance_month(&rq->cx, params.month, &span));
	TRY(performance_agent(&rq->cx, params.agent_id, &agent));
	TRY(metrics_store_sum(&rq->cx, agent.id, &span, &sums));
	TRY(targets_for(&rq->cx, agent.team_id, &targets));
	achievements_find(&sums, &targets, achieved);
	json = http_reply(rq, 200);
	performance_write_span(json, "period", &span);
	json_field_open_array(json, "achievements");
	for (size_t i = 0; i < ACHIEVEMENT_COUNT; i++)
		write_achieved(json, &achieved[i]);
	json_close_array(json);
	return OK;
}

/* ---- What to improve --------------------------------------------------------------------- */

static const struct shape_field period_fields[] = {PERFORMANCE_PERIOD, PERFORMANCE_AGENT};
static const struct shape improvements_shape = {
	.name = "ImprovementsQuery", .fields = period_fields, .count = COUNT(period_fields)};
static const struct schema_field improvement_fields[] = {
	{.name = "reason", .type = SCHEMA_WORD, .words = improvement_reason_words},
	FIGURE,
	UNIT,
	{.name = "value", .type = SCHEMA_NUMBER},
	{.name = "wanted",
		.type = SCHEMA_NUMBER,
		.about = "The target, the goal, or the average of the team; of urgent orders how "
			 "often the others are confirmed"},
};
static const struct schema improvement_schema = {
	.name = "Improvement", .fields = improvement_fields, .count = COUNT(improvement_fields)};
static const struct schema_field improvements_fields[] = {
	SPAN("period"),
	LIST("improvements", improvement_schema),
};
static const struct schema improvements_out = {.name = "ImprovementsAnswer",
	.fields = improvements_fields,
	.count = COUNT(improvements_fields)};

/* GET /api/agent/performance/improvements */
static enum err get_improvements(struct http_req *rq)
{
	struct improvement list[IMPROVEMENTS_MAX];
	struct performance_params params = {0};
	struct agent agent;
	struct span span;
	struct json *json;
	size_t count;

	TRY(http_read(rq, &params));
	TRY(performance_asked(&rq->cx, &params, &agent, &span));
	TRY(improvements_find(&rq->cx, &agent, &span, list, &count));
	json = http_reply(rq, 200);
	performance_write_span(json, "period", &span);
	json_field_open_array(json, "improvements");
	for (size_t i = 0; i < count; i++) {
		const enum unit_of unit = figure_table[list[i].figure].unit;

		json_open(json);
		json_field_text(json, "reason", improvement_reason_words[list[i].reason]);
		json_field_text(json, "figure", figure_words[list[i].figure]);
		json_field_text(json, "unit", unit_words[unit]);
		performance_write_value(json, "value", unit, (struct opt_int){list[i].value, true});
		performance_write_value(
			json, "wanted", unit, (struct opt_int){list[i].wanted, true});
		json_close(json);
	}
	json_close_array(json);
	return OK;
}

/* ---- Where one stands ---------------------------------------------------------------------- */

static const struct shape comparison_shape = {
	.name = "TeamComparisonQuery", .fields = period_fields, .count = COUNT(period_fields)};
static const struct schema_field standing_fields[] = {
	FIGURE,
	UNIT,
	VALUE("own"),
	{.name = "average",
		.type = SCHEMA_NUMBER,
		.flags = SCHEMA_NULLABLE,
		.about = "null: of fewer than three it would say what the others did"},
	VALUE("best"),
	{.name = "rank", .type = SCHEMA_INT, .flags = SCHEMA_NULLABLE},
	{.name = "of", .type = SCHEMA_INT, .about = "Colleagues with a value, oneself included"},
};
static const struct schema standing_schema = {
	.name = "TeamStanding", .fields = standing_fields, .count = COUNT(standing_fields)};
static const struct schema_field colleague_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "agent_id", .type = SCHEMA_TEXT},
	{.name = "name", .type = SCHEMA_TEXT},
	{.name = "values", .type = SCHEMA_OBJECT, .ref = &performance_values_schema},
};
static const struct schema colleague_schema = {
	.name = "TeamColleague", .fields = colleague_fields, .count = COUNT(colleague_fields)};
static const struct schema_field comparison_fields[] = {
	SPAN("period"),
	LIST("comparison", standing_schema),
	{.name = "colleagues",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY | SCHEMA_OPTIONAL,
		.ref = &colleague_schema,
		.about = "Only for those whose reach they are in"},
};
static const struct schema comparison_out = {.name = "TeamComparisonAnswer",
	.fields = comparison_fields,
	.count = COUNT(comparison_fields)};

static const enum figure compared[] = {FIGURE_HANDLED, FIGURE_SUCCESS, FIGURE_CALL_TIME,
	FIGURE_RATING, FIGURE_RESOLUTION, FIGURE_FIRST_CALL, FIGURE_CONFIRMATION,
	FIGURE_CANCELLATION};

static void write_standing(struct json *json, enum figure figure, const struct standing *standing)
{
	const enum unit_of unit = figure_table[figure].unit;

	json_open(json);
	json_field_text(json, "figure", figure_words[figure]);
	json_field_text(json, "unit", unit_words[unit]);
	performance_write_value(json, "own", unit, standing->own);
	performance_write_value(json, "average", unit, standing->average);
	performance_write_value(json, "best", unit, standing->best);
	json_field_id(json, "rank", standing->rank);
	json_field_int(json, "of", standing->of);
	json_close(json);
}

static void write_colleagues(
	struct json *json, struct cx *cx, const struct member *members, size_t count)
{
	json_field_open_array(json, "colleagues");
	for (size_t i = 0; i < count; i++) {
		json_open(json);
		json_field_int(json, "id", members[i].id);
		json_field_text(json, "agent_id", agent_code(cx->arena, members[i].agent_no));
		json_field_text(json, "name", members[i].name);
		json_field_open(json, "values");
		performance_write_values(json, &members[i].sums);
		json_close(json);
		json_close(json);
	}
	json_close_array(json);
}

/* Without a team the others are everybody, whom only the company's scope may name. */
static bool may_name(const struct actor *actor, const struct agent *agent)
{
	const enum scope scope = order_scope(actor);

	return scope == SCOPE_COMPANY || (scope == SCOPE_TEAM && agent->team_id != 0);
}

/* GET /api/agent/performance/team-comparison */
static enum err get_comparison(struct http_req *rq)
{
	struct performance_params params = {0};
	struct member *members;
	struct agent agent;
	struct span span;
	struct json *json;
	size_t count;

	TRY(http_read(rq, &params));
	TRY(performance_asked(&rq->cx, &params, &agent, &span));
	TRY(metrics_store_members(&rq->cx, agent.team_id, &span, &members, &count));
	json = http_reply(rq, 200);
	performance_write_span(json, "period", &span);
	json_field_open_array(json, "comparison");
	for (size_t i = 0; i < COUNT(compared); i++) {
		struct standing standing;

		standing_find(compared[i], members, count, agent.id, &standing);
		write_standing(json, compared[i], &standing);
	}
	json_close_array(json);
	if (may_name(rq->cx.actor, &agent))
		write_colleagues(json, &rq->cx, members, count);
	return OK;
}

const struct http_route performance_coaching_routes[] = {
	{.method = HTTP_GET,
		.pattern = "/api/agent/performance/achievements",
		.handler = get_achievements,
		.permission = PERM_STATS_READ,
		.access = HTTP_READ,
		.summary = "What an agent achieved in a month, and what it takes",
		.in = &month_shape,
		.out = &achievements_out},
	{.method = HTTP_GET,
		.pattern = "/api/agent/performance/improvements",
		.handler = get_improvements,
		.permission = PERM_STATS_READ,
		.access = HTTP_READ,
		.summary = "Where an agent's figures fall short of targets, goals or the team",
		.in = &improvements_shape,
		.out = &improvements_out},
	{.method = HTTP_GET,
		.pattern = "/api/agent/performance/team-comparison",
		.handler = get_comparison,
		.permission = PERM_STATS_READ,
		.access = HTTP_READ,
		.summary = "Where an agent stands in the team; who the others are, agents are not "
			   "told",
		.in = &comparison_shape,
		.out = &comparison_out},
	{0},
};

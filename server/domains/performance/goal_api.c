/* goal_api.c - HTTP: agents' own goals. No rules and no SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/performance/performance_api.h"

static const struct schema_field goal_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "figure", .type = SCHEMA_WORD, .words = figure_words},
	{.name = "unit", .type = SCHEMA_WORD, .words = unit_words},
	{.name = "period", .type = SCHEMA_WORD, .words = goal_period_words},
	{.name = "target", .type = SCHEMA_NUMBER},
	{.name = "value",
		.type = SCHEMA_NUMBER,
		.flags = SCHEMA_NULLABLE,
		.about = "So far in the running period"},
	{.name = "reached", .type = SCHEMA_BOOL},
	{.name = "less_is_better", .type = SCHEMA_BOOL},
	{.name = "version", .type = SCHEMA_INT},
	{.name = "created_at", .type = SCHEMA_TIME},
};
static const struct schema goal_schema = {
	.name = "PerformanceGoal", .fields = goal_fields, .count = COUNT(goal_fields)};
static const struct schema_field goals_out_fields[] = {
	{.name = "goals", .type = SCHEMA_OBJECT, .flags = SCHEMA_ARRAY, .ref = &goal_schema},
};
static const struct schema goals_out = {.name = "PerformanceGoalListAnswer",
	.fields = goals_out_fields,
	.count = COUNT(goals_out_fields)};
static const struct schema_field goal_out_fields[] = {
	{.name = "goal", .type = SCHEMA_OBJECT, .ref = &goal_schema},
};
static const struct schema goal_out = {.name = "PerformanceGoalAnswer",
	.fields = goal_out_fields,
	.count = COUNT(goal_out_fields)};
static const struct schema gone_out = {.name = "PerformanceGoalGone"};

static void write_goal(struct json *json, const struct goal *goal)
{
	const struct figure_row *row = &figure_table[goal->figure];

	json_open(json);
	json_field_int(json, "id", goal->id);
	json_field_text(json, "figure", figure_words[goal->figure]);
	json_field_text(json, "unit", unit_words[row->unit]);
	json_field_text(json, "period", goal->period);
	performance_write_value(json, "target", row->unit, (struct opt_int){goal->target, true});
	performance_write_value(json, "value", row->unit, goal->value);
	json_field_bool(json, "reached", goal->reached);
	json_field_bool(json, "less_is_better", row->less_is_better);
	json_field_int(json, "version", goal->version);
	json_field_time(json, "created_at", goal->created_us);
	json_close(json);
}

static enum err answer_goal(struct http_req *rq, int status, const struct goal *goal)
{
	struct json *json = http_reply(rq, status);

	json_key(json, "goal");
	write_goal(json, goal);
	return OK;
}

static const struct shape_field list_fields[] = {PERFORMANCE_AGENT};
static const struct shape list_shape = {
	.name = "PerformanceGoalQuery", .fields = list_fields, .count = COUNT(list_fields)};

/* GET /api/agent/performance/goals */
static enum err get_goals(struct http_req *rq)
{
	struct performance_params params = {0};
	struct agent agent;
	struct goal *goals;
	struct json *json;
	size_t count;

	TRY(http_read(rq, &params));
	TRY(performance_agent(&rq->cx, params.agent_id, &agent));
	TRY(goals_of(&rq->cx, agent.id, &goals, &count));
	json = http_reply(rq, 200);
	json_field_open_array(json, "goals");
	for (size_t i = 0; i < count; i++)
		write_goal(json, &goals[i]);
	json_close_array(json);
	return OK;
}

struct goal_params {
	const char *figure, *period, *target;
	struct opt_int version; /* read by http_version() */
};
#define TARGET \
	{ \
		.name = "target", .type = SHAPE_MONEY, .flags = SHAPE_REQUIRED, \
		.offset = offsetof(struct goal_params, target), \
		.about = "A number, percent, stars or seconds, as the figure has them" \
	}
static const struct shape_field new_fields[] = {
	{.name = "figure",
		.type = SHAPE_WORD,
		.flags = SHAPE_REQUIRED,
		.offset = offsetof(struct goal_params, figure),
		.words = goal_figure_words},
	{.name = "period",
		.type = SHAPE_WORD,
		.flags = SHAPE_REQUIRED,
		.offset = offsetof(struct goal_params, period),
		.words = goal_period_words},
	TARGET,
};
static const struct shape new_shape = {
	.name = "PerformanceGoalNew", .fields = new_fields, .count = COUNT(new_fields)};

/* POST /api/agent/performance/goals */
static enum err post_goal(struct http_req *rq)
{
	struct goal_params params = {0};
	struct goal goal = {0};
	struct agent self;

	TRY(http_read(rq, &params));
	TRY(performance_agent(&rq->cx, NULL, &self));
	goal.agent_id = self.id;
	goal.figure = (enum figure)word_index(figure_words, params.figure);
	goal.period = params.period;
	TRY(goal_read_target(&rq->cx, goal.figure, params.target, &goal.target));
	TRY(goal_add(&rq->cx, &goal));
	return answer_goal(rq, 201, &goal);
}

static const struct shape_field change_fields[] = {
	TARGET,
	{.name = "version",
		.type = SHAPE_INT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct goal_params, version),
		.max = INT64_MAX,
		.about = "The version last seen; or If-Match"},
};
static const struct shape change_shape = {
	.name = "PerformanceGoalChange", .fields = change_fields, .count = COUNT(change_fields)};

static enum err path_id(struct http_req *rq, int64_t *id)
{
	if (!text_int(http_path(rq, "id"), id) || *id <= 0)
		return fail(&rq->cx, ERR_NOT_FOUND, NULL, "There is no such goal.");
	return OK;
}

/* PUT /api/agent/performance/goals/{id} */
static enum err put_goal(struct http_req *rq)
{
	struct goal_params params = {0};
	struct opt_int version;
	struct goal goal;
	int64_t id, target;

	TRY(http_read(rq, &params));
	TRY(http_version(rq, &version));
	TRY(path_id(rq, &id));
	TRY(goal_get(&rq->cx, id, &goal));
	TRY(goal_read_target(&rq->cx, goal.figure, params.target, &target));
	TRY(goal_change(&rq->cx, id, target, version, &goal));
	return answer_goal(rq, 200, &goal);
}

/* DELETE /api/agent/performance/goals/{id} */
static enum err delete_goal(struct http_req *rq)
{
	int64_t id;

	TRY(path_id(rq, &id));
	TRY(goal_remove(&rq->cx, id));
	(void)http_reply(rq, 200);
	return OK;
}

const struct http_route performance_goal_routes[] = {
	{.method = HTTP_GET,
		.pattern = "/api/agent/performance/goals",
		.handler = get_goals,
		.permission = PERM_STATS_READ,
		.access = HTTP_READ,
		.summary = "What an agent set out to reach, and how far it is",
		.in = &list_shape,
		.out = &goals_out},
	{.method = HTTP_POST,
		.pattern = "/api/agent/performance/goals",
		.handler = post_goal,
		.permission = PERM_STATS_READ,
		.access = HTTP_WRITE,
		.summary = "Set a goal of one's own",
		.in = &new_shape,
		.out = &goal_out,
		.flags = HTTP_IDEMPOTENT_KEY,
		.status = 201},
	{.method = HTTP_PUT,
		.pattern = "/api/agent/performance/goals/{id}",
		.handler = put_goal,
		.permission = PERM_STATS_READ,
		.access = HTTP_WRITE,
		.summary = "Change a goal of one's own",
		.in = &change_shape,
		.out = &goal_out},
	{.method = HTTP_DELETE,
		.pattern = "/api/agent/performance/goals/{id}",
		.handler = delete_goal,
		.permission = PERM_STATS_READ,
		.access = HTTP_WRITE,
		.summary = "Give up a goal of one's own",
		.out = &gone_out},
	{0},
};

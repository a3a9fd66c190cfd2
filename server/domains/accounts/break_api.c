/* break_api.c - breaks over HTTP: one's own, and sums of those whom one leads. */
/* SPDX-License-Identifier: MIT */
#include "domains/accounts/account_api.h"
#include "domains/accounts/profile_internal.h"

#include "base/clock.h"

struct break_body {
	const char *reason;
};
static const struct shape_field break_fields[] = {
	{.name = "reason",
		.aliases = "note",
		.type = SHAPE_TEXT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct break_body, reason),
		.max = 200},
};
static const struct shape break_shape = {
	.name = "BreakRequest", .fields = break_fields, .count = COUNT(break_fields)};

struct period_query {
	const char *date, *date_from, *date_to;
};
#define QUERY(member, says) \
	{ \
		.name = #member, .type = SHAPE_TEXT, .flags = SHAPE_QUERY, \
		.offset = offsetof(struct period_query, member), .max = 40, .about = (says) \
	}
static const struct shape_field period_fields[] = {
	QUERY(date, "today (the standard), yesterday, week, last_week, month, last_month"),
	QUERY(date_from, "A day or an instant"),
	QUERY(date_to, "A day or an instant"),
};
static const struct shape period_shape = {
	.name = "BreakQuery", .fields = period_fields, .count = COUNT(period_fields)};

/* ---- Answers --------------------------------------------------------------------------- */

static const struct schema_field row_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "started_at", .type = SCHEMA_TIME},
	{.name = "ended_at",
		.type = SCHEMA_TIME,
		.flags = SCHEMA_NULLABLE,
		.about = "null while it lasts"},
	{.name = "seconds", .type = SCHEMA_INT, .about = "Of the whole break, so far"},
	{.name = "reason", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
};
static const struct schema row_schema = {
	.name = "AgentBreak", .fields = row_fields, .count = COUNT(row_fields)};
static const struct schema_field day_fields[] = {
	{.name = "date", .type = SCHEMA_DAY},
	{.name = "breaks", .type = SCHEMA_INT},
	{.name = "seconds", .type = SCHEMA_INT},
};
static const struct schema day_schema = {
	.name = "BreakDay", .fields = day_fields, .count = COUNT(day_fields)};
static const struct schema_field list_fields[] = {
	{.name = "breaks",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &row_schema,
		.about = "Newest first, 500 at most"},
	{.name = "days",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &day_schema,
		.about = "Days of the company with a break; one over midnight counts for both"},
	{.name = "seconds", .type = SCHEMA_INT, .about = "In the period, all together"},
	{.name = "on_break", .type = SCHEMA_BOOL},
	{.name = "more", .type = SCHEMA_BOOL},
};
static const struct schema list_out = {
	.name = "BreaksAnswer", .fields = list_fields, .count = COUNT(list_fields)};

static const struct schema_field sum_fields[] = {
	{.name = "agent_id", .type = SCHEMA_INT},
	{.name = "code", .type = SCHEMA_TEXT},
	{.name = "name", .type = SCHEMA_TEXT},
	{.name = "breaks", .type = SCHEMA_INT},
	{.name = "seconds", .type = SCHEMA_INT},
	{.name = "longest_seconds", .type = SCHEMA_INT},
	{.name = "on_break_since", .type = SCHEMA_TIME, .flags = SCHEMA_NULLABLE},
	{.name = "days",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &day_schema,
		.about = "Those with a break, newest first; none of a period beyond 31 days"},
};
static const struct schema sum_schema = {
	.name = "BreakSum", .fields = sum_fields, .count = COUNT(sum_fields)};
static const struct schema_field sums_fields[] = {
	{.name = "agents", .type = SCHEMA_OBJECT, .flags = SCHEMA_ARRAY, .ref = &sum_schema},
};
static const struct schema sums_out = {
	.name = "BreakSumsAnswer", .fields = sums_fields, .count = COUNT(sums_fields)};

/* ---- Handlers ----------------------------------------------------------------------------- */

/* A leap year and its neighbour's day. */
#define DAYS_MAX 400

static enum err read_period(struct http_req *rq, struct period *period)
{
	struct period_query query = {0};

	TRY(http_read(rq, &query));
	if (!query.date && !query.date_from && !query.date_to)
		query.date = "today";
	TRY(intl_period(&rq->cx, rq->cx.actor->company->time_zone, query.date, query.date_from,
		query.date_to, period));
	if (period->to_us - period->from_us <= DAYS_MAX * US_PER_DAY)
		return OK;
	return fail(&rq->cx, ERR_INVALID, "date", "At most %d days at a time.", DAYS_MAX);
}

static void write_break(struct json *json, const struct cx *cx, const struct agent_break *one)
{
	const int64_t end_us = one->ended_us.given ? one->ended_us.value : cx->now_us;

	json_open(json);
	json_field_id(json, "id", one->id);
	json_field_time(json, "started_at", one->started_us);
	json_field_opt_time(json, "ended_at", one->ended_us);
	json_field_int(json, "seconds", (end_us - one->started_us) / US_PER_SECOND);
	json_field_text(json, "reason", one->note);
	json_close(json);
}

static void write_days(struct json *json, const struct break_day *days, size_t count)
{
	json_field_open_array(json, "days");
	for (size_t i = 0; i < count; i++) {
		json_open(json);
		json_key(json, "date");
		json_day(json, days[i].day);
		json_field_int(json, "breaks", days[i].count);
		json_field_int(json, "seconds", days[i].us / US_PER_SECOND);
		json_close(json);
	}
	json_close_array(json);
}

static enum err reply_list(struct http_req *rq, int64_t agent_id, const struct period *period)
{
	struct break_list list;
	struct json *json;
	int64_t us = 0;

	TRY(breaks_read(&rq->cx, agent_id, period, &list));
	json = http_reply(rq, 200);
	json_field_open_array(json, "breaks");
	for (size_t i = 0; i < list.count; i++)
		write_break(json, &rq->cx, &list.breaks[i]);
	json_close_array(json);
	write_days(json, list.days, list.day_count);
	for (size_t i = 0; i < list.day_count; i++)
		us += list.days[i].us;
	json_field_int(json, "seconds", us / US_PER_SECOND);
	json_field_bool(json, "on_break", list.count && !list.breaks[0].ended_us.given);
	json_field_bool(json, "more", list.more);
	return OK;
}

/* GET /api/agent/breaks */
static enum err get_breaks(struct http_req *rq)
{
	struct period period;

	TRY(read_period(rq, &period));
	return reply_list(rq, rq->cx.actor->agent_id, &period);
}

static enum err reply_today(struct http_req *rq)
{
	struct period period;

	TRY(intl_period(&rq->cx, rq->cx.actor->company->time_zone, "today", NULL, NULL, &period));
	return reply_list(rq, rq->cx.actor->agent_id, &period);
}

/* POST /api/agent/breaks/start */
static enum err post_start(struct http_req *rq)
{
	struct break_body body = {0};

	TRY(http_read(rq, &body));
	TRY(break_start(&rq->cx, text_empty(body.reason) ? NULL : body.reason));
	return reply_today(rq);
}

/* POST /api/agent/breaks/end */
static enum err post_end(struct http_req *rq)
{
	TRY(break_end(&rq->cx));
	return reply_today(rq);
}

/* GET /api/supervisor/breaks */
static enum err get_sums(struct http_req *rq)
{
	struct break_sum *list;
	struct period period;
	struct json *json;
	size_t count;

	TRY(read_period(rq, &period));
	TRY(break_sums(&rq->cx, &period, &list, &count));
	json = http_reply(rq, 200);
	json_field_open_array(json, "agents");
	for (size_t i = 0; i < count; i++) {
		json_open(json);
		json_field_id(json, "agent_id", list[i].agent_id);
		json_field_text(json, "code", agent_code(rq->cx.arena, list[i].agent_no));
		json_field_text(json, "name", list[i].name);
		json_field_int(json, "breaks", list[i].count);
		json_field_int(json, "seconds", list[i].us / US_PER_SECOND);
		json_field_int(json, "longest_seconds", list[i].longest_us / US_PER_SECOND);
		json_field_opt_time(json, "on_break_since", list[i].since_us);
		write_days(json, list[i].days, list[i].day_count);
		json_close(json);
	}
	json_close_array(json);
	return OK;
}

/* GET /api/supervisor/breaks/{agent_id} */
static enum err get_of_agent(struct http_req *rq)
{
	struct period period;
	struct agent agent;

	TRY(read_period(rq, &period));
	TRY(break_agent(&rq->cx, http_path(rq, "agent_id"), &agent));
	return reply_list(rq, agent.id, &period);
}

const struct http_route break_routes[] = {
	{.method = HTTP_GET,
		.pattern = "/api/agent/breaks",
		.handler = get_breaks,
		.permission = PERM_SELF,
		.access = HTTP_READ,
		.summary = "One's own breaks of a time, and sums by day",
		.in = &period_shape,
		.out = &list_out},
	{.method = HTTP_POST,
		.pattern = "/api/agent/breaks/start",
		.handler = post_start,
		.permission = PERM_SELF,
		.access = HTTP_WRITE,
		.summary = "Begin a break; answers those of today",
		.in = &break_shape,
		.out = &list_out},
	{.method = HTTP_POST,
		.pattern = "/api/agent/breaks/end",
		.handler = post_end,
		.permission = PERM_SELF,
		.access = HTTP_WRITE,
		.summary = "End one's break; answers those of today",
		.out = &list_out},
	{.method = HTTP_GET,
		.pattern = "/api/supervisor/breaks",
		.handler = get_sums,
		.permission = PERM_PRESENCE_OTHERS,
		.access = HTTP_READ,
		.summary = "Breaks of the agents whom one leads, added up",
		.in = &period_shape,
		.out = &sums_out},
	{.method = HTTP_GET,
		.pattern = "/api/supervisor/breaks/{agent_id}",
		.handler = get_of_agent,
		.permission = PERM_PRESENCE_OTHERS,
		.access = HTTP_READ,
		.summary = "The breaks themselves, of an agent whom one leads",
		.in = &period_shape,
		.out = &list_out},
	{0},
};

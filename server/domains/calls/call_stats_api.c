/* call_stats_api.c - HTTP: figures of calls. No rules and no SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/calls/call_list_api.h"
#include "domains/calls/call_stats_internal.h"

#define SERVICE_S 20

_Static_assert(CALL_DIRECTIONS == 3, "as call_direction_words has them");

/* ---- How figures look ------------------------------------------------------------------ */

#define SCHEMA(symbol, title, table) \
	static const struct schema symbol = {.name = title, .fields = table, .count = COUNT(table)}
#define COUNT_FIELD(title, note) \
	{ \
		.name = (title), .type = SCHEMA_INT, .about = (note) \
	}
#define RATIO_FIELD(title, note) \
	{ \
		.name = (title), .type = SCHEMA_NUMBER, .flags = SCHEMA_NULLABLE, .about = (note) \
	}
#define ROWS(title, schema_of) \
	{ \
		.name = (title), .type = SCHEMA_OBJECT, .flags = SCHEMA_ARRAY, .ref = &(schema_of) \
	}
#define FIGURE_FIELDS \
	COUNT_FIELD("total", "answered + missed + not_reached + by_system + open"), \
		COUNT_FIELD("answered", "By a person"), \
		COUNT_FIELD("missed", "Came in, and nobody answered"), \
		COUNT_FIELD("abandoned", "Of those missed: the caller gave up in a queue"), \
		COUNT_FIELD("not_reached", "Went out or inside, and nobody answered"), \
		COUNT_FIELD("by_system", "By a menu or voicemail alone"), \
		COUNT_FIELD("open", "Not answered yet"), \
		COUNT_FIELD("active", "Going on, answered or not"), \
		COUNT_FIELD("talk_seconds", NULL), COUNT_FIELD("hold_seconds", NULL), \
		RATIO_FIELD("average_wait", "Seconds until the answer, of incoming calls"), \
		RATIO_FIELD("average_talk", "Seconds, of answered calls"), \
		RATIO_FIELD("average_hold", "Seconds, of answered calls"), \
		RATIO_FIELD("service_level", \
			"Percent of incoming calls that were answered within service_seconds")

static const struct schema_field figures_fields[] = {FIGURE_FIELDS};
SCHEMA(figures_schema, "CallFigures", figures_fields);

static const struct schema_field group_fields[] = {
	{.name = "key", .type = SCHEMA_TEXT, .about = "9, 2026-11-28, AGT-001, completed …"},
	{.name = "name", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "id", .type = SCHEMA_INT, .flags = SCHEMA_NULLABLE},
	COUNT_FIELD("ring_seconds", "Of agents and teams: of their own phones"),
	COUNT_FIELD("wrap_seconds", "Work after calls"),
	FIGURE_FIELDS,
};
SCHEMA(group_schema, "CallGroup", group_fields);

static const struct schema_field status_fields[] = {
	{.name = "status", .type = SCHEMA_WORD, .words = call_status_words},
	COUNT_FIELD("total", NULL),
	COUNT_FIELD("incoming", NULL),
	COUNT_FIELD("outgoing", NULL),
	COUNT_FIELD("internal", NULL),
};
SCHEMA(status_schema, "CallStatusCount", status_fields);

static const struct schema_field period_fields[] = {
	{.name = "from", .type = SCHEMA_TIME},
	{.name = "to", .type = SCHEMA_TIME},
};
SCHEMA(period_schema, "CallPeriod", period_fields);

#define HEAD_FIELDS \
	{.name = "period", .type = SCHEMA_OBJECT, .ref = &period_schema}, \
		COUNT_FIELD("service_seconds", NULL), \
	{ \
		.name = "figures", .type = SCHEMA_OBJECT, .ref = &figures_schema \
	}

static const struct schema_field groups_out_fields[] = {
	HEAD_FIELDS,
	{.name = "group_by", .type = SCHEMA_WORD, .words = call_group_words},
	ROWS("groups", group_schema),
};
SCHEMA(groups_out, "CallGroupsAnswer", groups_out_fields);

static const struct schema_field stats_out_fields[] = {
	HEAD_FIELDS,
	{.name = "previous",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_OPTIONAL,
		.ref = &figures_schema,
		.about = "Of as much time before, as far as it has gone by now"},
	{.name = "directions",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY | SCHEMA_OPTIONAL,
		.ref = &group_schema},
	{.name = "statuses",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY | SCHEMA_OPTIONAL,
		.ref = &status_schema},
	{.name = "hours",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY | SCHEMA_OPTIONAL,
		.ref = &group_schema},
	{.name = "days",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY | SCHEMA_OPTIONAL,
		.ref = &group_schema},
	{.name = "agents",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY | SCHEMA_OPTIONAL,
		.ref = &group_schema},
	{.name = "teams",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY | SCHEMA_OPTIONAL,
		.ref = &group_schema},
	{.name = "queues",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY | SCHEMA_OPTIONAL,
		.ref = &group_schema},
	{.name = "group_by",
		.type = SCHEMA_WORD,
		.flags = SCHEMA_OPTIONAL,
		.words = call_group_words},
	{.name = "groups",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY | SCHEMA_OPTIONAL,
		.ref = &group_schema,
		.about = "With group_by, instead of all the others"},
};
SCHEMA(stats_out, "CallStatisticsAnswer", stats_out_fields);

static void write_ratio(
	struct json *json, const char *key, int64_t part, int64_t whole, double unit)
{
	json_key(json, key);
	if (whole)
		json_double(json, (double)part / (double)whole * unit, 1);
	else
		json_null(json);
}

static void write_figures(struct json *json, const struct call_figures *of)
{
	const int64_t ended = of->answered + of->missed + of->not_reached + of->by_system;

	json_field_int(json, "total", of->total);
	json_field_int(json, "answered", of->answered);
	json_field_int(json, "missed", of->missed);
	json_field_int(json, "abandoned", of->abandoned);
	json_field_int(json, "not_reached", of->not_reached);
	json_field_int(json, "by_system", of->by_system);
	json_field_int(json, "open", of->total - ended);
	json_field_int(json, "active", of->active);
	json_field_int(json, "talk_seconds", of->talk_us / US_PER_SECOND);
	json_field_int(json, "hold_seconds", of->hold_us / US_PER_SECOND);
	write_ratio(json, "average_wait", of->wait_us, of->waited, 1.0 / (double)US_PER_SECOND);
	write_ratio(json, "average_talk", of->talk_us, of->answered, 1.0 / (double)US_PER_SECOND);
	write_ratio(json, "average_hold", of->hold_us, of->answered, 1.0 / (double)US_PER_SECOND);
	write_ratio(json, "service_level", of->in_time, of->waited + of->missed, 100);
}

static void write_groups(struct json *json, const char *key, const struct call_groups *groups)
{
	json_field_open_array(json, key);
	for (size_t i = 0; i < groups->count; i++) {
		const struct call_group *group = &groups->rows[i];

		json_open(json);
		json_field_text(json, "key", group->key);
		json_field_text(json, "name", group->name);
		json_field_id(json, "id", group->id);
		json_field_int(json, "ring_seconds", group->figures.ring_us / US_PER_SECOND);
		json_field_int(json, "wrap_seconds", group->figures.wrap_us / US_PER_SECOND);
		write_figures(json, &group->figures);
		json_close(json);
	}
	json_close_array(json);
}

static void write_object(struct json *json, const char *key, const struct call_figures *figures)
{
	json_field_open(json, key);
	write_figures(json, figures);
	json_close(json);
}

static void write_statuses(struct json *json, const struct call_sums *sums)
{
	json_field_open_array(json, "statuses");
	for (size_t i = 0; call_status_words[i]; i++) {
		if (!sums->statuses[i].total)
			continue;
		json_open(json);
		json_field_text(json, "status", call_status_words[i]);
		json_field_int(json, "total", sums->statuses[i].total);
		for (size_t way = 0; way < CALL_DIRECTIONS; way++)
			json_field_int(json, call_direction_words[way], sums->crossed[i][way]);
		json_close(json);
	}
	json_close_array(json);
}

/* ---- Answers ------------------------------------------------------------------------------ */

struct stats_params {
	const char *date, *date_from, *date_to, *group_by;
	struct opt_int service_s;
};
#define STATS_AT(member_of) .offset = offsetof(struct stats_params, member_of)
static const struct shape_field stats_fields[] = {
	{.name = "period",
		.aliases = "date",
		.type = SHAPE_TEXT,
		.flags = SHAPE_QUERY,
		STATS_AT(date),
		.max = 20,
		.about = "As lists take it; today if not said, 400 days at most"},
	{.name = "date_from",
		.aliases = "from",
		.type = SHAPE_TEXT,
		.flags = SHAPE_QUERY,
		STATS_AT(date_from),
		.max = 40},
	{.name = "date_to",
		.aliases = "to",
		.type = SHAPE_TEXT,
		.flags = SHAPE_QUERY,
		STATS_AT(date_to),
		.max = 40,
		.about = "A day is included whole"},
	{.name = "group_by",
		.type = SHAPE_WORD,
		.flags = SHAPE_QUERY,
		STATS_AT(group_by),
		.words = call_group_words,
		.about = "Everything at once if not said"},
	{.name = "service_seconds",
		.type = SHAPE_INT,
		.flags = SHAPE_QUERY,
		STATS_AT(service_s),
		.min = 1,
		.max = 3600,
		.about = "An answer within them is one in time; 20 if not said. Others than 10, "
			 "15, 20, 30, "
			 "45, 60, 90 and 120 for 100 days at most"},
};
static const struct shape stats_shape = {
	.name = "CallStatisticsQuery", .fields = stats_fields, .count = COUNT(stats_fields)};

static void write_head(
	struct json *json, const struct call_span *span, const struct call_figures *figures)
{
	json_field_open(json, "period");
	json_field_time(json, "from", span->from_us);
	json_field_time(json, "to", span->to_us);
	json_close(json);
	json_field_int(json, "service_seconds", span->service_us / US_PER_SECOND);
	write_object(json, "figures", figures);
}

static enum err answer_groups(
	struct http_req *rq, const struct call_span *span, const char *group_by)
{
	struct call_groups groups;
	struct call_sums *sums;
	struct json *json;

	const enum call_grouping by = (enum call_grouping)word_index(call_group_words, group_by);

	TRY(call_stats_sums(&rq->cx, span, &sums));
	if (by == CALL_PER_AGENT || by == CALL_PER_TEAM || by == CALL_PER_QUEUE ||
		by == CALL_PER_DEPARTMENT)
		TRY(call_stats_groups(&rq->cx, span, by, &groups));
	else
		call_sums_groups(&rq->cx, sums, by, &groups);
	json = http_reply(rq, 200);
	write_head(json, span, &sums->all);
	json_field_text(json, "group_by", group_by);
	write_groups(json, "groups", &groups);
	return OK;
}

static enum err answer_all(struct http_req *rq, const struct call_span *span)
{
	static const struct {
		const char *key;
		enum call_grouping by;
	} parts[] = {{"directions", CALL_PER_DIRECTION}, {"hours", CALL_PER_HOUR},
		{"days", CALL_PER_DAY}, {"agents", CALL_PER_AGENT}, {"teams", CALL_PER_TEAM},
		{"queues", CALL_PER_QUEUE}};
	const size_t summed = 3; /* of them are in the sums */
	const struct call_span earlier = call_stats_before(&rq->cx, span);
	struct call_groups groups[COUNT(parts)];
	struct call_sums *sums, *before;
	struct json *json;

	TRY(call_stats_sums(&rq->cx, span, &sums));
	TRY(call_stats_sums(&rq->cx, &earlier, &before));
	for (size_t i = 0; i < COUNT(parts); i++)
		if (i < summed)
			call_sums_groups(&rq->cx, sums, parts[i].by, &groups[i]);
		else
			TRY(call_stats_groups(&rq->cx, span, parts[i].by, &groups[i]));
	json = http_reply(rq, 200);
	write_head(json, span, &sums->all);
	write_object(json, "previous", &before->all);
	write_statuses(json, sums);
	for (size_t i = 0; i < COUNT(parts); i++)
		write_groups(json, parts[i].key, &groups[i]);
	return OK;
}

/* NULL where the request may say. */
static enum err answer(struct http_req *rq, const char *date, const char *group_by)
{
	struct stats_params params = {0};
	struct call_span span;
	int64_t service_s;

	TRY(http_read(rq, &params));
	if (date)
		params = (struct stats_params){.date = date, .service_s = params.service_s};
	service_s = params.service_s.given ? params.service_s.value : SERVICE_S;
	TRY(call_stats_span(&rq->cx, params.date, params.date_from, params.date_to,
		service_s * US_PER_SECOND, &span));
	if (!group_by)
		group_by = params.group_by;
	return group_by ? answer_groups(rq, &span, group_by) : answer_all(rq, &span);
}

/* GET /api/calls/statistics and the names of parts of it */
static enum err get_statistics(struct http_req *rq)
{
	return answer(rq, NULL, NULL);
}
static enum err get_today(struct http_req *rq)
{
	return answer(rq, "today", NULL);
}
static enum err get_week(struct http_req *rq)
{
	return answer(rq, "week", NULL);
}
static enum err get_last_week(struct http_req *rq)
{
	return answer(rq, "last_week", NULL);
}
static enum err get_month(struct http_req *rq)
{
	return answer(rq, "month", NULL);
}
static enum err get_hours(struct http_req *rq)
{
	return answer(rq, NULL, "hour");
}
static enum err get_agents(struct http_req *rq)
{
	return answer(rq, NULL, "agent");
}

/* ---- Today, as call consoles ask for it ------------------------------------------------------ */

static const struct schema_field summary_fields[] = {
	COUNT_FIELD("active_calls", NULL),
	COUNT_FIELD("completed_calls", NULL),
	COUNT_FIELD("total_handled_calls", "Answered by a person"),
};
SCHEMA(summary_schema, "CallDaySummary", summary_fields);

#define DAY_FIELDS \
	COUNT_FIELD("total_calls", "Internal ones too"), COUNT_FIELD("incoming_calls", NULL), \
		COUNT_FIELD("outgoing_calls", NULL), \
		{.name = "calls_by_status", .type = SCHEMA_MAP}, \
		{.name = "incoming_by_status", .type = SCHEMA_MAP}, \
		{.name = "outgoing_by_status", .type = SCHEMA_MAP}, \
		{.name = "summary", .type = SCHEMA_OBJECT, .ref = &summary_schema}, \
	{ \
		.name = "date", .type = SCHEMA_DAY \
	}
static const struct schema_field day_fields[] = {DAY_FIELDS};
SCHEMA(day_schema, "CallDay", day_fields);
static const struct schema_field today_out_fields[] = {
	DAY_FIELDS,
	{.name = "data",
		.type = SCHEMA_OBJECT,
		.ref = &day_schema,
		.about = "The same once more, where older front ends look for it"},
};
SCHEMA(today_out, "CallTodayAnswer", today_out_fields);

/* way < 0: of all directions. */
static void write_by_status(
	struct json *json, const char *key, const struct call_sums *sums, int way)
{
	json_field_open(json, key);
	for (size_t i = 0; call_status_words[i]; i++) {
		const int64_t count = way < 0 ? sums->statuses[i].total : sums->crossed[i][way];

		if (count)
			json_field_int(json, call_status_words[i], count);
	}
	json_close(json);
}

static void write_day(struct json *json, const struct call_sums *sums)
{
	const ssize_t completed = word_index(call_status_words, "completed");
	const int incoming = 0, outgoing = 1;

	json_field_int(json, "total_calls", sums->all.total);
	json_field_int(json, "incoming_calls", sums->directions[incoming].total);
	json_field_int(json, "outgoing_calls", sums->directions[outgoing].total);
	write_by_status(json, "calls_by_status", sums, -1);
	write_by_status(json, "incoming_by_status", sums, incoming);
	write_by_status(json, "outgoing_by_status", sums, outgoing);
	json_field_open(json, "summary");
	json_field_int(json, "active_calls", sums->all.active);
	json_field_int(json, "completed_calls", sums->statuses[completed].total);
	json_field_int(json, "total_handled_calls", sums->all.answered);
	json_close(json);
	json_key(json, "date");
	json_day(json, sums->first_day);
}

/* GET /api/calls/today-stats */
static enum err get_today_stats(struct http_req *rq)
{
	struct call_span span;
	struct call_sums *sums;
	struct json *json;

	TRY(call_stats_span(&rq->cx, "today", NULL, NULL, SERVICE_S * US_PER_SECOND, &span));
	TRY(call_stats_sums(&rq->cx, &span, &sums));
	json = http_reply(rq, 200);
	write_day(json, sums);
	json_field_open(json, "data");
	write_day(json, sums);
	json_close(json);
	return OK;
}

#define READS(path, fn, about, answer_of) \
	{ \
		.method = HTTP_GET, .pattern = (path), .handler = (fn), \
		.permission = PERM_CALLS_READ, .access = HTTP_READ, .summary = (about), \
		.in = &stats_shape, .out = &(answer_of) \
	}

const struct http_route call_stats_routes[] = {
	{.method = HTTP_GET,
		.pattern = "/api/calls/today-stats",
		.handler = get_today_stats,
		.permission = PERM_CALLS_READ,
		.access = HTTP_READ,
		.summary = "Calls of today by direction and state",
		.out = &today_out},
	READS("/api/calls/statistics", get_statistics,
		"Figures of visible calls of a period, all of them or in groups", stats_out),
	READS("/api/calls/statistics/today", get_today, "The same of today", stats_out),
	READS("/api/calls/statistics/week", get_week, "The same of this week", stats_out),
	READS("/api/calls/statistics/last-week", get_last_week, "The same of last week", stats_out),
	READS("/api/calls/statistics/month", get_month, "The same of this month", stats_out),
	READS("/api/calls/statistics/date-range", get_statistics,
		"The same between date_from and date_to", stats_out),
	READS("/api/calls/statistics/comparison", get_statistics,
		"The same; `previous` is what it is compared with", stats_out),
	READS("/api/calls/statistics/hourly-trends", get_hours, "Calls by hours of the day",
		groups_out),
	READS("/api/calls/statistics/agents", get_agents, "Calls by agents", groups_out),
	{0},
};

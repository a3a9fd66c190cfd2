/* analytics_api.c - HTTP: what came in and was done in a period, and by whom. */
/* SPDX-License-Identifier: MIT */
#include "domains/team/team_internal.h"

#include "platform/http/http.h"

#define PERIOD_MAX_DAYS 366
#define LINES_SHOWN 50 /* of areas and products, unless all are asked for */
#define AGENT_LINES_MAX 500

/* ---- Answers ---------------------------------------------------------------------- */

#define COUNTS \
	{.name = "in", .type = SCHEMA_INT, .about = "Orders that came in"}, \
		{.name = "handled", .type = SCHEMA_INT, .about = "Changes of status"}, \
		{.name = "new", .type = SCHEMA_INT}, {.name = "confirmed", .type = SCHEMA_INT}, \
		{.name = "no_response", .type = SCHEMA_INT}, \
		{.name = "postponed", .type = SCHEMA_INT}, \
		{.name = "under_review", .type = SCHEMA_INT}, \
		{.name = "cancelled", .type = SCHEMA_INT}, {.name = "closed", .type = SCHEMA_INT}, \
	{ \
		.name = "calls", .type = SCHEMA_INT \
	}

static const struct schema_field total_fields[] = {COUNTS};
static const struct schema total_schema = {
	.name = "WorkTotals", .fields = total_fields, .count = COUNT(total_fields)};
static const struct schema_field day_fields[] = {
	{.name = "day", .type = SCHEMA_DAY},
	COUNTS,
};
static const struct schema day_schema = {
	.name = "WorkDay", .fields = day_fields, .count = COUNT(day_fields)};
static const struct schema_field hour_fields[] = {
	{.name = "hour", .type = SCHEMA_INT, .about = "0 to 23, of the company's clock"},
	COUNTS,
};
static const struct schema hour_schema = {
	.name = "WorkHour", .fields = hour_fields, .count = COUNT(hour_fields)};
static const struct schema_field named_fields[] = {
	{.name = "id",
		.type = SCHEMA_INT,
		.flags = SCHEMA_NULLABLE,
		.about = "Of agents, teams and departments"},
	{.name = "code", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE, .about = "Of agents"},
	{.name = "name", .type = SCHEMA_TEXT},
	COUNTS,
	{.name = "answered",
		.type = SCHEMA_INT,
		.flags = SCHEMA_NULLABLE,
		.about = "Calls that were, of agents"},
};
static const struct schema named_schema = {
	.name = "WorkLine", .fields = named_fields, .count = COUNT(named_fields)};
static const struct schema_field flow_fields[] = {
	{.name = "from", .type = SCHEMA_TEXT},
	{.name = "to", .type = SCHEMA_TEXT},
	{.name = "count", .type = SCHEMA_INT},
};
static const struct schema flow_schema = {
	.name = "WorkFlow", .fields = flow_fields, .count = COUNT(flow_fields)};
static const struct schema_field word_fields[] = {
	{.name = "word", .type = SCHEMA_TEXT},
	{.name = "count", .type = SCHEMA_INT},
};
static const struct schema word_schema = {
	.name = "WorkWord", .fields = word_fields, .count = COUNT(word_fields)};
static const struct schema_field unit_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "name", .type = SCHEMA_TEXT},
	{.name = "department_id", .type = SCHEMA_INT, .flags = SCHEMA_NULLABLE},
};
static const struct schema unit_schema = {
	.name = "WorkUnit", .fields = unit_fields, .count = COUNT(unit_fields)};

#define LIST(key, schema, said) \
	{ \
		.name = (key), .type = SCHEMA_OBJECT, .flags = SCHEMA_ARRAY, .ref = &(schema), \
		.about = (said) \
	}
static const struct schema_field analytics_out_fields[] = {
	{.name = "date_from", .type = SCHEMA_DAY},
	{.name = "date_to", .type = SCHEMA_DAY},
	{.name = "as_of",
		.type = SCHEMA_TIME,
		.flags = SCHEMA_NULLABLE,
		.about = "Work up to then is in it; null: none has been summed up yet"},
	{.name = "totals", .type = SCHEMA_OBJECT, .ref = &total_schema},
	LIST("days", day_schema, "Days with work"),
	LIST("hours", hour_schema, "Hours of the day with work, over all days"),
	LIST("flow", flow_schema, "From which status to which"),
	LIST("cancellation_reasons", word_schema, NULL),
	LIST("contact_outcomes", word_schema, "Of calls"),
	LIST("agents", named_schema, "The busiest first, as of areas and products"),
	LIST("teams", named_schema, "As they were when the work was done"),
	LIST("departments", named_schema, NULL),
	LIST("areas", named_schema, "The first 50, with lines=all every one"),
	{.name = "areas_total", .type = SCHEMA_INT},
	LIST("products", named_schema, "As areas"),
	{.name = "products_total", .type = SCHEMA_INT},
	LIST("choices_teams", unit_schema, "What team_id may be"),
	LIST("choices_departments", unit_schema, "What department_id may be"),
};
static const struct schema analytics_out = {.name = "AnalyticsAnswer",
	.fields = analytics_out_fields,
	.count = COUNT(analytics_out_fields)};

static void write_counts(struct json *json, const struct work_line *line)
{
	json_field_int(json, "in", line->came_in);
	json_field_int(json, "handled", work_handled(line));
	for (int i = 0; i < ORDER_STATUS_COUNT; i++)
		json_field_int(json, order_status_words[i], line->done[i]);
	json_field_int(json, "calls", line->calls);
}

/* ---- What is asked for --------------------------------------------------------------- */

struct period_params {
	const char *date, *date_from, *date_to;
	struct opt_int department_id, team_id;
};
#define OF_PERIOD(params) \
	{.name = "date", \
		.aliases = "period", \
		.type = SHAPE_TEXT, \
		.flags = SHAPE_QUERY, \
		.offset = offsetof(params, period.date), \
		.max = 20, \
		.about = "today, yesterday, week, last_week, month, last_month, 30d; 30d if " \
			 "nothing is said"}, \
		{.name = "date_from", \
			.type = SHAPE_TEXT, \
			.flags = SHAPE_QUERY, \
			.offset = offsetof(params, period.date_from), \
			.max = 40}, \
		{.name = "date_to", \
			.type = SHAPE_TEXT, \
			.flags = SHAPE_QUERY, \
			.offset = offsetof(params, period.date_to), \
			.max = 40, \
			.about = "The last day; at most 366"}, \
		{.name = "department_id", \
			.type = SHAPE_INT, \
			.flags = SHAPE_QUERY, \
			.offset = offsetof(params, period.department_id), \
			.min = 1, \
			.max = INT32_MAX}, \
	{ \
		.name = "team_id", .type = SHAPE_INT, .flags = SHAPE_QUERY, \
		.offset = offsetof(params, period.team_id), .min = 1, .max = INT32_MAX \
	}

static const char *const lines_words[] = {"first", "all", NULL};

struct analytics_params {
	struct period_params period;
	const char *lines;
};
static const struct shape_field analytics_fields[] = {
	OF_PERIOD(struct analytics_params),
	{.name = "lines",
		.type = SHAPE_WORD,
		.flags = SHAPE_QUERY,
		.offset = offsetof(struct analytics_params, lines),
		.words = lines_words,
		.about = "all: every area and product; the first 50 if not said"},
};
static const struct shape analytics_shape = {
	.name = "AnalyticsQuery", .fields = analytics_fields, .count = COUNT(analytics_fields)};

static enum err read_period(
	struct cx *cx, const struct period_params *params, struct period *period, int64_t *unit)
{
	const bool dates = params->date_from || params->date_to;

	TRY(intl_period(cx, cx->actor->company->time_zone,
		params->date    ? params->date
			: dates ? NULL
				: "30d",
		params->date_from, params->date_to, period));
	if (period->all || !period->whole_days)
		return fail(cx, ERR_INVALID, "date_from", "Say a period of whole days.");
	if (period->to_day - period->from_day >= PERIOD_MAX_DAYS)
		return fail(cx, ERR_INVALID, "date_to", "Use at most 366 days.");
	return work_unit_find(cx, params->department_id.value, params->team_id.value, unit);
}

/* ---- Analytics ------------------------------------------------------------------------- */

static enum err write_days(struct cx *cx, struct json *json, const struct work_query *query)
{
	struct work_line *lines, total = {0};
	size_t count;

	TRY(work_lines(cx, query, WORK_DAY, 0, &lines, &count));
	for (size_t i = 0; i < count; i++) {
		total.came_in += lines[i].came_in;
		total.calls += lines[i].calls;
		for (int status = 0; status < ORDER_STATUS_COUNT; status++)
			total.done[status] += lines[i].done[status];
	}
	json_field_open(json, "totals");
	write_counts(json, &total);
	json_close(json);
	json_field_open_array(json, "days");
	for (size_t i = 0; i < count; i++) {
		json_open(json);
		json_key(json, "day");
		json_day(json, lines[i].number);
		write_counts(json, &lines[i]);
		json_close(json);
	}
	json_close_array(json);
	return OK;
}

static int by_number(const void *a, const void *b)
{
	const int64_t left = ((const struct work_line *)a)->number;
	const int64_t right = ((const struct work_line *)b)->number;

	return (left > right) - (left < right);
}

static enum err write_hours(struct cx *cx, struct json *json, const struct work_query *query)
{
	struct work_line *lines;
	size_t count;

	TRY(work_lines(cx, query, WORK_HOUR, 0, &lines, &count));
	if (count)
		qsort(lines, count, sizeof(*lines), by_number);
	json_field_open_array(json, "hours");
	for (size_t i = 0; i < count; i++) {
		json_open(json);
		json_field_int(json, "hour", lines[i].number);
		write_counts(json, &lines[i]);
		json_close(json);
	}
	json_close_array(json);
	return OK;
}

static enum err write_flow(struct cx *cx, struct json *json, const struct work_query *query)
{
	struct work_sum *sums;
	size_t count;

	TRY(work_sums(cx, query, WORK_FLOW, &sums, &count));
	json_field_open_array(json, "flow");
	for (size_t i = 0; i < count; i++) {
		json_open(json);
		json_field_text(json, "from", sums[i].subject);
		json_field_text(json, "to", sums[i].word);
		json_field_int(json, "count", sums[i].n);
		json_close(json);
	}
	json_close_array(json);
	return OK;
}

/* Sums of which only the subject matters. */
static enum err write_words(struct cx *cx, struct json *json, const struct work_query *query,
	enum work_dimension dimension, const char *key)
{
	struct work_line *lines;
	size_t count;

	TRY(work_lines(cx, query, dimension, SIZE_MAX, &lines, &count));
	json_field_open_array(json, key);
	for (size_t i = 0; i < count; i++) {
		json_open(json);
		json_field_text(json, "word", lines[i].name);
		json_field_int(json, "count", work_handled(&lines[i]) + lines[i].calls);
		json_close(json);
	}
	json_close_array(json);
	return OK;
}

static void write_named(
	struct json *json, int64_t id, const char *code, const struct work_line *line)
{
	json_open(json);
	json_field_id(json, "id", id);
	json_field_text(json, "code", code);
	json_field_text(json, "name", line->name);
	write_counts(json, line);
	json_field_opt_int(json, "answered", (struct opt_int){line->answered, code != NULL});
	json_close(json);
}

/* The first `shown` of them, and how many there are. */
static enum err write_plain(struct cx *cx, struct json *json, const struct work_query *query,
	enum work_dimension dimension, size_t shown)
{
	const char *key = dimension == WORK_AREA ? "areas" : "products";
	struct work_line *lines;
	size_t count;

	TRY(work_lines(cx, query, dimension, SIZE_MAX, &lines, &count));
	json_field_open_array(json, key);
	for (size_t i = 0; i < count && i < shown; i++)
		write_named(json, 0, NULL, &lines[i]);
	json_close_array(json);
	json_field_int(json, arena_format(cx->arena, "%s_total", key), (int64_t)count);
	return OK;
}

static enum err write_agents(struct cx *cx, struct json *json, const struct work_query *query)
{
	struct work_agent *agents;
	struct work_line *lines;
	size_t agent_count, count;

	TRY(work_agents(cx, &agents, &agent_count));
	TRY(work_lines(cx, query, WORK_AGENT, AGENT_LINES_MAX, &lines, &count));
	json_field_open_array(json, "agents");
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < agent_count; k++) {
			if (agents[k].id != lines[i].number)
				continue;
			lines[i].name = agents[k].name;
			write_named(json, agents[k].id, agent_code(cx->arena, agents[k].agent_no),
				&lines[i]);
		}
	json_close_array(json);
	return OK;
}

/* Teams or departments of the scope that have work, and what may be asked for. */
static enum err write_units(
	struct cx *cx, struct json *json, const struct work_query *query, bool departments)
{
	struct work_unit *units;
	struct work_line *lines;
	size_t unit_count, count;

	TRY(work_units(cx, departments, &units, &unit_count));
	TRY(work_unit_lines(cx, query, departments, &lines, &count));
	json_field_open_array(json, departments ? "departments" : "teams");
	for (size_t i = 0; i < unit_count; i++)
		for (size_t k = 0; k < count; k++) {
			const bool asked = query->unit == 0 || query->unit == units[i].unit ||
				(!departments && query->unit == -units[i].department_id);

			if (lines[k].number != units[i].unit || !asked)
				continue;
			lines[k].name = units[i].name;
			write_named(json, departments ? -units[i].unit : units[i].unit, NULL,
				&lines[k]);
		}
	json_close_array(json);
	json_field_open_array(json, departments ? "choices_departments" : "choices_teams");
	for (size_t i = 0; i < unit_count; i++) {
		json_open(json);
		json_field_id(json, "id", departments ? -units[i].unit : units[i].unit);
		json_field_text(json, "name", units[i].name);
		json_field_id(json, "department_id", units[i].department_id);
		json_close(json);
	}
	json_close_array(json);
	return OK;
}

static enum err write_tables(
	struct cx *cx, struct json *json, const struct work_query *query, size_t shown)
{
	TRY(write_agents(cx, json, query));
	TRY(write_units(cx, json, query, false));
	TRY(write_units(cx, json, query, true));
	TRY(write_plain(cx, json, query, WORK_AREA, shown));
	return write_plain(cx, json, query, WORK_PRODUCT, shown);
}

/* GET /api/supervisor/analytics, GET /api/manager/analytics */
static enum err get_analytics(struct http_req *rq)
{
	struct analytics_params params = {0};
	struct work_query query = {0};
	struct period period;
	struct json *json;
	int64_t as_of_us;

	TRY(http_read(rq, &params));
	db_read_together(&rq->cx);
	TRY(read_period(&rq->cx, &params.period, &period, &query.unit));
	query.from_day = period.from_day;
	query.to_day = period.to_day;
	TRY(work_as_of(&rq->cx, &as_of_us));
	json = http_reply(rq, 200);
	json_key(json, "date_from");
	json_day(json, period.from_day);
	json_key(json, "date_to");
	json_day(json, period.to_day);
	json_field_opt_time(json, "as_of", (struct opt_int){as_of_us, as_of_us != 0});
	TRY(write_days(&rq->cx, json, &query));
	TRY(write_hours(&rq->cx, json, &query));
	TRY(write_flow(&rq->cx, json, &query));
	TRY(write_words(&rq->cx, json, &query, WORK_REASON, "cancellation_reasons"));
	TRY(write_words(&rq->cx, json, &query, WORK_CONTACT, "contact_outcomes"));
	return write_tables(
		&rq->cx, json, &query, text_is(params.lines, "all") ? SIZE_MAX : LINES_SHOWN);
}

/* ---- The rows behind a figure ------------------------------------------------------------ */

struct rows_params {
	struct period_params period;
	const char *status, *from, *reason, *area, *product, *agent_id, *cursor;
	struct opt_int hour, limit;
};
#define ROW(member) .offset = offsetof(struct rows_params, member)
static const char *const row_status_words[] = {"in", "new", "confirmed", "no_response", "postponed",
	"under_review", "cancelled", "closed", NULL};
static const struct shape_field rows_fields[] = {
	OF_PERIOD(struct rows_params),
	{.name = "status",
		.type = SHAPE_WORD,
		.flags = SHAPE_QUERY,
		ROW(status),
		.words = row_status_words,
		.about = "The status set, or in: orders that came in"},
	{.name = "from",
		.type = SHAPE_WORD,
		.flags = SHAPE_QUERY,
		ROW(from),
		.words = order_status_words},
	{.name = "reason",
		.type = SHAPE_WORD,
		.flags = SHAPE_QUERY,
		ROW(reason),
		.words = order_reason_words},
	{.name = "area", .type = SHAPE_RAW_TEXT, .flags = SHAPE_QUERY, ROW(area), .max = 200},
	{.name = "product", .type = SHAPE_RAW_TEXT, .flags = SHAPE_QUERY, ROW(product), .max = 300},
	{.name = "agent_id", .type = SHAPE_KEY, .flags = SHAPE_QUERY, ROW(agent_id)},
	{.name = "hour", .type = SHAPE_INT, .flags = SHAPE_QUERY, ROW(hour), .max = 23},
	{.name = "limit",
		.type = SHAPE_INT,
		.flags = SHAPE_QUERY,
		ROW(limit),
		.min = 1,
		.max = 200},
	{.name = "cursor",
		.type = SHAPE_TEXT,
		.flags = SHAPE_QUERY,
		ROW(cursor),
		.max = 60,
		.about = "`next` of the answer before"},
};
static const struct shape rows_shape = {
	.name = "AnalyticsRowsQuery", .fields = rows_fields, .count = COUNT(rows_fields)};

static const struct schema_field row_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "at", .type = SCHEMA_TIME},
	{.name = "order_id", .type = SCHEMA_INT},
	{.name = "order_code", .type = SCHEMA_TEXT},
	{.name = "customer_name", .type = SCHEMA_TEXT},
	{.name = "from", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "to", .type = SCHEMA_TEXT},
	{.name = "reason", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "agent_code", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "by", .type = SCHEMA_TEXT},
	{.name = "area", .type = SCHEMA_TEXT},
	{.name = "product", .type = SCHEMA_TEXT},
};
static const struct schema row_schema = {
	.name = "WorkRow", .fields = row_fields, .count = COUNT(row_fields)};
static const struct schema_field rows_out_fields[] = {
	LIST("rows", row_schema, "Newest first"),
	{.name = "next", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
};
static const struct schema rows_out = {
	.name = "AnalyticsRowsAnswer", .fields = rows_out_fields, .count = COUNT(rows_out_fields)};

static enum err read_filter(
	struct cx *cx, const struct rows_params *params, struct work_filter *filter)
{
	struct period period;
	struct agent agent = {0};
	struct str rest;

	TRY(read_period(cx, &params->period, &period, &filter->unit));
	filter->from_us = period.from_us;
	filter->to_us = period.to_us;
	filter->came_in = text_is(params->status, "in");
	filter->status = filter->came_in ? NULL : params->status;
	filter->previous = params->from;
	filter->reason = params->reason;
	filter->area = params->area;
	filter->product = params->product;
	filter->hour = params->hour;
	filter->limit = params->limit.given ? params->limit.value : 50;
	filter->before_us = INT64_MAX;
	if (params->agent_id)
		TRY(agent_by_key(cx, params->agent_id, &agent));
	filter->agent_id = agent.id;
	if (!params->cursor)
		return OK;
	if (!str_int(str_cut(str_of(params->cursor), '.', &rest), &filter->before_us) ||
		!str_int(rest, &filter->before_id))
		return fail(cx, ERR_INVALID, "cursor", "This is not from an answer before.");
	return OK;
}

static void write_row(struct json *json, struct arena *arena, const struct work_row *row)
{
	json_open(json);
	json_field_id(json, "id", row->id);
	json_field_time(json, "at", row->at_us);
	json_field_id(json, "order_id", row->order_id);
	json_field_text(json, "order_code", order_short_code(arena, row->order_id));
	json_field_text(json, "customer_name", row->customer_name ? row->customer_name : "");
	json_field_text(json, "from", row->from);
	json_field_text(json, "to", row->to);
	json_field_text(json, "reason", row->reason);
	json_field_text(
		json, "agent_code", row->agent_no ? agent_code(arena, row->agent_no) : NULL);
	json_field_text(json, "by", row->user_name ? row->user_name : "");
	json_field_text(json, "area", row->area ? row->area : "");
	json_field_text(json, "product", row->product ? row->product : "");
	json_close(json);
}

/* GET /api/supervisor/analytics/rows */
static enum err get_rows(struct http_req *rq)
{
	struct rows_params params = {0};
	struct work_filter filter = {0};
	struct work_row *rows;
	struct json *json;
	size_t count;

	TRY(http_read(rq, &params));
	TRY(read_filter(&rq->cx, &params, &filter));
	TRY(work_rows(&rq->cx, &filter, &rows, &count));
	json = http_reply(rq, 200);
	json_field_open_array(json, "rows");
	for (size_t i = 0; i < count; i++)
		write_row(json, rq->cx.arena, &rows[i]);
	json_close_array(json);
	json_field_text(json, "next",
		count == (size_t)filter.limit
			? arena_format(rq->cx.arena, "%lld.%lld", (long long)rows[count - 1].at_us,
				  (long long)rows[count - 1].id)
			: NULL);
	return OK;
}

const struct http_route analytics_routes[] = {
	{.method = HTTP_GET,
		.pattern = "/api/supervisor/analytics",
		.handler = get_analytics,
		.permission = PERM_ORDERS_READ_TEAM,
		.access = HTTP_READ,
		.summary = "What came in and was done in a period, of one's scope",
		.in = &analytics_shape,
		.out = &analytics_out},
	{.method = HTTP_GET,
		.pattern = "/api/manager/analytics",
		.handler = get_analytics,
		.permission = PERM_ORDERS_READ_ALL,
		.access = HTTP_READ,
		.summary = "The same of the company, a department or a team",
		.in = &analytics_shape,
		.out = &analytics_out},
	{.method = HTTP_GET,
		.pattern = "/api/supervisor/analytics/rows",
		.handler = get_rows,
		.permission = PERM_ORDERS_READ_TEAM,
		.access = HTTP_READ,
		.summary = "The changes and orders that a figure of the analytics stands for",
		.in = &rows_shape,
		.out = &rows_out},
	{0},
};

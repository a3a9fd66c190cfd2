/* agent_api.c - HTTP: an agent's figures of a period, a month, day by day. No rules and no SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/orders/order.h"
#include "domains/performance/performance_api.h"

#include "platform/events/events.h"

/* ---- A period at a glance --------------------------------------------------------- */

static const struct shape_field period_fields[] = {PERFORMANCE_PERIOD, PERFORMANCE_AGENT};
static const struct shape period_shape = {
	.name = "PerformanceQuery", .fields = period_fields, .count = COUNT(period_fields)};

#define SPAN(field) \
	{ \
		.name = field, .type = SCHEMA_OBJECT, .ref = &performance_span_schema \
	}
#define LIST(field, of) \
	{ \
		.name = field, .type = SCHEMA_OBJECT, .flags = SCHEMA_ARRAY, .ref = &(of) \
	}
#define AGENT \
	{ \
		.name = "agent", .type = SCHEMA_OBJECT, .ref = &performance_agent_schema \
	}

static const struct schema_field glance_fields[] = {
	AGENT,
	SPAN("period"),
	SPAN("previous"),
	LIST("figures", performance_figure_schema),
	LIST("kpis", performance_kpi_schema),
	{.name = "trend",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &performance_day_schema,
		.about = "The seven days up to the end of the period"},
	{.name = "seq", .type = SCHEMA_INT},
};
static const struct schema glance_out = {
	.name = "PerformanceAnswer", .fields = glance_fields, .count = COUNT(glance_fields)};

/* GET /api/agent/performance */
static enum err get_performance(struct http_req *rq)
{
	struct performance_params params = {0};
	struct span span, before, week;
	struct sums now, then;
	struct targets targets;
	struct metrics *days;
	struct agent agent;
	struct json *json;
	size_t count;
	int64_t seq;

	TRY(http_read(rq, &params));
	TRY(performance_asked(&rq->cx, &params, &agent, &span));
	before = span_before(&span);
	week = span_week(&span);
	TRY(events_last_seq(&rq->cx, &seq));
	TRY(metrics_store_sum(&rq->cx, agent.id, &span, &now));
	TRY(metrics_store_sum(&rq->cx, agent.id, &before, &then));
	TRY(metrics_store_days(&rq->cx, agent.id, &week, &days, &count));
	TRY(targets_for(&rq->cx, agent.team_id, &targets));
	json = http_reply(rq, 200);
	performance_write_agent(json, &rq->cx, &agent);
	performance_write_span(json, "period", &span);
	performance_write_span(json, "previous", &before);
	performance_write_figures(json, &now, &then);
	performance_write_kpis(json, &now, &targets);
	performance_write_days(json, "trend", &week, days, count);
	json_field_int(json, "seq", seq);
	return OK;
}

/* ---- Day by day --------------------------------------------------------------------- */

static const struct schema_field days_fields[] = {
	AGENT,
	SPAN("period"),
	SPAN("previous"),
	LIST("figures", performance_figure_schema),
	LIST("kpis", performance_kpi_schema),
	LIST("days", performance_day_schema),
};
static const struct schema days_out = {
	.name = "PerformanceDaysAnswer", .fields = days_fields, .count = COUNT(days_fields)};

static enum err answer_days(struct http_req *rq, const struct agent *agent, const struct span *span)
{
	const struct span before = span_before(span);
	struct sums now = {0}, then;
	struct targets targets;
	struct metrics *days;
	struct json *json;
	size_t count;

	TRY(metrics_store_days(&rq->cx, agent->id, span, &days, &count));
	TRY(metrics_store_sum(&rq->cx, agent->id, &before, &then));
	TRY(targets_for(&rq->cx, agent->team_id, &targets));
	for (size_t i = 0; i < count; i++)
		sums_add(&now, &days[i].sums);
	json = http_reply(rq, 200);
	performance_write_agent(json, &rq->cx, agent);
	performance_write_span(json, "period", span);
	performance_write_span(json, "previous", &before);
	performance_write_figures(json, &now, &then);
	performance_write_kpis(json, &now, &targets);
	performance_write_days(json, "days", span, days, count);
	return OK;
}

/* GET /api/agent/performance/detailed */
static enum err get_detailed(struct http_req *rq)
{
	struct performance_params params = {0};
	struct agent agent;
	struct span span;

	TRY(http_read(rq, &params));
	TRY(performance_asked(&rq->cx, &params, &agent, &span));
	return answer_days(rq, &agent, &span);
}

static const struct shape_field month_fields[] = {PERFORMANCE_MONTH, PERFORMANCE_AGENT};
static const struct shape month_shape = {
	.name = "PerformanceMonthQuery", .fields = month_fields, .count = COUNT(month_fields)};

/* GET /api/agent/performance/monthly */
static enum err get_monthly(struct http_req *rq)
{
	struct performance_params params = {0};
	struct agent agent;
	struct span span;

	TRY(http_read(rq, &params));
	TRY(performance_month(&rq->cx, params.month, &span));
	TRY(performance_agent(&rq->cx, params.agent_id, &agent));
	return answer_days(rq, &agent, &span);
}

/* ---- The rows behind a figure --------------------------------------------------------- */

#define PAGE_SIZE 50

static const struct shape_field rows_fields[] = {
	{.name = "figure",
		.type = SHAPE_WORD,
		.flags = SHAPE_REQUIRED | SHAPE_QUERY,
		.offset = offsetof(struct performance_params, figure),
		.words = figure_words},
	PERFORMANCE_PERIOD,
	PERFORMANCE_AGENT,
};
static const struct shape rows_shape = {
	.name = "PerformanceRowsQuery", .fields = rows_fields, .count = COUNT(rows_fields)};

static const struct schema_field row_fields[] = {
	{.name = "kind", .type = SCHEMA_WORD, .words = row_kind_words},
	{.name = "id", .type = SCHEMA_INT},
	{.name = "at", .type = SCHEMA_TIME},
	{.name = "date", .type = SCHEMA_DAY, .about = "It counts for this day"},
	{.name = "order_id", .type = SCHEMA_INT, .flags = SCHEMA_NULLABLE},
	{.name = "short_code", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "customer_name", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "status",
		.type = SCHEMA_TEXT,
		.flags = SCHEMA_NULLABLE,
		.about = "Of an order its result of the day, of a call its outcome, of a contact "
			 "how it ended, of a rating how it came"},
	{.name = "counts",
		.type = SCHEMA_BOOL,
		.about = "It is above the line of the division, not only below it"},
	{.name = "duration_seconds", .type = SCHEMA_INT},
	{.name = "score", .type = SCHEMA_INT, .flags = SCHEMA_NULLABLE},
};
static const struct schema row_schema = {
	.name = "PerformanceRow", .fields = row_fields, .count = COUNT(row_fields)};
static const struct schema_field rows_out_fields[] = {
	AGENT,
	SPAN("period"),
	LIST("rows", row_schema),
	{.name = "pagination", .type = SCHEMA_OBJECT, .ref = &pagination_schema},
};
static const struct schema rows_out = {.name = "PerformanceRowsAnswer",
	.fields = rows_out_fields,
	.count = COUNT(rows_out_fields)};

/* "TIME-ID" of the last row of the page before. */
static enum err read_place(struct cx *cx, const struct http_page *page, struct row_place *place)
{
	struct str rest, at;

	*place = (struct row_place){0};
	if (!page->cursor) {
		if (page->page > 1)
			return fail(cx, ERR_INVALID, "page", "Go on with the cursor `next`.");
		return OK;
	}
	at = str_cut(str_of(page->cursor), '-', &rest);
	if (!rest.ptr || !str_int(at, &place->at_us) || !str_int(rest, &place->id) ||
		place->at_us <= 0 || place->id <= 0)
		return fail(cx, ERR_INVALID, "cursor", "This is not a cursor of this list.");
	return OK;
}

static void write_row(struct json *json, struct cx *cx, const struct row_behind *row)
{
	json_open(json);
	json_field_text(json, "kind", row_kind_words[row->kind]);
	json_field_int(json, "id", row->id);
	json_field_time(json, "at", row->at_us);
	json_key(json, "date");
	json_day(json, row->day);
	json_field_id(json, "order_id", row->order_id);
	json_field_text(json, "short_code",
		row->order_id ? order_short_code(cx->arena, row->order_id) : NULL);
	json_field_text(json, "customer_name", row->customer_name);
	json_field_text(json, "status", row->status);
	json_field_bool(json, "counts", row->counts);
	json_field_int(json, "duration_seconds", row->seconds);
	json_field_id(json, "score", row->score);
	json_close(json);
}

static void write_rows(struct json *json, struct cx *cx, const struct http_page *page,
	const struct row_behind *rows, size_t count)
{
	const bool more = count > (size_t)page->size;
	const size_t shown = more ? (size_t)page->size : count;
	const char *next = NULL;

	json_field_open_array(json, "rows");
	for (size_t i = 0; i < shown; i++)
		write_row(json, cx, &rows[i]);
	json_close_array(json);
	if (more)
		next = arena_format(cx->arena, "%lld-%lld", (long long)rows[shown - 1].at_us,
			(long long)rows[shown - 1].id);
	http_write_pagination(json,
		&(struct http_pagination){
			.page = page->page, .per_page = page->size, .total = -1, .next = next});
}

/* GET /api/agent/performance/rows */
static enum err get_rows(struct http_req *rq)
{
	struct performance_params params = {0};
	struct row_place place;
	struct row_behind *rows;
	struct http_page page;
	struct agent agent;
	struct span span;
	struct json *json;
	size_t count;

	TRY(http_read(rq, &params));
	TRY(http_page_read(rq, PAGE_SIZE, &page));
	TRY(performance_asked(&rq->cx, &params, &agent, &span));
	TRY(read_place(&rq->cx, &page, &place));
	TRY(rows_behind(&rq->cx, (enum figure)word_index(figure_words, params.figure), agent.id,
		&span, &place, page.size, &rows, &count));
	json = http_reply(rq, 200);
	performance_write_agent(json, &rq->cx, &agent);
	performance_write_span(json, "period", &span);
	write_rows(json, &rq->cx, &page, rows, count);
	return OK;
}

const struct http_route performance_routes[] = {
	{.method = HTTP_GET,
		.pattern = "/api/agent/performance",
		.handler = get_performance,
		.permission = PERM_STATS_READ,
		.access = HTTP_READ,
		.summary = "An agent's figures of a period, against the one before and the targets",
		.in = &period_shape,
		.out = &glance_out},
	{.method = HTTP_GET,
		.pattern = "/api/agent/performance/detailed",
		.handler = get_detailed,
		.permission = PERM_STATS_READ,
		.access = HTTP_READ,
		.summary = "An agent's figures day by day",
		.in = &period_shape,
		.out = &days_out},
	{.method = HTTP_GET,
		.pattern = "/api/agent/performance/monthly",
		.handler = get_monthly,
		.permission = PERM_STATS_READ,
		.access = HTTP_READ,
		.summary = "An agent's figures of a month, day by day",
		.in = &month_shape,
		.out = &days_out},
	{.method = HTTP_GET,
		.pattern = "/api/agent/performance/rows",
		.handler = get_rows,
		.permission = PERM_STATS_READ,
		.access = HTTP_READ,
		.summary = "The rows that a figure was counted from, newest first",
		.in = &rows_shape,
		.out = &rows_out},
	{0},
};

/* report_api.c - HTTP: the detailed report as a file. No rules and no SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/performance/performance_api.h"

#include "platform/intl/messages.h"

static const struct shape_field report_fields[] = {
	PERFORMANCE_PERIOD,
	PERFORMANCE_AGENT,
	HTTP_EXPORT_FIELDS(struct performance_params, as, "Of headings; English if not said"),
};
static const struct shape report_shape = {
	.name = "PerformanceReportQuery", .fields = report_fields, .count = COUNT(report_fields)};

static const char *const headings[] = {WORDS("Day"), WORDS("Agent"), WORDS("Orders handled"),
	WORDS("Confirmed orders"), WORDS("Postponed orders"), WORDS("Cancelled orders"),
	WORDS("Success rate (percent)"), WORDS("Calls"), WORDS("Average call duration (seconds)"),
	WORDS("Customer rating"), WORDS("Resolution rate (percent)"),
	WORDS("First call resolution (percent)"), NULL};

/* Each figure under its heading. */
static const enum figure columns[] = {FIGURE_HANDLED, FIGURE_CONFIRMED, FIGURE_POSTPONED,
	FIGURE_CANCELLED, FIGURE_SUCCESS, FIGURE_CALLS, FIGURE_CALL_TIME, FIGURE_RATING,
	FIGURE_RESOLUTION, FIGURE_FIRST_CALL};
_Static_assert(COUNT(headings) == COUNT(columns) + 3, "day, agent, figures, NULL");

static enum err write_day(
	struct sheet *sheet, int64_t day, const struct agent *agent, const struct sums *sums)
{
	sheet_day(sheet, (struct opt_int){day, true});
	sheet_text(sheet, agent->name);
	for (size_t i = 0; i < COUNT(columns); i++) {
		const struct opt_int value = figure_value(columns[i], sums);

		if (value.given)
			sheet_decimal(
				sheet, value.value, unit_digits(figure_table[columns[i]].unit));
		else
			sheet_empty(sheet);
	}
	return sheet_row(sheet);
}

struct report_days {
	struct agent agent;
	struct span span;
	struct metrics *rows;
	size_t count;
};

static enum err write_days(struct cx *cx, struct sheet *sheet, const void *arg)
{
	static const struct sums nothing;
	const struct report_days *days = arg;
	const struct metrics *row = days->rows, *end = row + days->count;

	(void)cx;
	for (int64_t day = days->span.from_day; day <= days->span.to_day; day++) {
		while (row < end && row->day < day)
			row++;
		TRY(write_day(sheet, day, &days->agent,
			row < end && row->day == day ? &row->sums : &nothing));
	}
	return OK;
}

/* GET /api/agent/performance/report */
static enum err get_report(struct http_req *rq)
{
	struct performance_params params = {0};
	struct report_days days;

	TRY(http_read(rq, &params));
	TRY(performance_asked(&rq->cx, &params, &days.agent, &days.span));
	TRY(metrics_store_days(&rq->cx, days.agent.id, &days.span, &days.rows, &days.count));
	return http_export(rq, &params.as,
		&(struct http_export){
			.name = "performance",
			.title = WORDS("Performance"),
			.headings = headings,
			.rows = write_days,
			.action = "performance.exported",
			.subject_type = "agent",
			.subject_id = days.agent.id,
			.list = &days,
		});
}

const struct http_route performance_report_routes[] = {
	{.method = HTTP_GET,
		.pattern = "/api/agent/performance/report",
		.handler = get_report,
		.permission = PERM_STATS_READ,
		.access = HTTP_WRITE,
		.summary = "An agent's figures day by day as a file: CSV or XLSX",
		.in = &report_shape,
		.flags = HTTP_EXPENSIVE},
	{0},
};

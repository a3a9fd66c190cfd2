/* report_api.c - HTTP: the detailed report as a file. No rules and no SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/performance/performance_api.h"

#include "platform/auth/audit.h"
#include "platform/http/http_sheet.h"
#include "platform/intl/messages.h"

static const struct shape_field report_fields[] = {
	PERFORMANCE_PERIOD,
	PERFORMANCE_AGENT,
	{.name = "format",
		.type = SHAPE_WORD,
		.flags = SHAPE_QUERY,
		.offset = offsetof(struct performance_params, format),
		.words = sheet_format_words,
		.about = "csv if not said"},
	{.name = "language",
		.type = SHAPE_WORD,
		.flags = SHAPE_QUERY,
		.offset = offsetof(struct performance_params, language),
		.words = language_words,
		.about = "Of headings; English if not said"},
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

static enum err write_days(struct sheet *sheet, const struct agent *agent, const struct span *span,
	const struct metrics *rows, size_t count)
{
	static const struct sums nothing;
	size_t at = 0;

	for (int64_t day = span->from_day; day <= span->to_day; day++) {
		while (at < count && rows[at].day < day)
			at++;
		TRY(write_day(sheet, day, agent,
			at < count && rows[at].day == day ? &rows[at].sums : &nothing));
	}
	return OK;
}

/* GET /api/agent/performance/report: read and sent first, recorded after, as with orders. */
static enum err get_report(struct http_req *rq)
{
	struct performance_params params = {0};
	struct metrics *rows;
	struct sheet *sheet;
	struct agent agent;
	struct span span;
	size_t count;
	enum err err;

	TRY(http_read(rq, &params));
	TRY(performance_asked(&rq->cx, &params, &agent, &span));
	TRY(metrics_store_days(&rq->cx, agent.id, &span, &rows, &count));
	TRY(http_sheet_begin(rq,
		&(struct http_sheet_options){
			.format = sheet_format_of(params.format),
			.name = "performance",
			.title = WORDS("Performance"),
			.language = language_by_code(params.language),
			.headings = headings,
		},
		&sheet));
	err = sheet_end(&sheet, write_days(sheet, &agent, &span, rows, count));
	TRY(audit_write(&rq->cx, "performance.exported", "agent", agent.id, NULL));
	return err;
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

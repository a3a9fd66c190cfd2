/* truth_api.c - HTTP: of what was confirmed, how much arrived. No rules and no SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/reports/report_internal.h"

#include "platform/http/http.h"
#include "platform/intl/intl.h"

#define DAYS_MAX 366

struct truth_params {
	const char *date, *date_from, *date_to, *by;
};
static const struct shape_field truth_in_fields[] = {
	{.name = "date",
		.aliases = "period",
		.type = SHAPE_TEXT,
		.flags = SHAPE_QUERY,
		.offset = offsetof(struct truth_params, date),
		.max = 16,
		.about = "Days of confirmation: month if not said"},
	{.name = "date_from",
		.type = SHAPE_TEXT,
		.flags = SHAPE_QUERY,
		.offset = offsetof(struct truth_params, date_from),
		.max = 40},
	{.name = "date_to",
		.type = SHAPE_TEXT,
		.flags = SHAPE_QUERY,
		.offset = offsetof(struct truth_params, date_to),
		.max = 40,
		.about = "Inclusive"},
	{.name = "by",
		.type = SHAPE_WORD,
		.flags = SHAPE_QUERY,
		.offset = offsetof(struct truth_params, by),
		.words = truth_by_words,
		.about = "agent if not said"},
};
static const struct shape truth_in = {.name = "ConfirmationTruthQuery",
	.fields = truth_in_fields,
	.count = COUNT(truth_in_fields)};

static const struct schema_field money_fields[] = {
	{.name = "currency", .type = SCHEMA_TEXT},
	{.name = "confirmed_minor", .type = SCHEMA_INT},
	{.name = "delivered_minor", .type = SCHEMA_INT},
	{.name = "lost_minor",
		.type = SCHEMA_INT,
		.about = "Returned, lost with the courier, or cancelled after the yes"},
	{.name = "confirmed_value", .type = SCHEMA_NUMBER},
	{.name = "delivered_value", .type = SCHEMA_NUMBER},
	{.name = "lost_value", .type = SCHEMA_NUMBER},
};
static const struct schema money_schema = {
	.name = "ConfirmationMoney", .fields = money_fields, .count = COUNT(money_fields)};

#define ROW_FIELDS \
	{.name = "confirmed", .type = SCHEMA_INT}, {.name = "delivered", .type = SCHEMA_INT}, \
		{.name = "returned", .type = SCHEMA_INT}, \
		{.name = "failed", \
			.type = SCHEMA_INT, \
			.about = "The parcel was lost or cancelled"}, \
		{.name = "on_the_way", .type = SCHEMA_INT}, \
		{.name = "no_parcel", .type = SCHEMA_INT, .about = "None was entered"}, \
		{.name = "cancelled", .type = SCHEMA_INT, .about = "After the yes"}, \
		{.name = "reopened", .type = SCHEMA_INT, .about = "Somebody works on it again"}, \
		{.name = "delivered_percent", \
			.type = SCHEMA_NUMBER, \
			.flags = SCHEMA_NULLABLE, \
			.about = "Of those whose end is known; null: of none it is"}, \
	{ \
		.name = "money", .type = SCHEMA_OBJECT, .flags = SCHEMA_ARRAY, \
		.ref = &money_schema \
	}
static const struct schema_field total_fields[] = {ROW_FIELDS};
static const struct schema total_schema = {
	.name = "ConfirmationTotal", .fields = total_fields, .count = COUNT(total_fields)};
static const struct schema_field row_fields[] = {
	{.name = "key",
		.type = SCHEMA_TEXT,
		.about = "For the filters of lists: an id, an area, a source"},
	{.name = "label",
		.type = SCHEMA_TEXT,
		.flags = SCHEMA_NULLABLE,
		.about = "null: nobody who is an agent, or no such product any more"},
	ROW_FIELDS,
};
static const struct schema row_schema = {
	.name = "ConfirmationRow", .fields = row_fields, .count = COUNT(row_fields)};

static const struct schema_field truth_out_fields[] = {
	{.name = "by", .type = SCHEMA_WORD, .words = truth_by_words},
	{.name = "date_from", .type = SCHEMA_DAY},
	{.name = "date_to", .type = SCHEMA_DAY},
	{.name = "total", .type = SCHEMA_OBJECT, .ref = &total_schema},
	{.name = "rows",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &row_schema,
		.about = "Most confirmed first, 200 at most"},
	{.name = "left_out", .type = SCHEMA_INT, .about = "Rows beyond that; the total has them"},
};
static const struct schema truth_out = {.name = "ConfirmationTruthAnswer",
	.fields = truth_out_fields,
	.count = COUNT(truth_out_fields)};

static void write_money(struct json *json, const struct cx *cx, const struct truth_row *row)
{
	json_field_open_array(json, "money");
	for (size_t i = 0; i < row->money_count; i++) {
		const struct truth_money *money = &row->money[i];
		const int digits = order_report_digits(cx, money->currency);

		json_open(json);
		json_field_text(json, "currency", money->currency);
		json_field_int(json, "confirmed_minor", money->confirmed_minor);
		json_field_int(json, "delivered_minor", money->delivered_minor);
		json_field_int(json, "lost_minor", money->lost_minor);
		json_key(json, "confirmed_value");
		json_money(json, money->confirmed_minor, digits);
		json_key(json, "delivered_value");
		json_money(json, money->delivered_minor, digits);
		json_key(json, "lost_value");
		json_money(json, money->lost_minor, digits);
		json_close(json);
	}
	json_close_array(json);
}

static void write_figures(struct json *json, const struct cx *cx, const struct truth_row *row)
{
	const int64_t delivered = row->n[OUTCOME_DELIVERED];
	int64_t ended = delivered;

	json_field_int(json, "confirmed", row->confirmed);
	for (int i = 0; i < ORDER_OUTCOME_COUNT; i++) {
		json_field_int(json, order_outcome_words[i], row->n[i]);
		if (order_outcome_is_loss((enum order_outcome)i))
			ended += row->n[i];
	}
	json_key(json, "delivered_percent");
	if (ended)
		json_double(json, (double)delivered * 100 / (double)ended, 1);
	else
		json_null(json);
	write_money(json, cx, row);
}

/* Whole days, since the numbers are those of days; a year of them at most. */
static enum err read_days(struct cx *cx, const struct truth_params *params, struct period *period)
{
	const char *word = params->date;

	if (!word && !params->date_from && !params->date_to)
		word = "month";
	TRY(intl_period(cx, cx->actor->company->time_zone, word, params->date_from, params->date_to,
		period));
	if (period->all || !period->whole_days || period->to_day - period->from_day >= DAYS_MAX)
		return fail(cx, ERR_INVALID, "date", "Use whole days, a year at most.");
	return OK;
}

/* GET /api/supervisor/confirmation-truth */
static enum err get_truth(struct http_req *rq)
{
	struct truth_params params = {0};
	struct period period;
	struct truth truth;
	struct json *json;
	enum truth_by by;

	TRY(http_read(rq, &params));
	TRY(read_days(&rq->cx, &params, &period));
	by = params.by ? (enum truth_by)word_index(truth_by_words, params.by) : TRUTH_AGENT;
	TRY(truth_load(&rq->cx, by, period.from_day, period.to_day, &truth));
	json = http_reply(rq, 200);
	json_field_text(json, "by", truth_by_words[by]);
	json_key(json, "date_from");
	json_day(json, truth.from_day);
	json_key(json, "date_to");
	json_day(json, truth.to_day);
	json_field_open(json, "total");
	write_figures(json, &rq->cx, &truth.total);
	json_close(json);
	json_field_open_array(json, "rows");
	for (size_t i = 0; i < truth.count; i++) {
		json_open(json);
		json_field_text(json, "key", truth.rows[i].subject);
		json_field_text(json, "label", truth.rows[i].label);
		write_figures(json, &rq->cx, &truth.rows[i]);
		json_close(json);
	}
	json_close_array(json);
	json_field_int(json, "left_out", (int64_t)truth.left_out);
	return OK;
}

const struct http_route truth_routes[] = {
	{.method = HTTP_GET,
		.pattern = "/api/supervisor/confirmation-truth",
		.handler = get_truth,
		.permission = PERM_REPORTS_READ,
		.access = HTTP_READ,
		.summary =
			"Of what was confirmed in a period, how much arrived; agents see their own",
		.in = &truth_in,
		.out = &truth_out},
	{0},
};

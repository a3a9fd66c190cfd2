/* order_sla_api.c - HTTP: how many orders were dealt with in time. No rules and no SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/orders/order_api.h"
#include "domains/orders/order_internal.h"

static const struct schema_field share_fields[] = {
	{.name = "kept", .type = SCHEMA_INT},
	{.name = "breached", .type = SCHEMA_INT},
	{.name = "running", .type = SCHEMA_INT},
	{.name = "kept_percent",
		.type = SCHEMA_NUMBER,
		.flags = SCHEMA_NULLABLE,
		.about = "Of those that are kept or breached; null when there are none"},
};
static const struct schema share_schema = {
	.name = "SlaShare", .fields = share_fields, .count = COUNT(share_fields)};
static const struct schema_field summary_fields[] = {
	{.name = "all", .type = SCHEMA_OBJECT, .ref = &share_schema},
	{.name = "high", .type = SCHEMA_OBJECT, .ref = &share_schema},
	{.name = "normal", .type = SCHEMA_OBJECT, .ref = &share_schema},
};
static const struct schema summary_schema = {
	.name = "SlaSummary", .fields = summary_fields, .count = COUNT(summary_fields)};
static const struct schema_field summary_out_fields[] = {
	{.name = "summary", .type = SCHEMA_OBJECT, .ref = &summary_schema},
	{.name = "date",
		.type = SCHEMA_TEXT,
		.about = "The period, as the list of orders takes it"},
};
static const struct schema summary_out = {.name = "SlaSummaryAnswer",
	.fields = summary_out_fields,
	.count = COUNT(summary_out_fields)};

struct summary_params {
	const char *date, *date_from, *date_to;
};
static const struct shape_field summary_shape_fields[] = {
	{.name = "period",
		.aliases = "date",
		.type = SHAPE_TEXT,
		.flags = SHAPE_QUERY,
		.offset = offsetof(struct summary_params, date),
		.min = 1,
		.max = 16,
		.about = "Of creation: today, yesterday, week, last_week, month, last_month, 7d, "
			 "30d; 30d if not said"},
	{.name = "date_from",
		.type = SHAPE_TEXT,
		.flags = SHAPE_QUERY,
		.offset = offsetof(struct summary_params, date_from),
		.min = 1,
		.max = 40,
		.about = "A day or a time"},
	{.name = "date_to",
		.type = SHAPE_TEXT,
		.flags = SHAPE_QUERY,
		.offset = offsetof(struct summary_params, date_to),
		.min = 1,
		.max = 40,
		.about = "A day, inclusive, or a time"},
};
static const struct shape summary_shape = {.name = "SlaSummaryQuery",
	.fields = summary_shape_fields,
	.count = COUNT(summary_shape_fields)};

static void write_share(struct json *json, const char *key,
	const struct order_counts counts[SLA_STATE_COUNT], unsigned priorities)
{
	const int64_t kept = order_counts_total(&counts[SLA_KEPT], 0, priorities);
	const int64_t breached = order_counts_total(&counts[SLA_BREACHED], 0, priorities);

	json_field_open(json, key);
	json_field_int(json, "kept", kept);
	json_field_int(json, "breached", breached);
	json_field_int(json, "running", order_counts_total(&counts[SLA_RUNNING], 0, priorities));
	json_key(json, "kept_percent");
	if (kept + breached > 0)
		json_double(json, (double)kept * 100 / (double)(kept + breached), 1);
	else
		json_null(json);
	json_close(json);
}

/* The filter that a click on the figure opens: the same one counts. */
static enum err count(struct cx *cx, const struct order_list_query *query,
	struct order_counts counts[SLA_STATE_COUNT])
{
	for (int state = SLA_RUNNING; state < SLA_STATE_COUNT; state++) {
		struct order_list_query one = *query;
		struct order_filter filter;

		one.sla = order_sla_words[state - 1];
		TRY(order_filter_make(cx, &one, &filter));
		filter.to_the_end = true;
		TRY(order_list_count_rows(cx, &filter, &counts[state]));
	}
	return OK;
}

/* GET /api/manager/sla/summary */
static enum err get_summary(struct http_req *rq)
{
	struct order_counts counts[SLA_STATE_COUNT] = {0};
	struct summary_params params = {0};
	struct order_list_query query;
	struct json *json;

	TRY(http_read(rq, &params));
	query = (struct order_list_query){.orders = "all",
		.date = params.date,
		.date_from = params.date_from,
		.date_to = params.date_to};
	if (!query.date && !query.date_from && !query.date_to)
		query.date = "30d";
	TRY(count(&rq->cx, &query, counts));
	json = http_reply(rq, 200);
	json_field_open(json, "summary");
	write_share(json, "all", counts, 0);
	write_share(json, "high", counts, 2);
	write_share(json, "normal", counts, 1);
	json_close(json);
	json_field_text(json, "date", query.date ? query.date : "custom");
	return OK;
}

const struct http_route order_sla_routes[] = {
	{.method = HTTP_GET,
		.pattern = "/api/manager/sla/summary",
		.handler = get_summary,
		.permission = PERM_POLICIES_MANAGE,
		.access = HTTP_READ,
		.summary = "How many orders were dealt with in time",
		.in = &summary_shape,
		.out = &summary_out},
	{0},
};

/* report_api.c - HTTP: reports to look at, and small ones as files. No rules and no SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/orders/order_api.h"
#include "domains/reports/report_query_api.h"
#include "platform/http/http_export.h"

#define PAGE_SIZE 50
#define STREAMED_ROWS 50000 /* more is an export's work */

static const char *const delivery_words[] = {"pending", "picked_up", "shipped", "in_transit",
	"out_for_delivery", "delivered", "failed_attempt", "returned", "lost", "cancelled", NULL};

/* ---- How answers look ------------------------------------------------------------------ */

static const struct schema_field contact_fields[] = {
	{.name = "id", .type = SCHEMA_INT, .about = "Of the row in this report"},
	{.name = "at", .type = SCHEMA_TIME},
	{.name = "kind", .type = SCHEMA_TEXT, .about = "call, sms, email, chat, follow_up, rating"},
	{.name = "direction", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "outcome", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE, .about = "Of a call"},
	{.name = "resolution_status", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "duration_seconds", .type = SCHEMA_INT},
	{.name = "rating", .type = SCHEMA_INT, .flags = SCHEMA_NULLABLE, .about = "1 to 5"},
	{.name = "order_id", .type = SCHEMA_INT, .flags = SCHEMA_NULLABLE},
	{.name = "short_code", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "customer_name", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "agent",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_NULLABLE,
		.ref = &order_agent_schema},
	{.name = "text", .type = SCHEMA_TEXT},
};
static const struct schema contact_schema = {
	.name = "ReportInteraction", .fields = contact_fields, .count = COUNT(contact_fields)};

static const struct schema_field parcel_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "created_at", .type = SCHEMA_TIME},
	{.name = "order_id", .type = SCHEMA_INT},
	{.name = "short_code", .type = SCHEMA_TEXT},
	{.name = "tracking_number", .type = SCHEMA_TEXT},
	{.name = "courier", .type = SCHEMA_TEXT},
	{.name = "status", .type = SCHEMA_WORD, .words = delivery_words},
	{.name = "status_since", .type = SCHEMA_TIME},
	{.name = "ship_date", .type = SCHEMA_TIME, .flags = SCHEMA_NULLABLE},
	{.name = "estimated_delivery", .type = SCHEMA_TIME, .flags = SCHEMA_NULLABLE},
	{.name = "delivered_at", .type = SCHEMA_TIME, .flags = SCHEMA_NULLABLE},
	{.name = "customer_name", .type = SCHEMA_TEXT},
	{.name = "product_name", .type = SCHEMA_TEXT},
	{.name = "seller_name", .type = SCHEMA_TEXT},
	{.name = "area", .type = SCHEMA_TEXT},
	{.name = "price_minor", .type = SCHEMA_INT},
	{.name = "price", .type = SCHEMA_NUMBER},
	{.name = "currency", .type = SCHEMA_TEXT},
	{.name = "agent",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_NULLABLE,
		.ref = &order_agent_schema},
};
static const struct schema parcel_schema = {
	.name = "ReportDelivery", .fields = parcel_fields, .count = COUNT(parcel_fields)};

static const struct schema_field money_fields[] = {
	{.name = "currency", .type = SCHEMA_TEXT},
	{.name = "minor", .type = SCHEMA_INT},
	{.name = "value", .type = SCHEMA_NUMBER, .about = "The same for display"},
};
static const struct schema money_schema = {
	.name = "ReportMoney", .fields = money_fields, .count = COUNT(money_fields)};

static const struct schema_field summary_fields[] = {
	{.name = "rows", .type = SCHEMA_INT},
	{.name = "capped", .type = SCHEMA_BOOL, .about = "There are more than were counted"},
	{.name = "by_status", .type = SCHEMA_MAP, .about = "Of interactions by resolution"},
	{.name = "by_outcome",
		.type = SCHEMA_MAP,
		.about = "Of orders: what became of those that were confirmed; of interactions "
			 "by kind"},
	{.name = "money", .type = SCHEMA_OBJECT, .flags = SCHEMA_ARRAY, .ref = &money_schema},
	{.name = "duration_seconds", .type = SCHEMA_INT, .flags = SCHEMA_NULLABLE},
	{.name = "ratings", .type = SCHEMA_INT, .flags = SCHEMA_NULLABLE},
	{.name = "average_rating",
		.type = SCHEMA_NUMBER,
		.flags = SCHEMA_NULLABLE,
		.about = "null: nobody rated"},
};
static const struct schema summary_schema = {
	.name = "ReportSummary", .fields = summary_fields, .count = COUNT(summary_fields)};

#define ROWS(named, schema) \
	{ \
		.name = named, .type = SCHEMA_OBJECT, .flags = SCHEMA_ARRAY | SCHEMA_OPTIONAL, \
		.ref = schema \
	}
static const struct schema_field report_out_fields[] = {
	{.name = "type", .type = SCHEMA_WORD, .words = report_type_words},
	ROWS("orders", &report_order_schema),
	ROWS("interactions", &contact_schema),
	ROWS("deliveries", &parcel_schema),
	{.name = "summary",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_OPTIONAL,
		.ref = &summary_schema,
		.about = "With the first page"},
	{.name = "pagination", .type = SCHEMA_OBJECT, .ref = &pagination_schema},
};
static const struct schema report_out = {
	.name = "ReportAnswer", .fields = report_out_fields, .count = COUNT(report_out_fields)};

static void write_map(struct json *json, const char *key, const struct report_lines *lines)
{
	json_field_open(json, key);
	for (size_t i = 0; i < lines->count; i++)
		json_field_int(json, lines->line[i].word, lines->line[i].n);
	json_close(json);
}

static void write_money(struct json *json, const struct cx *cx, const struct report_lines *lines)
{
	json_field_open_array(json, "money");
	for (size_t i = 0; i < lines->count; i++) {
		const struct report_line *line = &lines->line[i];

		json_open(json);
		json_field_text(json, "currency", line->word);
		json_field_int(json, "minor", line->minor);
		json_key(json, "value");
		json_money(json, line->minor, order_report_digits(cx, line->word));
		json_close(json);
	}
	json_close_array(json);
}

static void write_summary(struct json *json, const struct cx *cx, const struct report_sum *sum)
{
	json_field_open(json, "summary");
	json_field_int(json, "rows", sum->rows);
	json_field_bool(json, "capped", sum->capped);
	write_map(json, "by_status", &sum->statuses);
	write_map(json, "by_outcome", &sum->outcomes);
	write_money(json, cx, &sum->money);
	json_field_opt_int(json, "duration_seconds", sum->duration_s);
	json_field_opt_int(json, "ratings", sum->ratings);
	json_key(json, "average_rating");
	if (sum->ratings.value)
		json_double(json, (double)sum->rating_sum.value / (double)sum->ratings.value, 2);
	else
		json_null(json);
	json_close(json);
}

/* ---- Looking --------------------------------------------------------------------------- */

#define REPORT_WHERE SHAPE_QUERY
static const struct shape_field report_in_fields[] = {
	REPORT_FIELDS,
	{.name = "format",
		.type = SHAPE_WORD,
		.flags = SHAPE_QUERY,
		.offset = offsetof(struct report_params, format),
		.words = sheet_format_words,
		.about = "A file of all rows instead of a page; 50,000 at most"},
};
static const struct shape report_in = {
	.name = "ReportQuery", .fields = report_in_fields, .count = COUNT(report_in_fields)};

static enum err answer_page(struct http_req *rq, const struct report *report)
{
	struct report_sum sum = {0};
	struct report_page rows;
	struct http_page page;
	struct json *json;

	TRY(http_page_read(rq, PAGE_SIZE, &page));
	if (page.page > 1)
		return fail(&rq->cx, ERR_INVALID, "page", "Go on with the cursor `next`.");
	TRY(report->type->page(&rq->cx, report, page.cursor, page.size, &rows));
	if (!page.cursor)
		TRY(report->type->sum(&rq->cx, report, &sum));
	json = http_reply(rq, 200);
	json_field_text(json, "type", report->type->word);
	json_field_open_array(json, report->type->word);
	for (size_t i = 0; i < rows.count; i++)
		report->type->write(json, &rq->cx, &rows, i);
	json_close_array(json);
	if (!page.cursor)
		write_summary(json, &rq->cx, &sum);
	http_write_pagination(json,
		&(struct http_pagination){.page = page.page,
			.per_page = page.size,
			.total = page.cursor ? -1 : sum.rows,
			.total_capped = sum.capped,
			.next = rows.next});
	return OK;
}

/* ---- Small files ------------------------------------------------------------------------- */

static enum err check_size(struct cx *cx, const struct report *report)
{
	struct report_sum sum = {0};

	TRY(report->type->sum(cx, report, &sum));
	if (sum.rows > STREAMED_ROWS)
		return fail(cx, ERR_INVALID, "format",
			"More than %d rows: ask for an export, which is made in the background.",
			STREAMED_ROWS);
	return OK;
}

static enum err add_rows(struct cx *cx, struct sheet *sheet, const void *report)
{
	return report_fill(cx, report, sheet, NULL, NULL);
}

static void tell_type(struct json *json, const void *arg)
{
	const struct report *report = arg;

	json_field_text(json, "type", report->type->word);
}

static enum err send_file(
	struct http_req *rq, const struct report *report, const struct report_params *params)
{
	TRY(check_size(&rq->cx, report));
	return http_export(rq,
		&(struct http_export_params){
			.format = params->format, .language = params->language},
		&(struct http_export){
			.name = report->type->word,
			.title = report->type->title,
			.headings = report->type->headings,
			.rows = add_rows,
			.action = "report.exported",
			.tell = tell_type,
			.list = report,
		});
}

/* GET /api/agent/reports */
static enum err get_report(struct http_req *rq)
{
	struct report_params params = {0};
	struct report report;

	TRY(http_read(rq, &params));
	TRY(report_make(&rq->cx, &params.query, &report));
	return params.format ? send_file(rq, &report, &params) : answer_page(rq, &report);
}

const struct http_route report_routes[] = {
	{.method = HTTP_GET,
		.pattern = "/api/agent/reports",
		.handler = get_report,
		.permission = PERM_REPORTS_READ,
		.access = HTTP_WRITE,
		.summary = "Rows of one's scope with figures, or all of them as a file",
		.in = &report_in,
		.out = &report_out,
		.flags = HTTP_EXPENSIVE},
	{0},
};

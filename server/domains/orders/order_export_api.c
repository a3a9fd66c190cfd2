/* order_export_api.c - HTTP: orders as a file. No rules and no SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/orders/order_api.h"
#include "domains/orders/order_internal.h"
#include "domains/orders/order_list_api.h"
#include "platform/auth/audit.h"
#include "platform/http/http_sheet.h"
#include "platform/intl/messages.h"

struct export_params {
	struct order_list_query query;
	const char *format, *language;
};
static const struct shape_field export_fields[] = {
	ORDER_LIST_FIELDS(struct export_params, query),
	{.name = "format",
		.type = SHAPE_WORD,
		.flags = SHAPE_QUERY,
		.offset = offsetof(struct export_params, format),
		.words = sheet_format_words,
		.about = "csv if not said"},
	{.name = "language",
		.type = SHAPE_WORD,
		.flags = SHAPE_QUERY,
		.offset = offsetof(struct export_params, language),
		.words = language_words,
		.about = "Of headings, statuses, priorities and reasons; the API's own words if "
			 "not said"},
};
static const struct shape export_shape = {
	.name = "OrderExportQuery", .fields = export_fields, .count = COUNT(export_fields)};

static enum err add_row(struct cx *cx, const struct order *order, void *arg)
{
	const struct arena_mark mark = arena_mark(cx->arena);
	const enum err err = order_sheet_row(arg, cx, order);

	arena_rewind(cx->arena, mark);
	return err;
}

/* Who took how many rows away, by which filter, and whether all of them arrived. */
static enum err record(struct cx *cx, const struct export_params *params, int64_t rows, bool whole)
{
	struct json json;

	json_begin(&json, cx->arena, 256);
	json_open(&json);
	json_field_int(&json, "rows", rows);
	json_field_bool(&json, "complete", whole);
	json_field_text(&json, "status", params->query.status);
	json_field_text(&json, "date", params->query.date);
	json_field_text(&json, "date_of", params->query.date_of);
	json_field_text(&json, "date_from", params->query.date_from);
	json_field_text(&json, "date_to", params->query.date_to);
	json_field_text(&json, "orders", params->query.orders);
	json_field_text(&json, "search", params->query.search);
	json_field_text(&json, "seller_id", params->query.seller_id);
	json_field_text(&json, "product_id", params->query.product_id);
	json_field_text(&json, "area", params->query.area);
	json_field_text(&json, "courier_id", params->query.courier_id);
	json_field_text(&json, "outcome", params->query.outcome);
	json_field_text(&json, "flag", params->query.flag);
	json_close(&json);
	return audit_write(cx, "orders.exported", NULL, 0, json_end(&json).ptr);
}

/*
 * GET /api/agent/orders/export
 *
 * Rows are read and sent before anything is written, so that a slow reader
 * holds nobody up; the record of it comes last, and also when the reader left.
 */
static enum err get_export(struct http_req *rq)
{
	struct export_params params = {0};
	struct order_filter filter;
	struct sheet *sheet;
	int64_t rows;
	enum err err;

	TRY(http_read(rq, &params));
	TRY(order_filter_make(&rq->cx, &params.query, &filter));
	TRY(http_sheet_begin(rq,
		&(struct http_sheet_options){
			.format = sheet_format_of(params.format),
			.name = "orders",
			.title = WORDS("Orders"),
			.language = language_by_code(params.language),
			.headings = order_sheet_headings,
		},
		&sheet));
	err = order_list_each(&rq->cx, &filter, add_row, sheet);
	rows = sheet_rows(sheet);
	err = sheet_end(&sheet, err);
	TRY(record(&rq->cx, &params, rows, err == OK));
	return err;
}

const struct http_route order_export_routes[] = {
	{.method = HTTP_GET,
		.pattern = "/api/agent/orders/export",
		.handler = get_export,
		.permission = PERM_ORDERS_EXPORT,
		.access = HTTP_WRITE,
		.summary = "Orders of the filter as a file: CSV or XLSX",
		.in = &export_shape,
		.flags = HTTP_EXPENSIVE},
	{0},
};

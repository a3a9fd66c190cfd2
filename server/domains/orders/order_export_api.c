/* order_export_api.c - HTTP: orders as a file. No rules and no SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/orders/order_api.h"
#include "domains/orders/order_internal.h"
#include "domains/orders/order_list_api.h"
#include "platform/http/http_export.h"
#include "platform/intl/messages.h"

struct export_params {
	struct order_list_query query;
	struct http_export_params as;
	struct order_filter filter; /* that the query comes to */
};
static const struct shape_field export_fields[] = {
	ORDER_LIST_FIELDS(struct export_params, query),
	HTTP_EXPORT_FIELDS(struct export_params, as,
		"Of headings, statuses, priorities and reasons; the API's own words if not said"),
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

static enum err add_rows(struct cx *cx, struct sheet *sheet, const void *arg)
{
	const struct export_params *params = arg;

	return order_list_each(cx, &params->filter, add_row, sheet);
}

static void tell_filter(struct json *json, const void *arg)
{
	const struct order_list_query *query = &((const struct export_params *)arg)->query;

	json_field_text(json, "status", query->status);
	json_field_text(json, "date", query->date);
	json_field_text(json, "date_of", query->date_of);
	json_field_text(json, "date_from", query->date_from);
	json_field_text(json, "date_to", query->date_to);
	json_field_text(json, "orders", query->orders);
	json_field_text(json, "search", query->search);
	json_field_text(json, "seller_id", query->seller_id);
	json_field_text(json, "product_id", query->product_id);
	json_field_text(json, "area", query->area);
	json_field_text(json, "courier_id", query->courier_id);
	json_field_text(json, "outcome", query->outcome);
	json_field_text(json, "flag", query->flag);
	json_field_text(json, "without", query->without);
}

/* GET /api/agent/orders/export */
static enum err get_export(struct http_req *rq)
{
	struct export_params params = {0};

	TRY(http_read(rq, &params));
	TRY(order_filter_make(&rq->cx, &params.query, &params.filter));
	return http_export(rq, &params.as,
		&(struct http_export){
			.name = "orders",
			.title = WORDS("Orders"),
			.headings = order_sheet_headings,
			.rows = add_rows,
			.action = "orders.exported",
			.tell = tell_filter,
			.list = &params,
		});
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

/* order_export_api.c - HTTP: orders as a file. No rules and no SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/orders/order_api.h"
#include "domains/orders/order_internal.h"
#include "domains/orders/order_list_api.h"
#include "platform/auth/audit.h"

#define CHUNK_BYTES 32768

static const char *const format_words[] = {"csv", NULL};

struct export_params {
	struct order_list_query query;
	const char *format;
};
static const struct shape_field export_fields[] = {
	ORDER_LIST_FIELDS(struct export_params, query),
	{.name = "format",
		.type = SHAPE_WORD,
		.flags = SHAPE_QUERY,
		.offset = offsetof(struct export_params, format),
		.words = format_words,
		.about = "csv if not said"},
};
static const struct shape export_shape = {
	.name = "OrderExportQuery", .fields = export_fields, .count = COUNT(export_fields)};

struct export
{
	struct http_req *rq;
	struct buf chunk;
	int64_t rows;
};

static enum err flush(struct export *export)
{
	const enum err err = http_stream_write(export->rq, export->chunk.ptr, export->chunk.len);

	export->chunk.len = 0;
	return err;
}

static enum err add_row(struct cx *cx, const struct order *order, void *arg)
{
	struct export *export = arg;
	const struct arena_mark mark = arena_mark(cx->arena);
	struct buf line = buf_in(cx->arena, 512);

	order_csv_row(&line, cx, order);
	if (export->chunk.len + line.len > CHUNK_BYTES && export->chunk.len > 0)
		TRY(flush(export));
	if (line.len > CHUNK_BYTES)
		TRY(http_stream_write(export->rq, line.ptr, line.len));
	else
		buf_add(&export->chunk, line.ptr, line.len);
	arena_rewind(cx->arena, mark);
	export->rows++;
	return OK;
}

/* Who took how many rows away, by which filter, and whether all of them arrived. */
static enum err record(
	struct cx *cx, const struct export_params *params, const struct export *export, bool whole)
{
	struct json json;

	json_begin(&json, cx->arena, 256);
	json_open(&json);
	json_field_int(&json, "rows", export->rows);
	json_field_bool(&json, "complete", whole);
	json_field_text(&json, "status", params->query.status);
	json_field_text(&json, "date", params->query.date);
	json_field_text(&json, "date_from", params->query.date_from);
	json_field_text(&json, "date_to", params->query.date_to);
	json_field_text(&json, "orders", params->query.orders);
	json_field_text(&json, "search", params->query.search);
	json_close(&json);
	return audit_write(cx, "orders.exported", NULL, 0, json_end(&json).ptr);
}

static const char *file_name(struct cx *cx)
{
	const struct civil at = civil_of_us(cx->now_us);

	return arena_format(cx->arena, "orders-%04d-%02d-%02d.csv", at.year, at.month, at.day);
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
	struct export export = {.rq = rq};
	struct order_filter filter;
	enum err err;

	TRY(http_read(rq, &params));
	TRY(order_filter_make(&rq->cx, &params.query, &filter));
	export.chunk = buf_in(rq->cx.arena, CHUNK_BYTES);
	order_csv_head(&export.chunk);
	TRY(http_stream_begin(rq, "text/csv; charset=utf-8", file_name(&rq->cx)));
	err = order_list_each(&rq->cx, &filter, add_row, &export);
	if (err == OK)
		err = flush(&export);
	TRY(record(&rq->cx, &params, &export, err == OK));
	return OK;
}

const struct http_route order_export_routes[] = {
	{.method = HTTP_GET,
		.pattern = "/api/agent/orders/export",
		.handler = get_export,
		.permission = PERM_ORDERS_EXPORT,
		.access = HTTP_WRITE,
		.summary = "Orders of the filter as a CSV file",
		.in = &export_shape,
		.flags = HTTP_EXPENSIVE},
	{0},
};

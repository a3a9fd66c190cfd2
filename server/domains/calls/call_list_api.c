/* call_list_api.c - HTTP: calls in pages, and as a file. No rules and no SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/calls/call_list_api.h"

#include "domains/calls/call_sheet.h"
#include "platform/http/http_export.h"
#include "platform/intl/messages.h"

#define PAGE_ROWS 50
#define CURSOR_MARK 'k'

static const char *const format_words[] = {"object", "array", NULL};

struct list_params {
	struct call_query query;
	const char *format;
};
static const struct shape_field list_fields[] = {
	CALL_QUERY_FIELDS(struct list_params, query),
	{.name = "format",
		.type = SHAPE_WORD,
		.flags = SHAPE_QUERY,
		.offset = offsetof(struct list_params, format),
		.words = format_words,
		.about = "array: the rows of `data` alone"},
};
static const struct shape list_shape = {
	.name = "CallListQuery", .fields = list_fields, .count = COUNT(list_fields)};

static const struct schema_field list_out_fields[] = {
	{.name = "calls",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &call_schema,
		.about = "Those that go on now, newest first, of `status` if it is asked for"},
	{.name = "active_count", .type = SCHEMA_INT, .about = "Rows in `calls`"},
	{.name = "data",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &call_schema,
		.about = "A page of all that are asked for, newest first"},
	{.name = "pagination", .type = SCHEMA_OBJECT, .ref = &pagination_schema},
};
static const struct schema list_out = {
	.name = "CallsAnswer", .fields = list_out_fields, .count = COUNT(list_out_fields)};

/* Where the page begins: by number, or behind the call that a cursor names. */
static enum err find_page(struct cx *cx, const struct call_filter *filter,
	const struct http_page *asked, struct call_page *page)
{
	struct call_views last;
	int64_t id;

	*page = (struct call_page){.limit = asked->size, .before_us = filter->to_us};
	if (!asked->cursor) {
		if (asked->page > CALL_PAGES_MAX)
			return fail(cx, ERR_INVALID, "page",
				"Pages are numbered up to %d. Go on with the cursor `next`.",
				CALL_PAGES_MAX);
		page->offset = (asked->page - 1) * asked->size;
		return OK;
	}
	TRY(http_cursor_read(cx, asked->cursor, CURSOR_MARK, &id));
	TRY(call_views_read(cx, &id, 1, &last));
	if (!last.count)
		return fail(cx, ERR_INVALID, "cursor", "This is not a cursor of this list.");
	page->before_us = last.rows[0].started_us;
	page->before_id = id;
	return OK;
}

/* One more row than asked for says whether there is another page. */
static enum err read_page(struct cx *cx, const struct call_filter *filter,
	const struct http_page *asked, struct call_views *views, const char **next)
{
	struct call_page page;

	TRY(find_page(cx, filter, asked, &page));
	page.limit++;
	TRY(call_list_rows(cx, filter, &page, views));
	*next = NULL;
	if ((int64_t)views->count > asked->size) {
		views->count = (size_t)asked->size;
		*next = http_cursor_write(cx->arena, CURSOR_MARK, views->rows[views->count - 1].id);
	}
	return OK;
}

/* Active calls of the statuses asked for. */
static enum err read_active(
	struct cx *cx, const struct call_filter *filter, struct call_views *views)
{
	size_t kept = 0;

	TRY(call_live(cx, NULL, views));
	for (size_t i = 0; i < views->count; i++) {
		const char *word = arena_format(cx->arena, ",%s,", views->rows[i].status);

		if (!*filter->statuses || strstr(filter->statuses, word))
			views->rows[kept++] = views->rows[i];
	}
	views->count = kept;
	return OK;
}

static enum err answer_array(struct http_req *rq, const struct call_views *views)
{
	struct json json;

	json_begin(&json, rq->cx.arena, 1024 * (views->count + 1));
	json_open_array(&json);
	for (size_t i = 0; i < views->count; i++)
		call_write_json(&json, &rq->cx, &views->rows[i]);
	json_close_array(&json);
	http_reply_bytes(rq, 200, "application/json", json_end(&json));
	return OK;
}

static enum err answer_object(struct http_req *rq, const struct call_filter *filter,
	const struct call_views *views, const struct http_pagination *pagination)
{
	struct call_views active;
	struct json *json;

	TRY(read_active(&rq->cx, filter, &active));
	json = http_reply(rq, 200);
	call_write_array(json, "calls", &rq->cx, &active);
	json_field_int(json, "active_count", (int64_t)active.count);
	call_write_array(json, "data", &rq->cx, views);
	http_write_pagination(json, pagination);
	return OK;
}

/* GET /api/calls */
static enum err get_list(struct http_req *rq)
{
	struct list_params params = {0};
	struct http_pagination pagination;
	struct call_filter filter;
	struct call_views views;
	struct http_page page;
	int64_t total;

	TRY(http_read(rq, &params));
	TRY(http_page_read(rq, PAGE_ROWS, &page));
	if (!page.paged)
		page.size = PAGE_ROWS;
	TRY(call_filter_make(&rq->cx, &params.query, &filter));
	pagination = (struct http_pagination){.page = page.page, .per_page = page.size};
	TRY(read_page(&rq->cx, &filter, &page, &views, &pagination.next));
	if (text_is(params.format, "array"))
		return answer_array(rq, &views);
	TRY(call_list_count(&rq->cx, &filter, &total));
	pagination.total_capped = total > CALL_COUNT_CAP;
	pagination.total = pagination.total_capped ? CALL_COUNT_CAP : total;
	return answer_object(rq, &filter, &views, &pagination);
}

/* ---- As a file ------------------------------------------------------------------------ */

struct export_params {
	struct call_query query;
	struct http_export_params as;
	struct call_filter filter; /* that the query comes to */
};
static const struct shape_field export_fields[] = {
	CALL_QUERY_FIELDS(struct export_params, query),
	HTTP_EXPORT_FIELDS(
		struct export_params, as, "Of headings and words; the API's own words if not said"),
};
static const struct shape export_shape = {
	.name = "CallExportQuery", .fields = export_fields, .count = COUNT(export_fields)};

static enum err add_rows(struct cx *cx, struct sheet *sheet, const void *arg)
{
	const struct export_params *params = arg;

	return call_list_each(cx, &params->filter, call_sheet_row, sheet);
}

static void tell_filter(struct json *json, const void *arg)
{
	const struct call_query *query = &((const struct export_params *)arg)->query;

	json_field_text(json, "status", query->status);
	json_field_text(json, "direction", query->direction);
	json_field_text(json, "outcome", query->outcome);
	json_field_text(json, "date", query->date);
	json_field_text(json, "date_from", query->date_from);
	json_field_text(json, "date_to", query->date_to);
	json_field_text(json, "search", query->search);
	json_field_text(json, "agent_id", query->agent_id);
	json_field_text(json, "department", query->department);
	json_field_text(json, "queue", query->queue);
}

/* GET /api/calls/export */
static enum err get_export(struct http_req *rq)
{
	struct export_params params = {0};

	TRY(http_read(rq, &params));
	TRY(call_filter_make(&rq->cx, &params.query, &params.filter));
	return http_export(rq, &params.as,
		&(struct http_export){
			.name = "calls",
			.title = WORDS("Calls"),
			.headings = call_sheet_headings,
			.rows = add_rows,
			.action = "calls.exported",
			.tell = tell_filter,
			.list = &params,
		});
}

const struct http_route call_list_routes[] = {
	{.method = HTTP_GET,
		.pattern = "/api/calls",
		.handler = get_list,
		.permission = PERM_CALLS_READ,
		.access = HTTP_READ,
		.summary = "Calls: those that go on now, and a page of all",
		.in = &list_shape,
		.out = &list_out},
	{.method = HTTP_GET,
		.pattern = "/api/calls/export",
		.handler = get_export,
		.permission = PERM_CALLS_EXPORT,
		.access = HTTP_WRITE,
		.summary = "Calls of the filter as a file: CSV or XLSX",
		.in = &export_shape,
		.flags = HTTP_EXPENSIVE},
	{0},
};

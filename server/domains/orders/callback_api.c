/* callback_api.c - HTTP: callbacks. No rules and no SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/orders/order_api.h"
#include "domains/orders/order_internal.h"

#define PAGE_SIZE 50

struct new_params {
	const char *order_id, *phone_number, *notes;
	struct opt_int callback_at;
};
static const struct shape_field new_fields[] = {
	{.name = "order_id",
		.type = SHAPE_KEY,
		.flags = SHAPE_REQUIRED,
		.offset = offsetof(struct new_params, order_id)},
	{.name = "callback_at",
		.type = SHAPE_TIME,
		.flags = SHAPE_REQUIRED,
		.offset = offsetof(struct new_params, callback_at),
		.about = "In the future"},
	{.name = "phone_number",
		.type = SHAPE_PHONE,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct new_params, phone_number),
		.about = "Else the order's"},
	{.name = "notes",
		.type = SHAPE_TEXT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct new_params, notes),
		.max = 2000},
};
static const struct shape new_shape = {
	.name = "CallbackNew", .fields = new_fields, .count = COUNT(new_fields)};

static const struct schema_field answer_fields[] = {
	{.name = "callback", .type = SCHEMA_OBJECT, .ref = &callback_schema},
};
static const struct schema answer = {
	.name = "CallbackAnswer", .fields = answer_fields, .count = COUNT(answer_fields)};

static void reply(struct http_req *rq, int status, const struct callback *callback)
{
	struct json *json = http_reply(rq, status);

	json_key(json, "callback");
	callback_write(json, &rq->cx, callback);
}

/* POST /api/agent/callbacks */
static enum err post_callback(struct http_req *rq)
{
	struct new_params params = {0};
	struct callback callback;

	TRY(http_read(rq, &params));
	TRY(callback_add(&rq->cx, params.order_id, params.callback_at.value, params.phone_number,
		params.notes, &callback));
	reply(rq, 201, &callback);
	return OK;
}

static const char *const list_words[] = {
	"pending", "due", "done", "missed", "cancelled", "open", "all", NULL};

struct list_params {
	const char *status;
};
static const struct shape_field list_fields[] = {
	{.name = "status",
		.type = SHAPE_WORD,
		.flags = SHAPE_QUERY,
		.offset = offsetof(struct list_params, status),
		.words = list_words,
		.about = "open (pending or due) if not said; these come soonest first, all latest "
			 "first"},
};
static const struct shape list_shape = {
	.name = "CallbackListQuery", .fields = list_fields, .count = COUNT(list_fields)};

static const struct schema_field list_out_fields[] = {
	{.name = "callbacks",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &callback_schema},
	{.name = "data",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &callback_schema,
		.about = "The same rows"},
	{.name = "pagination", .type = SCHEMA_OBJECT, .ref = &pagination_schema},
};
static const struct schema list_out = {
	.name = "CallbackListAnswer", .fields = list_out_fields, .count = COUNT(list_out_fields)};

static void write_rows(struct json *json, const struct cx *cx, const char *key,
	const struct callback *rows, size_t count)
{
	json_field_open_array(json, key);
	for (size_t i = 0; i < count; i++)
		callback_write(json, cx, &rows[i]);
	json_close_array(json);
}

/* GET /api/agent/callbacks */
static enum err get_callbacks(struct http_req *rq)
{
	struct list_params params = {0};
	struct http_page page;
	struct callback *rows;
	const char *status;
	struct json *json;
	int64_t total;
	size_t count;

	TRY(http_read(rq, &params));
	TRY(http_page_read(rq, PAGE_SIZE, &page));
	TRY(order_plain_page(&rq->cx, page.cursor, page.page));
	status = text_is(params.status, "open") ? NULL : params.status;
	TRY(callback_list(&rq->cx, status, page.size, (page.page - 1) * page.size, &rows, &count));
	TRY(callback_count(&rq->cx, status, &total));
	json = http_reply(rq, 200);
	write_rows(json, &rq->cx, "callbacks", rows, count);
	write_rows(json, &rq->cx, "data", rows, count);
	order_plain_pagination(json, &page, total);
	return OK;
}

static const char *const outcome_words[] = {"done", "missed", "cancelled", "rescheduled", NULL};

struct change_params {
	const char *status;
	struct opt_int callback_at, version; /* version: read by http_version() */
};
static const struct shape_field change_fields[] = {
	{.name = "status",
		.type = SHAPE_WORD,
		.flags = SHAPE_REQUIRED,
		.offset = offsetof(struct change_params, status),
		.words = outcome_words},
	{.name = "callback_at",
		.type = SHAPE_TIME,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct change_params, callback_at),
		.about = "The new time of a rescheduled one"},
	{.name = "version",
		.type = SHAPE_INT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct change_params, version),
		.max = INT64_MAX,
		.about = "The version last seen; or If-Match"},
};
static const struct shape change_shape = {
	.name = "CallbackChange", .fields = change_fields, .count = COUNT(change_fields)};

/* PATCH /api/agent/callbacks/{id} */
static enum err patch_callback(struct http_req *rq)
{
	struct change_params params = {0};
	struct callback_change change;
	struct callback callback;
	int64_t id;

	TRY(http_read(rq, &params));
	TRY(order_path_id(rq, &id));
	change = (struct callback_change){.status = params.status, .due_us = params.callback_at};
	TRY(http_version(rq, &change.version));
	TRY(callback_change(&rq->cx, id, &change, &callback));
	reply(rq, 200, &callback);
	return OK;
}

const struct http_route callback_routes[] = {
	{.method = HTTP_POST,
		.pattern = "/api/agent/callbacks",
		.handler = post_callback,
		.permission = PERM_ORDERS_WRITE,
		.access = HTTP_WRITE,
		.summary = "Promise to call a customer at a time",
		.in = &new_shape,
		.out = &answer,
		.flags = HTTP_IDEMPOTENT_KEY,
		.status = 201},
	{.method = HTTP_GET,
		.pattern = "/api/agent/callbacks",
		.handler = get_callbacks,
		.permission = PERM_ORDERS_READ,
		.access = HTTP_READ,
		.summary = "Callbacks of the actor's scope",
		.in = &list_shape,
		.out = &list_out},
	{.method = HTTP_PATCH,
		.pattern = "/api/agent/callbacks/{id}",
		.handler = patch_callback,
		.permission = PERM_ORDERS_WRITE,
		.access = HTTP_WRITE,
		.summary = "Say what became of a callback, or move it",
		.in = &change_shape,
		.out = &answer},
	{0},
};

/* order_parts_api.c - HTTP: notes on orders and their history. No rules and no SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/orders/order_api.h"
#include "domains/orders/order_internal.h"

#define HISTORY_ROWS 500

struct note_params {
	const char *note;
};
static const struct shape_field note_fields[] = {
	{.name = "note",
		.aliases = "body,notes",
		.type = SHAPE_TEXT,
		.flags = SHAPE_REQUIRED,
		.offset = offsetof(struct note_params, note),
		.min = 1,
		.max = 4000},
};
static const struct shape note_shape = {
	.name = "OrderNoteNew", .fields = note_fields, .count = COUNT(note_fields)};

static const struct schema_field note_out_fields[] = {
	{.name = "note", .type = SCHEMA_OBJECT, .ref = &order_note_schema},
};
static const struct schema note_out = {
	.name = "OrderNoteAnswer", .fields = note_out_fields, .count = COUNT(note_out_fields)};
static const struct schema_field notes_out_fields[] = {
	{.name = "notes", .type = SCHEMA_OBJECT, .flags = SCHEMA_ARRAY, .ref = &order_note_schema},
	{.name = "data",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &order_note_schema,
		.about = "The same rows"},
};
static const struct schema notes_out = {
	.name = "OrderNotesAnswer", .fields = notes_out_fields, .count = COUNT(notes_out_fields)};
static const struct schema_field history_out_fields[] = {
	{.name = "history",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &order_history_schema,
		.about = "Newest first"},
};
static const struct schema history_out = {.name = "OrderHistoryAnswer",
	.fields = history_out_fields,
	.count = COUNT(history_out_fields)};

/* POST /api/agent/orders/{id}/notes */
static enum err post_note(struct http_req *rq)
{
	struct note_params params = {0};
	struct order_note note;
	struct json *json;

	TRY(http_read(rq, &params));
	TRY(order_note_add(&rq->cx, http_path(rq, "id"), params.note, &note));
	json = http_reply(rq, 201);
	json_key(json, "note");
	order_note_write(json, &note);
	return OK;
}

static void write_notes(
	struct json *json, const char *key, const struct order_note *notes, size_t count)
{
	json_field_open_array(json, key);
	for (size_t i = 0; i < count; i++)
		order_note_write(json, &notes[i]);
	json_close_array(json);
}

/* GET /api/agent/orders/{id}/notes */
static enum err get_notes(struct http_req *rq)
{
	struct order order;
	struct order_note *notes;
	struct json *json;
	size_t count;

	TRY(order_by_key(&rq->cx, http_path(rq, "id"), &order));
	TRY(order_note_list(&rq->cx, order.id, &notes, &count));
	json = http_reply(rq, 200);
	write_notes(json, "notes", notes, count);
	write_notes(json, "data", notes, count);
	return OK;
}

/* GET /api/agent/orders/{id}/history */
static enum err get_history(struct http_req *rq)
{
	struct order order;
	struct order_history *rows;
	struct json *json;
	size_t count;

	TRY(order_by_key(&rq->cx, http_path(rq, "id"), &order));
	TRY(order_history_list(&rq->cx, order.id, HISTORY_ROWS, &rows, &count));
	json = http_reply(rq, 200);
	json_field_open_array(json, "history");
	for (size_t i = 0; i < count; i++)
		order_history_write(json, &rq->cx, &rows[i]);
	json_close_array(json);
	return OK;
}

const struct http_route order_part_routes[] = {
	{.method = HTTP_POST,
		.pattern = "/api/agent/orders/{id}/notes",
		.handler = post_note,
		.permission = PERM_ORDERS_WRITE,
		.access = HTTP_WRITE,
		.summary = "Write a note on an order",
		.in = &note_shape,
		.out = &note_out,
		.flags = HTTP_IDEMPOTENT_KEY,
		.status = 201},
	{.method = HTTP_GET,
		.pattern = "/api/agent/orders/{id}/notes",
		.handler = get_notes,
		.permission = PERM_ORDERS_READ,
		.access = HTTP_READ,
		.summary = "Notes on an order, newest first",
		.out = &notes_out},
	{.method = HTTP_GET,
		.pattern = "/api/agent/orders/{id}/history",
		.handler = get_history,
		.permission = PERM_ORDERS_READ,
		.access = HTTP_READ,
		.summary = "Changes of an order's status, newest first",
		.out = &history_out},
	{0},
};

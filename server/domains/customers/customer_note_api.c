/* customer_note_api.c - HTTP: notes on customers. No rules and no SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/customers/customer_api.h"

#include "domains/accounts/account_api.h"

#define CURSOR_MARK 'n'

static const struct schema_field note_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "content", .type = SCHEMA_TEXT},
	{.name = "user_id", .type = SCHEMA_INT, .flags = SCHEMA_NULLABLE},
	{.name = "author", .type = SCHEMA_TEXT},
	{.name = "own", .type = SCHEMA_BOOL, .about = "The reader wrote it, and may change it"},
	{.name = "created_at", .type = SCHEMA_TIME},
	{.name = "edited_at", .type = SCHEMA_TIME, .flags = SCHEMA_NULLABLE},
	{.name = "version", .type = SCHEMA_INT},
};
const struct schema customer_note_schema = {
	.name = "CustomerNote", .fields = note_fields, .count = COUNT(note_fields)};
static const struct schema_field one_fields[] = {
	{.name = "note", .type = SCHEMA_OBJECT, .ref = &customer_note_schema},
};
static const struct schema one_out = {
	.name = "CustomerNoteAnswer", .fields = one_fields, .count = COUNT(one_fields)};
static const struct schema_field list_fields[] = {
	{.name = "notes",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &customer_note_schema,
		.about = "The newest first"},
	{.name = "pagination", .type = SCHEMA_OBJECT, .ref = &pagination_schema},
};
static const struct schema list_out = {
	.name = "CustomerNotesAnswer", .fields = list_fields, .count = COUNT(list_fields)};

static enum err answer(struct http_req *rq, int status, const struct customer_note *note)
{
	struct json *json = http_reply(rq, status);

	json_key(json, "note");
	customer_note_write(json, &rq->cx, note);
	return OK;
}

/* GET /api/customers/{id}/notes */
static enum err get_notes(struct http_req *rq)
{
	struct http_pagination pagination = {.total = -1};
	struct customer_notes notes;
	struct http_page page;
	struct json *json;
	int64_t below;

	TRY(http_page_read(rq, CUSTOMER_NOTES_SHOWN, &page));
	TRY(http_page_below(&rq->cx, &page, CURSOR_MARK, &below));
	if (!page.paged)
		page.size = CUSTOMER_NOTES_SHOWN;
	TRY(customer_notes_list(&rq->cx, http_path(rq, "id"), below, page.size, &notes));
	json = http_reply(rq, 200);
	json_field_open_array(json, "notes");
	for (size_t i = 0; i < notes.count; i++)
		customer_note_write(json, &rq->cx, &notes.rows[i]);
	json_close_array(json);
	pagination.page = page.page;
	pagination.per_page = page.size;
	if (notes.more)
		pagination.next = http_cursor_write(
			rq->cx.arena, CURSOR_MARK, notes.rows[notes.count - 1].id);
	http_write_pagination(json, &pagination);
	return OK;
}

struct note_params {
	const char *content;
	struct opt_int version;
};
#define CONTENT \
	{ \
		.name = "content", .aliases = "note,text", .type = SHAPE_TEXT, \
		.flags = SHAPE_REQUIRED, .offset = offsetof(struct note_params, content), \
		.min = 1, .max = CUSTOMER_NOTE_LETTERS_MAX \
	}
static const struct shape_field new_fields[] = {CONTENT};
static const struct shape new_shape = {
	.name = "CustomerNoteNew", .fields = new_fields, .count = COUNT(new_fields)};
static const struct shape_field change_fields[] = {
	CONTENT,
	CUSTOMER_VERSION(struct note_params, version),
};
static const struct shape change_shape = {
	.name = "CustomerNoteChange", .fields = change_fields, .count = COUNT(change_fields)};

/* POST /api/customers/{id}/notes */
static enum err post_note(struct http_req *rq)
{
	struct note_params params = {0};
	struct customer_note note;

	TRY(http_read(rq, &params));
	TRY(customer_note_add(&rq->cx, http_path(rq, "id"), params.content, &note));
	return answer(rq, 201, &note);
}

/* 0, which is nobody's, for what is no id. */
static struct customer_note_key key_of(const struct http_req *rq)
{
	struct customer_note_key key = {.customer = http_path(rq, "id")};

	if (!text_int(http_path(rq, "note_id"), &key.note_id))
		key.note_id = 0;
	return key;
}

/* PATCH /api/customers/{id}/notes/{note_id} */
static enum err patch_note(struct http_req *rq)
{
	struct customer_note_key key = key_of(rq);
	struct note_params params = {0};
	struct customer_note note;

	TRY(http_read(rq, &params));
	key.version = params.version;
	TRY(http_version(rq, &key.version));
	TRY(customer_note_edit(&rq->cx, &key, params.content, &note));
	return answer(rq, 200, &note);
}

/* DELETE /api/customers/{id}/notes/{note_id} */
static enum err delete_note(struct http_req *rq)
{
	const struct customer_note_key key = key_of(rq);

	TRY(customer_note_remove(&rq->cx, &key));
	(void)http_reply(rq, 200);
	return OK;
}

const struct http_route customer_note_routes[] = {
	{.method = HTTP_GET,
		.pattern = "/api/customers/{id}/notes",
		.handler = get_notes,
		.permission = PERM_CUSTOMERS_READ,
		.access = HTTP_READ,
		.summary = "Notes on a customer, a page at a time",
		.out = &list_out},
	{.method = HTTP_POST,
		.pattern = "/api/customers/{id}/notes",
		.handler = post_note,
		.permission = PERM_CUSTOMERS_WRITE,
		.access = HTTP_WRITE,
		.summary = "Write a note on a customer",
		.in = &new_shape,
		.out = &one_out,
		.flags = HTTP_IDEMPOTENT_KEY,
		.status = 201},
	{.method = HTTP_PATCH,
		.pattern = "/api/customers/{id}/notes/{note_id}",
		.handler = patch_note,
		.permission = PERM_CUSTOMERS_WRITE,
		.access = HTTP_WRITE,
		.summary = "Change one's own note",
		.in = &change_shape,
		.out = &one_out},
	{.method = HTTP_DELETE,
		.pattern = "/api/customers/{id}/notes/{note_id}",
		.handler = delete_note,
		.permission = PERM_CUSTOMERS_WRITE,
		.access = HTTP_WRITE,
		.summary = "Take one's own note away",
		.out = &success_out},
	{0},
};

/* chat_bulk_api.c - HTTP: one change for many chats. No rules and no SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/chat/chat_api.h"
#include "domains/chat/chat_bulk.h"
#include "domains/chat/chat_tag.h"

struct params {
	const char *const *ids;
	struct opt_bool beside;
	struct chat_bulk bulk;
};
static const struct shape_field bulk_fields[] = {
	{.name = "ids",
		.aliases = "chat_ids",
		.type = SHAPE_KEYS,
		.flags = SHAPE_REQUIRED,
		.offset = offsetof(struct params, ids),
		.min = 1,
		.max = CHAT_BULK_MAX},
	{.name = "action",
		.type = SHAPE_WORD,
		.flags = SHAPE_REQUIRED,
		.offset = offsetof(struct params, bulk.action),
		.words = chat_bulk_words},
	{.name = "reason",
		.type = SHAPE_TEXT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct params, bulk.reason),
		.max = CHAT_SUBJECT_MAX,
		.about = "Of close"},
	{.name = "tags",
		.type = SHAPE_KEYS,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct params, bulk.tags),
		.max = CHAT_TAGS_MAX,
		.about = "Of tag: all that each is to have"},
	{.name = "beside",
		.type = SHAPE_BOOL,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct params, beside),
		.about = "Of tag: what a chat has stays; these come beside"},
	{.name = "agent_id",
		.type = SHAPE_KEY,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct params, bulk.to.agent),
		.about = "Of assign, or department"},
	{.name = "department",
		.type = SHAPE_TEXT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct params, bulk.to.department),
		.max = 40},
	{.name = "note",
		.type = SHAPE_TEXT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct params, bulk.to.note),
		.max = CHAT_NOTE_MAX,
		.about = "Of assign"},
};
static const struct shape bulk_shape = {
	.name = "ChatBulk", .fields = bulk_fields, .count = COUNT(bulk_fields)};

static const struct schema_field result_fields[] = {
	{.name = "id", .type = SCHEMA_TEXT, .about = "As it was sent"},
	{.name = "ok", .type = SCHEMA_BOOL},
	{.name = "error", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "code", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "chat", .type = SCHEMA_OBJECT, .flags = SCHEMA_NULLABLE, .ref = &chat_schema},
};
static const struct schema result_schema = {
	.name = "ChatBulkResult", .fields = result_fields, .count = COUNT(result_fields)};
static const struct schema_field out_fields[] = {
	{.name = "results", .type = SCHEMA_OBJECT, .flags = SCHEMA_ARRAY, .ref = &result_schema},
	{.name = "done", .type = SCHEMA_INT},
	{.name = "failed", .type = SCHEMA_INT},
};
static const struct schema bulk_out = {
	.name = "ChatBulkAnswer", .fields = out_fields, .count = COUNT(out_fields)};

static void write_result(struct json *json, const struct cx *cx, const struct chat_bulk_item *item)
{
	json_open(json);
	json_field_text(json, "id", item->key);
	json_field_bool(json, "ok", item->err == OK);
	json_field_text(json, "error", item->err == OK ? NULL : item->error);
	json_field_text(json, "code", item->err == OK ? NULL : item->code);
	json_key(json, "chat");
	if (item->err == OK)
		chat_write_json(json, cx, &item->chat);
	else
		json_null(json);
	json_close(json);
}

/* POST /api/chats/bulk */
static enum err post_bulk(struct http_req *rq)
{
	struct params params = {0};
	struct chat_bulk_item *items;
	size_t count = 0, done = 0;
	struct json *json;

	TRY(http_read(rq, &params));
	params.bulk.beside = params.beside.given && params.beside.value;
	while (params.ids[count])
		count++;
	items = arena_array(rq->cx.arena, count, sizeof(*items));
	for (size_t i = 0; i < count; i++)
		items[i].key = params.ids[i];
	TRY(chat_bulk_do(&rq->cx, &params.bulk, items, count));
	json = http_reply(rq, 200);
	json_field_open_array(json, "results");
	for (size_t i = 0; i < count; i++) {
		write_result(json, &rq->cx, &items[i]);
		done += items[i].err == OK;
	}
	json_close_array(json);
	json_field_int(json, "done", (int64_t)done);
	json_field_int(json, "failed", (int64_t)(count - done));
	return OK;
}

const struct http_route chat_bulk_routes[] = {
	{.method = HTTP_POST,
		.pattern = "/api/chats/bulk",
		.handler = post_bulk,
		.permission = PERM_CHATS_WRITE,
		.access = HTTP_WRITE,
		.summary = "Close, tag or assign many chats; each says what came of it",
		.in = &bulk_shape,
		.out = &bulk_out},
	{0},
};

/* chat_message_api.c - HTTP: what is said in a chat, and what was read of it. No rules and no SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/chat/chat_api.h"
#include "domains/chat/chat_message.h"

#define PAGE_ROWS 50

/* ---- Reading ------------------------------------------------------------------------------- */

struct page_params {
	struct opt_int before, after, limit;
};
static const struct shape_field page_fields[] = {
	{.name = "before",
		.type = SHAPE_INT,
		.flags = SHAPE_QUERY,
		.offset = offsetof(struct page_params, before),
		.min = 1,
		.max = INT64_MAX,
		.about = "Those before this number, the nearest; the newest without either"},
	{.name = "after",
		.type = SHAPE_INT,
		.flags = SHAPE_QUERY,
		.offset = offsetof(struct page_params, after),
		.max = INT64_MAX,
		.about = "Those after this number, the nearest"},
	{.name = "limit",
		.type = SHAPE_INT,
		.flags = SHAPE_QUERY,
		.offset = offsetof(struct page_params, limit),
		.min = 1,
		.max = CHAT_PAGE_MAX},
};
static const struct shape page_shape = {
	.name = "ChatMessagesQuery", .fields = page_fields, .count = COUNT(page_fields)};

static const struct schema_field page_out_fields[] = {
	{.name = "messages",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &chat_message_schema,
		.about = "In the order in which they were said"},
	{.name = "last_seq", .type = SCHEMA_INT, .about = "Of the whole chat"},
	{.name = "has_more", .type = SCHEMA_BOOL, .about = "Beyond the far end of this page"},
};
static const struct schema page_out = {
	.name = "ChatMessagesAnswer", .fields = page_out_fields, .count = COUNT(page_out_fields)};

/* GET /api/chats/{id}/messages */
static enum err get_messages(struct http_req *rq)
{
	struct page_params params = {0};
	struct chat_messages messages;
	struct chat_pages pages;
	struct json *json;
	struct chat chat;

	TRY(http_read(rq, &params));
	pages = (struct chat_pages){.forwards = params.after.given,
		.before = params.before.value,
		.after = params.after.value,
		.limit = params.limit.given ? params.limit.value : PAGE_ROWS};
	TRY(chat_messages_read(&rq->cx, http_path(rq, "id"), &pages, &chat, &messages));
	json = http_reply(rq, 200);
	json_field_open_array(json, "messages");
	for (size_t i = 0; i < messages.count; i++)
		chat_message_write(json, &rq->cx, chat.id, &messages.rows[i]);
	json_close_array(json);
	json_field_int(json, "last_seq", chat.last_seq);
	json_field_bool(json, "has_more", messages.more);
	return OK;
}

/* ---- Saying --------------------------------------------------------------------------------- */

struct say_params {
	const char *client_id, *content;
	const char *const *files;
	struct opt_int reply_to, seen_seq, canned_id;
	struct opt_bool anyway;
};
static const struct shape_field say_fields[] = {
	{.name = "client_message_id",
		.type = SHAPE_TEXT,
		.flags = SHAPE_REQUIRED,
		.offset = offsetof(struct say_params, client_id),
		.min = 1,
		.max = CHAT_CLIENT_ID_MAX,
		.about = "What the sender calls it: sent again under the same name it is the same "
			 "message"},
	{.name = "content",
		.aliases = "message,text",
		.type = SHAPE_TEXT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct say_params, content),
		.max = CHAT_LETTERS_MAX,
		.about = "Needed without files"},
	{.name = "files",
		.type = SHAPE_KEYS,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct say_params, files),
		.max = FILES_AT_ONCE,
		.about = "Ids of files that one has uploaded"},
	{.name = "reply_to",
		.type = SHAPE_INT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct say_params, reply_to),
		.min = 1,
		.max = INT64_MAX,
		.about = "Number of the message that it answers"},
	{.name = "seen_seq",
		.type = SHAPE_INT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct say_params, seen_seq),
		.max = INT64_MAX,
		.about = "The last message that the writer saw: when somebody else wrote after it, "
			 "the answer is 409 newer_message, which shows that"},
	{.name = "anyway",
		.type = SHAPE_BOOL,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct say_params, anyway),
		.about = "Send it whatever was written in the meantime"},
	{.name = "canned_id",
		.type = SHAPE_INT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct say_params, canned_id),
		.min = 1,
		.max = INT64_MAX,
		.about = "The response that it began as: counted, if one sees it and it is still "
			 "there"},
};
static const struct shape say_shape = {
	.name = "ChatMessageNew", .fields = say_fields, .count = COUNT(say_fields)};

/* POST /api/chats/{id}/messages */
static enum err post_message(struct http_req *rq)
{
	struct say_params params = {0};
	struct chat_said said;

	TRY(http_read(rq, &params));
	TRY(chat_answer(&rq->cx, http_path(rq, "id"),
		&(struct chat_say){.client_id = params.client_id,
			.content = params.content,
			.files = params.files,
			.reply_to = params.reply_to.value,
			.seen_seq = params.seen_seq,
			.anyway = params.anyway.value,
			.canned_id = params.canned_id.value},
		&said));
	chat_reply_said(rq, &said);
	return OK;
}

/* ---- Marks ---------------------------------------------------------------------------------- */

struct read_params {
	struct opt_int seq, delivered_seq;
};
static const struct shape_field read_fields[] = {
	{.name = "seq",
		.type = SHAPE_INT,
		.flags = SHAPE_REQUIRED,
		.offset = offsetof(struct read_params, seq),
		.max = INT64_MAX,
		.about = "The last message that was read; beyond the last one, that"},
	{.name = "delivered_seq",
		.type = SHAPE_INT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct read_params, delivered_seq),
		.max = INT64_MAX,
		.about = "The last that has arrived, read or not"},
};
static const struct shape read_shape = {
	.name = "ChatRead", .fields = read_fields, .count = COUNT(read_fields)};

/* POST /api/chats/{id}/read */
static enum err post_read(struct http_req *rq)
{
	struct read_params params = {0};
	struct chat chat;

	TRY(http_read(rq, &params));
	TRY(chat_read(
		&rq->cx, http_path(rq, "id"), params.seq.value, params.delivered_seq.value, &chat));
	chat_reply(rq, 200, &chat);
	return OK;
}

const struct http_route chat_message_routes[] = {
	{.method = HTTP_GET,
		.pattern = "/api/chats/{id}/messages",
		.handler = get_messages,
		.permission = PERM_CHATS_READ,
		.access = HTTP_READ,
		.summary = "What was said in a chat, a page at a time",
		.in = &page_shape,
		.out = &page_out},
	{.method = HTTP_POST,
		.pattern = "/api/chats/{id}/messages",
		.handler = post_message,
		.permission = PERM_CHATS_WRITE,
		.access = HTTP_WRITE,
		.summary = "Answer the customer; 200 when it had been sent before",
		.in = &say_shape,
		.out = &chat_said_out,
		.status = 201},
	{.method = HTTP_POST,
		.pattern = "/api/chats/{id}/read",
		.handler = post_read,
		.permission = PERM_CHATS_READ,
		.access = HTTP_WRITE,
		.summary = "One has read a chat up to a message",
		.in = &read_shape,
		.out = &chat_answer_out},
	{0},
};

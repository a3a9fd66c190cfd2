/* chat_parts_api.c - HTTP: notes, edits, who types and looks, transcripts, what there was before. No rules and no SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/chat/chat_api.h"
#include "domains/chat/chat_customer.h"
#include "domains/chat/chat_live.h"
#include "domains/chat/chat_note.h"
#include "domains/chat/chat_timeline.h"
#include "domains/chat/chat_transcript.h"

/* ---- Notes and edits --------------------------------------------------------------------------- */

static const struct shape_field note_fields[] = {
	{.name = "client_message_id",
		.type = SHAPE_TEXT,
		.flags = SHAPE_REQUIRED,
		.offset = offsetof(struct chat_note, client_id),
		.min = 1,
		.max = CHAT_CLIENT_ID_MAX},
	{.name = "content",
		.aliases = "note,text",
		.type = SHAPE_TEXT,
		.flags = SHAPE_REQUIRED,
		.offset = offsetof(struct chat_note, content),
		.min = 1,
		.max = CHAT_LETTERS_MAX},
	{.name = "mentions",
		.type = SHAPE_KEYS,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct chat_note, mentions),
		.max = CHAT_MENTIONS_MAX,
		.about = "Colleagues who should know: ids of users, or codes of agents"},
};
static const struct shape note_shape = {
	.name = "ChatNote", .fields = note_fields, .count = COUNT(note_fields)};

/* POST /api/chats/{id}/notes */
static enum err post_note(struct http_req *rq)
{
	struct chat_note note = {0};
	struct chat_said said;

	TRY(http_read(rq, &note));
	TRY(chat_note(&rq->cx, http_path(rq, "id"), &note, &said));
	chat_reply_said(rq, &said);
	return OK;
}

struct edit_params {
	const char *content;
};
static const struct shape_field edit_fields[] = {
	{.name = "content",
		.type = SHAPE_TEXT,
		.flags = SHAPE_REQUIRED,
		.offset = offsetof(struct edit_params, content),
		.min = 1,
		.max = CHAT_LETTERS_MAX},
};
static const struct shape edit_shape = {
	.name = "ChatMessageChange", .fields = edit_fields, .count = COUNT(edit_fields)};

/* PATCH /api/chats/{id}/messages/{seq} */
static enum err patch_message(struct http_req *rq)
{
	struct edit_params params = {0};
	struct chat_said said;
	int64_t seq;

	TRY(http_read(rq, &params));
	if (!text_int(http_path(rq, "seq"), &seq))
		seq = 0;
	TRY(chat_edit_message(&rq->cx, http_path(rq, "id"), seq, params.content, &said));
	chat_reply_said(rq, &said);
	return OK;
}

/* ---- What passes --------------------------------------------------------------------------------- */

struct typing_params {
	struct opt_bool typing;
};
static const struct shape_field typing_fields[] = {
	{.name = "typing",
		.type = SHAPE_BOOL,
		.flags = SHAPE_REQUIRED,
		.offset = offsetof(struct typing_params, typing)},
};
static const struct shape typing_shape = {
	.name = "ChatTyping", .fields = typing_fields, .count = COUNT(typing_fields)};
static const struct schema_field typing_out_fields[] = {
	{.name = "typing", .type = SCHEMA_BOOL},
};
static const struct schema typing_out = {
	.name = "ChatTypingAnswer", .fields = typing_out_fields, .count = COUNT(typing_out_fields)};

/* POST /api/chats/{id}/typing */
static enum err post_typing(struct http_req *rq)
{
	struct typing_params params = {0};

	TRY(http_read(rq, &params));
	TRY(chat_types(&rq->cx, http_path(rq, "id"), params.typing.value));
	json_field_bool(http_reply(rq, 200), "typing", params.typing.value);
	return OK;
}

struct viewing_params {
	struct opt_bool viewing;
};
static const struct shape_field viewing_fields[] = {
	{.name = "viewing",
		.type = SHAPE_BOOL,
		.flags = SHAPE_REQUIRED,
		.offset = offsetof(struct viewing_params, viewing),
		.about = "Said again within a minute while it is so"},
};
static const struct shape viewing_shape = {
	.name = "ChatViewing", .fields = viewing_fields, .count = COUNT(viewing_fields)};
static const struct schema_field viewer_fields[] = {
	{.name = "user_id", .type = SCHEMA_INT},
	{.name = "name", .type = SCHEMA_TEXT},
};
static const struct schema viewer_schema = {
	.name = "ChatViewer", .fields = viewer_fields, .count = COUNT(viewer_fields)};
static const struct schema_field viewing_out_fields[] = {
	{.name = "viewers",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &viewer_schema,
		.about = "Who has the chat open now"},
};
static const struct schema viewing_out = {.name = "ChatViewersAnswer",
	.fields = viewing_out_fields,
	.count = COUNT(viewing_out_fields)};

/* POST /api/chats/{id}/viewing */
static enum err post_viewing(struct http_req *rq)
{
	struct viewing_params params = {0};
	struct chat_viewers viewers;

	TRY(http_read(rq, &params));
	TRY(chat_views(&rq->cx, http_path(rq, "id"), params.viewing.value, &viewers));
	chat_viewers_write(http_reply(rq, 200), &viewers);
	return OK;
}

/* ---- As a file ------------------------------------------------------------------------------------- */

static const char *const format_words[] = {"txt", "json", "html", NULL};
static const char *const reader_words[] = {"staff", "customer", NULL};
struct transcript_params {
	const char *format, *reader;
};
static const struct shape_field transcript_fields[] = {
	{.name = "format",
		.type = SHAPE_WORD,
		.flags = SHAPE_QUERY,
		.offset = offsetof(struct transcript_params, format),
		.words = format_words,
		.about = "txt if not said"},
	{.name = "for",
		.type = SHAPE_WORD,
		.flags = SHAPE_QUERY,
		.offset = offsetof(struct transcript_params, reader),
		.words = reader_words,
		.about = "customer: without notes and what else is internal"},
};
static const struct shape transcript_shape = {.name = "ChatTranscriptQuery",
	.fields = transcript_fields,
	.count = COUNT(transcript_fields)};

static const char *transcript_json(const struct cx *cx, const struct chat *chat,
	const struct chat_messages *messages, bool for_customer)
{
	struct json json;

	json_begin(&json, cx->arena, 512 * (messages->count + 4));
	json_open(&json);
	if (!for_customer) {
		json_key(&json, "chat");
		chat_write_json(&json, cx, chat);
	}
	json_field_open_array(&json, "messages");
	for (size_t i = 0; i < messages->count; i++)
		if (for_customer)
			widget_message_write(&json, cx, chat, &messages->rows[i]);
		else
			chat_message_write(&json, cx, chat->id, &messages->rows[i]);
	json_close_array(&json);
	json_close(&json);
	return json_end(&json).ptr;
}

/* GET /api/chats/{id}/transcript */
static enum err get_transcript(struct http_req *rq)
{
	struct transcript_params params = {0};
	struct chat_messages messages;
	struct chat chat;
	bool for_customer;
	const char *format;

	TRY(http_read(rq, &params));
	format = params.format ? params.format : "txt";
	for_customer = text_is(params.reader, "customer");
	TRY(chat_transcript_read(&rq->cx, http_path(rq, "id"), for_customer, &chat, &messages));
	http_set_header(rq, "Content-Disposition",
		arena_format(rq->cx.arena, "attachment; filename=\"%s.%s\"",
			chat_code(rq->cx.arena, chat.id), format));
	if (text_is(format, "json"))
		http_reply_bytes(rq, 200, "application/json",
			str_of(transcript_json(&rq->cx, &chat, &messages, for_customer)));
	else if (text_is(format, "html"))
		http_reply_bytes(rq, 200, "text/html; charset=utf-8",
			str_of(chat_transcript_html(&rq->cx, &chat, &messages)));
	else
		http_reply_bytes(rq, 200, "text/plain; charset=utf-8",
			str_of(chat_transcript_text(&rq->cx, &chat, &messages)));
	return OK;
}

/* ---- Before ------------------------------------------------------------------------------------------ */

static const struct schema_field moment_fields[] = {
	{.name = "kind", .type = SCHEMA_WORD, .words = chat_timeline_words},
	{.name = "id", .type = SCHEMA_INT},
	{.name = "code", .type = SCHEMA_TEXT, .about = "As people know it"},
	{.name = "title", .type = SCHEMA_TEXT},
	{.name = "state", .type = SCHEMA_TEXT, .about = "A word of its kind"},
	{.name = "agent", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE, .about = "Name"},
	{.name = "at", .type = SCHEMA_TIME},
};
static const struct schema moment_schema = {
	.name = "ChatMoment", .fields = moment_fields, .count = COUNT(moment_fields)};
static const struct schema_field timeline_fields[] = {
	{.name = "timeline",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &moment_schema,
		.about = "Newest first, at most 50"},
};
static const struct schema timeline_out = {
	.name = "ChatTimelineAnswer", .fields = timeline_fields, .count = COUNT(timeline_fields)};

/* GET /api/chats/{id}/timeline */
static enum err get_timeline(struct http_req *rq)
{
	struct chat_moment *moments;
	struct json *json;
	size_t count;

	TRY(chat_timeline(&rq->cx, http_path(rq, "id"), &moments, &count));
	json = http_reply(rq, 200);
	json_field_open_array(json, "timeline");
	for (size_t i = 0; i < count; i++) {
		json_open(json);
		json_field_text(json, "kind", moments[i].kind);
		json_field_int(json, "id", moments[i].id);
		json_field_text(json, "code", moments[i].code);
		json_field_text(json, "title", moments[i].title);
		json_field_text(json, "state", moments[i].state);
		json_field_text(json, "agent", moments[i].agent);
		json_field_time(json, "at", moments[i].at_us);
		json_close(json);
	}
	json_close_array(json);
	return OK;
}

const struct http_route chat_part_routes[] = {
	{.method = HTTP_POST,
		.pattern = "/api/chats/{id}/notes",
		.handler = post_note,
		.permission = PERM_CHATS_WRITE,
		.access = HTTP_WRITE,
		.summary = "Write a note for colleagues; 200 when it had been sent before",
		.in = &note_shape,
		.out = &chat_said_out,
		.status = 201},
	{.method = HTTP_PATCH,
		.pattern = "/api/chats/{id}/messages/{seq}",
		.handler = patch_message,
		.permission = PERM_CHATS_WRITE,
		.access = HTTP_WRITE,
		.summary = "Change what one wrote in the last quarter of an hour",
		.in = &edit_shape,
		.out = &chat_said_out},
	{.method = HTTP_POST,
		.pattern = "/api/chats/{id}/typing",
		.handler = post_typing,
		.permission = PERM_CHATS_WRITE,
		.access = HTTP_READ,
		.summary = "One types, or stopped",
		.in = &typing_shape,
		.out = &typing_out},
	{.method = HTTP_POST,
		.pattern = "/api/chats/{id}/viewing",
		.handler = post_viewing,
		.permission = PERM_CHATS_READ,
		.access = HTTP_WRITE,
		.summary = "One has a chat open, or no more",
		.in = &viewing_shape,
		.out = &viewing_out},
	{.method = HTTP_GET,
		.pattern = "/api/chats/{id}/transcript",
		.handler = get_transcript,
		.permission = PERM_CHATS_READ,
		.access = HTTP_READ,
		.summary = "What was said in a chat, as a file",
		.in = &transcript_shape},
	{.method = HTTP_GET,
		.pattern = "/api/chats/{id}/timeline",
		.handler = get_timeline,
		.permission = PERM_CHATS_READ,
		.access = HTTP_READ,
		.summary =
			"What there was with the customer before: chats, orders, calls, contacts",
		.out = &timeline_out},
	{0},
};

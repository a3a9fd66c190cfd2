/* chat_message.c - what is said in a chat: who may, in which order, once, and who hears of it. */
/* SPDX-License-Identifier: MIT */
#include "domains/chat/chat_message_internal.h"

#include "base/str.h"
#include "base/utf8.h"
#include "domains/canned/canned.h"
#include "domains/chat/chat_events.h"
#include "domains/chat/chat_view_internal.h"
#include "domains/notifications/notification.h"
#include "platform/auth/auth.h"
#include "platform/json/json.h"

#define PREVIEW_LETTERS 160
#define EVENT_BYTES 1024

const char *const chat_speaker_words[] = {"customer", "agent", "bot", "system", NULL};
const char *const chat_kind_words[] = {"text", "file", "note", "event", NULL};

/* Arabic letters begin with the bytes D8 to DB. */
const char *chat_language_of(const char *text)
{
	for (const unsigned char *at = (const unsigned char *)text; *at; at++)
		if (*at >= 0xD8 && *at <= 0xDB)
			return "ar";
	return "en";
}

const char *chat_preview(struct arena *arena, const char *content)
{
	const char *end = content;
	char *line;

	for (int i = 0; i < PREVIEW_LETTERS && *end; i++)
		(void)utf8_next(&end);
	line = arena_text_n(arena, content, (size_t)(end - content));
	for (char *at = line; *at; at++)
		if (*at == '\n' || *at == '\r' || *at == '\t')
			*at = ' ';
	return line;
}

/* ---- Reading ------------------------------------------------------------------------------- */

enum err chat_messages_read(struct cx *cx, const char *key, const struct chat_pages *pages,
	struct chat *chat, struct chat_messages *messages)
{
	db_read_together(cx);
	TRY(chat_by_key(cx, key, chat));
	TRY(chat_store_page(cx, chat->id, pages, messages));
	return chat_read_files(cx, chat->id, messages->rows, messages->count);
}

enum err chat_read_files(
	struct cx *cx, int64_t chat_id, struct chat_message *messages, size_t count)
{
	struct file_list files;
	size_t next = 0;

	if (!count)
		return OK;
	TRY(files_at(cx, &(struct file_place){"chat", chat_id, messages[0].seq},
		messages[count - 1].seq, &files));
	for (size_t i = 0; i < count; i++) {
		struct file_list *own = &messages[i].files;

		own->at = files.at + next;
		while (next < files.count && files.at[next].place.part == messages[i].seq)
			next++;
		own->count = (size_t)(files.at + next - own->at);
	}
	return OK;
}

static void write_author(struct json *json, const struct chat_message *message)
{
	json_key(json, "author");
	if (!message->user_id) {
		json_null(json);
		return;
	}
	json_open(json);
	json_field_int(json, "user_id", message->user_id);
	json_field_id(json, "agent_id", message->agent_id);
	json_field_text(json, "name", message->author);
	json_close(json);
}

void chat_write_reply(struct json *json, const struct chat_message *message)
{
	json_key(json, "reply_to");
	if (!message->reply_to) {
		json_null(json);
		return;
	}
	json_open(json);
	json_field_int(json, "seq", message->reply_to);
	json_field_text(json, "speaker", message->reply_speaker);
	json_field_text(json, "preview", message->reply_preview);
	json_close(json);
}

void chat_message_write(
	struct json *json, const struct cx *cx, int64_t chat_id, const struct chat_message *message)
{
	const bool event = text_is(message->kind, "event");

	json_open(json);
	json_field_int(json, "seq", message->seq);
	json_field_int(json, "chat_id", chat_id);
	json_field_text(json, "conversation_id", chat_code(cx->arena, chat_id));
	json_field_text(json, "speaker", message->speaker);
	json_field_text(json, "kind", message->kind);
	json_field_text(json, "content", message->content);
	json_field_text(json, "language", message->language);
	json_field_bool(json, "internal", message->internal);
	write_author(json, message);
	json_field_text(json, "client_message_id", message->client_id);
	chat_write_reply(json, message);
	json_key(json, "files");
	file_write_list(json, &message->files);
	json_field_raw(json, "mentions", !event && message->detail ? message->detail : "[]");
	json_field_time(json, "sent_at", message->at_us);
	json_field_opt_time(json, "edited_at", message->edited_us);
	json_field_raw(json, "event", event ? message->detail : NULL);
	json_close(json);
}

static enum err may_read_files(struct cx *cx, const struct file_place *place)
{
	struct chat chat;

	return chat_by_key(cx, chat_code(cx->arena, place->id), &chat);
}

const struct file_access chat_file_access = {"chat", may_read_files};

/* ---- Adding -------------------------------------------------------------------------------- */

static enum err tell_message(
	struct cx *cx, const struct chat *chat, const struct chat_message *message)
{
	struct json json;

	json_begin(&json, cx->arena, EVENT_BYTES);
	json_open(&json);
	json_field_int(&json, "chat_id", chat->id);
	json_field_text(&json, "conversation_id", chat_code(cx->arena, chat->id));
	json_field_null(&json, "call_id");
	json_field_text(&json, "speaker", message->speaker);
	json_field_text(&json, "content", message->content);
	json_key(&json, "message");
	chat_message_write(&json, cx, chat->id, message);
	json_field_open(&json, "chat");
	json_field_int(&json, "id", chat->id);
	json_field_int(&json, "last_seq", chat->last_seq);
	json_key(&json, "last_message");
	chat_write_last(&json, &chat->last);
	json_field_int(&json, "message_count", chat->message_count);
	json_field_text(&json, "state", chat->state);
	json_field_int(&json, "version", chat->version);
	json_close(&json);
	return chat_publish_about(cx, chat, "chat:message", &json);
}

/* What a message between the customer and an agent does to the waiting of either. */
static void count_turn(struct chat *chat, const struct chat_message *message)
{
	const struct opt_int now = {message->at_us, true};

	if (text_is(message->speaker, "customer")) {
		chat->customer_count++;
		chat->unread++;
		if (!chat->waiting_since_us.given && !chat_over(chat))
			chat->waiting_since_us = now;
	} else if (text_is(message->speaker, "agent")) {
		chat->waiting_since_us = (struct opt_int){0};
		chat->alert = NULL;
		if (!chat->first_response_us.given)
			chat->first_response_us = now;
	}
}

static void count_message(
	struct arena *arena, struct chat *chat, const struct chat_message *message)
{
	chat->last_seq = message->seq;
	chat->touched_us = message->at_us;
	if (text_is(message->kind, "event"))
		return;
	chat->message_count++;
	if (message->internal)
		return;
	chat->last = (struct chat_last){.seq = message->seq,
		.speaker = message->speaker,
		.kind = message->kind,
		.preview = chat_preview(arena, message->content),
		.at_us = message->at_us};
	count_turn(chat, message);
}

enum err chat_add(struct cx *cx, struct chat *chat, struct chat_message *message)
{
	/* What happens to a full chat is still told: it can be closed. */
	if (chat->last_seq >= CHAT_MESSAGES_MAX && !text_is(message->kind, "event"))
		return fail(cx, ERR_STATE, NULL, "This chat is full. Begin another one.");
	message->seq = chat->last_seq + 1;
	message->at_us = cx->now_us;
	if (!message->language)
		message->language = chat_language_of(message->content);
	TRY(chat_store_add(cx, chat->id, message));
	count_message(cx->arena, chat, message);
	TRY(chat_store_said(cx, chat));
	TRY(tell_message(cx, chat, message));
	return chat_tell_customer(cx, chat, message);
}

void chat_event_begin(struct json *json, const struct cx *cx, const char *type)
{
	json_begin(json, cx->arena, 256);
	json_open(json);
	json_field_text(json, "type", type);
}

enum err chat_add_event(struct cx *cx, struct chat *chat, struct json *json, bool internal)
{
	struct chat_message event = {.speaker = "system",
		.kind = "event",
		.content = "",
		.language = chat->language,
		.internal = internal,
		.user_id = cx->actor->user_id,
		.agent_id = cx->actor->agent_id,
		.author = cx->actor->user_id ? cx->actor->user_name : NULL};

	json_close(json);
	event.detail = json_end(json).ptr;
	if (internal && chat->last_seq >= CHAT_MESSAGES_MAX)
		return OK; /* offers without end must not make it grow without end */
	return chat_add(cx, chat, &event);
}

enum err chat_find_again(struct cx *cx, int64_t chat_id, const char *speaker, const char *client_id,
	struct chat_message *message, bool *found)
{
	*found = false;
	if (!client_id)
		return OK;
	TRY(chat_store_by_client(cx, chat_id, speaker, client_id, message, found));
	return *found ? chat_read_files(cx, chat_id, message, 1) : OK;
}

enum err chat_attach(struct cx *cx, const struct chat *chat, const struct file_owner *owner,
	const struct chat_say *say, struct chat_message *message)
{
	const struct file_place place = {"chat", chat->id, chat->last_seq + 1};

	if (!say->files || !say->files[0])
		return text_empty(say->content)
			? fail(cx, ERR_INVALID, "content", "Write something, or send a file.")
			: OK;
	message->kind = "file";
	return file_bind(cx, owner, say->files, &place, &message->files);
}

/* ---- Answering ------------------------------------------------------------------------------ */

static enum err check_answers(struct cx *cx, const struct chat *chat)
{
	static const char *const waiting[] = {"claim", NULL};
	static const char *const over[] = {"reopen", NULL};

	if (chat_over(chat))
		return fail_state(cx, NULL, over, "This chat is over. Reopen it to answer.");
	if (!chat_is(chat, "active"))
		return fail_state(cx, NULL, waiting, "Take this chat before you answer.");
	if (chat->agent.id == cx->actor->agent_id || actor_may(cx->actor, PERM_CHATS_ASSIGN))
		return OK;
	return fail(cx, ERR_DENIED, NULL, "Another agent has this chat.");
}

/* What a colleague or the customer wrote in the meantime may make the answer wrong. */
static enum err check_newer(struct cx *cx, const struct chat *chat, const struct chat_say *say)
{
	struct chat_messages newer;
	struct json json;

	if (say->anyway || !say->seen_seq.given || say->seen_seq.value >= chat->last_seq)
		return OK;
	TRY(chat_store_others(cx, chat->id, say->seen_seq.value, &newer));
	if (!newer.count)
		return OK;
	json_begin(&json, cx->arena, EVENT_BYTES);
	json_open(&json);
	json_field_int(&json, "last_seq", chat->last_seq);
	json_field_open_array(&json, "messages");
	for (size_t i = 0; i < newer.count; i++)
		chat_message_write(&json, cx, chat->id, &newer.rows[i]);
	json_close_array(&json);
	json_close(&json);
	cx->failure.current_json = json_end(&json).ptr;
	cx->failure.code = "newer_message";
	return fail(cx, ERR_CONFLICT, "seen_seq", "Something was written in the meantime.");
}

enum err chat_check_reply(struct cx *cx, const struct chat *chat, const struct chat_say *say,
	struct chat_message *message)
{
	struct chat_message replied;
	enum err err;

	if (!say->reply_to)
		return OK;
	err = chat_store_message(cx, chat->id, say->reply_to, &replied);
	if (err == ERR_NOT_FOUND ||
		(err == OK && (replied.internal || text_is(replied.kind, "event")))) {
		fail_clear(cx);
		return fail(cx, ERR_INVALID, "reply_to", "There is no such message to reply to.");
	}
	TRY(err);
	message->reply_to = replied.seq;
	message->reply_speaker = replied.speaker;
	message->reply_preview = chat_preview(cx->arena, replied.content);
	return OK;
}

enum err chat_answer(
	struct cx *cx, const char *key, const struct chat_say *say, struct chat_said *said)
{
	const struct file_owner self = file_owner_self(cx);
	struct chat *chat = &said->chat;

	TRY(chat_store_hold(cx, key, chat));
	TRY(chat_find_again(cx, chat->id, "agent", say->client_id, &said->message, &said->again));
	if (said->again)
		return OK;
	TRY(check_answers(cx, chat));
	TRY(check_newer(cx, chat, say));
	said->message = (struct chat_message){.speaker = "agent",
		.kind = "text",
		.content = say->content ? say->content : "",
		.client_id = say->client_id,
		.user_id = cx->actor->user_id,
		.agent_id = cx->actor->agent_id,
		.author = cx->actor->user_name};
	TRY(chat_check_reply(cx, chat, say, &said->message));
	TRY(chat_attach(cx, chat, &self, say, &said->message));
	if (chat->unread) /* whoever answers has read */
		TRY(chat_mark(cx, chat, chat->last_seq, chat->last_seq));
	TRY(chat_sign(cx, chat, &said->message));
	chat_answered_self(cx, chat);
	if (say->canned_id)
		TRY(canned_used(cx, say->canned_id, said->message.content));
	return chat_add(cx, chat, &said->message);
}

/* ---- Marks ---------------------------------------------------------------------------------- */

enum err chat_tell_read(struct cx *cx, const struct chat *chat, const char *side)
{
	const bool customer = text_is(side, "customer");
	struct json json;

	json_begin(&json, cx->arena, 128);
	json_open(&json);
	json_field_int(&json, "chat_id", chat->id);
	json_field_text(&json, "side", side);
	json_field_int(&json, "delivered_seq",
		customer ? chat->customer_delivered_seq : chat->agent_delivered_seq);
	json_field_int(
		&json, "read_seq", customer ? chat->customer_read_seq : chat->agent_read_seq);
	return chat_publish_about(cx, chat, "chat:read", &json);
}

static int64_t most(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

/* Whoever has the chat reads for its side. */
static enum err mark_agent(struct cx *cx, struct chat *chat, int64_t seq, int64_t delivered_seq)
{
	const int64_t read = most(chat->agent_read_seq, seq);
	const int64_t delivered = most(most(chat->agent_delivered_seq, delivered_seq), read);

	if (!cx->actor->agent_id || chat->agent.id != cx->actor->agent_id)
		return OK;
	if (read == chat->agent_read_seq && delivered == chat->agent_delivered_seq)
		return OK;
	chat->agent_read_seq = read;
	chat->agent_delivered_seq = delivered;
	TRY(chat_store_said(cx, chat));
	TRY(chat_tell_read(cx, chat, "agent"));
	return chat_tell_customer_read(cx, chat);
}

enum err chat_mark(struct cx *cx, struct chat *chat, int64_t seq, int64_t delivered_seq)
{
	int64_t after = 0;

	if (cx->actor->user_id && seq) {
		if (seq < chat->last_seq)
			TRY(chat_store_customer_after(cx, chat->id, seq, &after));
		TRY(chat_store_mark(cx, chat->id, seq, chat->customer_count - after));
		if (after < chat->unread)
			chat->unread = after;
		TRY(notification_seen(cx, "chat", chat->id));
	}
	return mark_agent(cx, chat, seq, delivered_seq);
}

enum err chat_read(
	struct cx *cx, const char *key, int64_t seq, int64_t delivered_seq, struct chat *chat)
{
	TRY(chat_store_hold(cx, key, chat));
	if (seq > chat->last_seq)
		seq = chat->last_seq;
	if (delivered_seq > chat->last_seq)
		delivered_seq = chat->last_seq;
	return chat_mark(cx, chat, seq, delivered_seq);
}

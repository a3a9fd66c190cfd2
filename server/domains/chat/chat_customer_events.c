/* chat_customer_events.c - what a visitor is told: what a customer may see, and no event of those who work. */
/* SPDX-License-Identifier: MIT */
#include "domains/chat/chat_customer_internal.h"

#include "base/str.h"
#include "platform/events/events.h"
#include "platform/json/json.h"

#define EVENT_BYTES 1024

/* ---- As the customer sees it ------------------------------------------------------------- */

static const char *state_word(const struct chat *chat)
{
	if (chat_over(chat))
		return "closed";
	return chat_is(chat, "active") ? "active" : "waiting";
}

void widget_chat_write(
	struct json *json, const struct cx *cx, const struct chat *chat, bool receipts)
{
	json_open(json);
	json_field_text(json, "id", chat_code(cx->arena, chat->id));
	json_field_text(json, "state", state_word(chat));
	json_field_text(json, "agent_name", chat_is(chat, "active") ? chat->agent.name : NULL);
	json_field_opt_int(json, "position", chat->position);
	json_field_int(json, "last_seq", chat->last.seq); /* notes leave no gap at the end */
	json_field_int(json, "delivered_seq", receipts ? chat->agent_delivered_seq : 0);
	json_field_int(json, "read_seq", receipts ? chat->agent_read_seq : 0);
	json_key(json, "rating");
	if (chat->rating)
		json_int(json, chat->rating);
	else
		json_null(json);
	json_close(json);
}

static void write_files(struct json *json, const struct cx *cx, const struct chat *chat,
	const struct file_list *files)
{
	struct file_links links = {0};

	if (files->count)
		links = chat_file_links(cx, chat->visitor.id);
	json_field_open_array(json, "files");
	for (size_t i = 0; i < files->count; i++)
		file_write_json_at(json, &files->at[i], &links);
	json_close_array(json);
}

void widget_message_write(struct json *json, const struct cx *cx, const struct chat *chat,
	const struct chat_message *message)
{
	const bool own = text_is(message->speaker, "customer");

	json_open(json);
	json_field_int(json, "seq", message->seq);
	json_field_text(json, "speaker", message->speaker);
	json_field_text(json, "name", own ? NULL : message->author);
	json_field_text(json, "content", message->content);
	json_field_text(json, "kind", message->kind);
	write_files(json, cx, chat, &message->files);
	json_field_text(json, "client_message_id", own ? message->client_id : NULL);
	chat_write_reply(json, message);
	json_field_time(json, "sent_at", message->at_us);
	json_field_opt_time(json, "edited_at", message->edited_us);
	json_close(json);
}

/* ---- Telling ------------------------------------------------------------------------------ */

static struct event to_visitor(const struct chat *chat, const char *type, struct json *json)
{
	json_close(json);
	return (struct event){.type = type,
		.subject_type = "chat",
		.subject_id = chat->id,
		.audience = {.permission = PERM_SELF, .visitor_id = chat->visitor.id},
		.data = json_end(json).ptr};
}

static void begin(struct json *json, const struct cx *cx)
{
	json_begin(json, cx->arena, EVENT_BYTES);
	json_open(json);
}

enum err chat_tell_customer(
	struct cx *cx, const struct chat *chat, const struct chat_message *message)
{
	struct event event;
	struct json json;

	if (!chat->visitor.id || message->internal || text_is(message->kind, "note") ||
		text_is(message->kind, "event"))
		return OK;
	begin(&json, cx);
	json_key(&json, "message");
	widget_message_write(&json, cx, chat, message);
	event = to_visitor(chat, "widget:message", &json);
	return events_publish(cx, &event);
}

enum err chat_tell_customer_chat(struct cx *cx, const struct chat *chat)
{
	struct chat_settings settings;
	struct event event;
	struct json json;

	if (!chat->visitor.id)
		return OK;
	TRY(chat_settings_get(cx, &settings));
	begin(&json, cx);
	json_key(&json, "chat");
	widget_chat_write(&json, cx, chat, settings.receipts);
	event = to_visitor(chat, "widget:chat", &json);
	return events_publish(cx, &event);
}

enum err chat_tell_customer_read(struct cx *cx, const struct chat *chat)
{
	struct chat_settings settings;
	struct event event;
	struct json json;

	if (!chat->visitor.id)
		return OK;
	TRY(chat_settings_get(cx, &settings));
	if (!settings.receipts)
		return OK;
	begin(&json, cx);
	json_field_int(&json, "delivered_seq", chat->agent_delivered_seq);
	json_field_int(&json, "read_seq", chat->agent_read_seq);
	event = to_visitor(chat, "widget:read", &json);
	return events_publish(cx, &event);
}

void chat_tell_typing_customer(
	struct cx *cx, const struct chat *chat, const char *name, bool typing)
{
	struct event event;
	struct json json;

	if (!chat->visitor.id)
		return;
	begin(&json, cx);
	json_field_text(&json, "name", name);
	json_field_bool(&json, "typing", typing);
	event = to_visitor(chat, "widget:typing", &json);
	events_tell(cx, &event);
}

static enum err tell_blocked(struct cx *cx, int64_t visitor_id)
{
	return events_publish(cx,
		&(struct event){.type = "widget:blocked",
			.subject_type = "widget_visitor",
			.subject_id = visitor_id,
			.audience = {.permission = PERM_SELF, .visitor_id = visitor_id},
			.data = "{}"});
}

enum err chat_tell_blocked(struct cx *cx, const struct chat *chat)
{
	int64_t *visitors;
	size_t count;

	if (chat->visitor.id)
		TRY(tell_blocked(cx, chat->visitor.id));
	TRY(chat_store_blocked_visitors(cx, chat->customer_id, &visitors, &count));
	for (size_t i = 0; i < count; i++)
		if (visitors[i] != chat->visitor.id)
			TRY(tell_blocked(cx, visitors[i]));
	return OK;
}

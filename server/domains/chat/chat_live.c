/* chat_live.c - what passes in a chat: told to who is there, and forgotten. */
/* SPDX-License-Identifier: MIT */
#include "domains/chat/chat_live.h"

#include "base/str.h"
#include "domains/chat/chat_customer_internal.h"
#include "platform/auth/auth.h"
#include "platform/json/json.h"

static void begin(struct json *json, const struct cx *cx, const struct chat *chat)
{
	json_begin(json, cx->arena, 256);
	json_open(json);
	json_field_int(json, "chat_id", chat->id);
}

void chat_tell_typing(
	struct cx *cx, const struct chat *chat, const char *side, const char *name, bool typing)
{
	struct json json;

	begin(&json, cx, chat);
	json_field_text(&json, "side", side);
	json_field_id(&json, "user_id", text_is(side, "agent") ? cx->actor->user_id : 0);
	json_field_text(&json, "name", name);
	json_field_bool(&json, "typing", typing);
	chat_tell_about(cx, chat, "chat:typing", &json);
}

void chat_tell_visitor(struct cx *cx, const struct chat *chat)
{
	struct json json;

	begin(&json, cx, chat);
	json_field_bool(&json, "online", chat->visitor.online);
	json_field_text(&json, "page_url", chat->visitor.page_url);
	json_field_text(&json, "page_title", chat->visitor.page_title);
	chat_tell_about(cx, chat, "chat:visitor", &json);
}

enum err chat_types(struct cx *cx, const char *key, bool typing)
{
	struct chat chat;

	TRY(chat_by_key(cx, key, &chat));
	chat_tell_typing(cx, &chat, "agent", cx->actor->user_name, typing);
	if (chat_is(&chat, "active") && chat.agent.id == cx->actor->agent_id)
		chat_tell_typing_customer(cx, &chat, chat.agent.name, typing);
	return OK;
}

void chat_viewers_write(struct json *json, const struct chat_viewers *viewers)
{
	json_field_open_array(json, "viewers");
	for (size_t i = 0; i < viewers->count; i++) {
		json_open(json);
		json_field_int(json, "user_id", viewers->rows[i].user_id);
		json_field_text(json, "name", viewers->rows[i].name);
		json_close(json);
	}
	json_close_array(json);
}

enum err chat_views(struct cx *cx, const char *key, bool viewing, struct chat_viewers *viewers)
{
	struct json json;
	struct chat chat;

	TRY(chat_by_key(cx, key, &chat));
	TRY(chat_store_viewing(cx, chat.id, viewing));
	TRY(chat_store_viewers(cx, chat.id, viewers));
	begin(&json, cx, &chat);
	chat_viewers_write(&json, viewers);
	chat_tell_about(cx, &chat, "chat:viewers", &json);
	return OK;
}

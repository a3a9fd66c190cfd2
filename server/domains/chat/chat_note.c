/* chat_note.c - notes with mentions beside a chat, and messages put right. */
/* SPDX-License-Identifier: MIT */
#include "domains/chat/chat_note.h"

#include "base/clock.h"
#include "base/str.h"
#include "domains/accounts/account.h"
#include "domains/chat/chat_control_internal.h"
#include "platform/auth/auth.h"
#include "platform/json/json.h"

/* ---- Notes --------------------------------------------------------------------------------- */

static enum err find_person(struct cx *cx, const char *key, struct chat_person *person)
{
	struct agent agent;
	int64_t id = 0;

	if (!text_int(key, &id) && agent_code_read(key)) {
		const enum err err = agent_by_key(cx, key, &agent);

		if (err == ERR_NOT_FOUND)
			fail_clear(cx);
		else
			TRY(err);
		id = err == OK ? agent.user_id : 0;
	}
	return chat_store_person(cx, id, person);
}

/* Whom it names, as the JSON that the message keeps. */
static enum err read_mentions(struct cx *cx, const struct chat_note *note,
	struct chat_person *people, size_t *count, const char **detail)
{
	struct json json;

	*count = 0;
	*detail = NULL;
	if (!note->mentions || !note->mentions[0])
		return OK;
	json_begin(&json, cx->arena, 64);
	json_open_array(&json);
	for (size_t i = 0; note->mentions[i] && i < CHAT_MENTIONS_MAX; i++) {
		TRY(find_person(cx, note->mentions[i], &people[i]));
		json_int(&json, people[i].user_id);
		(*count)++;
	}
	json_close_array(&json);
	*detail = json_end(&json).ptr;
	return OK;
}

/* From now on they see it. */
static enum err ask_in(
	struct cx *cx, const struct chat *chat, const struct chat_person *people, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (people[i].agent_id && people[i].agent_id != chat->agent.id)
			TRY(chat_store_guest(cx, chat->id, people[i].agent_id));
	return OK;
}

static enum err tell_people(struct cx *cx, const struct chat *chat,
	const struct chat_person *people, size_t count, const char *content)
{
	for (size_t i = 0; i < count; i++)
		TRY(chat_notify(
			cx, chat, people[i].user_id, "mention", chat_preview(cx->arena, content)));
	return OK;
}

static struct chat_message note_of(const struct cx *cx, const char *content)
{
	return (struct chat_message){.speaker = "agent",
		.kind = "note",
		.internal = true,
		.content = content,
		.user_id = cx->actor->user_id,
		.agent_id = cx->actor->agent_id,
		.author = cx->actor->user_name};
}

enum err chat_add_note(struct cx *cx, struct chat *chat, const char *content)
{
	struct chat_message message = note_of(cx, content);

	return chat_add(cx, chat, &message);
}

enum err chat_note(
	struct cx *cx, const char *key, const struct chat_note *note, struct chat_said *said)
{
	struct chat_person people[CHAT_MENTIONS_MAX];
	const char *detail;
	size_t count;

	TRY(chat_store_hold(cx, key, &said->chat));
	TRY(chat_find_again(
		cx, said->chat.id, "agent", note->client_id, &said->message, &said->again));
	if (said->again)
		return OK;
	TRY(read_mentions(cx, note, people, &count, &detail));
	said->message = note_of(cx, note->content);
	said->message.client_id = note->client_id;
	said->message.detail = detail;
	TRY(ask_in(cx, &said->chat, people, count));
	TRY(chat_add(cx, &said->chat, &said->message));
	return tell_people(cx, &said->chat, people, count, note->content);
}

/* ---- Put right -------------------------------------------------------------------------------- */

static enum err check_edit(struct cx *cx, const struct chat_message *message)
{
	static const char *const nothing[] = {NULL};

	if (text_is(message->kind, "event") || !cx->actor->user_id ||
		message->user_id != cx->actor->user_id)
		return fail(cx, ERR_DENIED, NULL, "Only one's own messages can be changed.");
	if (cx->now_us - message->at_us > CHAT_EDIT_MINUTES * US_PER_MINUTE)
		return fail_state(cx, NULL, nothing,
			"A message can be changed for %d minutes after it was sent.",
			CHAT_EDIT_MINUTES);
	return OK;
}

static enum err tell_edited(
	struct cx *cx, const struct chat *chat, const struct chat_message *message)
{
	struct json json;

	json_begin(&json, cx->arena, 1024);
	json_open(&json);
	json_field_int(&json, "chat_id", chat->id);
	json_key(&json, "message");
	chat_message_write(&json, cx, chat->id, message);
	json_key(&json, "last_message");
	chat_write_last(&json, &chat->last);
	TRY(chat_publish_about(cx, chat, "chat:message_edited", &json));
	return chat_tell_customer(cx, chat, message);
}

enum err chat_edit_message(
	struct cx *cx, const char *key, int64_t seq, const char *content, struct chat_said *said)
{
	struct chat *chat = &said->chat;
	struct chat_message *message = &said->message;

	said->again = true; /* nothing new came into being */
	TRY(chat_store_hold(cx, key, chat));
	TRY(chat_store_message(cx, chat->id, seq, message));
	TRY(check_edit(cx, message));
	TRY(chat_store_edit(cx, chat->id, message, content));
	TRY(chat_read_files(cx, chat->id, message, 1));
	message->content = content;
	message->edited_us = (struct opt_int){cx->now_us, true};
	if (chat->last.seq == seq) {
		chat->last.preview = chat_preview(cx->arena, content);
		TRY(chat_store_preview(cx, chat));
	}
	return tell_edited(cx, chat, message);
}

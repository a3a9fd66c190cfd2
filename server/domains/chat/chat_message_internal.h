/* chat_message_internal.h - shared inside domains/chat: adding messages to a chat that is held. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_CHAT_CHAT_MESSAGE_INTERNAL_H
#define DOMAINS_CHAT_CHAT_MESSAGE_INTERNAL_H

#include "domains/chat/chat_message.h"

/*
 * Add a message to a chat whose row is held, count it there and tell who sees
 * the chat. Gives it its number and time. ERR_STATE: the chat is full.
 */
MUST_USE enum err chat_add(struct cx *cx, struct chat *chat, struct chat_message *message);
/*
 * What has happened, as a message: {type, …} with the members that `json`, an
 * open object with the type in it, already has. internal: not for the customer.
 */
MUST_USE enum err chat_add_event(
	struct cx *cx, struct chat *chat, struct json *json, bool internal);
/* Begins such an object. */
void chat_event_begin(struct json *json, const struct cx *cx, const char *type);

/* The writer's files come with a message that is about to be added. ERR_INVALID on content, files. */
MUST_USE enum err chat_attach(struct cx *cx, const struct chat *chat,
	const struct file_owner *owner, const struct chat_say *say, struct chat_message *message);

/* What it replies to is there, and for the customer to see. ERR_INVALID on reply_to. */
MUST_USE enum err chat_check_reply(struct cx *cx, const struct chat *chat,
	const struct chat_say *say, struct chat_message *message);

/* Written before by this side under this name; *found. */
MUST_USE enum err chat_find_again(struct cx *cx, int64_t chat_id, const char *speaker,
	const char *client_id, struct chat_message *message, bool *found);

/* The actor's own mark, and where it has the chat the agent's; told when the latter moved. */
MUST_USE enum err chat_mark(struct cx *cx, struct chat *chat, int64_t seq, int64_t delivered_seq);
/* chat:read of one side, as the row says it. */
MUST_USE enum err chat_tell_read(struct cx *cx, const struct chat *chat, const char *side);

/*
 * To the visitor whose chat it is, when there is one (chat_customer_events.c): a message
 * that is not internal, the chat as it is now, the marks of the agent's side.
 */
MUST_USE enum err chat_tell_customer(
	struct cx *cx, const struct chat *chat, const struct chat_message *message);
MUST_USE enum err chat_tell_customer_chat(struct cx *cx, const struct chat *chat);
MUST_USE enum err chat_tell_customer_read(struct cx *cx, const struct chat *chat);

/* To who may not write any more since this chat was blocked: their sockets are closed. */
MUST_USE enum err chat_tell_blocked(struct cx *cx, const struct chat *chat);

/*
 * Before the actor's answer is added (chat_auto.c): its signature below it, as it wants to
 * sign chats; and that it is there again.
 */
MUST_USE enum err chat_sign(struct cx *cx, struct chat *chat, struct chat_message *message);
void chat_answered_self(struct cx *cx, struct chat *chat);

/* A line of at most 160 letters. */
const char *chat_preview(struct arena *arena, const char *content);

/* Files of messages that were read, put to them. */
MUST_USE enum err chat_read_files(
	struct cx *cx, int64_t chat_id, struct chat_message *messages, size_t count);

/* ---- chat_message_store.c -------------------------------------------------------------------- */

/* How much its messages say together. */
MUST_USE enum err chat_store_letters(struct cx *cx, int64_t chat_id, int64_t *letters);
MUST_USE enum err chat_store_page(struct cx *cx, int64_t chat_id, const struct chat_pages *pages,
	struct chat_messages *messages);
MUST_USE enum err chat_store_message(
	struct cx *cx, int64_t chat_id, int64_t seq, struct chat_message *message);
MUST_USE enum err chat_store_by_client(struct cx *cx, int64_t chat_id, const char *speaker,
	const char *client_id, struct chat_message *message, bool *found);
/* Messages of others than the actor after a number, notes too, events not. */
MUST_USE enum err chat_store_others(
	struct cx *cx, int64_t chat_id, int64_t after, struct chat_messages *messages);
MUST_USE enum err chat_store_add(
	struct cx *cx, int64_t chat_id, const struct chat_message *message);
/* Counts, marks, times and the last message of a chat, as the row in memory says. */
MUST_USE enum err chat_store_said(struct cx *cx, const struct chat *chat);
MUST_USE enum err chat_store_mark(
	struct cx *cx, int64_t chat_id, int64_t seq, int64_t customer_count);
/* Messages of the customer after a number. */
MUST_USE enum err chat_store_customer_after(
	struct cx *cx, int64_t chat_id, int64_t after, int64_t *count);

#endif

/* chat_note.h - notes beside a chat, and messages put right. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_CHAT_CHAT_NOTE_H
#define DOMAINS_CHAT_CHAT_NOTE_H

#include "domains/chat/chat_message.h"

#define CHAT_MENTIONS_MAX 10
#define CHAT_EDIT_MINUTES 15

struct chat_note {
	const char *client_id, *content;
	const char *const *mentions; /* ids of users, or agents' codes; NULL-terminated; NULL */
};
/*
 * For colleagues alone: never the customer's, by no way. Who is mentioned hears
 * of it and sees the chat from then on. ERR_INVALID on mentions.
 */
MUST_USE enum err chat_note(
	struct cx *cx, const char *key, const struct chat_note *note, struct chat_said *said);

/*
 * Another text for one's own message of the last CHAT_EDIT_MINUTES; what it said
 * is kept. ERR_DENIED: another's. ERR_STATE: too late. ERR_NOT_FOUND.
 */
MUST_USE enum err chat_edit_message(
	struct cx *cx, const char *key, int64_t seq, const char *content, struct chat_said *said);

/* Whom a mention names. ERR_NOT_FOUND. (chat_note_store.c) */
struct chat_person {
	int64_t user_id, agent_id;
};
MUST_USE enum err chat_store_person(struct cx *cx, int64_t user_id, struct chat_person *person);
MUST_USE enum err chat_store_guest(struct cx *cx, int64_t chat_id, int64_t agent_id);
/* The text as it was is kept beside. */
MUST_USE enum err chat_store_edit(
	struct cx *cx, int64_t chat_id, const struct chat_message *before, const char *content);
MUST_USE enum err chat_store_preview(struct cx *cx, const struct chat *chat);

#endif

/* chat_message.h - what is said in a chat: numbered, written once, told to who sees it. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_CHAT_CHAT_MESSAGE_H
#define DOMAINS_CHAT_CHAT_MESSAGE_H

#include "domains/chat/chat_view.h"
#include "domains/files/file.h"

#define CHAT_LETTERS_MAX 4000
#define CHAT_CLIENT_ID_MAX 64
#define CHAT_MESSAGES_MAX 20000 /* of one chat */
#define CHAT_PAGE_MAX 200

struct chat_message {
	int64_t seq; /* its number in the chat */
	const char *speaker, *kind, *content, *language; /* never NULL */
	bool internal; /* never for the customer */
	int64_t user_id, agent_id; /* who wrote it; 0: the customer, a program */
	const char *author; /* the name of that user, or NULL */
	const char *client_id; /* what the sender calls it, or NULL */
	int64_t reply_to; /* 0: to none */
	const char *reply_speaker, *reply_preview;
	const char *detail; /* JSON: of an event; mentions of a note; or NULL */
	int64_t at_us;
	struct opt_int edited_us;
	struct file_list files;
};

struct chat_messages {
	struct chat_message *rows; /* in their order */
	size_t count;
	bool more; /* beyond the far end of what was asked for */
};

/* Words of messages, NULL-terminated. */
extern const char *const chat_speaker_words[]; /* customer, agent, bot, system */
extern const char *const chat_kind_words[]; /* text, file, note, event */

/* ---- Reading ------------------------------------------------------------------------------ */

struct chat_pages {
	bool forwards; /* after `after`; else before `before` */
	bool for_customer; /* nothing that is internal, and no events */
	int64_t before, after; /* before 0: the newest */
	int64_t limit;
};
/* Of a chat that the actor sees; *chat is its row. ERR_NOT_FOUND. */
MUST_USE enum err chat_messages_read(struct cx *cx, const char *key, const struct chat_pages *pages,
	struct chat *chat, struct chat_messages *messages);

/* The object `ChatMessage`; its schema is chat_message_schema (chat_api.h). */
void chat_message_write(struct json *json, const struct cx *cx, int64_t chat_id,
	const struct chat_message *message);
/* Its member `reply_to`: what it replies to, or null. For either side. */
void chat_write_reply(struct json *json, const struct chat_message *message);
/* Arabic letters anywhere: "ar", else "en". */
const char *chat_language_of(const char *text);

/* Files of a chat's messages are of who sees the chat. For file_access_add(). */
extern const struct file_access chat_file_access;

/* Responses are filled in with what a chat knows. For canned_subject_add(). */
extern const struct canned_subject chat_canned_subject;

/* ---- Saying ------------------------------------------------------------------------------- */

struct chat_say {
	const char *client_id; /* required: the same again is the same message */
	const char *content; /* may be empty beside files */
	const char *const *files; /* codes of the writer's own; NULL-terminated; NULL: none */
	int64_t reply_to; /* 0: to none */
	struct opt_int seen_seq; /* the last that the writer had before their eyes */
	bool anyway;
	int64_t canned_id; /* the response that it began as, to be counted; 0: none */
};
struct chat_said {
	struct chat chat;
	struct chat_message message;
	bool again; /* it had been written before */
};
/*
 * The actor answers the customer. Of its own chat; with chats.assign of any that
 * it sees.
 *
 * ERR_NOT_FOUND  no such chat
 * ERR_STATE      nobody has taken it, or it is over
 * ERR_DENIED     it is another's
 * ERR_CONFLICT   newer_message: a colleague or the customer wrote after seen_seq; `current` shows it
 * ERR_INVALID    content, files, reply_to
 */
MUST_USE enum err chat_answer(
	struct cx *cx, const char *key, const struct chat_say *say, struct chat_said *said);

/* ---- Marks -------------------------------------------------------------------------------- */

/* The actor has read up to seq. Of the agent who has the chat the customer learns it. */
MUST_USE enum err chat_read(
	struct cx *cx, const char *key, int64_t seq, int64_t delivered_seq, struct chat *chat);

#endif

/* chat_self.h - what agents say of their own chats: how many, how they take and sign them, what is said for them. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_CHAT_CHAT_SELF_H
#define DOMAINS_CHAT_CHAT_SELF_H

#include "domains/chat/chat_settings.h"

/* What is said for an agent: when a chat becomes theirs, and while they are not there. */
enum chat_self_situation { CHAT_SELF_GREETING, CHAT_SELF_AWAY, CHAT_SELF_SITUATIONS };
extern const char *const chat_self_words[]; /* greeting, away */
extern const char *const chat_accept_words[]; /* manual, auto */
extern const char *const chat_signature_words[]; /* none, first, every */

struct chat_self {
	int64_t version; /* of the agent's row */
	int64_t allowed; /* chats at a time, as the company or who manages the agent says */
	struct opt_int own; /* fewer, as the agent says; not given: all that are allowed */
	const char *accept, *signature;
	struct chat_answer answers[CHAT_SELF_SITUATIONS];
	bool here; /* not away, on a break, … */
};

/* The actor's. ERR_DENIED: it is no agent. */
MUST_USE enum err chat_self_get(struct cx *cx, struct chat_self *self);
/*
 * As they are to be, of the version last seen. ERR_INVALID on capacity: more than is
 * allowed. ERR_CONFLICT with `current`.
 */
MUST_USE enum err chat_self_put(
	struct cx *cx, const struct chat_self *wanted, struct chat_self *after);
/* Members of an open object. */
void chat_self_write(struct json *json, const struct chat_self *self);

/* ---- chat_self_store.c: no rules ------------------------------------------------------------ */

/* Of an agent; capacity: the company's. ERR_NOT_FOUND. */
MUST_USE enum err chat_self_store_get(
	struct cx *cx, int64_t agent_id, int64_t capacity, struct chat_self *self);
/* Of the actor. *stored false: another version is there. */
MUST_USE enum err chat_self_store_put(
	struct cx *cx, const struct chat_self *self, const char *answers, bool *stored);

#endif

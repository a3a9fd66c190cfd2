/* chat_control.h - chats in the hands of people: begun, taken, handed on, closed. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_CHAT_CHAT_CONTROL_H
#define DOMAINS_CHAT_CHAT_CONTROL_H

#include "domains/chat/chat_view.h"

#define CHAT_NAME_MAX 200
#define CHAT_SUBJECT_MAX 200
#define CHAT_NOTE_MAX 4000

/* Texts are NULL when they were not given. */
struct chat_start {
	const char *customer_key; /* id or code; else name, and e-mail or phone */
	const char *name, *email, *phone;
	const char *department, *subject;
	const char *message, *client_id; /* the first message; none */
};
/*
 * The actor's agent begins a chat with a customer, and has it.
 *
 * ERR_DENIED     only an agent has chats
 * ERR_INVALID    names the field
 * ERR_NOT_FOUND  no such customer that the actor may see
 */
MUST_USE enum err chat_begin(struct cx *cx, const struct chat_start *wanted, struct chat *chat);

/* What somebody does with a chat that they see. */
struct chat_order {
	const char *key; /* id or conv_N */
	struct opt_int version; /* the one last seen */
	const char *reason; /* NULL: none was given */
};
/*
 * Of many who take the same chat one has it; the others learn who by
 * ERR_CONFLICT, code `taken`. Taken again by the same agent it stays taken.
 *
 * ERR_NOT_FOUND  no chat that the actor sees, or might have taken
 * ERR_STATE      it is over, or offered to somebody else
 * ERR_CONFLICT   taken; or it has changed since the version
 * ERR_DENIED     only an agent has chats
 */
MUST_USE enum err chat_claim(struct cx *cx, const struct chat_order *order, struct chat *chat);

/*
 * The chat is over. ERR_STATE: it was. ERR_DENIED: another's, without chats.assign.
 */
MUST_USE enum err chat_close(struct cx *cx, const struct chat_order *order, struct chat *chat);

/* To whom: an agent by id or code, or a department by its code; with what they should know. */
struct chat_transfer {
	const char *agent, *department, *note;
};
/*
 * Handed on, the history and the note go along. One that waits is given by who
 * gives chats. ERR_STATE: it is over. ERR_DENIED. ERR_INVALID.
 */
MUST_USE enum err chat_hand_on(struct cx *cx, const struct chat_order *order,
	const struct chat_transfer *to, struct chat *chat);

/*
 * A chat that is over goes on: with the agent who had it, when it is that agent
 * who asks; else it waits again, which who gives chats may decide. ERR_STATE,
 * ERR_DENIED.
 */
MUST_USE enum err chat_reopen(struct cx *cx, const struct chat_order *order, struct chat *chat);

/*
 * Who writes in it may not any more, from no page and under no address of
 * theirs; or may again. ERR_DENIED.
 */
MUST_USE enum err chat_block(struct cx *cx, const struct chat_order *order, struct chat *chat);
MUST_USE enum err chat_unblock(struct cx *cx, const struct chat_order *order, struct chat *chat);

/* ---- Of a customer, whatever chats there were (chat_person.c) -------------------------------- */

struct customer;
/* It is known now who writes in a chat: what the chat does not say of them it takes over. ERR_DENIED. */
MUST_USE enum err chat_know_customer(
	struct cx *cx, const struct chat_order *order, const struct customer *customer);
/* The same of a customer and all their addresses and pages; their open chats say so. */
MUST_USE enum err chat_block_customer(
	struct cx *cx, const struct customer *customer, const char *reason);
MUST_USE enum err chat_unblock_customer(struct cx *cx, const struct customer *customer);
/* May the customer not write, or from one of their addresses? Who said so and why. */
struct chat_block_mark {
	bool blocked;
	int64_t at_us, user_id; /* 0: a program with a key of its own */
	const char *by, *reason; /* by: NULL for nobody who is known */
};
MUST_USE enum err chat_block_of(
	struct cx *cx, const struct customer *customer, struct chat_block_mark *mark);

/* Codes of all its tags, NULL-terminated. ERR_INVALID: there is none of that code. */
MUST_USE enum err chat_tag(
	struct cx *cx, const struct chat_order *order, const char *const *tags, struct chat *chat);
/* The same; those that it has already stay. */
MUST_USE enum err chat_tag_beside(
	struct cx *cx, const struct chat_order *order, const char *const *tags, struct chat *chat);

/* What can be changed of a chat; NULL: as it is. */
struct chat_change {
	const char *subject, *priority;
	const char *name, *email, *phone, *customer_key;
};
/* ERR_CONFLICT for another version than the last, with the row as it is now. ERR_INVALID. */
MUST_USE enum err chat_edit(struct cx *cx, const struct chat_order *order,
	const struct chat_change *change, struct chat *chat);

#endif

/* chat_control_internal.h - shared inside domains/chat: a chat in hand, changed and told. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_CHAT_CHAT_CONTROL_INTERNAL_H
#define DOMAINS_CHAT_CHAT_CONTROL_INTERNAL_H

#include "domains/chat/chat_control.h"
#include "domains/chat/chat_events.h"
#include "domains/chat/chat_message_internal.h"
#include "domains/chat/chat_settings.h"
#include "domains/chat/chat_view_internal.h"

/* A chat whose row is held, and how it was before. */
struct chat_hand {
	struct chat before, chat;
};

/* ERR_NOT_FOUND; ERR_CONFLICT for another version than the one given. */
MUST_USE enum err chat_take_up(
	struct cx *cx, const struct chat_order *order, struct chat_hand *hand);
/* The same whoever sees it: for jobs and customers. */
MUST_USE enum err chat_take_up_any(struct cx *cx, int64_t id, struct chat_hand *hand);
/*
 * Write what was changed in hand->chat, read the row as it is now, and tell: that
 * it is gone to those who see it no more, then `type` to those who see it.
 */
MUST_USE enum err chat_settle(
	struct cx *cx, struct chat_hand *hand, const char *type, const char *const *changed);

/* Its agent's business, or of who gives chats. ERR_DENIED. */
MUST_USE enum err chat_check_own(struct cx *cx, const struct chat *chat);
/* ERR_STATE with `reopen` as what may follow. */
MUST_USE enum err chat_check_going(struct cx *cx, const struct chat *chat);

/* To the end of a queue, in the order of its priority; nobody has it any more. */
void chat_queue(struct chat *chat, int64_t now_us);
/* Its place, by its priority, since it began to wait. */
void chat_queue_again(struct chat *chat);
/* Out of every queue, into the hands of an agent. */
struct agent;
void chat_give(struct chat *chat, const struct agent *agent, int64_t now_us);
/* Over: closed, missed or abandoned. */
void chat_end(struct chat *chat, const char *state, int64_t now_us);

/* An agent who works here. ERR_INVALID on agent_id. */
MUST_USE enum err chat_find_agent(struct cx *cx, const char *key, struct agent *agent);
/* ERR_INVALID on department. */
MUST_USE enum err chat_find_department(struct cx *cx, const char *code, int64_t *id);
/* From now on it is the agent's. */
MUST_USE enum err chat_begin_turn(struct cx *cx, const struct chat *chat, int64_t from_agent_id);
/* {customer_name, by} with the chat as subject. */
MUST_USE enum err chat_notify(struct cx *cx, const struct chat *chat, int64_t user_id,
	const char *type, const char *body);
/* Its agent, who does not have it open, hears what the customer wrote; one message at a time. */
MUST_USE enum err chat_notify_message(
	struct cx *cx, const struct chat *chat, const struct chat_message *message);
/* A note of the actor's, not for the customer. */
MUST_USE enum err chat_add_note(struct cx *cx, struct chat *chat, const char *content);

/*
 * What the company says by itself to a customer who has just written: that the chat
 * was taken in, that all are busy, away, or that it is closed; each once a chat. Of one
 * in an agent's hands, what that agent has said for the time of not being there.
 * (chat_auto.c)
 */
MUST_USE enum err chat_answer_alone(struct cx *cx, struct chat *chat);
/* The greeting of the agent whose it has just become, once a chat and agent. */
MUST_USE enum err chat_greet(struct cx *cx, struct chat *chat);

/* ---- chat_store.c ----------------------------------------------------------------------- */

/* Begins the transaction; the conversation and its chat, whose id is written. */
MUST_USE enum err chat_store_new(struct cx *cx, struct chat *chat);
/* Everything but what chat_store_said() writes; the version goes up. */
MUST_USE enum err chat_store_save(struct cx *cx, const struct chat *chat);

/* Something that is being done with a chat: an offer, an agent's time, a transfer. */
struct chat_turn {
	const char *kind; /* offer, agent, transfer */
	int64_t agent_id, department_id, from_agent_id;
	const char *note; /* NULL: none */
};
MUST_USE enum err chat_store_turn(struct cx *cx, int64_t chat_id, const struct chat_turn *turn);
/* Ends those of the kind that go on. outcome NULL: none. */
MUST_USE enum err chat_store_turn_end(
	struct cx *cx, int64_t chat_id, const char *kind, const char *outcome);
/* All whom a chat is with: their page, customer, address and number. */
MUST_USE enum err chat_store_block(struct cx *cx, const struct chat *chat, const char *reason);
MUST_USE enum err chat_store_unblock(struct cx *cx, const struct chat *chat);
/* Is any of them blocked? */
MUST_USE enum err chat_store_blocked(struct cx *cx, const struct chat *chat, bool *blocked);
/* ---- chat_person_store.c ------------------------------------------------------------------ */

struct customer;
MUST_USE enum err chat_store_block_customer(
	struct cx *cx, const struct customer *customer, const char *reason);
MUST_USE enum err chat_store_unblock_customer(struct cx *cx, const struct customer *customer);
MUST_USE enum err chat_store_block_of(
	struct cx *cx, const struct customer *customer, struct chat_block_mark *mark);
/* Chats of a customer that go on. */
MUST_USE enum err chat_store_live_of(
	struct cx *cx, int64_t customer_id, int64_t **ids, size_t *count);

/* The newest page of a customer; 0: none. */
MUST_USE enum err chat_store_visitor_of(struct cx *cx, int64_t customer_id, int64_t *visitor_id);

#endif

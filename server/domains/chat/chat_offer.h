/* chat_offer.h - chats given out by the program itself, and what it looks after. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_CHAT_CHAT_OFFER_H
#define DOMAINS_CHAT_CHAT_OFFER_H

#include "domains/chat/chat_control_internal.h"
#include "platform/jobs/jobs.h"

/* The actor takes what is offered to it. As chat_claim(); ERR_STATE: nothing is offered to it. */
MUST_USE enum err chat_accept(struct cx *cx, const struct chat_order *order, struct chat *chat);
/* It goes to the next. ERR_STATE: nothing is offered to it. */
MUST_USE enum err chat_decline(struct cx *cx, const struct chat_order *order, struct chat *chat);

extern const struct job_kind chat_jobs[];

/* ---- chat_offer_store.c -------------------------------------------------------------------- */

struct chat_of {
	int64_t company_id, chat_id;
};
struct chats_of {
	struct chat_of *rows;
	size_t count;
};

/* Who waits, or is offered to somebody, where companies want chats given out. */
MUST_USE enum err chat_store_waiting(struct cx *cx, struct chats_of *rows);
/* What the program is to look at, of all companies, by what each of them has set. */
MUST_USE enum err chat_store_wait_long(struct cx *cx, struct chats_of *rows);
MUST_USE enum err chat_store_unseen(struct cx *cx, struct chats_of *rows);
MUST_USE enum err chat_store_left_alone(struct cx *cx, struct chats_of *rows);
MUST_USE enum err chat_store_given_up(struct cx *cx, struct chats_of *rows);
/* Is it still so, now that the chat is held? Its agent may have come back since it was found. */
MUST_USE enum err chat_store_is_alone(struct cx *cx, const struct chat *chat, bool *alone);

/* Pages with a line say every few minutes that they are there; whoever does not is gone. */
#define CHAT_UNHEARD_US (11 * US_PER_MINUTE)
/* *rows are the chats of those who were here until now. */
MUST_USE enum err chat_store_unheard(struct cx *cx, struct chats_of *rows);

/* Whose turn it is. id 0: nobody has room now. */
struct chat_taker {
	int64_t id;
	bool auto_accept;
};
MUST_USE enum err chat_store_taker(
	struct cx *cx, const struct chat *chat, int64_t capacity, struct chat_taker *taker);
/* How many are there for its department, and how many of them have room. */
MUST_USE enum err chat_store_room(
	struct cx *cx, const struct chat *chat, int64_t capacity, int64_t *there, int64_t *free);
/* Is an agent there who takes chats, of whichever department? Every page of a site asks. */
MUST_USE enum err chat_store_anyone(struct cx *cx, bool *there);
/* Users who give chats and see this one; a few. */
MUST_USE enum err chat_store_leads(
	struct cx *cx, const struct chat *chat, int64_t **users, size_t *count);

#endif

/* interaction.h - contacts as agents sum them up, and what customers say of them. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_INTERACTIONS_INTERACTION_H
#define DOMAINS_INTERACTIONS_INTERACTION_H

#include "base/cx.h"

struct order;
struct order_hooks;

extern const char *const interaction_type_words[]; /* call, email, chat, follow_up; NULL */
extern const char *const interaction_resolution_words[]; /* resolved, pending, escalated, ... */
extern const char *const rating_channel_words[]; /* agent, link; NULL */

#define RATING_LEAST 1
#define RATING_MOST 5

/* For order_hook(): entries of the view, figures of the dashboard, logged calls, closed orders. */
extern const struct order_hooks interaction_order_hooks;

/*
 * Raises an escalation of the order to the supervisor, in the transaction of the
 * interaction that says so; OK when one is on its way. Set once at start by
 * what stands above this domain (app wires it).
 */
typedef enum err interaction_escalation(
	struct cx *cx, const struct order *order, const char *reason);
void interaction_on_escalated(interaction_escalation *raise);

/* The parcel of the order has arrived: asks for a rating if the company wants it so. */
MUST_USE enum err rating_order_delivered(struct cx *cx, int64_t order_id);

#endif

/* escalation.h - complaints of customers, and what agents hand up to those above them. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_ESCALATIONS_ESCALATION_H
#define DOMAINS_ESCALATIONS_ESCALATION_H

#include "base/cx.h"

struct order;
struct order_hooks;

extern const char *const escalation_level_words[]; /* supervisor, manager; NULL */
extern const char *const escalation_status_words[]; /* raised, assigned, resolved, ...; NULL */
extern const char *const complaint_status_words[]; /* open, in_progress, resolved; NULL */

/* For order_hook(): steps for the order's view, the open one, and the dashboard's number. */
extern const struct order_hooks escalation_order_hooks;

/* To the supervisor, by what an agent wrote of a contact; OK when one is on its way already. */
MUST_USE enum err escalation_by_contact(
	struct cx *cx, const struct order *order, const char *reason);

#endif

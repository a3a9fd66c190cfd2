/* customer_reach.h - who sees a customer, and who hears of one. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_CUSTOMERS_CUSTOMER_REACH_H
#define DOMAINS_CUSTOMERS_CUSTOMER_REACH_H

#include "domains/contacts/contact.h"

/*
 * A customer is seen by whoever sees an order, a chat or a call of theirs; by
 * all who see every one of any of the three. A customer who is not seen is
 * ERR_NOT_FOUND, as one who does not exist.
 */
MUST_USE enum err customer_seen(struct cx *cx, const char *key, struct customer *customer);
MUST_USE enum err customer_is_seen(struct cx *cx, int64_t customer_id, bool *seen);

/*
 * customer:updated {customer_id, version, changed} to those who see the customer.
 * changed: names of members, NULL-terminated. Nothing else of the customer: what
 * each may read of them is not the same.
 */
MUST_USE enum err customer_publish(
	struct cx *cx, const struct customer *customer, const char *const *changed);

/* ---- customer_reach_store.c ------------------------------------------------------------------ */

MUST_USE enum err customer_store_is_seen(struct cx *cx, int64_t customer_id, bool *seen);

#define CUSTOMER_REACH_ROWS 400
/* Each at most once; of a pool 0 is anyone's. */
struct customer_reach {
	int64_t agents[CUSTOMER_REACH_ROWS], teams[CUSTOMER_REACH_ROWS], pools[CUSTOMER_REACH_ROWS];
	size_t agent_count, team_count, pool_count;
};
/* Whose the newest orders, chats and calls of a customer are. */
MUST_USE enum err customer_store_reach(
	struct cx *cx, int64_t customer_id, struct customer_reach *reach);

#endif

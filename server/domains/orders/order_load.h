/* order_load.h - for bulk loaders: what an order's own rules would have written beside it. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_ORDERS_ORDER_LOAD_H
#define DOMAINS_ORDERS_ORDER_LOAD_H

#include "domains/orders/order.h"
#include "platform/auth/auth.h"

/* Somebody still has work with it: what agents' load and urgency count. */
bool order_is_open(enum order_status status);

/* The words that search finds it by, as order_search and order_search_pending hold them. */
const char *order_search_body(struct arena *arena, const struct order *order);

/* When the policy calls again after the n-th attempt in a row without an answer. */
int64_t order_next_attempt(const struct company *company, int64_t attempts, int64_t now_us);

/* How many of an order's parcels are in each of these states. */
struct order_parcels {
	int64_t delivered, returned, under_way, lost;
};
/* What became of a confirmed order. */
enum order_outcome order_outcome_of(enum order_status status, const struct order_parcels *parcels);

/* The flags of the customer's orders as the rules would have left them; nobody is told. */
MUST_USE enum err order_flags_load(struct cx *cx, int64_t customer_id);

#endif

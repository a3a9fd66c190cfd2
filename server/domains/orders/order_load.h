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

#endif

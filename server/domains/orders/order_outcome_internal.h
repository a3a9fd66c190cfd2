/* order_outcome_internal.h - what became of confirmed orders, and orders to look at twice. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_ORDERS_ORDER_OUTCOME_INTERNAL_H
#define DOMAINS_ORDERS_ORDER_OUTCOME_INTERNAL_H

/* A part of order_internal.h, which includes it after what it needs. */
#include "domains/orders/order_internal.h"

/* ---- Confirmations (confirmation.c, confirmation_store.c) ------------------- */

/* The row of an order that was ever confirmed: its last confirmation, and what came of it. */
struct confirmation {
	int64_t order_id, confirmed_us, day, agent_id, product_id;
	const char *area, *source, *currency;
	int64_t value_minor;
	enum order_outcome outcome;
};

/*
 * Bring the order's row and the counters up to what order and parcels say now.
 * confirmed: the order has just been confirmed; without it an order that never
 * was stays without a row. *moved (or NULL): the outcome is another.
 */
MUST_USE enum err confirmation_follow(
	struct cx *cx, const struct order *order, bool confirmed, bool *moved);
/* For orders from before there were rows: from their history. */
MUST_USE enum err confirmation_rebuild(struct cx *cx, const struct order *order);

MUST_USE enum err confirmation_store_get(
	struct cx *cx, int64_t order_id, struct confirmation *row, bool *found);
MUST_USE enum err confirmation_store_put(struct cx *cx, const struct confirmation *row);
/* Into (by = 1) or out of (-1) the numbers of its day. */
MUST_USE enum err confirmation_store_count(
	struct cx *cx, const struct confirmation *row, int64_t by);
/* When it was last confirmed and by which agent; not given in *at_us: never. */
MUST_USE enum err confirmation_store_history(
	struct cx *cx, int64_t order_id, struct opt_int *at_us, int64_t *agent_id);
MUST_USE enum err confirmation_store_parcels(
	struct cx *cx, int64_t order_id, struct order_parcels *parcels);

/* ---- Flags (order_flag.c, order_flag_store.c) -------------------------------- */

enum order_flag { FLAG_REFUSER, FLAG_DUPLICATE, FLAG_COUNT };
#define FLAG_BIT(flag) (INT64_C(1) << (flag))

struct order_flag_rules {
	int64_t refused_least, refused_of; /* refused_least 0: nobody is flagged */
	int64_t duplicate_days; /* 0: no order is */
	int64_t version; /* 0: the standard, never changed */
};

/*
 * Judge the customer's last orders anew: those whose flags changed get another
 * version and are told, but for `self` (or NULL), which the caller is about to
 * tell: its member alone is set.
 */
MUST_USE enum err order_flags_refresh(struct cx *cx, int64_t customer_id, struct order *self);

/* One order as the rules see it. */
struct flag_order {
	int64_t id, product_id, created_us, flags;
	enum order_status status;
	enum order_outcome outcome; /* ORDER_OUTCOME_COUNT: never confirmed */
};
#define FLAG_ORDERS_MAX 50 /* newest of a customer that are looked at */
struct flag_dismissal {
	int64_t order_id, other_id;
	enum order_flag flag;
};
struct flag_history {
	struct flag_order *orders; /* newest first */
	size_t count;
	struct flag_dismissal *dismissals;
	size_t dismissal_count;
};
/* Bits that orders[i] should have. */
int64_t order_flags_judge(
	const struct flag_history *history, const struct order_flag_rules *rules, size_t i);

/* Why an order is flagged: for people. */
struct order_flag_reason {
	enum order_flag flag;
	int64_t refused, of; /* of a refuser: so many of so many */
	int64_t days; /* of duplicates */
	int64_t hidden; /* orders that speak for it and that the reader does not see */
	struct order *orders; /* those that the reader sees */
	size_t order_count;
};
/* At most FLAG_COUNT; none for an order without flags, which costs nothing. */
MUST_USE enum err order_flag_reasons(struct cx *cx, const struct order *order,
	struct order_flag_reason reasons[FLAG_COUNT], size_t *count);

/* Somebody looked into it and knows better. ERR_STATE: the order has no such flag. */
MUST_USE enum err order_flag_dismiss(struct cx *cx, const char *key, enum order_flag flag,
	struct opt_int version, struct order *order);

MUST_USE enum err order_flag_rules_get(struct cx *cx, struct order_flag_rules *rules);
/* ERR_INVALID, ERR_CONFLICT (version). All orders are gone through afterwards, by a job. */
MUST_USE enum err order_flag_rules_put(struct cx *cx, struct order_flag_rules *rules);

MUST_USE enum err order_flag_store_history(
	struct cx *cx, int64_t customer_id, struct flag_history *history);
MUST_USE enum err order_flag_store_dismissals(
	struct cx *cx, int64_t customer_id, struct flag_history *history);
MUST_USE enum err order_flag_store_set(
	struct cx *cx, int64_t order_id, int64_t flags, bool raise_version);
MUST_USE enum err order_flag_store_dismiss(
	struct cx *cx, int64_t order_id, enum order_flag flag, int64_t other_id);
/* False in *found: the standard is left in *rules. */
MUST_USE enum err order_flag_store_rules(
	struct cx *cx, struct order_flag_rules *rules, bool *found);
/* ERR_CONFLICT: not this version any more. */
MUST_USE enum err order_flag_store_put_rules(struct cx *cx, struct order_flag_rules *rules);

/* ---- Going through all orders (order_recheck.c, order_recheck_store.c) ---------- */

struct order_recheck {
	int64_t company_id, after_id, requested_us;
};
/* From the beginning, soon. */
MUST_USE enum err order_recheck_request(struct cx *cx);
MUST_USE enum err order_recheck_store_next(struct cx *cx, struct order_recheck *recheck, bool *any);
MUST_USE enum err order_recheck_store_orders(
	struct cx *cx, int64_t after_id, int64_t limit, struct order_list *list);
MUST_USE enum err order_recheck_store_advance(
	struct cx *cx, const struct order_recheck *recheck, int64_t after_id);
MUST_USE enum err order_recheck_store_done(struct cx *cx, const struct order_recheck *recheck);
MUST_USE enum err order_recheck_store_commit(struct cx *cx);
struct job;
MUST_USE enum err order_recheck_run(struct cx *cx, const struct job *job);

/* Whoever sees it. ERR_NOT_FOUND. */
MUST_USE enum err order_store_get_any(struct cx *cx, int64_t id, struct order *order);

#endif

/* order_store_internal.h - SQL that the stores of this folder share. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_ORDERS_ORDER_STORE_INTERNAL_H
#define DOMAINS_ORDERS_ORDER_STORE_INTERNAL_H

#include "domains/orders/order_internal.h"
#include "domains/orders/order_visible.h"

#include "platform/db/db.h"

/* What order_store_read() reads, in its order; joins the agent for name, number and team. */
#define ORDER_COLUMNS \
	"o.id, o.code_year, o.version, o.status, o.status_since_us, o.priority, o.customer_id," \
	" o.customer_name, o.customer_phone, o.seller_id, o.seller_name, o.product_id," \
	" o.product_code, o.product_name, o.product_url, o.quantity, o.price_minor, o.currency," \
	" o.address, o.area, o.landmark, o.expected_us, o.expected_delivery_day," \
	" o.department_id, o.assigned_agent_id, a.name, a.agent_no, a.team_id, o.assigned_us," \
	" o.attempts, o.next_attempt_us, o.cancellation_reason, o.cancellation_details," \
	" o.source, o.external_code, o.created_us, o.created_day, o.updated_us," \
	" o.pending_changes, o.sla_state, o.sla_policy_id, o.sla_response_due_us," \
	" o.sla_responded_us, o.sla_resolution_due_us, o.sla_resolved_us, o.sla_next_us, o.flags"
#define ORDER_COLUMN_COUNT 47

/* What order_store_read_heads() reads, in its order. */
#define ORDER_HEAD "o.id, o.version, o.created_us, o.status_since_us, a.name, a.agent_no"

#define ORDER_FROM \
	" FROM orders o LEFT JOIN agents a" \
	" ON a.company_id = o.company_id AND a.id = o.assigned_agent_id"

/*
 * True of every order, and in no index: keeps SQLite from walking orders_created,
 * which has all of a head, where an agent or numbers are asked for.
 */
#define ORDER_LOOKED_AT "o.quantity > 0"

/* A text column that SQLite's planner is not to choose an index by, where a better one is meant. */
#define ORDER_UNINDEXED(column) "(" column " || '')"

void order_store_read(const struct db_value *cells, struct order *out);
void order_store_read_all(struct cx *cx, const struct db_result *result, struct order_list *list);
void order_store_read_heads(struct cx *cx, const struct db_result *result, struct order_list *list);

/* As order_store_scope_args() for statements that ask for an agent, or agent and team. */
size_t order_store_agent_args(const struct actor *actor, struct db_value args[2]);
/* As order_store_scope_args() for statements of a set; agent_id is meant by SET_MINE alone. */
size_t order_store_set_args(
	const struct actor *actor, enum order_set set, int64_t agent_id, struct db_value args[3]);

/*
 * The filter's statuses and priorities for lists of seven and two parameters:
 * what is not asked for repeats what is, so that one statement serves all.
 */
#define ORDER_FILTER_ARGS (ORDER_STATUS_COUNT + 2)
size_t order_store_filter_args(
	const struct order_filter *filter, struct db_value args[ORDER_FILTER_ARGS]);

/* A statement of a list and what goes into it. */
#define ORDER_LIST_ARGS 28
struct order_chosen {
	const struct db_query *query;
	struct db_value args[ORDER_LIST_ARGS];
	size_t count;
};
void order_chosen_int(struct order_chosen *to, int64_t value);
void order_chosen_filter(struct order_chosen *to, const struct order_filter *filter);
void order_chosen_set(
	struct order_chosen *to, const struct cx *cx, const struct order_filter *filter);
/* For other orders than that of creation (order_sort_store.c). */
void order_choose_sorted(struct cx *cx, const struct order_filter *filter,
	const struct order_page *page, struct order_chosen *to);

#endif

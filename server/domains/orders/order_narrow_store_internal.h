/* order_narrow_store_internal.h - what statements of narrowed lists share. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_ORDERS_ORDER_NARROW_STORE_INTERNAL_H
#define DOMAINS_ORDERS_ORDER_NARROW_STORE_INTERNAL_H

#include "domains/orders/order_store_internal.h"

/*
 * $2 an end of the period, ($3, $4) the place to go on from, $5 LIMIT, $6 OFFSET,
 * $7.. statuses and priorities, $16.. what narrows it (0 and '' for all, -1 and '='
 * for those without, an area with a '=' before it). That is
 * two conditions to SQLite, which takes each for another reason to expect a row
 * or two, and these for quicker sorted than walked along in their order: one of
 * what the order itself says, and one for which its confirmation is looked up.
 * The + keeps it from looking for an order's parcels among all of the courier's.
 */
#define NARROW_BY \
	" AND o.status || '' IN ($7, $8, $9, $10, $11, $12, $13) AND o.priority IN ($14, $15)" \
	" AND CASE WHEN ($16 = 0 OR o.seller_id = $16) AND ($17 = 0 OR COALESCE(o.product_id, " \
	"-1) = $17)" \
	" AND ($18 = '' OR '=' || o.area = $18) AND ($19 = '' OR o.source = $19)" \
	" AND ($20 = 0 OR (o.flags & $20) <> 0) THEN 1 ELSE 0 END = 1" \
	" AND CASE WHEN ($21 = '' OR $21 LIKE '%,' || c.outcome || ',%')" \
	" AND ($22 = 0 OR c.agent_id = CASE WHEN $22 = -1 THEN 0 ELSE $22 END)" \
	" AND ($23 = 0 OR EXISTS (SELECT 1 FROM deliveries d WHERE d.company_id = o.company_id" \
	" AND d.order_id = o.id AND +d.courier_id = $23)) THEN 1 ELSE 0 END = 1"
#define NARROW_AGENT \
	" LEFT JOIN agents a ON a.company_id = o.company_id AND a.id = o.assigned_agent_id"
#define NARROW_ORDERS \
	" FROM orders o" NARROW_AGENT " LEFT JOIN order_confirmations c" \
	" ON c.company_id = o.company_id AND c.order_id = o.id WHERE o.company_id = $1"
#define NARROW_ROW "SELECT " ORDER_COLUMNS ", c.confirmed_us, c.outcome"
#define NARROW_PAGE " LIMIT $5 OFFSET $6"

/* Of the parameters' numbers: own agent, department, team. */
#define NARROW_MINE(agent) " AND o.assigned_agent_id = " agent
#define NARROW_POOL(department) " AND " ORDER_POOL_OF(department)
#define NARROW_POOL_ALL " AND o.assigned_agent_id IS NULL"
#define NARROW_OWN(agent, department) " AND " ORDER_VISIBLE_OWN(agent, department)
#define NARROW_TEAM(agent, department, team) " AND " ORDER_VISIBLE_TEAM(agent, department, team)

/* The arguments from $7 to $23. */
#define NARROW_FILTER_ARGS (ORDER_FILTER_ARGS + 8)
size_t order_narrow_filter_args(struct arena *arena, const struct order_filter *filter,
	struct db_value args[NARROW_FILTER_ARGS]);
/* Another order than that of the period; whether to walk along an index of it is the filter's. */
void order_narrow_choose_sorted(struct cx *cx, const struct order_filter *filter,
	const struct order_page *page, struct order_chosen *to);

#endif

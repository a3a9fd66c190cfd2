/* order_sort_store.c - lists in other orders than that of creation. */
/* SPDX-License-Identifier: MIT */
#include "domains/orders/order_store_internal.h"

/*
 * $2, $3 the period, ($4, $5) the place to go on from, $6 LIMIT, $7 OFFSET,
 * $8.. filters, $17.. the set.
 */
#define LIST \
	"SELECT " ORDER_COLUMNS ORDER_FROM " WHERE o.company_id = $1" \
	" AND " ORDER_UNINDEXED("o.status") " IN ($8, $9, $10, $11, $12, $13, $14)" \
					    " AND o.priority IN ($15, $16)"
#define PAGE " LIMIT $6 OFFSET $7"
#define EXPECTED "COALESCE(o.expected_us, 9223372036854775807)"
#define AFTER_DESC(key) " AND " key " <= $4 AND (" key " < $4 OR o.id < $5)"
#define AFTER_ASC(key) " AND " key " >= $4 AND (" key " > $4 OR o.id > $5)"
#define IN_ORDER(key, after, order) after(key) " ORDER BY " key order ", o.id" order PAGE

/* A period beside the index that is walked, and one that an index of the set begins with. */
#define BESIDE_PERIOD " AND +o.created_us >= $2 AND +o.created_us < $3"
#define PERIOD(x) " AND " x ".created_us >= $2 AND " x ".created_us < $3"

#define OF_MINE(agent) " AND o.assigned_agent_id = " agent
#define OF_POOL(department) " AND " ORDER_POOL_OF(department)
#define OF_POOL_ALL " AND o.assigned_agent_id IS NULL"

/*
 * Sets of several ranges, range by range: one for each agent and status, so
 * that an agent's few new orders do not cost a look at all the closed ones.
 */
#define STATUSES(x) " AND " x ".status IN ($8, $9, $10, $11, $12, $13, $14)"
#define GATHERED(agents, department) \
	" AND o.id IN (" agents PERIOD("y") STATUSES( \
		"y") " UNION ALL SELECT p.id FROM orders p WHERE p.company_id = $1" PERIOD("p") \
		STATUSES("p") " AND p.assigned_agent_id IS NULL" \
			      " AND (p.department_id IS NULL OR p.department_id = " \
			      "" department "))"
#define OF_ONE(agent) \
	" AND o.id IN (SELECT y.id FROM orders y WHERE y.company_id = $1" \
	" AND y.assigned_agent_id = " agent PERIOD("y") STATUSES("y") ")"
#define OF_OWN(agent, department) \
	GATHERED("SELECT y.id FROM orders y WHERE y.company_id = $1" \
		 " AND y.assigned_agent_id = " agent, \
		department)
#define OF_TEAM(agent, department, team) \
	GATHERED("SELECT y.id FROM agents t CROSS JOIN orders y WHERE t.company_id = $1" \
		 " AND (t.team_id = " team " OR t.id = " agent ") AND y.company_id = $1" \
		 " AND y.assigned_agent_id = t.id", \
		department)

/*
 * Two ways to the same rows. `walk` goes along the order's own index and picks
 * what is in the set: fast when much is. `sort` takes all of the set and puts
 * it in order: fast when the set is small. The + takes the first way's index
 * away from the second.
 */
#define BOTH_WAYS(set, suffix, walk_in, sort_in, KEY, AFTER, ORDER) \
	static const struct db_query set##_##suffix##_walk = {"order.walk_" #set "_" #suffix, \
		LIST BESIDE_PERIOD walk_in IN_ORDER(KEY, AFTER, ORDER), NULL, NULL}; \
	static const struct db_query set##_##suffix = {"order.sort_" #set "_" #suffix, \
		LIST sort_in IN_ORDER("+" KEY, AFTER, ORDER), NULL, NULL}

#define SORT_QUERIES(suffix, KEY, AFTER, ORDER) \
	BOTH_WAYS(mine, suffix, OF_MINE("$17"), OF_ONE("$17"), KEY, AFTER, ORDER); \
	BOTH_WAYS(pool, suffix, OF_POOL("$17"), OF_POOL("$17") PERIOD("o"), KEY, AFTER, ORDER); \
	BOTH_WAYS(pool_all, suffix, OF_POOL_ALL, OF_POOL_ALL PERIOD("o"), KEY, AFTER, ORDER); \
	BOTH_WAYS(own, suffix, " AND " ORDER_VISIBLE_OWN("$17", "$18"), OF_OWN("$17", "$18"), KEY, \
		AFTER, ORDER); \
	BOTH_WAYS(team, suffix, " AND " ORDER_VISIBLE_TEAM("$17", "$18", "$19"), \
		OF_TEAM("$17", "$18", "$19"), KEY, AFTER, ORDER); \
	static const struct db_query company_##suffix = {"order.walk_company_" #suffix, \
		LIST BESIDE_PERIOD IN_ORDER(KEY, AFTER, ORDER), NULL, NULL}

SORT_QUERIES(updated_desc, "o.updated_us", AFTER_DESC, " DESC");
SORT_QUERIES(updated, "o.updated_us", AFTER_ASC, "");
SORT_QUERIES(expected_desc, EXPECTED, AFTER_DESC, " DESC");
SORT_QUERIES(expected, EXPECTED, AFTER_ASC, "");

#define WAYS(set, suffix) \
	{ \
		&set##_##suffix, &set##_##suffix##_walk \
	}
#define SORTS(set) \
	{ \
		WAYS(set, updated_desc), WAYS(set, updated), WAYS(set, expected_desc), \
			WAYS(set, expected) \
	}
#define COMPANY_WAYS(suffix) \
	{ \
		&company_##suffix, &company_##suffix \
	}

/* By set, order, and whether to walk. */
static const struct db_query *const sorted_sql[SET_COUNT][4][2] = {
	[SET_MINE] = SORTS(mine),
	[SET_POOL] = SORTS(pool),
	[SET_POOL_ALL] = SORTS(pool_all),
	[SET_OWN] = SORTS(own),
	[SET_TEAM] = SORTS(team),
	[SET_COMPANY] = {COMPANY_WAYS(updated_desc), COMPANY_WAYS(updated),
		COMPANY_WAYS(expected_desc), COMPANY_WAYS(expected)},
};

void order_chosen_int(struct order_chosen *to, int64_t value)
{
	to->args[to->count++] = db_int(value);
}

void order_chosen_filter(struct order_chosen *to, const struct order_filter *filter)
{
	to->count += order_store_filter_args(filter, to->args + to->count);
}

void order_chosen_set(
	struct order_chosen *to, const struct cx *cx, const struct order_filter *filter)
{
	to->count += order_store_set_args(
		cx->actor, filter->set, filter->agent_id, to->args + to->count);
}

void order_choose_sorted(struct cx *cx, const struct order_filter *filter,
	const struct order_page *page, struct order_chosen *to)
{
	const bool ascending = filter->sort == SORT_UPDATED || filter->sort == SORT_EXPECTED;

	order_chosen_int(to, filter->from_us);
	order_chosen_int(to, filter->to_us);
	order_chosen_int(to, page->by_key ? page->key : ascending ? INT64_MIN : INT64_MAX);
	order_chosen_int(to, page->by_key ? page->id : ascending ? 0 : INT64_MAX);
	order_chosen_int(to, page->limit);
	order_chosen_int(to, page->offset);
	order_chosen_filter(to, filter);
	order_chosen_set(to, cx, filter);
	to->query = sorted_sql[filter->set][filter->sort - SORT_UPDATED_DESC][filter->walk];
}

#define LISTED(set) \
	&set##_updated_desc, &set##_updated_desc_walk, &set##_updated, &set##_updated_walk, \
		&set##_expected_desc, &set##_expected_desc_walk, &set##_expected, \
		&set##_expected_walk

db_query_list order_sort_queries = {LISTED(mine), LISTED(pool), LISTED(pool_all), LISTED(own),
	LISTED(team), &company_updated_desc, &company_updated, &company_expected_desc,
	&company_expected, NULL};

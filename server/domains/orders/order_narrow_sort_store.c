/* order_narrow_sort_store.c - narrowed lists in other orders than that of their period. */
/* SPDX-License-Identifier: MIT */
#include "domains/orders/order_narrow_store_internal.h"

/*
 * Two ways to the same rows. `walk` goes along the order's own index and picks
 * what fits, wherever in the period it is; `gather` takes all of the period
 * and puts what fits in order. $2 is the period's begin, $24 its end; of
 * `gather` $25 is the order, as enum order_sort counts from SORT_UPDATED_DESC,
 * and its keys go up in all four. The set's parameters follow.
 */
#define EXPECTED "COALESCE(o.expected_us, 9223372036854775807)"
#define KEY \
	"(CASE CAST($25 AS BIGINT) WHEN 0 THEN -o.updated_us WHEN 1 THEN o.updated_us" \
	" WHEN 2 THEN -" EXPECTED " ELSE " EXPECTED " END)"
#define TIE "(CASE WHEN CAST($25 AS BIGINT) IN (0, 2) THEN -o.id ELSE o.id END)"
#define OF_PERIOD " AND o.created_us >= $2 AND o.created_us < $24"
#define GATHER(flagged, of) \
	NARROW_ROW NARROW_ORDERS flagged OF_PERIOD " AND (" KEY ", " TIE \
						   ") > ($3, $4)" NARROW_BY of " ORDER BY " KEY \
						   ", " TIE NARROW_PAGE

#define BESIDE_PERIOD " AND +o.created_us >= $2 AND +o.created_us < $24"
#define AFTER_DOWN(key) " AND " key " <= $3 AND (" key " < $3 OR o.id < $4)"
#define AFTER_UP(key) " AND " key " >= $3 AND (" key " > $3 OR o.id > $4)"
#define WALK(of, key, after, order) \
	NARROW_ROW NARROW_ORDERS BESIDE_PERIOD after(key) \
	NARROW_BY of " ORDER BY " key order ", o.id" order NARROW_PAGE

/* The agents' columns are looked at, and walked along by no index of theirs. */
#define WALKED_OF "(o.assigned_agent_id + 0)"
#define QUERY(name, said, text) static const struct db_query name = {said, text, NULL, NULL}
#define WALK_WAY(set, suffix, OF, KEY_OF, AFTER, ORDER) \
	QUERY(set##_##suffix, "order.narrow_walk_" #set "_" #suffix, WALK(OF, KEY_OF, AFTER, ORDER))
#define SORTED(set, OF_WALK, OF_GATHER) \
	WALK_WAY(set, updated_down, OF_WALK, "o.updated_us", AFTER_DOWN, " DESC"); \
	WALK_WAY(set, updated_up, OF_WALK, "o.updated_us", AFTER_UP, ""); \
	WALK_WAY(set, expected_down, OF_WALK, EXPECTED, AFTER_DOWN, " DESC"); \
	WALK_WAY(set, expected_up, OF_WALK, EXPECTED, AFTER_UP, ""); \
	QUERY(set##_gather, "order.narrow_gather_" #set, GATHER("", OF_GATHER)); \
	QUERY(set##_gather_flagged, "order.narrow_gather_flagged_" #set, \
		GATHER(" AND o.flags <> 0", OF_GATHER))

SORTED(mine, " AND " WALKED_OF " = $25", NARROW_MINE("$26"));
SORTED(pool, NARROW_POOL("$25"), NARROW_POOL("$26"));
SORTED(pool_all, NARROW_POOL_ALL, NARROW_POOL_ALL);
SORTED(own, NARROW_OWN("$25", "$26"), NARROW_OWN("$26", "$27"));
SORTED(team, NARROW_TEAM("$25", "$26", "$27"), NARROW_TEAM("$26", "$27", "$28"));
SORTED(company, "", "");

#define WALKS(set) \
	{ \
		&set##_updated_down, &set##_updated_up, &set##_expected_down, &set##_expected_up \
	}
/* By set and order. */
static const struct db_query *const walk_sql[SET_COUNT][4] = {
	[SET_MINE] = WALKS(mine),
	[SET_POOL] = WALKS(pool),
	[SET_POOL_ALL] = WALKS(pool_all),
	[SET_OWN] = WALKS(own),
	[SET_TEAM] = WALKS(team),
	[SET_COMPANY] = WALKS(company),
};
#define GATHERS(set) \
	{ \
		&set##_gather, &set##_gather_flagged \
	}
/* By set, and whether of flagged orders alone. */
static const struct db_query *const gather_sql[SET_COUNT][2] = {
	[SET_MINE] = GATHERS(mine),
	[SET_POOL] = GATHERS(pool),
	[SET_POOL_ALL] = GATHERS(pool_all),
	[SET_OWN] = GATHERS(own),
	[SET_TEAM] = GATHERS(team),
	[SET_COMPANY] = GATHERS(company),
};

static void put_place(const struct order_filter *filter, const struct order_page *page, bool down,
	struct order_chosen *to)
{
	const int sign = down && !filter->walk ? -1 : 1;
	const bool from_above = down && filter->walk;

	if (page->by_key) {
		order_chosen_int(to, sign * page->key);
		order_chosen_int(to, sign * page->id);
		return;
	}
	order_chosen_int(to, from_above ? INT64_MAX : INT64_MIN);
	order_chosen_int(to, from_above ? INT64_MAX : INT64_MIN);
}

void order_narrow_choose_sorted(struct cx *cx, const struct order_filter *filter,
	const struct order_page *page, struct order_chosen *to)
{
	const int sort = (int)filter->sort - SORT_UPDATED_DESC;
	const bool down = filter->sort == SORT_UPDATED_DESC || filter->sort == SORT_EXPECTED_DESC;

	order_chosen_int(to, filter->from_us);
	put_place(filter, page, down, to);
	order_chosen_int(to, page->limit);
	order_chosen_int(to, page->offset);
	to->count += order_narrow_filter_args(cx->arena, filter, to->args + to->count);
	order_chosen_int(to, filter->to_us);
	if (!filter->walk)
		order_chosen_int(to, sort);
	order_chosen_set(to, cx, filter);
	to->query = filter->walk ? walk_sql[filter->set][sort]
				 : gather_sql[filter->set][filter->narrow.flags != 0];
}

#define LISTED(set) \
	&set##_updated_down, &set##_updated_up, &set##_expected_down, &set##_expected_up, \
		&set##_gather, &set##_gather_flagged
db_query_list order_narrow_sort_queries = {LISTED(mine), LISTED(pool), LISTED(pool_all),
	LISTED(own), LISTED(team), LISTED(company), NULL};

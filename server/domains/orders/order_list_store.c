/* order_list_store.c - lists of orders: fixed statements, each walking one index. */
/* SPDX-License-Identifier: MIT */
#include "domains/orders/order_store_internal.h"

#define LIST "SELECT " ORDER_COLUMNS ORDER_FROM " WHERE o.company_id = $1"

/*
 * By creation: $2 is the far end of the period, ($3, $4) the place to go on
 * from, which begins as the period's near end, $5 LIMIT, $6 OFFSET.
 */
#define CREATED_DESC(x) " AND " x ".created_us >= $2 AND (" x ".created_us, " x ".id) < ($3, $4)"
#define CREATED_ASC(x) " AND " x ".created_us < $2 AND (" x ".created_us, " x ".id) > ($3, $4)"
#define BY_CREATED_DESC(x) " ORDER BY " x ".created_us DESC, " x ".id DESC"
#define BY_CREATED_ASC(x) " ORDER BY " x ".created_us, " x ".id"
#define CREATED_PAGE " LIMIT $5 OFFSET $6"
#define CREATED_REACH " LIMIT CAST($5 AS BIGINT) + CAST($6 AS BIGINT)"

/* Statuses and priorities, of which one may be asked for twice. Seven and two parameters. */
#define CREATED_FILTER(x) \
	" AND " x ".status IN ($7, $8, $9, $10, $11, $12, $13)" \
	" AND " x ".priority IN ($14, $15)"

/* Sets that are one range of one index. */
#define OF_MINE(agent) " AND o.assigned_agent_id = " agent
#define OF_POOL(department) " AND " ORDER_POOL_OF(department)
#define OF_POOL_ALL " AND o.assigned_agent_id IS NULL"

/*
 * A set of several ranges: as many of each as the page could need, put in
 * order afterwards, so that the work is bounded by the page and not by the set.
 * The + keeps SQLite from walking an index that has the order but not the set.
 */
#define GATHERED(candidates) LIST " AND o.id IN (" candidates ")"
#define RANGE(of, way, filter) "SELECT x.id FROM orders x WHERE x.company_id = $1" of way filter
#define PART(name, range, by) "SELECT " name ".id FROM (" range by CREATED_REACH ") " name
#define X_MINE(agent) " AND x.assigned_agent_id = " agent
#define X_POOL(department) \
	" AND x.assigned_agent_id IS NULL" \
	" AND (x.department_id IS NULL OR x.department_id = " department ")"
#define OWN_PARTS(agent, department, way, filter, by) \
	PART("m", RANGE(X_MINE(agent), way, filter), by) \
	" UNION ALL " PART("p", RANGE(X_POOL(department), way, filter), by)

/* Each agent's range beside the pool's: a correlated IN on SQLite, LATERAL on PostgreSQL. */
#define TEAM_AGENTS(agent, team) \
	" WHERE t.company_id = $1 AND (t.team_id = " team " OR t.id = " agent ")"
#define TEAM_LITE(agent, team, way, filter, by) \
	"SELECT y.id FROM agents t CROSS JOIN orders y ON y.company_id = t.company_id" \
	" AND y.id IN (" RANGE(X_MINE("t.id"), way, filter) by CREATED_REACH \
		")" TEAM_AGENTS(agent, team)
#define TEAM_POSTGRES(agent, team, way, filter, by) \
	"SELECT y.id FROM agents t CROSS JOIN LATERAL" \
	" (" RANGE(X_MINE("t.id"), way, filter) by CREATED_REACH ") y" TEAM_AGENTS(agent, team)
#define TEAM_PARTS(agents, department, way, filter, by) \
	agents " UNION ALL " PART("p", RANGE(X_POOL(department), way, filter), by)

#define NO_FILTER

/* One statement a set, direction and whether filters apply. */
#define CREATED_QUERIES(suffix, WAY, BY, FILTER_O, FILTER_X, P1, P2, P3) \
	static const struct db_query mine_##suffix = {"order.list_mine_" #suffix, \
		LIST OF_MINE(P1) WAY("o") FILTER_O BY("o") CREATED_PAGE, NULL, NULL}; \
	static const struct db_query pool_##suffix = {"order.list_pool_" #suffix, \
		LIST OF_POOL(P1) WAY("o") FILTER_O BY("o") CREATED_PAGE, NULL, NULL}; \
	static const struct db_query pool_all_##suffix = {"order.list_pool_all_" #suffix, \
		LIST OF_POOL_ALL WAY("o") FILTER_O BY("o") CREATED_PAGE, NULL, NULL}; \
	static const struct db_query own_##suffix = {"order.list_own_" #suffix, \
		GATHERED(OWN_PARTS(P1, P2, WAY("x"), FILTER_X, BY("x"))) BY("+o") CREATED_PAGE, \
		NULL, NULL}; \
	static const struct db_query team_##suffix = {"order.list_team_" #suffix, NULL, \
		GATHERED(TEAM_PARTS(TEAM_LITE(P1, P3, WAY("x"), FILTER_X, BY("x")), P2, WAY("x"), \
			FILTER_X, BY("x"))) BY("+o") CREATED_PAGE, \
		GATHERED(TEAM_PARTS(TEAM_POSTGRES(P1, P3, WAY("x"), FILTER_X, BY("x")), P2, \
			WAY("x"), FILTER_X, BY("x"))) BY("+o") CREATED_PAGE}; \
	static const struct db_query company_##suffix = {"order.list_company_" #suffix, \
		LIST WAY("o") FILTER_O BY("o") CREATED_PAGE, NULL, NULL}

CREATED_QUERIES(desc, CREATED_DESC, BY_CREATED_DESC, NO_FILTER, NO_FILTER, "$7", "$8", "$9");
CREATED_QUERIES(asc, CREATED_ASC, BY_CREATED_ASC, NO_FILTER, NO_FILTER, "$7", "$8", "$9");
CREATED_QUERIES(desc_filter, CREATED_DESC, BY_CREATED_DESC, CREATED_FILTER("o"),
	CREATED_FILTER("x"), "$16", "$17", "$18");
CREATED_QUERIES(asc_filter, CREATED_ASC, BY_CREATED_ASC, CREATED_FILTER("o"), CREATED_FILTER("x"),
	"$16", "$17", "$18");

/* One status of the whole company has an index of its own. */
static const struct db_query status_desc = {"order.list_status_desc",
	LIST " AND o.status = $7" CREATED_DESC("o") BY_CREATED_DESC("o") CREATED_PAGE, NULL, NULL};
static const struct db_query status_asc = {"order.list_status_asc",
	LIST " AND o.status = $7" CREATED_ASC("o") BY_CREATED_ASC("o") CREATED_PAGE, NULL, NULL};

/* By set, direction (descending first) and filter. */
static const struct db_query *const created_sql[SET_COUNT][2][2] = {
	[SET_MINE] = {{&mine_desc, &mine_desc_filter}, {&mine_asc, &mine_asc_filter}},
	[SET_POOL] = {{&pool_desc, &pool_desc_filter}, {&pool_asc, &pool_asc_filter}},
	[SET_POOL_ALL] = {{&pool_all_desc, &pool_all_desc_filter},
		{&pool_all_asc, &pool_all_asc_filter}},
	[SET_OWN] = {{&own_desc, &own_desc_filter}, {&own_asc, &own_asc_filter}},
	[SET_TEAM] = {{&team_desc, &team_desc_filter}, {&team_asc, &team_asc_filter}},
	[SET_COMPANY] = {{&company_desc, &company_desc_filter},
		{&company_asc, &company_asc_filter}},
};

/*
 * Other orders: $2, $3 the period, ($4, $5) the place to go on from, $6 LIMIT,
 * $7 OFFSET, $8.. filters. The company walks the order's own index; smaller
 * sets are ranges of the agents' index, sorted.
 */
#define SORT_LIST \
	LIST " AND o.created_us >= $2 AND o.created_us < $3" \
	     " AND " ORDER_UNINDEXED("o.status") " IN ($8, $9, $10, $11, $12, $13, $14)" \
						 " AND o.priority IN ($15, $16)"
#define SORT_PAGE " LIMIT $6 OFFSET $7"
#define EXPECTED "COALESCE(o.expected_us, 9223372036854775807)"
#define AFTER_DESC(key) " AND " key " <= $4 AND (" key " < $4 OR o.id < $5)"
#define AFTER_ASC(key) " AND " key " >= $4 AND (" key " > $4 OR o.id > $5)"

#define SORTED(key, after, order) after(key) " ORDER BY " key order ", o.id" order SORT_PAGE
#define TEAM_OR_POOL(agent, department, team) \
	" AND (o.assigned_agent_id IN (SELECT t.id FROM agents t WHERE t.company_id = $1" \
	" AND (t.team_id = " team " OR t.id = " agent ")) OR " ORDER_POOL_OF(department) ")"

#define SORT_QUERIES(suffix, KEY, AFTER, ORDER) \
	static const struct db_query mine_##suffix = {"order.list_mine_" #suffix, \
		SORT_LIST OF_MINE("$17") SORTED("+" KEY, AFTER, ORDER), NULL, NULL}; \
	static const struct db_query pool_##suffix = {"order.list_pool_" #suffix, \
		SORT_LIST OF_POOL("$17") SORTED("+" KEY, AFTER, ORDER), NULL, NULL}; \
	static const struct db_query pool_all_##suffix = {"order.list_pool_all_" #suffix, \
		SORT_LIST OF_POOL_ALL SORTED("+" KEY, AFTER, ORDER), NULL, NULL}; \
	static const struct db_query own_##suffix = {"order.list_own_" #suffix, \
		SORT_LIST " AND " ORDER_VISIBLE_OWN("$17", "$18") SORTED("+" KEY, AFTER, ORDER), \
		NULL, NULL}; \
	static const struct db_query team_##suffix = {"order.list_team_" #suffix, \
		SORT_LIST TEAM_OR_POOL("$17", "$18", "$19") SORTED("+" KEY, AFTER, ORDER), NULL, \
		NULL}; \
	static const struct db_query company_##suffix = { \
		"order.list_company_" #suffix, SORT_LIST SORTED(KEY, AFTER, ORDER), NULL, NULL}

SORT_QUERIES(updated_desc, "o.updated_us", AFTER_DESC, " DESC");
SORT_QUERIES(updated, "o.updated_us", AFTER_ASC, "");
SORT_QUERIES(expected_desc, EXPECTED, AFTER_DESC, " DESC");
SORT_QUERIES(expected, EXPECTED, AFTER_ASC, "");

#define SORT_ROW(set) \
	{ \
		&set##_updated_desc, &set##_updated, &set##_expected_desc, &set##_expected \
	}
static const struct db_query *const sorted_sql[SET_COUNT][4] = {
	[SET_MINE] = SORT_ROW(mine),
	[SET_POOL] = SORT_ROW(pool),
	[SET_POOL_ALL] = SORT_ROW(pool_all),
	[SET_OWN] = SORT_ROW(own),
	[SET_TEAM] = SORT_ROW(team),
	[SET_COMPANY] = SORT_ROW(company),
};

/* ---- Choosing ----------------------------------------------------------- */

#define LIST_ARGS_MAX 19
struct chosen {
	const struct db_query *query;
	struct db_value args[LIST_ARGS_MAX];
	size_t count;
};

static void add_filter(struct chosen *to, const struct order_filter *filter)
{
	to->count += order_store_filter_args(filter, to->args + to->count);
}

static void add_set(struct chosen *to, const struct cx *cx, const struct order_filter *filter)
{
	to->count += order_store_set_args(
		cx->actor, filter->set, filter->agent_id, to->args + to->count);
}

static void add_int(struct chosen *to, int64_t value)
{
	to->args[to->count++] = db_int(value);
}

static void choose_created(struct cx *cx, const struct order_filter *filter,
	const struct order_page *page, struct chosen *to)
{
	const bool ascending = filter->sort == SORT_CREATED;
	const unsigned statuses = filter->statuses;
	const bool one_status = statuses && !(statuses & (statuses - 1));
	const bool filtered = statuses || filter->priorities;

	add_int(to, ascending ? filter->to_us : filter->from_us);
	add_int(to, page->by_key ? page->key : ascending ? filter->from_us : filter->to_us);
	add_int(to, page->by_key ? page->id : 0);
	add_int(to, page->limit);
	add_int(to, page->offset);
	if (filter->set == SET_COMPANY && one_status && !filter->priorities) {
		to->query = ascending ? &status_asc : &status_desc;
		to->args[to->count++] = db_text(order_status_words[__builtin_ctz(statuses)]);
		return;
	}
	to->query = created_sql[filter->set][ascending][filtered];
	if (filtered)
		add_filter(to, filter);
	add_set(to, cx, filter);
}

static void choose_sorted(struct cx *cx, const struct order_filter *filter,
	const struct order_page *page, struct chosen *to)
{
	const bool ascending = filter->sort == SORT_UPDATED || filter->sort == SORT_EXPECTED;

	add_int(to, filter->from_us);
	add_int(to, filter->to_us);
	add_int(to, page->by_key ? page->key : ascending ? INT64_MIN : INT64_MAX);
	add_int(to, page->by_key ? page->id : ascending ? 0 : INT64_MAX);
	add_int(to, page->limit);
	add_int(to, page->offset);
	add_filter(to, filter);
	add_set(to, cx, filter);
	to->query = sorted_sql[filter->set][filter->sort - SORT_UPDATED_DESC];
}

static void choose(struct cx *cx, const struct order_filter *filter, const struct order_page *page,
	struct chosen *to)
{
	*to = (struct chosen){0};
	add_int(to, cx->actor->company_id);
	if (filter->sort == SORT_CREATED || filter->sort == SORT_CREATED_DESC)
		choose_created(cx, filter, page, to);
	else
		choose_sorted(cx, filter, page, to);
}

enum err order_list_plain(struct cx *cx, const struct order_filter *filter,
	const struct order_page *page, struct order_list *list)
{
	struct chosen chosen;
	struct db_result result;

	choose(cx, filter, page, &chosen);
	TRY(db_run(cx, chosen.query, chosen.args, chosen.count, &result));
	order_store_read_all(cx, &result, list);
	return OK;
}

struct each {
	order_row_fn *row;
	void *arg;
};

static enum err hand_over(struct cx *cx, const struct db_value *cells, void *arg)
{
	const struct each *each = arg;
	struct order order;

	order_store_read(cells, &order);
	return each->row(cx, &order, each->arg);
}

enum err order_list_plain_each(
	struct cx *cx, const struct order_filter *filter, order_row_fn *row, void *arg)
{
	const struct order_page everything = {.limit = INT64_C(1) << 40};
	struct each each = {row, arg};
	struct chosen chosen;

	choose(cx, filter, &everything, &chosen);
	return db_each(cx, chosen.query, chosen.args, chosen.count, hand_over, &each);
}

#define LISTED(set) \
	&set##_desc, &set##_desc_filter, &set##_asc, &set##_asc_filter, &set##_updated_desc, \
		&set##_updated, &set##_expected_desc, &set##_expected

db_query_list order_list_queries = {LISTED(mine), LISTED(pool), LISTED(pool_all), LISTED(own),
	LISTED(team), LISTED(company), &status_desc, &status_asc, NULL};

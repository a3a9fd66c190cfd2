/* order_list_store.c - lists of orders: fixed statements, each walking one index. */
/* SPDX-License-Identifier: MIT */
#include "domains/orders/order_store_internal.h"

#define LIST(columns) "SELECT " columns ORDER_FROM " WHERE o.company_id = $1"

/*
 * By creation: $2 is the far end of the period, ($3, $4) the place to go on
 * from, which begins as the period's near end, $5 LIMIT, $6 OFFSET.
 */
#define CREATED_DESC(x) " AND " x ".created_us >= $2 AND (" x ".created_us, " x ".id) < ($3, $4)"
#define CREATED_ASC(x) " AND " x ".created_us < $2 AND (" x ".created_us, " x ".id) > ($3, $4)"
#define BY_CREATED_DESC(x) " ORDER BY " x ".created_us DESC, " x ".id DESC"
#define BY_CREATED_ASC(x) " ORDER BY " x ".created_us, " x ".id"
#define TIMED_PAGE " LIMIT $5 OFFSET $6"
#define TIMED_REACH " LIMIT CAST($5 AS BIGINT) + CAST($6 AS BIGINT)"

/* By work, in the same places: along orders_worked and orders_agent_worked. */
#define WORKED_DESC(x) \
	" AND " x ".status_since_us >= $2 AND (" x ".status_since_us, " x ".id) < ($3, $4)"
#define WORKED_ASC(x) \
	" AND " x ".status_since_us < $2 AND (" x ".status_since_us, " x ".id) > ($3, $4)"
#define BY_WORKED_DESC(x) " ORDER BY " x ".status_since_us DESC, " x ".id DESC"
#define BY_WORKED_ASC(x) " ORDER BY " x ".status_since_us, " x ".id"

/* Statuses and priorities, of which one may be asked for twice. Seven and two parameters. */
#define LISTS(x) " IN ($7, $8, $9, $10, $11, $12, $13) AND " x ".priority IN ($14, $15)"
#define CREATED_FILTER(x) " AND " x ".status" LISTS(x)
#define WORKED_FILTER(x) " AND " ORDER_UNINDEXED(x ".status") LISTS(x)

/* Sets that are one range of one index. */
#define OF_MINE(agent) " AND o.assigned_agent_id = " agent " AND " ORDER_LOOKED_AT
#define OF_POOL(department) " AND " ORDER_POOL_OF(department)
#define OF_POOL_ALL " AND o.assigned_agent_id IS NULL AND " ORDER_LOOKED_AT

/*
 * A set of several ranges: as many of each as the page could need, put in
 * order afterwards, so that the work is bounded by the page and not by the set.
 * The + keeps SQLite from walking an index that has the order but not the set.
 */
#define GATHERED(columns, candidates) \
	LIST(columns) " AND o.id IN (" candidates ") AND " ORDER_LOOKED_AT
#define RANGE(of, way, filter) "SELECT x.id FROM orders x WHERE x.company_id = $1" of way filter
#define PART(name, range, by) "SELECT " name ".id FROM (" range by TIMED_REACH ") " name
#define X_MINE(agent) " AND x.assigned_agent_id = " agent
#define X_POOL(department) \
	" AND x.assigned_agent_id IS NULL" \
	" AND (x.department_id IS NULL OR x.department_id = " department ")"
#define X_POOL_ALL " AND x.assigned_agent_id IS NULL"
#define OWN_PARTS(agent, department, way, filter, by) \
	PART("m", RANGE(X_MINE(agent), way, filter), by) \
	" UNION ALL " PART("p", RANGE(X_POOL(department), way, filter), by)

/* Each agent's range beside the pool's: a correlated IN on SQLite, LATERAL on PostgreSQL. */
#define TEAM_AGENTS(agent, team) \
	" WHERE t.company_id = $1 AND (t.team_id = " team " OR t.id = " agent ")"
#define TEAM_LITE(agent, team, way, filter, by) \
	"SELECT y.id FROM agents t CROSS JOIN orders y ON y.company_id = t.company_id" \
	" AND y.id IN (" RANGE(X_MINE("t.id"), way, filter) by TIMED_REACH \
		")" TEAM_AGENTS(agent, team)
#define TEAM_POSTGRES(agent, team, way, filter, by) \
	"SELECT y.id FROM agents t CROSS JOIN LATERAL" \
	" (" RANGE(X_MINE("t.id"), way, filter) by TIMED_REACH ") y" TEAM_AGENTS(agent, team)
#define TEAM_PARTS(agents, department, way, filter, by) \
	agents " UNION ALL " PART("p", RANGE(X_POOL(department), way, filter), by)

/*
 * The same with a range for each status that is asked for, because statuses lie
 * before the time in the index: $7 to $13, and beside each row its priority.
 */
#define STATUSES \
	"(SELECT CAST($7 AS TEXT) AS status UNION SELECT $8 UNION SELECT $9 UNION SELECT $10" \
	" UNION SELECT $11 UNION SELECT $12 UNION SELECT $13) s"
#define OF_EACH " AND x.status = s.status AND x.priority IN ($14, $15)"
#define EACH_LITE(of, way, by) \
	"SELECT y.id FROM " STATUSES \
	" CROSS JOIN orders y ON y.company_id = $1 AND y.id IN (" RANGE(of, way, OF_EACH) \
		by TIMED_REACH ")"
#define EACH_POSTGRES(of, way, by) \
	"SELECT y.id FROM " STATUSES " CROSS JOIN LATERAL (" RANGE(of, way, OF_EACH) \
		by TIMED_REACH ") y"
#define TEAM_EACH_LITE(agent, team, way, by) \
	"SELECT y.id FROM agents t CROSS JOIN " STATUSES \
	" CROSS JOIN orders y ON y.company_id = t.company_id AND y.id IN (" RANGE( \
		X_MINE("t.id"), way, OF_EACH) by TIMED_REACH ")" TEAM_AGENTS(agent, team)
#define TEAM_EACH_POSTGRES(agent, team, way, by) \
	"SELECT y.id FROM agents t CROSS JOIN " STATUSES " CROSS JOIN LATERAL" \
	" (" RANGE(X_MINE("t.id"), way, OF_EACH) by TIMED_REACH ") y" TEAM_AGENTS(agent, team)

#define NO_FILTER
/* Of one status: the indexes orders_status and orders_agent_status have it before the time. */
#define ONE_STATUS(x) " AND " x ".status = $7"

/* One statement a set, direction and whether filters apply. */
#define TIMED_QUERIES(suffix, COLS, WAY, BY, FILTER_O, FILTER_X, P1, P2, P3) \
	static const struct db_query mine_##suffix = {"order.list_mine_" #suffix, \
		LIST(COLS) OF_MINE(P1) WAY("o") FILTER_O BY("o") TIMED_PAGE, NULL, NULL}; \
	static const struct db_query pool_##suffix = {"order.list_pool_" #suffix, \
		LIST(COLS) OF_POOL(P1) WAY("o") FILTER_O BY("o") TIMED_PAGE, NULL, NULL}; \
	static const struct db_query pool_all_##suffix = {"order.list_pool_all_" #suffix, \
		LIST(COLS) OF_POOL_ALL WAY("o") FILTER_O BY("o") TIMED_PAGE, NULL, NULL}; \
	static const struct db_query own_##suffix = {"order.list_own_" #suffix, \
		GATHERED(COLS, OWN_PARTS(P1, P2, WAY("x"), FILTER_X, BY("x"))) BY("+o") \
			TIMED_PAGE, \
		NULL, NULL}; \
	static const struct db_query team_##suffix = {"order.list_team_" #suffix, NULL, \
		GATHERED(COLS, \
			TEAM_PARTS(TEAM_LITE(P1, P3, WAY("x"), FILTER_X, BY("x")), P2, WAY("x"), \
				FILTER_X, BY("x"))) BY("+o") TIMED_PAGE, \
		GATHERED(COLS, \
			TEAM_PARTS(TEAM_POSTGRES(P1, P3, WAY("x"), FILTER_X, BY("x")), P2, \
				WAY("x"), FILTER_X, BY("x"))) BY("+o") TIMED_PAGE}; \
	static const struct db_query company_##suffix = {"order.list_company_" #suffix, \
		LIST(COLS) WAY("o") FILTER_O BY("o") TIMED_PAGE, NULL, NULL}

#define EACH_SET(set, suffix, COLS, lite, postgres, BY) \
	static const struct db_query set##_##suffix = {"order.list_" #set "_" #suffix, NULL, \
		GATHERED(COLS, lite) BY("+o") TIMED_PAGE, \
		GATHERED(COLS, postgres) BY("+o") TIMED_PAGE}
#define EACH_RANGE(set, suffix, COLS, of, WAY, BY) \
	EACH_SET(set, suffix, COLS, EACH_LITE(of, WAY("x"), BY("x")), \
		EACH_POSTGRES(of, WAY("x"), BY("x")), BY)

/* By creation, of the statuses asked for. */
#define EACH_QUERIES(suffix, COLS, WAY, BY) \
	EACH_RANGE(mine, suffix, COLS, X_MINE("$16"), WAY, BY); \
	EACH_RANGE(pool, suffix, COLS, X_POOL("$16"), WAY, BY); \
	EACH_RANGE(pool_all, suffix, COLS, X_POOL_ALL, WAY, BY); \
	EACH_RANGE(company, suffix, COLS, , WAY, BY); \
	EACH_SET(own, suffix, COLS, \
		EACH_LITE(X_MINE("$16"), WAY("x"), BY("x")) " UNION ALL " EACH_LITE( \
			X_POOL("$17"), WAY("x"), BY("x")), \
		EACH_POSTGRES(X_MINE("$16"), WAY("x"), BY("x")) " UNION ALL " EACH_POSTGRES( \
			X_POOL("$17"), WAY("x"), BY("x")), \
		BY); \
	EACH_SET(team, suffix, COLS, \
		TEAM_EACH_LITE("$16", "$18", WAY("x"), BY("x")) " UNION ALL " EACH_LITE( \
			X_POOL("$17"), WAY("x"), BY("x")), \
		TEAM_EACH_POSTGRES("$16", "$18", WAY("x"), BY("x")) " UNION ALL " EACH_POSTGRES( \
			X_POOL("$17"), WAY("x"), BY("x")), \
		BY)

/* For whole rows and for heads. */
#define ROWS_AND_HEADS(suffix, ...) \
	TIMED_QUERIES(suffix, ORDER_COLUMNS, __VA_ARGS__); \
	TIMED_QUERIES(suffix##_heads, ORDER_HEAD, __VA_ARGS__)

ROWS_AND_HEADS(desc, CREATED_DESC, BY_CREATED_DESC, NO_FILTER, NO_FILTER, "$7", "$8", "$9");
ROWS_AND_HEADS(asc, CREATED_ASC, BY_CREATED_ASC, NO_FILTER, NO_FILTER, "$7", "$8", "$9");
ROWS_AND_HEADS(desc_filter, CREATED_DESC, BY_CREATED_DESC, CREATED_FILTER("o"), CREATED_FILTER("x"),
	"$16", "$17", "$18");
ROWS_AND_HEADS(asc_filter, CREATED_ASC, BY_CREATED_ASC, CREATED_FILTER("o"), CREATED_FILTER("x"),
	"$16", "$17", "$18");

ROWS_AND_HEADS(desc_status, CREATED_DESC, BY_CREATED_DESC, ONE_STATUS("o"), ONE_STATUS("x"), "$8",
	"$9", "$10");
ROWS_AND_HEADS(asc_status, CREATED_ASC, BY_CREATED_ASC, ONE_STATUS("o"), ONE_STATUS("x"), "$8",
	"$9", "$10");

EACH_QUERIES(desc_each, ORDER_COLUMNS, CREATED_DESC, BY_CREATED_DESC);
EACH_QUERIES(desc_each_heads, ORDER_HEAD, CREATED_DESC, BY_CREATED_DESC);
EACH_QUERIES(asc_each, ORDER_COLUMNS, CREATED_ASC, BY_CREATED_ASC);
EACH_QUERIES(asc_each_heads, ORDER_HEAD, CREATED_ASC, BY_CREATED_ASC);

ROWS_AND_HEADS(worked_desc, WORKED_DESC, BY_WORKED_DESC, NO_FILTER, NO_FILTER, "$7", "$8", "$9");
ROWS_AND_HEADS(worked_asc, WORKED_ASC, BY_WORKED_ASC, NO_FILTER, NO_FILTER, "$7", "$8", "$9");
ROWS_AND_HEADS(worked_desc_filter, WORKED_DESC, BY_WORKED_DESC, WORKED_FILTER("o"),
	WORKED_FILTER("x"), "$16", "$17", "$18");
ROWS_AND_HEADS(worked_asc_filter, WORKED_ASC, BY_WORKED_ASC, WORKED_FILTER("o"), WORKED_FILTER("x"),
	"$16", "$17", "$18");

/* By service level, along orders_sla and orders_agent_sla. */
#define SLA_FILTER(x) WORKED_FILTER(x) " AND " x ".sla_state = $16"
ROWS_AND_HEADS(desc_sla, CREATED_DESC, BY_CREATED_DESC, SLA_FILTER("o"), SLA_FILTER("x"), "$17",
	"$18", "$19");
ROWS_AND_HEADS(asc_sla, CREATED_ASC, BY_CREATED_ASC, SLA_FILTER("o"), SLA_FILTER("x"), "$17", "$18",
	"$19");

enum filtering { ALL_ORDERS, BY_LISTS, OF_STATUS, OF_STATUSES, BY_SLA, FILTERING_COUNT };

#define BOTH(name) \
	{ \
		&name, &name##_heads \
	}
#define DIRECTIONS(set) \
	{ \
		{BOTH(set##_desc), BOTH(set##_desc_filter), BOTH(set##_desc_status), \
			BOTH(set##_desc_each), BOTH(set##_desc_sla)}, \
			{BOTH(set##_asc), BOTH(set##_asc_filter), BOTH(set##_asc_status), \
				BOTH(set##_asc_each), BOTH(set##_asc_sla)}, \
			{BOTH(set##_worked_desc), BOTH(set##_worked_desc_filter)}, \
		{ \
			BOTH(set##_worked_asc), BOTH(set##_worked_asc_filter) \
		} \
	}

/* By set, order (as in enum order_sort), filter, and whether heads will do. */
static const struct db_query
	*const timed_sql[SET_COUNT][SORT_STATUS_SINCE + 1][FILTERING_COUNT][2] = {
		[SET_MINE] = DIRECTIONS(mine),
		[SET_POOL] = DIRECTIONS(pool),
		[SET_POOL_ALL] = DIRECTIONS(pool_all),
		[SET_OWN] = DIRECTIONS(own),
		[SET_TEAM] = DIRECTIONS(team),
		[SET_COMPANY] = DIRECTIONS(company),
};

/* ---- Choosing ----------------------------------------------------------- */

static enum filtering filtering_of(const struct order_filter *filter)
{
	const unsigned statuses = filter->statuses;
	const bool one_status = statuses && !(statuses & (statuses - 1));

	if (filter->sla)
		return BY_SLA;
	if (!statuses && !filter->priorities)
		return ALL_ORDERS;
	if (filter->by_status || !statuses)
		return BY_LISTS;
	return one_status && !filter->priorities ? OF_STATUS : OF_STATUSES;
}

static void choose_timed(struct cx *cx, const struct order_filter *filter,
	const struct order_page *page, bool heads, struct order_chosen *to)
{
	const bool ascending = filter->sort == SORT_CREATED || filter->sort == SORT_STATUS_SINCE;
	const enum filtering filtering = filtering_of(filter);

	order_chosen_int(to, ascending ? filter->to_us : filter->from_us);
	order_chosen_int(to,
		page->by_key        ? page->key
			: ascending ? filter->from_us
				    : filter->to_us);
	order_chosen_int(to, page->by_key ? page->id : 0);
	order_chosen_int(to, page->limit);
	order_chosen_int(to, page->offset);
	to->query = timed_sql[filter->set][filter->sort][filtering][heads];
	if (filtering == OF_STATUS)
		to->args[to->count++] = db_text(
			order_status_words[__builtin_ctz(filter->statuses)]);
	else if (filtering != ALL_ORDERS)
		order_chosen_filter(to, filter);
	if (filtering == BY_SLA)
		to->args[to->count++] = db_text(order_sla_words[filter->sla - 1]);
	order_chosen_set(to, cx, filter);
}

static void choose(struct cx *cx, const struct order_filter *filter, const struct order_page *page,
	struct order_chosen *to)
{
	*to = (struct order_chosen){0};
	order_chosen_int(to, cx->actor->company_id);
	if (filter->sort <= SORT_STATUS_SINCE)
		choose_timed(cx, filter, page, false, to);
	else
		order_choose_sorted(cx, filter, page, to);
}

enum err order_list_plain(struct cx *cx, const struct order_filter *filter,
	const struct order_page *page, struct order_list *list)
{
	struct order_chosen chosen;
	struct db_result result;

	choose(cx, filter, page, &chosen);
	TRY(db_run(cx, chosen.query, chosen.args, chosen.count, &result));
	order_store_read_all(cx, &result, list);
	return OK;
}

enum err order_list_heads(struct cx *cx, const struct order_filter *filter,
	const struct order_page *page, struct order_list *list)
{
	struct order_chosen chosen = {0};
	struct db_result result;

	order_chosen_int(&chosen, cx->actor->company_id);
	choose_timed(cx, filter, page, true, &chosen);
	TRY(db_run(cx, chosen.query, chosen.args, chosen.count, &result));
	order_store_read_heads(cx, &result, list);
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
	struct order_chosen chosen;

	choose(cx, filter, &everything, &chosen);
	return db_each(cx, chosen.query, chosen.args, chosen.count, hand_over, &each);
}

#define LISTED_BOTH(name) &name, &name##_heads
#define LISTED(set) \
	LISTED_BOTH(set##_desc), LISTED_BOTH(set##_desc_status), LISTED_BOTH(set##_desc_filter), \
		LISTED_BOTH(set##_asc), LISTED_BOTH(set##_asc_status), \
		LISTED_BOTH(set##_asc_filter), LISTED_BOTH(set##_desc_each), \
		LISTED_BOTH(set##_asc_each), LISTED_BOTH(set##_worked_desc), \
		LISTED_BOTH(set##_worked_desc_filter), LISTED_BOTH(set##_worked_asc), \
		LISTED_BOTH(set##_worked_asc_filter), LISTED_BOTH(set##_desc_sla), \
		LISTED_BOTH(set##_asc_sla)

db_query_list order_list_queries = {LISTED(mine), LISTED(pool), LISTED(pool_all), LISTED(own),
	LISTED(team), LISTED(company), NULL};

/* order_count_store.c - urgent orders, and counting what no counter knows. */
/* SPDX-License-Identifier: MIT */
#include "domains/orders/order_store_internal.h"

/* ---- Urgent -------------------------------------------------------------- */

/*
 * Longest waiting first, from the partial indexes orders_urgent and
 * orders_urgent_company. Sets of several ranges take fifty of each.
 */
#define LIST(columns) "SELECT " columns ORDER_FROM " WHERE o.company_id = $1"
#define IS_URGENT(x) \
	" AND " x ".priority = 'high' AND " x ".status <> 'confirmed'" \
	" AND " x ".status <> 'cancelled' AND " x ".status <> 'closed'"
#define FIRST(x) " ORDER BY " x ".created_us, " x ".id LIMIT 50"
#define URGENT(columns) LIST(columns) IS_URGENT("o")

#define RANGE(of) \
	"SELECT x.id FROM orders x WHERE x.company_id = $1 AND " of IS_URGENT("x") FIRST("x")
#define X_POOL(department) \
	"x.assigned_agent_id IS NULL" \
	" AND (x.department_id IS NULL OR x.department_id = " department ")"
#define POOL_PART(department) " UNION ALL SELECT p.id FROM (" RANGE(X_POOL(department)) ") p"
#define TEAM_AGENTS " WHERE t.company_id = $1 AND (t.team_id = $4 OR t.id = $2)"
#define GATHERED(columns, candidates) \
	LIST(columns) " AND o.id IN (" candidates ") AND " ORDER_LOOKED_AT FIRST("+o")

#define OWN_PARTS "SELECT m.id FROM (" RANGE("x.assigned_agent_id = $2") ") m" POOL_PART("$3")
#define TEAM_LITE \
	"SELECT y.id FROM agents t CROSS JOIN orders y ON y.company_id = t.company_id" \
	" AND y.id IN (" RANGE("x.assigned_agent_id = t.id") ")" TEAM_AGENTS POOL_PART("$3")
#define TEAM_POSTGRES \
	"SELECT y.id FROM agents t CROSS JOIN LATERAL" \
	" (" RANGE("x.assigned_agent_id = t.id") ") y" TEAM_AGENTS POOL_PART("$3")

#define URGENT_QUERIES(suffix, COLS) \
	static const struct db_query urgent_mine##suffix = {"order.urgent_mine" #suffix, \
		URGENT(COLS) " AND o.assigned_agent_id = $2" FIRST("o"), NULL, NULL}; \
	static const struct db_query urgent_pool##suffix = {"order.urgent_pool" #suffix, \
		URGENT(COLS) " AND " ORDER_POOL_OF("$2") FIRST("o"), NULL, NULL}; \
	static const struct db_query urgent_pool_all##suffix = {"order.urgent_pool_all" #suffix, \
		URGENT(COLS) " AND o.assigned_agent_id IS NULL" FIRST("o"), NULL, NULL}; \
	static const struct db_query urgent_own##suffix = { \
		"order.urgent_own" #suffix, GATHERED(COLS, OWN_PARTS), NULL, NULL}; \
	static const struct db_query urgent_team##suffix = {"order.urgent_team" #suffix, NULL, \
		GATHERED(COLS, TEAM_LITE), GATHERED(COLS, TEAM_POSTGRES)}; \
	static const struct db_query urgent_company##suffix = { \
		"order.urgent_company" #suffix, URGENT(COLS) FIRST("o"), NULL, NULL}

URGENT_QUERIES(, ORDER_COLUMNS);
URGENT_QUERIES(_heads, ORDER_HEAD);

/* By set, and whether heads will do. */
static const struct db_query *const urgent_sql[SET_COUNT][2] = {
	[SET_MINE] = {&urgent_mine, &urgent_mine_heads},
	[SET_POOL] = {&urgent_pool, &urgent_pool_heads},
	[SET_POOL_ALL] = {&urgent_pool_all, &urgent_pool_all_heads},
	[SET_OWN] = {&urgent_own, &urgent_own_heads},
	[SET_TEAM] = {&urgent_team, &urgent_team_heads},
	[SET_COMPANY] = {&urgent_company, &urgent_company_heads},
};

static enum err run_urgent(
	struct cx *cx, enum order_set set, int64_t agent_id, bool heads, struct db_result *result)
{
	struct db_value args[4] = {db_int(cx->actor->company_id)};
	const size_t count = 1 + order_store_set_args(cx->actor, set, agent_id, args + 1);

	return db_run(cx, urgent_sql[set][heads], args, count, result);
}

enum err order_list_urgent(
	struct cx *cx, enum order_set set, int64_t agent_id, struct order_list *list)
{
	struct db_result result;

	TRY(run_urgent(cx, set, agent_id, false, &result));
	order_store_read_all(cx, &result, list);
	return OK;
}

enum err order_list_urgent_heads(
	struct cx *cx, enum order_set set, int64_t agent_id, struct order_list *list)
{
	struct db_result result;

	TRY(run_urgent(cx, set, agent_id, true, &result));
	order_store_read_heads(cx, &result, list);
	return OK;
}

/* ---- Counting -------------------------------------------------------------- */

/* $2, $3 the period, $4 how far to count, then the service level and the set. For periods that no counter knows. */
#define SOME(time) \
	"SELECT counted.status, counted.priority, COUNT(*) FROM (SELECT o.status, o.priority" \
	" FROM orders o WHERE o.company_id = $1 AND o." time " >= $2 AND o." time " < $3"
#define CAPPED " LIMIT $4) counted GROUP BY counted.status, counted.priority"
#define IN_TEAM(agent, department, team) \
	" AND (o.assigned_agent_id IN (SELECT t.id FROM agents t WHERE t.company_id = $1" \
	" AND (t.team_id = " team " OR t.id = " agent ")) OR " ORDER_POOL_OF(department) ")"

#define COUNT_QUERIES(suffix, SUM, P1, P2, P3) \
	static const struct db_query mine_##suffix = {"order.count_mine_" #suffix, \
		SUM " AND o.assigned_agent_id = " P1 CAPPED, NULL, NULL}; \
	static const struct db_query pool_##suffix = { \
		"order.count_pool_" #suffix, SUM " AND " ORDER_POOL_OF(P1) CAPPED, NULL, NULL}; \
	static const struct db_query pool_all_##suffix = {"order.count_pool_all_" #suffix, \
		SUM " AND o.assigned_agent_id IS NULL" CAPPED, NULL, NULL}; \
	static const struct db_query own_##suffix = {"order.count_own_" #suffix, \
		SUM " AND " ORDER_VISIBLE_OWN(P1, P2) CAPPED, NULL, NULL}; \
	static const struct db_query team_##suffix = { \
		"order.count_team_" #suffix, SUM IN_TEAM(P1, P2, P3) CAPPED, NULL, NULL}; \
	static const struct db_query company_##suffix = { \
		"order.count_company_" #suffix, SUM CAPPED, NULL, NULL}

COUNT_QUERIES(created, SOME("created_us"), "$5", "$6", "$7");
COUNT_QUERIES(worked, SOME("status_since_us"), "$5", "$6", "$7");
COUNT_QUERIES(sla, SOME("created_us") " AND o.sla_state = $5", "$6", "$7", "$8");

enum counting { BY_CREATION, BY_WORK, BY_SLA };
#define EACH(set) \
	{ \
		&set##_created, &set##_worked, &set##_sla \
	}

/* By set, and what the period is of. */
static const struct db_query *const counted_sql[SET_COUNT][3] = {
	[SET_MINE] = EACH(mine),
	[SET_POOL] = EACH(pool),
	[SET_POOL_ALL] = EACH(pool_all),
	[SET_OWN] = EACH(own),
	[SET_TEAM] = EACH(team),
	[SET_COMPANY] = EACH(company),
};

enum err order_list_count_rows(
	struct cx *cx, const struct order_filter *filter, struct order_counts *counts)
{
	const enum counting counting = filter->sla ? BY_SLA
		: filter->by_status                ? BY_WORK
						   : BY_CREATION;
	struct db_value args[8] = {db_int(cx->actor->company_id), db_int(filter->from_us),
		db_int(filter->to_us),
		db_int(order_filter_is_capped(filter) ? ORDER_COUNT_CAP + 1 : INT64_MAX)};
	struct db_result result;
	size_t n = 4;

	if (filter->sla)
		args[n++] = db_text(order_sla_words[filter->sla - 1]);
	n += order_store_set_args(cx->actor, filter->set, filter->agent_id, args + n);
	TRY(db_run(cx, counted_sql[filter->set][counting], args, n, &result));
	*counts = (struct order_counts){0};
	for (size_t i = 0; i < result.count; i++) {
		const ssize_t status = word_index(order_status_words, db_text_at(&result, i, 0));
		const bool high = text_is(db_text_at(&result, i, 1), "high");

		counts->n[status][high] = db_int_at(&result, i, 2);
	}
	return OK;
}

#define LISTED(set) &set##_created, &set##_worked, &set##_sla, &urgent_##set, &urgent_##set##_heads
db_query_list order_count_queries = {LISTED(mine), LISTED(pool), LISTED(pool_all), LISTED(own),
	LISTED(team), LISTED(company), NULL};

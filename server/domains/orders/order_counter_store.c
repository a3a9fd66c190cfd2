/* order_counter_store.c - the maintained numbers that lists and dashboards show. */
/* SPDX-License-Identifier: MIT */
#include "domains/orders/order_store_internal.h"

/*
 * One order into (n = 1) or out of (n = -1) its four counters: its agent's or
 * pool's and the company's, each for all time and for its day of creation.
 */
static const struct db_query count_sql = {"order.count",
	"INSERT INTO order_counters"
	" (company_id, day, agent_id, department_id, status, priority, n) VALUES"
	" ($1, 0, -1, 0, $5, $6, $7), ($1, $2, -1, 0, $5, $6, $7),"
	" ($1, 0, $3, $4, $5, $6, $7), ($1, $2, $3, $4, $5, $6, $7)"
	" ON CONFLICT (company_id, day, agent_id, department_id, status, priority)"
	" DO UPDATE SET n = order_counters.n + excluded.n",
	NULL, NULL};

static enum err count(struct cx *cx, const struct order *order, int64_t by)
{
	/* Only the pool is parted by departments: an agent's orders are the agent's. */
	const int64_t department_id = order->agent_id ? 0 : order->department_id;

	return db_exec(cx, &count_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(order->created_day),
			db_int(order->agent_id), db_int(department_id),
			db_text(order_status_word(order->status)),
			db_text(order_priority_words[order->high]), db_int(by)),
		NULL);
}

static bool same_counters(const struct order *a, const struct order *b)
{
	return a->status == b->status && a->high == b->high && a->agent_id == b->agent_id &&
		(a->agent_id || a->department_id == b->department_id) &&
		a->created_day == b->created_day;
}

enum err order_counters_move(struct cx *cx, const struct order *before, const struct order *after)
{
	if (before && after && same_counters(before, after))
		return OK;
	if (before)
		TRY(count(cx, before, -1));
	if (after)
		TRY(count(cx, after, 1));
	return OK;
}

/* ---- Reading ------------------------------------------------------------ */

#define COUNTS(number) \
	"SELECT CASE WHEN c.day = 0 THEN 1 ELSE 0 END, c.status, c.priority, " number \
	" FROM order_counters c WHERE c.company_id = $1 AND c.day "
#define COUNTS_GROUP " GROUP BY CASE WHEN c.day = 0 THEN 1 ELSE 0 END, c.status, c.priority"

/* One day, which 0 makes all time; all time and a range of days. */
#define ONE_DAY "= $2"
#define DAYS \
	"IN (SELECT 0 UNION ALL SELECT d.day FROM" \
	" (WITH RECURSIVE days (day) AS (SELECT CAST($2 AS BIGINT)" \
	" UNION ALL SELECT days.day + 1 FROM days WHERE days.day < $3)" \
	" SELECT days.day FROM days) d)"

#define OF_MINE(agent) " AND c.agent_id = " agent
#define OF_POOL(department) " AND c.agent_id = 0 AND c.department_id IN (0, " department ")"
#define OF_POOL_ALL " AND c.agent_id = 0"
#define OF_OWN(agent, department) \
	" AND c.agent_id IN (0, " agent ")" \
	" AND (c.agent_id <> 0 OR c.department_id IN (0, " department "))"
#define OF_TEAM(agent, department, team) \
	" AND c.agent_id IN (SELECT 0 UNION ALL SELECT t.id FROM agents t" \
	" WHERE t.company_id = $1 AND (t.team_id = " team " OR t.id = " agent "))" \
	" AND (c.agent_id <> 0 OR c.department_id IN (0, " department "))"
#define OF_COMPANY " AND c.agent_id = -1"

/* Of one day there are few rows, added up here sooner than grouped; of a team's agents many. */
#define DAY_QUERY(name, of) \
	static const struct db_query name##_day_sql = { \
		"order.counts_" #name "_day", COUNTS("c.n") ONE_DAY of, NULL, NULL}
#define DAYS_QUERY(name, of) \
	static const struct db_query name##_days_sql = {"order.counts_" #name "_days", \
		COUNTS("SUM(c.n)") DAYS of COUNTS_GROUP, NULL, NULL}

DAY_QUERY(mine, OF_MINE("$3"));
DAY_QUERY(pool, OF_POOL("$3"));
DAY_QUERY(pool_all, OF_POOL_ALL);
DAY_QUERY(own, OF_OWN("$3", "$4"));
DAY_QUERY(company, OF_COMPANY);
static const struct db_query team_day_sql = {"order.counts_team_day",
	COUNTS("SUM(c.n)") ONE_DAY OF_TEAM("$3", "$4", "$5") COUNTS_GROUP, NULL, NULL};
DAYS_QUERY(mine, OF_MINE("$4"));
DAYS_QUERY(pool, OF_POOL("$4"));
DAYS_QUERY(pool_all, OF_POOL_ALL);
DAYS_QUERY(own, OF_OWN("$4", "$5"));
DAYS_QUERY(team, OF_TEAM("$4", "$5", "$6"));
DAYS_QUERY(company, OF_COMPANY);

/* By set, and whether a range of days is asked for. */
static const struct db_query *const counts_sql[SET_COUNT][2] = {
	[SET_MINE] = {&mine_day_sql, &mine_days_sql},
	[SET_POOL] = {&pool_day_sql, &pool_days_sql},
	[SET_POOL_ALL] = {&pool_all_day_sql, &pool_all_days_sql},
	[SET_OWN] = {&own_day_sql, &own_days_sql},
	[SET_TEAM] = {&team_day_sql, &team_days_sql},
	[SET_COMPANY] = {&company_day_sql, &company_days_sql},
};

static void read_counts(const struct db_result *result, bool all_time, struct order_counts *counts)
{
	*counts = (struct order_counts){0};
	for (size_t i = 0; i < result->count; i++) {
		const ssize_t status = word_index(order_status_words, db_text_at(result, i, 1));
		const bool high = text_is(db_text_at(result, i, 2), "high");

		if ((db_int_at(result, i, 0) == 1) == all_time)
			counts->n[status][high] += db_int_at(result, i, 3);
	}
}

/* Of one day, or of all time and a range of days; to_day is 0 for the former. */
static enum err run_counts(struct cx *cx, const struct order_filter *filter, int64_t from_day,
	int64_t to_day, struct db_result *result)
{
	struct db_value args[6] = {db_int(cx->actor->company_id), db_int(from_day)};
	size_t n = 2;

	if (to_day)
		args[n++] = db_int(to_day);
	n += order_store_set_args(cx->actor, filter->set, filter->agent_id, args + n);
	return db_run(cx, counts_sql[filter->set][to_day != 0], args, n, result);
}

enum err order_list_counts(struct cx *cx, const struct order_filter *filter,
	struct order_counts *counts, struct order_counts *all_time)
{
	const bool days = filter->to_day > filter->from_day;
	struct db_result result;

	TRY(run_counts(cx, filter, filter->from_day, days ? filter->to_day : 0, &result));
	read_counts(&result, filter->from_day == 0, counts);
	if (!all_time)
		return OK;
	if (!days && filter->from_day != 0)
		TRY(run_counts(cx, filter, 0, 0, &result));
	read_counts(&result, true, all_time);
	return OK;
}

db_query_list order_counter_queries = {&count_sql, &mine_day_sql, &mine_days_sql, &pool_day_sql,
	&pool_days_sql, &pool_all_day_sql, &pool_all_days_sql, &own_day_sql, &own_days_sql,
	&team_day_sql, &team_days_sql, &company_day_sql, &company_days_sql, NULL};

/* dashboard_store.c - the numbers of a day and of what is waiting. */
/* SPDX-License-Identifier: MIT */
#include "domains/orders/order_store_internal.h"

/*
 * Orders of today: created today, or their status set today. Both have been
 * written today, which is what orders_updated is walked by.
 */
#define TODAY \
	"SELECT o.status, o.cancellation_reason, COUNT(*)" ORDER_FROM \
	" WHERE o.company_id = $1 AND o.updated_us >= $2" \
	" AND (o.created_day = $3 OR o.status_since_us >= $2)"
#define BY_STATUS " GROUP BY o.status, o.cancellation_reason"

static const struct db_query today_own_sql = {
	"dashboard.today_own", TODAY " AND o.assigned_agent_id = $4" BY_STATUS, NULL, NULL};
static const struct db_query today_team_sql = {"dashboard.today_team",
	TODAY " AND (o.assigned_agent_id = $4 OR a.team_id = $5)" BY_STATUS, NULL, NULL};
static const struct db_query today_company_sql = {
	"dashboard.today_company", TODAY BY_STATUS, NULL, NULL};

/* Each agent's calls of today are a range of communications_agent. */
#define CALLS \
	"SELECT COUNT(*), SUM(CASE WHEN m.duration_seconds > 0 THEN 1 ELSE 0 END)," \
	" SUM(m.duration_seconds) FROM communications m" \
	" WHERE m.company_id = $1 AND m.at_us >= $2 AND m.channel = 'call'"
static const struct db_query calls_own_sql = {
	"dashboard.calls_own", CALLS " AND m.agent_id = $3", NULL, NULL};
static const struct db_query calls_team_sql = {"dashboard.calls_team",
	CALLS " AND m.agent_id IN (SELECT t.id FROM agents t WHERE t.company_id = $1"
	      " AND (t.team_id = $4 OR t.id = $3))",
	NULL, NULL};
static const struct db_query calls_company_sql = {"dashboard.calls_company",
	CALLS " AND m.agent_id IN (SELECT t.id FROM agents t WHERE t.company_id = $1)", NULL, NULL};

enum err dashboard_store_today(
	struct cx *cx, int64_t day_start_us, int64_t day, struct dashboard *dashboard)
{
	static const struct db_query *const queries[] = {
		&today_own_sql, &today_team_sql, &today_company_sql};
	struct db_value args[5] = {
		db_int(cx->actor->company_id), db_int(day_start_us), db_int(day)};
	const size_t n = 3 + order_store_agent_args(cx->actor, args + 3);
	struct db_result result;

	TRY(db_run(cx, queries[order_scope(cx->actor)], args, n, &result));
	for (size_t i = 0; i < result.count; i++) {
		const ssize_t status = word_index(order_status_words, db_text_at(&result, i, 0));
		const char *reason = db_text_at(&result, i, 1);
		const ssize_t which = reason ? word_index(order_reason_words, reason) : -1;

		dashboard->today[status] += db_int_at(&result, i, 2);
		if (status == ORDER_CANCELLED && which >= 0)
			dashboard->cancelled_by_reason[which] += db_int_at(&result, i, 2);
	}
	return OK;
}

enum err dashboard_store_calls(struct cx *cx, int64_t day_start_us, struct dashboard *dashboard)
{
	static const struct db_query *const queries[] = {
		&calls_own_sql, &calls_team_sql, &calls_company_sql};
	struct db_value args[4] = {db_int(cx->actor->company_id), db_int(day_start_us)};
	const size_t n = 2 + order_store_agent_args(cx->actor, args + 2);
	struct db_result result;

	TRY(db_run(cx, queries[order_scope(cx->actor)], args, n, &result));
	dashboard->calls = db_int_at(&result, 0, 0);
	dashboard->talked_calls = db_int_at(&result, 0, 1);
	dashboard->talk_seconds = db_int_at(&result, 0, 2);
	return OK;
}

db_query_list dashboard_queries = {&today_own_sql, &today_team_sql, &today_company_sql,
	&calls_own_sql, &calls_team_sql, &calls_company_sql, NULL};

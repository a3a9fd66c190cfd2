/* dashboard_store.c - the numbers of a day and of what is waiting. */
/* SPDX-License-Identifier: MIT */
#include "domains/orders/order_store_internal.h"

/* Of the cancelled ones that orders_worked finds in the period. */
#define REASONS \
	"SELECT o.cancellation_reason, COUNT(*) FROM orders o WHERE o.company_id = $1" \
	" AND o.status_since_us >= $2 AND o.status_since_us < $3" \
	" AND " ORDER_UNINDEXED("o.status") " = 'cancelled'"
#define BY_REASON " GROUP BY o.cancellation_reason"

static const struct db_query reasons_mine_sql = {
	"dashboard.reasons_mine", REASONS " AND o.assigned_agent_id = $4" BY_REASON, NULL, NULL};
static const struct db_query reasons_team_sql = {"dashboard.reasons_team",
	REASONS " AND (o.assigned_agent_id IN (SELECT t.id FROM agents t WHERE t.company_id = $1"
		" AND (t.team_id = $6 OR t.id = $4)) OR " ORDER_POOL_OF("$5") ")" BY_REASON,
	NULL, NULL};
static const struct db_query reasons_company_sql = {
	"dashboard.reasons_company", REASONS BY_REASON, NULL, NULL};

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

enum err dashboard_store_reasons(
	struct cx *cx, const struct order_filter *filter, struct dashboard *dashboard)
{
	const struct db_query *query = filter->set == SET_MINE ? &reasons_mine_sql
		: filter->set == SET_TEAM                      ? &reasons_team_sql
							       : &reasons_company_sql;
	struct db_value args[6] = {
		db_int(cx->actor->company_id), db_int(filter->from_us), db_int(filter->to_us)};
	const size_t n = 3 +
		order_store_set_args(cx->actor, filter->set, filter->agent_id, args + 3);
	struct db_result result;

	TRY(db_run(cx, query, args, n, &result));
	for (size_t i = 0; i < result.count; i++) {
		const char *reason = db_text_at(&result, i, 0);
		const ssize_t which = reason ? word_index(order_reason_words, reason) : -1;

		if (which >= 0)
			dashboard->cancelled_by_reason[which] += db_int_at(&result, i, 1);
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

db_query_list dashboard_queries = {&reasons_mine_sql, &reasons_team_sql, &reasons_company_sql,
	&calls_own_sql, &calls_team_sql, &calls_company_sql, NULL};

/* customer_reach_store.c - the SQL of who sees a customer. */
/* SPDX-License-Identifier: MIT */
#include "domains/customers/customer_reach.h"

#include "domains/calls/call_visible.h"
#include "domains/chat/chat_visible.h"
#include "domains/orders/order_visible.h"
#include "platform/db/db.h"

/* $1 company, $2 customer, then the reader. */
#define EACH_SCOPE(suffix, what, own, team) \
	static const struct db_query suffix##_own = { \
		"customer_reach." #suffix "_own", what " AND " own " LIMIT 1", NULL, NULL}; \
	static const struct db_query suffix##_team = { \
		"customer_reach." #suffix "_team", what " AND " team " LIMIT 1", NULL, NULL}; \
	static const struct db_query *const suffix##_sql[] = {&suffix##_own, &suffix##_team}

EACH_SCOPE(orders,
	"SELECT 1 FROM orders o LEFT JOIN agents a ON a.company_id = o.company_id"
	" AND a.id = o.assigned_agent_id WHERE o.company_id = $1 AND o.customer_id = $2",
	ORDER_VISIBLE_OWN("$3", "$4"), ORDER_VISIBLE_TEAM("$3", "$4", "$5"));
EACH_SCOPE(chats, "SELECT 1 FROM chats c WHERE c.company_id = $1 AND c.customer_id = $2",
	CHAT_VISIBLE_OWN("$3", "$4"), CHAT_VISIBLE_TEAM("$3", "$4", "$5"));
EACH_SCOPE(calls, "SELECT 1 FROM calls c WHERE c.company_id = $1 AND c.customer_id = $2",
	CALL_VISIBLE_OWN("$3", "$4"), CALL_VISIBLE_TEAM("$3", "$4", "$5"));

#define NONE "CAST(NULL AS BIGINT)"
/* Whose they are: agent, team, and the department for which they wait. */
#define NEWEST(time) " ORDER BY " time " DESC LIMIT 100"
#define REACH_ORDERS \
	"SELECT * FROM (SELECT o.assigned_agent_id AS agent_id, a.team_id AS team_id," \
	" CASE WHEN o.assigned_agent_id IS NULL THEN COALESCE(o.department_id, 0) END AS pool" \
	" FROM orders o LEFT JOIN agents a ON a.company_id = o.company_id" \
	" AND a.id = o.assigned_agent_id WHERE o.company_id = $1" \
	" AND o.customer_id = $2" NEWEST("o.created_us") ") x"
#define REACH_CHATS \
	"SELECT * FROM (SELECT c.agent_id, c.team_id, CASE WHEN c.queue_key IS NOT NULL" \
	" THEN COALESCE(c.department_id, 0) END FROM chats c WHERE c.company_id = $1" \
	" AND c.customer_id = $2" NEWEST("c.created_us") ") x"
#define REACH_OFFERS \
	"SELECT c.offered_agent_id, " NONE ", " NONE " FROM chats c WHERE c.company_id = $1" \
	" AND c.customer_id = $2 AND c.offered_agent_id IS NOT NULL"
#define REACH_GUESTS \
	"SELECT * FROM (SELECT g.agent_id, " NONE ", " NONE " FROM chats c JOIN chat_guests g" \
	" ON g.company_id = c.company_id AND g.chat_id = c.id WHERE c.company_id = $1" \
	" AND c.customer_id = $2" NEWEST("c.created_us") ") x"
#define REACH_CALLS \
	"SELECT * FROM (SELECT c.agent_id, c.team_id, CASE WHEN c.agent_id IS NULL" \
	" AND c.is_active = 1 THEN c.department_id END FROM calls c WHERE c.company_id = $1" \
	" AND c.customer_id = $2" NEWEST("c.started_us") ") x"
#define REACH_LEGS \
	"SELECT * FROM (SELECT l.agent_id, l.team_id, " NONE " FROM calls c JOIN call_legs l" \
	" ON l.company_id = c.company_id AND l.call_id = c.id WHERE c.company_id = $1" \
	" AND c.customer_id = $2" NEWEST("c.started_us") ") x"
static const struct db_query reach_sql = {"customer_reach.who",
	REACH_ORDERS " UNION " REACH_CHATS " UNION " REACH_OFFERS " UNION " REACH_GUESTS
		     " UNION " REACH_CALLS " UNION " REACH_LEGS " LIMIT 400",
	NULL, NULL};

db_query_list customer_reach_queries = {&orders_own, &orders_team, &chats_own, &chats_team,
	&calls_own, &calls_team, &reach_sql, NULL};

static enum err ask(struct cx *cx, const struct db_query *query, const struct db_value *args,
	size_t count, bool *seen)
{
	struct db_result result;

	TRY(db_run(cx, query, args, count, &result));
	*seen = result.count > 0;
	return OK;
}

/* Only for who sees less than all of each: no scope here is the company. */
enum err customer_store_is_seen(struct cx *cx, int64_t customer_id, bool *seen)
{
	const struct actor *actor = cx->actor;
	struct db_value args[5] = {db_int(actor->company_id), db_int(customer_id)};

	*seen = false;
	if (actor_may(actor, PERM_CHATS_READ)) {
		const size_t n = 2 + chat_store_scope_args(actor, args + 2);

		TRY(ask(cx, chats_sql[chat_scope(actor)], args, n, seen));
	}
	if (!*seen && actor_may(actor, PERM_ORDERS_READ)) {
		const size_t n = 2 + order_store_scope_args(actor, args + 2);

		TRY(ask(cx, orders_sql[order_scope(actor)], args, n, seen));
	}
	if (!*seen && actor_may(actor, PERM_CALLS_READ)) {
		const size_t n = 2 + call_store_scope_args(actor, args + 2);

		TRY(ask(cx, calls_sql[call_scope(actor)], args, n, seen));
	}
	return OK;
}

static void add(int64_t *ids, size_t *count, int64_t id)
{
	for (size_t i = 0; i < *count; i++)
		if (ids[i] == id)
			return;
	ids[(*count)++] = id;
}

enum err customer_store_reach(struct cx *cx, int64_t customer_id, struct customer_reach *reach)
{
	struct db_result result;

	*reach = (struct customer_reach){0};
	TRY(db_run(cx, &reach_sql, DB_ARGS(db_int(cx->actor->company_id), db_int(customer_id)),
		&result));
	for (size_t i = 0; i < result.count; i++) {
		if (!db_null_at(&result, i, 0))
			add(reach->agents, &reach->agent_count, db_int_at(&result, i, 0));
		if (!db_null_at(&result, i, 1))
			add(reach->teams, &reach->team_count, db_int_at(&result, i, 1));
		if (!db_null_at(&result, i, 2))
			add(reach->pools, &reach->pool_count, db_int_at(&result, i, 2));
	}
	return OK;
}

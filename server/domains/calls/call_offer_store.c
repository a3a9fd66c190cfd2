/* call_offer_store.c - the SQL of who waits without a PBX, and who could take it. */
/* SPDX-License-Identifier: MIT */
#include "domains/calls/call_offer_internal.h"

#include "platform/db/db.h"

/* tenancy: all companies that let waiting calls be offered, who waits longest first */
static const struct db_query waiting_sql = {"call_offer.waiting",
	"SELECT c.company_id, c.id FROM call_settings s JOIN calls c"
	" ON c.company_id = s.company_id AND c.is_active = 1 AND c.queued_us IS NOT NULL"
	" WHERE s.offer_seconds > 0 AND c.source = 'manual'"
	" ORDER BY c.company_id, c.queued_us, c.id LIMIT 200",
	NULL, NULL};

/*
 * Agents of the department who could take a call: available, a phone that
 * works or none, room for another order, no call yet. Whoever has missed this one
 * comes after the others; then whoever is available longest comes first.
 */
static const struct db_query agent_sql = {"call_offer.agent",
	"SELECT a.id FROM agents a"
	" JOIN agent_presence p ON p.company_id = a.company_id AND p.agent_id = a.id"
	" LEFT JOIN extensions e ON e.company_id = a.company_id AND e.agent_id = a.id"
	" AND e.is_active = 1"
	" WHERE a.company_id = $1 AND a.department_id = $2 AND a.is_active = 1"
	" AND p.status = 'available' AND (e.id IS NULL OR e.availability_status = 'online')"
	" AND (a.order_capacity = 0 OR a.open_orders < a.order_capacity)"
	" AND NOT EXISTS (SELECT 1 FROM calls c WHERE c.company_id = a.company_id"
	" AND c.agent_id = a.id AND c.is_active = 1)"
	" AND NOT EXISTS (SELECT 1 FROM call_legs l WHERE l.company_id = a.company_id"
	" AND l.agent_id = a.id AND l.ended_us IS NULL)"
	" ORDER BY (SELECT COUNT(*) FROM call_steps t WHERE t.company_id = a.company_id"
	" AND t.call_id = $3 AND t.kind = 'missed' AND t.from_party = a.name),"
	" p.since_us, a.id LIMIT 1",
	NULL, NULL};

/* tenancy: all companies, calls are forgotten in every one */
static const struct db_query forgotten_sql = {"call_offer.forgotten",
	"SELECT c.company_id, c.id FROM companies o JOIN calls c ON c.company_id = o.id"
	" AND c.is_active = 1 AND c.source = 'manual' AND c.as_of_us < CASE"
	" WHEN c.answered_us IS NULL THEN CAST($1 AS BIGINT) ELSE CAST($2 AS BIGINT) END"
	" ORDER BY c.company_id, c.started_us, c.id LIMIT 200",
	NULL, NULL};

static void read_rows(
	struct cx *cx, const struct db_result *result, struct call_of **rows, size_t *count)
{
	*count = result->count;
	*rows = arena_array(cx->arena, result->count, sizeof(**rows));
	for (size_t i = 0; i < result->count; i++)
		(*rows)[i] = (struct call_of){db_int_at(result, i, 0), db_int_at(result, i, 1)};
}

enum err offer_store_waiting(struct cx *cx, struct call_of **rows, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &waiting_sql, DB_NO_ARGS, &result));
	read_rows(cx, &result, rows, count);
	return OK;
}

enum err offer_store_agent(struct cx *cx, const struct live_call *call, int64_t *agent_id)
{
	struct db_result result;

	TRY(db_run(cx, &agent_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(call->department_id),
			db_int(call->id)),
		&result));
	*agent_id = result.count ? db_int_at(&result, 0, 0) : 0;
	return OK;
}

enum err offer_store_forgotten(struct cx *cx, int64_t unanswered_us, int64_t answered_us,
	struct call_of **rows, size_t *count)
{
	struct db_result result;

	TRY(db_run(
		cx, &forgotten_sql, DB_ARGS(db_int(unanswered_us), db_int(answered_us)), &result));
	read_rows(cx, &result, rows, count);
	return OK;
}

db_query_list call_offer_queries = {&waiting_sql, &agent_sql, &forgotten_sql, NULL};

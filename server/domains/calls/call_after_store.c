/* call_after_store.c - the SQL of what follows calls: agents that are busy, work after, contacts. */
/* SPDX-License-Identifier: MIT */
#include "domains/calls/call_after_internal.h"

#include "domains/calls/call_days.h"
#include "domains/calls/call_view_internal.h"

#define BOTH(name, text) \
	{ \
		name, NULL, text(CALL_IDS_LITE("$2")), text(CALL_IDS_PG("$2")) \
	}

/* ---- Agents ------------------------------------------------------------------------ */

/*
 * Agents who are or were in these calls, and now are something else than their
 * presence says: 'call' while a leg of theirs is up in a call that goes on,
 * 'wrap_up' while they have time for one.
 */
#define ON_CALL(agent) \
	"EXISTS (SELECT 1 FROM call_legs l JOIN calls c ON c.company_id = l.company_id" \
	" AND c.id = l.call_id WHERE l.company_id = $1 AND l.agent_id = " agent \
	" AND l.ended_us IS NULL AND l.answered_us IS NOT NULL AND c.is_active = 1)"
#define IN_WRAP_UP(agent, now) \
	"EXISTS (SELECT 1 FROM call_wrap_ups w WHERE w.company_id = $1 AND w.agent_id = " agent \
	" AND w.ended_us IS NULL AND w.due_us > " now ")"
#define STANDS(agent, now) \
	"CASE WHEN " ON_CALL(agent) " THEN 'call' WHEN " IN_WRAP_UP( \
		agent, now) " THEN 'wrap_up' ELSE '' END"
#define AGENTS(ids) \
	"SELECT s.agent_id, s.now FROM (SELECT p.agent_id, COALESCE(p.occupied_by, '') AS " \
	"was, " STANDS("p.agent_id", "$3") " AS now FROM agent_presence p WHERE p.company_id = $1" \
					   " AND p.agent_id IN (SELECT x.agent_id FROM call_legs " \
					   "x WHERE x.company_id = $1" \
					   " AND x.call_id " ids \
					   " AND x.agent_id IS NOT NULL)) s WHERE s.was <> s.now"
static const struct db_query agents_sql = BOTH("call.agents_changed", AGENTS);
static const struct db_query agent_sql = {
	"call.agent_stands", "SELECT " STANDS("$2", "$3"), NULL, NULL};

/* ---- The work after ---------------------------------------------------------------- */

/* Whoever talked and is out of the call has time for it, once, if that is not over already. */
#define TALKED(ids) \
	"SELECT t.call_id, t.agent_id, t.left_us FROM (SELECT l.call_id, l.agent_id," \
	" MAX(COALESCE(l.ended_us, 9223372036854775807)) AS left_us, SUM(l.talk_us) AS talk_us" \
	" FROM call_legs l WHERE l.company_id = $1 AND l.call_id " ids \
	" AND l.agent_id IS NOT NULL GROUP BY l.call_id, l.agent_id) t" \
	" WHERE t.talk_us > 0 AND t.left_us > CAST($3 AS BIGINT) AND t.left_us <= " \
	"CAST($4 AS BIGINT)" \
	" AND NOT EXISTS (SELECT 1 FROM call_wrap_ups w WHERE w.company_id = $1" \
	" AND w.call_id = t.call_id AND w.agent_id = t.agent_id) ORDER BY t.left_us, t.call_id"
static const struct db_query talked_sql = BOTH("call.talked", TALKED);
static const struct db_query add_sql = {"call.wrap_up_add",
	"INSERT INTO call_wrap_ups (company_id, id, call_id, agent_id, from_us, due_us)"
	" VALUES ($1, $2, $3, $4, $5, $6)",
	NULL, NULL};
static const struct db_query open_sql = {"call.wrap_up_open",
	"SELECT id, call_id, from_us, due_us FROM call_wrap_ups WHERE company_id = $1"
	" AND agent_id = $2 AND ended_us IS NULL",
	NULL, NULL};
static const struct db_query end_sql = {"call.wrap_up_end",
	"UPDATE call_wrap_ups SET ended_us = $3 WHERE company_id = $1 AND id = $2"
	" AND ended_us IS NULL",
	NULL, NULL};
static const struct db_query spent_sql = {"call.wrap_up_spent",
	"UPDATE calls SET wrap_us = wrap_us + $3, version = version + 1"
	" WHERE company_id = $1 AND id = $2 RETURNING started_us",
	NULL, NULL};

/* ---- Queues of departments ----------------------------------------------------------- */

#define WAITS_FOR \
	"(SELECT r.department_id FROM call_queue_visits v JOIN call_routes r" \
	" ON r.company_id = v.company_id AND r.queue = v.queue WHERE v.company_id = $1" \
	" AND v.call_id = calls.id AND v.left_us IS NULL ORDER BY v.visit DESC LIMIT 1)"
#define DEPARTMENTS(ids) \
	"UPDATE calls SET department_id = " WAITS_FOR " WHERE company_id = $1 AND id " ids \
	" AND is_active = 1 AND agent_id IS NULL AND " WAITS_FOR " IS NOT NULL"
static const struct db_query departments_sql = BOTH("call.name_departments", DEPARTMENTS);

/* ---- Calls that have ended ---------------------------------------------------------- */

#define ENDED(ids) \
	"SELECT c.id, c.status, c.direction, c.order_id, COALESCE(c.customer_id, o.customer_id)," \
	" COALESCE(c.agent_id, (SELECT l.agent_id FROM call_legs l WHERE l.company_id = $1" \
	" AND l.call_id = c.id AND l.agent_id IS NOT NULL ORDER BY l.leg DESC LIMIT 1))," \
	" c.phone_number, c.talk_us, c.started_us FROM calls c LEFT JOIN orders o" \
	" ON o.company_id = c.company_id AND o.id = c.order_id" \
	" WHERE c.company_id = $1 AND c.id " ids \
	" AND c.is_active = 0 AND c.closed_us IS NULL ORDER BY c.id"
static const struct db_query ended_sql = BOTH("call.ended", ENDED);
#define CLOSE(ids) \
	"UPDATE calls SET closed_us = $3 WHERE company_id = $1 AND id " ids \
	" AND is_active = 0 AND closed_us IS NULL"
static const struct db_query close_sql = BOTH("call.close", CLOSE);

/* A call that was asked for, and no channel of it was ever seen. */
static const struct db_query unborn_sql = {"call.unborn",
	"SELECT c.id FROM calls c WHERE c.company_id = $1 AND c.linkedid = $2 AND c.is_active = 1"
	" AND NOT EXISTS (SELECT 1 FROM call_legs l WHERE l.company_id = c.company_id"
	" AND l.call_id = c.id)",
	NULL, NULL};

enum err after_store_agents(
	struct cx *cx, const int64_t *ids, size_t id_count, struct agent_now **rows, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &agents_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_text(call_store_ids(cx, ids, id_count)),
			db_int(cx->now_us)),
		&result));
	*count = result.count;
	*rows = arena_array(cx->arena, result.count, sizeof(**rows));
	for (size_t i = 0; i < result.count; i++)
		(*rows)[i] = (struct agent_now){.agent_id = db_int_at(&result, i, 0),
			.occupied_by = db_text_at(&result, i, 1)};
	return OK;
}

enum err after_store_agent(struct cx *cx, int64_t agent_id, struct agent_now *now)
{
	struct db_result result;

	TRY(db_run(cx, &agent_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(agent_id), db_int(cx->now_us)),
		&result));
	*now = (struct agent_now){agent_id, db_text_at(&result, 0, 0)};
	return OK;
}

enum err after_store_talked(struct cx *cx, const int64_t *ids, size_t id_count, int64_t since_us,
	struct wrap_up **rows, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &talked_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_text(call_store_ids(cx, ids, id_count)),
			db_int(since_us), db_int(cx->now_us)),
		&result));
	*count = result.count;
	*rows = arena_array(cx->arena, result.count, sizeof(**rows));
	for (size_t i = 0; i < result.count; i++)
		(*rows)[i] = (struct wrap_up){.call_id = db_int_at(&result, i, 0),
			.agent_id = db_int_at(&result, i, 1),
			.from_us = db_int_at(&result, i, 2)};
	return OK;
}

enum err wrap_up_store_add(struct cx *cx, struct wrap_up *wrap_up)
{
	TRY(db_next_id(cx, "call_wrap_up", &wrap_up->id));
	return db_exec(cx, &add_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(wrap_up->id),
			db_int(wrap_up->call_id), db_int(wrap_up->agent_id),
			db_int(wrap_up->from_us), db_int(wrap_up->due_us)),
		NULL);
}

enum err wrap_up_store_open(struct cx *cx, int64_t agent_id, struct wrap_up *wrap_up)
{
	struct db_result result;

	TRY(db_run(
		cx, &open_sql, DB_ARGS(db_int(cx->actor->company_id), db_int(agent_id)), &result));
	*wrap_up = (struct wrap_up){0};
	if (result.count)
		*wrap_up = (struct wrap_up){.id = db_int_at(&result, 0, 0),
			.call_id = db_int_at(&result, 0, 1),
			.agent_id = agent_id,
			.from_us = db_int_at(&result, 0, 2),
			.due_us = db_int_at(&result, 0, 3)};
	return OK;
}

enum err wrap_up_store_end(struct cx *cx, const struct wrap_up *wrap_up, int64_t at_us)
{
	struct db_result rows;
	int64_t changed = 0, started_us;

	TRY(db_exec(cx, &end_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(wrap_up->id), db_int(at_us)),
		&changed));
	if (!changed)
		return OK;
	TRY(db_run(cx, &spent_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(wrap_up->call_id),
			db_int(at_us > wrap_up->from_us ? at_us - wrap_up->from_us : 0)),
		&rows));
	if (!rows.count)
		return OK;
	started_us = db_int_at(&rows, 0, 0);
	return call_days_touch(cx, &started_us, 1);
}

enum err after_store_ended(
	struct cx *cx, const int64_t *ids, size_t id_count, struct call_gone **rows, size_t *count)
{
	const struct db_value list = db_text(call_store_ids(cx, ids, id_count));
	struct db_result result;

	TRY(db_run(cx, &ended_sql, DB_ARGS(db_int(cx->actor->company_id), list), &result));
	*count = result.count;
	*rows = arena_array(cx->arena, result.count, sizeof(**rows));
	for (size_t i = 0; i < result.count; i++)
		(*rows)[i] = (struct call_gone){.id = db_int_at(&result, i, 0),
			.status = db_text_at(&result, i, 1),
			.outgoing = text_is(db_text_at(&result, i, 2), "outgoing"),
			.order_id = db_int_at(&result, i, 3),
			.customer_id = db_int_at(&result, i, 4),
			.agent_id = db_int_at(&result, i, 5),
			.phone = db_text_at(&result, i, 6),
			.talk_us = db_int_at(&result, i, 7),
			.started_us = db_int_at(&result, i, 8)};
	if (!result.count)
		return OK;
	return db_exec(cx, &close_sql,
		DB_ARGS(db_int(cx->actor->company_id), list, db_int(cx->now_us)), NULL);
}

enum err call_name_departments(struct cx *cx, const int64_t *ids, size_t count)
{
	if (!count)
		return OK;
	return db_exec(cx, &departments_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_text(call_store_ids(cx, ids, count))),
		NULL);
}

enum err after_store_unborn(struct cx *cx, const char *linkedid, int64_t *call_id)
{
	struct db_result result;

	TRY(db_run(cx, &unborn_sql, DB_ARGS(db_int(cx->actor->company_id), db_text(linkedid)),
		&result));
	*call_id = result.count ? db_int_at(&result, 0, 0) : 0;
	return OK;
}

db_query_list call_after_queries = {&agents_sql, &agent_sql, &talked_sql, &add_sql, &open_sql,
	&end_sql, &spent_sql, &departments_sql, &ended_sql, &close_sql, &unborn_sql, NULL};

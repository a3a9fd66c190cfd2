/* call_agent_store.c - the SQL of agents as those who send them calls see them. */
/* SPDX-License-Identifier: MIT */
#include "domains/calls/call_agent.h"

#include "domains/accounts/agent_skill.h"
#include "platform/auth/auth.h"
#include "platform/db/db.h"

#define TODAY(what) \
	"(SELECT " what " FROM call_legs l WHERE l.company_id = a.company_id" \
	" AND l.agent_id = a.id AND l.call_started_us >= $3 AND l.talk_us > 0)"

#define HEAD \
	"SELECT a.id, a.agent_no, a.name, a.team_id, t.name, a.department_id, d.code, d.name," \
	" p.status, p.source, p.since_us, p.note, e.extension, e.availability_status," \
	" CASE WHEN a.order_capacity > 0 AND a.open_orders >= a.order_capacity THEN 0 ELSE 1 END," \
	" a.open_orders, (SELECT c.call_code FROM calls c" \
	" WHERE c.company_id = a.company_id AND c.is_active = 1 AND c.id = COALESCE(" \
	"(SELECT MAX(l.call_id + 0) FROM call_legs l WHERE l.company_id = a.company_id" \
	" AND l.agent_id = a.id AND l.ended_us IS NULL)," \
	" (SELECT MAX(h.id + 0) FROM calls h WHERE h.company_id = a.company_id" \
	" AND h.agent_id = a.id AND h.is_active = 1)))," \
	" (SELECT w.due_us FROM call_wrap_ups w WHERE w.company_id = a.company_id" \
	" AND w.agent_id = a.id AND w.ended_us IS NULL)," \
	" " TODAY("COUNT(DISTINCT l.call_id)") ", " TODAY( \
		"SUM(l.talk_us)") "," \
				  " " TODAY("SUM(l.hold_us)") ", "
#define FROM \
	" FROM agents a" \
	" LEFT JOIN departments d ON d.company_id = a.company_id AND d.id = a.department_id" \
	" LEFT JOIN teams t ON t.company_id = a.company_id AND t.id = a.team_id" \
	" LEFT JOIN agent_presence p ON p.company_id = a.company_id AND p.agent_id = a.id" \
	" LEFT JOIN extensions e ON e.company_id = a.company_id AND e.agent_id = a.id" \
	" AND e.is_active = 1" \
	" WHERE a.company_id = $1 AND a.is_active = 1" \
	" AND (CAST($2 AS BIGINT) = 0 OR a.id = $2) ORDER BY a.agent_no LIMIT 1000"

static const struct db_query agents_sql = {
	.name = "call_agent.list",
	.lite = HEAD AGENT_SKILLS_LITE FROM,
	.postgres = HEAD AGENT_SKILLS_PG FROM,
};

static void read_row(const struct db_result *result, size_t row, struct call_agent *agent)
{
	*agent = (struct call_agent){.id = db_int_at(result, row, 0),
		.agent_no = db_int_at(result, row, 1),
		.name = db_text_at(result, row, 2),
		.team_id = db_int_at(result, row, 3),
		.team = db_text_at(result, row, 4),
		.department_id = db_int_at(result, row, 5),
		.department = db_text_at(result, row, 6),
		.department_name = db_text_at(result, row, 7),
		.presence = PRESENCE_OFFLINE,
		.source = presence_source_read(db_text_at(result, row, 9)),
		.since_us = db_opt_at(result, row, 10),
		.note = db_text_at(result, row, 11),
		.extension = db_text_at(result, row, 12),
		.extension_status = db_text_at(result, row, 13),
		.has_room = db_int_at(result, row, 14) != 0,
		.open_orders = db_int_at(result, row, 15),
		.current_call = db_text_at(result, row, 16),
		.wrap_up_until_us = db_opt_at(result, row, 17),
		.calls = db_int_at(result, row, 18),
		.talk_us = db_int_at(result, row, 19),
		.hold_us = db_int_at(result, row, 20),
		.skills = db_text_at(result, row, 21)};
	(void)!presence_read(db_text_at(result, row, 8), &agent->presence);
}

enum err call_agent_store(
	struct cx *cx, int64_t id, int64_t since_us, struct call_agent **rows, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &agents_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(id), db_int(since_us)), &result));
	*count = result.count;
	*rows = arena_array(cx->arena, result.count, sizeof(**rows));
	for (size_t i = 0; i < result.count; i++)
		read_row(&result, i, &(*rows)[i]);
	return OK;
}

db_query_list call_agent_queries = {&agents_sql, NULL};

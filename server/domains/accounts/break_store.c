/* break_store.c - breaks, which are rows of agent_presence_log. */
/* SPDX-License-Identifier: MIT */
#include "domains/accounts/profile_internal.h"

static const struct db_query list_sql = {
	.name = "break.list",
	.text = "SELECT id, started_us, ended_us, note FROM agent_presence_log"
		" WHERE company_id = $1 AND agent_id = $2 AND started_us < $4"
		" AND (ended_us IS NULL OR ended_us > $3) AND status = 'on_break'"
		" ORDER BY started_us DESC LIMIT $5",
};

/* Agent by agent: CROSS JOIN keeps SQLite from going through all that the company ever had. */
static const struct db_query rows_sql = {
	.name = "break.rows",
	.text = "SELECT l.agent_id, l.started_us, l.ended_us"
		" FROM agents a CROSS JOIN agent_presence_log l"
		" WHERE a.company_id = $1 AND a.is_active = 1 AND ($4 = 0 OR a.team_id = $4)"
		" AND l.company_id = $1 AND l.agent_id = a.id AND l.status = 'on_break'"
		" AND l.started_us < $3 AND (l.ended_us IS NULL OR l.ended_us > $2)"
		" ORDER BY l.agent_id, l.started_us DESC",
};

/* What lies in the time: $2 to $3; a break that lasts goes on until $5. */
#define BEGAN "CASE WHEN l.started_us < $2 THEN $2 ELSE l.started_us END"
#define ENDED "CASE WHEN COALESCE(l.ended_us, $5) > $3 THEN $3 ELSE COALESCE(l.ended_us, $5) END"
static const struct db_query sums_sql = {
	.name = "break.sums",
	.text = "SELECT a.id, a.agent_no, a.name, COUNT(l.id),"
		" COALESCE(SUM(" ENDED " - " BEGAN "), 0),"
		" COALESCE(MAX(" ENDED " - " BEGAN "), 0),"
		" MAX(CASE WHEN l.ended_us IS NULL THEN l.started_us END)"
		" FROM agents a LEFT JOIN agent_presence_log l"
		" ON l.company_id = a.company_id AND l.agent_id = a.id"
		" AND l.started_us < $3 AND (l.ended_us IS NULL OR l.ended_us > $2)"
		" AND l.status = 'on_break'"
		" WHERE a.company_id = $1 AND a.is_active = 1 AND ($4 = 0 OR a.team_id = $4)"
		" GROUP BY a.id, a.agent_no, a.name ORDER BY 5 DESC, a.name, a.id",
};

const struct db_query *const break_queries[] = {&list_sql, &rows_sql, &sums_sql, NULL};

enum err break_store_list(struct cx *cx, int64_t agent_id, const struct period *period,
	int64_t limit, struct agent_break **list, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &list_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(agent_id), db_int(period->from_us),
			db_int(period->to_us), db_int(limit)),
		&result));
	*count = result.count;
	*list = arena_array(cx->arena, result.count, sizeof(**list));
	for (size_t i = 0; i < result.count; i++)
		(*list)[i] = (struct agent_break){
			.id = db_int_at(&result, i, 0),
			.agent_id = agent_id,
			.started_us = db_int_at(&result, i, 1),
			.ended_us = db_opt_at(&result, i, 2),
			.note = db_text_at(&result, i, 3),
		};
	return OK;
}

enum err break_store_rows(struct cx *cx, int64_t team_id, const struct period *period,
	struct agent_break **list, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &rows_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(period->from_us),
			db_int(period->to_us), db_int(team_id)),
		&result));
	*count = result.count;
	*list = arena_array(cx->arena, result.count, sizeof(**list));
	for (size_t i = 0; i < result.count; i++)
		(*list)[i] = (struct agent_break){
			.agent_id = db_int_at(&result, i, 0),
			.started_us = db_int_at(&result, i, 1),
			.ended_us = db_opt_at(&result, i, 2),
		};
	return OK;
}

enum err break_store_sums(struct cx *cx, int64_t team_id, const struct period *period,
	struct break_sum **list, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &sums_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(period->from_us),
			db_int(period->to_us), db_int(team_id), db_int(cx->now_us)),
		&result));
	*count = result.count;
	*list = arena_array(cx->arena, result.count, sizeof(**list));
	for (size_t i = 0; i < result.count; i++)
		(*list)[i] = (struct break_sum){
			.agent_id = db_int_at(&result, i, 0),
			.agent_no = db_int_at(&result, i, 1),
			.name = db_text_or_empty(&result, i, 2),
			.count = db_int_at(&result, i, 3),
			.us = db_int_at(&result, i, 4),
			.longest_us = db_int_at(&result, i, 5),
			.since_us = db_opt_at(&result, i, 6),
		};
	return OK;
}

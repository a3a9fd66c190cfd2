/* coverage_store.c - who was there at a moment, by the log of presence. */
/* SPDX-License-Identifier: MIT */
#include "domains/team/team_internal.h"

/* States of the scope's agents that touch the range, two days at most; by agent, as the log is long. */
static const struct db_query present_sql = {
	.name = "coverage.present",
	.text = "SELECT l.started_us, l.ended_us FROM agents a CROSS JOIN agent_presence_log l"
		" WHERE a.company_id = $1 AND (CAST($2 AS BIGINT) = 1 OR a.team_id = $3"
		" OR a.id = $4) AND l.company_id = a.company_id AND l.agent_id = a.id"
		" AND l.started_us > $5 AND l.started_us < $7"
		" AND (l.ended_us IS NULL OR l.ended_us > $6)"
		" AND l.status NOT IN ('offline', 'on_leave')",
};

db_query_list coverage_queries = {&present_sql, NULL};

enum err coverage_store_present(
	struct cx *cx, const int64_t *moments_us, size_t count, int64_t *present)
{
	const struct actor *actor = cx->actor;
	struct db_result result;

	TRY(db_run(cx, &present_sql,
		DB_ARGS(db_int(actor->company_id), db_int(actor->scope == SCOPE_COMPANY),
			db_id(actor->scope == SCOPE_TEAM ? actor->team_id : 0),
			db_id(actor->agent_id), db_int(moments_us[0] - 2 * US_PER_DAY),
			db_int(moments_us[0]), db_int(moments_us[count - 1] + 1)),
		&result));
	for (size_t row = 0; row < result.count; row++) {
		const int64_t from = db_int_at(&result, row, 0);
		const int64_t to = db_null_at(&result, row, 1) ? INT64_MAX
							       : db_int_at(&result, row, 1);

		for (size_t i = 0; i < count; i++)
			present[i] += from <= moments_us[i] && moments_us[i] < to;
	}
	return OK;
}

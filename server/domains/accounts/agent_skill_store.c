/* agent_skill_store.c - statements on the skills of agents. */
/* SPDX-License-Identifier: MIT */
#include "domains/accounts/people_internal.h"

static const struct db_query clear_sql = {
	.name = "agent_skill.clear",
	.text = "DELETE FROM agent_skills WHERE company_id = $1 AND agent_id = $2",
};

static const struct db_query add_sql = {
	.name = "agent_skill.add",
	.text = "INSERT INTO agent_skills (company_id, agent_id, skill, level)"
		" VALUES ($1, $2, $3, $4)",
};

static const struct db_query known_sql = {
	.name = "agent_skill.known",
	.text = "SELECT DISTINCT skill FROM agent_skills WHERE company_id = $1"
		" ORDER BY skill LIMIT 500",
};

db_query_list agent_skill_queries = {&clear_sql, &add_sql, &known_sql, NULL};

enum err agent_skill_store(
	struct cx *cx, int64_t agent_id, const struct agent_skill *skills, size_t count)
{
	const struct db_value company = db_int(cx->actor->company_id);

	TRY(db_exec(cx, &clear_sql, DB_ARGS(company, db_int(agent_id)), NULL));
	for (size_t i = 0; i < count; i++)
		TRY(db_exec(cx, &add_sql,
			DB_ARGS(company, db_int(agent_id), db_text(skills[i].skill),
				db_id(skills[i].level)),
			NULL));
	return OK;
}

enum err agent_skill_store_known(struct cx *cx, const char ***skills, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &known_sql, DB_ARGS(db_int(cx->actor->company_id)), &result));
	*count = result.count;
	*skills = arena_array(cx->arena, result.count + 1, sizeof(**skills));
	for (size_t row = 0; row < result.count; row++)
		(*skills)[row] = db_text_at(&result, row, 0);
	return OK;
}

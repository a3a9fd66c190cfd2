/* goal_store.c - agents' own goals: the SQL of them. */
/* SPDX-License-Identifier: MIT */
#include "domains/performance/performance_internal.h"

#include "platform/db/db.h"

#define GOAL \
	"SELECT id, version, agent_id, figure, period, target, created_us FROM performance_goals"

static const struct db_query list_sql = {"performance_goal.list",
	GOAL " WHERE company_id = $1 AND agent_id = $2 ORDER BY id", NULL, NULL};
static const struct db_query get_sql = {
	"performance_goal.get", GOAL " WHERE company_id = $1 AND id = $2", NULL, NULL};
static const struct db_query add_sql = {"performance_goal.add",
	"INSERT INTO performance_goals (company_id, id, agent_id, figure, period, target,"
	" created_us, updated_us) VALUES ($1, $2, $3, $4, $5, $6, $7, $7)",
	NULL, NULL};
static const struct db_query change_sql = {"performance_goal.change",
	"UPDATE performance_goals SET target = $3, updated_us = $4, version = version + 1"
	" WHERE company_id = $1 AND id = $2 AND version = $5",
	NULL, NULL};
static const struct db_query remove_sql = {"performance_goal.remove",
	"DELETE FROM performance_goals WHERE company_id = $1 AND id = $2", NULL, NULL};

static void read_goal(const struct db_result *result, size_t row, struct goal *goal)
{
	*goal = (struct goal){
		.id = db_int_at(result, row, 0),
		.version = db_int_at(result, row, 1),
		.agent_id = db_int_at(result, row, 2),
		.figure = (enum figure)word_index(figure_words, db_text_at(result, row, 3)),
		.period = db_text_at(result, row, 4),
		.target = db_int_at(result, row, 5),
		.created_us = db_int_at(result, row, 6),
	};
}

enum err goal_store_list(struct cx *cx, int64_t agent_id, struct goal **goals, size_t *count)
{
	struct db_result result;

	TRY(db_run(
		cx, &list_sql, DB_ARGS(db_int(cx->actor->company_id), db_int(agent_id)), &result));
	*goals = arena_array(cx->arena, result.count, sizeof(**goals));
	*count = result.count;
	for (size_t i = 0; i < result.count; i++)
		read_goal(&result, i, &(*goals)[i]);
	return OK;
}

enum err goal_store_get(struct cx *cx, int64_t id, struct goal *goal)
{
	struct db_result result;

	TRY(db_run(cx, &get_sql, DB_ARGS(db_int(cx->actor->company_id), db_int(id)), &result));
	if (result.count == 0)
		return fail(cx, ERR_NOT_FOUND, NULL, "There is no such goal.");
	read_goal(&result, 0, goal);
	return OK;
}

enum err goal_store_add(struct cx *cx, struct goal *goal)
{
	enum err err;

	TRY(db_next_id(cx, "performance_goal", &goal->id));
	goal->version = 1;
	goal->created_us = cx->now_us;
	err = db_exec(cx, &add_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(goal->id), db_int(goal->agent_id),
			db_text(figure_words[goal->figure]), db_text(goal->period),
			db_int(goal->target), db_int(cx->now_us)),
		NULL);
	if (err == ERR_CONFLICT)
		return fail(cx, ERR_CONFLICT, "figure", "You have a goal for this already.");
	return err;
}

enum err goal_store_change(struct cx *cx, struct goal *goal)
{
	int64_t changed;

	TRY(db_exec(cx, &change_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(goal->id), db_int(goal->target),
			db_int(cx->now_us), db_int(goal->version)),
		&changed));
	if (changed != 1)
		return fail(cx, ERR_CONFLICT, "version", "The goal has changed since.");
	goal->version++;
	return OK;
}

enum err goal_store_remove(struct cx *cx, int64_t id)
{
	return db_exec(cx, &remove_sql, DB_ARGS(db_int(cx->actor->company_id), db_int(id)), NULL);
}

db_query_list goal_queries = {&list_sql, &get_sql, &add_sql, &change_sql, &remove_sql, NULL};

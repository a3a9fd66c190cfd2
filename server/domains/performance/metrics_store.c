/* metrics_store.c - reading the counted days: of an agent, of a team, of everybody. */
/* SPDX-License-Identifier: MIT */
#include "domains/performance/performance_internal.h"

#include "platform/db/db.h"

#define EACH \
	"p.total_orders_handled, p.orders_confirmed, p.orders_cancelled, " \
	"p.orders_postponed, p.calls, p.calls_answered, p.talk_seconds, p.ratings_count, " \
	"p.rating_points, p.ratings_good, p.contacts, p.contacts_resolved, " \
	"p.contacts_first"
#define ADDED \
	"SUM(p.total_orders_handled), SUM(p.orders_confirmed), " \
	"SUM(p.orders_cancelled), SUM(p.orders_postponed), SUM(p.calls), " \
	"SUM(p.calls_answered), SUM(p.talk_seconds), SUM(p.ratings_count), " \
	"SUM(p.rating_points), SUM(p.ratings_good), SUM(p.contacts), " \
	"SUM(p.contacts_resolved), SUM(p.contacts_first)"

static const struct db_query days_sql = {"metrics.days",
	"SELECT p.id, p.agent_id, p.day, p.created_at, " EACH " FROM agent_performance_metrics p"
	" WHERE p.company_id = $1 AND p.agent_id = $2 AND p.day >= $3 AND p.day <= $4"
	" ORDER BY p.day",
	NULL, NULL};
static const struct db_query sum_sql = {"metrics.sum",
	"SELECT " ADDED " FROM agent_performance_metrics p"
	" WHERE p.company_id = $1 AND p.agent_id = $2 AND p.day >= $3 AND p.day <= $4",
	NULL, NULL};

/* Agents who have left are shown where they did something. */
#define MEMBERS(of) \
	"SELECT a.id, a.agent_no, a.name, a.team_id, a.department_id, t.name, d.name," \
	" a.takes_orders, s.* FROM agents a" \
	" LEFT JOIN (SELECT p.agent_id, " ADDED " FROM agent_performance_metrics p" \
	" WHERE p.company_id = $1 AND p.day >= $2 AND p.day <= $3 GROUP BY p.agent_id) s" \
	" ON s.agent_id = a.id" \
	" LEFT JOIN teams t ON t.company_id = a.company_id AND t.id = a.team_id" \
	" LEFT JOIN departments d ON d.company_id = a.company_id AND d.id = a.department_id" \
	" WHERE a.company_id = $1" of \
	" AND (a.is_active = 1 OR s.agent_id IS NOT NULL) ORDER BY a.agent_no"
static const struct db_query members_sql = {"metrics.members", MEMBERS(""), NULL, NULL};
static const struct db_query team_members_sql = {
	"metrics.team_members", MEMBERS(" AND a.team_id = $4"), NULL, NULL};

static const struct db_query company_days_sql = {"metrics.company_days",
	"SELECT p.day, " ADDED " FROM agent_performance_metrics p"
	" WHERE p.company_id = $1 AND p.day >= $2 AND p.day <= $3 GROUP BY p.day ORDER BY p.day",
	NULL, NULL};
static const struct db_query team_days_sql = {"metrics.team_days",
	"SELECT p.day, " ADDED " FROM agent_performance_metrics p"
	" JOIN agents a ON a.company_id = p.company_id AND a.id = p.agent_id"
	" WHERE p.company_id = $1 AND p.day >= $2 AND p.day <= $3 AND a.team_id = $4"
	" GROUP BY p.day ORDER BY p.day",
	NULL, NULL};

static void read_sums(const struct db_result *result, size_t row, size_t column, struct sums *sums)
{
	for (size_t i = 0; i < SUM_COUNT; i++)
		sums->n[i] = db_int_at(result, row, column + i);
}

enum err metrics_store_days(struct cx *cx, int64_t agent_id, const struct span *span,
	struct metrics **rows, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &days_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(agent_id), db_int(span->from_day),
			db_int(span->to_day)),
		&result));
	*rows = arena_array(cx->arena, result.count, sizeof(**rows));
	*count = result.count;
	for (size_t i = 0; i < result.count; i++) {
		struct metrics *row = &(*rows)[i];

		row->id = db_int_at(&result, i, 0);
		row->agent_id = db_int_at(&result, i, 1);
		row->day = db_int_at(&result, i, 2);
		row->created_us = db_int_at(&result, i, 3);
		read_sums(&result, i, 4, &row->sums);
	}
	return OK;
}

enum err metrics_store_sum(
	struct cx *cx, int64_t agent_id, const struct span *span, struct sums *sums)
{
	struct db_result result;

	TRY(db_run(cx, &sum_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(agent_id), db_int(span->from_day),
			db_int(span->to_day)),
		&result));
	read_sums(&result, 0, 0, sums);
	return OK;
}

enum err metrics_store_members(struct cx *cx, int64_t team_id, const struct span *span,
	struct member **rows, size_t *count)
{
	const struct db_value args[] = {db_int(cx->actor->company_id), db_int(span->from_day),
		db_int(span->to_day), db_int(team_id)};
	struct db_result result;

	TRY(db_run(cx, team_id ? &team_members_sql : &members_sql, args, team_id ? 4 : 3, &result));
	*rows = arena_array(cx->arena, result.count, sizeof(**rows));
	*count = result.count;
	for (size_t i = 0; i < result.count; i++) {
		struct member *row = &(*rows)[i];

		*row = (struct member){
			.id = db_int_at(&result, i, 0),
			.agent_no = db_int_at(&result, i, 1),
			.name = db_text_or_empty(&result, i, 2),
			.team_id = db_int_at(&result, i, 3),
			.department_id = db_int_at(&result, i, 4),
			.team_name = db_text_at(&result, i, 5),
			.department_name = db_text_at(&result, i, 6),
			.takes_orders = db_int_at(&result, i, 7) != 0,
		};
		read_sums(&result, i, 9, &row->sums);
	}
	return OK;
}

enum err metrics_store_team_days(struct cx *cx, int64_t team_id, const struct span *span,
	struct metrics **rows, size_t *count)
{
	const struct db_value args[] = {db_int(cx->actor->company_id), db_int(span->from_day),
		db_int(span->to_day), db_int(team_id)};
	struct db_result result;

	TRY(db_run(
		cx, team_id ? &team_days_sql : &company_days_sql, args, team_id ? 4 : 3, &result));
	*rows = arena_array(cx->arena, result.count, sizeof(**rows));
	*count = result.count;
	for (size_t i = 0; i < result.count; i++) {
		(*rows)[i].day = db_int_at(&result, i, 0);
		read_sums(&result, i, 1, &(*rows)[i].sums);
	}
	return OK;
}

db_query_list metrics_queries = {&days_sql, &sum_sql, &members_sql, &team_members_sql,
	&company_days_sql, &team_days_sql, NULL};

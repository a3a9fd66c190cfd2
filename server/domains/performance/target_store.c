/* target_store.c - targets of companies and teams: the SQL of them. */
/* SPDX-License-Identifier: MIT */
#include "domains/performance/performance_internal.h"

#include "platform/db/db.h"

static const struct db_query get_sql = {"kpi_targets.get",
	"SELECT version, first_call_resolution, average_handle_seconds, customer_satisfaction,"
	" confirmation_rate, cancellation_rate FROM kpi_targets"
	" WHERE company_id = $1 AND team_id = $2",
	NULL, NULL};
static const struct db_query put_sql = {"kpi_targets.put",
	"INSERT INTO kpi_targets (company_id, team_id, first_call_resolution,"
	" average_handle_seconds, customer_satisfaction, confirmation_rate, cancellation_rate,"
	" created_us, updated_us) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)",
	NULL, NULL};
static const struct db_query change_sql = {"kpi_targets.change",
	"UPDATE kpi_targets SET first_call_resolution = $3, average_handle_seconds = $4,"
	" customer_satisfaction = $5, confirmation_rate = $6, cancellation_rate = $7,"
	" updated_us = $8, version = version + 1"
	" WHERE company_id = $1 AND team_id = $2 AND version = $9",
	NULL, NULL};
static const struct db_query teams_sql = {"kpi_targets.teams",
	"SELECT t.id, t.name, k.version FROM teams t LEFT JOIN kpi_targets k"
	" ON k.company_id = t.company_id AND k.team_id = t.id"
	" WHERE t.company_id = $1 AND t.is_active = 1 ORDER BY t.name, t.id",
	NULL, NULL};
static const struct db_query team_sql = {"kpi_targets.team",
	"SELECT id FROM teams WHERE company_id = $1 AND id = $2 AND is_active = 1", NULL, NULL};

enum err target_store_get(struct cx *cx, int64_t team_id, struct targets *targets)
{
	struct db_result result;

	*targets = (struct targets){.team_id = team_id};
	TRY(db_run(cx, &get_sql, DB_ARGS(db_int(cx->actor->company_id), db_int(team_id)), &result));
	if (result.count == 0)
		return OK;
	targets->version = db_int_at(&result, 0, 0);
	for (size_t i = 0; i < KPI_COUNT; i++)
		targets->own[i] = db_opt_at(&result, 0, i + 1);
	return OK;
}

/* Two who set the first targets at once: one of them comes too late. */
enum err target_store_put(struct cx *cx, const struct targets *targets)
{
	const enum err err = db_exec(cx, &put_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(targets->team_id),
			db_opt(targets->own[0]), db_opt(targets->own[1]), db_opt(targets->own[2]),
			db_opt(targets->own[3]), db_opt(targets->own[4]), db_int(cx->now_us)),
		NULL);

	if (err == ERR_CONFLICT)
		return fail(cx, ERR_CONFLICT, "version", "The targets have changed since.");
	return err;
}

enum err target_store_change(struct cx *cx, const struct targets *targets)
{
	int64_t changed;

	TRY(db_exec(cx, &change_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(targets->team_id),
			db_opt(targets->own[0]), db_opt(targets->own[1]), db_opt(targets->own[2]),
			db_opt(targets->own[3]), db_opt(targets->own[4]), db_int(cx->now_us),
			db_int(targets->version)),
		&changed));
	if (changed != 1)
		return fail(cx, ERR_CONFLICT, "version", "The targets have changed since.");
	return OK;
}

enum err targets_teams(struct cx *cx, struct team_name **rows, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &teams_sql, DB_ARGS(db_int(cx->actor->company_id)), &result));
	*rows = arena_array(cx->arena, result.count, sizeof(**rows));
	*count = result.count;
	for (size_t i = 0; i < result.count; i++)
		(*rows)[i] = (struct team_name){.id = db_int_at(&result, i, 0),
			.name = db_text_or_empty(&result, i, 1),
			.version = db_int_at(&result, i, 2)};
	return OK;
}

enum err target_store_team_exists(struct cx *cx, int64_t team_id, bool *exists)
{
	struct db_result result;

	TRY(db_run(
		cx, &team_sql, DB_ARGS(db_int(cx->actor->company_id), db_int(team_id)), &result));
	*exists = result.count == 1;
	return OK;
}

db_query_list target_queries = {&get_sql, &put_sql, &change_sql, &teams_sql, &team_sql, NULL};

/* courier_poll_store.c - which parcels are due: to be asked for, or to be looked into. */
/* SPDX-License-Identifier: MIT */
#include "domains/delivery/delivery_store_internal.h"

#define AT_ONCE "500"
/* An hour: a question that was given up without a word is asked again. */
#define FORGOTTEN "3600000000"

/* tenancy: all companies, one job looks after the parcels of every company */
static const struct db_query poll_due_sql = {"delivery.poll_due",
	"SELECT company_id, id, courier_id FROM deliveries"
	" WHERE poll_due_us IS NOT NULL AND poll_due_us <= $1"
	" AND (polling = 0 OR poll_due_us <= $1 - " FORGOTTEN ")"
	" ORDER BY poll_due_us LIMIT " AT_ONCE,
	NULL, NULL};
/* tenancy: all companies, one job looks after the parcels of every company */
static const struct db_query stuck_due_sql = {"delivery.stuck_due",
	"SELECT company_id, id, courier_id FROM deliveries"
	" WHERE stuck_due_us IS NOT NULL AND stuck_due_us <= $1"
	" ORDER BY stuck_due_us LIMIT " AT_ONCE,
	NULL, NULL};
static const struct db_query under_way_sql = {"delivery.polls_under_way",
	"SELECT COUNT(*) FROM deliveries WHERE company_id = $1 AND courier_id = $2 AND polling = 1",
	NULL, NULL};
static const struct db_query begin_sql = {"delivery.poll_begin",
	"UPDATE deliveries SET polling = 1 WHERE company_id = $1 AND id = $2", NULL, NULL};
static const struct db_query end_sql = {"delivery.poll_end",
	"UPDATE deliveries SET polling = 0, poll_due_us = $3 WHERE company_id = $1 AND id = $2",
	NULL, NULL};
static const struct db_query plan_sql = {"delivery.poll_plan",
	"UPDATE deliveries SET poll_due_us = $3"
	" WHERE company_id = $1 AND courier_id = $2 AND ended_us IS NULL",
	NULL, NULL};

static enum err due(
	struct cx *cx, const struct db_query *query, struct delivery_due **rows, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, query, DB_ARGS(db_int(cx->now_us)), &result));
	*rows = arena_array(cx->arena, result.count, sizeof(**rows));
	*count = result.count;
	for (size_t i = 0; i < result.count; i++)
		(*rows)[i] = (struct delivery_due){.company_id = db_int_at(&result, i, 0),
			.id = db_int_at(&result, i, 1),
			.courier_id = db_int_at(&result, i, 2)};
	return OK;
}

enum err poll_store_due(struct cx *cx, struct delivery_due **rows, size_t *count)
{
	return due(cx, &poll_due_sql, rows, count);
}

enum err watch_store_due(struct cx *cx, struct delivery_due **rows, size_t *count)
{
	return due(cx, &stuck_due_sql, rows, count);
}

enum err poll_store_under_way(struct cx *cx, int64_t courier_id, int64_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &under_way_sql, DB_ARGS(db_int(cx->actor->company_id), db_int(courier_id)),
		&result));
	*count = db_int_at(&result, 0, 0);
	return OK;
}

enum err poll_store_begin(struct cx *cx, int64_t id)
{
	return db_exec(cx, &begin_sql, DB_ARGS(db_int(cx->actor->company_id), db_int(id)), NULL);
}

enum err poll_store_end(struct cx *cx, int64_t id, struct opt_int next_us)
{
	return db_exec(cx, &end_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(id), db_opt(next_us)), NULL);
}

enum err poll_store_plan(struct cx *cx, const struct courier *courier)
{
	const bool asked = courier->active && courier->poll_minutes > 0;

	return db_exec(cx, &plan_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(courier->id),
			db_opt((struct opt_int){cx->now_us, asked})),
		NULL);
}

db_query_list courier_poll_queries = {
	&poll_due_sql, &stuck_due_sql, &under_way_sql, &begin_sql, &end_sql, &plan_sql, NULL};

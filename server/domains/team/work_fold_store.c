/* work_fold_store.c - what is summed up, and the sums (see work_fold.c). */
/* SPDX-License-Identifier: MIT */
#include "domains/team/team_internal.h"

/* tenancy: all companies, work is summed up in every one */
static const struct db_query companies_sql = {
	.name = "work.companies",
	.text = "SELECT c.id FROM companies c LEFT JOIN work_folds f ON f.company_id = c.id"
		" WHERE c.status = 'active' AND (COALESCE(f.time_zone, '') <> c.time_zone"
		" OR f.history_id <> COALESCE((SELECT MAX(h.id) FROM order_status_history h"
		" WHERE h.company_id = c.id), 0)"
		" OR f.communication_id <> COALESCE((SELECT MAX(m.id) FROM communications m"
		" WHERE m.company_id = c.id), 0)) ORDER BY c.id",
};

static const struct db_query open_sql = {
	.name = "work.open",
	.text = "INSERT INTO work_folds (company_id, time_zone, folded_us) VALUES ($1, $2, $3)"
		" ON CONFLICT (company_id) DO NOTHING",
};
#define FOLD "SELECT time_zone, history_id, communication_id FROM work_folds WHERE company_id = $1"
static const struct db_query lock_sql = {
	.name = "work.lock", .lite = FOLD, .postgres = FOLD " FOR UPDATE"};

static const struct db_query last_sql = {
	.name = "work.last",
	.text = "SELECT (SELECT MAX(h.id) FROM order_status_history h WHERE h.company_id = $1),"
		" (SELECT MAX(c.id) FROM communications c WHERE c.company_id = $1)",
};

/*
 * By number: numbers of a company come from one counter that is held until the
 * end of a transaction, so none that is smaller comes later.
 */
#define CHANGES \
	"SELECT h.id, h.change_timestamp, h.agent_id, h.team_id, h.department_id," \
	" h.previous_status, h.new_status, h.cancellation_reason, o.area, o.product_name" \
	" FROM order_status_history h" \
	" JOIN orders o ON o.company_id = h.company_id AND o.id = h.order_id" \
	" WHERE h.company_id = $1"
static const struct db_query changes_sql = {
	.name = "work.changes",
	.text = CHANGES " AND h.id > $2 ORDER BY h.id LIMIT $3",
};
static const struct db_query folded_sql = {
	.name = "work.folded",
	.text = CHANGES " AND h.order_id = $2 AND h.id <= $3 ORDER BY h.id",
};
static const struct db_query calls_sql = {
	.name = "work.calls",
	.text = "SELECT c.id, c.at_us, c.agent_id, c.team_id, c.department_id, c.outcome,"
		" c.channel FROM communications c"
		" WHERE c.company_id = $1 AND c.id > $2 ORDER BY c.id LIMIT $3",
};

static const struct db_query add_sql = {
	.name = "work.add",
	.text = "INSERT INTO work_counters (company_id, unit, dimension, day, subject, word, n)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7)"
		" ON CONFLICT (company_id, unit, dimension, day, subject, word)"
		" DO UPDATE SET n = work_counters.n + excluded.n",
};
static const struct db_query clear_sql = {
	.name = "work.clear", .text = "DELETE FROM work_counters WHERE company_id = $1"};
static const struct db_query save_sql = {
	.name = "work.save",
	.text = "UPDATE work_folds SET time_zone = $2, history_id = $3, communication_id = $4,"
		" folded_us = $5 WHERE company_id = $1",
};

db_query_list work_fold_queries = {&companies_sql, &open_sql, &lock_sql, &last_sql, &changes_sql,
	&folded_sql, &calls_sql, &add_sql, &clear_sql, &save_sql, NULL};

static struct db_value own_company(const struct cx *cx)
{
	return db_int(cx->actor->company_id);
}

enum err work_fold_store_companies(struct cx *cx, int64_t **ids, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &companies_sql, DB_NO_ARGS, &result));
	*count = result.count;
	*ids = arena_array(cx->arena, result.count, sizeof(**ids));
	for (size_t row = 0; row < result.count; row++)
		(*ids)[row] = db_int_at(&result, row, 0);
	return OK;
}

enum err work_fold_store_lock(struct cx *cx, struct work_fold *fold)
{
	struct db_result result;

	TRY(db_exec(cx, &open_sql,
		DB_ARGS(own_company(cx), db_text(cx->actor->company->time_zone),
			db_int(cx->now_us)),
		NULL));
	TRY(db_run(cx, &lock_sql, DB_ARGS(own_company(cx)), &result));
	*fold = (struct work_fold){.time_zone = db_text_at(&result, 0, 0),
		.history_id = db_int_at(&result, 0, 1),
		.communication_id = db_int_at(&result, 0, 2)};
	return OK;
}

enum err work_fold_store_last(struct cx *cx, int64_t *history_id, int64_t *communication_id)
{
	struct db_result result;

	TRY(db_run(cx, &last_sql, DB_ARGS(own_company(cx)), &result));
	*history_id = db_int_at(&result, 0, 0);
	*communication_id = db_int_at(&result, 0, 1);
	return OK;
}

static struct work_fact read_head(const struct db_result *result, size_t row)
{
	return (struct work_fact){.id = db_int_at(result, row, 0),
		.at_us = db_int_at(result, row, 1),
		.agent_id = db_int_at(result, row, 2),
		.team_id = db_int_at(result, row, 3),
		.department_id = db_int_at(result, row, 4)};
}

static void read_changes(
	struct cx *cx, const struct db_result *result, struct work_fact **facts, size_t *count)
{
	*count = result->count;
	*facts = arena_array(cx->arena, result->count, sizeof(**facts));
	for (size_t row = 0; row < result->count; row++) {
		struct work_fact *fact = *facts + row;

		*fact = read_head(result, row);
		fact->from = db_text_at(result, row, 5);
		fact->to = db_text_at(result, row, 6);
		fact->reason = db_text_at(result, row, 7);
		fact->area = db_text_or_empty(result, row, 8);
		fact->product = db_text_or_empty(result, row, 9);
	}
}

enum err work_fold_store_changes(
	struct cx *cx, int64_t after_id, int64_t limit, struct work_fact **facts, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &changes_sql, DB_ARGS(own_company(cx), db_int(after_id), db_int(limit)),
		&result));
	read_changes(cx, &result, facts, count);
	return OK;
}

enum err work_fold_store_folded(struct cx *cx, int64_t order_id, int64_t history_id,
	struct work_fact **facts, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &folded_sql, DB_ARGS(own_company(cx), db_int(order_id), db_int(history_id)),
		&result));
	read_changes(cx, &result, facts, count);
	return OK;
}

enum err work_fold_store_calls(
	struct cx *cx, int64_t after_id, int64_t limit, struct work_fact **facts, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &calls_sql, DB_ARGS(own_company(cx), db_int(after_id), db_int(limit)),
		&result));
	*count = result.count;
	*facts = arena_array(cx->arena, result.count, sizeof(**facts));
	for (size_t row = 0; row < result.count; row++) {
		(*facts)[row] = read_head(&result, row);
		if (text_is(db_text_at(&result, row, 6), "call"))
			(*facts)[row].outcome = db_text_or_empty(&result, row, 5);
	}
	return OK;
}

enum err work_fold_store_add(struct cx *cx, const struct work_key *key, int64_t n)
{
	return db_exec(cx, &add_sql,
		DB_ARGS(own_company(cx), db_int(key->unit),
			db_text(work_dimension_words[key->dimension]), db_int(key->day),
			db_text(key->subject), db_text(key->word), db_int(n)),
		NULL);
}

enum err work_fold_store_clear(struct cx *cx)
{
	return db_exec(cx, &clear_sql, DB_ARGS(own_company(cx)), NULL);
}

enum err work_fold_store_save(struct cx *cx, const struct work_fold *fold)
{
	return db_exec(cx, &save_sql,
		DB_ARGS(own_company(cx), db_text(fold->time_zone), db_int(fold->history_id),
			db_int(fold->communication_id), db_int(cx->now_us)),
		NULL);
}

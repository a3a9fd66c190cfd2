/* stock_import_store.c - imports of stock, and the job that runs them. */
/* SPDX-License-Identifier: MIT */
#include "domains/inventory/stock_store_internal.h"

#include "platform/jobs/jobs.h"

#define SELECT \
	"SELECT id, user_id, user_name, status, file_name, stored_file, error, dry_run," \
	" size_bytes, done_bytes, total_lines, created, changed, unchanged, failed, created_us," \
	" updated_us FROM stock_imports WHERE company_id = $1"

static const struct db_query add_sql = {"stock_import.add",
	"INSERT INTO stock_imports (company_id, id, user_id, user_name, file_name, stored_file,"
	" dry_run, size_bytes, created_us, updated_us)"
	" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)",
	NULL, NULL};

static const struct db_query get_sql = {"stock_import.get", SELECT " AND id = $2", NULL, NULL};
static const struct db_query list_sql = {
	"stock_import.list", SELECT " ORDER BY id DESC LIMIT $2", NULL, NULL};

static const struct db_query move_sql = {"stock_import.move",
	"UPDATE stock_imports SET status = $3, error = $4, updated_us = $5, version = version + 1"
	" WHERE company_id = $1 AND id = $2 AND status IN ('waiting', 'running')",
	NULL, NULL};

static const struct db_query progress_sql = {"stock_import.progress",
	"UPDATE stock_imports SET done_bytes = $3, total_lines = $4, created = $5, changed = $6,"
	" unchanged = $7, failed = $8, updated_us = $9 WHERE company_id = $1 AND id = $2",
	NULL, NULL};

static const struct db_query error_add_sql = {"stock_import.error_add",
	"INSERT INTO stock_import_errors (company_id, import_id, line, field, reason)"
	" VALUES ($1, $2, $3, $4, $5) ON CONFLICT (company_id, import_id, line, field) DO NOTHING",
	NULL, NULL};

static const struct db_query errors_sql = {"stock_import.errors",
	"SELECT line, field, reason FROM stock_import_errors"
	" WHERE company_id = $1 AND import_id = $2 ORDER BY line, field LIMIT $3",
	NULL, NULL};

static struct db_value company_of(const struct cx *cx)
{
	return db_int(cx->actor->company_id);
}

static void read_row(const struct db_result *result, size_t row, struct stock_import *out)
{
	*out = (struct stock_import){.id = db_int_at(result, row, 0),
		.user_id = db_int_at(result, row, 1),
		.user_name = db_text_at(result, row, 2),
		.status = db_text_at(result, row, 3),
		.file_name = db_text_at(result, row, 4),
		.stored_file = db_text_at(result, row, 5),
		.error = db_text_at(result, row, 6),
		.dry_run = db_int_at(result, row, 7) != 0,
		.size_bytes = db_int_at(result, row, 8),
		.done_bytes = db_int_at(result, row, 9),
		.done = {.lines = db_int_at(result, row, 10),
			.created = db_int_at(result, row, 11),
			.changed = db_int_at(result, row, 12),
			.unchanged = db_int_at(result, row, 13),
			.failed = db_int_at(result, row, 14)},
		.created_us = db_int_at(result, row, 15),
		.updated_us = db_int_at(result, row, 16)};
}

enum err stock_import_store_add(struct cx *cx, struct stock_import *import)
{
	TRY(db_next_id(cx, "stock_import", &import->id));
	import->status = "waiting";
	import->created_us = import->updated_us = cx->now_us;
	import->stored_file = arena_format(cx->arena, "stock-%lld-%lld",
		(long long)cx->actor->company_id, (long long)import->id);
	return db_exec(cx, &add_sql,
		DB_ARGS(company_of(cx), db_int(import->id), db_id(cx->actor->user_id),
			db_text(cx->actor->user_name), db_text(import->file_name),
			db_text(import->stored_file), db_int(import->dry_run),
			db_int(import->size_bytes), db_int(cx->now_us)),
		NULL);
}

enum err stock_import_store_get(struct cx *cx, int64_t id, struct stock_import *import)
{
	struct db_result result;

	TRY(db_run(cx, &get_sql, DB_ARGS(company_of(cx), db_int(id)), &result));
	if (!result.count)
		return fail(cx, ERR_NOT_FOUND, NULL, "There is no such import.");
	read_row(&result, 0, import);
	return OK;
}

enum err stock_import_store_list(
	struct cx *cx, int64_t limit, struct stock_import **imports, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &list_sql, DB_ARGS(company_of(cx), db_int(limit)), &result));
	*count = result.count;
	*imports = arena_array(cx->arena, result.count, sizeof(**imports));
	for (size_t i = 0; i < result.count; i++)
		read_row(&result, i, &(*imports)[i]);
	return OK;
}

enum err stock_import_store_move(
	struct cx *cx, int64_t id, const char *to, const char *error, bool *moved)
{
	int64_t changed;

	TRY(db_exec(cx, &move_sql,
		DB_ARGS(company_of(cx), db_int(id), db_text(to), db_text(error),
			db_int(cx->now_us)),
		&changed));
	*moved = changed == 1;
	return OK;
}

enum err stock_import_store_progress(struct cx *cx, const struct stock_import *import)
{
	return db_exec(cx, &progress_sql,
		DB_ARGS(company_of(cx), db_int(import->id), db_int(import->done_bytes),
			db_int(import->done.lines), db_int(import->done.created),
			db_int(import->done.changed), db_int(import->done.unchanged),
			db_int(import->done.failed), db_int(cx->now_us)),
		NULL);
}

enum err stock_import_store_add_error(struct cx *cx, int64_t id, const struct line_fault *fault)
{
	return db_exec(cx, &error_add_sql,
		DB_ARGS(company_of(cx), db_int(id), db_int(fault->line), db_text(fault->field),
			db_text(fault->reason)),
		NULL);
}

enum err stock_import_store_errors(
	struct cx *cx, int64_t id, int64_t limit, struct line_fault **faults, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &errors_sql, DB_ARGS(company_of(cx), db_int(id), db_int(limit)), &result));
	*count = result.count;
	*faults = arena_array(cx->arena, result.count, sizeof(**faults));
	for (size_t i = 0; i < result.count; i++)
		(*faults)[i] = (struct line_fault){db_int_at(&result, i, 0),
			db_text_at(&result, i, 1), db_text_at(&result, i, 2)};
	return OK;
}

enum err stock_import_store_commit(struct cx *cx)
{
	return db_commit(cx);
}

void stock_import_store_rollback(struct cx *cx)
{
	db_rollback(cx);
}

enum err stock_import_store_schedule(struct cx *cx, int64_t id)
{
	return jobs_schedule(cx, "inventory.import", arena_format(cx->arena, "%lld", (long long)id),
		id, job_language_payload(cx), cx->now_us);
}

#define IMPORT_ATTEMPTS 20

/* The report is in the language of who sent the file. */
static enum err run_import(struct cx *cx, const struct job *job)
{
	TRY(job_language_resume(cx, job));
	return stock_import_run(cx, job->subject_id, job->attempt >= IMPORT_ATTEMPTS);
}

static enum err give_up_import(struct cx *cx, const struct job *job)
{
	TRY(job_language_resume(cx, job));
	return stock_import_give_up(cx, job->subject_id);
}

const struct job_kind inventory_jobs[] = {
	{.name = "inventory.import",
		.run = run_import,
		.give_up = give_up_import,
		.max_attempts = IMPORT_ATTEMPTS,
		.own_transactions = true,
		.about = "Read an uploaded file of stock; goes on where it was interrupted."},
	{0},
};

db_query_list stock_import_queries = {
	&add_sql, &get_sql, &list_sql, &move_sql, &progress_sql, &error_add_sql, &errors_sql, NULL};

/* intake_store.c - imports of files, and the command line's own import. */
/* SPDX-License-Identifier: MIT */
#include "domains/intake/intake_internal.h"

#include "platform/db/db.h"
#include "platform/jobs/jobs.h"

#include <errno.h>
#include <sys/stat.h>

static struct db_value company_of(const struct cx *cx)
{
	return db_int(cx->actor->company_id);
}

enum err intake_store_commit(struct cx *cx)
{
	return db_commit(cx);
}

void intake_store_rollback(struct cx *cx)
{
	db_rollback(cx);
}

/* ---- Imports ------------------------------------------------------------------ */

#define IMPORT_SELECT \
	"SELECT id, user_id, status, format, file_name, stored_file, error, dry_run, size_bytes," \
	" done_bytes, total_lines, imported, duplicates, failed, created_us, updated_us" \
	" FROM order_imports WHERE company_id = $1"

static const struct db_query import_add_sql = {"import.add",
	"INSERT INTO order_imports (company_id, id, user_id, format, file_name, stored_file,"
	" dry_run, size_bytes, created_us, updated_us)"
	" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)",
	NULL, NULL};

static const struct db_query import_get_sql = {
	"import.get", IMPORT_SELECT " AND id = $2", NULL, NULL};
static const struct db_query import_list_sql = {
	"import.list", IMPORT_SELECT " ORDER BY id DESC LIMIT $2 OFFSET $3", NULL, NULL};

static const struct db_query import_move_sql = {"import.move",
	"UPDATE order_imports SET status = $3, error = $4, updated_us = $5, version = version + 1"
	" WHERE company_id = $1 AND id = $2 AND status IN ('waiting', 'running')",
	NULL, NULL};

static const struct db_query import_progress_sql = {"import.progress",
	"UPDATE order_imports SET done_bytes = $3, total_lines = $4, imported = $5,"
	" duplicates = $6, failed = $7, updated_us = $8, format = $9"
	" WHERE company_id = $1 AND id = $2",
	NULL, NULL};

static const struct db_query error_add_sql = {"import.error_add",
	"INSERT INTO order_import_errors (company_id, import_id, line, field, reason)"
	" VALUES ($1, $2, $3, $4, $5) ON CONFLICT (company_id, import_id, line, field) DO NOTHING",
	NULL, NULL};

static const struct db_query errors_sql = {"import.errors",
	"SELECT line, field, reason FROM order_import_errors"
	" WHERE company_id = $1 AND import_id = $2 AND line > $3 ORDER BY line, field LIMIT $4",
	NULL, NULL};

static void read_import(const struct db_result *result, size_t row, struct import *out)
{
	*out = (struct import){.id = db_int_at(result, row, 0),
		.user_id = db_int_at(result, row, 1),
		.status = db_text_at(result, row, 2),
		.format = db_text_at(result, row, 3),
		.file_name = db_text_or_empty(result, row, 4),
		.stored_file = db_text_at(result, row, 5),
		.error = db_text_at(result, row, 6),
		.dry_run = db_int_at(result, row, 7) != 0,
		.size_bytes = db_int_at(result, row, 8),
		.done_bytes = db_int_at(result, row, 9),
		.done = {.lines = db_int_at(result, row, 10),
			.imported = db_int_at(result, row, 11),
			.duplicates = db_int_at(result, row, 12),
			.failed = db_int_at(result, row, 13)},
		.created_us = db_int_at(result, row, 14),
		.updated_us = db_int_at(result, row, 15)};
}

enum err import_store_add(struct cx *cx, struct import *import)
{
	TRY(db_next_id(cx, "order_import", &import->id));
	import->status = "waiting";
	import->created_us = import->updated_us = cx->now_us;
	import->stored_file = arena_format(cx->arena, "import-%lld-%lld",
		(long long)cx->actor->company_id, (long long)import->id);
	return db_exec(cx, &import_add_sql,
		DB_ARGS(company_of(cx), db_int(import->id), db_id(cx->actor->user_id),
			db_text(import->format), db_text(import->file_name),
			db_text(import->stored_file), db_int(import->dry_run),
			db_int(import->size_bytes), db_int(cx->now_us)),
		NULL);
}

enum err import_store_get(struct cx *cx, int64_t id, struct import *import)
{
	struct db_result result;

	TRY(db_run(cx, &import_get_sql, DB_ARGS(company_of(cx), db_int(id)), &result));
	if (!result.count)
		return fail(cx, ERR_NOT_FOUND, NULL, "There is no such import.");
	read_import(&result, 0, import);
	return OK;
}

enum err import_store_list(
	struct cx *cx, int64_t limit, int64_t offset, struct import **imports, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &import_list_sql, DB_ARGS(company_of(cx), db_int(limit), db_int(offset)),
		&result));
	*count = result.count;
	*imports = arena_array(cx->arena, result.count, sizeof(**imports));
	for (size_t i = 0; i < result.count; i++)
		read_import(&result, i, &(*imports)[i]);
	return OK;
}

enum err import_store_move(
	struct cx *cx, int64_t id, const char *to, const char *error, bool *moved)
{
	int64_t changed;

	TRY(db_exec(cx, &import_move_sql,
		DB_ARGS(company_of(cx), db_int(id), db_text(to), db_text(error),
			db_int(cx->now_us)),
		&changed));
	*moved = changed == 1;
	return OK;
}

enum err import_store_progress(struct cx *cx, const struct import *import)
{
	return db_exec(cx, &import_progress_sql,
		DB_ARGS(company_of(cx), db_int(import->id), db_int(import->done_bytes),
			db_int(import->done.lines), db_int(import->done.imported),
			db_int(import->done.duplicates), db_int(import->done.failed),
			db_int(cx->now_us), db_text(import->format)),
		NULL);
}

enum err import_store_add_error(
	struct cx *cx, int64_t id, int64_t line, const char *field, const char *reason)
{
	return db_exec(cx, &error_add_sql,
		DB_ARGS(company_of(cx), db_int(id), db_int(line), db_text(field), db_text(reason)),
		NULL);
}

enum err import_store_errors(struct cx *cx, int64_t id, int64_t after_line, int64_t limit,
	struct line_fault **faults, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &errors_sql,
		DB_ARGS(company_of(cx), db_int(id), db_int(after_line), db_int(limit)), &result));
	*count = result.count;
	*faults = arena_array(cx->arena, result.count, sizeof(**faults));
	for (size_t i = 0; i < result.count; i++)
		(*faults)[i] = (struct line_fault){db_int_at(&result, i, 0),
			db_text_at(&result, i, 1), db_text_at(&result, i, 2)};
	return OK;
}

enum err import_store_schedule(struct cx *cx, int64_t id)
{
	return jobs_schedule(cx, "intake.import", arena_format(cx->arena, "%lld", (long long)id),
		id, job_language_payload(cx), cx->now_us);
}

#define IMPORT_ATTEMPTS 20

/* The report is in the language of who sent the file. */
static enum err run_import(struct cx *cx, const struct job *job)
{
	TRY(job_language_resume(cx, job));
	return import_run(cx, job->subject_id, job->attempt >= IMPORT_ATTEMPTS);
}

static enum err give_up_import(struct cx *cx, const struct job *job)
{
	TRY(job_language_resume(cx, job));
	return import_give_up(cx, job->subject_id);
}

const struct job_kind intake_jobs[] = {
	{.name = "intake.import",
		.run = run_import,
		.give_up = give_up_import,
		.max_attempts = IMPORT_ATTEMPTS,
		.own_transactions = true,
		.about = "Read an uploaded file of orders; goes on where it was interrupted."},
	{0},
};

/* ---- From the command line ------------------------------------------------------ */

struct file_import {
	struct cx *cx;
	const struct intake_file_options *options;
	struct intake_summary *summary;
	struct text_set seen;
	int64_t size_bytes;
};

static enum err import_batch(struct batch *batch, void *arg)
{
	struct file_import *import = arg;
	const struct intake_file_options *options = import->options;
	struct stored stored;

	import->cx->now_us = clock_now_us();
	TRY(intake_store_batch(
		import->cx, batch, options->dry_run ? &import->seen : NULL, &stored));
	for (size_t i = 0; options->fault && i < stored.fault_count; i++)
		options->fault(&stored.faults[i], options->arg);
	if (options->dry_run)
		db_rollback(import->cx);
	else
		TRY(db_commit(import->cx));
	intake_add_summary(import->summary, &stored.done);
	if (options->progress)
		options->progress("bytes", batch->done_bytes, import->size_bytes, options->arg);
	return OK;
}

static enum err import_file(struct file_import *import)
{
	struct file_reading reading = {
		.format = import->options->format, .batch = import_batch, .arg = import};
	const struct company *company;
	struct stat stat_of;
	enum err err;

	TRY(company_by_code(import->cx, import->options->company, &company));
	import->cx->actor = actor_system(import->cx->arena, company);
	reading.file = fopen(import->options->file, "rbe");
	if (!reading.file)
		return fail(import->cx, errno == ENOENT ? ERR_NOT_FOUND : ERR_INTERNAL, "file",
			"The file could not be opened.");
	if (fstat(fileno(reading.file), &stat_of) == 0)
		import->size_bytes = stat_of.st_size;
	err = intake_read_file(import->cx, &reading);
	(void)fclose(reading.file);
	return err;
}

/* The unit's memory dies before the terminal is told. */
static const char *keep_why(const char *message)
{
	static _Thread_local char text[400];

	(void)snprintf(text, sizeof(text), "%s", message);
	return text;
}

enum err intake_import_file(struct db_pool *pool, const struct intake_file_options *options,
	struct intake_summary *summary, const char **why)
{
	struct cx cx = {.arena = arena_new(0),
		.actor = actor_nobody(),
		.now_us = clock_now_us(),
		.request_id = "import"};
	struct file_import import = {
		.cx = &cx, .options = options, .summary = summary, .seen = {.arena = arena_new(0)}};
	enum err err;

	*why = NULL;
	*summary = (struct intake_summary){0};
	db_lend(pool, &cx);
	err = import_file(&import);
	if (err != OK && cx.failure.message)
		*why = keep_why(cx.failure.message);
	db_return(&cx);
	arena_free(&import.seen.arena);
	arena_free(&cx.arena);
	return err;
}

db_query_list intake_queries = {&import_add_sql, &import_get_sql, &import_list_sql,
	&import_move_sql, &import_progress_sql, &error_add_sql, &errors_sql, NULL};

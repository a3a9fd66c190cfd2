/* report_export_store.c - exports, their progress and their end. */
/* SPDX-License-Identifier: MIT */
#include "domains/reports/report_internal.h"

#include "platform/db/db.h"
#include "platform/jobs/jobs.h"

#define SELECT \
	"SELECT id, user_id, type, format, language, filters, status, rows_done, rows_total," \
	" size_bytes, stored_file, error, version, created_us, updated_us, finished_us" \
	" FROM report_exports WHERE company_id = $1"

static const struct db_query add_sql = {"report_export.add",
	"INSERT INTO report_exports (company_id, id, user_id, type, format, language, filters,"
	" stored_file, created_us, updated_us)"
	" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)",
	NULL, NULL};
/* The job has no user, and reads whosever it is. */
static const struct db_query get_sql = {
	"report_export.get", SELECT " AND id = $2 AND (user_id = $3 OR $3 = 0)", NULL, NULL};
static const struct db_query list_sql = {
	"report_export.list", SELECT " AND user_id = $2 ORDER BY id DESC LIMIT $3", NULL, NULL};
static const struct db_query unfinished_sql = {"report_export.unfinished",
	"SELECT COUNT(*) FROM report_exports WHERE company_id = $1 AND user_id = $2"
	" AND status IN ('waiting', 'running')",
	NULL, NULL};
static const struct db_query move_sql = {"report_export.move",
	"UPDATE report_exports SET status = $3, rows_done = $4, rows_total = $5, size_bytes = $6,"
	" error = $7, finished_us = $8, updated_us = $9, version = version + 1"
	" WHERE company_id = $1 AND id = $2 AND status IN ('waiting', 'running')",
	NULL, NULL};
/* tenancy: all companies, one job removes the files of each after a day */
static const struct db_query old_sql = {"report_export.old",
	"SELECT company_id, id, stored_file FROM report_exports"
	" WHERE finished_us IS NOT NULL AND finished_us < $1 AND status = 'done'"
	" ORDER BY finished_us LIMIT $2",
	NULL, NULL};
static const struct db_query expire_sql = {"report_export.expire",
	"UPDATE report_exports SET status = 'expired', version = version + 1"
	" WHERE company_id = $1 AND id = $2 AND status = 'done'",
	NULL, NULL};
/* tenancy: all companies, one job forgets the exports of each after a month */
static const struct db_query forget_sql = {"report_export.forget",
	"DELETE FROM report_exports WHERE finished_us IS NOT NULL AND finished_us < $1"
	" AND status <> 'done'",
	NULL, NULL};

static void read_row(const struct db_result *result, size_t i, struct report_export *out)
{
	*out = (struct report_export){
		.id = db_int_at(result, i, 0),
		.user_id = db_int_at(result, i, 1),
		.type = db_text_at(result, i, 2),
		.format = db_text_at(result, i, 3),
		.language = db_text_at(result, i, 4),
		.filters = db_text_at(result, i, 5),
		.status = db_text_at(result, i, 6),
		.rows_done = db_int_at(result, i, 7),
		.rows_total = db_opt_at(result, i, 8),
		.size_bytes = db_int_at(result, i, 9),
		.stored_file = db_text_at(result, i, 10),
		.error = db_text_at(result, i, 11),
		.version = db_int_at(result, i, 12),
		.created_us = db_int_at(result, i, 13),
		.updated_us = db_int_at(result, i, 14),
		.finished_us = db_opt_at(result, i, 15),
	};
}

enum err export_store_add(struct cx *cx, struct report_export *export)
{
	TRY(db_next_id(cx, "report_export", &export->id));
	export->status = "waiting";
	export->version = 1;
	export->created_us = export->updated_us = cx->now_us;
	export->stored_file = arena_format(cx->arena, "report-%lld-%lld",
		(long long)cx->actor->company_id, (long long)export->id);
	return db_exec(cx, &add_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(export->id), db_int(export->user_id),
			db_text(export->type), db_text(export->format), db_text(export->language),
			db_text(export->filters), db_text(export->stored_file), db_int(cx->now_us)),
		NULL);
}

enum err export_store_get(struct cx *cx, int64_t id, struct report_export *export)
{
	struct db_result result;

	TRY(db_run(cx, &get_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(id), db_int(cx->actor->user_id)),
		&result));
	if (result.count == 0)
		return fail(cx, ERR_NOT_FOUND, NULL, "There is no such export.");
	read_row(&result, 0, export);
	return OK;
}

enum err export_store_list(struct cx *cx, int64_t limit, struct report_export **rows, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &list_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(cx->actor->user_id), db_int(limit)),
		&result));
	*count = result.count;
	*rows = arena_array(cx->arena, result.count, sizeof(**rows));
	for (size_t i = 0; i < result.count; i++)
		read_row(&result, i, &(*rows)[i]);
	return OK;
}

enum err export_store_unfinished(struct cx *cx, int64_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &unfinished_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(cx->actor->user_id)), &result));
	*count = db_int_at(&result, 0, 0);
	return OK;
}

enum err export_store_move(struct cx *cx, struct report_export *export, bool *moved)
{
	int64_t changed = 0;

	TRY(db_exec(cx, &move_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(export->id), db_text(export->status),
			db_int(export->rows_done), db_opt(export->rows_total),
			db_int(export->size_bytes), db_text(export->error),
			db_opt(export->finished_us), db_int(cx->now_us)),
		&changed));
	*moved = changed == 1;
	export->version += changed;
	return OK;
}

enum err export_store_commit(struct cx *cx)
{
	return db_commit(cx);
}

void export_store_rollback(struct cx *cx)
{
	db_rollback(cx);
}

enum err export_store_old(
	struct cx *cx, int64_t before_us, int64_t limit, struct export_old **rows, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &old_sql, DB_ARGS(db_int(before_us), db_int(limit)), &result));
	*count = result.count;
	*rows = arena_array(cx->arena, result.count, sizeof(**rows));
	for (size_t i = 0; i < result.count; i++)
		(*rows)[i] = (struct export_old){.company_id = db_int_at(&result, i, 0),
			.id = db_int_at(&result, i, 1),
			.stored_file = db_text_at(&result, i, 2)};
	return OK;
}

enum err export_store_expire(struct cx *cx, const struct export_old *old)
{
	return db_exec(cx, &expire_sql, DB_ARGS(db_int(old->company_id), db_int(old->id)), NULL);
}

enum err export_store_forget(struct cx *cx, int64_t before_us)
{
	return db_exec(cx, &forget_sql, DB_ARGS(db_int(before_us)), NULL);
}

enum err export_store_schedule(struct cx *cx, int64_t id)
{
	return jobs_schedule(cx, "report.export", arena_format(cx->arena, "%lld", (long long)id),
		id, "{}", cx->now_us);
}

db_query_list report_export_queries = {&add_sql, &get_sql, &list_sql, &unfinished_sql, &move_sql,
	&old_sql, &expire_sql, &forget_sql, NULL};

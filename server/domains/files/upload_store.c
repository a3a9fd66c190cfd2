/* upload_store.c - statements on files that are on their way in. */
/* SPDX-License-Identifier: MIT */
#include "domains/files/file_internal.h"

static const struct db_query add_sql = {
	.name = "upload.add",
	.text = "INSERT INTO uploads (company_id, id, code, name, purpose, size_bytes, user_id,"
		" visitor_id, created_us) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
};

static const struct db_query get_sql = {
	.name = "upload.get",
	.text = "SELECT id, code, name, purpose, size_bytes, offset_bytes, pieces, user_id,"
		" visitor_id, file_id, created_us FROM uploads WHERE company_id = $1 AND code = $2"
		" AND COALESCE(user_id, 0) = $3 AND COALESCE(visitor_id, 0) = $4",
};

static const struct db_query move_sql = {
	.name = "upload.move",
	.text = "UPDATE uploads SET offset_bytes = $4, pieces = $5, file_id = $6"
		" WHERE company_id = $1 AND id = $2 AND offset_bytes = $3 AND file_id IS NULL",
};

/* tenancy: all companies, one job removes what did not come whole */
static const struct db_query old_sql = {
	.name = "upload.old",
	.text = "SELECT company_id, id, pieces, code FROM uploads WHERE created_us < $1"
		" OR (created_us < $3 AND visitor_id IS NOT NULL AND file_id IS NULL)"
		" ORDER BY created_us LIMIT $2",
};

/* tenancy: all companies, pieces of theirs lie in one folder */
static const struct db_query known_sql = {
	.name = "upload.known",
	.text = "SELECT COUNT(*) FROM companies c"
		" JOIN uploads u ON u.company_id = c.id AND u.code = $1 AND u.pieces > 0",
};

static const struct db_query by_id_sql = {
	.name = "upload.by_id",
	.text = "SELECT company_id, id, pieces, code FROM uploads"
		" WHERE company_id = $1 AND id = $2",
};

static const struct db_query forget_sql = {
	.name = "upload.forget",
	.text = "DELETE FROM uploads WHERE company_id = $1 AND id = $2",
};

static const struct db_query forget_pieces_sql = {
	.name = "upload.forget_pieces",
	.text = "UPDATE uploads SET pieces = 0 WHERE company_id = $1 AND id = $2",
};

db_query_list upload_queries = {&add_sql, &get_sql, &move_sql, &old_sql, &known_sql, &by_id_sql,
	&forget_sql, &forget_pieces_sql, NULL};

static struct db_value own_company(const struct cx *cx)
{
	return db_int(cx->actor->company_id);
}

enum err upload_store_add(struct cx *cx, struct upload *upload)
{
	TRY(db_next_id(cx, "upload", &upload->id));
	upload->created_us = cx->now_us;
	return db_exec(cx, &add_sql,
		DB_ARGS(own_company(cx), db_int(upload->id), db_text(upload->code),
			db_text(upload->name), db_text(upload->purpose), db_int(upload->size_bytes),
			db_id(upload->owner.user_id), db_id(upload->owner.visitor_id),
			db_int(cx->now_us)),
		NULL);
}

enum err upload_store_get(struct cx *cx, const char *code, const struct file_owner *owner,
	struct upload *upload, bool *found)
{
	struct db_result result;

	TRY(db_run(cx, &get_sql,
		DB_ARGS(own_company(cx), db_text(code), db_int(owner->user_id),
			db_int(owner->visitor_id)),
		&result));
	*found = result.count == 1;
	if (*found)
		*upload = (struct upload){
			.id = db_int_at(&result, 0, 0),
			.code = db_text_at(&result, 0, 1),
			.name = db_text_at(&result, 0, 2),
			.purpose = db_text_at(&result, 0, 3),
			.size_bytes = db_int_at(&result, 0, 4),
			.offset_bytes = db_int_at(&result, 0, 5),
			.pieces = db_int_at(&result, 0, 6),
			.owner = {db_int_at(&result, 0, 7), db_int_at(&result, 0, 8)},
			.file_id = db_int_at(&result, 0, 9),
			.created_us = db_int_at(&result, 0, 10),
		};
	return OK;
}

enum err upload_store_move(
	struct cx *cx, const struct upload *upload, int64_t from_offset, bool *moved)
{
	int64_t rows;

	TRY(db_exec(cx, &move_sql,
		DB_ARGS(own_company(cx), db_int(upload->id), db_int(from_offset),
			db_int(upload->offset_bytes), db_int(upload->pieces),
			db_id(upload->file_id)),
		&rows));
	*moved = rows == 1;
	return OK;
}

enum err upload_store_known(struct cx *cx, const char *code, bool *known)
{
	struct db_result result;

	TRY(db_run(cx, &known_sql, DB_ARGS(db_text(code)), &result));
	*known = db_int_at(&result, 0, 0) > 0;
	return OK;
}

/* ---- Going ------------------------------------------------------------------------------- */

static struct upload_old read_old(const struct db_result *result, size_t row)
{
	return (struct upload_old){
		.company_id = db_int_at(result, row, 0),
		.id = db_int_at(result, row, 1),
		.pieces = db_int_at(result, row, 2),
		.code = db_text_at(result, row, 3),
	};
}

enum err upload_store_old(
	struct cx *cx, int64_t before_us, int64_t limit, struct upload_old **rows, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &old_sql,
		DB_ARGS(db_int(before_us), db_int(limit), db_int(cx->now_us - FILE_COMING_US)),
		&result));
	*count = result.count;
	*rows = arena_array(cx->arena, result.count, sizeof(**rows));
	for (size_t row = 0; row < result.count; row++)
		(*rows)[row] = read_old(&result, row);
	return OK;
}

enum err upload_store_by_id(struct cx *cx, int64_t id, struct upload_old *row, bool *found)
{
	struct db_result result;

	TRY(db_run(cx, &by_id_sql, DB_ARGS(own_company(cx), db_int(id)), &result));
	*found = result.count == 1;
	if (*found)
		*row = read_old(&result, 0);
	return OK;
}

enum err upload_store_forget(struct cx *cx, const struct upload_old *row)
{
	return db_exec(cx, &forget_sql, DB_ARGS(db_int(row->company_id), db_int(row->id)), NULL);
}

enum err upload_store_forget_pieces(struct cx *cx, const struct upload_old *row)
{
	return db_exec(
		cx, &forget_pieces_sql, DB_ARGS(db_int(row->company_id), db_int(row->id)), NULL);
}

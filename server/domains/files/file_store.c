/* file_store.c - statements on files and on how much a company keeps. */
/* SPDX-License-Identifier: MIT */
#include "domains/files/file_internal.h"

#define COLUMNS \
	"SELECT f.id, f.code, f.name, f.mime, f.kind, f.purpose, f.size_bytes, f.width, f.height," \
	" f.duration_ms, f.has_thumbnail, f.user_id, f.visitor_id, f.place_type, f.place_id," \
	" f.place_part, f.created_us, f.removed_us FROM files f WHERE f.company_id = $1"
#define OLD_COLUMNS "SELECT f.company_id, f.id, f.kept_bytes, f.code, f.has_thumbnail FROM files f"

/* Room that uploads under way have taken: all that was announced. */
#define COMING_FROM \
	" FROM uploads u WHERE u.company_id = $1" \
	" AND u.file_id IS NULL AND u.offset_bytes < u.size_bytes"
#define COMING "COALESCE(SUM(u.size_bytes), 0)" COMING_FROM

static const struct db_query room_sql = {
	.name = "file.room",
	.text = "SELECT version, quota_bytes, retention_days, used_bytes, file_count"
		" FROM file_stores WHERE company_id = $1",
};

static const struct db_query add_room_sql = {
	.name = "file.add_room",
	.text = "INSERT INTO file_stores (company_id, quota_bytes, updated_us)"
		" VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
};

static const struct db_query set_room_sql = {
	.name = "file.set_room",
	.text = "UPDATE file_stores SET quota_bytes = $3, retention_days = $4, updated_us = $5,"
		" version = version + 1 WHERE company_id = $1 AND version = $2",
};

static const struct db_query count_sql = {
	.name = "file.count",
	.text = "UPDATE file_stores SET used_bytes = used_bytes + $2,"
		" file_count = file_count + $3 WHERE company_id = $1"
		" AND ($2 <= 0 OR used_bytes + $2 + (SELECT " COMING ") <= quota_bytes)",
};

static const struct db_query coming_sql = {
	.name = "file.coming",
	.text = "SELECT COALESCE(SUM(u.size_bytes), 0), COALESCE(SUM(CASE WHEN u.visitor_id IS NULL"
		" THEN 0 ELSE u.size_bytes END), 0)" COMING_FROM,
};

static const struct db_query add_sql = {
	.name = "file.insert",
	.text = "INSERT INTO files (company_id, id, code, name, mime, kind, purpose, size_bytes,"
		" kept_bytes, width, height, duration_ms, has_thumbnail, user_id, visitor_id,"
		" created_us)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
};

static const struct db_query by_code_sql = {
	.name = "file.by_code",
	.text = COLUMNS " AND f.code = $2",
};

static const struct db_query by_id_sql = {
	.name = "file.by_id",
	.text = COLUMNS " AND f.id = $2",
};

static const struct db_query at_sql = {
	.name = "file.at",
	.text = COLUMNS " AND f.place_type = $2 AND f.place_id = $3 AND f.place_part >= $4"
			" AND f.place_part <= $5 ORDER BY f.place_part, f.place_order",
};

static const struct db_query bind_sql = {
	.name = "file.bind",
	.text = "UPDATE files SET place_type = $5, place_id = $6, place_part = $7,"
		" place_order = $8 WHERE company_id = $1 AND code = $2 AND place_type IS NULL"
		" AND COALESCE(user_id, 0) = $3 AND COALESCE(visitor_id, 0) = $4",
};

static const struct db_query waiting_sql = {
	.name = "file.waiting",
	.text = "SELECT (SELECT COUNT(*) FROM files f WHERE f.company_id = $1"
		" AND f.place_type IS NULL AND COALESCE(f.user_id, 0) = $2"
		" AND COALESCE(f.visitor_id, 0) = $3)"
		" + (SELECT COUNT(*) FROM uploads u WHERE u.company_id = $1 AND u.file_id IS NULL"
		" AND COALESCE(u.user_id, 0) = $2 AND COALESCE(u.visitor_id, 0) = $3)",
};

/* tenancy: all companies, one job removes what belongs nowhere after a day */
static const struct db_query loose_sql = {
	.name = "file.loose",
	.text = OLD_COLUMNS " WHERE f.place_type IS NULL AND f.created_us < $1"
			    " ORDER BY f.created_us LIMIT $2",
};

/* tenancy: all companies, one job removes what each keeps no longer */
static const struct db_query outlived_sql = {
	.name = "file.outlived",
	.text = OLD_COLUMNS " JOIN file_stores s ON s.company_id = f.company_id"
			    " WHERE s.retention_days > 0 AND f.place_type IS NOT NULL"
			    " AND f.removed_us IS NULL AND f.purpose = 'chat'"
			    " AND f.created_us < $1 - s.retention_days * $2 LIMIT $3",
};

/* tenancy: all companies, their files lie in one folder */
static const struct db_query known_sql = {
	.name = "file.known",
	.text = "SELECT COUNT(*) FROM companies c"
		" JOIN files f ON f.company_id = c.id AND f.code = $1",
};

static const struct db_query old_of_sql = {
	.name = "file.old_of",
	.text = OLD_COLUMNS " WHERE f.company_id = $1 AND f.code = $2",
};

static const struct db_query forget_sql = {
	.name = "file.forget",
	.text = "DELETE FROM files WHERE company_id = $1 AND id = $2"
		" AND (CAST($3 AS BIGINT) = 0 OR place_type IS NULL)",
};

static const struct db_query mark_removed_sql = {
	.name = "file.mark_removed",
	.text = "UPDATE files SET removed_us = $3, kept_bytes = 0"
		" WHERE company_id = $1 AND id = $2",
};

db_query_list people_file_queries = {&room_sql, &add_room_sql, &set_room_sql, &count_sql,
	&coming_sql, &known_sql, &add_sql, &by_code_sql, &by_id_sql, &at_sql, &bind_sql,
	&waiting_sql, &loose_sql, &outlived_sql, &old_of_sql, &forget_sql, &mark_removed_sql, NULL};

static struct db_value own_company(const struct cx *cx)
{
	return db_int(cx->actor->company_id);
}

/* ---- Room ------------------------------------------------------------------------------- */

enum err file_store_room(struct cx *cx, struct file_room *room)
{
	struct db_result result;

	*room = (struct file_room){.version = 1, .quota_bytes = FILE_QUOTA_STANDARD};
	TRY(db_run(cx, &room_sql, DB_ARGS(own_company(cx)), &result));
	if (result.count)
		*room = (struct file_room){
			.version = db_int_at(&result, 0, 0),
			.quota_bytes = db_int_at(&result, 0, 1),
			.retention_days = db_int_at(&result, 0, 2),
			.used_bytes = db_int_at(&result, 0, 3),
			.file_count = db_int_at(&result, 0, 4),
		};
	return OK;
}

static enum err add_room(struct cx *cx, int64_t company_id)
{
	return db_exec(cx, &add_room_sql,
		DB_ARGS(db_int(company_id), db_int(FILE_QUOTA_STANDARD), db_int(cx->now_us)), NULL);
}

enum err file_store_set_room(struct cx *cx, const struct file_room *room, bool *changed)
{
	int64_t rows;

	TRY(add_room(cx, cx->actor->company_id));
	TRY(db_exec(cx, &set_room_sql,
		DB_ARGS(own_company(cx), db_int(room->version), db_int(room->quota_bytes),
			db_int(room->retention_days), db_int(cx->now_us)),
		&rows));
	*changed = rows == 1;
	return OK;
}

enum err file_store_count(
	struct cx *cx, int64_t company_id, int64_t bytes, int64_t files, bool *fits)
{
	int64_t rows;

	TRY(add_room(cx, company_id));
	TRY(db_exec(
		cx, &count_sql, DB_ARGS(db_int(company_id), db_int(bytes), db_int(files)), &rows));
	*fits = rows == 1;
	return OK;
}

/* ---- Files ------------------------------------------------------------------------------ */

static void read_row(const struct db_result *result, size_t row, struct file *file)
{
	*file = (struct file){
		.id = db_int_at(result, row, 0),
		.code = db_text_at(result, row, 1),
		.name = db_text_at(result, row, 2),
		.mime = db_text_at(result, row, 3),
		.kind = db_text_at(result, row, 4),
		.purpose = db_text_at(result, row, 5),
		.size_bytes = db_int_at(result, row, 6),
		.width = db_int_at(result, row, 7),
		.height = db_int_at(result, row, 8),
		.duration_ms = db_int_at(result, row, 9),
		.has_thumbnail = db_int_at(result, row, 10) != 0,
		.owner = {db_int_at(result, row, 11), db_int_at(result, row, 12)},
		.place = {db_text_at(result, row, 13), db_int_at(result, row, 14),
			db_int_at(result, row, 15)},
		.created_us = db_int_at(result, row, 16),
		.removed = !db_null_at(result, row, 17),
	};
}

enum err file_store_add(struct cx *cx, struct file *file, int64_t kept_bytes)
{
	TRY(db_next_id(cx, "file", &file->id));
	file->created_us = cx->now_us;
	return db_exec(cx, &add_sql,
		DB_ARGS(own_company(cx), db_int(file->id), db_text(file->code), db_text(file->name),
			db_text(file->mime), db_text(file->kind), db_text(file->purpose),
			db_int(file->size_bytes), db_int(kept_bytes), db_int(file->width),
			db_int(file->height), db_int(file->duration_ms),
			db_int(file->has_thumbnail), db_id(file->owner.user_id),
			db_id(file->owner.visitor_id), db_int(cx->now_us)),
		NULL);
}

enum err file_store_by_code(struct cx *cx, const char *code, struct file *file, bool *found)
{
	struct db_result result;

	TRY(db_run(cx, &by_code_sql, DB_ARGS(own_company(cx), db_text(code)), &result));
	*found = result.count == 1;
	if (*found)
		read_row(&result, 0, file);
	return OK;
}

enum err file_store_by_id(struct cx *cx, int64_t id, struct file *file)
{
	struct db_result result;

	TRY(db_run(cx, &by_id_sql, DB_ARGS(own_company(cx), db_int(id)), &result));
	if (!result.count)
		return fail(cx, ERR_NOT_FOUND, NULL, "There is no such file.");
	read_row(&result, 0, file);
	return OK;
}

enum err file_store_bind(
	struct cx *cx, const struct file_claim *claim, const struct file_place *place, bool *bound)
{
	int64_t rows;

	TRY(db_exec(cx, &bind_sql,
		DB_ARGS(own_company(cx), db_text(claim->code), db_int(claim->owner->user_id),
			db_int(claim->owner->visitor_id), db_text(place->type), db_int(place->id),
			db_int(place->part), db_int(claim->order)),
		&rows));
	*bound = rows == 1;
	return OK;
}

enum err file_store_at(
	struct cx *cx, const struct file_place *place, int64_t last_part, struct file_list *files)
{
	struct db_result result;

	TRY(db_run(cx, &at_sql,
		DB_ARGS(own_company(cx), db_text(place->type), db_int(place->id),
			db_int(place->part), db_int(last_part)),
		&result));
	files->count = result.count;
	files->at = arena_array(cx->arena, result.count, sizeof(*files->at));
	for (size_t row = 0; row < result.count; row++)
		read_row(&result, row, &files->at[row]);
	return OK;
}

enum err file_store_coming(struct cx *cx, int64_t *bytes, int64_t *of_visitors)
{
	struct db_result result;

	TRY(db_run(cx, &coming_sql, DB_ARGS(own_company(cx)), &result));
	*bytes = db_int_at(&result, 0, 0);
	*of_visitors = db_int_at(&result, 0, 1);
	return OK;
}

enum err file_store_known(struct cx *cx, const char *code, bool *known)
{
	struct db_result result;

	TRY(db_run(cx, &known_sql, DB_ARGS(db_text(code)), &result));
	*known = db_int_at(&result, 0, 0) > 0;
	return OK;
}

enum err file_store_waiting(struct cx *cx, const struct file_owner *owner, int64_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &waiting_sql,
		DB_ARGS(own_company(cx), db_int(owner->user_id), db_int(owner->visitor_id)),
		&result));
	*count = db_int_at(&result, 0, 0);
	return OK;
}

/* ---- Going ------------------------------------------------------------------------------- */

static void read_old(
	struct cx *cx, const struct db_result *result, struct file_old **rows, size_t *count)
{
	*count = result->count;
	*rows = arena_array(cx->arena, result->count, sizeof(**rows));
	for (size_t row = 0; row < result->count; row++)
		(*rows)[row] = (struct file_old){
			.company_id = db_int_at(result, row, 0),
			.id = db_int_at(result, row, 1),
			.bytes = db_int_at(result, row, 2),
			.code = db_text_at(result, row, 3),
			.has_thumbnail = db_int_at(result, row, 4) != 0,
		};
}

enum err file_store_loose(
	struct cx *cx, int64_t before_us, int64_t limit, struct file_old **rows, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &loose_sql, DB_ARGS(db_int(before_us), db_int(limit)), &result));
	read_old(cx, &result, rows, count);
	return OK;
}

enum err file_store_outlived(struct cx *cx, int64_t limit, struct file_old **rows, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &outlived_sql,
		DB_ARGS(db_int(cx->now_us), db_int(US_PER_DAY), db_int(limit)), &result));
	read_old(cx, &result, rows, count);
	return OK;
}

enum err file_store_old_of(struct cx *cx, const char *code, struct file_old *row, bool *found)
{
	struct db_result result;
	struct file_old *rows;
	size_t count;

	TRY(db_run(cx, &old_of_sql, DB_ARGS(own_company(cx), db_text(code)), &result));
	read_old(cx, &result, &rows, &count);
	*found = count == 1;
	if (*found)
		*row = rows[0];
	return OK;
}

enum err file_store_forget(struct cx *cx, const struct file_old *row, bool loose, bool *gone)
{
	int64_t rows;

	TRY(db_exec(cx, &forget_sql,
		DB_ARGS(db_int(row->company_id), db_int(row->id), db_int(loose)), &rows));
	*gone = rows == 1;
	return OK;
}

enum err file_store_mark_removed(struct cx *cx, const struct file_old *row)
{
	return db_exec(cx, &mark_removed_sql,
		DB_ARGS(db_int(row->company_id), db_int(row->id), db_int(cx->now_us)), NULL);
}

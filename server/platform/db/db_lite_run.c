/* db_lite_run.c - preparing, binding and stepping statements on SQLite. */
/* SPDX-License-Identifier: MIT */
#include "platform/db/db_lite.h"
#include "platform/log/log.h"

#include <assert.h>

/* ---- Preparing ---------------------------------------------------------- */

static const char *text_of(const struct db_query *query)
{
	return query->text ? query->text : query->lite;
}

/*
 * SQLite gives "$2" the number 1 when it comes first, so every parameter is
 * bound by its name. False when the names are not $1 to $n.
 */
static bool read_order(sqlite3_stmt *statement, int count, int *order, int *params)
{
	uint64_t met[4] = {0};

	*params = 0;
	for (int i = 0; i < count; i++) {
		const char *name = sqlite3_bind_parameter_name(statement, i + 1);
		int64_t number;

		if (!name || name[0] != '$' || !text_int(name + 1, &number))
			return false;
		if (number < 1 || number > 255)
			return false;
		order[i] = (int)number - 1;
		met[number / 64] |= UINT64_C(1) << (number % 64);
		if (number > *params)
			*params = (int)number;
	}
	for (int number = 1; number <= *params; number++)
		if (!(met[number / 64] >> (number % 64) & 1))
			return false;
	return true;
}

static struct query_info *learn(
	struct query_table *table, const struct db_query *query, sqlite3_stmt *statement)
{
	int count = sqlite3_bind_parameter_count(statement);
	struct query_info *draft = db_memory_new(
		sizeof(*draft) + (size_t)count * sizeof(draft->order[0]));

	draft->query = query;
	draft->text = text_of(query);
	draft->reads = sqlite3_stmt_readonly(statement) != 0;
	if (!read_order(statement, count, draft->order, &draft->params)) {
		free(draft);
		return NULL;
	}
	return query_add(table, draft);
}

static sqlite3_stmt *compile(struct lite_conn *conn, const struct db_query *query, unsigned flags)
{
	sqlite3_stmt *statement = NULL;
	const char *text = text_of(query);

	assert(text);
	(void)sqlite3_prepare_v3(conn->db, text, -1, flags, &statement, NULL);
	return statement;
}

/* The connection's own copy of a statement; *info is what is known of it. */
static sqlite3_stmt *prepared(struct db_pool *pool, struct lite_conn *conn,
	const struct db_query *query, struct query_info **info)
{
	sqlite3_stmt *statement;

	*info = query_find(&pool->queries, query);
	if (*info && conn->statements[(*info)->index])
		return conn->statements[(*info)->index];
	statement = compile(conn, query, SQLITE_PREPARE_PERSISTENT);
	if (!statement)
		return NULL;
	if (!*info)
		*info = learn(&pool->queries, query, statement);
	if (!*info) {
		(void)sqlite3_finalize(statement);
		return NULL;
	}
	conn->statements[(*info)->index] = statement;
	return statement;
}

bool lite_prepare(struct db_pool *pool, const struct db_query *query, const char **why)
{
	struct lite_conn *conn;
	sqlite3_stmt *statement;
	bool good;

	if (lite_reader_take(lite_of(pool), false, &conn) != OK) {
		*why = "the database is busy";
		return false;
	}
	statement = compile(conn, query, 0);
	good = statement &&
		(query_find(&pool->queries, query) || learn(&pool->queries, query, statement));
	if (!good)
		*why = db_why("statement %s: %s", query->name,
			statement ? "its parameters are not $1 to $n" : sqlite3_errmsg(conn->db));
	(void)sqlite3_finalize(statement);
	lite_reader_give(lite_of(pool), conn);
	return good;
}

/* ---- Binding and reading ------------------------------------------------ */

/* Arguments outlive the run, so nothing is copied. */
static int bind_one(sqlite3_stmt *statement, int at, const struct db_value *value)
{
	switch (value->type) {
	case DB_INT:
		return sqlite3_bind_int64(statement, at, value->integer);
	case DB_TEXT:
		return sqlite3_bind_text64(
			statement, at, value->bytes, value->len, SQLITE_STATIC, SQLITE_UTF8);
	case DB_BLOB:
		return sqlite3_bind_blob64(
			statement, at, value->bytes ? value->bytes : "", value->len, SQLITE_STATIC);
	case DB_NULL:
		break;
	}
	return sqlite3_bind_null(statement, at);
}

static int bind_all(sqlite3_stmt *statement, const struct query_info *info,
	const struct db_value *args, size_t arg_count)
{
	int count = sqlite3_bind_parameter_count(statement);

	if (arg_count != (size_t)info->params)
		return SQLITE_RANGE;
	for (int i = 0; i < count; i++) {
		int code = bind_one(statement, i + 1, &args[info->order[i]]);

		if (code != SQLITE_OK)
			return code;
	}
	return SQLITE_OK;
}

/*
 * Point the cell at what SQLite holds until the next step. Numbers with a
 * fraction become text. The value is asked for once: a connection has one
 * thread at a time, so what sqlite3_column_value() gives may be read.
 */
static size_t peek_cell(sqlite3_value *value, struct db_value *cell)
{
	switch (sqlite3_value_type(value)) {
	case SQLITE_NULL:
		*cell = db_null();
		return 0;
	case SQLITE_INTEGER:
		*cell = db_int(sqlite3_value_int64(value));
		return 0;
	case SQLITE_BLOB:
		cell->type = DB_BLOB;
		cell->bytes = sqlite3_value_blob(value);
		break;
	default:
		cell->type = DB_TEXT;
		cell->bytes = (const char *)sqlite3_value_text(value);
		break;
	}
	cell->len = (size_t)sqlite3_value_bytes(value);
	cell->integer = 0;
	if (!cell->bytes)
		cell->len = 0;
	return cell->len + 1;
}

/* Read one row into cells; its text goes to the arena by way of room. */
static void read_row(sqlite3_stmt *statement, struct arena *arena, struct text_room *room,
	size_t row_hint, struct db_value *cells)
{
	int columns = sqlite3_column_count(statement);
	size_t bytes = 0;
	char *at;

	for (int i = 0; i < columns; i++)
		bytes += peek_cell(sqlite3_column_value(statement, i), &cells[i]);
	if (bytes == 0)
		return;
	at = db_text_take(arena, room, bytes, row_hint);
	for (int i = 0; i < columns; i++) {
		if (cells[i].type != DB_TEXT && cells[i].type != DB_BLOB)
			continue;
		if (cells[i].len)
			memcpy(at, cells[i].bytes, cells[i].len);
		at[cells[i].len] = '\0';
		cells[i].bytes = at;
		at += cells[i].len + 1;
	}
}

static int step_all(
	struct cx *cx, sqlite3_stmt *statement, struct query_info *info, struct db_result *result)
{
	size_t hint = atomic_load_explicit(&info->rows, memory_order_relaxed);
	struct db_value *cells = NULL;
	struct text_room text = {0};
	size_t room = 0;
	int code;

	result->columns = (size_t)sqlite3_column_count(statement);
	while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
		size_t filled = result->count * result->columns;

		if (room == 0)
			db_cells_reserve(
				cx->arena, &cells, 0, &room, (hint ? hint : 1) * result->columns);
		db_cells_reserve(cx->arena, &cells, filled, &room, filled + result->columns);
		read_row(statement, cx->arena, &text,
			hint > result->count ? hint - result->count : result->count,
			cells + filled);
		result->count++;
	}
	result->cells = cells;
	if (result->count != hint && result->count <= 1000)
		atomic_store_explicit(&info->rows, result->count, memory_order_relaxed);
	return code == SQLITE_DONE ? SQLITE_OK : code;
}

/* ---- Failing ------------------------------------------------------------ */

/*
 * Names of the key in SQLite's message: its columns, and the index that has
 * them, since callers may ask for either.
 */
static const char *violated_key(struct cx *cx, sqlite3 *db)
{
	static const char find[] =
		"SELECT l.name FROM pragma_index_list($1) l WHERE l.\"unique\" AND"
		" (SELECT group_concat($1 || '.' || i.name, ', ')"
		" FROM pragma_index_info(l.name) i) = $2";
	const char *message = arena_text(cx->arena, sqlite3_errmsg(db));
	const char *columns = strstr(message, "failed: ");
	const char *names;
	sqlite3_stmt *statement = NULL;
	struct str table;

	if (!columns)
		return message;
	names = columns = columns + strlen("failed: ");
	table = str_cut(str_of(columns), '.', &(struct str){0});
	if (sqlite3_prepare_v2(db, find, -1, &statement, NULL) == SQLITE_OK) {
		(void)sqlite3_bind_text(statement, 1, table.ptr, (int)table.len, SQLITE_STATIC);
		(void)sqlite3_bind_text(statement, 2, columns, -1, SQLITE_STATIC);
		if (sqlite3_step(statement) == SQLITE_ROW)
			names = arena_format(cx->arena, "%s, %s",
				(const char *)sqlite3_column_text(statement, 0), columns);
	}
	(void)sqlite3_finalize(statement);
	return names;
}

static enum err explain(struct cx *cx, sqlite3 *db, int code, const struct db_query *query)
{
	enum err err = lite_err(db, code);

	if (err == ERR_CONFLICT)
		cx->db->violated = violated_key(cx, db);
	else if (err != ERR_NOT_FOUND)
		(void)db_fault(err, query->name, cx->request_id,
			code == SQLITE_RANGE ? "wrong number of arguments" : sqlite3_errmsg(db));
	return db_fail(cx, err);
}

/* ---- Running ------------------------------------------------------------ */

static enum err run_on(struct cx *cx, struct lite_conn *conn, const struct db_query *query,
	const struct db_value *args, size_t arg_count, struct db_result *result)
{
	struct query_info *info;
	sqlite3_stmt *statement = prepared(cx->db->pool, conn, query, &info);
	enum err err = OK;
	int code;

	if (!statement)
		return db_fail(cx,
			db_fault(ERR_INTERNAL, query->name, cx->request_id,
				sqlite3_errmsg(conn->db)));
	code = bind_all(statement, info, args, arg_count);
	if (code == SQLITE_OK)
		code = step_all(cx, statement, info, result);
	if (code == SQLITE_OK && !info->reads)
		result->changed = sqlite3_changes64(conn->db);
	if (code != SQLITE_OK)
		err = explain(cx, conn->db, code, query);
	(void)sqlite3_reset(statement);
	return err;
}

static enum err run_on_writer(struct cx *cx, const struct db_query *query,
	const struct db_value *args, size_t arg_count, struct db_result *result)
{
	struct db *unit = cx->db;
	int64_t start_us = clock_steady_us(), took_us;
	enum err err;

	err = run_on(cx, &lite_of(unit->pool)->writer, query, args, arg_count, result);
	took_us = clock_steady_us() - start_us;
	if (took_us >= unit->slowest_us) {
		unit->slowest_us = took_us;
		unit->slowest = query->name;
	}
	if (err != OK && unit->state == UNIT_WRITING)
		lite_spoil(cx, err);
	return err;
}

/* Does the statement only read? Unknown ones are prepared on a reader to find out. */
static enum err reads_only(
	struct cx *cx, struct lite_conn *conn, const struct db_query *query, bool *reads)
{
	struct query_info *info = query_find(&cx->db->pool->queries, query);

	if (!info && !prepared(cx->db->pool, conn, query, &info))
		return db_fail(cx,
			db_fault(ERR_INTERNAL, query->name, cx->request_id,
				sqlite3_errmsg(conn->db)));
	*reads = info->reads;
	return OK;
}

/* The stream's reader, the one the unit keeps, or any for one statement. */
static enum err take_reader(struct cx *cx, struct lite_conn **conn)
{
	struct db *unit = cx->db;

	*conn = unit->lite_stream ? unit->lite_stream : unit->lite_reader;
	if (*conn)
		return OK;
	if (lite_reader_take(lite_of(unit->pool), false, conn) != OK)
		return db_fail(cx, ERR_BUSY);
	if (unit->reads_together) {
		(void)sqlite3_step((*conn)->begin);
		(void)sqlite3_reset((*conn)->begin);
		unit->lite_reader = *conn;
	}
	return OK;
}

static void give_reader(struct cx *cx, struct lite_conn *conn)
{
	if (conn != cx->db->lite_stream && conn != cx->db->lite_reader)
		lite_reader_give(lite_of(cx->db->pool), conn);
}

void lite_end_reading(struct cx *cx)
{
	struct lite_conn *conn = cx->db->lite_reader;

	cx->db->lite_reader = NULL;
	(void)sqlite3_step(conn->end);
	(void)sqlite3_reset(conn->end);
	lite_reader_give(lite_of(cx->db->pool), conn);
}

static enum err run_on_reader(struct cx *cx, const struct db_query *query,
	const struct db_value *args, size_t arg_count, struct db_result *result)
{
	struct lite_conn *conn;
	bool reads = false;
	enum err err;

	TRY(take_reader(cx, &conn));
	err = reads_only(cx, conn, query, &reads);
	if (err == OK && reads)
		err = run_on(cx, conn, query, args, arg_count, result);
	give_reader(cx, conn);
	if (err != OK || reads)
		return err;
	TRY(lite_begin(cx));
	return run_on_writer(cx, query, args, arg_count, result);
}

enum err lite_run(struct cx *cx, const struct db_query *query, const struct db_value *args,
	size_t arg_count, struct db_result *result)
{
	struct db *unit = cx->db;
	const struct query_info *info = query_find(&unit->pool->queries, query);
	bool reads = false;

	if (unit->state == UNIT_FAILED && unit->holds_writer) {
		TRY(reads_only(cx, &lite_of(unit->pool)->writer, query, &reads));
		if (!reads)
			return unit->failed;
	}
	if (info && !info->reads && !unit->holds_writer)
		TRY(lite_begin(cx));
	if (unit->holds_writer)
		return run_on_writer(cx, query, args, arg_count, result);
	return run_on_reader(cx, query, args, arg_count, result);
}

/* ---- Streaming ---------------------------------------------------------- */

/* Rows live in an arena of their own, since the callback may keep things in the unit's. */
static enum err each_row(struct cx *cx, sqlite3_stmt *statement, const struct db_query *query,
	db_row_fn *each, void *arg)
{
	size_t columns = (size_t)sqlite3_column_count(statement);
	struct arena *scratch = arena_new(0);
	enum err err = OK;
	int code = SQLITE_DONE;

	while (err == OK && (code = sqlite3_step(statement)) == SQLITE_ROW) {
		struct db_value *cells = arena_array(scratch, columns, sizeof(*cells));
		struct text_room room = {0};

		read_row(statement, scratch, &room, 1, cells);
		err = each(cx, cells, arg);
		arena_reset(scratch);
	}
	if (err == OK && code != SQLITE_DONE)
		err = explain(cx, sqlite3_db_handle(statement), code, query);
	arena_free(&scratch);
	return err;
}

static enum err each_on(struct cx *cx, struct lite_conn *conn, const struct db_query *query,
	const struct db_value *args, size_t arg_count, db_row_fn *each, void *arg)
{
	/* Its own statement: the callback may run the same query on this connection. */
	sqlite3_stmt *statement = compile(conn, query, 0);
	struct query_info *info = query_find(&cx->db->pool->queries, query);
	enum err err = OK;
	int code;

	if (statement && !info)
		info = learn(&cx->db->pool->queries, query, statement);
	if (!info || !statement || !info->reads) {
		err = db_fail(cx,
			db_fault(ERR_INTERNAL, query->name, cx->request_id,
				statement ? "not a statement to stream"
					  : sqlite3_errmsg(conn->db)));
	} else {
		code = bind_all(statement, info, args, arg_count);
		err = code == SQLITE_OK ? each_row(cx, statement, query, each, arg)
					: explain(cx, conn->db, code, query);
	}
	(void)sqlite3_finalize(statement);
	return err;
}

enum err lite_each(struct cx *cx, const struct db_query *query, const struct db_value *args,
	size_t arg_count, db_row_fn *each, void *arg)
{
	struct lite *lite = lite_of(cx->db->pool);
	struct lite_conn *conn = cx->db->lite_stream;
	enum err err;

	if (cx->db->holds_writer)
		return each_on(cx, &lite->writer, query, args, arg_count, each, arg);
	if (conn)
		return each_on(cx, conn, query, args, arg_count, each, arg);
	if (cx->db->lite_reader)
		lite_end_reading(cx);
	if (lite_reader_take(lite, true, &conn) != OK)
		return db_fail(cx, ERR_BUSY);
	cx->db->lite_stream = conn;
	err = each_on(cx, conn, query, args, arg_count, each, arg);
	cx->db->lite_stream = NULL;
	lite_reader_give(lite, conn);
	return err;
}

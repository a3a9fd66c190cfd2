/* db_pg_run.c - prepared statements on PostgreSQL: arguments out, rows in, errors understood. */
/* SPDX-License-Identifier: MIT */
#include "platform/db/db_pg.h"
#include "platform/log/log.h"

#include <assert.h>

/* Type numbers of pg_type that never change. */
enum { OID_BOOL = 16, OID_BYTEA = 17, OID_INT8 = 20, OID_INT2 = 21, OID_INT4 = 23, OID_OID = 26 };

static const char *text_of(const struct db_query *query)
{
	return query->text ? query->text : query->postgres;
}

struct query_info *pg_info(struct db_pool *pool, const struct db_query *query)
{
	struct query_info *info = query_find(&pool->queries, query);

	if (info)
		return info;
	assert(text_of(query));
	info = db_memory_new(sizeof(*info));
	info->query = query;
	info->text = text_of(query);
	info->reads = pg_text_reads(info->text);
	info->params = pg_text_params(info->text);
	return query_add(&pool->queries, info);
}

/* ---- Arguments and rows ------------------------------------------------- */

#define INT_BYTES 22

struct pg_args pg_args_of(struct arena *arena, const struct db_value *args, size_t count)
{
	struct pg_args out = {.count = (int)count};

	if (count == 0)
		return out;
	out.values = arena_array(arena, count, sizeof(out.values[0]));
	out.lengths = arena_array(arena, count, sizeof(out.lengths[0]));
	out.formats = arena_array(arena, count, sizeof(out.formats[0]));
	for (size_t i = 0; i < count; i++) {
		char *text;

		out.lengths[i] = (int)args[i].len;
		switch (args[i].type) {
		case DB_NULL:
			break;
		case DB_INT:
			text = arena_alloc(arena, INT_BYTES);
			(void)write_int(text, args[i].integer);
			out.values[i] = text;
			break;
		case DB_TEXT:
			out.values[i] = args[i].bytes;
			break;
		case DB_BLOB:
			out.values[i] = args[i].bytes ? args[i].bytes : "";
			out.formats[i] = 1;
			break;
		}
	}
	return out;
}

static unsigned hex_digit(char digit)
{
	return (unsigned)(digit <= '9' ? digit - '0' : digit - 'a' + 10);
}

/* "\\x0aff": connections are set up to answer in this form. */
static struct db_value blob_of(struct arena *arena, const char *text)
{
	const size_t length = (strlen(text) - 2) / 2;
	char *bytes = arena_room(arena, length + 1);

	assert(text[0] == '\\' && text[1] == 'x');
	for (size_t i = 0; i < length; i++)
		bytes[i] = (char)(hex_digit(text[2 + 2 * i]) << 4 | hex_digit(text[3 + 2 * i]));
	bytes[length] = '\0';
	return db_blob(bytes, length);
}

/* A cell whose text still belongs to rows. */
static struct db_value cell_of(struct arena *arena, const PGresult *rows, int row, int column)
{
	const char *text = PQgetvalue(rows, row, column);

	if (PQgetisnull(rows, row, column))
		return db_null();
	switch (PQftype(rows, column)) {
	case OID_INT8:
	case OID_INT4:
	case OID_INT2:
	case OID_OID:
		return db_int(strtoll(text, NULL, 10));
	case OID_BOOL:
		return db_int(text[0] == 't');
	case OID_BYTEA:
		return blob_of(arena, text);
	default:
		return (struct db_value){.type = DB_TEXT,
			.bytes = text,
			.len = (size_t)PQgetlength(rows, row, column)};
	}
}

void pg_rows(struct arena *arena, const PGresult *rows, struct db_result *result)
{
	const int columns = PQnfields(rows), count = PQntuples(rows);
	struct text_room room = {0};
	struct db_value *cells;

	result->count = (size_t)count;
	result->columns = (size_t)columns;
	if (count == 0)
		return;
	cells = arena_array(arena, result->count * result->columns, sizeof(*cells));
	for (int row = 0; row < count; row++)
		for (int column = 0; column < columns; column++) {
			struct db_value *cell = &cells[row * columns + column];
			char *copy;

			*cell = cell_of(arena, rows, row, column);
			if (cell->type != DB_TEXT)
				continue;
			copy = db_text_take(arena, &room, cell->len + 1,
				(size_t)(count - row) * (size_t)columns);
			memcpy(copy, cell->bytes, cell->len + 1);
			cell->bytes = copy;
		}
	result->cells = cells;
}

/* ---- Failing ------------------------------------------------------------ */

static enum err err_of_state(const char *state, bool *retry)
{
	static const struct {
		const char *state;
		enum err err;
		bool retry;
	} known[] = {
		{"23505", ERR_CONFLICT, false}, {"23503", ERR_NOT_FOUND, false},
		{"40001", ERR_BUSY, true}, /* serialization failure */
		{"40P01", ERR_BUSY, true}, /* deadlock */
		{"53100", ERR_FULL, false}, /* disk full */
		{"55P03", ERR_BUSY, false}, /* waited too long for a lock */
		{"57014", ERR_BUSY, false}, /* cancelled */
		{"25006", ERR_BUSY, false}, /* a standby that is not promoted yet */
	};

	for (size_t i = 0; i < COUNT(known); i++)
		if (text_is(state, known[i].state)) {
			*retry = known[i].retry;
			return known[i].err;
		}
	/* Connection trouble, no resources left, the server stopping or starting. */
	if (strncmp(state, "08", 2) == 0 || strncmp(state, "53", 2) == 0 ||
		strncmp(state, "57P", 3) == 0)
		return ERR_BUSY;
	return ERR_INTERNAL;
}

/*
 * "constraint, table.column, table.column". The server names only the
 * constraint: with row-level security it keeps the key to itself.
 */
static const char *key_of(struct cx *cx, const char *schema, const char *constraint)
{
	static const char find[] =
		"SELECT string_agg(t.relname || '.' || a.attname, ', ')"
		" FROM pg_class i JOIN pg_namespace n ON n.oid = i.relnamespace"
		" JOIN pg_index x ON x.indexrelid = i.oid JOIN pg_class t ON t.oid = x.indrelid"
		" JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = ANY (x.indkey)"
		" WHERE i.relname = $1 AND n.nspname = $2";
	const char *const values[] = {constraint, schema};
	const char *key = constraint;
	struct pg_conn *conn = NULL;
	PGresult *answer;

	if (pg_take(cx, &conn) != OK)
		return key;
	answer = PQexecParams(conn->link, find, 2, NULL, values, NULL, NULL, 0);
	if (PQntuples(answer) == 1)
		key = arena_format(cx->arena, "%s, %s", constraint, PQgetvalue(answer, 0, 0));
	PQclear(answer);
	pg_give(pg_of(cx->db->pool), conn);
	return key;
}

static const char *field_of(struct cx *cx, const PGresult *answer, int field)
{
	const char *text = PQresultErrorField(answer, field);

	return arena_text(cx->arena, text ? text : "");
}

enum err pg_explain(struct cx *cx, struct pg_conn *conn, PGresult *answer, const char *statement)
{
	const char *state = PQresultErrorField(answer, PG_DIAG_SQLSTATE);
	const char *message = PQresultErrorField(answer, PG_DIAG_MESSAGE_PRIMARY);
	const char *constraint = NULL, *schema = NULL;
	bool retry = false;
	enum err err = pg_lost(conn) ? ERR_BUSY : err_of_state(state ? state : "", &retry);

	/* Another node has migrated since this was prepared: a new connection prepares anew. */
	if (text_is(state, "0A000") || text_is(state, "26000"))
		conn->stale = true;
	if (err == ERR_CONFLICT) {
		constraint = field_of(cx, answer, PG_DIAG_CONSTRAINT_NAME);
		schema = field_of(cx, answer, PG_DIAG_SCHEMA_NAME);
	} else if (err != ERR_NOT_FOUND) {
		(void)db_fault(err, statement, cx->request_id,
			message ? message : PQerrorMessage(conn->link));
	}
	PQclear(answer);
	cx->db->retry = retry;
	if (retry)
		atomic_fetch_add(&cx->db->pool->retries, 1);
	if (conn == cx->db->conn && cx->db->state == UNIT_WRITING)
		pg_spoil(cx, err);
	if (err == ERR_CONFLICT)
		cx->db->violated = key_of(cx, schema, constraint);
	return db_fail(cx, err);
}

/* ---- Running ------------------------------------------------------------ */

static void name_of(const struct query_info *info, char name[16])
{
	(void)snprintf(name, 16, "q%d", info->index);
}

static PGresult *prepare_on(struct pg_conn *conn, const struct query_info *info)
{
	uint64_t *word = &conn->prepared[info->index / 64];
	const uint64_t bit = UINT64_C(1) << (info->index % 64);
	char name[16];
	PGresult *answer;

	if (*word & bit)
		return NULL;
	name_of(info, name);
	answer = PQprepare(conn->link, name, info->text, 0, NULL);
	if (PQresultStatus(answer) != PGRES_COMMAND_OK)
		return answer;
	PQclear(answer);
	*word |= bit;
	return NULL;
}

static enum err run_on(struct cx *cx, struct pg_conn *conn, const struct query_info *info,
	const struct pg_args *args, struct db_result *result)
{
	PGresult *answer = prepare_on(conn, info);
	ExecStatusType status;
	char name[16];

	if (answer)
		return pg_explain(cx, conn, answer, info->query->name);
	name_of(info, name);
	answer = PQexecPrepared(
		conn->link, name, args->count, args->values, args->lengths, args->formats, 0);
	status = PQresultStatus(answer);
	if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK)
		return pg_explain(cx, conn, answer, info->query->name);
	pg_rows(cx->arena, answer, result);
	if (!info->reads) {
		const char *changed = PQcmdTuples(answer);

		result->changed = changed ? strtoll(changed, NULL, 10) : 0;
	}
	PQclear(answer);
	return OK;
}

/* Reading outside of a transaction: again on a new connection when the old one was lost. */
static enum err run_reading(struct cx *cx, const struct query_info *info,
	const struct pg_args *args, struct db_result *result)
{
	const struct failure before = cx->failure;
	struct pg_conn *conn = NULL;
	enum err err = OK;
	bool lost = true;

	for (int attempt = 0; lost && attempt < 2; attempt++) {
		cx->failure = before;
		TRY(pg_take(cx, &conn));
		err = run_on(cx, conn, info, args, result);
		lost = pg_lost(conn);
		pg_give(pg_of(cx->db->pool), conn);
	}
	return err;
}

enum err pg_run(struct cx *cx, const struct db_query *query, const struct db_value *args,
	size_t arg_count, struct db_result *result)
{
	struct db *unit = cx->db;
	const struct query_info *info = pg_info(unit->pool, query);
	struct pg_args texts;

	if (arg_count != (size_t)info->params)
		return db_fail(cx,
			db_fault(ERR_INTERNAL, query->name, cx->request_id,
				"wrong number of arguments"));
	if (unit->state == UNIT_FAILED && !info->reads)
		return unit->failed;
	if (unit->state == UNIT_CLEAN && !info->reads)
		TRY(pg_begin(cx));
	texts = pg_args_of(cx->arena, args, arg_count);
	if (unit->state == UNIT_WRITING) {
		TRY(pg_see_company(cx, unit->conn));
		return run_on(cx, unit->conn, info, &texts, result);
	}
	if (unit->pg_stream)
		return run_on(cx, unit->pg_stream, info, &texts, result);
	return run_reading(cx, info, &texts, result);
}

static bool prepare_now(struct cx *cx, const struct query_info *info, const char **why)
{
	struct pg_conn *conn = NULL;
	PGresult *answer;

	if (pg_take(cx, &conn) != OK) {
		*why = "the database does not answer";
		return false;
	}
	answer = prepare_on(conn, info);
	if (answer)
		*why = db_why("statement %s: %s", info->query->name,
			PQresultErrorField(answer, PG_DIAG_MESSAGE_PRIMARY)
				? PQresultErrorField(answer, PG_DIAG_MESSAGE_PRIMARY)
				: PQerrorMessage(conn->link));
	PQclear(answer);
	pg_give(pg_of(cx->db->pool), conn);
	return answer == NULL;
}

bool pg_prepare(struct db_pool *pool, const struct db_query *query, const char **why)
{
	const int64_t system_company = 0;
	struct db unit = {.pool = pool};
	struct cx cx = {.arena = arena_new(0),
		.db = &unit,
		.actor = (const struct actor *)(const void *)&system_company,
		.request_id = ""};
	bool good = prepare_now(&cx, pg_info(pool, query), why);

	arena_free(&cx.arena);
	return good;
}

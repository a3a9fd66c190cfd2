/* db.h - one SQL text for SQLite and PostgreSQL, one unit of work at a time. */
/* SPDX-License-Identifier: MIT */
#ifndef PLATFORM_DB_DB_H
#define PLATFORM_DB_DB_H

#include "base/cx.h"
#include "base/str.h"

/* ---- Values ------------------------------------------------------------ */

enum db_type { DB_NULL, DB_INT, DB_TEXT, DB_BLOB };

/* One parameter or cell. Text ends in NUL; len is without it. */
struct db_value {
	enum db_type type;
	int64_t integer;
	const char *bytes;
	size_t len;
};

static inline struct db_value db_null(void)
{
	return (struct db_value){.type = DB_NULL};
}

static inline struct db_value db_int(int64_t value)
{
	return (struct db_value){.type = DB_INT, .integer = value};
}

static inline struct db_value db_opt(struct opt_int value)
{
	return value.given ? db_int(value.value) : db_null();
}

/* 0 becomes NULL: for optional ids, which start at 1. */
static inline struct db_value db_id(int64_t id)
{
	return id ? db_int(id) : db_null();
}

/* NULL becomes SQL NULL. */
static inline struct db_value db_text(const char *text)
{
	return text ? (struct db_value){.type = DB_TEXT, .bytes = text, .len = strlen(text)}
		    : db_null();
}

static inline struct db_value db_blob(const void *bytes, size_t len)
{
	return (struct db_value){.type = DB_BLOB, .bytes = bytes, .len = len};
}

/* ---- Statements -------------------------------------------------------- */

/*
 * A named constant. The text uses $1, $2, ... on both engines, RETURNING and
 * ON CONFLICT; every statement that names a tenant table has a company_id
 * predicate (tools/check_tenancy.py). Where no common text exists, `text` is
 * NULL and both of the others are given.
 */
struct db_query {
	const char *name; /* "order.by_id": unique, shown in logs and metrics */
	const char *text;
	const char *lite;
	const char *postgres;
};

/* A store's statements, NULL at the end; app/queries.c lists every store. */
typedef const struct db_query *const db_query_list[];

/* The statements of platform/db itself. */
extern db_query_list db_queries;

#define DB_ARGS(...) \
	(const struct db_value[]){__VA_ARGS__}, \
		sizeof((const struct db_value[]){__VA_ARGS__}) / sizeof(struct db_value)
#define DB_NO_ARGS NULL, 0

struct db_result {
	size_t count; /* rows */
	size_t columns; /* cells in each */
	int64_t changed; /* rows written by INSERT, UPDATE or DELETE */
	const struct db_value *cells;
};

/*
 * Run one statement and copy its rows into the arena.
 *
 * A statement that writes begins the unit's transaction by itself: on SQLite
 * it waits for the write connection (ERR_BUSY after 5 s), on PostgreSQL it is
 * BEGIN. From then on every statement of the unit sees its own writes.
 *
 * When a statement fails while the unit writes, all that the unit wrote is
 * undone: it may still read (to say what is there now), but writing is refused
 * with the same outcome until db_rollback(). The same on both engines.
 *
 * ERR_CONFLICT   a unique key refused the row (db_violated() names the key)
 * ERR_NOT_FOUND  a foreign key refused the row
 * ERR_FULL       disk full          ERR_BUSY  lock or pool wait too long, connection lost
 * ERR_INTERNAL   anything else, logged with the statement's name
 */
MUST_USE enum err db_run(struct cx *cx, const struct db_query *query, const struct db_value *args,
	size_t arg_count, struct db_result *result);

/* As db_run, for statements whose rows nobody reads. changed may be NULL. */
MUST_USE enum err db_exec(struct cx *cx, const struct db_query *query, const struct db_value *args,
	size_t arg_count, int64_t *changed);

/*
 * Run a reading statement and hand over row after row without keeping them:
 * for exports and imports. The row is valid only inside the call. Stops at
 * the first outcome other than OK and returns it. The callback may not write.
 */
typedef enum err db_row_fn(struct cx *cx, const struct db_value *cells, void *arg);
MUST_USE enum err db_each(struct cx *cx, const struct db_query *query, const struct db_value *args,
	size_t arg_count, db_row_fn *each, void *arg);

/* After ERR_CONFLICT: does the refused key involve this column or index name? */
bool db_violated(const struct cx *cx, const char *name);

static inline const struct db_value *db_at(
	const struct db_result *result, size_t row, size_t column)
{
	return &result->cells[row * result->columns + column];
}

static inline bool db_null_at(const struct db_result *result, size_t row, size_t column)
{
	return db_at(result, row, column)->type == DB_NULL;
}

/* 0 for NULL. Text holding a number (PostgreSQL sums) is read as one. */
int64_t db_int_at(const struct db_result *result, size_t row, size_t column);
/* NULL for NULL. */
const char *db_text_at(const struct db_result *result, size_t row, size_t column);
/* "" for NULL. */
const char *db_text_or_empty(const struct db_result *result, size_t row, size_t column);
struct opt_int db_opt_at(const struct db_result *result, size_t row, size_t column);

/*
 * The next id of a kind ("order", "user") for the actor's company, from
 * company_counters; begins the transaction. A rolled back unit gives it back.
 */
MUST_USE enum err db_next_id(struct cx *cx, const char *kind, int64_t *id);
/* As db_next_id for another company, or for `count` ids at once: *id is the first. */
MUST_USE enum err db_next_ids(
	struct cx *cx, int64_t company_id, const char *kind, int64_t count, int64_t *id);

/* ---- Transactions ------------------------------------------------------ */

/*
 * Begin writing now, before the first reading statement whose answer the unit
 * acts on: from here no other unit changes anything (SQLite) or row versions
 * decide (PostgreSQL). Optional; the first writing statement does it too.
 */
MUST_USE enum err db_begin_write(struct cx *cx);

/*
 * The unit reads several times and soon ends: on SQLite its reading statements
 * then share one reader and see one state, until it writes, streams or ends.
 * Not for units that wait for anything but the database: they would keep the
 * log from being reset. On PostgreSQL every statement sees the newest state.
 */
void db_read_together(struct cx *cx);

/* Has this unit begun to write? */
bool db_writing(const struct cx *cx);

/*
 * End the unit. done(arg, outcome) is called exactly once, on this or another
 * thread, after the transaction is on disk (OK) or has failed; a reading unit
 * is done at once. With SQLite the unit joins the running batch: many units,
 * one fsync. Publishes the unit's events after the commit. The cx and its
 * arena must live until done was called.
 */
typedef void db_done_fn(void *arg, enum err outcome);
void db_finish(struct cx *cx, db_done_fn *done, void *arg);

/* End the unit and wait for the disk: for jobs, sockets and the command line. */
MUST_USE enum err db_commit(struct cx *cx);

/* Undo what the unit wrote; its neighbours in the batch are untouched. No-op when clean. */
void db_rollback(struct cx *cx);

/* Did the engine ask for the unit to be run again (serialization failure, deadlock)? */
bool db_should_retry(const struct cx *cx);

/* ---- Opening ----------------------------------------------------------- */

/* The database of the whole program: one per process. */
struct db_pool;

struct db_options {
	const char *url; /* "sqlite:FILE" or "postgresql://..." */
	int readers; /* connections beside the writer; 0 = chosen */
	size_t batch_limit; /* units in one fsync; 0 = chosen */
	bool read_only;
	bool loading; /* much is written and nobody waits: memory for speed, statistics at the end */
};

/*
 * Opens and checks that it answers; does not migrate. On failure *why is a
 * sentence for the terminal (static or malloc'd for the life of the program).
 */
MUST_USE enum err db_open(
	const struct db_options *options, struct db_pool **pool, const char **why);
void db_close(struct db_pool **pool);
bool db_is_postgres(const struct db_pool *pool);

/*
 * Prepare every statement of the lists on the engine; false and *why name the
 * first that the schema refuses.
 */
MUST_USE bool db_prepare_all(
	struct db_pool *pool, const db_query_list *const *lists, const char **why);

/* Lend a connection to a unit of work. Cheap: nothing is opened before the first statement. */
void db_lend(struct db_pool *pool, struct cx *cx);
/* Give it back; rolls back what was neither finished nor committed. */
void db_return(struct cx *cx);

/*
 * How many units that will write wait elsewhere (the request mailbox): the
 * batch stays open while this says more are coming. NULL = never.
 */
void db_set_pending_writers(struct db_pool *pool, int (*pending)(void *arg), void *arg);

/*
 * What the event log does with every unit: before() numbers and stores what
 * the unit published, as the last thing in its transaction; after() hands it
 * out once it is on disk. Set once at start, by platform/events.
 */
struct db_hooks {
	enum err (*before)(struct cx *cx);
	void (*after)(struct cx *cx);
};
void db_set_hooks(struct db_hooks hooks);

/* Counters for /metrics and tests. */
struct db_stats {
	int64_t units_committed, batches, syncs, units_failed, retries;
	int64_t largest_batch;
	int64_t wal_bytes;
};
void db_get_stats(struct db_pool *pool, struct db_stats *stats);

#endif

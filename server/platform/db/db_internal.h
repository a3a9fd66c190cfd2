/* db_internal.h - what the two engines share with the front in db.c. */
/* SPDX-License-Identifier: MIT */
#ifndef PLATFORM_DB_DB_INTERNAL_H
#define PLATFORM_DB_DB_INTERNAL_H

#include "base/clock.h"
#include "platform/db/migrate.h"

#include <pthread.h>
#include <stdatomic.h>

/* A wait for the writer, a reader or a connection that takes longer is ERR_BUSY. */
#define DB_WAIT_US (5 * US_PER_SECOND)

/* ---- What the program knows of a statement once it was prepared --------- */

#define QUERIES_MAX 2048

struct query_info {
	const struct db_query *query;
	const char *text; /* the engine's */
	int index; /* dense from 0: its place in each connection's statements */
	bool reads; /* may run outside a transaction */
	int params; /* arguments it takes */
	_Atomic size_t rows; /* of the last run: how much room to make first */
	int order[]; /* SQLite: order[i] is the argument that its parameter i + 1 names */
};

/* Filled as statements are met, never emptied. Looking up takes no lock. */
struct query_table {
	pthread_mutex_t adding;
	int count;
	struct query_info *_Atomic slots[2 * QUERIES_MAX];
};

/* NULL when the statement was not met yet. Aborts when a "constant" changed its text. */
struct query_info *query_find(struct query_table *table, const struct db_query *query);
/* Takes over draft (allocated by malloc) or frees it when another thread was faster. */
struct query_info *query_add(struct query_table *table, struct query_info *draft);
void query_table_clear(struct query_table *table);

/* ---- A unit of work, as the database sees it ---------------------------- */

/*
 * CLEAN    nothing begun (or everything undone)
 * WRITING  has a transaction or savepoint of its own
 * FAILED   a statement failed while writing: all of the unit was undone; it may
 *          still read, writing is refused until db_rollback()
 */
enum unit_state { UNIT_CLEAN, UNIT_WRITING, UNIT_FAILED };

struct lite_conn;
struct pg_conn;

struct db {
	struct db_pool *pool;
	enum unit_state state;
	enum err failed; /* outcome of the statement that made it UNIT_FAILED */
	bool retry; /* the engine asks for another run */
	const char *violated; /* names of the key that refused a row: "a, b, c"; or NULL */

	/* SQLite */
	bool holds_writer;
	bool lite_savepoint; /* it works under one: it was not the first of its batch */
	int64_t held_since_us;
	int64_t slowest_us; /* of its statements on the writer */
	const char *slowest; /* name of that one */
	struct lite_conn *lite_stream; /* reader of a running db_each */
	bool reads_together;
	struct lite_conn *lite_reader; /* kept from statement to statement; in a transaction */

	/* PostgreSQL */
	struct pg_conn *conn; /* of its transaction */
	struct pg_conn *pg_stream;
};

/*
 * One connection outside of any unit, for the plain SQL of migrations. Cells
 * come as text; what went wrong is in error().
 */
struct db_script {
	void *conn;
	bool (*exec)(void *conn, const char *text);
	bool (*query)(void *conn, const char *text,
		int (*row)(void *arg, int count, char **cells, char **names), void *arg);
	const char *(*error)(void *conn);
};
typedef enum err db_script_fn(const struct db_script *script, void *arg, const char **why);

struct db_engine {
	enum err (*run)(struct cx *cx, const struct db_query *query, const struct db_value *args,
		size_t arg_count, struct db_result *result);
	enum err (*each)(struct cx *cx, const struct db_query *query, const struct db_value *args,
		size_t arg_count, db_row_fn *each, void *arg);
	enum err (*begin)(struct cx *cx);
	void (*finish)(struct cx *cx, db_done_fn *done, void *arg, bool urgent);
	void (*rollback)(struct cx *cx);
	bool (*prepare)(struct db_pool *pool, const struct db_query *query, const char **why);
	/* Run work; exclusive: while no other node or thread changes the schema. */
	enum err (*script)(struct db_pool *pool, bool exclusive, db_script_fn *work, void *arg,
		const char **why);
	void (*stats)(struct db_pool *pool, struct db_stats *stats);
	void (*close)(struct db_pool *pool);
};

struct db_pool {
	const struct db_engine *engine;
	struct query_table queries;
	void *engine_data; /* struct lite or struct pg */
	bool read_only;
	int (*pending)(void *arg);
	void *pending_arg;
	_Atomic int64_t units_committed, batches, syncs, units_failed, retries, largest_batch;
};

extern const struct db_engine db_lite_engine;
extern const struct db_engine db_pg_engine;
extern struct db_hooks db_hooks;

/* Let go of the unit's reader (db_lite_run.c). */
void lite_end_reading(struct cx *cx);

enum err db_lite_open(const struct db_options *options, struct db_pool *pool, const char **why);
enum err db_pg_open(const struct db_options *options, struct db_pool *pool, const char **why);

/* 0 for the system, which sees all companies. */
int64_t db_company_of(const struct actor *actor);

/* Sentences for people and log lines; both return err. name may be NULL. */
enum err db_fail(struct cx *cx, enum err err);
enum err db_fault(enum err err, const char *name, const char *request_id, const char *why);

/* The pool whose numbers /metrics shows; hidden before it closes (db_metrics.c). */
struct histogram;
extern struct histogram *db_writer_wait;
void db_metrics_show(struct db_pool *pool);
void db_metrics_hide(const struct db_pool *pool);

/* A sentence that lives as long as the program: for starting and copying, not for units. */
const char *db_why(const char *format, ...) PRINTF_LIKE(1, 2);
/* Zeroed memory for long-lived things; aborts when there is none, as arenas do. */
void *db_memory_new(size_t bytes) __attribute__((returns_nonnull));

/* An instant of the steady clock as pthread_cond_clockwait(CLOCK_MONOTONIC) wants it. */
struct timespec db_timespec(int64_t steady_us);

/* Grow *cells to hold at least `need`, not cleared; the first *count are kept. */
void db_cells_reserve(
	struct arena *arena, struct db_value **cells, size_t count, size_t *room, size_t need);

/* Text of many cells with few allocations: carves copies out of chunks. */
struct text_room {
	char *at;
	size_t left;
};
void *db_text_take(struct arena *arena, struct text_room *room, size_t bytes, size_t row_hint);

#endif

/* db_pg.h - inside the PostgreSQL engine: its connections and how units use them. */
/* SPDX-License-Identifier: MIT */
#ifndef PLATFORM_DB_DB_PG_H
#define PLATFORM_DB_DB_PG_H

#include "platform/db/db_internal.h"

#include <libpq-fe.h>

/* No company's rows: what a new connection sees until a unit says whose it is. */
#define PG_NOBODY INT64_C(-1)

struct pg_conn {
	PGconn *link;
	struct pg_conn *next; /* in the list of free ones, last used first */
	int64_t company_id; /* whose rows it sees */
	int cursors; /* open ones, to name the next */
	bool stale; /* its prepared statements no longer fit the schema */
	uint64_t prepared[QUERIES_MAX / 64]; /* by query_info.index */
};

struct pg {
	struct db_pool *pool;
	char *url;

	pthread_mutex_t lock;
	pthread_cond_t freed;
	struct pg_conn *free_conns;
	int open, open_max;
	bool loading; /* as db_options says */

	/* Units that published events are handed out in the order of these numbers. */
	pthread_cond_t turn_over;
	int64_t next_turn;
	struct pg_turn *turns; /* taken and not yet over */
};

/* A place in the order of commits; on the stack of the committing thread. */
struct pg_turn {
	int64_t number;
	struct pg_turn *next;
};

static inline struct pg *pg_of(const struct db_pool *pool)
{
	return pool->engine_data;
}

/* ---- Connections (db_pg.c) ---- */

/* A new link, set up when *good; the caller finishes it either way (PQerrorMessage says why). */
PGconn *pg_connect_new(const struct pg *pg, bool *good);
/* A connection that sees what the unit's actor may see. ERR_BUSY. */
enum err pg_take(struct cx *cx, struct pg_conn **conn);
/* Closes it instead when it is lost or still in a transaction. */
void pg_give(struct pg *pg, struct pg_conn *conn);
bool pg_lost(const struct pg_conn *conn);
/* After an actor changed: let the connection see that one's rows. */
enum err pg_see_company(struct cx *cx, struct pg_conn *conn);

/* ---- Statements (db_pg_run.c) ---- */

enum err pg_run(struct cx *cx, const struct db_query *query, const struct db_value *args,
	size_t arg_count, struct db_result *result);
bool pg_prepare(struct db_pool *pool, const struct db_query *query, const char **why);

/* Arguments in the form libpq wants, in the arena. */
struct pg_args {
	int count;
	const char **values;
	int *lengths, *formats;
};
struct pg_args pg_args_of(struct arena *arena, const struct db_value *args, size_t count);
/* Copy rows [0, PQntuples) into the arena. */
void pg_rows(struct arena *arena, const PGresult *rows, struct db_result *result);

/* Note what a failed answer means; undoes the unit when it was writing on conn. Clears answer. */
enum err pg_explain(struct cx *cx, struct pg_conn *conn, PGresult *answer, const char *statement);

/* What the table of statements knows of it; never NULL. */
struct query_info *pg_info(struct db_pool *pool, const struct db_query *query);

/* ---- Reading statements (db_pg_text.c) ---- */

/* Does the statement leave everything as it is, locks included? */
bool pg_text_reads(const char *text);
/* The highest n of its $n. */
int pg_text_params(const char *text);

/* ---- Transactions (db_pg_unit.c) ---- */

enum err pg_begin(struct cx *cx);
void pg_finish(struct cx *cx, db_done_fn *done, void *arg, bool urgent);
void pg_rollback(struct cx *cx);
void pg_spoil(struct cx *cx, enum err err);
enum err pg_each(struct cx *cx, const struct db_query *query, const struct db_value *args,
	size_t arg_count, db_row_fn *each, void *arg);

/* ---- Plain SQL (db_pg_script.c) ---- */

enum err pg_script(
	struct db_pool *pool, bool exclusive, db_script_fn *work, void *arg, const char **why);

#endif

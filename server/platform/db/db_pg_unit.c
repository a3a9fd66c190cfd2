/* db_pg_unit.c - transactions and streams on PostgreSQL: one connection a unit. */
/* SPDX-License-Identifier: MIT */
#include "platform/db/db_pg.h"
#include "platform/log/log.h"

#include <assert.h>

#define FETCH_ROWS "500"

/* Run a command that returns nothing. NULL: done; else the answer to pg_explain. */
static PGresult *command(struct pg_conn *conn, const char *text)
{
	PGresult *answer = PQexec(conn->link, text);

	if (PQresultStatus(answer) != PGRES_COMMAND_OK)
		return answer;
	PQclear(answer);
	return NULL;
}

/* ---- Transactions ------------------------------------------------------- */

enum err pg_begin(struct cx *cx)
{
	struct db *unit = cx->db;
	struct pg *pg = pg_of(unit->pool);
	const struct failure before = cx->failure;
	struct pg_conn *conn = NULL;
	enum err err = OK;
	bool lost = true;

	if (unit->state == UNIT_FAILED)
		return unit->failed;
	if (unit->pg_stream || unit->pool->read_only)
		return db_fail(cx,
			db_fault(ERR_INTERNAL, "BEGIN", cx->request_id,
				unit->pg_stream ? "a db_each callback may not write"
						: "the database was opened for reading only"));
	unit->retry = false;
	for (int attempt = 0; lost && attempt < 2; attempt++) {
		PGresult *answer;

		cx->failure = before;
		TRY(pg_take(cx, &conn));
		answer = command(conn, "BEGIN");
		if (!answer) {
			unit->conn = conn;
			unit->state = UNIT_WRITING;
			return OK;
		}
		err = pg_explain(cx, conn, answer, "BEGIN");
		lost = pg_lost(conn);
		pg_give(pg, conn);
	}
	return err;
}

/* The connection goes back; with a ROLLBACK first when it is still in a transaction. */
static void let_go(struct cx *cx)
{
	struct pg_conn *conn = cx->db->conn;

	cx->db->conn = NULL;
	if (!pg_lost(conn) && PQtransactionStatus(conn->link) != PQTRANS_IDLE) {
		PQclear(command(conn, "ROLLBACK"));
		conn->company_id = PG_NOBODY; /* what was set meanwhile is undone too */
	}
	pg_give(pg_of(cx->db->pool), conn);
}

void pg_spoil(struct cx *cx, enum err err)
{
	cx->db->state = UNIT_FAILED;
	cx->db->failed = err;
	cx->events = NULL;
	let_go(cx);
}

void pg_rollback(struct cx *cx)
{
	if (cx->db->state == UNIT_WRITING)
		let_go(cx);
	cx->db->state = UNIT_CLEAN;
}

/* ---- The order of commits ----------------------------------------------- */

/*
 * hooks.before has locked the row that numbers the company's events, and it
 * stays locked until COMMIT: so the numbers taken here are in the order of the
 * commits of each company, and waiting for smaller ones hands events out in it.
 */
static void take_turn(struct pg *pg, struct pg_turn *turn)
{
	(void)pthread_mutex_lock(&pg->lock);
	turn->number = pg->next_turn++;
	turn->next = pg->turns;
	pg->turns = turn;
	(void)pthread_mutex_unlock(&pg->lock);
}

static bool is_first(const struct pg *pg, const struct pg_turn *turn)
{
	for (const struct pg_turn *other = pg->turns; other; other = other->next)
		if (other->number < turn->number)
			return false;
	return true;
}

static void wait_turn(struct pg *pg, const struct pg_turn *turn)
{
	(void)pthread_mutex_lock(&pg->lock);
	while (!is_first(pg, turn))
		(void)pthread_cond_wait(&pg->turn_over, &pg->lock);
	(void)pthread_mutex_unlock(&pg->lock);
}

static void end_turn(struct pg *pg, const struct pg_turn *turn)
{
	struct pg_turn **at = &pg->turns;

	(void)pthread_mutex_lock(&pg->lock);
	while (*at != turn)
		at = &(*at)->next;
	*at = turn->next;
	(void)pthread_cond_broadcast(&pg->turn_over);
	(void)pthread_mutex_unlock(&pg->lock);
}

/* ---- Finishing ---------------------------------------------------------- */

static enum err commit(struct cx *cx)
{
	struct pg_conn *conn = cx->db->conn;
	PGresult *answer = PQexec(conn->link, "COMMIT");

	if (PQresultStatus(answer) != PGRES_COMMAND_OK)
		return pg_explain(cx, conn, answer, "COMMIT");
	/* A transaction that failed before answers COMMIT with ROLLBACK. */
	if (!text_is(PQcmdStatus(answer), "COMMIT")) {
		PQclear(answer);
		pg_spoil(cx, ERR_INTERNAL);
		return db_fail(cx,
			db_fault(ERR_INTERNAL, "COMMIT", cx->request_id,
				"the server rolled the transaction back"));
	}
	PQclear(answer);
	let_go(cx);
	cx->db->state = UNIT_CLEAN;
	return OK;
}

static enum err before_commit(struct cx *cx)
{
	if (cx->db->state == UNIT_FAILED)
		return cx->db->failed;
	if (db_hooks.before)
		TRY(db_hooks.before(cx));
	return cx->db->state == UNIT_FAILED ? cx->db->failed : OK;
}

static void count_unit(struct db_pool *pool, enum err outcome)
{
	if (outcome != OK) {
		atomic_fetch_add(&pool->units_failed, 1);
		return;
	}
	atomic_fetch_add(&pool->units_committed, 1);
	atomic_fetch_add(&pool->batches, 1);
	atomic_store(&pool->largest_batch, 1);
}

void pg_finish(struct cx *cx, db_done_fn *done, void *arg, bool urgent)
{
	struct pg *pg = pg_of(cx->db->pool);
	struct pg_turn turn;
	enum err err = before_commit(cx);
	bool ordered;

	(void)urgent;
	ordered = err == OK && cx->events;
	if (ordered)
		take_turn(pg, &turn);
	if (err == OK)
		err = commit(cx);
	if (ordered)
		wait_turn(pg, &turn);
	if (err == OK && db_hooks.after)
		db_hooks.after(cx);
	if (ordered)
		end_turn(pg, &turn);
	count_unit(cx->db->pool, err);
	db_rollback(cx);
	done(arg, err);
}

/* ---- Streaming ---------------------------------------------------------- */

static enum err hand_over(
	struct cx *cx, const PGresult *rows, struct arena *scratch, db_row_fn *each, void *arg)
{
	struct db_result result = {0};

	arena_reset(scratch);
	pg_rows(scratch, rows, &result);
	for (size_t row = 0; row < result.count; row++)
		TRY(each(cx, db_at(&result, row, 0), arg));
	return OK;
}

static enum err fetch_all(struct cx *cx, struct pg_conn *conn, const struct query_info *info,
	db_row_fn *each, void *arg)
{
	struct arena *scratch = arena_new(0);
	enum err err = OK;
	char fetch[64];
	int rows = 1;

	(void)snprintf(fetch, sizeof(fetch), "FETCH " FETCH_ROWS " FROM each_%d", conn->cursors);
	while (err == OK && rows > 0) {
		PGresult *answer = PQexec(conn->link, fetch);

		rows = PQntuples(answer);
		if (PQresultStatus(answer) != PGRES_TUPLES_OK) {
			err = pg_explain(cx, conn, answer, info->query->name);
			break;
		}
		err = hand_over(cx, answer, scratch, each, arg);
		PQclear(answer);
	}
	arena_free(&scratch);
	return err;
}

/* A cursor, so that the callback can read on the same connection between two fetches. */
static enum err each_on(struct cx *cx, struct pg_conn *conn, const struct query_info *info,
	const struct pg_args *args, db_row_fn *each, void *arg)
{
	char close[64];
	PGresult *answer;
	enum err err;

	conn->cursors++;
	answer = PQexecParams(conn->link,
		arena_format(cx->arena, "DECLARE each_%d NO SCROLL CURSOR FOR %s", conn->cursors,
			info->text),
		args->count, NULL, args->values, args->lengths, args->formats, 0);
	if (PQresultStatus(answer) != PGRES_COMMAND_OK) {
		conn->cursors--;
		return pg_explain(cx, conn, answer, info->query->name);
	}
	PQclear(answer);
	err = fetch_all(cx, conn, info, each, arg);
	if (cx->db->state == UNIT_FAILED) /* undone in between, with its cursors */
		return err;
	(void)snprintf(close, sizeof(close), "CLOSE each_%d", conn->cursors--);
	PQclear(command(conn, close));
	return err;
}

static enum err each_alone(struct cx *cx, const struct query_info *info, const struct pg_args *args,
	db_row_fn *each, void *arg)
{
	struct pg_conn *conn = NULL;
	PGresult *answer;
	enum err err;

	TRY(pg_take(cx, &conn));
	answer = command(conn, "BEGIN READ ONLY");
	if (answer) {
		err = pg_explain(cx, conn, answer, "BEGIN");
	} else {
		cx->db->pg_stream = conn;
		err = each_on(cx, conn, info, args, each, arg);
		cx->db->pg_stream = NULL;
		if (!pg_lost(conn))
			PQclear(command(conn, "ROLLBACK"));
	}
	conn->cursors = 0;
	pg_give(pg_of(cx->db->pool), conn);
	return err;
}

enum err pg_each(struct cx *cx, const struct db_query *query, const struct db_value *args,
	size_t arg_count, db_row_fn *each, void *arg)
{
	struct db *unit = cx->db;
	const struct query_info *info = pg_info(unit->pool, query);
	struct pg_args texts;

	if (arg_count != (size_t)info->params || !info->reads)
		return db_fail(cx,
			db_fault(ERR_INTERNAL, query->name, cx->request_id,
				info->reads ? "wrong number of arguments"
					    : "not a statement to stream"));
	texts = pg_args_of(cx->arena, args, arg_count);
	if (unit->state == UNIT_WRITING)
		return each_on(cx, unit->conn, info, &texts, each, arg);
	if (unit->pg_stream)
		return each_on(cx, unit->pg_stream, info, &texts, each, arg);
	return each_alone(cx, info, &texts, each, arg);
}

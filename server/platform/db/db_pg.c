/* db_pg.c - PostgreSQL: connections opened when needed, and whose rows each of them sees. */
/* SPDX-License-Identifier: MIT */
#include "platform/db/db_pg.h"
#include "platform/log/log.h"

#include <assert.h>
#include <errno.h>
#include <inttypes.h>

#define OPEN_STANDARD 8
#define OLDEST_SERVER 150000

/* ---- One connection ----------------------------------------------------- */

static void ignore_notice(void *arg, const char *message)
{
	(void)arg;
	(void)message;
}

PGconn *pg_connect_new(const struct pg *pg, bool *good)
{
	static const char *const names[] = {"dbname", "connect_timeout",
		"fallback_application_name", "client_encoding", "keepalives_idle",
		"tcp_user_timeout", NULL};
	const char *values[] = {pg->url, "5", "hatif", "UTF8", "15", "15000", NULL};
	/* Text of times and numbers must not depend on the server's configuration. */
	static const char set_up[] =
		"SET lock_timeout = '5s'; SET timezone = 'UTC'; SET extra_float_digits = 1;"
		"SET bytea_output = 'hex'; SET standard_conforming_strings = on;"
		"SELECT set_config('hatif.company', '-1', false)";
	PGconn *link = PQconnectdbParams(names, values, 1);
	PGresult *answer;

	*good = PQstatus(link) == CONNECTION_OK;
	if (!*good)
		return link;
	(void)PQsetNoticeProcessor(link, ignore_notice, NULL);
	answer = PQexec(link, set_up);
	*good = PQresultStatus(answer) == PGRES_TUPLES_OK;
	PQclear(answer);
	return link;
}

bool pg_lost(const struct pg_conn *conn)
{
	return PQstatus(conn->link) != CONNECTION_OK;
}

static void conn_free(struct pg_conn *conn)
{
	PQfinish(conn->link);
	free(conn);
}

/* ---- The pool ----------------------------------------------------------- */

/* Under the lock: a free connection, one that sees the company already if there is one. */
static struct pg_conn *pick(struct pg *pg, int64_t company_id)
{
	struct pg_conn **at = &pg->free_conns;
	struct pg_conn *conn;

	while (*at && (*at)->company_id != company_id)
		at = &(*at)->next;
	if (!*at)
		at = &pg->free_conns;
	conn = *at;
	if (conn)
		*at = conn->next;
	return conn;
}

/* A free connection, or NULL with a place in the pool for a new one. */
static enum err take_place(struct pg *pg, int64_t company_id, struct pg_conn **conn)
{
	const struct timespec until = db_timespec(clock_steady_us() + DB_WAIT_US);
	enum err err = OK;

	(void)pthread_mutex_lock(&pg->lock);
	while ((*conn = pick(pg, company_id)) == NULL && pg->open >= pg->open_max)
		if (pthread_cond_clockwait(&pg->freed, &pg->lock, CLOCK_MONOTONIC, &until) ==
			ETIMEDOUT) {
			err = ERR_BUSY;
			break;
		}
	if (err == OK && !*conn)
		pg->open++;
	(void)pthread_mutex_unlock(&pg->lock);
	return err;
}

static enum err open_place(struct pg *pg, struct pg_conn **conn)
{
	bool good = false;
	PGconn *link = pg_connect_new(pg, &good);

	if (good) {
		*conn = db_memory_new(sizeof(**conn));
		(*conn)->link = link;
		(*conn)->company_id = PG_NOBODY;
		return OK;
	}
	(void)db_fault(ERR_BUSY, "connect", NULL, PQerrorMessage(link));
	PQfinish(link);
	(void)pthread_mutex_lock(&pg->lock);
	pg->open--;
	(void)pthread_cond_signal(&pg->freed);
	(void)pthread_mutex_unlock(&pg->lock);
	return ERR_BUSY;
}

/* When one connection is lost, those that lie idle are lost as well. */
static void drop_idle(struct pg *pg)
{
	struct pg_conn *conn;

	(void)pthread_mutex_lock(&pg->lock);
	while ((conn = pg->free_conns) != NULL) {
		pg->free_conns = conn->next;
		pg->open--;
		conn_free(conn);
	}
	(void)pthread_cond_broadcast(&pg->freed);
	(void)pthread_mutex_unlock(&pg->lock);
}

void pg_give(struct pg *pg, struct pg_conn *conn)
{
	const bool lost = pg_lost(conn);
	const bool clean = !lost && !conn->stale && PQtransactionStatus(conn->link) == PQTRANS_IDLE;

	if (!clean)
		conn_free(conn);
	(void)pthread_mutex_lock(&pg->lock);
	if (clean) {
		conn->next = pg->free_conns;
		pg->free_conns = conn;
	} else {
		pg->open--;
	}
	(void)pthread_cond_signal(&pg->freed);
	(void)pthread_mutex_unlock(&pg->lock);
	if (lost)
		drop_idle(pg);
}

enum err pg_see_company(struct cx *cx, struct pg_conn *conn)
{
	const int64_t company_id = db_company_of(cx->actor);
	char text[22];
	const char *const values[] = {text};
	PGresult *answer;

	if (conn->company_id == company_id)
		return OK;
	text[write_int(text, company_id)] = '\0';
	conn->company_id = PG_NOBODY; /* until the answer says otherwise */
	answer = PQexecParams(conn->link, "SELECT set_config('hatif.company', $1, false)", 1, NULL,
		values, NULL, NULL, 0);
	if (PQresultStatus(answer) != PGRES_TUPLES_OK)
		return pg_explain(cx, conn, answer, "set_config");
	PQclear(answer);
	conn->company_id = company_id;
	return OK;
}

enum err pg_take(struct cx *cx, struct pg_conn **conn)
{
	struct pg *pg = pg_of(cx->db->pool);
	const struct failure before = cx->failure;
	enum err err = OK;

	/* A second try gets a new link: losing one empties the pool of idle ones. */
	for (int attempt = 0; attempt < 2; attempt++) {
		cx->failure = before;
		if (take_place(pg, db_company_of(cx->actor), conn) != OK)
			return db_fail(cx, ERR_BUSY);
		if (!*conn && open_place(pg, conn) != OK)
			return db_fail(cx, ERR_BUSY);
		err = pg_see_company(cx, *conn);
		if (err == OK)
			return OK;
		pg_give(pg, *conn);
		*conn = NULL;
		if (err != ERR_BUSY)
			break;
	}
	return err;
}

/* ---- Opening and closing ------------------------------------------------ */

static void pg_free(struct pg *pg)
{
	drop_idle(pg);
	(void)pthread_mutex_destroy(&pg->lock);
	(void)pthread_cond_destroy(&pg->freed);
	(void)pthread_cond_destroy(&pg->turn_over);
	free(pg->url);
	free(pg);
}

enum err db_pg_open(const struct db_options *options, struct db_pool *pool, const char **why)
{
	struct pg *pg = db_memory_new(sizeof(*pg));
	bool good = false;
	PGconn *link;
	int version;

	pg->pool = pool;
	pool->engine_data = pg;
	pg->url = strdup(options->url);
	if (!pg->url)
		abort();
	pg->loading = options->loading;
	pg->open_max = options->readers > 0 ? options->readers : OPEN_STANDARD;
	(void)pthread_mutex_init(&pg->lock, NULL);
	(void)pthread_cond_init(&pg->freed, NULL);
	(void)pthread_cond_init(&pg->turn_over, NULL);
	link = pg_connect_new(pg, &good);
	version = PQserverVersion(link);
	if (good && version < OLDEST_SERVER)
		*why = db_why(
			"PostgreSQL %d is too old: version 15 or newer is needed", version / 10000);
	else if (!good)
		*why = db_why("the database does not answer: %s", PQerrorMessage(link));
	PQfinish(link);
	if (good && version >= OLDEST_SERVER)
		return OK;
	pg_free(pg);
	return ERR_BUSY;
}

/*
 * The server has statistics of what was loaded in a minute or so. Until then it takes
 * every table for small, and walks a company's rows for each row of another table.
 */
static void analyze(const struct pg *pg)
{
	bool good = false;
	PGconn *link = pg_connect_new(pg, &good);

	if (good)
		PQclear(PQexec(link, "SET client_min_messages = error; ANALYZE"));
	PQfinish(link);
}

static void pg_close(struct db_pool *pool)
{
	struct pg *pg = pg_of(pool);

	drop_idle(pg);
	if (pg->loading)
		analyze(pg);
	assert(pg->open == 0);
	pg_free(pg);
}

static void pg_stats(struct db_pool *pool, struct db_stats *stats)
{
	(void)pool;
	stats->syncs = stats->units_committed; /* one commit, one sync, on the server */
}

const struct db_engine db_pg_engine = {
	.run = pg_run,
	.each = pg_each,
	.begin = pg_begin,
	.finish = pg_finish,
	.rollback = pg_rollback,
	.prepare = pg_prepare,
	.script = pg_script,
	.stats = pg_stats,
	.close = pg_close,
};

/* db_pg_script.c - plain SQL on a connection of its own, for migrations. */
/* SPDX-License-Identifier: MIT */
#include "platform/db/db_pg.h"

#include <unistd.h>

/* Any number that no other program of this database uses. */
#define LOCK_NUMBER "4849544946" /* "HATIF" */
#define LOCK_ATTEMPTS 120
#define LOCK_PAUSE_US 500000

static bool good_status(const PGresult *answer)
{
	ExecStatusType status = PQresultStatus(answer);

	return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK ||
		status == PGRES_EMPTY_QUERY;
}

static bool exec(void *conn, const char *text)
{
	PGresult *answer = PQexec(conn, text);
	bool good = good_status(answer);

	PQclear(answer);
	return good;
}

static bool query(void *conn, const char *text,
	int (*row)(void *arg, int count, char **cells, char **names), void *arg)
{
	PGresult *answer = PQexec(conn, text);
	bool good = good_status(answer);
	char *cells[16] = {0};
	int columns = PQnfields(answer);

	if (columns > (int)COUNT(cells))
		columns = (int)COUNT(cells);
	for (int i = 0; good && i < PQntuples(answer); i++) {
		for (int j = 0; j < columns; j++)
			cells[j] = PQgetisnull(answer, i, j) ? NULL : PQgetvalue(answer, i, j);
		good = row(arg, columns, cells, NULL) == 0;
	}
	PQclear(answer);
	return good;
}

static const char *error(void *conn)
{
	return PQerrorMessage(conn);
}

static int note_true(void *arg, int count, char **cells, char **names)
{
	(void)count;
	(void)names;
	*(bool *)arg = cells[0] && cells[0][0] == 't';
	return 0;
}

/* The lock goes with the connection, so a node that dies does not keep it. */
static bool lock_schema(PGconn *link, const char **why)
{
	bool locked = false;

	for (int attempt = 0; !locked && attempt < LOCK_ATTEMPTS; attempt++) {
		if (attempt)
			(void)usleep(LOCK_PAUSE_US);
		if (!query(link, "SELECT pg_try_advisory_lock(" LOCK_NUMBER ")", note_true,
			    &locked)) {
			*why = db_why("the schema cannot be locked: %s", PQerrorMessage(link));
			return false;
		}
	}
	if (!locked)
		*why = "another node has been migrating the database for a minute: try again";
	return locked;
}

enum err pg_script(
	struct db_pool *pool, bool exclusive, db_script_fn *work, void *arg, const char **why)
{
	bool good = false;
	PGconn *link = pg_connect_new(pg_of(pool), &good);
	struct db_script script = {link, exec, query, error};
	enum err err = ERR_BUSY;

	good = good && exec(link, "SELECT set_config('hatif.company', '0', false)");
	if (!good)
		*why = db_why("the database does not answer: %s", PQerrorMessage(link));
	else if (!exclusive || lock_schema(link, why))
		err = work(&script, arg, why);
	PQfinish(link);
	return err;
}

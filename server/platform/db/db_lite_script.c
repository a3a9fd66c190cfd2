/* db_lite_script.c - plain SQL on the writer, for migrations. */
/* SPDX-License-Identifier: MIT */
#include "platform/db/db_lite.h"

static bool exec(void *conn, const char *text)
{
	return sqlite3_exec(conn, text, NULL, NULL, NULL) == SQLITE_OK;
}

static bool query(void *conn, const char *text,
	int (*row)(void *arg, int count, char **cells, char **names), void *arg)
{
	return sqlite3_exec(conn, text, row, arg, NULL) == SQLITE_OK;
}

static const char *error(void *conn)
{
	return sqlite3_errmsg(conn);
}

struct script_work {
	db_script_fn *work;
	void *arg;
	const char **why;
};

/*
 * Foreign keys cannot be switched off inside a transaction, and a migration
 * that rebuilds a table needs them off; it checks them itself before COMMIT.
 */
static enum err run_script(struct lite *lite, void *arg)
{
	const struct script_work *job = arg;
	const struct db_script script = {lite->writer.db, exec, query, error};
	enum err err;

	(void)exec(lite->writer.db, "PRAGMA foreign_keys = OFF");
	err = job->work(&script, job->arg, job->why);
	if (sqlite3_get_autocommit(lite->writer.db) == 0)
		(void)exec(lite->writer.db, "ROLLBACK");
	(void)exec(lite->writer.db, "PRAGMA foreign_keys = ON");
	return err;
}

static enum err script_on_reader(struct lite *lite, db_script_fn *work, void *arg, const char **why)
{
	struct lite_conn *conn;
	struct db_script script = {NULL, exec, query, error};
	enum err err;

	if (lite_reader_take(lite, false, &conn) != OK) {
		*why = "the database is busy";
		return ERR_BUSY;
	}
	script.conn = conn->db;
	err = work(&script, arg, why);
	lite_reader_give(lite, conn);
	return err;
}

enum err lite_script(
	struct db_pool *pool, bool exclusive, db_script_fn *work, void *arg, const char **why)
{
	struct script_work job = {work, arg, why};

	*why = "the database is busy";
	if (!exclusive)
		return script_on_reader(lite_of(pool), work, arg, why);
	return lite_writer_alone(lite_of(pool), run_script, &job);
}

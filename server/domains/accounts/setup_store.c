/* setup_store.c - where the hash of the setup token is kept. */
/* SPDX-License-Identifier: MIT */
#include "domains/accounts/setup_internal.h"

static const struct db_query get_sql = {
	.name = "setup.get",
	.text = "SELECT value FROM installation WHERE name = 'setup_token'",
};

static const struct db_query put_sql = {
	.name = "setup.put",
	.text = "INSERT INTO installation (name, value, updated_us)"
		" VALUES ('setup_token', $1, $2)"
		" ON CONFLICT (name) DO UPDATE SET value = excluded.value,"
		" updated_us = excluded.updated_us",
};

static const struct db_query remove_sql = {
	.name = "setup.remove",
	.text = "DELETE FROM installation WHERE name = 'setup_token' AND value = $1",
};

const struct db_query *const setup_queries[] = {&get_sql, &put_sql, &remove_sql, NULL};

enum err setup_store_get(struct cx *cx, const char **value)
{
	struct db_result result;

	TRY(db_run(cx, &get_sql, DB_NO_ARGS, &result));
	*value = result.count ? db_text_at(&result, 0, 0) : NULL;
	return OK;
}

enum err setup_store_put(struct cx *cx, const char *value)
{
	return db_exec(cx, &put_sql, DB_ARGS(db_text(value), db_int(cx->now_us)), NULL);
}

enum err setup_store_remove(struct cx *cx, const char *value, bool *removed)
{
	int64_t rows;

	TRY(db_exec(cx, &remove_sql, DB_ARGS(db_text(value)), &rows));
	*removed = rows == 1;
	return OK;
}

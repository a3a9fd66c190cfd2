/* push_app_store.c - statements on what clients of Pusher's protocol know companies by. */
/* SPDX-License-Identifier: MIT */
#include "domains/integrations/push_app.h"

#include "platform/auth/auth.h"
#include "platform/db/db.h"

static const struct db_query get_sql = {
	.name = "push_app.get",
	.text = "SELECT company_id, key, secret_sealed, secret_us, enabled, client_events,"
		" server_events, version, updated_us FROM push_apps WHERE company_id = $1",
};

/* tenancy: all companies, the key is what chooses one */
static const struct db_query find_sql = {
	.name = "push_app.find",
	.text = "SELECT a.company_id, a.key, a.secret_sealed, a.secret_us, a.enabled,"
		" a.client_events, a.server_events, a.version, a.updated_us"
		" FROM push_apps a JOIN companies c ON c.company_id = a.company_id"
		" AND c.id = a.company_id WHERE a.key = $1 AND c.status = 'active'",
};

static const struct db_query add_sql = {
	.name = "push_app.add",
	.text = "INSERT INTO push_apps (company_id, version, key, secret_sealed, secret_us, "
		"enabled,"
		" client_events, server_events, updated_us)"
		" VALUES ($1, CAST($2 AS BIGINT) + 1, $3, $4, $5, $6, $7, $8, $9)"
		" ON CONFLICT (company_id) DO NOTHING",
};

static const struct db_query change_sql = {
	.name = "push_app.change",
	.text = "UPDATE push_apps SET key = $3, secret_sealed = $4, secret_us = $5, enabled = $6,"
		" client_events = $7, server_events = $8, updated_us = $9, version = version + 1"
		" WHERE company_id = $1 AND version = $2",
};

db_query_list push_app_queries = {&get_sql, &find_sql, &add_sql, &change_sql, NULL};

static void read_row(const struct db_result *result, struct push_app_settings *settings)
{
	*settings = (struct push_app_settings){.company_id = db_int_at(result, 0, 0),
		.key = db_text_at(result, 0, 1),
		.secret_sealed = db_text_at(result, 0, 2),
		.secret_us = db_int_at(result, 0, 3),
		.enabled = db_int_at(result, 0, 4) != 0,
		.client_events = db_int_at(result, 0, 5) != 0,
		.server_events = db_int_at(result, 0, 6) != 0,
		.version = db_int_at(result, 0, 7),
		.updated_us = db_int_at(result, 0, 8)};
}

enum err push_app_store_get(struct cx *cx, struct push_app_settings *settings)
{
	struct db_result result;

	TRY(db_run(cx, &get_sql, DB_ARGS(db_int(cx->actor->company_id)), &result));
	if (result.count)
		read_row(&result, settings);
	return OK;
}

enum err push_app_store_find(struct cx *cx, struct str key, struct push_app_settings *settings)
{
	struct db_result result;

	TRY(db_run(cx, &find_sql, DB_ARGS(db_text(arena_text_n(cx->arena, key.ptr, key.len))),
		&result));
	if (!result.count)
		return ERR_NOT_FOUND;
	read_row(&result, settings);
	return OK;
}

enum err push_app_store_put(struct cx *cx, const struct push_app_settings *settings, bool *stored)
{
	int64_t changed = 0;

	TRY(db_exec(cx, settings->version ? &change_sql : &add_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(settings->version),
			db_text(settings->key), db_text(settings->secret_sealed),
			db_int(settings->secret_us), db_int(settings->enabled),
			db_int(settings->client_events), db_int(settings->server_events),
			db_int(cx->now_us)),
		&changed));
	*stored = changed == 1;
	return OK;
}

/* call_settings_store.c - the SQL of a company's call settings and routes. */
/* SPDX-License-Identifier: MIT */
#include "domains/calls/call_settings.h"

#include "platform/auth/auth.h"
#include "platform/db/db.h"

static const struct db_query get_sql = {"call_settings.get",
	"SELECT version, dial_context, dial_prefix, wrap_up_seconds, offer_seconds, updated_us"
	" FROM call_settings WHERE company_id = $1",
	NULL, NULL};
static const struct db_query add_sql = {"call_settings.add",
	"INSERT INTO call_settings (company_id, version, dial_context, dial_prefix,"
	" wrap_up_seconds, offer_seconds, updated_us)"
	" VALUES ($1, CAST($2 AS BIGINT) + 1, $3, $4, $5, $6, $7)"
	" ON CONFLICT (company_id) DO NOTHING",
	NULL, NULL};
static const struct db_query change_sql = {"call_settings.change",
	"UPDATE call_settings SET dial_context = $3, dial_prefix = $4, wrap_up_seconds = $5,"
	" offer_seconds = $6, updated_us = $7, version = version + 1"
	" WHERE company_id = $1 AND version = $2",
	NULL, NULL};
static const struct db_query routes_sql = {"call_route.list",
	"SELECT d.id, d.code, d.name, d.is_active, r.exten, r.context, r.queue"
	" FROM departments d LEFT JOIN call_routes r"
	" ON r.company_id = d.company_id AND r.department_id = d.id"
	" WHERE d.company_id = $1 ORDER BY d.name, d.id",
	NULL, NULL};
static const struct db_query clear_sql = {
	"call_route.clear", "DELETE FROM call_routes WHERE company_id = $1", NULL, NULL};
static const struct db_query add_route_sql = {"call_route.add",
	"INSERT INTO call_routes (company_id, department_id, exten, context, queue)"
	" VALUES ($1, $2, $3, $4, $5)",
	NULL, NULL};

enum err call_settings_store_get(struct cx *cx, struct call_settings *settings)
{
	struct db_result result;

	TRY(db_run(cx, &get_sql, DB_ARGS(db_int(cx->actor->company_id)), &result));
	if (result.count == 0)
		return OK;
	*settings = (struct call_settings){.version = db_int_at(&result, 0, 0),
		.dial_context = db_text_at(&result, 0, 1),
		.dial_prefix = db_text_at(&result, 0, 2),
		.wrap_up_s = db_int_at(&result, 0, 3),
		.offer_s = db_int_at(&result, 0, 4),
		.updated_us = db_int_at(&result, 0, 5)};
	return OK;
}

enum err call_settings_store_put(struct cx *cx, const struct call_settings *settings, bool *stored)
{
	int64_t changed = 0;

	TRY(db_exec(cx, settings->version ? &change_sql : &add_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(settings->version),
			db_text(settings->dial_context), db_text(settings->dial_prefix),
			db_int(settings->wrap_up_s), db_int(settings->offer_s), db_int(cx->now_us)),
		&changed));
	*stored = changed == 1;
	return OK;
}

enum err call_routes_list(struct cx *cx, struct call_route **rows, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &routes_sql, DB_ARGS(db_int(cx->actor->company_id)), &result));
	*count = result.count;
	*rows = arena_array(cx->arena, result.count, sizeof(**rows));
	for (size_t i = 0; i < result.count; i++)
		(*rows)[i] = (struct call_route){.department_id = db_int_at(&result, i, 0),
			.department = db_text_at(&result, i, 1),
			.department_name = db_text_at(&result, i, 2),
			.active = db_int_at(&result, i, 3) != 0,
			.exten = db_text_at(&result, i, 4),
			.context = db_text_at(&result, i, 5),
			.queue = db_text_at(&result, i, 6)};
	return OK;
}

enum err call_routes_store_clear(struct cx *cx)
{
	return db_exec(cx, &clear_sql, DB_ARGS(db_int(cx->actor->company_id)), NULL);
}

enum err call_routes_store_add(struct cx *cx, const struct call_route *route)
{
	return db_exec(cx, &add_route_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(route->department_id),
			db_text(route->exten), db_text(route->context), db_text(route->queue)),
		NULL);
}

db_query_list call_settings_queries = {
	&get_sql, &add_sql, &change_sql, &routes_sql, &clear_sql, &add_route_sql, NULL};

/* location_store.c - places where stock lies, in SQL. */
/* SPDX-License-Identifier: MIT */
#include "domains/inventory/stock_store_internal.h"

#define SELECT \
	"SELECT s.id, s.version, s.code, s.warehouse, s.name, s.created_us, s.updated_us" \
	" FROM stock_locations s WHERE s.company_id = $1 AND s.retired_us IS NULL"

static const struct db_query get_sql = {"location.get", SELECT " AND s.id = $2", NULL, NULL};
static const struct db_query by_code_sql = {
	"location.by_code", SELECT " AND s.code = $2", NULL, NULL};
static const struct db_query list_sql = {
	"location.list", SELECT " AND s.code > $2 ORDER BY s.code LIMIT $3", NULL, NULL};

static const struct db_query warehouses_sql = {"location.warehouses",
	"SELECT DISTINCT s.warehouse FROM stock_locations s"
	" WHERE s.company_id = $1 AND s.retired_us IS NULL ORDER BY s.warehouse LIMIT 200",
	NULL, NULL};

static const struct db_query add_sql = {"location.add",
	"INSERT INTO stock_locations (company_id, id, code, warehouse, name, created_us, "
	"updated_us)"
	" VALUES ($1, $2, $3, $4, $5, $6, $6)"
	" ON CONFLICT (company_id, code) WHERE retired_us IS NULL DO NOTHING",
	NULL, NULL};

static const struct db_query set_sql = {"location.set",
	"UPDATE stock_locations SET code = $4, warehouse = $5, name = $6, updated_us = $7,"
	" version = version + 1"
	" WHERE company_id = $1 AND id = $2 AND version = $3 AND retired_us IS NULL",
	NULL, NULL};

/* Who lays something down holds the place, who closes it waits for that: SQLite has one writer. */
#define HELD \
	"SELECT s.id FROM stock_locations s WHERE s.company_id = $1 AND s.id = $2" \
	" AND s.retired_us IS NULL"
static const struct db_query hold_sql = {"location.hold", NULL, HELD, HELD " FOR SHARE"};
static const struct db_query lock_sql = {"location.lock", NULL, HELD, HELD " FOR UPDATE"};

static const struct db_query retire_sql = {"location.retire",
	"UPDATE stock_locations SET retired_us = $3, updated_us = $3, version = version + 1"
	" WHERE company_id = $1 AND id = $2 AND retired_us IS NULL AND NOT EXISTS (SELECT 1"
	" FROM stock_levels l WHERE l.company_id = $1 AND l.location_id = $2 AND l.quantity > 0)",
	NULL, NULL};
static const struct db_query clear_sql = {"location.clear",
	"DELETE FROM stock_levels WHERE company_id = $1 AND location_id = $2 AND quantity = 0",
	NULL, NULL};

static struct db_value company_of(const struct cx *cx)
{
	return db_int(cx->actor->company_id);
}

static void read_row(const struct db_result *result, size_t row, struct stock_location *out)
{
	*out = (struct stock_location){.id = db_int_at(result, row, 0),
		.version = db_int_at(result, row, 1),
		.code = db_text_at(result, row, 2),
		.warehouse = db_text_at(result, row, 3),
		.name = db_text_at(result, row, 4),
		.created_us = db_int_at(result, row, 5),
		.updated_us = db_int_at(result, row, 6)};
}

static enum err get(struct cx *cx, const struct db_query *query, struct db_value key,
	struct stock_location *location)
{
	struct db_result result;

	TRY(db_run(cx, query, DB_ARGS(company_of(cx), key), &result));
	if (!result.count)
		return ERR_NOT_FOUND;
	read_row(&result, 0, location);
	return OK;
}

enum err location_store_get(struct cx *cx, int64_t id, struct stock_location *location)
{
	return get(cx, &get_sql, db_int(id), location);
}

enum err location_store_by_code(struct cx *cx, const char *code, struct stock_location *location)
{
	return get(cx, &by_code_sql, db_text(code), location);
}

enum err location_store_add(struct cx *cx, struct stock_location *location, bool *added)
{
	int64_t changed = 0;

	TRY(db_next_id(cx, "stock_location", &location->id));
	location->created_us = location->updated_us = cx->now_us;
	TRY(db_exec(cx, &add_sql,
		DB_ARGS(company_of(cx), db_int(location->id), db_text(location->code),
			db_text(location->warehouse), db_text(location->name), db_int(cx->now_us)),
		&changed));
	*added = changed == 1;
	return OK;
}

enum err location_store_set(struct cx *cx, struct stock_location *location, bool *taken)
{
	int64_t changed = 0;
	enum err err = db_exec(cx, &set_sql,
		DB_ARGS(company_of(cx), db_int(location->id), db_int(location->version),
			db_text(location->code), db_text(location->warehouse),
			db_text(location->name), db_int(cx->now_us)),
		&changed);

	*taken = err == ERR_CONFLICT;
	if (*taken)
		return OK;
	if (err != OK)
		return err;
	if (changed == 0)
		return fail(cx, ERR_CONFLICT, "version", "The location has changed since.");
	location->version++;
	location->updated_us = cx->now_us;
	return OK;
}

static enum err take(struct cx *cx, const struct db_query *query, int64_t id)
{
	struct db_result result;

	TRY(db_begin_write(cx));
	TRY(db_run(cx, query, DB_ARGS(company_of(cx), db_int(id)), &result));
	return result.count ? OK : fail(cx, ERR_NOT_FOUND, NULL, "There is no such location.");
}

enum err location_store_hold(struct cx *cx, int64_t id)
{
	return take(cx, &hold_sql, id);
}

enum err location_store_retire(struct cx *cx, int64_t id, bool *done)
{
	int64_t changed = 0;

	TRY(take(cx, &lock_sql, id));
	TRY(db_exec(cx, &retire_sql, DB_ARGS(company_of(cx), db_int(id), db_int(cx->now_us)),
		&changed));
	*done = changed == 1;
	if (!*done)
		return OK;
	return db_exec(cx, &clear_sql, DB_ARGS(company_of(cx), db_int(id)), NULL);
}

enum err location_store_list(struct cx *cx, const char *after, int64_t limit,
	struct stock_location **locations, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &list_sql,
		DB_ARGS(company_of(cx), db_text(after ? after : ""), db_int(limit)), &result));
	*count = result.count;
	*locations = arena_array(cx->arena, result.count, sizeof(**locations));
	for (size_t i = 0; i < result.count; i++)
		read_row(&result, i, &(*locations)[i]);
	return OK;
}

enum err location_store_warehouses(struct cx *cx, const char *const **names, size_t *count)
{
	struct db_result result;
	const char **list;

	TRY(db_run(cx, &warehouses_sql, DB_ARGS(company_of(cx)), &result));
	list = arena_array(cx->arena, result.count + 1, sizeof(*list));
	for (size_t i = 0; i < result.count; i++)
		list[i] = db_text_at(&result, i, 0);
	*names = list;
	*count = result.count;
	return OK;
}

db_query_list location_queries = {&get_sql, &by_code_sql, &list_sql, &warehouses_sql, &add_sql,
	&set_sql, &hold_sql, &lock_sql, &retire_sql, &clear_sql, NULL};

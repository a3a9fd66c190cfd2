/* widget_store.c - the SQL of widgets and of where they may be shown. */
/* SPDX-License-Identifier: MIT */
#include "domains/widget/widget_internal.h"

#include "platform/db/db_cells.h"

/* In the order of read_row(). */
#define SELECT \
	"SELECT w.id, w.company_id, w.version, w.name, w.public_key, w.secret_sealed," \
	" w.is_active, w.look, w.origins, w.created_us, w.updated_us FROM widgets w"

static const struct db_query list_sql = {
	"widget.list", SELECT " WHERE w.company_id = $1 ORDER BY w.id", NULL, NULL};
static const struct db_query get_sql = {
	"widget.get", SELECT " WHERE w.company_id = $1 AND w.id = $2", NULL, NULL};
/* tenancy: all companies, the key in the page says which company is meant */
static const struct db_query by_key_sql = {
	"widget.by_key", SELECT " WHERE w.public_key = $1", NULL, NULL};
static const struct db_query add_sql = {"widget.add",
	"INSERT INTO widgets (company_id, id, name, public_key, secret_sealed, is_active, look,"
	" origins, created_us, updated_us) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)",
	NULL, NULL};
static const struct db_query set_sql = {"widget.set",
	"UPDATE widgets SET name = $4, secret_sealed = $5, is_active = $6, look = $7,"
	" origins = $8, updated_us = $9, version = version + 1"
	" WHERE company_id = $1 AND id = $2 AND version = $3",
	NULL, NULL};
static const struct db_query remove_sql = {
	"widget.remove", "DELETE FROM widgets WHERE company_id = $1 AND id = $2", NULL, NULL};
static const struct db_query departments_sql = {"widget.departments",
	"SELECT d.id, d.code, d.name FROM widget_departments k JOIN departments d"
	" ON d.company_id = k.company_id AND d.id = k.department_id"
	" WHERE k.company_id = $1 AND k.widget_id = $2 ORDER BY d.name, d.id",
	NULL, NULL};
static const struct db_query no_departments_sql = {"widget.no_departments",
	"DELETE FROM widget_departments WHERE company_id = $1 AND widget_id = $2", NULL, NULL};
static const struct db_query all_departments_sql = {"widget.all_departments",
	"SELECT k.widget_id, d.id, d.code, d.name FROM widget_departments k JOIN departments d"
	" ON d.company_id = k.company_id AND d.id = k.department_id"
	" WHERE k.company_id = $1 ORDER BY k.widget_id, d.name, d.id",
	NULL, NULL};
#define ADD_DEPARTMENTS(codes) \
	"INSERT INTO widget_departments (company_id, widget_id, department_id)" \
	" SELECT d.company_id, CAST($2 AS BIGINT), d.id FROM departments d" \
	" WHERE d.company_id = $1 AND d.code IN (" codes ")"
static const struct db_query add_departments_sql = {"widget.add_departments", NULL,
	ADD_DEPARTMENTS("SELECT value FROM json_each($3)"),
	ADD_DEPARTMENTS("SELECT value FROM jsonb_array_elements_text(CAST($3 AS JSONB))")};
static const struct db_query no_origins_sql = {"widget.no_origins",
	"DELETE FROM widget_origins WHERE company_id = $1 AND widget_id = $2", NULL, NULL};
static const struct db_query origin_sql = {"widget.origin",
	"INSERT INTO widget_origins (company_id, widget_id, origin) VALUES ($1, $2, $3)", NULL,
	NULL};
/* tenancy: all companies, a browser asks before it says whose widget it is about */
static const struct db_query allows_sql = {"widget.allows",
	"SELECT 1 FROM widget_origins o JOIN widgets w ON w.company_id = o.company_id"
	" AND w.id = o.widget_id AND w.is_active = 1 WHERE o.origin = $1 LIMIT 1",
	NULL, NULL};

db_query_list widget_queries = {&list_sql, &get_sql, &by_key_sql, &add_sql, &set_sql, &remove_sql,
	&departments_sql, &all_departments_sql, &no_departments_sql, &add_departments_sql,
	&no_origins_sql, &origin_sql, &allows_sql, NULL};

static struct db_value company_of(const struct cx *cx)
{
	return db_int(cx->actor->company_id);
}

static enum err read_row(struct cx *cx, const struct db_value *row, struct widget *widget)
{
	struct cells cells = {row};

	*widget = (struct widget){.id = take_int(&cells)};
	widget->company_id = take_int(&cells);
	widget->version = take_int(&cells);
	widget->name = take_text(&cells);
	widget->key = take_text(&cells);
	widget->secret_sealed = take_text(&cells);
	widget->active = take_int(&cells) != 0;
	TRY(widget_look_of(cx, take_text(&cells), &widget->look));
	TRY(widget_origins_of(cx, take_text(&cells), &widget->origins));
	widget->created_us = take_int(&cells);
	widget->updated_us = take_int(&cells);
	return OK;
}

enum err widget_store_list(struct cx *cx, struct widgets *widgets)
{
	struct db_result result;

	TRY(db_run(cx, &list_sql, DB_ARGS(company_of(cx)), &result));
	widgets->count = result.count;
	widgets->rows = arena_array(cx->arena, result.count, sizeof(*widgets->rows));
	for (size_t i = 0; i < result.count; i++)
		TRY(read_row(cx, db_at(&result, i, 0), &widgets->rows[i]));
	return OK;
}

static enum err read_one(
	struct cx *cx, const struct db_result *result, struct widget *widget, bool *found)
{
	*found = result->count > 0;
	return *found ? read_row(cx, result->cells, widget) : OK;
}

enum err widget_store_get(struct cx *cx, int64_t id, struct widget *widget, bool *found)
{
	struct db_result result;

	TRY(db_run(cx, &get_sql, DB_ARGS(company_of(cx), db_int(id)), &result));
	return read_one(cx, &result, widget, found);
}

enum err widget_store_by_key(struct cx *cx, const char *key, struct widget *widget, bool *found)
{
	struct db_result result;

	TRY(db_run(cx, &by_key_sql, DB_ARGS(db_text(key)), &result));
	return read_one(cx, &result, widget, found);
}

/* ---- Writing ------------------------------------------------------------------------------- */

static enum err set_origins(struct cx *cx, const struct widget *widget)
{
	const struct db_value id = db_int(widget->id);

	TRY(db_exec(cx, &no_origins_sql, DB_ARGS(company_of(cx), id), NULL));
	for (size_t i = 0; widget->origins[i]; i++)
		TRY(db_exec(cx, &origin_sql,
			DB_ARGS(company_of(cx), id, db_text(widget->origins[i])), NULL));
	return OK;
}

enum err widget_store_add(struct cx *cx, struct widget *widget)
{
	TRY(db_next_id(cx, "widget", &widget->id));
	widget->company_id = cx->actor->company_id;
	widget->version = 1;
	widget->created_us = widget->updated_us = cx->now_us;
	TRY(db_exec(cx, &add_sql,
		DB_ARGS(company_of(cx), db_int(widget->id), db_text(widget->name),
			db_text(widget->key), db_text(widget->secret_sealed),
			db_int(widget->active), db_text(widget_look_text(cx, &widget->look)),
			db_text(widget_origins_text(cx, widget->origins)), db_int(cx->now_us)),
		NULL));
	return set_origins(cx, widget);
}

enum err widget_store_set(struct cx *cx, const struct widget *widget, bool *stored)
{
	int64_t changed = 0;

	TRY(db_exec(cx, &set_sql,
		DB_ARGS(company_of(cx), db_int(widget->id), db_int(widget->version),
			db_text(widget->name), db_text(widget->secret_sealed),
			db_int(widget->active), db_text(widget_look_text(cx, &widget->look)),
			db_text(widget_origins_text(cx, widget->origins)), db_int(cx->now_us)),
		&changed));
	*stored = changed == 1;
	return *stored ? set_origins(cx, widget) : OK;
}

enum err widget_store_remove(struct cx *cx, int64_t id, bool *found)
{
	int64_t changed = 0;

	TRY(db_exec(cx, &remove_sql, DB_ARGS(company_of(cx), db_int(id)), &changed));
	*found = changed == 1;
	return OK;
}

enum err widget_store_departments(struct cx *cx, struct widget *widget)
{
	struct widget_departments *departments = &widget->departments;
	struct db_result result;

	TRY(db_run(cx, &departments_sql, DB_ARGS(company_of(cx), db_int(widget->id)), &result));
	departments->count = result.count;
	departments->rows = arena_array(cx->arena, result.count, sizeof(*departments->rows));
	for (size_t i = 0; i < result.count; i++)
		departments->rows[i] = (struct widget_department){db_int_at(&result, i, 0),
			db_text_at(&result, i, 1), db_text_at(&result, i, 2)};
	return OK;
}

/* Both are in the order of the widgets' ids. */
enum err widget_store_all_departments(struct cx *cx, struct widgets *widgets)
{
	struct widget_department *rows;
	struct db_result result;
	size_t at = 0;

	TRY(db_run(cx, &all_departments_sql, DB_ARGS(company_of(cx)), &result));
	rows = arena_array(cx->arena, result.count, sizeof(*rows));
	for (size_t i = 0; i < result.count; i++)
		rows[i] = (struct widget_department){db_int_at(&result, i, 1),
			db_text_at(&result, i, 2), db_text_at(&result, i, 3)};
	for (size_t i = 0; i < widgets->count; i++) {
		const size_t first = at;

		while (at < result.count && db_int_at(&result, at, 0) == widgets->rows[i].id)
			at++;
		widgets->rows[i].departments = (struct widget_departments){
			rows + first, at - first};
	}
	return OK;
}

enum err widget_store_set_departments(struct cx *cx, int64_t widget_id, const char *const *codes)
{
	TRY(db_exec(cx, &no_departments_sql, DB_ARGS(company_of(cx), db_int(widget_id)), NULL));
	return db_exec(cx, &add_departments_sql,
		DB_ARGS(company_of(cx), db_int(widget_id), db_text(widget_origins_text(cx, codes))),
		NULL);
}

enum err widget_store_allows(struct cx *cx, const char *const *entries, bool *allowed)
{
	struct db_result result;

	for (*allowed = false; *entries && !*allowed; entries++) {
		TRY(db_run(cx, &allows_sql, DB_ARGS(db_text(*entries)), &result));
		*allowed = result.count > 0;
	}
	return OK;
}

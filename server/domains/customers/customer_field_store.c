/* customer_field_store.c - the SQL of fields of the company's own. */
/* SPDX-License-Identifier: MIT */
#include "domains/customers/customer_field.h"

#include "platform/auth/auth.h"
#include "platform/db/db.h"

static const struct db_query list_sql = {"customer_field.list",
	"SELECT f.id, f.version, f.key, f.name_en, f.name_ar, f.type, f.options, f.position,"
	" f.is_required, f.is_active, (SELECT COUNT(*) FROM (SELECT 1 FROM customer_values v"
	" WHERE v.company_id = f.company_id AND v.field_id = f.id LIMIT 1000) n)"
	" FROM custom_field_defs f WHERE f.company_id = $1 AND ($2 = '' OR f.key = $2)"
	" ORDER BY f.position, f.id LIMIT 100",
	NULL, NULL};
static const struct db_query add_sql = {"customer_field.add",
	"INSERT INTO custom_field_defs (company_id, id, key, name_en, name_ar, type, options,"
	" position, is_required, is_active, created_us)"
	" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
	NULL, NULL};
static const struct db_query update_sql = {"customer_field.update",
	"UPDATE custom_field_defs SET name_en = $4, name_ar = $5, options = $6, position = $7,"
	" is_required = $8, is_active = $9, version = version + 1"
	" WHERE company_id = $1 AND id = $2 AND version = $3",
	NULL, NULL};
static const struct db_query remove_sql = {"customer_field.remove",
	"DELETE FROM custom_field_defs WHERE company_id = $1 AND id = $2", NULL, NULL};

db_query_list customer_field_queries = {&list_sql, &add_sql, &update_sql, &remove_sql, NULL};

enum err customer_field_store_list(
	struct cx *cx, const char *key, struct customer_field **fields, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &list_sql, DB_ARGS(db_int(cx->actor->company_id), db_text(key ? key : "")),
		&result));
	*count = result.count;
	*fields = arena_array(cx->arena, result.count, sizeof(**fields));
	for (size_t i = 0; i < result.count; i++)
		(*fields)[i] = (struct customer_field){.id = db_int_at(&result, i, 0),
			.version = db_int_at(&result, i, 1),
			.key = db_text_at(&result, i, 2),
			.name_en = db_text_at(&result, i, 3),
			.name_ar = db_text_at(&result, i, 4),
			.type = (enum customer_field_type)word_index(
				customer_field_type_words, db_text_at(&result, i, 5)),
			.options = db_text_at(&result, i, 6),
			.position = db_int_at(&result, i, 7),
			.required = db_int_at(&result, i, 8) != 0,
			.active = db_int_at(&result, i, 9) != 0,
			.customers = db_int_at(&result, i, 10)};
	return OK;
}

enum err customer_field_store_add(struct cx *cx, struct customer_field *field)
{
	TRY(db_next_id(cx, "customer_field", &field->id));
	field->version = 1;
	return db_exec(cx, &add_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(field->id), db_text(field->key),
			db_text(field->name_en), db_text(field->name_ar),
			db_text(customer_field_type_words[field->type]), db_text(field->options),
			db_int(field->position), db_int(field->required), db_int(field->active),
			db_int(cx->now_us)),
		NULL);
}

enum err customer_field_store_update(
	struct cx *cx, const struct customer_field *field, bool *changed)
{
	int64_t rows;

	TRY(db_exec(cx, &update_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(field->id), db_int(field->version),
			db_text(field->name_en), db_text(field->name_ar), db_text(field->options),
			db_int(field->position), db_int(field->required), db_int(field->active)),
		&rows));
	*changed = rows == 1;
	return OK;
}

enum err customer_field_store_remove(struct cx *cx, int64_t id)
{
	return db_exec(cx, &remove_sql, DB_ARGS(db_int(cx->actor->company_id), db_int(id)), NULL);
}

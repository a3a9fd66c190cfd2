/* customer_tag_store.c - the SQL of tags of customers. */
/* SPDX-License-Identifier: MIT */
#include "domains/customers/customer_tag.h"

#include "platform/auth/auth.h"
#include "platform/db/db.h"

static const struct db_query list_sql = {"customer_tag.list",
	"SELECT t.id, t.version, t.code, t.name_en, t.name_ar, t.tone, t.is_active,"
	" (SELECT COUNT(*) FROM (SELECT 1 FROM customer_tags g WHERE g.company_id = t.company_id"
	" AND g.tag_id = t.id LIMIT 1000) n) FROM customer_tag_defs t WHERE t.company_id = $1"
	" AND ($2 = '' OR t.code = $2) ORDER BY t.name_en, t.id LIMIT 200",
	NULL, NULL};
static const struct db_query add_sql = {"customer_tag.add",
	"INSERT INTO customer_tag_defs (company_id, id, code, name_en, name_ar, tone, is_active,"
	" created_us) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
	NULL, NULL};
static const struct db_query update_sql = {"customer_tag.update",
	"UPDATE customer_tag_defs SET name_en = $4, name_ar = $5, tone = $6, is_active = $7,"
	" version = version + 1 WHERE company_id = $1 AND id = $2 AND version = $3",
	NULL, NULL};
static const struct db_query remove_sql = {"customer_tag.remove",
	"DELETE FROM customer_tag_defs WHERE company_id = $1 AND id = $2", NULL, NULL};
static const struct db_query unmark_sql = {"customer_tag.unmark",
	"DELETE FROM customer_tags WHERE company_id = $1 AND customer_id = $2", NULL, NULL};
static const struct db_query mark_sql = {"customer_tag.mark",
	"INSERT INTO customer_tags (company_id, customer_id, tag_id) VALUES ($1, $2, $3)"
	" ON CONFLICT (company_id, customer_id, tag_id) DO NOTHING",
	NULL, NULL};
static const struct db_query of_sql = {"customer_tag.of",
	"SELECT t.code FROM customer_tags g JOIN customer_tag_defs t"
	" ON t.company_id = g.company_id AND t.id = g.tag_id"
	" WHERE g.company_id = $1 AND g.customer_id = $2 ORDER BY t.name_en, t.id",
	NULL, NULL};

db_query_list customer_tag_queries = {
	&list_sql, &add_sql, &update_sql, &remove_sql, &unmark_sql, &mark_sql, &of_sql, NULL};

enum err customer_tag_store_list(
	struct cx *cx, const char *code, struct customer_tag **tags, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &list_sql, DB_ARGS(db_int(cx->actor->company_id), db_text(code ? code : "")),
		&result));
	*count = result.count;
	*tags = arena_array(cx->arena, result.count, sizeof(**tags));
	for (size_t i = 0; i < result.count; i++)
		(*tags)[i] = (struct customer_tag){.id = db_int_at(&result, i, 0),
			.version = db_int_at(&result, i, 1),
			.code = db_text_at(&result, i, 2),
			.name_en = db_text_at(&result, i, 3),
			.name_ar = db_text_at(&result, i, 4),
			.tone = db_text_at(&result, i, 5),
			.active = db_int_at(&result, i, 6) != 0,
			.customers = db_int_at(&result, i, 7)};
	return OK;
}

enum err customer_tag_store_add(struct cx *cx, struct customer_tag *tag)
{
	TRY(db_next_id(cx, "customer_tag", &tag->id));
	tag->version = 1;
	return db_exec(cx, &add_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(tag->id), db_text(tag->code),
			db_text(tag->name_en), db_text(tag->name_ar), db_text(tag->tone),
			db_int(tag->active), db_int(cx->now_us)),
		NULL);
}

enum err customer_tag_store_update(struct cx *cx, const struct customer_tag *tag, bool *changed)
{
	int64_t rows;

	TRY(db_exec(cx, &update_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(tag->id), db_int(tag->version),
			db_text(tag->name_en), db_text(tag->name_ar), db_text(tag->tone),
			db_int(tag->active)),
		&rows));
	*changed = rows == 1;
	return OK;
}

enum err customer_tag_store_remove(struct cx *cx, int64_t id)
{
	return db_exec(cx, &remove_sql, DB_ARGS(db_int(cx->actor->company_id), db_int(id)), NULL);
}

enum err customer_tag_store_mark(
	struct cx *cx, int64_t customer_id, const struct customer_tag_set *set)
{
	const struct db_value company = db_int(cx->actor->company_id);

	TRY(db_exec(cx, &unmark_sql, DB_ARGS(company, db_int(customer_id)), NULL));
	for (size_t i = 0; i < set->count; i++)
		TRY(db_exec(cx, &mark_sql,
			DB_ARGS(company, db_int(customer_id), db_int(set->ids[i])), NULL));
	return OK;
}

enum err customer_tag_store_of(struct cx *cx, int64_t customer_id, const char **codes)
{
	struct buf out = buf_in(cx->arena, 64);
	struct db_result result;

	TRY(db_run(
		cx, &of_sql, DB_ARGS(db_int(cx->actor->company_id), db_int(customer_id)), &result));
	buf_byte(&out, ',');
	for (size_t i = 0; i < result.count; i++) {
		buf_text(&out, db_text_at(&result, i, 0));
		buf_byte(&out, ',');
	}
	*codes = result.count ? out.ptr : "";
	return OK;
}

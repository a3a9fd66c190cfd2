/* chat_tag_store.c - the SQL of tags. */
/* SPDX-License-Identifier: MIT */
#include "domains/chat/chat_tag.h"

#include "platform/auth/auth.h"
#include "platform/db/db.h"

static const struct db_query list_sql = {"chat_tag.list",
	"SELECT t.id, t.version, t.code, t.name, t.color, t.is_active, t.name_ar,"
	" (SELECT COUNT(*) FROM (SELECT 1 FROM chat_tagged g WHERE g.company_id = t.company_id"
	" AND g.tag_id = t.id LIMIT 1000) n) FROM chat_tags t WHERE t.company_id = $1"
	" AND ($2 = '' OR t.code = $2) ORDER BY t.name, t.id LIMIT 500",
	NULL, NULL};
static const struct db_query add_sql = {"chat_tag.add",
	"INSERT INTO chat_tags (company_id, id, code, name, color, is_active, created_us, name_ar)"
	" VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
	NULL, NULL};
static const struct db_query update_sql = {"chat_tag.update",
	"UPDATE chat_tags SET name = $4, color = $5, is_active = $6, name_ar = $7,"
	" version = version + 1"
	" WHERE company_id = $1 AND id = $2 AND version = $3",
	NULL, NULL};
static const struct db_query remove_sql = {
	"chat_tag.remove", "DELETE FROM chat_tags WHERE company_id = $1 AND id = $2", NULL, NULL};
static const struct db_query unmark_sql = {"chat_tag.unmark",
	"DELETE FROM chat_tagged WHERE company_id = $1 AND chat_id = $2", NULL, NULL};
static const struct db_query mark_sql = {"chat_tag.mark",
	"INSERT INTO chat_tagged (company_id, chat_id, tag_id) VALUES ($1, $2, $3)"
	" ON CONFLICT (company_id, chat_id, tag_id) DO NOTHING",
	NULL, NULL};

db_query_list chat_tag_queries = {
	&list_sql, &add_sql, &update_sql, &remove_sql, &unmark_sql, &mark_sql, NULL};

enum err chat_tag_store_list(
	struct cx *cx, const char *code, struct chat_tag_row **rows, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &list_sql, DB_ARGS(db_int(cx->actor->company_id), db_text(code ? code : "")),
		&result));
	*count = result.count;
	*rows = arena_array(cx->arena, result.count, sizeof(**rows));
	for (size_t i = 0; i < result.count; i++)
		(*rows)[i] = (struct chat_tag_row){.id = db_int_at(&result, i, 0),
			.version = db_int_at(&result, i, 1),
			.code = db_text_at(&result, i, 2),
			.name = db_text_at(&result, i, 3),
			.color = db_text_at(&result, i, 4),
			.active = db_int_at(&result, i, 5) != 0,
			.name_ar = db_text_at(&result, i, 6),
			.chats = db_int_at(&result, i, 7)};
	return OK;
}

enum err chat_tag_store_add(struct cx *cx, struct chat_tag_row *row)
{
	TRY(db_next_id(cx, "chat_tag", &row->id));
	row->version = 1;
	return db_exec(cx, &add_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(row->id), db_text(row->code),
			db_text(row->name), db_text(row->color), db_int(row->active),
			db_int(cx->now_us), db_text(row->name_ar)),
		NULL);
}

enum err chat_tag_store_update(struct cx *cx, const struct chat_tag_row *row, bool *changed)
{
	int64_t rows;

	TRY(db_exec(cx, &update_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(row->id), db_int(row->version),
			db_text(row->name), db_text(row->color), db_int(row->active),
			db_text(row->name_ar)),
		&rows));
	*changed = rows == 1;
	return OK;
}

enum err chat_tag_store_remove(struct cx *cx, int64_t id)
{
	return db_exec(cx, &remove_sql, DB_ARGS(db_int(cx->actor->company_id), db_int(id)), NULL);
}

enum err chat_tag_store_mark(struct cx *cx, int64_t chat_id, const int64_t *tags, size_t count)
{
	const struct db_value company = db_int(cx->actor->company_id);

	TRY(db_exec(cx, &unmark_sql, DB_ARGS(company, db_int(chat_id)), NULL));
	for (size_t i = 0; i < count; i++)
		TRY(db_exec(
			cx, &mark_sql, DB_ARGS(company, db_int(chat_id), db_int(tags[i])), NULL));
	return OK;
}

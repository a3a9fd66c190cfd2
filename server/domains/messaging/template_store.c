/* template_store.c - templates of companies: the SQL of them. */
/* SPDX-License-Identifier: MIT */
#include "domains/messaging/messaging_internal.h"

#include "platform/db/db.h"

#define COLUMNS "id, version, code, channel, language, subject, body"

static const struct db_query list_sql = {"message_template.list",
	"SELECT " COLUMNS " FROM message_templates WHERE company_id = $1"
	" ORDER BY code, channel, language",
	NULL, NULL};
static const struct db_query find_sql = {"message_template.find",
	"SELECT " COLUMNS " FROM message_templates"
	" WHERE company_id = $1 AND code = $2 AND channel = $3 AND language = $4",
	NULL, NULL};
static const struct db_query add_sql = {"message_template.add",
	"INSERT INTO message_templates (company_id, id, code, channel, language, subject, body,"
	" created_us, updated_us) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)",
	NULL, NULL};
static const struct db_query change_sql = {"message_template.change",
	"UPDATE message_templates SET subject = $3, body = $4, updated_us = $5,"
	" version = version + 1 WHERE company_id = $1 AND id = $2 AND version = $6",
	NULL, NULL};
static const struct db_query remove_sql = {"message_template.remove",
	"DELETE FROM message_templates WHERE company_id = $1 AND id = $2", NULL, NULL};

static void read_row(const struct db_result *result, size_t row, struct template *out)
{
	*out = (struct template){
		.id = db_int_at(result, row, 0),
		.version = db_int_at(result, row, 1),
		.code = db_text_at(result, row, 2),
		.channel = text_is(db_text_at(result, row, 3), "email") ? MESSAGE_EMAIL
									: MESSAGE_SMS,
		.language = db_text_at(result, row, 4),
		.subject = db_text_or_empty(result, row, 5),
		.body = db_text_or_empty(result, row, 6),
	};
}

enum err template_store_list(struct cx *cx, struct template_list *list)
{
	struct db_result result;

	TRY(db_run(cx, &list_sql, DB_ARGS(db_int(cx->actor->company_id)), &result));
	list->rows = arena_array(cx->arena, result.count, sizeof(*list->rows));
	list->count = result.count;
	for (size_t i = 0; i < result.count; i++)
		read_row(&result, i, &list->rows[i]);
	return OK;
}

enum err template_store_find(struct cx *cx, const char *code, enum message_channel channel,
	const char *language, struct template *found)
{
	struct db_result result;

	TRY(db_run(cx, &find_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_text(code),
			db_text(message_channel_words[channel]), db_text(language)),
		&result));
	if (result.count == 0)
		return fail(cx, ERR_NOT_FOUND, NULL, "There is no such template.");
	read_row(&result, 0, found);
	return OK;
}

enum err template_store_add(struct cx *cx, struct template *wanted)
{
	TRY(db_next_id(cx, "message_template", &wanted->id));
	wanted->version = 1;
	return db_exec(cx, &add_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(wanted->id), db_text(wanted->code),
			db_text(message_channel_words[wanted->channel]), db_text(wanted->language),
			db_text(wanted->subject), db_text(wanted->body), db_int(cx->now_us)),
		NULL);
}

enum err template_store_change(struct cx *cx, struct template *wanted)
{
	int64_t changed;

	TRY(db_exec(cx, &change_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(wanted->id), db_text(wanted->subject),
			db_text(wanted->body), db_int(cx->now_us), db_int(wanted->version)),
		&changed));
	if (changed != 1)
		return fail(cx, ERR_CONFLICT, "version", "The template has changed since.");
	wanted->version++;
	return OK;
}

enum err template_store_remove(struct cx *cx, int64_t id)
{
	return db_exec(cx, &remove_sql, DB_ARGS(db_int(cx->actor->company_id), db_int(id)), NULL);
}

db_query_list template_queries = {&list_sql, &find_sql, &add_sql, &change_sql, &remove_sql, NULL};

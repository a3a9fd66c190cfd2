/* trunk_store.c - the lines to the outside: the SQL of them. */
/* SPDX-License-Identifier: MIT */
#include "domains/extensions/extensions_internal.h"

#include "platform/db/db.h"

static const struct db_query list_sql = {"trunk.list",
	"SELECT id, name, endpoint, state, line_state, registration, state_changed_us"
	" FROM trunks WHERE company_id = $1 ORDER BY id",
	NULL, NULL};
static const struct db_query add_sql = {"trunk.add",
	"INSERT INTO trunks (company_id, id, name, endpoint, state_changed_us)"
	" VALUES ($1, $2, $3, $4, $5)",
	NULL, NULL};
static const struct db_query rename_sql = {"trunk.rename",
	"UPDATE trunks SET name = $3 WHERE company_id = $1 AND id = $2", NULL, NULL};
static const struct db_query remove_sql = {
	"trunk.remove", "DELETE FROM trunks WHERE company_id = $1 AND id = $2", NULL, NULL};
static const struct db_query state_sql = {"trunk.state",
	"UPDATE trunks SET state = $3, line_state = $4, registration = $5, state_changed_us = $6"
	" WHERE company_id = $1 AND id = $2",
	NULL, NULL};

enum err trunk_store_list(struct cx *cx, struct trunk **rows, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &list_sql, DB_ARGS(db_int(cx->actor->company_id)), &result));
	*rows = arena_array(cx->arena, result.count, sizeof(**rows));
	*count = result.count;
	for (size_t i = 0; i < result.count; i++)
		(*rows)[i] = (struct trunk){.id = db_int_at(&result, i, 0),
			.name = db_text_at(&result, i, 1),
			.endpoint = db_text_at(&result, i, 2),
			.phone = {.status = (enum phone_status)word_index(
					  phone_status_words, db_text_at(&result, i, 3)),
				.line = (enum line_state)word_index(
					line_state_words, db_text_at(&result, i, 4)),
				.registration = (enum registration)word_index(
					registration_words, db_text_at(&result, i, 5)),
				.status_changed_us = db_int_at(&result, i, 6)}};
	return OK;
}

enum err trunk_store_add(struct cx *cx, struct trunk *trunk)
{
	TRY(db_next_id(cx, "trunk", &trunk->id));
	return db_exec(cx, &add_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(trunk->id), db_text(trunk->name),
			db_text(trunk->endpoint), db_int(cx->now_us)),
		NULL);
}

enum err trunk_store_rename(struct cx *cx, const struct trunk *trunk)
{
	return db_exec(cx, &rename_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(trunk->id), db_text(trunk->name)),
		NULL);
}

enum err trunk_store_remove(struct cx *cx, int64_t id)
{
	return db_exec(cx, &remove_sql, DB_ARGS(db_int(cx->actor->company_id), db_int(id)), NULL);
}

enum err trunk_store_state(struct cx *cx, const struct trunk *trunk)
{
	const struct phone *phone = &trunk->phone;

	return db_exec(cx, &state_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(trunk->id),
			db_text(phone_status_words[phone->status]),
			db_text(line_state_words[phone->line]),
			db_text(registration_words[phone->registration]),
			db_int(phone->status_changed_us)),
		NULL);
}

db_query_list trunk_queries = {&list_sql, &add_sql, &rename_sql, &remove_sql, &state_sql, NULL};

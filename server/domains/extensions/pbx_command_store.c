/* pbx_command_store.c - what people asked of the PBX: the SQL of it. */
/* SPDX-License-Identifier: MIT */
#include "domains/extensions/extensions_internal.h"

#include "platform/db/db.h"

#define COMMAND \
	"SELECT id, user_id, created_us, kind, payload, state, error, language FROM pbx_commands"

static const struct db_query add_sql = {"pbx_command.add",
	"INSERT INTO pbx_commands (company_id, id, kind, payload, user_id, created_us, language)"
	" VALUES ($1, $2, $3, $4, $5, $6, $7)",
	NULL, NULL};
static const struct db_query get_sql = {
	"pbx_command.get", COMMAND " WHERE company_id = $1 AND id = $2", NULL, NULL};
static const struct db_query waiting_sql = {"pbx_command.waiting",
	COMMAND " WHERE company_id = $1 AND state = 'waiting' ORDER BY id LIMIT 100", NULL, NULL};
static const struct db_query set_sql = {"pbx_command.set",
	"UPDATE pbx_commands SET state = $3, error = $4 WHERE company_id = $1 AND id = $2", NULL,
	NULL};
static const struct db_query forget_sql = {"pbx_command.forget",
	"DELETE FROM pbx_commands WHERE company_id = $1 AND created_us < $2", NULL, NULL};

static struct pbx_command read_row(const struct db_result *result, size_t row)
{
	return (struct pbx_command){.id = db_int_at(result, row, 0),
		.user_id = db_int_at(result, row, 1),
		.created_us = db_int_at(result, row, 2),
		.kind = db_text_at(result, row, 3),
		.payload = db_text_at(result, row, 4),
		.state = db_text_at(result, row, 5),
		.error = db_text_at(result, row, 6),
		.language = db_text_at(result, row, 7)};
}

enum err command_store_add(struct cx *cx, struct pbx_command *command)
{
	TRY(db_next_id(cx, "pbx_command", &command->id));
	return db_exec(cx, &add_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(command->id), db_text(command->kind),
			db_text(command->payload), db_id(command->user_id), db_int(cx->now_us),
			db_text(command->language)),
		NULL);
}

enum err command_store_get(struct cx *cx, int64_t id, struct pbx_command *command)
{
	struct db_result result;

	TRY(db_run(cx, &get_sql, DB_ARGS(db_int(cx->actor->company_id), db_int(id)), &result));
	*command = result.count ? read_row(&result, 0) : (struct pbx_command){0};
	return OK;
}

enum err command_store_waiting(struct cx *cx, struct pbx_command **rows, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &waiting_sql, DB_ARGS(db_int(cx->actor->company_id)), &result));
	*rows = arena_array(cx->arena, result.count, sizeof(**rows));
	*count = result.count;
	for (size_t i = 0; i < result.count; i++)
		(*rows)[i] = read_row(&result, i);
	return OK;
}

enum err command_store_set(struct cx *cx, int64_t id, const char *state, const char *error)
{
	return db_exec(cx, &set_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(id), db_text(state), db_text(error)),
		NULL);
}

enum err command_store_forget(struct cx *cx, int64_t before_us)
{
	return db_exec(
		cx, &forget_sql, DB_ARGS(db_int(cx->actor->company_id), db_int(before_us)), NULL);
}

db_query_list pbx_command_queries = {&add_sql, &get_sql, &waiting_sql, &set_sql, &forget_sql, NULL};

/* chat_self_store.c - the SQL of how agents take their chats. */
/* SPDX-License-Identifier: MIT */
#include "domains/chat/chat_self.h"

#include "base/str.h"
#include "platform/auth/auth.h"
#include "platform/db/db.h"

static const struct db_query get_sql = {"chat_self.get",
	"SELECT a.version, COALESCE(a.chat_capacity, CAST($3 AS BIGINT)), a.own_chat_capacity,"
	" a.chat_accept, a.chat_signature, a.chat_answers, p.status FROM agents a"
	" LEFT JOIN agent_presence p ON p.company_id = a.company_id AND p.agent_id = a.id"
	" WHERE a.company_id = $1 AND a.id = $2",
	NULL, NULL};
static const struct db_query put_sql = {"chat_self.put",
	"UPDATE agents SET own_chat_capacity = $4, chat_accept = $5, chat_signature = $6,"
	" chat_answers = $7, updated_us = $8, version = version + 1"
	" WHERE company_id = $1 AND id = $2 AND version = $3",
	NULL, NULL};

db_query_list chat_self_queries = {&get_sql, &put_sql, NULL};

static bool is_here(const char *status)
{
	return text_is(status, "available") || text_is(status, "busy") || text_is(status, "dnd");
}

enum err chat_self_store_get(
	struct cx *cx, int64_t agent_id, int64_t capacity, struct chat_self *self)
{
	struct db_result result;

	TRY(db_run(cx, &get_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(agent_id), db_int(capacity)),
		&result));
	if (!result.count)
		return fail(cx, ERR_NOT_FOUND, NULL, "There is no such agent.");
	*self = (struct chat_self){.version = db_int_at(&result, 0, 0),
		.allowed = db_int_at(&result, 0, 1),
		.own = db_opt_at(&result, 0, 2),
		.accept = db_text_at(&result, 0, 3),
		.signature = db_text_at(&result, 0, 4),
		.here = is_here(db_text_at(&result, 0, 6))};
	return chat_answers_read(cx, db_text_at(&result, 0, 5), chat_self_words, self->answers);
}

enum err chat_self_store_put(
	struct cx *cx, const struct chat_self *self, const char *answers, bool *stored)
{
	int64_t rows;

	TRY(db_exec(cx, &put_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(cx->actor->agent_id),
			db_int(self->version), db_opt(self->own), db_text(self->accept),
			db_text(self->signature), db_text(answers), db_int(cx->now_us)),
		&rows));
	*stored = rows == 1;
	return OK;
}

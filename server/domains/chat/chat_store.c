/* chat_store.c - the SQL of chats as they are changed. */
/* SPDX-License-Identifier: MIT */
#include "domains/chat/chat_control_internal.h"

#include "platform/auth/auth.h"
#include "platform/db/db.h"
#include "platform/intl/intl.h"

#include <inttypes.h>

static const struct db_query conversation_sql = {"chat.conversation",
	"INSERT INTO conversations (company_id, id, type, customer_id, created_us, updated_us)"
	" VALUES ($1, $2, 'chat', $3, $4, $4)",
	NULL, NULL};
static const struct db_query new_sql = {"chat.new",
	"INSERT INTO chats (company_id, id, source, language, created_us, touched_us)"
	" VALUES ($1, $2, $3, $4, $5, $5)",
	NULL, NULL};
static const struct db_query save_sql = {"chat.save",
	"UPDATE chats SET version = version + 1, state = $3, department_id = $4, agent_id = $5,"
	" team_id = $6, offered_agent_id = $7, offer_until_us = $8, visitor_id = $9,"
	" customer_id = $10, name = $11, email = $12, phone = $13, search_text = $14,"
	" subject = $15, language = $16, is_offline = $17, priority = $18, queued_us = $19,"
	" queue_key = $20, assigned_us = $21, closed_us = $22, close_reason = $23,"
	" touched_us = $24, waiting_since_us = $25, tags = $26, alert = $27, rating = $28,"
	" rating_comment = $29, rated_us = COALESCE(rated_us, $30), auto_answered = $31"
	" WHERE company_id = $1 AND id = $2",
	NULL, NULL};
static const struct db_query customer_sql = {"chat.customer",
	"UPDATE conversations SET customer_id = $3 WHERE company_id = $1 AND id = $2", NULL, NULL};
static const struct db_query turn_sql = {"chat.turn",
	"INSERT INTO chat_turns (company_id, chat_id, turn, kind, agent_id, department_id,"
	" from_agent_id, note, from_us) SELECT CAST($1 AS BIGINT), CAST($2 AS BIGINT),"
	" COALESCE(MAX(t.turn), 0) + 1, $3, CAST($4 AS BIGINT), CAST($5 AS BIGINT),"
	" CAST($6 AS BIGINT), $7, CAST($8 AS BIGINT) FROM chat_turns t"
	" WHERE t.company_id = $1 AND t.chat_id = $2",
	NULL, NULL};
static const struct db_query turn_end_sql = {"chat.turn_end",
	"UPDATE chat_turns SET to_us = $4, outcome = $5 WHERE company_id = $1 AND chat_id = $2"
	" AND kind = $3 AND to_us IS NULL",
	NULL, NULL};
static const struct db_query visitor_of_sql = {"chat.visitor_of",
	"SELECT c.visitor_id FROM chats c JOIN widget_visitors v ON v.company_id = c.company_id"
	" AND v.id = c.visitor_id AND v.customer_id = c.customer_id AND v.external_id IS NOT NULL"
	" WHERE c.company_id = $1 AND c.customer_id = $2"
	" ORDER BY c.created_us DESC, c.id DESC LIMIT 1",
	NULL, NULL};

#define WHOM \
	"(SELECT 'visitor' AS kind, CAST(c.visitor_id AS TEXT) AS value FROM chats c" \
	" WHERE c.company_id = $1 AND c.id = $2 UNION ALL SELECT 'customer'," \
	" CAST(c.customer_id AS TEXT) FROM chats c WHERE c.company_id = $1 AND c.id = $2" \
	" UNION ALL SELECT 'email', c.email FROM chats c WHERE c.company_id = $1 AND c.id = $2" \
	" UNION ALL SELECT 'phone', c.phone FROM chats c WHERE c.company_id = $1 AND c.id = $2) w"
static const struct db_query block_sql = {"chat.block",
	"INSERT INTO chat_blocks (company_id, kind, value, chat_id, user_id, reason, at_us)"
	" SELECT CAST($1 AS BIGINT), w.kind, w.value, CAST($2 AS BIGINT), CAST($3 AS BIGINT), $4,"
	" CAST($5 AS BIGINT) FROM " WHOM " WHERE w.value IS NOT NULL"
	" ON CONFLICT (company_id, kind, value) DO NOTHING",
	NULL, NULL};
static const struct db_query unblock_sql = {"chat.unblock",
	"DELETE FROM chat_blocks WHERE company_id = $1 AND EXISTS (SELECT 1 FROM " WHOM
	" WHERE w.kind = chat_blocks.kind AND w.value = chat_blocks.value)",
	NULL, NULL};
static const struct db_query blocked_sql = {"chat.blocked",
	"SELECT COUNT(*) FROM chat_blocks WHERE company_id = $1"
	" AND ((kind = 'visitor' AND value = CAST($2 AS TEXT))"
	" OR (kind = 'customer' AND value = CAST($3 AS TEXT))"
	" OR (kind = 'email' AND value = $4) OR (kind = 'phone' AND value = $5))",
	NULL, NULL};

db_query_list chat_queries = {&block_sql, &unblock_sql, &blocked_sql, &conversation_sql, &new_sql,
	&save_sql, &customer_sql, &turn_sql, &turn_end_sql, &visitor_of_sql, NULL};

enum err chat_store_new(struct cx *cx, struct chat *chat)
{
	const struct db_value company = db_int(cx->actor->company_id);

	TRY(db_next_id(cx, "conversation", &chat->id));
	TRY(db_exec(cx, &conversation_sql,
		DB_ARGS(company, db_int(chat->id), db_id(chat->customer_id), db_int(cx->now_us)),
		NULL));
	return db_exec(cx, &new_sql,
		DB_ARGS(company, db_int(chat->id), db_text(chat->source), db_text(chat->language),
			db_int(cx->now_us)),
		NULL);
}

static const char *search_text(const struct cx *cx, const struct chat *chat)
{
	return intl_fold(cx->arena,
		arena_format(cx->arena, "%s %s %s", chat->name, chat->email ? chat->email : "",
			chat->phone ? chat->phone : ""));
}

enum err chat_store_save(struct cx *cx, const struct chat *chat)
{
	const struct db_value company = db_int(cx->actor->company_id);

	TRY(db_exec(cx, &save_sql,
		DB_ARGS(company, db_int(chat->id), db_text(chat->state), db_id(chat->department_id),
			db_id(chat->agent.id), db_id(chat->team_id), db_id(chat->offered.id),
			db_opt(chat->offer_until_us), db_id(chat->visitor.id),
			db_id(chat->customer_id), db_text(chat->name), db_text(chat->email),
			db_text(chat->phone), db_text(search_text(cx, chat)),
			db_text(chat->subject), db_text(chat->language), db_int(chat->offline),
			db_text(chat->priority), db_opt(chat->queued_us), db_opt(chat->queue_key),
			db_opt(chat->assigned_us), db_opt(chat->closed_us),
			db_text(chat->close_reason), db_int(chat->touched_us),
			db_opt(chat->waiting_since_us), db_text(chat->tags), db_text(chat->alert),
			db_id(chat->rating), db_text(chat->rating_comment),
			db_id(chat->rating ? cx->now_us : 0), db_text(chat->auto_answered)),
		NULL));
	return db_exec(cx, &customer_sql,
		DB_ARGS(company, db_int(chat->id), db_id(chat->customer_id)), NULL);
}

enum err chat_store_turn(struct cx *cx, int64_t chat_id, const struct chat_turn *turn)
{
	return db_exec(cx, &turn_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(chat_id), db_text(turn->kind),
			db_id(turn->agent_id), db_id(turn->department_id),
			db_id(turn->from_agent_id), db_text(turn->note ? turn->note : ""),
			db_int(cx->now_us)),
		NULL);
}

enum err chat_store_turn_end(struct cx *cx, int64_t chat_id, const char *kind, const char *outcome)
{
	return db_exec(cx, &turn_end_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(chat_id), db_text(kind),
			db_int(cx->now_us), db_text(outcome)),
		NULL);
}

enum err chat_store_visitor_of(struct cx *cx, int64_t customer_id, int64_t *visitor_id)
{
	struct db_result result;

	TRY(db_run(cx, &visitor_of_sql, DB_ARGS(db_int(cx->actor->company_id), db_int(customer_id)),
		&result));
	*visitor_id = result.count ? db_int_at(&result, 0, 0) : 0;
	return OK;
}

/* ---- Blocked --------------------------------------------------------------------------------- */

enum err chat_store_block(struct cx *cx, const struct chat *chat, const char *reason)
{
	return db_exec(cx, &block_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(chat->id), db_id(cx->actor->user_id),
			db_text(reason ? reason : ""), db_int(cx->now_us)),
		NULL);
}

enum err chat_store_unblock(struct cx *cx, const struct chat *chat)
{
	return db_exec(
		cx, &unblock_sql, DB_ARGS(db_int(cx->actor->company_id), db_int(chat->id)), NULL);
}

static const char *number_text(struct cx *cx, int64_t id)
{
	return arena_format(cx->arena, "%" PRId64, id);
}

enum err chat_store_blocked(struct cx *cx, const struct chat *chat, bool *blocked)
{
	struct db_result result;

	TRY(db_run(cx, &blocked_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_text(number_text(cx, chat->visitor.id)),
			db_text(number_text(cx, chat->customer_id)), db_text(chat->email),
			db_text(chat->phone)),
		&result));
	*blocked = db_int_at(&result, 0, 0) > 0;
	return OK;
}

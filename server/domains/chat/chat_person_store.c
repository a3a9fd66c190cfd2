/* chat_person_store.c - the SQL of customers who may not write. */
/* SPDX-License-Identifier: MIT */
#include "domains/chat/chat_control_internal.h"

#include "domains/contacts/contact.h"
#include "platform/db/db.h"

#include <inttypes.h>

/* The customer, both addresses, and the pages of all their chats; $2 to $5. */
#define WHOM \
	"(SELECT 'customer' AS kind, CAST($3 AS TEXT) AS value" \
	" UNION ALL SELECT 'email', CAST($4 AS TEXT) UNION ALL SELECT 'phone', CAST($5 AS TEXT)" \
	" UNION ALL SELECT 'visitor', CAST(c.visitor_id AS TEXT) FROM chats c" \
	" WHERE c.company_id = $1 AND c.customer_id = $2 AND c.visitor_id IS NOT NULL) w"
/* Of a chat that was blocked its own number stands there; of a customer none. */
static const struct db_query block_sql = {"chat_person.block",
	"INSERT INTO chat_blocks (company_id, kind, value, chat_id, user_id, reason, at_us)"
	" SELECT CAST($1 AS BIGINT), w.kind, w.value, 0, CAST($6 AS BIGINT), $7,"
	" CAST($8 AS BIGINT) FROM " WHOM " WHERE w.value IS NOT NULL"
	" ON CONFLICT (company_id, kind, value) DO NOTHING",
	NULL, NULL};
static const struct db_query unblock_sql = {"chat_person.unblock",
	"DELETE FROM chat_blocks WHERE company_id = $1 AND EXISTS (SELECT 1 FROM " WHOM
	" WHERE w.kind = chat_blocks.kind AND w.value = chat_blocks.value)",
	NULL, NULL};
static const struct db_query mark_sql = {"chat_person.mark",
	"SELECT b.at_us, b.user_id, u.name, b.reason FROM chat_blocks b"
	" LEFT JOIN users u ON u.company_id = b.company_id AND u.id = b.user_id"
	" WHERE b.company_id = $1 AND ((b.kind = 'customer' AND b.value = $2)"
	" OR (b.kind = 'email' AND b.value = $3) OR (b.kind = 'phone' AND b.value = $4))"
	" ORDER BY b.at_us LIMIT 1",
	NULL, NULL};
static const struct db_query live_sql = {"chat_person.live",
	"SELECT c.id FROM chats c WHERE c.company_id = $1 AND c.customer_id = $2"
	" AND c.closed_us IS NULL ORDER BY c.created_us, c.id LIMIT 50",
	NULL, NULL};

db_query_list chat_person_queries = {&block_sql, &unblock_sql, &mark_sql, &live_sql, NULL};

static const char *number_of(struct cx *cx, const struct customer *customer)
{
	return arena_format(cx->arena, "%" PRId64, customer->id);
}

enum err chat_store_block_customer(
	struct cx *cx, const struct customer *customer, const char *reason)
{
	return db_exec(cx, &block_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(customer->id),
			db_text(number_of(cx, customer)), db_text(customer->email),
			db_text(customer->phone), db_id(cx->actor->user_id),
			db_text(reason ? reason : ""), db_int(cx->now_us)),
		NULL);
}

enum err chat_store_unblock_customer(struct cx *cx, const struct customer *customer)
{
	return db_exec(cx, &unblock_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(customer->id),
			db_text(number_of(cx, customer)), db_text(customer->email),
			db_text(customer->phone)),
		NULL);
}

enum err chat_store_block_of(
	struct cx *cx, const struct customer *customer, struct chat_block_mark *mark)
{
	struct db_result result;

	*mark = (struct chat_block_mark){0};
	TRY(db_run(cx, &mark_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_text(number_of(cx, customer)),
			db_text(customer->email), db_text(customer->phone)),
		&result));
	if (!result.count)
		return OK;
	*mark = (struct chat_block_mark){.blocked = true,
		.at_us = db_int_at(&result, 0, 0),
		.user_id = db_int_at(&result, 0, 1),
		.by = db_text_at(&result, 0, 2),
		.reason = db_text_or_empty(&result, 0, 3)};
	return OK;
}

enum err chat_store_live_of(struct cx *cx, int64_t customer_id, int64_t **ids, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &live_sql, DB_ARGS(db_int(cx->actor->company_id), db_int(customer_id)),
		&result));
	*count = result.count;
	*ids = arena_array(cx->arena, result.count, sizeof(**ids));
	for (size_t i = 0; i < result.count; i++)
		(*ids)[i] = db_int_at(&result, i, 0);
	return OK;
}

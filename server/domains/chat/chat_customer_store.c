/* chat_customer_store.c - the SQL of visitors and of what customers may see. */
/* SPDX-License-Identifier: MIT */
#include "domains/chat/chat_customer_internal.h"

#include "platform/db/db.h"

static const struct db_query newest_sql = {"chat_customer.newest",
	"SELECT c.id FROM chats c WHERE c.company_id = $1 AND c.visitor_id = $2"
	" ORDER BY CASE WHEN c.closed_us IS NULL THEN 0 ELSE 1 END, c.id DESC LIMIT 1",
	NULL, NULL};
static const struct db_query seen_sql = {"chat_customer.seen",
	"UPDATE widget_visitors SET is_online = CAST($3 AS BIGINT), seen_us = CAST($4 AS BIGINT),"
	" left_us = CASE WHEN CAST($3 AS BIGINT) = 1 THEN NULL"
	" WHEN is_online = 1 THEN CAST($4 AS BIGINT) ELSE left_us END,"
	" page_url = COALESCE($5, page_url), page_title = COALESCE($6, page_title)"
	" WHERE company_id = $1 AND id = $2",
	NULL, NULL};
/* SQLite lets one unit write at a time. */
#define HOLD "SELECT v.id FROM widget_visitors v WHERE v.company_id = $1 AND v.id = $2"
static const struct db_query hold_sql = {"chat_customer.hold", NULL, HOLD, HOLD " FOR UPDATE"};

static const struct db_query wrote_sql = {"chat_customer.wrote",
	"UPDATE widget_visitors SET has_chat = 1 WHERE company_id = $1 AND id = $2"
	" AND has_chat = 0",
	NULL, NULL};

static const struct db_query blocked_sql = {"chat_customer.blocked",
	"SELECT DISTINCT c.visitor_id FROM chats c WHERE c.company_id = $1 AND c.closed_us IS NULL"
	" AND c.visitor_id IS NOT NULL AND " CHAT_BLOCKED
	" UNION SELECT c.visitor_id FROM chats c JOIN widget_visitors v"
	" ON v.company_id = c.company_id AND v.id = c.visitor_id AND v.is_online = 1"
	" WHERE c.company_id = $1 AND c.customer_id = $2 AND " CHAT_BLOCKED " LIMIT 100",
	NULL, NULL};
static const struct db_query left_sql = {"chat_customer.left",
	"SELECT v.left_us FROM widget_visitors v WHERE v.company_id = $1"
	" AND v.id = $2",
	NULL, NULL};
static const struct db_query heard_sql = {"chat_customer.heard",
	"SELECT COUNT(*) FROM widget_visitors v WHERE v.company_id = $1 AND v.id = $2"
	" AND v.seen_us > $3",
	NULL, NULL};

db_query_list chat_customer_queries = {
	&newest_sql, &seen_sql, &hold_sql, &wrote_sql, &blocked_sql, &left_sql, &heard_sql, NULL};

enum err chat_store_newest_of(struct cx *cx, int64_t visitor_id, int64_t *chat_id)
{
	struct db_result result;

	TRY(db_run(cx, &newest_sql, DB_ARGS(db_int(cx->actor->company_id), db_int(visitor_id)),
		&result));
	*chat_id = result.count ? db_int_at(&result, 0, 0) : 0;
	return OK;
}

enum err chat_store_seen(struct cx *cx, int64_t visitor_id, bool online, const char *page_url,
	const char *page_title)
{
	return db_exec(cx, &seen_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(visitor_id), db_int(online),
			db_int(cx->now_us), db_text(page_url), db_text(page_title)),
		NULL);
}

enum err chat_store_hold_visitor(struct cx *cx, int64_t visitor_id)
{
	return db_exec(
		cx, &hold_sql, DB_ARGS(db_int(cx->actor->company_id), db_int(visitor_id)), NULL);
}

enum err chat_store_wrote(struct cx *cx, int64_t visitor_id)
{
	return db_exec(
		cx, &wrote_sql, DB_ARGS(db_int(cx->actor->company_id), db_int(visitor_id)), NULL);
}

enum err chat_store_blocked_visitors(
	struct cx *cx, int64_t customer_id, int64_t **visitors, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &blocked_sql, DB_ARGS(db_int(cx->actor->company_id), db_int(customer_id)),
		&result));
	*count = result.count;
	*visitors = arena_array(cx->arena, result.count, sizeof(**visitors));
	for (size_t i = 0; i < result.count; i++)
		(*visitors)[i] = db_int_at(&result, i, 0);
	return OK;
}

enum err chat_store_left(struct cx *cx, int64_t visitor_id, struct opt_int *left_us)
{
	struct db_result result;

	TRY(db_run(cx, &left_sql, DB_ARGS(db_int(cx->actor->company_id), db_int(visitor_id)),
		&result));
	*left_us = result.count ? db_opt_at(&result, 0, 0) : (struct opt_int){0};
	return OK;
}

enum err chat_store_heard(struct cx *cx, int64_t visitor_id, int64_t after_us, bool *heard)
{
	struct db_result result;

	TRY(db_run(cx, &heard_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(visitor_id), db_int(after_us)),
		&result));
	*heard = db_int_at(&result, 0, 0) > 0;
	return OK;
}

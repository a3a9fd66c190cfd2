/* chat_customer_store.c - the SQL of visitors and of what customers may see. */
/* SPDX-License-Identifier: MIT */
#include "domains/chat/chat_customer_internal.h"

#include "platform/db/db.h"

static const struct db_query newest_sql = {"chat_customer.newest",
	"SELECT c.id FROM chats c WHERE c.company_id = $1 AND c.visitor_id = $2"
	" ORDER BY CASE WHEN c.closed_us IS NULL THEN 0 ELSE 1 END, c.id DESC LIMIT 1",
	NULL, NULL};
static const struct db_query seen_sql = {"chat_customer.seen",
	"UPDATE widget_visitors SET is_online = $3, seen_us = $4,"
	" page_url = COALESCE($5, page_url), page_title = COALESCE($6, page_title)"
	" WHERE company_id = $1 AND id = $2",
	NULL, NULL};
/* SQLite lets one unit write at a time. */
#define HOLD "SELECT v.id FROM widget_visitors v WHERE v.company_id = $1 AND v.id = $2"
static const struct db_query hold_sql = {"chat_customer.hold", NULL, HOLD, HOLD " FOR UPDATE"};

db_query_list chat_customer_queries = {&newest_sql, &seen_sql, &hold_sql, NULL};

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

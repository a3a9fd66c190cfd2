/* chat_customer_store.c - the SQL of visitors and of what customers may see. */
/* SPDX-License-Identifier: MIT */
#include "domains/chat/chat_customer_internal.h"

#include "platform/db/db.h"

static const struct db_query newest_sql = {"chat_customer.newest",
	"SELECT c.id FROM chats c WHERE c.company_id = $1 AND c.visitor_id = $2"
	" ORDER BY c.id DESC LIMIT 1",
	NULL, NULL};
static const struct db_query seen_sql = {"chat_customer.seen",
	"UPDATE widget_visitors SET is_online = $3, seen_us = $4,"
	" page_url = COALESCE($5, page_url), page_title = COALESCE($6, page_title)"
	" WHERE company_id = $1 AND id = $2",
	NULL, NULL};
static const struct db_query readable_sql = {"chat_customer.readable",
	"SELECT m.id FROM conversation_messages m WHERE m.company_id = $1"
	" AND m.conversation_id = $2 AND m.id > $3 AND m.internal = 0 AND m.kind <> 'note'"
	" AND m.kind <> 'event' ORDER BY m.id LIMIT $4",
	NULL, NULL};

db_query_list chat_customer_queries = {&newest_sql, &seen_sql, &readable_sql, NULL};

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

enum err chat_store_readable(
	struct cx *cx, int64_t chat_id, int64_t after, int64_t *first, int64_t *last)
{
	struct db_result result;

	TRY(db_run(cx, &readable_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(chat_id), db_int(after),
			db_int(CHAT_PAGE_MAX)),
		&result));
	*first = result.count ? db_int_at(&result, 0, 0) : 0;
	*last = result.count ? db_int_at(&result, result.count - 1, 0) : 0;
	return OK;
}

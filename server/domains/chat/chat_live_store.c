/* chat_live_store.c - the SQL of who has a chat open. */
/* SPDX-License-Identifier: MIT */
#include "domains/chat/chat_live.h"

#include "base/clock.h"
#include "platform/auth/auth.h"
#include "platform/db/db.h"

static const struct db_query view_sql = {"chat_live.view",
	"INSERT INTO chat_viewers (company_id, chat_id, user_id, seen_us) VALUES ($1, $2, $3, $4)"
	" ON CONFLICT (company_id, chat_id, user_id) DO UPDATE SET seen_us = excluded.seen_us",
	NULL, NULL};
static const struct db_query leave_sql = {"chat_live.leave",
	"DELETE FROM chat_viewers WHERE company_id = $1 AND chat_id = $2 AND user_id = $3", NULL,
	NULL};
static const struct db_query viewers_sql = {"chat_live.viewers",
	"SELECT v.user_id, u.name FROM chat_viewers v JOIN users u ON u.company_id = v.company_id"
	" AND u.id = v.user_id WHERE v.company_id = $1 AND v.chat_id = $2 AND v.seen_us > $3"
	" ORDER BY v.user_id LIMIT 50",
	NULL, NULL};
static const struct db_query looks_sql = {"chat_live.looks",
	"SELECT COUNT(*) FROM chat_viewers v WHERE v.company_id = $1 AND v.chat_id = $2"
	" AND v.user_id = $3 AND v.seen_us > $4",
	NULL, NULL};
/* tenancy: all companies, pages that were closed without a word are forgotten in every one */
static const struct db_query forget_sql = {
	"chat_live.forget", "DELETE FROM chat_viewers WHERE seen_us < $1", NULL, NULL};

db_query_list chat_live_queries = {
	&view_sql, &leave_sql, &viewers_sql, &looks_sql, &forget_sql, NULL};

enum err chat_store_viewing(struct cx *cx, int64_t chat_id, bool viewing)
{
	const struct db_value company = db_int(cx->actor->company_id);
	const struct db_value user = db_int(cx->actor->user_id);

	if (!viewing)
		return db_exec(cx, &leave_sql, DB_ARGS(company, db_int(chat_id), user), NULL);
	return db_exec(
		cx, &view_sql, DB_ARGS(company, db_int(chat_id), user, db_int(cx->now_us)), NULL);
}

enum err chat_store_viewers(struct cx *cx, int64_t chat_id, struct chat_viewers *viewers)
{
	struct db_result result;

	TRY(db_run(cx, &viewers_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(chat_id),
			db_int(cx->now_us - CHAT_VIEW_S * US_PER_SECOND)),
		&result));
	viewers->count = result.count;
	viewers->rows = arena_array(cx->arena, result.count, sizeof(*viewers->rows));
	for (size_t i = 0; i < result.count; i++)
		viewers->rows[i] = (struct chat_viewer){
			db_int_at(&result, i, 0), db_text_at(&result, i, 1)};
	return OK;
}

enum err chat_store_looks(struct cx *cx, int64_t chat_id, int64_t user_id, bool *looks)
{
	struct db_result result;

	TRY(db_run(cx, &looks_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(chat_id), db_int(user_id),
			db_int(cx->now_us - CHAT_VIEW_S * US_PER_SECOND)),
		&result));
	*looks = db_int_at(&result, 0, 0) > 0;
	return OK;
}

enum err chat_store_forget_viewers(struct cx *cx)
{
	return db_exec(cx, &forget_sql,
		DB_ARGS(db_int(cx->now_us - 2 * CHAT_VIEW_S * US_PER_SECOND)), NULL);
}

/* notification_store.c - the only file of this domain that speaks SQL. */
/* SPDX-License-Identifier: MIT */
#include "domains/notifications/notification_internal.h"

#include "platform/auth/auth.h"
#include "platform/db/db.h"
#include "platform/intl/messages.h"

#define COLUMNS "id, type, title, body, data, subject_type, subject_id, read_us, created_us"

static const struct db_query add_sql = {
	.name = "notification.add",
	.text = "INSERT INTO notifications (company_id, user_id, id, type, title, body, data,"
		" subject_type, subject_id, created_us)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
};

static const struct db_query list_sql = {
	.name = "notification.list",
	.text = "SELECT " COLUMNS " FROM notifications"
		" WHERE company_id = $1 AND user_id = $2 AND id < $3"
		" AND ($4 = 0 OR read_us IS NULL) ORDER BY id DESC LIMIT $5 OFFSET $6",
};

static const struct db_query unread_sql = {
	.name = "notification.unread",
	.text = "SELECT count(*) FROM notifications"
		" WHERE company_id = $1 AND user_id = $2 AND read_us IS NULL",
};

static const struct db_query mark_sql = {
	.name = "notification.mark",
	.text = "UPDATE notifications"
		" SET read_us = CASE WHEN $4 = 1 THEN COALESCE(read_us, $5) END"
		" WHERE company_id = $1 AND user_id = $2 AND id = $3 RETURNING " COLUMNS,
};

static const struct db_query mark_all_sql = {
	.name = "notification.mark_all",
	.text = "UPDATE notifications SET read_us = $3"
		" WHERE company_id = $1 AND user_id = $2 AND read_us IS NULL",
};

static const struct db_query language_sql = {
	.name = "notification.language",
	.text = "SELECT COALESCE(u.language, c.language) FROM users u"
		" JOIN companies c ON c.company_id = u.company_id AND c.id = u.company_id"
		" WHERE u.company_id = $1 AND u.id = $2",
};

db_query_list notification_queries = {
	&add_sql, &list_sql, &unread_sql, &mark_sql, &mark_all_sql, &language_sql, NULL};

static struct notification read_row(const struct db_result *result, size_t row)
{
	return (struct notification){
		.id = db_int_at(result, row, 0),
		.type = db_text_or_empty(result, row, 1),
		.title = db_text_or_empty(result, row, 2),
		.body = db_text_or_empty(result, row, 3),
		.data = db_text_or_empty(result, row, 4),
		.subject_type = db_text_at(result, row, 5),
		.subject_id = db_int_at(result, row, 6),
		.read_us = db_opt_at(result, row, 7),
		.created_us = db_int_at(result, row, 8),
	};
}

enum err notification_store_add(struct cx *cx, int64_t user_id, struct notification *notification)
{
	TRY(db_next_id(cx, "notification", &notification->id));
	return db_exec(cx, &add_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(user_id), db_int(notification->id),
			db_text(notification->type), db_text(notification->title),
			db_text(notification->body), db_text(notification->data),
			db_text(notification->subject_type), db_id(notification->subject_id),
			db_int(notification->created_us)),
		NULL);
}

enum err notification_store_language(
	struct cx *cx, int64_t user_id, const struct language **language)
{
	struct db_result result;

	TRY(db_run(cx, &language_sql, DB_ARGS(db_int(cx->actor->company_id), db_int(user_id)),
		&result));
	*language = result.count ? language_by_code(db_text_at(&result, 0, 0)) : NULL;
	return OK;
}

enum err notification_store_list(struct cx *cx, const struct notification_filter *filter,
	struct notification **list, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &list_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(cx->actor->user_id),
			db_int(filter->below), db_int(filter->unread), db_int(filter->limit),
			db_int(filter->skip)),
		&result));
	*count = result.count;
	*list = arena_array(cx->arena, result.count, sizeof(**list));
	for (size_t i = 0; i < result.count; i++)
		(*list)[i] = read_row(&result, i);
	return OK;
}

enum err notification_store_unread(struct cx *cx, int64_t *unread)
{
	struct db_result result;

	TRY(db_run(cx, &unread_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(cx->actor->user_id)), &result));
	*unread = db_int_at(&result, 0, 0);
	return OK;
}

enum err notification_store_mark(struct cx *cx, int64_t id, bool read, struct notification *after)
{
	struct db_result result;

	TRY(db_run(cx, &mark_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(cx->actor->user_id), db_int(id),
			db_int(read), db_int(cx->now_us)),
		&result));
	if (!result.count)
		return fail(cx, ERR_NOT_FOUND, NULL, "There is no such notification.");
	*after = read_row(&result, 0);
	return OK;
}

enum err notification_store_mark_all(struct cx *cx, int64_t *changed)
{
	return db_exec(cx, &mark_all_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(cx->actor->user_id),
			db_int(cx->now_us)),
		changed);
}

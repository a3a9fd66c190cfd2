/* notification_store.c - the only file of this domain that speaks SQL. */
/* SPDX-License-Identifier: MIT */
#include "domains/notifications/notification_internal.h"

#include "platform/auth/auth.h"
#include "platform/db/db.h"
#include "platform/intl/messages.h"

#define COLUMNS \
	"id, type, title, body, data, subject_type, subject_id, read_us, created_us, user_id," \
	" CASE WHEN cleared_us IS NULL THEN 0 ELSE 1 END"

/* Muted for a while, or an agent who is not to be disturbed: $3 is now. */
static const struct db_query person_sql = {
	.name = "notification.person",
	.text = "SELECT COALESCE(u.language, c.language), u.email,"
		" CASE WHEN s.muted_until_us > $3 OR p.status = 'dnd' THEN 1 ELSE 0 END,"
		" COALESCE(s.choices, '{}'), COALESCE(s.sounds, '{}'),"
		" (SELECT COUNT(*) FROM push_subscriptions b"
		" WHERE b.company_id = u.company_id AND b.user_id = u.id)"
		" FROM users u"
		" JOIN companies c ON c.company_id = u.company_id AND c.id = u.company_id"
		" LEFT JOIN notification_settings s"
		" ON s.company_id = u.company_id AND s.user_id = u.id"
		" LEFT JOIN agents a ON a.company_id = u.company_id AND a.user_id = u.id"
		" LEFT JOIN agent_presence p ON p.company_id = a.company_id AND p.agent_id = a.id"
		" WHERE u.company_id = $1 AND u.id = $2",
};

static const struct db_query add_sql = {
	.name = "notification.add",
	.text = "INSERT INTO notifications (company_id, user_id, id, type, title, body, data,"
		" subject_type, subject_id, created_us, read_us)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
};

static const struct db_query replace_sql = {
	.name = "notification.replace",
	.text = "DELETE FROM notifications WHERE company_id = $1 AND user_id = $2 AND type = $3"
		" AND subject_type = $4 AND subject_id = $5"
		" AND (read_us IS NULL OR read_us = created_us)"
		" RETURNING id",
};

static const struct db_query seen_sql = {
	.name = "notification.seen",
	.text = "UPDATE notifications SET read_us = $5"
		" WHERE company_id = $1 AND user_id = $2 AND read_us IS NULL"
		" AND cleared_us IS NULL AND subject_type = $3 AND subject_id = $4"
		" RETURNING id",
};

static const struct db_query list_sql = {
	.name = "notification.list",
	.text = "SELECT " COLUMNS " FROM notifications"
		" WHERE company_id = $1 AND user_id = $2 AND id < $3 AND cleared_us IS NULL"
		" AND ($4 = 0 OR read_us IS NULL)"
		" AND ($7 = '' OR $7 LIKE '%,' || type || ',%')"
		" ORDER BY id DESC LIMIT $5 OFFSET $6",
};

static const struct db_query unread_sql = {
	.name = "notification.unread",
	.text = "SELECT count(*) FROM notifications"
		" WHERE company_id = $1 AND user_id = $2 AND read_us IS NULL"
		" AND cleared_us IS NULL",
};

static const struct db_query mark_sql = {
	.name = "notification.mark",
	.text = "UPDATE notifications"
		" SET read_us = CASE WHEN $4 = 1 THEN COALESCE(read_us, $5) END"
		" WHERE company_id = $1 AND user_id = $2 AND id = $3 AND cleared_us IS NULL"
		" RETURNING " COLUMNS,
};

static const struct db_query mark_all_sql = {
	.name = "notification.mark_all",
	.text = "UPDATE notifications SET read_us = $3"
		" WHERE company_id = $1 AND user_id = $2 AND read_us IS NULL"
		" AND cleared_us IS NULL",
};

static const struct db_query clear_sql = {
	.name = "notification.clear",
	.text = "UPDATE notifications SET cleared_us = $4"
		" WHERE company_id = $1 AND user_id = $2 AND id = $3 AND cleared_us IS NULL",
};

static const struct db_query clear_all_sql = {
	.name = "notification.clear_all",
	.text = "UPDATE notifications SET cleared_us = $4"
		" WHERE company_id = $1 AND user_id = $2 AND id <= $3 AND cleared_us IS NULL",
};

static const struct db_query restore_sql = {
	.name = "notification.restore",
	.text = "UPDATE notifications SET cleared_us = NULL"
		" WHERE company_id = $1 AND user_id = $2 AND cleared_us = $3",
};

static const struct db_query get_sql = {
	.name = "notification.get",
	.text = "SELECT " COLUMNS " FROM notifications WHERE company_id = $1 AND id = $2",
};

/* tenancy: all companies, cleared rows go in every one */
static const struct db_query sweep_cleared_sql = {
	.name = "notification.sweep_cleared",
	.text = "DELETE FROM notifications WHERE (company_id, id) IN"
		" (SELECT company_id, id FROM notifications"
		" WHERE cleared_us < $1 LIMIT $2)",
};

/* tenancy: all companies, old rows go in every one */
static const struct db_query sweep_old_sql = {
	.name = "notification.sweep_old",
	.text = "DELETE FROM notifications WHERE (company_id, id) IN"
		" (SELECT company_id, id FROM notifications"
		" WHERE created_us < $1 LIMIT $2)",
};

db_query_list notification_queries = {&person_sql, &add_sql, &replace_sql, &seen_sql, &list_sql,
	&unread_sql, &mark_sql, &mark_all_sql, &clear_sql, &clear_all_sql, &restore_sql, &get_sql,
	&sweep_cleared_sql, &sweep_old_sql, NULL};

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
		.user_id = db_int_at(result, row, 9),
		.cleared = db_int_at(result, row, 10) != 0,
	};
}

enum err notification_store_person(struct cx *cx, int64_t user_id, struct notified *person)
{
	struct db_result result;

	TRY(db_run(cx, &person_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(user_id), db_int(cx->now_us)),
		&result));
	if (!result.count)
		return fail(cx, ERR_NOT_FOUND, NULL, "There is no such person.");
	*person = (struct notified){
		.language = language_by_code(db_text_at(&result, 0, 0)),
		.email = db_text_at(&result, 0, 1),
		.silent = db_int_at(&result, 0, 2) != 0,
		.choices = db_text_or_empty(&result, 0, 3),
		.sounds = db_text_or_empty(&result, 0, 4),
		.subscriptions = db_int_at(&result, 0, 5),
	};
	return OK;
}

enum err notification_store_add(struct cx *cx, struct notification *notification)
{
	TRY(db_next_id(cx, "notification", &notification->id));
	return db_exec(cx, &add_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(notification->user_id),
			db_int(notification->id), db_text(notification->type),
			db_text(notification->title), db_text(notification->body),
			db_text(notification->data), db_text(notification->subject_type),
			db_id(notification->subject_id), db_int(notification->created_us),
			db_opt(notification->read_us)),
		NULL);
}

enum err notification_store_replace(
	struct cx *cx, const struct notification *notification, int64_t *replaced)
{
	struct db_result result;

	TRY(db_begin_write(cx));
	TRY(db_run(cx, &replace_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(notification->user_id),
			db_text(notification->type), db_text(notification->subject_type),
			db_id(notification->subject_id)),
		&result));
	*replaced = result.count ? db_int_at(&result, 0, 0) : 0;
	return OK;
}

enum err notification_store_seen(
	struct cx *cx, const char *subject_type, int64_t subject_id, int64_t **ids, size_t *count)
{
	struct db_result result;

	TRY(db_begin_write(cx));
	TRY(db_run(cx, &seen_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(cx->actor->user_id),
			db_text(subject_type), db_int(subject_id), db_int(cx->now_us)),
		&result));
	*count = result.count;
	*ids = arena_array(cx->arena, result.count, sizeof(**ids));
	for (size_t i = 0; i < result.count; i++)
		(*ids)[i] = db_int_at(&result, i, 0);
	return OK;
}

enum err notification_store_list(struct cx *cx, const struct notification_filter *filter,
	struct notification **list, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &list_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(cx->actor->user_id),
			db_int(filter->below), db_int(filter->unread), db_int(filter->limit),
			db_int(filter->skip), db_text(filter->types)),
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

enum err notification_store_clear(
	struct cx *cx, int64_t id, int64_t up_to, int64_t cleared_us, int64_t *changed)
{
	return db_exec(cx, id ? &clear_sql : &clear_all_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(cx->actor->user_id),
			db_int(id ? id : up_to), db_int(cleared_us)),
		changed);
}

enum err notification_store_restore(struct cx *cx, int64_t cleared_us, int64_t *changed)
{
	return db_exec(cx, &restore_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(cx->actor->user_id),
			db_int(cleared_us)),
		changed);
}

enum err notification_store_get(
	struct cx *cx, int64_t id, struct notification *notification, bool *found)
{
	struct db_result result;

	TRY(db_run(cx, &get_sql, DB_ARGS(db_int(cx->actor->company_id), db_int(id)), &result));
	*found = result.count > 0;
	if (*found)
		*notification = read_row(&result, 0);
	return OK;
}

enum err notification_store_sweep(
	struct cx *cx, int64_t cleared_us, int64_t created_us, int64_t limit)
{
	TRY(db_exec(cx, &sweep_cleared_sql, DB_ARGS(db_int(cleared_us), db_int(limit)), NULL));
	return db_exec(cx, &sweep_old_sql, DB_ARGS(db_int(created_us), db_int(limit)), NULL);
}

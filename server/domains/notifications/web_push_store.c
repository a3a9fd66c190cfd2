/* web_push_store.c - statements on push_subscriptions. */
/* SPDX-License-Identifier: MIT */
#include "domains/notifications/web_push_internal.h"

#include "platform/db/db.h"
#include "platform/intl/messages.h"

static const struct db_query put_sql = {
	.name = "web_push.put",
	.text = "INSERT INTO push_subscriptions (company_id, id, user_id, session_id,"
		" endpoint_hash, endpoint, point, auth, user_agent, created_us)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
		" ON CONFLICT (company_id, endpoint_hash) DO UPDATE SET"
		" user_id = excluded.user_id, session_id = excluded.session_id,"
		" endpoint = excluded.endpoint, point = excluded.point, auth = excluded.auth,"
		" user_agent = excluded.user_agent",
};

static const struct db_query trim_sql = {
	.name = "web_push.trim",
	.text = "DELETE FROM push_subscriptions WHERE company_id = $1 AND user_id = $2"
		" AND id NOT IN (SELECT b.id FROM push_subscriptions b"
		" WHERE b.company_id = $1 AND b.user_id = $2 ORDER BY b.id DESC LIMIT $3)",
};

static const struct db_query remove_sql = {
	.name = "web_push.remove",
	.text = "DELETE FROM push_subscriptions"
		" WHERE company_id = $1 AND endpoint_hash = $2 AND user_id = $3",
};

static const struct db_query of_user_sql = {
	.name = "web_push.of_user",
	.text = "SELECT id FROM push_subscriptions WHERE company_id = $1 AND user_id = $2"
		" ORDER BY id",
};

static const struct db_query get_sql = {
	.name = "web_push.get",
	.text = "SELECT b.id, b.user_id, b.endpoint, b.point, b.auth FROM push_subscriptions b"
		" JOIN users u ON u.company_id = b.company_id AND u.id = b.user_id"
		" WHERE b.company_id = $1 AND b.id = $2 AND u.status = 'active'",
};

static const struct db_query delete_sql = {
	.name = "web_push.delete",
	.text = "DELETE FROM push_subscriptions WHERE company_id = $1 AND id = $2",
};

static const struct db_query taken_sql = {
	.name = "web_push.taken",
	.text = "UPDATE push_subscriptions SET sent_us = $3 WHERE company_id = $1 AND id = $2",
};

static const struct db_query forget_sql = {
	.name = "web_push.forget_session",
	.text = "DELETE FROM push_subscriptions WHERE company_id = $1 AND session_id = $2",
};

static const struct db_query language_sql = {
	.name = "web_push.language",
	.text = "SELECT COALESCE(u.language, c.language) FROM users u"
		" JOIN companies c ON c.company_id = u.company_id AND c.id = u.company_id"
		" WHERE u.company_id = $1 AND u.id = $2",
};

db_query_list web_push_queries = {&put_sql, &trim_sql, &remove_sql, &of_user_sql, &get_sql,
	&delete_sql, &taken_sql, &forget_sql, &language_sql, NULL};

static struct db_value own_company(const struct cx *cx)
{
	return db_int(cx->actor->company_id);
}

enum err web_push_store_put(
	struct cx *cx, const char *endpoint_hash, const struct push_subscription *wanted)
{
	int64_t id;

	TRY(db_next_id(cx, "push_subscription", &id));
	return db_exec(cx, &put_sql,
		DB_ARGS(own_company(cx), db_int(id), db_int(wanted->user_id),
			db_id(wanted->session_id), db_text(endpoint_hash),
			db_text(auth_seal(cx->arena, str_of(wanted->endpoint))),
			db_text(wanted->point), db_text(auth_seal(cx->arena, str_of(wanted->auth))),
			db_text(wanted->user_agent), db_int(cx->now_us)),
		NULL);
}

enum err web_push_store_trim(struct cx *cx, int64_t keep)
{
	return db_exec(cx, &trim_sql,
		DB_ARGS(own_company(cx), db_int(cx->actor->user_id), db_int(keep)), NULL);
}

enum err web_push_store_remove(struct cx *cx, const char *endpoint_hash, bool *found)
{
	int64_t removed;

	TRY(db_exec(cx, &remove_sql,
		DB_ARGS(own_company(cx), db_text(endpoint_hash), db_int(cx->actor->user_id)),
		&removed));
	*found = removed > 0;
	return OK;
}

enum err web_push_store_of_user(struct cx *cx, int64_t user_id, int64_t **ids, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &of_user_sql, DB_ARGS(own_company(cx), db_int(user_id)), &result));
	*count = result.count;
	*ids = arena_array(cx->arena, result.count, sizeof(**ids));
	for (size_t i = 0; i < result.count; i++)
		(*ids)[i] = db_int_at(&result, i, 0);
	return OK;
}

enum err web_push_store_get(
	struct cx *cx, int64_t id, struct push_subscription *subscription, bool *found)
{
	struct db_result result;

	TRY(db_run(cx, &get_sql, DB_ARGS(own_company(cx), db_int(id)), &result));
	*found = result.count > 0;
	if (!*found)
		return OK;
	*subscription = (struct push_subscription){
		.id = db_int_at(&result, 0, 0),
		.user_id = db_int_at(&result, 0, 1),
		.point = db_text_or_empty(&result, 0, 3),
	};
	/* Of another key there is nobody to send to. */
	*found = auth_unseal(cx->arena, str_of(db_text_or_empty(&result, 0, 2)),
			 &subscription->endpoint) &&
		auth_unseal(
			cx->arena, str_of(db_text_or_empty(&result, 0, 4)), &subscription->auth);
	return OK;
}

enum err web_push_store_delete(struct cx *cx, int64_t id)
{
	return db_exec(cx, &delete_sql, DB_ARGS(own_company(cx), db_int(id)), NULL);
}

enum err web_push_store_taken(struct cx *cx, int64_t id)
{
	return db_exec(
		cx, &taken_sql, DB_ARGS(own_company(cx), db_int(id), db_int(cx->now_us)), NULL);
}

enum err web_push_store_forget_session(struct cx *cx, int64_t session_id)
{
	return db_exec(cx, &forget_sql, DB_ARGS(own_company(cx), db_int(session_id)), NULL);
}

enum err web_push_store_language(struct cx *cx, int64_t user_id, const struct language **language)
{
	struct db_result result;

	TRY(db_run(cx, &language_sql, DB_ARGS(own_company(cx), db_int(user_id)), &result));
	*language = result.count ? language_by_code(db_text_at(&result, 0, 0)) : NULL;
	return OK;
}

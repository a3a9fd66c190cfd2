/* webhook_store.c - statements on webhooks. */
/* SPDX-License-Identifier: MIT */
#include "domains/integrations/webhook_internal.h"

#define DUE_MAX 200

static const struct db_query list_sql = {
	.name = "webhook.list",
	.text = "SELECT w.id, w.version, w.name, w.url, w.event_types, w.secret_sealed,"
		" w.old_secret_sealed, w.old_until_us, w.is_active, w.seen_seq, w.ok_us,"
		" w.failed_us, w.failing_since_us, w.disabled_us, w.error, w.created_us,"
		" (SELECT COUNT(*) FROM webhook_deliveries d WHERE d.company_id = $1"
		" AND d.webhook_id = w.id AND d.status = 'waiting'),"
		" (SELECT COUNT(*) FROM webhook_deliveries d WHERE d.company_id = $1"
		" AND d.webhook_id = w.id AND d.status IN ('failed', 'dropped'))"
		" FROM webhooks w WHERE w.company_id = $1 AND (w.id = $2 OR $2 = 0)"
		" ORDER BY w.name, w.id",
};

static const struct db_query add_sql = {
	.name = "webhook.add",
	.text = "INSERT INTO webhooks (company_id, id, name, url, event_types, secret_sealed, "
		"is_active,"
		" seen_seq, created_by, created_us, updated_us)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)",
};

static const struct db_query update_sql = {
	.name = "webhook.update",
	.text = "UPDATE webhooks SET name = $4, url = $5, event_types = $6, secret_sealed = $7,"
		" old_secret_sealed = $8, old_until_us = $9, is_active = $10, seen_seq = $11,"
		" failing_since_us = $12, disabled_us = $13, error = $14, updated_us = $15,"
		" version = version + 1 WHERE company_id = $1 AND id = $2 AND version = $3",
};

static const struct db_query remove_deliveries_sql = {
	.name = "webhook.remove_deliveries",
	.text = "DELETE FROM webhook_deliveries WHERE company_id = $1 AND webhook_id = $2",
};

static const struct db_query remove_sql = {
	.name = "webhook.remove",
	.text = "DELETE FROM webhooks WHERE company_id = $1 AND id = $2",
};

static const struct db_query note_sql = {
	.name = "webhook.note",
	.text = "UPDATE webhooks SET is_active = $3, ok_us = $4, failed_us = $5,"
		" failing_since_us = $6, disabled_us = $7, error = $8"
		" WHERE company_id = $1 AND id = $2",
};

static const struct db_query seen_sql = {
	.name = "webhook.seen",
	.text = "UPDATE webhooks SET seen_seq = $4"
		" WHERE company_id = $1 AND id = $2 AND seen_seq = $3",
};

/* tenancy: all companies, one job forwards the events of every company */
static const struct db_query due_sql = {
	.name = "webhook.due",
	.text = "SELECT w.company_id, w.id FROM webhooks w"
		" JOIN company_sequences s ON s.company_id = w.company_id"
		" WHERE w.is_active = 1 AND w.seen_seq < s.event_seq"
		" ORDER BY w.company_id, w.id LIMIT $1",
};

static const struct db_query managers_sql = {
	.name = "webhook.managers",
	.text = "SELECT DISTINCT u.id FROM users u"
		" JOIN user_roles m ON m.company_id = u.company_id AND m.user_id = u.id"
		" JOIN role_permissions p ON p.company_id = m.company_id AND p.role_id = m.role_id"
		" WHERE u.company_id = $1 AND u.status = 'active' AND p.permission = $2"
		" ORDER BY u.id",
};

db_query_list webhook_queries = {&list_sql, &add_sql, &update_sql, &remove_deliveries_sql,
	&remove_sql, &note_sql, &seen_sql, &due_sql, &managers_sql, NULL};

static struct db_value own_company(const struct cx *cx)
{
	return db_int(cx->actor->company_id);
}

static void read_row(const struct db_result *result, size_t row, struct webhook *webhook)
{
	*webhook = (struct webhook){
		.id = db_int_at(result, row, 0),
		.version = db_int_at(result, row, 1),
		.name = db_text_at(result, row, 2),
		.url = db_text_at(result, row, 3),
		.events = db_text_at(result, row, 4),
		.secret_sealed = db_text_at(result, row, 5),
		.old_secret_sealed = db_text_at(result, row, 6),
		.old_until_us = db_opt_at(result, row, 7),
		.active = db_int_at(result, row, 8) != 0,
		.seen_seq = db_int_at(result, row, 9),
		.ok_us = db_opt_at(result, row, 10),
		.failed_us = db_opt_at(result, row, 11),
		.failing_since_us = db_opt_at(result, row, 12),
		.disabled_us = db_opt_at(result, row, 13),
		.error = db_text_at(result, row, 14),
		.created_us = db_int_at(result, row, 15),
		.waiting = db_int_at(result, row, 16),
		.failed = db_int_at(result, row, 17),
	};
}

enum err webhook_store_list(struct cx *cx, int64_t id, struct webhook **list, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &list_sql, DB_ARGS(own_company(cx), db_int(id)), &result));
	*count = result.count;
	*list = arena_array(cx->arena, result.count, sizeof(**list));
	for (size_t row = 0; row < result.count; row++)
		read_row(&result, row, *list + row);
	return OK;
}

enum err webhook_store_add(struct cx *cx, struct webhook *webhook)
{
	TRY(db_next_id(cx, "webhook", &webhook->id));
	return db_exec(cx, &add_sql,
		DB_ARGS(own_company(cx), db_int(webhook->id), db_text(webhook->name),
			db_text(webhook->url), db_text(webhook->events),
			db_text(webhook->secret_sealed), db_int(webhook->active),
			db_int(webhook->seen_seq), db_int(cx->actor->user_id), db_int(cx->now_us)),
		NULL);
}

enum err webhook_store_update(struct cx *cx, const struct webhook *webhook, bool *changed)
{
	int64_t rows;

	TRY(db_exec(cx, &update_sql,
		DB_ARGS(own_company(cx), db_int(webhook->id), db_int(webhook->version),
			db_text(webhook->name), db_text(webhook->url), db_text(webhook->events),
			db_text(webhook->secret_sealed), db_text(webhook->old_secret_sealed),
			db_opt(webhook->old_until_us), db_int(webhook->active),
			db_int(webhook->seen_seq), db_opt(webhook->failing_since_us),
			db_opt(webhook->disabled_us), db_text(webhook->error), db_int(cx->now_us)),
		&rows));
	*changed = rows == 1;
	return OK;
}

enum err webhook_store_remove(struct cx *cx, int64_t id)
{
	TRY(db_exec(cx, &remove_deliveries_sql, DB_ARGS(own_company(cx), db_int(id)), NULL));
	return db_exec(cx, &remove_sql, DB_ARGS(own_company(cx), db_int(id)), NULL);
}

enum err webhook_store_note(struct cx *cx, const struct webhook *webhook)
{
	return db_exec(cx, &note_sql,
		DB_ARGS(own_company(cx), db_int(webhook->id), db_int(webhook->active),
			db_opt(webhook->ok_us), db_opt(webhook->failed_us),
			db_opt(webhook->failing_since_us), db_opt(webhook->disabled_us),
			db_text(webhook->error)),
		NULL);
}

enum err webhook_store_seen(struct cx *cx, const struct webhook *webhook, int64_t seq, bool *moved)
{
	int64_t rows;

	TRY(db_exec(cx, &seen_sql,
		DB_ARGS(own_company(cx), db_int(webhook->id), db_int(webhook->seen_seq),
			db_int(seq)),
		&rows));
	*moved = rows == 1;
	return OK;
}

enum err webhook_store_due(struct cx *cx, struct webhook_due **list, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &due_sql, DB_ARGS(db_int(DUE_MAX)), &result));
	*count = result.count;
	*list = arena_array(cx->arena, result.count, sizeof(**list));
	for (size_t row = 0; row < result.count; row++)
		(*list)[row] = (struct webhook_due){
			db_int_at(&result, row, 0), db_int_at(&result, row, 1)};
	return OK;
}

enum err webhook_store_managers(struct cx *cx, int64_t **users, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &managers_sql,
		DB_ARGS(own_company(cx), db_text(perm_name(PERM_WEBHOOKS_MANAGE))), &result));
	*count = result.count;
	*users = arena_array(cx->arena, result.count, sizeof(**users));
	for (size_t row = 0; row < result.count; row++)
		(*users)[row] = db_int_at(&result, row, 0);
	return OK;
}

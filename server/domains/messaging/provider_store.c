/* provider_store.c - providers of messages: the SQL of them. */
/* SPDX-License-Identifier: MIT */
#include "domains/messaging/messaging_internal.h"

#include "platform/db/db.h"

#define PROVIDER \
	"SELECT id, version, channel, kind, name, settings, secret_sealed, callback_key," \
	" is_active, sent_us, failed_us, error, created_us, company_id FROM message_providers"

static const struct db_query list_sql = {"message_provider.list",
	PROVIDER " WHERE company_id = $1 ORDER BY channel, id", NULL, NULL};
static const struct db_query get_sql = {
	"message_provider.get", PROVIDER " WHERE company_id = $1 AND id = $2", NULL, NULL};
static const struct db_query active_sql = {"message_provider.active",
	PROVIDER " WHERE company_id = $1 AND channel = $2 AND is_active = 1", NULL, NULL};
/* tenancy: all companies, the unguessable key in the address says which company is meant */
static const struct db_query by_callback_sql = {
	"message_provider.by_callback", PROVIDER " WHERE callback_key = $1", NULL, NULL};
static const struct db_query rest_sql = {"message_provider.rest",
	"UPDATE message_providers SET is_active = 0, updated_us = $3, version = version + 1"
	" WHERE company_id = $1 AND channel = $2 AND is_active = 1 AND id <> $4",
	NULL, NULL};
static const struct db_query add_sql = {"message_provider.add",
	"INSERT INTO message_providers (company_id, id, channel, kind, name, settings,"
	" secret_sealed, callback_key, is_active, created_us, updated_us)"
	" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)",
	NULL, NULL};
static const struct db_query change_sql = {"message_provider.change",
	"UPDATE message_providers SET name = $3, settings = $4, secret_sealed = $5, is_active = $6,"
	" updated_us = $7, version = version + 1 WHERE company_id = $1 AND id = $2 AND version = "
	"$8",
	NULL, NULL};
static const struct db_query under_way_sql = {"message_provider.under_way",
	"SELECT 1 FROM communications WHERE company_id = $1 AND provider_id = $2"
	" AND status = 'queued' LIMIT 1",
	NULL, NULL};
static const struct db_query remove_sql = {"message_provider.remove",
	"DELETE FROM message_providers WHERE company_id = $1 AND id = $2", NULL, NULL};
static const struct db_query took_sql = {"message_provider.took",
	"UPDATE message_providers SET sent_us = $3, error = NULL WHERE company_id = $1 AND id = $2",
	NULL, NULL};
static const struct db_query refused_sql = {"message_provider.refused",
	"UPDATE message_providers SET failed_us = $3, error = $4 WHERE company_id = $1 AND id = $2",
	NULL, NULL};

static enum message_channel channel_of(const char *word)
{
	return text_is(word, message_channel_words[MESSAGE_EMAIL]) ? MESSAGE_EMAIL : MESSAGE_SMS;
}

static void read_row(const struct db_result *result, size_t row, struct provider *out)
{
	*out = (struct provider){
		.id = db_int_at(result, row, 0),
		.version = db_int_at(result, row, 1),
		.channel = channel_of(db_text_at(result, row, 2)),
		.kind = (enum provider_kind)word_index(
			provider_kind_words, db_text_at(result, row, 3)),
		.name = db_text_at(result, row, 4),
		.settings = db_text_at(result, row, 5),
		.secret_sealed = db_text_at(result, row, 6),
		.callback_key = db_text_at(result, row, 7),
		.active = db_int_at(result, row, 8) != 0,
		.sent_us = db_opt_at(result, row, 9),
		.failed_us = db_opt_at(result, row, 10),
		.error = db_text_at(result, row, 11),
		.created_us = db_int_at(result, row, 12),
		.company_id = db_int_at(result, row, 13),
	};
}

static enum err read_one(struct cx *cx, const struct db_result *result, struct provider *provider)
{
	if (result->count == 0)
		return fail(cx, ERR_NOT_FOUND, NULL, "There is no such provider.");
	read_row(result, 0, provider);
	return OK;
}

enum err provider_store_list(struct cx *cx, struct provider **rows, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &list_sql, DB_ARGS(db_int(cx->actor->company_id)), &result));
	*rows = arena_array(cx->arena, result.count, sizeof(**rows));
	*count = result.count;
	for (size_t i = 0; i < result.count; i++)
		read_row(&result, i, &(*rows)[i]);
	return OK;
}

enum err provider_store_get(struct cx *cx, int64_t id, struct provider *provider)
{
	struct db_result result;

	TRY(db_run(cx, &get_sql, DB_ARGS(db_int(cx->actor->company_id), db_int(id)), &result));
	return read_one(cx, &result, provider);
}

enum err provider_store_active(
	struct cx *cx, enum message_channel channel, struct provider *provider)
{
	struct db_result result;

	TRY(db_run(cx, &active_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_text(message_channel_words[channel])),
		&result));
	return read_one(cx, &result, provider);
}

enum err provider_store_by_callback(struct cx *cx, const char *key, struct provider *provider)
{
	struct db_result result;

	TRY(db_run(cx, &by_callback_sql, DB_ARGS(db_text(key)), &result));
	return read_one(cx, &result, provider);
}

static enum err rest_others(struct cx *cx, const struct provider *provider)
{
	if (!provider->active)
		return OK;
	return db_exec(cx, &rest_sql,
		DB_ARGS(db_int(cx->actor->company_id),
			db_text(message_channel_words[provider->channel]), db_int(cx->now_us),
			db_int(provider->id)),
		NULL);
}

enum err provider_store_add(struct cx *cx, struct provider *provider)
{
	TRY(db_next_id(cx, "message_provider", &provider->id));
	TRY(rest_others(cx, provider));
	provider->version = 1;
	provider->created_us = cx->now_us;
	return db_exec(cx, &add_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(provider->id),
			db_text(message_channel_words[provider->channel]),
			db_text(provider_kind_words[provider->kind]), db_text(provider->name),
			db_text(provider->settings), db_text(provider->secret_sealed),
			db_text(provider->callback_key), db_int(provider->active),
			db_int(cx->now_us)),
		NULL);
}

enum err provider_store_change(struct cx *cx, struct provider *provider)
{
	int64_t changed;

	TRY(rest_others(cx, provider));
	TRY(db_exec(cx, &change_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(provider->id),
			db_text(provider->name), db_text(provider->settings),
			db_text(provider->secret_sealed), db_int(provider->active),
			db_int(cx->now_us), db_int(provider->version)),
		&changed));
	if (changed != 1)
		return fail(cx, ERR_CONFLICT, "version", "The provider has changed since.");
	provider->version++;
	return OK;
}

enum err provider_store_remove(struct cx *cx, int64_t id)
{
	struct db_result result;

	TRY(db_run(
		cx, &under_way_sql, DB_ARGS(db_int(cx->actor->company_id), db_int(id)), &result));
	if (result.count)
		return fail(cx, ERR_CONFLICT, NULL, "Messages are on their way through it.");
	return db_exec(cx, &remove_sql, DB_ARGS(db_int(cx->actor->company_id), db_int(id)), NULL);
}

enum err provider_store_note(struct cx *cx, int64_t id, const char *error)
{
	if (!error)
		return db_exec(cx, &took_sql,
			DB_ARGS(db_int(cx->actor->company_id), db_int(id), db_int(cx->now_us)),
			NULL);
	return db_exec(cx, &refused_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(id), db_int(cx->now_us),
			db_text(error)),
		NULL);
}

db_query_list provider_queries = {&list_sql, &get_sql, &active_sql, &by_callback_sql, &rest_sql,
	&add_sql, &change_sql, &under_way_sql, &remove_sql, &took_sql, &refused_sql, NULL};

/* rating_link_store.c - keys to rate by, and when customers are asked: the SQL of them. */
/* SPDX-License-Identifier: MIT */
#include "domains/interactions/interaction_internal.h"

#include "platform/db/db.h"

#define LINK \
	"SELECT company_id, id, order_id, agent_id, communication_id, expires_us, created_us," \
	" used_us FROM rating_links"

static const struct db_query add_sql = {"rating_link.add",
	"INSERT INTO rating_links (company_id, id, order_id, agent_id, key_hash,"
	" communication_id, expires_us, created_us) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
	NULL, NULL};
/* tenancy: all companies, the unguessable key in the address says which company is meant */
static const struct db_query by_hash_sql = {
	"rating_link.by_hash", LINK " WHERE key_hash = $1", NULL, NULL};
static const struct db_query last_sql = {"rating_link.last",
	LINK " WHERE company_id = $1 AND order_id = $2 ORDER BY id DESC LIMIT 1", NULL, NULL};
static const struct db_query use_sql = {"rating_link.use",
	"UPDATE rating_links SET used_us = $3"
	" WHERE company_id = $1 AND id = $2 AND used_us IS NULL AND expires_us > $3",
	NULL, NULL};
static const struct db_query rated_sql = {"rating_link.rated",
	"UPDATE rating_links SET rating_id = $3 WHERE company_id = $1 AND id = $2", NULL, NULL};
static const struct db_query settings_sql = {"rating_settings.get",
	"SELECT request_on, channel, version FROM rating_settings WHERE company_id = $1", NULL,
	NULL};
static const struct db_query settings_put_sql = {"rating_settings.put",
	"INSERT INTO rating_settings (company_id, request_on, channel, version, updated_us)"
	" VALUES ($1, $2, $3, 1, $5)"
	" ON CONFLICT (company_id) DO UPDATE SET request_on = excluded.request_on,"
	" channel = excluded.channel, version = rating_settings.version + 1,"
	" updated_us = excluded.updated_us WHERE rating_settings.version = $4",
	NULL, NULL};

static struct rating_link read_one(const struct db_result *result)
{
	return (struct rating_link){
		.company_id = db_int_at(result, 0, 0),
		.id = db_int_at(result, 0, 1),
		.order_id = db_int_at(result, 0, 2),
		.agent_id = db_int_at(result, 0, 3),
		.communication_id = db_int_at(result, 0, 4),
		.expires_us = db_int_at(result, 0, 5),
		.created_us = db_int_at(result, 0, 6),
		.used_us = db_opt_at(result, 0, 7),
	};
}

enum err rating_link_store_add(struct cx *cx, struct rating_link *link)
{
	TRY(db_next_id(cx, "rating_link", &link->id));
	return db_exec(cx, &add_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(link->id), db_int(link->order_id),
			db_id(link->agent_id), db_text(link->key_hash),
			db_id(link->communication_id), db_int(link->expires_us),
			db_int(link->created_us)),
		NULL);
}

enum err rating_link_store_by_hash(struct cx *cx, const char *key_hash, struct rating_link *link)
{
	struct db_result result;

	TRY(db_run(cx, &by_hash_sql, DB_ARGS(db_text(key_hash)), &result));
	if (result.count == 0)
		return ERR_NOT_FOUND;
	*link = read_one(&result);
	return OK;
}

enum err rating_link_store_last(struct cx *cx, int64_t order_id, struct rating_link *link)
{
	struct db_result result;

	*link = (struct rating_link){0};
	TRY(db_run(
		cx, &last_sql, DB_ARGS(db_int(cx->actor->company_id), db_int(order_id)), &result));
	if (result.count)
		*link = read_one(&result);
	return OK;
}

enum err rating_link_store_use(struct cx *cx, const struct rating_link *link, bool *used)
{
	int64_t changed = 0;

	TRY(db_exec(cx, &use_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(link->id), db_int(cx->now_us)),
		&changed));
	*used = changed == 1;
	return OK;
}

enum err rating_link_store_rated(struct cx *cx, const struct rating_link *link, int64_t rating_id)
{
	return db_exec(cx, &rated_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(link->id), db_int(rating_id)), NULL);
}

enum err rating_settings_store_get(struct cx *cx, struct rating_settings *settings)
{
	struct db_result result;

	*settings = (struct rating_settings){.request_on = "never"};
	TRY(db_run(cx, &settings_sql, DB_ARGS(db_int(cx->actor->company_id)), &result));
	if (result.count == 0)
		return OK;
	settings->request_on = db_text_at(&result, 0, 0);
	settings->email = text_is(db_text_at(&result, 0, 1), "email");
	settings->version = db_int_at(&result, 0, 2);
	return OK;
}

enum err rating_settings_store_put(
	struct cx *cx, const struct rating_settings *settings, bool *stored)
{
	int64_t changed = 0;

	TRY(db_exec(cx, &settings_put_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_text(settings->request_on),
			db_text(settings->email ? "email" : "sms"), db_int(settings->version),
			db_int(cx->now_us)),
		&changed));
	*stored = changed == 1;
	return OK;
}

db_query_list rating_link_queries = {&add_sql, &by_hash_sql, &last_sql, &use_sql, &rated_sql,
	&settings_sql, &settings_put_sql, NULL};

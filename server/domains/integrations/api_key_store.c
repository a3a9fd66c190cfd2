/* api_key_store.c - statements on keys for programs. */
/* SPDX-License-Identifier: MIT */
#include "domains/integrations/api_key_internal.h"

static const struct db_query list_sql = {
	.name = "api_key.list",
	.text = "SELECT k.id, k.name, k.hint, k.permissions, k.created_by, k.created_us, u.name,"
		" u.status, k.expires_us, k.last_used_us, k.revoked_us, k.last_ip"
		" FROM api_keys k JOIN users u ON u.company_id = k.company_id"
		" AND u.id = k.created_by"
		" WHERE k.company_id = $1 AND (k.id = $2 OR $2 = 0) ORDER BY k.id DESC",
};

static const struct db_query add_sql = {
	.name = "api_key.add",
	.text = "INSERT INTO api_keys (company_id, id, name, key_hash, hint, permissions,"
		" created_by, created_us, expires_us)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
};

static const struct db_query revoke_sql = {
	.name = "api_key.revoke",
	.text = "UPDATE api_keys SET revoked_us = $3, revoked_by = $4"
		" WHERE company_id = $1 AND id = $2 AND revoked_us IS NULL",
};

db_query_list api_key_queries = {&list_sql, &add_sql, &revoke_sql, NULL};

enum err api_key_store_list(struct cx *cx, int64_t id, struct api_key **list, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &list_sql, DB_ARGS(db_int(cx->actor->company_id), db_int(id)), &result));
	*count = result.count;
	*list = arena_array(cx->arena, result.count, sizeof(**list));
	for (size_t row = 0; row < result.count; row++)
		(*list)[row] = (struct api_key){
			.id = db_int_at(&result, row, 0),
			.name = db_text_at(&result, row, 1),
			.hint = db_text_at(&result, row, 2),
			.permissions = db_text_at(&result, row, 3),
			.created_by = db_int_at(&result, row, 4),
			.created_us = db_int_at(&result, row, 5),
			.creator_name = db_text_at(&result, row, 6),
			.creator_active = text_is(db_text_at(&result, row, 7), "active"),
			.expires_us = db_opt_at(&result, row, 8),
			.last_used_us = db_opt_at(&result, row, 9),
			.revoked_us = db_opt_at(&result, row, 10),
			.last_ip = db_text_at(&result, row, 11),
		};
	return OK;
}

enum err api_key_store_add(struct cx *cx, const struct api_key *key, const char *hash)
{
	return db_exec(cx, &add_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(key->id), db_text(key->name),
			db_text(hash), db_text(key->hint), db_text(key->permissions),
			db_int(key->created_by), db_int(key->created_us), db_opt(key->expires_us)),
		NULL);
}

enum err api_key_store_revoke(struct cx *cx, int64_t id)
{
	return db_exec(cx, &revoke_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(id), db_int(cx->now_us),
			db_id(cx->actor->user_id)),
		NULL);
}

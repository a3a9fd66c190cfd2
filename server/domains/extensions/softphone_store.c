/* softphone_store.c - the phone in the browser: the SQL of it. */
/* SPDX-License-Identifier: MIT */
#include "domains/extensions/softphone_internal.h"

#include "platform/db/db.h"

static const struct db_query get_sql = {"softphone.get",
	"SELECT ws_url, domain, ice_sealed, is_active, version, updated_us FROM softphone_settings"
	" WHERE company_id = $1",
	NULL, NULL};
static const struct db_query add_sql = {"softphone.add",
	"INSERT INTO softphone_settings (company_id, ws_url, domain, ice_sealed, is_active,"
	" updated_us) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
	NULL, NULL};
static const struct db_query change_sql = {"softphone.change",
	"UPDATE softphone_settings SET ws_url = $3, domain = $4, ice_sealed = $5, is_active = $6,"
	" updated_us = $7, version = version + 1 WHERE company_id = $1 AND version = $2",
	NULL, NULL};
static const struct db_query account_sql = {"sip.get",
	"SELECT sip_user, secret_sealed, version, updated_us FROM extension_sip"
	" WHERE company_id = $1 AND extension_id = $2",
	NULL, NULL};
static const struct db_query account_add_sql = {"sip.add",
	"INSERT INTO extension_sip (company_id, extension_id, sip_user, secret_sealed, updated_us)"
	" VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
	NULL, NULL};
static const struct db_query account_change_sql = {"sip.change",
	"UPDATE extension_sip SET sip_user = $4, secret_sealed = $5, updated_us = $6,"
	" version = version + 1 WHERE company_id = $1 AND extension_id = $2 AND version = $3",
	NULL, NULL};
static const struct db_query account_remove_sql = {"sip.remove",
	"DELETE FROM extension_sip WHERE company_id = $1 AND extension_id = $2", NULL, NULL};
static const struct db_query own_sql = {"sip.own",
	"SELECT e.id, e.extension, a.name, s.sip_user, s.secret_sealed FROM extensions e"
	" JOIN agents a ON a.company_id = e.company_id AND a.id = e.agent_id"
	" LEFT JOIN extension_sip s ON s.company_id = e.company_id AND s.extension_id = e.id"
	" WHERE e.company_id = $1 AND e.agent_id = $2 AND e.is_active = 1",
	NULL, NULL};

enum err softphone_store_get(struct cx *cx, struct softphone *softphone)
{
	struct db_result result;

	*softphone = (struct softphone){0};
	TRY(db_run(cx, &get_sql, DB_ARGS(db_int(cx->actor->company_id)), &result));
	if (result.count == 0)
		return OK;
	*softphone = (struct softphone){.configured = true,
		.ws_url = db_text_at(&result, 0, 0),
		.domain = db_text_at(&result, 0, 1),
		.ice_sealed = db_text_at(&result, 0, 2),
		.active = db_int_at(&result, 0, 3) != 0,
		.version = db_int_at(&result, 0, 4),
		.updated_us = db_int_at(&result, 0, 5)};
	return OK;
}

enum err softphone_store_put(struct cx *cx, const struct softphone *softphone, bool *stored)
{
	int64_t changed;

	if (!softphone->configured)
		TRY(db_exec(cx, &add_sql,
			DB_ARGS(db_int(cx->actor->company_id), db_text(softphone->ws_url),
				db_text(softphone->domain), db_text(softphone->ice_sealed),
				db_int(softphone->active), db_int(cx->now_us)),
			&changed));
	else
		TRY(db_exec(cx, &change_sql,
			DB_ARGS(db_int(cx->actor->company_id), db_int(softphone->version),
				db_text(softphone->ws_url), db_text(softphone->domain),
				db_text(softphone->ice_sealed), db_int(softphone->active),
				db_int(cx->now_us)),
			&changed));
	*stored = changed == 1;
	return OK;
}

enum err sip_store_get(struct cx *cx, int64_t extension_id, struct sip_account *account)
{
	struct db_result result;

	*account = (struct sip_account){0};
	TRY(db_run(cx, &account_sql, DB_ARGS(db_int(cx->actor->company_id), db_int(extension_id)),
		&result));
	if (result.count == 0)
		return OK;
	*account = (struct sip_account){.there = true,
		.user = db_text_at(&result, 0, 0),
		.secret_sealed = db_text_at(&result, 0, 1),
		.version = db_int_at(&result, 0, 2),
		.updated_us = db_int_at(&result, 0, 3)};
	return OK;
}

enum err sip_store_put(
	struct cx *cx, int64_t extension_id, const struct sip_account *account, bool *stored)
{
	int64_t changed;

	if (!account->there)
		TRY(db_exec(cx, &account_add_sql,
			DB_ARGS(db_int(cx->actor->company_id), db_int(extension_id),
				db_text(account->user), db_text(account->secret_sealed),
				db_int(cx->now_us)),
			&changed));
	else
		TRY(db_exec(cx, &account_change_sql,
			DB_ARGS(db_int(cx->actor->company_id), db_int(extension_id),
				db_int(account->version), db_text(account->user),
				db_text(account->secret_sealed), db_int(cx->now_us)),
			&changed));
	*stored = changed == 1;
	return OK;
}

enum err sip_store_remove(struct cx *cx, int64_t extension_id)
{
	return db_exec(cx, &account_remove_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(extension_id)), NULL);
}

enum err sip_store_own(struct cx *cx, int64_t agent_id, struct own_phone *own,
	const char **secret_sealed, bool *found)
{
	struct db_result result;

	TRY(db_run(
		cx, &own_sql, DB_ARGS(db_int(cx->actor->company_id), db_int(agent_id)), &result));
	*found = result.count > 0;
	if (!*found)
		return OK;
	own->extension_id = db_int_at(&result, 0, 0);
	own->number = db_text_at(&result, 0, 1);
	own->display_name = db_text_at(&result, 0, 2);
	own->user = db_text_at(&result, 0, 3);
	*secret_sealed = db_text_at(&result, 0, 4);
	return OK;
}

db_query_list softphone_queries = {&get_sql, &add_sql, &change_sql, &account_sql, &account_add_sql,
	&account_change_sql, &account_remove_sql, &own_sql, NULL};

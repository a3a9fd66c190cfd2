/* chat_settings_store.c - the SQL of a company's chat settings. */
/* SPDX-License-Identifier: MIT */
#include "domains/chat/chat_settings.h"

#include "platform/auth/auth.h"
#include "platform/db/db.h"

static const struct db_query get_sql = {"chat_settings.get",
	"SELECT version, routing, offer_seconds, capacity_default, waiting_alert_seconds,"
	" unseen_alert_seconds, disconnect_grace_seconds, abandon_minutes, receipts, answers,"
	" updated_us FROM chat_settings WHERE company_id = $1",
	NULL, NULL};
static const struct db_query add_sql = {"chat_settings.add",
	"INSERT INTO chat_settings (company_id, version, routing, offer_seconds,"
	" capacity_default, waiting_alert_seconds, unseen_alert_seconds,"
	" disconnect_grace_seconds, abandon_minutes, receipts, answers, updated_us)"
	" VALUES ($1, CAST($2 AS BIGINT) + 1, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
	" ON CONFLICT (company_id) DO NOTHING",
	NULL, NULL};
static const struct db_query change_sql = {"chat_settings.change",
	"UPDATE chat_settings SET routing = $3, offer_seconds = $4, capacity_default = $5,"
	" waiting_alert_seconds = $6, unseen_alert_seconds = $7, disconnect_grace_seconds = $8,"
	" abandon_minutes = $9, receipts = $10, answers = $11, updated_us = $12,"
	" version = version + 1 WHERE company_id = $1 AND version = $2",
	NULL, NULL};

db_query_list chat_settings_queries = {&get_sql, &add_sql, &change_sql, NULL};

enum err chat_settings_store_get(
	struct cx *cx, struct chat_settings *settings, const char **answers)
{
	struct db_result result;

	TRY(db_run(cx, &get_sql, DB_ARGS(db_int(cx->actor->company_id)), &result));
	if (!result.count)
		return OK;
	settings->version = db_int_at(&result, 0, 0);
	settings->routing = db_text_at(&result, 0, 1);
	settings->offer_s = db_int_at(&result, 0, 2);
	settings->capacity = db_int_at(&result, 0, 3);
	settings->waiting_alert_s = db_int_at(&result, 0, 4);
	settings->unseen_alert_s = db_int_at(&result, 0, 5);
	settings->grace_s = db_int_at(&result, 0, 6);
	settings->abandon_min = db_int_at(&result, 0, 7);
	settings->receipts = db_int_at(&result, 0, 8) != 0;
	*answers = db_text_at(&result, 0, 9);
	settings->updated_us = db_int_at(&result, 0, 10);
	return OK;
}

enum err chat_settings_store_put(
	struct cx *cx, const struct chat_settings *settings, const char *answers, bool *stored)
{
	int64_t changed = 0;

	TRY(db_exec(cx, settings->version ? &change_sql : &add_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(settings->version),
			db_text(settings->routing), db_int(settings->offer_s),
			db_int(settings->capacity), db_int(settings->waiting_alert_s),
			db_int(settings->unseen_alert_s), db_int(settings->grace_s),
			db_int(settings->abandon_min), db_int(settings->receipts), db_text(answers),
			db_int(cx->now_us)),
		&changed));
	*stored = changed == 1;
	return OK;
}

/* preference_store.c - statements on notification_settings. */
/* SPDX-License-Identifier: MIT */
#include "domains/notifications/preference_internal.h"

#include "platform/db/db.h"

static const struct db_query get_sql = {
	.name = "notification_preference.get",
	.text = "SELECT COALESCE(s.version, 0), COALESCE(s.choices, '{}'),"
		" COALESCE(s.sounds, '{}'), COALESCE(s.volume, 70),"
		" CASE WHEN s.muted_until_us > $3 THEN s.muted_until_us END,"
		" CASE WHEN p.status = 'dnd' THEN 1 ELSE 0 END, u.email,"
		" (SELECT COUNT(*) FROM push_subscriptions b"
		" WHERE b.company_id = u.company_id AND b.user_id = u.id)"
		" FROM users u"
		" LEFT JOIN notification_settings s"
		" ON s.company_id = u.company_id AND s.user_id = u.id"
		" LEFT JOIN agents a ON a.company_id = u.company_id AND a.user_id = u.id"
		" LEFT JOIN agent_presence p ON p.company_id = a.company_id AND p.agent_id = a.id"
		" WHERE u.company_id = $1 AND u.id = $2",
};

static const struct db_query insert_sql = {
	.name = "notification_preference.insert",
	.text = "INSERT INTO notification_settings (company_id, user_id, choices, sounds, volume)"
		" VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
};

static const struct db_query update_sql = {
	.name = "notification_preference.update",
	.text = "UPDATE notification_settings SET choices = $3, sounds = $4, volume = $5,"
		" version = version + 1 WHERE company_id = $1 AND user_id = $2 AND version = $6",
};

/* Muting is no choice of the matrix: it moves no version. */
static const struct db_query mute_sql = {
	.name = "notification_preference.mute",
	.text = "INSERT INTO notification_settings (company_id, user_id, muted_until_us)"
		" VALUES ($1, $2, $3) ON CONFLICT (company_id, user_id)"
		" DO UPDATE SET muted_until_us = excluded.muted_until_us",
};

db_query_list preference_queries = {&get_sql, &insert_sql, &update_sql, &mute_sql, NULL};

enum err preference_store_get(struct cx *cx, struct preference *preference)
{
	struct db_result result;

	TRY(db_run(cx, &get_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(cx->actor->user_id),
			db_int(cx->now_us)),
		&result));
	if (!result.count)
		return fail(cx, ERR_DENIED, NULL, "Only people have notifications.");
	*preference = (struct preference){
		.version = db_int_at(&result, 0, 0),
		.choices = db_text_or_empty(&result, 0, 1),
		.sounds = db_text_or_empty(&result, 0, 2),
		.volume = db_int_at(&result, 0, 3),
		.muted_until_us = db_opt_at(&result, 0, 4),
		.dnd = db_int_at(&result, 0, 5) != 0,
		.email = db_text_at(&result, 0, 6),
		.subscriptions = db_int_at(&result, 0, 7),
	};
	return OK;
}

enum err preference_store_put(struct cx *cx, const struct preference *preference, bool *changed)
{
	const struct db_value company = db_int(cx->actor->company_id);
	const struct db_value user = db_int(cx->actor->user_id);
	const struct db_value choices = db_text(preference->choices);
	const struct db_value sounds = db_text(preference->sounds);
	int64_t rows;

	if (preference->version)
		TRY(db_exec(cx, &update_sql,
			DB_ARGS(company, user, choices, sounds, db_int(preference->volume),
				db_int(preference->version)),
			&rows));
	else
		TRY(db_exec(cx, &insert_sql,
			DB_ARGS(company, user, choices, sounds, db_int(preference->volume)),
			&rows));
	*changed = rows > 0;
	return OK;
}

enum err preference_store_mute(struct cx *cx, struct opt_int until_us)
{
	return db_exec(cx, &mute_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(cx->actor->user_id),
			db_opt(until_us)),
		NULL);
}

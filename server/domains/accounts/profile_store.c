/* profile_store.c - statements on the actor's own row. */
/* SPDX-License-Identifier: MIT */
#include "domains/accounts/profile_internal.h"

static const struct db_query get_sql = {
	.name = "profile.get",
	.text = "SELECT u.version, u.username, u.name, u.email, u.phone, u.language,"
		" u.time_zone, u.bio, u.signature,"
		" a.id, a.agent_no, a.order_capacity, a.open_orders, a.level,"
		" d.id, d.code, d.name, t.id, t.name, a.working_hours, c.own_names"
		" FROM users u"
		" JOIN companies c ON c.company_id = u.company_id AND c.id = u.company_id"
		" LEFT JOIN agents a ON a.company_id = u.company_id AND a.user_id = u.id"
		" LEFT JOIN departments d ON d.company_id = a.company_id"
		" AND d.id = a.department_id"
		" LEFT JOIN teams t ON t.company_id = a.company_id AND t.id = a.team_id"
		" WHERE u.company_id = $1 AND u.id = $2",
};

static const struct db_query put_sql = {
	.name = "profile.put",
	.text = "UPDATE users SET email = $4, email_key = $5, phone = $6, language = $7,"
		" time_zone = $8, bio = $9, signature = $10, updated_us = $11, name = $12,"
		" version = version + 1 WHERE company_id = $1 AND id = $2 AND version = $3",
};

static const struct db_query hours_sql = {
	.name = "profile.hours",
	.text = "UPDATE agents SET working_hours = $3, updated_us = $4, version = version + 1"
		" WHERE company_id = $1 AND id = $2",
};

const struct db_query *const profile_queries[] = {&get_sql, &put_sql, &hours_sql, NULL};

enum err profile_store_get(struct cx *cx, struct profile *profile)
{
	struct db_result result;

	TRY(db_run(cx, &get_sql, DB_ARGS(db_int(cx->actor->company_id), db_int(cx->actor->user_id)),
		&result));
	if (!result.count)
		return fail(cx, ERR_DENIED, NULL, "Only people have a profile.");
	*profile = (struct profile){
		.version = db_int_at(&result, 0, 0),
		.username = db_text_or_empty(&result, 0, 1),
		.name = db_text_or_empty(&result, 0, 2),
		.email = db_text_at(&result, 0, 3),
		.phone = db_text_at(&result, 0, 4),
		.language = db_text_at(&result, 0, 5),
		.time_zone = db_text_at(&result, 0, 6),
		.bio = db_text_or_empty(&result, 0, 7),
		.signature = db_text_or_empty(&result, 0, 8),
		.agent_id = db_int_at(&result, 0, 9),
		.agent_no = db_int_at(&result, 0, 10),
		.order_capacity = db_int_at(&result, 0, 11),
		.open_orders = db_int_at(&result, 0, 12),
		.level = db_text_at(&result, 0, 13),
		.department = {.id = db_int_at(&result, 0, 14),
			.code = db_text_at(&result, 0, 15),
			.name = db_text_at(&result, 0, 16)},
		.team = {.id = db_int_at(&result, 0, 17), .name = db_text_at(&result, 0, 18)},
		.working_hours = db_text_at(&result, 0, 19),
		.may_rename = db_int_at(&result, 0, 20) != 0,
	};
	return OK;
}

enum err profile_store_put(
	struct cx *cx, const struct profile *profile, const char *email_key, bool *changed)
{
	int64_t rows;

	TRY(db_exec(cx, &put_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(cx->actor->user_id),
			db_int(profile->version), db_text(profile->email), db_text(email_key),
			db_text(profile->phone), db_text(profile->language),
			db_text(profile->time_zone), db_text(profile->bio),
			db_text(profile->signature), db_int(cx->now_us), db_text(profile->name)),
		&rows));
	*changed = rows > 0;
	return OK;
}

enum err profile_store_hours(struct cx *cx, const char *working_hours)
{
	return db_exec(cx, &hours_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(cx->actor->agent_id),
			db_text(working_hours), db_int(cx->now_us)),
		NULL);
}

/* session_store.c - statements on sessions, devices and the login log. */
/* SPDX-License-Identifier: MIT */
#include "domains/accounts/session_internal.h"

#define SESSION_COLUMNS \
	"s.company_id, s.id, s.user_id, s.device_id, s.surface, s.token_salt, s.csrf," \
	" s.refresh_hash, s.previous_refresh_hash, s.rotated_us, s.idle_timeout_us," \
	" s.last_seen_us, s.expires_us, s.refresh_expires_us, s.created_us, s.end_reason," \
	" s.workstation_id, s.ip, s.user_agent," \
	" CASE WHEN u.status = 'active' THEN 1 ELSE 0 END," \
	" CASE WHEN d.revoked_us IS NULL THEN 0 ELSE 1 END"

#define SESSION_FROM \
	" FROM auth_sessions s" \
	" JOIN users u ON u.company_id = s.company_id AND u.id = s.user_id" \
	" LEFT JOIN devices d ON d.company_id = s.company_id AND d.id = s.device_id"

static const struct db_query insert_sql = {
	.name = "session.insert",
	.text = "INSERT INTO auth_sessions (company_id, id, user_id, device_id, surface, "
		"token_salt,"
		" csrf, refresh_hash, previous_refresh_hash, rotated_us, ip, user_agent, "
		"workstation_id,"
		" idle_timeout_us, last_seen_us, expires_us, refresh_expires_us, created_us)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, "
		"$17, $15)",
};

static const struct db_query by_id_sql = {
	.name = "session.by_id",
	.text = "SELECT " SESSION_COLUMNS SESSION_FROM " WHERE s.company_id = $1 AND s.id = $2",
};

static const struct db_query following_sql = {
	.name = "session.following",
	.text = "SELECT " SESSION_COLUMNS SESSION_FROM
		" WHERE s.company_id = $1 AND s.previous_refresh_hash = $2"
		" AND s.refresh_hash IS NOT NULL AND s.ended_us IS NULL",
};

static const struct db_query rotate_sql = {
	.name = "session.rotate",
	.text = "UPDATE auth_sessions SET refresh_hash = $4, previous_refresh_hash = refresh_hash,"
		" rotated_us = $5, last_seen_us = $5, expires_us = $6"
		" WHERE company_id = $1 AND id = $2 AND refresh_hash = $3 AND ended_us IS NULL",
};

static const struct db_query hand_over_sql = {
	.name = "session.hand_over",
	.text = "UPDATE auth_sessions SET refresh_hash = NULL, previous_refresh_hash = "
		"refresh_hash,"
		" rotated_us = $4, ended_us = COALESCE(ended_us, $4),"
		" end_reason = COALESCE(end_reason, $5)"
		" WHERE company_id = $1 AND id = $2 AND refresh_hash = $3",
};

static const struct db_query end_sql = {
	.name = "session.end",
	.text = "UPDATE auth_sessions SET ended_us = $3, end_reason = $4,"
		" refresh_hash = CASE WHEN CAST($5 AS BIGINT) = 1 THEN refresh_hash ELSE NULL END"
		" WHERE company_id = $1 AND id = $2 AND ended_us IS NULL",
};

static const struct db_query forget_refresh_sql = {
	.name = "session.forget_refresh",
	.text = "UPDATE auth_sessions SET refresh_hash = NULL"
		" WHERE company_id = $1 AND id = $2 AND refresh_hash IS NOT NULL",
};

static const struct db_query open_of_user_sql = {
	.name = "session.open_of_user",
	.text = "SELECT " SESSION_COLUMNS SESSION_FROM " WHERE s.company_id = $1 AND s.user_id = $2"
		" AND (s.ended_us IS NULL OR s.refresh_hash IS NOT NULL)",
};

static const struct db_query of_device_sql = {
	.name = "session.of_device",
	.text = "SELECT " SESSION_COLUMNS SESSION_FROM
		" WHERE s.company_id = $1 AND s.user_id = $2 AND s.device_id = $3"
		" AND (s.ended_us IS NULL OR s.refresh_hash IS NOT NULL)",
};

/* tenancy: all companies, sessions grow old in every one */
static const struct db_query over_sql = {
	.name = "session.over",
	.text = "SELECT " SESSION_COLUMNS SESSION_FROM
		" WHERE s.ended_us IS NULL AND (s.expires_us <= $1 OR s.last_seen_us > $4 OR"
		" (s.idle_timeout_us > 0 AND s.last_seen_us + s.idle_timeout_us <= $2))"
		" ORDER BY s.last_seen_us LIMIT $3",
};

static const struct db_query log_sql = {
	.name = "session.log",
	.text = "INSERT INTO login_log (company_id, id, at_us, user_id, way, outcome, ip, "
		"user_agent)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
};

static const struct db_query last_login_sql = {
	.name = "session.last_login",
	.text = "UPDATE users SET last_login_us = $3 WHERE company_id = $1 AND id = $2",
};

static const struct db_query device_insert_sql = {
	.name = "session.device_insert",
	.text = "INSERT INTO devices (company_id, id, user_id, name, user_agent, last_seen_us,"
		" created_us) VALUES ($1, $2, $3, $4, $5, $6, $6)",
};

static const struct db_query device_seen_sql = {
	.name = "session.device_seen",
	.text = "UPDATE devices SET last_seen_us = $3 WHERE company_id = $1 AND id = $2",
};

static const struct db_query devices_sql = {
	.name = "session.devices",
	.text = "SELECT d.id, d.name, d.user_agent, d.created_us, d.last_seen_us,"
		" CASE WHEN EXISTS (SELECT 1 FROM auth_sessions s WHERE s.company_id = $1 AND s.id "
		"= $3"
		" AND s.device_id = d.id) THEN 1 ELSE 0 END"
		" FROM devices d WHERE d.company_id = $1 AND d.user_id = $2 AND d.revoked_us IS "
		"NULL"
		" ORDER BY d.last_seen_us DESC, d.id DESC LIMIT 100",
};

static const struct db_query device_revoke_sql = {
	.name = "session.device_revoke",
	.text = "UPDATE devices SET revoked_us = $4"
		" WHERE company_id = $1 AND id = $2 AND user_id = $3 AND revoked_us IS NULL",
};

const struct db_query *const session_queries[] = {&insert_sql, &by_id_sql, &following_sql,
	&rotate_sql, &hand_over_sql, &end_sql, &forget_refresh_sql, &open_of_user_sql,
	&of_device_sql, &over_sql, &log_sql, &last_login_sql, &device_insert_sql, &device_seen_sql,
	&devices_sql, &device_revoke_sql, NULL};

static void read_session(const struct db_result *result, size_t row, struct session *session)
{
	*session = (struct session){
		.company_id = db_int_at(result, row, 0),
		.id = db_int_at(result, row, 1),
		.user_id = db_int_at(result, row, 2),
		.device_id = db_int_at(result, row, 3),
		.surface = db_text_at(result, row, 4),
		.salt = db_text_at(result, row, 5),
		.csrf = db_text_at(result, row, 6),
		.refresh_hash = db_text_at(result, row, 7),
		.previous_refresh_hash = db_text_at(result, row, 8),
		.rotated_us = db_int_at(result, row, 9),
		.idle_timeout_us = db_int_at(result, row, 10),
		.last_seen_us = db_int_at(result, row, 11),
		.expires_us = db_int_at(result, row, 12),
		.refresh_expires_us = db_int_at(result, row, 13),
		.created_us = db_int_at(result, row, 14),
		.end_reason = db_text_at(result, row, 15),
		.workstation_id = db_text_at(result, row, 16),
		.ip = db_text_or_empty(result, row, 17),
		.user_agent = db_text_or_empty(result, row, 18),
		.user_active = db_int_at(result, row, 19) != 0,
		.device_revoked = db_int_at(result, row, 20) != 0,
	};
}

static void read_list(
	struct cx *cx, const struct db_result *result, struct session **list, size_t *count)
{
	*count = result->count;
	*list = arena_array(cx->arena, result->count, sizeof(**list));
	for (size_t row = 0; row < result->count; row++)
		read_session(result, row, *list + row);
}

enum err session_store_insert(struct cx *cx, const struct session *session)
{
	return db_exec(cx, &insert_sql,
		DB_ARGS(db_int(session->company_id), db_int(session->id), db_int(session->user_id),
			db_id(session->device_id), db_text(session->surface),
			db_text(session->salt), db_text(session->csrf),
			db_text(session->refresh_hash), db_text(session->previous_refresh_hash),
			db_id(session->rotated_us), db_text(session->ip),
			db_text(session->user_agent), db_text(session->workstation_id),
			db_int(session->idle_timeout_us), db_int(cx->now_us),
			db_int(session->expires_us), db_int(session->refresh_expires_us)),
		NULL);
}

static enum err one(struct cx *cx, const struct db_query *query, int64_t company_id,
	struct db_value key, struct session *session, bool *found)
{
	struct db_result result;

	TRY(db_run(cx, query, DB_ARGS(db_int(company_id), key), &result));
	*found = result.count == 1;
	if (*found)
		read_session(&result, 0, session);
	return OK;
}

enum err session_store_by_id(
	struct cx *cx, int64_t company_id, int64_t session_id, struct session *session, bool *found)
{
	return one(cx, &by_id_sql, company_id, db_int(session_id), session, found);
}

enum err session_store_following(struct cx *cx, int64_t company_id, const char *previous_hash,
	struct session *session, bool *found)
{
	return one(cx, &following_sql, company_id, db_text(previous_hash), session, found);
}

enum err session_store_rotate(struct cx *cx, const struct session *session, const char *next_hash,
	int64_t expires_us, bool *done)
{
	int64_t rows;

	TRY(db_exec(cx, &rotate_sql,
		DB_ARGS(db_int(session->company_id), db_int(session->id),
			db_text(session->refresh_hash), db_text(next_hash), db_int(cx->now_us),
			db_int(expires_us)),
		&rows));
	*done = rows == 1;
	return OK;
}

enum err session_store_hand_over(
	struct cx *cx, const struct session *session, const char *reason, bool *done)
{
	int64_t rows;

	TRY(db_exec(cx, &hand_over_sql,
		DB_ARGS(db_int(session->company_id), db_int(session->id),
			db_text(session->refresh_hash), db_int(cx->now_us), db_text(reason)),
		&rows));
	*done = rows == 1;
	return OK;
}

enum err session_store_end(struct cx *cx, const struct session *session, const char *reason,
	bool keep_refresh, bool *ended)
{
	int64_t rows;

	TRY(db_exec(cx, &end_sql,
		DB_ARGS(db_int(session->company_id), db_int(session->id), db_int(cx->now_us),
			db_text(reason), db_int(keep_refresh)),
		&rows));
	*ended = rows == 1;
	return OK;
}

enum err session_store_forget_refresh(struct cx *cx, int64_t company_id, int64_t session_id)
{
	return db_exec(
		cx, &forget_refresh_sql, DB_ARGS(db_int(company_id), db_int(session_id)), NULL);
}

enum err session_store_open_of_user(
	struct cx *cx, int64_t user_id, struct session **list, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &open_of_user_sql, DB_ARGS(db_int(cx->actor->company_id), db_int(user_id)),
		&result));
	read_list(cx, &result, list, count);
	return OK;
}

enum err session_store_of_device(
	struct cx *cx, int64_t user_id, int64_t device_id, struct session **list, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &of_device_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(user_id), db_int(device_id)),
		&result));
	read_list(cx, &result, list, count);
	return OK;
}

enum err session_store_over(
	struct cx *cx, int64_t margin_us, int64_t limit, struct session **list, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &over_sql,
		DB_ARGS(db_int(cx->now_us), db_int(cx->now_us - margin_us), db_int(limit),
			db_int(cx->now_us + CLOCK_DRIFT_US)),
		&result));
	read_list(cx, &result, list, count);
	return OK;
}

enum err session_store_log(struct cx *cx, int64_t company_id, int64_t user_id, const char *way,
	const char *outcome, const struct login_origin *origin)
{
	int64_t id;

	TRY(db_next_ids(cx, company_id, "login_log", 1, &id));
	return db_exec(cx, &log_sql,
		DB_ARGS(db_int(company_id), db_int(id), db_int(cx->now_us), db_id(user_id),
			db_text(way), db_text(outcome), db_text(origin->ip),
			db_text(origin->user_agent)),
		NULL);
}

enum err session_store_last_login(struct cx *cx, int64_t user_id)
{
	return db_exec(cx, &last_login_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(user_id), db_int(cx->now_us)), NULL);
}

enum err session_store_device_insert(struct cx *cx, int64_t user_id, const char *name,
	const char *user_agent, int64_t *device_id)
{
	TRY(db_next_id(cx, "device", device_id));
	return db_exec(cx, &device_insert_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(*device_id), db_int(user_id),
			db_text(name), db_text(user_agent), db_int(cx->now_us)),
		NULL);
}

enum err session_store_device_seen(struct cx *cx, int64_t device_id)
{
	return db_exec(cx, &device_seen_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(device_id), db_int(cx->now_us)),
		NULL);
}

enum err session_store_devices(struct cx *cx, struct device **list, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &devices_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(cx->actor->user_id),
			db_int(cx->actor->session_id)),
		&result));
	*count = result.count;
	*list = arena_array(cx->arena, result.count, sizeof(**list));
	for (size_t row = 0; row < result.count; row++)
		(*list)[row] = (struct device){
			.id = db_int_at(&result, row, 0),
			.name = db_text_at(&result, row, 1),
			.user_agent = db_text_at(&result, row, 2),
			.created_us = db_int_at(&result, row, 3),
			.last_seen_us = db_int_at(&result, row, 4),
			.current = db_int_at(&result, row, 5) != 0,
		};
	return OK;
}

enum err session_store_device_revoke(struct cx *cx, int64_t user_id, int64_t device_id, bool *found)
{
	int64_t rows;

	TRY(db_exec(cx, &device_revoke_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(device_id), db_int(user_id),
			db_int(cx->now_us)),
		&rows));
	*found = rows == 1;
	return OK;
}

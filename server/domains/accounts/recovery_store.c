/* recovery_store.c - statements on password requests and reset links. */
/* SPDX-License-Identifier: MIT */
#include "domains/accounts/recovery_internal.h"

static const struct db_query request_sql = {
	.name = "recovery.request",
	.text = "INSERT INTO password_requests (company_id, id, user_id, note, created_us)"
		" VALUES ($1, $2, $3, $4, $5)"
		" ON CONFLICT (company_id, user_id) WHERE status = 'open' DO NOTHING",
};

/* Whoever holds one of the rights $5 to $7 stands too high for the asking actor. */
static const struct db_query requests_sql = {
	.name = "recovery.requests",
	.text = "SELECT r.id, r.user_id, r.version, a.id, a.agent_no, u.username,"
		" COALESCE(a.name, u.name), r.note, r.status, r.created_us, r.resolved_us,"
		" u.avatar"
		" FROM password_requests r"
		" JOIN users u ON u.company_id = r.company_id AND u.id = r.user_id"
		" LEFT JOIN agents a ON a.company_id = r.company_id AND a.user_id = r.user_id"
		" WHERE r.company_id = $1 AND (r.id = $2 OR $2 = 0) AND (r.status = $3 OR $3 = "
		"'all')"
		" AND (a.team_id = $4 OR $4 = 0)"
		" AND NOT EXISTS (SELECT 1 FROM user_roles m JOIN role_permissions p"
		" ON p.company_id = m.company_id AND p.role_id = m.role_id"
		" WHERE m.company_id = $1 AND m.user_id = r.user_id"
		" AND p.permission IN ($5, $6, $7))"
		" ORDER BY r.created_us DESC, r.id DESC LIMIT 500",
};

/* Who may help: company-wide roles, and those of the person's own team. */
static const struct db_query helpers_sql = {
	.name = "recovery.helpers",
	.text = "SELECT DISTINCT m.user_id FROM role_permissions p"
		" JOIN roles r ON r.company_id = p.company_id AND r.id = p.role_id"
		" JOIN user_roles m ON m.company_id = r.company_id AND m.role_id = r.id"
		" JOIN users u ON u.company_id = m.company_id AND u.id = m.user_id"
		" LEFT JOIN agents a ON a.company_id = u.company_id AND a.user_id = u.id"
		" WHERE p.company_id = $1 AND p.permission = 'password_requests.resolve'"
		" AND u.status = 'active' AND u.id <> $2 AND (r.scope = 'company' OR a.team_id = "
		"$3)"
		" ORDER BY m.user_id LIMIT 50",
};

static const struct db_query decide_sql = {
	.name = "recovery.decide",
	.text = "UPDATE password_requests SET status = $3, resolved_by = $4, resolved_us = $5,"
		" version = version + 1 WHERE company_id = $1 AND id = $2 AND status = 'open'",
};

static const struct db_query recent_link_sql = {
	.name = "recovery.recent_link",
	.text = "SELECT 1 FROM password_resets"
		" WHERE company_id = $1 AND user_id = $2 AND created_us > $3",
};

static const struct db_query void_links_sql = {
	.name = "recovery.void_links",
	.text = "UPDATE password_resets SET used_us = $3"
		" WHERE company_id = $1 AND user_id = $2 AND used_us IS NULL",
};

static const struct db_query new_link_sql = {
	.name = "recovery.new_link",
	.text = "INSERT INTO password_resets (company_id, id, user_id, token_hash, expires_us,"
		" created_us) VALUES ($1, $2, $3, $4, $5, $6)",
};

/* tenancy: all companies, the link is all its holder has */
static const struct db_query link_sql = {
	.name = "recovery.link",
	.text = "SELECT company_id, id, user_id, expires_us, CASE WHEN used_us IS NULL"
		" THEN 0 ELSE 1 END FROM password_resets WHERE token_hash = $1",
};

static const struct db_query use_link_sql = {
	.name = "recovery.use_link",
	.text = "UPDATE password_resets SET used_us = $3"
		" WHERE company_id = $1 AND id = $2 AND used_us IS NULL",
};

/* tenancy: all companies, dead links are swept in every one */
static const struct db_query sweep_sql = {
	.name = "recovery.sweep",
	.text = "DELETE FROM password_resets WHERE expires_us < $1",
};

const struct db_query *const recovery_queries[] = {&request_sql, &requests_sql, &helpers_sql,
	&decide_sql, &recent_link_sql, &void_links_sql, &new_link_sql, &link_sql, &use_link_sql,
	&sweep_sql, NULL};

enum err recovery_store_request(struct cx *cx, int64_t user_id, const char *note, int64_t *id)
{
	int64_t rows;

	TRY(db_next_id(cx, "password_request", id));
	TRY(db_exec(cx, &request_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(*id), db_int(user_id), db_text(note),
			db_int(cx->now_us)),
		&rows));
	if (!rows)
		*id = 0;
	return OK;
}

enum err recovery_store_requests(struct cx *cx, int64_t id, const char *status,
	struct password_request **list, size_t *count)
{
	const struct actor *actor = cx->actor;
	const struct rank_bar bar = rank_bar_of(actor);
	struct db_result result;

	TRY(db_run(cx, &requests_sql,
		DB_ARGS(db_int(actor->company_id), db_int(id), db_text(status ? status : "all"),
			db_int(managed_team_of(actor)), db_text(bar.rights[0]),
			db_text(bar.rights[1]), db_text(bar.rights[2])),
		&result));
	*count = result.count;
	*list = arena_array(cx->arena, result.count, sizeof(**list));
	for (size_t row = 0; row < result.count; row++)
		(*list)[row] = (struct password_request){
			.id = db_int_at(&result, row, 0),
			.user_id = db_int_at(&result, row, 1),
			.version = db_int_at(&result, row, 2),
			.agent_id = db_int_at(&result, row, 3),
			.agent_no = db_int_at(&result, row, 4),
			.username = db_text_at(&result, row, 5),
			.name = db_text_at(&result, row, 6),
			.note = db_text_at(&result, row, 7),
			.status = db_text_at(&result, row, 8),
			.created_us = db_int_at(&result, row, 9),
			.resolved_us = db_opt_at(&result, row, 10),
			.avatar = db_text_at(&result, row, 11),
		};
	return OK;
}

enum err recovery_store_helpers(
	struct cx *cx, int64_t user_id, int64_t team_id, int64_t **users, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &helpers_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(user_id), db_id(team_id)), &result));
	*count = result.count;
	*users = arena_array(cx->arena, result.count, sizeof(**users));
	for (size_t row = 0; row < result.count; row++)
		(*users)[row] = db_int_at(&result, row, 0);
	return OK;
}

enum err recovery_store_decide(struct cx *cx, int64_t id, const char *status, bool *decided)
{
	int64_t rows;

	TRY(db_exec(cx, &decide_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(id), db_text(status),
			db_id(cx->actor->user_id), db_int(cx->now_us)),
		&rows));
	*decided = rows == 1;
	return OK;
}

enum err recovery_store_new_link(struct cx *cx, int64_t user_id, const char *token_hash,
	int64_t expires_us, int64_t not_since_us, bool *made)
{
	const struct db_value company = db_int(cx->actor->company_id);
	struct db_result recent;
	int64_t id;

	TRY(db_begin_write(cx));
	TRY(db_run(cx, &recent_link_sql, DB_ARGS(company, db_int(user_id), db_int(not_since_us)),
		&recent));
	*made = recent.count == 0;
	if (!*made)
		return OK;
	TRY(db_exec(
		cx, &void_links_sql, DB_ARGS(company, db_int(user_id), db_int(cx->now_us)), NULL));
	TRY(db_next_id(cx, "password_reset", &id));
	return db_exec(cx, &new_link_sql,
		DB_ARGS(company, db_int(id), db_int(user_id), db_text(token_hash),
			db_int(expires_us), db_int(cx->now_us)),
		NULL);
}

enum err recovery_store_link(
	struct cx *cx, const char *token_hash, struct reset_link *link, bool *found)
{
	struct db_result result;

	TRY(db_run(cx, &link_sql, DB_ARGS(db_text(token_hash)), &result));
	*found = result.count == 1;
	if (*found)
		*link = (struct reset_link){
			.company_id = db_int_at(&result, 0, 0),
			.id = db_int_at(&result, 0, 1),
			.user_id = db_int_at(&result, 0, 2),
			.expires_us = db_int_at(&result, 0, 3),
			.used = db_int_at(&result, 0, 4) != 0,
		};
	return OK;
}

enum err recovery_store_use_link(struct cx *cx, const struct reset_link *link, bool *used)
{
	int64_t rows;

	TRY(db_exec(cx, &use_link_sql,
		DB_ARGS(db_int(link->company_id), db_int(link->id), db_int(cx->now_us)), &rows));
	*used = rows == 1;
	return OK;
}

enum err recovery_store_sweep(struct cx *cx, int64_t before_us)
{
	return db_exec(cx, &sweep_sql, DB_ARGS(db_int(before_us)), NULL);
}

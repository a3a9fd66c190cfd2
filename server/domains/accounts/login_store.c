/* login_store.c - statements that look for who a login means, and its failures. */
/* SPDX-License-Identifier: MIT */
#include "domains/accounts/login_internal.h"

static const struct db_query blocked_sql = {
	.name = "login.blocked",
	.text = "SELECT blocked_until_us FROM login_failures WHERE scope = $1 AND subject = $2",
};

static const struct db_query failure_sql = {
	.name = "login.failure",
	.text = "INSERT INTO login_failures (scope, subject, failures, first_us)"
		" VALUES ($1, $2, 1, $3) ON CONFLICT (scope, subject) DO UPDATE SET"
		" failures = CASE WHEN login_failures.first_us < $4"
		" AND login_failures.blocked_until_us < $3 THEN 1 ELSE login_failures.failures + 1 "
		"END,"
		" first_us = CASE WHEN login_failures.first_us < $4"
		" AND login_failures.blocked_until_us < $3 THEN $3 ELSE login_failures.first_us END"
		" RETURNING failures",
};

static const struct db_query block_sql = {
	.name = "login.block",
	.text = "UPDATE login_failures SET blocked_until_us = $3"
		" WHERE scope = $1 AND subject = $2 AND blocked_until_us < $3",
};

static const struct db_query clear_sql = {
	.name = "login.clear",
	.text = "DELETE FROM login_failures WHERE scope = $1 AND subject = $2",
};

static const struct db_query sweep_sql = {
	.name = "login.sweep",
	.text = "DELETE FROM login_failures WHERE first_us < $1 AND blocked_until_us < $1",
};

/* tenancy: all companies, the code is what chooses one */
static const struct db_query company_by_code_sql = {
	.name = "login.company_by_code",
	.text = "SELECT id FROM companies WHERE code = $1",
};

/* tenancy: all companies, the host name is what chooses one */
static const struct db_query company_by_domain_sql = {
	.name = "login.company_by_domain",
	.text = "SELECT id FROM companies WHERE domain = $1",
};

#define CANDIDATE_COLUMNS \
	"u.company_id AS company_id, u.id AS user_id, u.password_hash AS password_hash," \
	" CASE WHEN u.status = 'active' AND c.status = 'active' THEN 1 ELSE 0 END AS active"
#define CANDIDATE_COMPANY " JOIN companies c ON c.company_id = u.company_id AND c.id = u.company_id"

/* tenancy: all companies, whoever logs in has no company yet; $1 narrows it when one is named */
static const struct db_query candidates_sql = {
	.name = "login.candidates",
	.text = "SELECT company_id, user_id, password_hash, active FROM ("
		"SELECT 1 AS spelling, " CANDIDATE_COLUMNS " FROM users u" CANDIDATE_COMPANY
		" WHERE u.username_key = $2 AND (u.company_id = $1 OR $1 = 0)"
		" UNION ALL SELECT 2 AS spelling, " CANDIDATE_COLUMNS
		" FROM users u" CANDIDATE_COMPANY
		" WHERE u.email_key = $2 AND (u.company_id = $1 OR $1 = 0)"
		" UNION ALL SELECT 3 AS spelling, " CANDIDATE_COLUMNS " FROM agents a"
		" JOIN users u ON u.company_id = a.company_id AND u.id = "
		"a.user_id" CANDIDATE_COMPANY
		" WHERE a.agent_no = $3 AND (a.company_id = $1 OR $1 = 0)"
		") found ORDER BY company_id, spelling LIMIT 64",
};

/* tenancy: all companies, whoever forgot a password has no company yet; $1 narrows it */
static const struct db_query by_email_sql = {
	.name = "login.by_email",
	.text = "SELECT " CANDIDATE_COLUMNS " FROM users u" CANDIDATE_COMPANY
		" WHERE u.email_key = $2 AND (u.company_id = $1 OR $1 = 0) ORDER BY u.company_id "
		"LIMIT 64",
};

/* tenancy: all companies, a badge names its agent before anybody logged in; $1 narrows it */
static const struct db_query by_badge_sql = {
	.name = "login.by_badge",
	.text = "SELECT " CANDIDATE_COLUMNS " FROM agents a"
		" JOIN users u ON u.company_id = a.company_id AND u.id = "
		"a.user_id" CANDIDATE_COMPANY
		" WHERE a.badge_hash = $2 AND a.is_active = 1 AND (a.company_id = $1 OR $1 = 0)"
		" ORDER BY u.company_id LIMIT 64",
};

const struct db_query *const login_queries[] = {&blocked_sql, &failure_sql, &block_sql, &clear_sql,
	&sweep_sql, &company_by_code_sql, &company_by_domain_sql, &candidates_sql, &by_email_sql,
	&by_badge_sql, NULL};

enum err login_store_blocked(
	struct cx *cx, const char *scope, const char *subject, int64_t *until_us)
{
	struct db_result result;

	TRY(db_run(cx, &blocked_sql, DB_ARGS(db_text(scope), db_text(subject)), &result));
	*until_us = result.count ? db_int_at(&result, 0, 0) : 0;
	return OK;
}

enum err login_store_failure(struct cx *cx, const char *scope, const char *subject,
	int64_t window_start_us, int64_t *failures)
{
	struct db_result result;

	TRY(db_run(cx, &failure_sql,
		DB_ARGS(db_text(scope), db_text(subject), db_int(cx->now_us),
			db_int(window_start_us)),
		&result));
	*failures = db_int_at(&result, 0, 0);
	return OK;
}

enum err login_store_block(struct cx *cx, const char *scope, const char *subject, int64_t until_us)
{
	return db_exec(
		cx, &block_sql, DB_ARGS(db_text(scope), db_text(subject), db_int(until_us)), NULL);
}

enum err login_store_clear(struct cx *cx, const char *scope, const char *subject)
{
	return db_exec(cx, &clear_sql, DB_ARGS(db_text(scope), db_text(subject)), NULL);
}

enum err login_store_sweep(struct cx *cx, int64_t before_us)
{
	return db_exec(cx, &sweep_sql, DB_ARGS(db_int(before_us)), NULL);
}

enum err login_store_company(
	struct cx *cx, const char *code, const char *domain, int64_t *company_id)
{
	struct db_result result;

	TRY(db_run(cx, code ? &company_by_code_sql : &company_by_domain_sql,
		DB_ARGS(db_text(code ? code : domain)), &result));
	*company_id = result.count ? db_int_at(&result, 0, 0) : 0;
	return OK;
}

/* The first row of each company: the others are the same login spelled less directly. */
static void read_candidates(
	const struct db_result *result, struct candidate *list, size_t room, size_t *count)
{
	*count = 0;
	for (size_t row = 0; row < result->count && *count < room; row++) {
		const int64_t company_id = db_int_at(result, row, 0);

		if (*count && list[*count - 1].company_id == company_id)
			continue;
		list[(*count)++] = (struct candidate){
			.company_id = company_id,
			.user_id = db_int_at(result, row, 1),
			.password_hash = db_text_at(result, row, 2),
			.active = db_int_at(result, row, 3) != 0,
		};
	}
}

enum err login_store_candidates(struct cx *cx, int64_t company_id, const char *login_key,
	int64_t agent_no, struct candidate *list, size_t room, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &candidates_sql,
		DB_ARGS(db_int(company_id), db_text(login_key), db_int(agent_no)), &result));
	read_candidates(&result, list, room, count);
	return OK;
}

enum err login_store_by_email(struct cx *cx, int64_t company_id, const char *email_key,
	struct candidate *list, size_t room, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &by_email_sql, DB_ARGS(db_int(company_id), db_text(email_key)), &result));
	read_candidates(&result, list, room, count);
	return OK;
}

enum err login_store_by_badge(struct cx *cx, int64_t company_id, const char *badge_hash,
	struct candidate *list, size_t room, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &by_badge_sql, DB_ARGS(db_int(company_id), db_text(badge_hash)), &result));
	read_candidates(&result, list, room, count);
	return OK;
}

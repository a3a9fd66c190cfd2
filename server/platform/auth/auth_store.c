/* auth_store.c - the statements behind tokens, the audit log and the installation's values. */
/* SPDX-License-Identifier: MIT */
#include "platform/auth/auth_internal.h"

#include "platform/auth/audit.h"
#include "platform/intl/intl.h"
#include "platform/intl/messages.h"

static const struct db_query session_sql = {
	.name = "auth.session",
	.text = "SELECT s.user_id, s.token_salt, s.csrf, s.last_seen_us, s.idle_timeout_us, "
		"s.expires_us,"
		" u.name, u.must_change_password,"
		" a.id, a.agent_no, a.team_id, a.department_id,"
		" c.code, c.name, c.time_zone, c.currency, c.default_country, c.language,"
		" u.language"
		" FROM auth_sessions s"
		" JOIN users u ON u.company_id = s.company_id AND u.id = s.user_id"
		" JOIN companies c ON c.company_id = s.company_id AND c.id = s.company_id"
		" LEFT JOIN agents a ON a.company_id = s.company_id AND a.user_id = s.user_id"
		" AND a.is_active = 1"
		" WHERE s.company_id = $1 AND s.id = $2 AND s.ended_us IS NULL"
		" AND u.status = 'active' AND c.status = 'active'",
};

static const struct db_query user_sql = {
	.name = "auth.user",
	.text = "SELECT u.name, u.language, a.id, a.agent_no, a.team_id, a.department_id"
		" FROM users u LEFT JOIN agents a ON a.company_id = u.company_id"
		" AND a.user_id = u.id AND a.is_active = 1"
		" WHERE u.company_id = $1 AND u.id = $2 AND u.status = 'active'",
};

static const struct db_query rights_sql = {
	.name = "auth.rights",
	.text = "SELECT r.scope, p.permission FROM user_roles m"
		" JOIN roles r ON r.company_id = m.company_id AND r.id = m.role_id"
		" JOIN role_permissions p ON p.company_id = r.company_id AND p.role_id = r.id"
		" WHERE m.company_id = $1 AND m.user_id = $2",
};

static const struct db_query company_by_id_sql = {
	.name = "auth.company_by_id",
	.text = "SELECT id, code, name, time_zone, currency, default_country, language FROM "
		"companies"
		" WHERE id = $1 AND company_id = $1 AND status = 'active'",
};

/* tenancy: all companies, the code is what chooses one */
static const struct db_query company_by_code_sql = {
	.name = "auth.company_by_code",
	.text = "SELECT id, code, name, time_zone, currency, default_country, language FROM "
		"companies"
		" WHERE code = $1 AND status = 'active'",
};

static const struct db_query seen_sql = {
	.name = "auth.seen",
	.text = "UPDATE auth_sessions SET last_seen_us = $3"
		" WHERE company_id = $1 AND id = $2 AND ended_us IS NULL AND last_seen_us < $3",
};

static const struct db_query idle_sql = {
	.name = "auth.idle",
	.text = "UPDATE auth_sessions SET idle_timeout_us = $2"
		" WHERE company_id = $1 AND ended_us IS NULL AND surface <> 'portal'",
};

static const struct db_query agent_seen_sql = {
	.name = "auth.agent_seen",
	.text = "UPDATE agent_sessions SET last_activity = $3"
		" WHERE company_id = $1 AND auth_session_id = $2 AND logout_time IS NULL"
		" AND last_activity < $3",
};

static const struct db_query socket_sql = {
	.name = "auth.socket",
	.text = "UPDATE auth_sessions SET socket_us = $3 WHERE company_id = $1 AND id = $2"
		" AND ended_us IS NULL AND (socket_us IS NULL OR socket_us < $3)",
};

static const struct db_query audit_sql = {
	.name = "auth.audit",
	.text = "INSERT INTO audit_log (company_id, id, at_us, user_id, action, subject_type, "
		"subject_id,"
		" detail, ip, request_id, api_key_id)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
};

/* tenancy: all companies, the key is what chooses one */
static const struct db_query api_key_sql = {
	.name = "auth.api_key",
	.text = "SELECT k.company_id, k.id, k.name, k.permissions, k.last_used_us, k.created_by,"
		" a.team_id, a.department_id,"
		" c.code, c.name, c.time_zone, c.currency, c.default_country, c.language"
		" FROM api_keys k"
		" JOIN users u ON u.company_id = k.company_id AND u.id = k.created_by"
		" JOIN companies c ON c.company_id = k.company_id AND c.id = k.company_id"
		" LEFT JOIN agents a ON a.company_id = k.company_id AND a.user_id = k.created_by"
		" AND a.is_active = 1"
		" WHERE k.key_hash = $1 AND k.revoked_us IS NULL"
		" AND (k.expires_us IS NULL OR k.expires_us > $2)"
		" AND u.status = 'active' AND c.status = 'active'",
};

static const struct db_query api_key_use_sql = {
	.name = "auth.api_key_use",
	.text = "UPDATE api_keys SET last_used_us = $3, last_ip = $4 WHERE company_id = $1"
		" AND id = $2 AND (last_used_us IS NULL OR last_used_us < $3)",
};

static const struct db_query get_sql = {
	.name = "auth.installation_get",
	.text = "SELECT value FROM installation WHERE name = $1",
};

static const struct db_query put_sql = {
	.name = "auth.installation_put",
	.text = "INSERT INTO installation (name, value, updated_us) VALUES ($1, $2, $3)"
		" ON CONFLICT (name) DO NOTHING",
};

const struct db_query *const auth_queries[] = {&session_sql, &user_sql, &rights_sql,
	&company_by_id_sql, &company_by_code_sql, &seen_sql, &agent_seen_sql, &idle_sql,
	&socket_sql, &audit_sql, &api_key_sql, &api_key_use_sql, &get_sql, &put_sql, NULL};

/* A user of several roles has the rights of all and the widest scope. */
static enum err read_rights(struct cx *cx, struct actor *actor)
{
	struct db_result result;

	TRY(db_run(cx, &rights_sql, DB_ARGS(db_int(actor->company_id), db_int(actor->user_id)),
		&result));
	actor->scope = SCOPE_OWN;
	actor->permissions = UINT64_C(1) << PERM_SELF;
	for (size_t row = 0; row < result.count; row++) {
		const char *scope = db_text_at(&result, row, 0);
		enum perm perm = perm_by_name(db_text_at(&result, row, 1));

		if (text_is(scope, "company"))
			actor->scope = SCOPE_COMPANY;
		else if (text_is(scope, "team") && actor->scope == SCOPE_OWN)
			actor->scope = SCOPE_TEAM;
		/* A role may name a permission of a newer program that ran here before. */
		if (perm != PERM_COUNT)
			actor->permissions |= UINT64_C(1) << (unsigned)perm;
	}
	return OK;
}

static void read_company(
	const struct db_result *result, size_t first, int64_t id, struct company *company)
{
	*company = (struct company){
		.id = id,
		.code = db_text_at(result, 0, first),
		.name = db_text_at(result, 0, first + 1),
		.time_zone = db_text_at(result, 0, first + 2),
		.currency = db_text_at(result, 0, first + 3),
		.country = db_text_at(result, 0, first + 4),
		.language = db_text_at(result, 0, first + 5),
	};
	company->currency_digits = intl_currency_digits(company->currency);
	if (company->currency_digits < 0)
		company->currency_digits = 2;
}

enum err auth_store_session(
	struct cx *cx, int64_t company_id, int64_t session_id, struct session_row *row)
{
	struct db_result result;

	TRY(db_run(cx, &session_sql, DB_ARGS(db_int(company_id), db_int(session_id)), &result));
	if (result.count != 1)
		return ERR_UNAUTHENTICATED;
	read_company(&result, 12, company_id, &row->company);
	row->salt = db_text_at(&result, 0, 1);
	row->last_seen_us = db_int_at(&result, 0, 3);
	row->idle_timeout_us = db_int_at(&result, 0, 4);
	row->expires_us = db_int_at(&result, 0, 5);
	row->actor = (struct actor){
		.company_id = company_id,
		.company = &row->company,
		.user_id = db_int_at(&result, 0, 0),
		.agent_id = db_int_at(&result, 0, 8),
		.team_id = db_int_at(&result, 0, 10),
		.department_id = db_int_at(&result, 0, 11),
		.session_id = session_id,
		.language = language_by_code(db_text_at(&result, 0, 18)),
		.user_name = db_text_at(&result, 0, 6),
		.must_change_password = db_int_at(&result, 0, 7) != 0,
		.csrf = db_text_at(&result, 0, 2),
	};
	if (!row->actor.language)
		row->actor.language = language_by_code(row->company.language);
	if (row->actor.agent_id)
		row->actor.agent_code = arena_format(
			cx->arena, "AGT-%03lld", (long long)db_int_at(&result, 0, 9));
	return read_rights(cx, &row->actor);
}

enum err actor_of_user(struct cx *cx, int64_t user_id, const struct actor **actor)
{
	const struct company *company = cx->actor->company;
	struct actor *made = arena_alloc(cx->arena, sizeof(*made));
	struct db_result result;

	TRY(db_run(cx, &user_sql, DB_ARGS(db_int(company->id), db_int(user_id)), &result));
	if (result.count != 1)
		return fail(cx, ERR_NOT_FOUND, NULL, "There is no such user.");
	*made = (struct actor){
		.company_id = company->id,
		.company = company,
		.user_id = user_id,
		.agent_id = db_int_at(&result, 0, 2),
		.team_id = db_int_at(&result, 0, 4),
		.department_id = db_int_at(&result, 0, 5),
		.language = language_by_code(db_text_at(&result, 0, 1)),
		.user_name = db_text_at(&result, 0, 0),
	};
	if (!made->language)
		made->language = language_by_code(company->language);
	if (made->agent_id)
		made->agent_code = arena_format(
			cx->arena, "AGT-%03lld", (long long)db_int_at(&result, 0, 3));
	*actor = made;
	return read_rights(cx, made);
}

static enum err company_of(
	struct cx *cx, const struct db_result *result, const struct company **company)
{
	struct company *found;

	if (result->count != 1)
		return fail(cx, ERR_NOT_FOUND, NULL, "There is no such company.");
	found = arena_alloc(cx->arena, sizeof(*found));
	read_company(result, 1, db_int_at(result, 0, 0), found);
	*company = found;
	return OK;
}

enum err company_by_id(struct cx *cx, int64_t id, const struct company **company)
{
	struct db_result result;

	TRY(db_run(cx, &company_by_id_sql, DB_ARGS(db_int(id)), &result));
	return company_of(cx, &result, company);
}

enum err company_by_code(struct cx *cx, const char *code, const struct company **company)
{
	struct db_result result;

	TRY(db_run(cx, &company_by_code_sql, DB_ARGS(db_text(code)), &result));
	return company_of(cx, &result, company);
}

/* "orders.read,orders.write" as bits. */
static uint64_t bits_of(const char *names)
{
	struct str rest = str_of(names);
	uint64_t bits = 0;

	while (rest.len) {
		struct str one = str_cut(rest, ',', &rest);

		for (int perm = 0; perm < PERM_COUNT; perm++)
			if (str_is(one, perm_name((enum perm)perm)))
				bits |= UINT64_C(1) << (unsigned)perm;
	}
	return bits;
}

enum err auth_store_api_key(struct cx *cx, const char *hash, struct api_key_row *row)
{
	struct db_result result;

	TRY(db_run(cx, &api_key_sql, DB_ARGS(db_text(hash), db_int(cx->now_us)), &result));
	if (result.count != 1)
		return ERR_UNAUTHENTICATED;
	*row = (struct api_key_row){.permissions = bits_of(db_text_at(&result, 0, 3)),
		.last_used_us = db_int_at(&result, 0, 4)};
	read_company(&result, 8, db_int_at(&result, 0, 0), &row->company);
	row->actor = (struct actor){.company_id = row->company.id,
		.user_id = db_int_at(&result, 0, 5),
		.team_id = db_int_at(&result, 0, 6),
		.department_id = db_int_at(&result, 0, 7),
		.api_key_id = db_int_at(&result, 0, 1),
		.language = language_by_code(row->company.language),
		.user_name = db_text_at(&result, 0, 2)};
	TRY(read_rights(cx, &row->actor));
	row->actor.user_id = 0;
	return OK;
}

enum err auth_store_api_key_use(struct cx *cx, const struct api_key_use *use)
{
	return db_exec(cx, &api_key_use_sql,
		DB_ARGS(db_int(use->company_id), db_int(use->key_id), db_int(use->at_us),
			db_text(use->ip)),
		NULL);
}

enum err auth_limit_idle(struct cx *cx, int64_t idle_us)
{
	return db_exec(
		cx, &idle_sql, DB_ARGS(db_int(cx->actor->company_id), db_int(idle_us)), NULL);
}

enum err auth_store_seen(struct cx *cx, const struct seen *seen)
{
	const struct db_value company = db_int(seen->company_id);
	const struct db_value session = db_int(seen->session_id);

	if (seen->socket_us)
		TRY(db_exec(
			cx, &socket_sql, DB_ARGS(company, session, db_int(seen->socket_us)), NULL));
	if (!seen->seen_us)
		return OK;
	TRY(db_exec(cx, &seen_sql, DB_ARGS(company, session, db_int(seen->seen_us)), NULL));
	return db_exec(cx, &agent_seen_sql, DB_ARGS(company, session, db_int(seen->seen_us)), NULL);
}

enum err audit_write_entry(struct cx *cx, const struct audit_entry *entry)
{
	int64_t id;

	TRY(db_next_ids(cx, entry->company_id, "audit", 1, &id));
	TRY(db_exec(cx, &audit_sql,
		DB_ARGS(db_int(entry->company_id), db_int(id), db_int(cx->now_us),
			db_id(entry->user_id), db_text(entry->action), db_text(entry->subject_type),
			db_id(entry->subject_id),
			db_text(entry->detail_json ? entry->detail_json : "{}"),
			db_text(entry->ip ? entry->ip : cx->ip), db_text(cx->request_id),
			db_id(cx->actor->api_key_id)),
		NULL));
	return audit_tell(cx, id, entry);
}

enum err audit_write(struct cx *cx, const char *action, const char *subject_type,
	int64_t subject_id, const char *detail_json)
{
	return audit_write_entry(cx,
		&(struct audit_entry){
			.company_id = cx->actor->company_id,
			.user_id = cx->actor->user_id,
			.action = action,
			.subject_type = subject_type,
			.subject_id = subject_id,
			.detail_json = detail_json,
		});
}

enum err auth_store_get(struct cx *cx, const char *name, const char **value)
{
	struct db_result result;

	TRY(db_run(cx, &get_sql, DB_ARGS(db_text(name)), &result));
	*value = result.count ? db_text_at(&result, 0, 0) : NULL;
	return OK;
}

enum err auth_store_put(struct cx *cx, const char *name, const char *value)
{
	return db_exec(
		cx, &put_sql, DB_ARGS(db_text(name), db_text(value), db_int(cx->now_us)), NULL);
}

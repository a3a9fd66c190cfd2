/* account_store.c - statements on users, roles and agents. Sessions and logins: own stores. */
/* SPDX-License-Identifier: MIT */
#include "domains/accounts/presence_internal.h"

/* Until when a password works: a temporary one as long as the company says, one's own for ever. */
#define PASSWORD_UNTIL(temporary, now) \
	"CASE WHEN CAST(" temporary " AS BIGINT) = 1 THEN CAST(" now " AS BIGINT) + 3600000000 *" \
	" (SELECT temporary_password_hours FROM companies WHERE company_id = $1 AND id = $1) END"

static const struct db_query user_insert_sql = {
	.name = "account.user_insert",
	.text = "INSERT INTO users (company_id, id, username, username_key, email, email_key, name,"
		" phone, password_hash, language, time_zone, must_change_password, created_us, "
		"updated_us, password_until_us)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13,"
		" " PASSWORD_UNTIL("$12", "$13") ")",
};

static const struct db_query user_role_sql = {
	.name = "account.user_role",
	.text = "INSERT INTO user_roles (company_id, user_id, role_id)"
		" SELECT r.company_id, $2, r.id FROM roles r WHERE r.company_id = $1 AND r.code = "
		"$3"
		" ON CONFLICT (company_id, user_id, role_id) DO UPDATE SET role_id = "
		"excluded.role_id",
};

static const struct db_query role_rights_sql = {
	.name = "account.role_rights",
	.text = "SELECT p.permission FROM roles r JOIN role_permissions p"
		" ON p.company_id = r.company_id AND p.role_id = r.id"
		" WHERE r.company_id = $1 AND r.code = $2",
};

static const struct db_query next_agent_no_sql = {
	.name = "account.next_agent_no",
	.text = "SELECT COALESCE(MAX(agent_no), 0) + 1 FROM agents WHERE company_id = $1",
};

static const struct db_query user_name_sql = {
	.name = "account.user_name",
	.text = "SELECT name FROM users WHERE company_id = $1 AND id = $2",
};

static const struct db_query user_id_sql = {
	.name = "account.user_id",
	.text = "SELECT id FROM users WHERE company_id = $1 AND username_key = $2",
};

static const struct db_query agent_insert_sql = {
	.name = "account.agent_insert",
	.text = "INSERT INTO agents (company_id, id, user_id, agent_no, name, badge_hash,"
		" department_id, team_id, level, takes_orders, order_capacity, created_us, "
		"updated_us, chat_capacity)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12, $13)",
};

static const struct db_query agent_presence_insert_sql = {
	.name = "account.agent_presence_insert",
	.text = "INSERT INTO agent_presence (company_id, agent_id, status, since_us)"
		" VALUES ($1, $2, 'offline', $3)",
};

static const struct db_query rename_sql = {
	.name = "account.rename",
	.text = "UPDATE agents SET name = $3, updated_us = $4, version = version + 1"
		" WHERE company_id = $1 AND user_id = $2 AND name <> $3",
};

static const struct db_query agent_by_sql = {
	.name = "account.agent_by",
	.text = "SELECT a.id, a.user_id, a.agent_no, a.name, a.department_id, a.team_id, a.level,"
		" a.takes_orders, a.is_active, a.order_capacity, a.open_orders, p.status, "
		"p.since_us"
		" FROM agents a LEFT JOIN agent_presence p"
		" ON p.company_id = a.company_id AND p.agent_id = a.id"
		" WHERE a.company_id = $1 AND (a.id = $2 OR a.agent_no = $3)",
};

static const struct db_query password_sql = {
	.name = "account.password",
	.text = "UPDATE users SET password_hash = $3, must_change_password = $4, updated_us = $5,"
		" password_until_us = " PASSWORD_UNTIL(
			"$4", "$5") ","
				    " version = version + 1 WHERE company_id = $1 AND id = $2",
};

static const struct db_query identity_sql = {
	.name = "account.identity",
	.text = "SELECT u.username, u.name, u.email, u.phone, u.language, u.time_zone,"
		" u.must_change_password, u.password_hash,"
		" CASE WHEN u.status = 'active' AND c.status = 'active' THEN 1 ELSE 0 END,"
		" a.id, a.agent_no, a.name, a.level, a.open_orders,"
		" d.id, d.code, d.name, t.id, t.name,"
		" p.status, p.source, p.since_us, p.concurrent_orders,"
		" c.code, c.name, c.time_zone, c.currency, c.default_country, c.language,"
		" c.it_support_ext, c.help_desk_ext, c.password_recovery,"
		" CASE WHEN c.logo_svg IS NULL THEN 0 ELSE 1 END, c.badge_login, c.idle_timeout_s,"
		" c.temporary_password_hours, u.password_until_us, u.avatar, c.theme"
		" FROM users u"
		" JOIN companies c ON c.company_id = u.company_id AND c.id = u.company_id"
		" LEFT JOIN agents a ON a.company_id = u.company_id AND a.user_id = u.id"
		" AND a.is_active = 1"
		" LEFT JOIN departments d ON d.company_id = a.company_id AND d.id = a.department_id"
		" LEFT JOIN teams t ON t.company_id = a.company_id AND t.id = a.team_id"
		" LEFT JOIN agent_presence p ON p.company_id = a.company_id AND p.agent_id = a.id"
		" WHERE u.company_id = $1 AND u.id = $2",
};

static const struct db_query identity_roles_sql = {
	.name = "account.identity_roles",
	.text = "SELECT r.code, p.permission FROM user_roles m"
		" JOIN roles r ON r.company_id = m.company_id AND r.id = m.role_id"
		" LEFT JOIN role_permissions p ON p.company_id = r.company_id AND p.role_id = r.id"
		" WHERE m.company_id = $1 AND m.user_id = $2 ORDER BY r.id",
};

static const struct db_query preferences_sql = {
	.name = "account.preferences",
	.text = "SELECT preferences FROM users WHERE company_id = $1 AND id = $2",
};

static const struct db_query set_preferences_sql = {
	.name = "account.set_preferences",
	.text = "UPDATE users SET preferences = $3, updated_us = $4,"
		" language = COALESCE($5, language)"
		" WHERE company_id = $1 AND id = $2",
};

const struct db_query *const account_queries[] = {&user_insert_sql, &user_role_sql,
	&role_rights_sql, &next_agent_no_sql, &user_name_sql, &user_id_sql, &agent_insert_sql,
	&agent_presence_insert_sql, &rename_sql, &agent_by_sql, &password_sql, &identity_sql,
	&identity_roles_sql, &preferences_sql, &set_preferences_sql, NULL};

static struct db_value own_company(const struct cx *cx)
{
	return db_int(cx->actor->company_id);
}

enum err account_store_user(struct cx *cx, int64_t user_id, const struct user_new *wanted,
	const char *username_key, const char *email_key, const char *password_hash)
{
	return db_exec(cx, &user_insert_sql,
		DB_ARGS(own_company(cx), db_int(user_id), db_text(wanted->username),
			db_text(username_key), db_text(wanted->email), db_text(email_key),
			db_text(wanted->name), db_text(wanted->phone), db_text(password_hash),
			db_text(wanted->language), db_text(wanted->time_zone),
			db_int(wanted->must_change_password), db_int(cx->now_us)),
		NULL);
}

enum err account_store_role(struct cx *cx, int64_t user_id, const char *role, bool *found)
{
	int64_t rows;

	TRY(db_exec(cx, &user_role_sql, DB_ARGS(own_company(cx), db_int(user_id), db_text(role)),
		&rows));
	*found = rows == 1;
	return OK;
}

static uint64_t bit_of(const char *permission)
{
	enum perm perm = permission ? perm_by_name(permission) : PERM_COUNT;

	return perm == PERM_COUNT ? 0 : UINT64_C(1) << (unsigned)perm;
}

enum err account_store_role_rights(struct cx *cx, const char *role, uint64_t *permissions)
{
	struct db_result result;

	TRY(db_run(cx, &role_rights_sql, DB_ARGS(own_company(cx), db_text(role)), &result));
	*permissions = 0;
	for (size_t row = 0; row < result.count; row++)
		*permissions |= bit_of(db_text_at(&result, row, 0));
	return OK;
}

enum err account_store_next_agent_no(struct cx *cx, int64_t *agent_no)
{
	struct db_result result;

	TRY(db_run(cx, &next_agent_no_sql, DB_ARGS(own_company(cx)), &result));
	*agent_no = db_int_at(&result, 0, 0);
	return OK;
}

enum err account_store_user_name(struct cx *cx, int64_t user_id, const char **name)
{
	struct db_result result;

	TRY(db_run(cx, &user_name_sql, DB_ARGS(own_company(cx), db_int(user_id)), &result));
	if (!result.count)
		return fail(cx, ERR_NOT_FOUND, "user_id", "There is no such user.");
	*name = db_text_at(&result, 0, 0);
	return OK;
}

enum err account_store_user_id(struct cx *cx, const char *username_key, int64_t *user_id)
{
	struct db_result result;

	TRY(db_run(cx, &user_id_sql, DB_ARGS(own_company(cx), db_text(username_key)), &result));
	if (!result.count)
		return fail(cx, ERR_NOT_FOUND, "username", "There is no such user.");
	*user_id = db_int_at(&result, 0, 0);
	return OK;
}

enum err account_store_agent(struct cx *cx, int64_t agent_id, const struct agent_new *wanted,
	int64_t agent_no, const char *badge_hash)
{
	TRY(db_exec(cx, &agent_insert_sql,
		DB_ARGS(own_company(cx), db_int(agent_id), db_int(wanted->user_id),
			db_int(agent_no), db_text(wanted->name), db_text(badge_hash),
			db_id(wanted->department_id), db_id(wanted->team_id),
			db_text(wanted->level), db_int(!wanted->takes_no_orders),
			db_int(wanted->order_capacity), db_int(cx->now_us),
			db_opt(wanted->chat_capacity)),
		NULL));
	return db_exec(cx, &agent_presence_insert_sql,
		DB_ARGS(own_company(cx), db_int(agent_id), db_int(cx->now_us)), NULL);
}

enum err account_store_rename(struct cx *cx, int64_t user_id, const char *name)
{
	return db_exec(cx, &rename_sql,
		DB_ARGS(own_company(cx), db_int(user_id), db_text(name), db_int(cx->now_us)), NULL);
}

enum err account_store_agent_by(
	struct cx *cx, int64_t id, int64_t agent_no, struct agent *agent, bool *found)
{
	struct db_result result;

	TRY(db_run(cx, &agent_by_sql, DB_ARGS(own_company(cx), db_int(id), db_int(agent_no)),
		&result));
	*found = result.count == 1;
	if (!*found)
		return OK;
	*agent = (struct agent){
		.id = db_int_at(&result, 0, 0),
		.user_id = db_int_at(&result, 0, 1),
		.agent_no = db_int_at(&result, 0, 2),
		.name = db_text_at(&result, 0, 3),
		.department_id = db_int_at(&result, 0, 4),
		.team_id = db_int_at(&result, 0, 5),
		.level = db_text_at(&result, 0, 6),
		.takes_orders = db_int_at(&result, 0, 7) != 0,
		.is_active = db_int_at(&result, 0, 8) != 0,
		.order_capacity = db_int_at(&result, 0, 9),
		.open_orders = db_int_at(&result, 0, 10),
		.presence = db_text_at(&result, 0, 11),
		.presence_since_us = db_int_at(&result, 0, 12),
	};
	agent->code = agent_code(cx->arena, agent->agent_no);
	if (!agent->presence)
		agent->presence = presence_words[PRESENCE_OFFLINE];
	return OK;
}

enum err account_store_password(
	struct cx *cx, int64_t user_id, const char *password_hash, bool must_change)
{
	return db_exec(cx, &password_sql,
		DB_ARGS(own_company(cx), db_int(user_id), db_text(password_hash),
			db_int(must_change), db_int(cx->now_us)),
		NULL);
}

static void read_user(const struct db_result *result, struct identity *identity)
{
	identity->username = db_text_at(result, 0, 0);
	identity->name = db_text_at(result, 0, 1);
	identity->email = db_text_at(result, 0, 2);
	identity->phone = db_text_at(result, 0, 3);
	identity->language = db_text_at(result, 0, 4);
	identity->time_zone = db_text_at(result, 0, 5);
	identity->must_change_password = db_int_at(result, 0, 6) != 0;
	identity->password_until = db_opt_at(result, 0, 36);
	identity->avatar = db_text_at(result, 0, 37);
	identity->password_hash = db_text_at(result, 0, 7);
	identity->active = db_int_at(result, 0, 8) != 0;
}

static void read_agent(const struct db_result *result, struct identity *identity)
{
	identity->agent_id = db_int_at(result, 0, 9);
	identity->agent_no = db_int_at(result, 0, 10);
	identity->agent_name = db_text_at(result, 0, 11);
	identity->level = db_text_at(result, 0, 12);
	identity->open_orders = db_int_at(result, 0, 13);
	identity->department = (struct identity_ref){.id = db_int_at(result, 0, 14),
		.code = db_text_at(result, 0, 15),
		.name = db_text_at(result, 0, 16)};
	identity->team = (struct identity_ref){
		.id = db_int_at(result, 0, 17), .name = db_text_at(result, 0, 18)};
	identity->presence = PRESENCE_OFFLINE;
	if (!db_null_at(result, 0, 19))
		(void)!presence_read(db_text_at(result, 0, 19), &identity->presence);
	identity->presence_source = presence_source_read(db_text_at(result, 0, 20));
	identity->presence_since_us = db_int_at(result, 0, 21);
	identity->concurrent_orders = db_int_at(result, 0, 22);
}

static void read_company(const struct db_result *result, struct identity *identity)
{
	identity->company_code = db_text_at(result, 0, 23);
	identity->company_name = db_text_at(result, 0, 24);
	identity->company_zone = db_text_at(result, 0, 25);
	identity->currency = db_text_at(result, 0, 26);
	identity->country = db_text_at(result, 0, 27);
	identity->company_language = db_text_at(result, 0, 28);
	identity->it_support_ext = db_text_at(result, 0, 29);
	identity->help_desk_ext = db_text_at(result, 0, 30);
	identity->password_recovery = db_text_at(result, 0, 31);
	identity->has_logo = db_int_at(result, 0, 32) != 0;
	identity->badge_login = db_int_at(result, 0, 33) != 0;
	identity->idle_timeout_s = db_int_at(result, 0, 34);
	identity->temporary_password_hours = db_int_at(result, 0, 35);
	identity->company_theme = db_text_at(result, 0, 38);
}

static enum err read_roles(struct cx *cx, struct identity *identity)
{
	struct db_result result;
	const char **roles;
	size_t count = 0;

	TRY(db_run(cx, &identity_roles_sql,
		DB_ARGS(db_int(identity->company_id), db_int(identity->user_id)), &result));
	roles = arena_array(cx->arena, result.count + 1, sizeof(*roles));
	identity->permissions = UINT64_C(1) << PERM_SELF;
	for (size_t row = 0; row < result.count; row++) {
		const char *role = db_text_at(&result, row, 0);

		if (!count || !text_is(roles[count - 1], role))
			roles[count++] = role;
		identity->permissions |= bit_of(db_text_at(&result, row, 1));
	}
	identity->roles = roles;
	return OK;
}

enum err account_store_identity(
	struct cx *cx, int64_t company_id, int64_t user_id, struct identity *identity)
{
	struct db_result result;

	TRY(db_run(cx, &identity_sql, DB_ARGS(db_int(company_id), db_int(user_id)), &result));
	if (!result.count)
		return fail(cx, ERR_NOT_FOUND, NULL, "There is no such user.");
	*identity = (struct identity){.company_id = company_id, .user_id = user_id};
	read_user(&result, identity);
	read_agent(&result, identity);
	read_company(&result, identity);
	return read_roles(cx, identity);
}

enum err account_store_preferences(struct cx *cx, const char **preferences)
{
	struct db_result result;

	TRY(db_run(cx, &preferences_sql, DB_ARGS(own_company(cx), db_int(cx->actor->user_id)),
		&result));
	*preferences = result.count ? db_text_at(&result, 0, 0) : "{}";
	return OK;
}

enum err account_store_set_preferences(struct cx *cx, const char *preferences, const char *language)
{
	return db_exec(cx, &set_preferences_sql,
		DB_ARGS(own_company(cx), db_int(cx->actor->user_id), db_text(preferences),
			db_int(cx->now_us), db_text(language)),
		NULL);
}

/* company_store.c - the only file of this domain that speaks SQL. */
/* SPDX-License-Identifier: MIT */
#include "domains/tenancy/tenancy_internal.h"

#define COMPANY_COLUMNS \
	"id, version, code, name, domain, status, time_zone, currency, default_country, language," \
	" password_recovery, badge_login, CASE WHEN logo_svg IS NULL THEN 0 ELSE 1 END," \
	" it_support_ext, help_desk_ext, idle_timeout_s, settings, created_us, updated_us," \
	" away_after_s, follow_schedule, temporary_password_hours, business_hours, closed_days," \
	" theme, own_names"

/* tenancy: all companies, a new one takes the next number */
static const struct db_query insert_sql = {
	.name = "company.insert",
	.text = "INSERT INTO companies (id, code, name, domain, time_zone, currency,"
		" default_country, language, created_us, updated_us)"
		" SELECT COALESCE(MAX(id), 0) + 1, $1, $2, $3, $4, $5, $6, $7, $8, $8 FROM "
		"companies"
		" RETURNING id",
};

static const struct db_query sequence_sql = {
	.name = "company.sequence",
	.text = "INSERT INTO company_sequences (company_id) VALUES ($1)",
};

static const struct db_query role_sql = {
	.name = "company.role",
	.text = "INSERT INTO roles (company_id, id, code, name, scope, built_in, created_us,"
		" updated_us) VALUES ($1, $2, $3, $4, $5, 1, $6, $6)",
};

static const struct db_query role_permission_sql = {
	.name = "company.role_permission",
	.text = "INSERT INTO role_permissions (company_id, role_id, permission)"
		" VALUES ($1, $2, $3)",
};

static const struct db_query department_sql = {
	.name = "company.department",
	.text = "INSERT INTO departments (company_id, id, code, name, created_us, updated_us)"
		" VALUES ($1, $2, $3, $4, $5, $5)",
};

static const struct db_query chat_tag_sql = {
	.name = "company.chat_tag",
	.text = "INSERT INTO chat_tags (company_id, id, code, name, color, created_us,"
		" name_ar) VALUES ($1, $2, $3, $4, $5, $6, $7)",
};

static const struct db_query department_by_code_sql = {
	.name = "company.department_by_code",
	.text = "SELECT id FROM departments WHERE company_id = $1 AND code = $2",
};

static const struct db_query team_sql = {
	.name = "company.team",
	.text = "INSERT INTO teams (company_id, id, name, slug, department_id, created_us,"
		" updated_us, description, color) VALUES ($1, $2, $3, $4, $5, $6, $6, $7, $8)",
};

/* tenancy: all companies, counting them is the question */
static const struct db_query count_sql = {
	.name = "company.count",
	.text = "SELECT COUNT(*) FROM companies",
};

static const struct db_query own_sql = {
	.name = "company.own",
	.text = "SELECT " COMPANY_COLUMNS " FROM companies WHERE id = $1 AND company_id = $1",
};

static const struct db_query hours_sql = {
	.name = "company.hours",
	.text = "SELECT business_hours, closed_days FROM companies"
		" WHERE id = $1 AND company_id = $1",
};

/* tenancy: all companies, branding is shown before anybody logged in */
static const struct db_query public_by_code_sql = {
	.name = "company.public_by_code",
	.text = "SELECT " COMPANY_COLUMNS " FROM companies WHERE code = $1 AND status = 'active'",
};

/* tenancy: all companies, the host name chooses one before anybody logged in */
static const struct db_query public_by_domain_sql = {
	.name = "company.public_by_domain",
	.text = "SELECT " COMPANY_COLUMNS " FROM companies WHERE domain = $1 AND status = 'active'",
};

/* tenancy: all companies, whether there is exactly one is the question */
static const struct db_query public_first_two_sql = {
	.name = "company.public_first_two",
	.text = "SELECT " COMPANY_COLUMNS
		" FROM companies WHERE status = 'active' ORDER BY id LIMIT 2",
};

static const struct db_query update_sql = {
	.name = "company.update",
	.text = "UPDATE companies SET name = $3, domain = $4, time_zone = $5, currency = $6,"
		" default_country = $7, language = $8, password_recovery = $9, badge_login = $10,"
		" it_support_ext = $11, help_desk_ext = $12, idle_timeout_s = $13, settings = $14,"
		" logo_svg = CASE WHEN $15 = '' THEN NULL ELSE COALESCE($15, logo_svg) END,"
		" updated_us = $16, away_after_s = $17, follow_schedule = $18,"
		" temporary_password_hours = $19, business_hours = $20, closed_days = $21,"
		" theme = $22, own_names = $23,"
		" version = version + 1"
		" WHERE id = $1 AND company_id = $1 AND version = $2",
};

/* tenancy: all companies, a logo is public */
static const struct db_query logo_sql = {
	.name = "company.logo",
	.text = "SELECT logo_svg FROM companies"
		" WHERE code = $1 AND status = 'active' AND logo_svg IS NOT NULL",
};

const struct db_query *const company_queries[] = {&insert_sql, &sequence_sql, &role_sql,
	&role_permission_sql, &department_sql, &chat_tag_sql, &department_by_code_sql, &team_sql,
	&count_sql, &own_sql, &public_by_code_sql, &public_by_domain_sql, &public_first_two_sql,
	&update_sql, &logo_sql, &hours_sql, NULL};

enum err company_store_insert(struct cx *cx, const struct company_new *wanted, int64_t *company_id)
{
	struct db_result result;

	TRY(db_run(cx, &insert_sql,
		DB_ARGS(db_text(wanted->code), db_text(wanted->name), db_text(wanted->domain),
			db_text(wanted->time_zone), db_text(wanted->currency),
			db_text(wanted->default_country), db_text(wanted->language),
			db_int(cx->now_us)),
		&result));
	*company_id = db_int_at(&result, 0, 0);
	return db_exec(cx, &sequence_sql, DB_ARGS(db_int(*company_id)), NULL);
}

enum err company_store_role(
	struct cx *cx, int64_t company_id, int64_t role_id, const struct role_row *role)
{
	TRY(db_exec(cx, &role_sql,
		DB_ARGS(db_int(company_id), db_int(role_id), db_text(role->code),
			db_text(role->name), db_text(scope_name(role->scope)), db_int(cx->now_us)),
		NULL));
	for (size_t i = 0; i < role->permission_count; i++)
		TRY(db_exec(cx, &role_permission_sql,
			DB_ARGS(db_int(company_id), db_int(role_id),
				db_text(perm_name(role->permissions[i]))),
			NULL));
	return OK;
}

enum err company_store_department(struct cx *cx, int64_t company_id, int64_t department_id,
	const struct department_new *wanted)
{
	return db_exec(cx, &department_sql,
		DB_ARGS(db_int(company_id), db_int(department_id), db_text(wanted->code),
			db_text(wanted->name), db_int(cx->now_us)),
		NULL);
}

enum err company_store_chat_tag(
	struct cx *cx, int64_t company_id, int64_t tag_id, const struct chat_tag_new *tag)
{
	return db_exec(cx, &chat_tag_sql,
		DB_ARGS(db_int(company_id), db_int(tag_id), db_text(tag->code), db_text(tag->name),
			db_text(tag->color), db_int(cx->now_us), db_text(tag->name_ar)),
		NULL);
}

enum err department_by_code(struct cx *cx, const char *code, int64_t *department_id)
{
	struct db_result result;

	TRY(db_run(cx, &department_by_code_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_text(code)), &result));
	*department_id = result.count ? db_int_at(&result, 0, 0) : 0;
	return OK;
}

enum err company_store_team(
	struct cx *cx, int64_t team_id, const struct team_new *wanted, const char *slug)
{
	return db_exec(cx, &team_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(team_id), db_text(wanted->name),
			db_text(slug), db_id(wanted->department_id), db_int(cx->now_us),
			db_text(wanted->description), db_text(wanted->color)),
		NULL);
}

enum err company_count(struct cx *cx, int64_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &count_sql, DB_NO_ARGS, &result));
	*count = db_int_at(&result, 0, 0);
	return OK;
}

static void read_row(const struct db_result *result, struct company_row *row)
{
	*row = (struct company_row){
		.id = db_int_at(result, 0, 0),
		.version = db_int_at(result, 0, 1),
		.code = db_text_at(result, 0, 2),
		.name = db_text_at(result, 0, 3),
		.domain = db_text_at(result, 0, 4),
		.status = db_text_at(result, 0, 5),
		.time_zone = db_text_at(result, 0, 6),
		.currency = db_text_at(result, 0, 7),
		.country = db_text_at(result, 0, 8),
		.language = db_text_at(result, 0, 9),
		.password_recovery = db_text_at(result, 0, 10),
		.badge_login = db_int_at(result, 0, 11) != 0,
		.has_logo = db_int_at(result, 0, 12) != 0,
		.it_support_ext = db_text_at(result, 0, 13),
		.help_desk_ext = db_text_at(result, 0, 14),
		.idle_timeout_s = db_int_at(result, 0, 15),
		.settings = db_text_at(result, 0, 16),
		.created_us = db_int_at(result, 0, 17),
		.updated_us = db_int_at(result, 0, 18),
		.away_after_s = db_int_at(result, 0, 19),
		.follow_schedule = db_int_at(result, 0, 20) != 0,
		.temporary_password_hours = db_int_at(result, 0, 21),
		.business_hours = db_text_at(result, 0, 22),
		.closed_days = db_text_at(result, 0, 23),
		.theme = db_text_at(result, 0, 24),
		.own_names = db_int_at(result, 0, 25) != 0,
	};
}

enum err company_store_own(struct cx *cx, struct company_row *row)
{
	struct db_result result;

	TRY(db_run(cx, &own_sql, DB_ARGS(db_int(cx->actor->company_id)), &result));
	if (result.count != 1)
		return fail(cx, ERR_NOT_FOUND, NULL, "There is no such company.");
	read_row(&result, row);
	return OK;
}

enum err company_store_public(
	struct cx *cx, const char *code, const char *domain, struct company_row *row, bool *found)
{
	struct db_result result = {0};

	if (!text_empty(code))
		TRY(db_run(cx, &public_by_code_sql, DB_ARGS(db_text(code)), &result));
	if (!result.count && !text_empty(domain))
		TRY(db_run(cx, &public_by_domain_sql, DB_ARGS(db_text(domain)), &result));
	if (!result.count)
		TRY(db_run(cx, &public_first_two_sql, DB_NO_ARGS, &result));
	*found = result.count == 1;
	if (*found)
		read_row(&result, row);
	return OK;
}

enum err company_store_update(struct cx *cx, const struct company_row *row, const char *logo_svg,
	int64_t version, bool *changed)
{
	int64_t rows;

	TRY(db_exec(cx, &update_sql,
		DB_ARGS(db_int(row->id), db_int(version), db_text(row->name), db_text(row->domain),
			db_text(row->time_zone), db_text(row->currency), db_text(row->country),
			db_text(row->language), db_text(row->password_recovery),
			db_int(row->badge_login), db_text(row->it_support_ext),
			db_text(row->help_desk_ext), db_int(row->idle_timeout_s),
			db_text(row->settings), db_text(logo_svg), db_int(cx->now_us),
			db_int(row->away_after_s), db_int(row->follow_schedule),
			db_int(row->temporary_password_hours), db_text(row->business_hours),
			db_text(row->closed_days), db_text(row->theme), db_int(row->own_names)),
		&rows));
	*changed = rows == 1;
	return OK;
}

enum err company_store_hours(struct cx *cx, const char **business_hours, const char **closed_days)
{
	struct db_result result;

	TRY(db_run(cx, &hours_sql, DB_ARGS(db_int(cx->actor->company_id)), &result));
	if (result.count != 1)
		return fail(cx, ERR_NOT_FOUND, NULL, "There is no such company.");
	*business_hours = db_text_at(&result, 0, 0);
	*closed_days = db_text_at(&result, 0, 1);
	return OK;
}

enum err company_store_logo(struct cx *cx, const char *code, const char **logo_svg)
{
	struct db_result result;

	TRY(db_run(cx, &logo_sql, DB_ARGS(db_text(code)), &result));
	if (!result.count)
		return fail(cx, ERR_NOT_FOUND, NULL, "There is no such logo.");
	*logo_svg = db_text_at(&result, 0, 0);
	return OK;
}

/* org_store.c - statements on departments and teams as they are managed. */
/* SPDX-License-Identifier: MIT */
#include "domains/tenancy/org_internal.h"

static const struct db_query departments_sql = {
	.name = "org.departments",
	.text = "SELECT d.id, d.version, d.code, d.name, d.is_active, d.created_us,"
		" (SELECT COUNT(*) FROM agents a WHERE a.company_id = $1 AND a.department_id = "
		"d.id),"
		" (SELECT COUNT(*) FROM teams t WHERE t.company_id = $1 AND t.department_id = "
		"d.id)"
		" FROM departments d WHERE d.company_id = $1 AND (d.id = $2 OR $2 = 0)"
		" ORDER BY d.name, d.id",
};
static const struct db_query teams_sql = {
	.name = "org.teams",
	.text = "SELECT t.id, t.version, t.slug, t.name, t.is_active, t.created_us,"
		" (SELECT COUNT(*) FROM agents a WHERE a.company_id = $1 AND a.team_id = t.id),"
		" 0, d.id, d.code, d.name, t.description, t.color"
		" FROM teams t"
		" LEFT JOIN departments d ON d.company_id = t.company_id AND d.id = t.department_id"
		" WHERE t.company_id = $1 AND (t.id = $2 OR $2 = 0) ORDER BY t.name, t.id",
};

static const struct db_query department_update_sql = {
	.name = "org.department_update",
	.text = "UPDATE departments SET code = $4, name = $5, is_active = $6, updated_us = $7,"
		" version = version + 1 WHERE company_id = $1 AND id = $2 AND version = $3",
};
static const struct db_query team_update_sql = {
	.name = "org.team_update",
	.text = "UPDATE teams SET slug = $4, name = $5, is_active = $6, updated_us = $7,"
		" department_id = $8, description = $9, color = $10, version = version + 1"
		" WHERE company_id = $1 AND id = $2 AND version = $3",
};

static const struct db_query department_remove_sql = {
	.name = "org.department_remove",
	.text = "DELETE FROM departments WHERE company_id = $1 AND id = $2",
};
static const struct db_query team_remove_sql = {
	.name = "org.team_remove",
	.text = "DELETE FROM teams WHERE company_id = $1 AND id = $2",
};

static const struct db_query department_members_sql = {
	.name = "org.department_members",
	.text = "SELECT name FROM (SELECT a.name, 0 AS kind, a.id FROM agents a"
		" WHERE a.company_id = $1 AND a.department_id = $2"
		" UNION ALL SELECT t.name, 1 AS kind, t.id FROM teams t"
		" WHERE t.company_id = $1 AND t.department_id = $2) m"
		" ORDER BY kind, name, id LIMIT 5",
};
static const struct db_query team_agents_leave_sql = {
	.name = "org.team_agents_leave",
	.text = "UPDATE agents SET team_id = NULL, updated_us = $3, version = version + 1"
		" WHERE company_id = $1 AND team_id = $2",
};
static const struct db_query team_phones_leave_sql = {
	.name = "org.team_phones_leave",
	.text = "UPDATE extensions SET team_id = NULL, updated_us = $3, version = version + 1"
		" WHERE company_id = $1 AND team_id = $2",
};

const struct db_query *const org_queries[] = {&departments_sql, &teams_sql, &department_update_sql,
	&team_update_sql, &department_remove_sql, &team_remove_sql, &department_members_sql,
	&team_agents_leave_sql, &team_phones_leave_sql, NULL};

static struct db_value own_company(const struct cx *cx)
{
	return db_int(cx->actor->company_id);
}

static void read_unit(const struct db_result *result, size_t row, struct unit *unit)
{
	*unit = (struct unit){
		.id = db_int_at(result, row, 0),
		.version = db_int_at(result, row, 1),
		.code = db_text_at(result, row, 2),
		.name = db_text_at(result, row, 3),
		.active = db_int_at(result, row, 4) != 0,
		.created_us = db_int_at(result, row, 5),
		.agents = db_int_at(result, row, 6),
		.teams = db_int_at(result, row, 7),
	};
	if (result->columns == 8)
		return;
	unit->department_id = db_int_at(result, row, 8);
	unit->department_code = db_text_at(result, row, 9);
	unit->department_name = db_text_at(result, row, 10);
	unit->description = db_text_at(result, row, 11);
	unit->color = db_text_at(result, row, 12);
}

enum err org_store_list(
	struct cx *cx, enum unit_kind kind, int64_t id, struct unit **list, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, kind == UNIT_TEAM ? &teams_sql : &departments_sql,
		DB_ARGS(own_company(cx), db_int(id)), &result));
	*count = result.count;
	*list = arena_array(cx->arena, result.count, sizeof(**list));
	for (size_t row = 0; row < result.count; row++)
		read_unit(&result, row, *list + row);
	return OK;
}

enum err org_store_update(
	struct cx *cx, enum unit_kind kind, const struct unit *unit, bool *changed)
{
	const struct db_value args[] = {own_company(cx), db_int(unit->id), db_int(unit->version),
		db_text(unit->code), db_text(unit->name), db_int(unit->active), db_int(cx->now_us),
		db_id(unit->department_id), db_text(unit->description), db_text(unit->color)};
	int64_t rows;

	if (kind == UNIT_TEAM)
		TRY(db_exec(cx, &team_update_sql, args, COUNT(args), &rows));
	else
		TRY(db_exec(cx, &department_update_sql, args, COUNT(args) - 3, &rows));
	*changed = rows == 1;
	return OK;
}

enum err org_store_remove(struct cx *cx, enum unit_kind kind, int64_t id)
{
	return db_exec(cx, kind == UNIT_TEAM ? &team_remove_sql : &department_remove_sql,
		DB_ARGS(own_company(cx), db_int(id)), NULL);
}

enum err org_store_empty_team(struct cx *cx, int64_t id)
{
	const struct db_value args[] = {own_company(cx), db_int(id), db_int(cx->now_us)};

	TRY(db_exec(cx, &team_agents_leave_sql, args, COUNT(args), NULL));
	return db_exec(cx, &team_phones_leave_sql, args, COUNT(args), NULL);
}

enum err org_store_members(
	struct cx *cx, int64_t department_id, const char *const **names, size_t *count)
{
	struct db_result result;
	const char **list;

	TRY(db_run(cx, &department_members_sql, DB_ARGS(own_company(cx), db_int(department_id)),
		&result));
	list = arena_array(cx->arena, result.count, sizeof(*list));
	for (size_t row = 0; row < result.count; row++)
		list[row] = db_text_at(&result, row, 0);
	*names = list;
	*count = result.count;
	return OK;
}

/* people_store.c - statements on people as who manages them sees them. */
/* SPDX-License-Identifier: MIT */
#include "domains/accounts/agent_skill.h"
#include "domains/accounts/people_internal.h"

/* One of the rights that stand too high, or one that the actor lacks. */
#define TOO_HIGH \
	"(p.permission IN ($2, $3, $4)" \
	" OR CAST($14 AS TEXT) NOT LIKE '%,' || p.permission || ',%')"
#define HEAD \
	"SELECT u.id, u.version, u.username, u.name, u.status, u.email, u.phone, u.language," \
	" u.must_change_password, u.last_login_us, u.created_us," \
	" CASE WHEN EXISTS (SELECT 1 FROM user_roles m JOIN role_permissions p" \
	" ON p.company_id = m.company_id AND p.role_id = m.role_id" \
	" WHERE m.company_id = $1 AND m.user_id = u.id AND " TOO_HIGH ")" \
	" THEN 1 ELSE 0 END," \
	" a.id, a.agent_no, a.order_capacity, a.open_orders, a.is_active, a.takes_orders," \
	" CASE WHEN a.badge_hash IS NULL THEN 0 ELSE 1 END, a.level," \
	" d.id, d.code, d.name, t.id, t.name, p.status, a.chat_capacity, "
#define ROLES_LITE \
	"(SELECT group_concat(code, ',') FROM (SELECT r.code FROM user_roles m JOIN roles r" \
	" ON r.company_id = m.company_id AND r.id = m.role_id" \
	" WHERE m.company_id = $1 AND m.user_id = u.id ORDER BY r.id))"
#define ROLES_PG \
	"(SELECT string_agg(r.code, ',' ORDER BY r.id) FROM user_roles m JOIN roles r" \
	" ON r.company_id = m.company_id AND r.id = m.role_id" \
	" WHERE m.company_id = $1 AND m.user_id = u.id)"
#define FROM \
	" FROM users u" \
	" LEFT JOIN agents a ON a.company_id = u.company_id AND a.user_id = u.id" \
	" LEFT JOIN departments d ON d.company_id = a.company_id AND d.id = a.department_id" \
	" LEFT JOIN teams t ON t.company_id = a.company_id AND t.id = a.team_id" \
	" LEFT JOIN agent_presence p ON p.company_id = a.company_id AND p.agent_id = a.id" \
	" WHERE u.company_id = $1 AND (u.id = $5 OR $5 = 0) AND u.username_key > $6" \
	" AND ($7 = '' OR EXISTS (SELECT 1 FROM user_roles m JOIN roles r" \
	" ON r.company_id = m.company_id AND r.id = m.role_id" \
	" WHERE m.company_id = $1 AND m.user_id = u.id AND r.code = $7))" \
	" AND ($8 = '' OR u.status = $8) AND ($9 = '' OR d.code = $9)" \
	" AND ($13 = '' OR ($13 = 'agents' AND a.level IN ('agent', 'senior'))" \
	" OR ($13 = 'supervisors' AND a.level = 'supervisor'))"
/* Who stands too high is in no list, but has a page of its own that says so. */
#define TAIL \
	" AND ($5 <> 0 OR NOT EXISTS (SELECT 1 FROM user_roles m JOIN role_permissions p" \
	" ON p.company_id = m.company_id AND p.role_id = m.role_id" \
	" WHERE m.company_id = $1 AND m.user_id = u.id AND " TOO_HIGH "))" \
	" ORDER BY u.username_key LIMIT $12"
#define SEARCH(find) \
	" AND ($10 = '' OR " find "(u.username_key, $10) > 0 OR " find \
	"(LOWER(u.name), $10) > 0 OR " find "(COALESCE(u.email_key, ''), $10) > 0" \
	" OR a.agent_no = $11)"

static const struct db_query list_sql = {
	.name = "people.list",
	.lite = HEAD ROLES_LITE ", " AGENT_SKILLS_LITE FROM SEARCH("instr") TAIL,
	.postgres = HEAD ROLES_PG ", " AGENT_SKILLS_PG FROM SEARCH("strpos") TAIL,
};

static const struct db_query hold_admins_sql = {
	.name = "people.hold_admins",
	.lite = "SELECT id FROM roles WHERE company_id = $1 AND code = 'admin'",
	.postgres = "SELECT id FROM roles WHERE company_id = $1 AND code = 'admin' FOR UPDATE",
};

static const struct db_query admins_sql = {
	.name = "people.admins",
	.text = "SELECT COUNT(*) FROM roles r"
		" JOIN user_roles m ON m.company_id = r.company_id AND m.role_id = r.id"
		" JOIN users u ON u.company_id = m.company_id AND u.id = m.user_id"
		" WHERE r.company_id = $1 AND r.code = 'admin' AND u.status = 'active'",
};

static const struct db_query update_sql = {
	.name = "people.update",
	.text = "UPDATE users SET name = $4, email = $5, email_key = $6, phone = $7, language = $8,"
		" status = $9, updated_us = $10, version = version + 1"
		" WHERE company_id = $1 AND id = $2 AND version = $3",
};

static const struct db_query clear_roles_sql = {
	.name = "people.clear_roles",
	.text = "DELETE FROM user_roles WHERE company_id = $1 AND user_id = $2",
};

static const struct db_query agent_sql = {
	.name = "people.agent",
	.text = "UPDATE agents SET department_id = $3, team_id = $4, order_capacity = $5,"
		" level = $6, takes_orders = $7, is_active = $8, chat_capacity = $12,"
		" badge_hash = CASE WHEN CAST($9 AS BIGINT) = 1 THEN $10 ELSE badge_hash END,"
		" updated_us = $11, version = version + 1 WHERE company_id = $1 AND id = $2",
};

static const struct db_query team_sql = {
	.name = "people.team",
	.text = "SELECT department_id FROM teams WHERE company_id = $1 AND id = $2",
};

static const struct db_query roles_sql = {
	.name = "people.roles",
	.text = "SELECT code, name, built_in FROM roles WHERE company_id = $1 ORDER BY id",
};

static const struct db_query departments_sql = {
	.name = "people.departments",
	.text = "SELECT id, code, name FROM departments"
		" WHERE company_id = $1 AND is_active = 1 ORDER BY name, id",
};

static const struct db_query teams_sql = {
	.name = "people.teams",
	.text = "SELECT id, slug, name, department_id FROM teams"
		" WHERE company_id = $1 AND is_active = 1 ORDER BY name, id",
};

const struct db_query *const people_queries[] = {&list_sql, &hold_admins_sql, &admins_sql,
	&update_sql, &clear_roles_sql, &agent_sql, &team_sql, &roles_sql, &departments_sql,
	&teams_sql, NULL};

static struct db_value own_company(const struct cx *cx)
{
	return db_int(cx->actor->company_id);
}

/* "agent,supervisor" -> {"agent", "supervisor", NULL} */
static const char *const *split(struct arena *arena, const char *codes)
{
	struct str rest = str_of(codes);
	size_t count = 0, room = 2;
	const char **list;

	for (const char *at = codes; *at; at++)
		room += *at == ',';
	list = arena_array(arena, room, sizeof(*list));
	while (rest.len) {
		struct str one = str_cut(rest, ',', &rest);

		list[count++] = arena_text_n(arena, one.ptr, one.len);
	}
	return list;
}

static void read_agent(const struct db_result *result, size_t row, struct person *person)
{
	person->agent_id = db_int_at(result, row, 12);
	person->agent_no = db_int_at(result, row, 13);
	person->order_capacity = db_int_at(result, row, 14);
	person->open_orders = db_int_at(result, row, 15);
	person->agent_active = db_int_at(result, row, 16) != 0;
	person->takes_orders = db_int_at(result, row, 17) != 0;
	person->has_badge = db_int_at(result, row, 18) != 0;
	person->level = db_text_at(result, row, 19);
	person->department = (struct identity_ref){.id = db_int_at(result, row, 20),
		.code = db_text_at(result, row, 21),
		.name = db_text_at(result, row, 22)};
	person->team = (struct identity_ref){
		.id = db_int_at(result, row, 23), .name = db_text_at(result, row, 24)};
	person->presence = db_text_at(result, row, 25);
	person->chat_capacity = db_opt_at(result, row, 26);
	person->skills = db_text_at(result, row, 28);
	if (!person->presence)
		person->presence = presence_words[PRESENCE_OFFLINE];
}

static void read_person(
	struct cx *cx, const struct db_result *result, size_t row, struct person *person)
{
	*person = (struct person){
		.id = db_int_at(result, row, 0),
		.version = db_int_at(result, row, 1),
		.username = db_text_at(result, row, 2),
		.name = db_text_at(result, row, 3),
		.status = db_text_at(result, row, 4),
		.email = db_text_at(result, row, 5),
		.phone = db_text_at(result, row, 6),
		.language = db_text_at(result, row, 7),
		.must_change_password = db_int_at(result, row, 8) != 0,
		.last_login_us = db_opt_at(result, row, 9),
		.created_us = db_int_at(result, row, 10),
		.above = db_int_at(result, row, 11) != 0,
		.roles = split(cx->arena, db_text_or_empty(result, row, 27)),
	};
	read_agent(result, row, person);
}

static struct db_value or_empty(const char *text)
{
	return db_text(text ? text : "");
}

enum err people_store_list(
	struct cx *cx, const struct person_filter *filter, struct person **list, size_t *count)
{
	const struct rank_bar bar = rank_bar_of(cx->actor);
	const char *search = account_key(cx->arena, filter->search ? filter->search : "");
	struct db_result result;

	TRY(db_run(cx, &list_sql,
		DB_ARGS(own_company(cx), db_text(bar.rights[0]), db_text(bar.rights[1]),
			db_text(bar.rights[2]), db_int(filter->id), or_empty(filter->after),
			or_empty(filter->role), or_empty(filter->status),
			or_empty(filter->department), db_text(search),
			db_int(agent_code_read(search)), db_int(filter->limit),
			or_empty(filter->kind), db_text(own_rights_of(cx->arena, cx->actor))),
		&result));
	*count = result.count;
	*list = arena_array(cx->arena, result.count, sizeof(**list));
	for (size_t row = 0; row < result.count; row++)
		read_person(cx, &result, row, *list + row);
	return OK;
}

enum err people_store_hold_admins(struct cx *cx)
{
	struct db_result result;

	TRY(db_begin_write(cx));
	return db_run(cx, &hold_admins_sql, DB_ARGS(own_company(cx)), &result);
}

enum err people_store_admins(struct cx *cx, int64_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &admins_sql, DB_ARGS(own_company(cx)), &result));
	*count = db_int_at(&result, 0, 0);
	return OK;
}

enum err people_store_update(
	struct cx *cx, const struct person *person, const char *email_key, bool *changed)
{
	int64_t rows;

	TRY(db_exec(cx, &update_sql,
		DB_ARGS(own_company(cx), db_int(person->id), db_int(person->version),
			db_text(person->name), db_text(person->email), db_text(email_key),
			db_text(person->phone), db_text(person->language), db_text(person->status),
			db_int(cx->now_us)),
		&rows));
	*changed = rows == 1;
	return OK;
}

enum err people_store_clear_roles(struct cx *cx, int64_t user_id)
{
	return db_exec(cx, &clear_roles_sql, DB_ARGS(own_company(cx), db_int(user_id)), NULL);
}

enum err people_store_agent(struct cx *cx, const struct agent_row *row)
{
	return db_exec(cx, &agent_sql,
		DB_ARGS(own_company(cx), db_int(row->id), db_id(row->department_id),
			db_id(row->team_id), db_int(row->order_capacity), db_text(row->level),
			db_int(row->takes_orders), db_int(row->is_active), db_int(row->badge_given),
			db_text(row->badge_hash), db_int(cx->now_us), db_opt(row->chat_capacity)),
		NULL);
}

enum err people_store_team(struct cx *cx, int64_t team_id, int64_t *department_id, bool *found)
{
	struct db_result result;

	TRY(db_run(cx, &team_sql, DB_ARGS(own_company(cx), db_int(team_id)), &result));
	*found = result.count == 1;
	*department_id = *found ? db_int_at(&result, 0, 0) : 0;
	return OK;
}

static enum err read_places(
	struct cx *cx, const struct db_query *query, struct place_choice **list, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, query, DB_ARGS(own_company(cx)), &result));
	*count = result.count;
	*list = arena_array(cx->arena, result.count, sizeof(**list));
	for (size_t row = 0; row < result.count; row++)
		(*list)[row] = (struct place_choice){
			.id = db_int_at(&result, row, 0),
			.code = db_text_at(&result, row, 1),
			.name = db_text_at(&result, row, 2),
			.department_id = result.columns > 3 ? db_int_at(&result, row, 3) : 0,
		};
	return OK;
}

enum err people_store_choices(struct cx *cx, struct people_choices *choices)
{
	struct db_result result;

	TRY(db_run(cx, &roles_sql, DB_ARGS(own_company(cx)), &result));
	choices->role_count = result.count;
	choices->roles = arena_array(cx->arena, result.count, sizeof(*choices->roles));
	for (size_t row = 0; row < result.count; row++)
		choices->roles[row] = (struct role_choice){
			.code = db_text_at(&result, row, 0),
			.name = db_text_at(&result, row, 1),
			.built_in = db_int_at(&result, row, 2) != 0,
		};
	TRY(read_places(cx, &departments_sql, &choices->departments, &choices->department_count));
	return read_places(cx, &teams_sql, &choices->teams, &choices->team_count);
}

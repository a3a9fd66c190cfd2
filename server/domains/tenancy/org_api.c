/* org_api.c - HTTP: departments and teams. No rules and no SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/tenancy/org_internal.h"

/* ---- Answers ------------------------------------------------------------------- */

static const struct schema_field department_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "code", .type = SCHEMA_TEXT},
	{.name = "name", .type = SCHEMA_TEXT},
	{.name = "is_active", .type = SCHEMA_BOOL},
	{.name = "agents_count", .type = SCHEMA_INT},
	{.name = "teams_count", .type = SCHEMA_INT},
	{.name = "created_at", .type = SCHEMA_TIME},
	{.name = "version", .type = SCHEMA_INT},
};
static const struct schema department_schema = {
	.name = "Department", .fields = department_fields, .count = COUNT(department_fields)};

static const struct schema_field of_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "code", .type = SCHEMA_TEXT},
	{.name = "name", .type = SCHEMA_TEXT},
};
static const struct schema of_schema = {
	.name = "TeamDepartment", .fields = of_fields, .count = COUNT(of_fields)};
static const struct schema_field team_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "slug", .type = SCHEMA_TEXT},
	{.name = "name", .type = SCHEMA_TEXT},
	{.name = "department", .type = SCHEMA_OBJECT, .flags = SCHEMA_NULLABLE, .ref = &of_schema},
	{.name = "description", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "color", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE, .about = "#rrggbb"},
	{.name = "is_active", .type = SCHEMA_BOOL},
	{.name = "agents_count", .type = SCHEMA_INT},
	{.name = "created_at", .type = SCHEMA_TIME},
	{.name = "version", .type = SCHEMA_INT},
};
static const struct schema team_schema = {
	.name = "Team", .fields = team_fields, .count = COUNT(team_fields)};

static const struct schema_field departments_out_fields[] = {
	{.name = "departments",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &department_schema},
};
static const struct schema departments_out = {.name = "DepartmentsAnswer",
	.fields = departments_out_fields,
	.count = COUNT(departments_out_fields)};
static const struct schema_field department_out_fields[] = {
	{.name = "department", .type = SCHEMA_OBJECT, .ref = &department_schema},
};
static const struct schema department_out = {.name = "DepartmentAnswer",
	.fields = department_out_fields,
	.count = COUNT(department_out_fields)};
static const struct schema_field teams_out_fields[] = {
	{.name = "teams", .type = SCHEMA_OBJECT, .flags = SCHEMA_ARRAY, .ref = &team_schema},
	{.name = "data",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &team_schema,
		.about = "The same rows"},
};
static const struct schema teams_out = {
	.name = "TeamsAnswer", .fields = teams_out_fields, .count = COUNT(teams_out_fields)};
static const struct schema_field team_out_fields[] = {
	{.name = "team", .type = SCHEMA_OBJECT, .ref = &team_schema},
};
static const struct schema team_out = {
	.name = "TeamAnswer", .fields = team_out_fields, .count = COUNT(team_out_fields)};
static const struct schema gone_out = {.name = "UnitRemovedAnswer"};

static void write_department_of(struct json *json, const struct unit *unit)
{
	if (!unit->department_id) {
		json_field_null(json, "department");
		return;
	}
	json_field_open(json, "department");
	json_field_id(json, "id", unit->department_id);
	json_field_text(json, "code", unit->department_code);
	json_field_text(json, "name", unit->department_name);
	json_close(json);
}

static void write_unit(struct json *json, enum unit_kind kind, const struct unit *unit)
{
	json_open(json);
	json_field_id(json, "id", unit->id);
	json_field_text(json, kind == UNIT_TEAM ? "slug" : "code", unit->code);
	json_field_text(json, "name", unit->name);
	if (kind == UNIT_TEAM) {
		write_department_of(json, unit);
		json_field_text(json, "description", unit->description);
		json_field_text(json, "color", unit->color);
	}
	json_field_bool(json, "is_active", unit->active);
	json_field_int(json, "agents_count", unit->agents);
	if (kind == UNIT_DEPARTMENT)
		json_field_int(json, "teams_count", unit->teams);
	json_field_time(json, "created_at", unit->created_us);
	json_field_int(json, "version", unit->version);
	json_close(json);
}

static void write_units(struct json *json, const char *key, enum unit_kind kind,
	const struct unit *list, size_t count)
{
	json_field_open_array(json, key);
	for (size_t i = 0; i < count; i++)
		write_unit(json, kind, &list[i]);
	json_close_array(json);
}

/* -1 for what is no id, which then names nothing. */
static int64_t id_of(const struct http_req *rq)
{
	int64_t id;

	return text_int(http_path(rq, "id"), &id) && id > 0 ? id : -1;
}

static enum err reply_unit(
	struct http_req *rq, int status, enum unit_kind kind, const struct unit *unit)
{
	struct json *json = http_reply(rq, status);

	json_key(json, kind == UNIT_TEAM ? "team" : "department");
	write_unit(json, kind, unit);
	return OK;
}

/* ---- In -------------------------------------------------------------------------- */

#define CHANGE(member) .offset = offsetof(struct unit_change, member)
#define NAME(need) \
	{ \
		.name = "name", .type = SHAPE_TEXT, .flags = (need), CHANGE(name), .min = 1, \
		.max = 120 \
	}
#define CODE(wire, need, longest) \
	{ \
		.name = (wire), .type = SHAPE_TEXT, .flags = (need), CHANGE(code), \
		.max = (longest), .about = "a-z, 0-9, - and _; unique in the company" \
	}
#define DEPARTMENT \
	{ \
		.name = "department", .type = SHAPE_TEXT, .flags = SHAPE_NULLABLE, \
		CHANGE(department), .max = 64, .about = "Code; empty for none" \
	}
#define LOOKS \
	{.name = "description", \
		.type = SHAPE_TEXT, \
		.flags = SHAPE_NULLABLE, \
		CHANGE(description), \
		.max = 500, \
		.about = "What the team is for; empty for none"}, \
	{ \
		.name = "color", .type = SHAPE_TEXT, .flags = SHAPE_NULLABLE, CHANGE(color), \
		.max = 7, .about = "#rrggbb; empty for none" \
	}
#define ACTIVE \
	{ \
		.name = "is_active", .aliases = "active", .type = SHAPE_BOOL, CHANGE(active) \
	}
#define VERSION \
	{ \
		.name = "version", .type = SHAPE_INT, .flags = SHAPE_NULLABLE, CHANGE(version), \
		.max = INT64_MAX, .about = "The version last seen; or If-Match" \
	}

static const struct shape_field department_new_fields[] = {
	CODE("code", SHAPE_REQUIRED, 32), NAME(SHAPE_REQUIRED)};
static const struct shape department_new_shape = {.name = "DepartmentNew",
	.fields = department_new_fields,
	.count = COUNT(department_new_fields)};
static const struct shape_field department_change_fields[] = {
	CODE("code", 0, 32), NAME(0), ACTIVE, VERSION};
static const struct shape department_change_shape = {.name = "DepartmentChange",
	.fields = department_change_fields,
	.count = COUNT(department_change_fields)};
static const struct shape_field team_new_fields[] = {
	NAME(SHAPE_REQUIRED), CODE("slug", SHAPE_NULLABLE, 64), DEPARTMENT, LOOKS};
static const struct shape team_new_shape = {
	.name = "TeamNew", .fields = team_new_fields, .count = COUNT(team_new_fields)};
static const struct shape_field team_change_fields[] = {
	NAME(0), CODE("slug", SHAPE_NULLABLE, 64), DEPARTMENT, LOOKS, ACTIVE, VERSION};
static const struct shape team_change_shape = {
	.name = "TeamChange", .fields = team_change_fields, .count = COUNT(team_change_fields)};

static enum err post_unit(struct http_req *rq, enum unit_kind kind)
{
	struct unit_change wanted = {0};
	struct unit unit;

	TRY(http_read(rq, &wanted));
	TRY(unit_create(&rq->cx, kind, &wanted, &unit));
	return reply_unit(rq, 201, kind, &unit);
}

static enum err put_unit(struct http_req *rq, enum unit_kind kind)
{
	struct unit_change change = {0};
	struct unit after;

	TRY(http_read(rq, &change));
	TRY(http_version(rq, &change.version));
	TRY(unit_change(&rq->cx, kind, id_of(rq), &change, &after));
	return reply_unit(rq, 200, kind, &after);
}

static enum err delete_unit(struct http_req *rq, enum unit_kind kind)
{
	TRY(unit_remove(&rq->cx, kind, id_of(rq)));
	(void)http_reply(rq, 200);
	return OK;
}

/* ---- Departments: /api/admin/departments ------------------------------------------- */

static enum err get_departments(struct http_req *rq)
{
	struct unit *list;
	size_t count;

	TRY(units_list(&rq->cx, UNIT_DEPARTMENT, &list, &count));
	write_units(http_reply(rq, 200), "departments", UNIT_DEPARTMENT, list, count);
	return OK;
}

static enum err post_department(struct http_req *rq)
{
	return post_unit(rq, UNIT_DEPARTMENT);
}

static enum err put_department(struct http_req *rq)
{
	return put_unit(rq, UNIT_DEPARTMENT);
}

static enum err delete_department(struct http_req *rq)
{
	return delete_unit(rq, UNIT_DEPARTMENT);
}

/* ---- Teams: /api/teams, and the same for managers ------------------------------------- */

static enum err get_teams(struct http_req *rq)
{
	struct unit *list;
	struct json *json;
	size_t count;

	TRY(units_list(&rq->cx, UNIT_TEAM, &list, &count));
	json = http_reply(rq, 200);
	write_units(json, "teams", UNIT_TEAM, list, count);
	write_units(json, "data", UNIT_TEAM, list, count);
	return OK;
}

static enum err get_team(struct http_req *rq)
{
	struct unit unit;

	TRY(unit_read(&rq->cx, UNIT_TEAM, id_of(rq), &unit));
	return reply_unit(rq, 200, UNIT_TEAM, &unit);
}

static enum err post_team(struct http_req *rq)
{
	return post_unit(rq, UNIT_TEAM);
}

static enum err put_team(struct http_req *rq)
{
	return put_unit(rq, UNIT_TEAM);
}

static enum err delete_team(struct http_req *rq)
{
	return delete_unit(rq, UNIT_TEAM);
}

#define READS(path, fn, perm, about, answer) \
	{ \
		.method = HTTP_GET, .pattern = (path), .handler = (fn), .permission = (perm), \
		.access = HTTP_READ, .summary = (about), .out = &(answer) \
	}
#define MAKES(path, fn, about, shape, answer) \
	{ \
		.method = HTTP_POST, .pattern = (path), .handler = (fn), \
		.permission = PERM_AGENTS_MANAGE, .access = HTTP_WRITE, .summary = (about), \
		.in = &(shape), .out = &(answer), .flags = HTTP_IDEMPOTENT_KEY, .status = 201 \
	}
#define CHANGES(path, fn, about, shape, answer) \
	{ \
		.method = HTTP_PUT, .pattern = (path), .handler = (fn), \
		.permission = PERM_AGENTS_MANAGE, .access = HTTP_WRITE, .summary = (about), \
		.in = &(shape), .out = &(answer) \
	}
#define REMOVES(path, fn, about) \
	{ \
		.method = HTTP_DELETE, .pattern = (path), .handler = (fn), \
		.permission = PERM_AGENTS_MANAGE, .access = HTTP_WRITE, .summary = (about), \
		.out = &gone_out \
	}

const struct http_route org_routes[] = {
	READS("/api/admin/departments", get_departments, PERM_AGENTS_MANAGE, "Departments, by name",
		departments_out),
	MAKES("/api/admin/departments", post_department, "Open a department", department_new_shape,
		department_out),
	CHANGES("/api/admin/departments/{id}", put_department, "Change or close a department",
		department_change_shape, department_out),
	REMOVES("/api/admin/departments/{id}", delete_department,
		"Remove a department that nobody belongs to"),
	READS("/api/teams", get_teams, PERM_AGENTS_READ, "Teams, by name", teams_out),
	MAKES("/api/teams", post_team, "Make a team", team_new_shape, team_out),
	READS("/api/teams/{id}", get_team, PERM_AGENTS_READ, "One team", team_out),
	CHANGES("/api/teams/{id}", put_team, "Change or close a team", team_change_shape, team_out),
	REMOVES("/api/teams/{id}", delete_team, "Remove a team; who was in it is in none"),
	READS("/api/manager/teams", get_teams, PERM_AGENTS_MANAGE, "As /api/teams", teams_out),
	MAKES("/api/manager/teams", post_team, "As /api/teams", team_new_shape, team_out),
	CHANGES("/api/manager/teams/{id}", put_team, "As /api/teams/{id}", team_change_shape,
		team_out),
	REMOVES("/api/manager/teams/{id}", delete_team, "As /api/teams/{id}"),
	{0},
};

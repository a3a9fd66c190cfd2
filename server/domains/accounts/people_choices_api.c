/* people_choices_api.c - HTTP: what the form of a person offers. */
/* SPDX-License-Identifier: MIT */
#include "domains/accounts/people_internal.h"

static const struct schema_field role_fields[] = {
	{.name = "code", .type = SCHEMA_TEXT},
	{.name = "name", .type = SCHEMA_TEXT},
	{.name = "built_in", .type = SCHEMA_BOOL},
};
static const struct schema role_schema = {
	.name = "RoleChoice", .fields = role_fields, .count = COUNT(role_fields)};
static const struct schema_field place_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "code", .type = SCHEMA_TEXT},
	{.name = "name", .type = SCHEMA_TEXT},
	{.name = "department_id",
		.type = SCHEMA_INT,
		.flags = SCHEMA_NULLABLE,
		.about = "Of a team"},
};
static const struct schema place_schema = {
	.name = "PlaceChoice", .fields = place_fields, .count = COUNT(place_fields)};
static const struct schema_field choices_out_fields[] = {
	{.name = "roles",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &role_schema,
		.about = "That one may give"},
	{.name = "departments", .type = SCHEMA_OBJECT, .flags = SCHEMA_ARRAY, .ref = &place_schema},
	{.name = "teams", .type = SCHEMA_OBJECT, .flags = SCHEMA_ARRAY, .ref = &place_schema},
	{.name = "skills",
		.type = SCHEMA_TEXT,
		.flags = SCHEMA_ARRAY,
		.about = "That somebody here has"},
};
static const struct schema choices_out = {.name = "ManagedUserChoices",
	.fields = choices_out_fields,
	.count = COUNT(choices_out_fields)};

static void write_places(
	struct json *json, const char *key, const struct place_choice *list, size_t count)
{
	json_field_open_array(json, key);
	for (size_t i = 0; i < count; i++) {
		json_open(json);
		json_field_id(json, "id", list[i].id);
		json_field_text(json, "code", list[i].code);
		json_field_text(json, "name", list[i].name);
		json_field_opt_int(json, "department_id",
			(struct opt_int){list[i].department_id, list[i].department_id != 0});
		json_close(json);
	}
	json_close_array(json);
}

/* GET /api/admin/users/choices */
static enum err get_choices(struct http_req *rq)
{
	struct people_choices choices = {0};
	struct json *json;

	TRY(people_choices(&rq->cx, &choices));
	json = http_reply(rq, 200);
	json_field_open_array(json, "roles");
	for (size_t i = 0; i < choices.role_count; i++) {
		json_open(json);
		json_field_text(json, "code", choices.roles[i].code);
		json_field_text(json, "name", choices.roles[i].name);
		json_field_bool(json, "built_in", choices.roles[i].built_in);
		json_close(json);
	}
	json_close_array(json);
	write_places(json, "departments", choices.departments, choices.department_count);
	write_places(json, "teams", choices.teams, choices.team_count);
	json_field_open_array(json, "skills");
	for (size_t i = 0; i < choices.skill_count; i++)
		json_text(json, choices.skills[i]);
	json_close_array(json);
	return OK;
}

const struct http_route people_choices_routes[] = {
	{.method = HTTP_GET,
		.pattern = "/api/admin/users/choices",
		.handler = get_choices,
		.permission = PERM_AGENTS_MANAGE,
		.access = HTTP_READ,
		.summary = "Roles one may give, departments, teams and skills",
		.out = &choices_out},
	{0},
};

/* role_api.c - HTTP: roles and what they may do. No rules and no SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/accounts/account_api.h"
#include "domains/accounts/role_internal.h"

/* ---- Answers ------------------------------------------------------------------------ */

static const struct schema_field permission_fields[] = {
	{.name = "name", .type = SCHEMA_TEXT},
	{.name = "about",
		.type = SCHEMA_TEXT,
		.about = "In English, for programs; pages word it in the reader's language"},
	{.name = "mine", .type = SCHEMA_BOOL, .about = "The caller has it, and so may give it"},
};
static const struct schema permission_schema = {
	.name = "Permission", .fields = permission_fields, .count = COUNT(permission_fields)};
static const struct schema_field permissions_out_fields[] = {
	{.name = "permissions",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &permission_schema},
};
static const struct schema permissions_out = {.name = "PermissionsAnswer",
	.fields = permissions_out_fields,
	.count = COUNT(permissions_out_fields)};

static const struct schema_field role_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "code", .type = SCHEMA_TEXT},
	{.name = "name", .type = SCHEMA_TEXT},
	{.name = "built_in", .type = SCHEMA_BOOL},
	{.name = "scope",
		.type = SCHEMA_WORD,
		.words = role_scope_words,
		.about = "On whose rows: one's own, those of one's team, all of the company"},
	{.name = "permissions", .type = SCHEMA_TEXT, .flags = SCHEMA_ARRAY},
	{.name = "standard",
		.type = SCHEMA_TEXT,
		.flags = SCHEMA_ARRAY,
		.about = "Those of them that cannot be taken away"},
	{.name = "users_count", .type = SCHEMA_INT, .about = "How many people hold it"},
	{.name = "editable", .type = SCHEMA_BOOL, .about = "The caller may change it"},
	{.name = "created_at", .type = SCHEMA_TIME},
	{.name = "updated_at", .type = SCHEMA_TIME},
	{.name = "version", .type = SCHEMA_INT},
};
static const struct schema role_schema = {
	.name = "Role", .fields = role_fields, .count = COUNT(role_fields)};
static const struct schema_field roles_out_fields[] = {
	{.name = "roles", .type = SCHEMA_OBJECT, .flags = SCHEMA_ARRAY, .ref = &role_schema},
};
static const struct schema roles_out = {
	.name = "RolesAnswer", .fields = roles_out_fields, .count = COUNT(roles_out_fields)};

static const struct schema_field role_out_fields[] = {
	{.name = "role", .type = SCHEMA_OBJECT, .ref = &role_schema},
};
static const struct schema role_out = {
	.name = "RoleAnswer", .fields = role_out_fields, .count = COUNT(role_out_fields)};

static const struct schema_field holder_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "username", .type = SCHEMA_TEXT},
	{.name = "name", .type = SCHEMA_TEXT},
	{.name = "active", .type = SCHEMA_BOOL},
};
static const struct schema holder_schema = {
	.name = "RoleHolder", .fields = holder_fields, .count = COUNT(holder_fields)};
static const struct schema_field one_out_fields[] = {
	{.name = "role", .type = SCHEMA_OBJECT, .ref = &role_schema},
	{.name = "people",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &holder_schema,
		.about = "Who holds it, by name; 200 at most"},
};
static const struct schema one_out = {
	.name = "RoleDetailsAnswer", .fields = one_out_fields, .count = COUNT(one_out_fields)};

static enum err reply_role(struct http_req *rq, int status, const struct role *role)
{
	struct json *json = http_reply(rq, status);

	json_key(json, "role");
	role_write(json, rq->cx.actor, role);
	return OK;
}

/* -1 for what is no id, which then names nothing. */
static int64_t id_of(const struct http_req *rq)
{
	int64_t id;

	return text_int(http_path(rq, "id"), &id) && id > 0 ? id : -1;
}

/* ---- Looking -------------------------------------------------------------------------- */

/* GET /api/admin/permissions */
static enum err get_permissions(struct http_req *rq)
{
	struct json *json = http_reply(rq, 200);

	json_field_open_array(json, "permissions");
	for (int perm = 0; perm < PERM_COUNT; perm++) {
		json_open(json);
		json_field_text(json, "name", perm_name((enum perm)perm));
		json_field_text(json, "about", perm_about((enum perm)perm));
		json_field_bool(json, "mine", actor_may(rq->cx.actor, (enum perm)perm));
		json_close(json);
	}
	json_close_array(json);
	return OK;
}

/* GET /api/admin/roles */
static enum err get_roles(struct http_req *rq)
{
	struct role *list;
	struct json *json;
	size_t count;

	TRY(roles_list(&rq->cx, &list, &count));
	json = http_reply(rq, 200);
	json_field_open_array(json, "roles");
	for (size_t i = 0; i < count; i++)
		role_write(json, rq->cx.actor, &list[i]);
	json_close_array(json);
	return OK;
}

/* GET /api/admin/roles/{id} */
static enum err get_role(struct http_req *rq)
{
	struct role_holder *people;
	struct role role;
	struct json *json;
	size_t count;

	TRY(role_read(&rq->cx, id_of(rq), &role));
	TRY(role_store_holders(&rq->cx, role.id, &people, &count));
	json = http_reply(rq, 200);
	json_key(json, "role");
	role_write(json, rq->cx.actor, &role);
	json_field_open_array(json, "people");
	for (size_t i = 0; i < count; i++) {
		json_open(json);
		json_field_id(json, "id", people[i].id);
		json_field_text(json, "username", people[i].username);
		json_field_text(json, "name", people[i].name);
		json_field_bool(json, "active", people[i].active);
		json_close(json);
	}
	json_close_array(json);
	return OK;
}

/* ---- Making and changing ----------------------------------------------------------------- */

#define CHANGE(member) .offset = offsetof(struct role_change, member)
#define COMMON(need) \
	{.name = "name", .type = SHAPE_TEXT, .flags = (need), CHANGE(name), .min = 1, .max = 60}, \
		{.name = "scope", .type = SHAPE_WORD, CHANGE(scope), .words = role_scope_words}, \
	{ \
		.name = "permissions", .type = SHAPE_KEYS, .flags = (need) | SHAPE_NAMES, \
		CHANGE(permissions), .max = 64, \
		.about = "Names; what everybody may about oneself is always among them" \
	}

static const struct shape_field new_fields[] = {
	COMMON(SHAPE_REQUIRED),
	{.name = "code",
		.type = SHAPE_TEXT,
		.flags = SHAPE_NULLABLE,
		CHANGE(code),
		.max = 32,
		.about = "a-z, 0-9, - and _; unique in the company; made when left out"},
};
static const struct shape new_shape = {
	.name = "RoleNew", .fields = new_fields, .count = COUNT(new_fields)};
static const struct shape_field change_fields[] = {
	COMMON(0),
	{.name = "version",
		.type = SHAPE_INT,
		.flags = SHAPE_NULLABLE,
		CHANGE(version),
		.max = INT64_MAX,
		.about = "The version last seen; or If-Match"},
};
static const struct shape change_shape = {
	.name = "RoleChange", .fields = change_fields, .count = COUNT(change_fields)};

/* POST /api/admin/roles */
static enum err post_role(struct http_req *rq)
{
	struct role_change wanted = {0};
	struct role role;

	TRY(http_read(rq, &wanted));
	TRY(role_create(&rq->cx, &wanted, &role));
	return reply_role(rq, 201, &role);
}

/* PUT /api/admin/roles/{id} */
static enum err put_role(struct http_req *rq)
{
	struct role_change change = {0};
	struct role after;

	TRY(http_read(rq, &change));
	TRY(http_version(rq, &change.version));
	TRY(role_change(&rq->cx, id_of(rq), &change, &after));
	return reply_role(rq, 200, &after);
}

/* DELETE /api/admin/roles/{id} */
static enum err delete_role(struct http_req *rq)
{
	TRY(role_remove(&rq->cx, id_of(rq)));
	(void)http_reply(rq, 200);
	return OK;
}

const struct http_route role_routes[] = {
	{.method = HTTP_GET,
		.pattern = "/api/admin/permissions",
		.handler = get_permissions,
		.permission = PERM_ROLES_MANAGE,
		.access = HTTP_READ,
		.summary = "Every permission there is, and which of them one may give",
		.out = &permissions_out},
	{.method = HTTP_GET,
		.pattern = "/api/admin/roles",
		.handler = get_roles,
		.permission = PERM_ROLES_MANAGE,
		.access = HTTP_READ,
		.summary = "The company's roles: built-in ones and its own",
		.out = &roles_out},
	{.method = HTTP_POST,
		.pattern = "/api/admin/roles",
		.handler = post_role,
		.permission = PERM_ROLES_MANAGE,
		.access = HTTP_WRITE,
		.summary = "Make a role of the company's own, below one's own",
		.in = &new_shape,
		.out = &role_out,
		.flags = HTTP_IDEMPOTENT_KEY,
		.status = 201},
	{.method = HTTP_GET,
		.pattern = "/api/admin/roles/{id}",
		.handler = get_role,
		.permission = PERM_ROLES_MANAGE,
		.access = HTTP_READ,
		.summary = "One role, and who holds it",
		.out = &one_out},
	{.method = HTTP_PUT,
		.pattern = "/api/admin/roles/{id}",
		.handler = put_role,
		.permission = PERM_ROLES_MANAGE,
		.access = HTTP_WRITE,
		.summary = "Change what a role may do; it counts at once for everyone who holds it",
		.in = &change_shape,
		.out = &role_out},
	{.method = HTTP_DELETE,
		.pattern = "/api/admin/roles/{id}",
		.handler = delete_role,
		.permission = PERM_ROLES_MANAGE,
		.access = HTTP_WRITE,
		.summary = "Remove a role of the company's own that nobody holds",
		.out = &success_out},
	{0},
};

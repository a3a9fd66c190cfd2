/* people_api.c - HTTP: managing people. No rules and no SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/accounts/people_api_internal.h"

#include "domains/accounts/agent_skill_api.h"

#define PAGE_SIZE 50

static const char *const status_words[] = {"active", "disabled", NULL};
static const char *const language_words[] = {"en", "ar", NULL};
const char *const person_language_words[] = {"en", "ar", "company", NULL};

/* ---- Answers ----------------------------------------------------------------------- */

static const struct schema_field skill_fields[] = {
	{.name = "skill", .type = SCHEMA_TEXT},
	{.name = "level",
		.type = SCHEMA_INT,
		.flags = SCHEMA_NULLABLE,
		.about = "1 to 5; null where none was given"},
};
const struct schema agent_skill_schema = {
	.name = "AgentSkill", .fields = skill_fields, .count = COUNT(skill_fields)};
static const struct schema_field agent_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "code", .type = SCHEMA_TEXT},
	{.name = "active", .type = SCHEMA_BOOL, .about = "Works as an agent"},
	{.name = "department",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_NULLABLE,
		.ref = &department_schema},
	{.name = "team", .type = SCHEMA_OBJECT, .flags = SCHEMA_NULLABLE, .ref = &team_schema},
	{.name = "level", .type = SCHEMA_WORD, .words = agent_level_words},
	{.name = "takes_orders", .type = SCHEMA_BOOL},
	{.name = "order_capacity", .type = SCHEMA_INT, .about = "0: no limit"},
	{.name = "chat_capacity",
		.type = SCHEMA_INT,
		.flags = SCHEMA_NULLABLE,
		.about = "null: as the company says"},
	{.name = "open_orders", .type = SCHEMA_INT},
	{.name = "has_badge", .type = SCHEMA_BOOL},
	{.name = "presence", .type = SCHEMA_WORD, .words = presence_words},
	{.name = "skills",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &agent_skill_schema},
};
static const struct schema managed_agent_schema = {
	.name = "ManagedAgent", .fields = agent_fields, .count = COUNT(agent_fields)};

static const struct schema_field person_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "username", .type = SCHEMA_TEXT},
	{.name = "name", .type = SCHEMA_TEXT},
	{.name = "email", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "phone", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "language",
		.type = SCHEMA_WORD,
		.flags = SCHEMA_NULLABLE,
		.words = language_words,
		.about = "null: the company's"},
	{.name = "status", .type = SCHEMA_WORD, .words = status_words},
	{.name = "roles", .type = SCHEMA_TEXT, .flags = SCHEMA_ARRAY},
	{.name = "must_change_password", .type = SCHEMA_BOOL},
	{.name = "agent",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_NULLABLE,
		.ref = &managed_agent_schema},
	{.name = "last_login_at", .type = SCHEMA_TIME, .flags = SCHEMA_NULLABLE},
	{.name = "created_at", .type = SCHEMA_TIME},
	{.name = "version", .type = SCHEMA_INT},
};
static const struct schema person_schema = {
	.name = "ManagedUser", .fields = person_fields, .count = COUNT(person_fields)};

static const struct schema_field list_out_fields[] = {
	{.name = "users", .type = SCHEMA_OBJECT, .flags = SCHEMA_ARRAY, .ref = &person_schema},
	{.name = "data",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &person_schema,
		.about = "The same rows"},
	{.name = "pagination", .type = SCHEMA_OBJECT, .ref = &pagination_schema},
};
const struct schema people_list_out = {
	.name = "ManagedUsersAnswer", .fields = list_out_fields, .count = COUNT(list_out_fields)};
static const struct schema_field one_out_fields[] = {
	{.name = "user", .type = SCHEMA_OBJECT, .ref = &person_schema},
	{.name = "temporary_password",
		.type = SCHEMA_TEXT,
		.flags = SCHEMA_OPTIONAL,
		.about = "Of a new user: shown this one time"},
	{.name = "orders_given_away",
		.type = SCHEMA_INT,
		.flags = SCHEMA_OPTIONAL,
		.about = "Of a changed user: open orders that went to others"},
};
const struct schema person_out = {
	.name = "ManagedUserAnswer", .fields = one_out_fields, .count = COUNT(one_out_fields)};
static const struct schema_field password_out_fields[] = {
	{.name = "temporary_password", .type = SCHEMA_TEXT, .about = "Shown this one time"},
};
static const struct schema password_out = {.name = "ManagedUserPasswordAnswer",
	.fields = password_out_fields,
	.count = COUNT(password_out_fields)};

static void write_agent(struct json *json, struct arena *arena, const struct person *person)
{
	if (!person->agent_id) {
		json_field_null(json, "agent");
		return;
	}
	json_field_open(json, "agent");
	json_field_id(json, "id", person->agent_id);
	json_field_text(json, "code", agent_code(arena, person->agent_no));
	json_field_bool(json, "active", person->agent_active);
	identity_write_ref(json, "department", &person->department);
	identity_write_ref(json, "team", &person->team);
	json_field_text(json, "level", person->level);
	json_field_bool(json, "takes_orders", person->takes_orders);
	json_field_int(json, "order_capacity", person->order_capacity);
	json_field_opt_int(json, "chat_capacity", person->chat_capacity);
	json_field_int(json, "open_orders", person->open_orders);
	json_field_bool(json, "has_badge", person->has_badge);
	json_field_text(json, "presence", person->presence);
	agent_skills_write(json, "skills", person->skills);
	json_close(json);
}

static void write_person(struct json *json, struct arena *arena, const struct person *person)
{
	json_open(json);
	json_field_id(json, "id", person->id);
	json_field_text(json, "username", person->username);
	json_field_text(json, "name", person->name);
	json_field_text(json, "email", person->email);
	json_field_text(json, "phone", person->phone);
	json_field_text(json, "language", person->language);
	json_field_text(json, "status", person->status);
	json_field_open_array(json, "roles");
	for (const char *const *role = person->roles; *role; role++)
		json_text(json, *role);
	json_close_array(json);
	json_field_bool(json, "must_change_password", person->must_change_password);
	write_agent(json, arena, person);
	json_field_opt_time(json, "last_login_at", person->last_login_us);
	json_field_time(json, "created_at", person->created_us);
	json_field_int(json, "version", person->version);
	json_close(json);
}

/* -1 for what is no id, which then names nobody. */
static int64_t id_of(const struct http_req *rq)
{
	int64_t id;

	return text_int(http_path(rq, "id"), &id) && id > 0 ? id : -1;
}

/* ---- The list ------------------------------------------------------------------------ */

static const struct shape_field list_fields[] = {
	{.name = "search",
		.aliases = "q",
		.type = SHAPE_TEXT,
		.flags = SHAPE_QUERY,
		.offset = offsetof(struct person_filter, search),
		.max = 100,
		.about = "Part of a name, a user name or an e-mail address, or an agent code"},
	{.name = "role",
		.type = SHAPE_TEXT,
		.flags = SHAPE_QUERY,
		.offset = offsetof(struct person_filter, role),
		.max = 64,
		.about = "Code of a role"},
	{.name = "status",
		.type = SHAPE_WORD,
		.flags = SHAPE_QUERY | SHAPE_ALL_OK,
		.offset = offsetof(struct person_filter, status),
		.words = status_words},
	{.name = "department",
		.type = SHAPE_TEXT,
		.flags = SHAPE_QUERY,
		.offset = offsetof(struct person_filter, department),
		.max = 64,
		.about = "Code of a department"},
};
const struct shape people_list_shape = {
	.name = "ManagedUsersQuery", .fields = list_fields, .count = COUNT(list_fields)};

static void write_people(struct http_req *rq, struct json *json, const char *key,
	const struct person *list, size_t count)
{
	json_field_open_array(json, key);
	for (size_t i = 0; i < count; i++)
		write_person(json, rq->cx.arena, &list[i]);
	json_close_array(json);
}

enum err people_answer(struct http_req *rq, const char *kind)
{
	struct person_filter filter = {0};
	struct http_pagination pagination;
	struct http_page page;
	struct person *list;
	struct json *json;
	size_t count;
	bool more;

	TRY(http_read(rq, &filter));
	TRY(http_page_read(rq, PAGE_SIZE, &page));
	if (page.page > 1)
		return fail(&rq->cx, ERR_INVALID, "page", "Go on with the cursor `next`.");
	filter.kind = kind;
	filter.after = page.cursor;
	filter.limit = page.size;
	TRY(people_list(&rq->cx, &filter, &list, &count, &more));
	pagination = (struct http_pagination){.page = page.page,
		.per_page = page.size,
		.total = -1,
		.next = more ? account_key(rq->cx.arena, list[count - 1].username) : NULL};
	json = http_reply(rq, 200);
	write_people(rq, json, "users", list, count);
	write_people(rq, json, "data", list, count);
	http_write_pagination(json, &pagination);
	return OK;
}

/* GET /api/admin/users */
static enum err get_people(struct http_req *rq)
{
	return people_answer(rq, NULL);
}

/* GET /api/admin/users/{id} */
static enum err get_person(struct http_req *rq)
{
	struct person person;
	struct json *json;

	TRY(person_read(&rq->cx, id_of(rq), &person));
	json = http_reply(rq, 200);
	json_key(json, "user");
	write_person(json, rq->cx.arena, &person);
	return OK;
}

/* ---- Making and changing --------------------------------------------------------------- */

static const struct shape_field new_fields[] = {
	{.name = "username",
		.type = SHAPE_TEXT,
		.flags = SHAPE_REQUIRED,
		CHANGE(username),
		.min = 2,
		.max = 64},
	CHANGE_FIELDS(SHAPE_REQUIRED),
};
static const struct shape new_shape = {
	.name = "ManagedUserNew", .fields = new_fields, .count = COUNT(new_fields)};

static const struct shape_field change_fields[] = {
	CHANGE_FIELDS(0),
	{.name = "status", .type = SHAPE_WORD, CHANGE(status), .words = status_words},
	{.name = "orders_to",
		.type = SHAPE_KEY,
		.flags = SHAPE_NULLABLE,
		CHANGE(orders_to),
		.about = "Who gets the open orders of who stops working: an agent, or pool"},
	{.name = "version",
		.type = SHAPE_INT,
		.flags = SHAPE_NULLABLE,
		CHANGE(version),
		.max = INT64_MAX,
		.about = "The version last seen; or If-Match"},
};
const struct shape person_change_shape = {
	.name = "ManagedUserChange", .fields = change_fields, .count = COUNT(change_fields)};

enum err person_answer_new(struct http_req *rq, const struct person_change *wanted)
{
	struct person person;
	const char *password;
	struct json *json;

	TRY(person_create(&rq->cx, wanted, &person, &password));
	json = http_reply(rq, 201);
	json_key(json, "user");
	write_person(json, rq->cx.arena, &person);
	json_field_text(json, "temporary_password", password);
	return OK;
}

/* POST /api/admin/users */
static enum err post_person(struct http_req *rq)
{
	struct person_change wanted = {0};

	TRY(http_read(rq, &wanted));
	return person_answer_new(rq, &wanted);
}

enum err person_answer_changed(struct http_req *rq, int64_t id, const struct person_change *change)
{
	struct person after;
	struct json *json;
	int64_t orders;

	TRY(person_change(&rq->cx, id, change, &after, &orders));
	json = http_reply(rq, 200);
	json_key(json, "user");
	write_person(json, rq->cx.arena, &after);
	json_field_int(json, "orders_given_away", orders);
	return OK;
}

/* PUT /api/admin/users/{id} */
static enum err put_person(struct http_req *rq)
{
	struct person_change change = {0};

	TRY(http_read(rq, &change));
	TRY(http_version(rq, &change.version));
	return person_answer_changed(rq, id_of(rq), &change);
}

/* DELETE /api/users/{id}: people stay as who did things; they are out of service. */
static enum err delete_person(struct http_req *rq)
{
	const struct person_change change = {.status = "disabled"};

	return person_answer_changed(rq, id_of(rq), &change);
}

/* POST /api/admin/users/{id}/password */
static enum err post_password(struct http_req *rq)
{
	const char *password;

	TRY(person_new_password(&rq->cx, id_of(rq), &password));
	json_field_text(http_reply(rq, 200), "temporary_password", password);
	return OK;
}

const struct http_route people_routes[] = {
	{.method = HTTP_GET,
		.pattern = "/api/admin/users",
		.handler = get_people,
		.permission = PERM_AGENTS_MANAGE,
		.access = HTTP_READ,
		.summary = "People one stands above, for an administrator everyone, by user name",
		.in = &people_list_shape,
		.out = &people_list_out},
	{.method = HTTP_POST,
		.pattern = "/api/admin/users",
		.handler = post_person,
		.permission = PERM_AGENTS_MANAGE,
		.access = HTTP_WRITE,
		.summary = "Add somebody, with a temporary password",
		.in = &new_shape,
		.out = &person_out,
		.status = 201},
	{.method = HTTP_GET,
		.pattern = "/api/admin/users/{id}",
		.handler = get_person,
		.permission = PERM_AGENTS_MANAGE,
		.access = HTTP_READ,
		.summary = "One of them",
		.out = &person_out},
	{.method = HTTP_GET,
		.pattern = "/api/users/{id}",
		.handler = get_person,
		.permission = PERM_AGENTS_MANAGE,
		.access = HTTP_READ,
		.summary = "One of the people whom one stands above",
		.out = &person_out},
	{.method = HTTP_PUT,
		.pattern = "/api/admin/users/{id}",
		.handler = put_person,
		.permission = PERM_AGENTS_MANAGE,
		.access = HTTP_WRITE,
		.summary = "Change somebody, or take out of service: sessions end, open orders go "
			   "to others",
		.in = &person_change_shape,
		.out = &person_out},
	{.method = HTTP_POST,
		.pattern = "/api/admin/users/{id}/password",
		.handler = post_password,
		.permission = PERM_AGENTS_MANAGE,
		.access = HTTP_WRITE,
		.summary = "Give a temporary password; sessions end",
		.out = &password_out},
	PEOPLE_ROUTES("/api/users", "people", get_people, post_person, new_shape, put_person,
		delete_person),
	{0},
};

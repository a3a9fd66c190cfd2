/* openapi_test.c - the description of the route tables. */
/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "platform/http/server.h"

static enum err nothing(struct http_req *rq)
{
	(void)rq;
	return OK;
}

static const char *const colours[] = {"red", "green", NULL};

static const struct shape_field in_fields[] = {
	{.name = "name",
		.aliases = "title,label",
		.type = SHAPE_TEXT,
		.flags = SHAPE_REQUIRED,
		.min = 1,
		.max = 40,
		.about = "What it is called"},
	{.name = "count", .type = SHAPE_INT, .flags = SHAPE_REQUIRED, .min = 0, .max = 9},
	{.name = "colour", .type = SHAPE_WORD, .flags = SHAPE_NULLABLE, .words = colours},
	{.name = "password", .type = SHAPE_RAW_TEXT, .flags = SHAPE_SECRET},
	{.name = "due_at", .type = SHAPE_TIME},
	{.name = "ids", .type = SHAPE_KEYS, .max = 500},
};
static const struct shape in_shape = {"ThingIn", in_fields, COUNT(in_fields)};

static const struct shape_field list_fields[] = {
	{.name = "colour",
		.type = SHAPE_WORDS,
		.flags = SHAPE_ALL_OK | SHAPE_QUERY,
		.words = colours},
};
static const struct shape list_shape = {"ThingList", list_fields, COUNT(list_fields)};

static const struct schema_field part_fields[] = {{"id", SCHEMA_INT, 0, NULL, NULL, NULL}};
static const struct schema part_schema = {"Part", part_fields, COUNT(part_fields)};
static const struct schema_field thing_fields[] = {
	{"id", SCHEMA_INT, 0, NULL, NULL, "Number"},
	{"colour", SCHEMA_WORD, SCHEMA_NULLABLE, NULL, colours, NULL},
	{"at", SCHEMA_TIME, SCHEMA_NULLABLE, NULL, NULL, NULL},
	{"part", SCHEMA_OBJECT, SCHEMA_NULLABLE, &part_schema, NULL, NULL},
	{"parts", SCHEMA_OBJECT, SCHEMA_ARRAY, &part_schema, NULL, NULL},
	{"counts", SCHEMA_MAP, SCHEMA_OPTIONAL, NULL, NULL, NULL},
	{"free", SCHEMA_ANY, 0, NULL, NULL, NULL},
};
static const struct schema thing_schema = {"Thing", thing_fields, COUNT(thing_fields)};
static const struct schema_field list_out_fields[] = {
	{"things", SCHEMA_OBJECT, SCHEMA_ARRAY, &thing_schema, NULL, NULL},
	{"pagination", SCHEMA_OBJECT, 0, &pagination_schema, NULL, NULL},
};
static const struct schema list_out = {"ThingList", list_out_fields, COUNT(list_out_fields)};
static const struct schema_field one_out_fields[] = {
	{"thing", SCHEMA_OBJECT, 0, &thing_schema, NULL, NULL}};
static const struct schema one_out = {"ThingAnswer", one_out_fields, COUNT(one_out_fields)};

static const struct http_route rows[] = {
	{HTTP_GET, "/api/agent/things", nothing, PERM_ORDERS_READ, HTTP_READ, "All things",
		&list_shape, &list_out, 0, 0, 0},
	{HTTP_POST, "/api/agent/things", nothing, PERM_ORDERS_WRITE, HTTP_WRITE, "A new thing",
		&in_shape, &one_out, HTTP_IDEMPOTENT_KEY, 201, 0},
	{HTTP_GET, "/api/agent/things/{id}", nothing, PERM_ORDERS_READ, HTTP_READ, "One thing",
		NULL, &one_out, 0, 0, 0},
	{HTTP_GET, "/api/agent/things/export", nothing, PERM_PUBLIC, HTTP_READ, "A file", NULL,
		NULL, 0, 0, 0},
	{HTTP_POST, "/api/things/import", nothing, PERM_ORDERS_WRITE, HTTP_WRITE, "Upload", NULL,
		&one_out, HTTP_BODY_FILE, 202, 0},
	{0},
};
static const struct http_route *const tables[] = {rows, NULL};
static const struct http_upgrade sockets[] = {
	{.path = "/ws/updates", .summary = "Live"}, {.path = "/app/{key}", .anyone = true}, {0}};
static const struct http_upgrade *const upgrades[] = {sockets, NULL};

static struct cx cx;
static const struct json_value *document;

static int describe(void **state)
{
	struct str text;

	(void)state;
	cx = (struct cx){.arena = arena_new(0), .actor = actor_nobody(), .request_id = "test"};
	text = http_openapi(cx.arena, tables, upgrades, "9.9");
	return json_parse(&cx, text, &document) == OK ? 0 : -1;
}

static int destroy(void **state)
{
	(void)state;
	arena_free(&cx.arena);
	return 0;
}

/* The value at "a|b|0|c", printed; NULL when there is none. */
static const char *at(const char *path)
{
	const struct json_value *value = document;
	struct str rest = str_of(path);

	while (value && rest.len) {
		struct str step = str_cut(rest, '|', &rest);
		const char *key = arena_text_n(cx.arena, step.ptr, step.len);
		int64_t index;

		if (json_kind_of(value) == JSON_ARRAY)
			value = str_int(step, &index) && (size_t)index < json_count(value)
				? json_item(value, (size_t)index)
				: NULL;
		else
			value = json_get(value, key);
	}
	return value ? json_print(&cx, value) : NULL;
}

static void what_stands_in_it(void **state)
{
	static const struct {
		const char *path, *value; /* NULL: not there */
	} cases[] = {
		{"openapi", "\"3.1.0\""},
		{"info|version", "\"9.9\""},
		{"paths|/api/agent/things|get|operationId", "\"getApiAgentThings\""},
		{"paths|/api/agent/things/{id}|get|operationId", "\"getApiAgentThingsById\""},
		{"paths|/api/agent/things|get|tags", "[\"things\"]"},
		{"paths|/health|get|tags", "[\"system\"]"},
		{"paths|/api/agent/things|get|x-permission", "\"orders.read\""},
		{"paths|/api/agent/things|get|security", NULL},
		{"paths|/api/agent/things/export|get|security", "[]"},
		{"paths|/api/agent/things/export|get|x-permission", "\"public\""},
		{"paths|/api/agent/things/export|get|x-kind", "\"file\""},
		{"paths|/api/agent/things/export|get|responses|200|content|*/*", "{\"schema\":{}}"},
		{"paths|/api/agent/things|get|parameters|0|name", "\"colour\""},
		{"paths|/api/agent/things|get|parameters|0|in", "\"query\""},
		{"paths|/api/agent/things|get|parameters|1|name", "\"page\""},
		{"paths|/api/agent/things|get|parameters|5|name", "\"cursor\""},
		{"paths|/api/agent/things|get|requestBody", NULL},
		{"paths|/api/agent/things/{id}|get|parameters|0|in", "\"path\""},
		{"paths|/api/agent/things/{id}|get|parameters|0|required", "true"},
		{"paths|/api/agent/things|post|parameters|0|name", "\"Idempotency-Key\""},
		{"paths|/api/agent/things|post|requestBody|content|application/json|schema",
			"{\"$ref\":\"#/components/schemas/ThingIn\"}"},
		{"paths|/api/agent/things|post|responses|201|content|application/json|schema",
			"{\"$ref\":\"#/components/schemas/ThingAnswer\"}"},
		{"paths|/api/agent/things|get|responses|200|content|application/json|schema",
			"{\"$ref\":\"#/components/schemas/ThingListAnswer\"}"},
		{"paths|/api/agent/things|get|responses|default|content|application/json|schema",
			"{\"$ref\":\"#/components/schemas/Error\"}"},
		{"paths|/api/things/import|post|requestBody|content|*/*|schema", "{}"},
		{"paths|/ws/updates|get|x-kind", "\"upgrade\""},
		{"paths|/openapi.json|get|summary",
			"\"This description; public: it holds no data\""},
		{"components|schemas|ThingIn|required", "[\"count\"]"},
		{"components|schemas|ThingIn|allOf",
			"[{\"anyOf\":[{\"required\":[\"name\"]},"
			"{\"required\":[\"title\"]},{\"required\":[\"label\"]}]}]"},
		{"components|schemas|ThingIn|properties|name",
			"{\"type\":\"string\",\"minLength\":1,"
			"\"maxLength\":40,\"description\":\"What it is called\"}"},
		{"components|schemas|ThingIn|properties|label|maxLength", "40"},
		{"components|schemas|ThingIn|properties|colour",
			"{\"type\":[\"string\",\"null\"],\"enum\":[\"red\",\"green\",null]}"},
		{"components|schemas|ThingIn|properties|password|writeOnly", "true"},
		{"components|schemas|ThingIn|properties|count",
			"{\"type\":\"integer\",\"minimum\":0,\"maximum\":9}"},
		{"components|schemas|Thing|additionalProperties", "false"},
		{"components|schemas|Thing|required",
			"[\"id\",\"colour\",\"at\",\"part\",\"parts\",\"free\"]"},
		{"components|schemas|Thing|properties|at",
			"{\"type\":[\"string\",\"null\"],\"format\":\"date-time\"}"},
		{"components|schemas|Thing|properties|part",
			"{\"anyOf\":[{\"$ref\":\"#/components/schemas/"
			"Part\"},{\"type\":\"null\"}]}"},
		{"components|schemas|Thing|properties|parts",
			"{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/Part\"}}"},
		{"components|schemas|Thing|properties|counts",
			"{\"type\":\"object\",\"additionalProperties\":{\"type\":\"integer\"}}"},
		{"components|schemas|Thing|properties|free", "{}"},
		{"components|schemas|ThingAnswer|required", "[\"success\",\"thing\"]"},
		{"components|schemas|ThingAnswer|properties|success", "{\"const\":true}"},
		{"components|schemas|Error|properties|success", "{\"const\":false}"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *value = at(cases[i].path);

		if (!text_is(value, cases[i].value))
			fail_msg("%s: %s", cases[i].path, value ? value : "(nothing)");
	}
}

/* Every reference leads somewhere, every operationId is alone. */
static void check_references(const struct json_value *value)
{
	for (size_t i = 0; i < json_count(value); i++)
		check_references(json_item(value, i));
	for (size_t i = 0; i < json_members(value); i++) {
		const char *key;
		const struct json_value *member = json_member(value, i, &key);
		static const char start[] = "#/components/schemas/";

		check_references(member);
		if (strcmp(key, "$ref") != 0)
			continue;
		assert_true(strncmp(json_text_of(member), start, strlen(start)) == 0);
		assert_case(at(arena_format(cx.arena, "components|schemas|%s",
				    json_text_of(member) + strlen(start))),
			json_text_of(member));
	}
}

static void references_lead_somewhere(void **state)
{
	(void)state;
	check_references(document);
}

static void operations_have_names_of_their_own(void **state)
{
	const struct json_value *paths = json_get(document, "paths");
	const char *names[64];
	size_t count = 0;

	(void)state;
	for (size_t i = 0; i < json_members(paths); i++) {
		const char *path;
		const struct json_value *item = json_member(paths, i, &path);

		for (size_t j = 0; j < json_members(item); j++) {
			const char *verb, *name;

			name = json_text_of(json_get(json_member(item, j, &verb), "operationId"));
			for (size_t k = 0; k < count; k++)
				assert_string_not_equal(names[k], name);
			names[count++] = name;
		}
	}
	assert_int_equal(count, 5 + 4 + 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_stands_in_it),
		cmocka_unit_test(references_lead_somewhere),
		cmocka_unit_test(operations_have_names_of_their_own),
	};

	return cmocka_run_group_tests(tests, describe, destroy);
}

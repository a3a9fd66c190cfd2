/* openapi.c - the route tables as an OpenAPI 3.1 document. */
/* SPDX-License-Identifier: MIT */
#include "platform/http/http_openapi.h"

#define DESCRIPTION \
	"Parameters may come in the path, a JSON body, a form or the query, in this order; of " \
	"equal " \
	"ones the last counts, unknown ones are ignored. PATCH stands in for PUT and the " \
	"reverse. " \
	"HEAD and OPTIONS work everywhere. Every answer has X-Request-Id. company_id is taken " \
	"from " \
	"the session; another one is refused."

/* ---- Names ---------------------------------------------------------------------- */

static bool is_parameter(struct str segment)
{
	return segment.len > 2 && segment.ptr[0] == '{';
}

static void add_capital(struct buf *name, struct str word)
{
	bool up = true;

	for (size_t i = 0; i < word.len; i++) {
		char c = word.ptr[i];
		bool small = c >= 'a' && c <= 'z';

		if (!small && !(c >= '0' && c <= '9') && !(c >= 'A' && c <= 'Z')) {
			up = true;
			continue;
		}
		if (up && small)
			c = (char)(c - 'a' + 'A');
		buf_byte(name, c);
		up = false;
	}
}

/* "getApiAgentOrdersById" */
static const char *operation_id(struct arena *arena, const char *verb, const char *pattern)
{
	struct buf name = buf_in(arena, 64);
	struct str rest = str_of(pattern);

	buf_text(&name, verb);
	while (rest.len) {
		struct str segment = str_cut(rest, '/', &rest);

		if (is_parameter(segment)) {
			buf_text(&name, "By");
			segment = (struct str){segment.ptr + 1, segment.len - 2};
		}
		add_capital(&name, segment);
	}
	return name.ptr;
}

/* "/api/agent/orders/{id}" is about orders, "/api/team/members" about team. */
static const char *tag_of(struct arena *arena, const char *pattern)
{
	struct str rest = str_of(pattern + 1);
	struct str word = str_cut(rest, '/', &rest);

	if (!str_is(word, "api"))
		return str_is(word, "ws") ? "live" : "system";
	word = str_cut(rest, '/', &rest);
	if ((str_is(word, "agent") || str_is(word, "supervisor") || str_is(word, "admin")) &&
		rest.len)
		word = str_cut(rest, '/', &rest);
	return arena_text_n(arena, word.ptr, word.len);
}

static const char *verb_of(enum http_method method)
{
	static const char *const verbs[HTTP_METHODS] = {[HTTP_GET] = "get",
		[HTTP_POST] = "post",
		[HTTP_PUT] = "put",
		[HTTP_PATCH] = "patch",
		[HTTP_DELETE] = "delete"};

	return verbs[method];
}

/* ---- Parameters -------------------------------------------------------------------- */

static bool has_body(const struct http_route *route)
{
	return route->method != HTTP_GET && route->method != HTTP_DELETE;
}

/* Fields that are documented in the address: of reads, of uploads, and marked ones. */
static bool in_query(const struct http_route *route, const struct shape_field *field)
{
	return !has_body(route) || route->flags & HTTP_BODY_FILE || field->flags & SHAPE_QUERY;
}

static void begin_parameter(struct json *json, const char *name, const char *in, bool required)
{
	json_open(json);
	json_field_text(json, "name", name);
	json_field_text(json, "in", in);
	if (required)
		json_field_bool(json, "required", true);
	json_key(json, "schema");
}

static void write_path_parameters(struct openapi *openapi, const char *pattern)
{
	static const struct shape_field key = {
		.name = "", .type = SHAPE_KEY, .about = "An id or a public code"};
	struct json *json = &openapi->json;

	for (const char *at = strchr(pattern, '{'); at; at = strchr(at + 1, '{')) {
		begin_parameter(json, arena_text_n(openapi->arena, at + 1, strcspn(at + 1, "}")),
			"path", true);
		openapi_write_field(json, &key, true);
		json_close(json);
	}
}

static void write_page_parameters(struct json *json)
{
	static const struct shape_field fields[] = {
		{.name = "page",
			.type = SHAPE_INT,
			.min = 1,
			.max = 1000000,
			.about = "Page, from 1"},
		{.name = "per_page",
			.type = SHAPE_INT,
			.min = 1,
			.max = INT64_MAX,
			.about = "Rows on a page; at most 200 are given"},
		{.name = "limit",
			.type = SHAPE_INT,
			.min = 1,
			.max = INT64_MAX,
			.about = "Another name for per_page"},
		{.name = "offset",
			.type = SHAPE_INT,
			.min = 0,
			.max = INT64_MAX,
			.about = "Rows to leave out; a multiple of the page's size"},
		{.name = "cursor",
			.type = SHAPE_TEXT,
			.min = 1,
			.max = 512,
			.about = "`next` of the answer before; goes on where that one ended"},
	};

	for (size_t i = 0; i < COUNT(fields); i++) {
		begin_parameter(json, fields[i].name, "query", false);
		openapi_write_field(json, &fields[i], true);
		json_close(json);
	}
}

static void write_header_parameters(struct json *json, const struct http_route *route)
{
	static const struct shape_field key = {.name = "Idempotency-Key",
		.type = SHAPE_TEXT,
		.min = 1,
		.max = 255,
		.about = "The same key and request again give the same answer, done once"};

	if (!(route->flags & HTTP_IDEMPOTENT_KEY))
		return;
	begin_parameter(json, key.name, "header", false);
	openapi_write_field(json, &key, true);
	json_close(json);
}

static void write_parameters(struct openapi *openapi, const struct http_route *route)
{
	struct json *json = &openapi->json;

	json_field_open_array(json, "parameters");
	write_path_parameters(openapi, route->pattern);
	for (size_t i = 0; route->in && i < route->in->count; i++) {
		const struct shape_field *field = &route->in->fields[i];

		if (!in_query(route, field))
			continue;
		begin_parameter(json, field->name, "query",
			field->flags & SHAPE_REQUIRED && !field->aliases && !has_body(route));
		openapi_write_field(json, field, true);
		json_close(json);
	}
	if (openapi_is_paged(route->out))
		write_page_parameters(json);
	write_header_parameters(json, route);
	json_close_array(json);
}

/* ---- Bodies -------------------------------------------------------------------------- */

static void write_content(struct openapi *openapi, const char *type, const char *name)
{
	struct json *json = &openapi->json;

	json_key_text(json, type);
	json_open(json);
	json_field_open(json, "schema");
	if (name)
		openapi_write_ref(json, openapi->arena, name);
	json_close(json);
	json_close(json);
}

/* The parameters, and the file beside them. */
static void write_form_content(struct openapi *openapi, const struct shape *shape)
{
	struct json *json = &openapi->json;

	json_key_text(json, "multipart/form-data");
	json_open(json);
	json_field_open(json, "schema");
	json_field_text(json, "type", "object");
	json_field_open(json, "properties");
	json_field_raw(json, "file", "{\"type\":\"string\",\"format\":\"binary\"}");
	for (size_t i = 0; i < shape->count; i++) {
		json_key(json, shape->fields[i].name);
		openapi_write_field(json, &shape->fields[i], true);
	}
	json_close(json);
	json_field_raw(json, "required", "[\"file\"]");
	json_close(json);
	json_close(json);
}

static void write_request_body(struct openapi *openapi, const struct http_route *route)
{
	struct json *json = &openapi->json;
	bool any = route->flags & (HTTP_BODY_FILE | HTTP_BODY_RAW);

	if (!has_body(route) || (!route->in && !any))
		return;
	json_field_open(json, "requestBody");
	json_field_open(json, "content");
	if (any) {
		write_content(openapi, "*/*", NULL);
	} else {
		if (route->flags & HTTP_BODY_FORM)
			write_form_content(openapi, route->in);
		write_content(openapi, "application/json", route->in->name);
		write_content(openapi, "application/x-www-form-urlencoded", route->in->name);
	}
	json_close(json);
	json_close(json);
}

static void write_response(
	struct openapi *openapi, int status, const struct http_route *route, const char *about)
{
	char code[4] = {(char)('0' + status / 100 % 10), (char)('0' + status / 10 % 10),
		(char)('0' + status % 10), '\0'};
	struct json *json = &openapi->json;

	json_key_text(json, code);
	json_open(json);
	json_field_text(json, "description", about);
	json_field_open(json, "content");
	if (route->out)
		write_content(openapi, "application/json",
			openapi_answer_name(openapi->arena, route->out));
	else
		write_content(openapi, "*/*", NULL);
	json_close(json);
	json_close(json);
}

static void write_error_response(struct json *json)
{
	json_field_raw(json, "default",
		"{\"description\":\"Refused or failed\",\"content\":{\"application/json\":"
		"{\"schema\":{\"$ref\":\"#/components/schemas/Error\"}}}}");
}

static void write_responses(struct openapi *openapi, const struct http_route *route)
{
	struct json *json = &openapi->json;
	int status = route->status ? route->status : 200;

	json_field_open(json, "responses");
	write_response(openapi, status, route, "Done");
	if (route->method == HTTP_POST && route->access == HTTP_WRITE) {
		/* The same members, where it was there before or is done later. */
		static const int others[] = {200, 201, 202};

		for (size_t i = 0; i < COUNT(others); i++)
			if (others[i] != status)
				write_response(openapi, others[i], route,
					others[i] == 202 ? "Taken on, to be done later" : "Done");
	}
	if (strcmp(route->pattern, "/health") == 0)
		write_response(openapi, 503, route, "The database does not answer");
	write_error_response(json);
	json_close(json);
}

/* ---- Operations ------------------------------------------------------------------------ */

static void write_operation(struct openapi *openapi, const struct http_route *route)
{
	struct json *json = &openapi->json;
	bool file = route->out == NULL;

	json_field_open(json, verb_of(route->method));
	json_field_text(json, "operationId",
		operation_id(openapi->arena, verb_of(route->method), route->pattern));
	json_field_open_array(json, "tags");
	json_text(json, tag_of(openapi->arena, route->pattern));
	json_close_array(json);
	json_field_text(json, "summary", route->summary);
	if (route->permission == PERM_PUBLIC) {
		json_field_open_array(json, "security");
		json_close_array(json);
	}
	json_field_text(json, "x-permission",
		route->permission == PERM_PUBLIC ? "public" : perm_name(route->permission));
	if (file)
		json_field_text(json, "x-kind", "file");
	write_parameters(openapi, route);
	write_request_body(openapi, route);
	write_responses(openapi, route);
	json_close(json);
}

static void write_upgrade(struct openapi *openapi, const struct http_upgrade *upgrade)
{
	struct json *json = &openapi->json;

	json_key_text(json, upgrade->path);
	json_open(json);
	json_field_open(json, "get");
	json_field_text(json, "operationId", operation_id(openapi->arena, "get", upgrade->path));
	json_field_open_array(json, "tags");
	json_text(json, "live");
	json_close_array(json);
	json_field_text(json, "summary", upgrade->summary);
	if (upgrade->anyone) {
		json_field_open_array(json, "security");
		json_close_array(json);
	}
	json_field_text(json, "x-permission", upgrade->anyone ? "public" : perm_name(PERM_SELF));
	json_field_text(json, "x-kind", "upgrade");
	if (strchr(upgrade->path, '{')) {
		json_field_open_array(json, "parameters");
		write_path_parameters(openapi, upgrade->path);
		json_close_array(json);
	}
	json_field_open(json, "responses");
	json_field_open(json, "101");
	json_field_text(json, "description", "A WebSocket");
	json_close(json);
	write_error_response(json);
	json_close(json);
	json_close(json);
	json_close(json);
}

/* ---- The document ------------------------------------------------------------------------ */

struct route_list {
	const struct http_route **at;
	size_t count;
};

static int by_pattern(const void *a, const void *b)
{
	const struct http_route *const *first = a;
	const struct http_route *const *second = b;
	int order = strcmp((*first)->pattern, (*second)->pattern);

	return order ? order : (int)(*first)->method - (int)(*second)->method;
}

static void count_routes(const struct http_route *routes, struct route_list *list)
{
	for (; routes->pattern; routes++) {
		if (list->at)
			list->at[list->count] = routes;
		list->count++;
	}
}

static struct route_list all_routes(struct arena *arena, const struct http_route *const *tables)
{
	struct route_list list = {0};

	for (int pass = 0; pass < 2; pass++) {
		if (pass)
			list.at = arena_array(arena, list.count, sizeof(const struct http_route *));
		list.count = 0;
		for (const struct http_route *const *table = tables; table && *table; table++)
			count_routes(*table, &list);
		count_routes(builtin_routes, &list);
	}
	qsort(list.at, list.count, sizeof(const struct http_route *), by_pattern);
	return list;
}

static bool has_route(const struct route_list *routes, const char *path)
{
	for (size_t i = 0; i < routes->count; i++)
		if (strcmp(routes->at[i]->pattern, path) == 0)
			return true;
	return false;
}

static void write_paths(struct openapi *openapi, const struct route_list *routes,
	const struct http_upgrade *const *upgrades)
{
	struct json *json = &openapi->json;

	json_field_open(json, "paths");
	for (size_t i = 0; i < routes->count; i++) {
		const char *pattern = routes->at[i]->pattern;

		if (!i || strcmp(routes->at[i - 1]->pattern, pattern) != 0) {
			json_key_text(json, pattern);
			json_open(json);
		}
		write_operation(openapi, routes->at[i]);
		if (i + 1 == routes->count || strcmp(routes->at[i + 1]->pattern, pattern) != 0)
			json_close(json);
	}
	for (; upgrades && *upgrades; upgrades++)
		for (const struct http_upgrade *row = *upgrades; row->path; row++)
			if (!has_route(routes, row->path))
				write_upgrade(openapi, row);
	json_close(json);
}

static void write_head(struct json *json, const char *version)
{
	json_field_text(json, "openapi", "3.1.0");
	json_field_open(json, "info");
	json_field_text(json, "title", "Hatif");
	json_field_text(json, "version", version);
	json_field_text(json, "description", DESCRIPTION);
	json_close(json);
	json_field_raw(json, "servers", "[{\"url\":\"/\"}]");
	json_field_raw(json, "security", "[{\"bearer\":[]},{\"cookie\":[]}]");
}

static void write_common_components(struct json *json)
{
	json_field_raw(json, "securitySchemes",
		"{\"bearer\":{\"type\":\"http\",\"scheme\":\"bearer\",\"bearerFormat\":\"JWT\"},"
		"\"cookie\":{\"type\":\"apiKey\",\"in\":\"cookie\",\"name\":\"hatif_session\","
		"\"description\":\"Set by the login (with the prefix __Host- over TLS). Verbs that "
		"change something also need the header X-XSRF-TOKEN with the value of the cookie "
		"XSRF-TOKEN.\"}}");
}

struct str http_openapi(struct arena *arena, const struct http_route *const *routes,
	const struct http_upgrade *const *upgrades, const char *version)
{
	struct openapi *openapi = arena_alloc(arena, sizeof(*openapi));
	struct route_list list = all_routes(arena, routes);
	struct json *json = &openapi->json;

	openapi->arena = arena;
	for (const struct http_route *const *table = routes; table && *table; table++)
		openapi_collect(openapi, *table);
	openapi_collect(openapi, builtin_routes);
	json_begin(json, arena, 65536);
	json_open(json);
	write_head(json, version);
	write_paths(openapi, &list, upgrades);
	json_field_open(json, "components");
	write_common_components(json);
	openapi_write_components(openapi);
	json_close(json);
	json_close(json);
	return json_end(json);
}

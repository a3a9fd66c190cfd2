/* server_test.c - a real server with test routes, talked to byte by byte. */
/* SPDX-License-Identifier: MIT */
#include "http_support.h"

#include <pthread.h>
#include <stdatomic.h>

static struct world world;

/* ---- Routes of the test ---------------------------------------------------------- */

static enum err get_public(struct http_req *rq)
{
	json_field_text(http_reply(rq, 200), "pong", "yes");
	return OK;
}

static enum err get_me(struct http_req *rq)
{
	json_field_int(http_reply(rq, 200), "user", rq->cx.actor->user_id);
	return OK;
}

struct thing_in {
	const char *name;
	struct opt_int count;
};

static const struct shape_field thing_fields[] = {
	{.name = "name", .aliases = "title", .type = SHAPE_TEXT, .flags = SHAPE_REQUIRED,
		.offset = offsetof(struct thing_in, name), .min = 1, .max = 50},
	{.name = "count", .type = SHAPE_INT, .offset = offsetof(struct thing_in, count), .min = 0,
		.max = 10},
};
static const struct shape thing_shape = {"ThingIn", thing_fields, COUNT(thing_fields)};

static const struct db_query add_thing = {.name = "test.add_thing",
	.text = "INSERT INTO things (name) VALUES ($1)"};

static enum err post_thing(struct http_req *rq)
{
	struct thing_in in;

	TRY(http_read(rq, &in));
	TRY(db_exec(&rq->cx, &add_thing, DB_ARGS(db_text(in.name)), NULL));
	if (strcmp(in.name, "fails late") == 0)
		return fail(&rq->cx, ERR_STATE, "name", "Not in this state.");
	if (strcmp(in.name, "sleeps") == 0)
		(void)usleep(400000);
	json_field_text(http_reply(rq, 201), "name", in.name);
	return OK;
}

static enum err echo(struct http_req *rq)
{
	struct thing_in in;
	struct json *json;

	TRY(http_read(rq, &in));
	json = http_reply(rq, 200);
	json_field_text(json, "name", in.name);
	json_field_opt_int(json, "count", in.count);
	return OK;
}

static enum err get_item(struct http_req *rq)
{
	json_field_text(http_reply(rq, 200), "id", http_path(rq, "id"));
	return OK;
}

static enum err get_literal(struct http_req *rq)
{
	json_field_text(http_reply(rq, 200), "id", "the literal");
	return OK;
}

static enum err put_item(struct http_req *rq)
{
	struct opt_int version;

	TRY(http_version(rq, &version));
	json_field_opt_int(http_reply(rq, 200), "version", version);
	return OK;
}

static enum err get_secret(struct http_req *rq)
{
	(void)http_reply(rq, 200);
	return OK;
}

static enum err get_broken(struct http_req *rq)
{
	http_set_cookie(rq, "left", "over", "/", 0, false);
	json_field_text(http_reply(rq, 200), "half", "written");
	return fail(&rq->cx, ERR_INTERNAL, NULL, "SELECT secret FROM hidden");
}

static enum err get_state(struct http_req *rq)
{
	static const char *const allowed[] = {"new", "closed", NULL};

	return fail_state(&rq->cx, "status", allowed, "It cannot become that.");
}

static enum err get_stream(struct http_req *rq)
{
	char line[1024];

	memset(line, 'x', sizeof(line));
	line[sizeof(line) - 1] = '\n';
	TRY(http_stream_begin(rq, "text/csv; charset=utf-8", "things.csv"));
	for (int i = 0; i < 2000; i++)
		TRY(http_stream_write(rq, line, sizeof(line)));
	return http_query(rq, "fail") ? ERR_INTERNAL : OK;
}

static enum err post_file(struct http_req *rq)
{
	FILE *file = fopen(http_body_file(rq), "r");
	char start[16] = "";
	long size;

	assert_non_null(file);
	(void)fread(start, 1, 10, file);
	(void)fseek(file, 0, SEEK_END);
	size = ftell(file);
	(void)fclose(file);
	json_field_int(http_reply(rq, 200), "size", size);
	return OK;
}

static enum err post_raw(struct http_req *rq)
{
	struct str body = http_body_raw(rq);

	http_reply_bytes(rq, 200, "text/plain", body);
	return OK;
}

static enum err get_slow(struct http_req *rq)
{
	(void)usleep(500000);
	(void)http_reply(rq, 200);
	return OK;
}

static enum err get_cookie(struct http_req *rq)
{
	http_set_cookie(rq, "plain", "1", "/", 60, true);
	http_set_cookie(rq, "secret", "2", "/api", 0, false);
	(void)http_reply(rq, 200);
	return OK;
}

static enum err get_page(struct http_req *rq)
{
	struct http_page page;
	struct json *json;

	TRY(http_page_read(rq, 20, &page));
	json = http_reply(rq, 200);
	json_field_bool(json, "paged", page.paged);
	json_field_int(json, "page", page.page);
	json_field_int(json, "size", page.size);
	json_field_text(json, "cursor", page.cursor);
	return OK;
}

static const struct http_route routes[] = {
	{HTTP_GET, "/api/public", get_public, PERM_PUBLIC, HTTP_READ, "Public", NULL, NULL, 0, 0},
	{HTTP_GET, "/api/me", get_me, PERM_SELF, HTTP_READ, "Me", NULL, NULL, 0, 0},
	{HTTP_POST, "/api/things", post_thing, PERM_SELF, HTTP_WRITE, "Add", &thing_shape, NULL,
		HTTP_IDEMPOTENT_KEY, 201},
	{HTTP_POST, "/api/open-things", post_thing, PERM_PUBLIC, HTTP_WRITE, "Add", &thing_shape,
		NULL, HTTP_NO_CSRF, 201},
	{HTTP_POST, "/api/echo", echo, PERM_SELF, HTTP_READ, "Echo", &thing_shape, NULL, 0, 0},
	{HTTP_GET, "/api/items/{id}", get_item, PERM_SELF, HTTP_READ, "One", NULL, NULL, 0, 0},
	{HTTP_PUT, "/api/items/{id}", put_item, PERM_SELF, HTTP_READ, "Put", NULL, NULL, 0, 0},
	{HTTP_GET, "/api/items/search", get_literal, PERM_SELF, HTTP_READ, "Lit", NULL, NULL, 0, 0},
	{HTTP_GET, "/api/secret", get_secret, PERM_SETTINGS_MANAGE, HTTP_READ, "No", NULL, NULL, 0,
		0},
	{HTTP_GET, "/api/broken", get_broken, PERM_SELF, HTTP_READ, "Broken", NULL, NULL, 0, 0},
	{HTTP_GET, "/api/state", get_state, PERM_SELF, HTTP_READ, "State", NULL, NULL, 0, 0},
	{HTTP_GET, "/api/stream", get_stream, PERM_SELF, HTTP_READ, "Stream", NULL, NULL, 0, 0},
	{HTTP_POST, "/api/file", post_file, PERM_SELF, HTTP_READ, "File", NULL, NULL,
		HTTP_BODY_FILE, 0},
	{HTTP_POST, "/api/raw", post_raw, PERM_PUBLIC, HTTP_READ, "Raw", NULL, NULL,
		HTTP_BODY_RAW | HTTP_NO_CSRF, 0},
	{HTTP_GET, "/api/slow", get_slow, PERM_SELF, HTTP_READ, "Slow", NULL, NULL,
		HTTP_EXPENSIVE, 0},
	{HTTP_GET, "/api/cookie", get_cookie, PERM_PUBLIC, HTTP_READ, "Cookies", NULL, NULL, 0, 0},
	{HTTP_GET, "/api/page", get_page, PERM_SELF, HTTP_READ, "Page", NULL, NULL, 0, 0},
	{HTTP_POST, "/api/login", get_public, PERM_PUBLIC, HTTP_READ, "Login", NULL, NULL,
		HTTP_LOGIN_RATE | HTTP_NO_CSRF, 0},
	{0},
};
static const struct http_route *const tables[] = {routes, NULL};

/* ---- Tests of single answers ------------------------------------------------------ */

struct exchange_case {
	const char *name, *method, *target, *headers, *body;
	int status;
	const char *has; /* in head or body; NULL */
	bool anonymous;
};

#define JSON "Content-Type: application/json\r\n"
#define FORM "Content-Type: application/x-www-form-urlencoded\r\n"

static const struct exchange_case cases[] = {
	{"public", "GET", "/api/public", "", NULL, 200, "{\"success\":true,\"pong\":\"yes\"}", true},
	{"no session", "GET", "/api/me", "", NULL, 401, "\"code\":\"login\"", true},
	{"session", "GET", "/api/me", "", NULL, 200, "\"user\":1", false},
	{"garbage token", "GET", "/api/me", "Authorization: Bearer x.y.z\r\n", NULL, 401,
		"WWW-Authenticate: Bearer", true},
	{"basic auth", "GET", "/api/me", "Authorization: Basic eDp5\r\n", NULL, 401, NULL, true},
	{"permission", "GET", "/api/secret", "", NULL, 403, "\"code\":\"denied\"", false},
	{"unknown api path", "GET", "/api/nothing", "", NULL, 404, "\"code\":\"not_found\"", true},
	{"unknown path posted to", "POST", "/nothing", "", "x", 404, NULL, true},
	{"verb", "DELETE", "/api/me", "", NULL, 405, "Allow: GET, HEAD, OPTIONS", true},
	{"trace", "TRACE", "/api/me", "", NULL, 405, "Allow: ", true},
	{"patch for put", "PATCH", "/api/items/5", JSON, "{\"version\":3}", 200, "\"version\":3",
		false},
	{"if-match", "PUT", "/api/items/5", "If-Match: W/\"8\"\r\n", NULL, 200, "\"version\":8", false},
	{"bad if-match", "PUT", "/api/items/5", "If-Match: 8\r\n", NULL, 422, "If-Match", false},
	{"options", "OPTIONS", "/api/items/5", "", NULL, 204, "Allow: GET, HEAD, PUT, PATCH, OPTIONS",
		true},
	{"options of nothing", "OPTIONS", "/api/nothing", "", NULL, 404, NULL, true},
	{"literal wins", "GET", "/api/items/search", "", NULL, 200, "the literal", false},
	{"parameter", "GET", "/api/items/AB%2D1", "", NULL, 200, "\"id\":\"AB-1\"", false},
	{"trailing slash", "GET", "/api/me/", "", NULL, 200, "\"user\":1", false},
	{"trailing slash without session", "GET", "/api/me/", "", NULL, 401, NULL, true},
	{"double slash", "GET", "/api//me", "", NULL, 404, NULL, true},
	{"dot segment", "GET", "/api/./me", "", NULL, 404, NULL, true},
	{"dot dot", "GET", "/api/x/../me", "", NULL, 404, NULL, true},
	{"escaped dot dot", "GET", "/api/%2e%2e/me", "", NULL, 404, NULL, true},
	{"escaped slash", "GET", "/api%2fme", "", NULL, 404, NULL, true},
	{"slash in a parameter", "GET", "/api/items/a%2fb", "", NULL, 404, NULL, false},
	{"case", "GET", "/api/ME", "", NULL, 404, NULL, true},
	{"suffix", "GET", "/api/me.json", "", NULL, 404, NULL, true},
	{"matrix", "GET", "/api/me;x=y", "", NULL, 404, NULL, true},
	{"bad escape", "GET", "/api/items/%zz", "", NULL, 400, NULL, false},
	{"path not utf-8", "GET", "/api/items/%ff", "", NULL, 400, NULL, false},
	{"nul in the path", "GET", "/api/items/a%00", "", NULL, 404, NULL, false},
	{"query not utf-8", "GET", "/api/me?x=%ff", "", NULL, 400, "\"code\":\"malformed\"", false},
	{"method override", "POST", "/api/me", "X-HTTP-Method-Override: GET\r\n", "", 405, NULL, false},
	{"json", "POST", "/api/echo", JSON, "{\"name\":\"x\",\"count\":2}", 200, "\"count\":2", false},
	{"json without type", "POST", "/api/echo", "Content-Type: text/plain\r\n", " {\"name\":\"x\"}",
		200, "\"name\":\"x\"", false},
	{"query", "POST", "/api/echo?name=q&count=3", JSON, "", 200, "\"count\":3", false},
	{"body before query", "POST", "/api/echo?name=q", JSON, "{\"name\":\"b\"}", 200,
		"\"name\":\"b\"", false},
	{"form", "POST", "/api/echo", FORM, "name=a+b%21&count=4", 200, "\"name\":\"a b!\"", false},
	{"the last of equals", "POST", "/api/echo?name=a&name=b", "", NULL, 200, "\"name\":\"b\"", false},
	{"alias", "POST", "/api/echo?title=t", "", NULL, 200, "\"name\":\"t\"", false},
	{"missing", "POST", "/api/echo", JSON, "{}", 422, "\"errors\":{\"name\":[\"name is required\"]}",
		false},
	{"all faults at once", "POST", "/api/echo", JSON, "{\"name\":[],\"count\":11}", 422,
		"{\"name\":[\"name is of the wrong kind\"],\"count\":[", false},
	{"malformed", "POST", "/api/echo", JSON, "{\"name\":", 400, "\"code\":\"malformed\"", false},
	{"array", "POST", "/api/echo", JSON, "[1]", 400, NULL, false},
	{"trailing bytes", "POST", "/api/echo", JSON, "{\"name\":\"x\"} {}", 400, NULL, false},
	{"multipart", "POST", "/api/echo", "Content-Type: multipart/form-data; boundary=x\r\n",
		"--x--", 415, "\"code\":\"unsupported\"", false},
	{"no type", "POST", "/api/echo", "", "name=x", 415, NULL, false},
	{"utf-16", "POST", "/api/echo", "Content-Type: application/json; charset=utf-16\r\n",
		"{\"name\":\"x\"}", 415, NULL, false},
	{"gzip body", "POST", "/api/echo", JSON "Content-Encoding: gzip\r\n", "{\"name\":\"x\"}", 415,
		NULL, false},
	{"own company", "POST", "/api/echo?company_id=7", JSON, "{\"name\":\"x\",\"company_id\":7}",
		200, NULL, false},
	{"own company by code", "POST", "/api/echo?company_id=gulf&name=x", "", NULL, 200, NULL, false},
	{"unreplaced company", "POST", "/api/echo?company_id=%7Bid%7D&name=x", "", NULL, 200, NULL,
		false},
	{"foreign company in the query", "GET", "/api/me?company_id=8", "", NULL, 403, "company_id",
		false},
	{"foreign company twice", "GET", "/api/me?company_id=7&company_id=8", "", NULL, 403, NULL,
		false},
	{"foreign company in the body", "POST", "/api/echo", JSON, "{\"name\":\"x\",\"company_id\":8}",
		403, NULL, false},
	{"state", "GET", "/api/state", "", NULL, 409, "\"allowed\":[\"new\",\"closed\"]", false},
	{"bug", "GET", "/api/broken", "", NULL, 500, "\"code\":\"internal\"", false},
	{"pages: none", "GET", "/api/page", "", NULL, 200, "\"paged\":false,\"page\":1,\"size\":500", false},
	{"pages: page", "GET", "/api/page?page=3", "", NULL, 200, "\"page\":3,\"size\":20", false},
	{"pages: capped", "GET", "/api/page?limit=1000000000", "", NULL, 200, "\"size\":200", false},
	{"pages: offset", "GET", "/api/page?limit=50&offset=100", "", NULL, 200, "\"page\":3", false},
	{"pages: odd offset", "GET", "/api/page?limit=50&offset=7", "", NULL, 422, "offset", false},
	{"pages: zero", "GET", "/api/page?limit=0", "", NULL, 422, "per_page", false},
	{"pages: not a number", "GET", "/api/page?page=1e3", "", NULL, 422, "page", false},
	{"pages: signed", "GET", "/api/page?page=%2B1", "", NULL, 422, "page", false},
	{"pages: cursor", "GET", "/api/page?cursor=abc", "", NULL, 200,
		"\"page\":0,\"size\":20,\"cursor\":\"abc\"", false},
	{"raw", "POST", "/api/raw", "Content-Type: application/xml\r\n", "<a/>", 200, "<a/>", true},
	{"health", "GET", "/health", "", NULL, 200, "\"db\":\"ok\"", true},
	{"ready", "GET", "/ready", "", NULL, 200, "\"status\":\"ready\"", true},
	{"metrics", "GET", "/metrics", "", NULL, 200, "hatif_http_requests_total{class=\"2xx\"}", true},
	{"openapi", "GET", "/openapi.json", "", NULL, 200, "\"openapi\":\"3.1.0\"", true},
	{"absolute form", "GET", "http://desk.test/api/public", "", NULL, 200, "pong", true},
	{"absolute form of another host", "GET", "http://evil.test/api/public", "", NULL, 400, NULL,
		true},
	{"two lengths", "POST", "/api/raw", "Content-Length: 3\r\n", "abc", 400, NULL, true},
	{"length and chunks", "POST", "/api/raw", "Transfer-Encoding: chunked\r\n", "0\r\n\r\n", 400,
		NULL, true},
	{"unknown coding", "POST", "/api/raw", "Transfer-Encoding: gzip\r\n", NULL, 400, NULL, true},
	{"signed length", "POST", "/api/raw", "Content-Length: +5\r\n", NULL, 400, NULL, true},
	{"two hosts", "GET", "/api/public", "Host: other.test\r\n", NULL, 400, NULL, true},
	{"no web app", "GET", "/", "Accept: text/html\r\n", NULL, 404, "no web app", true},
	{"hidden file", "GET", "/.git/config", "Accept: text/html\r\n", NULL, 404, NULL, true},
};

static void single_requests(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct exchange_case *c = &cases[i];
		char headers[16384];
		struct answer answer;

		(void)snprintf(headers, sizeof(headers), "%s%s",
			c->anonymous ? "" : as_user(&world, 1, ""), c->headers);
		answer = ask(&world, c->method, c->target, headers, c->body);
		if (answer.status != c->status)
			fail_msg("case \"%s\": %d instead of %d\n%s%s", c->name, answer.status, c->status,
				answer.head ? answer.head : "", answer.body ? answer.body : "");
		if (c->has && !strstr(answer.body, c->has) && !strstr(answer.head, c->has))
			fail_msg("case \"%s\": no %s in\n%s%s", c->name, c->has, answer.head, answer.body);
		if (answer.status >= 400 && answer.body_bytes && answer.body[0] == '{') {
			assert_case(strstr(answer.body, "\"success\":false,\"error\":\""), c->name);
			assert_case(strstr(answer.body, "\"request_id\":\""), c->name);
		}
		assert_case(!strstr(answer.body, "SELECT"), c->name);
		answer_free(&answer);
	}
}

static void every_answer_carries_the_standing_headers(void **state)
{
	static const char *const targets[] = {"/api/public", "/api/nothing", "/", "/api/%zz", "/health"};
	static const char *const names[] = {"X-Request-Id", "X-Content-Type-Options",
		"Content-Security-Policy", "Referrer-Policy", "Permissions-Policy",
		"Cross-Origin-Opener-Policy", "Cache-Control"};

	(void)state;
	for (size_t i = 0; i < COUNT(targets); i++) {
		struct answer answer = ask(&world, "GET", targets[i], "", NULL);

		for (size_t j = 0; j < COUNT(names); j++)
			if (!head_value(answer.head, names[j]))
				fail_msg("%s: no %s", targets[i], names[j]);
		assert_null(head_value(answer.head, "Server"));
		assert_null(strstr(head_value(answer.head, "Content-Security-Policy"), "unsafe"));
		answer_free(&answer);
	}
}

static void a_failed_handler_leaves_no_cookie(void **state)
{
	struct answer answer = ask(&world, "GET", "/api/broken", as_user(&world, 1, ""), NULL);

	(void)state;
	assert_null(head_value(answer.head, "Set-Cookie"));
	assert_null(strstr(answer.body, "half"));
	answer_free(&answer);
}

static void head_has_the_length_and_no_body(void **state)
{
	struct wire wire = wire_open(&world);
	static const char text[] = "HEAD /api/public HTTP/1.1\r\nHost: x\r\n\r\n"
				   "GET /api/public HTTP/1.1\r\nHost: x\r\n\r\n";
	struct answer head, get;

	(void)state;
	assert_true(wire_send(&wire, text, strlen(text)));
	head = wire_answer(&wire, true);
	get = wire_answer(&wire, false);
	assert_int_equal(head.status, 200);
	assert_int_equal(get.status, 200);
	assert_int_equal(strtoul(head_value(head.head, "Content-Length"), NULL, 10), get.body_bytes);
	answer_free(&head);
	answer_free(&get);
	wire_close(&wire);
}

static void pipelined_requests_are_answered_in_order(void **state)
{
	struct wire wire = wire_open(&world);
	char text[256];

	(void)state;
	for (int i = 0; i < 300; i++) {
		(void)snprintf(text, sizeof(text),
			"POST /api/raw HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\n%04d", i);
		assert_true(wire_send(&wire, text, strlen(text)));
	}
	for (int i = 0; i < 300; i++) {
		struct answer answer = wire_answer(&wire, false);

		assert_int_equal(answer.status, 200);
		assert_int_equal(strtol(answer.body, NULL, 10), i);
		answer_free(&answer);
	}
	wire_close(&wire);
}

/* ---- Bodies -------------------------------------------------------------------------- */

static void an_announced_giant_is_refused_unread(void **state)
{
	struct answer answer = ask(
		&world, "POST", "/api/raw", "Content-Length: 99999999\r\n", NULL);

	(void)state;
	assert_int_equal(answer.status, 413);
	assert_non_null(strstr(answer.body, "\"code\":\"too_large\""));
	answer_free(&answer);
	answer = ask(&world, "POST", "/api/raw",
		"Content-Length: 99999999999999999999999999\r\n", NULL);
	assert_int_equal(answer.status, 413);
	answer_free(&answer);
}

static void a_chunked_giant_is_refused(void **state)
{
	static const char head[] =
		"POST /api/raw HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
	struct wire wire = wire_open(&world);
	char *chunk = calloc(1, 65536 + 16);
	struct answer answer;
	size_t length = 7;

	(void)state;
	memcpy(chunk, "10000\r\n", length);
	memset(chunk + length, 'c', 65536);
	memcpy(chunk + length + 65536, "\r\n", 2);
	length += 65536 + 2;
	assert_true(wire_send(&wire, head, strlen(head)));
	for (int i = 0; i < 20; i++)
		assert_true(wire_send(&wire, chunk, length));
	assert_true(wire_send(&wire, "0\r\n\r\n", 5));
	answer = wire_answer(&wire, false);
	assert_int_equal(answer.status, 413);
	answer_free(&answer);
	free(chunk);
	wire_close(&wire);
}

static void a_body_may_come_slowly_and_with_expect(void **state)
{
	static const char head[] = "POST /api/raw HTTP/1.1\r\nHost: x\r\nContent-Length: 6\r\n"
				   "Expect: 100-continue\r\n\r\n";
	struct wire wire = wire_open(&world);
	struct answer answer;

	(void)state;
	assert_true(wire_send(&wire, head, strlen(head)));
	answer = wire_answer(&wire, true);
	assert_int_equal(answer.status, 100);
	answer_free(&answer);
	for (const char *at = "abcdef"; *at; at++) {
		assert_true(wire_send(&wire, at, 1));
		(void)usleep(20000);
	}
	answer = wire_answer(&wire, false);
	assert_int_equal(answer.status, 200);
	assert_string_equal(answer.body, "abcdef");
	answer_free(&answer);
	wire_close(&wire);
}

static void a_small_refused_body_keeps_the_connection(void **state)
{
	static const char text[] =
		"POST /api/nothing HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc"
		"GET /api/public HTTP/1.1\r\nHost: x\r\n\r\n";
	struct wire wire = wire_open(&world);
	struct answer answer;

	(void)state;
	assert_true(wire_send(&wire, text, strlen(text)));
	answer = wire_answer(&wire, false);
	assert_int_equal(answer.status, 404);
	answer_free(&answer);
	answer = wire_answer(&wire, false);
	assert_int_equal(answer.status, 200);
	answer_free(&answer);
	wire_close(&wire);
}

static void large_bodies_go_through_a_file(void **state)
{
	const size_t size = 3 * 1024 * 1024;
	char *body = malloc(size + 1);
	struct answer answer;
	struct dirent *entry;
	DIR *folder;

	(void)state;
	memset(body, 'f', size);
	body[size] = '\0';
	answer = ask(&world, "POST", "/api/file", as_user(&world, 1, ""), body);
	assert_int_equal(answer.status, 200);
	assert_non_null(strstr(answer.body, "\"size\":3145728"));
	answer_free(&answer);
	free(body);
	folder = opendir(world.folder);
	while ((entry = readdir(folder)) != NULL)
		assert_null(strstr(entry->d_name, "body-"));
	(void)closedir(folder);
}

/* ---- Writing ----------------------------------------------------------------------------- */

static void a_failed_write_leaves_nothing(void **state)
{
	int64_t before = world_count(&world, "SELECT COUNT(*) FROM things");
	struct answer answer = ask(&world, "POST", "/api/things", as_user(&world, 1, JSON),
		"{\"name\":\"fails late\"}");

	(void)state;
	assert_int_equal(answer.status, 409);
	answer_free(&answer);
	assert_int_equal(world_count(&world, "SELECT COUNT(*) FROM things"), before);
}

#define CLIENTS 16
#define WRITES 40

static void *write_many(void *arg)
{
	struct wire wire = wire_open(&world);
	char text[16384], body[64];

	for (int i = 0; i < WRITES; i++) {
		struct answer answer;
		bool fails = i % 8 == 3;

		(void)snprintf(body, sizeof(body), "{\"name\":\"%s\"}", fails ? "fails late" : "fine");
		(void)snprintf(text, sizeof(text),
			"POST /api/open-things HTTP/1.1\r\nHost: x\r\nContent-Length: %zu\r\n\r\n%s",
			strlen(body), body);
		assert_true(wire_send(&wire, text, strlen(text)));
		answer = wire_answer(&wire, false);
		if (answer.status != (fails ? 409 : 201))
			atomic_fetch_add((atomic_int *)arg, 1);
		answer_free(&answer);
	}
	wire_close(&wire);
	return NULL;
}

static void many_writers_share_few_commits(void **state)
{
	int64_t before = world_count(&world, "SELECT COUNT(*) FROM things");
	struct db_stats first, last;
	pthread_t clients[CLIENTS];
	atomic_int wrong = 0;
	int64_t units;

	(void)state;
	db_get_stats(world.pool, &first);
	for (int i = 0; i < CLIENTS; i++)
		assert_int_equal(pthread_create(&clients[i], NULL, write_many, &wrong), 0);
	for (int i = 0; i < CLIENTS; i++)
		(void)pthread_join(clients[i], NULL);
	db_get_stats(world.pool, &last);
	assert_int_equal(wrong, 0);
	units = last.units_committed - first.units_committed;
	assert_int_equal(units, CLIENTS * WRITES * 7 / 8);
	assert_int_equal(world_count(&world, "SELECT COUNT(*) FROM things") - before, units);
	/* Sixteen wait for an answer each: batches of one would be no batches. */
	if (last.batches - first.batches > units * 2 / 3)
		fail_msg("%lld units in %lld batches", (long long)units,
			(long long)(last.batches - first.batches));
}

/* ---- Idempotency-Key --------------------------------------------------------------------- */

static void a_repeated_create_is_done_once(void **state)
{
	const char *headers = as_user(&world, 1, JSON "Idempotency-Key: once-1\r\n");
	int64_t before = world_count(&world, "SELECT COUNT(*) FROM things");
	struct answer first = ask(&world, "POST", "/api/things", headers, "{\"name\":\"idem\"}");
	struct answer again = ask(&world, "POST", "/api/things", headers, "{\"name\":\"idem\"}");
	struct answer other = ask(&world, "POST", "/api/things", headers, "{\"name\":\"else\"}");
	struct answer query = ask(&world, "POST", "/api/things?x=1", headers, "{\"name\":\"idem\"}");
	struct answer user = ask(&world, "POST", "/api/things",
		as_user(&world, 2, JSON "Idempotency-Key: once-1\r\n"), "{\"name\":\"idem\"}");

	(void)state;
	assert_int_equal(first.status, 201);
	assert_null(head_value(first.head, "Idempotency-Replayed"));
	assert_int_equal(again.status, 201);
	assert_string_equal(head_value(again.head, "Idempotency-Replayed"), "true");
	assert_string_equal(first.body, again.body);
	assert_int_equal(other.status, 422);
	assert_non_null(strstr(other.body, "\"errors\":{\"Idempotency-Key\""));
	assert_int_equal(query.status, 422);
	assert_int_equal(user.status, 201);
	assert_int_equal(world_count(&world, "SELECT COUNT(*) FROM things") - before, 2);
	answer_free(&first);
	answer_free(&again);
	answer_free(&other);
	answer_free(&query);
	answer_free(&user);
}

static void a_failed_create_may_be_tried_again_under_its_key(void **state)
{
	struct answer first = ask(&world, "POST", "/api/things",
		as_user(&world, 1, JSON "Idempotency-Key: try-1\r\n"), "{\"name\":\"fails late\"}");
	struct answer again = ask(&world, "POST", "/api/things",
		as_user(&world, 1, JSON "Idempotency-Key: try-1\r\n"), "{\"name\":\"now fine\"}");
	struct answer bad = ask(&world, "POST", "/api/things",
		as_user(&world, 1, JSON "Idempotency-Key: a b\r\n"), "{\"name\":\"x\"}");

	(void)state;
	assert_int_equal(first.status, 409);
	assert_int_equal(again.status, 201);
	assert_int_equal(bad.status, 422);
	answer_free(&first);
	answer_free(&again);
	answer_free(&bad);
}

static void *sleep_in_a_create(void *arg)
{
	struct answer answer = ask(&world, "POST", "/api/things",
		as_user(&world, 1, JSON "Idempotency-Key: slow-1\r\n"), "{\"name\":\"sleeps\"}");

	*(int *)arg = answer.status;
	answer_free(&answer);
	return NULL;
}

static void a_key_in_flight_is_refused(void **state)
{
	struct answer answer;
	pthread_t other;
	int status = 0;

	(void)state;
	assert_int_equal(pthread_create(&other, NULL, sleep_in_a_create, &status), 0);
	(void)usleep(150000);
	answer = ask(&world, "POST", "/api/things",
		as_user(&world, 1, JSON "Idempotency-Key: slow-1\r\n"), "{\"name\":\"sleeps\"}");
	assert_int_equal(answer.status, 409);
	assert_string_equal(head_value(answer.head, "Retry-After"), "1");
	answer_free(&answer);
	(void)pthread_join(other, NULL);
	assert_int_equal(status, 201);
}

static void old_keys_are_swept(void **state)
{
	struct cx cx;

	(void)state;
	world_unit(&world, &cx);
	world_exec(&cx, "INSERT INTO idempotency_keys (company_id, user_id, idempotency_key, route,"
		" body_hash, status, reply, created_us) VALUES (7, 1, 'old', 'r', 'h', 200, '{}', 5)");
	assert_int_equal(http_idempotency_sweep(&cx), OK);
	assert_int_equal(db_commit(&cx), OK);
	world_unit_end(&cx);
	assert_int_equal(world_count(&world,
		"SELECT COUNT(*) FROM idempotency_keys WHERE idempotency_key = 'old'"), 0);
}

/* ---- Cookies, origins -------------------------------------------------------------------- */

static void cookies_need_the_csrf_header_for_writes(void **state)
{
	static const struct {
		const char *name, *more;
		int status;
	} table[] = {
		{"no header", "", 403},
		{"wrong header", "X-XSRF-TOKEN: x\r\n", 403},
		{"right header", "X-XSRF-TOKEN: " CSRF "\r\n", 201},
		{"foreign origin", "X-XSRF-TOKEN: " CSRF "\r\nOrigin: https://evil.test\r\n", 403},
		{"origin with our name inside",
			"X-XSRF-TOKEN: " CSRF "\r\nOrigin: https://desk.test.evil.test\r\n", 403},
		{"null origin", "X-XSRF-TOKEN: " CSRF "\r\nOrigin: null\r\n", 403},
		{"own origin", "X-XSRF-TOKEN: " CSRF "\r\nOrigin: http://desk.test\r\n", 201},
		{"allowed origin", "X-XSRF-TOKEN: " CSRF "\r\nOrigin: https://shop.test\r\n", 201},
		{"cross-site without origin",
			"X-XSRF-TOKEN: " CSRF "\r\nSec-Fetch-Site: cross-site\r\n", 403},
	};
	char headers[16384];

	(void)state;
	for (size_t i = 0; i < COUNT(table); i++) {
		struct answer answer;

		(void)snprintf(headers, sizeof(headers), "Cookie: a=b; hatif_session=%s; c=d\r\n" JSON "%s",
			world.token[0], table[i].more);
		answer = ask(&world, "POST", "/api/things", headers, "{\"name\":\"c\"}");
		if (answer.status != table[i].status)
			fail_msg("%s: %d %s", table[i].name, answer.status, answer.body);
		answer_free(&answer);
	}
}

static void cors_names_only_listed_origins(void **state)
{
	struct answer answer = ask(&world, "GET", "/api/public", "Origin: https://shop.test\r\n", NULL);

	(void)state;
	assert_string_equal(
		head_value(answer.head, "Access-Control-Allow-Origin"), "https://shop.test");
	assert_string_equal(head_value(answer.head, "Access-Control-Allow-Credentials"), "true");
	assert_string_equal(head_value(answer.head, "Vary"), "Origin");
	answer_free(&answer);
	answer = ask(&world, "GET", "/api/public", "Origin: https://xshop.test\r\n", NULL);
	assert_null(head_value(answer.head, "Access-Control-Allow-Origin"));
	assert_string_equal(head_value(answer.head, "Vary"), "Origin");
	answer_free(&answer);
	answer = ask(&world, "OPTIONS", "/api/things", "Origin: https://shop.test\r\n", NULL);
	assert_int_equal(answer.status, 204);
	assert_non_null(head_value(answer.head, "Access-Control-Allow-Headers"));
	answer_free(&answer);
}

static void cookies_are_written_as_asked(void **state)
{
	struct answer answer = ask(&world, "GET", "/api/cookie", "", NULL);

	(void)state;
	assert_non_null(strstr(answer.head,
		"Set-Cookie: plain=1; Path=/; SameSite=Lax; Max-Age=60\r\n"));
	assert_non_null(strstr(answer.head,
		"Set-Cookie: secret=2; Path=/api; SameSite=Lax; HttpOnly\r\n"));
	answer_free(&answer);
}

/* ---- Streams, limits ------------------------------------------------------------------------ */

static void a_stream_arrives_whole(void **state)
{
	struct answer answer = ask(&world, "GET", "/api/stream", as_user(&world, 1, ""), NULL);

	(void)state;
	assert_int_equal(answer.status, 200);
	assert_int_equal(answer.body_bytes, 2000 * 1024);
	assert_string_equal(head_value(answer.head, "Content-Disposition"),
		"attachment; filename=\"things.csv\"");
	answer_free(&answer);
}

static void a_stream_that_fails_is_cut_off(void **state)
{
	struct answer answer = ask(&world, "GET", "/api/stream?fail=1", as_user(&world, 1, ""), NULL);

	(void)state;
	assert_int_equal(answer.status, -1);
	answer_free(&answer);
}

static void a_reader_that_leaves_ends_the_stream(void **state)
{
	(void)state;
	for (int i = 0; i < 20; i++) {
		struct wire wire = wire_open(&world);
		char text[16384];

		(void)snprintf(text, sizeof(text), "GET /api/stream HTTP/1.1\r\nHost: x\r\n%s\r\n",
			as_user(&world, 1, ""));
		assert_true(wire_send(&wire, text, strlen(text)));
		(void)wire_more(&wire);
		wire_close(&wire);
	}
	every_answer_carries_the_standing_headers(NULL);
}

static void *ask_slowly(void *arg)
{
	struct answer answer = ask(&world, "GET", "/api/slow", as_user(&world, 1, ""), NULL);

	*(int *)arg = answer.status;
	answer_free(&answer);
	return NULL;
}

static void two_expensive_requests_run_at_once(void **state)
{
	pthread_t threads[3];
	int status[3] = {0};
	int refused = 0;

	(void)state;
	for (int i = 0; i < 3; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, ask_slowly, &status[i]), 0);
	for (int i = 0; i < 3; i++)
		(void)pthread_join(threads[i], NULL);
	for (int i = 0; i < 3; i++)
		refused += status[i] == 429;
	assert_int_equal(refused, 1);
}

static void logins_are_counted(void **state)
{
	int refused = 0;

	(void)state;
	for (int i = 0; i < 25; i++) {
		struct answer answer = ask(&world, "POST", "/api/login", "", "");

		if (answer.status == 429) {
			refused++;
			assert_non_null(head_value(answer.head, "Retry-After"));
			assert_string_equal(head_value(answer.head, "RateLimit-Remaining"), "0");
		}
		answer_free(&answer);
	}
	assert_true(refused >= 4);
}

/* ---- Sockets ----------------------------------------------------------------------------------- */

static atomic_int taken;

static enum err check_socket(struct http_req *rq, void **socket_state)
{
	*socket_state = (void *)(intptr_t)42;
	if (!http_query(rq, "ok"))
		return fail(&rq->cx, ERR_UNAUTHENTICATED, NULL, "Please log in.");
	return OK;
}

static void take_socket(
	int fd, struct str early, void *socket_state, void (*done)(void *handle), void *handle)
{
	assert_null(done);
	assert_null(handle);
	if (fd < 0)
		return;
	if ((intptr_t)socket_state == 42)
		atomic_fetch_add(&taken, 1);
	if (early.len)
		(void)send(fd, early.ptr, early.len, MSG_NOSIGNAL);
	(void)send(fd, "hello", 5, MSG_NOSIGNAL);
	(void)close(fd);
}

static const struct http_upgrade upgrades[] = {
	{"/ws/test", "A socket of the test", check_socket, take_socket},
	{0},
};

#define UPGRADE \
	"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n" \
	"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"

static void a_socket_is_handed_over(void **state)
{
	static const char text[] =
		"GET /ws/test?ok=1 HTTP/1.1\r\nHost: x\r\n" UPGRADE "\r\nearly ";
	struct wire wire = wire_open(&world);
	struct answer answer;

	(void)state;
	assert_true(wire_send(&wire, text, strlen(text)));
	answer = wire_answer(&wire, true);
	assert_int_equal(answer.status, 101);
	assert_string_equal(head_value(answer.head, "Sec-WebSocket-Accept"),
		"s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
	while (!strstr(wire.bytes, "hello"))
		assert_true(wire_more(&wire));
	assert_string_equal(wire.bytes, "early hello");
	assert_int_equal(taken, 1);
	answer_free(&answer);
	wire_close(&wire);
}

static void a_bad_handshake_is_refused(void **state)
{
	static const struct {
		const char *name, *target, *headers;
		int status;
	} table[] = {
		{"refused by the check", "/ws/test", UPGRADE, 401},
		{"no upgrade", "/ws/test?ok=1", "", 400},
		{"old version", "/ws/test?ok=1",
			"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 8\r\n"
			"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n", 400},
		{"short key", "/ws/test?ok=1",
			"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
			"Sec-WebSocket-Key: abc\r\n", 400},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(table); i++) {
		struct answer answer = ask(&world, "GET", table[i].target, table[i].headers, NULL);

		if (answer.status != table[i].status)
			fail_msg("%s: %d", table[i].name, answer.status);
		answer_free(&answer);
	}
}

/* ---- Group ---------------------------------------------------------------------------------------- */

static int start(void **state)
{
	static const char *const origins[] = {"https://shop.test", NULL};

	(void)state;
	world_open(&world);
	world_serve(&world,
		(struct http_options){.cors_origins = origins, .rate_login_per_minute = 20}, tables,
		upgrades);
	return 0;
}

static int stop(void **state)
{
	(void)state;
	world_close(&world);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(single_requests),
		cmocka_unit_test(every_answer_carries_the_standing_headers),
		cmocka_unit_test(a_failed_handler_leaves_no_cookie),
		cmocka_unit_test(head_has_the_length_and_no_body),
		cmocka_unit_test(pipelined_requests_are_answered_in_order),
		cmocka_unit_test(an_announced_giant_is_refused_unread),
		cmocka_unit_test(a_chunked_giant_is_refused),
		cmocka_unit_test(a_body_may_come_slowly_and_with_expect),
		cmocka_unit_test(a_small_refused_body_keeps_the_connection),
		cmocka_unit_test(large_bodies_go_through_a_file),
		cmocka_unit_test(a_failed_write_leaves_nothing),
		cmocka_unit_test(many_writers_share_few_commits),
		cmocka_unit_test(a_repeated_create_is_done_once),
		cmocka_unit_test(a_failed_create_may_be_tried_again_under_its_key),
		cmocka_unit_test(a_key_in_flight_is_refused),
		cmocka_unit_test(old_keys_are_swept),
		cmocka_unit_test(cookies_need_the_csrf_header_for_writes),
		cmocka_unit_test(cors_names_only_listed_origins),
		cmocka_unit_test(cookies_are_written_as_asked),
		cmocka_unit_test(a_stream_arrives_whole),
		cmocka_unit_test(a_stream_that_fails_is_cut_off),
		cmocka_unit_test(a_reader_that_leaves_ends_the_stream),
		cmocka_unit_test(two_expensive_requests_run_at_once),
		cmocka_unit_test(logins_are_counted),
		cmocka_unit_test(a_socket_is_handed_over),
		cmocka_unit_test(a_bad_handshake_is_refused),
	};

	return cmocka_run_group_tests(tests, start, stop);
}

/* server_test.c - single requests, byte by byte, against a real server. */
/* SPDX-License-Identifier: MIT */
#include "http_routes.h"

/* ---- Tests of single answers ------------------------------------------------------ */

struct exchange_case {
	const char *name, *method, *target, *headers, *body;
	int status;
	const char *has; /* in head or body; NULL */
	bool anonymous;
};

static const struct exchange_case cases[] = {
	{"public", "GET", "/api/public", "", NULL, 200, "{\"success\":true,\"pong\":\"yes\"}",
		true},
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
	{"if-match", "PUT", "/api/items/5", "If-Match: W/\"8\"\r\n", NULL, 200, "\"version\":8",
		false},
	{"bad if-match", "PUT", "/api/items/5", "If-Match: 8\r\n", NULL, 422, "If-Match", false},
	{"options", "OPTIONS", "/api/items/5", "", NULL, 204,
		"Allow: GET, HEAD, PUT, PATCH, OPTIONS", true},
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
	{"method override", "POST", "/api/me", "X-HTTP-Method-Override: GET\r\n", "", 405, NULL,
		false},
	{"json", "POST", "/api/echo", JSON, "{\"name\":\"x\",\"count\":2}", 200, "\"count\":2",
		false},
	{"json without type", "POST", "/api/echo", "Content-Type: text/plain\r\n",
		" {\"name\":\"x\"}", 200, "\"name\":\"x\"", false},
	{"query", "POST", "/api/echo?name=q&count=3", JSON, "", 200, "\"count\":3", false},
	{"body before query", "POST", "/api/echo?name=q", JSON, "{\"name\":\"b\"}", 200,
		"\"name\":\"b\"", false},
	{"form", "POST", "/api/echo", FORM, "name=a+b%21&count=4", 200, "\"name\":\"a b!\"", false},
	{"the last of equals", "POST", "/api/echo?name=a&name=b", "", NULL, 200, "\"name\":\"b\"",
		false},
	{"alias", "POST", "/api/echo?title=t", "", NULL, 200, "\"name\":\"t\"", false},
	{"missing", "POST", "/api/echo", JSON, "{}", 422,
		"\"errors\":{\"name\":[\"This is needed.\"]}", false},
	{"all faults at once", "POST", "/api/echo", JSON, "{\"name\":[],\"count\":11}", 422,
		"{\"name\":[\"This is of the wrong kind.\"],\"count\":[", false},
	{"malformed", "POST", "/api/echo", JSON, "{\"name\":", 400, "\"code\":\"malformed\"",
		false},
	{"array", "POST", "/api/echo", JSON, "[1]", 400, NULL, false},
	{"trailing bytes", "POST", "/api/echo", JSON, "{\"name\":\"x\"} {}", 400, NULL, false},
	{"multipart", "POST", "/api/echo", "Content-Type: multipart/form-data; boundary=x\r\n",
		"--x--", 415, "\"code\":\"unsupported\"", false},
	{"no type", "POST", "/api/echo", "", "name=x", 415, NULL, false},
	{"utf-16", "POST", "/api/echo", "Content-Type: application/json; charset=utf-16\r\n",
		"{\"name\":\"x\"}", 415, NULL, false},
	{"gzip body", "POST", "/api/echo", JSON "Content-Encoding: gzip\r\n", "{\"name\":\"x\"}",
		415, NULL, false},
	{"own company", "POST", "/api/echo?company_id=7", JSON, "{\"name\":\"x\",\"company_id\":7}",
		200, NULL, false},
	{"own company by code", "POST", "/api/echo?company_id=gulf&name=x", "", NULL, 200, NULL,
		false},
	{"unreplaced company", "POST", "/api/echo?company_id=%7Bid%7D&name=x", "", NULL, 200, NULL,
		false},
	{"foreign company in the query", "GET", "/api/me?company_id=8", "", NULL, 403, "company_id",
		false},
	{"foreign company twice", "GET", "/api/me?company_id=7&company_id=8", "", NULL, 403, NULL,
		false},
	{"foreign company in the body", "POST", "/api/echo", JSON,
		"{\"name\":\"x\",\"company_id\":8}", 403, NULL, false},
	{"state", "GET", "/api/state", "", NULL, 409, "\"allowed\":[\"new\",\"closed\"]", false},
	{"bug", "GET", "/api/broken", "", NULL, 500, "\"code\":\"internal\"", false},
	{"pages: none", "GET", "/api/page", "", NULL, 200,
		"\"paged\":false,\"page\":1,\"size\":500", false},
	{"pages: page", "GET", "/api/page?page=3", "", NULL, 200, "\"page\":3,\"size\":20", false},
	{"pages: capped", "GET", "/api/page?limit=1000000000", "", NULL, 200, "\"size\":200",
		false},
	{"pages: offset", "GET", "/api/page?limit=50&offset=100", "", NULL, 200, "\"page\":3",
		false},
	{"pages: odd offset", "GET", "/api/page?limit=50&offset=7", "", NULL, 422, "offset", false},
	{"pages: zero", "GET", "/api/page?limit=0", "", NULL, 422, "per_page", false},
	{"pages: not a number", "GET", "/api/page?page=1e3", "", NULL, 422, "page", false},
	{"pages: signed", "GET", "/api/page?page=%2B1", "", NULL, 422, "page", false},
	{"pages: cursor", "GET", "/api/page?cursor=abc", "", NULL, 200,
		"\"page\":0,\"size\":20,\"cursor\":\"abc\"", false},
	{"raw", "POST", "/api/raw", "Content-Type: application/xml\r\n", "<a/>", 200, "<a/>", true},
	{"health", "GET", "/health", "", NULL, 200, "\"db\":\"ok\"", true},
	{"ready", "GET", "/ready", "", NULL, 200, "\"status\":\"ready\"", true},
	{"metrics", "GET", "/metrics", "", NULL, 200, "hatif_http_requests_total{class=\"2xx\"}",
		true},
	{"openapi", "GET", "/openapi.json", "", NULL, 200, "\"openapi\":\"3.1.0\"", true},
	{"absolute form", "GET", "http://desk.test/api/public", "", NULL, 200, "pong", true},
	{"absolute form of another host", "GET", "http://evil.test/api/public", "", NULL, 400, NULL,
		true},
	{"two lengths", "POST", "/api/raw", "Content-Length: 3\r\n", "abc", 400, NULL, true},
	{"length and chunks", "POST", "/api/raw", "Transfer-Encoding: chunked\r\n", "0\r\n\r\n",
		400, NULL, true},
	{"unknown coding", "POST", "/api/raw", "Transfer-Encoding: gzip\r\n", NULL, 400, NULL,
		true},
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
			fail_msg("case \"%s\": %d instead of %d\n%s%s", c->name, answer.status,
				c->status, answer.head ? answer.head : "",
				answer.body ? answer.body : "");
		if (c->has && !strstr(answer.body, c->has) && !strstr(answer.head, c->has))
			fail_msg("case \"%s\": no %s in\n%s%s", c->name, c->has, answer.head,
				answer.body);
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
	static const char *const targets[] = {
		"/api/public", "/api/nothing", "/", "/api/%zz", "/health"};
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
	assert_int_equal(
		strtoul(head_value(head.head, "Content-Length"), NULL, 10), get.body_bytes);
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
	answer = ask(
		&world, "POST", "/api/raw", "Content-Length: 99999999999999999999999999\r\n", NULL);
	assert_int_equal(answer.status, 413);
	answer_free(&answer);
}

static void giant_heads_are_refused(void **state)
{
	char *text = calloc(1, 20000);
	struct answer answer;

	(void)state;
	memset(text, 'a', 9000);
	text[0] = '/';
	answer = ask(&world, "GET", text, "", NULL);
	assert_int_equal(answer.status, 414);
	answer_free(&answer);
	memcpy(text, "X-Long: ", 8);
	memcpy(text + 9000, "\r\n", 3);
	answer = ask(&world, "GET", "/api/public", text, NULL);
	assert_int_equal(answer.status, 431);
	answer_free(&answer);
	text[0] = '\0';
	for (int i = 0; i < 101; i++)
		strncat(text, "X: y\r\n", 7);
	answer = ask(&world, "GET", "/api/public", text, NULL);
	assert_int_equal(answer.status, 431);
	answer_free(&answer);
	/* More than the library itself would take. */
	memset(text, 'b', 19000);
	memcpy(text, "X-Long: ", 8);
	memcpy(text + 19000, "\r\n", 3);
	answer = ask(&world, "GET", "/api/public", text, NULL);
	assert_int_equal(answer.status, 431);
	answer_free(&answer);
	free(text);
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

/* ---- Group ------------------------------------------------------------------------ */

static int start(void **state)
{
	(void)state;
	world_open(&world);
	world_serve(&world, (struct http_options){0}, tables, NULL);
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
		cmocka_unit_test(giant_heads_are_refused),
		cmocka_unit_test(a_chunked_giant_is_refused),
		cmocka_unit_test(a_body_may_come_slowly_and_with_expect),
		cmocka_unit_test(a_small_refused_body_keeps_the_connection),
		cmocka_unit_test(large_bodies_go_through_a_file),
	};

	return cmocka_run_group_tests(tests, start, stop);
}

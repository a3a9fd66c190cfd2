/* static_test.c - the web app out of memory: coding, caching, fallback. */
/* SPDX-License-Identifier: MIT */
#include "http_routes.h"

#include "platform/http/assets.h"

#define BYTES(text) (const unsigned char *)(text), sizeof(text) - 1

static const struct asset table[] = {
	{"/index.html", "text/html; charset=utf-8", "\"i1\"", BYTES("<html>app</html>"), NULL, 0,
		NULL, 0},
	{"/assets/app-1.js", "text/javascript; charset=utf-8", "\"a1\"", BYTES("plain script"),
		BYTES("packed"), BYTES("packed more")},
	{"/assets/app-1.css", "text/css; charset=utf-8", "\"c1\"", BYTES("plain style"),
		BYTES("packed"), NULL, 0},
	{"/sw.js", "text/javascript; charset=utf-8", "\"s1\"", BYTES("worker"), NULL, 0, NULL, 0},
	{"/docs/index.html", "text/html; charset=utf-8", "\"d1\"", BYTES("docs page"), NULL, 0,
		NULL, 0},
	{"/redoc/index.html", "text/html; charset=utf-8", "\"r1\"", BYTES("redoc page"), NULL, 0,
		NULL, 0},
	{"/widget.html", "text/html; charset=utf-8", "\"w1\"", BYTES("widget page"), NULL, 0, NULL,
		0},
	{"/widget.js", "text/javascript; charset=utf-8", "\"w2\"", BYTES("loader"), NULL, 0, NULL,
		0},
	{"/widget/app-1.js", "text/javascript; charset=utf-8", "\"w3\"", BYTES("widget app"), NULL,
		0, NULL, 0},
	{NULL, NULL, NULL, NULL, 0, NULL, 0, NULL, 0},
};

#define PAGE "Accept: text/html,application/xhtml+xml,*/*;q=0.8\r\n"
#define GZIP "Accept-Encoding: deflate, gzip;q=0.8, br;q=0\r\n"
#define BROTLI "Accept-Encoding: gzip, deflate, br, zstd\r\n"
#define IMMUTABLE "public, max-age=31536000, immutable"

static void pages_are_found(void **state)
{
	static const struct {
		const char *name, *target, *headers;
		int status;
		const char *body; /* NULL: a JSON error */
		const char *caching; /* NULL: no-store */
	} cases[] = {
		{"start", "/", "", 200, "<html>app</html>", "no-cache"},
		{"index by name", "/index.html", "", 200, "<html>app</html>", "no-cache"},
		{"a view of the app", "/call-center-panel/orders/5?tab=notes", PAGE, 200,
			"<html>app</html>", "no-cache"},
		{"a view asked for by a script", "/call-center-panel", "Accept: */*\r\n", 404, NULL,
			NULL},
		{"script", "/assets/app-1.js", "", 200, "plain script", IMMUTABLE},
		{"script, packed", "/assets/app-1.js", GZIP, 200, "packed", IMMUTABLE},
		{"script, packed more", "/assets/app-1.js", BROTLI, 200, "packed more", IMMUTABLE},
		{"style without the best form", "/assets/app-1.css", BROTLI, 200, "packed",
			IMMUTABLE},
		{"gzip refused", "/assets/app-1.js", "Accept-Encoding: gzip;q=0\r\n", 200,
			"plain script", IMMUTABLE},
		{"known already", "/assets/app-1.js", "If-None-Match: \"x\", W/\"a1\"\r\n", 304, "",
			IMMUTABLE},
		{"another version known", "/assets/app-1.js", "If-None-Match: \"a0\"\r\n", 200,
			"plain script", IMMUTABLE},
		{"missing script", "/assets/app-0.js", "", 404, NULL, NULL},
		{"worker", "/sw.js", "", 200, "worker", "no-cache"},
		{"docs", "/docs", "", 200, "docs page", "no-cache"},
		{"docs with slash", "/docs/", "", 200, "docs page", "no-cache"},
		{"redoc", "/redoc", "", 200, "redoc page", "no-cache"},
		{"missing below docs", "/docs/x", PAGE, 404, NULL, NULL},
		{"api is no page", "/api/nothing", PAGE, 404, NULL, NULL},
		{"ws is no page", "/ws/nothing", PAGE, 404, NULL, NULL},
		{"socket.io is no page", "/socket.io/", PAGE, 404, NULL, NULL},
		{"app is no page", "/app/key", PAGE, 404, NULL, NULL},
		{"health below", "/health/x", PAGE, 404, NULL, NULL},
		{"widget", "/widget?key=k", PAGE, 200, "widget page", "no-cache"},
		{"widget's loader", "/widget.js", "", 200, "loader", "public, max-age=300"},
		{"widget's script", "/widget/app-1.js", "", 200, "widget app", IMMUTABLE},
		{"missing below widget", "/widget/x", PAGE, 404, NULL, NULL},
		{"apis is a page", "/apis", PAGE, 200, "<html>app</html>", "no-cache"},
		{"hidden", "/.env", PAGE, 404, NULL, NULL},
		{"hidden below", "/x/.git/config", PAGE, 404, NULL, NULL},
		{"dot dot", "/assets/../index.html", PAGE, 404, NULL, NULL},
		{"escaped", "/assets/%2e%2e/index.html", PAGE, 404, NULL, NULL},
		{"double slash", "//index.html", PAGE, 404, NULL, NULL},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct answer answer = ask(&world, "GET", cases[i].target, cases[i].headers, NULL);
		const char *caching = cases[i].caching ? cases[i].caching : "no-store";

		if (answer.status != cases[i].status)
			fail_msg("case \"%s\": %d %s", cases[i].name, answer.status, answer.body);
		if (cases[i].body)
			assert_case(strcmp(answer.body, cases[i].body) == 0, cases[i].name);
		else
			assert_case(strstr(answer.body, "\"code\":\"not_found\""), cases[i].name);
		assert_case(strcmp(head_value(answer.head, "Cache-Control"), caching) == 0,
			cases[i].name);
		answer_free(&answer);
	}
}

static void the_packed_form_says_so(void **state)
{
	struct answer packed = ask(&world, "GET", "/assets/app-1.js", GZIP, NULL);
	struct answer more = ask(&world, "GET", "/assets/app-1.js", BROTLI, NULL);
	struct answer plain = ask(&world, "GET", "/assets/app-1.js", "", NULL);

	(void)state;
	assert_string_equal(head_value(packed.head, "Content-Encoding"), "gzip");
	assert_string_equal(head_value(packed.head, "Vary"), "Accept-Encoding");
	assert_string_equal(head_value(packed.head, "ETag"), "\"a1\"");
	assert_string_equal(head_value(more.head, "Content-Encoding"), "br");
	assert_null(head_value(plain.head, "Content-Encoding"));
	assert_string_equal(head_value(plain.head, "Vary"), "Accept-Encoding");
	answer_free(&packed);
	answer_free(&more);
	answer_free(&plain);
}

static void each_page_has_its_policy(void **state)
{
	struct answer app = ask(&world, "GET", "/", "", NULL);
	struct answer docs = ask(&world, "GET", "/docs", "", NULL);
	struct answer redoc = ask(&world, "GET", "/redoc", "", NULL);

	(void)state;
	assert_null(strstr(head_value(app.head, "Content-Security-Policy"), "unsafe-inline"));
	assert_null(strstr(head_value(docs.head, "Content-Security-Policy"), "unsafe-inline"));
	assert_non_null(strstr(head_value(redoc.head, "Content-Security-Policy"),
		"style-src 'self' 'unsafe-inline'"));
	assert_non_null(strstr(
		head_value(redoc.head, "Content-Security-Policy"), "worker-src 'self' blob:"));
	assert_non_null(strstr(
		head_value(redoc.head, "Content-Security-Policy"), "frame-ancestors 'none'"));
	answer_free(&app);
	answer_free(&docs);
	answer_free(&redoc);
}

/* What a shop's page embeds; nothing else of the app is for others. */
static void pages_of_any_site_may_load_the_widget_alone(void **state)
{
	static const char *const open[] = {"/widget.js", "/widget/app-1.js"};
	static const char *const own[] = {"/widget.html", "/widget", "/assets/app-1.js", "/"};

	(void)state;
	for (size_t i = 0; i < COUNT(open); i++) {
		struct answer answer = ask(
			&world, "GET", open[i], "Origin: https://shop.example\r\n", NULL);

		assert_string_equal(head_value(answer.head, "Access-Control-Allow-Origin"), "*");
		assert_string_equal(
			head_value(answer.head, "Cross-Origin-Resource-Policy"), "cross-origin");
		answer_free(&answer);
	}
	for (size_t i = 0; i < COUNT(own); i++) {
		struct answer answer = ask(
			&world, "GET", own[i], "Origin: https://shop.example\r\n", NULL);

		assert_null(head_value(answer.head, "Access-Control-Allow-Origin"));
		answer_free(&answer);
	}
}

static void only_reading_is_possible(void **state)
{
	struct answer head = ask(&world, "HEAD", "/index.html", "", NULL);
	struct answer post = ask(&world, "POST", "/index.html", "", "x");
	struct answer options = ask(&world, "OPTIONS", "/index.html", "", NULL);

	(void)state;
	assert_int_equal(head.status, 200);
	assert_string_equal(head_value(head.head, "Content-Length"), "16");
	assert_int_equal(post.status, 405);
	assert_string_equal(head_value(post.head, "Allow"), "GET, HEAD, OPTIONS");
	assert_int_equal(options.status, 204);
	assert_string_equal(head_value(options.head, "Allow"), "GET, HEAD, OPTIONS");
	answer_free(&head);
	answer_free(&post);
	answer_free(&options);
}

static int start(void **state)
{
	(void)state;
	assets_set(table);
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
		cmocka_unit_test(pages_are_found),
		cmocka_unit_test(the_packed_form_says_so),
		cmocka_unit_test(each_page_has_its_policy),
		cmocka_unit_test(pages_of_any_site_may_load_the_widget_alone),
		cmocka_unit_test(only_reading_is_possible),
	};

	return cmocka_run_group_tests(tests, start, stop);
}

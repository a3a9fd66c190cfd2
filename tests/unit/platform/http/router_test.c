/* router_test.c - from paths to rows. */
/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "platform/http/http_router.h"

static enum err nothing(struct http_req *rq)
{
	(void)rq;
	return OK;
}

#define ROW(method, pattern) \
	{ \
		HTTP_##method, (pattern), nothing, PERM_SELF, HTTP_READ, "Row", NULL, NULL, 0, 0, \
			0 \
	}

static const struct http_route rows[] = {
	ROW(GET, "/api/calls"),
	ROW(GET, "/api/calls/{id}"),
	ROW(PUT, "/api/calls/{call}"),
	ROW(GET, "/api/calls/live"),
	ROW(GET, "/api/calls/{id}/notes"),
	ROW(POST, "/api/calls/{id}/notes"),
	ROW(GET, "/api/calls/live/queue"),
	ROW(GET, "/api/agent/orders/{id}"),
	ROW(GET, "/api/agents/{id}"),
	ROW(DELETE, "/api/agents/{id}/devices/{device}"),
	{0},
};
static const struct http_route *const tables[] = {rows, NULL};
static struct arena *arena;
static struct router *router;

static int build(void **state)
{
	const char *why;

	(void)state;
	arena = arena_new(0);
	router = router_new(arena, tables, NULL, &why);
	return router ? 0 : -1;
}

static int destroy(void **state)
{
	(void)state;
	arena_free(&arena);
	return 0;
}

static void literals_win_and_parameters_catch_the_rest(void **state)
{
	static const struct {
		const char *path, *pattern; /* NULL: no such path */
		const char *first, *second; /* values */
	} cases[] = {
		{"/api/calls", "/api/calls", NULL, NULL},
		{"/api/calls/", "/api/calls", NULL, NULL},
		{"/api/calls/7", "/api/calls/{id}", "7", NULL},
		{"/api/calls/live", "/api/calls/live", NULL, NULL},
		{"/api/calls/%6cive", "/api/calls/live", NULL, NULL},
		{"/api/calls/living", "/api/calls/{id}", "living", NULL},
		{"/api/calls/live/queue", "/api/calls/live/queue", NULL, NULL},
		/* The literal leads nowhere: the parameter takes it. */
		{"/api/calls/live/notes", "/api/calls/{id}/notes", "live", NULL},
		{"/api/calls/7/notes", "/api/calls/{id}/notes", "7", NULL},
		{"/api/calls/7/other", NULL, NULL, NULL},
		{"/api/agent/orders/ORD-1", "/api/agent/orders/{id}", "ORD-1", NULL},
		{"/api/agents/AGT-001", "/api/agents/{id}", "AGT-001", NULL},
		{"/api/agents/orders/1", NULL, NULL, NULL},
		{"/api/agents/1/devices/2", "/api/agents/{id}/devices/{device}", "1", "2"},
		{"/api/agents/%D8%B3/devices/a%20b", "/api/agents/{id}/devices/{device}", "س",
			"a b"},
		{"/api", NULL, NULL, NULL},
		{"/API/calls", NULL, NULL, NULL},
		{"/", NULL, NULL, NULL},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct route_match match;
		struct path_parts parts;
		bool malformed;
		const char *want[] = {cases[i].first, cases[i].second};

		assert_case(path_split(arena_text(arena, cases[i].path), &parts, &malformed),
			cases[i].path);
		router_match(router, &parts, &match);
		assert_case(!match.node == !cases[i].pattern, cases[i].path);
		if (!match.node)
			continue;
		for (size_t value = 0; value < 2; value++) {
			assert_case((value < match.count) == (want[value] != NULL), cases[i].path);
			if (want[value])
				assert_case(
					str_is(match.values[value], want[value]), cases[i].path);
		}
		if (strcmp(cases[i].pattern, "/api/calls/{id}") != 0)
			assert_string_equal(match.node->pattern, cases[i].pattern);
	}
}

static void paths_that_could_mean_two_things_name_nothing(void **state)
{
	static const struct {
		const char *path;
		bool malformed;
	} cases[] = {
		{"//api", false},
		{"/api//calls", false},
		{"/api/./calls", false},
		{"/api/../calls", false},
		{"/api/%2e%2E/calls", false},
		{"/api%2fcalls", false},
		{"/api/a%2Fb", false},
		{"/api/a\\b", false},
		{"/api/a%5cb", false},
		{"/api/a%00b", false},
		{"/api/a%0db", false},
		{"/api/a%7fb", false},
		{"/api//", false},
		{"/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17", false},
		{"api", true},
		{"", true},
		{"/a%", true},
		{"/a%4", true},
		{"/a%zz", true},
		{"/%c0%af", true},
		{"/%ff", true},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct path_parts parts;
		bool malformed;

		assert_case(!path_split(arena_text(arena, cases[i].path), &parts, &malformed),
			cases[i].path);
		assert_case(malformed == cases[i].malformed, cases[i].path);
	}
}

static const struct http_route *find(
	const char *path, enum http_method method, struct route_match *match)
{
	struct path_parts parts;
	bool malformed;

	assert_true(path_split(arena_text(arena, path), &parts, &malformed));
	router_match(router, &parts, match);
	return route_for(match->node, method);
}

static void put_and_patch_stand_in_for_each_other(void **state)
{
	struct route_match match;
	const struct http_route *route = find("/api/calls/7", HTTP_PATCH, &match);

	(void)state;
	assert_int_equal(route->method, HTTP_PUT);
	route_name_parameters(&match, route->pattern);
	assert_true(strncmp(match.names[0], "call}", 5) == 0);
	assert_null(find("/api/calls/7", HTTP_POST, &match));
	assert_string_equal(route_allow(arena, match.node), "GET, HEAD, PUT, PATCH, OPTIONS");
	assert_null(find("/api/calls/7/notes", HTTP_PATCH, &match));
	assert_string_equal(route_allow(arena, match.node), "GET, HEAD, POST, OPTIONS");
}

static void bad_tables_do_not_start(void **state)
{
	static const struct http_route twice[] = {ROW(GET, "/a/{x}"), ROW(GET, "/a/{y}"), {0}};
	static const struct http_route malformed[][2] = {
		{ROW(GET, "a"), {0}}, {ROW(GET, "/"), {0}}, {ROW(GET, "/a//b"), {0}}};
	const char *why = NULL;

	(void)state;
	assert_null(router_new(arena, (const struct http_route *const[]){twice, NULL}, NULL, &why));
	assert_string_equal(why, "two rows claim GET /a/{y}");
	for (size_t i = 0; i < COUNT(malformed); i++)
		assert_null(router_new(
			arena, (const struct http_route *const[]){malformed[i], NULL}, NULL, &why));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(literals_win_and_parameters_catch_the_rest),
		cmocka_unit_test(paths_that_could_mean_two_things_name_nothing),
		cmocka_unit_test(put_and_patch_stand_in_for_each_other),
		cmocka_unit_test(bad_tables_do_not_start),
	};

	return cmocka_run_group_tests(tests, build, destroy);
}

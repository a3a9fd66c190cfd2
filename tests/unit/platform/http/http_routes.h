/* http_routes.h - routes of the tests, and the server that has them. */
/* SPDX-License-Identifier: MIT */
#ifndef TESTS_HTTP_ROUTES_H
#define TESTS_HTTP_ROUTES_H

#include "http_support.h"

#include <stdatomic.h>

static struct world world;

/* Slow handlers end when the test lets them, not when a clock does: so many are at work. */
static atomic_int at_work;
static atomic_bool let_go;

static inline void linger(void)
{
	atomic_fetch_add(&at_work, 1);
	for (int i = 0; i < 30000 && !atomic_load(&let_go); i++)
		(void)usleep(1000);
	atomic_fetch_sub(&at_work, 1);
}

static inline void wait_for(const atomic_int *number, int least)
{
	for (int i = 0; i < 30000 && atomic_load(number) < least; i++)
		(void)usleep(1000);
	assert_true(atomic_load(number) >= least);
}

#define JSON "Content-Type: application/json\r\n"
#define FORM "Content-Type: application/x-www-form-urlencoded\r\n"

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
	{.name = "name",
		.aliases = "title",
		.type = SHAPE_TEXT,
		.flags = SHAPE_REQUIRED,
		.offset = offsetof(struct thing_in, name),
		.min = 1,
		.max = 50},
	{.name = "count",
		.type = SHAPE_INT,
		.offset = offsetof(struct thing_in, count),
		.min = 0,
		.max = 10},
};
static const struct shape thing_shape = {"ThingIn", thing_fields, COUNT(thing_fields)};

static const struct db_query add_thing = {
	.name = "test.add_thing", .text = "INSERT INTO things (name) VALUES ($1)"};

static enum err post_thing(struct http_req *rq)
{
	struct thing_in in;

	TRY(http_read(rq, &in));
	TRY(db_exec(&rq->cx, &add_thing, DB_ARGS(db_text(in.name)), NULL));
	if (strcmp(in.name, "fails late") == 0)
		return fail(&rq->cx, ERR_STATE, "name", "Not in this state.");
	if (strcmp(in.name, "lingers") == 0)
		linger();
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

static atomic_int streams; /* have begun */

static enum err get_stream(struct http_req *rq)
{
	char line[1024];

	atomic_fetch_add(&streams, 1);
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
	linger();
	(void)http_reply(rq, 200);
	return OK;
}

static enum err get_alone(struct http_req *rq)
{
	TRY(http_one_at_a_time(rq, rq->cx.actor->user_id));
	TRY(http_one_at_a_time(rq, rq->cx.actor->user_id)); /* as a run does that is done again */
	return get_slow(rq);
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
	{HTTP_GET, "/api/public", get_public, PERM_PUBLIC, HTTP_READ, "Public", NULL, NULL, 0, 0,
		0},
	{HTTP_GET, "/api/me", get_me, PERM_SELF, HTTP_READ, "Me", NULL, NULL, 0, 0, 0},
	{HTTP_POST, "/api/things", post_thing, PERM_SELF, HTTP_WRITE, "Add", &thing_shape, NULL,
		HTTP_IDEMPOTENT_KEY, 201, 0},
	{HTTP_POST, "/api/open-things", post_thing, PERM_PUBLIC, HTTP_WRITE, "Add", &thing_shape,
		NULL, HTTP_NO_CSRF, 201, 0},
	{HTTP_POST, "/api/echo", echo, PERM_SELF, HTTP_READ, "Echo", &thing_shape, NULL, 0, 0, 0},
	{HTTP_GET, "/api/items/{id}", get_item, PERM_SELF, HTTP_READ, "One", NULL, NULL, 0, 0, 0},
	{HTTP_PUT, "/api/items/{id}", put_item, PERM_SELF, HTTP_READ, "Put", NULL, NULL, 0, 0, 0},
	{HTTP_GET, "/api/items/search", get_literal, PERM_SELF, HTTP_READ, "Lit", NULL, NULL, 0, 0,
		0},
	{HTTP_GET, "/api/secret", get_secret, PERM_SETTINGS_MANAGE, HTTP_READ, "No", NULL, NULL, 0,
		0, 0},
	{HTTP_GET, "/api/broken", get_broken, PERM_SELF, HTTP_READ, "Broken", NULL, NULL, 0, 0, 0},
	{HTTP_GET, "/api/state", get_state, PERM_SELF, HTTP_READ, "State", NULL, NULL, 0, 0, 0},
	{HTTP_GET, "/api/stream", get_stream, PERM_SELF, HTTP_READ, "Stream", NULL, NULL, 0, 0, 0},
	{HTTP_POST, "/api/file", post_file, PERM_SELF, HTTP_READ, "File", NULL, NULL,
		HTTP_BODY_FILE, 0, 0},
	{HTTP_POST, "/api/raw", post_raw, PERM_PUBLIC, HTTP_READ, "Raw", NULL, NULL,
		HTTP_BODY_RAW | HTTP_NO_CSRF, 0, 0},
	{HTTP_GET, "/api/slow", get_slow, PERM_SELF, HTTP_READ, "Slow", NULL, NULL, HTTP_EXPENSIVE,
		0, 0},
	{HTTP_GET, "/api/alone", get_alone, PERM_SELF, HTTP_READ, "Alone", NULL, NULL, HTTP_SLOW, 0,
		0},
	{HTTP_GET, "/api/nap", get_slow, PERM_PUBLIC, HTTP_READ, "Nap", NULL, NULL, 0, 0, 0},
	{HTTP_GET, "/api/cookie", get_cookie, PERM_PUBLIC, HTTP_READ, "Cookies", NULL, NULL, 0, 0,
		0},
	{HTTP_GET, "/api/page", get_page, PERM_SELF, HTTP_READ, "Page", NULL, NULL, 0, 0, 0},
	{HTTP_POST, "/api/login", get_public, PERM_PUBLIC, HTTP_READ, "Login", NULL, NULL,
		HTTP_LOGIN_RATE | HTTP_NO_CSRF, 0, 0},
	{0},
};
static const struct http_route *const tables[] = {routes, NULL};

#endif

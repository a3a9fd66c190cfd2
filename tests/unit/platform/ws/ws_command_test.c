/*
 * ws_command_test.c - commands of clients and sockets of visitors: who may ask for
 * what, in which order it is done, and that a visitor hears its own alone
 * (IMP-RT-01, S1-RT-05, A-33, WS-1, WS-10, WS-14).
 */
/* SPDX-License-Identifier: MIT */
#include "ws_client.h"

#include "platform/ws/ws_dialect.h"

#include <stdatomic.h>

/* ---- What can be asked for ------------------------------------------------------- */

static atomic_int done_count;
static int done_numbers[100];

struct note_in {
	struct opt_int number;
};
static const struct shape_field note_fields[] = {{.name = "number",
	.type = SHAPE_INT,
	.flags = SHAPE_REQUIRED,
	.offset = offsetof(struct note_in, number),
	.min = 0,
	.max = 1000}};
static const struct shape note_shape = {
	.name = "NoteIn", .fields = note_fields, .count = COUNT(note_fields)};
static const struct schema_field out_fields[] = {{.name = "user", .type = SCHEMA_INT}};
static const struct schema out = {
	.name = "NoteOut", .fields = out_fields, .count = COUNT(out_fields)};

static enum err post_note(struct http_req *rq)
{
	struct note_in in;
	struct json *json;

	TRY(http_read(rq, &in));
	if (in.number.value % 7 == 0)
		(void)usleep(3000); /* later ones must not overtake */
	done_numbers[atomic_fetch_add(&done_count, 1) % 100] = (int)in.number.value;
	world_exec(&rq->cx, "INSERT INTO things (name) VALUES ('thing')");
	json = http_reply(rq, 201);
	json_field_int(json, "user", rq->cx.actor->user_id);
	json_field_text(json, "thing", http_path(rq, "id"));
	return OK;
}

static enum err post_admin(struct http_req *rq)
{
	(void)http_reply(rq, 200);
	atomic_fetch_add(&done_count, 1);
	return OK;
}

static enum err post_visit(struct http_req *rq)
{
	json_field_text(http_reply(rq, 200), "token", http_header(rq, "X-Widget-Token"));
	return OK;
}

static const struct http_route rows[] = {
	{.method = HTTP_POST,
		.pattern = "/api/things/{id}/notes",
		.handler = post_note,
		.permission = PERM_SELF,
		.access = HTTP_WRITE,
		.flags = HTTP_IDEMPOTENT_KEY,
		.in = &note_shape,
		.out = &out},
	{.method = HTTP_POST,
		.pattern = "/api/admin/things",
		.handler = post_admin,
		.permission = PERM_USERS_MANAGE,
		.access = HTTP_WRITE,
		.out = &out},
	{.method = HTTP_POST,
		.pattern = "/api/widget/visit",
		.handler = post_visit,
		.permission = PERM_PUBLIC,
		.access = HTTP_READ,
		.out = &out},
	{0},
};
static const struct http_route *const tables[] = {rows, NULL};
static const struct http_upgrade *const upgrades[] = {ws_upgrades, NULL};

static const struct ws_command commands[] = {
	{"note", HTTP_POST, "/api/things/{thing_id}/notes", NULL},
	{"seven", HTTP_POST, "/api/things/{thing_id}/notes", "{\"number\":7}"},
	{"rule", HTTP_POST, "/api/admin/things", NULL},
	{0},
};
static const struct ws_command visitor_commands[] = {
	{"visit", HTTP_POST, "/api/widget/visit", NULL},
	{0},
};

/* "good-41": of the company, visitor 41. */
static enum err find_visitor(struct http_req *rq, struct str token, struct ws_visitor *visitor)
{
	int64_t number;

	if (text_is(http_header(rq, "Origin"), "https://evil.example"))
		return fail(&rq->cx, ERR_DENIED, NULL, "Not from there.");
	if (!str_starts(token, "good-") ||
		!str_int((struct str){token.ptr + 5, token.len - 5}, &number))
		return fail(&rq->cx, ERR_UNAUTHENTICATED, NULL, "Please log in.");
	*visitor = (struct ws_visitor){COMPANY, number};
	return OK;
}

static size_t per_address; /* 0: as usual */

static int set_up(void **state)
{
	const struct ws_options options = {.heartbeat_s = 3600,
		.sockets_per_address = per_address,
		.commands = commands,
		.visitor_commands = visitor_commands,
		.find_visitor = find_visitor};
	struct world *world = calloc(1, sizeof(*world));

	atomic_store(&done_count, 0);
	world_open(world);
	events_init(world->pool);
	assert_int_equal(ws_start(world->pool, &options), OK);
	assert_int_equal(events_follow_start(world->pool), OK);
	world_serve(world, (struct http_options){.workers = 4}, tables, upgrades);
	*state = world;
	return 0;
}

static int set_up_one_address(void **state)
{
	per_address = 3;
	return set_up(state);
}

static int tear_down(void **state)
{
	struct world *world = *state;

	per_address = 0;
	ws_stop();
	events_follow_stop();
	world_close(world);
	free(world);
	return 0;
}

static struct client user(const struct world *world)
{
	struct client client = client_of(world, 1, "");

	(void)expect_hello(&client, false, 0);
	return client;
}

static struct client visitor(const struct world *world, const char *query, const char *token)
{
	char target[100], headers[200];
	struct client client;

	(void)snprintf(target, sizeof(target), "/ws/widget%s", query);
	(void)snprintf(headers, sizeof(headers),
		"Sec-WebSocket-Protocol: hatif.widget, %s\r\nOrigin: https://shop.example\r\n",
		token);
	client = client_open(world, target, headers);
	assert_int_equal(client.status, 101);
	assert_string_equal(head_value(client.head, "Sec-WebSocket-Protocol"), "hatif.widget");
	return client;
}

static void expect(struct client *client, const char *text)
{
	const char *message = client_next(client, 5000);

	if (!message || !strstr(message, text))
		fail_msg("expected %s, got %.300s (closed %u)", text, message ? message : "nothing",
			client->closed);
}

/* ---- Commands ------------------------------------------------------------------------ */

static void a_command_is_a_request_with_an_ack(void **state)
{
	struct client ali = user(*state);

	say(&ali, "{\"type\":\"note\",\"id\":7,\"data\":{\"thing_id\":\"t-1\",\"number\":1}}");
	expect(&ali,
		"{\"type\":\"ack\",\"id\":7,\"status\":201,\"data\":"
		"{\"success\":true,\"user\":1,\"thing\":\"t-1\"}}");
	say(&ali, "{\"type\":\"note\",\"id\":\"b\",\"data\":{\"thing_id\":22,\"number\":2}}");
	expect(&ali,
		"\"id\":\"b\",\"status\":201,\"data\":{\"success\":true,\"user\":1,\"thing\":"
		"\"22\"");
	say(&ali, "{\"type\":\"seven\",\"id\":3,\"data\":{\"thing_id\":1,\"number\":5}}");
	expect(&ali, "\"id\":3,\"status\":201");
	assert_int_equal(done_numbers[2], 7); /* the command's own body */
	assert_int_equal(world_count(*state, "SELECT count(*) FROM things"), 3);
	client_close(&ali);
}

static void what_is_refused_says_why(void **state)
{
	static const struct {
		const char *message, *answer;
	} cases[] = {
		{"{\"type\":\"nothing\",\"id\":1}", "\"status\":404,\"data\":{\"success\":false,"},
		{"{\"type\":\"visit\",\"id\":1}", "\"status\":404"},
		{"{\"type\":\"rule\",\"id\":1}", "\"status\":403"},
		{"{\"type\":\"note\",\"id\":1}", "\"status\":422"},
		{"{\"type\":\"note\",\"id\":1,\"data\":[]}", "\"status\":422"},
		{"{\"type\":\"note\",\"id\":1,\"data\":{\"thing_id\":\"a/../b\"}}",
			"\"status\":422"},
		{"{\"type\":\"note\",\"id\":1,\"data\":{\"thing_id\":\"..\"}}", "\"status\":422"},
		{"{\"type\":\"note\",\"id\":1,\"data\":{\"thing_id\":\"\"}}", "\"status\":422"},
		{"{\"type\":\"note\",\"id\":1,\"data\":{\"thing_id\":\"%2e\"}}", "\"status\":422"},
		{"{\"type\":\"note\",\"id\":1,\"data\":{\"thing_id\":{}}}", "\"status\":422"},
		{"{\"type\":\"note\",\"id\":1,\"data\":{\"thing_id\":\"a\"}}", "\"number\":["},
		{"{\"type\":\"note\",\"id\":1,\"data\":{\"thing_id\":\"a\",\"number\":\"x\"}}",
			"\"number\":["},
		{"{\"type\":\"note\",\"id\":1,\"data\":{\"thing_id\":\"a\",\"number\":1,"
		 "\"company_id\":8}}",
			"\"status\":403"},
	};
	struct client ali = user(*state);

	for (size_t i = 0; i < COUNT(cases); i++) {
		say(&ali, cases[i].message);
		expect(&ali, cases[i].answer);
	}
	assert_int_equal(atomic_load(&done_count), 0);
	client_close(&ali);
}

static void who_wants_no_answer_gets_none(void **state)
{
	struct client ali = user(*state);

	say(&ali, "{\"type\":\"nothing\"}");
	say(&ali, "{\"type\":\"note\",\"id\":{},\"data\":{\"thing_id\":\"a\",\"number\":1}}");
	say(&ali, "{\"type\":\"note\",\"data\":{\"thing_id\":\"a\",\"number\":2}}");
	say(&ali, "{\"type\":\"note\",\"id\":3,\"data\":{\"thing_id\":\"a\",\"number\":3}}");
	expect(&ali, "\"id\":3,\"status\":201");
	assert_int_equal(atomic_load(&done_count), 3);
	client_close(&ali);
}

static void one_is_done_after_the_other(void **state)
{
	struct client ali = user(*state);
	char text[120];

	for (int i = 0; i < 30; i++) {
		(void)snprintf(text, sizeof(text),
			"{\"type\":\"note\",\"id\":%d,\"data\":{\"thing_id\":\"a\",\"number\":%d}}",
			i, i);
		say(&ali, text);
	}
	for (int i = 0; i < 30; i++) {
		(void)snprintf(text, sizeof(text), "\"id\":%d,\"status\":201", i);
		expect(&ali, text);
		assert_int_equal(done_numbers[i], i);
	}
	client_close(&ali);
}

static void a_command_with_a_key_is_done_once(void **state)
{
	static const char note[] = "{\"type\":\"note\",\"id\":1,\"key\":\"k1\",\"data\":"
				   "{\"thing_id\":\"a\",\"number\":1}}";
	struct client ali = user(*state);

	say(&ali, note);
	expect(&ali, "\"status\":201");
	say(&ali, note);
	expect(&ali, "\"status\":201");
	assert_int_equal(atomic_load(&done_count), 1);
	client_close(&ali);
}

static void a_client_that_leaves_harms_nobody(void **state)
{
	for (int i = 0; i < 20; i++) {
		struct client ali = user(*state);

		for (int n = 0; n < 10; n++)
			say(&ali,
				"{\"type\":\"note\",\"id\":1,\"data\":"
				"{\"thing_id\":\"a\",\"number\":7}}");
		client_close(&ali);
	}
}

/* ---- Visitors ------------------------------------------------------------------------ */

static void strangers_do_not_get_in(void **state)
{
	static const struct {
		const char *headers;
		int status;
	} cases[] = {
		{"", 401},
		{"Sec-WebSocket-Protocol: hatif.widget\r\n", 401},
		{"Sec-WebSocket-Protocol: good-41\r\n", 401},
		{"Sec-WebSocket-Protocol: hatif.widget, bad\r\n", 401},
		{"Sec-WebSocket-Protocol: hatif.widget, good-41\r\n"
		 "Origin: https://evil.example\r\n",
			403},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct client client = client_open(*state, "/ws/widget", cases[i].headers);

		if (client.status != cases[i].status)
			fail_msg("case %zu: %d", i, client.status);
		client_close(&client);
	}
}

static void a_visitor_holds_five_lines(void **state)
{
	struct world *world = *state;
	struct client lines[6];

	for (size_t i = 0; i < COUNT(lines); i++)
		lines[i] = visitor(world, "", "good-41");
	for (size_t i = 0; i < COUNT(lines) - 1; i++)
		(void)expect_hello(&lines[i], false, 0);
	expect_closed(&lines[5], 4409);
	for (size_t i = 0; i < COUNT(lines); i++)
		client_close(&lines[i]);
}

/* Of visitors, however many they say they are; users come in all the same. */
static void an_address_holds_so_many_lines(void **state)
{
	struct world *world = *state;
	struct client first = visitor(world, "", "good-41"), second = visitor(world, "", "good-42");
	struct client third = visitor(world, "", "good-43"), fourth = visitor(world, "", "good-44");
	struct client ali = user(world);
	struct client again = {0};

	(void)expect_hello(&first, false, 0);
	(void)expect_hello(&second, false, 0);
	(void)expect_hello(&third, false, 0);
	expect_closed(&fourth, 4409);
	client_close(&fourth);
	client_close(&third);
	for (int i = 0; i < 1500; i++) { /* its place is free when the line is down */
		again = visitor(world, "", "good-44");
		if (is_type(client_next(&again, 5000), "hello"))
			break;
		client_close(&again);
		again = (struct client){0};
		usleep(20000);
	}
	assert_int_equal(again.status, 101);
	client_close(&again);
	client_close(&ali);
	client_close(&second);
	client_close(&first);
}

static const struct audience for_41 = {
	.permission = PERM_SELF, .user_id = 1, .everyone = true, .visitor_id = 41};

static void a_visitor_hears_its_own_alone(void **state)
{
	struct world *world = *state;
	struct client ali = user(world);
	struct client first = visitor(world, "", "good-41"), second = visitor(world, "", "good-41");
	struct client other = visitor(world, "", "good-42");

	(void)expect_hello(&first, false, 0);
	(void)expect_hello(&second, false, 0);
	(void)expect_hello(&other, false, 0);
	publish_for(world->pool, everyone, 1, 10);
	publish_for(world->pool, for_41, 1, 10);
	expect_events(&ali, 1, 1);
	expect_events(&first, 2, 2);
	expect_events(&second, 2, 2);
	expect_silence(&ali);
	expect_silence(&first);
	expect_silence(&other);
	client_close(&first);
	publish_for(world->pool, for_41, 1, 10);
	expect_events(&second, 3, 3);
	client_close(&second);
	client_close(&other);
	client_close(&ali);
}

static void a_visitor_gets_what_it_missed(void **state)
{
	struct world *world = *state;
	struct client client;

	publish_for(world->pool, for_41, 1, 10);
	for (int i = 0; i < 60; i++)
		publish_for(world->pool, everyone, 100, 1);
	publish_for(world->pool, for_41, 2, 10);
	client = visitor(world, "?since=1", "good-41");
	(void)expect_hello(&client, true, 2);
	expect_events(&client, 6002, 6003);
	publish_for(world->pool, for_41, 1, 10);
	expect_events(&client, 6004, 6004);
	client_close(&client);
	client = visitor(world, "?since=99999", "good-41");
	(void)expect_hello(&client, false, 0);
	expect(&client, "{\"type\":\"resync\"");
	client_close(&client);
}

static void a_visitor_asks_with_its_own_token(void **state)
{
	struct client client = visitor(*state, "", "good-41");

	(void)expect_hello(&client, false, 0);
	say(&client, "{\"type\":\"visit\",\"id\":1}");
	expect(&client, "\"status\":200,\"data\":{\"success\":true,\"token\":\"good-41\"}");
	say(&client, "{\"type\":\"note\",\"id\":1,\"data\":{\"thing_id\":\"a\",\"number\":1}}");
	expect(&client, "\"status\":404");
	client_close(&client);
}

/* ---- What passes ----------------------------------------------------------------------- */

static void tell(struct world *world, struct audience audience, const char *data)
{
	struct company company = {.id = COMPANY};
	struct actor actor = {.company_id = COMPANY, .company = &company};
	struct cx cx;

	world_unit(world, &cx);
	cx.actor = &actor;
	events_tell(&cx,
		&(struct event){.type = "order:created",
			.subject_type = "order",
			.subject_id = 1,
			.audience = audience,
			.data = data});
	world_unit_end(&cx);
}

static void what_passes_has_no_number(void **state)
{
	struct world *world = *state;
	struct client ali = user(world), guest = visitor(world, "", "good-41");
	struct client late;

	(void)expect_hello(&guest, false, 0);
	tell(world, everyone, "{\"n\":1}");
	expect(&ali, "{\"type\":\"order:created\",\"data\":{\"n\":1},\"at\":\"");
	tell(world, for_41, "{\"n\":2}");
	expect(&guest, "{\"type\":\"order:created\",\"data\":{\"n\":2},\"at\":\"");
	expect_silence(&ali);
	assert_int_equal(world_count(world, "SELECT count(*) FROM events"), 0);
	publish_for(world->pool, everyone, 1, 10);
	expect_events(&ali, 1, 1);
	late = client_of(world, 1, "&since=0");
	(void)expect_hello(&late, true, 1);
	expect_events(&late, 1, 1);
	expect_silence(&late);
	client_close(&late);
	client_close(&guest);
	client_close(&ali);
}

int main(void)
{
#define TEST_WITH(name, set_up) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
#define TEST(name) TEST_WITH(name, set_up)
	const struct CMUnitTest tests[] = {
		TEST(a_command_is_a_request_with_an_ack),
		TEST(what_is_refused_says_why),
		TEST(who_wants_no_answer_gets_none),
		TEST(one_is_done_after_the_other),
		TEST(a_command_with_a_key_is_done_once),
		TEST(a_client_that_leaves_harms_nobody),
		TEST(strangers_do_not_get_in),
		TEST(a_visitor_holds_five_lines),
		TEST_WITH(an_address_holds_so_many_lines, set_up_one_address),
		TEST(a_visitor_hears_its_own_alone),
		TEST(a_visitor_gets_what_it_missed),
		TEST(a_visitor_asks_with_its_own_token),
		TEST(what_passes_has_no_number),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

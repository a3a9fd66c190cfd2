/*
 * ws_hub_test.c - sockets over a real server: who gets in, what they get and
 * in which order, and how they are shown out (S4-RT, A-33, IMP-RT-03, WS-*, faults 18 and 21).
 */
/* SPDX-License-Identifier: MIT */
#include "ws_client.h"

#include <pthread.h>
#include <stdatomic.h>

static const struct http_route *const no_routes[] = {NULL};
static const struct http_upgrade *const upgrades[] = {ws_upgrades, NULL};
static const char *const friends[] = {"https://friend.example", NULL};

/* ---- Set-up --------------------------------------------------------------------------- */

static struct ws_options options;

static int set_up(void **state)
{
	struct world *world = calloc(1, sizeof(*world));

	world_open(world);
	events_init(world->pool);
	options.origins = friends;
	if (!options.heartbeat_s)
		options.heartbeat_s = 3600; /* none comes in between */
	assert_int_equal(ws_start(world->pool, &options), OK);
	assert_int_equal(events_follow_start(world->pool), OK);
	world_serve(world, (struct http_options){0}, no_routes, upgrades);
	*state = world;
	return 0;
}

static int tear_down(void **state)
{
	struct world *world = *state;

	ws_stop();
	events_follow_stop();
	world_close(world);
	free(world);
	options = (struct ws_options){0};
	return 0;
}

static int set_up_small_queue(void **state)
{
	options.queue_bytes = (size_t)64 * 1024;
	return set_up(state);
}

static int set_up_quick_heart(void **state)
{
	options.heartbeat_s = 1;
	return set_up(state);
}

static int set_up_few(void **state)
{
	options.sockets_max = 3;
	options.sockets_per_user = 2;
	return set_up(state);
}

/* ---- The door ---------------------------------------------------------------------------- */

static void the_door_is_guarded(void **state)
{
	static const struct {
		const char *name;
		bool token;
		const char *headers;
		int status;
	} cases[] = {
		{"nobody", false, "", 401},
		{"a wrong bearer", false, "Authorization: Bearer nonsense\r\n", 401},
		{"a wrong subprotocol", false, "Sec-WebSocket-Protocol: hatif.token.nonsense\r\n",
			401},
		{"bearer without a token", false, "Sec-WebSocket-Protocol: bearer\r\n", 401},
		{"a token", true, "", 101},
		{"own origin", true, "Origin: http://127.0.0.1:PORT\r\n", 101},
		{"a listed origin", true, "Origin: https://friend.example\r\n", 101},
		{"a foreign origin", true, "Origin: https://evil.example\r\n", 403},
		{"own host on another port", true, "Origin: http://127.0.0.1:1\r\n", 403},
		{"own host as a prefix", true, "Origin: http://127.0.0.1:PORT.evil.example\r\n",
			403},
		{"a page without origin", true, "Origin: null\r\n", 403},
		{"an empty origin", true, "Origin: \r\n", 403},
		{"a foreign origin comes before the token", false,
			"Origin: https://evil.example\r\n", 403},
	};
	struct world *world = *state;

	for (size_t i = 0; i < COUNT(cases); i++) {
		char target[1200] = "/ws/updates", headers[300] = "";
		const char *port = strstr(cases[i].headers, "PORT");
		struct client client;

		if (cases[i].token)
			(void)snprintf(
				target, sizeof(target), "/ws/updates?token=%s", world->token[0]);
		if (port)
			(void)snprintf(headers, sizeof(headers), "%.*s%d%s",
				(int)(port - cases[i].headers), cases[i].headers, world->port,
				port + 4);
		else
			(void)snprintf(headers, sizeof(headers), "%s", cases[i].headers);
		client = client_open(world, target, headers);
		if (client.status != cases[i].status)
			fail_msg("case \"%s\": %d", cases[i].name, client.status);
		client_close(&client);
	}
}

static void tokens_come_in_every_way(void **state)
{
	static const struct {
		const char *format, *protocol;
	} cases[] = {
		{"Authorization: Bearer %s\r\n", NULL},
		{"Cookie: hatif_session=%s\r\n", NULL},
		{"Sec-WebSocket-Protocol: hatif.token.%s\r\n", "hatif.token."},
		{"Sec-WebSocket-Protocol: other, hatif.token.%s\r\n", "hatif.token."},
		{"Sec-WebSocket-Protocol: bearer, %s\r\n", "bearer"},
	};
	struct world *world = *state;

	for (size_t i = 0; i < COUNT(cases); i++) {
		char headers[1300];
		const char *chosen;
		struct client client;

		/* The format is one of the constants above. */
		(void)snprintf(headers, sizeof(headers), "%.*s%s%s",
			(int)(strstr(cases[i].format, "%s") - cases[i].format), cases[i].format,
			world->token[0], strstr(cases[i].format, "%s") + 2);
		client = client_open(world, "/ws/updates", headers);
		assert_case(client.status == 101, cases[i].format);
		chosen = head_value(client.head, "Sec-WebSocket-Protocol");
		if (cases[i].protocol)
			assert_case(chosen &&
					strncmp(chosen, cases[i].protocol,
						strlen(cases[i].protocol)) == 0,
				cases[i].format);
		else
			assert_case(!chosen, cases[i].format);
		(void)expect_hello(&client, false, 0);
		client_close(&client);
	}
}

static void places_are_limited(void **state)
{
	struct world *world = *state;
	struct client first = client_of(world, 1, ""), second = client_of(world, 1, "");
	struct client third = client_of(world, 1, "");
	char target[1200];
	struct client fourth;

	(void)expect_hello(&first, false, 0);
	(void)expect_hello(&second, false, 0);
	(void)snprintf(target, sizeof(target), "/ws/updates?token=%s", world->token[1]);
	fourth = client_open(world, target, "");
	assert_int_equal(fourth.status, 503);
	assert_non_null(head_value(fourth.head, "Retry-After"));
	client_close(&fourth);
	expect_closed(&third, 4409);
	client_close(&third);
	for (int i = 0; i < 1500; i++) { /* its place is free when the line is down */
		fourth = client_open(world, target, "");
		if (fourth.status == 101)
			break;
		client_close(&fourth);
		usleep(20000);
	}
	(void)expect_hello(&fourth, false, 0);
	client_close(&fourth);
	client_close(&second);
	client_close(&first);
}

/* ---- Events as they come -------------------------------------------------------------------- */

static void events_come_in_order_to_those_who_may(void **state)
{
	struct world *world = *state;
	struct client ali = client_of(world, 1, ""), mona = client_of(world, 2, "");

	assert_int_equal(expect_hello(&ali, false, 0), 0);
	assert_int_equal(expect_hello(&mona, false, 0), 0);
	publish_for(world->pool, everyone, 3, 10);
	publish_for(world->pool, (struct audience){.permission = PERM_SELF, .user_id = 2}, 1, 10);
	publish_for(world->pool,
		(struct audience){.permission = PERM_SETTINGS_MANAGE, .everyone = true}, 1, 10);
	publish_for(world->pool, everyone, 1, 70000); /* a frame with the longest header */
	expect_events(&ali, 1, 3);
	expect_events(&mona, 1, 4);
	expect_events(&ali, 6, 6);
	expect_events(&mona, 6, 6);
	expect_silence(&ali);
	client_close(&mona);
	client_close(&ali);
}

static void pings_are_answered_and_the_rest_ignored(void **state)
{
	struct world *world = *state;
	struct client client = client_of(world, 1, "");

	(void)expect_hello(&client, false, 0);
	say(&client, "{\"type\":\"ping\"}");
	assert_string_equal(client_next(&client, 2000), "{\"type\":\"pong\"}");
	say(&client, "{\"type\":\"whatever\"}");
	say(&client, "[1,2]");
	say(&client, "{\"type\":7}");
	expect_silence(&client);
	client_close(&client);
}

static void nonsense_ends_the_line(void **state)
{
	static const struct {
		const char *name, *bytes;
		size_t length;
		unsigned code;
	} cases[] = {
		{"not JSON", "\x81\x83\0\0\0\0abc", 9, 1007},
		{"binary", "\x82\x83\0\0\0\0abc", 9, 1003},
		{"unmasked", "\x81\x02{}", 4, 1002},
		{"goodbye", "\x88\x82\0\0\0\0\x03\xe9", 8, 1001},
	};
	struct world *world = *state;

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct client client = client_of(world, 1, "");

		(void)expect_hello(&client, false, 0);
		assert_true(wire_send(&client.wire, cases[i].bytes, cases[i].length));
		expect_closed(&client, cases[i].code);
		client_close(&client);
	}
}

static void chatter_is_stopped(void **state)
{
	struct world *world = *state;
	struct client client = client_of(world, 1, "");

	(void)expect_hello(&client, false, 0);
	for (int i = 0; i < 120; i++)
		say(&client, "{\"type\":\"x\"}");
	expect_closed(&client, 4429);
	client_close(&client);
}

static void hearts_beat_with_the_number(void **state)
{
	struct world *world = *state;
	struct client client = client_of(world, 1, "");
	const char *message;

	(void)expect_hello(&client, false, 0);
	publish_for(world->pool, everyone, 2, 10);
	publish_for(world->pool, (struct audience){.permission = PERM_SELF, .user_id = 2}, 1, 10);
	expect_events(&client, 1, 2);
	do
		message = client_next(&client, 3000);
	while (is_type(message, "heartbeat") && seq_of(message) < 3);
	assert_string_equal(message, "{\"type\":\"heartbeat\",\"data\":{},\"seq\":3}");
	assert_true(client.pings > 0);
	client_close(&client);
}

/* ---- What was missed -------------------------------------------------------------------------- */

static void a_gap_is_filled_exactly(void **state)
{
	struct world *world = *state;
	struct client client;

	publish_for(world->pool, everyone, 6, 10);
	publish_for(world->pool, (struct audience){.permission = PERM_SELF, .user_id = 2}, 2, 10);
	client = client_of(world, 1, "&since=2");
	assert_int_equal(expect_hello(&client, true, 4), 8);
	expect_events(&client, 3, 6);
	publish_for(world->pool, everyone, 1, 10);
	expect_events(&client, 9, 9);
	client_close(&client);
	client = client_of(world, 1, "&since=9"); /* nothing missed */
	assert_int_equal(expect_hello(&client, true, 0), 9);
	expect_silence(&client);
	client_close(&client);
	client = client_of(world, 1, "");
	assert_int_equal(expect_hello(&client, false, 0), 9);
	expect_silence(&client);
	client_close(&client);
}

static void what_cannot_be_filled_is_loaded_anew(void **state)
{
	static const char *const cases[] = {"-1", "5", "99999999", "9223372036854775807",
		"9223372036854775808", "-9223372036854775809", "abc", "", "1e3", "3%20"};
	struct world *world = *state;

	publish_for(world->pool, everyone, 4, 10);
	for (size_t i = 0; i < COUNT(cases); i++) {
		char query[60];
		struct client client;
		const char *message;

		(void)snprintf(query, sizeof(query), "&since=%s", cases[i]);
		client = client_of(world, 1, query);
		assert_case(expect_hello(&client, false, 0) == 4, cases[i]);
		message = client_next(&client, 2000);
		assert_case(is_type(message, "resync") && seq_of(message) == 4, cases[i]);
		expect_silence(&client);
		client_close(&client);
	}
}

static void five_thousand_rows_and_not_one_more(void **state)
{
	struct world *world = *state;
	struct client client;

	publish_for(world->pool, everyone, 5001, 10);
	client = client_of(world, 1, "&since=1");
	assert_int_equal(expect_hello(&client, true, 5000), 5001);
	expect_events(&client, 2, 5001);
	client_close(&client);
	client = client_of(world, 1, "&since=0");
	(void)expect_hello(&client, false, 0);
	assert_true(is_type(client_next(&client, 2000), "resync"));
	client_close(&client);
}

static void more_than_a_queue_may_be_missed(void **state)
{
	struct world *world = *state;
	struct client client;

	publish_for(world->pool, everyone, 400, 1000); /* 400 KB, the queue holds 64 */
	client = client_of(world, 1, "&since=0");
	(void)expect_hello(&client, true, 400);
	usleep(100000);
	publish_for(world->pool, everyone, 10, 1000);
	expect_events(&client, 1, 410);
	client_close(&client);
}

static atomic_bool writing;

static void *write_on(void *arg)
{
	struct world *world = arg;
	unsigned dice = (unsigned)(uintptr_t)&dice;

	while (atomic_load(&writing)) {
		publish_for(world->pool, everyone, 1 + rand_r(&dice) % 3, 20);
		usleep((useconds_t)(rand_r(&dice) % 1500));
	}
	return NULL;
}

static void nothing_is_lost_or_doubled_while_others_write(void **state)
{
	struct world *world = *state;
	pthread_t writers[3];
	unsigned dice = 11;
	int64_t seen = 0, wrong = 0;
	int live = 0;

	atomic_store(&writing, true);
	for (size_t i = 0; i < COUNT(writers); i++)
		assert_int_equal(pthread_create(&writers[i], NULL, write_on, world), 0);
	for (int round = 0; round < 150 && !wrong; round++) {
		char query[40];
		struct client client;
		const char *message;
		int64_t hello;
		int wanted = rand_r(&dice) % 40;

		(void)snprintf(query, sizeof(query), "&since=%lld", (long long)seen);
		client = client_of(world, 1 + rand_r(&dice) % 2, query);
		hello = expect_hello(&client, true, -1);
		for (int i = 0;
			(seen < hello || i < wanted) && (message = client_next(&client, 3000));
			i++) {
			if (seq_of(message) != seen + 1) {
				print_error("round %d: %lld after %lld (hello %lld)\n", round,
					(long long)seq_of(message), (long long)seen,
					(long long)hello);
				wrong = seq_of(message);
				break;
			}
			seen++;
			live += seen > hello;
		}
		if (client.closed)
			wrong = client.closed;
		client_close(&client);
	}
	atomic_store(&writing, false);
	for (size_t i = 0; i < COUNT(writers); i++)
		pthread_join(writers[i], NULL);
	assert_int_equal(wrong, 0);
	assert_true(live > 100); /* both ways were taken */
}

/* ---- Slow ones -------------------------------------------------------------------------------- */

static void who_does_not_read_is_shown_out(void **state)
{
	struct world *world = *state;
	struct client slow = client_of(world, 1, ""), quick = client_of(world, 2, "");
	const char *message;
	int64_t seen = 0;

	(void)expect_hello(&slow, false, 0);
	(void)expect_hello(&quick, false, 0);
	for (int i = 0; i < 300;
		i++) { /* 12 MB: more than the kernel takes for a reader that sleeps */
		publish_for(world->pool, everyone, 10, 4000);
		expect_events(&quick, i * 10 + 1, i * 10 + 10);
	}
	while ((message = client_next(&slow, 3000))) {
		assert_int_equal(
			seq_of(message), seen + 1); /* whole frames, no hole before the end */
		seen++;
	}
	assert_int_equal(slow.closed, 4408);
	assert_true(seen < 3000);
	client_close(&slow);
	publish_for(world->pool, everyone, 1, 10);
	expect_events(&quick, 3001, 3001);
	client_close(&quick);
}

/* ---- The end -------------------------------------------------------------------------------------- */

static void run_sql(struct world *world, const char *text)
{
	struct cx cx;

	world_unit(world, &cx);
	world_exec(&cx, text);
	assert_int_equal(db_commit(&cx), OK);
	world_unit_end(&cx);
}

static void an_ended_session_hears_it_and_is_closed(void **state)
{
	struct world *world = *state;
	struct client ali = client_of(world, 1, ""), mona = client_of(world, 2, "");
	int64_t begun;
	const char *message;

	(void)expect_hello(&ali, false, 0);
	(void)expect_hello(&mona, false, 0);
	publish_for(world->pool, everyone, 2, 10);
	expect_events(&ali, 1, 2);
	expect_events(&mona, 1, 2);
	begun = clock_steady_us();
	auth_forget(COMPANY, 1, 1); /* as handlers do it: before the commit */
	publish_for(world->pool, everyone, 1, 10);
	run_sql(world,
		"UPDATE auth_sessions SET ended_us = 5, end_reason = 'logout'"
		" WHERE company_id = 7 AND id = 1");
	message = client_next(&ali, 3000);
	assert_true(is_type(message, "session:ended")); /* and not the event */
	assert_int_equal(seq_of(message), 2); /* not below what the client knows */
	expect_closed(&ali, 4401);
	assert_true(clock_steady_us() - begun < 3 * US_PER_SECOND);
	expect_events(&mona, 3, 3);
	expect_silence(&mona);
	client_close(&ali);
	client_close(&mona);
}

static void changed_rights_make_a_new_line(void **state)
{
	struct world *world = *state;
	struct client client = client_of(world, 1, "");

	(void)expect_hello(&client, false, 0);
	auth_forget(COMPANY, 1, 0);
	expect_closed(&client, 1012);
	assert_non_null(strstr(client.reason, "\"retry_ms\":"));
	client_close(&client);
}

static void a_session_ended_elsewhere_ends_here(void **state)
{
	struct world *world = *state;
	struct client ali = client_of(world, 1, ""), mona = client_of(world, 2, "");
	struct company company = {.id = COMPANY};
	struct actor actor = {.company_id = COMPANY, .company = &company};
	struct cx cx;

	(void)expect_hello(&ali, false, 0);
	(void)expect_hello(&mona, false, 0);
	run_sql(world,
		"UPDATE auth_sessions SET ended_us = 5, end_reason = 'logout'"
		" WHERE company_id = 7 AND id = 1");
	world_unit(world, &cx);
	cx.actor = &actor;
	assert_int_equal(events_publish(&cx,
				 &(struct event){.type = "session:ended",
					 .subject_type = "session",
					 .subject_id = 1,
					 .audience = {.permission = PERM_SELF, .user_id = 1},
					 .data = "{\"session_id\":1}"}),
		OK);
	assert_int_equal(db_commit(&cx), OK);
	world_unit_end(&cx);
	expect_closed(&ali, 4401);
	expect_silence(&mona);
	client_close(&ali);
	client_close(&mona);
}

static void stopping_says_when_to_come_again(void **state)
{
	struct world *world = *state;
	struct client first = client_of(world, 1, ""), second = client_of(world, 2, "");

	(void)expect_hello(&first, false, 0);
	(void)expect_hello(&second, false, 0);
	publish_for(world->pool, everyone, 1, 10);
	ws_stop();
	expect_events(&first, 1, 1); /* what was queued still came */
	expect_closed(&first, 1012);
	assert_non_null(strstr(first.reason, "\"retry_ms\":"));
	expect_closed(&second, 1012);
	client_close(&first);
	client_close(&second);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
#define TEST_WITH(name, set) cmocka_unit_test_setup_teardown(name, set, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(the_door_is_guarded),
		TEST(tokens_come_in_every_way),
		TEST_WITH(places_are_limited, set_up_few),
		TEST(events_come_in_order_to_those_who_may),
		TEST(pings_are_answered_and_the_rest_ignored),
		TEST(nonsense_ends_the_line),
		TEST(chatter_is_stopped),
		TEST_WITH(hearts_beat_with_the_number, set_up_quick_heart),
		TEST(a_gap_is_filled_exactly),
		TEST(what_cannot_be_filled_is_loaded_anew),
		TEST(five_thousand_rows_and_not_one_more),
		TEST_WITH(more_than_a_queue_may_be_missed, set_up_small_queue),
		TEST(nothing_is_lost_or_doubled_while_others_write),
		TEST_WITH(who_does_not_read_is_shown_out, set_up_small_queue),
		TEST(an_ended_session_hears_it_and_is_closed),
		TEST(changed_rights_make_a_new_line),
		TEST(a_session_ended_elsewhere_ends_here),
		TEST(stopping_says_when_to_come_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

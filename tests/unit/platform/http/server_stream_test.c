/* server_stream_test.c - streams, limits and sockets. */
/* SPDX-License-Identifier: MIT */
#include "http_routes.h"

#include <pthread.h>
#include <stdatomic.h>

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
	struct answer answer = ask(
		&world, "GET", "/api/stream?fail=1", as_user(&world, 1, ""), NULL);

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
	struct answer answer = ask(&world, "GET", "/api/public", "", NULL);

	assert_int_equal(answer.status, 200);
	answer_free(&answer);
}

struct slow_ask {
	const char *path;
	int user, status;
	pthread_t thread;
};

static void *ask_slowly(void *arg)
{
	struct slow_ask *one = arg;
	struct answer answer = ask(&world, "GET", one->path, as_user(&world, one->user, ""), NULL);

	one->status = answer.status;
	answer_free(&answer);
	return NULL;
}

static void begin_asking(struct slow_ask *one)
{
	assert_int_equal(pthread_create(&one->thread, NULL, ask_slowly, one), 0);
}

static int end_asking(struct slow_ask *one)
{
	(void)pthread_join(one->thread, NULL);
	return one->status;
}

static void two_expensive_requests_run_at_once(void **state)
{
	struct slow_ask both[2] = {
		{.path = "/api/slow", .user = 1}, {.path = "/api/slow", .user = 1}};
	struct answer third;

	(void)state;
	atomic_store(&let_go, false);
	for (int i = 0; i < 2; i++)
		begin_asking(&both[i]);
	wait_for(&at_work, 2);
	third = ask(&world, "GET", "/api/slow", as_user(&world, 1, ""), NULL);
	assert_int_equal(third.status, 429);
	answer_free(&third);
	atomic_store(&let_go, true);
	for (int i = 0; i < 2; i++)
		assert_int_equal(end_asking(&both[i]), 200);
}

/* Of the few threads for what is slow one person has one: another's goes on beside it. */
static void of_slow_ones_each_person_has_one(void **state)
{
	struct slow_ask first = {.path = "/api/alone", .user = 1},
			other = {.path = "/api/alone", .user = 2};
	struct answer second;

	(void)state;
	atomic_store(&let_go, false);
	begin_asking(&first);
	wait_for(&at_work, 1);
	second = ask(&world, "GET", "/api/alone", as_user(&world, 1, ""), NULL);
	assert_int_equal(second.status, 429);
	assert_string_equal(head_value(second.head, "Retry-After"), "1");
	answer_free(&second);
	begin_asking(&other);
	wait_for(&at_work, 2);
	atomic_store(&let_go, true);
	assert_int_equal(end_asking(&first), 200);
	assert_int_equal(end_asking(&other), 200);
	second = ask(&world, "GET", "/api/alone", as_user(&world, 1, ""), NULL);
	assert_int_equal(second.status, 200);
	answer_free(&second);
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

static const struct http_upgrade upgrade_rows[] = {
	{.path = "/ws/test",
		.summary = "A socket of the test",
		.check = check_socket,
		.take = take_socket},
	{0},
};
static const struct http_upgrade *const upgrades[] = {upgrade_rows, NULL};

#define UPGRADE \
	"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n" \
	"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"

static void a_socket_is_handed_over(void **state)
{
	static const char text[] = "GET /ws/test?ok=1 HTTP/1.1\r\nHost: x\r\n" UPGRADE "\r\nearly ";
	struct wire wire = wire_open(&world);
	struct answer answer;

	(void)state;
	assert_true(wire_send(&wire, text, strlen(text)));
	answer = wire_answer(&wire, true);
	assert_int_equal(answer.status, 101);
	assert_string_equal(
		head_value(answer.head, "Sec-WebSocket-Accept"), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
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
			"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n",
			400},
		{"short key", "/ws/test?ok=1",
			"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
			"Sec-WebSocket-Key: abc\r\n",
			400},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(table); i++) {
		struct answer answer = ask(&world, "GET", table[i].target, table[i].headers, NULL);

		if (answer.status != table[i].status)
			fail_msg("%s: %d", table[i].name, answer.status);
		answer_free(&answer);
	}
}

/* ---- Clients that leave --------------------------------------------------------------------- */

/* Nobody takes the answer of these; with it goes all that it held, or the stop waits in vain. */
static void who_leaves_in_mid_request_leaves_nothing_behind(void **state)
{
	static const char text[] = "GET /api/nap HTTP/1.1\r\nHost: x\r\n\r\n";
	const struct linger at_once = {.l_onoff = 1};
	struct world other = world;
	struct wire wires[4];
	int64_t began_us;

	(void)state;
	world_serve(&other, (struct http_options){0}, tables, upgrades);
	atomic_store(&let_go, false);
	for (size_t i = 0; i < COUNT(wires); i++) {
		wires[i] = wire_open(&other);
		assert_true(wire_send(&wires[i], text, strlen(text)));
	}
	wait_for(&at_work, COUNT(wires));
	for (size_t i = 0; i < COUNT(wires); i++) {
		(void)setsockopt(wires[i].fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
		wire_close(&wires[i]);
	}
	atomic_store(&let_go, true);
	began_us = clock_steady_us();
	http_stop(&other.server, 60 * 1000);
	assert_true(clock_steady_us() - began_us < 30 * US_PER_SECOND);
}

/* ---- Group ------------------------------------------------------------------------ */

static int start(void **state)
{
	(void)state;
	world_open(&world);
	world_serve(&world, (struct http_options){.rate_login_per_minute = 20}, tables, upgrades);
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
		cmocka_unit_test(a_stream_arrives_whole),
		cmocka_unit_test(a_stream_that_fails_is_cut_off),
		cmocka_unit_test(a_reader_that_leaves_ends_the_stream),
		cmocka_unit_test(two_expensive_requests_run_at_once),
		cmocka_unit_test(of_slow_ones_each_person_has_one),
		cmocka_unit_test(logins_are_counted),
		cmocka_unit_test(a_socket_is_handed_over),
		cmocka_unit_test(a_bad_handshake_is_refused),
		cmocka_unit_test(who_leaves_in_mid_request_leaves_nothing_behind),
	};

	return cmocka_run_group_tests(tests, start, stop);
}

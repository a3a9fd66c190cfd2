/* server_limits_test.c - a full queue, too many connections, a stop while requests run. */
/* SPDX-License-Identifier: MIT */
#include "http_routes.h"

#include <pthread.h>

static atomic_int answered;

struct asking {
	pthread_t thread;
	int status;
	bool retry_after;
	size_t bytes;
};

static void *ask_slow(void *arg)
{
	struct asking *asking = arg;
	struct answer answer = ask(&world, "GET", "/api/nap", "", NULL);

	asking->status = answer.status;
	asking->retry_after = answer.head && head_value(answer.head, "Retry-After");
	answer_free(&answer);
	atomic_fetch_add(&answered, 1);
	return NULL;
}

static void *ask_stream(void *arg)
{
	struct asking *asking = arg;
	struct answer answer = ask(&world, "GET", "/api/stream", as_user(&world, 1, ""), NULL);

	asking->status = answer.status;
	asking->bytes = answer.body_bytes;
	answer_free(&answer);
	return NULL;
}

static void a_full_queue_says_when_to_come_again(void **state)
{
	struct asking asking[6] = {0};
	int done = 0, refused = 0;

	(void)state;
	world_open(&world);
	world_serve(&world, (struct http_options){.workers = 1, .queue = 2}, tables, NULL);
	atomic_store(&let_go, false);
	for (int i = 0; i < 6; i++) {
		assert_int_equal(pthread_create(&asking[i].thread, NULL, ask_slow, &asking[i]), 0);
		wait_for(&at_work, 1);
	}
	wait_for(&answered, 3);
	atomic_store(&let_go, true);
	for (int i = 0; i < 6; i++) {
		(void)pthread_join(asking[i].thread, NULL);
		done += asking[i].status == 200;
		refused += asking[i].status == 503 && asking[i].retry_after;
	}
	/* One runs, two wait. */
	assert_int_equal(done, 3);
	assert_int_equal(refused, 3);
	world_close(&world);
}

static void one_slow_request_holds_up_no_other(void **state)
{
	struct asking asking = {0};

	(void)state;
	world_open(&world);
	world_serve(&world, (struct http_options){.workers = 2}, tables, NULL);
	atomic_store(&let_go, false);
	assert_int_equal(pthread_create(&asking.thread, NULL, ask_slow, &asking), 0);
	wait_for(&at_work, 1);
	for (int i = 0; i < 20; i++) {
		struct answer answer = ask(&world, "GET", "/api/public", "", NULL);

		assert_int_equal(answer.status, 200);
		answer_free(&answer);
	}
	assert_int_equal(atomic_load(&at_work), 1);
	atomic_store(&let_go, true);
	(void)pthread_join(asking.thread, NULL);
	assert_int_equal(asking.status, 200);
	world_close(&world);
}

static void an_address_has_its_share_of_connections(void **state)
{
	struct wire wires[8];
	int alive = 0;

	(void)state;
	world_open(&world);
	world_serve(&world, (struct http_options){.connections_per_ip = 4}, tables, NULL);
	for (int i = 0; i < 8; i++)
		wires[i] = wire_open(&world);
	for (int i = 0; i < 8; i++) {
		static const char text[] = "GET /api/public HTTP/1.1\r\nHost: x\r\n\r\n";
		struct answer answer;

		(void)wire_send(&wires[i], text, strlen(text));
		answer = wire_answer(&wires[i], false);
		alive += answer.status == 200;
		answer_free(&answer);
	}
	assert_int_equal(alive, 4);
	for (int i = 0; i < 8; i++)
		wire_close(&wires[i]);
	/* Given back when they close. */
	for (int i = 0; i < 100 && alive != 5; i++) {
		struct answer answer;

		(void)usleep(10000);
		answer = ask(&world, "GET", "/api/public", "", NULL);
		alive += answer.status == 200;
		answer_free(&answer);
	}
	assert_int_equal(alive, 5);
	world_close(&world);
}

static void *let_go_later(void *arg)
{
	(void)usleep(200000);
	atomic_store(&let_go, true);
	return arg;
}

static void a_stop_lets_what_runs_end(void **state)
{
	pthread_t later;
	struct asking slow = {0}, stream = {0};

	(void)state;
	world_open(&world);
	world_serve(&world, (struct http_options){0}, tables, NULL);
	atomic_store(&let_go, false);
	assert_int_equal(pthread_create(&slow.thread, NULL, ask_slow, &slow), 0);
	assert_int_equal(pthread_create(&stream.thread, NULL, ask_stream, &stream), 0);
	wait_for(&at_work, 1);
	wait_for(&streams, 1);
	assert_int_equal(pthread_create(&later, NULL, let_go_later, NULL), 0);
	http_stop(&world.server, 30000);
	assert_null(world.server);
	(void)pthread_join(later, NULL);
	(void)pthread_join(slow.thread, NULL);
	(void)pthread_join(stream.thread, NULL);
	assert_int_equal(slow.status, 200);
	assert_int_equal(stream.status, 200);
	assert_int_equal(stream.bytes, 2000 * 1024);
	world_close(&world);
}

static void a_server_that_cannot_start_says_why(void **state)
{
	static const struct {
		const char *listen, *certificate, *proxy, *why;
	} cases[] = {
		{"nowhere", NULL, NULL, "not an address to listen on: nowhere"},
		{"127.0.0.1:x", NULL, NULL, "not an address to listen on"},
		{"127.0.0.1:70000", NULL, NULL, "not an address to listen on"},
		{"203.0.113.1:0", NULL, NULL, "203.0.113.1:0: "},
		{"127.0.0.1:0", "cert.pem", NULL, "both a certificate and its key"},
		{"127.0.0.1:0", NULL, "proxy.test", "not the address of a proxy: proxy.test"},
	};

	(void)state;
	world_open(&world);
	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *const listen[] = {cases[i].listen, NULL};
		const char *const proxies[] = {cases[i].proxy, NULL};
		struct http_options options = {.listen = listen,
			.trusted_proxies = proxies,
			.tls_certificate = cases[i].certificate,
			.spool_dir = world.folder};
		struct http_server *server = NULL;
		const char *why = NULL;

		assert_int_equal(
			http_start(world.pool, &options, tables, NULL, &server, &why), ERR_INVALID);
		assert_null(server);
		if (!strstr(why, cases[i].why))
			fail_msg("%s: %s", cases[i].listen, why);
		free((char *)(uintptr_t)why);
	}
	world_close(&world);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_full_queue_says_when_to_come_again),
		cmocka_unit_test(one_slow_request_holds_up_no_other),
		cmocka_unit_test(an_address_has_its_share_of_connections),
		cmocka_unit_test(a_stop_lets_what_runs_end),
		cmocka_unit_test(a_server_that_cannot_start_says_why),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

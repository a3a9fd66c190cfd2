/* server_write_test.c - writes, their commits, repeated creates, and whose page asks. */
/* SPDX-License-Identifier: MIT */
#include "http_routes.h"

#include <pthread.h>
#include <stdatomic.h>

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

		(void)snprintf(
			body, sizeof(body), "{\"name\":\"%s\"}", fails ? "fails late" : "fine");
		(void)snprintf(text, sizeof(text),
			"POST /api/open-things HTTP/1.1\r\nHost: x\r\nContent-Length: "
			"%zu\r\n\r\n%s",
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

/* Sixteen clients at once: every unit is there, each answer is right; how many commits it took. */
static int64_t write_at_once(void)
{
	int64_t before = world_count(&world, "SELECT COUNT(*) FROM things");
	struct db_stats first, last;
	pthread_t clients[CLIENTS];
	atomic_int wrong = 0;
	int64_t units;

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
	return last.batches - first.batches;
}

static void many_writers_share_few_commits(void **state)
{
	const int64_t most = CLIENTS * WRITES * 7 / 8 * 2 / 3;
	int64_t batches = most + 1;

	(void)state;
	/* A busy machine may run the clients one after the other; it will not do so each time. */
	for (int round = 0; round < 10 && batches > most; round++)
		batches = write_at_once();
	if (batches > most)
		fail_msg("%lld batches", (long long)batches);
}

/* ---- Idempotency-Key --------------------------------------------------------------------- */

static void a_repeated_create_is_done_once(void **state)
{
	const char *headers = as_user(&world, 1, JSON "Idempotency-Key: once-1\r\n");
	int64_t before = world_count(&world, "SELECT COUNT(*) FROM things");
	struct answer first = ask(&world, "POST", "/api/things", headers, "{\"name\":\"idem\"}");
	struct answer again = ask(&world, "POST", "/api/things", headers, "{\"name\":\"idem\"}");
	struct answer other = ask(&world, "POST", "/api/things", headers, "{\"name\":\"else\"}");
	struct answer query = ask(
		&world, "POST", "/api/things?x=1", headers, "{\"name\":\"idem\"}");
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

static void *linger_in_a_create(void *arg)
{
	struct answer answer = ask(&world, "POST", "/api/things",
		as_user(&world, 1, JSON "Idempotency-Key: slow-1\r\n"), "{\"name\":\"lingers\"}");

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
	atomic_store(&let_go, false);
	assert_int_equal(pthread_create(&other, NULL, linger_in_a_create, &status), 0);
	wait_for(&at_work, 1);
	answer = ask(&world, "POST", "/api/things",
		as_user(&world, 1, JSON "Idempotency-Key: slow-1\r\n"), "{\"name\":\"lingers\"}");
	assert_int_equal(answer.status, 409);
	assert_string_equal(head_value(answer.head, "Retry-After"), "1");
	answer_free(&answer);
	atomic_store(&let_go, true);
	(void)pthread_join(other, NULL);
	assert_int_equal(status, 201);
}

static void old_keys_are_swept(void **state)
{
	struct cx cx;

	(void)state;
	world_unit(&world, &cx);
	world_exec(&cx,
		"INSERT INTO idempotency_keys (company_id, user_id, idempotency_key, route,"
		" body_hash, status, reply, created_us) VALUES (7, 1, 'old', 'r', 'h', 200, '{}', "
		"5)");
	assert_int_equal(http_idempotency_sweep(&cx), OK);
	assert_int_equal(db_commit(&cx), OK);
	world_unit_end(&cx);
	assert_int_equal(
		world_count(&world,
			"SELECT COUNT(*) FROM idempotency_keys WHERE idempotency_key = 'old'"),
		0);
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

		(void)snprintf(headers, sizeof(headers),
			"Cookie: a=b; hatif_session=%s; c=d\r\n" JSON "%s", world.token[0],
			table[i].more);
		answer = ask(&world, "POST", "/api/things", headers, "{\"name\":\"c\"}");
		if (answer.status != table[i].status)
			fail_msg("%s: %d %s", table[i].name, answer.status, answer.body);
		answer_free(&answer);
	}
}

static void cors_names_only_listed_origins(void **state)
{
	struct answer answer = ask(
		&world, "GET", "/api/public", "Origin: https://shop.test\r\n", NULL);

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
	assert_non_null(
		strstr(answer.head, "Set-Cookie: plain=1; Path=/; SameSite=Lax; Max-Age=60\r\n"));
	assert_non_null(
		strstr(answer.head, "Set-Cookie: secret=2; Path=/api; SameSite=Lax; HttpOnly\r\n"));
	answer_free(&answer);
}

/* ---- Group ------------------------------------------------------------------------ */

static int start(void **state)
{
	static const char *const origins[] = {"https://shop.test", NULL};

	(void)state;
	world_open(&world);
	world_serve(&world, (struct http_options){.cors_origins = origins}, tables, NULL);
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
		cmocka_unit_test(a_failed_write_leaves_nothing),
		cmocka_unit_test(many_writers_share_few_commits),
		cmocka_unit_test(a_repeated_create_is_done_once),
		cmocka_unit_test(a_failed_create_may_be_tried_again_under_its_key),
		cmocka_unit_test(a_key_in_flight_is_refused),
		cmocka_unit_test(old_keys_are_swept),
		cmocka_unit_test(cookies_need_the_csrf_header_for_writes),
		cmocka_unit_test(cors_names_only_listed_origins),
		cmocka_unit_test(cookies_are_written_as_asked),
	};

	return cmocka_run_group_tests(tests, start, stop);
}

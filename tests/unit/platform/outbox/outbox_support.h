/* outbox_support.h - an outbox with providers and kinds of the test, and its rows. */
/* SPDX-License-Identifier: MIT */
#ifndef TESTS_OUTBOX_SUPPORT_H
#define TESTS_OUTBOX_SUPPORT_H

#include "../events/live_support.h"
#include "../fetch/fetch_support.h"

#include "platform/outbox/outbox_internal.h"

#include <assert.h>

/* ---- Providers ------------------------------------------------------------------------ */

static inline void takes(struct provider *provider, int fd)
{
	if (provider_hear(provider, fd))
		provider_say(fd, "HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\n{}");
}

static inline void fails_first(struct provider *provider, int fd)
{
	if (provider_hear(provider, fd))
		provider_say(fd,
			provider->requests == 1 ? "HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n"
						: "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
}

static inline void asks_for_two_hours(struct provider *provider, int fd)
{
	if (provider_hear(provider, fd))
		provider_say(fd,
			"HTTP/1.1 429 Slowly\r\nRetry-After: 7200\r\n"
			"Content-Length: 0\r\n\r\n");
}

static inline void refuses(struct provider *provider, int fd)
{
	if (provider_hear(provider, fd))
		provider_say(fd, "HTTP/1.1 400 No\r\nContent-Length: 0\r\n\r\n");
}

static inline void stalls(struct provider *provider, int fd)
{
	if (provider_hear(provider, fd))
		(void)provider_wait(provider, fd, 60000);
}

/* ---- Kinds ------------------------------------------------------------------------------ */

static struct provider *quick, *slow;
static atomic_int prepared, finished, finish_fails, prepare_fails;
static atomic_int last_result, last_outcome;
static char last_sentence[200];

static inline const char *url_of(struct cx *cx, const struct provider *provider)
{
	return arena_format(cx->arena, "http://127.0.0.1:%d/send", provider->port);
}

static inline enum err prepare_send(
	struct cx *cx, const struct outbox_item *item, struct fetch_request *request)
{
	struct fetch_header *headers = arena_array(cx->arena, 2, sizeof(*headers));

	prepared++;
	if (prepare_fails)
		return (fail)(cx, ERR_NOT_CONFIGURED, NULL, "there is no provider");
	if (strstr(item->payload, "nothing"))
		return OK;
	headers[0] = (struct fetch_header){"Content-Type", "application/json"};
	headers[1] = (struct fetch_header){"Idempotency-Key", item->send_key};
	*request = (struct fetch_request){.method = FETCH_POST,
		.url = url_of(cx, strstr(item->payload, "slow") ? slow : quick),
		.headers = headers,
		.header_count = 2,
		.body = item->payload,
		.body_bytes = strlen(item->payload)};
	return OK;
}

/* Its effect is in the database too: a number taken from the company's counter. */
static inline enum err finish_send(struct cx *cx, const struct outbox_item *item,
	const struct fetch_answer *answer, struct outbox_verdict *verdict)
{
	int64_t id;

	finished++;
	last_result = answer->result;
	last_outcome = verdict->outcome;
	(void)snprintf(last_sentence, sizeof(last_sentence), "%s", answer->sentence);
	assert_true(item->subject_id == 7 || item->subject_id == 0);
	TRY(db_next_id(cx, "effect", &id));
	if (finish_fails && finish_fails--)
		return (fail)(cx, ERR_CONFLICT, NULL, "the row has changed");
	return OK;
}

/* A domain that says later although there is no later must not believe itself. */
static inline enum err finish_stubborn(struct cx *cx, const struct outbox_item *item,
	const struct fetch_answer *answer, struct outbox_verdict *verdict)
{
	TRY(finish_send(cx, item, answer, verdict));
	outbox_later(verdict, "come again", 0);
	last_outcome = verdict->outcome;
	return OK;
}

static const struct outbox_kind kinds[] = {
	{.name = "test.send", .max_attempts = 3, .prepare = prepare_send, .finish = finish_send},
	{.name = "test.once", .max_attempts = 1, .prepare = prepare_send, .finish = finish_send},
	{.name = "test.stubborn",
		.max_attempts = 2,
		.prepare = prepare_send,
		.finish = finish_stubborn},
	{0},
};
static const struct outbox_kind *const lists[] = {kinds, NULL};

/* ---- Rows --------------------------------------------------------------------------------- */

static const struct db_query row_sql = {.name = "test.row",
	.text = "SELECT state, attempts, COALESCE(error, ''), run_at_us, payload, send_key"
		" FROM outbox WHERE company_id = $1 AND effect_key = $2"};
static const struct db_query effects_sql = {.name = "test.effects",
	.text = "SELECT COALESCE(MAX(last), 0) FROM company_counters"
		" WHERE company_id = $1 AND kind = 'effect'"};
static const struct db_query hasten_sql = {.name = "test.hasten",
	.text = "UPDATE outbox SET run_at_us = 0 WHERE company_id = $1 AND state = 'waiting'"};
static const struct db_query lapse_sql = {
	.name = "test.lapse", .text = "UPDATE outbox SET lease_until_us = 1 WHERE company_id = $1"};
static const struct db_query age_sql = {
	.name = "test.age", .text = "UPDATE outbox SET run_at_us = $2 WHERE company_id = $1"};
static const struct db_query suspend_sql = {
	.name = "test.suspend", .text = "UPDATE companies SET status = $2 WHERE id = $1"};
static const struct db_query count_sql = {.name = "test.count",
	.text = "SELECT count(*) FROM outbox WHERE company_id = $1 AND state = $2"};

static inline void run_sql(struct db_pool *pool, int64_t company_id, const struct db_query *query,
	struct db_value second)
{
	struct unit unit;
	struct cx *cx = unit_open(&unit, pool, company_id);

	assert_int_equal(db_exec(cx, query, (const struct db_value[]){db_int(company_id), second},
				 second.type == DB_NULL ? 1 : 2, NULL),
		OK);
	live_commit(&unit);
	unit_close(&unit);
}

static inline int64_t number(struct db_pool *pool, int64_t company_id, const struct db_query *query,
	struct db_value second)
{
	struct unit unit;
	struct cx *cx = unit_open(&unit, pool, company_id);
	struct db_result result;
	int64_t value;

	assert_int_equal(db_run(cx, query, (const struct db_value[]){db_int(company_id), second},
				 second.type == DB_NULL ? 1 : 2, &result),
		OK);
	value = db_int_at(&result, 0, 0);
	unit_close(&unit);
	return value;
}

static inline int64_t effects(struct db_pool *pool, int64_t company_id)
{
	return number(pool, company_id, &effects_sql, db_null());
}

struct row {
	char state[20], error[200], payload[200], send_key[100];
	int64_t attempts, run_at_us;
};

static inline struct row row_of(struct db_pool *pool, int64_t company_id, const char *key)
{
	struct unit unit;
	struct cx *cx = unit_open(&unit, pool, company_id);
	struct db_result result;
	struct row row = {0};

	assert_int_equal(
		db_run(cx, &row_sql, DB_ARGS(db_int(company_id), db_text(key)), &result), OK);
	if (result.count) {
		(void)snprintf(row.state, sizeof(row.state), "%s", db_text_at(&result, 0, 0));
		row.attempts = db_int_at(&result, 0, 1);
		(void)snprintf(row.error, sizeof(row.error), "%s", db_text_at(&result, 0, 2));
		row.run_at_us = db_int_at(&result, 0, 3);
		(void)snprintf(row.payload, sizeof(row.payload), "%s", db_text_at(&result, 0, 4));
		(void)snprintf(row.send_key, sizeof(row.send_key), "%s", db_text_at(&result, 0, 5));
	}
	unit_close(&unit);
	return row;
}

static inline void add(struct db_pool *pool, int64_t company_id, const char *kind, const char *key,
	const char *payload)
{
	struct unit unit;
	struct cx *cx = unit_open(&unit, pool, company_id);

	assert_int_equal(outbox_add(cx,
				 &(struct outbox_entry){.kind = kind,
					 .effect_key = key,
					 .subject_id = 7,
					 .payload = payload}),
		OK);
	live_commit(&unit);
	unit_close(&unit);
}

/* Until the row is in the state after so many attempts. */
static inline void await(struct db_pool *pool, int64_t company_id, const char *key,
	const char *state, int64_t attempts)
{
	int64_t end = clock_steady_us() + 60 * US_PER_SECOND;

	for (;;) {
		struct row row = row_of(pool, company_id, key);

		if (text_is(row.state, state) && row.attempts == attempts)
			return;
		if (clock_steady_us() > end)
			fail_msg("%s is %s after %d attempts: %s", key, row.state,
				(int)row.attempts, row.error);
		(void)usleep(5000);
	}
}

static inline int set_up(void **state)
{
	static const char *const allow[] = {"127.0.0.1", NULL};
	struct place *place = calloc(1, sizeof(*place));

	live_make(place);
	fetch_open_for_test(allow, 30000);
	quick = provider_new(takes);
	slow = provider_new(stalls);
	prepared = finished = finish_fails = prepare_fails = 0;
	*state = place;
	return 0;
}

static inline int tear_down(void **state)
{
	outbox_stop();
	fetch_close();
	provider_free(&quick);
	provider_free(&slow);
	place_remove(*state);
	free(*state);
	return 0;
}

/* The group on SQLite, and on PostgreSQL where there is one. */
static inline int outbox_run(int (*group)(void))
{
	int failed;

	assert(crypto_init());
	failed = group();
	if (!postgres_url())
		return failed;
	live_on_postgres = true;
	return failed + group();
}

#define OUTBOX_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

#endif

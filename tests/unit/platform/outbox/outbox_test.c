/* outbox_test.c - at least once to the other side, exactly once here, whoever dies when (26). */
/* SPDX-License-Identifier: MIT */
#include "../events/live_support.h"
#include "../fetch/fetch_support.h"

#include "platform/intl/messages.h"
#include "platform/outbox/outbox_internal.h"

#include <assert.h>

/* ---- Providers ------------------------------------------------------------------------ */

static void takes(struct provider *provider, int fd)
{
	if (provider_hear(provider, fd))
		provider_say(fd, "HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\n{}");
}

static void fails_first(struct provider *provider, int fd)
{
	if (provider_hear(provider, fd))
		provider_say(fd,
			provider->requests == 1 ? "HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n"
						: "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
}

static void asks_for_two_hours(struct provider *provider, int fd)
{
	if (provider_hear(provider, fd))
		provider_say(fd,
			"HTTP/1.1 429 Slowly\r\nRetry-After: 7200\r\n"
			"Content-Length: 0\r\n\r\n");
}

static void refuses(struct provider *provider, int fd)
{
	if (provider_hear(provider, fd))
		provider_say(fd, "HTTP/1.1 400 No\r\nContent-Length: 0\r\n\r\n");
}

static void stalls(struct provider *provider, int fd)
{
	if (provider_hear(provider, fd))
		(void)provider_wait(provider, fd, 60000);
}

/* ---- Kinds ------------------------------------------------------------------------------ */

static struct provider *quick, *slow;
static atomic_int prepared, finished, finish_fails, prepare_fails;
static atomic_int last_result, last_outcome;
static char last_sentence[200];

static const char *url_of(struct cx *cx, const struct provider *provider)
{
	return arena_format(cx->arena, "http://127.0.0.1:%d/send", provider->port);
}

static enum err prepare_send(
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
static enum err finish_send(struct cx *cx, const struct outbox_item *item,
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
static enum err finish_stubborn(struct cx *cx, const struct outbox_item *item,
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

static void run_sql(struct db_pool *pool, int64_t company_id, const struct db_query *query,
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

static int64_t number(struct db_pool *pool, int64_t company_id, const struct db_query *query,
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

static int64_t effects(struct db_pool *pool, int64_t company_id)
{
	return number(pool, company_id, &effects_sql, db_null());
}

struct row {
	char state[20], error[200], payload[200], send_key[100];
	int64_t attempts, run_at_us;
};

static struct row row_of(struct db_pool *pool, int64_t company_id, const char *key)
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

static void add(struct db_pool *pool, int64_t company_id, const char *kind, const char *key,
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
static void await(struct db_pool *pool, int64_t company_id, const char *key, const char *state,
	int64_t attempts)
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

static int set_up(void **state)
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

static int tear_down(void **state)
{
	outbox_stop();
	fetch_close();
	provider_free(&quick);
	provider_free(&slow);
	place_remove(*state);
	free(*state);
	return 0;
}

/* ---- Verdicts -------------------------------------------------------------------------------- */

static void what_is_made_of_an_answer(void **state)
{
	static const struct {
		enum fetch_result result;
		int status;
		enum outbox_outcome outcome;
	} cases[] = {
		{FETCH_OK, 200, OUTBOX_DONE},
		{FETCH_OK, 204, OUTBOX_DONE},
		{FETCH_OK, 299, OUTBOX_DONE},
		{FETCH_OK, 301, OUTBOX_FAILED},
		{FETCH_OK, 304, OUTBOX_FAILED},
		{FETCH_OK, 400, OUTBOX_FAILED},
		{FETCH_OK, 401, OUTBOX_FAILED},
		{FETCH_OK, 404, OUTBOX_FAILED},
		{FETCH_OK, 408, OUTBOX_LATER},
		{FETCH_OK, 409, OUTBOX_FAILED},
		{FETCH_OK, 425, OUTBOX_LATER},
		{FETCH_OK, 429, OUTBOX_LATER},
		{FETCH_OK, 500, OUTBOX_LATER},
		{FETCH_OK, 503, OUTBOX_LATER},
		{FETCH_NOT_SENT, 0, OUTBOX_LATER},
		{FETCH_BAD_REQUEST, 0, OUTBOX_FAILED},
		{FETCH_BUSY, 0, OUTBOX_LATER},
		{FETCH_REFUSED_ADDRESS, 0, OUTBOX_LATER},
		{FETCH_CONNECT, 0, OUTBOX_LATER},
		{FETCH_TLS, 0, OUTBOX_LATER},
		{FETCH_TIMEOUT, 0, OUTBOX_LATER},
		{FETCH_CUT, 0, OUTBOX_LATER},
		{FETCH_TOO_LARGE, 0, OUTBOX_LATER},
		{FETCH_BAD_ANSWER, 0, OUTBOX_LATER},
		{FETCH_STOPPED, 0, OUTBOX_LATER},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		for (int last = 0; last <= 1; last++) {
			const struct fetch_answer answer = {.result = cases[i].result,
				.status = cases[i].status,
				.retry_after_s = 9,
				.sentence = "why"};
			struct outbox_verdict verdict = {.last = last};
			enum outbox_outcome wanted = cases[i].outcome;
			char name[60];

			if (last && wanted == OUTBOX_LATER)
				wanted = OUTBOX_FAILED;
			(void)snprintf(name, sizeof(name), "%s %d, last %d",
				fetch_result_name(cases[i].result), cases[i].status, last);
			outbox_judge(&answer, &verdict);
			assert_case(verdict.outcome == wanted, name);
			assert_case(!verdict.error == (wanted == OUTBOX_DONE), name);
			if (wanted == OUTBOX_LATER)
				assert_case(verdict.after_s == 9, name);
		}
}

/* ---- The common course ------------------------------------------------------------------------ */

static void an_effect_leaves_once_and_ends_with_its_row(void **state)
{
	struct place *place = *state;
	struct row row;
	struct unit unit;
	struct cx *cx;

	outbox_start(place->pool, lists);
	add(place->pool, 1, "test.send", "a", "{\"text\":\"hello\"}");
	await(place->pool, 1, "a", "done", 1);
	row = row_of(place->pool, 1, "a");
	assert_string_equal(row.payload, "{}");
	assert_string_equal(row.error, "");
	assert_int_equal(effects(place->pool, 1), 1);
	assert_int_equal(quick->requests, 1);
	assert_int_equal(provider_heard(quick, row.send_key), 1);
	assert_int_equal(provider_heard(quick, "{\"text\":\"hello\"}"), 1);
	assert_true(strlen(row.send_key) >= 20);
	/* Asked for again, nothing happens; rolled back, nothing happened. */
	add(place->pool, 1, "test.send", "a", "{\"text\":\"again\"}");
	cx = unit_open(&unit, place->pool, 1);
	assert_int_equal(
		outbox_add(cx, &(struct outbox_entry){.kind = "test.send", .effect_key = "b"}), OK);
	db_rollback(cx);
	unit_close(&unit);
	/* The same key of another company or kind is another effect. */
	add(place->pool, 2, "test.send", "a", NULL);
	add(place->pool, 1, "test.once", "c", NULL);
	await(place->pool, 2, "a", "done", 1);
	await(place->pool, 1, "c", "done", 1);
	assert_int_equal(quick->requests, 3);
	assert_string_not_equal(row_of(place->pool, 2, "a").send_key, row.send_key);
	assert_string_equal(row_of(place->pool, 1, "b").state, "");
}

static void what_fails_comes_again_with_the_same_key(void **state)
{
	struct place *place = *state;
	int64_t now = clock_now_us();
	struct row row;

	quick->manner = fails_first;
	outbox_start(place->pool, lists);
	add(place->pool, 1, "test.send", "a", NULL);
	await(place->pool, 1, "a", "waiting", 1);
	row = row_of(place->pool, 1, "a");
	assert_string_equal(row.error, "the server answered with an error: 500");
	assert_in_range(row.run_at_us, now + 3 * US_PER_SECOND, now + 20 * US_PER_SECOND);
	assert_int_equal(effects(place->pool, 1), 1); /* finish() hears of every attempt */
	run_sql(place->pool, 1, &hasten_sql, db_null());
	await(place->pool, 1, "a", "done", 2);
	assert_int_equal(provider_heard(quick, row.send_key), 2);
	assert_int_equal(effects(place->pool, 1), 2);
}

static void retry_after_is_heeded(void **state)
{
	struct place *place = *state;
	int64_t now = clock_now_us();

	quick->manner = asks_for_two_hours;
	outbox_start(place->pool, lists);
	add(place->pool, 1, "test.send", "a", NULL);
	await(place->pool, 1, "a", "waiting", 1);
	assert_in_range(row_of(place->pool, 1, "a").run_at_us, now + 7200 * US_PER_SECOND,
		now + 7300 * US_PER_SECOND);
}

static enum err retry(struct db_pool *pool, int64_t company_id, const char *key)
{
	struct unit unit;
	struct cx *cx = unit_open(&unit, pool, company_id);
	enum err outcome = outbox_retry(cx, "test.send", key);

	if (outcome == OK)
		live_commit(&unit);
	unit_close(&unit);
	return outcome;
}

static void what_was_given_up_can_be_seen_and_sent_again(void **state)
{
	struct place *place = *state;
	struct outbox_status status;
	struct outbox_count *counts;
	size_t count;
	struct unit unit;
	struct cx *cx;
	struct row row;

	quick->manner = refuses;
	outbox_start(place->pool, lists);
	add(place->pool, 1, "test.send", "a", "{\"kept\":1}");
	await(place->pool, 1, "a", "failed", 1);
	assert_int_equal(last_outcome, OUTBOX_FAILED);
	row = row_of(place->pool, 1, "a");
	assert_string_equal(row.payload, "{\"kept\":1}");
	cx = unit_open(&unit, place->pool, 1);
	assert_int_equal(outbox_find(cx, "test.send", "a", &status), OK);
	assert_int_equal(status.state, OUTBOX_DEAD);
	assert_int_equal(status.attempts, 1);
	assert_string_equal(status.error, "the server answered with an error: 400");
	assert_int_equal(outbox_find(cx, "test.once", "a", &status), ERR_NOT_FOUND);
	cx->actor = actor_nobody();
	assert_int_equal(outbox_counts(cx, &counts, &count), OK);
	assert_int_equal(count, 1);
	assert_string_equal(counts[0].kind, "test.send");
	assert_int_equal(counts[0].failed, 1);
	assert_int_equal(counts[0].waiting, 0);
	unit_close(&unit);
	assert_int_equal(retry(place->pool, 2, "a"), ERR_NOT_FOUND);
	assert_int_equal(retry(place->pool, 1, "b"), ERR_NOT_FOUND);
	quick->manner = takes;
	assert_int_equal(retry(place->pool, 1, "a"), OK);
	await(place->pool, 1, "a", "done", 1);
	assert_int_equal(provider_heard(quick, row.send_key), 2);
	assert_int_equal(retry(place->pool, 1, "a"), ERR_STATE);
}

static void the_last_attempt_ends_it(void **state)
{
	struct place *place = *state;

	quick->manner = asks_for_two_hours;
	outbox_start(place->pool, lists);
	add(place->pool, 1, "test.once", "a", NULL);
	await(place->pool, 1, "a", "failed", 1);
	assert_int_equal(last_outcome, OUTBOX_FAILED); /* finish() was not told of a later */
	quick->manner = takes;
	add(place->pool, 1, "test.stubborn", "b", NULL);
	await(place->pool, 1, "b", "waiting", 1);
	assert_int_equal(last_outcome, OUTBOX_LATER);
	run_sql(place->pool, 1, &hasten_sql, db_null());
	await(place->pool, 1, "b", "failed", 2);
	assert_int_equal(last_outcome, OUTBOX_FAILED);
	assert_string_equal(row_of(place->pool, 1, "b").error, "come again");
}

static void when_finishing_fails_nothing_of_it_lasts(void **state)
{
	struct place *place = *state;
	struct row row;

	finish_fails = 1;
	outbox_start(place->pool, lists);
	add(place->pool, 1, "test.send", "a", NULL);
	await(place->pool, 1, "a", "waiting", 1);
	row = row_of(place->pool, 1, "a");
	assert_string_equal(row.error, "the row has changed");
	assert_int_equal(effects(place->pool, 1), 0);
	run_sql(place->pool, 1, &hasten_sql, db_null());
	await(place->pool, 1, "a", "done", 2);
	assert_int_equal(effects(place->pool, 1), 1); /* sent twice, counted once */
	assert_int_equal(provider_heard(quick, row.send_key), 2);
}

static void what_cannot_be_prepared_is_told(void **state)
{
	struct place *place = *state;

	prepare_fails = 1;
	outbox_start(place->pool, lists);
	add(place->pool, 1, "test.send", "a", NULL);
	await(place->pool, 1, "a", "waiting", 1);
	assert_int_equal(last_result, FETCH_NOT_SENT);
	assert_string_equal(last_sentence, "there is no provider");
	add(place->pool, 1, "test.once", "b", NULL);
	await(place->pool, 1, "b", "failed", 1);
	assert_int_equal(last_outcome, OUTBOX_FAILED);
	assert_int_equal(quick->requests, 0);
	/* Nothing left to send is no failure. */
	prepare_fails = finished = 0;
	add(place->pool, 1, "test.send", "c", "{\"nothing\":1}");
	await(place->pool, 1, "c", "done", 1);
	assert_int_equal(finished, 0);
	assert_int_equal(quick->requests, 0);
}

/* ---- Who dies when -------------------------------------------------------------------------- */

/* Claim as a dispatcher that takes the lease does. In the arena; 0 or 1 of them. */
static struct outbox_claim *claim(
	struct db_pool *pool, struct arena *arena, const char *kind, const char *lease)
{
	struct outbox_claim *claims;
	struct cx cx;

	outbox_unit_begin(pool, arena, &cx);
	assert_int_equal(outbox_store_claim(&cx,
				 &(struct outbox_wish){.company_id = 1,
					 .kind = kind,
					 .lease = lease,
					 .lease_until_us = cx.now_us + OUTBOX_LEASE_US,
					 .limit = 1},
				 &claims),
		OK);
	assert_int_equal(db_commit(&cx), OK);
	db_return(&cx);
	return claims;
}

static void free_lapsed(struct db_pool *pool)
{
	struct arena *arena = arena_new(0);
	bool due, lapsed;
	struct cx cx;

	outbox_unit_begin(pool, arena, &cx);
	assert_int_equal(outbox_store_look(&cx, &due, &lapsed), OK);
	assert_true(lapsed);
	assert_int_equal(outbox_store_free_lapsed(&cx), OK);
	assert_int_equal(db_commit(&cx), OK);
	outbox_unit_end(&cx);
	arena_free(&arena);
}

static void who_lost_the_lease_changes_nothing(void **state)
{
	static const struct fetch_answer good = {
		.result = FETCH_OK, .status = 200, .sentence = "", .body = ""};
	struct place *place = *state;
	struct arena *first_arena = arena_new(0), *second_arena = arena_new(0);
	struct outbox_work work = {.pool = place->pool, .arena = arena_new(0), .kind = &kinds[0]};
	const struct outbox_claim *first, *second;

	add(place->pool, 1, "test.send", "a", NULL);
	first = claim(place->pool, first_arena, "test.send", "x.1");
	assert_non_null(first);
	assert_null(claim(place->pool, second_arena, "test.send", "y.1"));
	run_sql(place->pool, 1, &lapse_sql, db_null());
	free_lapsed(place->pool);
	second = claim(place->pool, second_arena, "test.send", "y.2");
	assert_non_null(second);
	assert_int_equal(second->item.attempt, 2);
	work.claim = first;
	(void)outbox_run_finish(&work, &good);
	assert_int_equal(effects(place->pool, 1), 0);
	assert_string_equal(row_of(place->pool, 1, "a").state, "running");
	work.claim = second;
	assert_int_equal(outbox_run_finish(&work, &good), OUTBOX_DONE);
	assert_int_equal(effects(place->pool, 1), 1);
	assert_string_equal(row_of(place->pool, 1, "a").state, "done");
	/* And not twice with the same lease. */
	(void)outbox_run_finish(&work, &good);
	assert_int_equal(effects(place->pool, 1), 1);
	arena_free(&work.arena);
	arena_free(&first_arena);
	arena_free(&second_arena);
}

/* Killed after the provider heard of it and before our commit: sent again, counted once. */
static void a_crash_sends_again_with_the_same_key(void **state)
{
	struct place *place = *state;
	struct arena *arena = arena_new(0);
	const struct outbox_claim *dead;
	char key[100];

	add(place->pool, 1, "test.send", "a", NULL);
	dead = claim(place->pool, arena, "test.send", "dead.1");
	(void)snprintf(key, sizeof(key), "%s", dead->item.send_key);
	if (live_on_postgres) /* there another node may be alive: leases run out by themselves */
		run_sql(place->pool, 1, &lapse_sql, db_null());
	outbox_start(place->pool, lists);
	await(place->pool, 1, "a", "done", 2);
	assert_int_equal(provider_heard(quick, key), 1);
	assert_int_equal(effects(place->pool, 1), 1);
	arena_free(&arena);
}

static void a_living_lease_is_left_alone(void **state)
{
	struct place *place = *state;
	struct arena *arena = arena_new(0);

	outbox_start(place->pool, lists);
	run_sql(place->pool, 1, &suspend_sql, db_text("suspended"));
	add(place->pool, 1, "test.send", "a", NULL);
	(void)usleep(300000); /* a company that is suspended waits */
	assert_string_equal(row_of(place->pool, 1, "a").state, "waiting");
	assert_non_null(claim(place->pool, arena, "test.send", "other.1"));
	run_sql(place->pool, 1, &suspend_sql, db_text("active"));
	(void)usleep(1500000);
	assert_string_equal(row_of(place->pool, 1, "a").state, "running");
	assert_int_equal(quick->requests, 0);
	run_sql(place->pool, 1, &lapse_sql, db_null());
	await(place->pool, 1, "a", "done", 2);
	arena_free(&arena);
}

static void what_kills_the_program_is_given_up(void **state)
{
	struct place *place = *state;
	struct arena *arena = arena_new(0);

	add(place->pool, 1, "test.once", "a", NULL);
	assert_non_null(claim(place->pool, arena, "test.once", "dead.1"));
	if (live_on_postgres)
		run_sql(place->pool, 1, &lapse_sql, db_null());
	outbox_start(place->pool, lists);
	await(place->pool, 1, "a", "failed", 2);
	assert_int_equal(quick->requests, 0);
	assert_int_equal(last_result, FETCH_NOT_SENT);
	assert_int_equal(last_outcome, OUTBOX_FAILED);
	assert_string_equal(last_sentence, "the program stopped each time it worked on this");
	arena_free(&arena);
}

#define RACED 60

struct racer {
	struct db_pool *pool;
	pthread_t thread;
	int number, won;
};

static void *race(void *arg)
{
	struct racer *racer = arg;

	for (int i = 0;; i++) {
		struct arena *arena = arena_new(0);
		char lease[40];
		const struct outbox_claim *won;

		(void)snprintf(lease, sizeof(lease), "node%d.%d", racer->number, i);
		won = claim(racer->pool, arena, "test.send", lease);
		racer->won += won != NULL;
		arena_free(&arena);
		if (!won)
			return NULL;
	}
}

static void two_nodes_never_claim_the_same(void **state)
{
	struct place *place = *state;
	struct racer racers[4];
	int won = 0;

	for (int i = 0; i < RACED; i++) {
		char key[20];

		(void)snprintf(key, sizeof(key), "k%d", i);
		add(place->pool, 1, "test.send", key, NULL);
	}
	for (int i = 0; i < 4; i++) {
		racers[i] = (struct racer){.pool = place->pool, .number = i};
		assert_int_equal(pthread_create(&racers[i].thread, NULL, race, &racers[i]), 0);
	}
	for (int i = 0; i < 4; i++) {
		pthread_join(racers[i].thread, NULL);
		won += racers[i].won;
	}
	/* On PostgreSQL a racer may see none while others hold the last ones: some may be left. */
	assert_int_equal(won, number(place->pool, 1, &count_sql, db_text("running")));
	assert_int_equal(RACED - won, number(place->pool, 1, &count_sql, db_text("waiting")));
	assert_in_range(won, RACED / 2, RACED);
}

static void stopping_leaves_what_hangs_to_its_lease(void **state)
{
	static const char *const allow[] = {"127.0.0.1", NULL};
	struct place *place = *state;
	int64_t begun;

	outbox_start(place->pool, lists);
	add(place->pool, 1, "test.send", "a", "{\"slow\":1}");
	while (slow->requests == 0)
		(void)usleep(1000);
	begun = clock_steady_us();
	outbox_stop();
	fetch_close();
	assert_in_range(clock_steady_us() - begun, 0, 6 * US_PER_SECOND);
	assert_string_equal(row_of(place->pool, 1, "a").state, "running");
	assert_int_equal(finished, 0);
	slow->manner = takes;
	fetch_open_for_test(allow, 30000);
	if (live_on_postgres)
		run_sql(place->pool, 1, &lapse_sql, db_null());
	outbox_start(place->pool, lists);
	await(place->pool, 1, "a", "done", 2);
	assert_int_equal(effects(place->pool, 1), 1);
}

/* ---- Many ------------------------------------------------------------------------------------- */

static void one_stalled_provider_starves_nobody(void **state)
{
	struct place *place = *state;
	int64_t begun;
	char key[20];

	outbox_start(place->pool, lists);
	for (int i = 0; i < 40; i++) {
		(void)snprintf(key, sizeof(key), "s%d", i);
		add(place->pool, 1, "test.send", key, "{\"slow\":1}");
	}
	while (slow->requests < 4)
		(void)usleep(1000);
	begun = clock_steady_us();
	add(place->pool, 2, "test.send", "other company", NULL);
	add(place->pool, 1, "test.once", "other kind", NULL);
	await(place->pool, 2, "other company", "done", 1);
	await(place->pool, 1, "other kind", "done", 1);
	assert_in_range(clock_steady_us() - begun, 0, 5 * US_PER_SECOND);
	assert_int_equal(slow->most_live, 4);
	assert_int_equal(number(place->pool, 1, &count_sql, db_text("running")), 4);
}

static void a_long_queue_leaves_without_loss(void **state)
{
	struct place *place = *state;
	int64_t end = clock_steady_us() + 60 * US_PER_SECOND;
	char key[20];

	outbox_start(place->pool, lists);
	for (int i = 0; i < 120; i++) {
		(void)snprintf(key, sizeof(key), "q%d", i);
		add(place->pool, i % 2 + 1, "test.send", key, NULL);
	}
	while (number(place->pool, 1, &count_sql, db_text("done")) +
			number(place->pool, 2, &count_sql, db_text("done")) <
		120)
		assert_true(clock_steady_us() < end && usleep(10000) == 0);
	assert_int_equal(quick->requests, 120);
	assert_int_equal(effects(place->pool, 1), 60);
	assert_int_equal(effects(place->pool, 2), 60);
}

static void what_ended_is_forgotten_in_time(void **state)
{
	struct place *place = *state;
	int64_t now = clock_now_us();
	struct unit unit;
	struct cx *cx;

	outbox_start(place->pool, lists);
	add(place->pool, 1, "test.send", "sent", NULL);
	await(place->pool, 1, "sent", "done", 1);
	quick->manner = refuses;
	add(place->pool, 1, "test.send", "failed", NULL);
	await(place->pool, 1, "failed", "failed", 1);
	for (int day = 6; day <= 91; day += day == 6 ? 2 : 83) {
		run_sql(place->pool, 1, &age_sql, db_int(now - day * US_PER_DAY));
		cx = unit_open(&unit, place->pool, 0);
		assert_int_equal(outbox_jobs[0].run(cx, NULL), OK);
		unit_close(&unit);
		assert_int_equal(row_of(place->pool, 1, "sent").state[0] != '\0', day == 6);
		assert_int_equal(row_of(place->pool, 1, "failed").state[0] != '\0', day < 91);
	}
}

static void reasons_are_said_in_the_readers_language(void **state)
{
	static const struct {
		const char *stored, *arabic;
	} cases[] = {
		{"the server could not be reached", "تعذّر الوصول إلى الخادم"},
		{"the server answered with an error: 503", "ردّ الخادم بخطأ: 503"},
		{"the server answered with status 503", "the server answered with status 503"},
		{"21211: Invalid 'To' number", "21211: Invalid 'To' number"},
	};
	struct cx cx = {.arena = arena_new(0)};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		assert_string_equal(outbox_error_say(&cx, language_by_code("ar"), cases[i].stored),
			cases[i].arabic);
		assert_string_equal(outbox_error_say(&cx, NULL, cases[i].stored), cases[i].stored);
	}
	assert_null(outbox_error_say(&cx, language_by_code("ar"), NULL));
	arena_free(&cx.arena);
}

static int run_group(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_made_of_an_answer),
		cmocka_unit_test(reasons_are_said_in_the_readers_language),
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
		TEST(an_effect_leaves_once_and_ends_with_its_row),
		TEST(what_fails_comes_again_with_the_same_key),
		TEST(retry_after_is_heeded),
		TEST(what_was_given_up_can_be_seen_and_sent_again),
		TEST(the_last_attempt_ends_it),
		TEST(when_finishing_fails_nothing_of_it_lasts),
		TEST(what_cannot_be_prepared_is_told),
		TEST(who_lost_the_lease_changes_nothing),
		TEST(a_crash_sends_again_with_the_same_key),
		TEST(a_living_lease_is_left_alone),
		TEST(what_kills_the_program_is_given_up),
		TEST(two_nodes_never_claim_the_same),
		TEST(stopping_leaves_what_hangs_to_its_lease),
		TEST(one_stalled_provider_starves_nobody),
		TEST(a_long_queue_leaves_without_loss),
		TEST(what_ended_is_forgotten_in_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

int main(void)
{
	int failed;

	assert(crypto_init());
	failed = run_group();
	if (!postgres_url())
		return failed;
	live_on_postgres = true;
	return failed + run_group();
}

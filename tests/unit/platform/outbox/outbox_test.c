/* outbox_test.c - at least once to the other side, exactly once here (26). */
/* SPDX-License-Identifier: MIT */
#include "outbox_support.h"

#include "platform/intl/messages.h"

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
		OUTBOX_TEST(an_effect_leaves_once_and_ends_with_its_row),
		OUTBOX_TEST(what_fails_comes_again_with_the_same_key),
		OUTBOX_TEST(retry_after_is_heeded),
		OUTBOX_TEST(what_was_given_up_can_be_seen_and_sent_again),
		OUTBOX_TEST(the_last_attempt_ends_it),
		OUTBOX_TEST(when_finishing_fails_nothing_of_it_lasts),
		OUTBOX_TEST(what_cannot_be_prepared_is_told),
		OUTBOX_TEST(one_stalled_provider_starves_nobody),
		OUTBOX_TEST(a_long_queue_leaves_without_loss),
		OUTBOX_TEST(what_ended_is_forgotten_in_time),
		cmocka_unit_test(reasons_are_said_in_the_readers_language),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

int main(void)
{
	return outbox_run(run_group);
}

/* jobs_test.c - once, in the transaction of the effect, and again after a crash (IMP-NFR-07). */
/* SPDX-License-Identifier: MIT */
#include "../events/live_support.h"

#include "platform/jobs/jobs_internal.h"

#include <pthread.h>
#include <stdatomic.h>

static struct job_runner runner_of(struct db_pool *pool, const char *name)
{
	struct job_runner runner = {.pool = pool};

	(void)snprintf(runner.owner, sizeof(runner.owner), "%s", name);
	return runner;
}

/* ---- Handlers --------------------------------------------------------------------- */

#define SUBJECTS 400

static atomic_int runs[SUBJECTS];
static atomic_int ticks, steps, given_up;

/* Its effect is in the database too: a number taken from the company's counter. */
static enum err count_run(struct cx *cx, const struct job *job)
{
	int64_t id;

	atomic_fetch_add(&runs[job->subject_id], 1);
	assert_non_null(strstr(job->payload, "payload"));
	return db_next_id(cx, "effect", &id);
}

static enum err always_fail(struct cx *cx, const struct job *job)
{
	int64_t id;

	atomic_fetch_add(&runs[job->subject_id], 1);
	TRY(db_next_id(cx, "effect", &id));
	return (fail)(cx, ERR_BUSY, NULL, "the other side is down");
}

/* Told in the database, with the job's end. */
static enum err give_up(struct cx *cx, const struct job *job)
{
	int64_t id;

	assert_int_equal(job->subject_id, 1);
	atomic_fetch_add(&given_up, 1);
	return db_next_id(cx, "effect", &id);
}

static enum err tick(struct cx *cx, const struct job *job)
{
	(void)cx;
	(void)job;
	atomic_fetch_add(&ticks, 1);
	return OK;
}

static enum err step(struct cx *cx, const struct job *job)
{
	(void)job;
	atomic_fetch_add(&steps, 1);
	return db_commit(cx);
}

static const struct job_kind kinds[] = {
	{.name = "test.count", .run = count_run, .max_attempts = 3},
	{.name = "test.fail", .run = always_fail, .max_attempts = 3},
	{.name = "test.own", .run = count_run, .max_attempts = 3, .own_transactions = true},
	{.name = "test.tick", .run = tick, .max_attempts = 1, .every_us = US_PER_SECOND},
	{.name = "test.step",
		.run = step,
		.max_attempts = 1,
		.every_us = US_PER_SECOND,
		.own_transactions = true},
	{.name = "test.told", .run = count_run, .give_up = give_up, .max_attempts = 1},
	{0},
};
#define COUNT_KIND (&kinds[0])
#define FAIL_KIND (&kinds[1])
#define TOLD_KIND (&kinds[5])

/* ---- Rows --------------------------------------------------------------------------- */

static const struct db_query row_sql = {.name = "test.job_row",
	.text = "SELECT state, attempts, COALESCE(error, ''), run_at_us FROM jobs"
		" WHERE company_id = $1 AND id = $2"};
static const struct db_query rows_sql = {
	.name = "test.job_rows", .text = "SELECT count(*) FROM jobs WHERE company_id = $1"};
static const struct db_query effects_sql = {.name = "test.effects",
	.text = "SELECT COALESCE(MAX(last), 0) FROM company_counters"
		" WHERE company_id = $1 AND kind = 'effect'"};

static int64_t number(struct db_pool *pool, const struct db_query *query)
{
	struct unit unit;
	struct cx *cx = unit_open(&unit, pool, 1);
	struct db_result result;
	int64_t value;

	assert_int_equal(db_run(cx, query, DB_ARGS(db_int(1)), &result), OK);
	value = db_int_at(&result, 0, 0);
	unit_close(&unit);
	return value;
}

static void assert_row(
	struct db_pool *pool, int64_t id, const char *state, int64_t attempts, const char *error)
{
	struct unit unit;
	struct cx *cx = unit_open(&unit, pool, 1);
	struct db_result result;

	assert_int_equal(db_run(cx, &row_sql, DB_ARGS(db_int(1), db_int(id)), &result), OK);
	assert_int_equal(result.count, 1);
	assert_string_equal(db_text_at(&result, 0, 0), state);
	assert_int_equal(db_int_at(&result, 0, 1), attempts);
	assert_string_equal(db_text_at(&result, 0, 2), error);
	unit_close(&unit);
}

static void schedule(
	struct db_pool *pool, const char *kind, const char *key, int64_t subject, int64_t in_us)
{
	struct unit unit;
	struct cx *cx = unit_open(&unit, pool, 1);

	assert_int_equal(
		jobs_schedule(cx, kind, key, subject, "{\"payload\":1}", cx->now_us + in_us), OK);
	live_commit(&unit);
	unit_close(&unit);
}

/* Claim and run as a runner would, `later_us` from now. How many there were. */
static size_t work(
	const struct job_runner *runner, const struct job_kind *kind, int64_t later_us, bool run)
{
	struct arena *claim_arena = arena_new(0);
	struct arena *arena = arena_new(0);
	struct claim *claims;
	struct cx cx;
	size_t count = 0;

	job_unit_begin(runner, claim_arena, &cx, "test");
	cx.now_us += later_us;
	assert_int_equal(
		job_store_claim(&cx, kind->name, runner->owner, cx.now_us + LEASE_US, 10, &claims),
		OK);
	assert_int_equal(db_commit(&cx), OK);
	for (const struct claim *claim = claims; claim; claim = claim->next, count++)
		if (run)
			job_run_claim(runner, arena, kind, claim);
	db_return(&cx);
	arena_free(&arena);
	arena_free(&claim_arena);
	return count;
}

static int set_up(void **state)
{
	struct place *place = calloc(1, sizeof(*place));

	live_make(place);
	memset(runs, 0, sizeof(runs));
	ticks = steps = 0;
	*state = place;
	return 0;
}

static int tear_down(void **state)
{
	jobs_stop();
	place_remove(*state);
	free(*state);
	return 0;
}

/* ---- Tests ----------------------------------------------------------------------------- */

static void pauses_grow_and_are_spread(void **state)
{
	static const struct {
		int attempt;
		int64_t middle_s;
	} cases[] = {{1, 5}, {2, 10}, {3, 20}, {8, 640}, {20, 3600}, {1000, 3600}};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		int64_t middle = cases[i].middle_s * US_PER_SECOND;

		assert_in_range(job_backoff_us(cases[i].attempt, 0), middle * 8 / 10, middle);
		assert_in_range(job_backoff_us(cases[i].attempt, UINT32_MAX), middle * 8 / 10,
			middle * 12 / 10);
	}
	assert_int_not_equal(job_backoff_us(3, 1), job_backoff_us(3, 7));
}

static void a_job_ends_with_its_effect(void **state)
{
	struct place *place = *state;
	struct job_runner runner = runner_of(place->pool, "a");

	schedule(place->pool, "test.count", NULL, 1, 0);
	schedule(place->pool, "test.count", NULL, 2, US_PER_HOUR);
	assert_int_equal(work(&runner, COUNT_KIND, 1000, true), 1);
	assert_int_equal(runs[1], 1);
	assert_int_equal(runs[2], 0);
	assert_row(place->pool, 1, "done", 1, "");
	assert_row(place->pool, 2, "waiting", 0, "");
	assert_int_equal(number(place->pool, &effects_sql), 1);
	assert_int_equal(work(&runner, COUNT_KIND, 1000, true), 0);
}

static void failing_rolls_back_waits_and_ends(void **state)
{
	struct place *place = *state;
	struct job_runner runner = runner_of(place->pool, "a");

	schedule(place->pool, "test.fail", NULL, 1, 0);
	assert_int_equal(work(&runner, FAIL_KIND, 1000, true), 1);
	assert_row(place->pool, 1, "waiting", 1, "the other side is down");
	assert_int_equal(number(place->pool, &effects_sql), 0);
	assert_int_equal(work(&runner, FAIL_KIND, US_PER_SECOND, true), 0); /* not yet */
	assert_int_equal(work(&runner, FAIL_KIND, US_PER_MINUTE, true), 1);
	assert_int_equal(work(&runner, FAIL_KIND, US_PER_HOUR, true), 1);
	assert_row(place->pool, 1, "failed", 3, "the other side is down");
	assert_int_equal(work(&runner, FAIL_KIND, US_PER_DAY, true), 0);
	assert_int_equal(runs[1], 3);
}

static void a_crash_is_an_expired_lease(void **state)
{
	struct place *place = *state;
	struct job_runner dead = runner_of(place->pool, "dead");
	struct job_runner alive = runner_of(place->pool, "alive");

	schedule(place->pool, "test.count", NULL, 1, 0);
	assert_int_equal(work(&dead, COUNT_KIND, 1000, false), 1);
	assert_row(place->pool, 1, "running", 1, "");
	assert_int_equal(work(&alive, COUNT_KIND, LEASE_US / 2, true), 0);
	assert_int_equal(work(&alive, COUNT_KIND, LEASE_US + US_PER_SECOND, true), 1);
	assert_int_equal(runs[1], 1);
	assert_row(place->pool, 1, "done", 2, "");
}

static void who_lost_the_lease_changes_nothing(void **state)
{
	struct place *place = *state;
	struct job_runner slow = runner_of(place->pool, "slow");
	struct job_runner quick = runner_of(place->pool, "quick");
	struct arena *arena = arena_new(0);
	const struct claim claim = {.company_id = 1,
		.job = {.id = 1,
			.kind = "test.count",
			.payload = "{\"payload\":1}",
			.subject_id = 1,
			.attempt = 1}};

	schedule(place->pool, "test.count", NULL, 1, 0);
	assert_int_equal(work(&slow, COUNT_KIND, 1000, false), 1);
	assert_int_equal(work(&quick, COUNT_KIND, LEASE_US + US_PER_SECOND, true), 1);
	job_run_claim(&slow, arena, COUNT_KIND, &claim); /* wakes up after all */
	assert_int_equal(runs[1], 2);
	assert_int_equal(number(place->pool, &effects_sql), 1);
	assert_row(place->pool, 1, "done", 2, "");
	arena_free(&arena);
}

static void what_kills_the_program_is_given_up(void **state)
{
	struct place *place = *state;
	struct job_runner runner = runner_of(place->pool, "a");

	schedule(place->pool, "test.count", NULL, 1, 0);
	for (int64_t i = 0; i < 3; i++)
		assert_int_equal(
			work(&runner, COUNT_KIND, 1000 + i * (LEASE_US + US_PER_SECOND), false), 1);
	assert_int_equal(work(&runner, COUNT_KIND, 3 * (LEASE_US + US_PER_SECOND) + 1000, true), 1);
	assert_int_equal(runs[1], 0);
	assert_row(place->pool, 1, "failed", 4, "the program stopped each time it worked on this");
}

static void who_waits_for_it_is_told_that_it_was_given_up(void **state)
{
	struct place *place = *state;
	struct job_runner runner = runner_of(place->pool, "a");

	given_up = 0;
	schedule(place->pool, "test.told", NULL, 1, 0);
	assert_int_equal(work(&runner, TOLD_KIND, 1000, false), 1);
	assert_int_equal(work(&runner, TOLD_KIND, LEASE_US + US_PER_SECOND, true), 1);
	assert_int_equal(runs[1], 0);
	assert_int_equal(given_up, 1);
	assert_int_equal(number(place->pool, &effects_sql), 1);
	assert_row(place->pool, 1, "failed", 2, "the program stopped each time it worked on this");
}

static void a_key_is_there_once(void **state)
{
	struct place *place = *state;
	struct job_runner runner = runner_of(place->pool, "a");
	struct unit unit;
	struct cx *cx;

	schedule(place->pool, "test.count", "k", 1, 0);
	schedule(place->pool, "test.count", "k", 2, US_PER_HOUR);
	schedule(place->pool, "test.fail", "k", 3, US_PER_HOUR);
	assert_int_equal(number(place->pool, &rows_sql), 2);
	assert_int_equal(work(&runner, COUNT_KIND, US_PER_MINUTE, true), 0);
	cx = unit_open(&unit, place->pool, 1);
	assert_int_equal(jobs_cancel(cx, "test.count", "k"), OK);
	assert_int_equal(jobs_cancel(cx, "test.count", "nobody"), OK);
	live_commit(&unit);
	unit_close(&unit);
	assert_int_equal(number(place->pool, &rows_sql), 1);
	assert_int_equal(work(&runner, COUNT_KIND, US_PER_DAY, true), 0);
}

static void scheduling_again_while_it_fails_wins(void **state)
{
	struct place *place = *state;
	struct job_runner runner = runner_of(place->pool, "a");
	struct arena *arena = arena_new(0);
	const struct claim claim = {.company_id = 1,
		.job = {.id = 1,
			.kind = "test.fail",
			.payload = "{\"payload\":1}",
			.subject_id = 1,
			.attempt = 1}};

	schedule(place->pool, "test.fail", "k", 1, 0);
	assert_int_equal(work(&runner, FAIL_KIND, 1000, false), 1);
	schedule(place->pool, "test.fail", "k", 2, US_PER_HOUR);
	job_run_claim(&runner, arena, FAIL_KIND, &claim);
	assert_row(place->pool, 1, "done", 1, "the other side is down");
	assert_row(place->pool, 2, "waiting", 0, "");
	arena_free(&arena);
}

/* ---- Many runners ------------------------------------------------------------------------ */

static void *compete(void *arg)
{
	const struct job_runner *runner = arg;
	int idle = 0;

	while (idle < 3)
		idle = work(runner, COUNT_KIND, 1000, true) ? 0 : idle + 1;
	return NULL;
}

/* The planner knows nothing of a fresh table: what it chooses then must not change what is meant. */
static void a_claim_takes_what_was_asked_for(void **state)
{
	struct place *place = *state;
	struct job_runner runner = runner_of(place->pool, "a");

	for (int i = 0; i < 35; i++)
		schedule(place->pool, "test.count", NULL, i, 0);
	for (int left = 35; left > 0; left -= 10)
		assert_int_equal(work(&runner, COUNT_KIND, 1000, false), left < 10 ? left : 10);
}

static void two_runners_never_run_the_same_job(void **state)
{
	struct place *place = *state;
	struct job_runner runners[4];
	pthread_t threads[4];
	const int jobs = 150;

	for (int i = 0; i < jobs; i++)
		schedule(place->pool, "test.count", NULL, i, 0);
	for (size_t i = 0; i < COUNT(runners); i++) {
		char name[2] = {(char)('a' + i), 0};

		runners[i] = runner_of(place->pool, name);
		assert_int_equal(pthread_create(&threads[i], NULL, compete, &runners[i]), 0);
	}
	for (size_t i = 0; i < COUNT(runners); i++)
		pthread_join(threads[i], NULL);
	for (int i = 0; i < jobs; i++)
		assert_int_equal(runs[i], 1);
	assert_int_equal(number(place->pool, &effects_sql), jobs);
}

static void periodic_work_is_done_by_one(void **state)
{
	struct place *place = *state;
	struct job_runner runner = runner_of(place->pool, "a");
	struct unit unit;
	struct cx *cx = unit_open(&unit, place->pool, 0);
	struct arena *arena = arena_new(0);
	bool ours;

	assert_int_equal(periodic_store_add(cx, "test.tick", 0), OK);
	assert_int_equal(periodic_store_add(cx, "test.step", 0), OK);
	assert_int_equal(periodic_store_add(cx, "test.step", 5), OK); /* is there */
	live_commit(&unit);
	(void)job_run_periodic(&runner, arena, &kinds[3]);
	(void)job_run_periodic(&runner, arena, &kinds[3]); /* not due yet */
	assert_int_equal(ticks, 1);
	assert_int_equal(
		periodic_store_lease(cx, "test.step", "other", cx->now_us + LEASE_US, &ours), OK);
	live_commit(&unit);
	assert_true(ours);
	(void)job_run_periodic(&runner, arena, &kinds[4]); /* another node is at it */
	assert_int_equal(steps, 0);
	assert_int_equal(periodic_store_end(cx, "test.step", "other", 0, NULL), OK);
	live_commit(&unit);
	(void)job_run_periodic(&runner, arena, &kinds[4]);
	assert_int_equal(steps, 1);
	unit_close(&unit);
	arena_free(&arena);
}

/* ---- All of it --------------------------------------------------------------------------- */

static void wait_for(atomic_int *what, int least)
{
	for (int i = 0; i < 3000 && atomic_load(what) < least; i++)
		usleep(10000);
	assert_true(atomic_load(what) >= least);
}

static void the_running_scheduler_does_it_all(void **state)
{
	static const struct job_kind *const lists[] = {kinds, NULL};
	struct place *place = *state;
	int64_t took = INT64_MAX;
	int tries = 0;

	schedule(place->pool, "test.count", NULL, 1, 0);
	schedule(place->pool, "test.nobody_knows", NULL, 9, 0);
	jobs_start(place->pool, lists);
	wait_for(&runs[1], 1);
	/* No waiting for the next tick; a busy machine may be late, but not each time. */
	for (; tries < 6 && took > US_PER_SECOND / 2; tries++) {
		took = clock_steady_us();
		schedule(place->pool, "test.count", NULL, 2 + tries, 0);
		wait_for(&runs[2 + tries], 1);
		took = clock_steady_us() - took;
	}
	assert_true(took <= US_PER_SECOND / 2);
	for (int i = 10; i < 60; i++)
		schedule(place->pool, i % 5 ? "test.count" : "test.own", NULL, i, 0);
	for (int i = 10; i < 60; i++)
		wait_for(&runs[i], 1);
	wait_for(&ticks, 2);
	wait_for(&steps, 2);
	jobs_stop();
	for (int i = 10; i < 60; i++)
		assert_int_equal(runs[i], 1);
	assert_row(place->pool, 2, "waiting", 0, "");
	assert_int_equal(number(place->pool, &effects_sql), 51 + tries);
}

static void a_new_start_takes_over_what_was_running(void **state)
{
	static const struct job_kind *const lists[] = {kinds, NULL};
	struct place *place = *state;
	struct job_runner dead = runner_of(place->pool, "dead");

	schedule(place->pool, "test.count", NULL, 1, 0);
	assert_int_equal(work(&dead, COUNT_KIND, 1000, false), 1);
	jobs_start(place->pool, lists);
	wait_for(&runs[1], 1);
}

static int run_group(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pauses_grow_and_are_spread),
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
		TEST(a_job_ends_with_its_effect),
		TEST(failing_rolls_back_waits_and_ends),
		TEST(a_crash_is_an_expired_lease),
		TEST(who_lost_the_lease_changes_nothing),
		TEST(what_kills_the_program_is_given_up),
		TEST(who_waits_for_it_is_told_that_it_was_given_up),
		TEST(a_key_is_there_once),
		TEST(scheduling_again_while_it_fails_wins),
		TEST(a_claim_takes_what_was_asked_for),
		TEST(two_runners_never_run_the_same_job),
		TEST(periodic_work_is_done_by_one),
		TEST(the_running_scheduler_does_it_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* On PostgreSQL another node may well be alive: its leases run out by themselves. */
static int run_alone(void)
{
	const struct CMUnitTest tests[] = {TEST(a_new_start_takes_over_what_was_running)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

int main(void)
{
	int failed = run_group() + run_alone();

	if (!postgres_url())
		return failed;
	live_on_postgres = true;
	return failed + run_group();
}

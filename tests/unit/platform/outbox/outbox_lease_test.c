/* outbox_lease_test.c - exactly once here, whoever dies when (26). */
/* SPDX-License-Identifier: MIT */
#include "outbox_support.h"

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
static int run_group(void)
{
	const struct CMUnitTest tests[] = {
		OUTBOX_TEST(who_lost_the_lease_changes_nothing),
		OUTBOX_TEST(a_crash_sends_again_with_the_same_key),
		OUTBOX_TEST(a_living_lease_is_left_alone),
		OUTBOX_TEST(what_kills_the_program_is_given_up),
		OUTBOX_TEST(two_nodes_never_claim_the_same),
		OUTBOX_TEST(stopping_leaves_what_hangs_to_its_lease),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

int main(void)
{
	return outbox_run(run_group);
}

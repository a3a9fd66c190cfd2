/* cache_test.c - known tokens: found, dropped, aged, held by sockets, written as active. */
/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "base/clock.h"
#include "platform/auth/auth_internal.h"

static int64_t now_us, steady_us;

static int set_up(void **state)
{
	(void)state;
	cache_clear();
	cache_set_age(0);
	now_us = clock_now_us();
	steady_us = clock_steady_us();
	return 0;
}

static struct session_row row_of(int64_t company_id, int64_t user_id, int64_t session_id)
{
	static struct company company = {.code = "gulf",
		.name = "Gulf",
		.time_zone = "Asia/Dubai",
		.currency = "AED",
		.currency_digits = 2,
		.country = "AE",
		.language = "en"};

	return (struct session_row){
		.actor = {.company_id = company_id,
			.user_id = user_id,
			.session_id = session_id,
			.user_name = "Sarah",
			.agent_code = "AGT-001",
			.csrf = "csrf",
			.permissions = 5,
			.scope = SCOPE_TEAM},
		.company = company,
		.salt = "salt",
		.last_seen_us = now_us,
		.expires_us = now_us + US_PER_DAY,
	};
}

/* What was read at the start, kept for whoever asks for it with `token`. */
static const struct actor *keep(const char *token, const struct session_row *row)
{
	const struct moment at = {now_us, steady_us};

	return cache_put(str_of(token), false, row, &at, cache_generation());
}

static void put(const char *token, int64_t company_id, int64_t user_id, int64_t session_id)
{
	const struct session_row row = row_of(company_id, user_id, session_id);
	const struct actor *actor = keep(token, &row);

	auth_release(&actor);
}

/* After so much time by either clock. */
static enum cache_found look_after(const char *token, int64_t us, int64_t by_steady_us)
{
	const struct moment at = {now_us + us, steady_us + by_steady_us};
	const struct actor *actor = NULL;
	enum cache_found found = cache_get(str_of(token), false, &at, &actor);

	auth_release(&actor);
	return found;
}

static enum cache_found look(const char *token, int64_t at_us)
{
	return look_after(token, at_us - now_us, at_us - now_us);
}

static void a_known_token_gives_its_actor(void **state)
{
	const struct moment at = {now_us, steady_us};
	const struct actor *actor = NULL;

	(void)state;
	put("t1", 1, 2, 3);
	assert_int_equal(cache_get(STR("t1"), false, &at, &actor), CACHE_GOOD);
	assert_int_equal(actor->company_id, 1);
	assert_int_equal(actor->user_id, 2);
	assert_int_equal(actor->session_id, 3);
	assert_string_equal(actor->user_name, "Sarah");
	assert_string_equal(actor->company->time_zone, "Asia/Dubai");
	assert_int_equal(actor->permissions, 5);
	assert_false(actor->cookie);
	auth_release(&actor);
	assert_null(actor);
	assert_int_equal(look("t2", now_us), CACHE_NONE);
	assert_int_equal(cache_get(STR("t1"), true, &at, &actor), CACHE_NONE);
}

static void forgetting_reaches_whom_it_names(void **state)
{
	static const struct {
		const char *name;
		int64_t company, user, session;
		bool gone[4]; /* of 1/1/1, 1/1/2, 1/2/3, 2/1/1 */
	} cases[] = {
		{"a session", 1, 1, 1, {true, false, false, false}},
		{"a session alone", 1, 0, 2, {false, true, false, false}},
		{"a user", 1, 1, 0, {true, true, false, false}},
		{"a company", 1, 0, 0, {true, true, true, false}},
		{"nobody", 3, 0, 0, {false, false, false, false}},
	};
	static const char *const names[] = {"a", "b", "c", "d"};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		cache_clear();
		put("a", 1, 1, 1);
		put("b", 1, 1, 2);
		put("c", 1, 2, 3);
		put("d", 2, 1, 1);
		auth_forget(cases[i].company, cases[i].user, cases[i].session);
		for (size_t k = 0; k < COUNT(names); k++)
			assert_case((look(names[k], now_us) == CACHE_NONE) == cases[i].gone[k],
				cases[i].name);
	}
}

static void a_change_not_committed_yet_keeps_nothing(void **state)
{
	const struct session_row row = row_of(1, 1, 1);
	const struct moment at = {now_us, steady_us};
	uint64_t before = cache_generation();
	const struct actor *actor;

	(void)state;
	/* Read before the change, kept after it. */
	auth_forget(9, 9, 9);
	actor = cache_put(STR("old"), false, &row, &at, before);
	auth_release(&actor);
	assert_int_equal(look("old", now_us), CACHE_STALE);
	/* Read after the change was made, perhaps before it was committed. */
	auth_forget(1, 1, 0);
	put("old", 1, 1, 1);
	assert_int_equal(look("old", now_us), CACHE_STALE);
	put("other", 1, 2, 2);
	assert_int_equal(look("other", now_us), CACHE_GOOD);
}

static void sockets_learn_that_their_session_is_gone(void **state)
{
	const struct session_row row = row_of(1, 2, 3);
	const struct actor *held = keep("t", &row);

	(void)state;
	assert_true(auth_still_valid(held));
	auth_forget(1, 2, 3);
	assert_false(auth_still_valid(held));
	assert_string_equal(held->user_name, "Sarah"); /* still readable while it is held */
	auth_release(&held);
	assert_true(auth_still_valid(actor_nobody()));
}

static void an_unchanged_actor_stays_the_same_object(void **state)
{
	struct session_row row = row_of(1, 2, 3);
	const struct actor *first = keep("t", &row);
	const struct actor *second = keep("t", &row);
	const struct actor *changed;

	(void)state;
	assert_ptr_equal(first, second);
	row.actor.permissions = 7;
	changed = keep("t", &row);
	assert_ptr_not_equal(first, changed);
	assert_false(auth_still_valid(first));
	assert_true(auth_still_valid(changed));
	auth_release(&first);
	auth_release(&second);
	auth_release(&changed);
	assert_int_equal(cache_count(), 1);
}

static void what_is_old_idle_or_over_is_read_again(void **state)
{
	struct session_row row = row_of(1, 2, 3);
	const struct actor *actor;

	(void)state;
	row.idle_timeout_us = 60 * US_PER_SECOND;
	actor = keep("t", &row);
	auth_release(&actor);
	assert_int_equal(look("t", now_us + 59 * US_PER_SECOND), CACHE_GOOD);
	/* That was activity: the minute counts from there. */
	assert_int_equal(look("t", now_us + 118 * US_PER_SECOND), CACHE_GOOD);
	assert_int_equal(look("t", now_us + 179 * US_PER_SECOND), CACHE_IDLE);
	put("u", 1, 2, 4);
	assert_int_equal(look("u", now_us + US_PER_DAY - 1), CACHE_GOOD);
	assert_int_equal(look("u", now_us + US_PER_DAY), CACHE_OVER);
	cache_set_age(US_PER_SECOND);
	put("v", 1, 2, 5);
	assert_int_equal(look("v", now_us + US_PER_SECOND), CACHE_GOOD);
	assert_int_equal(look("v", now_us + US_PER_SECOND + 1), CACHE_STALE);
	assert_int_equal(look("v", now_us - 1), CACHE_STALE); /* the clock was set back */
}

static void a_clock_that_was_set_back_lengthens_nothing(void **state)
{
	struct session_row row = row_of(1, 2, 3);
	const struct actor *actor;

	(void)state;
	row.idle_timeout_us = US_PER_HOUR;
	actor = keep("idle", &row);
	auth_release(&actor);
	put("day", 1, 2, 4);
	/* Half a minute back is nothing; nor does time stand still meanwhile. */
	assert_int_equal(look_after("idle", -30 * US_PER_SECOND, 59 * US_PER_MINUTE), CACHE_GOOD);
	assert_int_equal(
		look_after("idle", 30 * US_PER_SECOND, 119 * US_PER_MINUTE + 1), CACHE_IDLE);
	assert_int_equal(look_after("day", US_PER_HOUR, US_PER_DAY - 1), CACHE_GOOD);
	assert_int_equal(look_after("day", US_PER_HOUR, US_PER_DAY), CACHE_OVER);
	/* It was used an hour later than it is now. */
	put("later", 1, 2, 5);
	assert_int_equal(look_after("later", US_PER_HOUR, US_PER_HOUR), CACHE_GOOD);
	assert_int_equal(look_after("later", 0, US_PER_HOUR + 1), CACHE_OVER);
}

static void activity_is_handed_out_once(void **state)
{
	struct moment use;
	struct seen list[8];

	(void)state;
	put("t", 1, 2, 3);
	assert_int_equal(cache_take_seen(list, COUNT(list)), 0);
	assert_int_equal(look("t", now_us + 30 * US_PER_SECOND), CACHE_GOOD);
	assert_int_equal(cache_take_seen(list, COUNT(list)), 1);
	assert_int_equal(list[0].session_id, 3);
	assert_int_equal(list[0].seen_us, now_us + 30 * US_PER_SECOND);
	assert_int_equal(cache_take_seen(list, COUNT(list)), 0);
	assert_true(cache_last_use(1, 3, &use));
	assert_int_equal(use.now_us, now_us + 30 * US_PER_SECOND);
	assert_int_equal(use.steady_us, steady_us + 30 * US_PER_SECOND);
	assert_false(cache_last_use(2, 3, &use));
	/* What is dropped before it was written is not lost. */
	assert_int_equal(look("t", now_us + 60 * US_PER_SECOND), CACHE_GOOD);
	auth_forget(1, 0, 0);
	assert_int_equal(cache_take_seen(list, COUNT(list)), 1);
	assert_int_equal(list[0].seen_us, now_us + 60 * US_PER_SECOND);
}

static void an_agents_sockets_are_handed_out_too(void **state)
{
	struct session_row row = row_of(1, 2, 3);
	const struct actor *plain = keep("p", &row);
	const struct actor *agent;
	struct seen list[8];

	(void)state;
	row = row_of(1, 3, 4);
	row.actor.agent_id = 7;
	agent = keep("a", &row);
	auth_note_socket(plain, now_us);
	auth_note_socket(agent, now_us);
	auth_note_socket(agent, now_us - US_PER_SECOND);
	assert_int_equal(cache_take_seen(list, COUNT(list)), 1);
	assert_int_equal(list[0].session_id, 4);
	assert_int_equal(list[0].socket_us, now_us);
	assert_int_equal(list[0].seen_us, 0);
	assert_int_equal(cache_take_seen(list, COUNT(list)), 0);
	auth_note_socket(agent, now_us + US_PER_SECOND);
	assert_int_equal(cache_take_seen(list, COUNT(list)), 0);
	auth_note_socket(agent, now_us + 6 * US_PER_SECOND);
	assert_int_equal(cache_take_seen(list, COUNT(list)), 1);
	auth_release(&plain);
	auth_release(&agent);
}

static void the_cache_is_bounded(void **state)
{
	char token[32];

	(void)state;
	for (int i = 1; i <= 50000; i++) {
		(void)snprintf(token, sizeof(token), "token-%d", i);
		put(token, 1, i, i);
	}
	assert_true(cache_count() <= 64 * 512);
	assert_int_equal(look("token-50000", now_us), CACHE_GOOD);
	cache_clear();
	assert_int_equal(cache_count(), 0);
}

static void every_permission_is_found_by_its_name(void **state)
{
	(void)state;
	for (int perm = 0; perm < PERM_COUNT; perm++) {
		assert_int_equal(perm_by_name(perm_name((enum perm)perm)), perm);
		assert_true(*perm_about((enum perm)perm));
	}
	assert_int_equal(perm_by_name("orders.steal"), PERM_COUNT);
	assert_string_equal(perm_name(PERM_PUBLIC), "public");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(a_known_token_gives_its_actor, set_up),
		cmocka_unit_test_setup(forgetting_reaches_whom_it_names, set_up),
		cmocka_unit_test_setup(a_change_not_committed_yet_keeps_nothing, set_up),
		cmocka_unit_test_setup(sockets_learn_that_their_session_is_gone, set_up),
		cmocka_unit_test_setup(an_unchanged_actor_stays_the_same_object, set_up),
		cmocka_unit_test_setup(what_is_old_idle_or_over_is_read_again, set_up),
		cmocka_unit_test_setup(a_clock_that_was_set_back_lengthens_nothing, set_up),
		cmocka_unit_test_setup(activity_is_handed_out_once, set_up),
		cmocka_unit_test_setup(an_agents_sockets_are_handed_out_too, set_up),
		cmocka_unit_test_setup(the_cache_is_bounded, set_up),
		cmocka_unit_test(every_permission_is_found_by_its_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

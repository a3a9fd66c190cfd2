/* accounts_support.h - two companies of the same names on a real database, and logins into them. */
/* SPDX-License-Identifier: MIT */
#ifndef TESTS_UNIT_DOMAINS_ACCOUNTS_ACCOUNTS_SUPPORT_H
#define TESTS_UNIT_DOMAINS_ACCOUNTS_ACCOUNTS_SUPPORT_H

#include "../../platform/db/db_support.h"

#include "domains/accounts/login_internal.h"
#include "platform/auth/auth_internal.h"
#include "platform/crypto/crypto.h"
#include "platform/events/events.h"

#define PASSWORD "correct-horse-9"

static bool on_postgres;
static struct place place;
static int64_t now_us;
static const char *hash; /* of PASSWORD, made once */
static const struct login_origin office = {.ip = "203.0.113.9", .user_agent = "Firefox Linux"};
static const struct login_origin home = {.ip = "198.51.100.7", .user_agent = "Chrome Windows"};

/* ---- Units --------------------------------------------------------------------- */

static struct cx open_unit(void)
{
	struct cx cx = {.arena = arena_new(0),
		.actor = actor_nobody(),
		.now_us = now_us,
		.request_id = "test"};

	db_lend(place.pool, &cx);
	return cx;
}

/* As the server does: a refused unit keeps its writes where it says so. */
static enum err close_unit(struct cx *cx, enum err err)
{
	if ((err == OK || cx->failure.keep_writes) && db_writing(cx))
		assert_int_equal(db_commit(cx), OK);
	db_return(cx);
	arena_free(&cx->arena);
	return err;
}

/* A grant outlives its unit in these tests. */
struct held {
	char token[1024], refresh[256];
	int64_t session_id;
};

static void hold(struct held *held, const struct session_grant *grant)
{
	(void)snprintf(held->token, sizeof(held->token), "%s", grant->token);
	(void)snprintf(held->refresh, sizeof(held->refresh), "%s", grant->refresh_token);
	held->session_id = grant->session_id;
}

static inline enum err log_in(const char *login, const char *password, const char *company,
	bool remember, const struct login_origin *origin, struct held *held)
{
	const struct login_attempt attempt = {.login = login,
		.password = password,
		.company = company,
		.surface = "panel",
		.remember = remember};
	struct session_grant grant;
	struct cx cx = open_unit();
	enum err err = login_by_password(&cx, &attempt, origin, &grant);

	if (err == OK && held)
		hold(held, &grant);
	return close_unit(&cx, err);
}

static inline int64_t count_of(const char *text)
{
	static struct db_query queries[32];
	struct db_result result;
	struct cx cx = open_unit();
	int64_t number;
	size_t at = 0;

	while (queries[at].text && strcmp(queries[at].text, text) != 0)
		at++;
	assert_true(at < COUNT(queries));
	queries[at] = (struct db_query){.name = text, .text = text};
	assert_int_equal(db_run(&cx, &queries[at], DB_NO_ARGS, &result), OK);
	number = db_int_at(&result, 0, 0);
	(void)close_unit(&cx, OK);
	return number;
}

static inline void run_sql(const char *text)
{
	static struct db_query queries[32];
	struct cx cx = open_unit();
	size_t at = 0;

	while (queries[at].text && strcmp(queries[at].text, text) != 0)
		at++;
	assert_true(at < COUNT(queries));
	queries[at] = (struct db_query){.name = text, .text = text};
	assert_int_equal(db_exec(&cx, &queries[at], DB_NO_ARGS, NULL), OK);
	assert_int_equal(close_unit(&cx, OK), OK);
}

/* ---- A company of two, and another with the same names --------------------------- */

static void make_people(struct cx *cx, const char *code)
{
	static const char *const agent_role[] = {"agent", NULL};
	static const char *const admin_role[] = {"admin", NULL};
	const struct company *company;
	int64_t company_id;
	int64_t user_id;
	int64_t agent_id;

	assert_int_equal(
		company_create(cx, &(struct company_new){.code = code, .name = "The Company"},
			&company_id),
		OK);
	assert_int_equal(company_by_id(cx, company_id, &company), OK);
	cx->actor = actor_system(cx->arena, company);
	assert_int_equal(user_create(cx,
				 &(struct user_new){.username = "Boss",
					 .name = "Boss",
					 .email = "boss@firm.example",
					 .password_hash = hash,
					 .roles = admin_role},
				 &user_id),
		OK);
	assert_int_equal(agent_create(cx,
				 &(struct agent_new){
					 .user_id = user_id, .badge_code = "B-1", .agent_no = 50},
				 &agent_id),
		OK);
	assert_int_equal(user_create(cx,
				 &(struct user_new){.username = "sarah",
					 .name = "Sarah",
					 .password_hash = hash,
					 .roles = agent_role},
				 &user_id),
		OK);
	assert_int_equal(
		agent_create(cx,
			&(struct agent_new){.user_id = user_id, .agent_no = 1, .badge_code = "B-2"},
			&agent_id),
		OK);
}

static int set_up(void **state)
{
	struct migrate_report report;
	const char *why = NULL;
	struct cx cx;

	(void)state;
	assert_true(crypto_init());
	if (on_postgres)
		place_make_postgres(&place);
	else
		place_make(&place);
	place_open(&place, (struct db_options){0});
	if (migrate_run(place.pool, &report, &why) != OK)
		fail_msg("migrate_run: %s", why);
	events_init(place.pool);
	if (auth_open(place.pool, on_postgres ? NULL : place.file, &why) != OK)
		fail_msg("auth_open: %s", why);
	cache_clear();
	now_us = clock_now_us();
	cx = open_unit();
	make_people(&cx, "gulf");
	cx.actor = actor_nobody();
	make_people(&cx, "homes");
	assert_int_equal(close_unit(&cx, OK), OK);
	cache_clear(); /* making people counts as a change: what follows shall be kept */
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	cache_clear();
	place_remove(&place);
	return 0;
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

/* Every test on SQLite, and on PostgreSQL where there is one. */
static int run_here(const struct CMUnitTest *tests, size_t count)
{
	struct arena *arena = arena_new(0);
	int failed;

	assert_true(crypto_init());
	hash = crypto_password_hash(arena, PASSWORD);
	failed = _cmocka_run_group_tests(
		on_postgres ? "postgres" : "sqlite", tests, count, NULL, NULL);
	arena_free(&arena);
	return failed;
}

static int run_on_both(const struct CMUnitTest *tests, size_t count)
{
	int failed = run_here(tests, count);

	on_postgres = postgres_url() != NULL;
	if (on_postgres)
		failed += run_here(tests, count);
	on_postgres = false;
	return failed;
}

#endif

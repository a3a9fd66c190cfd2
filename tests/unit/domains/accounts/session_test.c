/* session_test.c - logins, renewal, reuse, lockout and endings, on real databases. */
/* SPDX-License-Identifier: MIT */
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

static enum err log_in(const char *login, const char *password, const char *company, bool remember,
	const struct login_origin *origin, struct held *held)
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

static enum err refresh(const char *token, struct held *held)
{
	struct session_grant grant;
	struct cx cx = open_unit();
	enum err err = session_refresh(&cx, token, &office, &grant);

	if (err == OK)
		hold(held, &grant);
	return close_unit(&cx, err);
}

static enum err use(const char *token)
{
	const struct actor *actor = NULL;
	struct cx cx = open_unit();
	enum err err = auth_actor_of_token(&cx, str_of(token), false, &actor);

	auth_release(&actor);
	return close_unit(&cx, err);
}

static void close_over(void)
{
	struct cx cx = open_unit();

	assert_int_equal(close_unit(&cx, session_close_over(&cx)), OK);
}

static int64_t count(const char *text)
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

/* ---- Tests --------------------------------------------------------------------------- */

static void a_login_is_known_by_every_spelling(void **state)
{
	static const struct {
		const char *login, *company;
		enum err err;
	} cases[] = {
		{"sarah", "gulf", OK},
		{"SARAH", "gulf", OK},
		{"AG001", "gulf", OK},
		{"agt-1", "gulf", OK},
		{"boss@FIRM.example", "homes", OK},
		{"Boss", "GULF", OK},
		{"AG050", "gulf", OK},
		{"sarah", NULL, ERR_UNAUTHENTICATED},
		{"sarah", "nowhere", ERR_UNAUTHENTICATED},
		{"AG002", "gulf", ERR_UNAUTHENTICATED},
		{"", "gulf", ERR_UNAUTHENTICATED},
		{"%", "gulf", ERR_UNAUTHENTICATED},
	};
	struct held held;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_case(log_in(cases[i].login, PASSWORD, cases[i].company, false, &office,
				    &held) == cases[i].err,
			cases[i].login);
	assert_int_equal(use(held.token), OK);
}

static void a_right_password_in_two_companies_asks_which(void **state)
{
	const struct login_attempt attempt = {
		.login = "sarah", .password = PASSWORD, .surface = "portal"};
	struct session_grant grant;
	struct cx cx = open_unit();
	enum err err = login_by_password(&cx, &attempt, &office, &grant);

	(void)state;
	assert_int_equal(err, ERR_UNAUTHENTICATED);
	assert_string_equal(cx.failure.code, "company_required");
	(void)close_unit(&cx, err);
	assert_int_equal(count("SELECT COUNT(*) FROM login_failures"), 0);
}

static void a_login_opens_a_working_session(void **state)
{
	struct login_origin desk = office;
	struct held held;

	(void)state;
	desk.workstation_id = "WS-001";
	assert_int_equal(log_in("AG001", PASSWORD, "gulf", false, &desk, &held), OK);
	assert_int_equal(log_in("AG001", PASSWORD, "gulf", false, &desk, &held), OK);
	assert_int_equal(count("SELECT COUNT(*) FROM agent_sessions"), 2);
	assert_int_equal(count("SELECT COUNT(*) FROM agent_sessions WHERE logout_time IS NULL"
			       " AND workstation_id = 'WS-001' AND status = 'available'"),
		1);
	assert_int_equal(
		count("SELECT COUNT(*) FROM agent_presence WHERE status = 'available'"), 1);
	assert_int_equal(
		count("SELECT COUNT(*) FROM events WHERE type = 'agent:status_changed'"), 1);
}

static void ten_failures_block_this_address_and_no_other(void **state)
{
	(void)state;
	for (int i = 0; i < 10; i++)
		assert_int_equal(log_in("sarah", "wrong", "gulf", false, &office, NULL),
			ERR_UNAUTHENTICATED);
	assert_int_equal(log_in("sarah", PASSWORD, "gulf", false, &office, NULL), ERR_RATE);
	assert_int_equal(log_in("AG001", PASSWORD, "gulf", false, &office, NULL), ERR_RATE);
	assert_int_equal(log_in("sarah", PASSWORD, "gulf", false, &home, NULL), OK);
	assert_int_equal(log_in("Boss", PASSWORD, "gulf", false, &office, NULL), OK);
	now_us += 61 * US_PER_SECOND;
	assert_int_equal(
		log_in("sarah", "wrong", "gulf", false, &office, NULL), ERR_UNAUTHENTICATED);
	assert_int_equal(log_in("sarah", PASSWORD, "gulf", false, &office, NULL), ERR_RATE);
	now_us += 121 * US_PER_SECOND;
	assert_int_equal(log_in("sarah", PASSWORD, "gulf", false, &office, NULL), OK);
	/* The right password wipes the slate. */
	assert_int_equal(
		log_in("sarah", "wrong", "gulf", false, &office, NULL), ERR_UNAUTHENTICATED);
	assert_int_equal(log_in("sarah", PASSWORD, "gulf", false, &office, NULL), OK);
}

static void nobody_is_blocked_like_somebody(void **state)
{
	(void)state;
	for (int i = 0; i < 10; i++)
		assert_int_equal(log_in("ghost", "wrong", "gulf", false, &office, NULL),
			ERR_UNAUTHENTICATED);
	assert_int_equal(log_in("ghost", "wrong", "gulf", false, &office, NULL), ERR_RATE);
}

static void a_remembered_device_passes_a_locked_account(void **state)
{
	struct login_origin device = home;
	struct held held;
	char address[32];

	(void)state;
	assert_int_equal(log_in("sarah", PASSWORD, "gulf", true, &home, &held), OK);
	/* Many addresses guess at one account, a few times each. */
	for (int i = 0; i < 100; i++) {
		const struct login_origin botnet = {.ip = address, .user_agent = ""};

		(void)snprintf(address, sizeof(address), "192.0.2.%d", i);
		assert_int_equal(log_in("sarah", "wrong", "gulf", false, &botnet, NULL),
			ERR_UNAUTHENTICATED);
	}
	assert_int_equal(log_in("sarah", PASSWORD, "gulf", false, &home, NULL), ERR_RATE);
	device.refresh_token = held.refresh;
	assert_int_equal(log_in("sarah", PASSWORD, "gulf", true, &device, NULL), OK);
}

static void refreshing_rotates_with_a_grace(void **state)
{
	struct held first;
	struct held second;
	struct held twin;

	(void)state;
	assert_int_equal(log_in("sarah", PASSWORD, "gulf", false, &office, &first), OK);
	now_us += US_PER_MINUTE;
	assert_int_equal(refresh(first.refresh, &second), OK);
	assert_string_not_equal(first.refresh, second.refresh);
	now_us += 9 * US_PER_SECOND;
	assert_int_equal(refresh(first.refresh, &twin), OK);
	assert_string_equal(twin.refresh, second.refresh);
	assert_string_equal(twin.token, second.token);
	assert_int_equal(use(second.token), OK);
	assert_int_equal(use(first.token), OK); /* the same session */
}

static void reuse_after_the_grace_ends_the_family(void **state)
{
	struct held first;
	struct held second;
	struct held third;

	(void)state;
	assert_int_equal(log_in("sarah", PASSWORD, "gulf", true, &office, &first), OK);
	assert_int_equal(refresh(first.refresh, &second), OK);
	assert_int_equal(use(second.token), OK);
	now_us += 11 * US_PER_SECOND;
	assert_int_equal(refresh(first.refresh, &third), ERR_UNAUTHENTICATED);
	assert_int_equal(use(second.token), ERR_UNAUTHENTICATED);
	assert_int_equal(refresh(second.refresh, &third), ERR_UNAUTHENTICATED);
	assert_int_equal(count("SELECT COUNT(*) FROM auth_sessions WHERE end_reason = 'reuse'"), 1);
	assert_int_equal(
		count("SELECT COUNT(*) FROM audit_log WHERE action = 'session.refresh_reused'"), 1);
	assert_int_equal(count("SELECT COUNT(*) FROM devices WHERE revoked_us IS NOT NULL"), 1);
	assert_int_equal(
		count("SELECT COUNT(*) FROM notifications WHERE type = 'session_reused'"), 1);
}

static void an_older_token_is_reuse_even_at_once(void **state)
{
	struct held first;
	struct held second;
	struct held third;

	(void)state;
	assert_int_equal(log_in("sarah", PASSWORD, "gulf", false, &office, &first), OK);
	assert_int_equal(refresh(first.refresh, &second), OK);
	assert_int_equal(refresh(second.refresh, &third), OK);
	assert_int_equal(refresh(first.refresh, &second), ERR_UNAUTHENTICATED);
	assert_int_equal(refresh(third.refresh, &second), ERR_UNAUTHENTICATED);
}

static void forged_refresh_tokens_end_nothing(void **state)
{
	static const char *const forged[] = {"", "r", "r1.1", "r1.1.x.y", "null", "0",
		"r1.1.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA."
		"00000000000000000000000000000000"};
	struct held held;
	struct held other;

	(void)state;
	assert_int_equal(log_in("sarah", PASSWORD, "gulf", false, &office, &held), OK);
	for (size_t i = 0; i < COUNT(forged); i++)
		assert_case(refresh(forged[i], &other) == ERR_UNAUTHENTICATED, forged[i]);
	assert_int_equal(refresh(NULL, &other), ERR_UNAUTHENTICATED);
	assert_int_equal(refresh(held.token, &other), ERR_UNAUTHENTICATED);
	assert_int_equal(use(held.refresh), ERR_UNAUTHENTICATED);
	assert_int_equal(use(held.token), OK);
	assert_int_equal(refresh(held.refresh, &other), OK);
}

static void an_idle_session_ends_and_a_device_comes_back(void **state)
{
	struct held plain;
	struct held device;
	struct held back;
	struct held twin;

	(void)state;
	assert_int_equal(log_in("sarah", PASSWORD, "gulf", false, &office, &plain), OK);
	assert_int_equal(log_in("sarah", PASSWORD, "gulf", true, &home, &device), OK);
	assert_int_equal(use(plain.token), OK);
	now_us += 31 * US_PER_MINUTE;
	assert_int_equal(use(plain.token), ERR_UNAUTHENTICATED);
	close_over();
	assert_int_equal(count("SELECT COUNT(*) FROM auth_sessions WHERE end_reason = 'idle'"), 2);
	assert_int_equal(count("SELECT COUNT(*) FROM agent_sessions WHERE logout_time IS NULL"), 0);
	assert_int_equal(count("SELECT COUNT(*) FROM agent_presence WHERE status <> 'offline'"), 0);
	assert_int_equal(refresh(plain.refresh, &back), ERR_UNAUTHENTICATED);
	assert_int_equal(refresh(device.refresh, &back), OK);
	assert_int_not_equal(back.session_id, device.session_id);
	assert_int_equal(use(back.token), OK);
	assert_int_equal(use(device.token), ERR_UNAUTHENTICATED);
	assert_int_equal(refresh(device.refresh, &twin), OK);
	assert_string_equal(twin.refresh, back.refresh);
	assert_string_equal(twin.token, back.token);
	now_us += 11 * US_PER_SECOND;
	assert_int_equal(refresh(device.refresh, &twin), ERR_UNAUTHENTICATED);
	assert_int_equal(use(back.token), ERR_UNAUTHENTICATED);
}

static void activity_keeps_a_session_awake(void **state)
{
	struct held held;

	(void)state;
	assert_int_equal(log_in("sarah", PASSWORD, "gulf", false, &office, &held), OK);
	for (int i = 0; i < 5; i++) {
		now_us += 20 * US_PER_MINUTE;
		assert_int_equal(use(held.token), OK);
		close_over();
	}
	assert_int_equal(use(held.token), OK);
	now_us += 23 * US_PER_HOUR;
	assert_int_equal(use(held.token), ERR_UNAUTHENTICATED);
}

static void a_day_is_the_limit_and_thirty_for_a_device(void **state)
{
	struct held held;
	struct held device;
	struct held next;

	(void)state;
	assert_int_equal(log_in("sarah", PASSWORD, "gulf", false, &office, &held), OK);
	assert_int_equal(log_in("sarah", PASSWORD, "gulf", true, &home, &device), OK);
	now_us += SESSION_LIFE_US + US_PER_SECOND;
	close_over();
	assert_int_equal(refresh(held.refresh, &next), ERR_UNAUTHENTICATED);
	assert_int_equal(refresh(device.refresh, &next), OK);
	now_us += 29 * US_PER_DAY;
	assert_int_equal(refresh(next.refresh, &device), ERR_UNAUTHENTICATED);
}

static void a_new_password_ends_the_sessions(void **state)
{
	const struct company *company;
	struct held held;
	struct held next;
	struct cx cx;

	(void)state;
	assert_int_equal(log_in("sarah", PASSWORD, "gulf", true, &office, &held), OK);
	assert_int_equal(use(held.token), OK);
	cx = open_unit();
	assert_int_equal(company_by_code(&cx, "gulf", &company), OK);
	cx.actor = actor_system(cx.arena, company);
	assert_int_equal(user_set_password(&cx, "Sarah", "another-horse-9", true), OK);
	assert_int_equal(close_unit(&cx, OK), OK);
	assert_int_equal(use(held.token), ERR_UNAUTHENTICATED);
	assert_int_equal(refresh(held.refresh, &next), ERR_UNAUTHENTICATED);
	assert_int_equal(
		log_in("sarah", PASSWORD, "gulf", false, &office, NULL), ERR_UNAUTHENTICATED);
	assert_int_equal(log_in("sarah", "another-horse-9", "gulf", false, &office, NULL), OK);
	assert_int_equal(log_in("sarah", PASSWORD, "homes", false, &office, NULL), OK);
}

static enum err badge(const char *code, const char *company)
{
	struct session_grant grant;
	struct cx cx = open_unit();

	return close_unit(&cx, login_by_badge(&cx, code, company, &office, &grant));
}

static void a_badge_opens_for_agents_only(void **state)
{
	(void)state;
	assert_int_equal(badge("B-2", "gulf"), OK);
	assert_int_equal(badge("B-2", NULL), ERR_UNAUTHENTICATED); /* in both companies */
	assert_int_equal(badge("B-1", "gulf"), ERR_UNAUTHENTICATED); /* an administrator's */
	for (int i = 0; i < 8; i++)
		assert_int_equal(badge("guess", "gulf"), ERR_UNAUTHENTICATED);
	assert_int_equal(badge("B-2", "gulf"), ERR_RATE);
}

static void another_key_is_refused(void **state)
{
	char path[600];
	const char *why = NULL;

	(void)state;
	if (on_postgres)
		skip();
	(void)snprintf(path, sizeof(path), "%s/hatif.key", place.folder);
	assert_int_equal(unlink(path), 0);
	assert_int_not_equal(auth_open(place.pool, place.file, &why), OK);
	assert_non_null(strstr(why, "another installation key"));
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_login_is_known_by_every_spelling),
		CASE(a_right_password_in_two_companies_asks_which),
		CASE(a_login_opens_a_working_session),
		CASE(ten_failures_block_this_address_and_no_other),
		CASE(nobody_is_blocked_like_somebody),
		CASE(a_remembered_device_passes_a_locked_account),
		CASE(refreshing_rotates_with_a_grace),
		CASE(reuse_after_the_grace_ends_the_family),
		CASE(an_older_token_is_reuse_even_at_once),
		CASE(forged_refresh_tokens_end_nothing),
		CASE(an_idle_session_ends_and_a_device_comes_back),
		CASE(activity_keeps_a_session_awake),
		CASE(a_day_is_the_limit_and_thirty_for_a_device),
		CASE(a_new_password_ends_the_sessions),
		CASE(a_badge_opens_for_agents_only),
		CASE(another_key_is_refused),
	};
	struct arena *arena = arena_new(0);
	int failed;

	assert_true(crypto_init());
	hash = crypto_password_hash(arena, PASSWORD);
	failed = cmocka_run_group_tests_name("sqlite", tests, NULL, NULL);
	on_postgres = postgres_url() != NULL;
	if (on_postgres)
		failed += cmocka_run_group_tests_name("postgres", tests, NULL, NULL);
	arena_free(&arena);
	return failed;
}

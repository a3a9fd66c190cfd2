/* session_test.c - logins, renewal, reuse, lockout and endings, on real databases. */
/* SPDX-License-Identifier: MIT */
#include "accounts_support.h"

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
	assert_int_equal(count_of("SELECT COUNT(*) FROM login_failures"), 0);
}

static void a_login_opens_a_working_session(void **state)
{
	struct login_origin desk = office;
	struct held held;

	(void)state;
	desk.workstation_id = "WS-001";
	assert_int_equal(log_in("AG001", PASSWORD, "gulf", false, &desk, &held), OK);
	assert_int_equal(log_in("AG001", PASSWORD, "gulf", false, &desk, &held), OK);
	assert_int_equal(count_of("SELECT COUNT(*) FROM agent_sessions"), 2);
	assert_int_equal(count_of("SELECT COUNT(*) FROM agent_sessions WHERE logout_time IS NULL"
				  " AND workstation_id = 'WS-001' AND status = 'available'"),
		1);
	assert_int_equal(
		count_of("SELECT COUNT(*) FROM agent_presence WHERE status = 'available'"), 1);
	assert_int_equal(
		count_of("SELECT COUNT(*) FROM events WHERE type = 'agent:status_changed'"), 1);
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
	assert_int_equal(
		count_of("SELECT COUNT(*) FROM auth_sessions WHERE end_reason = 'reuse'"), 1);
	assert_int_equal(
		count_of("SELECT COUNT(*) FROM audit_log WHERE action = 'session.refresh_reused'"),
		1);
	assert_int_equal(count_of("SELECT COUNT(*) FROM devices WHERE revoked_us IS NOT NULL"), 1);
	assert_int_equal(
		count_of("SELECT COUNT(*) FROM notifications WHERE type = 'session_reused'"), 1);
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
	assert_int_equal(
		count_of("SELECT COUNT(*) FROM auth_sessions WHERE end_reason = 'idle'"), 2);
	assert_int_equal(
		count_of("SELECT COUNT(*) FROM agent_sessions WHERE logout_time IS NULL"), 0);
	assert_int_equal(
		count_of("SELECT COUNT(*) FROM agent_presence WHERE status <> 'offline'"), 0);
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

static void a_clock_that_was_set_back_ends_what_it_would_lengthen(void **state)
{
	struct held plain;
	struct held device;
	struct held back;

	(void)state;
	assert_int_equal(log_in("sarah", PASSWORD, "gulf", false, &office, &plain), OK);
	assert_int_equal(log_in("sarah", PASSWORD, "gulf", true, &home, &device), OK);
	now_us -= 30 * US_PER_SECOND;
	close_over();
	assert_int_equal(use(plain.token), OK);
	now_us -= US_PER_HOUR;
	assert_int_equal(use(plain.token), ERR_UNAUTHENTICATED);
	cache_clear(); /* as another node sees it, by the row alone */
	assert_int_equal(use(plain.token), ERR_UNAUTHENTICATED);
	close_over();
	assert_int_equal(
		count_of("SELECT COUNT(*) FROM auth_sessions WHERE end_reason = 'expired'"), 2);
	assert_int_equal(refresh(plain.refresh, &back), ERR_UNAUTHENTICATED);
	/* What ends within its month from now either way may come back; nothing later. */
	assert_int_equal(refresh(device.refresh, &back), ERR_UNAUTHENTICATED);
	now_us += US_PER_HOUR;
	assert_int_equal(refresh(device.refresh, &back), OK);
	assert_int_equal(use(back.token), OK);
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

/* Counted, not measured: time varies, work does not. */
static void a_refusal_costs_the_same_whoever_is_meant(void **state)
{
	static const struct {
		const char *login, *password, *company;
		uint64_t runs;
	} cases[] = {
		{"sarah", "wrong", "gulf", 1},
		{"nobody", "wrong", "gulf", 1},
		{"disabled", PASSWORD, "gulf", 1},
		{"AG999", "wrong", "gulf", 1},
		{"sarah", "wrong", "nowhere", 1},
		/* Without a company: once for each that there is. */
		{"sarah", "wrong", NULL, 2},
		{"nobody", "wrong", NULL, 2},
		{"only-here", "wrong", NULL, 2},
	};

	(void)state;
	run_sql("UPDATE users SET username = 'disabled', username_key = 'disabled',"
		" status = 'disabled' WHERE company_id = 1 AND username_key = 'boss'");
	run_sql("UPDATE users SET username = 'only-here', username_key = 'only-here'"
		" WHERE company_id = 2 AND username_key = 'boss'");
	for (size_t i = 0; i < COUNT(cases); i++) {
		const uint64_t before = crypto_password_runs();

		assert_case(log_in(cases[i].login, cases[i].password, cases[i].company, false,
				    &office, NULL) == ERR_UNAUTHENTICATED,
			cases[i].login);
		assert_case(crypto_password_runs() - before == cases[i].runs, cases[i].login);
	}
}

static void an_address_that_tries_many_names_is_blocked(void **state)
{
	char name[16];

	(void)state;
	for (int i = 0; i < 100; i++) {
		(void)snprintf(name, sizeof(name), "name-%d", i);
		assert_int_equal(log_in(name, "summer-2026", "gulf", false, &office, NULL),
			ERR_UNAUTHENTICATED);
	}
	assert_int_equal(log_in("name-100", "summer-2026", "gulf", false, &office, NULL), ERR_RATE);
	assert_int_equal(log_in("sarah", PASSWORD, "gulf", false, &office, NULL), ERR_RATE);
	assert_int_equal(log_in("sarah", PASSWORD, "gulf", false, &home, NULL), OK);
}

/* what proves one's device proves nothing for somebody else. */
static void a_device_is_known_for_its_own_user_alone(void **state)
{
	struct login_origin device = office;
	struct held held;

	(void)state;
	assert_int_equal(log_in("Boss", PASSWORD, "gulf", true, &office, &held), OK);
	device.refresh_token = held.refresh;
	for (int i = 0; i < 10; i++)
		assert_int_equal(log_in("sarah", "wrong", "gulf", false, &office, NULL),
			ERR_UNAUTHENTICATED);
	assert_int_equal(log_in("sarah", PASSWORD, "gulf", true, &device, NULL), ERR_RATE);
	assert_int_equal(log_in("Boss", PASSWORD, "gulf", true, &device, NULL), OK);
}

static enum err badge(const char *code, const char *company)
{
	struct session_grant grant;
	struct cx cx = open_unit();

	return close_unit(&cx, login_by_badge(&cx, code, company, &office, &grant));
}

/* no way in passes by what another one checks. */
static void no_way_in_is_left_open(void **state)
{
	static const struct {
		const char *name, *shut, *open;
	} cases[] = {
		{"a disabled user",
			"UPDATE users SET status = 'disabled' WHERE company_id = 1"
			" AND username_key = 'sarah'",
			"UPDATE users SET status = 'active' WHERE company_id = 1"
			" AND username_key = 'sarah'"},
		{"a suspended company",
			"UPDATE companies SET status = 'suspended' WHERE id = 1 AND company_id = 1",
			"UPDATE companies SET status = 'active' WHERE id = 1 AND company_id = 1"},
	};
	struct held held;
	struct held next;

	(void)state;
	assert_int_equal(log_in("sarah", PASSWORD, "gulf", true, &office, &held), OK);
	for (size_t i = 0; i < COUNT(cases); i++) {
		run_sql(cases[i].shut);
		cache_clear();
		assert_case(log_in("sarah", PASSWORD, "gulf", false, &office, NULL) ==
				ERR_UNAUTHENTICATED,
			cases[i].name);
		assert_case(badge("B-2", "gulf") == ERR_UNAUTHENTICATED, cases[i].name);
		assert_case(refresh(held.refresh, &next) == ERR_UNAUTHENTICATED, cases[i].name);
		assert_case(use(held.token) == ERR_UNAUTHENTICATED, cases[i].name);
		run_sql(cases[i].open);
		cache_clear();
	}
	assert_int_equal(use(held.token), OK);
	assert_int_equal(refresh(held.refresh, &next), OK);
}

static void a_badge_opens_for_agents_only(void **state)
{
	(void)state;
	assert_int_equal(badge("B-2", "gulf"), OK);
	assert_int_equal(badge("B-2", NULL), ERR_UNAUTHENTICATED); /* in both companies */
	assert_int_equal(badge("B-1", "gulf"), ERR_UNAUTHENTICATED); /* an administrator's */
	run_sql("UPDATE companies SET badge_login = 0 WHERE id = 1 AND company_id = 1");
	assert_int_equal(badge("B-2", "gulf"), ERR_UNAUTHENTICATED);
	run_sql("UPDATE companies SET badge_login = 1 WHERE id = 1 AND company_id = 1");
	assert_int_equal(badge("B-2", "gulf"), OK);
	for (int i = 0; i < 7; i++)
		assert_int_equal(badge("guess", "gulf"), ERR_UNAUTHENTICATED);
	assert_int_equal(badge("B-2", "gulf"), ERR_RATE);
}

static void another_key_is_refused(void **state)
{
	char path[600];
	const char *why = NULL;

	(void)state;
	(void)snprintf(path, sizeof(path), "%s/hatif.key", place.folder);
	assert_int_equal(unlink(path), 0);
	assert_int_not_equal(auth_open(place.pool, place.file, &why), OK);
	assert_non_null(strstr(why, "another installation key"));
}

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
		CASE(a_clock_that_was_set_back_ends_what_it_would_lengthen),
		CASE(a_new_password_ends_the_sessions),
		CASE(a_refusal_costs_the_same_whoever_is_meant),
		CASE(an_address_that_tries_many_names_is_blocked),
		CASE(a_device_is_known_for_its_own_user_alone),
		CASE(no_way_in_is_left_open),
		CASE(a_badge_opens_for_agents_only),
	};
	/* With PostgreSQL the key does not lie beside the data. */
	const struct CMUnitTest file_tests[] = {CASE(another_key_is_refused)};
	int failed = run_on_both(tests, COUNT(tests));

	return failed + run_here(file_tests, COUNT(file_tests));
}

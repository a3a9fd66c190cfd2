/* presence_test.c - states that come about by themselves, and back (A-13, C.6). */
/* SPDX-License-Identifier: MIT */
#include "accounts_support.h"

#include "domains/accounts/presence_internal.h"

#define AWAY_US (5 * US_PER_MINUTE)

/* ---- The rule alone ---------------------------------------------------------------- */

static void choice_and_facts_decide(void **state)
{
	const int64_t now = 1000 * US_PER_HOUR;
	const int64_t long_ago = now - US_PER_HOUR;
	static const struct {
		const char *name;
		enum presence was, chosen;
		enum presence_source by;
		bool away_rule, active, heard, session, full, patient;
		enum presence then;
		enum presence_source because;
	} cases[] = {
		{"at work", PRESENCE_AVAILABLE, PRESENCE_AVAILABLE, PRESENCE_BY_LOGIN, true, true,
			true, true, false, false, PRESENCE_AVAILABLE, PRESENCE_BY_LOGIN},
		{"no input", PRESENCE_AVAILABLE, PRESENCE_AVAILABLE, PRESENCE_BY_LOGIN, true, false,
			true, true, false, false, PRESENCE_AWAY, PRESENCE_BY_IDLE},
		{"no input, no rule", PRESENCE_AVAILABLE, PRESENCE_AVAILABLE, PRESENCE_BY_LOGIN,
			false, false, true, true, false, false, PRESENCE_AVAILABLE,
			PRESENCE_BY_LOGIN},
		{"busy by choice, no input", PRESENCE_BUSY, PRESENCE_BUSY, PRESENCE_BY_AGENT, true,
			false, true, true, false, false, PRESENCE_AWAY, PRESENCE_BY_IDLE},
		{"on a break, no input", PRESENCE_ON_BREAK, PRESENCE_ON_BREAK, PRESENCE_BY_AGENT,
			true, false, true, true, true, false, PRESENCE_ON_BREAK, PRESENCE_BY_AGENT},
		{"away by choice, at work", PRESENCE_AWAY, PRESENCE_AWAY, PRESENCE_BY_AGENT, true,
			true, true, true, false, false, PRESENCE_AWAY, PRESENCE_BY_AGENT},
		{"back at work", PRESENCE_AWAY, PRESENCE_AVAILABLE, PRESENCE_BY_IDLE, true, true,
			true, true, false, false, PRESENCE_AVAILABLE, PRESENCE_BY_RETURN},
		{"back to busy by choice", PRESENCE_AWAY, PRESENCE_BUSY, PRESENCE_BY_IDLE, true,
			true, true, true, false, false, PRESENCE_BUSY, PRESENCE_BY_RETURN},
		{"full", PRESENCE_AVAILABLE, PRESENCE_AVAILABLE, PRESENCE_BY_LOGIN, true, true,
			true, true, true, false, PRESENCE_BUSY, PRESENCE_BY_CAPACITY},
		{"room again", PRESENCE_BUSY, PRESENCE_AVAILABLE, PRESENCE_BY_CAPACITY, true, true,
			true, true, false, false, PRESENCE_AVAILABLE, PRESENCE_BY_RETURN},
		{"busy by choice is not cleared", PRESENCE_BUSY, PRESENCE_BUSY, PRESENCE_BY_AGENT,
			true, true, true, true, false, false, PRESENCE_BUSY, PRESENCE_BY_AGENT},
		{"full and no input", PRESENCE_BUSY, PRESENCE_AVAILABLE, PRESENCE_BY_CAPACITY, true,
			false, true, true, true, false, PRESENCE_AWAY, PRESENCE_BY_IDLE},
		{"back at work and full", PRESENCE_AWAY, PRESENCE_AVAILABLE, PRESENCE_BY_IDLE, true,
			true, true, true, true, false, PRESENCE_BUSY, PRESENCE_BY_CAPACITY},
		{"sockets gone", PRESENCE_ON_BREAK, PRESENCE_ON_BREAK, PRESENCE_BY_AGENT, true,
			true, false, true, false, false, PRESENCE_OFFLINE, PRESENCE_BY_CONNECTION},
		{"sockets gone, just started", PRESENCE_AVAILABLE, PRESENCE_AVAILABLE,
			PRESENCE_BY_LOGIN, true, true, false, true, false, true, PRESENCE_AVAILABLE,
			PRESENCE_BY_LOGIN},
		{"given up, just started", PRESENCE_OFFLINE, PRESENCE_ON_BREAK,
			PRESENCE_BY_CONNECTION, true, true, false, true, false, true,
			PRESENCE_OFFLINE, PRESENCE_BY_CONNECTION},
		{"sockets back", PRESENCE_OFFLINE, PRESENCE_ON_BREAK, PRESENCE_BY_CONNECTION, true,
			true, true, true, false, false, PRESENCE_ON_BREAK, PRESENCE_BY_RETURN},
		{"no session", PRESENCE_AVAILABLE, PRESENCE_AVAILABLE, PRESENCE_BY_LOGIN, true,
			true, true, false, false, true, PRESENCE_OFFLINE, PRESENCE_BY_SESSION},
		{"given up, then no session", PRESENCE_OFFLINE, PRESENCE_AVAILABLE,
			PRESENCE_BY_CONNECTION, true, true, false, false, false, true,
			PRESENCE_OFFLINE, PRESENCE_BY_SESSION},
		{"offline by choice", PRESENCE_OFFLINE, PRESENCE_OFFLINE, PRESENCE_BY_AGENT, true,
			true, true, true, false, false, PRESENCE_OFFLINE, PRESENCE_BY_AGENT},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct presence_row row = {.state = {.presence = cases[i].was,
							 .source = cases[i].by,
							 .chosen = cases[i].chosen,
							 .since_us = long_ago},
			.facts = {.sessions = cases[i].session,
				.active_us = cases[i].active ? now - US_PER_MINUTE : long_ago,
				.heard_us = cases[i].heard ? now - US_PER_MINUTE : long_ago,
				.away_after_us = cases[i].away_rule ? AWAY_US : 0,
				.full = cases[i].full}};
		const struct presence_state next = presence_judge(&row, now, cases[i].patient);
		const bool moved = cases[i].was != cases[i].then;

		assert_case(next.presence == cases[i].then, cases[i].name);
		assert_case(next.source == cases[i].because, cases[i].name);
		assert_case(next.since_us == (moved ? now : long_ago), cases[i].name);
		assert_case(next.presence == next.chosen || presence_automatic(next.source),
			cases[i].name);
	}
}

static void a_call_makes_busy_and_gives_back(void **state)
{
	const int64_t now = 1000 * US_PER_HOUR;
	static const struct {
		const char *name;
		enum presence was, chosen;
		enum presence_source by, occupied;
		bool idle;
		enum presence then;
		enum presence_source because;
	} cases[] = {
		{"a call begins", PRESENCE_AVAILABLE, PRESENCE_AVAILABLE, PRESENCE_BY_AGENT,
			PRESENCE_BY_CALL, false, PRESENCE_BUSY, PRESENCE_BY_CALL},
		{"in a break", PRESENCE_ON_BREAK, PRESENCE_ON_BREAK, PRESENCE_BY_AGENT,
			PRESENCE_BY_CALL, false, PRESENCE_BUSY, PRESENCE_BY_CALL},
		{"who talks does not type", PRESENCE_AVAILABLE, PRESENCE_AVAILABLE,
			PRESENCE_BY_AGENT, PRESENCE_BY_CALL, true, PRESENCE_BUSY, PRESENCE_BY_CALL},
		{"the call ends", PRESENCE_BUSY, PRESENCE_AVAILABLE, PRESENCE_BY_CALL,
			PRESENCE_BY_WRAP_UP, false, PRESENCE_BUSY, PRESENCE_BY_WRAP_UP},
		{"and what it left is done", PRESENCE_BUSY, PRESENCE_ON_BREAK, PRESENCE_BY_WRAP_UP,
			PRESENCE_BY_AGENT, false, PRESENCE_ON_BREAK, PRESENCE_BY_RETURN},
		{"offline stays so", PRESENCE_OFFLINE, PRESENCE_OFFLINE, PRESENCE_BY_AGENT,
			PRESENCE_BY_CALL, false, PRESENCE_OFFLINE, PRESENCE_BY_AGENT},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct presence_row row = {.state = {.presence = cases[i].was,
							 .source = cases[i].by,
							 .chosen = cases[i].chosen},
			.facts = {.sessions = 1,
				.heard_us = now,
				.active_us = cases[i].idle ? now - US_PER_HOUR : now,
				.away_after_us = AWAY_US,
				.occupied = cases[i].occupied}};
		const struct presence_state next = presence_judge(&row, now, false);

		assert_case(next.presence == cases[i].then, cases[i].name);
		assert_case(next.source == cases[i].because, cases[i].name);
		assert_case(next.chosen == cases[i].chosen, cases[i].name);
	}
}

/* ---- With the database -------------------------------------------------------------- */

static void review(bool patient)
{
	struct cx cx = open_unit();

	assert_int_equal(close_unit(&cx, presence_review_all(&cx, patient)), OK);
}

/* As a request of the session: the actor is read from its token. */
static void act(const struct held *held, struct presence_change *change, int64_t idle_us)
{
	struct cx cx = open_unit();
	enum err err = auth_actor_of_token(&cx, str_of(held->token), false, &cx.actor);
	const struct actor *actor = cx.actor;

	assert_int_equal(err, OK);
	if (change) {
		change->agent_id = actor->agent_id;
		change->source = PRESENCE_BY_AGENT;
		err = presence_set(&cx, change, NULL);
	} else {
		err = presence_input(&cx, idle_us);
	}
	cx.actor = actor_nobody();
	assert_int_equal(close_unit(&cx, err), OK);
	auth_release(&actor);
}

static void flush(void)
{
	struct cx cx = open_unit();
	bool left;

	assert_int_equal(close_unit(&cx, auth_flush_activity(&cx, &left)), OK);
}

#define SARAH \
	"company_id = 1 AND agent_id =" \
	" (SELECT id FROM agents WHERE company_id = 1 AND agent_no = 1)"

static void assert_state(const char *name, enum presence presence, enum presence_source source)
{
	struct db_result result;
	struct cx cx = open_unit();
	static const struct db_query state_sql = {.name = "test.state",
		.text = "SELECT status, source FROM agent_presence WHERE " SARAH};

	assert_int_equal(db_run(&cx, &state_sql, DB_NO_ARGS, &result), OK);
	assert_case(text_is(db_text_at(&result, 0, 0), presence_words[presence]), name);
	assert_case(text_is(db_text_at(&result, 0, 1), presence_source_word(source)), name);
	(void)close_unit(&cx, OK);
}

static void resting_is_away_and_input_brings_back(void **state)
{
	struct held held;

	(void)state;
	assert_int_equal(log_in("AG001", PASSWORD, "gulf", false, &office, &held), OK);
	act(&held, NULL, 0);
	now_us += AWAY_US - US_PER_SECOND;
	review(false);
	assert_state("just before", PRESENCE_AVAILABLE, PRESENCE_BY_LOGIN);
	now_us += 2 * US_PER_SECOND;
	review(false);
	assert_state("after", PRESENCE_AWAY, PRESENCE_BY_IDLE);
	/* The page asks for something by itself: that is nobody's input. */
	flush();
	review(false);
	assert_state("a request", PRESENCE_AWAY, PRESENCE_BY_IDLE);
	act(&held, NULL, 0);
	assert_state("input", PRESENCE_AVAILABLE, PRESENCE_BY_RETURN);
	assert_int_equal(count_of("SELECT COUNT(*) FROM agent_presence_log"), 3);
	assert_int_equal(
		count_of("SELECT COUNT(*) FROM agent_presence_log WHERE ended_us IS NULL"), 1);
	assert_int_equal(
		count_of("SELECT COUNT(*) FROM events WHERE type = 'agent:status_changed'"), 3);
	assert_int_equal(
		count_of("SELECT COUNT(*) FROM agent_sessions WHERE status = 'available'"), 1);
}

static void a_report_says_how_long_ago(void **state)
{
	struct held held;

	(void)state;
	assert_int_equal(log_in("AG001", PASSWORD, "gulf", false, &office, &held), OK);
	now_us += US_PER_MINUTE;
	act(&held, NULL, 50 * US_PER_SECOND);
	now_us += AWAY_US - 50 * US_PER_SECOND;
	review(false);
	assert_state("five minutes after the input", PRESENCE_AWAY, PRESENCE_BY_IDLE);
	/* Another tab that knows less does not take anything back. */
	act(&held, NULL, 0);
	act(&held, NULL, AWAY_US + US_PER_MINUTE);
	assert_state("the newest counts", PRESENCE_AVAILABLE, PRESENCE_BY_RETURN);
}

static void requests_count_where_nothing_reports(void **state)
{
	struct held held;
	const struct actor *actor = NULL;
	struct cx cx;

	(void)state;
	assert_int_equal(log_in("AG001", PASSWORD, "gulf", false, &office, &held), OK);
	now_us += AWAY_US + 10 * US_PER_SECOND;
	review(false);
	assert_state("may not be written yet", PRESENCE_AVAILABLE, PRESENCE_BY_LOGIN);
	now_us += 11 * US_PER_SECOND;
	review(false);
	assert_state("no request", PRESENCE_AWAY, PRESENCE_BY_IDLE);
	cx = open_unit();
	assert_int_equal(auth_actor_of_token(&cx, str_of(held.token), false, &actor), OK);
	auth_release(&actor);
	(void)close_unit(&cx, OK);
	flush();
	review(false);
	assert_state("a request", PRESENCE_AVAILABLE, PRESENCE_BY_RETURN);
	/* S0-DB-02 */
	assert_int_equal(
		count_of("SELECT COUNT(*) FROM agent_sessions WHERE last_activity > login_time"),
		1);
}

static void a_second_session_at_work_keeps_the_agent_there(void **state)
{
	struct held desk;
	struct held phone;

	(void)state;
	assert_int_equal(log_in("AG001", PASSWORD, "gulf", false, &office, &desk), OK);
	assert_int_equal(log_in("AG001", PASSWORD, "gulf", false, &home, &phone), OK);
	act(&desk, NULL, 0);
	now_us += AWAY_US - US_PER_MINUTE;
	act(&phone, NULL, 0);
	now_us += 2 * US_PER_MINUTE;
	review(false);
	assert_state("the other one works", PRESENCE_AVAILABLE, PRESENCE_BY_LOGIN);
}

static void the_company_says_after_how_long(void **state)
{
	struct held held;

	(void)state;
	run_sql("UPDATE companies SET away_after_s = 0 WHERE id = 1 AND company_id = 1");
	assert_int_equal(log_in("AG001", PASSWORD, "gulf", false, &office, &held), OK);
	act(&held, NULL, 0);
	now_us += 20 * US_PER_MINUTE;
	review(false);
	assert_state("never", PRESENCE_AVAILABLE, PRESENCE_BY_LOGIN);
	run_sql("UPDATE companies SET away_after_s = 900 WHERE id = 1 AND company_id = 1");
	review(false);
	assert_state("a quarter of an hour", PRESENCE_AWAY, PRESENCE_BY_IDLE);
}

static void as_many_orders_as_may_be_are_busy(void **state)
{
	struct held held;
	struct presence_change busy = {.to = PRESENCE_BUSY};
	struct presence_change available = {.to = PRESENCE_AVAILABLE};

	(void)state;
	run_sql("UPDATE agents SET order_capacity = 2, open_orders = 2 WHERE company_id = 1");
	assert_int_equal(log_in("AG001", PASSWORD, "gulf", false, &office, &held), OK);
	assert_state("full at the login", PRESENCE_BUSY, PRESENCE_BY_CAPACITY);
	run_sql("UPDATE agents SET open_orders = 1 WHERE company_id = 1");
	review(false);
	assert_state("room", PRESENCE_AVAILABLE, PRESENCE_BY_RETURN);
	act(&held, &busy, 0);
	run_sql("UPDATE agents SET open_orders = 2 WHERE company_id = 1");
	review(false);
	run_sql("UPDATE agents SET open_orders = 1 WHERE company_id = 1");
	review(false);
	assert_state("busy by choice stays", PRESENCE_BUSY, PRESENCE_BY_AGENT);
	run_sql("UPDATE agents SET open_orders = 2 WHERE company_id = 1");
	act(&held, &available, 0);
	assert_state("available while full", PRESENCE_BUSY, PRESENCE_BY_CAPACITY);
	act(&held, &busy, 0);
	assert_state("the same by choice", PRESENCE_BUSY, PRESENCE_BY_AGENT);
}

/* What the hub does each second for an agent's open socket, and the writing thread later. */
static void hear(const struct held *held)
{
	const struct actor *actor = NULL;
	struct cx cx = open_unit();

	assert_int_equal(auth_actor_of_token(&cx, str_of(held->token), false, &actor), OK);
	auth_note_socket(actor, now_us);
	auth_release(&actor);
	(void)close_unit(&cx, OK);
	flush();
}

static void a_lost_socket_is_offline_until_it_is_back(void **state)
{
	static const char told[] = "SELECT COUNT(*) FROM notifications WHERE company_id = 1"
				   " AND type = 'agent_lost' AND user_id = (SELECT id FROM users"
				   " WHERE company_id = 1 AND username = 'Boss')";
	struct presence_change on_break = {.to = PRESENCE_ON_BREAK};
	struct held held;

	(void)state;
	assert_int_equal(log_in("AG001", PASSWORD, "gulf", false, &office, &held), OK);
	hear(&held);
	act(&held, &on_break, 0);
	now_us += PRESENCE_GRACE_US - US_PER_SECOND;
	review(false);
	assert_state("within the grace", PRESENCE_ON_BREAK, PRESENCE_BY_AGENT);
	now_us += 2 * US_PER_SECOND;
	review(true);
	assert_state("just started", PRESENCE_ON_BREAK, PRESENCE_BY_AGENT);
	assert_int_equal(count_of(told), 0);
	review(false);
	assert_state("gone", PRESENCE_OFFLINE, PRESENCE_BY_CONNECTION);
	assert_int_equal(count_of(told), 1);
	review(false);
	assert_int_equal(count_of(told), 1); /* once for each time */
	review(true);
	assert_state("restarted", PRESENCE_OFFLINE, PRESENCE_BY_CONNECTION);
	hear(&held);
	review(false);
	assert_state("back", PRESENCE_ON_BREAK, PRESENCE_BY_RETURN);
}

static void one_without_sockets_cannot_lose_them(void **state)
{
	struct held held;

	(void)state;
	assert_int_equal(log_in("AG001", PASSWORD, "gulf", false, &office, &held), OK);
	now_us += 2 * PRESENCE_GRACE_US;
	review(false);
	assert_state("requests alone", PRESENCE_AVAILABLE, PRESENCE_BY_LOGIN);
}

static void nobody_is_there_without_a_session(void **state)
{
	struct held held;

	(void)state;
	assert_int_equal(log_in("AG001", PASSWORD, "gulf", false, &office, &held), OK);
	run_sql("UPDATE auth_sessions SET ended_us = 1, end_reason = 'logout'"
		" WHERE company_id = 1");
	review(true);
	assert_state("no session", PRESENCE_OFFLINE, PRESENCE_BY_SESSION);
	assert_int_equal(
		count_of("SELECT COUNT(*) FROM agent_presence WHERE previous_status <> 'offline'"),
		0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(choice_and_facts_decide),
		CASE(a_call_makes_busy_and_gives_back),
		CASE(resting_is_away_and_input_brings_back),
		CASE(a_report_says_how_long_ago),
		CASE(requests_count_where_nothing_reports),
		CASE(a_second_session_at_work_keeps_the_agent_there),
		CASE(the_company_says_after_how_long),
		CASE(as_many_orders_as_may_be_are_busy),
		CASE(a_lost_socket_is_offline_until_it_is_back),
		CASE(one_without_sockets_cannot_lose_them),
		CASE(nobody_is_there_without_a_session),
	};
	return run_on_both(tests, COUNT(tests));
}

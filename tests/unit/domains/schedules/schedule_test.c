/* schedule_test.c - shifts and absences: what collides, weeks over a change of clocks, scopes (S0-ROLE-15). */
/* SPDX-License-Identifier: MIT */
#include "../orders/order_support.h"

#include "domains/schedules/schedule_internal.h"
#include "domains/schedules/schedule_jobs.h"
#include "platform/intl/intl.h"

static int64_t utc(const char *text)
{
	enum time_form form;
	int64_t us;

	assert_true(time_read(str_of(text), &us, &form));
	return us;
}

static enum err add_as(enum who who, const char *agent, const char *kind, const char *from,
	const char *to, const char *until)
{
	struct unit unit;
	struct cx *cx = open_as(&unit, 1, who);
	struct schedule_new wanted = {
		.agent_key = agent, .kind = kind, .starts_us = utc(from), .ends_us = utc(to)};
	struct schedule *list;
	size_t count;
	enum err err;

	unit.company.time_zone = "Europe/Berlin";
	if (until) {
		wanted.repeat_until_day.given = true;
		assert_true(day_read(str_of(until), &wanted.repeat_until_day.value));
	}
	err = schedule_add(cx, &wanted, &list, &count);
	if (err == OK) {
		commit(&unit);
	} else {
		if (err == ERR_CONFLICT)
			assert_non_null(cx->failure.current_json);
		db_rollback(cx);
		unit_close(&unit);
	}
	return err;
}

static int64_t entries(void)
{
	return ask_sql("SELECT COUNT(*) FROM agent_schedules");
}

static void what_collides(void **state)
{
	static const struct {
		const char *name, *kind, *from, *to;
		enum err err;
	} cases[] = {
		{"a shift", "shift", "2027-01-04T08:00Z", "2027-01-04T16:00Z", OK},
		{"another at its end", "shift", "2027-01-04T15:59Z", "2027-01-04T18:00Z",
			ERR_CONFLICT},
		{"one that takes it in", "shift", "2027-01-04T07:00Z", "2027-01-04T17:00Z",
			ERR_CONFLICT},
		{"one right after it", "shift", "2027-01-04T16:00Z", "2027-01-04T18:00Z", OK},
		{"a meeting inside", "meeting", "2027-01-04T10:00Z", "2027-01-04T11:00Z", OK},
		{"training over the meeting", "training", "2027-01-04T10:30Z", "2027-01-04T12:00Z",
			ERR_CONFLICT},
		{"leave over the meeting", "leave", "2027-01-04T00:00Z", "2027-01-05T00:00Z",
			ERR_CONFLICT},
		{"leave over the later shift", "leave", "2027-01-04T16:00Z", "2027-01-06T00:00Z",
			OK},
		{"a shift inside leave", "shift", "2027-01-05T08:00Z", "2027-01-05T16:00Z",
			ERR_CONFLICT},
		{"a meeting inside leave", "meeting", "2027-01-05T08:00Z", "2027-01-05T09:00Z",
			ERR_CONFLICT},
		{"ends before it begins", "shift", "2027-01-08T08:00Z", "2027-01-08T07:00Z",
			ERR_INVALID},
		{"too long for a shift", "shift", "2027-01-08T08:00Z", "2027-01-09T08:01Z",
			ERR_INVALID},
		{"too long for leave", "leave", "2027-01-08T08:00Z", "2028-01-10T08:00Z",
			ERR_INVALID},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_case(add_as(SUPERVISOR, "1", cases[i].kind, cases[i].from, cases[i].to,
				    NULL) == cases[i].err,
			cases[i].name);
	/* Somebody else's day is another matter. */
	assert_int_equal(
		add_as(SUPERVISOR, "2", "shift", "2027-01-05T08:00Z", "2027-01-05T16:00Z", NULL),
		OK);
}

/* Clocks in Berlin go forward on 28 March 2027 at 01:00 UTC. */
static void weeks_keep_the_reading_of_the_clock(void **state)
{
	(void)state;
	assert_int_equal(add_as(SUPERVISOR, "1", "shift", "2027-03-22T08:00Z", "2027-03-22T16:00Z",
				 "2027-04-05"),
		OK);
	assert_int_equal(entries(), 3);
	assert_int_equal(
		ask_format("SELECT COUNT(*) FROM agent_schedules WHERE starts_at = %lld"
			   " AND ends_at = %lld",
			(long long)utc("2027-03-29T07:00Z"), (long long)utc("2027-03-29T15:00Z")),
		1);
	assert_int_equal(ask_sql("SELECT COUNT(*) FROM agent_schedules WHERE series_id = 1"), 3);
	/* None of a series is entered when one of it is in the way. */
	assert_int_equal(add_as(SUPERVISOR, "1", "shift", "2027-03-15T07:30Z", "2027-03-15T09:00Z",
				 "2027-04-05"),
		ERR_CONFLICT);
	assert_int_equal(entries(), 3);
}

static void scopes_are_kept(void **state)
{
	(void)state;
	assert_int_equal(
		add_as(SUPERVISOR, "3", "shift", "2027-01-04T08:00Z", "2027-01-04T16:00Z", NULL),
		ERR_INVALID);
	assert_int_equal(
		add_as(MANAGER, "3", "shift", "2027-01-04T08:00Z", "2027-01-04T16:00Z", NULL), OK);
	assert_int_equal(
		add_as(AGENT_1, "2", "shift", "2027-01-04T08:00Z", "2027-01-04T16:00Z", NULL),
		ERR_INVALID);
	for (enum who who = AGENT_1; who <= MANAGER; who++) {
		struct unit unit;
		struct cx *cx = open_as(&unit, who == AGENT_3 ? 2 : 1, who);
		struct schedule *list;
		size_t count;

		MUST(schedule_between(
			cx, utc("2027-01-04T00:00Z"), utc("2027-01-05T00:00Z"), 0, &list, &count));
		assert_int_equal(count, who == MANAGER ? 1 : 0);
		unit_close(&unit);
	}
}

static void follow_at(const char *time)
{
	struct unit unit;
	struct cx *cx;

	test_clock_us = utc(time);
	cx = open_as(&unit, 1, MANAGER);
	MUST(schedule_follow(cx));
	commit(&unit);
}

static bool is_state(int agent, const char *status)
{
	return ask_format("SELECT COUNT(*) FROM agent_presence WHERE company_id = 1"
			  " AND agent_id = %d AND status = '%s'",
		       agent, status) == 1;
}

static void leave_comes_and_goes_where_the_company_wants_it(void **state)
{
	(void)state;
	ask_sql("UPDATE agent_presence SET status = 'offline', source = 'logout'");
	assert_int_equal(
		add_as(SUPERVISOR, "1", "leave", "2027-01-04T00:00Z", "2027-01-06T00:00Z", NULL),
		OK);
	follow_at("2027-01-04T12:00Z");
	assert_true(is_state(1, "offline"));
	ask_sql("UPDATE companies SET follow_schedule = 1 WHERE id = 1");
	follow_at("2027-01-03T23:59Z");
	assert_true(is_state(1, "offline"));
	follow_at("2027-01-04T00:00Z");
	assert_true(is_state(1, "on_leave"));
	assert_true(is_state(2, "offline"));
	follow_at("2027-01-05T23:59Z");
	assert_true(is_state(1, "on_leave"));
	follow_at("2027-01-06T00:00Z");
	assert_true(is_state(1, "offline"));
}

static void what_somebody_chose_later_wins(void **state)
{
	struct unit unit;
	struct cx *cx;

	(void)state;
	ask_sql("UPDATE companies SET follow_schedule = 1 WHERE id = 1");
	assert_int_equal(
		add_as(SUPERVISOR, "1", "leave", "2027-01-04T00:00Z", "2027-01-06T00:00Z", NULL),
		OK);
	follow_at("2027-01-04T08:00Z");
	assert_true(is_state(1, "on_leave"));
	cx = open_as(&unit, 1, SUPERVISOR);
	MUST(presence_choose(cx, 1, PRESENCE_BUSY, NULL));
	commit(&unit);
	follow_at("2027-01-04T09:00Z");
	assert_true(is_state(1, "busy"));
	assert_int_equal(ask_sql("SELECT COUNT(*) FROM agent_presence WHERE agent_id = 1"
				 " AND company_id = 1 AND source = 'lead'"),
		1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(what_collides, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			weeks_keep_the_reading_of_the_clock, set_up, tear_down),
		cmocka_unit_test_setup_teardown(scopes_are_kept, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			leave_comes_and_goes_where_the_company_wants_it, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_somebody_chose_later_wins, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

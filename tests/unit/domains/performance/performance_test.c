/* performance_test.c - periods, what they are compared with, and who may look at whom. */
/* SPDX-License-Identifier: MIT */
#include "../orders/order_support.h"

#include "domains/performance/performance_internal.h"

/* 2026-11-25, a Wednesday, 12:00 in Dubai. */
#define NOON_US (INT64_C(1795593600) * US_PER_SECOND)

static int start(void **state)
{
	const int outcome = set_up(state);

	test_clock_us = NOON_US;
	return outcome;
}

static const char *days_of(struct arena *arena, const struct span *span)
{
	char from[DAY_TEXT_BYTES], to[DAY_TEXT_BYTES];

	(void)day_write(from, span->from_day);
	(void)day_write(to, span->to_day);
	return arena_format(arena, "%s..%s", from, to);
}

static void periods_end_today_and_know_what_came_before(void **state)
{
	static const struct {
		const char *name, *word, *from, *to, *days, *before;
	} cases[] = {
		{"nothing said", NULL, NULL, NULL, "2026-11-25..2026-11-25",
			"2026-11-24..2026-11-24"},
		{"yesterday", "yesterday", NULL, NULL, "2026-11-24..2026-11-24",
			"2026-11-23..2026-11-23"},
		{"a week that has begun", "week", NULL, NULL, "2026-11-23..2026-11-25",
			"2026-11-16..2026-11-18"},
		{"last week", "last_week", NULL, NULL, "2026-11-16..2026-11-22",
			"2026-11-09..2026-11-15"},
		{"a month that has begun", "month", NULL, NULL, "2026-11-01..2026-11-25",
			"2026-10-01..2026-10-25"},
		{"seven days", "7d", NULL, NULL, "2026-11-19..2026-11-25",
			"2026-11-12..2026-11-18"},
		{"two dates", NULL, "2026-11-01", "2026-11-15", "2026-11-01..2026-11-15",
			"2026-10-17..2026-10-31"},
		{"what lies ahead is cut off", NULL, "2026-11-20", "2026-12-24",
			"2026-11-20..2026-11-25", "2026-11-14..2026-11-19"},
	};
	struct unit unit;
	struct cx *cx = open_as(&unit, 1, AGENT_1);

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct span span, before;

		MUST(performance_span(cx, cases[i].word, cases[i].from, cases[i].to, &span));
		before = span_before(&span);
		assert_case(text_is(days_of(cx->arena, &span), cases[i].days), cases[i].name);
		assert_case(text_is(days_of(cx->arena, &before), cases[i].before), cases[i].name);
	}
	unit_close(&unit);
}

static void months_are_as_long_as_they_are(void **state)
{
	static const struct {
		const char *month, *days, *before;
	} cases[] = {
		{NULL, "2026-11-01..2026-11-25", "2026-10-01..2026-10-25"},
		{"2026-02", "2026-02-01..2026-02-28", "2026-01-01..2026-01-28"},
		{"2026-03", "2026-03-01..2026-03-31", "2026-02-01..2026-02-28"},
		{"2024-02", "2024-02-01..2024-02-29", "2024-01-01..2024-01-29"},
		{"2026-01", "2026-01-01..2026-01-31", "2025-12-01..2025-12-31"},
	};
	struct unit unit;
	struct cx *cx = open_as(&unit, 1, AGENT_1);
	struct span span, before;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		MUST(performance_month(cx, cases[i].month, &span));
		before = span_before(&span);
		assert_case(text_is(days_of(cx->arena, &span), cases[i].days), cases[i].days);
		assert_case(text_is(days_of(cx->arena, &before), cases[i].before), cases[i].days);
	}
	assert_int_equal(performance_month(cx, "2026-13", &span), ERR_INVALID);
	assert_int_equal(performance_month(cx, "november", &span), ERR_INVALID);
	unit_close(&unit);
}

static void others_look_like_missing_ones(void **state)
{
	static const struct {
		const char *name, *key;
		enum who who;
		enum err outcome;
	} cases[] = {
		{"oneself", NULL, AGENT_1, OK},
		{"oneself by code", "AG001", AGENT_1, OK},
		{"a colleague", "AG002", AGENT_1, ERR_NOT_FOUND},
		{"one's team", "AG002", SUPERVISOR, OK},
		{"another team", "AG003", SUPERVISOR, ERR_NOT_FOUND},
		{"anybody", "AG003", MANAGER, OK},
		{"nobody", "AG999", MANAGER, ERR_NOT_FOUND},
		{"who is no agent", NULL, MANAGER, ERR_INVALID},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct unit unit;
		struct cx *cx = open_as(&unit, 1, cases[i].who);
		struct agent agent;

		assert_case(performance_agent(cx, cases[i].key, &agent) == cases[i].outcome,
			cases[i].name);
		unit_close(&unit);
	}
}

static void targets_of_a_team_stand_on_those_of_the_company(void **state)
{
	struct targets wanted = {.own = {[KPI_CONFIRMATION] = {8000, true}}}, before;
	struct unit unit;
	struct cx *cx = open_as(&unit, 1, MANAGER);

	(void)state;
	MUST(targets_put(cx, &wanted, (struct opt_int){0, true}, &before));
	wanted = (struct targets){.team_id = 1, .own = {[KPI_CANCELLATION] = {500, true}}};
	MUST(targets_put(cx, &wanted, (struct opt_int){0}, &before));
	assert_int_equal(wanted.value[KPI_CONFIRMATION], 8000);
	assert_int_equal(wanted.source[KPI_CONFIRMATION], TARGET_OF_COMPANY);
	assert_int_equal(wanted.value[KPI_CANCELLATION], 500);
	assert_int_equal(wanted.source[KPI_CANCELLATION], TARGET_OF_TEAM);
	assert_int_equal(wanted.value[KPI_FIRST_CALL], 8500);
	assert_int_equal(wanted.source[KPI_FIRST_CALL], TARGET_STANDARD);
	assert_int_equal(
		targets_put(cx, &wanted, (struct opt_int){7, true}, &before), ERR_CONFLICT);
	fail_clear(cx);
	wanted.team_id = 99;
	assert_int_equal(targets_put(cx, &wanted, (struct opt_int){0}, &before), ERR_NOT_FOUND);
	unit_close(&unit);
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, start, tear_down)
	const struct CMUnitTest tests[] = {
		CASE(periods_end_today_and_know_what_came_before),
		CASE(months_are_as_long_as_they_are),
		CASE(others_look_like_missing_ones),
		CASE(targets_of_a_team_stand_on_those_of_the_company),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

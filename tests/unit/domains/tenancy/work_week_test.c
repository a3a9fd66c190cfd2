/* work_week_test.c - when so many of the hours that count have passed (IMP-MGR-04). */
/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "base/time.h"
#include "domains/tenancy/work_week.h"

#define DUBAI "Asia/Dubai" /* four hours ahead, never changes */
#define BERLIN "Europe/Berlin" /* jumps on 2026-03-29, falls back on 2026-10-25 */

static int64_t at(const char *text)
{
	enum time_form form;
	int64_t us;

	if (!time_read(str_of(text), &us, &form))
		fail_msg("no time: %s", text);
	return us;
}

/* Monday to Friday from nine to six, without the hour at one. */
static struct work_week office(void)
{
	struct work_week week = {0};

	for (int day = 0; day < 5; day++) {
		week.span[week.count].day = day;
		week.span[week.count].from = 9 * 60;
		week.span[week.count++].to = 13 * 60;
		week.span[week.count].day = day;
		week.span[week.count].from = 14 * 60;
		week.span[week.count++].to = 18 * 60;
	}
	return week;
}

/* 2026-11-23 is a Monday. */
static const struct {
	const char *name, *zone, *since;
	int64_t minutes;
	const char *due;
} cases[] = {
	{"within the morning", DUBAI, "2026-11-23T09:30:00+04:00", 60, "2026-11-23T10:30:00+04:00"},
	{"to its very end", DUBAI, "2026-11-23T09:00:00+04:00", 240, "2026-11-23T13:00:00+04:00"},
	{"over the pause", DUBAI, "2026-11-23T12:30:00+04:00", 60, "2026-11-23T14:30:00+04:00"},
	{"begun in the pause", DUBAI, "2026-11-23T13:20:00+04:00", 10, "2026-11-23T14:10:00+04:00"},
	{"begun before the day", DUBAI, "2026-11-23T03:00:00+04:00", 1,
		"2026-11-23T09:01:00+04:00"},
	{"begun after the day", DUBAI, "2026-11-23T20:00:00+04:00", 30,
		"2026-11-24T09:30:00+04:00"},
	{"over a night", DUBAI, "2026-11-23T17:30:00+04:00", 60, "2026-11-24T09:30:00+04:00"},
	{"over the weekend", DUBAI, "2026-11-27T17:00:00+04:00", 120, "2026-11-30T10:00:00+04:00"},
	{"begun on a Sunday", DUBAI, "2026-11-29T12:00:00+04:00", 5, "2026-11-30T09:05:00+04:00"},
	{"a whole week of hours", DUBAI, "2026-11-23T09:00:00+04:00", 2400,
		"2026-11-27T18:00:00+04:00"},
	{"the summer's hour", BERLIN, "2026-03-27T17:00:00+01:00", 120,
		"2026-03-30T10:00:00+02:00"},
	{"the winter's hour", BERLIN, "2026-10-23T17:00:00+02:00", 120,
		"2026-10-26T10:00:00+01:00"},
};

static void only_the_hours_that_count_pass(void **state)
{
	const struct work_week week = office();

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const int64_t due = work_week_after(
			&week, cases[i].zone, at(cases[i].since), cases[i].minutes);

		if (due != at(cases[i].due))
			fail_msg("case \"%s\": %lld minutes off", cases[i].name,
				(long long)((due - at(cases[i].due)) / US_PER_MINUTE));
	}
}

/* Wednesday 2026-12-02 and Thursday are closed; 2026-11-30 is a Monday. */
static void closed_days_do_not_count(void **state)
{
	static const struct {
		const char *name, *since;
		int64_t minutes;
		const char *due;
		bool all_hours;
	} closed_cases[] = {
		{"over both", "2026-12-01T17:00:00+04:00", 120, "2026-12-04T10:00:00+04:00", false},
		{"to the end of the day before", "2026-12-01T17:00:00+04:00", 60,
			"2026-12-01T18:00:00+04:00", false},
		{"begun on one", "2026-12-02T10:00:00+04:00", 30, "2026-12-04T09:30:00+04:00",
			false},
		{"of a week without hours", "2026-12-01T23:00:00+04:00", 90,
			"2026-12-04T00:30:00+04:00", true},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(closed_cases); i++) {
		struct work_week week = closed_cases[i].all_hours ? (struct work_week){0}
								  : office();

		week.closed[week.closed_count++] = days_of_civil(2026, 12, 2);
		week.closed[week.closed_count++] = days_of_civil(2026, 12, 3);
		if (work_week_after(&week, DUBAI, at(closed_cases[i].since),
			    closed_cases[i].minutes) != at(closed_cases[i].due))
			fail_msg("case \"%s\"", closed_cases[i].name);
	}
}

static void a_moment_is_open_or_not(void **state)
{
	static const struct {
		const char *name, *zone, *at;
		bool open, without_hours;
	} moments[] = {
		{"the first minute", DUBAI, "2026-11-23T09:00:00+04:00", true, true},
		{"before it", DUBAI, "2026-11-23T08:59:59+04:00", false, true},
		{"the pause", DUBAI, "2026-11-23T13:00:00+04:00", false, true},
		{"the last second", DUBAI, "2026-11-23T17:59:59+04:00", true, true},
		{"the end", DUBAI, "2026-11-23T18:00:00+04:00", false, true},
		{"a Sunday", DUBAI, "2026-11-29T12:00:00+04:00", false, true},
		{"a closed day", DUBAI, "2026-12-02T12:00:00+04:00", false, false},
		{"still closed there", DUBAI, "2026-12-02T19:59:00Z", false, false},
		{"past midnight there", DUBAI, "2026-12-02T20:00:00Z", false, true},
		{"in summer's zone", BERLIN, "2026-07-01T07:00:00Z", true, true},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(moments); i++) {
		struct work_week week = office(), all = {0};

		week.closed[week.closed_count++] = days_of_civil(2026, 12, 2);
		all.closed[all.closed_count++] = days_of_civil(2026, 12, 2);
		if (work_week_open_at(&week, moments[i].zone, at(moments[i].at)) != moments[i].open)
			fail_msg("case \"%s\"", moments[i].name);
		if (work_week_open_at(&all, moments[i].zone, at(moments[i].at)) !=
			moments[i].without_hours)
			fail_msg("case \"%s\" without hours", moments[i].name);
	}
}

static void without_hours_all_of_them_count(void **state)
{
	const struct work_week week = {0};
	const int64_t since = at("2026-11-28T23:00:00Z");

	(void)state;
	assert_int_equal(work_week_after(&week, DUBAI, since, 90), since + 90 * US_PER_MINUTE);
}

/* The night that clocks jump has five hours between midnight and six. */
static void a_night_is_as_long_as_its_clock_says(void **state)
{
	struct work_week week = {.count = 1};

	(void)state;
	week.span[0].day = 6;
	week.span[0].to = 6 * 60;
	assert_int_equal(work_week_after(&week, BERLIN, at("2026-03-28T22:00:00Z"), 300),
		at("2026-03-29T04:00:00Z"));
	assert_int_equal(work_week_after(&week, BERLIN, at("2026-03-28T22:00:00Z"), 301),
		at("2026-04-04T22:01:00Z"));
	assert_int_equal(work_week_after(&week, BERLIN, at("2026-10-24T21:00:00Z"), 420),
		at("2026-10-25T05:00:00Z"));
}

static void a_little_time_a_week_still_comes_to_an_end(void **state)
{
	struct work_week week = {.count = 1};

	(void)state;
	week.span[0].from = 9 * 60;
	week.span[0].to = 10 * 60;
	assert_int_equal(work_week_after(&week, DUBAI, at("2026-11-23T05:00:00Z"), 14 * 1440),
		at("2026-11-23T06:00:00Z") + INT64_C(335) * 7 * US_PER_DAY);
}

static void what_is_stored_comes_back(void **state)
{
	const struct work_week week = office(), all = {0};
	struct arena *arena = arena_new(0);
	struct work_week back;

	(void)state;
	work_week_unpack(work_week_pack(arena, &week), &back);
	assert_memory_equal(&back, &week, sizeof(week));
	assert_null(work_week_pack(arena, &all));
	work_week_unpack(NULL, &back);
	assert_int_equal(back.count, 0);
	arena_free(&arena);
}

static void clocks_are_read_strictly(void **state)
{
	static const char *const good[] = {"00:00", "09:30", "23:59", "24:00"};
	static const char *const bad[] = {
		"", "9:30", "09:60", "24:01", "99:00", "09.30", "-1:00", "09:3", "09:300", "a9:30"};
	char text[CLOCK_TEXT_BYTES];
	int64_t minutes;

	(void)state;
	for (size_t i = 0; i < COUNT(good); i++) {
		assert_case(clock_read(good[i], &minutes), good[i]);
		assert_string_equal(clock_write(text, minutes), good[i]);
	}
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_case(!clock_read(bad[i], &minutes), bad[i]);
	assert_false(clock_read(NULL, &minutes));
}

static void days_have_their_weekdays(void **state)
{
	(void)state;
	assert_string_equal(week_day_words[week_day_of(0)], "thu");
	assert_string_equal(week_day_words[week_day_of(days_of_civil(2026, 11, 23))], "mon");
	assert_string_equal(week_day_words[week_day_of(days_of_civil(1969, 12, 28))], "sun");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_the_hours_that_count_pass),
		cmocka_unit_test(closed_days_do_not_count),
		cmocka_unit_test(a_moment_is_open_or_not),
		cmocka_unit_test(without_hours_all_of_them_count),
		cmocka_unit_test(a_night_is_as_long_as_its_clock_says),
		cmocka_unit_test(a_little_time_a_week_still_comes_to_an_end),
		cmocka_unit_test(what_is_stored_comes_back),
		cmocka_unit_test(clocks_are_read_strictly),
		cmocka_unit_test(days_have_their_weekdays),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

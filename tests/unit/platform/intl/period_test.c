/* period_test.c - words and dates that name a period, in the company's zone. */
/* SPDX-License-Identifier: MIT */
#include "base/cx.h"
#include "platform/intl/intl.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

/* Saturday 16 November 2024, 02:30 in Dubai: still Friday in UTC. */
#define NOW "2024-11-15T22:30:00"

static int64_t us(const char *text)
{
	enum time_form form;
	int64_t value;

	if (!time_read(str_of(text), &value, &form))
		fail_msg("no time: %s", text);
	return value;
}

static const struct {
	const char *about, *zone, *word, *from, *to;
	const char *begins, *ends; /* UTC */
	bool whole_days;
} periods[] = {
	{"today", "Asia/Dubai", "today", NULL, NULL, "2024-11-15T20:00", "2024-11-16T20:00", true},
	{"yesterday", "Asia/Dubai", "yesterday", NULL, NULL, "2024-11-14T20:00", "2024-11-15T20:00",
		true},
	{"a week begins on Monday", "Asia/Dubai", "week", NULL, NULL, "2024-11-10T20:00",
		"2024-11-17T20:00", true},
	{"last week", "Asia/Dubai", "last_week", NULL, NULL, "2024-11-03T20:00", "2024-11-10T20:00",
		true},
	{"month", "Asia/Dubai", "month", NULL, NULL, "2024-10-31T20:00", "2024-11-30T20:00", true},
	{"last month", "Asia/Dubai", "last_month", NULL, NULL, "2024-09-30T20:00",
		"2024-10-31T20:00", true},
	{"seven days with today", "Asia/Dubai", "7d", NULL, NULL, "2024-11-09T20:00",
		"2024-11-16T20:00", true},
	{"last month has a long day", "Europe/Berlin", "last_month", NULL, NULL, "2024-09-30T22:00",
		"2024-10-31T23:00", true},
	{"dates are inclusive", "Asia/Dubai", NULL, "2024-11-01", "2024-11-02", "2024-10-31T20:00",
		"2024-11-02T20:00", true},
	{"custom", "Asia/Dubai", "custom", "2024-11-01", "2024-11-01", "2024-10-31T20:00",
		"2024-11-01T20:00", true},
	{"from a day until today", "Asia/Dubai", NULL, "2024-11-10", NULL, "2024-11-09T20:00",
		"2024-11-16T20:00", true},
	{"times with a zone", "Asia/Dubai", NULL, "2024-11-01T00:00:00Z",
		"2024-11-01T06:00:00+04:00", "2024-11-01T00:00", "2024-11-01T02:00", false},
	{"times of the company", "Asia/Dubai", NULL, "2024-11-01T04:00:00", "2024-11-01T08:00:00",
		"2024-11-01T00:00", "2024-11-01T04:00", false},
	{"dates narrow a word", "Asia/Dubai", "month", "2024-11-10", "2024-11-12",
		"2024-11-09T20:00", "2024-11-12T20:00", true},
	{"nothing in common is empty", "Asia/Dubai", "today", "2024-11-01", "2024-11-02",
		"2024-11-02T20:00", "2024-11-02T20:00", true},
};

static void words_and_dates_name_periods(void **state)
{
	struct arena *arena = arena_new(0);
	struct cx cx = {.arena = arena, .now_us = us(NOW)};

	(void)state;
	for (size_t i = 0; i < COUNT(periods); i++) {
		struct period period;

		if (intl_period(&cx, periods[i].zone, periods[i].word, periods[i].from,
			    periods[i].to, &period) != OK)
			fail_msg("%s: %s", periods[i].about, cx.failure.message);
		if (period.from_us != us(periods[i].begins) ||
			period.to_us != us(periods[i].ends) || period.all ||
			period.whole_days != periods[i].whole_days)
			fail_msg("%s: %lld..%lld", periods[i].about, (long long)period.from_us,
				(long long)period.to_us);
		if (period.whole_days && period.from_us < period.to_us) {
			assert_int_equal(
				intl_day_start(periods[i].zone, period.from_day), period.from_us);
			assert_int_equal(
				intl_day_start(periods[i].zone, period.to_day + 1), period.to_us);
		}
	}
	arena_free(&arena);
}

static void hours_end_now(void **state)
{
	struct arena *arena = arena_new(0);
	struct cx cx = {.arena = arena, .now_us = us(NOW)};
	struct period period;

	(void)state;
	assert_int_equal(intl_period(&cx, "Asia/Dubai", "48h", NULL, NULL, &period), OK);
	assert_int_equal(period.from_us, cx.now_us - 48 * US_PER_HOUR);
	assert_true(period.to_us > cx.now_us);
	assert_false(period.whole_days);
	arena_free(&arena);
}

static void all_has_no_limit(void **state)
{
	static const char *const words[] = {NULL, "", "all"};
	struct arena *arena = arena_new(0);
	struct cx cx = {.arena = arena, .now_us = us(NOW)};

	(void)state;
	for (size_t i = 0; i < COUNT(words); i++) {
		struct period period;

		assert_int_equal(intl_period(&cx, "Asia/Dubai", words[i], NULL, "", &period), OK);
		assert_true(period.all);
		assert_true(period.from_us < us("0002-01-01") && period.to_us > us("9999-01-01"));
	}
	arena_free(&arena);
}

static const struct {
	const char *word, *from, *to, *field;
} refused[] = {
	{"fortnight", NULL, NULL, "date"},
	{"0d", NULL, NULL, "date"},
	{"-1d", NULL, NULL, "date"},
	{"99999d", NULL, NULL, "date"},
	{"99999999999999999999d", NULL, NULL, "date"},
	{"d", NULL, NULL, "date"},
	{"1.5d", NULL, NULL, "date"},
	{"custom", NULL, NULL, "date_from"},
	{NULL, "2024-13-01", NULL, "date_from"},
	{NULL, "0000-00-00", NULL, "date_from"},
	{NULL, "2024-01-01", "yesterday", "date_to"},
	{NULL, "2024-02-01", "2024-01-01", "date_from"},
	{"today", "2024-02-02", "2024-02-01", "date_from"},
	{NULL, "1824-01-01", "2024-01-01", "date_to"},
};

static void nonsense_names_the_field(void **state)
{
	struct arena *arena = arena_new(0);

	(void)state;
	for (size_t i = 0; i < COUNT(refused); i++) {
		struct cx cx = {.arena = arena, .now_us = us(NOW)};
		struct period period;

		assert_int_equal(intl_period(&cx, "Asia/Dubai", refused[i].word, refused[i].from,
					 refused[i].to, &period),
			ERR_INVALID);
		assert_non_null(cx.failure.fields);
		assert_string_equal(cx.failure.fields->field, refused[i].field);
	}
	arena_free(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_and_dates_name_periods),
		cmocka_unit_test(hours_end_now),
		cmocka_unit_test(all_has_no_limit),
		cmocka_unit_test(nonsense_names_the_field),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* time_test.c - reading and writing instants and days. */
/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "base/time.h"

static void writes_utc_with_milliseconds(void **state)
{
	static const struct {
		const char *text;
		int64_t us;
	} cases[] = {
		{"1970-01-01T00:00:00.000Z", 0},
		{"1969-12-31T23:59:59.999Z", -1},
		{"2024-02-29T12:30:45.123Z", INT64_C(1709209845123456)},
		{"0001-01-01T00:00:00.000Z", TIME_MIN_US},
		{"9999-12-31T23:59:59.999Z", TIME_MAX_US},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		char text[TIME_TEXT_BYTES];

		assert_int_equal(time_write(text, cases[i].us), strlen(cases[i].text));
		assert_string_equal(text, cases[i].text);
	}
}

/* A damaged row must not reach beyond the text or the table of digits. */
static void writes_as_many_letters_of_times_that_are_none(void **state)
{
	static const int64_t times[] = {
		TIME_MAX_US + 1, TIME_MIN_US - 1, INT64_MAX / 2, INT64_MIN / 2};

	(void)state;
	for (size_t i = 0; i < COUNT(times); i++) {
		char text[TIME_TEXT_BYTES];

		assert_int_equal(time_write(text, times[i]), 24);
		assert_int_equal(strlen(text), 24);
	}
}

static void reads_every_form_and_nothing_else(void **state)
{
	static const struct {
		const char *text;
		bool good;
		enum time_form form;
		int64_t us;
	} cases[] = {
		{"2024-11-16T10:00:00Z", true, TIME_ZONED, INT64_C(1731751200000000)},
		{"2024-11-16T14:00:00+04:00", true, TIME_ZONED, INT64_C(1731751200000000)},
		{"2024-11-16T10:00:00.5Z", true, TIME_ZONED, INT64_C(1731751200500000)},
		{"2024-11-16 10:00", true, TIME_LOCAL, INT64_C(1731751200000000)},
		{"2024-11-16T10:00:00", true, TIME_LOCAL, INT64_C(1731751200000000)},
		{"2024-11-16", true, TIME_DAY, INT64_C(1731715200000000)},
		{"2024-02-29", true, TIME_DAY, INT64_C(1709164800000000)},
		{"2023-02-29", false, 0, 0},
		{"0000-00-00", false, 0, 0},
		{"2024-13-01", false, 0, 0},
		{"2024-11-16T24:00:00Z", false, 0, 0},
		{"2024-11-16T10:00:00+99:00", false, 0, 0},
		{"2024-11-16T10:00:00Zx", false, 0, 0},
		{"2024-11-16T10:00:00.", false, 0, 0},
		{"2024-11-16T10:00:00.1234567890Z", false, 0, 0},
		{"24-11-16", false, 0, 0},
		{" 2024-11-16", false, 0, 0},
		{"2024-11-16Z", false, 0, 0},
		{"", false, 0, 0},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		enum time_form form;
		int64_t us;

		assert_case(time_read(str_of(cases[i].text), &us, &form) == cases[i].good,
			cases[i].text);
		if (!cases[i].good)
			continue;
		assert_case(form == cases[i].form, cases[i].text);
		assert_case(us == cases[i].us, cases[i].text);
	}
}

static void every_day_of_four_centuries_comes_back(void **state)
{
	(void)state;
	for (int64_t day = days_of_civil(1800, 1, 1); day < days_of_civil(2200, 1, 1); day++) {
		char text[DAY_TEXT_BYTES];
		int64_t again;

		(void)day_write(text, day);
		assert_true(day_read(str_of(text), &again));
		assert_int_equal(again, day);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(writes_utc_with_milliseconds),
		cmocka_unit_test(writes_as_many_letters_of_times_that_are_none),
		cmocka_unit_test(reads_every_form_and_nothing_else),
		cmocka_unit_test(every_day_of_four_centuries_comes_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

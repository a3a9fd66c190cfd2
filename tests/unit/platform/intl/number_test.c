/* number_test.c - numbers as people write them, in both kinds of digits. */
/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "platform/intl/intl.h"

static const struct {
	const char *text;
	bool good;
	int64_t count;
} rows[] = {
	{"2", true, 2},
	{" 15 ", true, 15},
	{"2.0", true, 2},
	{"2.00", true, 2},
	{"٢", true, 2},
	{"١٥٫٠", true, 15},
	{"۱۲", true, 12},
	{"-3", true, -3},
	{"2.5", false, 0},
	{"", false, 0},
	{"two", false, 0},
	{"99999999999999999999", false, 0},
};

static void whole_numbers(void **state)
{
	struct arena *arena = arena_new(0);

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		int64_t count = 0;

		if (intl_count_read(arena, rows[i].text, &count) != rows[i].good)
			fail_msg("%s: %s", rows[i].text, rows[i].good ? "refused" : "taken");
		if (rows[i].good && count != rows[i].count)
			fail_msg("%s: %lld", rows[i].text, (long long)count);
	}
	arena_free(&arena);
}

static void signs_and_letters(void **state)
{
	struct arena *arena = arena_new(0);

	(void)state;
	assert_string_equal(intl_plain_digits(arena, "١٬٢٠٠٫٥٠ درهم"), "1,200.50 درهم");
	assert_string_equal(intl_plain_digits(arena, "SG-S24U"), "SG-S24U");
	arena_free(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whole_numbers),
		cmocka_unit_test(signs_and_letters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* utf8_test.c - what is and is not UTF-8 (RFC 3629). */
/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "base/utf8.h"

static void tells_valid_from_invalid(void **state)
{
	static const struct {
		const char *name;
		const char *bytes;
		size_t length;
		bool valid;
	} cases[] = {
		{"ascii", "abc", 3, true},
		{"arabic", "هاتف", 8, true},
		{"largest", "\xF4\x8F\xBF\xBF", 4, true},
		{"empty", "", 0, true},
		{"nul", "a\0b", 3, false},
		{"lone continuation", "\x80", 1, false},
		{"cut short", "\xD9", 1, false},
		{"bad second byte", "\xC3\x28", 2, false},
		{"overlong slash", "\xC0\xAF", 2, false},
		{"overlong of three", "\xE0\x80\xAF", 3, false},
		{"overlong of four", "\xF0\x80\x80\xAF", 4, false},
		{"surrogate", "\xED\xA0\x80", 3, false},
		{"above the last", "\xF4\x90\x80\x80", 4, false},
		{"never a lead", "\xF5\x80\x80\x80", 4, false},
		{"five bytes", "\xF8\x88\x80\x80\x80", 5, false},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_case(utf8_valid(cases[i].bytes, cases[i].length) == cases[i].valid,
			cases[i].name);
}

static void counts_and_cuts_at_code_points(void **state)
{
	const char *text = "aه€😀";
	const char *at = text;

	(void)state;
	assert_int_equal(utf8_count(text), 4);
	assert_int_equal(utf8_prefix(text, 2), 1);
	assert_int_equal(utf8_prefix(text, 3), 3);
	assert_int_equal(utf8_prefix(text, 9), 6);
	assert_int_equal(utf8_prefix(text, 10), 10);
	assert_int_equal(utf8_next(&at), 'a');
	assert_int_equal(utf8_next(&at), 0x647);
	assert_int_equal(utf8_next(&at), 0x20AC);
	assert_int_equal(utf8_next(&at), 0x1F600);
	assert_int_equal(utf8_next(&at), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tells_valid_from_invalid),
		cmocka_unit_test(counts_and_cuts_at_code_points),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* str_test.c - numbers, slices and buffers. */
/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "base/str.h"

static void reads_whole_integers_only(void **state)
{
	static const struct {
		const char *text;
		bool good;
		int64_t value;
	} cases[] = {
		{"0", true, 0},
		{"-1", true, -1},
		{"007", true, 7},
		{"9223372036854775807", true, INT64_MAX},
		{"-9223372036854775808", true, INT64_MIN},
		{"9223372036854775808", false, 0},
		{"-9223372036854775809", false, 0},
		{"18446744073709551616", false, 0},
		{"", false, 0},
		{"-", false, 0},
		{"+1", false, 0},
		{" 1", false, 0},
		{"1 ", false, 0},
		{"1e3", false, 0},
		{"1.5", false, 0},
		{"0x10", false, 0},
		{"١", false, 0},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		int64_t value = 0;

		assert_case(text_int(cases[i].text, &value) == cases[i].good, cases[i].text);
		assert_case(value == cases[i].value, cases[i].text);
	}
}

static void writes_the_extremes(void **state)
{
	char text[24];

	(void)state;
	text[write_int(text, INT64_MIN)] = '\0';
	assert_string_equal(text, "-9223372036854775808");
	text[write_int(text, INT64_MAX)] = '\0';
	assert_string_equal(text, "9223372036854775807");
}

static void cuts_at_the_first_separator(void **state)
{
	struct str rest;
	struct str first = str_cut(STR("a,b,c"), ',', &rest);

	(void)state;
	assert_true(str_is(first, "a"));
	assert_true(str_is(rest, "b,c"));
	first = str_cut(STR("a"), ',', &rest);
	assert_true(str_is(first, "a"));
	assert_null(rest.ptr);
	(void)str_cut(STR("a,"), ',', &rest);
	assert_non_null(rest.ptr);
	assert_int_equal(rest.len, 0);
}

static void a_buffer_keeps_what_it_was_given(void **state)
{
	struct arena *arena = arena_new(0);
	struct buf buf = buf_in(arena, 1);

	(void)state;
	for (int i = 0; i < 10000; i++)
		buf_int(&buf, i % 10);
	assert_int_equal(buf.len, 10000);
	for (size_t i = 0; i < buf.len; i++)
		assert_int_equal(buf.ptr[i], '0' + (int)(i % 10));
	buf_format(&buf, "%s-%d", "end", 7);
	assert_string_equal(buf.ptr + 10000, "end-7");
	arena_free(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_whole_integers_only),
		cmocka_unit_test(writes_the_extremes),
		cmocka_unit_test(cuts_at_the_first_separator),
		cmocka_unit_test(a_buffer_keeps_what_it_was_given),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

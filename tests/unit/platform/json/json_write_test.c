/* json_write_test.c - what the writer writes, byte for byte. */
/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "base/time.h"
#include "platform/json/json.h"

#include <math.h>

static struct arena *arena;

static int make_arena(void **state)
{
	(void)state;
	arena = arena_new(0);
	return 0;
}

static int free_arena(void **state)
{
	(void)state;
	arena_free(&arena);
	return 0;
}

static void text_is_escaped(void **state)
{
	static const struct {
		const char *name, *text, *json;
	} cases[] = {
		{"empty", "", "\"\""},
		{"plain", "abc", "\"abc\""},
		{"quote and backslash", "a\"b\\c", "\"a\\\"b\\\\c\""},
		{"controls", "\b\t\n\f\r\x01\x1f", "\"\\b\\t\\n\\f\\r\\u0001\\u001f\""},
		{"delete is no control of JSON", "\x7f", "\"\x7f\""},
		{"html stays", "<a href='x'>&</a>", "\"<a href='x'>&</a>\""},
		{"arabic", "سلام", "\"سلام\""},
		{"four bytes", "a\xF0\x9F\x98\x80z", "\"a\xF0\x9F\x98\x80z\""},
		{"long plain", "0123456789012345678901234567890",
			"\"0123456789012345678901234567890\""},
		{"quote in the second word", "01234567\"9", "\"01234567\\\"9\""},
		{"quote at the end of a word", "0123456\"89012345", "\"0123456\\\"89012345\""},
		{"quote where the last two words overlap", "0123456789\"b", "\"0123456789\\\"b\""},
		{"arabic between quotes", "a\"سلام عليكم\"b", "\"a\\\"سلام عليكم\\\"b\""},
		{"arabic, then no UTF-8", "سلام\xE2\x82", "\"سلام\xEF\xBF\xBD\xEF\xBF\xBD\""},
		{"overlong", "a\xC0\x80z", "\"a\xEF\xBF\xBD\xEF\xBF\xBDz\""},
		{"surrogate", "\xED\xA0\x80", "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\""},
		{"cut off", "ab\xE2\x82", "\"ab\xEF\xBF\xBD\xEF\xBF\xBD\""},
		{"lone continuation", "\x80", "\"\xEF\xBF\xBD\""},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct json json;

		json_begin(&json, arena, 0);
		json_text(&json, cases[i].text);
		assert_case(strcmp(json_end(&json).ptr, cases[i].json) == 0, cases[i].name);
	}
}

/* Each byte alone, at each place of a word: the word-wise scan agrees with the plain one. */
static void every_byte_at_every_place(void **state)
{
	(void)state;
	for (unsigned byte = 1; byte < 0x80; byte++)
		for (size_t place = 0; place < 17; place++) {
			char text[18] = "aaaaaaaaaaaaaaaaa";
			bool special = byte < 0x20 || byte == '"' || byte == '\\';
			struct json json;
			struct str out;

			text[place] = (char)byte;
			json_begin(&json, arena, 8);
			json_text(&json, text);
			out = json_end(&json);
			assert_int_equal(memchr(out.ptr, '\\', out.len) != NULL, special);
			if (!special)
				assert_int_equal(out.len, 19);
			arena_reset(arena);
		}
}

static void money_has_its_decimals(void **state)
{
	static const struct {
		int64_t minor;
		int digits;
		const char *json;
	} cases[] = {{75000, 2, "750.00"}, {5, 2, "0.05"}, {50, 2, "0.50"}, {0, 2, "0.00"},
		{-5, 2, "-0.05"}, {-12345, 2, "-123.45"}, {1234, 3, "1.234"}, {7, 3, "0.007"},
		{42, 0, "42"}, {0, 0, "0"}, {INT64_MAX, 2, "92233720368547758.07"},
		{INT64_MIN, 2, "-92233720368547758.08"}};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct json json;

		json_begin(&json, arena, 0);
		json_money(&json, cases[i].minor, cases[i].digits);
		assert_string_equal(json_end(&json).ptr, cases[i].json);
	}
}

static void commas_and_brackets_are_its_business(void **state)
{
	struct json json;

	(void)state;
	json_begin(&json, arena, 0);
	json_open(&json);
	json_field_text(&json, "text", NULL);
	json_field_int(&json, "int", INT64_MIN);
	json_field_bool(&json, "yes", true);
	json_field_null(&json, "none");
	json_field_id(&json, "no_id", 0);
	json_field_id(&json, "id", 9);
	json_field_time(&json, "at", INT64_C(1795328766123456));
	json_field_opt_time(&json, "never", (struct opt_int){0});
	json_field_opt_day(&json, "day", (struct opt_int){20779, true});
	json_field_opt_int(&json, "n", (struct opt_int){3, true});
	json_field_raw(&json, "raw", "[1]");
	json_field_raw(&json, "no_raw", NULL);
	json_field_open(&json, "empty");
	json_close(&json);
	json_field_open_array(&json, "list");
	json_int(&json, 1);
	json_open(&json);
	json_close(&json);
	json_open_array(&json);
	json_close_array(&json);
	json_null(&json);
	json_close_array(&json);
	json_key_text(&json, "a\"b");
	json_double(&json, 2.5, 2);
	json_key(&json, "nan");
	json_double(&json, NAN, 2);
	json_close(&json);
	assert_string_equal(json_end(&json).ptr,
		"{\"text\":null,\"int\":-9223372036854775808,\"yes\":true,\"none\":null,\"no_id\":"
		"null,"
		"\"id\":9,\"at\":\"2026-11-22T06:26:06.123Z\",\"never\":null,\"day\":\"2026-11-"
		"22\","
		"\"n\":3,\"raw\":[1],\"no_raw\":null,\"empty\":{},\"list\":[1,{},[],null],"
		"\"a\\\"b\":2.50,\"nan\":null}");
}

static void a_large_list_grows(void **state)
{
	struct json json;
	struct str out;

	(void)state;
	json_begin(&json, arena, 16);
	json_open_array(&json);
	for (int i = 0; i < 10000; i++)
		json_text(&json, "some text of a row");
	json_close_array(&json);
	out = json_end(&json);
	assert_int_equal(out.len, 2 + 10000 * 20 + 9999);
	assert_int_equal(strlen(out.ptr), out.len);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(text_is_escaped, make_arena, free_arena),
		cmocka_unit_test_setup_teardown(every_byte_at_every_place, make_arena, free_arena),
		cmocka_unit_test_setup_teardown(money_has_its_decimals, make_arena, free_arena),
		cmocka_unit_test_setup_teardown(
			commas_and_brackets_are_its_business, make_arena, free_arena),
		cmocka_unit_test_setup_teardown(a_large_list_grows, make_arena, free_arena),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* json_parse_test.c - what is JSON, what is not, and what comes out of it. */
/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "platform/auth/auth.h"
#include "platform/json/json.h"

static struct cx cx;

static int open_cx(void **state)
{
	(void)state;
	cx = (struct cx){.arena = arena_new(0), .actor = actor_nobody(), .request_id = "test"};
	return 0;
}

static int close_cx(void **state)
{
	(void)state;
	arena_free(&cx.arena);
	return 0;
}

static enum err parse(const char *text, size_t length, const struct json_value **value)
{
	*value = NULL;
	fail_clear(&cx);
	return json_parse(&cx, (struct str){text, length}, value);
}

static void good_documents_come_out_again(void **state)
{
	static const char *const cases[][2] = {
		{"{}", "{}"},
		{"[]", "[]"},
		{" \t\r\n{ \"a\" : [ 1 , 2 ] } \n", "{\"a\":[1,2]}"},
		{"null", "null"},
		{"true", "true"},
		{"\"x\"", "\"x\""},
		{"0", "0"},
		{"-12", "-12"},
		{"[9223372036854775807]", "[9223372036854775807]"},
		{"[750.00]", "[750.00]"},
		{"[-0.5e-3]", "[-0.5e-3]"},
		{"{\"a\":1,\"a\":2}", "{\"a\":2}"},
		{"\"\\u00e9\\n\\/\"", "\"é\\n/\""},
		{"\"\\ud83d\\ude00\"", "\"😀\""},
		{"{\"__proto__\":{\"x\":1}}", "{\"__proto__\":{\"x\":1}}"},
		{"{\"\":1,\"a\\\"b\":2}", "{\"\":1,\"a\\\"b\":2}"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct json_value *value;

		if (parse(cases[i][0], strlen(cases[i][0]), &value) != OK)
			fail_msg("%s: %s", cases[i][0], cx.failure.message);
		assert_string_equal(json_print(&cx, value), cases[i][1]);
	}
}

static void bad_documents_are_refused(void **state)
{
	static const char *const cases[] = {"", " ", "{", "}", "[1,]", "{\"a\":1,}", "{a:1}",
		"['a']", "[1 2]", "{\"a\" 1}", "[,1]", "[1,,2]", "{,}", "[01]", "[00]", "[-01]",
		"[-]", "[+1]", "[.5]", "[1.]", "[1e]", "[1e+]", "[0x10]", "[1.0.0]", "[1-2]",
		"[--1]", "[12a]", "[1e999]", "[-1e999]", "NaN", "[NaN]", "[Infinity]",
		"[-Infinity]", "[True]", "[NULL]", "[tru]", "[truefalse]", "1 2", "{} {}", "[1]x",
		"/*c*/[1]", "[1/*c*/]", "[1]//c", "\"a", "\"\\x\"", "\"\\u12\"", "\"\\u00zz\"",
		"\"\\u0000\"", "{\"a\\u0000b\":1}", "\"\\ud800\"", "\"\\ud800\\u0041\"",
		"\"\\udc00\"", "\"\\ud800x\"", "\"a\tb\"", "\"a\nb\"", "\"\x01\"", "\"\xC0\x80\"",
		"\"\xED\xA0\x80\"", "\"\xF5\x80\x80\x80\"", "\"\xFF\"", "\xEF\xBB\xBF{}",
		"\"\xE2\x82\"", "{\"\xC3\x28\":1}", "[1}", "{\"a\":1]", "{\"a\"}", "{1:2}", "]",
		"\\"};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct json_value *value;

		if (parse(cases[i], strlen(cases[i]), &value) != ERR_MALFORMED)
			fail_msg("taken: %s", cases[i]);
		assert_case(strstr(cx.failure.message, "JSON") != NULL, cases[i]);
	}
}

static void nul_ends_no_document(void **state)
{
	const struct json_value *value;

	(void)state;
	assert_int_equal(parse("{}\0", 3, &value), ERR_MALFORMED);
	assert_int_equal(parse("\"a\0b\"", 5, &value), ERR_MALFORMED);
	assert_int_equal(parse("[1\0]", 4, &value), ERR_MALFORMED);
	assert_int_equal(parse("\"\\\0\"", 4, &value), ERR_MALFORMED);
}

static void depth_is_limited(void **state)
{
	const struct json_value *value;
	static char deep[200000];

	(void)state;
	memset(deep, '[', 31);
	memset(deep + 31, ']', 31);
	assert_int_equal(parse(deep, 62, &value), OK);
	memset(deep, '[', 33);
	memset(deep + 33, ']', 33);
	assert_int_equal(parse(deep, 66, &value), ERR_MALFORMED);
	memset(deep, '[', 100000);
	memset(deep + 100000, ']', 100000);
	assert_int_equal(parse(deep, 200000, &value), ERR_MALFORMED);
}

static void integers_beyond_64_bits_are_not_clamped(void **state)
{
	static const char *const cases[] = {"[9223372036854775808]", "[-9223372036854775809]",
		"[18446744073709551615]", "[99999999999999999999999]"};
	const struct json_value *value;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		assert_int_equal(parse(cases[i], strlen(cases[i]), &value), OK);
		assert_int_equal(json_kind_of(json_item(value, 0)), JSON_DOUBLE);
	}
}

static void values_are_found(void **state)
{
	static const char text[] = "{\"t\":\"x\",\"n\":7,\"d\":1.50,\"b\":true,\"z\":null,"
				   "\"l\":[1,2,3],\"o\":{\"k\":\"v\"}}";
	const struct json_value *value;
	const char *key;

	(void)state;
	assert_int_equal(parse(text, strlen(text), &value), OK);
	assert_string_equal(json_text_of(json_get(value, "t")), "x");
	assert_int_equal(json_int_of(json_get(value, "n")), 7);
	assert_string_equal(json_digits_of(cx.arena, json_get(value, "n")), "7");
	assert_string_equal(json_digits_of(cx.arena, json_get(value, "d")), "1.50");
	assert_true(json_double_of(json_get(value, "d")) > 1.49);
	assert_true(json_bool_of(json_get(value, "b")));
	assert_int_equal(json_kind_of(json_get(value, "z")), JSON_NULL);
	assert_int_equal(json_count(json_get(value, "l")), 3);
	assert_int_equal(json_int_of(json_item(json_get(value, "l"), 2)), 3);
	assert_null(json_get(value, "missing"));
	assert_null(json_get(json_get(value, "l"), "t"));
	assert_int_equal(json_members(value), 7);
	assert_non_null(json_member(json_get(value, "o"), 0, &key));
	assert_string_equal(key, "k");
}

static void large_documents_are_quick_and_bounded(void **state)
{
	const struct json_value *value;
	struct json json;
	struct str text;
	char key[16];

	(void)state;
	json_begin(&json, cx.arena, 1 << 20);
	json_open(&json);
	for (int i = 0; i < 60000; i++) {
		(void)snprintf(key, sizeof(key), "k%d", i);
		json_field_int(&json, key, i);
	}
	json_close(&json);
	text = json_end(&json);
	assert_int_equal(parse(text.ptr, text.len, &value), OK);
	assert_int_equal(json_members(value), 60000);
	assert_int_equal(json_int_of(json_get(value, "k59999")), 59999);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(good_documents_come_out_again, open_cx, close_cx),
		cmocka_unit_test_setup_teardown(bad_documents_are_refused, open_cx, close_cx),
		cmocka_unit_test_setup_teardown(nul_ends_no_document, open_cx, close_cx),
		cmocka_unit_test_setup_teardown(depth_is_limited, open_cx, close_cx),
		cmocka_unit_test_setup_teardown(
			integers_beyond_64_bits_are_not_clamped, open_cx, close_cx),
		cmocka_unit_test_setup_teardown(values_are_found, open_cx, close_cx),
		cmocka_unit_test_setup_teardown(
			large_documents_are_quick_and_bounded, open_cx, close_cx),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* shape_test.c - every type of parameter: what it takes, what it refuses, what comes out. */
/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "base/clock.h"
#include "platform/http/http_params.h"

static const char *const words[] = {"new", "confirmed", "closed", NULL};

/* One member of each type at the same place: a case reads one field. */
struct value {
	union {
		const char *text;
		struct opt_int integer;
		struct opt_bool boolean;
		const char *const *keys;
		const struct json_value *json;
	} as;
};

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

/* As text (from a query), or as JSON. NULL text and json: not given. */
static bool read_field(
	struct shape_field field, struct str text, const char *json, struct value *value)
{
	struct given given = {.kind = GIVEN_NOT};

	field.name = "field";
	fail_clear(&cx);
	memset(value, 0, sizeof(*value));
	if (text.ptr)
		given = (struct given){.kind = GIVEN_TEXT, .text = text};
	if (json) {
		given.kind = GIVEN_JSON;
		if (json_parse(&cx, str_of(json), &given.json) != OK)
			fail_msg("the test's JSON: %s", json);
	}
	return shape_read(&cx, "Asia/Dubai", &field, &given, value);
}

/* ---- Numbers ------------------------------------------------------------------- */

static void integers_are_exact(void **state)
{
	static const struct {
		const char *text, *json;
		bool good;
		int64_t value;
	} cases[] = {
		{"0", NULL, true, 0},
		{"100", NULL, true, 100},
		{"007", NULL, true, 7},
		{"101", NULL, false, 0},
		{"-1", NULL, false, 0},
		{"1e3", NULL, false, 0},
		{"+1", NULL, false, 0},
		{" 1", NULL, false, 0},
		{"1 ", NULL, false, 0},
		{"1.0", NULL, false, 0},
		{"0x10", NULL, false, 0},
		{"1,000", NULL, false, 0},
		{"9223372036854775808", NULL, false, 0},
		{"18446744073709551616", NULL, false, 0},
		{"4294967296", NULL, false, 0},
		{"١٢", NULL, false, 0},
		{"null", NULL, false, 0},
		{NULL, "5", true, 5},
		{NULL, "\"5\"", false, 0},
		{NULL, "5.0", false, 0},
		{NULL, "1e1", false, 0},
		{NULL, "true", false, 0},
		{NULL, "[5]", false, 0},
		{NULL, "{}", false, 0},
		{NULL, "18446744073709551617", false, 0},
		{NULL, "9223372036854775808", false, 0},
		{NULL, "null", false, 0},
	};
	const struct shape_field field = {.type = SHAPE_INT, .min = 0, .max = 100};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *name = cases[i].text ? cases[i].text : cases[i].json;
		struct value value;
		bool good = read_field(field, str_of(cases[i].text), cases[i].json, &value);

		assert_case(good == cases[i].good, name);
		assert_case(value.as.integer.given == good, name);
		assert_case(value.as.integer.value == cases[i].value, name);
		if (!good) {
			assert_case(strcmp(cx.failure.fields->field, "field") == 0, name);
			assert_case(strncmp(cx.failure.message, "This ", 5) == 0, name);
		}
	}
}

static void yes_and_no(void **state)
{
	static const struct {
		const char *text, *json;
		int result; /* -1: refused */
	} cases[] = {{"true", NULL, 1}, {"1", NULL, 1}, {"false", NULL, 0}, {"0", NULL, 0},
		{"yes", NULL, -1}, {"TRUE", NULL, -1}, {"2", NULL, -1}, {NULL, "true", 1},
		{NULL, "false", 0}, {NULL, "\"true\"", -1}, {NULL, "1", -1}, {NULL, "[]", -1}};
	const struct shape_field field = {.type = SHAPE_BOOL};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *name = cases[i].text ? cases[i].text : cases[i].json;
		struct value value;
		bool good = read_field(field, str_of(cases[i].text), cases[i].json, &value);

		assert_case(good == (cases[i].result >= 0), name);
		assert_case(!good || value.as.boolean.value == (cases[i].result == 1), name);
	}
}

/* ---- Text ------------------------------------------------------------------------ */

struct text_case {
	const char *text, *json, *result; /* NULL result: refused */
};

static void check_texts(struct shape_field field, const struct text_case *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const char *name = cases[i].text ? cases[i].text : cases[i].json;
		struct value value;
		bool good = read_field(field, str_of(cases[i].text), cases[i].json, &value);

		if (good != (cases[i].result != NULL))
			fail_msg("case \"%s\": %s", name, good ? "taken" : cx.failure.message);
		if (good && strcmp(value.as.text ? value.as.text : "(null)", cases[i].result) != 0)
			fail_msg("case \"%s\": \"%s\"", name,
				value.as.text ? value.as.text : "(null)");
	}
}

static void texts_are_trimmed_and_counted_in_letters(void **state)
{
	static const struct text_case cases[] = {
		{"ab", NULL, "ab"},
		{"  ab\r\n", NULL, "ab"},
		{"a", NULL, NULL},
		{" a ", NULL, NULL},
		{"سلام", NULL, "سلام"},
		{"abcde", NULL, NULL},
		{NULL, "\"a\\tb\"", "a\tb"},
		{NULL, "\"a\\nb\"", "a\nb"},
		{NULL, "\"a\\u0007b\"", NULL},
		{NULL, "\"a\\u007fb\"", NULL},
		{NULL, "\"a\\u0085b\"", NULL},
		{"a\xC3\x28", NULL, NULL},
		{"a\xED\xA0\x80", NULL, NULL},
		{NULL, "12", NULL},
		{NULL, "[\"ab\"]", NULL},
		{NULL, "{\"a\":\"b\"}", NULL},
		{NULL, "true", NULL},
		{"", NULL, "(null)"},
		{"  ", NULL, "(null)"},
		{NULL, "\"\"", "(null)"},
	};

	(void)state;
	check_texts(
		(struct shape_field){.type = SHAPE_TEXT, .min = 2, .max = 4}, cases, COUNT(cases));
}

static void raw_text_keeps_its_blanks(void **state)
{
	static const struct text_case cases[] = {
		{" a ", NULL, " a "}, {"   ", NULL, "   "}, {"", NULL, ""}};

	(void)state;
	check_texts((struct shape_field){.type = SHAPE_RAW_TEXT, .max = 10}, cases, COUNT(cases));
}

static void nul_is_refused_by_name(void **state)
{
	struct value value;

	(void)state;
	assert_false(read_field((struct shape_field){.type = SHAPE_TEXT, .max = 9},
		(struct str){"abc\0x", 5}, NULL, &value));
	assert_string_equal(cx.failure.fields->field, "field");
}

static void words_are_of_the_list(void **state)
{
	static const struct text_case one[] = {{"new", NULL, "new"}, {"all", NULL, "(null)"},
		{"New", NULL, NULL}, {"new ", NULL, NULL}, {"new,closed", NULL, NULL},
		{NULL, "\"closed\"", "closed"}, {NULL, "1", NULL}, {NULL, "[\"new\"]", NULL},
		{"' OR 1=1--", NULL, NULL}, {"", NULL, "(null)"}};
	static const struct text_case many[] = {{"new", NULL, "new"},
		{"new,closed", NULL, "new,closed"}, {"new, closed", NULL, "new,closed"},
		{"all", NULL, "(null)"}, {"new,all", NULL, NULL}, {"new,,closed", NULL, NULL},
		{"new,x", NULL, NULL}, {NULL, "[\"new\",\"closed\"]", "new,closed"},
		{NULL, "[\"new\",1]", NULL}, {NULL, "[]", "(null)"}, {NULL, "{}", NULL}};

	(void)state;
	check_texts((struct shape_field){.type = SHAPE_WORD, .words = words, .flags = SHAPE_ALL_OK},
		one, COUNT(one));
	check_texts(
		(struct shape_field){.type = SHAPE_WORDS, .words = words, .flags = SHAPE_ALL_OK},
		many, COUNT(many));
}

static void keys_are_ids_or_codes(void **state)
{
	static const struct text_case cases[] = {{"1", NULL, "1"},
		{"ORD-2026-001847", NULL, "ORD-2026-001847"}, {"conv_123", NULL, "conv_123"},
		{"-1", NULL, NULL}, {"+1", NULL, NULL}, {" 1", NULL, NULL}, {"1.5", NULL, NULL},
		{"a b", NULL, NULL}, {"1;x", NULL, NULL}, {"'", NULL, NULL}, {"é", NULL, NULL},
		{NULL, "7", "7"}, {NULL, "\"AGT-001\"", "AGT-001"}, {NULL, "-7", NULL},
		{NULL, "1.5", NULL}, {NULL, "true", NULL}, {NULL, "[1]", NULL}};

	(void)state;
	check_texts((struct shape_field){.type = SHAPE_KEY}, cases, COUNT(cases));
}

static void lists_of_keys(void **state)
{
	static const struct {
		const char *text, *json;
		bool good;
		const char *joined;
	} cases[] = {
		{"1,2", NULL, true, "1 2 "},
		{"ORD-1, ORD-2", NULL, true, "ORD-1 ORD-2 "},
		{"1", NULL, true, "1 "},
		{"1,,2", NULL, false, ""},
		{"1,2,3,4", NULL, false, ""},
		{NULL, "[1,\"ORD-2\",3]", true, "1 ORD-2 3 "},
		{NULL, "[1,2,3,4]", false, ""},
		{NULL, "[1,null]", false, ""},
		{NULL, "[[1]]", false, ""},
		{NULL, "9", true, "9 "},
		{NULL, "\"1,2\"", true, "1 2 "},
		{NULL, "[]", true, ""},
		{NULL, "{}", false, ""},
	};
	const struct shape_field field = {.type = SHAPE_KEYS, .max = 3};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *name = cases[i].text ? cases[i].text : cases[i].json;
		struct buf joined = buf_in(cx.arena, 64);
		struct value value;
		bool good = read_field(field, str_of(cases[i].text), cases[i].json, &value);

		assert_case(good == cases[i].good, name);
		for (const char *const *key = value.as.keys; key && *key; key++)
			buf_format(&joined, "%s ", *key);
		assert_case(strcmp(joined.ptr, cases[i].joined) == 0, name);
	}
}

static void names_have_points_and_colons(void **state)
{
	static const char *const good[] = {"orders.read", "order:created", "*"};
	static const char *const bad[] = {"a b", "", "-x", "x;y", "x/y"};
	const struct shape_field names = {.type = SHAPE_KEYS, .flags = SHAPE_NAMES};
	const struct shape_field keys = {.type = SHAPE_KEYS};
	struct value value;

	(void)state;
	for (size_t i = 0; i < COUNT(good); i++) {
		assert_case(read_field(names, str_of(good[i]), NULL, &value), good[i]);
		assert_string_equal(value.as.keys[0], good[i]);
		assert_case(!read_field(keys, str_of(good[i]), NULL, &value), good[i]);
	}
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_case(!read_field(names, (struct str){bad[i], strlen(bad[i])},
				    bad[i][0] ? NULL : "[\"\"]", &value),
			bad[i]);
}

static void phones_get_their_plus_back(void **state)
{
	static const struct text_case cases[] = {{" 971501234567", NULL, "+971501234567"},
		{"+971501234567", NULL, "+971501234567"}, {"050 123-4567", NULL, "050 123-4567"},
		{" +97150", NULL, "+97150"}, {NULL, "\" 971501234567\"", "+971501234567"},
		{NULL, "501234567", NULL}, {"\n97150", NULL, "97150"}, {"   ", NULL, "(null)"},
		{"12345678901234567890123456789012345678901", NULL, NULL}, {"1\x01", NULL, NULL}};

	(void)state;
	check_texts((struct shape_field){.type = SHAPE_PHONE}, cases, COUNT(cases));
}

static void emails_are_plausible(void **state)
{
	static const struct text_case cases[] = {{"A.B@Example.COM", NULL, "a.b@example.com"},
		{" a@b.co ", NULL, "a@b.co"}, {"a+b@c-d.example", NULL, "a+b@c-d.example"},
		{"a", NULL, NULL}, {"a@b", NULL, NULL}, {"@b.co", NULL, NULL}, {"a@", NULL, NULL},
		{"a@b.co.", NULL, NULL}, {"a@.co", NULL, NULL}, {"a..b@c.de", NULL, NULL},
		{".a@c.de", NULL, NULL}, {"a.@c.de", NULL, NULL}, {"a@b@c.de", NULL, NULL},
		{"a b@c.de", NULL, NULL}, {"a@-c.de", NULL, NULL}, {"a@c-.de", NULL, NULL},
		{"a@b.co\r\nBcc: x@y.zz", NULL, NULL}, {"<a@b.co>", NULL, NULL}, {NULL, "1", NULL}};

	(void)state;
	check_texts((struct shape_field){.type = SHAPE_EMAIL}, cases, COUNT(cases));
}

static void money_keeps_its_digits(void **state)
{
	static const struct text_case cases[] = {{"750.00", NULL, "750.00"},
		{"1,200.5", NULL, "1,200.5"}, {NULL, "750.00", "750.00"}, {NULL, "750", "750"},
		{NULL, "\"7.5\"", "7.5"}, {NULL, "-1", NULL}, {"-1", NULL, NULL},
		{"+1", NULL, NULL}, {NULL, "1e3", NULL}, {"1e3", NULL, NULL}, {"AED 5", NULL, NULL},
		{".5", NULL, NULL}, {NULL, "true", NULL}};

	(void)state;
	check_texts((struct shape_field){.type = SHAPE_MONEY}, cases, COUNT(cases));
}

/* ---- Time ------------------------------------------------------------------------- */

static void times_are_read_in_the_companys_zone(void **state)
{
	static const struct {
		const char *text;
		bool good;
		int64_t us;
	} cases[] = {
		{"2026-11-22T09:30:00Z", true, INT64_C(1795339800000000)},
		{"2026-11-22T09:30:00+04:00", true, INT64_C(1795325400000000)},
		{"2026-11-22T09:30:00", true, INT64_C(1795325400000000)},
		{"2026-11-22 09:30", true, INT64_C(1795325400000000)},
		{"2026-11-22", true, INT64_C(1795291200000000)},
		{"0000-00-00", false, 0},
		{"2026-02-30", false, 0},
		{"2026-11-22T25:00:00Z", false, 0},
		{"2026-11-22T09:30:00+99:00", false, 0},
		{"tomorrow", false, 0},
		{"1795339800", false, 0},
		{"2026-11-22T09:30:00Zjunk", false, 0},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct value value;
		bool good = read_field((struct shape_field){.type = SHAPE_TIME},
			str_of(cases[i].text), NULL, &value);

		assert_case(good == cases[i].good, cases[i].text);
		assert_case(value.as.integer.value == cases[i].us, cases[i].text);
	}
}

static void days_are_days(void **state)
{
	struct value value;
	const struct shape_field field = {.type = SHAPE_DAY};

	(void)state;
	assert_true(read_field(field, STR("2026-11-22"), NULL, &value));
	assert_int_equal(value.as.integer.value, 20779);
	assert_false(read_field(field, STR("2026-11-31"), NULL, &value));
	assert_false(read_field(field, STR("2026-11-22T00:00:00Z"), NULL, &value));
	assert_false(read_field(field, (struct str){0}, "20779", &value));
}

/* ---- Given or not ------------------------------------------------------------------ */

static void absence_has_one_rule(void **state)
{
	static const struct {
		const char *name;
		unsigned flags;
		const char *text, *json;
		bool good;
	} cases[] = {
		{"optional, not given", 0, NULL, NULL, true},
		{"required, not given", SHAPE_REQUIRED, NULL, NULL, false},
		{"optional, empty", 0, "", NULL, true},
		{"required, empty", SHAPE_REQUIRED, "", NULL, false},
		{"required, blank", SHAPE_REQUIRED, "  ", NULL, false},
		{"optional, null", 0, NULL, "null", false},
		{"nullable, null", SHAPE_NULLABLE, NULL, "null", true},
		{"required, null", SHAPE_REQUIRED, NULL, "null", false},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct value value;

		assert_case(read_field((struct shape_field){.type = SHAPE_WORD,
					       .words = words,
					       .flags = cases[i].flags},
				    str_of(cases[i].text), cases[i].json, &value) == cases[i].good,
			cases[i].name);
		assert_case(!value.as.text, cases[i].name);
	}
}

static void json_members_stay_json(void **state)
{
	const struct shape_field field = {.type = SHAPE_JSON, .max = 20};
	struct value value;

	(void)state;
	assert_true(read_field(field, (struct str){0}, "{\"a\":[1]}", &value));
	assert_int_equal(json_members(value.as.json), 1);
	assert_true(read_field(field, (struct str){0}, "[1]", &value));
	assert_false(read_field(field, (struct str){0}, "\"{}\"", &value));
	assert_false(read_field(field, STR("{}"), NULL, &value));
	assert_false(
		read_field(field, (struct str){0}, "{\"aaaaaaaaaaaa\":\"bbbbbbbbbb\"}", &value));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(integers_are_exact),
		cmocka_unit_test(yes_and_no),
		cmocka_unit_test(texts_are_trimmed_and_counted_in_letters),
		cmocka_unit_test(raw_text_keeps_its_blanks),
		cmocka_unit_test(nul_is_refused_by_name),
		cmocka_unit_test(words_are_of_the_list),
		cmocka_unit_test(keys_are_ids_or_codes),
		cmocka_unit_test(lists_of_keys),
		cmocka_unit_test(names_have_points_and_colons),
		cmocka_unit_test(phones_get_their_plus_back),
		cmocka_unit_test(emails_are_plausible),
		cmocka_unit_test(money_keeps_its_digits),
		cmocka_unit_test(times_are_read_in_the_companys_zone),
		cmocka_unit_test(days_are_days),
		cmocka_unit_test(absence_has_one_rule),
		cmocka_unit_test(json_members_stay_json),
	};

	return cmocka_run_group_tests(tests, open_cx, close_cx);
}

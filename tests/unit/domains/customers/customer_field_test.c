/* customer_field_test.c - what a value of each type may be, and how it is kept and shown (S1-CUST-06). */
/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "domains/customers/customer_field.h"
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

#define CHOICES "[{\"value\":\"am\",\"name_en\":\"Morning\",\"name_ar\":\"صباحًا\"}]"

/* given as JSON; kept NULL: taken away; shown as JSON, NULL: refused. */
static const struct {
	const char *about;
	enum customer_field_type type;
	bool required;
	const char *given, *kept, *shown;
} values[] = {
	{"a text", CUSTOMER_TEXT, false, "\" G-1 \"", "G-1", "\"G-1\""},
	{"a text of blanks is none", CUSTOMER_TEXT, false, "\"  \"", NULL, ""},
	{"no text", CUSTOMER_TEXT, false, "5", NULL, NULL},
	{"null takes away", CUSTOMER_TEXT, false, "null", NULL, ""},
	{"what is needed is not taken away", CUSTOMER_TEXT, true, "null", NULL, NULL},
	{"nor emptied", CUSTOMER_TEXT, true, "\" \"", NULL, NULL},
	{"a whole number", CUSTOMER_NUMBER, false, "-12", "-12", "-12"},
	{"a number with decimals, as it was written", CUSTOMER_NUMBER, false, "12.50", "12.50",
		"12.50"},
	{"a number in a text", CUSTOMER_NUMBER, false, "\"12\"", NULL, NULL},
	{"a number without end", CUSTOMER_NUMBER, false, "0.12345678901234567890123456789", NULL,
		NULL},
	{"a day", CUSTOMER_DATE, false, "\"2024-02-29\"", "2024-02-29", "\"2024-02-29\""},
	{"a day that is none", CUSTOMER_DATE, false, "\"2023-02-29\"", NULL, NULL},
	{"a time is no day", CUSTOMER_DATE, false, "\"2024-02-29T10:00:00Z\"", NULL, NULL},
	{"one of the choices", CUSTOMER_CHOICE, false, "\"am\"", "am", "\"am\""},
	{"its name is not its value", CUSTOMER_CHOICE, false, "\"Morning\"", NULL, NULL},
	{"yes", CUSTOMER_BOOLEAN, false, "true", "true", "true"},
	{"no is a value, too", CUSTOMER_BOOLEAN, true, "false", "false", "false"},
	{"a word for yes", CUSTOMER_BOOLEAN, false, "\"true\"", NULL, NULL},
};

static void values_by_their_type(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(values); i++) {
		const struct customer_field field = {.key = "it",
			.type = values[i].type,
			.options = CHOICES,
			.required = values[i].required};
		const struct json_value *given;
		const char *kept = "";
		struct json json;
		enum err err;

		fail_clear(&cx);
		assert_int_equal(json_parse(&cx, str_of(values[i].given), &given), OK);
		err = customer_field_read(&cx, &field, given, &kept);
		if (!values[i].shown) {
			assert_case(err == ERR_INVALID, values[i].about);
			assert_case(
				text_is(cx.failure.fields->field, "custom.it"), values[i].about);
			continue;
		}
		assert_case(err == OK && text_is(kept, values[i].kept), values[i].about);
		if (!kept)
			continue;
		json_begin(&json, cx.arena, 64);
		customer_value_write(&json, field.type, kept);
		assert_case(text_is(json_end(&json).ptr, values[i].shown), values[i].about);
	}
}

static void codes_and_names(void **state)
{
	static const struct {
		const char *code;
		bool good;
	} codes[] = {{"vip", true}, {"a-1_b", true}, {"", false}, {"V", false}, {"a b", false},
		{"عميل", false}, {"abcdefghijklmnopqrstuvwxyz0123456", false}, {NULL, false}};
	const char *english = NULL, *arabic = "عميل مميز";

	(void)state;
	for (size_t i = 0; i < COUNT(codes); i++)
		assert_case(customer_code_good(codes[i].code) == codes[i].good,
			codes[i].code ? codes[i].code : "none");
	assert_int_equal(customer_names_read(&cx, &english, &arabic), OK);
	assert_string_equal(english, arabic);
	english = arabic = "";
	assert_int_equal(customer_names_read(&cx, &english, &arabic), ERR_INVALID);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_by_their_type),
		cmocka_unit_test(codes_and_names),
	};

	return cmocka_run_group_tests(tests, open_cx, close_cx);
}

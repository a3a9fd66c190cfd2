/* text_test.c - lengths of SMS, variables, and signatures of providers. */
/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "domains/messaging/messaging_internal.h"

#include <string.h>

static char *repeat(struct arena *arena, const char *text, int times)
{
	struct buf out = buf_in(arena, 4096);

	for (int i = 0; i < times; i++)
		buf_text(&out, text);
	return out.ptr;
}

static void sms_are_counted_as_networks_do(void **state)
{
	static const struct {
		const char *name, *text;
		int times;
		bool gsm7;
		int64_t units, segments, left;
	} cases[] = {
		{"nothing", "", 1, true, 0, 0, 160},
		{"one letter", "a", 1, true, 1, 1, 159},
		{"a full one", "a", 160, true, 160, 1, 0},
		{"one more", "a", 161, true, 161, 2, 145},
		{"two parts full", "a", 306, true, 306, 2, 0},
		{"three parts", "a", 307, true, 307, 3, 152},
		{"an escape is two", "€", 80, true, 160, 1, 0},
		{"no escape across parts", "[", 154, true, 308, 3, 149},
		{"Greek capitals are in it", "Ω", 10, true, 10, 1, 150},
		{"one Arabic letter makes all wide", "ع", 1, false, 1, 1, 69},
		{"Arabic, full", "ع", 70, false, 70, 1, 0},
		{"Arabic, one more", "ع", 71, false, 71, 2, 63},
		{"two Arabic parts", "ع", 134, false, 134, 2, 0},
		{"an emoji is two units", "😀", 35, false, 70, 1, 0},
		{"no emoji across parts", "😀", 67, false, 134, 3, 65},
	};
	struct arena *arena = arena_new(0);

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct sms_length length = sms_length(
			repeat(arena, cases[i].text, cases[i].times));

		assert_case(length.gsm7 == cases[i].gsm7, cases[i].name);
		assert_case(length.units == cases[i].units, cases[i].name);
		assert_case(length.segments == cases[i].segments, cases[i].name);
		assert_case(length.left == cases[i].left, cases[i].name);
	}
	arena_free(&arena);
}

static void variables_are_filled_once(void **state)
{
	static const struct message_var vars[] = {
		{"customer_name", "{{order_code}}"}, {"order_code", "ORD-1"}, {"area", NULL}};
	static const struct {
		const char *text, *filled;
	} cases[] = {
		{"no variable", "no variable"},
		{"{{order_code}}", "ORD-1"},
		{"{{ order_code }}!", "ORD-1!"},
		{"{{customer_name}}", "{{order_code}}"},
		{"a{{unknown}}b", "ab"},
		{"a{{area}}b", "ab"},
		{"{{{{order_code}}}}", "{{ORD-1}}"},
		{"{{Order Code}} {{order_code", "{{Order Code}} {{order_code"},
		{"{{}} {{ }}", "{{}} {{ }}"},
		{"%s %n {{order_code}}", "%s %n ORD-1"},
	};
	struct arena *arena = arena_new(0);

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_string_equal(
			message_expand(arena, cases[i].text, vars, COUNT(vars)), cases[i].filled);
	arena_free(&arena);
}

static void built_in_texts_are_there_in_both_languages_and_name_known_variables(void **state)
{
	struct arena *arena = arena_new(0);

	(void)state;
	for (const struct template *row = template_table; row->code; row++) {
		const char *other = text_is(row->language, "en") ? "ar" : "en";

		assert_case(template_built_in(row->code, row->channel, other) != NULL, row->code);
		assert_string_equal(template_unknown(arena, row->body), "");
		assert_string_equal(template_unknown(arena, row->subject), "");
		assert_case((*row->subject != '\0') == (row->channel == MESSAGE_EMAIL), row->code);
	}
	assert_string_equal(
		template_unknown(arena, "{{order_code}} {{config}} {{x}}"), "config, x");
	arena_free(&arena);
}

/* The worked example of the provider's documentation on request validation. */
static void signatures_of_twilio_are_checked(void **state)
{
	const char *url = "https://mycompany.com/myapp.php?foo=1&bar=2";
	const struct str form = STR("CallSid=CA1234567890ABCDE&Caller=%2B14158675309&Digits=1234&"
				    "From=%2B14158675309&To=%2B18005551212");
	const char *good = "RSOYDt4T1cUTdK1PDd93/VVr8B8=";
	struct arena *arena = arena_new(0);

	(void)state;
	assert_true(webhook_twilio_signed(arena, "12345", url, form, good));
	assert_false(webhook_twilio_signed(arena, "12346", url, form, good));
	assert_false(webhook_twilio_signed(arena, "", url, form, good));
	assert_false(webhook_twilio_signed(arena, NULL, url, form, good));
	assert_false(webhook_twilio_signed(arena, "12345", url, form, NULL));
	assert_false(webhook_twilio_signed(arena, "12345", url, form, ""));
	assert_false(webhook_twilio_signed(arena, "12345", url, form, "RSOYDt4T1cUTdK1PDd93"));
	assert_false(
		webhook_twilio_signed(arena, "12345", "https://example.com/other", form, good));
	arena_free(&arena);
}

static void fields_of_forms_are_read_as_they_were_written(void **state)
{
	const struct str form = STR("Body=a%20b%2Bc+d&From=%2B971&Empty=&Odd=%zz%4&Last=%41&Alone");
	struct arena *arena = arena_new(0);

	(void)state;
	assert_string_equal(webhook_form_field(arena, form, "Body"), "a b+c d");
	assert_string_equal(webhook_form_field(arena, form, "From"), "+971");
	assert_string_equal(webhook_form_field(arena, form, "Empty"), "");
	assert_string_equal(webhook_form_field(arena, form, "Odd"), "%zz%4");
	assert_string_equal(webhook_form_field(arena, form, "Last"), "A");
	assert_string_equal(webhook_form_field(arena, form, "Alone"), "");
	assert_null(webhook_form_field(arena, form, "body"));
	assert_string_equal(form_escape(arena, "a b&c=+é"), "a%20b%26c%3D%2B%C3%A9");
	arena_free(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sms_are_counted_as_networks_do),
		cmocka_unit_test(variables_are_filled_once),
		cmocka_unit_test(
			built_in_texts_are_there_in_both_languages_and_name_known_variables),
		cmocka_unit_test(signatures_of_twilio_are_checked),
		cmocka_unit_test(fields_of_forms_are_read_as_they_were_written),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* messages_test.c - the table of Arabic sentences, and the language of a request. */
/* SPDX-License-Identifier: MIT */
#include "platform/intl/messages.h"

#include "base/str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "unit.h"

/* Past one conversion of printf, from its '%' on. */
static const char *conversion_end(const char *at)
{
	at++;
	at += strspn(at, "-+ #0123456789.*");
	at += strspn(at, "hljzt");
	return *at ? at + 1 : at;
}

/* "%s was %lld" -> "%s%lld": what a caller's arguments have to fit. */
static const char *conversions(struct arena *arena, const char *text)
{
	struct buf found = buf_in(arena, 32);

	for (const char *at = strchr(text, '%'); at; at = strchr(at, '%')) {
		const char *end = conversion_end(at);

		buf_add(&found, at, (size_t)(end - at));
		at = end;
	}
	return found.ptr;
}

static void conversions_are_the_same_in_the_same_order(void **state)
{
	struct arena *arena = arena_new(0);

	(void)state;
	assert_string_equal(conversions(arena, "%s%% of %-3lld, %.*s"), "%s%%%-3lld%.*s");
	for (size_t i = 0; i < messages_arabic_count; i++)
		assert_string_equal(conversions(arena, messages_arabic[i].arabic),
			conversions(arena, messages_arabic[i].english));
	arena_free(&arena);
}

static void rows_are_sorted_and_arabic(void **state)
{
	(void)state;
	assert_true(messages_arabic_count > 200);
	for (size_t i = 0; i < messages_arabic_count; i++) {
		const char *arabic = messages_arabic[i].arabic;

		if (i > 0 &&
			strcmp(messages_arabic[i - 1].english, messages_arabic[i].english) >= 0)
			fail_msg("\"%s\" is not in its place", messages_arabic[i].english);
		/* U+0600..U+06FF begin with D8..DB. */
		if (!strpbrk(arabic, "\xD8\xD9\xDA\xDB"))
			fail_msg("\"%s\" is no Arabic", arabic);
	}
}

static void every_row_is_found_and_others_stay_english(void **state)
{
	const struct language *arabic = language_by_code("ar");

	(void)state;
	for (size_t i = 0; i < messages_arabic_count; i++) {
		const char *english = messages_arabic[i].english;

		assert_ptr_equal(language_say(arabic, english), messages_arabic[i].arabic);
		assert_ptr_equal(language_say(language_by_code("en"), english), english);
		assert_ptr_equal(language_say(NULL, english), english);
	}
	assert_string_equal(
		language_say(arabic, "Nobody has said this yet."), "Nobody has said this yet.");
	assert_string_equal(language_say(arabic, ""), "");
}

static void a_failure_is_said_in_the_units_language(void **state)
{
	struct cx cx = {.arena = arena_new(0), .language = language_by_code("ar")};

	(void)state;
	assert_int_equal(
		fail(&cx, ERR_INVALID, "price", "Use at most %zu characters.", (size_t)200),
		ERR_INVALID);
	assert_string_equal(cx.failure.message, "الحد الأقصى لعدد الأحرف: 200.");
	assert_string_equal(cx.failure.fields->reason, cx.failure.message);
	fail_clear(&cx);
	assert_int_equal(fail(&cx, ERR_INTERNAL, NULL,
				 "This order does not exist, or is not visible to you."),
		ERR_INTERNAL);
	assert_string_equal(cx.failure.message,
		"This order does not exist, or is not visible to you."); /* for the log */
	fail_clear(&cx);
	cx.language = NULL;
	fail_field(&cx, "price", "This order does not exist, or is not visible to you.");
	assert_string_equal(
		cx.failure.message, "This order does not exist, or is not visible to you.");
	arena_free(&cx.arena);
}

static void codes_are_exact(void **state)
{
	static const char *const none[] = {"", "AR", "ar-AE", "fr", "e", "en "};

	(void)state;
	assert_string_equal(language_code(language_by_code("ar")), "ar");
	assert_string_equal(language_code(language_by_code("en")), "en");
	assert_string_equal(language_code(NULL), "en");
	assert_null(language_by_code(NULL));
	for (size_t i = 0; i < COUNT(none); i++)
		assert_null(language_by_code(none[i]));
}

static void the_best_language_of_a_header_is_taken(void **state)
{
	static const struct {
		const char *header, *code; /* NULL: names none of ours */
	} cases[] = {
		{NULL, NULL},
		{"", NULL},
		{"ar", "ar"},
		{"AR-ae", "ar"},
		{"en-GB,en;q=0.9", "en"},
		{"ar,en;q=0.8", "ar"},
		{"en;q=0.8, ar", "ar"},
		{"en;q=0.3,ar;q=0.31", "ar"},
		{"en;q=0.300,ar;q=0.3", "en"}, /* the first of equals */
		{"fr, de;q=0.9, ar;q=0.1", "ar"},
		{"fr,de", NULL},
		{"*", NULL},
		{"*, ar;q=0.1", "ar"},
		{"ar;q=0", NULL},
		{"ar;q=0.000,en;q=0.001", "en"},
		{" ar ; q=1.0 ", "ar"},
		{"ar;Q=1", "ar"},
		{"arabic", NULL},
		{"a", NULL},
		{"ar;q=2", NULL},
		{"ar;q=1.001", NULL},
		{"ar;q=0.1234", NULL},
		{"ar;q=-1", NULL},
		{"ar;q=", NULL},
		{"ar;q", NULL},
		{"ar;level=1", NULL},
		{"ar;q=0.5;x=y", NULL},
		{";;;,,,=", NULL},
		{",,ar", "ar"},
		{"%s%n,ar", "ar"},
		{"\xFF\xFE,\xD8\xB9", NULL},
		{"-,--,ar-", "ar"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct language *found = language_accepted(cases[i].header);

		if (!cases[i].code && found)
			fail_msg("\"%s\" is %s", cases[i].header, found->code);
		if (cases[i].code && (!found || strcmp(found->code, cases[i].code) != 0))
			fail_msg("\"%s\" is not %s", cases[i].header, cases[i].code);
	}
}

static void a_header_without_end_is_read_for_a_while_only(void **state)
{
	char header[8192];

	(void)state;
	memset(header, ',', sizeof(header) - 4);
	memcpy(header + sizeof(header) - 4, ",ar", 4);
	assert_null(language_accepted(header));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(conversions_are_the_same_in_the_same_order),
		cmocka_unit_test(rows_are_sorted_and_arabic),
		cmocka_unit_test(every_row_is_found_and_others_stay_english),
		cmocka_unit_test(a_failure_is_said_in_the_units_language),
		cmocka_unit_test(codes_are_exact),
		cmocka_unit_test(the_best_language_of_a_header_is_taken),
		cmocka_unit_test(a_header_without_end_is_read_for_a_while_only),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

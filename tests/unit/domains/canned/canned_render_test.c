/* canned_render_test.c - variables of responses: found, filled in once, never left raw (S1-CAN-11). */
/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "base/str.h"
#include "domains/canned/canned_internal.h"

static const struct company company = {
	.id = 1, .name = "Gulf", .time_zone = "Asia/Dubai", .language = "en"};
static const struct actor actor = {.company_id = 1, .company = &company, .user_name = "Sarah"};

static const char *customer;

static enum err fill(struct cx *cx, const char *key, struct canned_values *values)
{
	if (!text_is(key, "7"))
		return fail(cx, ERR_NOT_FOUND, NULL, "There is no such chat.");
	values->language = "ar";
	values->value[CANNED_CUSTOMER_NAME] = customer;
	return OK;
}
static const struct canned_subject chat = {"chat", fill};

static struct cx unit_cx(void)
{
	/* 2026-11-29T21:30Z is the next day in Dubai. */
	return (struct cx){.arena = arena_new(0),
		.actor = &actor,
		.now_us = INT64_C(1795987800) * 1000000,
		.request_id = "test"};
}

static void texts(void **state)
{
	static const struct {
		const char *name, *text, *customer, *body, *unknown, *missing;
	} cases[] = {
		{"plain", "Hello", "Ali", "Hello", NULL, NULL},
		{"known", "Hi {{customer_name}}!", "Ali", "Hi Ali!", NULL, NULL},
		{"blanks and case", "{{ Customer_Name }}", "Ali", "Ali", NULL, NULL},
		{"twice", "{{customer_name}}{{customer_name}}", "A", "AA", NULL, NULL},
		{"a value is no text", "{{customer_name}} {{agent_name}}", "{{agent_name}}",
			"{{agent_name}} Sarah", NULL, NULL},
		{"halves that meet", "{{customer_name}}agent_name}}", "{{", "{{agent_name}}", NULL,
			NULL},
		{"nothing known", "Hi {{customer_name}}", "", "Hi ____", NULL, "customer_name"},
		{"no variable", "{{ticket}}{{ticket}}", "Ali", "________", "ticket", NULL},
		{"any letters", "{{رقم}}", "Ali", "____", "رقم", NULL},
		{"inner braces", "{{{customer_name}}}", "Ali", "{Ali}", NULL, NULL},
		{"open end", "{{customer_name", "Ali", "{{customer_name", NULL, NULL},
		{"empty", "{{}} {{ }}", "Ali", "{{}} {{ }}", NULL, NULL},
		{"over lines", "{{a\nb}}", "Ali", "{{a\nb}}", NULL, NULL},
		{"the company's clock", "{{date}} {{time}}", "Ali", "30 November 2026 01:30", NULL,
			NULL},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct cx cx = unit_cx();
		const struct canned canned = {.body_en = cases[i].text};
		struct canned_text text = {.language = "en"};

		customer = cases[i].customer;
		assert_case(canned_render(&cx, &canned, &chat, "7", &text) == OK, cases[i].name);
		assert_case(text_is(text.body, cases[i].body), cases[i].name);
		assert_case(text_is(text.unknown[0], cases[i].unknown), cases[i].name);
		assert_case(text_is(text.missing[0], cases[i].missing), cases[i].name);
		arena_free(&cx.arena);
	}
}

static void languages(void **state)
{
	static const struct {
		const char *name, *wanted, *english, *arabic, *body, *language;
		bool fallback;
	} cases[] = {
		{"of the subject", NULL, "Hello", "أهلا", "أهلا", "ar", false},
		{"as asked for", "en", "Hello", "أهلا", "Hello", "en", false},
		{"only the other one", NULL, "Hello", NULL, "Hello", "en", true},
		{"and the other way", "en", NULL, "أهلا", "أهلا", "ar", true},
		{"months, too", "ar", NULL, "{{date}}", "30 نوفمبر 2026", "ar", false},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct cx cx = unit_cx();
		const struct canned canned = {
			.body_en = cases[i].english, .body_ar = cases[i].arabic};
		struct canned_text text = {.language = cases[i].wanted};

		assert_case(canned_render(&cx, &canned, &chat, "7", &text) == OK, cases[i].name);
		assert_case(text_is(text.body, cases[i].body), cases[i].name);
		assert_case(text_is(text.language, cases[i].language), cases[i].name);
		assert_case(text.fallback == cases[i].fallback, cases[i].name);
		arena_free(&cx.arena);
	}
}

static void subjects(void **state)
{
	struct cx cx = unit_cx();
	const struct canned canned = {.body_en = "{{customer_name}} {{agent_name}}"};
	struct canned_text text = {0};

	(void)state;
	assert_int_equal(canned_render(&cx, &canned, &chat, "8", &text), ERR_NOT_FOUND);
	fail_clear(&cx);
	assert_int_equal(canned_render(&cx, &canned, NULL, NULL, &text), OK);
	assert_string_equal(text.body, "____ Sarah");
	assert_null(canned_subject_of("chat"));
	canned_subject_add(&chat);
	canned_subject_add(&chat);
	assert_ptr_equal(canned_subject_of("chat"), &chat);
	assert_null(canned_subject_of("ticket"));
	arena_free(&cx.arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(texts),
		cmocka_unit_test(languages),
		cmocka_unit_test(subjects),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

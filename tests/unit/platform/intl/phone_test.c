/* phone_test.c - numbers as people write them, against what libphonenumber makes of them. */
/* SPDX-License-Identifier: MIT */
#include "base/cx.h"
#include "platform/intl/intl.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

/* Brackets and dashes aside: "(201) 555-0123" and "201 555 0123" are one writing. */
static const char *plain(struct arena *arena, const char *display)
{
	struct buf out = buf_in(arena, 32);

	for (; *display; display++) {
		if (*display == '+' || (*display >= '0' && *display <= '9'))
			buf_byte(&out, *display);
		else if (out.len && out.ptr[out.len - 1] != ' ')
			buf_byte(&out, ' ');
	}
	return out.ptr;
}

/* Landlines have many area code lengths; only mobile numbers and these are grouped exactly. */
static bool grouped_exactly(const char *country, const char *e164)
{
	static const struct {
		const char *country, *beginning;
	} exact[] = {
		{"AE", "+971"},
		{"SA", "+966"},
		{"KW", "+965"},
		{"QA", "+974"},
		{"BH", "+973"},
		{"OM", "+968"},
		{"EG", "+201"},
		{"JO", "+9627"},
		{"LB", "+9613"},
		{"IQ", "+9647"},
		{"YE", "+967"},
		{"SY", "+963"},
		{"PS", "+9705"},
		{"MA", "+2126"},
		{"DZ", "+213"},
		{"TN", "+216"},
		{"TR", "+90"},
		{"FR", "+33"},
		{"US", "+1"},
		{"CA", "+1"},
		{"GB", "+447"},
		{"PK", "+923"},
		{"NL", "+316"},
	};

	for (size_t i = 0; i < COUNT(exact); i++)
		if (text_is(country, exact[i].country) &&
			strncmp(e164, exact[i].beginning, strlen(exact[i].beginning)) == 0)
			return true;
	return false;
}

static void check_row(struct cx *cx, struct str line, size_t number)
{
	struct str rest = line;
	const char *cell[5];
	const char *e164;
	enum err outcome;

	for (size_t i = 0; i < COUNT(cell); i++) {
		struct str part = str_cut(rest, '\t', &rest);

		cell[i] = arena_text_n(cx->arena, part.ptr, part.len);
	}
	outcome = intl_phone(cx, cell[0], "phone", cell[1], &e164);
	if (text_is(cell[2], "-")) {
		if (outcome != ERR_INVALID)
			fail_msg("line %zu: %s %s taken as %s", number, cell[0], cell[1], e164);
		return;
	}
	if (outcome != OK || !text_is(e164, cell[2]))
		fail_msg("line %zu: %s %s is %s, wanted %s", number, cell[0], cell[1],
			e164 ? e164 : "refused", cell[2]);
	if (!grouped_exactly(cell[0], e164))
		return;
	assert_string_equal(plain(cx->arena, intl_phone_display(cx->arena, cell[0], e164)),
		plain(cx->arena, cell[3]));
	assert_string_equal(intl_phone_display(cx->arena, "JP", e164), plain(cx->arena, cell[4]));
}

static void agrees_with_libphonenumber(void **state)
{
	struct arena *arena = arena_new(0);
	FILE *file = fopen(SOURCE_ROOT "/tests/support/phones.tsv", "r");
	char line[256];
	size_t number = 0;

	(void)state;
	assert_non_null(file);
	while (fgets(line, sizeof(line), file)) {
		struct cx cx = {.arena = arena};
		struct str text = str_of(line);

		text.len--; /* the newline */
		check_row(&cx, text, ++number);
		arena_reset(arena);
	}
	fclose(file);
	assert_true(number > 3000);
	arena_free(&arena);
}

static const struct {
	const char *about, *country, *text, *e164;
} writings[] = {
	{"of the first source document", "AE", "+971-50-123-4567", "+971501234567"},
	{"national there", "AE", "052-987-6543", "+971529876543"},
	{"a '+' lost in a form", "AE", " 971501234567", "+971501234567"},
	{"a blank before a national number", "AE", " 0501234567", "+971501234567"},
	{"a spreadsheet lost the '+'", "AE", "971501234567", "+971501234567"},
	{"a spreadsheet lost the zero", "AE", "501234567", "+971501234567"},
	{"trunk zero in brackets", "AE", "+971 (0)50 123 4567", "+971501234567"},
	{"trunk zero after 00", "SA", "00966 0512345678", "+966512345678"},
	{"a neighbour's number", "AE", "+966 51 234 5678", "+966512345678"},
	{"American exit code", "US", "011 971 50 123 4567", "+971501234567"},
	{"a country without a row", "AE", "+81 90-1234-5678", "+819012345678"},
	{"no-break space and full width", "AE",
		"＋971\xC2\xA0"
		"50 １２３ ４５６７",
		"+971501234567"},
	{"empty", "AE", "", NULL},
	{"words", "AE", "call me", NULL},
	{"two numbers", "AE", "0501234567 / 0521234567", NULL},
	{"a plus inside", "AE", "050+1234567", NULL},
	{"a mobile number with a digit missing", "AE", "050 123 456", NULL},
	{"a mobile number with a digit too many", "SA", "05123456789", NULL},
	{"only a plus", "AE", "+", NULL},
	{"zero abroad", "AE", "+0501234567", NULL},
	{"sixteen digits", "AE", "+8112345678901234", NULL},
	{"a thousand digits", "AE", "1111111111111111111111111111111111111111111111111", NULL},
	{"national without a country", "ZZ", "0501234567", NULL},
};

static void reads_what_people_write(void **state)
{
	struct arena *arena = arena_new(0);

	(void)state;
	for (size_t i = 0; i < COUNT(writings); i++) {
		struct cx cx = {.arena = arena};
		const char *e164;
		enum err outcome = intl_phone(
			&cx, writings[i].country, "customer_phone", writings[i].text, &e164);

		if (!text_is(e164, writings[i].e164))
			fail_msg("%s: %s", writings[i].about, e164 ? e164 : "refused");
		assert_int_equal(outcome, writings[i].e164 ? OK : ERR_INVALID);
		if (outcome != OK)
			assert_string_equal(cx.failure.fields->field, "customer_phone");
	}
	arena_free(&arena);
}

static void shows_numbers_as_home_writes_them(void **state)
{
	struct arena *arena = arena_new(0);

	(void)state;
	assert_string_equal(intl_phone_display(arena, "AE", "+971501234567"), "050 123 4567");
	assert_string_equal(intl_phone_display(arena, "SA", "+971501234567"), "+971 50 123 4567");
	assert_string_equal(intl_phone_display(arena, "US", "+12015550123"), "201 555 0123");
	assert_string_equal(intl_phone_display(arena, "AE", "+819012345678"), "+819012345678");
	assert_string_equal(intl_phone_display(arena, "AE", NULL), "");
	arena_free(&arena);
}

static void countries_are_those_of_the_standard(void **state)
{
	(void)state;
	assert_true(intl_country_valid("AE"));
	assert_true(intl_country_valid("JP"));
	assert_false(intl_country_valid("XX"));
	assert_false(intl_country_valid("ae"));
	assert_false(intl_country_valid("ARE"));
	assert_false(intl_country_valid(NULL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(agrees_with_libphonenumber),
		cmocka_unit_test(reads_what_people_write),
		cmocka_unit_test(shows_numbers_as_home_writes_them),
		cmocka_unit_test(countries_are_those_of_the_standard),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

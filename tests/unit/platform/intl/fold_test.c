/* fold_test.c - what search considers the same text. */
/* SPDX-License-Identifier: MIT */
#include "base/cx.h"
#include "platform/intl/intl.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static const struct {
	const char *about, *text, *folded;
} folds[] = {
	{"nothing", "", ""},
	{"only punctuation", " -- !? ", ""},
	{"capitals and signs", "  iPhone 15 PRO (256-GB)! ", "iphone 15 pro 256 gb"},
	{"accents of Latin letters", "Café Ægir Zürich", "cafe ægir zurich"},
	{"sharp s", "Straße", "strasse"},
	{"vowel signs", "مُحَمَّد", "محمد"},
	{"tatweel", "محمـــد", "محمد"},
	{"hamza on alef", "أحمد إبراهيم آمنة", "احمد ابراهيم امنه"},
	{"alef wasla", "ٱلسلام", "السلام"},
	{"alef maqsura is ya", "مصطفى", "مصطفي"},
	{"ta marbuta is ha", "فاطمة", "فاطمه"},
	{"hamza on waw and ya", "مؤمن هاني رئيس", "مومن هاني رييس"},
	{"Farsi letters", "کریم", "كريم"},
	{"Arabic digits", "طلب ١٢٣٤", "طلب 1234"},
	{"Eastern digits", "۵۶۷", "567"},
	{"Arabic comma", "دبي،الشارقة", "دبي الشارقه"},
	{"presentation forms", "ﷲ ﻻ", "الله لا"},
	{"full width", "ＡＢＣ１２３", "abc123"},
	{"zero-width joiner disappears",
		"ab\xE2\x80\x8D"
		"cd",
		"abcd"},
	{"an emoji is no letter", "ok👍ok", "ok ok"},
	{"Devanagari keeps its vowels", "दिल्ली", "दिल्ली"},
	{"mixed", "Apple Watch — ساعة", "apple watch ساعه"},
};

static void folds_as_people_search(void **state)
{
	struct arena *arena = arena_new(0);

	(void)state;
	for (size_t i = 0; i < COUNT(folds); i++) {
		const char *folded = intl_fold(arena, folds[i].text);

		if (strcmp(folded, folds[i].folded) != 0)
			fail_msg("%s: '%s', wanted '%s'", folds[i].about, folded, folds[i].folded);
		assert_string_equal(
			intl_fold(arena, folded), folded); /* folding twice changes nothing */
	}
	arena_free(&arena);
}

/* One letter and very many marks: bounded work, nothing left of the marks. */
static void marks_without_end_are_harmless(void **state)
{
	struct arena *arena = arena_new(0);
	const size_t marks = 200000;
	char *text = arena_alloc(arena, 2 * marks + 2);

	(void)state;
	text[0] = 'a';
	for (size_t i = 0; i < marks; i++)
		memcpy(text + 1 + 2 * i, "\xCC\x81", 2);
	assert_string_equal(intl_fold(arena, text), "a");
	arena_free(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(folds_as_people_search),
		cmocka_unit_test(marks_without_end_are_harmless),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

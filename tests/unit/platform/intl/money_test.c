/* money_test.c - amounts as files and forms write them. */
/* SPDX-License-Identifier: MIT */
#include "platform/intl/intl.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static const struct {
	const char *text;
	int digits;
	int64_t minor; /* -1: refused */
} amounts[] = {
	{"750", 2, 75000},
	{"750.00", 2, 75000},
	{"1200.5", 2, 120050},
	{"1,200.50", 2, 120050},
	{"1,234,567", 2, 123456700},
	{" 12.34 ", 2, 1234},
	{"0", 2, 0},
	{"0.05", 2, 5},
	{"1.234", 3, 1234},
	{"1500", 0, 1500},
	{"92233720368547758.07", 2, INT64_MAX},
	{"92233720368547758.08", 2, -1},
	{"99999999999999999999", 0, -1},
	{"", 2, -1},
	{".", 2, -1},
	{".5", 2, -1},
	{"5.", 2, -1},
	{"1.234", 2, -1},
	{"15.0", 0, -1},
	{"-5", 2, -1},
	{"+5", 2, -1},
	{"1e3", 2, -1},
	{"0x10", 2, -1},
	{"12,34", 2, -1},
	{"1,2345", 2, -1},
	{",123", 2, -1},
	{"1234,567", 2, -1},
	{"1.2.3", 2, -1},
	{"NaN", 2, -1},
	{"7 50", 2, -1},
};

static void amounts_become_minor_units(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(amounts); i++) {
		int64_t minor = -1;

		if (intl_money_read(str_of(amounts[i].text), amounts[i].digits, &minor) !=
				(amounts[i].minor >= 0) ||
			minor != amounts[i].minor)
			fail_msg("'%s' is %lld", amounts[i].text, (long long)minor);
	}
}

static void currencies_know_their_decimals(void **state)
{
	static const struct {
		const char *code;
		int digits;
	} currencies[] = {{"AED", 2}, {"SAR", 2}, {"KWD", 3}, {"BHD", 3}, {"OMR", 3}, {"JOD", 3},
		{"IQD", 3}, {"LBP", 2}, {"EGP", 2}, {"USD", 2}, {"EUR", 2}, {"JPY", 0}, {"XOF", 0},
		{"XXX", -1}, {"ZZZ", -1}, {"aed", -1}, {"AE", -1}, {"AEDX", -1}, {"", -1},
		{"F C", -1}};

	(void)state;
	for (size_t i = 0; i < COUNT(currencies); i++)
		if (intl_currency_digits(currencies[i].code) != currencies[i].digits)
			fail_msg("%s: %d", currencies[i].code,
				intl_currency_digits(currencies[i].code));
	assert_int_equal(intl_currency_digits(NULL), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(amounts_become_minor_units),
		cmocka_unit_test(currencies_know_their_decimals),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

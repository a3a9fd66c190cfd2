/* money.c - currencies and amounts in minor units; no floating point anywhere. */
/* SPDX-License-Identifier: MIT */
#include "platform/intl/intl.h"

#include <unicode/ucurr.h>
#include <unicode/ustring.h>

/* ISO 4217 minor units that are not 2. ICU's digits are those of price tags (IQD 0). */
static const char no_decimals[] =
	"BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF";
static const char three_decimals[] = "BHD IQD JOD KWD LYD OMR TND";
/* Codes that ICU lists but nobody pays with: metals, bond units, tests. */
static const char no_money[] = "XAG XAU XBA XBB XBC XBD XDR XPD XPT XSU XTS XUA XXX";

int intl_currency_digits(const char *currency)
{
	UErrorCode status = U_ZERO_ERROR;
	UChar wide[4];

	if (!currency || strlen(currency) != 3)
		return -1;
	for (size_t i = 0; i < 3; i++)
		if (currency[i] < 'A' || currency[i] > 'Z')
			return -1;
	if (strstr(no_decimals, currency))
		return 0;
	if (strstr(three_decimals, currency))
		return 3;
	if (strstr(no_money, currency))
		return -1;
	u_charsToUChars(currency, wide, 4);
	if (!ucurr_isAvailable(wide, U_DATE_MIN, U_DATE_MAX, &status) || U_FAILURE(status))
		return -1;
	return 2;
}

static bool add_digit(int64_t *value, char c)
{
	return !__builtin_mul_overflow(*value, 10, value) &&
		!__builtin_add_overflow(*value, c - '0', value);
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Whole units with "1,200,500" grouping or none; stops at the point. */
static bool read_units(struct str *text, int64_t *value)
{
	size_t run = 0;
	bool grouped = false;

	*value = 0;
	for (; text->len && text->ptr[0] != '.'; text->ptr++, text->len--) {
		char c = text->ptr[0];

		if (c == ',') {
			if (!run || run > 3 || (grouped && run != 3))
				return false;
			grouped = true;
			run = 0;
			continue;
		}
		if (!is_digit(c) || !add_digit(value, c))
			return false;
		run++;
	}
	return run > 0 && (!grouped || run == 3);
}

bool intl_money_read(struct str text, int digits, int64_t *minor)
{
	int64_t value;
	int decimals = 0;

	text = str_trim(text);
	if (!read_units(&text, &value))
		return false;
	if (text.len) {
		text.ptr++;
		text.len--;
		if (!text.len)
			return false;
	}
	for (; text.len; text.ptr++, text.len--) {
		const char c = text.ptr[0];

		if (!is_digit(c) || ++decimals > digits || !add_digit(&value, c))
			return false;
	}
	for (; decimals < digits; decimals++)
		if (!add_digit(&value, '0'))
			return false;
	*minor = value;
	return true;
}

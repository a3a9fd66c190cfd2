/* phone.c - numbers as people write them to E.164 and back. Plans: phone_table.c. */
/* SPDX-License-Identifier: MIT */
#include "base/utf8.h"
#include "platform/intl/intl.h"
#include "platform/intl/phone_table.h"

#include <unicode/uchar.h>
#include <unicode/uloc.h>

#define E164_MIN_DIGITS 7
#define E164_MAX_DIGITS 15
#define PHONE_MAX_DIGITS 20 /* with exit code and trunk digit */

static const struct phone_plan *plan_of(const char *country)
{
	for (size_t i = 0; i < phone_plan_count; i++)
		if (text_is(country, phone_plans[i].country))
			return &phone_plans[i];
	return NULL;
}

/* No calling code is the beginning of another, so the first match is the one. */
static const struct phone_plan *plan_of_code(const char *digits)
{
	for (size_t i = 0; i < phone_plan_count; i++)
		if (strncmp(digits, phone_plans[i].code, strlen(phone_plans[i].code)) == 0)
			return &phone_plans[i];
	return NULL;
}

bool intl_country_valid(const char *country)
{
	const char *const *known = uloc_getISOCountries();

	return country && word_index(known, country) >= 0;
}

/* Blanks, dashes, brackets, dots, and the invisible marks that copied numbers carry. */
static bool is_punctuation(uint32_t c)
{
	switch (c) {
	case ' ':
	case '\t':
	case '-':
	case '.':
	case '(':
	case ')':
	case '/':
	case 0x00A0:
	case 0x00AD:
	case 0x202F:
	case 0x2007:
	case 0xFEFF:
	case 0x2212:
		return true;
	default:
		return (c >= 0x2010 && c <= 0x2015) || (c >= 0x200B && c <= 0x200F) ||
			(c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
	}
}

/* Keep the digits; *plus when a + precedes them all. False on anything else. */
static bool scan(const char *text, char digits[PHONE_MAX_DIGITS + 1], bool *plus)
{
	size_t count = 0;
	uint32_t c;

	*plus = *text == ' '; /* a '+' that a form decoder turned into a blank */
	while ((c = utf8_next(&text)) != 0) {
		int32_t digit = u_charDigitValue((UChar32)c);

		if (digit >= 0) {
			if (count == PHONE_MAX_DIGITS)
				return false;
			digits[count++] = (char)('0' + digit);
		} else if (c == '+' || c == 0xFF0B) {
			if (count)
				return false;
			*plus = true;
		} else if (!is_punctuation(c)) {
			return false;
		}
	}
	digits[count] = '\0';
	return count > 0;
}

static bool begins_mobile(const struct phone_plan *plan, const char *national)
{
	struct str rest = str_of(plan->mobile);

	while (rest.len) {
		struct str prefix = str_cut(rest, ' ', &rest);

		if (strncmp(national, prefix.ptr, prefix.len) == 0)
			return true;
	}
	return false;
}

/* Could it be a national number of this country? A mobile number must be whole. */
static bool possible(const struct phone_plan *plan, const char *national)
{
	size_t length = strlen(national);

	if (length >= 8 * sizeof(plan->lengths) || !(plan->lengths >> length & 1U))
		return false;
	if (plan->trunk[0] && national[0] == plan->trunk[0])
		return false;
	return !begins_mobile(plan, national) || (plan->mobile_lengths >> length & 1U);
}

/* National digits with or without the trunk digit -> without; NULL when impossible. */
static const char *without_trunk(const struct phone_plan *plan, const char *digits)
{
	size_t trunk = strlen(plan->trunk);

	if (trunk && strncmp(digits, plan->trunk, trunk) == 0 && possible(plan, digits + trunk))
		return digits + trunk;
	return possible(plan, digits) ? digits : NULL;
}

static const char *international(struct arena *arena, const char *digits)
{
	const struct phone_plan *plan = plan_of_code(digits);
	size_t length = strlen(digits);
	const char *national;

	if (!plan) {
		bool fits = length >= E164_MIN_DIGITS && length <= E164_MAX_DIGITS;

		return fits && digits[0] != '0' ? arena_format(arena, "+%s", digits) : NULL;
	}
	national = without_trunk(plan, digits + strlen(plan->code));
	if (!national || strlen(plan->code) + strlen(national) > E164_MAX_DIGITS)
		return NULL;
	return arena_format(arena, "+%s%s", plan->code, national);
}

/* Digits without a '+': the exit code, a national form, or the code of the country at home. */
static const char *at_home(struct arena *arena, const struct phone_plan *plan, const char *digits)
{
	const char *national, *abroad = NULL;

	if (plan && plan->exit[0] && strncmp(digits, plan->exit, strlen(plan->exit)) == 0)
		return international(arena, digits + strlen(plan->exit));
	if (strncmp(digits, "00", 2) == 0)
		return international(arena, digits + 2);
	if (!plan)
		return NULL;
	/* Spreadsheets lose the '+': 971501234567 is possible in AE, but likelier a mobile number. */
	if (strncmp(digits, plan->code, strlen(plan->code)) == 0)
		abroad = digits + strlen(plan->code);
	national = without_trunk(plan, digits);
	if (abroad && possible(plan, abroad) &&
		(!national || (begins_mobile(plan, abroad) && !begins_mobile(plan, national))))
		national = abroad;
	return national ? arena_format(arena, "+%s%s", plan->code, national) : NULL;
}

enum err intl_phone(
	struct cx *cx, const char *country, const char *field, const char *text, const char **e164)
{
	char digits[PHONE_MAX_DIGITS + 1] = "";
	bool plus;

	*e164 = NULL;
	if (!text_empty(text) && scan(text, digits, &plus)) {
		if (plus)
			*e164 = international(cx->arena, digits);
		/* A leading blank may be no lost '+' after all. */
		if (!*e164 && (!plus || *text == ' '))
			*e164 = at_home(cx->arena, plan_of(country), digits);
	}
	return *e164 ? OK : fail(cx, ERR_INVALID, field, "This is not a phone number.");
}

/* Digits in groups; what the pattern leaves over joins the last group. */
static void add_groups(struct buf *out, const char *digits, const char *groups)
{
	size_t left = strlen(digits);

	for (; *groups && left; groups++) {
		size_t take = (size_t)(*groups - '0');

		if (!groups[1] || take > left)
			take = left;
		buf_add(out, digits, take);
		digits += take;
		left -= take;
		if (left)
			buf_byte(out, ' ');
	}
}

const char *intl_phone_display(struct arena *arena, const char *country, const char *e164)
{
	const struct phone_plan *plan, *home = plan_of(country);
	struct buf out = buf_in(arena, 32);
	const char *national;

	if (text_empty(e164) || e164[0] != '+' || !(plan = plan_of_code(e164 + 1)))
		return e164 ? e164 : "";
	national = e164 + 1 + strlen(plan->code);
	if (home && text_is(home->code, plan->code)) {
		if (home->trunk[0] == '0')
			buf_text(&out, home->trunk);
	} else {
		buf_format(&out, "+%s ", plan->code);
	}
	add_groups(&out, national,
		begins_mobile(plan, national) ? plan->mobile_groups : plan->other_groups);
	return out.ptr;
}

/* json_lexical.c - texts, numbers and literals, letter by letter as RFC 8259 has them. */
/* SPDX-License-Identifier: MIT */
#include "platform/json/json_internal.h"

bool json_refuse(struct json_scan *scan, const char *why)
{
	scan->why = why;
	return false;
}

static bool is_digit(const struct json_scan *scan)
{
	return scan->at < scan->end && *scan->at >= '0' && *scan->at <= '9';
}

static bool digits(struct json_scan *scan)
{
	if (!is_digit(scan))
		return json_refuse(scan, "a digit was expected");
	while (is_digit(scan))
		scan->at++;
	return true;
}

bool json_scan_number(struct json_scan *scan)
{
	if (*scan->at == '-')
		scan->at++;
	if (is_digit(scan) && *scan->at == '0')
		scan->at++;
	else if (!digits(scan))
		return false;
	if (is_digit(scan))
		return json_refuse(scan, "a number may not begin with 0");
	if (scan->at < scan->end && *scan->at == '.') {
		scan->at++;
		if (!digits(scan))
			return false;
	}
	if (scan->at < scan->end && (*scan->at == 'e' || *scan->at == 'E')) {
		scan->at++;
		if (scan->at < scan->end && (*scan->at == '+' || *scan->at == '-'))
			scan->at++;
		return digits(scan);
	}
	return true;
}

bool json_scan_literal(struct json_scan *scan)
{
	static const char *const words[] = {"true", "false", "null"};

	for (size_t i = 0; i < COUNT(words); i++) {
		size_t length = strlen(words[i]);

		if ((size_t)(scan->end - scan->at) >= length &&
			memcmp(scan->at, words[i], length) == 0) {
			scan->at += length;
			return true;
		}
	}
	return json_refuse(
		scan, "true, false, null, a number, a text, an array or an object was expected");
}

/* Four hex digits; -1 when they are not. */
static int32_t hex4(struct json_scan *scan)
{
	int32_t value = 0;

	if (scan->end - scan->at < 4)
		return -1;
	for (int i = 0; i < 4; i++) {
		char c = *scan->at++;
		int digit = c >= '0' && c <= '9' ? c - '0'
			: c >= 'a' && c <= 'f'   ? c - 'a' + 10
			: c >= 'A' && c <= 'F'   ? c - 'A' + 10
						 : -1;

		if (digit < 0)
			return -1;
		value = value << 4 | digit;
	}
	return value;
}

/* After "\u": one character, written as one escape or as a surrogate pair. */
static bool unicode_escape(struct json_scan *scan)
{
	int32_t unit = hex4(scan);

	if (unit < 0)
		return json_refuse(scan, "four hex digits were expected");
	if (unit == 0)
		return json_refuse(scan, "NUL is not allowed in a text");
	if (unit >= 0xDC00 && unit <= 0xDFFF)
		return json_refuse(scan, "half of a surrogate pair");
	if (unit < 0xD800 || unit > 0xDBFF)
		return true;
	if (scan->end - scan->at < 2 || scan->at[0] != '\\' || scan->at[1] != 'u')
		return json_refuse(scan, "half of a surrogate pair");
	scan->at += 2;
	unit = hex4(scan);
	if (unit < 0xDC00 || unit > 0xDFFF)
		return json_refuse(scan, "half of a surrogate pair");
	return true;
}

bool json_scan_text(struct json_scan *scan)
{
	scan->at++;
	while (scan->at < scan->end) {
		unsigned char byte = (unsigned char)*scan->at;

		if (byte < 0x20)
			return json_refuse(scan, "a control character in a text");
		scan->at++;
		if (byte == '"')
			return true;
		if (byte != '\\')
			continue;
		if (scan->at == scan->end || !*scan->at || !strchr("\"\\/bfnrtu", *scan->at))
			return json_refuse(scan, "an unknown escape in a text");
		if (*scan->at++ == 'u' && !unicode_escape(scan))
			return false;
	}
	return json_refuse(scan, "a text without its end");
}

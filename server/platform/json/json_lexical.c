/* json_lexical.c - letter-by-letter rules of RFC 8259 that json-c does not enforce. */
/* SPDX-License-Identifier: MIT */
#include "base/utf8.h"
#include "platform/json/json_internal.h"

struct scan {
	const char *at, *end;
	const char *why;
};

static bool refuse(struct scan *scan, const char *why)
{
	scan->why = why;
	return false;
}

static bool is_digit(const struct scan *scan)
{
	return scan->at < scan->end && *scan->at >= '0' && *scan->at <= '9';
}

static bool digits(struct scan *scan)
{
	if (!is_digit(scan))
		return refuse(scan, WORDS("a digit was expected"));
	while (is_digit(scan))
		scan->at++;
	return true;
}

static bool number(struct scan *scan)
{
	if (*scan->at == '-')
		scan->at++;
	if (is_digit(scan) && *scan->at == '0')
		scan->at++;
	else if (!digits(scan))
		return false;
	if (is_digit(scan))
		return refuse(scan, WORDS("a number may not begin with 0"));
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

static bool literal(struct scan *scan)
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
	return refuse(
		scan, "true, false, null, a number, a text, an array or an object was expected");
}

/* Four hex digits; -1 when they are not. */
static int32_t hex4(struct scan *scan)
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
static bool unicode_escape(struct scan *scan)
{
	int32_t unit = hex4(scan);

	if (unit < 0)
		return refuse(scan, WORDS("four hex digits were expected"));
	if (unit == 0)
		return refuse(scan, WORDS("NUL is not allowed in a text"));
	if (unit >= 0xDC00 && unit <= 0xDFFF)
		return refuse(scan, WORDS("half of a surrogate pair"));
	if (unit < 0xD800 || unit > 0xDBFF)
		return true;
	if (scan->end - scan->at < 2 || scan->at[0] != '\\' || scan->at[1] != 'u')
		return refuse(scan, WORDS("half of a surrogate pair"));
	scan->at += 2;
	unit = hex4(scan);
	if (unit < 0xDC00 || unit > 0xDFFF)
		return refuse(scan, WORDS("half of a surrogate pair"));
	return true;
}

static bool text(struct scan *scan)
{
	scan->at++;
	while (scan->at < scan->end) {
		unsigned char byte = (unsigned char)*scan->at;

		if (byte < 0x20)
			return refuse(scan, WORDS("a control character in a text"));
		scan->at++;
		if (byte == '"')
			return true;
		if (byte != '\\')
			continue;
		if (scan->at == scan->end || !*scan->at || !strchr("\"\\/bfnrtu", *scan->at))
			return refuse(scan, WORDS("an unknown escape in a text"));
		if (*scan->at++ == 'u' && !unicode_escape(scan))
			return false;
	}
	return refuse(scan, WORDS("a text without its end"));
}

static bool token(struct scan *scan)
{
	switch (*scan->at) {
	case ' ':
	case '\t':
	case '\r':
	case '\n':
	case '{':
	case '}':
	case '[':
	case ']':
	case ',':
	case ':':
		scan->at++;
		return true;
	case '"':
		return text(scan);
	case '-':
	case '0':
	case '1':
	case '2':
	case '3':
	case '4':
	case '5':
	case '6':
	case '7':
	case '8':
	case '9':
		return number(scan);
	default:
		return literal(scan);
	}
}

bool json_lexical_check(struct str document, size_t *at, const char **why)
{
	struct scan scan = {.at = document.ptr, .end = document.ptr + document.len};
	bool good = true;

	while (good && scan.at < scan.end)
		good = token(&scan);
	if (good && !utf8_valid(document.ptr, document.len)) {
		scan.at = document.ptr;
		good = refuse(&scan, "the text is not UTF-8");
	}
	*at = (size_t)(scan.at - document.ptr);
	*why = scan.why;
	return good;
}

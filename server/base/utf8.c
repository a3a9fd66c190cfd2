/* utf8.c - a table-free validator; short because inputs are bounded elsewhere. */
/* SPDX-License-Identifier: MIT */
#include "base/utf8.h"

size_t utf8_sequence(const char *text, size_t left)
{
	const unsigned char *at = (const unsigned char *)text;
	uint32_t point;
	size_t length;

	if (at[0] == 0)
		return 0;
	if (at[0] < 0x80)
		return 1;
	if (at[0] >= 0xC2 && at[0] <= 0xDF)
		length = 2;
	else if (at[0] >= 0xE0 && at[0] <= 0xEF)
		length = 3;
	else if (at[0] >= 0xF0 && at[0] <= 0xF4)
		length = 4;
	else
		return 0;
	if (left < length)
		return 0;
	point = at[0] & (0xFFU >> (length + 1));
	for (size_t i = 1; i < length; i++) {
		if ((at[i] & 0xC0) != 0x80)
			return 0;
		point = point << 6 | (at[i] & 0x3FU);
	}
	if (length == 3 && (point < 0x800 || (point >= 0xD800 && point <= 0xDFFF)))
		return 0;
	if (length == 4 && (point < 0x10000 || point > 0x10FFFF))
		return 0;
	return length;
}

bool utf8_valid(const char *text, size_t length)
{
	while (length) {
		size_t step = utf8_sequence(text, length);

		if (!step)
			return false;
		text += step;
		length -= step;
	}
	return true;
}

size_t utf8_count(const char *text)
{
	size_t count = 0;

	for (; *text; text++)
		count += ((unsigned char)*text & 0xC0) != 0x80;
	return count;
}

size_t utf8_prefix(const char *text, size_t max_bytes)
{
	size_t length = strnlen(text, max_bytes + 1);

	if (length <= max_bytes)
		return length;
	length = max_bytes;
	while (length && ((unsigned char)text[length] & 0xC0) == 0x80)
		length--;
	return length;
}

uint32_t utf8_next(const char **at)
{
	const unsigned char *bytes = (const unsigned char *)*at;
	size_t length;
	uint32_t point;

	if (!*bytes)
		return 0;
	if (*bytes < 0x80) {
		(*at)++;
		return *bytes;
	}
	length = *bytes >= 0xF0 ? 4 : *bytes >= 0xE0 ? 3 : 2;
	point = bytes[0] & (0xFFU >> (length + 1));
	for (size_t i = 1; i < length; i++)
		point = point << 6 | (bytes[i] & 0x3FU);
	*at += length;
	return point;
}

/* number.c - numbers as people write them. */
/* SPDX-License-Identifier: MIT */
#include "platform/intl/intl.h"

#include "base/utf8.h"

#include <unicode/uchar.h>

const char *intl_plain_digits(struct arena *arena, const char *text)
{
	struct buf out = buf_in(arena, strlen(text));
	const char *at = text;

	while (*at) {
		const char *begin = at;
		const uint32_t c = utf8_next(&at);
		const int32_t digit = c < 0x80 ? -1 : u_charDigitValue((UChar32)c);

		if (digit >= 0)
			buf_byte(&out, (char)('0' + digit));
		else if (c == 0x066B)
			buf_byte(&out, '.');
		else if (c == 0x066C)
			buf_byte(&out, ',');
		else
			buf_add(&out, begin, (size_t)(at - begin));
	}
	return out.ptr;
}

bool intl_count_read(struct arena *arena, const char *text, int64_t *count)
{
	struct str fraction,
		whole = str_cut(str_of(intl_plain_digits(arena, text)), '.', &fraction);

	for (size_t i = 0; i < fraction.len; i++)
		if (fraction.ptr[i] != '0')
			return false;
	return str_int(str_trim(whole), count);
}

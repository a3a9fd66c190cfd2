/* str.c - slices and the growing buffer. */
/* SPDX-License-Identifier: MIT */
#include "base/str.h"

#include <strings.h>

struct str str_of(const char *text)
{
	return (struct str){text, text ? strlen(text) : 0};
}

bool str_is(struct str text, const char *other)
{
	size_t length = strlen(other);

	return text.len == length && (length == 0 || memcmp(text.ptr, other, length) == 0);
}

bool str_is_nocase(struct str text, const char *other)
{
	size_t length = strlen(other);

	return text.len == length && (length == 0 || strncasecmp(text.ptr, other, length) == 0);
}

bool str_starts(struct str text, const char *prefix)
{
	size_t length = strlen(prefix);

	return text.len >= length && (length == 0 || memcmp(text.ptr, prefix, length) == 0);
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct str str_trim(struct str text)
{
	while (text.len && is_blank(text.ptr[0])) {
		text.ptr++;
		text.len--;
	}
	while (text.len && is_blank(text.ptr[text.len - 1]))
		text.len--;
	return text;
}

struct str str_cut(struct str text, char separator, struct str *rest)
{
	const char *at = text.len ? memchr(text.ptr, separator, text.len) : NULL;

	if (!at) {
		*rest = (struct str){NULL, 0};
		return text;
	}
	*rest = (struct str){at + 1, text.len - (size_t)(at + 1 - text.ptr)};
	return (struct str){text.ptr, (size_t)(at - text.ptr)};
}

bool str_int(struct str text, int64_t *value)
{
	bool negative = text.len && text.ptr[0] == '-';
	int64_t total = 0;

	if (negative) {
		text.ptr++;
		text.len--;
	}
	if (text.len == 0)
		return false;
	for (size_t i = 0; i < text.len; i++) {
		int digit = text.ptr[i] - '0';

		if (digit < 0 || digit > 9)
			return false;
		/* Counted downwards, so that the smallest value has room. */
		if (__builtin_mul_overflow(total, 10, &total) ||
			__builtin_sub_overflow(total, digit, &total))
			return false;
	}
	if (!negative && total == INT64_MIN)
		return false;
	*value = negative ? total : -total;
	return true;
}

bool text_int(const char *text, int64_t *value)
{
	return text && str_int(str_of(text), value);
}

bool text_is(const char *a, const char *b)
{
	if (!a || !b)
		return a == b;
	return strcmp(a, b) == 0;
}

ssize_t word_index(const char *const *words, const char *word)
{
	for (ssize_t i = 0; word && words[i]; i++)
		if (strcmp(words[i], word) == 0)
			return i;
	return -1;
}

struct buf buf_in(struct arena *arena, size_t first_bytes)
{
	struct buf buf = {.arena = arena, .room = first_bytes};

	buf.ptr = arena_room(arena, first_bytes + 1);
	buf.ptr[0] = '\0';
	return buf;
}

void buf_reserve(struct buf *buf, size_t more)
{
	size_t room = buf->room * 2;
	char *larger;

	if (more <= buf->room - buf->len)
		return;
	if (room < buf->len + more)
		room = buf->len + more;
	larger = arena_room(buf->arena, room + 1);
	memcpy(larger, buf->ptr, buf->len);
	larger[buf->len] = '\0';
	buf->ptr = larger;
	buf->room = room;
}

void buf_add(struct buf *buf, const char *bytes, size_t length)
{
	if (!length)
		return;
	buf_reserve(buf, length);
	memcpy(buf->ptr + buf->len, bytes, length);
	buf->len += length;
	buf->ptr[buf->len] = '\0';
}

void buf_text(struct buf *buf, const char *text)
{
	buf_add(buf, text, strlen(text));
}

void buf_byte(struct buf *buf, char byte)
{
	buf_reserve(buf, 1);
	buf->ptr[buf->len++] = byte;
	buf->ptr[buf->len] = '\0';
}

const char digit_pairs[] = "00010203040506070809101112131415161718192021222324"
			   "25262728293031323334353637383940414243444546474849"
			   "50515253545556575859606162636465666768697071727374"
			   "75767778798081828384858687888990919293949596979899";

size_t write_int(char *at, int64_t value)
{
	char digits[20];
	size_t begin = sizeof(digits);
	size_t length = 0;
	uint64_t left = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;

	while (left >= 100) {
		write_pair(digits + (begin -= 2), (unsigned)(left % 100));
		left /= 100;
	}
	if (left >= 10)
		write_pair(digits + (begin -= 2), (unsigned)left);
	else
		digits[--begin] = (char)('0' + left);
	if (value < 0)
		at[length++] = '-';
	while (begin < sizeof(digits))
		at[length++] = digits[begin++];
	return length;
}

void buf_int(struct buf *buf, int64_t value)
{
	buf_reserve(buf, 21);
	buf->len += write_int(buf->ptr + buf->len, value);
	buf->ptr[buf->len] = '\0';
}

void buf_format(struct buf *buf, const char *format, ...)
{
	va_list args;
	char *text;

	va_start(args, format);
	text = arena_format_v(buf->arena, format, args);
	va_end(args);
	buf_text(buf, text);
}

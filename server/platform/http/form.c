/* form.c - name=value&name=value, of query strings and urlencoded bodies. */
/* SPDX-License-Identifier: MIT */
#include "platform/http/http_internal.h"

#define PAIRS_MAX 1000

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

bool percent_decode(char *text, size_t *length, bool plus)
{
	size_t to = 0;

	for (size_t from = 0; from < *length; from++) {
		char byte = text[from];

		if (byte == '%') {
			int high = from + 2 < *length ? hex_digit(text[from + 1]) : -1;
			int low = high >= 0 ? hex_digit(text[from + 2]) : -1;

			if (low < 0)
				return false;
			byte = (char)(high << 4 | low);
			from += 2;
		} else if (plus && byte == '+') {
			byte = ' ';
		}
		text[to++] = byte;
	}
	*length = to;
	return true;
}

static bool decode(struct arena *arena, struct str raw, struct str *decoded)
{
	char *copy = arena_text_n(arena, raw.len ? raw.ptr : "", raw.len);
	size_t length = raw.len;

	if (!percent_decode(copy, &length, true))
		return false;
	copy[length] = '\0';
	*decoded = (struct str){copy, length};
	return true;
}

bool form_parse(struct arena *arena, struct str text, struct pairs *pairs)
{
	size_t room = 1;
	struct pair *at;

	*pairs = (struct pairs){0};
	for (size_t i = 0; i < text.len; i++)
		room += text.ptr[i] == '&';
	if (room > PAIRS_MAX)
		return false;
	at = arena_array(arena, room, sizeof(*at));
	pairs->at = at;
	while (text.len) {
		struct str value;
		struct str part = str_cut(text, '&', &text);
		struct str name = str_cut(part, '=', &value);

		if (!name.len)
			continue;
		if (!decode(arena, name, &at->name) || !decode(arena, value, &at->value))
			return false;
		at++;
		pairs->count++;
	}
	return true;
}

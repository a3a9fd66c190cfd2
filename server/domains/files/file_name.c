/* file_name.c - what people call a file, made harmless; and how an answer says it. */
/* SPDX-License-Identifier: MIT */
#include "domains/files/file_internal.h"

#include "base/utf8.h"

#include <strings.h>

#define NAME_LETTERS 120
#define EXTENSION_LETTERS 8
#define NAMELESS "file"

/* Not seen, or it turns what follows around: "gpj.exe" would be read as "exe.jpg". */
static bool is_hidden(uint32_t letter)
{
	return letter < 0x20 || (letter >= 0x7F && letter < 0xA0) || letter == 0xAD ||
		letter == 0x61C || letter == 0x180E || (letter >= 0x200B && letter <= 0x200F) ||
		(letter >= 0x2028 && letter <= 0x202E) || (letter >= 0x2060 && letter <= 0x206F) ||
		letter == 0xFEFF || (letter >= 0xFFF0 && letter <= 0xFFFB) || letter >= 0xE0000;
}

/* What the file is called without the folders it lay in, on any system. */
static const char *last_of_path(const char *name)
{
	const char *from = name;

	for (const char *at = name; *at; at++)
		if (*at == '/' || *at == '\\' || *at == ':')
			from = at + 1;
	return from;
}

/* At most so many letters; NAMELESS when none is left. */
static const char *visible(struct arena *arena, struct str name, size_t most)
{
	const char *at = arena_text_n(arena, name.ptr, name.len);
	struct buf out = buf_in(arena, name.len);

	for (size_t letters = 0; *at && letters < most;) {
		const char *const from = at;

		/* Never hidden by a dot, and no blank that nobody sees at the beginning. */
		if (is_hidden(utf8_next(&at)) || (!letters && (*from == '.' || *from == ' ')))
			continue;
		letters++;
		if (strchr("\"<>|?*", *from))
			buf_byte(&out, '_');
		else
			buf_add(&out, from, (size_t)(at - from));
	}
	while (out.len && (out.ptr[out.len - 1] == '.' || out.ptr[out.len - 1] == ' '))
		out.ptr[--out.len] = '\0';
	return out.len ? out.ptr : NAMELESS;
}

static bool has_extension(const char *name, const char *extensions)
{
	const char *dot = strrchr(name, '.');
	struct str rest = str_of(extensions);

	while (dot && rest.len)
		if (str_is_nocase(str_cut(rest, ' ', &rest), dot + 1))
			return true;
	return false;
}

const char *file_name_clean(struct arena *arena, const char *name, const char *extensions)
{
	const char *const last = last_of_path(name);
	const char *dot = strrchr(last, '.');
	const char *clean;
	struct str rest;

	/* What is long, or ends in the dot, is no extension. */
	if (!dot || !dot[1] || utf8_count(dot + 1) > EXTENSION_LETTERS)
		dot = last + strlen(last);
	clean = visible(
		arena, (struct str){last, (size_t)(dot - last)}, NAME_LETTERS - EXTENSION_LETTERS);
	if (*dot)
		clean = arena_format(
			arena, "%s.%s", clean, visible(arena, str_of(dot), EXTENSION_LETTERS));
	if (extensions && !has_extension(clean, extensions)) {
		const struct str usual = str_cut(str_of(extensions), ' ', &rest);

		clean = arena_format(arena, "%s.%.*s", clean, (int)usual.len, usual.ptr);
	}
	return clean;
}

/* What RFC 8187 lets stand in a value. */
static bool is_plain(char byte)
{
	return (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
		(byte >= 'a' && byte <= 'z') || (byte && strchr("!#$&+-.^_`|~", byte));
}

const char *file_disposition(struct arena *arena, const char *name, bool is_inline)
{
	struct buf out = buf_in(arena, 64 + 4 * strlen(name));

	buf_text(&out, is_inline ? "inline; filename=\"" : "attachment; filename=\"");
	for (const char *at = name; *at; at++)
		if ((unsigned char)*at < 0x80 || ((unsigned char)*at & 0xC0) == 0xC0)
			buf_add(&out, is_plain(*at) || *at == ' ' ? at : "_", 1);
	buf_text(&out, "\"; filename*=UTF-8''");
	for (const char *at = name; *at; at++) {
		if (is_plain(*at))
			buf_byte(&out, *at);
		else
			buf_format(&out, "%%%02X", (unsigned)(unsigned char)*at);
	}
	return out.ptr;
}

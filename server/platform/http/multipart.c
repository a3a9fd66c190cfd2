/* multipart.c - the parts of a multipart/form-data body, without copying them. */
/* SPDX-License-Identifier: MIT */
#include "platform/http/multipart.h"

#include <strings.h>

#define HEAD_BYTES_MAX 4096

/* ---- Headers with parameters ---------------------------------------------------------- */

/* Up to the next ';' that stands outside of quotes; *rest follows it. */
static struct str cut_parameter(struct str text, struct str *rest)
{
	bool quoted = false;

	for (size_t i = 0; i < text.len; i++) {
		if (text.ptr[i] == '"')
			quoted = !quoted;
		else if (quoted && text.ptr[i] == '\\' && i + 1 < text.len)
			i++;
		else if (!quoted && text.ptr[i] == ';') {
			*rest = (struct str){text.ptr + i + 1, text.len - i - 1};
			return (struct str){text.ptr, i};
		}
	}
	*rest = (struct str){NULL, 0};
	return text;
}

/* `"a \"b\""` without its quotes; what is not quoted stays as it is. */
static struct str unquote(struct arena *arena, struct str text)
{
	struct buf plain;

	if (text.len < 2 || text.ptr[0] != '"' || text.ptr[text.len - 1] != '"')
		return text;
	text = (struct str){text.ptr + 1, text.len - 2};
	if (!memchr(text.ptr, '\\', text.len))
		return text;
	plain = buf_in(arena, text.len);
	for (size_t i = 0; i < text.len; i++) {
		if (text.ptr[i] == '\\' && i + 1 < text.len)
			i++;
		buf_byte(&plain, text.ptr[i]);
	}
	return (struct str){plain.ptr, plain.len};
}

/* The parameter of a header's value, behind its first ';'. ptr NULL: it has none of that name. */
static struct str parameter_of(struct arena *arena, struct str header, const char *name)
{
	struct str rest;

	(void)cut_parameter(header, &rest);
	while (rest.len) {
		struct str value;
		const struct str part = cut_parameter(rest, &rest);
		const struct str key = str_trim(str_cut(part, '=', &value));

		if (value.ptr && str_is_nocase(key, name))
			return unquote(arena, str_trim(value));
	}
	return (struct str){NULL, 0};
}

/* ---- Parts ------------------------------------------------------------------------------ */

static bool boundary_is_good(struct str boundary)
{
	static const char others[] = "'()+_,-./:=? ";

	if (!boundary.ptr || !boundary.len || boundary.len > MULTIPART_BOUNDARY_MAX ||
		boundary.ptr[boundary.len - 1] == ' ')
		return false;
	for (size_t i = 0; i < boundary.len; i++) {
		const char byte = boundary.ptr[i];
		const bool plain = (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
			(byte >= 'a' && byte <= 'z');

		if (!plain && !memchr(others, byte, sizeof(others) - 1))
			return false;
	}
	return true;
}

bool multipart_begin(
	struct multipart *reader, struct arena *arena, const char *content_type, struct str body)
{
	*reader = (struct multipart){
		.boundary = parameter_of(arena, str_of(content_type), "boundary"), .rest = body};
	return boundary_is_good(reader->boundary);
}

/* "--boundary" at the beginning of what is left. */
static bool take_delimiter(struct multipart *reader)
{
	const size_t length = reader->boundary.len + 2;

	if (reader->rest.len < length + 2 || memcmp(reader->rest.ptr, "--", 2) != 0 ||
		memcmp(reader->rest.ptr + 2, reader->boundary.ptr, reader->boundary.len) != 0)
		return false;
	reader->rest = (struct str){reader->rest.ptr + length, reader->rest.len - length};
	return true;
}

/* Up to the line break before the next delimiter, which begins what is left. */
static bool take_bytes(struct multipart *reader, struct str *bytes)
{
	const char *from = reader->rest.ptr, *const end = from + reader->rest.len;

	for (const char *at = from; at < end; at++) {
		struct multipart ahead = *reader;

		at = memmem(at, (size_t)(end - at), "\r\n--", 4);
		if (!at)
			return false;
		ahead.rest = (struct str){at + 2, (size_t)(end - at) - 2};
		*bytes = (struct str){from, (size_t)(at - from)};
		if (!take_delimiter(&ahead) ||
			!(str_starts(ahead.rest, "\r\n") || str_starts(ahead.rest, "--")))
			continue;
		reader->rest = (struct str){at + 2, (size_t)(end - at) - 2};
		return true;
	}
	return false;
}

/* Lines up to an empty one. */
static bool take_head(struct multipart *reader, struct arena *arena, struct multipart_part *part)
{
	const size_t most = reader->rest.len < HEAD_BYTES_MAX ? reader->rest.len : HEAD_BYTES_MAX;
	const char *const end = memmem(reader->rest.ptr, most, "\r\n\r\n", 4);
	struct str head;

	if (!end)
		return false;
	head = (struct str){reader->rest.ptr, (size_t)(end - reader->rest.ptr)};
	reader->rest = (struct str){end + 4, reader->rest.len - head.len - 4};
	while (head.len) {
		const struct str line = str_trim(str_cut(head, '\n', &head));
		struct str value;
		const struct str name = str_cut(line, ':', &value);

		if (!value.ptr || !str_is_nocase(name, "Content-Disposition"))
			continue;
		part->name = parameter_of(arena, value, "name");
		part->file_name = parameter_of(arena, value, "filename");
	}
	return part->name.len > 0;
}

enum multipart_step multipart_next(
	struct multipart *reader, struct arena *arena, struct multipart_part *part)
{
	*part = (struct multipart_part){0};
	if (!take_delimiter(reader))
		return MULTIPART_BROKEN;
	if (str_starts(reader->rest, "--"))
		return MULTIPART_END;
	if (!str_starts(reader->rest, "\r\n"))
		return MULTIPART_BROKEN;
	/* The break stays: a head without any line is "\r\n\r\n" then, and refused as nameless. */
	if (!take_head(reader, arena, part) || !take_bytes(reader, &part->bytes))
		return MULTIPART_BROKEN;
	return MULTIPART_PART;
}

/* ami_mask.c - numbers and names of people, covered line by line. */
/* SPDX-License-Identifier: MIT */
#include "platform/ami/ami_mask.h"

#include "base/memory.h"
#include "platform/crypto/crypto.h"

#include <strings.h>

#define KEY_BYTES 32
/* Shorter runs of digits are phones inside, causes, ports. */
#define NUMBER_DIGITS 7
#define COVERED_DIGITS 6
#define SUFFIX_DIGITS 8 /* hexadecimal */
/* What is longer without an end of line goes out as it would be at its end. */
#define LINE_MAX ((size_t)64 * 1024)

struct ami_mask {
	char key[KEY_BYTES];
	struct arena *arena; /* of the text that waits, and what was given last */
	struct buf waiting, out;
};

struct ami_mask *ami_mask_new(void)
{
	struct ami_mask *mask = memory_zeroed(sizeof(*mask));

	crypto_random(mask->key, sizeof(mask->key));
	mask->arena = arena_new(0);
	mask->waiting = buf_in(mask->arena, 1024);
	mask->out = buf_in(mask->arena, 1024);
	return mask;
}

void ami_mask_free(struct ami_mask **mask)
{
	if (!*mask)
		return;
	arena_free(&(*mask)->arena);
	free(*mask);
	*mask = NULL;
}

/* ---- One line ------------------------------------------------------------------------ */

static bool ends_in(struct str name, const char *end)
{
	const size_t length = strlen(end);

	return name.len >= length && strncasecmp(name.ptr + name.len - length, end, length) == 0;
}

/* The PBX's own names and times: digits that are nobody's. */
static bool is_own(struct str name)
{
	static const char *const own[] = {"uniqueid", "linkedid", "Timestamp", "ActionID",
		"SessionID", "EventTV", "SessionTV", "Time", "Date", "Challenge", "Version"};

	for (size_t i = 0; i < COUNT(own); i++)
		if (ends_in(name, own[i]))
			return true;
	return false;
}

static bool is_person(struct str name)
{
	return ends_in(name, "CallerIDName") || ends_in(name, "ConnectedLineName");
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

/* The last digits, by what stands there: a prefix before them changes nothing. */
static void cover_number(const struct ami_mask *mask, char *digits, size_t length)
{
	unsigned char hash[SHA256_BYTES];
	char *last = digits + length - COVERED_DIGITS;

	crypto_hmac_sha256((struct str){mask->key, sizeof(mask->key)},
		(struct str){last - 1, COVERED_DIGITS + 1}, hash);
	for (size_t i = 0; i < COVERED_DIGITS; i++)
		last[i] = (char)('0' + hash[i] % 10);
}

/* "1795233521.42" is a channel's name wherever it stands. */
static bool is_channel_name(const char *text, size_t end, size_t length)
{
	return end + 1 < length && text[end] == '.' && is_digit(text[end + 1]);
}

/* "…-0000002a" ends a channel's name. */
static size_t channel_suffix(const char *text, size_t at, size_t length)
{
	size_t end = at;

	if (!at || text[at - 1] != '-')
		return 0;
	while (end < length && (is_digit(text[end]) || (text[end] >= 'a' && text[end] <= 'f')))
		end++;
	return end - at == SUFFIX_DIGITS ? SUFFIX_DIGITS : 0;
}

static void cover_numbers(const struct ami_mask *mask, char *text, size_t length)
{
	size_t at = 0;

	while (at < length) {
		size_t begin;

		at += channel_suffix(text, at, length);
		begin = at;
		while (at < length && is_digit(text[at]))
			at++;
		if (at - begin >= NUMBER_DIGITS && !is_channel_name(text, at, length))
			cover_number(mask, text + begin, at - begin);
		if (at == begin)
			at++;
	}
}

static void cover_name(char *text, size_t length)
{
	if (str_is((struct str){text, length}, "<unknown>"))
		return;
	for (size_t i = 0; i < length; i++)
		if (is_letter(text[i]))
			text[i] = 'x';
}

static void cover(const struct ami_mask *mask, char *line, size_t length)
{
	struct str value;
	const struct str name = str_cut((struct str){line, length}, ':', &value);
	char *at = line + name.len;
	size_t left = length - name.len;

	if (is_own(name))
		return;
	while (left && (*at == ':' || *at == ' ')) {
		at++;
		left--;
	}
	if (is_person(name))
		cover_name(at, left);
	cover_numbers(mask, at, left);
}

/* ---- Lines ------------------------------------------------------------------------------ */

/* Where the last whole line ends. */
static size_t whole_lines(const struct buf *text)
{
	size_t end = text->len;

	while (end && text->ptr[end - 1] != '\n')
		end--;
	return end;
}

struct str ami_mask_take(struct ami_mask *mask, struct str bytes, bool end)
{
	size_t until, at = 0;

	buf_add(&mask->waiting, bytes.ptr, bytes.len);
	until = end || mask->waiting.len > LINE_MAX ? mask->waiting.len
						    : whole_lines(&mask->waiting);
	mask->out.len = 0;
	buf_add(&mask->out, mask->waiting.ptr, until);
	mask->waiting.len -= until;
	memmove(mask->waiting.ptr, mask->waiting.ptr + until, mask->waiting.len);
	while (at < until) {
		size_t length = 0;

		while (at + length < until && mask->out.ptr[at + length] != '\r' &&
			mask->out.ptr[at + length] != '\n')
			length++;
		cover(mask, mask->out.ptr + at, length);
		at += length + 1;
	}
	return (struct str){mask->out.ptr, until};
}

/* json_write.c - the streaming writer: no tree, no formatting library on the hot path. */
/* SPDX-License-Identifier: MIT */
#include "base/time.h"
#include "base/utf8.h"
#include "platform/json/json.h"

#include <assert.h>
#include <math.h>

#define DEPTH_MAX 64U
/* Six bytes of output for one of input is the worst escape. */
#define ESCAPE_BYTES_MAX 6

void json_begin(struct json *json, struct arena *arena, size_t first_bytes)
{
	*json = (struct json){.out = buf_in(arena, first_bytes)};
}

struct str json_end(struct json *json)
{
	assert(json->depth == 0 && !json->keyed);
	json->out.ptr[json->out.len] = '\0';
	return (struct str){json->out.ptr, json->out.len};
}

/* Where the next `bytes` go; the caller adds what it used to out.len. */
static inline char *room(struct json *json, size_t bytes)
{
	if (json->out.room - json->out.len < bytes)
		buf_reserve(&json->out, bytes);
	return json->out.ptr + json->out.len;
}

/* Bytes without a NUL behind them: the buffer's end gets one in json_end(). */
static inline size_t put(char *at, const char *bytes, size_t count)
{
	memcpy(at, bytes, count);
	return count;
}

static bool in_object(const struct json *json)
{
	return json->depth && (json->objects >> (json->depth - 1) & 1U);
}

/* Room for a value, behind the comma where one belongs; every value begins with this. */
static inline char *begin_value(struct json *json, size_t bytes)
{
	char *at = room(json, bytes + 1);

	if (json->keyed) {
		json->keyed = false;
		return at;
	}
	assert(!in_object(json));
	assert(json->depth || !json->out.len);
	if (json->comma) {
		*at++ = ',';
		json->out.len++;
	}
	json->comma = true;
	return at;
}

static void open_level(struct json *json, bool object)
{
	*begin_value(json, 1) = object ? '{' : '[';
	json->out.len++;
	assert(json->depth < DEPTH_MAX);
	if (object)
		json->objects |= UINT64_C(1) << json->depth;
	else
		json->objects &= ~(UINT64_C(1) << json->depth);
	json->depth++;
	json->comma = false;
}

static void close_level(struct json *json, bool object)
{
	assert(json->depth && in_object(json) == object && !json->keyed);
	json->depth--;
	json->comma = true;
	*room(json, 1) = object ? '}' : ']';
	json->out.len++;
}

void json_open(struct json *json)
{
	open_level(json, true);
}

void json_close(struct json *json)
{
	close_level(json, true);
}

void json_open_array(struct json *json)
{
	open_level(json, false);
}

void json_close_array(struct json *json)
{
	close_level(json, false);
}

char *json_key_begin(struct json *json, size_t bytes)
{
	char *at = room(json, bytes + 1);

	assert(in_object(json) && !json->keyed);
	if (json->comma) {
		*at++ = ',';
		json->out.len++;
	}
	json->out.len += bytes;
	json->comma = true;
	json->keyed = true;
	return at;
}

/* ---- Text -------------------------------------------------------------- */

#define ONES UINT64_C(0x0101010101010101)
#define HIGHS UINT64_C(0x8080808080808080)

/* Some byte of the word needs a closer look: a control, '"', '\\', or not ASCII. */
static bool word_is_special(uint64_t word)
{
	uint64_t quote = word ^ (ONES * '"');
	uint64_t slash = word ^ (ONES * '\\');
	uint64_t controls = word - ONES * 0x20;

	return (word | controls | ((quote - ONES) & ~quote) | ((slash - ONES) & ~slash)) & HIGHS;
}

static bool byte_is_special(unsigned char byte)
{
	return byte < 0x20 || byte >= 0x80 || byte == '"' || byte == '\\';
}

/*
 * Copies what needs no closer look from the start and returns how much that is.
 * Words are written before they were looked at: what follows overwrites them.
 */
static inline size_t copy_plain(char *to, const char *text, size_t length)
{
	size_t at = 0;
	uint64_t word;

	while (length - at >= sizeof(word)) {
		memcpy(&word, text + at, sizeof(word));
		memcpy(to + at, &word, sizeof(word));
		if (word_is_special(word))
			break;
		at += sizeof(word);
	}
	/* The end of longer text once more as a whole word, rather than byte by byte. */
	if (length >= sizeof(word) && length - at < sizeof(word) && at < length) {
		const size_t last = length - sizeof(word);

		memcpy(&word, text + last, sizeof(word));
		memcpy(to + last, &word, sizeof(word));
		if (!word_is_special(word))
			return length;
	}
	while (at < length && !byte_is_special((unsigned char)text[at])) {
		to[at] = text[at];
		at++;
	}
	return at;
}

/* Bytes from the start that are valid and beyond ASCII. */
static size_t foreign_prefix(const char *text, size_t length)
{
	size_t at = 0, step;

	while (at < length && (unsigned char)text[at] >= 0x80 &&
		(step = utf8_sequence(text + at, length - at)))
		at += step;
	return at;
}

static size_t write_escape(char *at, unsigned char byte)
{
	static const char short_forms[0x20] = {
		['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r'};
	static const char hex[] = "0123456789abcdef";

	at[0] = '\\';
	if (byte == '"' || byte == '\\') {
		at[1] = (char)byte;
		return 2;
	}
	if (short_forms[byte]) {
		at[1] = short_forms[byte];
		return 2;
	}
	(void)put(at + 1, "u00", 3);
	at[4] = hex[byte >> 4];
	at[5] = hex[byte & 0xF];
	return ESCAPE_BYTES_MAX;
}

/* What needs care at the start, in as much room; returns the bytes of input it took. */
static size_t write_special(struct json *json, const char *text, size_t left)
{
	char *at = room(json, left + ESCAPE_BYTES_MAX);
	size_t length;

	if ((unsigned char)text[0] < 0x80) {
		json->out.len += write_escape(at, (unsigned char)text[0]);
		return 1;
	}
	length = foreign_prefix(text, left);
	if (length) {
		json->out.len += put(at, text, length);
		return length;
	}
	json->out.len += put(at, "\xEF\xBF\xBD", 3);
	return 1;
}

/* The text in quotes; there is room for it as long as nothing is escaped. */
static void write_text(struct json *json, const char *text, size_t length)
{
	char *at = json->out.ptr + json->out.len;
	size_t taken;

	*at = '"';
	taken = copy_plain(at + 1, text, length);
	json->out.len += 1 + taken;
	while (taken < length) {
		size_t plain;

		taken += write_special(json, text + taken, length - taken);
		plain = copy_plain(room(json, length - taken + 1), text + taken, length - taken);
		json->out.len += plain;
		taken += plain;
	}
	*room(json, 1) = '"';
	json->out.len++;
}

void json_key_text(struct json *json, const char *key)
{
	assert(in_object(json) && !json->keyed);
	if (json->comma)
		buf_byte(&json->out, ',');
	(void)room(json, strlen(key) + 2);
	write_text(json, key, strlen(key));
	buf_byte(&json->out, ':');
	json->comma = true;
	json->keyed = true;
}

void json_text_n(struct json *json, const char *text, size_t length)
{
	(void)begin_value(json, length + 2);
	write_text(json, text, length);
}

void json_text(struct json *json, const char *text)
{
	if (text)
		json_text_n(json, text, strlen(text));
	else
		json_null(json);
}

/* ---- Other values ------------------------------------------------------ */

void json_raw(struct json *json, const char *text, size_t length)
{
	json->out.len += put(begin_value(json, length), text, length);
}

void json_int(struct json *json, int64_t value)
{
	json->out.len += write_int(begin_value(json, 21), value);
}

void json_bool(struct json *json, bool value)
{
	json_raw(json, value ? "true" : "false", value ? 4 : 5);
}

void json_null(struct json *json)
{
	json->out.len += put(begin_value(json, 4), "null", 4);
}

void json_time(struct json *json, int64_t us)
{
	char *at = begin_value(json, TIME_TEXT_BYTES + 2);
	size_t length = time_write(at + 1, us);

	at[0] = at[length + 1] = '"';
	json->out.len += length + 2;
}

void json_day(struct json *json, int64_t day)
{
	char *at = begin_value(json, DAY_TEXT_BYTES + 2);
	size_t length = day_write(at + 1, day);

	at[0] = at[length + 1] = '"';
	json->out.len += length + 2;
}

void json_money(struct json *json, int64_t minor, int digits)
{
	char number[21];
	char text[48];
	size_t length = write_int(number, minor < 0 ? minor : -minor); /* "-75000": always a sign */
	size_t used = 0;
	size_t whole;

	assert(digits >= 0 && digits <= 18);
	if (minor == 0) {
		number[0] = '-';
		number[1] = '0';
		length = 2;
	}
	length--;
	if (minor < 0)
		text[used++] = '-';
	whole = length > (size_t)digits ? length - (size_t)digits : 0;
	if (whole)
		memcpy(text + used, number + 1, whole);
	else
		text[used] = '0';
	used += whole ? whole : 1;
	if (digits)
		text[used++] = '.';
	for (size_t missing = (size_t)digits + whole; missing > length; missing--)
		text[used++] = '0';
	memcpy(text + used, number + 1 + whole, length - whole);
	json_raw(json, text, used + length - whole);
}

void json_double(struct json *json, double value, int decimals)
{
	char text[400];
	int length;

	if (!isfinite(value)) {
		json_null(json);
		return;
	}
	assert(decimals >= 0 && decimals <= 17);
	length = snprintf(text, sizeof(text), "%.*f", decimals, value);
	assert(length > 0 && (size_t)length < sizeof(text));
	json_raw(json, text, (size_t)length);
}

/* ---- Key and value ----------------------------------------------------- */

void json_field_opt_time(struct json *json, const char *key, struct opt_int us)
{
	json_key(json, key);
	if (us.given)
		json_time(json, us.value);
	else
		json_null(json);
}

void json_field_opt_day(struct json *json, const char *key, struct opt_int day)
{
	json_key(json, key);
	if (day.given)
		json_day(json, day.value);
	else
		json_null(json);
}

void json_field_opt_int(struct json *json, const char *key, struct opt_int value)
{
	json_key(json, key);
	if (value.given)
		json_int(json, value.value);
	else
		json_null(json);
}

void json_field_id(struct json *json, const char *key, int64_t id)
{
	json_field_opt_int(json, key, (struct opt_int){.value = id, .given = id != 0});
}

void json_field_raw(struct json *json, const char *key, const char *text)
{
	json_key(json, key);
	if (text)
		json_raw(json, text, strlen(text));
	else
		json_null(json);
}

/* json_parse.c - a document becomes a tree in the arena, in one pass and without other memory. */
/* SPDX-License-Identifier: MIT */
#include "platform/json/json.h"

#include "base/utf8.h"
#include "platform/json/json_internal.h"

#include <assert.h>
#include <math.h>

#define DEPTH_MAX 32
#define FIRST_ROOM 8

struct member;

struct json_value {
	enum json_kind kind;
	size_t count; /* JSON_ARRAY, JSON_OBJECT */
	union {
		bool boolean;
		int64_t integer;
		double number;
		const char *text;
		const struct json_value *items; /* JSON_ARRAY: side by side */
		const struct member *members;
	} as;
	const char *digits; /* JSON_DOUBLE: as written */
};

struct member {
	const char *key;
	struct json_value value;
};

struct reader {
	struct arena *arena;
	struct json_scan scan;
	int depth;
};

/* ---- Letters -------------------------------------------------------------- */

static unsigned hex_digit(char digit)
{
	return (unsigned)(digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10);
}

static uint32_t hex4(const char *at)
{
	return hex_digit(at[0]) << 12 | hex_digit(at[1]) << 8 | hex_digit(at[2]) << 4 |
		hex_digit(at[3]);
}

static size_t put_utf8(char *to, uint32_t code)
{
	if (code < 0x80) {
		to[0] = (char)code;
		return 1;
	}
	if (code < 0x800) {
		to[0] = (char)(0xC0 | code >> 6);
		to[1] = (char)(0x80 | (code & 0x3F));
		return 2;
	}
	if (code < 0x10000) {
		to[0] = (char)(0xE0 | code >> 12);
		to[1] = (char)(0x80 | (code >> 6 & 0x3F));
		to[2] = (char)(0x80 | (code & 0x3F));
		return 3;
	}
	to[0] = (char)(0xF0 | code >> 18);
	to[1] = (char)(0x80 | (code >> 12 & 0x3F));
	to[2] = (char)(0x80 | (code >> 6 & 0x3F));
	to[3] = (char)(0x80 | (code & 0x3F));
	return 4;
}

/* One escape that the scan found good, without its backslash; never longer than it was. */
static size_t put_escape(char *to, const char **from)
{
	static const char letters[] = "bfnrt", meant[] = "\b\f\n\r\t";
	const char *letter = strchr(letters, **from);
	uint32_t code;

	if (**from != 'u') {
		*to = letter ? meant[letter - letters] : **from;
		(*from)++;
		return 1;
	}
	code = hex4(*from + 1);
	*from += 5;
	if (code >= 0xD800 && code <= 0xDBFF) {
		code = 0x10000 + ((code - 0xD800) << 10) + (hex4(*from + 2) - 0xDC00);
		*from += 6;
	}
	return put_utf8(to, code);
}

static bool read_text(struct reader *reader, const char **text)
{
	const char *from = reader->scan.at + 1;
	const char *end;
	char *copy, *to;

	if (!json_scan_text(&reader->scan))
		return false;
	end = reader->scan.at - 1;
	to = copy = arena_room(reader->arena, (size_t)(end - from) + 1);
	while (from < end)
		if (*from == '\\') {
			from++;
			to += put_escape(to, &from);
		} else {
			*to++ = *from++;
		}
	*to = '\0';
	*text = copy;
	return true;
}

/* What does not fit 64 bits is no integer: it must not pass for a clamped one. */
static bool read_number(struct reader *reader, struct json_value *value)
{
	const char *from = reader->scan.at;
	struct str digits;

	if (!json_scan_number(&reader->scan))
		return false;
	digits = (struct str){from, (size_t)(reader->scan.at - from)};
	value->kind = JSON_INT;
	if (!str_is(digits, "-0") && str_int(digits, &value->as.integer))
		return true;
	value->kind = JSON_DOUBLE;
	value->digits = arena_text_n(reader->arena, digits.ptr, digits.len);
	value->as.number = strtod(value->digits, NULL);
	return isfinite(value->as.number) || json_refuse(&reader->scan, "a number is too large");
}

static bool read_literal(struct reader *reader, struct json_value *value)
{
	const char first = *reader->scan.at;

	if (!json_scan_literal(&reader->scan))
		return false;
	value->kind = first == 'n' ? JSON_NULL : JSON_BOOL;
	value->as.boolean = first == 't';
	return true;
}

/* ---- Structure ---------------------------------------------------------------- */

static void skip_space(struct json_scan *scan)
{
	while (scan->at < scan->end &&
		(*scan->at == ' ' || *scan->at == '\t' || *scan->at == '\r' || *scan->at == '\n'))
		scan->at++;
}

static bool next_is(struct json_scan *scan, char letter)
{
	skip_space(scan);
	if (scan->at == scan->end || *scan->at != letter)
		return false;
	scan->at++;
	return true;
}

/* Room for one more of `bytes` each: it doubles whenever it is full. */
static void *make_room(struct arena *arena, void *items, size_t count, size_t bytes)
{
	const bool is_full = count == 0 || (count >= FIRST_ROOM && (count & (count - 1)) == 0);
	void *larger;

	if (!is_full)
		return items;
	larger = arena_array(arena, count ? count * 2 : FIRST_ROOM, bytes);
	if (count)
		memcpy(larger, items, count * bytes);
	return larger;
}

static bool read_value(struct reader *reader, struct json_value *value);

static bool read_array(struct reader *reader, struct json_value *value)
{
	struct json_value *items = NULL;
	bool more = !next_is(&reader->scan, ']');

	while (more) {
		items = make_room(reader->arena, items, value->count, sizeof(*items));
		if (!read_value(reader, &items[value->count++]))
			return false;
		more = next_is(&reader->scan, ',');
		if (!more && !next_is(&reader->scan, ']'))
			return json_refuse(&reader->scan, "',' or ']' was expected");
	}
	value->kind = JSON_ARRAY;
	value->as.items = items;
	return true;
}

static bool read_member(struct reader *reader, struct member *member)
{
	skip_space(&reader->scan);
	if (reader->scan.at == reader->scan.end || *reader->scan.at != '"')
		return json_refuse(&reader->scan, "a key was expected");
	if (!read_text(reader, &member->key))
		return false;
	if (!next_is(&reader->scan, ':'))
		return json_refuse(&reader->scan, "':' was expected");
	return read_value(reader, &member->value);
}

/* By key, then by place. */
static int compare_members(const void *a, const void *b)
{
	const struct member *const *left = a, *const *right = b;
	int order = strcmp((*left)->key, (*right)->key);

	return order ? order : (*left < *right ? -1 : *left > *right);
}

/* Of equal keys the last counts. Sorted, so that nobody can choose keys that are slow. */
static void drop_repeated(struct arena *arena, struct member *members, size_t *count)
{
	struct member **sorted = arena_array(arena, *count, sizeof(struct member *));
	size_t kept = 0;

	for (size_t i = 0; i < *count; i++)
		sorted[i] = &members[i];
	qsort(sorted, *count, sizeof(struct member *), compare_members);
	for (size_t i = 1; i < *count; i++)
		if (strcmp(sorted[i - 1]->key, sorted[i]->key) == 0)
			sorted[i - 1]->key = NULL;
	for (size_t i = 0; i < *count; i++)
		if (members[i].key)
			members[kept++] = members[i];
	*count = kept;
}

static bool read_object(struct reader *reader, struct json_value *value)
{
	struct member *members = NULL;
	bool more = !next_is(&reader->scan, '}');

	while (more) {
		members = make_room(reader->arena, members, value->count, sizeof(*members));
		if (!read_member(reader, &members[value->count++]))
			return false;
		more = next_is(&reader->scan, ',');
		if (!more && !next_is(&reader->scan, '}'))
			return json_refuse(&reader->scan, "',' or '}' was expected");
	}
	if (value->count > 1)
		drop_repeated(reader->arena, members, &value->count);
	value->kind = JSON_OBJECT;
	value->as.members = members;
	return true;
}

/* Recursion is bounded by DEPTH_MAX. */
static bool read_value(struct reader *reader, struct json_value *value)
{
	bool good;

	skip_space(&reader->scan);
	if (reader->scan.at == reader->scan.end)
		return json_refuse(&reader->scan, "the text ends too early");
	switch (*reader->scan.at) {
	case '{':
	case '[':
		if (++reader->depth > DEPTH_MAX)
			return json_refuse(&reader->scan, "too deep");
		good = *reader->scan.at++ == '{' ? read_object(reader, value)
						 : read_array(reader, value);
		reader->depth--;
		return good;
	case '"':
		value->kind = JSON_TEXT;
		return read_text(reader, &value->as.text);
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
		return read_number(reader, value);
	default:
		return read_literal(reader, value);
	}
}

static bool read_document(struct reader *reader, struct json_value *root)
{
	struct json_scan *scan = &reader->scan;

	if (!utf8_valid(scan->at, (size_t)(scan->end - scan->at)))
		return json_refuse(scan, "the text is not UTF-8");
	if (!read_value(reader, root))
		return false;
	skip_space(scan);
	return scan->at == scan->end || json_refuse(scan, "there is something after the end");
}

enum err json_parse(struct cx *cx, struct str text, const struct json_value **value)
{
	struct json_value *root = arena_alloc(cx->arena, sizeof(*root));
	struct reader reader = {
		.arena = cx->arena, .scan = {.at = text.ptr, .end = text.ptr + text.len}};

	if (!text.len)
		return fail(cx, ERR_MALFORMED, NULL, "JSON: the text is empty");
	if (!read_document(&reader, root))
		return fail(cx, ERR_MALFORMED, NULL, "JSON: %s at byte %zu", reader.scan.why,
			(size_t)(reader.scan.at - text.ptr));
	*value = root;
	return OK;
}

/* ---- Looking at values -------------------------------------------------- */

enum json_kind json_kind_of(const struct json_value *value)
{
	return value->kind;
}

const struct json_value *json_get(const struct json_value *object, const char *key)
{
	if (object->kind != JSON_OBJECT)
		return NULL;
	for (size_t i = 0; i < object->count; i++)
		if (strcmp(object->as.members[i].key, key) == 0)
			return &object->as.members[i].value;
	return NULL;
}

size_t json_count(const struct json_value *array)
{
	return array->kind == JSON_ARRAY ? array->count : 0;
}

const struct json_value *json_item(const struct json_value *array, size_t index)
{
	assert(array->kind == JSON_ARRAY && index < array->count);
	return &array->as.items[index];
}

const char *json_text_of(const struct json_value *value)
{
	assert(value->kind == JSON_TEXT);
	return value->as.text;
}

int64_t json_int_of(const struct json_value *value)
{
	assert(value->kind == JSON_INT);
	return value->as.integer;
}

double json_double_of(const struct json_value *value)
{
	assert(value->kind == JSON_DOUBLE || value->kind == JSON_INT);
	return value->kind == JSON_INT ? (double)value->as.integer : value->as.number;
}

bool json_bool_of(const struct json_value *value)
{
	assert(value->kind == JSON_BOOL);
	return value->as.boolean;
}

const char *json_digits_of(struct arena *arena, const struct json_value *value)
{
	char *text;

	assert(value->kind == JSON_DOUBLE || value->kind == JSON_INT);
	if (value->kind == JSON_DOUBLE)
		return value->digits;
	text = arena_alloc(arena, 22);
	text[write_int(text, value->as.integer)] = '\0';
	return text;
}

size_t json_members(const struct json_value *object)
{
	return object->kind == JSON_OBJECT ? object->count : 0;
}

const struct json_value *json_member(
	const struct json_value *object, size_t index, const char **key)
{
	assert(object->kind == JSON_OBJECT && index < object->count);
	*key = object->as.members[index].key;
	return &object->as.members[index].value;
}

static void print_value(struct json *json, const struct json_value *value)
{
	switch (value->kind) {
	case JSON_NULL:
		json_null(json);
		break;
	case JSON_BOOL:
		json_bool(json, value->as.boolean);
		break;
	case JSON_INT:
		json_int(json, value->as.integer);
		break;
	case JSON_DOUBLE:
		json_raw(json, value->digits, strlen(value->digits));
		break;
	case JSON_TEXT:
		json_text(json, value->as.text);
		break;
	case JSON_ARRAY:
		json_open_array(json);
		for (size_t i = 0; i < value->count; i++)
			print_value(json, &value->as.items[i]);
		json_close_array(json);
		break;
	case JSON_OBJECT:
		json_open(json);
		for (size_t i = 0; i < value->count; i++) {
			/* Keys of parsed objects are anybody's text. */
			json_key_text(json, value->as.members[i].key);
			print_value(json, &value->as.members[i].value);
		}
		json_close(json);
		break;
	}
}

const char *json_print(struct cx *cx, const struct json_value *value)
{
	struct json json;

	json_begin(&json, cx->arena, 512);
	print_value(&json, value);
	return json_end(&json).ptr;
}

/* json.h - JSON out by a streaming writer; JSON in through json-c, strictly. */
/* SPDX-License-Identifier: MIT */
#ifndef PLATFORM_JSON_JSON_H
#define PLATFORM_JSON_JSON_H

#include "base/cx.h"
#include "base/str.h"

/* ---- Out --------------------------------------------------------------- */

/*
 * Writes JSON into an arena buffer. Commas are its business: keys and values
 * come in order, and misuse (a value without a key in an object, unclosed
 * brackets at json_end, more than 64 levels) asserts. Text is escaped as RFC 8259
 * asks, '<', '>' and '&' are written as they are (answers are never inlined in
 * HTML); each byte that is not UTF-8 becomes U+FFFD, so that one bad row can
 * never make an answer unreadable.
 */
struct json {
	struct buf out;
	uint64_t objects; /* bit n: level n is an object, else an array */
	unsigned depth;
	bool comma; /* something precedes on this level */
	bool keyed; /* a key waits for its value */
};

void json_begin(struct json *json, struct arena *arena, size_t first_bytes);
/* Asserts that everything is closed; the text ends in NUL. */
struct str json_end(struct json *json);

void json_open(struct json *json); /* { */
void json_close(struct json *json); /* } */
void json_open_array(struct json *json); /* [ */
void json_close_array(struct json *json); /* ] */
/* Room for `bytes` of a key in quotes and its colon, all of which the caller writes. */
char *json_key_begin(struct json *json, size_t bytes);
/* Plain ASCII, not escaped. Here, so that the length of a literal is known where it is written. */
static inline void json_key_n(struct json *json, const char *key, size_t length)
{
	char *at = json_key_begin(json, length + 3);

	*at++ = '"';
	memcpy(at, key, length);
	at += length;
	*at++ = '"';
	*at = ':';
}
static inline void json_key(struct json *json, const char *key)
{
	json_key_n(json, key, strlen(key));
}
void json_key_text(struct json *json, const char *key); /* any text */

void json_text(struct json *json, const char *text); /* NULL writes null */
void json_text_n(struct json *json, const char *text, size_t length);
void json_int(struct json *json, int64_t value);
void json_bool(struct json *json, bool value);
void json_null(struct json *json);
void json_time(struct json *json, int64_t us); /* RFC 3339, UTC, milliseconds */
void json_day(struct json *json, int64_t day); /* "2026-11-22" */
void json_money(struct json *json, int64_t minor, int digits); /* number with that many decimals */
void json_double(struct json *json, double value, int decimals); /* NaN and infinity write null */
void json_raw(struct json *json, const char *text, size_t length); /* valid JSON from us */

/* Key and value in one call; the commonest lines of every writer. */
static inline void json_field_text(struct json *json, const char *key, const char *text)
{
	json_key(json, key);
	json_text(json, text);
}

static inline void json_field_int(struct json *json, const char *key, int64_t value)
{
	json_key(json, key);
	json_int(json, value);
}

static inline void json_field_bool(struct json *json, const char *key, bool value)
{
	json_key(json, key);
	json_bool(json, value);
}

static inline void json_field_null(struct json *json, const char *key)
{
	json_key(json, key);
	json_null(json);
}

static inline void json_field_time(struct json *json, const char *key, int64_t us)
{
	json_key(json, key);
	json_time(json, us);
}

static inline void json_field_open(struct json *json, const char *key) /* "key":{ */
{
	json_key(json, key);
	json_open(json);
}

static inline void json_field_open_array(struct json *json, const char *key) /* "key":[ */
{
	json_key(json, key);
	json_open_array(json);
}

void json_field_opt_time(struct json *json, const char *key, struct opt_int us);
void json_field_opt_day(struct json *json, const char *key, struct opt_int day);
void json_field_opt_int(struct json *json, const char *key, struct opt_int value);
void json_field_id(struct json *json, const char *key, int64_t id); /* 0 writes null */
void json_field_raw(struct json *json, const char *key, const char *text); /* NULL writes null */

/* ---- In ---------------------------------------------------------------- */

/* A parsed value; lives in the arena of the cx it was parsed with. */
struct json_value;

enum json_kind { JSON_NULL, JSON_BOOL, JSON_INT, JSON_DOUBLE, JSON_TEXT, JSON_ARRAY, JSON_OBJECT };

/*
 * Parse one document: strict RFC 8259, UTF-8, depth <= 32, nothing after it,
 * no NUL inside text, no half of a surrogate pair, finite numbers; duplicate
 * keys: the last counts. An integer beyond 64 bits is a JSON_DOUBLE.
 * ERR_MALFORMED with the byte offset otherwise.
 */
MUST_USE enum err json_parse(struct cx *cx, struct str text, const struct json_value **value);

enum json_kind json_kind_of(const struct json_value *value);
const struct json_value *json_get(const struct json_value *object, const char *key); /* or NULL */
size_t json_count(const struct json_value *array);
const struct json_value *json_item(const struct json_value *array, size_t index);
const char *json_text_of(const struct json_value *value); /* JSON_TEXT only */
int64_t json_int_of(const struct json_value *value); /* JSON_INT only */
double json_double_of(const struct json_value *value); /* JSON_DOUBLE or JSON_INT */
/* A number as it was written. */
const char *json_digits_of(struct arena *arena, const struct json_value *value);
bool json_bool_of(const struct json_value *value);
/* Number of members of an object and the i-th one. */
size_t json_members(const struct json_value *object);
const struct json_value *json_member(
	const struct json_value *object, size_t index, const char **key);
/*
 * What stands at a path such as "data.messages.0.id", or NULL. "" is the value itself.
 */
const struct json_value *json_follow(const struct json_value *value, const char *path);
/* The value written again, compact. */
const char *json_print(struct cx *cx, const struct json_value *value);

#endif

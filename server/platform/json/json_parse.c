/* json_parse.c - json-c reads, its tree is copied into the arena and given back at once. */
/* SPDX-License-Identifier: MIT */
#include <assert.h>
#include <limits.h>
#include <math.h>

/* json-c has a type of the name that our writer gives to a function. */
#define json_bool json_c_bool
#include <json-c/json.h>
#include <json-c/json_object_iterator.h>
#undef json_bool

#include "platform/json/json.h"
#include "platform/json/json_internal.h"

#define DEPTH_MAX 32

struct member {
	const char *key;
	const struct json_value *value;
};

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
	const char *digits; /* JSON_INT, JSON_DOUBLE: as written */
};

static void copy_value(struct arena *arena, struct json_object *from, struct json_value *to);

static void copy_array(struct arena *arena, struct json_object *from, struct json_value *to)
{
	size_t count = json_object_array_length(from);
	struct json_value *items = arena_array(arena, count, sizeof(*items));

	for (size_t i = 0; i < count; i++)
		copy_value(arena, json_object_array_get_idx(from, i), &items[i]);
	to->kind = JSON_ARRAY;
	to->count = count;
	to->as.items = items;
}

static void copy_object(struct arena *arena, struct json_object *from, struct json_value *to)
{
	size_t count = (size_t)json_object_object_length(from);
	struct member *members = arena_array(arena, count, sizeof(*members));
	struct json_value *values = arena_array(arena, count, sizeof(*values));
	size_t i = 0;
	struct json_object_iterator at = json_object_iter_begin(from);
	struct json_object_iterator end = json_object_iter_end(from);

	for (; !json_object_iter_equal(&at, &end); json_object_iter_next(&at)) {
		assert(i < count);
		members[i].key = arena_text(arena, json_object_iter_peek_name(&at));
		members[i].value = &values[i];
		copy_value(arena, json_object_iter_peek_value(&at), &values[i]);
		i++;
	}
	to->kind = JSON_OBJECT;
	to->count = count;
	to->as.members = members;
}

/* json-c clamps what is beyond its integers; such a number must not pass for the clamped one. */
static void copy_integer(struct json_object *from, struct json_value *to)
{
	int64_t value = json_object_get_int64(from);

	if (value == INT64_MAX || value == INT64_MIN) {
		to->kind = JSON_DOUBLE;
		to->as.number = json_object_get_double(from);
		to->digits = value < 0 ? "-9223372036854775808" : "9223372036854775807";
		return;
	}
	to->kind = JSON_INT;
	to->as.integer = value;
}

static void copy_value(struct arena *arena, struct json_object *from, struct json_value *to)
{
	switch (json_object_get_type(from)) {
	case json_type_null:
		to->kind = JSON_NULL;
		break;
	case json_type_boolean:
		to->kind = JSON_BOOL;
		to->as.boolean = json_object_get_boolean(from);
		break;
	case json_type_int:
		copy_integer(from, to);
		break;
	case json_type_double:
		to->kind = JSON_DOUBLE;
		to->as.number = json_object_get_double(from);
		to->digits = arena_text(arena, json_object_get_string(from));
		break;
	case json_type_string:
		to->kind = JSON_TEXT;
		to->as.text = arena_text_n(arena, json_object_get_string(from),
			(size_t)json_object_get_string_len(from));
		break;
	case json_type_array:
		copy_array(arena, from, to);
		break;
	case json_type_object:
		copy_object(arena, from, to);
		break;
	}
}

static bool all_finite(const struct json_value *value)
{
	if (value->kind == JSON_DOUBLE)
		return isfinite(value->as.number);
	if (value->kind == JSON_ARRAY) {
		for (size_t i = 0; i < value->count; i++)
			if (!all_finite(&value->as.items[i]))
				return false;
	}
	if (value->kind == JSON_OBJECT) {
		for (size_t i = 0; i < value->count; i++)
			if (!all_finite(value->as.members[i].value))
				return false;
	}
	return true;
}

static enum err read_tree(struct cx *cx, struct str text, struct json_value *value)
{
	struct json_tokener *tokener = json_tokener_new_ex(DEPTH_MAX);
	struct json_object *tree;
	enum json_tokener_error error;
	size_t end;

	if (!tokener)
		return fail(cx, ERR_BUSY, NULL, "The server is out of memory.");
	json_tokener_set_flags(tokener, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
	tree = json_tokener_parse_ex(tokener, text.ptr, (int)text.len);
	error = json_tokener_get_error(tokener);
	/* A number at the very end is complete only when something follows it. */
	if (error == json_tokener_continue) {
		tree = json_tokener_parse_ex(tokener, "\n", 1);
		error = json_tokener_get_error(tokener);
	}
	end = json_tokener_get_parse_end(tokener);
	json_tokener_free(tokener);
	if (error != json_tokener_success) {
		json_object_put(tree);
		return fail(cx, ERR_MALFORMED, NULL, "The JSON is not valid: %s, at byte %zu.",
			error == json_tokener_continue ? cx_say(cx, "the text ends too early")
						       : json_tokener_error_desc(error),
			end);
	}
	copy_value(cx->arena, tree, value);
	json_object_put(tree);
	return OK;
}

enum err json_parse(struct cx *cx, struct str text, const struct json_value **value)
{
	struct json_value *root = arena_alloc(cx->arena, sizeof(*root));
	const char *why;
	size_t at;

	if (text.len > INT_MAX - 1)
		return fail(cx, ERR_TOO_LARGE, NULL, "The JSON text is too long.");
	if (!text.len)
		return fail(cx, ERR_MALFORMED, NULL, "The JSON text is empty.");
	if (!json_lexical_check(text, &at, &why))
		return fail(cx, ERR_MALFORMED, NULL, "The JSON is not valid: %s, at byte %zu.",
			cx_say(cx, why), at);
	TRY(read_tree(cx, text, root));
	if (!all_finite(root))
		return fail(
			cx, ERR_MALFORMED, NULL, "The JSON is not valid: a number is too large.");
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
			return object->as.members[i].value;
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
	return object->as.members[index].value;
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
			print_value(json, value->as.members[i].value);
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

/* location.c - places where stock lies. No SQL and no HTTP here. */
/* SPDX-License-Identifier: MIT */
#include "domains/inventory/stock_internal.h"

#include "base/utf8.h"

#define CODE_BYTES_MAX 40
#define NAME_POINTS_MAX 100

static bool is_letter(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static bool is_code_byte(char c)
{
	return is_letter(c) || (c >= '0' && c <= '9') || (c && strchr("-_./", c));
}

/* In capitals: people write wh-a-r3-s12 and mean the same shelf. A letter first, so it is no id. */
enum err location_code_read(struct cx *cx, const char *text, const char **code)
{
	const struct str trimmed = str_trim(str_of(text ? text : ""));
	char *copy = arena_text_n(cx->arena, trimmed.ptr, trimmed.len);

	if (!trimmed.len)
		return fail(cx, ERR_INVALID, "code", "This is needed.");
	if (trimmed.len > CODE_BYTES_MAX || !is_letter(*copy))
		return fail(cx, ERR_INVALID, "code",
			"A location's code begins with a letter and has at most %d characters.",
			CODE_BYTES_MAX);
	for (char *at = copy; *at; at++) {
		if (!is_code_byte(*at))
			return fail(cx, ERR_INVALID, "code",
				"A location's code has letters, digits and - _ . / only, as in "
				"WH-A-R3-S12.");
		if (*at >= 'a' && *at <= 'z')
			*at = (char)(*at - ('a' - 'A'));
	}
	*code = copy;
	return OK;
}

/* What stands before row and shelf: WH-A of WH-A-R3-S12; the whole code when it has neither. */
static const char *warehouse_of(struct arena *arena, const char *code)
{
	size_t length = strlen(code);
	int dashes = 0;

	for (size_t i = length; i > 0; i--)
		if (code[i - 1] == '-' && ++dashes == 2)
			return arena_text_n(arena, code, i - 1);
	return code;
}

static enum err read_name(struct cx *cx, const char *text, const char **name)
{
	const struct str trimmed = str_trim(str_of(text ? text : ""));

	*name = arena_text_n(cx->arena, trimmed.ptr, trimmed.len);
	if (utf8_count(*name) > NAME_POINTS_MAX)
		return fail(cx, ERR_INVALID, "name", "Use at most %d characters.", NAME_POINTS_MAX);
	return OK;
}

enum err stock_location_add(
	struct cx *cx, const struct stock_location_new *wanted, struct stock_location *location)
{
	bool added;

	*location = (struct stock_location){.version = 1};
	TRY(location_code_read(cx, wanted->code, &location->code));
	TRY(read_name(cx, wanted->name, &location->name));
	location->warehouse = warehouse_of(cx->arena, location->code);
	TRY(location_store_add(cx, location, &added));
	if (!added)
		return fail(cx, ERR_CONFLICT, "code", "There is such a location already.");
	return OK;
}

enum err location_by_key(struct cx *cx, const char *key, struct stock_location *location)
{
	enum err err = ERR_NOT_FOUND;
	const char *code = NULL;
	int64_t id;

	if (text_int(key, &id) && id > 0)
		err = location_store_get(cx, id, location);
	else if (location_code_read(cx, key, &code) == OK)
		err = location_store_by_code(cx, code, location);
	fail_clear(cx);
	return err == ERR_NOT_FOUND ? fail(cx, err, NULL, "There is no such location.") : err;
}

enum err location_find_or_create(struct cx *cx, const char *code, struct stock_location *location)
{
	const char *read;
	enum err err;
	bool added;

	TRY(location_code_read(cx, code, &read));
	err = location_store_by_code(cx, read, location);
	if (err != ERR_NOT_FOUND)
		return err;
	*location = (struct stock_location){.version = 1, .code = read, .name = ""};
	location->warehouse = warehouse_of(cx->arena, read);
	TRY(location_store_add(cx, location, &added));
	return added ? OK : location_store_by_code(cx, read, location);
}

enum err stock_location_edit(struct cx *cx, const char *key, const struct stock_location_edit *edit,
	struct stock_location *location)
{
	bool taken;
	enum err err;

	TRY(location_by_key(cx, key, location));
	if (edit->version.given && edit->version.value != location->version)
		return fail(cx, ERR_CONFLICT, "version", "The location has changed since.");
	if (edit->code) {
		TRY(location_code_read(cx, edit->code, &location->code));
		location->warehouse = warehouse_of(cx->arena, location->code);
	}
	if (edit->name)
		TRY(read_name(cx, edit->name, &location->name));
	err = location_store_set(cx, location, &taken);
	if (err == OK && taken)
		return fail(cx, ERR_CONFLICT, "code", "There is such a location already.");
	return err;
}

enum err stock_location_remove(struct cx *cx, const char *key, struct stock_location *location)
{
	static const char *const none[] = {NULL};
	bool done;

	TRY(location_by_key(cx, key, location));
	TRY(location_store_retire(cx, location->id, &done));
	if (!done)
		return fail_state(cx, "quantity", none,
			"Something lies at %s. Move it or count it to 0 first.", location->code);
	return OK;
}

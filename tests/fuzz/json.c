/* json.c - any bytes as a JSON document: refused, or printed and read again to the same text. */
/* SPDX-License-Identifier: MIT */
#include "platform/json/json.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cx cx = {.arena = arena_new(0)};
	const struct json_value *value;
	const struct json_value *again;

	if (json_parse(&cx, (struct str){(const char *)data, size}, &value) == OK) {
		const char *text = json_print(&cx, value);

		assert(json_parse(&cx, str_of(text), &again) == OK);
		assert(strcmp(text, json_print(&cx, again)) == 0);
	}
	arena_free(&cx.arena);
	return 0;
}

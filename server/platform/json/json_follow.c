/* json_follow.c - finding a value by a path that somebody configured. */
/* SPDX-License-Identifier: MIT */
#include "platform/json/json.h"

#include <string.h>

const struct json_value *json_follow(const struct json_value *value, const char *path)
{
	struct str rest = str_of(path);

	while (value && rest.ptr && rest.len) {
		const struct str step = str_cut(rest, '.', &rest);
		char name[64];
		int64_t index;

		if (step.len >= sizeof(name))
			return NULL;
		memcpy(name, step.ptr, step.len);
		name[step.len] = '\0';
		if (json_kind_of(value) == JSON_OBJECT)
			value = json_get(value, name);
		else if (json_kind_of(value) == JSON_ARRAY && str_int(step, &index) && index >= 0 &&
			(size_t)index < json_count(value))
			value = json_item(value, (size_t)index);
		else
			return NULL;
	}
	return value;
}

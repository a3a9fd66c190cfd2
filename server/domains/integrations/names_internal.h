/* names_internal.h - names kept as one comma-separated text. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_INTEGRATIONS_NAMES_INTERNAL_H
#define DOMAINS_INTEGRATIONS_NAMES_INTERNAL_H

#include "platform/json/json.h"

static inline void names_write(struct json *json, const char *key, const char *names)
{
	struct str rest = str_of(names);

	json_field_open_array(json, key);
	while (rest.len) {
		struct str one = str_cut(rest, ',', &rest);

		json_text_n(json, one.ptr, one.len);
	}
	json_close_array(json);
}

static inline bool names_have(const char *names, const char *name)
{
	struct str rest = str_of(names);

	while (rest.len)
		if (str_is(str_cut(rest, ',', &rest), name))
			return true;
	return false;
}

#endif

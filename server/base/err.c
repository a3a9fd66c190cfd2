/* err.c - names of outcomes. */
/* SPDX-License-Identifier: MIT */
#include "base/base.h"

const char *err_name(enum err err)
{
	static const char *const names[] = {[OK] = "ok",
#define X(id, name) [id] = (name),
		ERR_LIST(X)
#undef X
	};

	if ((size_t)err >= COUNT(names))
		return "internal";
	return names[err];
}

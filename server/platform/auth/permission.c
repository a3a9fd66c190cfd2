/* permission.c - the names of permissions, from their one table. */
/* SPDX-License-Identifier: MIT */
#include "platform/auth/auth.h"

#include <assert.h>

struct permission {
	const char *name, *about;
};

static const struct permission table[] = {
#define PERM(id, name, about) {name, about},
#include "platform/auth/permissions.def"
#undef PERM
};

_Static_assert(COUNT(table) == PERM_COUNT, "one row a permission");
_Static_assert(PERM_COUNT <= 64, "an actor keeps permissions as bits of 64");

const char *perm_name(enum perm perm)
{
	if (perm == PERM_PUBLIC)
		return "public";
	assert(perm >= 0 && perm < PERM_COUNT);
	return table[perm].name;
}

const char *perm_about(enum perm perm)
{
	if (perm == PERM_PUBLIC)
		return "Open to everyone";
	assert(perm >= 0 && perm < PERM_COUNT);
	return table[perm].about;
}

enum perm perm_by_name(const char *name)
{
	for (size_t i = 0; i < COUNT(table); i++)
		if (text_is(table[i].name, name))
			return (enum perm)i;
	return PERM_COUNT;
}

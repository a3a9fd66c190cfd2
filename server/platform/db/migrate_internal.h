/* migrate_internal.h - migrations from any list, for tests; and copies of SQLite files. */
/* SPDX-License-Identifier: MIT */
#ifndef PLATFORM_DB_MIGRATE_INTERNAL_H
#define PLATFORM_DB_MIGRATE_INTERNAL_H

#include "platform/db/db_internal.h"

struct migration_list {
	const struct migration *at;
	size_t count;
};

/* As migrate_run, with another list than the embedded one. */
enum err migrate_list(struct db_pool *pool, struct migration_list list,
	struct migrate_report *report, const char **why);

/* The newest migration that a database knows of; 0 when it has none. False: *why. */
bool migrate_version(const struct db_script *script, int *version, const char **why);

/* Move a finished file into its place; a power cut leaves the old one or the new one (backup.c). */
bool file_put_in_place(const char *from, const char *to, const char **why);

#endif

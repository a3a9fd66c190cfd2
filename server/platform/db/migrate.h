/* migrate.h - numbered, forward-only migrations inside the executable; backup and restore. */
/* SPDX-License-Identifier: MIT */
#ifndef PLATFORM_DB_MIGRATE_H
#define PLATFORM_DB_MIGRATE_H

#include "platform/db/db.h"

/* One file of db/migrations, embedded by the build (tools/embed.py). */
struct migration {
	int number;
	const char *name; /* "0001_tenancy" */
	const char *lite; /* statements for each engine, ';' separated */
	const char *postgres;
};

extern const struct migration migrations[];
extern const size_t migration_count;

struct migrate_report {
	int from, to;
	const char *copy; /* file of the automatic copy taken first, NULL when none */
};

/*
 * Bring the schema to the newest number, one transaction per migration,
 * rerunnable after an interruption. Takes a copy of an existing SQLite file
 * first. Refuses a schema newer than this program. *why is for the terminal.
 */
MUST_USE enum err migrate_run(
	struct db_pool *pool, struct migrate_report *report, const char **why);

/* The schema's number, 0 for an empty database. */
MUST_USE enum err migrate_current(struct db_pool *pool, int *number, const char **why);

/*
 * Online copy of a SQLite database under load (sqlite3_backup); verified by
 * integrity_check before it is renamed into place. PostgreSQL: *why explains
 * pg_dump. progress may be NULL.
 */
typedef void backup_progress_fn(int64_t done_pages, int64_t all_pages, void *arg);
MUST_USE enum err backup_run(struct db_pool *pool, const char *to_file,
	backup_progress_fn *progress, void *arg, const char **why);

/* Put a verified backup in the place of a database file nobody has open; keeps the old one. */
MUST_USE enum err restore_run(const char *from_file, const char *to_file, const char **why);

#endif

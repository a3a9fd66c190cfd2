/* db_support.h - a database of its own for each test, and units of work on it. */
/* SPDX-License-Identifier: MIT */
#ifndef TESTS_DB_SUPPORT_H
#define TESTS_DB_SUPPORT_H

#include "unit.h"

#include "platform/auth/auth.h"
#include "platform/db/migrate_internal.h"

#include <dirent.h>
#include <libpq-fe.h>
#include <unistd.h>

/*
 * Where one test keeps its database: a folder under TMPDIR, or a schema of its
 * own on the server that HATIF_TEST_PG names. Gone at the end.
 */
struct place {
	char folder[256];
	char file[300];
	char url[1024];
	char schema[64]; /* PostgreSQL only */
	struct db_pool *pool;
};

static inline const char *postgres_url(void)
{
	const char *url = getenv("HATIF_TEST_PG");

	return url && *url ? url : NULL;
}

static inline void postgres_exec(const char *url, const char *text)
{
	PGconn *link = PQconnectdb(url);
	PGresult *answer;

	PQclear(PQexec(link, "SET client_min_messages = warning"));
	answer = PQexec(link, text);
	if (PQresultStatus(answer) != PGRES_COMMAND_OK && PQresultStatus(answer) != PGRES_TUPLES_OK)
		fail_msg("%s: %s", text, PQerrorMessage(link));
	PQclear(answer);
	PQfinish(link);
}

static inline void place_make(struct place *place)
{
	const char *temporary = getenv("TMPDIR");

	memset(place, 0, sizeof(*place));
	(void)snprintf(place->folder, sizeof(place->folder), "%s/hatif-db-XXXXXX",
		temporary ? temporary : "/tmp");
	assert_non_null(mkdtemp(place->folder));
	(void)snprintf(place->file, sizeof(place->file), "%s/hatif.db", place->folder);
	(void)snprintf(place->url, sizeof(place->url), "sqlite:%s", place->file);
}

static inline void place_make_postgres(struct place *place)
{
	static int number;
	const char *url = postgres_url();
	char text[128];

	memset(place, 0, sizeof(*place));
	(void)snprintf(
		place->schema, sizeof(place->schema), "test_%ld_%d", (long)getpid(), ++number);
	(void)snprintf(text, sizeof(text), "CREATE SCHEMA %s", place->schema);
	postgres_exec(url, text);
	(void)snprintf(place->url, sizeof(place->url),
		"%s%coptions=-csearch_path%%3D%s&application_name=%s", url,
		strchr(url, '?') ? '&' : '?', place->schema, place->schema);
}

static inline void place_open(struct place *place, struct db_options options)
{
	const char *why = NULL;

	if (!options.url)
		options.url = place->url;
	if (db_open(&options, &place->pool, &why) != OK)
		fail_msg("db_open: %s", why);
}

static inline void folder_remove(const char *name)
{
	DIR *folder = opendir(name);
	struct dirent *entry;
	char path[600];

	while (folder && (entry = readdir(folder)) != NULL) {
		(void)snprintf(path, sizeof(path), "%s/%s", name, entry->d_name);
		(void)unlink(path);
	}
	if (folder)
		(void)closedir(folder);
	(void)rmdir(name);
}

static inline void place_remove(struct place *place)
{
	char text[128];

	db_close(&place->pool);
	if (place->folder[0])
		folder_remove(place->folder);
	if (!place->schema[0])
		return;
	(void)snprintf(text, sizeof(text), "DROP SCHEMA %s CASCADE", place->schema);
	postgres_exec(postgres_url(), text);
}

/* A unit of work of one company (0: the system). */
struct unit {
	struct cx cx;
	struct actor actor;
	struct company company;
};

static inline struct cx *unit_open(struct unit *unit, struct db_pool *pool, int64_t company_id)
{
	memset(unit, 0, sizeof(*unit));
	unit->company.id = company_id;
	unit->actor.company_id = company_id;
	unit->actor.company = &unit->company;
	unit->cx.actor = &unit->actor;
	unit->cx.arena = arena_new(0);
	unit->cx.request_id = "test";
	unit->cx.now_us = clock_now_us();
	db_lend(pool, &unit->cx);
	return &unit->cx;
}

static inline void unit_close(struct unit *unit)
{
	db_return(&unit->cx);
	arena_free(&unit->cx.arena);
}

/* Apply one migration text, the same for both engines. */
static inline void schema_make(struct db_pool *pool, const char *text)
{
	const struct migration one[] = {{1, "0001_test", text, text}};
	struct migrate_report report;
	const char *why = NULL;

	if (migrate_list(pool, (struct migration_list){one, 1}, &report, &why) != OK)
		fail_msg("migrate_list: %s", why);
}

#endif

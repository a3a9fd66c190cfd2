/* migrate.c - bringing the schema to the newest number, one transaction a step. */
/* SPDX-License-Identifier: MIT */
#include "platform/db/migrate_internal.h"

#include "platform/log/log.h"

#include <inttypes.h>
#include <unistd.h>

/* What one run knows while it works. */
struct run {
	struct db_pool *pool;
	struct migration_list list;
	struct migrate_report *report;
	bool only_read;
};

static const char *text_for(const struct run *run, const struct migration *migration)
{
	return db_is_postgres(run->pool) ? migration->postgres : migration->lite;
}

/* FNV-1a: tells an edited migration from the one that was applied; no secret depends on it. */
static uint64_t checksum(const char *text)
{
	uint64_t sum = UINT64_C(0xcbf29ce484222325);

	for (; *text; text++)
		sum = (sum ^ (unsigned char)*text) * UINT64_C(0x100000001b3);
	return sum;
}

/* ---- What was applied --------------------------------------------------- */

struct applied {
	const struct run *run;
	int newest;
	const char *changed; /* name of a migration whose text is no longer the same */
};

static int note_applied(void *arg, int count, char **cells, char **names)
{
	struct applied *applied = arg;
	char expected[17];
	int64_t version = 0;

	(void)count;
	(void)names;
	if (!text_int(cells[0], &version))
		return 1;
	if ((int)version > applied->newest)
		applied->newest = (int)version;
	for (size_t i = 0; i < applied->run->list.count; i++) {
		const struct migration *migration = &applied->run->list.at[i];

		if (migration->number != (int)version)
			continue;
		(void)snprintf(expected, sizeof(expected), "%016" PRIx64,
			checksum(text_for(applied->run, migration)));
		if (!text_is(cells[1], expected))
			applied->changed = migration->name;
	}
	return 0;
}

static int note_number(void *arg, int count, char **cells, char **names)
{
	int64_t number = 0;

	(void)count;
	(void)names;
	if (cells[0] && !text_int(cells[0], &number))
		return 1;
	*(int *)arg = (int)number;
	return 0;
}

static bool has_table(const struct db_script *script, bool postgres, int *found, const char **why)
{
	*found = 0;
	if (script->query(script->conn,
		    postgres ? "SELECT count(*) FROM pg_tables WHERE tablename ="
			       " 'schema_migrations' AND schemaname = current_schema()"
			     : "SELECT count(*) FROM sqlite_schema WHERE type = 'table'"
			       " AND name = 'schema_migrations'",
		    note_number, found))
		return true;
	*why = db_why("the schema cannot be read: %s", script->error(script->conn));
	return false;
}

bool migrate_version(const struct db_script *script, int *version, const char **why)
{
	*version = 0;
	if (script->query(script->conn, "SELECT max(version) FROM schema_migrations", note_number,
		    version))
		return true;
	*why = db_why("schema_migrations cannot be read: %s", script->error(script->conn));
	return false;
}

static enum err read_applied(
	const struct db_script *script, const struct run *run, int *newest, const char **why)
{
	struct applied applied = {.run = run};
	int known = run->list.count ? run->list.at[run->list.count - 1].number : 0;

	if (!script->query(script->conn, "SELECT version, checksum FROM schema_migrations",
		    note_applied, &applied)) {
		*why = db_why("schema_migrations cannot be read: %s", script->error(script->conn));
		return ERR_INTERNAL;
	}
	*newest = applied.newest;
	if (applied.newest > known) {
		*why = db_why("the database has schema %d and this program knows %d: it was used "
			      "by a newer version of Hatif; run that version or a newer one",
			applied.newest, known);
		return ERR_STATE;
	}
	if (applied.changed) {
		*why = db_why("migration %s was applied to this database in another wording; this "
			      "program does not belong to it",
			applied.changed);
		return ERR_STATE;
	}
	return OK;
}

/* ---- Applying ----------------------------------------------------------- */

static int note_broken_key(void *arg, int count, char **cells, char **names)
{
	(void)names;
	*(const char **)arg = db_why("%s refers to a row of %s that does not exist",
		count > 0 && cells[0] ? cells[0] : "a table",
		count > 2 && cells[2] ? cells[2] : "another table");
	return 0;
}

static bool apply_in_transaction(const struct db_script *script, const struct run *run,
	const struct migration *migration, const char **why)
{
	const char *text = text_for(run, migration);
	const char *broken = NULL;
	char note[256];

	(void)snprintf(note, sizeof(note),
		"INSERT INTO schema_migrations (version, name, applied_us, checksum)"
		" VALUES (%d, '%.100s', %" PRId64 ", '%016" PRIx64 "')",
		migration->number, migration->name, clock_now_us(), checksum(text));
	if (!script->exec(script->conn, text) || !script->exec(script->conn, note))
		return false;
	if (!db_is_postgres(run->pool) &&
		!script->query(script->conn, "PRAGMA foreign_key_check", note_broken_key, &broken))
		return false;
	if (broken)
		*why = db_why("migration %s: %s", migration->name, broken);
	return !broken;
}

static enum err apply(const struct db_script *script, const struct run *run,
	const struct migration *migration, const char **why)
{
	*why = NULL;
	if (script->exec(script->conn, db_is_postgres(run->pool) ? "BEGIN" : "BEGIN IMMEDIATE") &&
		apply_in_transaction(script, run, migration, why) &&
		script->exec(script->conn, "COMMIT")) {
		log_info("db.migrated", LOG_TEXT("name", migration->name));
		return OK;
	}
	if (!*why)
		*why = db_why("migration %s: %s", migration->name, script->error(script->conn));
	(void)script->exec(script->conn, "ROLLBACK");
	return ERR_INTERNAL;
}

/* ---- The copy before ---------------------------------------------------- */

static int note_text(void *arg, int count, char **cells, char **names)
{
	(void)count;
	(void)names;
	*(const char **)arg = cells[0] ? db_why("%s", cells[0]) : "";
	return 0;
}

/* A name that is free: FILE.before-0006, then FILE.before-0006.2 and so on. */
static const char *free_name(const char *file, int number)
{
	const char *name = db_why("%s.before-%04d", file, number);

	for (int again = 2; access(name, F_OK) == 0; again++)
		name = db_why("%s.before-%04d.%d", file, number, again);
	return name;
}

static enum err copy_first(
	const struct db_script *script, const struct run *run, int number, const char **why)
{
	const char *file = "";
	const char *name, *part;

	if (!script->query(script->conn,
		    "SELECT file FROM pragma_database_list WHERE name = 'main'", note_text,
		    &file) ||
		!*file) {
		*why = "the database file cannot be found to copy it before the migration";
		return ERR_INTERNAL;
	}
	name = free_name(file, number);
	part = db_why("%s.part", name);
	if (strchr(name, '\'')) {
		*why = db_why("the name of the database %s has a quote in it: rename it", file);
		return ERR_INVALID;
	}
	(void)unlink(part);
	if (!script->exec(script->conn, db_why("VACUUM INTO '%s'", part))) {
		*why = db_why("the copy %s before the migration failed: %s", name,
			script->error(script->conn));
		(void)unlink(part);
		return ERR_FULL;
	}
	if (!file_put_in_place(part, name, why))
		return ERR_INTERNAL;
	run->report->copy = name;
	log_info("db.copied", LOG_TEXT("file", name));
	return OK;
}

/* ---- The run ------------------------------------------------------------ */

static const char create_table[] =
	"CREATE TABLE IF NOT EXISTS schema_migrations (version BIGINT NOT NULL PRIMARY KEY,"
	" name TEXT NOT NULL, applied_us BIGINT NOT NULL, checksum TEXT NOT NULL)";

/*
 * The second wall on PostgreSQL: each table with a company_id shows the rows
 * of the company that the connection was set to, or all of them for the
 * system. FORCE, because the program owns its tables. The sub-selects are
 * evaluated once a statement, not once a row.
 *
 * Full-text tables (NAME_search with a tsvector) are left out: @@ may not run
 * before a policy, so the text index would lie idle and each search would read
 * the whole company. They hold folded words beside ids of guarded rows.
 */
static const char guard_rows[] =
	"DO $guard$\n"
	"DECLARE t text;\n"
	"BEGIN\n"
	"  FOR t IN SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid\n"
	"    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')\n"
	"    AND a.attname = 'company_id' AND NOT a.attisdropped\n"
	"    AND NOT (c.relname LIKE '%\\_search' AND EXISTS (SELECT 1 FROM pg_attribute w\n"
	"      WHERE w.attrelid = c.oid AND w.atttypid = 'tsvector'::regtype))\n"
	"    AND NOT (c.relrowsecurity AND c.relforcerowsecurity AND EXISTS (SELECT 1\n"
	"      FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = 'hatif_company'))\n"
	"  LOOP\n"
	"    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);\n"
	"    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);\n"
	"    EXECUTE format('DROP POLICY IF EXISTS hatif_company ON %I', t);\n"
	"    EXECUTE format('CREATE POLICY hatif_company ON %I USING (company_id ='\n"
	"      ' (SELECT current_setting(''hatif.company'')::bigint)'\n"
	"      ' OR (SELECT current_setting(''hatif.company'')) = ''0'')', t);\n"
	"  END LOOP;\n"
	"END $guard$";

static enum err migrate_all(const struct db_script *script, const struct run *run, const char **why)
{
	bool copied = db_is_postgres(run->pool) || run->report->from == 0;

	for (size_t i = 0; i < run->list.count; i++) {
		const struct migration *migration = &run->list.at[i];

		if (migration->number <= run->report->from)
			continue;
		if (!copied)
			TRY(copy_first(script, run, migration->number, why));
		copied = true;
		TRY(apply(script, run, migration, why));
		run->report->to = migration->number;
	}
	return OK;
}

static enum err run_migrations(const struct db_script *script, void *arg, const char **why)
{
	const struct run *run = arg;
	int found = 0;

	if (!has_table(script, db_is_postgres(run->pool), &found, why))
		return ERR_INTERNAL;
	if (!found && run->only_read)
		return OK;
	if (!found && !script->exec(script->conn, create_table)) {
		*why = db_why("the schema cannot be written: %s", script->error(script->conn));
		return ERR_INTERNAL;
	}
	if (run->only_read)
		return migrate_version(script, &run->report->to, why) ? OK : ERR_INTERNAL;
	TRY(read_applied(script, run, &run->report->from, why));
	run->report->to = run->report->from;
	TRY(migrate_all(script, run, why));
	if (db_is_postgres(run->pool) && !script->exec(script->conn, guard_rows)) {
		*why = db_why(
			"row-level security cannot be set up: %s", script->error(script->conn));
		return ERR_INTERNAL;
	}
	*why = NULL;
	return OK;
}

enum err migrate_list(struct db_pool *pool, struct migration_list list,
	struct migrate_report *report, const char **why)
{
	struct run run = {.pool = pool, .list = list, .report = report};

	*report = (struct migrate_report){0};
	return pool->engine->script(pool, true, run_migrations, &run, why);
}

enum err migrate_run(struct db_pool *pool, struct migrate_report *report, const char **why)
{
	const struct migration_list list = {migrations, migration_count};

	return migrate_list(pool, list, report, why);
}

enum err migrate_current(struct db_pool *pool, int *number, const char **why)
{
	struct migrate_report report = {0};
	struct run run = {.pool = pool, .report = &report, .only_read = true};
	enum err err = pool->engine->script(pool, false, run_migrations, &run, why);

	*number = report.to;
	return err;
}

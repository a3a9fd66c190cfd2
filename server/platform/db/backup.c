/* backup.c - copies of a SQLite database while it is in use, and putting one back. */
/* SPDX-License-Identifier: MIT */
#include "platform/db/db_lite.h"
#include "platform/db/migrate_internal.h"

#include "platform/log/log.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define STEP_PAGES 256 /* 1 MB, then progress is told */

/* ---- Files -------------------------------------------------------------- */

static bool sync_path(const char *path, int flags)
{
	int file = open(path, flags | O_CLOEXEC);
	bool good = file >= 0 && fsync(file) == 0;

	if (file >= 0)
		(void)close(file);
	return good;
}

static bool sync_folder_of(const char *path)
{
	char *copy = strdup(path);
	bool good = copy && sync_path(dirname(copy), O_RDONLY | O_DIRECTORY);

	free(copy);
	return good;
}

bool file_put_in_place(const char *from, const char *to, const char **why)
{
	if (sync_path(from, O_RDWR) && rename(from, to) == 0 && sync_folder_of(to))
		return true;
	*why = db_why("%s cannot be put in its place: %s", to, strerror(errno));
	return false;
}

/* ---- Looking at a copy -------------------------------------------------- */

static int note_check(void *arg, int count, char **cells, char **names)
{
	(void)count;
	(void)names;
	*(const char **)arg = db_why("%s", cells[0] ? cells[0] : "");
	return 1;
}

static bool query(void *conn, const char *text,
	int (*row)(void *arg, int count, char **cells, char **names), void *arg)
{
	return sqlite3_exec(conn, text, row, arg, NULL) == SQLITE_OK;
}

static const char *error(void *conn)
{
	return sqlite3_errmsg(conn);
}

static enum err check_schema(sqlite3 *db, const char *file, const char **why)
{
	const struct db_script script = {db, NULL, query, error};
	int known = migration_count ? migrations[migration_count - 1].number : 0;
	int version = 0;

	if (!migrate_version(&script, &version, why)) {
		*why = db_why("%s is not a database of Hatif", file);
		return ERR_INVALID;
	}
	if (version > known) {
		*why = db_why("%s has schema %d and this program knows %d: use a newer version of "
			      "Hatif",
			file, version, known);
		return ERR_STATE;
	}
	return OK;
}

/* Whole, and of a schema that this program knows? */
static enum err verify(const char *file, bool schema, const char **why)
{
	sqlite3 *db = NULL;
	const char *verdict = NULL;
	enum err err = OK;

	if (sqlite3_open_v2(file, &db, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK)
		(void)sqlite3_exec(db, "PRAGMA integrity_check(1)", note_check, &verdict, NULL);
	if (!text_is(verdict, "ok")) {
		*why = db_why("%s is damaged: %s", file,
			verdict      ? verdict
				: db ? sqlite3_errmsg(db)
				     : "out of memory");
		err = ERR_INVALID;
	} else if (schema) {
		err = check_schema(db, file, why);
	}
	(void)sqlite3_close_v2(db);
	return err;
}

/* ---- Copying ------------------------------------------------------------ */

struct copy {
	sqlite3 *from, *to;
	backup_progress_fn *progress;
	void *arg;
};

static int copy_pages(const struct copy *copy)
{
	sqlite3_backup *backup = sqlite3_backup_init(copy->to, "main", copy->from, "main");
	int code = SQLITE_OK;

	if (!backup)
		return sqlite3_extended_errcode(copy->to);
	while (code == SQLITE_OK) {
		code = sqlite3_backup_step(backup, STEP_PAGES);
		if (copy->progress && (code == SQLITE_OK || code == SQLITE_DONE)) {
			int64_t all = sqlite3_backup_pagecount(backup);

			copy->progress(all - sqlite3_backup_remaining(backup), all, copy->arg);
		}
	}
	(void)sqlite3_backup_finish(backup);
	return code == SQLITE_DONE ? SQLITE_OK : code;
}

/*
 * The reader stands in one read transaction from start to end: without it each
 * commit meanwhile would make the copy begin again, and it might never end.
 */
static int copy_snapshot(const struct copy *copy)
{
	int code = sqlite3_exec(
		copy->from, "BEGIN; SELECT count(*) FROM sqlite_schema", NULL, NULL, NULL);

	if (code == SQLITE_OK)
		code = copy_pages(copy);
	(void)sqlite3_exec(copy->from, "ROLLBACK", NULL, NULL, NULL);
	/* One file: a copy in WAL mode would bring companions when it is looked at. */
	if (code == SQLITE_OK)
		code = sqlite3_exec(copy->to, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL);
	return code;
}

/* Copy what `from` shows into the new file part. */
static enum err copy_into(const char *part, struct copy *copy, const char **why)
{
	int file = open(part, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	int code;

	if (file < 0) {
		*why = db_why("%s cannot be written: %s", part, strerror(errno));
		return ERR_INTERNAL;
	}
	(void)close(file);
	code = sqlite3_open_v2(part, &copy->to, SQLITE_OPEN_READWRITE, NULL);
	if (code == SQLITE_OK)
		code = copy_snapshot(copy);
	(void)sqlite3_close_v2(copy->to);
	if (code == SQLITE_OK)
		return OK;
	*why = db_why("the copy %s failed: %s", part, sqlite3_errstr(code));
	return (code & 0xff) == SQLITE_FULL ? ERR_FULL : ERR_INTERNAL;
}

enum err backup_run(struct db_pool *pool, const char *to_file, backup_progress_fn *progress,
	void *arg, const char **why)
{
	struct copy copy = {.progress = progress, .arg = arg};
	const char *part = db_why("%s.part", to_file);
	struct lite_conn *reader;
	enum err err;

	if (db_is_postgres(pool)) {
		*why = "PostgreSQL makes its own backups: pg_dump --enable-row-security, with "
		       "PGOPTIONS='-c hatif.company=0' so that it sees every company";
		return ERR_UNSUPPORTED;
	}
	if (access(to_file, F_OK) == 0) {
		*why = db_why("%s exists already: name another file", to_file);
		return ERR_CONFLICT;
	}
	reader = lite_reader_new(lite_of(pool));
	if (!reader) {
		*why = "the database cannot be read";
		return ERR_INTERNAL;
	}
	copy.from = reader->db;
	err = copy_into(part, &copy, why);
	lite_conn_free(reader);
	if (err == OK)
		err = verify(part, false, why);
	if (err == OK && !file_put_in_place(part, to_file, why))
		err = ERR_INTERNAL;
	if (err != OK)
		(void)unlink(part);
	return err;
}

/* ---- Restoring ---------------------------------------------------------- */

/*
 * Write what the old file's log still holds into the file itself, so that it
 * can be set aside whole. A damaged one may keep its log, which then goes
 * aside with it: a log left beside another file would be played into that.
 */
static void settle_old(const char *file)
{
	sqlite3 *db = NULL;

	if (sqlite3_open_v2(file, &db, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK)
		(void)sqlite3_exec(db, "PRAGMA wal_checkpoint(TRUNCATE)", NULL, NULL, NULL);
	(void)sqlite3_close_v2(db);
}

/*
 * The old file gets a second name before the new one takes the first, so that
 * at no moment there is no database where the program looks for it.
 */
static bool set_aside(const char *file, const char **why)
{
	static const char *const companions[] = {"-wal", "-shm", "-journal"};
	const char *aside = db_why(
		"%s.replaced-%lld", file, (long long)(clock_now_us() / US_PER_SECOND));

	if (link(file, aside) != 0 && (errno == EEXIST || rename(file, aside) != 0)) {
		*why = db_why("%s cannot be set aside: %s", file, strerror(errno));
		return false;
	}
	for (size_t i = 0; i < COUNT(companions); i++) {
		const char *from = db_why("%s%s", file, companions[i]);
		const char *to = db_why("%s%s", aside, companions[i]);

		if (rename(from, to) != 0 && errno != ENOENT) {
			*why = db_why("%s cannot be set aside: %s", from, strerror(errno));
			return false;
		}
	}
	log_info("db.set_aside", LOG_TEXT("file", aside));
	return true;
}

static enum err copy_backup(const char *from_file, const char *part, const char **why)
{
	struct copy copy = {0};
	enum err err = ERR_INTERNAL;

	if (sqlite3_open_v2(from_file, &copy.from, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK)
		err = copy_into(part, &copy, why);
	else
		*why = db_why("%s cannot be read", from_file);
	(void)sqlite3_close_v2(copy.from);
	return err;
}

static enum err replace(const char *from_file, const char *to_file, const char **why)
{
	const char *part = db_why("%s.part", to_file);
	enum err err = copy_backup(from_file, part, why);

	if (err == OK)
		err = verify(part, true, why);
	if (err == OK && access(to_file, F_OK) == 0) {
		settle_old(to_file);
		if (!set_aside(to_file, why))
			err = ERR_INTERNAL;
	}
	if (err == OK && !file_put_in_place(part, to_file, why))
		err = ERR_INTERNAL;
	if (err != OK)
		(void)unlink(part);
	return err;
}

enum err restore_run(const char *from_file, const char *to_file, const char **why)
{
	int lock = -1;
	enum err err;

	if (access(from_file, R_OK) != 0) {
		*why = db_why("there is no backup %s: %s", from_file, strerror(errno));
		return ERR_NOT_FOUND;
	}
	TRY(verify(from_file, true, why));
	err = lite_lock_file(to_file, &lock, why);
	if (err == OK)
		err = replace(from_file, to_file, why);
	if (lock >= 0)
		(void)close(lock);
	return err;
}

/* db_lite.c - opening a SQLite file: folder, lock, writer and readers. */
/* SPDX-License-Identifier: MIT */
#include "platform/db/db_lite.h"
#include "platform/log/log.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define READERS_STANDARD 8 /* a unit may keep one while it runs */
#define STREAMS_MAX 16

/* ---- Outcomes ----------------------------------------------------------- */

static bool disk_is_full(sqlite3 *db)
{
	int number = db ? sqlite3_system_errno(db) : 0;

	return number == ENOSPC || number == EDQUOT;
}

enum err lite_err(sqlite3 *db, int code)
{
	switch (code) {
	case SQLITE_OK:
		return OK;
	case SQLITE_CONSTRAINT_UNIQUE:
	case SQLITE_CONSTRAINT_PRIMARYKEY:
	case SQLITE_CONSTRAINT_ROWID:
		return ERR_CONFLICT;
	case SQLITE_CONSTRAINT_FOREIGNKEY:
		return ERR_NOT_FOUND;
	}
	switch (code & 0xff) {
	case SQLITE_FULL:
		return ERR_FULL;
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
	case SQLITE_NOMEM:
		return ERR_BUSY;
	case SQLITE_IOERR:
		return disk_is_full(db) ? ERR_FULL : ERR_INTERNAL;
	default:
		return ERR_INTERNAL;
	}
}

/* ---- Connections -------------------------------------------------------- */

static void set(sqlite3 *db, int option, int value)
{
	int now;

	(void)sqlite3_db_config(db, option, value, &now);
}

static bool run_text(sqlite3 *db, const char *text)
{
	return sqlite3_exec(db, text, NULL, NULL, NULL) == SQLITE_OK;
}

/* What every connection is: strict, small, without mmap and without a checkpoint of its own. */
static bool set_up(sqlite3 *db, bool writer)
{
	(void)sqlite3_extended_result_codes(db, 1);
	(void)sqlite3_busy_timeout(db, (int)(DB_WAIT_US / US_PER_MS));
	set(db, SQLITE_DBCONFIG_DEFENSIVE, 1);
	set(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0);
	set(db, SQLITE_DBCONFIG_DQS_DDL, 0);
	set(db, SQLITE_DBCONFIG_DQS_DML, 0);
	set(db, SQLITE_DBCONFIG_ENABLE_FKEY, 1);
	if (!writer)
		set(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1);
	return run_text(db, "PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY;") &&
		run_text(db,
			writer ? "PRAGMA cache_size = -8192; PRAGMA journal_mode = WAL;"
				 "PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0;"
			       : "PRAGMA cache_size = -2048; PRAGMA query_only = 1;"
				 "PRAGMA wal_autocheckpoint = 0;"
				 "SELECT count(*) FROM sqlite_schema;");
}

struct lite_conn *lite_reader_new(struct lite *lite)
{
	struct lite_conn *conn = db_memory_new(sizeof(*conn));
	int code = sqlite3_open_v2(
		lite->path, &conn->db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL);

	if (code == SQLITE_OK && set_up(conn->db, false) &&
		sqlite3_prepare_v2(conn->db, "BEGIN", -1, &conn->begin, NULL) == SQLITE_OK &&
		sqlite3_prepare_v2(conn->db, "COMMIT", -1, &conn->end, NULL) == SQLITE_OK)
		return conn;
	log_error("db.open_reader",
		LOG_TEXT("why", conn->db ? sqlite3_errmsg(conn->db) : "out of memory"));
	lite_conn_free(conn);
	return NULL;
}

static void close_conn(struct lite_conn *conn)
{
	for (size_t i = 0; i < QUERIES_MAX; i++)
		(void)sqlite3_finalize(conn->statements[i]);
	(void)sqlite3_finalize(conn->begin);
	(void)sqlite3_finalize(conn->end);
	(void)sqlite3_close_v2(conn->db);
	conn->db = NULL;
}

void lite_conn_free(struct lite_conn *conn)
{
	close_conn(conn);
	free(conn);
}

/* ---- Lending readers ---------------------------------------------------- */

/* Under the lock. True: *conn is a free reader, or NULL and the caller opens one. */
static bool reader_ready(struct lite *lite, bool stream, struct lite_conn **conn)
{
	*conn = NULL;
	if (lite->readers_paused)
		return false;
	/* A stream leaves the last reader to the others and brings its own instead. */
	if (stream && lite->readers_max - lite->readers_lent <= 1)
		return lite->streams < STREAMS_MAX;
	if (lite->free_readers) {
		*conn = lite->free_readers;
		lite->free_readers = (*conn)->next;
		return true;
	}
	return lite->readers < lite->readers_max;
}

enum err lite_reader_take(struct lite *lite, bool stream, struct lite_conn **conn)
{
	struct timespec until = {0};
	bool temporary;

	(void)pthread_mutex_lock(&lite->reading);
	while (!reader_ready(lite, stream, conn)) {
		if (until.tv_sec == 0)
			until = db_timespec(clock_steady_us() + DB_WAIT_US);
		if (pthread_cond_clockwait(&lite->reader_free, &lite->reading, CLOCK_MONOTONIC,
			    &until) == ETIMEDOUT) {
			(void)pthread_mutex_unlock(&lite->reading);
			return ERR_BUSY;
		}
	}
	temporary = !*conn && stream && lite->readers_max - lite->readers_lent <= 1;
	lite->streams += temporary;
	lite->readers += !*conn && !temporary;
	lite->readers_lent += !temporary;
	(void)pthread_mutex_unlock(&lite->reading);
	if (*conn)
		return OK;
	*conn = lite_reader_new(lite);
	if (*conn) {
		(*conn)->temporary = temporary;
		return OK;
	}
	(void)pthread_mutex_lock(&lite->reading);
	lite->streams -= temporary;
	lite->readers -= !temporary;
	lite->readers_lent -= !temporary;
	(void)pthread_cond_broadcast(&lite->reader_free);
	(void)pthread_mutex_unlock(&lite->reading);
	return ERR_BUSY;
}

void lite_reader_give(struct lite *lite, struct lite_conn *conn)
{
	bool temporary = conn->temporary;

	if (temporary)
		lite_conn_free(conn);
	(void)pthread_mutex_lock(&lite->reading);
	if (temporary) {
		lite->streams--;
	} else {
		conn->next = lite->free_readers;
		lite->free_readers = conn;
		lite->readers_lent--;
	}
	if (lite->readers_paused)
		(void)pthread_cond_broadcast(&lite->reader_free);
	else
		(void)pthread_cond_signal(&lite->reader_free);
	(void)pthread_mutex_unlock(&lite->reading);
}

/* ---- The lock file ------------------------------------------------------ */

static const char *holder_of(int file, const char *path)
{
	char text[128];
	ssize_t length = pread(file, text, sizeof(text) - 1, 0);

	text[length > 0 ? length : 0] = '\0';
	text[strcspn(text, "\n")] = '\0';
	return db_why("the database %s is in use by %s; stop it first, or ask it instead", path,
		text[0] ? text : "another process");
}

/* "process 1234 (hatif serve)": the program and its command, never its options. */
static void write_holder(int file)
{
	char command[64] = "", text[128];
	int source = open("/proc/self/cmdline", O_RDONLY | O_CLOEXEC);
	ssize_t length = source < 0 ? 0 : read(source, command, sizeof(command) - 1);
	const char *word = "";

	if (source >= 0)
		(void)close(source);
	command[length > 0 ? length : 0] = '\0';
	if (length > 0 && strlen(command) + 1 < (size_t)length)
		word = command + strlen(command) + 1;
	if (word[strspn(word, "abcdefghijklmnopqrstuvwxyz-")] != '\0' || word[0] == '-')
		word = "";
	length = snprintf(text, sizeof(text), "process %ld (%.40s%s%.20s)\n", (long)getpid(),
		basename(command), word[0] ? " " : "", word);
	if (ftruncate(file, 0) != 0 || pwrite(file, text, (size_t)length, 0) != length)
		log_warn("db.lock_file", LOG_TEXT("why", strerror(errno)));
}

/*
 * Two writing processes are never safe on one file, so the second is refused.
 * The lock goes with the process; the file stays, which harms nobody.
 */
enum err lite_lock_file(const char *database, int *file, const char **why)
{
	const char *path = db_why("%s.lock", database);

	*file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (*file < 0) {
		*why = db_why("cannot write %s: %s", path, strerror(errno));
		return ERR_INTERNAL;
	}
	if (flock(*file, LOCK_EX | LOCK_NB) != 0) {
		*why = holder_of(*file, database);
		return ERR_BUSY;
	}
	write_holder(*file);
	return OK;
}

/* ---- Opening and closing ------------------------------------------------ */

static enum err check_folder(const char *path, const char **why)
{
	char *copy = strdup(path);
	const char *folder = copy ? dirname(copy) : ".";
	struct stat found;
	enum err err = OK;

	if (path[0] == '\0' || path[0] == ':' || strncmp(path, "file:", 5) == 0) {
		*why = "sqlite: wants the name of a file after it";
		err = ERR_INVALID;
	} else if (stat(folder, &found) != 0 || !S_ISDIR(found.st_mode)) {
		*why = db_why("the folder %s, where the database %s should be, does not exist: "
			      "create it first",
			folder, path);
		err = ERR_NOT_FOUND;
	}
	free(copy);
	return err;
}

static const char *why_not_open(const struct lite *lite, sqlite3 *db)
{
	int code = db ? sqlite3_errcode(db) & 0xff : SQLITE_NOMEM;

	if (code == SQLITE_NOTADB)
		return db_why("%s is not a SQLite database", lite->path);
	if (code == SQLITE_CORRUPT)
		return db_why("the database %s is damaged; restore a backup", lite->path);
	if (code == SQLITE_READONLY || code == SQLITE_PERM || code == SQLITE_CANTOPEN)
		return db_why("the database %s cannot be opened by this user: %s", lite->path,
			db ? sqlite3_errmsg(db) : "");
	return db_why("the database %s cannot be opened: %s", lite->path,
		db ? sqlite3_errmsg(db) : "out of memory");
}

static enum err open_writer(struct lite *lite, size_t batch_limit, const char **why)
{
	sqlite3 **db = &lite->writer.db;
	int file;

	TRY(lite_lock_file(lite->path, &lite->lock_file, why));
	/* Customers' data: nobody else on the machine reads it. */
	file = open(lite->path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (file >= 0)
		(void)close(file);
	if (sqlite3_open_v2(lite->path, db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX,
		    lite_gathering_vfs()) != SQLITE_OK ||
		!set_up(*db, true) || !run_text(*db, "SELECT count(*) FROM sqlite_schema")) {
		*why = why_not_open(lite, *db);
		return ERR_INTERNAL;
	}
	if (lite->loading)
		(void)run_text(*db, "PRAGMA cache_size = -262144");
	return lite_batch_start(lite, batch_limit, why) ? OK : ERR_INTERNAL;
}

static enum err open_read_only(struct lite *lite, const char **why)
{
	sqlite3 *db = NULL;
	enum err err = OK;

	if (sqlite3_open_v2(lite->path, &db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL) !=
			SQLITE_OK ||
		!set_up(db, false)) {
		*why = access(lite->path, F_OK) == 0
			? why_not_open(lite, db)
			: db_why("there is no database %s", lite->path);
		err = ERR_INTERNAL;
	}
	(void)sqlite3_close_v2(db);
	return err;
}

static void lite_free(struct lite *lite)
{
	while (lite->free_readers) {
		struct lite_conn *conn = lite->free_readers;

		lite->free_readers = conn->next;
		lite_conn_free(conn);
	}
	close_conn(&lite->writer);
	if (lite->lock_file >= 0)
		(void)close(lite->lock_file);
	(void)pthread_mutex_destroy(&lite->reading);
	(void)pthread_mutex_destroy(&lite->lock);
	(void)pthread_cond_destroy(&lite->reader_free);
	(void)pthread_cond_destroy(&lite->turn_over);
	(void)pthread_cond_destroy(&lite->keeper_wake);
	free(lite->path);
	free(lite);
}

static struct lite *lite_new(const struct db_options *options, struct db_pool *pool)
{
	struct lite *lite = db_memory_new(sizeof(*lite));

	lite->pool = pool;
	lite->path = strdup(options->url + strlen("sqlite:"));
	if (!lite->path)
		abort();
	lite->lock_file = -1;
	lite->loading = options->loading;
	lite->readers_max = options->readers > 0 ? options->readers : READERS_STANDARD;
	(void)pthread_mutex_init(&lite->reading, NULL);
	(void)pthread_mutex_init(&lite->lock, NULL);
	(void)pthread_cond_init(&lite->reader_free, NULL);
	(void)pthread_cond_init(&lite->turn_over, NULL);
	(void)pthread_cond_init(&lite->keeper_wake, NULL);
	return lite;
}

enum err db_lite_open(const struct db_options *options, struct db_pool *pool, const char **why)
{
	struct lite *lite = lite_new(options, pool);
	enum err err;

	/* Connections never cross threads without a lock of ours, and nobody reads the totals. */
	(void)sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
	(void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
#if !defined(__SANITIZE_ADDRESS__) /* which is to see each piece of SQLite's memory */
	(void)sqlite3_config(SQLITE_CONFIG_MALLOC, &lite_memory);
#endif
	pool->engine_data = lite;
	err = check_folder(lite->path, why);
	if (err == OK)
		err = options->read_only ? open_read_only(lite, why)
					 : open_writer(lite, options->batch_limit, why);
	if (err != OK)
		lite_free(lite);
	return err;
}

static void lite_close(struct db_pool *pool)
{
	struct lite *lite = lite_of(pool);

	assert(lite->readers_lent == 0 && lite->streams == 0);
	if (lite->writer.db)
		lite_batch_stop(lite);
	lite_free(lite);
}

static void lite_stats(struct db_pool *pool, struct db_stats *stats)
{
	char path[PATH_MAX];
	struct stat found;

	(void)snprintf(path, sizeof(path), "%s-wal", lite_of(pool)->path);
	if (stat(path, &found) == 0)
		stats->wal_bytes = found.st_size;
}

const struct db_engine db_lite_engine = {
	.run = lite_run,
	.each = lite_each,
	.begin = lite_begin,
	.finish = lite_finish,
	.rollback = lite_rollback,
	.prepare = lite_prepare,
	.script = lite_script,
	.stats = lite_stats,
	.close = lite_close,
};

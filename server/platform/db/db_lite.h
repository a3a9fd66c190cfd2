/* db_lite.h - inside the SQLite engine: its connections, the writer and the batch. */
/* SPDX-License-Identifier: MIT */
#ifndef PLATFORM_DB_DB_LITE_H
#define PLATFORM_DB_DB_LITE_H

#include "platform/db/db_internal.h"

#include <sqlite3.h>

/* One connection and its prepared statements, by query_info.index. */
struct lite_conn {
	sqlite3 *db;
	struct lite_conn *next; /* in the list of free readers */
	bool temporary; /* opened for a stream; closed when given back */
	sqlite3_stmt *begin, *end; /* of readers: around the reads of one unit */
	sqlite3_stmt *statements[QUERIES_MAX];
};

/* A thread that waits for the writer; lives on its stack. */
struct lite_waiter {
	struct lite_waiter *next;
	pthread_cond_t wake;
	int64_t since_us;
	bool granted;
	bool called; /* woken, and did not run yet */
};

/* A unit that is finished but not yet on disk. */
struct lite_unit {
	struct cx *cx;
	db_done_fn *done;
	void *arg;
};

/* Units that share one COMMIT. */
struct lite_batch {
	struct lite_batch *next; /* in the list of free batches */
	size_t count;
	int64_t since_us; /* when its transaction began */
	bool urgent; /* somebody waits on its stack: do not wait for the mailbox */
	int64_t turn; /* its place in the order of commits */
	struct lite_unit units[];
};

struct lite {
	struct db_pool *pool;
	char *path;
	int lock_file;
	bool loading; /* as db_options says */

	/* Readers: lent statement by statement, last used first. */
	pthread_mutex_t reading;
	pthread_cond_t reader_free;
	struct lite_conn *free_readers;
	int readers, readers_max, readers_lent, streams;
	bool readers_paused; /* while the log is being reset */

	/* The writer: one connection, handed from thread to thread, see db_lite_batch.c. */
	pthread_mutex_t lock;
	struct lite_conn writer;
	bool held;
	struct lite_waiter *first, *last;
	struct lite_batch *batch, *free_batches;
	size_t batch_limit;
	sqlite3_stmt *begin, *commit, *savepoint, *release, *undo;

	/* Batches are handed out in the order of their commits. */
	int64_t next_turn, turn;
	pthread_cond_t turn_over;

	/* The keeper commits what nobody else does, and resets the log. */
	pthread_t keeper;
	pthread_cond_t keeper_wake;
	bool keeper_idle, stopping;
	_Atomic bool checkpoint_due;
	int wal_pages; /* after the last commit */
	bool wal_written; /* by the last commit */
	int checkpoint_every; /* pages between two copies of the log back */
	int checkpoint_at; /* pages at which it is copied back next */
	int64_t warned_us;
};

/* Bounds of the write-ahead log. */
#define WAL_CHECKPOINT_PAGES 2048 /* 8 MB: copy what can be copied */
#define WAL_RESET_PAGES 6144 /* 24 MB: pause readers for a moment, start the log again */
#define WAL_TRUNCATE_PAGES 16384 /* 64 MB: give the space back too */

static inline struct lite *lite_of(const struct db_pool *pool)
{
	return pool->engine_data;
}

/* ---- Connections (db_lite.c) ---- */

/* Open a connection beside the writer that never writes nor checkpoints. NULL: logged. */
struct lite_conn *lite_reader_new(struct lite *lite);
void lite_conn_free(struct lite_conn *conn);

/* A reader for one statement, or for a stream; ERR_BUSY when none comes free. */
enum err lite_reader_take(struct lite *lite, bool stream, struct lite_conn **conn);
void lite_reader_give(struct lite *lite, struct lite_conn *conn);

/*
 * Lock a database against other writing processes as long as *file is open.
 * ERR_BUSY: *why says who has it. The caller closes *file when it is not -1.
 */
enum err lite_lock_file(const char *database, int *file, const char **why);

/* The outcome that a result code means; what it knows of the disk comes from db. */
enum err lite_err(sqlite3 *db, int code);

/* ---- Statements (db_lite_run.c) ---- */

enum err lite_run(struct cx *cx, const struct db_query *query, const struct db_value *args,
	size_t arg_count, struct db_result *result);
enum err lite_each(struct cx *cx, const struct db_query *query, const struct db_value *args,
	size_t arg_count, db_row_fn *each, void *arg);
bool lite_prepare(struct db_pool *pool, const struct db_query *query, const char **why);

/* ---- The writer and the batch (db_lite_batch.c) ---- */

bool lite_batch_start(struct lite *lite, size_t batch_limit, const char **why);
/* Commits what is open, then lets the keeper go. */
void lite_batch_stop(struct lite *lite);

/* Wait in line for the writer; whoever has it lets it go with lite_writer_release. */
enum err lite_writer_take(struct lite *lite);
/* Commits for all when nobody waits (or enough wait for the disk); then the next in line has it. */
void lite_writer_release(struct lite *lite);
/* Commit what is open and run work as the writer's holder, outside of any transaction. */
enum err lite_writer_alone(
	struct lite *lite, enum err (*work)(struct lite *lite, void *arg), void *arg);

enum err lite_begin(struct cx *cx);
void lite_finish(struct cx *cx, db_done_fn *done, void *arg, bool urgent);
void lite_rollback(struct cx *cx);
/* A statement of the unit failed on the writer: undo the unit, or find that all is undone. */
void lite_spoil(struct cx *cx, enum err err);

/* ---- Plain SQL and copies (db_lite_script.c) ---- */

enum err lite_script(
	struct db_pool *pool, bool exclusive, db_script_fn *work, void *arg, const char **why);

/* ---- The log (db_lite_wal.c, db_lite_vfs.c) ---- */

/* Name of the VFS for the writer alone, and only with synchronous=FULL; after sqlite3_config(). */
const char *lite_gathering_vfs(void);

/* ---- Memory (db_lite_memory.c) ---- */

extern const struct sqlite3_mem_methods lite_memory;

/* Holding the writer, outside a transaction: copy the log back and keep it small. */
void lite_checkpoint(struct lite *lite);

#endif

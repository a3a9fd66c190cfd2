/*
 * db_lite_batch.c - one write connection for all threads, and one fsync for many units.
 *
 * A unit takes the writer, works under a savepoint of the batch's transaction
 * (the first one under the transaction itself: nobody else's work is in it, and
 * a savepoint copies each page that changes), and lets the writer go. Whoever
 * lets it go and finds nobody in line commits for all; the replies go out after
 * that, in the order of the commits. A batch that stays open for units still in
 * the mailbox is committed by the keeper at the latest BATCH_AGE_US after it
 * began, so it never waits for a unit that does not come.
 */
/* SPDX-License-Identifier: MIT */
#include "platform/db/db_lite.h"
#include "platform/log/log.h"
#include "platform/metrics/metrics.h"

#include <assert.h>
#include <errno.h>

#define BATCH_LIMIT_STANDARD 128
#define BATCH_AGE_US (3 * US_PER_MS)
#define HELD_TOO_LONG_US (50 * US_PER_MS)

static int run_plain(sqlite3_stmt *statement)
{
	(void)sqlite3_step(statement);
	return sqlite3_reset(statement);
}

static bool in_transaction(const struct lite *lite)
{
	return sqlite3_get_autocommit(lite->writer.db) == 0;
}

static struct lite_batch *batch_new(struct lite *lite)
{
	struct lite_batch *batch = lite->free_batches;

	if (!batch)
		return db_memory_new(sizeof(*batch) + lite->batch_limit * sizeof(batch->units[0]));
	lite->free_batches = batch->next;
	batch->count = 0;
	batch->urgent = false;
	return batch;
}

/*
 * ---- The line for the writer --------------------------------------------
 *
 * Waking a thread costs as much as a small unit's work. So whoever runs and
 * finds the writer free takes it, past those who wait and were called already;
 * but nobody is passed any more after PATIENCE_US.
 */

#define PATIENCE_US (2 * US_PER_MS)

static void leave_line(struct lite *lite, const struct lite_waiter *waiter)
{
	struct lite_waiter **at = &lite->first;
	struct lite_waiter *before = NULL;

	while (*at != waiter) {
		before = *at;
		at = &before->next;
	}
	*at = waiter->next;
	if (lite->last == waiter)
		lite->last = before;
}

/* Under the lock. */
static bool is_patient(const struct lite_waiter *waiter)
{
	return clock_steady_us() - waiter->since_us < PATIENCE_US;
}

static enum err wait_in_line(struct lite *lite)
{
	struct lite_waiter waiter = {
		.wake = PTHREAD_COND_INITIALIZER, .since_us = clock_steady_us()};
	const struct timespec until = db_timespec(waiter.since_us + DB_WAIT_US);

	if (lite->last)
		lite->last->next = &waiter;
	else
		lite->first = &waiter;
	lite->last = &waiter;
	while (!waiter.granted) {
		int timeout = pthread_cond_clockwait(
			&waiter.wake, &lite->lock, CLOCK_MONOTONIC, &until);

		waiter.called = false;
		if (waiter.granted)
			break;
		if (lite->first == &waiter && !lite->held) {
			leave_line(lite, &waiter);
			lite->held = waiter.granted = true;
		} else if (timeout == ETIMEDOUT) {
			leave_line(lite, &waiter);
			break;
		}
	}
	(void)pthread_cond_destroy(&waiter.wake);
	return waiter.granted ? OK : ERR_BUSY;
}

enum err lite_writer_take(struct lite *lite)
{
	enum err err = OK;

	(void)pthread_mutex_lock(&lite->lock);
	if (lite->held || (lite->first && !is_patient(lite->first)))
		err = wait_in_line(lite);
	else
		lite->held = true;
	(void)pthread_mutex_unlock(&lite->lock);
	return err;
}

/* Under the lock. */
static void hand_over(struct lite *lite)
{
	struct lite_waiter *next = lite->first;

	if (lite->keeper_idle && (lite->checkpoint_due || (!next && lite->batch->count > 0)))
		(void)pthread_cond_signal(&lite->keeper_wake);
	lite->held = next && !is_patient(next);
	if (!next || (next->called && !lite->held))
		return;
	if (lite->held) {
		leave_line(lite, next);
		next->granted = true;
	}
	next->called = true;
	(void)pthread_cond_signal(&next->wake);
}

/* ---- Committing --------------------------------------------------------- */

static enum err commit_transaction(struct lite *lite)
{
	enum err err;
	int code;

	lite->wal_written = false;
	code = run_plain(lite->commit);
	if (code == SQLITE_OK) {
		if (lite->wal_written)
			atomic_fetch_add(&lite->pool->syncs, 1);
		if (lite->wal_pages >= lite->checkpoint_at)
			lite->checkpoint_due = true;
		return OK;
	}
	/*
	 * Never tried again: after a failed fsync the pages may be marked clean
	 * without being on disk, and a second try would promise what is lost.
	 */
	err = db_fault(
		lite_err(lite->writer.db, code), "COMMIT", NULL, sqlite3_errmsg(lite->writer.db));
	if (in_transaction(lite))
		(void)run_plain(lite->undo);
	lite->checkpoint_due = true; /* a full disk may have room again afterwards */
	return err;
}

/* Under the lock: take the finished units out, in their place in the order of commits. */
static struct lite_batch *detach_batch(struct lite *lite)
{
	struct lite_batch *batch = lite->batch;

	if (batch->count == 0)
		return NULL;
	lite->batch = batch_new(lite);
	batch->turn = lite->next_turn++;
	return batch;
}

static void count_batch(struct db_pool *pool, const struct lite_batch *batch, enum err outcome)
{
	int64_t largest = atomic_load(&pool->largest_batch);
	int64_t count = (int64_t)batch->count;

	if (outcome != OK) {
		atomic_fetch_add(&pool->units_failed, count);
		return;
	}
	atomic_fetch_add(&pool->units_committed, count);
	atomic_fetch_add(&pool->batches, 1);
	while (count > largest &&
		!atomic_compare_exchange_weak(&pool->largest_batch, &largest, count))
		;
}

/* Hand out events and replies, without the writer. Events strictly in the order of commits. */
static void deliver(struct lite *lite, struct lite_batch *batch, enum err outcome)
{
	if (!batch)
		return;
	count_batch(lite->pool, batch, outcome);
	(void)pthread_mutex_lock(&lite->lock);
	while (lite->turn != batch->turn)
		(void)pthread_cond_wait(&lite->turn_over, &lite->lock);
	(void)pthread_mutex_unlock(&lite->lock);

	for (size_t i = 0; i < batch->count; i++) {
		struct cx *cx = batch->units[i].cx;

		if (outcome == OK && db_hooks.after)
			db_hooks.after(cx);
		else if (outcome != OK)
			(void)db_fail(cx, outcome);
		cx->events = NULL;
	}

	(void)pthread_mutex_lock(&lite->lock);
	lite->turn++;
	(void)pthread_cond_broadcast(&lite->turn_over);
	(void)pthread_mutex_unlock(&lite->lock);

	for (size_t i = 0; i < batch->count; i++)
		batch->units[i].done(batch->units[i].arg, outcome);

	(void)pthread_mutex_lock(&lite->lock);
	batch->next = lite->free_batches;
	lite->free_batches = batch;
	(void)pthread_mutex_unlock(&lite->lock);
}

/* Under the lock: should the holder commit now, or leave the batch to those who come? */
static bool commit_is_due(const struct lite *lite)
{
	const struct lite_batch *batch = lite->batch;

	if (batch->count == 0)
		return false;
	if (batch->count >= lite->batch_limit)
		return true;
	if (lite->first)
		return clock_steady_us() - batch->since_us >= BATCH_AGE_US;
	if (batch->urgent || lite->stopping || !lite->pool->pending)
		return true;
	if (lite->pool->pending(lite->pool->pending_arg) <= 0)
		return true;
	return clock_steady_us() - batch->since_us >= BATCH_AGE_US;
}

void lite_writer_release(struct lite *lite)
{
	struct lite_batch *batch = NULL;
	enum err outcome = OK;
	bool due;

	(void)pthread_mutex_lock(&lite->lock);
	due = commit_is_due(lite);
	/* A transaction with nothing in it must not stay open: it would pin the log. */
	if (!due && lite->batch->count == 0 && !lite->first && in_transaction(lite))
		(void)run_plain(lite->undo);
	if (due) {
		(void)pthread_mutex_unlock(&lite->lock);
		outcome = commit_transaction(lite);
		(void)pthread_mutex_lock(&lite->lock);
		batch = detach_batch(lite);
	}
	hand_over(lite);
	(void)pthread_mutex_unlock(&lite->lock);
	deliver(lite, batch, outcome);
}

enum err lite_writer_alone(
	struct lite *lite, enum err (*work)(struct lite *lite, void *arg), void *arg)
{
	struct lite_batch *batch;
	enum err outcome = OK, err;

	if (lite_writer_take(lite) != OK)
		return ERR_BUSY;
	if (in_transaction(lite))
		outcome = commit_transaction(lite);
	err = work(lite, arg);
	(void)pthread_mutex_lock(&lite->lock);
	batch = detach_batch(lite);
	hand_over(lite);
	(void)pthread_mutex_unlock(&lite->lock);
	deliver(lite, batch, outcome);
	return err;
}

/* ---- Units -------------------------------------------------------------- */

static void note_held(struct cx *cx)
{
	struct db *unit = cx->db;
	int64_t held_us = clock_steady_us() - unit->held_since_us;

	unit->holds_writer = false;
	if (held_us > HELD_TOO_LONG_US && !lite_of(unit->pool)->loading)
		log_warn("db.writer_held", LOG_INT("ms", held_us / US_PER_MS),
			LOG_TEXT("statement", unit->slowest),
			LOG_INT("statement_ms", unit->slowest_us / US_PER_MS),
			LOG_TEXT("request_id", cx->request_id));
}

enum err lite_begin(struct cx *cx)
{
	struct lite *lite = lite_of(cx->db->pool);
	int64_t asked_us;
	int code;

	if (cx->db->state == UNIT_FAILED)
		return cx->db->failed;
	if (lite->pool->read_only)
		return db_fail(cx,
			db_fault(ERR_INTERNAL, "SAVEPOINT", cx->request_id,
				"the database was opened for reading only"));
	if (cx->db->lite_reader)
		lite_end_reading(cx);
	if (cx->db->lite_stream)
		return db_fail(cx,
			db_fault(ERR_INTERNAL, "SAVEPOINT", cx->request_id,
				"a db_each callback may not write"));
	asked_us = clock_steady_us();
	if (lite_writer_take(lite) != OK)
		return db_fail(cx, ERR_BUSY);
	cx->db->held_since_us = clock_steady_us();
	histogram_observe(db_writer_wait, cx->db->held_since_us - asked_us);
	cx->db->slowest_us = 0;
	cx->db->slowest = NULL;
	cx->db->lite_savepoint = in_transaction(lite);
	if (cx->db->lite_savepoint) {
		code = run_plain(lite->savepoint);
	} else {
		code = run_plain(lite->begin);
		lite->batch->since_us = cx->db->held_since_us;
	}
	if (code != SQLITE_OK) {
		enum err err = db_fault(lite_err(lite->writer.db, code), "SAVEPOINT",
			cx->request_id, sqlite3_errmsg(lite->writer.db));

		lite_writer_release(lite);
		return db_fail(cx, err);
	}
	cx->db->holds_writer = true;
	cx->db->state = UNIT_WRITING;
	return OK;
}

/* Undo the unit; false when the whole transaction is gone with everybody's work in it. */
static bool undo_unit(struct lite *lite, bool savepoint)
{
	static const char undo[] = "ROLLBACK TO unit";

	if (!savepoint) {
		if (in_transaction(lite))
			(void)run_plain(lite->undo);
		return true;
	}
	if (in_transaction(lite) &&
		sqlite3_exec(lite->writer.db, undo, NULL, NULL, NULL) == SQLITE_OK)
		return true;
	if (in_transaction(lite))
		(void)run_plain(lite->undo);
	return false;
}

void lite_spoil(struct cx *cx, enum err err)
{
	struct lite *lite = lite_of(cx->db->pool);
	struct lite_batch *batch;

	cx->db->state = UNIT_FAILED;
	cx->db->failed = err;
	cx->events = NULL;
	if (undo_unit(lite, cx->db->lite_savepoint))
		return;
	if (err == OK)
		err = ERR_INTERNAL;
	(void)db_fault(err, "ROLLBACK", cx->request_id, "the batch was undone by the engine");
	note_held(cx);
	(void)pthread_mutex_lock(&lite->lock);
	batch = detach_batch(lite);
	hand_over(lite);
	(void)pthread_mutex_unlock(&lite->lock);
	deliver(lite, batch, err);
}

void lite_rollback(struct cx *cx)
{
	struct lite *lite = lite_of(cx->db->pool);

	if (cx->db->state == UNIT_WRITING)
		lite_spoil(cx, OK);
	cx->db->state = UNIT_CLEAN;
	if (!cx->db->holds_writer)
		return;
	if (cx->db->lite_savepoint)
		(void)run_plain(lite->release);
	note_held(cx);
	lite_writer_release(lite);
}

/* The unit's last statements: its events and the end of its savepoint. */
static enum err close_unit(struct cx *cx)
{
	struct lite *lite = lite_of(cx->db->pool);
	int code = SQLITE_OK;

	if (cx->db->state == UNIT_FAILED)
		return cx->db->failed;
	if (db_hooks.before)
		TRY(db_hooks.before(cx));
	if (cx->db->state == UNIT_FAILED)
		return cx->db->failed;
	if (cx->db->lite_savepoint)
		code = run_plain(lite->release);
	if (code != SQLITE_OK)
		return db_fail(cx,
			db_fault(lite_err(lite->writer.db, code), "RELEASE", cx->request_id,
				sqlite3_errmsg(lite->writer.db)));
	return OK;
}

void lite_finish(struct cx *cx, db_done_fn *done, void *arg, bool urgent)
{
	struct lite *lite = lite_of(cx->db->pool);
	enum err err = close_unit(cx);

	if (err != OK) {
		atomic_fetch_add(&cx->db->pool->units_failed, 1);
		db_rollback(cx);
		done(arg, err);
		return;
	}
	note_held(cx);
	cx->db->state = UNIT_CLEAN;
	(void)pthread_mutex_lock(&lite->lock);
	lite->batch->units[lite->batch->count++] = (struct lite_unit){cx, done, arg};
	lite->batch->urgent |= urgent;
	(void)pthread_mutex_unlock(&lite->lock);
	lite_writer_release(lite); /* from here on cx may be gone */
}

/* ---- The keeper --------------------------------------------------------- */

/* Under the lock: when does the keeper have to act? 0 = now, INT64_MAX = when it is woken. */
static int64_t keeper_due(const struct lite *lite)
{
	if (lite->checkpoint_due)
		return 0;
	if (lite->held || lite->batch->count == 0)
		return INT64_MAX;
	return lite->batch->since_us + BATCH_AGE_US;
}

static enum err checkpoint(struct lite *lite, void *arg)
{
	(void)arg;
	lite->checkpoint_due = false;
	lite_checkpoint(lite);
	return OK;
}

static void keep(struct lite *lite)
{
	if (lite->checkpoint_due)
		(void)lite_writer_alone(lite, checkpoint, NULL);
	else if (lite_writer_take(lite) == OK)
		lite_writer_release(lite);
}

static void *keeper_main(void *arg)
{
	struct lite *lite = arg;

	(void)pthread_mutex_lock(&lite->lock);
	while (!lite->stopping) {
		int64_t due = keeper_due(lite);
		struct timespec until = db_timespec(due);

		if (due <= clock_steady_us()) {
			(void)pthread_mutex_unlock(&lite->lock);
			keep(lite);
			(void)pthread_mutex_lock(&lite->lock);
		} else if (due == INT64_MAX) {
			lite->keeper_idle = true;
			(void)pthread_cond_wait(&lite->keeper_wake, &lite->lock);
			lite->keeper_idle = false;
		} else {
			(void)pthread_cond_clockwait(
				&lite->keeper_wake, &lite->lock, CLOCK_MONOTONIC, &until);
		}
	}
	(void)pthread_mutex_unlock(&lite->lock);
	return NULL;
}

/* ---- Starting and stopping ---------------------------------------------- */

static int note_wal(void *arg, sqlite3 *db, const char *name, int pages)
{
	struct lite *lite = arg;

	(void)db;
	(void)name;
	if (pages < lite->wal_pages)
		lite->checkpoint_at = lite->checkpoint_every; /* SQLite began at the front again */
	lite->wal_pages = pages;
	lite->wal_written = true;
	return SQLITE_OK;
}

static sqlite3_stmt *plain(struct lite *lite, const char *text)
{
	sqlite3_stmt *statement = NULL;

	(void)sqlite3_prepare_v3(
		lite->writer.db, text, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL);
	return statement;
}

bool lite_batch_start(struct lite *lite, size_t batch_limit, const char **why)
{
	lite->batch_limit = batch_limit ? batch_limit : BATCH_LIMIT_STANDARD;
	lite->checkpoint_every = lite->loading ? WAL_TRUNCATE_PAGES : WAL_CHECKPOINT_PAGES;
	lite->checkpoint_at = lite->checkpoint_every;
	lite->batch = batch_new(lite);
	lite->begin = plain(lite, "BEGIN IMMEDIATE");
	lite->commit = plain(lite, "COMMIT");
	lite->savepoint = plain(lite, "SAVEPOINT unit");
	lite->release = plain(lite, "RELEASE unit");
	lite->undo = plain(lite, "ROLLBACK");
	(void)sqlite3_wal_hook(lite->writer.db, note_wal, lite);
	if (lite->begin && lite->commit && lite->savepoint && lite->release && lite->undo &&
		pthread_create(&lite->keeper, NULL, keeper_main, lite) == 0)
		return true;
	*why = "the database's keeper could not be started";
	return false;
}

void lite_batch_stop(struct lite *lite)
{
	(void)pthread_mutex_lock(&lite->lock);
	lite->stopping = true;
	(void)pthread_cond_signal(&lite->keeper_wake);
	(void)pthread_mutex_unlock(&lite->lock);
	(void)pthread_join(lite->keeper, NULL);
	if (lite_writer_take(lite) == OK)
		lite_writer_release(lite);
	(void)sqlite3_finalize(lite->begin);
	(void)sqlite3_finalize(lite->commit);
	(void)sqlite3_finalize(lite->savepoint);
	(void)sqlite3_finalize(lite->release);
	(void)sqlite3_finalize(lite->undo);
	free(lite->batch);
	while (lite->free_batches) {
		struct lite_batch *batch = lite->free_batches;

		lite->free_batches = batch->next;
		free(batch);
	}
}

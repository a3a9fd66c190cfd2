/* db_lite_test.c - the batch under trouble: full disks, units that do not come, locks. */
/* SPDX-License-Identifier: MIT */
#include "db_support.h"

#include "platform/db/db_lite.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/stat.h>

static const char schema[] = "CREATE TABLE things (id INTEGER PRIMARY KEY, body TEXT NOT NULL);"
			     "CREATE TABLE seen (n BIGINT NOT NULL);";

static const struct db_query add_sql = {
	"lite.add", "INSERT INTO things (body) VALUES ($1) RETURNING id", NULL, NULL};
static const struct db_query count_sql = {"lite.count", "SELECT count(*) FROM things", NULL, NULL};
static int set_up(void **state)
{
	struct place *place = calloc(1, sizeof(*place));

	place_make(place);
	place_open(place, (struct db_options){0});
	schema_make(place->pool, schema);
	*state = place;
	return 0;
}

static int tear_down(void **state)
{
	db_set_hooks((struct db_hooks){0});
	place_remove(*state);
	free(*state);
	return 0;
}

static enum err add(struct cx *cx, size_t bytes)
{
	struct db_result result;
	char *body = arena_alloc(cx->arena, bytes + 1);

	memset(body, 'b', bytes);
	return db_run(cx, &add_sql, DB_ARGS(db_text(body)), &result);
}

static int64_t count(struct db_pool *pool)
{
	struct unit unit;
	struct cx *cx = unit_open(&unit, pool, 0);
	struct db_result result;
	int64_t rows;

	assert_int_equal(db_run(cx, &count_sql, DB_NO_ARGS, &result), OK);
	rows = db_int_at(&result, 0, 0);
	unit_close(&unit);
	return rows;
}

static void work_on_writer(struct db_pool *pool, const char *text)
{
	struct lite *lite = lite_of(pool);

	assert_int_equal(lite_writer_take(lite), OK);
	assert_int_equal(sqlite3_exec(lite->writer.db, text, NULL, NULL, NULL), SQLITE_OK);
	lite_writer_release(lite);
}

/* ---- Units in one batch ------------------------------------------------- */

struct waiting {
	struct unit unit;
	_Atomic int times;
	_Atomic int outcome;
	_Atomic int64_t at_us;
};

static void note_done(void *arg, enum err outcome)
{
	struct waiting *waiting = arg;

	atomic_store(&waiting->outcome, (int)outcome);
	atomic_store(&waiting->at_us, clock_steady_us());
	atomic_fetch_add(&waiting->times, 1);
}

static int pending_count(void *arg)
{
	return atomic_load((_Atomic int *)arg);
}

static void wait_for(struct waiting *waiting)
{
	for (int i = 0; i < 30000 && atomic_load(&waiting->times) == 0; i++)
		usleep(1000);
	assert_int_equal(atomic_load(&waiting->times), 1);
}

static void finish_one(struct db_pool *pool, struct waiting *waiting, size_t bytes)
{
	struct cx *cx = unit_open(&waiting->unit, pool, 0);

	assert_int_equal(add(cx, bytes), OK);
	db_finish(cx, note_done, waiting);
}

static void a_batch_waits_for_the_mailbox_but_not_for_long(void **state)
{
	struct place *place = *state;
	_Atomic int pending = 1;
	struct waiting first = {0}, second = {0};
	struct db_stats before, after;
	int64_t began_us;

	db_set_pending_writers(place->pool, pending_count, &pending);
	db_get_stats(place->pool, &before);
	finish_one(place->pool, &first, 10);
	assert_int_equal(atomic_load(&first.times), 0);
	atomic_store(&pending, 0);
	finish_one(place->pool, &second, 10);
	assert_int_equal(atomic_load(&first.times), 1);
	assert_int_equal(atomic_load(&second.times), 1);
	db_get_stats(place->pool, &after);
	assert_int_equal(after.syncs - before.syncs, 1);
	unit_close(&first.unit);
	unit_close(&second.unit);

	/* The mailbox promises a unit that never comes. */
	atomic_store(&pending, 1);
	memset(&first, 0, sizeof(first));
	began_us = clock_steady_us();
	finish_one(place->pool, &first, 10);
	wait_for(&first);
	assert_int_equal(first.outcome, OK);
	assert_true(first.at_us - began_us < 500 * US_PER_MS);
	unit_close(&first.unit);

	/* Who waits on its stack is not kept waiting for the mailbox. */
	began_us = clock_steady_us();
	assert_int_equal(add(unit_open(&first.unit, place->pool, 0), 10), OK);
	assert_int_equal(db_commit(&first.unit.cx), OK);
	unit_close(&first.unit);
	db_set_pending_writers(place->pool, NULL, NULL);
}

/* ---- A disk that refuses ------------------------------------------------ */

/* Files opened while this is the standard VFS fail when told to. */
static struct {
	sqlite3_vfs vfs;
	sqlite3_vfs *real;
	sqlite3_io_methods methods;
	const sqlite3_io_methods *real_methods;
	_Atomic int write_outcome, sync_outcome;
	_Atomic int syncs;
} fault;

static int fault_write(sqlite3_file *file, const void *bytes, int count, sqlite3_int64 at)
{
	int outcome = atomic_load(&fault.write_outcome);

	return outcome ? outcome : fault.real_methods->xWrite(file, bytes, count, at);
}

static int fault_sync(sqlite3_file *file, int flags)
{
	int outcome = atomic_load(&fault.sync_outcome);

	atomic_fetch_add(&fault.syncs, 1);
	return outcome ? outcome : fault.real_methods->xSync(file, flags);
}

static int fault_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out)
{
	int code = fault.real->xOpen(vfs, name, file, flags, out);

	if (code != SQLITE_OK || !(flags & SQLITE_OPEN_WAL))
		return code;
	fault.real_methods = file->pMethods;
	fault.methods = *file->pMethods;
	fault.methods.xWrite = fault_write;
	fault.methods.xSync = fault_sync;
	file->pMethods = &fault.methods;
	return code;
}

static _Atomic int handed_out;

static void count_after(struct cx *cx)
{
	(void)cx;
	atomic_fetch_add(&handed_out, 1);
}

static int set_up_fault(void **state)
{
	memset(&fault, 0, sizeof(fault));
	(void)sqlite3_initialize();
	fault.real = sqlite3_vfs_find(NULL);
	fault.vfs = *fault.real;
	fault.vfs.zName = "fault";
	fault.vfs.xOpen = fault_open;
	assert_int_equal(sqlite3_vfs_register(&fault.vfs, 1), SQLITE_OK);
	return set_up(state);
}

static int tear_down_fault(void **state)
{
	int code = tear_down(state);

	assert_int_equal(sqlite3_vfs_unregister(&fault.vfs), SQLITE_OK);
	assert_int_equal(sqlite3_vfs_register(fault.real, 1), SQLITE_OK);
	return code;
}

/* Twenty units are finished and wait for one COMMIT, which fails. */
static void a_batch_fails_as_one(struct place *place, _Atomic int *outcome, int code, enum err err)
{
	_Atomic int pending = 1;
	struct waiting batch[20], next;
	const int64_t before = count(place->pool);

	memset(batch, 0, sizeof(batch));
	memset(&next, 0, sizeof(next));
	atomic_store(&handed_out, 0);
	db_set_hooks((struct db_hooks){.after = count_after});
	db_set_pending_writers(place->pool, pending_count, &pending);
	atomic_store(outcome, code);
	for (size_t i = 0; i < COUNT(batch); i++)
		finish_one(place->pool, &batch[i], 2000);
	for (size_t i = 0; i < COUNT(batch); i++) {
		wait_for(&batch[i]);
		assert_int_equal(batch[i].outcome, err);
		assert_int_equal(batch[i].times, 1);
		unit_close(&batch[i].unit);
	}
	assert_int_equal(atomic_load(&handed_out), 0);
	assert_int_equal(count(place->pool), before);

	/* When the trouble is over, nobody has to do anything. */
	atomic_store(outcome, SQLITE_OK);
	atomic_store(&pending, 0);
	finish_one(place->pool, &next, 2000);
	wait_for(&next);
	assert_int_equal(next.outcome, OK);
	unit_close(&next.unit);
	assert_int_equal(atomic_load(&handed_out), 1);
	assert_int_equal(count(place->pool), before + 1);
	db_set_pending_writers(place->pool, NULL, NULL);
}

static void a_full_disk_at_commit_fails_every_reply_and_then_recovers(void **state)
{
	a_batch_fails_as_one(*state, &fault.write_outcome, SQLITE_FULL, ERR_FULL);
}

static void a_failed_sync_is_never_acknowledged(void **state)
{
	struct place *place = *state;
	struct waiting one;
	int syncs;

	a_batch_fails_as_one(place, &fault.sync_outcome, SQLITE_IOERR_FSYNC, ERR_INTERNAL);

	/* One COMMIT, one sync, one failure: nothing tries again behind the caller's back. */
	memset(&one, 0, sizeof(one));
	atomic_store(&fault.sync_outcome, SQLITE_IOERR_FSYNC);
	syncs = atomic_load(&fault.syncs);
	finish_one(place->pool, &one, 2000);
	wait_for(&one);
	assert_int_equal(one.outcome, ERR_INTERNAL);
	/* One more at most is the keeper's, who copies the log back in its own time. */
	assert_in_range(atomic_load(&fault.syncs), syncs + 1, syncs + 2);
	unit_close(&one.unit);
	atomic_store(&fault.sync_outcome, SQLITE_OK);
}

static void every_reply_follows_a_sync(void **state)
{
	struct place *place = *state;
	struct waiting one;

	for (int i = 0; i < 20; i++) {
		int syncs = atomic_load(&fault.syncs);

		memset(&one, 0, sizeof(one));
		finish_one(place->pool, &one, 100);
		wait_for(&one);
		assert_true(atomic_load(&fault.syncs) > syncs);
		unit_close(&one.unit);
	}
}

static void a_file_that_may_not_grow_refuses_the_unit_alone(void **state)
{
	struct place *place = *state;
	struct unit unit;
	struct cx *cx = unit_open(&unit, place->pool, 0);

	assert_int_equal(add(cx, 10), OK);
	assert_int_equal(db_commit(cx), OK);
	work_on_writer(place->pool, "PRAGMA max_page_count = 1"); /* no more than there are */
	assert_int_equal(add(cx, 200000), ERR_FULL);
	assert_non_null(strstr(cx->failure.message, "full"));
	assert_int_equal(db_commit(cx), ERR_FULL);
	assert_int_equal(count(place->pool), 1);
	work_on_writer(place->pool, "PRAGMA max_page_count = 1000000");
	assert_int_equal(add(cx, 200000), OK);
	assert_int_equal(db_commit(cx), OK);
	assert_int_equal(count(place->pool), 2);
	unit_close(&unit);
}

/* ---- The log ------------------------------------------------------------ */

struct readers {
	struct db_pool *pool;
	_Atomic bool stop;
};

static void *read_on(void *arg)
{
	struct readers *readers = arg;

	while (!atomic_load(&readers->stop))
		(void)count(readers->pool);
	return NULL;
}

static void the_log_stays_small_while_readers_come_and_go(void **state)
{
	struct place *place = *state;
	struct readers readers = {.pool = place->pool};
	int64_t largest = 0;
	struct db_stats stats;
	pthread_t threads[3];
	struct unit unit;

	for (size_t i = 0; i < COUNT(threads); i++)
		assert_int_equal(pthread_create(&threads[i], NULL, read_on, &readers), 0);
	for (int i = 0; i < 800; i++) {
		assert_int_equal(add(unit_open(&unit, place->pool, 0), 100000), OK);
		assert_int_equal(db_commit(&unit.cx), OK);
		unit_close(&unit);
		db_get_stats(place->pool, &stats);
		if (stats.wal_bytes > largest)
			largest = stats.wal_bytes;
	}
	atomic_store(&readers.stop, true);
	for (size_t i = 0; i < COUNT(threads); i++)
		(void)pthread_join(threads[i], NULL);
	print_message("80 MB written, the log was %lld KB at most\n", (long long)largest / 1024);
	assert_true(largest < 40 * 1024 * 1024);
}

/* ---- Streams ------------------------------------------------------------ */

static const struct db_query three_sql = {
	"lite.three", "SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3", NULL, NULL};

static enum err stream_deeper(struct cx *cx, const struct db_value *cells, void *arg)
{
	int depth = *(int *)arg - 1;
	struct unit unit;
	enum err err;

	if (cells[0].integer != 1)
		return OK;
	if (depth == 0) {
		assert_int_equal(count(cx->db->pool), 0);
		return OK;
	}
	err = db_each(
		unit_open(&unit, cx->db->pool, 0), &three_sql, DB_NO_ARGS, stream_deeper, &depth);
	unit_close(&unit);
	return err;
}

static void streams_leave_a_reader_to_the_others(void **state)
{
	struct place *place = *state;
	int64_t began_us = clock_steady_us();
	int depth = 12;
	struct unit unit;

	assert_int_equal(db_each(unit_open(&unit, place->pool, 0), &three_sql, DB_NO_ARGS,
				 stream_deeper, &depth),
		OK);
	unit_close(&unit);
	/* Who waits for a reader gives up after five seconds. */
	assert_true(clock_steady_us() - began_us < 4 * US_PER_SECOND);
}

/* ---- Waiting ------------------------------------------------------------ */

static void *try_to_write(void *arg)
{
	struct db_pool *pool = arg;
	struct unit unit;
	enum err err = add(unit_open(&unit, pool, 0), 1);

	unit_close(&unit);
	return (void *)(intptr_t)err;
}

static void who_waits_too_long_for_the_writer_is_told_so(void **state)
{
	struct place *place = *state;
	int64_t began_us = clock_steady_us(), waited_us;
	pthread_t thread;
	struct unit unit;
	void *outcome;

	assert_int_equal(db_begin_write(unit_open(&unit, place->pool, 0)), OK);
	assert_int_equal(pthread_create(&thread, NULL, try_to_write, place->pool), 0);
	(void)pthread_join(thread, &outcome);
	waited_us = clock_steady_us() - began_us;
	assert_int_equal((enum err)(intptr_t)outcome, ERR_BUSY);
	assert_in_range(waited_us / US_PER_MS, 4900, 20000);
	unit_close(&unit);
	assert_int_equal((enum err)(intptr_t)try_to_write(place->pool), OK);
}

static void who_holds_the_writer_for_long_is_logged(void **state)
{
	struct place *place = *state;
	char path[600], text[4096] = "";
	struct unit unit;
	int saved, file;

	(void)snprintf(path, sizeof(path), "%s/log", place->folder);
	file = open(path, O_RDWR | O_CREAT, 0600);
	saved = dup(STDERR_FILENO);
	(void)dup2(file, STDERR_FILENO);
	assert_int_equal(add(unit_open(&unit, place->pool, 0), 10), OK);
	usleep(80000);
	assert_int_equal(db_commit(&unit.cx), OK);
	unit_close(&unit);
	(void)dup2(saved, STDERR_FILENO);
	assert_true(pread(file, text, sizeof(text) - 1, 0) > 0);
	(void)close(file);
	(void)close(saved);
	assert_non_null(strstr(text, "db.writer_held"));
	assert_non_null(strstr(text, "lite.add"));
}

/* ---- Opening ------------------------------------------------------------ */

static void a_second_writing_program_is_refused(void **state)
{
	struct place *place = *state;
	struct db_pool *second = NULL;
	const char *why = "";
	char self[32];

	(void)snprintf(self, sizeof(self), "process %ld", (long)getpid());
	assert_int_equal(db_open(&(struct db_options){.url = place->url}, &second, &why), ERR_BUSY);
	assert_null(second);
	assert_non_null(strstr(why, self));
	if (db_open(&(struct db_options){.url = place->url, .read_only = true}, &second, &why) !=
		OK)
		fail_msg("db_open: %s", why);
	assert_int_equal(count(second), 0);
	assert_int_equal((enum err)(intptr_t)try_to_write(second), ERR_INTERNAL);
	db_close(&second);
}

static void what_cannot_be_opened_is_explained(void **state)
{
	static const struct {
		const char *name, *url, *word;
	} cases[] = {
		{"no such folder", "sqlite:/no/such/folder/hatif.db", "/no/such/folder"},
		{"another kind", "mysql://localhost/x", "sqlite:"},
		{"no file", "sqlite:", "file"},
		{"memory", "sqlite::memory:", "file"},
		{"a folder", "sqlite:/tmp", "/tmp"},
		{"nobody listens", "postgresql://127.0.0.1:1/x", "does not answer"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct db_pool *pool = NULL;
		const char *why = "";

		assert_case(db_open(&(struct db_options){.url = cases[i].url}, &pool, &why) != OK,
			cases[i].name);
		assert_case(pool == NULL, cases[i].name);
		assert_case(strstr(why, cases[i].word), cases[i].name);
	}
}

static void only_the_owner_may_read_the_file(void **state)
{
	struct place *place = *state;
	struct stat found;

	assert_int_equal(stat(place->file, &found), 0);
	assert_int_equal(found.st_mode & 0777, 0600);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define LITE_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
#define FAULT_TEST(name) cmocka_unit_test_setup_teardown(name, set_up_fault, tear_down_fault)
		LITE_TEST(a_batch_waits_for_the_mailbox_but_not_for_long),
		FAULT_TEST(a_full_disk_at_commit_fails_every_reply_and_then_recovers),
		FAULT_TEST(a_failed_sync_is_never_acknowledged),
		FAULT_TEST(every_reply_follows_a_sync),
		LITE_TEST(a_file_that_may_not_grow_refuses_the_unit_alone),
		LITE_TEST(the_log_stays_small_while_readers_come_and_go),
		LITE_TEST(streams_leave_a_reader_to_the_others),
		LITE_TEST(who_waits_too_long_for_the_writer_is_told_so),
		LITE_TEST(who_holds_the_writer_for_long_is_logged),
		LITE_TEST(a_second_writing_program_is_refused),
		LITE_TEST(what_cannot_be_opened_is_explained),
		LITE_TEST(only_the_owner_may_read_the_file),
	};

	return cmocka_run_group_tests_name("db on SQLite", tests, NULL, NULL);
}

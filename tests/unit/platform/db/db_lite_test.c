/* db_lite_test.c - the batch under trouble: full disks, units that do not come, locks. */
/* SPDX-License-Identifier: MIT */
#include "db_support.h"

#include "platform/db/db_lite.h"

#include <stdatomic.h>
#include <sys/stat.h>

static const char schema[] = "CREATE TABLE things (id INTEGER PRIMARY KEY, body TEXT NOT NULL);"
			     "CREATE TABLE seen (n BIGINT NOT NULL);";

static const struct db_query add_sql = {
	"lite.add", "INSERT INTO things (body) VALUES ($1) RETURNING id", NULL, NULL};
static const struct db_query delete_sql = {"lite.delete", "DELETE FROM things", NULL, NULL};
static const struct db_query count_sql = {
	"lite.count", "SELECT count(*) FROM things", NULL, NULL};
static const struct db_query slow_sql = {"lite.slow",
	"WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 2000000)"
	" SELECT max(n) FROM c", NULL, NULL};

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
	for (int i = 0; i < 5000 && atomic_load(&waiting->times) == 0; i++)
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

/* ---- A full disk -------------------------------------------------------- */

static void a_failed_commit_fails_every_reply_and_then_recovers(void **state)
{
	struct place *place = *state;
	_Atomic int pending = 1;
	struct waiting batch[20];
	struct waiting after = {0};
	char limit[64];
	int64_t before = count(place->pool);

	memset(batch, 0, sizeof(batch));
	db_set_pending_writers(place->pool, pending_count, &pending);
	/* Hold the writer so that the keeper cannot commit the batch in between. */
	for (size_t i = 0; i < COUNT(batch); i++)
		finish_one(place->pool, &batch[i], 20000);
	for (size_t i = 0; i < COUNT(batch); i++)
		wait_for(&batch[i]);
	assert_int_equal(count(place->pool), before + (int64_t)COUNT(batch));
	for (size_t i = 0; i < COUNT(batch); i++) {
		assert_int_equal(batch[i].outcome, OK);
		unit_close(&batch[i].unit);
	}
	/* No page more than there are: the next rows do not fit. */
	(void)snprintf(limit, sizeof(limit), "PRAGMA max_page_count = 1");
	work_on_writer(place->pool, limit);
	assert_int_equal(add(unit_open(&after.unit, place->pool, 0), 200000), ERR_FULL);
	assert_int_equal(db_commit(&after.unit.cx), ERR_FULL);
	unit_close(&after.unit);
	assert_int_equal(count(place->pool), before + (int64_t)COUNT(batch));
	work_on_writer(place->pool, "PRAGMA max_page_count = 1000000");
	memset(&after, 0, sizeof(after));
	atomic_store(&pending, 0);
	finish_one(place->pool, &after, 200000);
	wait_for(&after);
	assert_int_equal(after.outcome, OK);
	unit_close(&after.unit);
	db_set_pending_writers(place->pool, NULL, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define LITE_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
		LITE_TEST(a_batch_waits_for_the_mailbox_but_not_for_long),
		LITE_TEST(a_failed_commit_fails_every_reply_and_then_recovers),
	};

	return cmocka_run_group_tests_name("db on SQLite", tests, NULL, NULL);
}

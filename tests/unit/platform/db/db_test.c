/* db_test.c - what db.h promises, the same promises on both engines. */
/* SPDX-License-Identifier: MIT */
#include "db_support.h"

#include <pthread.h>
#include <stdatomic.h>

static const char schema[] =
	"CREATE TABLE companies (id BIGINT NOT NULL PRIMARY KEY);"
	"CREATE TABLE company_counters (company_id BIGINT NOT NULL REFERENCES companies (id),"
	" kind TEXT NOT NULL, last BIGINT NOT NULL, PRIMARY KEY (company_id, kind));"
	"CREATE TABLE things (company_id BIGINT NOT NULL REFERENCES companies (id),"
	" id BIGINT NOT NULL, code TEXT NOT NULL, body TEXT, PRIMARY KEY (company_id, id));"
	"CREATE UNIQUE INDEX things_code ON things (company_id, code);"
	"CREATE TABLE numbers (company_id BIGINT NOT NULL PRIMARY KEY, last BIGINT NOT NULL);"
	"INSERT INTO numbers VALUES (1, 0);"
	"INSERT INTO companies VALUES (1); INSERT INTO companies VALUES (2);";

static const struct db_query add_sql = {"thing.add",
	"INSERT INTO things (company_id, id, code, body) VALUES ($1, $2, $3, $4)", NULL, NULL};
static const struct db_query get_sql = {"thing.get",
	"SELECT code, body, id, company_id FROM things WHERE id = $2 AND company_id = $1"
	" AND id + $2 > 0",
	NULL, NULL};
static const struct db_query count_sql = {
	"thing.count", "SELECT count(*) FROM things WHERE company_id = $1", NULL, NULL};
static const struct db_query list_sql = {
	"thing.list", "SELECT id, code FROM things WHERE company_id = $1 ORDER BY id", NULL, NULL};

static bool on_postgres;

static int set_up(void **state)
{
	struct place *place = calloc(1, sizeof(*place));

	if (on_postgres)
		place_make_postgres(place);
	else
		place_make(place);
	place_open(place, (struct db_options){0});
	schema_make(place->pool, schema);
	*state = place;
	return 0;
}

static int tear_down(void **state)
{
	place_remove(*state);
	free(*state);
	return 0;
}

static enum err add(struct cx *cx, int64_t company, int64_t id, const char *code)
{
	return db_exec(
		cx, &add_sql, DB_ARGS(db_int(company), db_int(id), db_text(code), db_null()), NULL);
}

static int64_t count(struct db_pool *pool, int64_t company)
{
	struct unit unit;
	struct cx *cx = unit_open(&unit, pool, company);
	struct db_result result;
	int64_t rows;

	assert_int_equal(db_run(cx, &count_sql, DB_ARGS(db_int(company)), &result), OK);
	rows = db_int_at(&result, 0, 0);
	unit_close(&unit);
	return rows;
}

/* ---- One unit ----------------------------------------------------------- */

static void parameters_are_bound_by_their_names(void **state)
{
	struct place *place = *state;
	struct unit unit;
	struct cx *cx = unit_open(&unit, place->pool, 1);
	struct db_result result;

	assert_int_equal(add(cx, 1, 7, "seven"), OK);
	assert_int_equal(db_commit(cx), OK);
	for (int again = 0; again < 3; again++) {
		assert_int_equal(db_run(cx, &get_sql, DB_ARGS(db_int(1), db_int(7)), &result), OK);
		assert_int_equal(result.count, 1);
		assert_int_equal(result.columns, 4);
		assert_string_equal(db_text_at(&result, 0, 0), "seven");
		assert_true(db_null_at(&result, 0, 1));
		assert_null(db_text_at(&result, 0, 1));
		assert_string_equal(db_text_or_empty(&result, 0, 1), "");
		assert_int_equal(db_int_at(&result, 0, 2), 7);
		assert_false(db_opt_at(&result, 0, 1).given);
		assert_int_equal(db_opt_at(&result, 0, 3).value, 1);
		assert_int_equal(db_run(cx, &get_sql, DB_ARGS(db_int(7), db_int(1)), &result), OK);
		assert_int_equal(result.count, 0);
	}
	assert_int_equal(db_run(cx, &get_sql, DB_ARGS(db_int(1)), &result), ERR_INTERNAL);
	unit_close(&unit);
}

static void values_come_back_as_they_went_in(void **state)
{
	static const struct db_query echo = {"test.echo", NULL,
		"SELECT CAST($1 AS BIGINT), CAST($2 AS TEXT), CAST($3 AS BLOB), 1.5, 'x'",
		"SELECT CAST($1 AS BIGINT), CAST($2 AS TEXT), CAST($3 AS BYTEA), 1.5, 'x'"};
	static const char bytes[] = {'a', 0, 'b', (char)0xff};
	struct place *place = *state;
	struct unit unit;
	struct cx *cx = unit_open(&unit, place->pool, 1);
	struct db_result result;

	assert_int_equal(db_run(cx, &echo,
				 DB_ARGS(db_int(INT64_MIN), db_text("سعر ٧٥٠"),
					 db_blob(bytes, sizeof(bytes))),
				 &result),
		OK);
	assert_true(db_at(&result, 0, 0)->integer == INT64_MIN);
	assert_string_equal(db_text_at(&result, 0, 1), "سعر ٧٥٠");
	assert_int_equal(db_at(&result, 0, 2)->type, DB_BLOB);
	assert_int_equal(db_at(&result, 0, 2)->len, sizeof(bytes));
	assert_memory_equal(db_at(&result, 0, 2)->bytes, bytes, sizeof(bytes));
	assert_string_equal(db_text_at(&result, 0, 3), "1.5");
	assert_int_equal(db_int_at(&result, 0, 3), 1);
	unit_close(&unit);
}

static void a_unit_sees_its_own_writes_and_others_do_not(void **state)
{
	struct place *place = *state;
	struct unit unit;
	struct cx *cx = unit_open(&unit, place->pool, 1);
	struct db_result result;

	assert_false(db_writing(cx));
	assert_int_equal(add(cx, 1, 1, "one"), OK);
	assert_true(db_writing(cx));
	assert_int_equal(db_run(cx, &get_sql, DB_ARGS(db_int(1), db_int(1)), &result), OK);
	assert_int_equal(result.count, 1);
	assert_int_equal(count(place->pool, 1), 0);
	assert_int_equal(db_commit(cx), OK);
	assert_false(db_writing(cx));
	assert_int_equal(count(place->pool, 1), 1);
	unit_close(&unit);
}

static void what_is_not_committed_is_undone(void **state)
{
	struct place *place = *state;
	struct unit unit;
	struct cx *cx = unit_open(&unit, place->pool, 1);

	assert_int_equal(add(cx, 1, 1, "one"), OK);
	unit_close(&unit);
	assert_int_equal(count(place->pool, 1), 0);
	cx = unit_open(&unit, place->pool, 1);
	assert_int_equal(add(cx, 1, 1, "one"), OK);
	db_rollback(cx);
	db_rollback(cx);
	assert_int_equal(add(cx, 1, 1, "one again"), OK);
	assert_int_equal(db_commit(cx), OK);
	unit_close(&unit);
	assert_int_equal(count(place->pool, 1), 1);
}

static void a_refused_key_is_named_by_column_and_by_index(void **state)
{
	struct place *place = *state;
	struct unit unit;
	struct cx *cx = unit_open(&unit, place->pool, 1);

	assert_int_equal(add(cx, 1, 1, "one"), OK);
	assert_int_equal(add(cx, 1, 2, "one"), ERR_CONFLICT);
	assert_true(db_violated(cx, "code"));
	assert_true(db_violated(cx, "things.code"));
	assert_true(db_violated(cx, "things_code"));
	assert_true(db_violated(cx, "company_id"));
	assert_false(db_violated(cx, "id"));
	assert_false(db_violated(cx, "cod"));
	db_rollback(cx);
	assert_int_equal(add(cx, 1, 1, "one"), OK);
	assert_int_equal(add(cx, 1, 1, "other"), ERR_CONFLICT);
	assert_true(db_violated(cx, "id"));
	assert_false(db_violated(cx, "code"));
	unit_close(&unit);
	cx = unit_open(&unit, place->pool, 0);
	assert_int_equal(add(cx, 99, 1, "no such company"), ERR_NOT_FOUND);
	unit_close(&unit);
}

static void after_a_failure_a_unit_reads_but_no_longer_writes(void **state)
{
	struct place *place = *state;
	struct unit unit;
	struct cx *cx = unit_open(&unit, place->pool, 1);
	struct db_result result;

	assert_int_equal(add(cx, 1, 1, "one"), OK);
	assert_int_equal(db_commit(cx), OK);
	assert_int_equal(add(cx, 1, 2, "two"), OK);
	assert_int_equal(add(cx, 1, 1, "clash"), ERR_CONFLICT);
	assert_int_equal(db_run(cx, &get_sql, DB_ARGS(db_int(1), db_int(1)), &result), OK);
	assert_string_equal(db_text_at(&result, 0, 0), "one");
	assert_int_equal(db_run(cx, &get_sql, DB_ARGS(db_int(1), db_int(2)), &result), OK);
	assert_int_equal(result.count, 0);
	assert_int_equal(add(cx, 1, 3, "three"), ERR_CONFLICT);
	assert_int_equal(db_commit(cx), ERR_CONFLICT);
	assert_int_equal(add(cx, 1, 4, "four"), OK);
	assert_int_equal(db_commit(cx), OK);
	unit_close(&unit);
	assert_int_equal(count(place->pool, 1), 2);
}

static void ids_count_per_company_and_kind(void **state)
{
	struct place *place = *state;
	struct unit unit;
	struct cx *cx = unit_open(&unit, place->pool, 1);
	int64_t id;

	assert_int_equal(db_next_id(cx, "order", &id), OK);
	assert_int_equal(id, 1);
	assert_int_equal(db_next_id(cx, "order", &id), OK);
	assert_int_equal(id, 2);
	assert_int_equal(db_next_ids(cx, 1, "order", 10, &id), OK);
	assert_int_equal(id, 3);
	assert_int_equal(db_next_id(cx, "order", &id), OK);
	assert_int_equal(id, 13);
	assert_int_equal(db_next_id(cx, "user", &id), OK);
	assert_int_equal(id, 1);
	assert_int_equal(db_commit(cx), OK);
	unit_close(&unit);
	cx = unit_open(&unit, place->pool, 0);
	assert_int_equal(db_next_ids(cx, 2, "order", 1, &id), OK);
	assert_int_equal(id, 1);
	assert_int_equal(db_commit(cx), OK);
	unit_close(&unit);
	cx = unit_open(&unit, place->pool, 1);
	assert_int_equal(db_next_id(cx, "order", &id), OK);
	assert_int_equal(id, 14);
	db_rollback(cx);
	assert_int_equal(db_next_id(cx, "order", &id), OK);
	assert_int_equal(id, 14);
	unit_close(&unit);
}

/* ---- Streaming ---------------------------------------------------------- */

struct walk {
	int64_t rows, sum, stop_at;
	char *kept;
};

static enum err walk_row(struct cx *cx, const struct db_value *cells, void *arg)
{
	struct walk *walk = arg;
	struct db_result result;

	/* Nested reads, of the same statement too, and memory that outlives the row. */
	assert_int_equal(db_run(cx, &get_sql, DB_ARGS(db_int(1), cells[0]), &result), OK);
	assert_string_equal(db_text_at(&result, 0, 0), cells[1].bytes);
	if (walk->rows == 0)
		walk->kept = arena_text(cx->arena, cells[1].bytes);
	walk->rows++;
	walk->sum += cells[0].integer;
	return walk->stop_at && walk->rows >= walk->stop_at ? ERR_STATE : OK;
}

static enum err write_in_row(struct cx *cx, const struct db_value *cells, void *arg)
{
	(void)cells;
	(void)arg;
	return add(cx, 1, 100000, "from a callback");
}

static void each_hands_over_row_after_row(void **state)
{
	struct place *place = *state;
	struct walk walk = {0}, short_walk = {.stop_at = 5};
	struct unit unit;
	struct cx *cx = unit_open(&unit, place->pool, 1);
	char code[32];

	for (int i = 1; i <= 1000; i++) {
		(void)snprintf(code, sizeof(code), "code %d", i);
		assert_int_equal(add(cx, 1, i, code), OK);
	}
	assert_int_equal(db_each(cx, &list_sql, DB_ARGS(db_int(1)), walk_row, &walk), OK);
	assert_int_equal(walk.rows, 1000);
	assert_int_equal(db_commit(cx), OK);
	walk = (struct walk){0};
	assert_int_equal(db_each(cx, &list_sql, DB_ARGS(db_int(1)), walk_row, &walk), OK);
	assert_int_equal(walk.rows, 1000);
	assert_int_equal(walk.sum, 500500);
	assert_string_equal(walk.kept, "code 1");
	assert_int_equal(
		db_each(cx, &list_sql, DB_ARGS(db_int(1)), walk_row, &short_walk), ERR_STATE);
	assert_int_equal(short_walk.rows, 5);
	assert_int_equal(
		db_each(cx, &list_sql, DB_ARGS(db_int(1)), write_in_row, NULL), ERR_INTERNAL);
	assert_int_equal(
		db_each(cx, &add_sql, DB_ARGS(db_int(1), db_int(5), db_text("x"), db_null()),
			walk_row, &walk),
		ERR_INTERNAL);
	unit_close(&unit);
}

/* ---- Many threads ------------------------------------------------------- */

#define THREADS 64
#define UNITS_EACH (on_postgres ? 10 : 200)

struct crowd {
	struct db_pool *pool;
	_Atomic int64_t next_id;
	_Atomic int64_t done_ok, done_failed, refused;
	_Atomic int64_t unexpected;
};

struct reply {
	struct crowd *crowd;
	struct unit unit;
	int64_t id;
	_Atomic int times;
};

static void reply_done(void *arg, enum err outcome)
{
	struct reply *reply = arg;

	unit_close(&reply->unit);
	atomic_fetch_add(outcome == OK ? &reply->crowd->done_ok : &reply->crowd->done_failed, 1);
	atomic_fetch_add(&reply->times, 1);
}

/* Every tenth unit writes, then breaks a key, and must leave nothing behind. */
static void one_unit(struct crowd *crowd, struct reply *reply)
{
	struct cx *cx = unit_open(&reply->unit, crowd->pool, 1);
	char code[32];
	bool bad;

	reply->crowd = crowd;
	reply->id = atomic_fetch_add(&crowd->next_id, 1) + 1;
	bad = reply->id % 10 == 0;
	(void)snprintf(code, sizeof(code), "c%lld", (long long)reply->id);
	if (add(cx, 1, reply->id, code) != OK)
		atomic_fetch_add(&crowd->unexpected, 1);
	if (bad) {
		(void)snprintf(code, sizeof(code), "d%lld", (long long)reply->id);
		if (add(cx, 1, reply->id, code) != ERR_CONFLICT)
			atomic_fetch_add(&crowd->unexpected, 1);
		atomic_fetch_add(&crowd->refused, 1);
	}
	db_finish(cx, reply_done, reply);
}

static void *crowd_member(void *arg)
{
	struct crowd *crowd = arg;
	struct reply *replies = calloc(UNITS_EACH, sizeof(*replies));

	for (int i = 0; i < UNITS_EACH; i++) {
		one_unit(crowd, &replies[i]);
		while (atomic_load(&replies[i].times) == 0)
			usleep(50);
	}
	usleep(20000);
	for (int i = 0; i < UNITS_EACH; i++)
		if (atomic_load(&replies[i].times) != 1)
			atomic_fetch_add(&crowd->unexpected, 1);
	free(replies);
	return NULL;
}

static void many_units_share_a_sync_and_a_bad_one_harms_nobody(void **state)
{
	struct place *place = *state;
	struct crowd crowd = {.pool = place->pool};
	pthread_t threads[THREADS];
	struct db_stats before, after;
	const int64_t all = THREADS * UNITS_EACH;

	db_get_stats(place->pool, &before);
	for (int i = 0; i < THREADS; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, crowd_member, &crowd), 0);
	for (int i = 0; i < THREADS; i++)
		(void)pthread_join(threads[i], NULL);
	db_get_stats(place->pool, &after);
	assert_int_equal(crowd.unexpected, 0);
	assert_int_equal(crowd.refused, all / 10);
	assert_int_equal(crowd.done_ok, all - all / 10);
	assert_int_equal(crowd.done_failed, all / 10);
	assert_int_equal(count(place->pool, 1), all - all / 10);
	assert_int_equal(after.units_committed - before.units_committed, all - all / 10);
	print_message("%lld units in %lld batches, %lld syncs, largest %lld\n",
		(long long)(after.units_committed - before.units_committed),
		(long long)(after.batches - before.batches),
		(long long)(after.syncs - before.syncs), (long long)after.largest_batch);
	if (on_postgres)
		return;
	assert_true((after.syncs - before.syncs) * 4 < all);
	assert_true(after.largest_batch >= 8);
}

/* ---- Hooks -------------------------------------------------------------- */

static const struct db_query number_sql = {"test.number",
	"UPDATE numbers SET last = last + 1 WHERE company_id = $1 RETURNING last", NULL, NULL};

static _Atomic int64_t last_handed_out, out_of_order, before_calls;

static enum err number_events(struct cx *cx)
{
	struct db_result result;

	atomic_fetch_add(&before_calls, 1);
	if (!cx->events)
		return OK;
	TRY(db_run(cx, &number_sql, DB_ARGS(db_int(1)), &result));
	cx->events = (struct event_list *)(intptr_t)db_int_at(&result, 0, 0);
	return OK;
}

static void check_order(struct cx *cx)
{
	int64_t number = (int64_t)(intptr_t)cx->events;

	if (number != atomic_load(&last_handed_out) + 1)
		atomic_fetch_add(&out_of_order, 1);
	atomic_store(&last_handed_out, number);
}

static void *publish(void *arg)
{
	struct crowd *crowd = arg;

	for (int i = 0; i < UNITS_EACH; i++) {
		struct unit unit;
		struct cx *cx = unit_open(&unit, crowd->pool, 1);
		int64_t id = atomic_fetch_add(&crowd->next_id, 1) + 1;
		char code[32];

		(void)snprintf(code, sizeof(code), "p%lld", (long long)id);
		cx->events = (struct event_list *)(intptr_t)-1;
		if (add(cx, 1, id, code) != OK || (id % 7 && db_commit(cx) != OK))
			atomic_fetch_add(&crowd->unexpected, 1);
		atomic_fetch_add(&crowd->done_ok, id % 7 != 0);
		unit_close(&unit);
	}
	return NULL;
}

static void events_are_handed_out_in_the_order_of_commits(void **state)
{
	struct place *place = *state;
	struct crowd crowd = {.pool = place->pool};
	pthread_t threads[16];

	atomic_store(&last_handed_out, 0);
	atomic_store(&out_of_order, 0);
	db_set_hooks((struct db_hooks){number_events, check_order});
	for (int i = 0; i < 16; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, publish, &crowd), 0);
	for (int i = 0; i < 16; i++)
		(void)pthread_join(threads[i], NULL);
	db_set_hooks((struct db_hooks){0});
	assert_int_equal(crowd.unexpected, 0);
	assert_int_equal(out_of_order, 0);
	assert_int_equal(last_handed_out, crowd.done_ok);
}

static enum err refuse(struct cx *cx)
{
	return fail(cx, ERR_FULL, NULL, "no more events");
}

static void a_unit_whose_events_cannot_be_stored_is_undone(void **state)
{
	struct place *place = *state;
	struct unit unit;
	struct cx *cx = unit_open(&unit, place->pool, 1);

	db_set_hooks((struct db_hooks){refuse, check_order});
	assert_int_equal(add(cx, 1, 1, "one"), OK);
	assert_int_equal(db_commit(cx), ERR_FULL);
	db_set_hooks((struct db_hooks){0});
	assert_int_equal(add(cx, 1, 1, "one"), OK);
	assert_int_equal(db_commit(cx), OK);
	unit_close(&unit);
	assert_int_equal(count(place->pool, 1), 1);
}

static void statements_that_the_schema_refuses_are_named(void **state)
{
	static const struct db_query gone = {"test.gone", "SELECT nothing FROM things", NULL, NULL};
	static const struct db_query gap = {"test.gap",
		"SELECT code FROM things WHERE id = $1 AND company_id = $3", NULL, NULL};
	static db_query_list good = {&add_sql, &get_sql, &list_sql, NULL};
	static db_query_list bad = {&add_sql, &gone, NULL};
	static db_query_list with_gap = {&gap, NULL};
	struct place *place = *state;
	const char *why = "";

	assert_true(db_prepare_all(place->pool, (const db_query_list *const[]){&good, NULL}, &why));
	assert_false(db_prepare_all(
		place->pool, (const db_query_list *const[]){&good, &bad, NULL}, &why));
	assert_non_null(strstr(why, "test.gone"));
	assert_non_null(strstr(why, "nothing"));
	assert_false(
		db_prepare_all(place->pool, (const db_query_list *const[]){&with_gap, NULL}, &why));
	assert_non_null(strstr(why, "test.gap"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define DB_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
		DB_TEST(parameters_are_bound_by_their_names),
		DB_TEST(values_come_back_as_they_went_in),
		DB_TEST(a_unit_sees_its_own_writes_and_others_do_not),
		DB_TEST(what_is_not_committed_is_undone),
		DB_TEST(a_refused_key_is_named_by_column_and_by_index),
		DB_TEST(after_a_failure_a_unit_reads_but_no_longer_writes),
		DB_TEST(ids_count_per_company_and_kind),
		DB_TEST(each_hands_over_row_after_row),
		DB_TEST(many_units_share_a_sync_and_a_bad_one_harms_nobody),
		DB_TEST(events_are_handed_out_in_the_order_of_commits),
		DB_TEST(a_unit_whose_events_cannot_be_stored_is_undone),
		DB_TEST(statements_that_the_schema_refuses_are_named),
	};
	int failed = cmocka_run_group_tests_name("db on SQLite", tests, NULL, NULL);

	if (!postgres_url()) {
		print_message("skipped on PostgreSQL: HATIF_TEST_PG is not set\n");
		return failed;
	}
	on_postgres = true;
	return failed + cmocka_run_group_tests_name("db on PostgreSQL", tests, NULL, NULL);
}

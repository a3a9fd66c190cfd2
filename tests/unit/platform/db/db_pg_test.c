/* db_pg_test.c - what only PostgreSQL has: row security, lost connections, retries. */
/* SPDX-License-Identifier: MIT */
#include "db_support.h"

#include "platform/db/db_pg.h"

#include <pthread.h>

static const char schema[] =
	"CREATE TABLE things (company_id BIGINT NOT NULL, id BIGINT NOT NULL, body TEXT,"
	" PRIMARY KEY (company_id, id));"
	"CREATE TABLE thing_search (company_id BIGINT NOT NULL, body TSVECTOR NOT NULL);"
	"INSERT INTO things VALUES (1, 1, 'one of 1'), (1, 2, 'two of 1'), (2, 1, 'one of 2');"
	"CREATE FUNCTION refuse(state TEXT) RETURNS BIGINT LANGUAGE plpgsql AS"
	" $$ BEGIN RAISE EXCEPTION 'refused' USING ERRCODE = state; END $$;";

static const struct db_query count_sql = {"pg.count", NULL, NULL, "SELECT count(*) FROM things"};
static const struct db_query add_sql = {
	"pg.add", NULL, NULL, "INSERT INTO things (company_id, id, body) VALUES ($1, $2, $3)"};
static const struct db_query refuse_sql = {
	"pg.refuse", NULL, NULL, "UPDATE things SET body = refuse($1)::text"};
static const struct db_query types_sql = {"pg.types", NULL, NULL,
	"SELECT true, 7::int2, 8::int4, 9::int8, sum(2::int8), avg(5::numeric / 2), "
	"'\\x00ff'::bytea,"
	" 'text', NULL::int8"};
static const struct db_query pid_sql = {"pg.pid", NULL, NULL, "SELECT pg_backend_pid()"};
static const struct db_query company_sql = {
	"pg.company", NULL, NULL, "SELECT current_setting('hatif.company')"};
static const struct db_query list_sql = {
	"pg.list", NULL, NULL, "SELECT id FROM things ORDER BY id"};
static const struct db_query policies_sql = {"pg.policies", NULL, NULL,
	"SELECT string_agg(tablename, ',' ORDER BY tablename) FROM pg_policies"
	" WHERE schemaname = current_schema()"};

static struct db_options options;

static int set_up(void **state)
{
	struct place *place = calloc(1, sizeof(*place));
	struct migrate_report report;
	const struct migration one[] = {{1, "0001_test", schema, schema}};
	const char *why = "";

	if (!postgres_url()) {
		free(place);
		return 0;
	}
	place_make_postgres(place);
	place_open(place, options);
	if (migrate_list(place->pool, (struct migration_list){one, 1}, &report, &why) != OK)
		fail_msg("migrate_list: %s", why);
	*state = place;
	return 0;
}

static int tear_down(void **state)
{
	if (*state)
		place_remove(*state);
	free(*state);
	return 0;
}

static int64_t read_int(struct cx *cx, const struct db_query *query)
{
	struct db_result result;

	assert_int_equal(db_run(cx, query, DB_NO_ARGS, &result), OK);
	return db_int_at(&result, 0, 0);
}

static int64_t count(struct db_pool *pool, int64_t company)
{
	struct unit unit;
	int64_t rows = read_int(unit_open(&unit, pool, company), &count_sql);

	unit_close(&unit);
	return rows;
}

static enum err add(struct cx *cx, int64_t company, int64_t id)
{
	return db_exec(cx, &add_sql, DB_ARGS(db_int(company), db_int(id), db_text("x")), NULL);
}

static void a_connection_shows_the_rows_of_the_units_company(void **state)
{
	struct place *place = *state;
	struct db_result result;
	struct unit unit;
	struct cx *cx;

	for (int again = 0; again < 3; again++) {
		assert_int_equal(count(place->pool, 1), 2);
		assert_int_equal(count(place->pool, 2), 1);
		assert_int_equal(count(place->pool, 3), 0);
		assert_int_equal(count(place->pool, 0), 3);
	}
	cx = unit_open(&unit, place->pool, 2);
	assert_int_equal(add(cx, 1, 77), ERR_INTERNAL);
	db_rollback(cx);
	assert_int_equal(add(cx, 2, 77), OK);
	assert_int_equal(db_commit(cx), OK);
	unit_close(&unit);
	assert_int_equal(count(place->pool, 1), 2);
	assert_int_equal(count(place->pool, 2), 2);
	cx = unit_open(&unit, place->pool, 0);
	assert_int_equal(db_run(cx, &policies_sql, DB_NO_ARGS, &result), OK);
	assert_string_equal(db_text_at(&result, 0, 0), "things");
	unit_close(&unit);
}

static void a_unit_may_learn_its_company_on_the_way(void **state)
{
	struct place *place = *state;
	struct db_result result;
	struct unit unit;
	struct cx *cx = unit_open(&unit, place->pool, 0);

	assert_int_equal(read_int(cx, &count_sql), 3);
	assert_int_equal(db_begin_write(cx), OK);
	unit.actor.company_id = 2;
	assert_int_equal(read_int(cx, &count_sql), 1);
	db_rollback(cx);
	/* The rollback took the setting back; nobody may see that. */
	assert_int_equal(read_int(cx, &count_sql), 1);
	assert_int_equal(db_run(cx, &company_sql, DB_NO_ARGS, &result), OK);
	assert_string_equal(db_text_at(&result, 0, 0), "2");
	unit_close(&unit);
}

static void columns_are_read_by_their_type(void **state)
{
	static const char bytes[] = {0, (char)0xff};
	struct place *place = *state;
	struct db_result result;
	struct unit unit;
	struct cx *cx = unit_open(&unit, place->pool, 1);

	assert_int_equal(db_run(cx, &types_sql, DB_NO_ARGS, &result), OK);
	for (size_t i = 0; i < 4; i++)
		assert_int_equal(db_at(&result, 0, i)->type, DB_INT);
	assert_int_equal(db_int_at(&result, 0, 0), 1);
	assert_int_equal(db_int_at(&result, 0, 3), 9);
	assert_int_equal(db_at(&result, 0, 4)->type, DB_TEXT);
	assert_int_equal(db_int_at(&result, 0, 4), 2);
	assert_int_equal(db_int_at(&result, 0, 5), 2);
	assert_int_equal(db_at(&result, 0, 6)->len, 2);
	assert_memory_equal(db_at(&result, 0, 6)->bytes, bytes, 2);
	assert_string_equal(db_text_at(&result, 0, 7), "text");
	assert_true(db_null_at(&result, 0, 8));
	unit_close(&unit);
}

static void refusals_are_understood(void **state)
{
	static const struct {
		const char *state;
		enum err err;
		bool retry;
	} cases[] = {
		{"23505", ERR_CONFLICT, false},
		{"23503", ERR_NOT_FOUND, false},
		{"40001", ERR_BUSY, true},
		{"40P01", ERR_BUSY, true},
		{"53100", ERR_FULL, false},
		{"55P03", ERR_BUSY, false},
		{"22012", ERR_INTERNAL, false},
	};
	struct place *place = *state;

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct unit unit;
		struct cx *cx = unit_open(&unit, place->pool, 1);
		enum err err = db_exec(cx, &refuse_sql, DB_ARGS(db_text(cases[i].state)), NULL);

		assert_case(err == cases[i].err, cases[i].state);
		assert_case(db_should_retry(cx) == cases[i].retry, cases[i].state);
		assert_case(read_int(cx, &count_sql) == 2, cases[i].state);
		assert_case(add(cx, 1, 50) == cases[i].err, cases[i].state);
		assert_case(db_commit(cx) == cases[i].err, cases[i].state);
		unit_close(&unit);
	}
	assert_int_equal(count(place->pool, 1), 2);
}

/* As the server's administrator would do it, and only to this test. */
static void kill_links(const struct place *place)
{
	char text[200];

	(void)snprintf(text, sizeof(text),
		"SELECT pg_terminate_backend(pid, 1000) FROM pg_stat_activity"
		" WHERE application_name = '%s' AND pid <> pg_backend_pid()",
		place->schema);
	postgres_exec(postgres_url(), text);
}

static void lost_connections_are_replaced(void **state)
{
	struct place *place = *state;
	struct unit unit, other;
	struct cx *cx = unit_open(&unit, place->pool, 1);
	int64_t before = read_int(cx, &pid_sql);

	/* Idle ones: nobody notices. */
	assert_int_equal(read_int(unit_open(&other, place->pool, 2), &count_sql), 1);
	unit_close(&other);
	kill_links(place);
	assert_int_not_equal(read_int(cx, &pid_sql), before);
	kill_links(place);
	assert_int_equal(add(cx, 1, 10), OK);
	assert_int_equal(db_commit(cx), OK);

	/* In a transaction: the unit is lost, and says so. */
	assert_int_equal(add(cx, 1, 11), OK);
	kill_links(place);
	assert_int_equal(add(cx, 1, 12), ERR_BUSY);
	assert_int_equal(db_commit(cx), ERR_BUSY);
	assert_int_equal(add(cx, 1, 11), OK);
	kill_links(place);
	assert_int_equal(db_commit(cx), ERR_BUSY);
	assert_int_equal(add(cx, 1, 11), OK);
	assert_int_equal(db_commit(cx), OK);
	unit_close(&unit);
	assert_int_equal(count(place->pool, 1), 4);
}

static enum err nested(struct cx *cx, const struct db_value *cells, void *arg)
{
	(void)cells;
	*(int64_t *)arg += read_int(cx, &count_sql);
	return OK;
}

static void one_connection_is_enough_for_a_stream_that_reads(void **state)
{
	struct place *place = *state;
	struct unit unit;
	struct cx *cx;
	int64_t sum = 0;

	cx = unit_open(&unit, place->pool, 1);
	assert_int_equal(db_each(cx, &list_sql, DB_NO_ARGS, nested, &sum), OK);
	assert_int_equal(sum, 4);
	assert_int_equal(db_begin_write(cx), OK);
	assert_int_equal(db_each(cx, &list_sql, DB_NO_ARGS, nested, &sum), OK);
	assert_int_equal(sum, 8);
	assert_int_equal(db_commit(cx), OK);
	unit_close(&unit);
}

static int set_up_single(void **state)
{
	options = (struct db_options){.readers = 1};
	return set_up(state);
}

static int tear_down_single(void **state)
{
	options = (struct db_options){0};
	return tear_down(state);
}

static void texts_say_whether_they_write(void **state)
{
	static const struct {
		const char *text;
		bool reads;
		int params;
	} cases[] = {
		{"SELECT 1", true, 0},
		{"  -- UPDATE\n select $1, $10, '$99', \"$98\"", true, 10},
		{"(SELECT 1) UNION (SELECT $2)", true, 2},
		{"SELECT updated_us, deleted FROM update_log", true, 0},
		{"SELECT 'it''s; DELETE FROM x' /* INSERT */", true, 0},
		{"SELECT id FROM jobs WHERE id = $1 FOR UPDATE SKIP LOCKED", false, 1},
		{"SELECT id FROM jobs FOR NO KEY UPDATE", false, 0},
		{"SELECT id FROM jobs FOR SHARE", false, 0},
		{"SELECT id FROM jobs FOR KEY SHARE", false, 0},
		{"SELECT share FROM jobs", true, 0},
		{"WITH x AS (SELECT 1) SELECT * FROM x", true, 0},
		{"WITH x AS (DELETE FROM a RETURNING id) SELECT * FROM x", false, 0},
		{"WITH x AS (SELECT 1) INSERT INTO a SELECT * FROM x", false, 0},
		{"VALUES ($1)", true, 1},
		{"INSERT INTO a VALUES ($1, $2)", false, 2},
		{"update a set b = $1", false, 1},
		{"DELETE FROM a", false, 0},
		{"TRUNCATE a", false, 0},
		{"", false, 0},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		assert_case(pg_text_reads(cases[i].text) == cases[i].reads, cases[i].text);
		assert_case(pg_text_params(cases[i].text) == cases[i].params, cases[i].text);
	}
}

int main(void)
{
	const struct CMUnitTest texts[] = {cmocka_unit_test(texts_say_whether_they_write)};
	const struct CMUnitTest tests[] = {
#define PG_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
		PG_TEST(a_connection_shows_the_rows_of_the_units_company),
		PG_TEST(a_unit_may_learn_its_company_on_the_way),
		PG_TEST(columns_are_read_by_their_type),
		PG_TEST(refusals_are_understood),
		PG_TEST(lost_connections_are_replaced),
		cmocka_unit_test_setup_teardown(one_connection_is_enough_for_a_stream_that_reads,
			set_up_single, tear_down_single),
	};
	int failed = cmocka_run_group_tests_name("texts", texts, NULL, NULL);

	if (!postgres_url()) {
		print_message("skipped on PostgreSQL: HATIF_TEST_PG is not set\n");
		return failed;
	}
	return failed + cmocka_run_group_tests_name("PostgreSQL", tests, NULL, NULL);
}

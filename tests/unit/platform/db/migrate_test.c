/* migrate_test.c - applying, repeating and refusing migrations, on both engines. */
/* SPDX-License-Identifier: MIT */
#include "db_support.h"

static bool on_postgres;

static int set_up(void **state)
{
	struct place *place = calloc(1, sizeof(*place));

	if (on_postgres)
		place_make_postgres(place);
	else
		place_make(place);
	place_open(place, (struct db_options){0});
	*state = place;
	return 0;
}

static int tear_down(void **state)
{
	place_remove(*state);
	free(*state);
	return 0;
}

#define BOTH(text) (text), (text)

#define FIRST \
	{ \
		1, "0001_first", \
			BOTH("CREATE TABLE a (id BIGINT NOT NULL PRIMARY KEY, t TEXT);" \
			     "INSERT INTO a VALUES (1, 'semicolon ; and -- dashes');\n" \
			     "-- a comment; with a semicolon\n" \
			     "/* another; one */ INSERT INTO a VALUES (2, 'it''s');") \
	}
#define SECOND \
	{ \
		2, "0002_second", \
			"CREATE TABLE b (id BIGINT NOT NULL);" \
			"CREATE TRIGGER a_b AFTER INSERT ON a BEGIN" \
			" INSERT INTO b VALUES (new.id); INSERT INTO b VALUES (-new.id); END;" \
			"INSERT INTO a VALUES (3, 'x');", \
			"CREATE TABLE b (id BIGINT NOT NULL);" \
			"CREATE FUNCTION a_b() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN" \
			" INSERT INTO b VALUES (new.id); INSERT INTO b VALUES (-new.id);" \
			" RETURN new; END $$;" \
			"CREATE TRIGGER a_b AFTER INSERT ON a FOR EACH ROW EXECUTE FUNCTION " \
			"a_b();" \
			"INSERT INTO a VALUES (3, 'x');" \
	}
#define THIRD \
	{ \
		3, "0003_third", BOTH("CREATE TABLE c (id BIGINT);") \
	}

static const struct migration steps[] = {FIRST, SECOND, THIRD};

static const struct migration broken_third[] = {FIRST, SECOND,
	{3, "0003_broken",
		BOTH("CREATE TABLE c (id BIGINT); INSERT INTO a VALUES (4, 'four');"
		     "INSERT INTO no_such_table VALUES (1);")}};

static const struct migration changed_first[] = {
	{1, "0001_first", BOTH("CREATE TABLE a (id BIGINT NOT NULL PRIMARY KEY);")}, SECOND, THIRD};

static enum err migrate(struct place *place, const struct migration *at, size_t count,
	struct migrate_report *report, const char **why)
{
	*why = "";
	return migrate_list(place->pool, (struct migration_list){at, count}, report, why);
}

static int64_t number(struct db_pool *pool, const struct db_query *query)
{
	struct unit unit;
	struct cx *cx = unit_open(&unit, pool, 0);
	struct db_result result;
	int64_t value = -1;

	if (db_run(cx, query, DB_NO_ARGS, &result) == OK)
		value = db_int_at(&result, 0, 0);
	unit_close(&unit);
	return value;
}

static const struct db_query count_a = {"count.a", "SELECT count(*) FROM a", NULL, NULL};
static const struct db_query count_b = {"count.b", "SELECT count(*) FROM b", NULL, NULL};

static void all_steps_are_applied_once(void **state)
{
	struct place *place = *state;
	struct migrate_report report;
	const char *why;
	int current = -1;

	assert_int_equal(migrate_current(place->pool, &current, &why), OK);
	assert_int_equal(current, 0);
	assert_int_equal(migrate(place, steps, 3, &report, &why), OK);
	assert_int_equal(report.from, 0);
	assert_int_equal(report.to, 3);
	assert_null(report.copy);
	assert_int_equal(number(place->pool, &count_a), 3);
	assert_int_equal(number(place->pool, &count_b), 2);
	assert_int_equal(migrate(place, steps, 3, &report, &why), OK);
	assert_int_equal(report.from, 3);
	assert_int_equal(report.to, 3);
	assert_int_equal(number(place->pool, &count_a), 3);
	assert_int_equal(migrate_current(place->pool, &current, &why), OK);
	assert_int_equal(current, 3);
}

static void a_copy_is_made_before_a_filled_file_changes(void **state)
{
	struct place *place = *state;
	struct migrate_report report;
	struct place copy = {0};
	const char *why;
	int current;

	if (on_postgres)
		return;
	assert_int_equal(migrate(place, steps, 1, &report, &why), OK);
	assert_int_equal(migrate(place, steps, 3, &report, &why), OK);
	assert_int_equal(report.from, 1);
	assert_non_null(report.copy);
	assert_non_null(strstr(report.copy, "hatif.db.before-0002"));
	(void)snprintf(copy.url, sizeof(copy.url), "sqlite:%s", report.copy);
	place_open(&copy, (struct db_options){.read_only = true});
	assert_int_equal(migrate_current(copy.pool, &current, &why), OK);
	assert_int_equal(current, 1);
	assert_int_equal(number(copy.pool, &count_a), 2);
	db_close(&copy.pool);
}

static void a_step_that_fails_leaves_nothing_behind(void **state)
{
	struct place *place = *state;
	struct migrate_report report;
	const char *why;
	int current;

	assert_int_equal(migrate(place, broken_third, 3, &report, &why), ERR_INTERNAL);
	assert_non_null(strstr(why, "0003_broken"));
	assert_non_null(strstr(why, "no_such_table"));
	assert_int_equal(report.to, 2);
	assert_int_equal(migrate_current(place->pool, &current, &why), OK);
	assert_int_equal(current, 2);
	assert_int_equal(number(place->pool, &count_a), 3);
	/* The repaired program goes on from there. */
	assert_int_equal(migrate(place, steps, 3, &report, &why), OK);
	assert_int_equal(report.from, 2);
	assert_int_equal(report.to, 3);
}

static void a_newer_schema_is_refused(void **state)
{
	struct place *place = *state;
	struct migrate_report report;
	const char *why;
	int current;

	assert_int_equal(migrate(place, steps, 3, &report, &why), OK);
	assert_int_equal(migrate(place, steps, 2, &report, &why), ERR_STATE);
	assert_non_null(strstr(why, "schema 3"));
	assert_non_null(strstr(why, "knows 2"));
	assert_int_equal(migrate_current(place->pool, &current, &why), OK);
	assert_int_equal(current, 3);
}

static void an_edited_migration_is_refused(void **state)
{
	struct place *place = *state;
	struct migrate_report report;
	const char *why;

	assert_int_equal(migrate(place, steps, 2, &report, &why), OK);
	assert_int_equal(migrate(place, changed_first, 3, &report, &why), ERR_STATE);
	assert_non_null(strstr(why, "0001_first"));
	assert_int_equal(migrate(place, steps, 3, &report, &why), OK);
}

static void a_migration_may_not_break_a_foreign_key(void **state)
{
	static const struct migration orphan[] = {
		{1, "0001_orphan",
			BOTH("CREATE TABLE p (id BIGINT NOT NULL PRIMARY KEY);"
			     "CREATE TABLE k (id BIGINT NOT NULL REFERENCES p (id));"
			     "INSERT INTO k VALUES (7);")},
	};
	struct place *place = *state;
	struct migrate_report report;
	const char *why;
	int current;

	assert_int_equal(migrate(place, orphan, 1, &report, &why), ERR_INTERNAL);
	assert_non_null(strstr(why, "0001_orphan"));
	assert_int_equal(migrate_current(place->pool, &current, &why), OK);
	assert_int_equal(current, 0);
}

static void the_programs_own_migrations_apply_and_can_be_repeated(void **state)
{
	struct place *place = *state;
	struct migrate_report report;
	const char *why = "";

	if (migrate_run(place->pool, &report, &why) != OK)
		fail_msg("migrate_run: %s", why);
	assert_int_equal(report.to, (int)migration_count);
	assert_int_equal(migrate_run(place->pool, &report, &why), OK);
	assert_int_equal(report.from, (int)migration_count);
	assert_null(report.copy);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define MIGRATE_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
		MIGRATE_TEST(all_steps_are_applied_once),
		MIGRATE_TEST(a_copy_is_made_before_a_filled_file_changes),
		MIGRATE_TEST(a_step_that_fails_leaves_nothing_behind),
		MIGRATE_TEST(a_newer_schema_is_refused),
		MIGRATE_TEST(an_edited_migration_is_refused),
		MIGRATE_TEST(a_migration_may_not_break_a_foreign_key),
		MIGRATE_TEST(the_programs_own_migrations_apply_and_can_be_repeated),
	};
	int failed = cmocka_run_group_tests_name("migrations on SQLite", tests, NULL, NULL);

	if (!postgres_url()) {
		print_message("skipped on PostgreSQL: HATIF_TEST_PG is not set\n");
		return failed;
	}
	on_postgres = true;
	return failed + cmocka_run_group_tests_name("migrations on PostgreSQL", tests, NULL, NULL);
}

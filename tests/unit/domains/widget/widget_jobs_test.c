/*
 * widget_jobs_test.c - who is forgotten, on both engines: visitors who never wrote and were away
 * for a month, however many, and tokens that ended (S1-ARCH-03).
 */
/* SPDX-License-Identifier: MIT */
#include "../company_support.h"

#include "domains/widget/widget_internal.h"
#include "platform/jobs/jobs.h"

extern const struct job_kind widget_jobs[];

#define MANY 1100 /* more than are taken at once */

static bool on_postgres;
static struct place place;
static int64_t company_id;

static const struct db_query visitor_sql = {"test.visitor",
	"INSERT INTO widget_visitors (company_id, id, seen_us, is_online, has_chat, created_us)"
	" VALUES ($1, $2, $3, $4, $5, 0)",
	NULL, NULL};
static const struct db_query widget_sql = {"test.widget",
	"INSERT INTO widgets (company_id, id, name, public_key, secret_sealed, look, origins,"
	" created_us, updated_us) VALUES ($1, 1, 'Shop', 'key', 'sealed', '{}', '[]', 0, 0)",
	NULL, NULL};
static const struct db_query token_sql = {"test.token",
	"INSERT INTO widget_tokens (company_id, token_hash, widget_id, visitor_id, until_us,"
	" created_us) VALUES ($1, $2, 1, $3, $4, 0)",
	NULL, NULL};
static const struct db_query left_sql = {"test.left",
	"SELECT v.id FROM widget_visitors v WHERE v.company_id = $1 ORDER BY v.id", NULL, NULL};
static const struct db_query tokens_sql = {"test.tokens",
	"SELECT t.token_hash FROM widget_tokens t WHERE t.company_id = $1", NULL, NULL};

static void end(struct cx *cx, struct unit *unit)
{
	assert_int_equal(db_commit(cx), OK);
	unit_close(unit);
}

static int set_up(void **state)
{
	(void)state;
	company_place_make(&place, on_postgres, &company_id);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	place_remove(&place);
	return 0;
}

static void visitor(struct cx *cx, int64_t id, int64_t seen_us, bool online, bool has_chat)
{
	assert_int_equal(db_exec(cx, &visitor_sql,
				 DB_ARGS(db_int(company_id), db_int(id), db_int(seen_us),
					 db_int(online), db_int(has_chat)),
				 NULL),
		OK);
}

static void token(struct cx *cx, const char *hash, int64_t until_us)
{
	assert_int_equal(
		db_exec(cx, &token_sql,
			DB_ARGS(db_int(company_id), db_text(hash), db_int(1), db_int(until_us)),
			NULL),
		OK);
}

static void forgets_all_that_are_due(void **state)
{
	const int64_t now_us = clock_now_us(), long_ago_us = now_us - 31 * US_PER_DAY;
	struct db_result result;
	struct unit unit;
	struct cx *cx = unit_open(&unit, place.pool, company_id);

	(void)state;
	cx->now_us = now_us;
	visitor(cx, 1, long_ago_us, false, true);
	visitor(cx, 2, long_ago_us, true, false);
	visitor(cx, 3, now_us - 29 * US_PER_DAY, false, false);
	for (int64_t id = 4; id < 4 + MANY; id++)
		visitor(cx, id, long_ago_us, false, false);
	assert_int_equal(db_exec(cx, &widget_sql, DB_ARGS(db_int(company_id)), NULL), OK);
	token(cx, "ended", now_us);
	token(cx, "good", now_us + 1);
	end(cx, &unit);

	cx = unit_open(&unit, place.pool, 0);
	cx->now_us = now_us;
	assert_int_equal(widget_jobs[0].run(cx, &(struct job){0}), OK);
	end(cx, &unit);

	cx = unit_open(&unit, place.pool, company_id);
	assert_int_equal(db_run(cx, &left_sql, DB_ARGS(db_int(company_id)), &result), OK);
	assert_int_equal(result.count, 3);
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(db_int_at(&result, i, 0), (int64_t)i + 1);
	assert_int_equal(db_run(cx, &tokens_sql, DB_ARGS(db_int(company_id)), &result), OK);
	assert_int_equal(result.count, 1);
	assert_string_equal(db_text_at(&result, 0, 0), "good");
	end(cx, &unit);
}

int main(void)
{
#define BOTH(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {BOTH(forgets_all_that_are_due)};
	int failed = cmocka_run_group_tests_name("what is forgotten on SQLite", tests, NULL, NULL);

	if (!postgres_url()) {
		print_message("skipped on PostgreSQL: HATIF_TEST_PG is not set\n");
		return failed;
	}
	on_postgres = true;
	return failed +
		cmocka_run_group_tests_name("what is forgotten on PostgreSQL", tests, NULL, NULL);
}

/*
 * call_store_test.c - a recording becomes rows, on both engines: the same rows
 * whether each change is written or only the last one, in one company alone
 * (S2-DB-01…03, S2-DB-07).
 */
/* SPDX-License-Identifier: MIT */
#include "../../platform/db/db_support.h"

#include "domains/calls/call_event_ami.h"
#include "domains/calls/call_fold.h"
#include "domains/calls/call_store.h"
#include "platform/crypto/crypto.h"
#include "platform/db/db.h"

#define CAPTURES SOURCE_ROOT "/tests/ami/captures/"

static bool on_postgres;
static struct place place;

static const struct db_query company_sql = {"test.company",
	"INSERT INTO companies (id, code, name, created_us, updated_us)"
	" VALUES ($1, $2, $2, 0, 0)",
	NULL, NULL};

/* Everything of a company's calls but ids, codes and versions, as one text. */
#define CALL_FACTS \
	"c.linkedid || ' ' || c.direction || ' ' || c.status || ' ' || c.caller || ' ' || " \
	"c.callee || ' ' || COALESCE(c.answered_by, '-') || ' ' || c.hangup_by || ' ' || " \
	"COALESCE(c.rang_us, -1) || ' ' || (c.ended_us - c.started_us) || ' ' || (c.setup_us + " \
	"c.queue_us + c.ring_us + c.talk_us + c.hold_us) || ' ' || c.is_active"
#define PARTS(table, order, facts) \
	{ \
		"test." table, \
			"SELECT " facts " FROM " table " p JOIN calls c" \
			" ON c.company_id = p.company_id AND c.id = p.call_id" \
			" WHERE p.company_id = $1 ORDER BY c.linkedid, " order, \
			NULL, NULL \
	}
static const struct db_query facts_sql[] = {
	{"test.calls",
		"SELECT " CALL_FACTS " FROM calls c WHERE c.company_id = $1"
		" ORDER BY c.linkedid",
		NULL, NULL},
	PARTS("call_legs", "p.leg",
		"p.leg || p.endpoint || p.role || p.uniqueid || p.talk_us"
		" || ' ' || p.hold_us || ' ' || p.ended_us"),
	PARTS("call_segments", "p.leg, p.segment", "p.leg || p.kind || (p.left_us - p.entered_us)"),
	PARTS("call_steps", "p.step",
		"p.step || p.kind || p.at_us || p.from_party || p.to_party"
		" || p.detail || COALESCE(p.leg, -1)"),
	PARTS("call_transfers", "p.transfer", "p.kind || p.result || p.from_party || p.to_party"),
	PARTS("call_queue_visits", "p.visit",
		"p.queue || p.result || COALESCE(p.agent, '-')"
		" || p.missed || ' ' || (p.left_us - p.joined_us)"),
	PARTS("call_holds", "p.kind, p.hold",
		"p.kind || COALESCE(p.place, '-')"
		" || COALESCE(p.fetched_by, '-') || (p.to_us - p.from_us)"),
	PARTS("call_recordings", "p.recording", "p.file_name || (p.to_us - p.from_us)"),
};

static int set_up(void **state)
{
	struct migrate_report report;
	const char *why = NULL;
	struct unit unit;
	struct cx *cx;

	(void)state;
	assert_true(crypto_init());
	if (on_postgres)
		place_make_postgres(&place);
	else
		place_make(&place);
	place_open(&place, (struct db_options){0});
	if (migrate_run(place.pool, &report, &why) != OK)
		fail_msg("migrate_run: %s", why);
	cx = unit_open(&unit, place.pool, 0);
	for (int id = 1; id <= 2; id++)
		assert_int_equal(db_exec(cx, &company_sql,
					 DB_ARGS(db_int(id), db_text(id == 1 ? "a" : "b")), NULL),
			OK);
	assert_int_equal(db_commit(cx), OK);
	unit_close(&unit);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	place_remove(&place);
	return 0;
}

/* ---- Writing a recording ----------------------------------------------------------- */

static void write_changed(struct call_fold *fold, int64_t company_id)
{
	const struct call *calls[256];
	const struct call *call;
	struct unit unit;
	struct cx *cx;
	size_t count = 0;

	while (count < COUNT(calls) && (call = call_fold_take(fold)))
		calls[count++] = call;
	if (!count)
		return;
	cx = unit_open(&unit, place.pool, company_id);
	assert_int_equal(call_store_write(cx, calls, count, NULL), OK);
	assert_int_equal(db_commit(cx), OK);
	unit_close(&unit);
}

static const char *const trunks[] = {"trunk", NULL};

/* As a program does that was away: a new fold, with what goes on as rows have it. */
static void start_again(struct call_fold **fold, int64_t company_id)
{
	struct call *open;
	struct unit unit;
	struct cx *cx = unit_open(&unit, place.pool, company_id);
	size_t count;

	call_fold_free(fold);
	*fold = call_fold_new(&(struct call_fold_rules){.trunks = trunks});
	assert_int_equal(call_store_open(cx, &open, &count), OK);
	for (size_t i = 0; i < count; i++)
		assert_true(call_fold_restore(*fold, &open[i]));
	unit_close(&unit);
}

struct manner {
	bool each_change; /* written, or only the last */
	size_t restart_each; /* so many messages; 0: never */
};

static void write_capture_so(const char *name, int64_t company_id, struct manner manner)
{
	struct call_fold *fold = call_fold_new(&(struct call_fold_rules){.trunks = trunks});
	struct ami_parser *parser = ami_parser_new();
	struct ami_message message;
	struct call_event event;
	char path[4096], bytes[8192];
	size_t length, messages = 0;
	FILE *file;

	(void)snprintf(path, sizeof(path), CAPTURES "%s.ami", name);
	file = fopen(path, "rb");
	assert_non_null(file);
	while ((length = fread(bytes, 1, sizeof(bytes), file)) > 0) {
		struct str left = {bytes, length};

		while (ami_parse(parser, &left, &message)) {
			if (!call_event_of_ami(&message, 1, &event))
				continue;
			call_fold_apply(fold, &event);
			if (manner.each_change)
				write_changed(fold, company_id);
			if (manner.restart_each && ++messages % manner.restart_each == 0)
				start_again(&fold, company_id);
		}
	}
	(void)fclose(file);
	write_changed(fold, company_id);
	ami_parser_free(&parser);
	call_fold_free(&fold);
}

static void write_capture(const char *name, int64_t company_id, bool each_change)
{
	write_capture_so(name, company_id, (struct manner){.each_change = each_change});
}

static const char *facts(struct arena *arena, int64_t company_id)
{
	struct buf out = buf_in(arena, 4096);
	struct unit unit;
	struct cx *cx = unit_open(&unit, place.pool, company_id);

	for (size_t i = 0; i < COUNT(facts_sql); i++) {
		struct db_result result;

		assert_int_equal(
			db_run(cx, &facts_sql[i], DB_ARGS(db_int(company_id)), &result), OK);
		for (size_t row = 0; row < result.count; row++)
			buf_format(&out, "%s %s\n", facts_sql[i].name,
				db_text_or_empty(&result, row, 0));
	}
	unit_close(&unit);
	return out.ptr;
}

/* The first line that differs says more than both texts. */
static void same_facts(const char *got, const char *wanted)
{
	struct str left = str_of(got), right = str_of(wanted);

	while (left.ptr || right.ptr) {
		const struct str line = str_cut(left, '\n', &left);
		const struct str other = str_cut(right, '\n', &right);

		if (line.len != other.len || memcmp(line.ptr, other.ptr, line.len) != 0)
			fail_msg("got    %.*s\nwanted %.*s", (int)line.len, line.ptr,
				(int)other.len, other.ptr);
	}
}

static void rows_are_the_same_however_often_they_are_written(void **state)
{
	/* A queue, two calls that become one, parking, recording, hold, a conference. */
	static const char *const names[] = {"f5_queue_ring_no_answer", "h4_atxfer_refer_replaces",
		"n1_park", "o1_recorded", "l1_hold", "m1_conference"};
	struct arena *arena = arena_new(0);
	const char *once;

	(void)state;
	for (size_t i = 0; i < COUNT(names); i++) {
		write_capture(names[i], 1, true);
		write_capture(names[i], 2, false);
		write_capture(names[i], 2, false);
	}
	once = facts(arena, 2);
	assert_string_equal(facts(arena, 1), once);
	assert_non_null(strstr(once, " incoming completed 447700900001 5550201 1005 callee "));
	assert_non_null(strstr(once, "test.call_transfers attendedcompleted10011002\n"));
	assert_non_null(strstr(once, "test.call_holds parked7011002"));
	assert_non_null(strstr(once, ".wav"));
	arena_free(&arena);
}

/* What rows keep is enough to go on with. */
static void a_call_goes_on_in_a_program_that_starts_anew(void **state)
{
	static const char *const names[] = {"a1_inbound_caller_hangs", "b1_no_answer", "c1_busy",
		"e1_cancel", "f1_queue_answer", "f2_queue_abandon", "j1_outgoing", "l1_hold",
		"o1_recorded"};
	static const size_t each[] = {1, 2, 3, 7, 20};
	struct arena *arena = arena_new(0);

	(void)state;
	for (size_t i = 0; i < COUNT(names); i++) {
		write_capture(names[i], 1, true);
		write_capture_so(names[i], 2,
			(struct manner){
				.each_change = true, .restart_each = each[i % COUNT(each)]});
	}
	same_facts(facts(arena, 2), facts(arena, 1));
	arena_free(&arena);
}

static void a_call_that_became_part_of_another_leaves_no_row(void **state)
{
	static const struct db_query count_sql = {"test.count",
		"SELECT COUNT(*), MAX(id) FROM calls WHERE company_id = $1 AND is_active = 0", NULL,
		NULL};
	struct db_result result;
	struct unit unit;
	struct cx *cx;

	(void)state;
	write_capture("h4_atxfer_refer_replaces", 1, true);
	cx = unit_open(&unit, place.pool, 1);
	assert_int_equal(db_run(cx, &count_sql, DB_ARGS(db_int(1)), &result), OK);
	assert_int_equal(db_int_at(&result, 0, 0), 1);
	assert_int_equal(db_int_at(&result, 0, 1), 1);
	assert_int_equal(db_run(cx, &count_sql, DB_ARGS(db_int(2)), &result), OK);
	assert_int_equal(db_int_at(&result, 0, 0), 0);
	unit_close(&unit);
}

/* The program was away when they ended. */
static void what_goes_on_nowhere_is_interrupted(void **state)
{
	static const struct db_query open_sql = {"test.open",
		"SELECT linkedid, status, has_gap FROM calls"
		" WHERE company_id = $1 ORDER BY linkedid",
		NULL, NULL};
	static const char *const going_on[] = {"b", NULL};
	static const char *const names[] = {"a", "b"};
	struct call_fold *fold = call_fold_new(&(struct call_fold_rules){0});
	struct db_result result;
	struct unit unit;
	struct cx *cx;
	int64_t *ended;
	size_t count;

	(void)state;
	for (size_t i = 0; i < COUNT(names); i++) {
		struct call_event event = {.type = CALL_EVENT_CHANNEL_NEW, .at_us = 1000};

		event.channels[0] = (struct channel_view){
			.uniqueid = str_of(names[i]), .name = STR("PJSIP/1001-1")};
		call_fold_apply(fold, &event);
	}
	write_changed(fold, 1);
	call_fold_free(&fold);
	cx = unit_open(&unit, place.pool, 2);
	assert_int_equal(call_store_interrupt(cx, going_on, 2000, &ended, &count), OK);
	assert_int_equal(count, 0);
	unit_close(&unit);
	cx = unit_open(&unit, place.pool, 1);
	/* One that was written since is left alone. */
	assert_int_equal(call_store_interrupt(cx, going_on, 1000, &ended, &count), OK);
	assert_int_equal(count, 0);
	assert_int_equal(call_store_interrupt(cx, going_on, 2000, &ended, &count), OK);
	assert_int_equal(count, 1);
	assert_int_equal(db_run(cx, &open_sql, DB_ARGS(db_int(1)), &result), OK);
	assert_string_equal(db_text_at(&result, 0, 1), "interrupted");
	assert_int_equal(db_int_at(&result, 0, 2), 1);
	assert_string_equal(db_text_at(&result, 1, 1), "initiated");
	assert_int_equal(db_commit(cx), OK);
	unit_close(&unit);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			rows_are_the_same_however_often_they_are_written, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			a_call_goes_on_in_a_program_that_starts_anew, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			a_call_that_became_part_of_another_leaves_no_row, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			what_goes_on_nowhere_is_interrupted, set_up, tear_down),
	};
	int failed = cmocka_run_group_tests_name("calls on SQLite", tests, NULL, NULL);

	if (!postgres_url()) {
		print_message("skipped on PostgreSQL: HATIF_TEST_PG is not set\n");
		return failed;
	}
	on_postgres = true;
	return failed + cmocka_run_group_tests_name("calls on PostgreSQL", tests, NULL, NULL);
}

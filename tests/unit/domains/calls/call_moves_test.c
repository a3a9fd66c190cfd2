/* call_moves_test.c - which status may follow which, and whose time each one is. */
/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "base/str.h"
#include "domains/calls/call_moves.h"

static struct arena *arena;

static int set_up(void **state)
{
	(void)state;
	arena = arena_new(0);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_free(&arena);
	return 0;
}

static void nothing_follows_an_end(void **state)
{
	(void)state;
	for (int from = CALL_COMPLETED; from <= CALL_INTERRUPTED; from++) {
		for (int to = 0; to <= CALL_INTERRUPTED; to++)
			assert_false(call_may_become((enum call_status)from, (enum call_status)to));
		assert_null(call_may_words(arena, (enum call_status)from)[0]);
	}
}

static void nobody_says_interrupted(void **state)
{
	(void)state;
	for (int from = 0; from <= CALL_INTERRUPTED; from++)
		assert_false(call_may_become((enum call_status)from, CALL_INTERRUPTED));
}

static void every_call_can_be_ended_as_it_ends(void **state)
{
	(void)state;
	for (int from = 0; from < CALL_COMPLETED; from++)
		for (int talked = 0; talked < 2; talked++) {
			const enum call_status status = (enum call_status)from;
			const enum call_status end = call_status_at_end(status, talked);
			/* Nobody has talked in a call that rings for the first time. */
			const bool early = status == CALL_INITIATED || status == CALL_RINGING ||
				status == CALL_QUEUED;

			assert_true(call_has_ended(end));
			assert_true((talked && early) || call_may_become(status, end));
		}
}

static void moves(void **state)
{
	static const struct {
		const char *name;
		enum call_status from, to;
		bool may;
	} cases[] = {
		{"dialled", CALL_INITIATED, CALL_RINGING, true},
		{"answered at once", CALL_INITIATED, CALL_IN_PROGRESS, true},
		{"nobody answered a completed call", CALL_INITIATED, CALL_COMPLETED, false},
		{"held before it goes on", CALL_RINGING, CALL_ON_HOLD, false},
		{"held", CALL_IN_PROGRESS, CALL_ON_HOLD, true},
		{"held twice", CALL_ON_HOLD, CALL_ON_HOLD, false},
		{"back", CALL_ON_HOLD, CALL_IN_PROGRESS, true},
		{"to another queue", CALL_QUEUED, CALL_QUEUED, true},
		{"given up in a queue", CALL_QUEUED, CALL_ABANDONED, true},
		{"given up while talking", CALL_IN_PROGRESS, CALL_ABANDONED, false},
		{"busy while talking", CALL_IN_PROGRESS, CALL_BUSY, false},
		{"handed over", CALL_IN_PROGRESS, CALL_TRANSFERRED, true},
		{"taken by whom it was handed to", CALL_TRANSFERRED, CALL_IN_PROGRESS, true},
		{"dialled again", CALL_IN_PROGRESS, CALL_INITIATED, false},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_case(
			call_may_become(cases[i].from, cases[i].to) == cases[i].may, cases[i].name);
}

static void words_are_read_as_people_write_them(void **state)
{
	static const struct {
		const char *word;
		enum call_status status;
	} cases[] = {{"no_answer", CALL_NO_ANSWER}, {"no answer", CALL_NO_ANSWER},
		{"No-Answer", CALL_NO_ANSWER}, {"noanswer", CALL_NO_ANSWER},
		{"cancelled", CALL_CANCELED}, {"IN_PROGRESS", CALL_IN_PROGRESS},
		{"in progress", CALL_IN_PROGRESS}, {"hold", CALL_ON_HOLD}};
	enum call_status status;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		assert_true(call_status_read(cases[i].word, &status));
		assert_int_equal(status, cases[i].status);
	}
	assert_false(call_status_read("", &status));
	assert_false(call_status_read("dancing", &status));
}

static void time_belongs_to_one_phase(void **state)
{
	(void)state;
	assert_int_equal(call_phase_of(CALL_INITIATED, false), CALL_PHASE_SETUP);
	assert_int_equal(call_phase_of(CALL_RINGING, false), CALL_PHASE_RING);
	assert_int_equal(call_phase_of(CALL_RINGING, true), CALL_PHASE_HOLD);
	assert_int_equal(call_phase_of(CALL_QUEUED, true), CALL_PHASE_QUEUE);
	assert_int_equal(call_phase_of(CALL_IN_PROGRESS, true), CALL_PHASE_TALK);
	assert_int_equal(call_phase_of(CALL_TRANSFERRED, true), CALL_PHASE_HOLD);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_follows_an_end),
		cmocka_unit_test(nobody_says_interrupted),
		cmocka_unit_test(every_call_can_be_ended_as_it_ends),
		cmocka_unit_test(moves),
		cmocka_unit_test(words_are_read_as_people_write_them),
		cmocka_unit_test(time_belongs_to_one_phase),
	};

	return cmocka_run_group_tests_name("moves of calls", tests, set_up, tear_down);
}

/* call_fold_rules_test.c - single rules of how events become calls (S2-TEL-01…03). */
/* SPDX-License-Identifier: MIT */
#include "call_fold_support.h"

struct script {
	struct call_fold *fold;
	int64_t at_us;
};

static void say(struct script *script, enum call_event_type type, int leg, int after_ms)
{
	struct arena *arena = arena_new(0);
	struct call_event event = {.type = type, .bridge.id = STR("bridge"), .queue = STR("sales")};

	script->at_us += after_ms * US_PER_MS;
	event.at_us = script->at_us;
	event.channels[0] = channel(arena, 1, leg);
	call_fold_apply(script->fold, &event);
	arena_free(&arena);
}

static void dial(struct script *script, int after_ms)
{
	struct arena *arena = arena_new(0);
	struct call_event event = {.type = CALL_EVENT_DIAL_BEGIN, .text = STR("PJSIP/1001")};

	script->at_us += after_ms * US_PER_MS;
	event.at_us = script->at_us;
	event.channels[0] = channel(arena, 1, 0);
	event.channels[1] = channel(arena, 1, 1);
	call_fold_apply(script->fold, &event);
	arena_free(&arena);
}

static const struct call *the_call(struct script *script)
{
	const struct call *call = call_fold_find(script->fold, STR("pbx-1.0"));

	assert_non_null(call);
	return call;
}

/* Setup 1 s, ring 2 s, talk 3 s, hold 4 s, talk 1 s, alone 2 s. */
static void each_moment_belongs_to_one_phase(void **state)
{
	struct script script = {fold_new(), BEGIN_US};
	const struct call *call;

	(void)state;
	say(&script, CALL_EVENT_CHANNEL_NEW, 0, 0);
	dial(&script, 1000);
	assert_int_equal(the_call(&script)->status, CALL_RINGING);
	say(&script, CALL_EVENT_BRIDGE_ENTER, 1, 2000);
	say(&script, CALL_EVENT_BRIDGE_ENTER, 0, 0);
	assert_int_equal(the_call(&script)->status, CALL_IN_PROGRESS);
	say(&script, CALL_EVENT_HOLD, 1, 3000);
	assert_int_equal(the_call(&script)->status, CALL_ON_HOLD);
	say(&script, CALL_EVENT_UNHOLD, 1, 4000);
	say(&script, CALL_EVENT_HANGUP, 1, 1000);
	say(&script, CALL_EVENT_HANGUP_REQUEST, 0, 2000);
	say(&script, CALL_EVENT_HANGUP, 0, 0);
	call = the_call(&script);
	assert_int_equal(call->status, CALL_COMPLETED);
	assert_int_equal(call->hangup_by, CALL_BY_CALLER);
	assert_int_equal(call->phases_us[CALL_PHASE_SETUP], 1 * US_PER_SECOND);
	assert_int_equal(call->phases_us[CALL_PHASE_RING], 2 * US_PER_SECOND);
	assert_int_equal(call->phases_us[CALL_PHASE_TALK], 4 * US_PER_SECOND);
	assert_int_equal(call->phases_us[CALL_PHASE_HOLD], 6 * US_PER_SECOND);
	assert_int_equal(call->legs->next->talk_us, 4 * US_PER_SECOND);
	assert_int_equal(call->legs->next->hold_us, 4 * US_PER_SECOND);
	call_fold_free(&script.fold);
}

static void a_call_is_taken_once_for_many_events(void **state)
{
	struct script script = {fold_new(), BEGIN_US};

	(void)state;
	say(&script, CALL_EVENT_CHANNEL_NEW, 0, 0);
	dial(&script, 10);
	say(&script, CALL_EVENT_QUEUE_JOIN, 0, 10);
	assert_ptr_equal(call_fold_take(script.fold), the_call(&script));
	assert_null(call_fold_take(script.fold));
	/* An event that says nothing new is no change. */
	say(&script, CALL_EVENT_UNHOLD, 0, 10);
	assert_null(call_fold_take(script.fold));
	call_fold_free(&script.fold);
}

/* The unit that was to keep them failed for good: they come again, once, as they are by then. */
static void what_could_not_be_kept_comes_again(void **state)
{
	struct script script = {fold_new(), BEGIN_US};
	const struct call *call;

	(void)state;
	say(&script, CALL_EVENT_CHANNEL_NEW, 0, 0);
	call = call_fold_take(script.fold);
	assert_non_null(call);
	assert_null(call_fold_take(script.fold));
	call_fold_untake(script.fold, call);
	say(&script, CALL_EVENT_HANGUP, 0, 100);
	call = call_fold_take(script.fold);
	assert_non_null(call);
	assert_true(call->ended_us);
	assert_null(call_fold_take(script.fold));
	call_fold_free(&script.fold);
}

/* A PBX says "abandon" of a time-out too. */
static void only_a_caller_who_hangs_up_abandons(void **state)
{
	(void)state;
	for (int hangs_up = 0; hangs_up < 2; hangs_up++) {
		struct script script = {fold_new(), BEGIN_US};

		say(&script, CALL_EVENT_CHANNEL_NEW, 0, 0);
		say(&script, CALL_EVENT_QUEUE_JOIN, 0, 10);
		if (hangs_up)
			say(&script, CALL_EVENT_HANGUP_REQUEST, 0, 3000);
		say(&script, CALL_EVENT_QUEUE_ABANDON, 0, 0);
		say(&script, CALL_EVENT_HANGUP, 0, 0);
		assert_int_equal(
			the_call(&script)->status, hangs_up ? CALL_ABANDONED : CALL_NO_ANSWER);
		call_fold_free(&script.fold);
	}
}

static void a_menu_alone_completes_a_call(void **state)
{
	struct script script = {fold_new(), BEGIN_US};

	(void)state;
	say(&script, CALL_EVENT_CHANNEL_NEW, 0, 0);
	say(&script, CALL_EVENT_USER, 0, 100);
	assert_int_equal(the_call(&script)->status, CALL_IVR);
	say(&script, CALL_EVENT_HANGUP, 0, 5000);
	assert_int_equal(the_call(&script)->status, CALL_COMPLETED);
	assert_true(the_call(&script)->by_system);
	call_fold_free(&script.fold);
}

static void a_lost_link_interrupts_and_keeps_what_is_seen_again(void **state)
{
	struct script script = {fold_new(), BEGIN_US};

	(void)state;
	say(&script, CALL_EVENT_CHANNEL_NEW, 0, 0);
	dial(&script, 10);
	call_fold_snapshot_begin(script.fold);
	say(&script, CALL_EVENT_CHANNEL_SEEN, 0, 60000);
	call_fold_snapshot_end(script.fold, script.at_us);
	assert_int_equal(the_call(&script)->alive_count, 1);
	assert_true(the_call(&script)->gap);
	call_fold_snapshot_begin(script.fold);
	call_fold_snapshot_end(script.fold, script.at_us + US_PER_MINUTE);
	assert_int_equal(the_call(&script)->status, CALL_INTERRUPTED);
	/* Nobody knows of the minute after the last event. */
	assert_int_equal(the_call(&script)->ended_us, script.at_us);
	assert_call(the_call(&script));
	call_fold_free(&script.fold);
}

/* Texts come from outside: cut, and clean of what no text has. */
static void texts_are_cleaned(void **state)
{
	struct call_fold *fold = fold_new();
	struct call_event event = {.type = CALL_EVENT_CHANNEL_NEW, .at_us = BEGIN_US};

	(void)state;
	event.channels[0] = (struct channel_view){.uniqueid = STR("a"),
		.name = STR("PJSIP/1001-1"),
		.exten = STR("55\r\n\xff\x00"
			     "5")};
	call_fold_apply(fold, &event);
	assert_string_equal(call_fold_find(fold, STR("a"))->callee, "55????5");
	event.channels[0].uniqueid = STR("b\nc");
	call_fold_apply(fold, &event);
	assert_int_equal(call_fold_counts(fold).calls, 1);
	call_fold_free(&fold);
}
int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_moment_belongs_to_one_phase),
		cmocka_unit_test(a_call_is_taken_once_for_many_events),
		cmocka_unit_test(what_could_not_be_kept_comes_again),
		cmocka_unit_test(only_a_caller_who_hangs_up_abandons),
		cmocka_unit_test(a_menu_alone_completes_a_call),
		cmocka_unit_test(a_lost_link_interrupts_and_keeps_what_is_seen_again),
		cmocka_unit_test(texts_are_cleaned),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* call_fold_support.h - calls made of events, and what holds of any of them. */
/* SPDX-License-Identifier: MIT */
#ifndef TESTS_CALL_FOLD_SUPPORT_H
#define TESTS_CALL_FOLD_SUPPORT_H

#include "unit.h"

#include "base/clock.h"
#include "domains/calls/call_fold.h"

#define BEGIN_US (INT64_C(1795233424) * US_PER_SECOND)

static const char *const trunks[] = {"trunk", NULL};

static inline struct call_fold *fold_new(void)
{
	return call_fold_new(&(struct call_fold_rules){.trunks = trunks});
}

/* ---- What holds of any call --------------------------------------------------------- */

static inline void assert_stay(
	const struct call *call, int64_t from_us, int64_t to_us, const char *what)
{
	assert_case(from_us >= call->started_us, what);
	assert_case(!to_us || to_us >= from_us, what);
	assert_case(!call->ended_us || (to_us && to_us <= call->ended_us), what);
}

static inline void assert_leg(const struct call *call, const struct call_leg *leg)
{
	int64_t end_us = leg->ended_us ? leg->ended_us : call->as_of_us;

	assert_ptr_equal(leg->call, call);
	assert_stay(call, leg->created_us, leg->ended_us, leg->uniqueid);
	assert_true(leg->talk_us >= 0 && leg->hold_us >= 0);
	assert_true(leg->talk_us + leg->hold_us <= end_us - leg->created_us);
	for (const struct call_segment *one = leg->segments; one; one = one->next) {
		assert_stay(call, one->entered_us, one->left_us, "segment");
		assert_true(!one->next || one->left_us <= one->next->entered_us);
		assert_true(one->left_us || one == leg->last_segment);
	}
}

static inline void assert_call(const struct call *call)
{
	int64_t sum = 0;

	for (int phase = 0; phase < CALL_PHASES; phase++) {
		assert_true(call->phases_us[phase] >= 0);
		sum += call->phases_us[phase];
	}
	assert_int_equal(
		sum, (call->ended_us ? call->ended_us : call->as_of_us) - call->started_us);
	assert_true(call->bridged_us >= 0 && call->bridged_us <= sum);
	assert_true(call->rang_us >= -1 && call->rang_us <= sum);
	assert_int_equal(call_has_ended(call->status), call->ended_us != 0);
	assert_int_equal(call->ended_us != 0, call->alive_count == 0);
	for (const struct call_leg *leg = call->legs; leg; leg = leg->next)
		assert_leg(call, leg);
	for (const struct call_visit *visit = call->visits; visit; visit = visit->next)
		assert_stay(call, visit->joined_us, visit->left_us, "visit");
	for (const struct call_hold *hold = call->holds; hold; hold = hold->next)
		assert_stay(call, hold->from_us, hold->to_us, "hold");
	for (const struct call_parking *one = call->parkings; one; one = one->next)
		assert_stay(call, one->from_us, one->to_us, "parking");
	for (const struct call_recording *one = call->recordings; one; one = one->next)
		assert_stay(call, one->from_us, one->to_us, "recording");
	for (const struct call_transfer *one = call->transfers; one; one = one->next)
		assert_true(!call->ended_us || one->result != TRANSFER_PENDING);
}
/* ---- Channels ------------------------------------------------------------------------ */

static inline struct channel_view channel(struct arena *arena, int call, int leg)
{
	return (struct channel_view){
		.uniqueid = str_of(arena_format(arena, "pbx-%d.%d", call, leg)),
		.linkedid = str_of(arena_format(arena, "pbx-%d.0", call)),
		.name = leg ? STR("PJSIP/1001-0000002a") : STR("PJSIP/trunk-0000002a"),
		.number = STR("447700900001"),
		.exten = STR("5550100"),
		.state = CHANNEL_UP,
	};
}

#endif

/* demo_call.c - a month of calls: what happened in each, without names and rows. */
/* SPDX-License-Identifier: MIT */
#include "domains/demo/demo_call_internal.h"

#define FIRST_HOUR 9
#define HOURS 12
#define CALL_SEED UINT64_C(0x63616c6c)
/* Calls of today have ended a while ago. */
#define OVER_US (15 * US_PER_MINUTE)

static struct demo_dice dice_of(const struct demo_world *world, int64_t index)
{
	return demo_dice_of(world->demo->seed ^ CALL_SEED, index);
}

/* Fewer on Fridays. */
static int64_t calls_of_day(const struct demo_world *world, int64_t day)
{
	struct demo_dice dice = dice_of(world, -1 - day);
	const int64_t many = 26 + demo_roll(&dice, 16);

	/* Day 0 of 1970 was a Thursday. */
	return (world->today - DEMO_CALL_DAYS + day) % 7 == 1 ? many / 3 : many;
}

int64_t demo_calls_count(const struct demo_world *world)
{
	int64_t count = 0;

	for (int64_t day = 0; day <= DEMO_CALL_DAYS; day++)
		count += calls_of_day(world, day);
	return count;
}

static int64_t between(struct demo_dice *dice, int64_t least_s, int64_t most_s)
{
	return (least_s + demo_roll(dice, most_s - least_s + 1)) * US_PER_SECOND +
		demo_roll(dice, 1000) * 1000;
}

static enum demo_call_kind kind_of(struct demo_dice *dice)
{
	static const struct {
		enum demo_call_kind kind;
		int percent;
	} kinds[] = {{DEMO_CALL_TAKEN, 36}, {DEMO_CALL_ABANDONED, 8}, {DEMO_CALL_TIMED_OUT, 4},
		{DEMO_CALL_VOICEMAIL, 3}, {DEMO_CALL_OUT, 28}, {DEMO_CALL_OUT_UNANSWERED, 12},
		{DEMO_CALL_OUT_BUSY, 4}, {DEMO_CALL_OUT_FAILED, 2}, {DEMO_CALL_INSIDE, 3}};
	int64_t left = demo_roll(dice, 100);

	for (size_t i = 0; i < COUNT(kinds); i++) {
		if (left < kinds[i].percent)
			return kinds[i].kind;
		left -= kinds[i].percent;
	}
	return DEMO_CALL_TAKEN;
}

/* A call that was answered: perhaps held, perhaps given to a colleague. */
static void talk(const struct demo_world *world, struct demo_dice *dice, struct demo_call *call)
{
	call->talk_us = between(dice, 30, 60) + demo_wait(dice, 110 * US_PER_SECOND);
	if (demo_chance(dice, 20))
		call->hold_us = between(dice, 8, 50);
	if (call->kind == DEMO_CALL_TAKEN && demo_chance(dice, 14)) {
		call->second = (call->agent + 1 + (int)demo_roll(dice, 3)) %
			(int)world->agent_count;
		call->attended = demo_chance(dice, 40);
		call->second_ring_us = between(dice, 4, 11);
		call->second_talk_us = between(dice, 25, 180);
	}
	call->wrap_us = between(dice, 10, 45);
}

static void take_course(
	const struct demo_world *world, struct demo_dice *dice, struct demo_call *call)
{
	const bool queued = call->kind <= DEMO_CALL_TIMED_OUT;

	call->setup_us = between(dice, 1, queued ? 7 : 3);
	switch (call->kind) {
	case DEMO_CALL_TAKEN:
		call->queue_us = demo_wait(dice, 14 * US_PER_SECOND);
		call->missed = demo_chance(dice, 15);
		call->ring_us = between(dice, 2, 12) + (call->missed ? 15 * US_PER_SECOND : 0);
		talk(world, dice, call);
		break;
	case DEMO_CALL_ABANDONED:
		call->queue_us = between(dice, 15, 40) + demo_wait(dice, 30 * US_PER_SECOND);
		break;
	case DEMO_CALL_TIMED_OUT:
		call->queue_us = 120 * US_PER_SECOND;
		break;
	case DEMO_CALL_VOICEMAIL:
		call->setup_us += between(dice, 20, 70);
		break;
	case DEMO_CALL_OUT:
	case DEMO_CALL_INSIDE:
		call->ring_us = between(dice, 4, 20);
		talk(world, dice, call);
		break;
	case DEMO_CALL_OUT_UNANSWERED:
		call->ring_us = between(dice, 20, 35);
		break;
	case DEMO_CALL_OUT_BUSY:
	case DEMO_CALL_OUT_FAILED:
		break;
	}
}

static void make_call(
	const struct demo_world *world, int64_t index, int64_t day, struct demo_call *call)
{
	struct demo_dice dice = dice_of(world, index);
	const int64_t day_us = world->today_us - (DEMO_CALL_DAYS - day) * US_PER_DAY;
	/* The forenoon and the evening are busy. */
	const int64_t hour = demo_chance(&dice, 60)
		? (demo_chance(&dice, 60) ? 1 + demo_roll(&dice, 3) : 8 + demo_roll(&dice, 3))
		: demo_roll(&dice, HOURS);

	*call = (struct demo_call){
		.index = index,
		.kind = kind_of(&dice),
		.started_us = day_us + (FIRST_HOUR + hour) * US_PER_HOUR +
			demo_roll(&dice, US_PER_HOUR / 1000) * 1000,
		.agent = (int)demo_roll(&dice, (int64_t)world->agent_count),
		.second = -1,
		.person = demo_roll(&dice, INT32_MAX),
		.by_caller = demo_chance(&dice, 60),
	};
	take_course(world, &dice, call);
	call->ended_us = call->started_us + call->setup_us + call->queue_us + call->ring_us +
		call->talk_us + call->hold_us + call->second_ring_us + call->second_talk_us;
}

size_t demo_calls_make(
	struct arena *arena, const struct demo_world *world, struct demo_call **calls)
{
	const int64_t all = demo_calls_count(world);
	int64_t index = 0;
	size_t count = 0;

	*calls = arena_array(arena, (size_t)all, sizeof(**calls));
	for (int64_t day = 0; day <= DEMO_CALL_DAYS; day++)
		for (int64_t left = calls_of_day(world, day); left > 0; left--) {
			make_call(world, index++, day, &(*calls)[count]);
			count += (*calls)[count].ended_us < world->now_us - OVER_US;
		}
	return count;
}

const struct demo_talk demo_talks[DEMO_TALKS] = {
	{"The customer asked where the parcel is; it arrives tomorrow.", "neutral",
		{{"bot", "en", "Welcome to customer support."},
			{"customer", "en", "Hello, where is my order?"},
			{"agent", "en", "One moment, I look it up. It is with the courier."},
			{"customer", "en", "When will it be here?"},
			{"agent", "en", "Tomorrow between ten and two."},
			{"customer", "en", "Perfect, thank you."}}},
	{"أراد العميل تغيير عنوان التوصيل، وتم تغييره.", "positive",
		{{"bot", "ar", "أهلًا بك في خدمة العملاء."},
			{"customer", "ar", "السلام عليكم، أريد تغيير عنوان التوصيل."},
			{"agent", "ar", "وعليكم السلام، تفضل بالعنوان الجديد."},
			{"customer", "ar", "الخالدية، بجانب المسجد."},
			{"agent", "ar", "تم التغيير، وسيصلك الطلب غدًا."},
			{"customer", "ar", "شكرًا جزيلًا."}}},
	{"The box was damaged; it is taken back and sent again.", "negative",
		{{"bot", "en", "Welcome to customer support."},
			{"customer", "en", "The box came open, and the screen is scratched."},
			{"agent", "en", "I am sorry to hear that. We send a new one."},
			{"customer", "en", "Who picks up the old one?"},
			{"agent", "en", "The courier does, when he brings the new one."},
			{"customer", "en", "All right."}}},
};

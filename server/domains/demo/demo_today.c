/* demo_today.c - the day of agent AG001 as the first source document draws it (see README). */
/* SPDX-License-Identifier: MIT */
#include "domains/demo/demo_internal.h"

#include "platform/intl/intl.h"

/* Product indexes of demo_words.c. */
enum { GALAXY, IPHONE, IPAD, WATCH, TAB, BUDS, IPHONE_14, AIRPODS, PIXEL, TV, DYSON, SWITCH, PS5 };

static const char *const ahmed_notes[] = {
	"Customer did not answer the first call attempt.", "Need to follow up before 5 PM.", NULL};
static const char *const omar_notes[] = {"Address has no building number, shop was asked.", NULL};

/* Orders 1844 to 1852. Shares of the day so far, so that the day fits whatever the hour. */
static const struct fixture {
	int customer, product;
	enum order_status status;
	bool high;
	int created_permille; /* of the day until now */
	int minutes_ago; /* of the last change */
	int note, reason, more_calls;
	const char *const *notes;
} fixtures[DEMO_TODAY_FIXED] = {
	{4, AIRPODS, ORDER_CONFIRMED, false, 100, 115, 1, -1, 1, NULL},
	{5, DYSON, ORDER_POSTPONED, false, 140, 200, 2, -1, 1, NULL},
	{6, BUDS, ORDER_CANCELLED, false, 200, 85, 1, 2, 1, NULL},
	{0, GALAXY, ORDER_NO_RESPONSE, true, 260, 15, 0, -1, 1, ahmed_notes},
	{1, IPHONE, ORDER_POSTPONED, true, 300, 70, 0, -1, 1, NULL},
	{2, IPAD, ORDER_CONFIRMED, false, 340, 95, 0, -1, 1, NULL},
	{3, WATCH, ORDER_UNDER_REVIEW, false, 400, 40, 0, -1, 1, omar_notes},
	{7, PS5, ORDER_CONFIRMED, false, 450, 30, 2, -1, 1, NULL},
	{8, IPHONE, ORDER_NEW, true, 520, 0, -1, -1, 0, NULL},
};

/* With the fixtures: 18 confirmed, 3 postponed, 3 cancelled. */
static enum order_status status_of_other(int64_t k)
{
	switch (k) {
	case 5:
		return ORDER_POSTPONED;
	case 8:
	case 14:
		return ORDER_CANCELLED;
	default:
		return ORDER_CONFIRMED;
	}
}

static int64_t share(const struct demo_world *world, int64_t permille)
{
	return world->today_us + (world->now_us - world->today_us) / 1000 * permille;
}

static int64_t tomorrow_at(const struct demo_world *world, int hour)
{
	return intl_zone_to_utc(
		world->company->time_zone, (world->today + 1) * US_PER_DAY + hour * US_PER_HOUR);
}

static void add_step(
	struct demo_plan *plan, enum order_status to, int64_t at_us, int note, int reason)
{
	plan->step[plan->step_count++] = (struct demo_step){.to = to,
		.at_us = at_us,
		.note = (int8_t)note,
		.reason = (int8_t)reason,
		.call = true,
		.talk_s = (int16_t)(to == ORDER_NO_RESPONSE ? 0 : 90 + plan->id * 37 % 150)};
}

static void make_fixture(const struct demo_world *world, int64_t k, struct demo_plan *plan)
{
	const struct fixture *fixture = &fixtures[k];
	int64_t at_us = world->now_us - fixture->minutes_ago * US_PER_MINUTE;

	plan->id = DEMO_TODAY_FIRST_ID + k;
	plan->year = 2024; /* ORD-2024-001847, as the document prints it */
	plan->customer = fixture->customer;
	plan->product = fixture->product;
	plan->quantity = 1;
	plan->price_minor = world->demo->products[fixture->product].price_minor;
	plan->high = fixture->high;
	plan->more_calls = fixture->more_calls;
	plan->written_notes = fixture->notes;
	if (at_us <= plan->created_us) /* early in the morning the day is short */
		at_us = plan->created_us + (world->now_us - plan->created_us) / 2;
	if (fixture->status != ORDER_NEW)
		add_step(plan, fixture->status, at_us, fixture->note, fixture->reason);
	if (fixture->product == GALAXY)
		plan->expected_us = (struct opt_int){
			intl_zone_to_utc(world->company->time_zone,
				world->today * US_PER_DAY + 16 * US_PER_HOUR),
			true};
	if (fixture->product == IPHONE && fixture->status == ORDER_POSTPONED)
		plan->expected_us = (struct opt_int){tomorrow_at(world, 12), true};
}

void demo_today_make(
	const struct demo_world *world, struct demo_dice *dice, int64_t k, struct demo_plan *plan)
{
	const int64_t other = k - DEMO_TODAY_FIXED;

	plan->created_us = share(world, other < 0 ? fixtures[k].created_permille : 60 + other * 45);
	plan->day = world->today;
	plan->year = civil_of_us(world->today * US_PER_DAY).year;
	plan->agent = 0;
	plan->delivery_day = (struct opt_int){world->today + 2, true};
	if (other < 0) {
		make_fixture(world, k, plan);
	} else {
		const int64_t left = world->now_us - plan->created_us;

		plan->high = false;
		/* 47 calls in all: one on each of the 26, and 21 that nobody answered. */
		plan->more_calls = other < 13;
		add_step(plan, status_of_other(other),
			plan->created_us + left / 100 * (15 + demo_roll(dice, 60)),
			demo_chance(dice, 20) ? (int)demo_roll(dice, 4) : -1,
			status_of_other(other) == ORDER_CANCELLED ? (int)(other % 5) : -1);
	}
	plan->postponed_us = (struct opt_int){
		tomorrow_at(world, 10), demo_plan_status(plan) == ORDER_POSTPONED};
}

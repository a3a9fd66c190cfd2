/* demo_parcel.c - what became of the parcels of confirmed orders, without text (see README). */
/* SPDX-License-Identifier: MIT */
#include "domains/demo/demo_internal.h"

#include "platform/intl/intl.h"

#define PARCEL_DAYS 30
#define STUCK_US (72 * US_PER_HOUR)
#define SALT 0x70617263656c /* so that a parcel's dice are not its order's */

/* Shares of the way, in thousandths, at which its stations are passed. */
static const struct {
	enum delivery_status status;
	int permille;
} stations[] = {
	{DELIVERY_PICKED_UP, 80},
	{DELIVERY_SHIPPED, 160},
	{DELIVERY_IN_TRANSIT, 300},
	{DELIVERY_OUT_FOR_DELIVERY, 900},
	{DELIVERY_DELIVERED, 1000},
};

/* The source document's four (S0-FIX-05): how far they are. */
static const struct {
	int64_t order_id;
	enum delivery_status status;
	int courier;
	const char *number;
} drawn[] = {
	{1847, DELIVERY_IN_TRANSIT, 0, "FD789456123"},
	{1848, DELIVERY_SHIPPED, 1, "QS456"},
	{1849, DELIVERY_OUT_FOR_DELIVERY, 0, "FD790"},
	{1850, DELIVERY_IN_TRANSIT, 2, "SP123"},
};

static void add(struct demo_parcel *parcel, enum delivery_status status, int64_t at_us)
{
	parcel->step[parcel->count].status = status;
	parcel->step[parcel->count].at_us = at_us;
	parcel->count++;
}

/* The stations of a way from one moment to another, up to `last` and to `until`. */
static void go(struct demo_parcel *parcel, int64_t from_us, int64_t to_us,
	enum delivery_status last, int64_t until_us)
{
	for (size_t i = 0; i < COUNT(stations) && stations[i].status <= last; i++) {
		const int64_t at_us = from_us + (to_us - from_us) / 1000 * stations[i].permille;

		if (at_us > until_us)
			return;
		add(parcel, stations[i].status, at_us);
	}
}

static void expect_by_six(const struct demo_world *world, struct demo_parcel *parcel, int64_t us)
{
	const char *zone = world->company->time_zone;

	parcel->estimated_us = (struct opt_int){
		intl_zone_to_utc(zone, intl_day_of(zone, us) * US_PER_DAY + 18 * US_PER_HOUR),
		true};
}

/* ---- Sarah's day ---------------------------------------------------------------------------- */

static bool make_drawn(
	const struct demo_world *world, const struct demo_plan *plan, struct demo_parcel *parcel)
{
	for (size_t i = 0; i < COUNT(drawn); i++) {
		if (drawn[i].order_id != plan->id)
			continue;
		parcel->courier = drawn[i].courier;
		parcel->number = drawn[i].number;
		parcel->created_us = plan->created_us;
		go(parcel, plan->created_us, world->now_us, drawn[i].status, world->now_us);
		expect_by_six(world, parcel,
			world->now_us + (drawn[i].status < DELIVERY_OUT_FOR_DELIVERY) * US_PER_DAY);
		return true;
	}
	return false;
}

/* Twelve of her other orders of today arrive today; the rest are on their way. */
static void make_of_today(const struct demo_world *world, const struct demo_plan *plan,
	struct demo_dice *dice, struct demo_parcel *parcel)
{
	const int64_t other = plan->id - (world->first_id + world->ordinary + DEMO_TODAY_FIXED);
	const int64_t left_us = world->now_us - parcel->created_us;

	if (plan->id == DEMO_TODAY_FIRST_ID) {
		go(parcel, parcel->created_us, world->now_us, DELIVERY_SHIPPED, world->now_us);
		expect_by_six(world, parcel, world->now_us + US_PER_DAY);
	} else if (other < 0) { /* just confirmed: the courier has not come yet */
		expect_by_six(world, parcel, world->now_us + US_PER_DAY);
	} else if (other < 14) { /* without the postponed and the cancelled one: twelve */
		go(parcel, parcel->created_us,
			parcel->created_us + left_us / 100 * (45 + demo_roll(dice, 50)),
			DELIVERY_DELIVERED, world->now_us);
		expect_by_six(world, parcel, world->now_us);
	} else {
		go(parcel, parcel->created_us, world->now_us,
			other == 16 ? DELIVERY_OUT_FOR_DELIVERY : DELIVERY_PICKED_UP,
			world->now_us);
		expect_by_six(world, parcel, world->now_us + US_PER_DAY);
	}
}

/* ---- Everybody's month ------------------------------------------------------------------------- */

static const struct demo_step *step_of(const struct demo_plan *plan, enum order_status status)
{
	for (int i = plan->step_count - 1; i >= 0; i--)
		if (plan->step[i].to == status)
			return &plan->step[i];
	return NULL;
}

/* Nobody was there the first time. */
static void try_twice(struct demo_dice *dice, struct demo_parcel *parcel)
{
	struct demo_parcel before = *parcel;

	if (!demo_chance(dice, 12) || parcel->count != (int)COUNT(stations))
		return;
	const int64_t first_us = before.step[2].at_us, last_us = before.step[3].at_us;

	parcel->count = 3;
	add(parcel, DELIVERY_FAILED_ATTEMPT, first_us + (last_us - first_us) / 2);
	add(parcel, DELIVERY_IN_TRANSIT, first_us + (last_us - first_us) / 4 * 3);
	add(parcel, DELIVERY_OUT_FOR_DELIVERY, last_us);
	add(parcel, DELIVERY_DELIVERED, before.step[4].at_us);
}

static void make_confirmed(const struct demo_world *world, const struct demo_plan *plan,
	struct demo_dice *dice, struct demo_parcel *parcel)
{
	const bool hers = world->demo->fixed_count > 0 && plan->agent == 0;
	int64_t end_us = parcel->created_us + (20 + demo_roll(dice, 40)) * US_PER_HOUR;

	if (hers) /* her day is drawn by hand: what is older has arrived before it */
		end_us = parcel->created_us + (world->today_us - parcel->created_us) / 10 * 8;
	expect_by_six(world, parcel, end_us);
	if (!hers && world->now_us - parcel->created_us > 4 * US_PER_DAY && demo_chance(dice, 25)) {
		go(parcel, parcel->created_us, end_us, DELIVERY_IN_TRANSIT, world->now_us);
		parcel->stuck_us = (struct opt_int){
			parcel->step[parcel->count - 1].at_us + STUCK_US, true};
		return;
	}
	go(parcel, parcel->created_us, end_us, DELIVERY_DELIVERED, world->now_us);
	try_twice(dice, parcel);
}

static void make_closed(const struct demo_world *world, const struct demo_plan *plan,
	struct demo_dice *dice, struct demo_parcel *parcel)
{
	const int64_t closed_us = plan->step[plan->step_count - 1].at_us;

	go(parcel, parcel->created_us,
		parcel->created_us + (closed_us - parcel->created_us) / 10 * 9, DELIVERY_DELIVERED,
		world->now_us);
	expect_by_six(world, parcel, closed_us);
	try_twice(dice, parcel);
	if (demo_chance(dice, 4))
		add(parcel, DELIVERY_RETURNED, closed_us);
}

bool demo_parcel_make(
	const struct demo_world *world, const struct demo_plan *plan, struct demo_parcel *parcel)
{
	struct demo_dice dice = demo_dice_of(world->demo->seed ^ SALT, plan->id);
	const struct demo_step *confirmed = step_of(plan, ORDER_CONFIRMED);
	const bool gulf = world->demo->fixed_count > 0;

	*parcel = (struct demo_parcel){.courier = (int)demo_roll(&dice, gulf ? DEMO_COURIERS : 1)};
	parcel->tail = demo_roll(&dice, 1000);
	if (gulf && plan->agent == 0 && make_drawn(world, plan, parcel))
		return true;
	if (!confirmed || plan->day < world->today - PARCEL_DAYS || (!gulf && plan->id % 3 != 0))
		return false;
	parcel->created_us = confirmed->at_us;
	switch (demo_plan_status(plan)) {
	case ORDER_CLOSED:
		make_closed(world, plan, &dice, parcel);
		return true;
	case ORDER_CANCELLED:
		go(parcel, parcel->created_us, plan->step[plan->step_count - 1].at_us,
			DELIVERY_SHIPPED, world->now_us);
		add(parcel, DELIVERY_RETURNED, plan->step[plan->step_count - 1].at_us);
		return true;
	default:
		if (gulf && plan->agent == 0 && plan->day == world->today)
			make_of_today(world, plan, &dice, parcel);
		else
			make_confirmed(world, plan, &dice, parcel);
		return true;
	}
}

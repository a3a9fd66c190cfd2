/* demo_plan.c - what happens to ordinary orders: when they come, who calls, how it ends. */
/* SPDX-License-Identifier: MIT */
#include "domains/demo/demo_internal.h"

#include "platform/intl/intl.h"

#define GULF_ORDERS 400
#define HOMES_ORDERS 24
#define SPAN_MAX 1095 /* three years */
#define CUSTOMERS_PERCENT 35

/* Orders an hour of the day brings, and a day of the week from Thursday on (day 0 was one). */
static const int hour_weights[24] = {
	2, 1, 1, 0, 0, 1, 2, 3, 5, 8, 10, 11, 10, 9, 8, 8, 9, 10, 11, 12, 12, 10, 7, 4};
static const int weekday_weights[7] = {11, 7, 9, 12, 11, 10, 10};
#define HOUR_WEIGHTS_SUM 154

/* ---- When ------------------------------------------------------------------ */

static bool has_today(const struct demo_world *world)
{
	return world->demo->fixed_count > 0;
}

static int64_t day_weight(const struct demo_world *world, int64_t n)
{
	const int64_t day = world->today - world->span_days + n;
	const int month = civil_of_us(day * US_PER_DAY).month;
	const int64_t growth = 600 + 400 * n / world->span_days;

	return weekday_weights[day % 7] * growth * (month == 11 || month == 12 ? 13 : 10);
}

static void spread_over_days(struct arena *arena, struct demo_world *world)
{
	int64_t total = 0, sum = 0;

	world->day_start = arena_array(
		arena, (size_t)world->span_days + 1, sizeof(*world->day_start));
	for (int64_t n = 0; n < world->span_days; n++)
		total += day_weight(world, n);
	for (int64_t n = 0; n < world->span_days; n++) {
		world->day_start[n] = world->ordinary * sum / total;
		sum += day_weight(world, n);
	}
	world->day_start[world->span_days] = world->ordinary;
}

void demo_plan_prepare(struct arena *arena, struct demo_world *world, int64_t scale)
{
	const int64_t all = (has_today(world) ? GULF_ORDERS : HOMES_ORDERS) * scale;
	int64_t today = has_today(world) ? DEMO_TODAY_SARAH : 0;

	world->span_days = 30 * scale < SPAN_MAX ? 30 * scale : SPAN_MAX;
	world->extra = all / world->span_days;
	if (has_today(world) && world->extra < 30)
		world->extra = 30;
	world->ordinary = all - today - world->extra;
	world->first_id = 1;
	if (has_today(world) && world->ordinary < DEMO_TODAY_FIRST_ID)
		world->first_id = DEMO_TODAY_FIRST_ID - world->ordinary;
	world->customers = world->ordinary * CUSTOMERS_PERCENT / 100 + 10;
	world->customer_ids = arena_array(arena,
		world->demo->fixed_count + (size_t)world->customers, sizeof(*world->customer_ids));
	world->tallies = arena_array(arena, world->demo->fixed_count + (size_t)world->customers,
		sizeof(*world->tallies));
	spread_over_days(arena, world);
}

/* Local microseconds after midnight: the k-th of m orders of a day. */
static int64_t time_of_day(struct demo_dice *dice, int64_t k, int64_t m)
{
	const int64_t billionths = (k * 1000 + demo_roll(dice, 1000)) * 1000000 / m;
	int64_t left = billionths * (HOUR_WEIGHTS_SUM * US_PER_HOUR / 1000000) / 1000;
	int hour = 0;

	while (hour < 23 && left >= hour_weights[hour] * US_PER_HOUR)
		left -= hour_weights[hour++] * US_PER_HOUR;
	return hour * US_PER_HOUR + (hour_weights[hour] ? left / hour_weights[hour] : 0);
}

static void set_created(const struct demo_world *world, struct demo_plan *plan, int64_t us)
{
	plan->created_us = us;
	plan->day = intl_day_of(world->company->time_zone, us);
	plan->year = civil_of_us(plan->day * US_PER_DAY).year;
}

static void choose_created(const struct demo_world *world, struct demo_dice *dice, int64_t index,
	struct demo_plan *plan)
{
	int64_t low = 0, high = world->span_days;

	while (high - low > 1) {
		const int64_t middle = low + (high - low) / 2;

		if (world->day_start[middle] <= index)
			low = middle;
		else
			high = middle;
	}
	const int64_t local = (world->today - world->span_days + low) * US_PER_DAY +
		time_of_day(dice, index - world->day_start[low],
			world->day_start[low + 1] - world->day_start[low]);

	set_created(world, plan, intl_zone_to_utc(world->company->time_zone, local));
}

/* Agents call between nine and nine; what falls outside waits for the morning. */
static int64_t in_office_hours(
	const struct demo_world *world, struct demo_dice *dice, int64_t at_us)
{
	const char *zone = world->company->time_zone;
	const int64_t local = intl_zone_from_utc(zone, at_us);
	const int64_t hour = local % US_PER_DAY / US_PER_HOUR;
	int64_t day = local / US_PER_DAY;

	if (hour >= 9 && hour < 21)
		return at_us;
	day += hour >= 21;
	return intl_zone_to_utc(zone,
		day * US_PER_DAY + 9 * US_PER_HOUR + demo_roll(dice, 150) * US_PER_MINUTE +
			demo_roll(dice, 60) * US_PER_SECOND);
}

/* ---- What ------------------------------------------------------------------ */

struct turn {
	enum order_status to;
	int percent;
};

/* Out of a hundred; what is left over stays as it is. */
static const struct turn turns[ORDER_STATUS_COUNT][5] = {
	[ORDER_NEW] = {{ORDER_CONFIRMED, 53}, {ORDER_NO_RESPONSE, 24}, {ORDER_POSTPONED, 9},
		{ORDER_UNDER_REVIEW, 5}, {ORDER_CANCELLED, 9}},
	[ORDER_NO_RESPONSE] = {{ORDER_CONFIRMED, 50}, {ORDER_NO_RESPONSE, 27}, {ORDER_POSTPONED, 7},
		{ORDER_UNDER_REVIEW, 3}, {ORDER_CANCELLED, 13}},
	[ORDER_POSTPONED] = {{ORDER_CONFIRMED, 62}, {ORDER_NO_RESPONSE, 16},
		{ORDER_UNDER_REVIEW, 4}, {ORDER_CANCELLED, 18}},
	[ORDER_UNDER_REVIEW] = {{ORDER_CONFIRMED, 66}, {ORDER_POSTPONED, 9}, {ORDER_CANCELLED, 25}},
	[ORDER_CONFIRMED] = {{ORDER_CLOSED, 92}, {ORDER_CANCELLED, 3}},
};

static enum order_status choose_turn(struct demo_dice *dice, enum order_status from)
{
	int64_t left = demo_roll(dice, 100);

	for (size_t i = 0; i < COUNT(turns[from]); i++) {
		if (left < turns[from][i].percent)
			return turns[from][i].to;
		left -= turns[from][i].percent;
	}
	return from;
}

/* When the next thing happens to an order that has just become `status`. */
static int64_t next_time(const struct demo_world *world, struct demo_dice *dice,
	enum order_status status, int64_t attempts, int64_t at_us)
{
	static const int64_t means_us[ORDER_STATUS_COUNT] = {
		[ORDER_NEW] = 80 * US_PER_MINUTE,
		[ORDER_POSTPONED] = 30 * US_PER_HOUR,
		[ORDER_UNDER_REVIEW] = 9 * US_PER_HOUR,
		[ORDER_CONFIRMED] = 55 * US_PER_HOUR,
	};

	if (status == ORDER_NO_RESPONSE)
		at_us = order_next_attempt(world->company, attempts, at_us) +
			demo_wait(dice, 20 * US_PER_MINUTE);
	else
		at_us += 4 * US_PER_MINUTE + demo_wait(dice, means_us[status]);
	return in_office_hours(world, dice, at_us);
}

static void add_step(
	struct demo_dice *dice, struct demo_plan *plan, enum order_status to, int64_t at_us)
{
	struct demo_step *step = &plan->step[plan->step_count++];

	*step = (struct demo_step){.to = to,
		.at_us = at_us,
		.note = (int8_t)(demo_chance(dice, 15) ? demo_roll(dice, 4) : -1),
		.reason = (int8_t)(to == ORDER_CANCELLED ? demo_roll(dice, 7) : -1),
		.call = to != ORDER_CLOSED && demo_chance(dice, 92)};
	if (step->call && to != ORDER_NO_RESPONSE)
		step->talk_s = (int16_t)(35 + demo_wait(dice, 110));
}

enum order_status demo_plan_status(const struct demo_plan *plan)
{
	return plan->step_count ? plan->step[plan->step_count - 1].to : ORDER_NEW;
}

/* Sarah's day is drawn by hand, so her older orders rest since yesterday. */
static int64_t horizon(const struct demo_world *world, const struct demo_plan *plan)
{
	return has_today(world) && plan->agent == 0 ? world->today_us : world->now_us;
}

void demo_plan_live(const struct demo_world *world, struct demo_dice *dice, struct demo_plan *plan)
{
	enum order_status status = ORDER_NEW;
	int64_t at_us = plan->created_us, attempts = 0;

	while (plan->step_count < DEMO_STEPS) {
		enum order_status to;

		at_us = next_time(world, dice, status, attempts, at_us);
		to = choose_turn(dice, status);
		plan->postponed_us = (struct opt_int){at_us, status == ORDER_POSTPONED};
		if (at_us >= horizon(world, plan) || (to == status && status != ORDER_NO_RESPONSE))
			return;
		attempts = to == ORDER_NO_RESPONSE ? attempts + 1 : 0;
		add_step(dice, plan, to, at_us);
		status = to;
		if (status == ORDER_CLOSED || status == ORDER_CANCELLED)
			return;
	}
	plan->postponed_us = (struct opt_int){at_us + US_PER_DAY, status == ORDER_POSTPONED};
}

/* ---- One plan --------------------------------------------------------------- */

/* The three earlier orders of the customer that the first source document opens. */
static bool is_earlier_order(const struct demo_world *world, int64_t index, bool *cancelled)
{
	*cancelled = index == world->ordinary * 3 / 4;
	return has_today(world) &&
		(*cancelled || index == world->ordinary / 5 || index == world->ordinary / 2);
}

static void live_earlier(struct demo_dice *dice, struct demo_plan *plan, bool cancelled)
{
	plan->customer = 0;
	plan->agent = 0;
	add_step(dice, plan, cancelled ? ORDER_CANCELLED : ORDER_CONFIRMED,
		plan->created_us + 2 * US_PER_HOUR);
	if (!cancelled)
		add_step(dice, plan, ORDER_CLOSED, plan->created_us + 50 * US_PER_HOUR);
}

static int64_t id_of(const struct demo_world *world, int64_t index)
{
	const int64_t id = world->first_id + index;

	return has_today(world) && id >= DEMO_TODAY_FIRST_ID ? id + DEMO_TODAY_FIXED : id;
}

static void choose_rest(const struct demo_world *world, struct demo_dice *dice, int64_t index,
	struct demo_plan *plan)
{
	plan->id = id_of(world, index);
	plan->customer = (int64_t)world->demo->fixed_count + demo_roll(dice, world->customers);
	plan->product = (int)demo_roll(dice, (int64_t)world->demo->product_count);
	plan->quantity = demo_chance(dice, 12) ? 2 + demo_roll(dice, 2) : 1;
	plan->price_minor = plan->quantity * world->demo->products[plan->product].price_minor;
	plan->high = demo_chance(dice, 6);
	plan->shop = demo_chance(dice, 70);
	plan->delivery_day = (struct opt_int){plan->day + 2 + demo_roll(dice, 4), true};
}

/* Of today, by other agents, some still without one. */
static void make_extra(
	const struct demo_world *world, struct demo_dice *dice, int64_t k, struct demo_plan *plan)
{
	const int64_t elapsed = world->now_us - world->today_us;

	set_created(world, plan,
		world->today_us +
			elapsed * (k * 100 + demo_roll(dice, 100)) / (world->extra * 100 + 100));
	choose_rest(world, dice,
		world->ordinary + (has_today(world) ? DEMO_TODAY_SARAH - DEMO_TODAY_FIXED : 0) + k,
		plan);
	if (has_today(world) && demo_chance(dice, 15)) {
		plan->agent = -1;
		return;
	}
	plan->agent = has_today(world) ? 1 + (int)demo_roll(dice, (int64_t)world->agent_count - 1)
				       : (int)demo_roll(dice, (int64_t)world->agent_count);
	demo_plan_live(world, dice, plan);
}

int64_t demo_plan_count(const struct demo_world *world)
{
	return world->ordinary + (has_today(world) ? DEMO_TODAY_SARAH : 0) + world->extra;
}

void demo_plan_make(const struct demo_world *world, int64_t index, struct demo_plan *plan)
{
	struct demo_dice dice = demo_dice_of(world->demo->seed, index);
	const int64_t sarah = has_today(world) ? DEMO_TODAY_SARAH : 0;
	bool cancelled;

	*plan = (struct demo_plan){0};
	if (index >= world->ordinary + sarah) {
		make_extra(world, &dice, index - world->ordinary - sarah, plan);
		return;
	}
	if (index >= world->ordinary) {
		const int64_t k = index - world->ordinary;

		choose_rest(world, &dice, world->ordinary + k - DEMO_TODAY_FIXED, plan);
		demo_today_make(world, &dice, k, plan);
		return;
	}
	choose_created(world, &dice, index, plan);
	choose_rest(world, &dice, index, plan);
	plan->agent = (int)demo_roll(&dice, (int64_t)world->agent_count);
	if (is_earlier_order(world, index, &cancelled))
		live_earlier(&dice, plan, cancelled);
	else
		demo_plan_live(world, &dice, plan);
	if (plan->agent == 0 && has_today(world) && order_is_open(demo_plan_status(plan)))
		plan->high = false;
}

/* demo_stock.c - what lies in the warehouses, and a month of how it came about. */
/* SPDX-License-Identifier: MIT */
#include "domains/demo/demo_internal.h"

#include "domains/inventory/stock.h"
#include "platform/intl/intl.h"

#define DAYS 30
#define HOUR 10 /* of the company's day */

/* Where a product ends up; a second place holds a part of it. */
struct ware {
	const char *code;
	int64_t quantity;
	const char *place, *second_place; /* or NULL */
	int64_t in_second;
	int64_t threshold;
};

/* The first four as the first source document prints them; 12 in stock, 3 low, 1 out in all. */
static const struct ware gulf_wares[] = {
	{"SG-S24U", 15, "WH-A-R3-S12", NULL, 0, 5},
	{"IP-15P", 3, "WH-A-R2-S08", NULL, 0, 5},
	{"IP-AIR5", 0, "WH-B-R1-S15", NULL, 0, 5},
	{"AW-S9", 25, "WH-A-R4-S03", NULL, 0, 5},
	{"SG-TAB9", 11, "WH-A-R3-S10", NULL, 0, 5},
	{"SG-BUD2", 38, "WH-A-R3-S04", "WH-B-R2-S01", 12, 10},
	{"IP-14", 9, "WH-A-R2-S06", NULL, 0, 5},
	{"AP-PRO2", 44, "WH-A-R2-S02", "WH-B-R2-S02", 16, 10},
	{"PX-8", 7, "WH-A-R2-S11", NULL, 0, 5},
	{"LG-OLED55", 2, "WH-B-R4-S01", NULL, 0, 3},
	{"DY-V15", 12, "WH-B-R3-S05", NULL, 0, 5},
	{"NS-OLED", 18, "WH-A-R5-S07", NULL, 0, 5},
	{"PS5-SLIM", 4, "WH-A-R5-S01", NULL, 0, 6},
	{"JBL-FLIP6", 31, "WH-A-R4-S09", NULL, 0, 8},
	{"AK-PB20", 76, "WH-A-R1-S02", "WH-B-R2-S03", 30, 20},
	{"BL-AIRFRY", 14, "WH-B-R3-S02", NULL, 0, 5},
};

static const struct ware homes_wares[] = {
	{"VW-NRJ", 12, "RUH-OFFICE", NULL, 0, 3},
	{"VW-OLY", 20, "RUH-OFFICE", NULL, 0, 3},
	{"RS-MLQ", 2, "RUH-OFFICE", NULL, 0, 2},
	{"RS-YSM", 0, "RUH-OFFICE", NULL, 0, 1},
};

static const char *const out_reasons[] = {"Handed to the courier", "سُلّم لشركة التوصيل",
	"Handed to the courier", "Damaged in the warehouse"};
static const char *const in_reasons[] = {"Delivery from the supplier", "توريد من المورد"};

/* A month of one product: what moves on each day, and what was there before all of it. */
struct month {
	int64_t opening, delta[DAYS];
};

static void make_month(struct demo_dice *dice, int64_t end, struct month *month)
{
	int64_t sum = 0, least = 0;

	*month = (struct month){0};
	for (int day = 1; day < DAYS; day++) {
		if (day % 9 == 4)
			month->delta[day] = 4 + demo_roll(dice, 12);
		else if (demo_chance(dice, 45))
			month->delta[day] = -1 - demo_roll(dice, 3);
		sum += month->delta[day];
		least = sum < least ? sum : least;
	}
	month->opening = end - sum;
	/* More was there at first than is explained: the last day's count puts it right. */
	if (month->opening + least < 0) {
		month->delta[DAYS - 1] += month->opening + least;
		month->opening = -least;
	}
}

static enum err move(struct cx *cx, const struct ware *ware, const char *place, int64_t delta,
	const char *reason)
{
	struct stock_product product;

	return stock_adjust(cx, ware->code,
		&(struct stock_adjust){
			.location = place, .delta = {delta, true}, .reason = reason, .quiet = true},
		&product);
}

static enum err open_stock(struct cx *cx, const struct ware *ware, const struct month *month)
{
	struct stock_product product;

	if (ware->second_place)
		TRY(stock_adjust(cx, ware->code,
			&(struct stock_adjust){.location = ware->second_place,
				.quantity = {ware->in_second, true},
				.reason = "Opening count",
				.quiet = true},
			&product));
	return stock_adjust(cx, ware->code,
		&(struct stock_adjust){.location = ware->place,
			.quantity = {month->opening, true},
			.threshold = {ware->threshold, true},
			.reason = "Opening count",
			.quiet = true},
		&product);
}

static enum err make_places(struct cx *cx, const struct ware *wares, size_t count)
{
	struct stock_location location;

	for (size_t i = 0; i < count; i++) {
		const char *const places[] = {wares[i].place, wares[i].second_place};

		for (size_t k = 0; k < COUNT(places) && places[k]; k++) {
			const struct stock_location_new wanted = {.code = places[k]};
			const enum err err = stock_location_add(cx, &wanted, &location);

			if (err != OK && err != ERR_CONFLICT)
				return err;
			fail_clear(cx);
		}
	}
	return OK;
}

/* One day of every product, in the order of the shelf list. */
static enum err live_day(
	struct cx *cx, const struct ware *wares, const struct month *months, size_t count, int day)
{
	for (size_t i = 0; i < count; i++) {
		const int64_t delta = months[i].delta[day];

		cx->now_us += US_PER_MINUTE;
		if (day == 0)
			TRY(open_stock(cx, &wares[i], &months[i]));
		else if (delta > 0)
			TRY(move(cx, &wares[i], wares[i].place, delta,
				in_reasons[i % COUNT(in_reasons)]));
		else if (delta < 0)
			TRY(move(cx, &wares[i], wares[i].place, delta,
				out_reasons[(i + (size_t)day) % COUNT(out_reasons)]));
	}
	return OK;
}

static enum err live(
	struct cx *cx, const struct demo_world *world, const struct ware *wares, size_t count)
{
	struct month *months = arena_array(cx->arena, count, sizeof(*months));

	TRY(make_places(cx, wares, count));
	for (size_t i = 0; i < count; i++) {
		struct demo_dice dice = demo_dice_of(world->demo->seed + 2, (int64_t)i);

		make_month(&dice, wares[i].quantity - wares[i].in_second, &months[i]);
	}
	for (int day = 0; day < DAYS; day++) {
		cx->now_us = intl_zone_to_utc(world->company->time_zone,
			(world->today - DAYS + day) * US_PER_DAY + HOUR * US_PER_HOUR);
		TRY(live_day(cx, wares, months, count, day));
	}
	return OK;
}

enum err demo_stock_make(struct cx *cx, const struct demo_world *world)
{
	const bool gulf = world->demo == &demo_gulf;
	const struct actor *before = cx->actor;
	struct actor keeper = *before;
	enum err err;

	keeper.user_id = world->keeper_id;
	keeper.user_name = world->keeper_name;
	cx->actor = &keeper;
	err = live(cx, world, gulf ? gulf_wares : homes_wares,
		gulf ? COUNT(gulf_wares) : COUNT(homes_wares));
	cx->actor = before;
	cx->now_us = world->now_us;
	return err;
}

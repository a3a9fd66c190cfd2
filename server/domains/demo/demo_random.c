/* demo_random.c - chance that comes out the same every time. */
/* SPDX-License-Identifier: MIT */
#include "domains/demo/demo_internal.h"

static uint64_t next(struct demo_dice *dice)
{
	uint64_t z = dice->state += UINT64_C(0x9E3779B97F4A7C15);

	z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
	z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
	return z ^ z >> 31;
}

struct demo_dice demo_dice_of(uint64_t seed, int64_t index)
{
	struct demo_dice dice = {seed ^ (uint64_t)index * UINT64_C(0xD6E8FEB86659FD93)};

	(void)next(&dice);
	return dice;
}

int64_t demo_roll(struct demo_dice *dice, int64_t below)
{
	return (int64_t)(next(dice) % (uint64_t)below);
}

bool demo_chance(struct demo_dice *dice, int percent)
{
	return demo_roll(dice, 100) < percent;
}

/* Sums of coin tosses on a doubling scale: close enough to an exponential, without libm. */
int64_t demo_wait(struct demo_dice *dice, int64_t mean_us)
{
	int64_t unit = mean_us * 2 / 3, wait = demo_roll(dice, unit + 1);

	while (wait < mean_us * 7 && demo_roll(dice, 2))
		wait += demo_roll(dice, unit + 1) + unit / 6;
	return wait;
}

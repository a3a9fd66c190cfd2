/* clock.c - system clocks. */
/* SPDX-License-Identifier: MIT */
#include "base/clock.h"

static int64_t read_clock(clockid_t clock)
{
	struct timespec at;

	if (clock_gettime(clock, &at) != 0)
		abort();
	return (int64_t)at.tv_sec * US_PER_SECOND + at.tv_nsec / 1000;
}

int64_t clock_now_us(void)
{
	return read_clock(CLOCK_REALTIME);
}

int64_t clock_steady_us(void)
{
	return read_clock(CLOCK_MONOTONIC);
}

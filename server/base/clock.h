/* clock.h - the only place that reads clocks. */
/* SPDX-License-Identifier: MIT */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include "base/base.h"

#define US_PER_MS INT64_C(1000)
#define US_PER_SECOND INT64_C(1000000)
#define US_PER_MINUTE (60 * US_PER_SECOND)
#define US_PER_HOUR (60 * US_PER_MINUTE)
#define US_PER_DAY (24 * US_PER_HOUR)

/* Microseconds since 1970-01-01 UTC. */
int64_t clock_now_us(void);

/* Microseconds of a clock that never steps; only differences mean anything. */
int64_t clock_steady_us(void);

/* Nodes' clocks may differ by this much, and a clock be set back by it, without anybody noticing. */
#define CLOCK_DRIFT_US US_PER_MINUTE

#endif

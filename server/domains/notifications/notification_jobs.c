/* notification_jobs.c - what was cleared, and what is a year old, goes. */
/* SPDX-License-Identifier: MIT */
#include "domains/notifications/notification_internal.h"

#include "base/clock.h"
#include "platform/jobs/jobs.h"

#define CLEARED_KEEP_US US_PER_DAY
#define KEEP_US (365 * US_PER_DAY)
#define SWEEP_ROWS 2000

static enum err sweep(struct cx *cx, const struct job *job)
{
	(void)job;
	return notification_store_sweep(
		cx, cx->now_us - CLEARED_KEEP_US, cx->now_us - KEEP_US, SWEEP_ROWS);
}

const struct job_kind notification_jobs[] = {
	{.name = "notification.sweep",
		.run = sweep,
		.max_attempts = 1,
		.every_us = 10 * US_PER_MINUTE,
		.about = "Forgets notifications that were cleared a day or made a year ago"},
	{0},
};

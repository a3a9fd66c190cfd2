/* events_jobs.c - periodic work of the event log, which itself knows nothing of jobs. */
/* SPDX-License-Identifier: MIT */
#include "platform/jobs/jobs_internal.h"

#include "platform/events/events.h"

static enum err sweep(struct cx *cx, const struct job *job)
{
	(void)job;
	return events_sweep(cx);
}

const struct job_kind events_jobs[] = {
	{.name = "events.sweep",
		.run = sweep,
		.max_attempts = 1,
		.every_us = 10 * US_PER_MINUTE,
		.own_transactions = true,
		.about = "Deletes events that lie behind the replay window."},
	{0},
};

/* http_jobs.c - upkeep that platform/http asks the scheduler for. */
/* SPDX-License-Identifier: MIT */
#include "base/clock.h"
#include "platform/http/server.h"
#include "platform/jobs/jobs.h"

extern const struct job_kind http_jobs[];

static enum err sweep(struct cx *cx, const struct job *job)
{
	(void)job;
	return http_idempotency_sweep(cx);
}

const struct job_kind http_jobs[] = {
	{.name = "http.sweep",
		.run = sweep,
		.max_attempts = 1,
		.every_us = US_PER_HOUR,
		.about = "Forgets answers kept for an Idempotency-Key more than a day ago."},
	{0},
};

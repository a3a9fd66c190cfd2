/* widget_jobs.c - visitors who came, wrote nothing, and were not seen again; tokens that ended. */
/* SPDX-License-Identifier: MIT */
#include "domains/widget/widget_internal.h"

#include "platform/jobs/jobs.h"

#define SILENT_US (30 * US_PER_DAY)
#define RUN_US (2 * US_PER_SECOND) /* others wait to write */

/* Until none is left, or the next run takes the next ones. */
static enum err run_forget(struct cx *cx, const struct job *job)
{
	const int64_t end_us = clock_steady_us() + RUN_US;
	int64_t tokens, visitors;

	(void)job;
	do {
		TRY(widget_store_forget_tokens(cx, &tokens));
		TRY(widget_store_forget(cx, cx->now_us - SILENT_US, &visitors));
	} while (tokens + visitors > 0 && clock_steady_us() < end_us);
	return OK;
}

const struct job_kind widget_jobs[] = {
	{.name = "widget.forget",
		.run = run_forget,
		.max_attempts = 1,
		.every_us = 5 * US_PER_MINUTE,
		.about = "Forgets visitors of widgets who never wrote and were away for a month, "
			 "and "
			 "tokens of visits that are over."},
	{0},
};

/* widget_jobs.c - visitors who came, wrote nothing, and were not seen again; tokens that ended. */
/* SPDX-License-Identifier: MIT */
#include "domains/widget/widget_internal.h"

#include "platform/jobs/jobs.h"

#define SILENT_US (30 * US_PER_DAY)

/* A few at a time: the next run takes the next ones. */
static enum err run_forget(struct cx *cx, const struct job *job)
{
	int64_t count;

	(void)job;
	TRY(widget_store_forget_tokens(cx));
	return widget_store_forget(cx, cx->now_us - SILENT_US, &count);
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

/* call_days.h - figures of days that are over are kept, and stay exact. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_CALLS_CALL_DAYS_H
#define DOMAINS_CALLS_CALL_DAYS_H

#include "base/cx.h"
#include "platform/jobs/jobs.h"

/*
 * Calls that began then are changed in this unit. Free of charge for calls of
 * now; the day of an older one is counted from its rows until it is kept anew.
 */
MUST_USE enum err call_days_touch(struct cx *cx, const int64_t *started_us, size_t count);

/* Days between two of the company's are counted anew; 0: from the first, to the last. */
MUST_USE enum err call_days_rebuild(struct cx *cx, int64_t from_day, int64_t to_day, int64_t *days);

extern const struct job_kind call_day_jobs[];

#endif

/* schedule_jobs.h - periodic work of the schedules domain, listed in app/. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_SCHEDULES_SCHEDULE_JOBS_H
#define DOMAINS_SCHEDULES_SCHEDULE_JOBS_H

#include "platform/jobs/jobs.h"

extern const struct job_kind schedule_jobs[];

/* Tell presence what schedules say now, in every company that follows them. */
MUST_USE enum err schedule_follow(struct cx *cx);

#endif

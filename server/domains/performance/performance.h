/* performance.h - what agents achieve: what other domains and the command line may ask for. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_PERFORMANCE_PERFORMANCE_H
#define DOMAINS_PERFORMANCE_PERFORMANCE_H

#include "platform/jobs/jobs.h"

/*
 * Count days of the actor's company anew from the rows themselves; 0 for
 * from_day begins with the first row, 0 for to_day ends today. Commits day by
 * day; *days says how many were counted.
 */
MUST_USE enum err performance_rebuild(
	struct cx *cx, int64_t from_day, int64_t to_day, int64_t *days);

/* Codes of all active companies, for whoever counts them one by one. In the arena. */
MUST_USE enum err performance_companies(struct cx *cx, const char ***codes, size_t *count);

extern const struct job_kind performance_jobs[];

#endif

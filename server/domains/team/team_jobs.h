/* team_jobs.h - periodic work of the team domain, listed in app/. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_TEAM_TEAM_JOBS_H
#define DOMAINS_TEAM_TEAM_JOBS_H

#include "platform/jobs/jobs.h"

extern const struct job_kind team_jobs[];

#endif

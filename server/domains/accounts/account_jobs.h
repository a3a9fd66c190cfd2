/* account_jobs.h - periodic work and reactions of the accounts domain, listed in app/. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_ACCOUNTS_ACCOUNT_JOBS_H
#define DOMAINS_ACCOUNTS_ACCOUNT_JOBS_H

#include "platform/events/events.h"
#include "platform/jobs/jobs.h"

extern const struct job_kind account_jobs[];

/* For events_subscribe(): forgets sessions that ended, also those that another node ended. */
void account_receive_event(struct event_frame *frame, void *arg);

#endif

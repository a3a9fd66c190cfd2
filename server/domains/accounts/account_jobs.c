/* account_jobs.c - what happens to sessions and links by themselves. */
/* SPDX-License-Identifier: MIT */
#include "domains/accounts/account_jobs.h"

#include "domains/accounts/presence_internal.h"
#include "domains/accounts/recovery_internal.h"

static enum err close_sessions(struct cx *cx, const struct job *job)
{
	(void)job;
	return session_close_over(cx);
}

/*
 * Right after the start nobody is connected yet; on a node that has long been
 * running, who is not connected anywhere is gone.
 */
static enum err review_presence(struct cx *cx, const struct job *job)
{
	static int64_t first_us; /* one run at a time */
	const int64_t now_us = clock_steady_us();

	(void)job;
	if (!first_us)
		first_us = now_us;
	return presence_review_all(cx, now_us - first_us < PRESENCE_GRACE_US);
}

static enum err sweep(struct cx *cx, const struct job *job)
{
	(void)job;
	TRY(lockout_sweep(cx));
	/* Kept a day beyond their end: a late click is answered as used, not as unknown. */
	return recovery_store_sweep(cx, cx->now_us - US_PER_DAY);
}

const struct job_kind account_jobs[] = {
	{.name = "accounts.close_sessions",
		.run = close_sessions,
		.max_attempts = 1,
		.every_us = 15 * US_PER_SECOND,
		.about = "Closes sessions that were idle too long or are a day old"},
	{.name = "accounts.presence",
		.run = review_presence,
		.max_attempts = 1,
		.every_us = 10 * US_PER_SECOND,
		.about = "Sets agents away, offline, and back to what they chose"},
	{.name = "accounts.sweep",
		.run = sweep,
		.max_attempts = 1,
		.every_us = US_PER_HOUR,
		.about = "Deletes old login failures and dead password links"},
	{0},
};

/* Sessions may end, and rights change, on another node: who is cached here is dropped within its poll. */
void account_receive_event(struct event_frame *frame, void *arg)
{
	(void)arg;
	if (strcmp(frame->type, "session:ended") == 0)
		auth_forget(frame->company_id, frame->audience.user_id, frame->subject_id);
	else if (strcmp(frame->type, "account:changed") == 0)
		auth_forget(frame->company_id, frame->audience.user_id, 0);
}

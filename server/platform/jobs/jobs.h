/* jobs.h - work that happens later: a persistent scheduler. */
/* SPDX-License-Identifier: MIT */
#ifndef PLATFORM_JOBS_JOBS_H
#define PLATFORM_JOBS_JOBS_H

#include "platform/auth/auth.h"
#include "platform/db/db.h"

struct job {
	int64_t id;
	const char *kind;
	const char *payload; /* a JSON object */
	int64_t subject_id;
	int attempt; /* 1 for the first */
};

/*
 * A kind of work. The handler runs in a unit of its own as the company's
 * system actor; returning OK commits it together with the job's end. Anything
 * else rolls back and tries again after a growing pause, at most
 * max_attempts times; then the job is kept as failed. At most once at a time
 * across nodes (a lease in the row).
 */
struct job_kind {
	const char *name; /* "callback.due" */
	enum err (*run)(struct cx *cx, const struct job *job);
	int max_attempts;
	int64_t every_us; /* > 0: also runs by itself, for the whole installation, at this pace */
	/*
	 * Or NULL: said instead of running it once more, when the program was killed
	 * at every attempt, so that what shows how far it is does not run for ever.
	 */
	enum err (*give_up)(struct cx *cx, const struct job *job);
	bool own_transactions; /* commits by itself in steps (imports); must be rerunnable */
	const char *about;
};

/*
 * Schedule in the unit's transaction. key (may be NULL) is unique per company
 * and kind among waiting jobs: scheduling again moves the time instead.
 */
MUST_USE enum err jobs_schedule(struct cx *cx, const char *kind, const char *key,
	int64_t subject_id, const char *payload, int64_t run_at_us);
/*
 * For work whose outcome is said to whoever asked for it: a payload that keeps
 * the unit's language, and the job's unit taking it up. OK without one.
 */
const char *job_language_payload(struct cx *cx);
MUST_USE enum err job_language_resume(struct cx *cx, const struct job *job);
/* Take back a waiting job. OK when there is none. */
MUST_USE enum err jobs_cancel(struct cx *cx, const char *kind, const char *key);

/* Start and stop the runner threads. kinds: NULL-terminated list of tables, each ending in {0}. */
void jobs_start(struct db_pool *pool, const struct job_kind *const *kinds);
void jobs_stop(void);
/* Is the program stopping? Handlers with own transactions end at their next step. */
bool jobs_stopping(void);
/* Look now instead of at the next tick (called after commits that scheduled something). */
void jobs_wake(void);

/*
 * Pause before the attempt after `attempt`: doubling from 5 s to an hour, a
 * fifth more or less. For whatever tries again.
 */
int64_t jobs_pause_us(int attempt);

/* Periodic work of the event log; a table for jobs_start. */
extern const struct job_kind events_jobs[];

/* Every statement of the scheduler, for db_prepare_all. */
extern db_query_list jobs_queries;

#endif

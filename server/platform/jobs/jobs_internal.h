/* jobs_internal.h - shared inside platform/jobs. */
/* SPDX-License-Identifier: MIT */
#ifndef PLATFORM_JOBS_JOBS_INTERNAL_H
#define PLATFORM_JOBS_JOBS_INTERNAL_H

#include "base/clock.h"
#include "platform/jobs/jobs.h"

/* Who holds a lease: new for every start, so that no program takes itself for its predecessor. */
#define OWNER_BYTES 33

/* A claimed row. owner and attempt together are the fence: a later claim changes attempt. */
struct claim {
	int64_t company_id;
	struct job job; /* attempt counts this one */
	int64_t run_at_us;
	struct claim *next;
};

/* What jobs_schedule writes. */
struct job_order {
	const char *kind, *key, *payload;
	int64_t subject_id, run_at_us;
};

/* ---- Storage: job_store.c ----------------------------------------------- */

MUST_USE enum err job_store_schedule(struct cx *cx, const struct job_order *order);
MUST_USE enum err job_store_cancel(struct cx *cx, const char *kind, const char *key);

/* Kinds that have work due or abandoned. */
MUST_USE enum err job_store_due_kinds(struct cx *cx, const char ***kinds, size_t *count);

/* Take up to `limit` due or abandoned jobs of a kind; in the arena, oldest first. */
MUST_USE enum err job_store_claim(struct cx *cx, const char *kind, const char *owner,
	int64_t lease_until_us, int64_t limit, struct claim **claims);

/* ERR_STATE when the lease is no longer ours: then nothing this unit did may last. */
MUST_USE enum err job_store_done(struct cx *cx, const struct claim *claim, const char *owner);

/* Back to waiting, or failed for good when retry_at_us is not given. */
MUST_USE enum err job_store_retry(struct cx *cx, const struct claim *claim, const char *owner,
	struct opt_int retry_at_us, const char *error);

MUST_USE enum err job_store_renew(
	struct cx *cx, int64_t company_id, int64_t id, const char *owner, int64_t lease_until_us);
/* Every lease runs out now: after a crash, where only one process can exist. */
MUST_USE enum err job_store_expire_all(struct cx *cx);
/* Done rows older than before_us, at most `limit`; *deleted says how many. */
MUST_USE enum err job_store_sweep(
	struct cx *cx, int64_t before_us, int64_t limit, int64_t *deleted);

/* Periodic work: a row a kind, added when there is none. */
MUST_USE enum err periodic_store_add(struct cx *cx, const char *kind, int64_t next_run_us);
MUST_USE enum err periodic_store_next(struct cx *cx, const char *kind, int64_t *next_run_us);
/* Move a due kind's next run inside the unit that does its work; *ours tells whether it was due. */
MUST_USE enum err periodic_store_begin(
	struct cx *cx, const char *kind, int64_t next_run_us, bool *ours);
/* The same with a lease, for kinds that commit in steps. */
MUST_USE enum err periodic_store_lease(
	struct cx *cx, const char *kind, const char *owner, int64_t lease_until_us, bool *ours);
MUST_USE enum err periodic_store_renew(
	struct cx *cx, const char *kind, const char *owner, int64_t lease_until_us);
/* After the run: when again, and what went wrong (NULL: nothing). */
MUST_USE enum err periodic_store_end(
	struct cx *cx, const char *kind, const char *owner, int64_t next_run_us, const char *error);

/* ---- Running one: job_run.c --------------------------------------------- */

struct job_runner {
	struct db_pool *pool;
	char owner[OWNER_BYTES];
};

/* Run a claimed job to its end, whatever that is. Uses and resets the arena. */
void job_run_claim(const struct job_runner *runner, struct arena *arena,
	const struct job_kind *kind, const struct claim *claim);
/* Run periodic work if it is due and nobody else is at it; returns when to look again. */
int64_t job_run_periodic(
	const struct job_runner *runner, struct arena *arena, const struct job_kind *kind);

/* jobs_pause_us() with the dice thrown. */
int64_t job_backoff_us(int attempt, uint32_t dice);

/* A unit of work without a company. */
void job_unit_begin(const struct job_runner *runner, struct arena *arena, struct cx *cx,
	const char *request_id);
void job_unit_end(struct cx *cx);

extern const struct job_kind jobs_own_kinds[];

#define LEASE_US (60 * US_PER_SECOND)

#endif

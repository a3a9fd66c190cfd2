/* outbox_internal.h - shared inside platform/outbox. */
/* SPDX-License-Identifier: MIT */
#ifndef PLATFORM_OUTBOX_OUTBOX_INTERNAL_H
#define PLATFORM_OUTBOX_OUTBOX_INTERNAL_H

#include "base/clock.h"
#include "platform/outbox/outbox.h"

#define OUTBOX_LEASE_US (60 * US_PER_SECOND)

/* A claimed row. The lease is the fence: no two claims have the same. */
struct outbox_claim {
	int64_t company_id;
	struct outbox_item item;
	const char *lease;
	struct outbox_claim *next;
};

/* ---- Storage: outbox_store.c ---------------------------------------------------- */

MUST_USE enum err outbox_store_add(
	struct cx *cx, const struct outbox_entry *entry, const char *send_key);
MUST_USE enum err outbox_store_find(
	struct cx *cx, const char *kind, const char *effect_key, struct outbox_status *status);
/* *changed: whether there was a failed one. */
MUST_USE enum err outbox_store_retry(
	struct cx *cx, const char *kind, const char *effect_key, bool *changed);

/* Is anything due, has anybody's lease run out? Over all companies. */
MUST_USE enum err outbox_store_look(struct cx *cx, bool *due, bool *lapsed);
/* What was under a lease that ran out waits again. */
MUST_USE enum err outbox_store_free_lapsed(struct cx *cx);
/* Every lease runs out now: after a crash, where only one process can exist. */
MUST_USE enum err outbox_store_expire_all(struct cx *cx);

/* Active companies with something of the kind due. */
MUST_USE enum err outbox_store_due_companies(
	struct cx *cx, const char *kind, int64_t **companies, size_t *count);

/* What to claim: the oldest due rows of one company and kind. */
struct outbox_wish {
	int64_t company_id;
	const char *kind, *lease;
	int64_t lease_until_us, limit;
};
MUST_USE enum err outbox_store_claim(
	struct cx *cx, const struct outbox_wish *wish, struct outbox_claim **claims);
MUST_USE enum err outbox_store_renew(
	struct cx *cx, const struct outbox_claim *claim, int64_t lease_until_us);

/*
 * End the attempt as the verdict says; again_us is when, for later. ERR_STATE
 * when the lease is no longer ours: then nothing this unit did may last.
 */
MUST_USE enum err outbox_store_end(struct cx *cx, const struct outbox_claim *claim,
	const struct outbox_verdict *verdict, int64_t again_us);

MUST_USE enum err outbox_store_counts(struct cx *cx, struct outbox_count **counts, size_t *count);
/* Rows of a state that were due before before_us, at most `limit`. */
MUST_USE enum err outbox_store_sweep(
	struct cx *cx, const char *state, int64_t before_us, int64_t limit, int64_t *deleted);

/* ---- One attempt: outbox_run.c ------------------------------------------------------ */

struct outbox_work {
	struct db_pool *pool;
	struct arena *arena; /* of the worker; reset at the end of each unit */
	const struct outbox_kind *kind;
	const struct outbox_claim *claim;
};

enum outbox_step {
	OUTBOX_SENT_OUT, /* fetch will call done() */
	OUTBOX_ENDED, /* there was nothing to send, or the attempt failed before it */
};

/* Prepare and send; done(arg) as of fetch_send(). *outcome is of OUTBOX_ENDED. */
enum outbox_step outbox_run_prepare(const struct outbox_work *work, fetch_done_fn *done, void *arg,
	enum outbox_outcome *outcome);
/* Let the kind finish and end the row. How it ended in the database. */
enum outbox_outcome outbox_run_finish(
	const struct outbox_work *work, const struct fetch_answer *answer);

/* A unit of work without a company. */
void outbox_unit_begin(struct db_pool *pool, struct arena *arena, struct cx *cx);
void outbox_unit_end(struct cx *cx);

/* The common judgement. */
void outbox_judge(const struct fetch_answer *answer, struct outbox_verdict *verdict);

/* ---- Numbers: outbox_metrics.c ---------------------------------------------------------- */

#define OUTBOX_KINDS_MAX 32

/* Before threads start. */
void outbox_metrics_add(const char *kind);
void outbox_metrics_ended(const char *kind, enum outbox_outcome outcome);
void outbox_metrics_in_flight(int64_t now);
void outbox_metrics_counts(const struct outbox_count *counts, size_t count);

#endif

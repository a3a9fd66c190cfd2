/* outbox.h - effects outside the program: rows written with the change, carried out after it. */
/* SPDX-License-Identifier: MIT */
#ifndef PLATFORM_OUTBOX_OUTBOX_H
#define PLATFORM_OUTBOX_OUTBOX_H

#include "platform/fetch/fetch.h"
#include "platform/jobs/jobs.h"

/*
 * An effect is a row. It is written in the transaction of the change that
 * wants it; what was rolled back is never sent. A dispatcher claims due rows
 * under a lease, lets the kind prepare a request, sends it, and lets the kind
 * finish: the row ends in the very transaction in which the kind writes what
 * came of it.
 *
 *   towards the other side   at least once, always with the same send_key
 *   in our database          exactly once
 *
 * A crash between the other side's answer and our commit sends again with the
 * same send_key. There is no order between rows.
 */

/* ---- Adding ------------------------------------------------------------------ */

struct outbox_entry {
	const char *kind;
	const char
		*effect_key; /* what the effect is, unique per company and kind: "order-17-sms-2" */
	int64_t subject_id; /* the domain's own row, or 0 */
	const char *payload; /* a JSON object; NULL: {}. Forgotten once it was sent */
	int64_t run_at_us; /* 0: now */
};

/*
 * Add in the unit's transaction. The same effect_key again adds nothing and is
 * OK, as long as the row is there: a week after it was sent.
 */
MUST_USE enum err outbox_add(struct cx *cx, const struct outbox_entry *entry);

/* ---- Kinds --------------------------------------------------------------------- */

/* A claimed row, as its kind sees it. */
struct outbox_item {
	int64_t id;
	const char *kind, *effect_key, *payload;
	const char *send_key; /* random at outbox_add(), stable over retries: the Idempotency-Key */
	int64_t subject_id;
	int64_t created_us;
	int attempt; /* 1 for the first */
	bool last; /* no other attempt follows */
};

enum outbox_outcome {
	OUTBOX_DONE,
	OUTBOX_LATER, /* again after a growing pause, not before Retry-After */
	OUTBOX_FAILED, /* kept, visible, until outbox_retry() */
};

/* Written by the three functions below; finish() may read it to write its own row. */
struct outbox_verdict {
	enum outbox_outcome outcome;
	const char *error; /* English; outbox_error_say() shows it; NULL when done */
	int64_t after_s; /* OUTBOX_LATER: at least this long; 0: nothing is asked */
	bool last; /* later is not possible any more */
};

void outbox_done(struct outbox_verdict *verdict);
/* On the last attempt this is outbox_failed(): read verdict->outcome after it. */
void outbox_later(struct outbox_verdict *verdict, const char *error, int64_t after_s);
void outbox_failed(struct outbox_verdict *verdict, const char *error);

/*
 * A kind of effect. Both functions run as the company's system actor in a unit
 * of their own, on a worker of the outbox; their writes are committed with it.
 * Neither may wait for anything but the database.
 *
 * prepare() fills *request (which begins zeroed; texts may live in the unit's
 * arena). Leaving request->url NULL says there is nothing to send any more:
 * the row is done, finish() is not called. A failure counts as an attempt.
 *
 * finish() hears how every attempt ended, and is where the domain writes its
 * own row: sent, waiting, failed and why. *verdict comes filled by the common
 * judgement and may be changed:
 *   status 2xx                                             done
 *   408, 425, 429, 5xx, and whatever may pass by itself    later
 *   other statuses, FETCH_BAD_REQUEST                      failed
 * answer->result is FETCH_NOT_SENT when prepare() failed, or when the program
 * stopped in the middle of every attempt there was; answer->sentence says why.
 * When finish() fails, its writes are rolled back and the effect comes again;
 * on the last attempt the row is then failed with that error, and the domain's
 * own row has not heard of it: outbox_find() knows.
 */
struct outbox_kind {
	const char *name; /* "mail", "sms", "courier.create" */
	int max_attempts; /* pauses grow from 5 s to an hour: 30 are about a day */
	int company_limit; /* requests of one company under way at once; 0: 4 */
	enum err (*prepare)(
		struct cx *cx, const struct outbox_item *item, struct fetch_request *request);
	enum err (*finish)(struct cx *cx, const struct outbox_item *item,
		const struct fetch_answer *answer, struct outbox_verdict *verdict);
	const char *about;
};

/* ---- Looking and mending ---------------------------------------------------------- */

enum outbox_state { OUTBOX_WAITING, OUTBOX_RUNNING, OUTBOX_SENT, OUTBOX_DEAD };

struct outbox_status {
	int64_t id;
	enum outbox_state state;
	int attempts;
	int64_t run_at_us; /* when it is or was due */
	const char *error; /* of the last attempt, or NULL */
};

/* How an effect of the actor's company stands. ERR_NOT_FOUND: never added, or forgotten. */
MUST_USE enum err outbox_find(
	struct cx *cx, const char *kind, const char *effect_key, struct outbox_status *status);

/*
 * Send a failed effect again from its first attempt, with its old send_key.
 * ERR_NOT_FOUND, or ERR_STATE when it is not failed.
 */
MUST_USE enum err outbox_retry(struct cx *cx, const char *kind, const char *effect_key);

/*
 * Why something failed, as it was stored, for who reads it: a sentence of ours, or
 * "sentence: detail", in their language; a provider's own words as they are. NULL
 * for NULL.
 */
const char *outbox_error_say(
	const struct cx *cx, const struct language *language, const char *error);

/* What waits (or runs) and what failed, over all companies. */
struct outbox_count {
	const char *kind;
	int64_t waiting, failed;
	int64_t oldest_us; /* when the longest waiting was due */
};
MUST_USE enum err outbox_counts(struct cx *cx, struct outbox_count **counts, size_t *count);

/* ---- Start and stop ------------------------------------------------------------------ */

/* kinds: NULL-terminated list of tables, each ending in {0}. After fetch_open(). */
void outbox_start(struct db_pool *pool, const struct outbox_kind *const *kinds);
/*
 * Claims nothing more, waits a few seconds for what is under way and leaves
 * the rest to its lease. Before fetch_close().
 */
void outbox_stop(void);

/* Forgets what was sent a week ago and what failed a quarter of a year ago; for jobs_start. */
extern const struct job_kind outbox_jobs[];

/* Every statement of the outbox, for db_prepare_all. */
extern db_query_list outbox_queries;

#endif

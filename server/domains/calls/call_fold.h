/* call_fold.h - events of a PBX to calls: no SQL, no clock, memory for what is going on. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_CALLS_CALL_FOLD_H
#define DOMAINS_CALLS_CALL_FOLD_H

#include "domains/calls/call.h"
#include "domains/calls/call_event.h"

/* Beyond these, what comes is not kept, and said so (call.truncated, counters). */
#define CALL_FOLD_CALLS_MAX 20000
#define CALL_LEGS_MAX 500
#define CALL_PARTS_MAX 4000 /* segments, steps, holds … of one call */
#define CALL_ALIASES_MAX 100
#define CALL_TEXT_BYTES_MAX ((size_t)256 * 1024)
#define CALL_LINE_BYTES_MAX 200 /* of one text */

/* A call that has ended is kept this long for what comes late. */
#define CALL_LINGER_US (2 * US_PER_SECOND)

struct call_fold_rules {
	const char *const *trunks; /* endpoints, NULL-terminated: never guessed */
	/*
	 * A number of so many digits, or one that begins with '+', is outside: decides the
	 * direction of a call that reached no phone. 0: 7.
	 */
	size_t outside_digits;
};

struct call_fold_counts {
	uint64_t events;
	size_t calls; /* going on, and ended ones that linger */
	uint64_t calls_dropped, parts_dropped; /* by the bounds above */
	/* Since the beginning: calls that snapshots showed to go on, and that they ended. */
	uint64_t reconstructed, interrupted;
};

/*
 * The state of one PBX, from its start to its end. Not for two threads at once.
 * Owned by the PBX's link: call_fold_free().
 */
struct call_fold;

/* The rules are copied. */
struct call_fold *call_fold_new(const struct call_fold_rules *rules);
void call_fold_free(struct call_fold **fold);

/* state × event → changes. The event's texts are copied where they are kept. */
void call_fold_apply(struct call_fold *fold, const struct call_event *event);

/*
 * The next call that changed since it was last taken, whole; NULL when none did.
 * Calls that several events changed come once: taking after a batch gives one write
 * a call. It is there until the next event is applied, or a snapshot begins or ends.
 */
const struct call *call_fold_take(struct call_fold *fold);

/* What was taken could not be kept: it comes again. Before the next event is applied. */
void call_fold_untake(struct call_fold *fold, const struct call *call);

/*
 * A call that goes on as far as anybody knows, as it was taken from a fold that is
 * no more. A snapshot says next whether it does. Helpers are not needed; what lies
 * in the call's own part of the struct is not read. False: it is known already, or
 * there are too many.
 */
MUST_USE bool call_fold_restore(struct call_fold *fold, const struct call *saved);

/* The next call that is going on, behind one or from the beginning (NULL). */
const struct call *call_fold_next(const struct call_fold *fold, const struct call *behind);

/* The call that a channel or a name of the PBX belongs to, or NULL. */
const struct call *call_fold_find(const struct call_fold *fold, struct str uniqueid_or_linkedid);

/* The PBX has gone: all calls end at the last event as interrupted, with a gap. */
void call_fold_interrupt(struct call_fold *fold);

/*
 * After a lost link, around the rows of CoreShowChannels (CALL_EVENT_CHANNEL_SEEN);
 * live events may come between them. What is alive and neither in a row nor in an
 * event by the end has ended unseen: interrupted, with a gap. What was there before
 * and goes on has a gap too. at_us: of the PBX.
 */
void call_fold_snapshot_begin(struct call_fold *fold);
void call_fold_snapshot_end(struct call_fold *fold, int64_t at_us);

struct call_fold_counts call_fold_counts(const struct call_fold *fold);

#endif

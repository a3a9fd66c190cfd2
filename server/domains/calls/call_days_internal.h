/* call_days_internal.h - figures of days that are over, kept beside the calls. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_CALLS_CALL_DAYS_INTERNAL_H
#define DOMAINS_CALLS_CALL_DAYS_INTERNAL_H

#include "domains/calls/call_days.h"
#include "platform/auth/auth.h"

/*
 * A day is counted when it is over for this long at least. Calls that began less
 * than half of it ago belong to no counted day, whichever node's clock says so.
 */
#define CALL_DAY_REST_US (2 * US_PER_HOUR)

/* A day of the company's clocks. */
struct call_day {
	int64_t from_us, to_us;
};
/* Days one after the other. */
struct call_run {
	int64_t from_us, to_us;
};
struct call_runs {
	struct call_run *rows;
	size_t count;
};

/* ---- call_days_store.c ------------------------------------------------------------------ */

/* Days of these instants are not exact any more, and nobody keeps figures meanwhile. */
MUST_USE enum err days_store_touch(struct cx *cx, const int64_t *started_us, size_t count);

/* Of the actor's company, as it was committed. */
struct call_day_state {
	int64_t touched; /* how often calls of past days were changed */
	const char *time_zone; /* that days were laid in; NULL: none were */
	int64_t due_us;
};
MUST_USE enum err days_store_state(struct cx *cx, struct call_day_state *state);
/* Companies with days to be laid or counted. */
MUST_USE enum err days_store_waiting(struct cx *cx, int64_t **companies, size_t *count);
MUST_USE enum err days_store_first_call(struct cx *cx, struct opt_int *started_us);
/* Nobody changes calls of past days until the unit ends. */
MUST_USE enum err days_store_hold(struct cx *cx);
MUST_USE enum err days_store_drop(struct cx *cx);
/* Those that are not there yet. */
MUST_USE enum err days_store_lay(struct cx *cx, const struct call_day *days, size_t count);
MUST_USE enum err days_store_laid(struct cx *cx, const char *time_zone, int64_t due_us);
MUST_USE enum err days_store_doubt(struct cx *cx, int64_t from_us, int64_t to_us);
/* Newest first, without those that have calls going on. */
MUST_USE enum err days_store_open(
	struct cx *cx, size_t limit, struct call_day **days, size_t *count);
/* Exact days that lie in the period, oldest first. */
MUST_USE enum err days_store_exact(
	struct cx *cx, int64_t from_us, int64_t to_us, struct call_day **days, size_t *count);

/* The company's clocks on a day: before_us ahead of UTC until switch_us, after_us from then on. */
struct call_day_clock {
	int64_t before_us, switch_us, after_us;
};
/* Figures of a day on their way to rows. */
struct day_figures;
MUST_USE enum err days_store_count(struct cx *cx, const struct call_day *day,
	const struct call_day_clock *clock, struct day_figures **figures);
/*
 * Kept, in a transaction of its own that stays open; *kept is false when calls
 * of past days have been changed since touched was read.
 */
MUST_USE enum err days_store_keep(struct cx *cx, const struct call_day *day, int64_t touched,
	struct day_figures *figures, bool *kept);

#endif

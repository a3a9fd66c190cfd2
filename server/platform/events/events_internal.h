/* events_internal.h - shared inside platform/events. */
/* SPDX-License-Identifier: MIT */
#ifndef PLATFORM_EVENTS_EVENTS_INTERNAL_H
#define PLATFORM_EVENTS_EVENTS_INTERNAL_H

#include "platform/events/events.h"

/* One published event of a unit that has not ended yet; in the unit's arena. */
struct pending_event {
	struct event event;
	int64_t seq; /* given by the before-hook */
	struct pending_event *next;
};

/* What a unit published for one company. */
struct pending_company {
	int64_t company_id;
	int64_t count;
	struct pending_event *first, *last;
	struct pending_company *next;
};

/*
 * Companies ascend by id, so that two units that publish for the same two
 * companies lock their sequences in the same order.
 */
struct event_list {
	struct pending_company *companies;
};

/* ---- Frames: event_frame.c ---------------------------------------------- */

/* With one reference; NULL when memory is short. Text is copied. */
struct event_frame *event_frame_new(
	int64_t company_id, int64_t seq, int64_t at_us, const struct event *event);

/* ---- Storage: event_store.c --------------------------------------------- */

enum audience_flag { AUDIENCE_POOL = 1, AUDIENCE_EVERYONE = 2 };

/* Move the company's counter by `count`; *last is the highest number given. */
MUST_USE enum err event_store_take(struct cx *cx, int64_t company_id, int64_t count, int64_t *last);
/* All of a unit's for one company, by one statement. */
MUST_USE enum err event_store_insert(struct cx *cx, const struct pending_company *company);

/* Where a company's log stands. ERR_NOT_FOUND without the company's counter. */
struct event_position {
	int64_t last, oldest;
};
MUST_USE enum err event_store_position(
	struct cx *cx, int64_t company_id, struct event_position *position);

/* Rows after `since` in order, at most `limit`, each as a new frame that the callback borrows. */
typedef enum err event_row_fn(struct event_frame *frame, void *arg);
MUST_USE enum err event_store_each(struct cx *cx, int64_t company_id, int64_t since, int64_t limit,
	event_row_fn *each, void *arg);

/* The same of what is for one visitor. */
MUST_USE enum err event_store_each_of_visitor(struct cx *cx, int64_t visitor_id, int64_t since,
	int64_t limit, event_row_fn *each, void *arg);

/* Last number of every company, in no particular order. */
struct company_last {
	int64_t company_id, last;
};
MUST_USE enum err event_store_all_last(
	struct cx *cx, struct company_last **companies, size_t *count);

/* Sweep: companies with rows, how old these are, and one step of deleting. */
struct sweep_company {
	int64_t company_id, last, oldest;
};
MUST_USE enum err event_store_sweep_list(
	struct cx *cx, struct sweep_company **companies, size_t *count);
/* Of the first event from a number on; INT64_MAX: there is none. */
MUST_USE enum err event_store_time_of(
	struct cx *cx, int64_t company_id, int64_t seq, int64_t *at_us);
MUST_USE enum err event_store_delete_below(struct cx *cx, int64_t company_id, int64_t seq);

/* ---- Handing out: event_stream.c ---------------------------------------- */

/*
 * One path for every committed event, wherever it was committed: per company
 * a number up to which everything was handed out. A frame that is next goes
 * to the receivers at once; one that is ahead waits for the gap to close;
 * one that was handed out already is dropped. So every event reaches the
 * receivers exactly once and in order, even when workers finish out of order
 * or another node committed in between.
 */
void event_stream_offer(struct event_frame *frame);

/* As offer, for rows read in order: what is missing before this one is gone for good. */
void event_stream_offer_stored(struct event_frame *frame);

/* Nothing at or below seq will come any more. */
void event_stream_skip_to(int64_t company_id, int64_t seq);

/* The number up to which a company's events were handed out; 0 for an unknown company. */
int64_t event_stream_handed(int64_t company_id);

/* Hand a frame without a number to those who listen. */
void event_stream_tell(struct event_frame *frame);

/* Where companies stood before the first event of this process; later ones begin at 0. */
void event_stream_baseline(const struct company_last *companies, size_t count);

/* Forget companies and receivers: a new start in tests. */
void event_stream_reset(void);

/* A gap appeared: look into the database now. No-op while nobody follows. */
void event_follow_wake(void);

/* Something was committed here: tell other nodes to look. No-op on SQLite. */
void event_follow_tell(void);

/* ---- What passes: event_pass.c -------------------------------------------- */

/* How it goes to other nodes; empty when it is too long. In the arena. */
struct str event_pass_write(struct arena *arena, int64_t company_id, const struct event *event);

/* What another node said, checked like anything from outside. NULL: it is nothing of ours. */
struct event_frame *event_pass_read(struct cx *cx, struct str text);

/* Have other nodes told. No-op on SQLite. */
void event_follow_pass(struct str text);

extern struct db_pool *events_pool;

#endif

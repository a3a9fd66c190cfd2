/* call_store.h - calls to rows: one write for all that changed. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_CALLS_CALL_STORE_H
#define DOMAINS_CALLS_CALL_STORE_H

#include "base/cx.h"
#include "domains/calls/call.h"
#include "domains/calls/call_events.h"

/* What a write has changed that people see. */
struct call_written {
	int64_t id;
	bool is_new, has_ended;
	bool transferred; /* one more transfer, or one that came to its end */
	bool visible; /* any of the above, or status, agent, parties, queue */
};
struct call_writes {
	struct call_written *rows; /* in the order of the calls */
	struct call_place *left; /* where calls stood that have moved or are gone */
	size_t left_count;
};

/*
 * Rows of the actor's company for calls as they were taken from a fold, each
 * once: a statement a table, whatever their number. Inserted or brought up to
 * date; writing the same again changes nothing but versions. A row that somebody
 * made with this linkedid stays that row, with its code, customer, order and who
 * asked for it. A call that became part of another one is gone.
 * writes: in cx->arena; or NULL.
 */
MUST_USE enum err call_store_write(
	struct cx *cx, const struct call *const *calls, size_t count, struct call_writes *writes);

/* The unit of its last write came to nothing: all of it is written next time. */
void call_store_forget(const struct call *call);

/*
 * The company's calls of its PBX that go on as far as anybody knows, in the shape
 * in which a fold gives them (call_fold_restore). In cx->arena.
 */
MUST_USE enum err call_store_open(struct cx *cx, struct call **calls, size_t *count);

/*
 * Open calls of the company's PBX that go on in no fold, because the program was
 * away when they ended: interrupted where they were last written, with a gap. Calls
 * written since then are left alone. going_on: linkedids, NULL-terminated. Their
 * ids, in cx->arena.
 */
MUST_USE enum err call_store_interrupt(struct cx *cx, const char *const *going_on,
	int64_t written_before_us, int64_t **ids, size_t *count);

/* The endpoints that lead outside, without their technology; NULL-terminated. */
MUST_USE enum err call_store_trunks(struct cx *cx, const char *const **endpoints);
/* When the company's PBX started, as it said last; NULL: it never did. */
MUST_USE enum err call_store_booted(struct cx *cx, const char **booted_at);

#endif

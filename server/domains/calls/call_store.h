/* call_store.h - calls to rows: one write for all that changed. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_CALLS_CALL_STORE_H
#define DOMAINS_CALLS_CALL_STORE_H

#include "base/cx.h"
#include "domains/calls/call.h"

/*
 * Rows of the actor's company for calls as they were taken from a fold, each
 * once: a statement a table, whatever their number. Inserted or brought up to
 * date; writing the same again changes nothing but versions. A call that became
 * part of another one is gone.
 */
MUST_USE enum err call_store_write(struct cx *cx, const struct call *const *calls, size_t count);

/*
 * Open calls of the company that go on in no fold, because the program was away
 * when they ended: interrupted where they were last written, with a gap.
 * going_on: linkedids, NULL-terminated. *ended counts.
 */
MUST_USE enum err call_store_interrupt(struct cx *cx, const char *const *going_on, int64_t *ended);

#endif

/* call_feed.h - which events follow from what a write has changed. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_CALLS_CALL_FEED_H
#define DOMAINS_CALLS_CALL_FEED_H

#include "domains/calls/call_store.h"

/* Of calls that a fold gave, after call_store_write(). */
MUST_USE enum err call_feed_tell(struct cx *cx, const struct call *const *calls, size_t count,
	const struct call_writes *writes);
/* Of rows that were closed because their calls go on nowhere. */
MUST_USE enum err call_feed_tell_interrupted(struct cx *cx, const int64_t *ids, size_t count);

#endif

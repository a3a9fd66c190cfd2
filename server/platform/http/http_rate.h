/* http_rate.h - token buckets in memory that cannot grow. */
/* SPDX-License-Identifier: MIT */
#ifndef PLATFORM_HTTP_HTTP_RATE_H
#define PLATFORM_HTTP_HTTP_RATE_H

#include "base/base.h"

enum rate_class {
	RATE_IP,
	RATE_USER,
	RATE_LOGIN,
	RATE_VISIT,
	RATE_VISITOR,
	RATE_VISITOR_CALL,
	RATE_SESSION
};

/*
 * A fixed number of buckets in sets of eight. A key that finds its set full
 * takes the place of the one that is nearest to a full bucket, so a spray of
 * addresses forgets the innocent, never the busy, and memory stays the same.
 */
struct rate_table;

struct rate_table *rate_new(size_t buckets, uint64_t seed);
void rate_free(struct rate_table **table);

struct rate_answer {
	bool allowed;
	int64_t limit, remaining; /* a minute */
	int64_t retry_after_s; /* when refused: at least 1 */
};

/*
 * Take one token of `who` in its class; a minute's worth may come at once,
 * then they refill evenly. only_look: take none, say whether there is one.
 * per_minute <= 0: no limit. Any thread.
 */
struct rate_answer rate_take(struct rate_table *table, enum rate_class class, uint64_t who,
	int64_t per_minute, int64_t now_us, bool only_look);

/* A number for bytes (an address), to be given as `who`. */
uint64_t rate_who(const void *bytes, size_t length);

#endif

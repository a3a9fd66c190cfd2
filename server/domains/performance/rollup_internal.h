/* rollup_internal.h - counting agents' days: what the rules and the store of it share. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_PERFORMANCE_ROLLUP_INTERNAL_H
#define DOMAINS_PERFORMANCE_ROLLUP_INTERNAL_H

#include "domains/performance/performance_internal.h"

/* The last row of each source. */
enum source {
	SOURCE_HISTORY,
	SOURCE_COMMUNICATION,
	SOURCE_INTERACTION,
	SOURCE_RATING,
	SOURCE_COUNT
};
struct rollup_state {
	bool known; /* was this company ever rolled up? */
	const char *time_zone;
	int64_t last[SOURCE_COUNT];
	struct opt_int rebuild_day;
};

/* Whose row touches whose day: agents and instants, as many rows as there are. */
struct touched {
	int64_t agent_id, at_us;
};

/* Counted from the rows themselves; *due_us as in the table. */
MUST_USE enum err rollup_count_day(struct cx *cx, int64_t agent_id, const struct day_range *range,
	struct sums *sums, struct opt_int *due_us);

/* Companies whose rows, days or zone have moved on. In the arena. */
MUST_USE enum err rollup_store_waiting(struct cx *cx, int64_t **companies, size_t *count);
MUST_USE enum err rollup_store_state(struct cx *cx, struct rollup_state *state);
MUST_USE enum err rollup_store_put_state(struct cx *cx, const struct rollup_state *state);
/* The newest id of every source now. */
MUST_USE enum err rollup_store_last(struct cx *cx, int64_t last[SOURCE_COUNT]);
/* Days that rows after `after` up to `upto` of a source have changed. */
MUST_USE enum err rollup_store_touched(struct cx *cx, enum source source, int64_t after,
	int64_t upto, struct touched **rows, size_t *count);
/* Days that became due. */
MUST_USE enum err rollup_store_due(struct cx *cx, struct agent_day **rows, size_t *count);
/* Agents who have rows in the range, or a row of that day. */
MUST_USE enum err rollup_store_agents(
	struct cx *cx, const struct day_range *range, int64_t **agents, size_t *count);
/* When the first row of any source happened; not given without rows. */
MUST_USE enum err rollup_store_first(struct cx *cx, struct opt_int *at_us);
MUST_USE enum err rollup_store_get(
	struct cx *cx, const struct agent_day *of, struct sums *sums, struct opt_int *due_us);
MUST_USE enum err rollup_store_put(
	struct cx *cx, const struct agent_day *of, const struct sums *sums, struct opt_int due_us);
/* Forget days on which nothing can have happened. */
MUST_USE enum err rollup_store_drop_outside(struct cx *cx, int64_t from_day, int64_t to_day);

#endif

/* rows.c - the rows behind a figure, day by day from the newest. No SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/performance/performance_internal.h"

const char *const row_kind_words[] = {"order", "call", "rating", "contact", NULL};

/* Days are asked one by one, because what a day is, only the company's zone says. */
enum err rows_behind(struct cx *cx, enum figure figure, int64_t agent_id, const struct span *span,
	const struct row_place *after, int64_t limit, struct row_behind **rows, size_t *count)
{
	struct row_query query = {.figure = figure, .agent_id = agent_id};
	const struct row_place newest = {INT64_MAX, INT64_MAX};
	const int64_t reached = after->at_us
		? intl_day_of(cx->actor->company->time_zone, after->at_us)
		: span->to_day;

	*rows = arena_array(cx->arena, (size_t)limit + 1, sizeof(**rows));
	*count = 0;
	for (int64_t day = reached < span->to_day ? reached : span->to_day;
		day >= span->from_day && *count <= (size_t)limit; day--) {
		size_t more;

		query.range = day_range_of(cx, day);
		query.below = after->at_us && day == reached ? *after : newest;
		query.limit = limit + 1 - (int64_t)*count;
		TRY(rows_store_day(cx, &query, *rows + *count, &more));
		*count += more;
	}
	return OK;
}

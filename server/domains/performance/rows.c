/* rows.c - the rows behind a figure, day by day from the newest. No SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/performance/performance_internal.h"

const char *const row_kind_words[] = {"order", "call", "rating", "contact", NULL};

/* Days are asked one by one, because what a day is, only the company's zone says. */
enum err rows_behind(struct cx *cx, enum figure figure, int64_t agent_id, const struct span *span,
	const struct row_place *after, int64_t limit, struct row_behind **rows, size_t *count)
{
	struct row_query query = {.figure = figure, .agent_id = agent_id};
	const int64_t newest = after->day ? after->day : span->to_day;

	*rows = arena_array(cx->arena, (size_t)limit + 1, sizeof(**rows));
	*count = 0;
	for (int64_t day = newest; day >= span->from_day && *count <= (size_t)limit; day--) {
		size_t more;

		query.range = day_range_of(cx, day);
		query.below_id = day == after->day ? after->id : INT64_MAX;
		query.limit = limit + 1 - (int64_t)*count;
		TRY(rows_store_day(cx, &query, *rows + *count, &more));
		*count += more;
	}
	return OK;
}

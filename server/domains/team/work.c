/* work.c - sums put together as lines of a table. */
/* SPDX-License-Identifier: MIT */
#include "domains/team/team_internal.h"

int64_t work_handled(const struct work_line *line)
{
	int64_t handled = 0;

	for (int i = 0; i < ORDER_STATUS_COUNT; i++)
		handled += line->done[i];
	return handled;
}

static void add(struct work_line *line, const char *word, int64_t n)
{
	const ssize_t status = word_index(order_status_words, word);

	if (status >= 0)
		line->done[status] += n;
	else if (text_is(word, "in"))
		line->came_in += n;
	else if (text_is(word, "call"))
		line->calls += n;
	else
		line->answered += n;
}

/* Sums come sorted: what belongs to one line stands together. */
static void gather(struct cx *cx, const struct work_sum *sums, size_t count,
	struct work_line **lines, size_t *line_count)
{
	*lines = arena_array(cx->arena, count, sizeof(**lines));
	*line_count = 0;
	for (size_t i = 0; i < count; i++) {
		const bool same = i && sums[i].day == sums[i - 1].day &&
			text_is(sums[i].subject, sums[i - 1].subject);
		struct work_line *line;

		if (!same)
			++*line_count;
		line = *lines + *line_count - 1;
		if (!same) {
			line->name = sums[i].subject;
			if (sums[i].day)
				line->number = sums[i].day;
			else if (!text_int(sums[i].subject, &line->number))
				line->number = 0;
		}
		add(line, sums[i].word, sums[i].n);
	}
}

/* Ties by name, so that an order stays what it was. */
static int busiest_first(const void *a, const void *b)
{
	const struct work_line *left = a, *right = b;
	const int64_t by = (work_handled(right) + right->came_in) -
		(work_handled(left) + left->came_in);

	if (by)
		return by > 0 ? 1 : -1;
	return strcmp(left->name, right->name);
}

enum err work_lines(struct cx *cx, const struct work_query *query, enum work_dimension dimension,
	size_t most, struct work_line **lines, size_t *count)
{
	struct work_sum *sums;
	size_t sum_count;

	TRY(work_sums(cx, query, dimension, &sums, &sum_count));
	gather(cx, sums, sum_count, lines, count);
	if (!most || !*count)
		return OK;
	qsort(*lines, *count, sizeof(**lines), busiest_first);
	if (*count > most)
		*count = most;
	return OK;
}

enum err work_unit_lines(struct cx *cx, const struct work_query *query, bool departments,
	struct work_line **lines, size_t *count)
{
	struct work_sum *sums;
	size_t sum_count;

	TRY(work_unit_sums(cx, query, departments, &sums, &sum_count));
	gather(cx, sums, sum_count, lines, count);
	return OK;
}

/* truth.c - of what was confirmed, how much arrived. No SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/reports/report_internal.h"

#include <stdlib.h>

const char *const truth_by_words[] = {"agent", "product", "city", "source", NULL};

static struct truth_money *money_of(struct truth_row *row, const char *currency)
{
	size_t i = 0;

	while (i < row->money_count && !text_is(row->money[i].currency, currency))
		i++;
	if (i == TRUTH_CURRENCIES)
		return NULL;
	if (i == row->money_count)
		row->money[row->money_count++] = (struct truth_money){.currency = currency};
	return &row->money[i];
}

static void add_line(
	struct truth_row *row, enum order_outcome outcome, const struct truth_line *line)
{
	struct truth_money *money = money_of(row, line->currency);

	row->confirmed += line->n;
	row->n[outcome] += line->n;
	if (!money)
		return;
	money->confirmed_minor += line->minor;
	if (outcome == OUTCOME_DELIVERED)
		money->delivered_minor += line->minor;
	if (order_outcome_is_loss(outcome))
		money->lost_minor += line->minor;
}

static int by_confirmed(const void *a, const void *b)
{
	const struct truth_row *first = a, *second = b;

	if (first->confirmed != second->confirmed)
		return first->confirmed < second->confirmed ? 1 : -1;
	return strcmp(first->subject, second->subject);
}

/* Counters of what was taken out again stay behind as zeros. */
static void drop_empty(struct truth *truth)
{
	size_t kept = 0;

	for (size_t i = 0; i < truth->count; i++)
		if (truth->rows[i].confirmed)
			truth->rows[kept++] = truth->rows[i];
	truth->count = kept;
}

enum err truth_load(
	struct cx *cx, enum truth_by by, int64_t from_day, int64_t to_day, struct truth *truth)
{
	struct truth_line *lines;
	size_t count;

	*truth = (struct truth){.from_day = from_day, .to_day = to_day};
	TRY(truth_store_lines(cx, by, from_day, to_day, &lines, &count));
	truth->rows = arena_array(cx->arena, count, sizeof(*truth->rows));
	for (size_t i = 0; i < count; i++) {
		const ssize_t outcome = word_index(order_outcome_words, lines[i].outcome);

		if (i == 0 || !text_is(lines[i].subject, lines[i - 1].subject))
			truth->rows[truth->count++] = (struct truth_row){
				.subject = lines[i].subject, .label = lines[i].label};
		add_line(&truth->rows[truth->count - 1], (enum order_outcome)outcome, &lines[i]);
		add_line(&truth->total, (enum order_outcome)outcome, &lines[i]);
	}
	drop_empty(truth);
	if (truth->count)
		qsort(truth->rows, truth->count, sizeof(*truth->rows), by_confirmed);
	if (truth->count > TRUTH_ROWS_MAX) {
		truth->left_out = truth->count - TRUTH_ROWS_MAX;
		truth->count = TRUTH_ROWS_MAX;
	}
	return OK;
}

/* performance_formula.c - the one table of figures, and the one of what is measured. */
/* SPDX-License-Identifier: MIT */
#include "domains/performance/performance_internal.h"

const char *const figure_words[] = {"orders_handled", "success_rate", "average_call_seconds",
	"customer_rating", "resolution_rate", "first_call_resolution", "average_handle_seconds",
	"confirmation_rate", "cancellation_rate", "good_ratings", "orders_confirmed",
	"orders_cancelled", "orders_postponed", "calls", NULL};
const char *const unit_words[] = {"count", "percent", "stars", "seconds", NULL};
const char *const kpi_words[] = {"first_call_resolution", "average_handle_seconds",
	"customer_satisfaction", "confirmation_rate", "cancellation_rate", NULL};
const char *const comparison_words[] = {"at_least", "more_than", "less_than", NULL};

/* Nothing records holding and wrapping up, so handling a call is talking. */
const struct figure_row figure_table[FIGURE_COUNT] = {
	[FIGURE_HANDLED] = {UNIT_COUNT, SUM_HANDLED, SUM_NONE, SUM_NONE, false},
	[FIGURE_SUCCESS] = {UNIT_PERCENT, SUM_HANDLED, SUM_CANCELLED, SUM_HANDLED, false},
	[FIGURE_CALL_TIME] = {UNIT_SECONDS, SUM_TALK_SECONDS, SUM_NONE, SUM_ANSWERED, true},
	[FIGURE_RATING] = {UNIT_STARS, SUM_RATING_POINTS, SUM_NONE, SUM_RATINGS, false},
	[FIGURE_RESOLUTION] = {UNIT_PERCENT, SUM_RESOLVED, SUM_NONE, SUM_CONTACTS, false},
	[FIGURE_FIRST_CALL] = {UNIT_PERCENT, SUM_FIRST, SUM_NONE, SUM_CONTACTS, false},
	[FIGURE_HANDLE_TIME] = {UNIT_SECONDS, SUM_TALK_SECONDS, SUM_NONE, SUM_ANSWERED, true},
	[FIGURE_CONFIRMATION] = {UNIT_PERCENT, SUM_CONFIRMED, SUM_NONE, SUM_HANDLED, false},
	[FIGURE_CANCELLATION] = {UNIT_PERCENT, SUM_CANCELLED, SUM_NONE, SUM_HANDLED, true},
	[FIGURE_GOOD_RATINGS] = {UNIT_PERCENT, SUM_RATINGS_GOOD, SUM_NONE, SUM_RATINGS, false},
	[FIGURE_CONFIRMED] = {UNIT_COUNT, SUM_CONFIRMED, SUM_NONE, SUM_NONE, false},
	[FIGURE_CANCELLED] = {UNIT_COUNT, SUM_CANCELLED, SUM_NONE, SUM_NONE, true},
	[FIGURE_POSTPONED] = {UNIT_COUNT, SUM_POSTPONED, SUM_NONE, SUM_NONE, true},
	[FIGURE_CALLS] = {UNIT_COUNT, SUM_CALLS, SUM_NONE, SUM_NONE, false},
};

const struct kpi_row kpi_table[KPI_COUNT] = {
	[KPI_FIRST_CALL] = {FIGURE_FIRST_CALL, AT_LEAST, 8500, 10000},
	[KPI_HANDLE_TIME] = {FIGURE_HANDLE_TIME, LESS_THAN, 300, 86400},
	[KPI_SATISFACTION] = {FIGURE_RATING, MORE_THAN, 400, 500},
	[KPI_CONFIRMATION] = {FIGURE_CONFIRMATION, AT_LEAST, 7000, 10000},
	[KPI_CANCELLATION] = {FIGURE_CANCELLATION, LESS_THAN, 1500, 10000},
};

void sums_add(struct sums *to, const struct sums *more)
{
	for (size_t i = 0; i < SUM_COUNT; i++)
		to->n[i] += more->n[i];
}

bool sums_equal(const struct sums *a, const struct sums *b)
{
	for (size_t i = 0; i < SUM_COUNT; i++)
		if (a->n[i] != b->n[i])
			return false;
	return true;
}

int64_t figure_above(enum figure figure, const struct sums *sums)
{
	const struct figure_row *row = &figure_table[figure];

	return sums->n[row->plus] - (row->minus == SUM_NONE ? 0 : sums->n[row->minus]);
}

int64_t figure_below(enum figure figure, const struct sums *sums)
{
	const struct figure_row *row = &figure_table[figure];

	return row->over == SUM_NONE ? 1 : sums->n[row->over];
}

int unit_digits(enum unit_of unit)
{
	return unit == UNIT_PERCENT || unit == UNIT_STARS ? 2 : 0;
}

/* Seconds are cut, as the dashboard cuts them; hundredths are rounded. */
struct opt_int figure_value(enum figure figure, const struct sums *sums)
{
	const int64_t above = figure_above(figure, sums), below = figure_below(figure, sums);

	if (below == 0)
		return (struct opt_int){0};
	switch (figure_table[figure].unit) {
	case UNIT_PERCENT:
		return (struct opt_int){(above * 20000 + below) / (below * 2), true};
	case UNIT_STARS:
		return (struct opt_int){(above * 200 + below) / (below * 2), true};
	default:
		return (struct opt_int){above / below, true};
	}
}

bool kpi_met(enum kpi kpi, int64_t value, int64_t target)
{
	switch (kpi_table[kpi].comparison) {
	case AT_LEAST:
		return value >= target;
	case MORE_THAN:
		return value > target;
	default:
		return value < target;
	}
}

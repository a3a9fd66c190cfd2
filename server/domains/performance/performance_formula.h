/* performance_formula.h - sums of a day, figures made of them, and what is measured. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_PERFORMANCE_PERFORMANCE_FORMULA_H
#define DOMAINS_PERFORMANCE_PERFORMANCE_FORMULA_H

#include "base/base.h"

/* What is counted of a day, in the order of the table's columns. */
enum sum {
	SUM_HANDLED,
	SUM_CONFIRMED,
	SUM_CANCELLED,
	SUM_POSTPONED,
	SUM_CALLS,
	SUM_ANSWERED,
	SUM_TALK_SECONDS,
	SUM_RATINGS,
	SUM_RATING_POINTS,
	SUM_RATINGS_GOOD,
	SUM_CONTACTS,
	SUM_RESOLVED,
	SUM_FIRST,
	SUM_COUNT,
	SUM_NONE = SUM_COUNT
};

struct sums {
	int64_t n[SUM_COUNT];
};
void sums_add(struct sums *to, const struct sums *more);
bool sums_equal(const struct sums *a, const struct sums *b);

/* Percent and stars are carried in hundredths, seconds and counts as they are. */
enum unit_of { UNIT_COUNT, UNIT_PERCENT, UNIT_STARS, UNIT_SECONDS };

enum figure {
	FIGURE_HANDLED,
	FIGURE_SUCCESS,
	FIGURE_CALL_TIME,
	FIGURE_RATING,
	FIGURE_RESOLUTION,
	FIGURE_FIRST_CALL,
	FIGURE_HANDLE_TIME,
	FIGURE_CONFIRMATION,
	FIGURE_CANCELLATION,
	FIGURE_GOOD_RATINGS,
	FIGURE_CONFIRMED,
	FIGURE_CANCELLED,
	FIGURE_POSTPONED,
	FIGURE_CALLS,
	FIGURE_COUNT
};
extern const char *const figure_words[]; /* NULL-terminated, in enum order */
extern const char *const unit_words[];

/* The one table of formulas: (plus - minus) / over. */
struct figure_row {
	enum unit_of unit;
	enum sum plus, minus, over; /* SUM_NONE: nothing; without `over` it is a count */
	bool less_is_better;
};
extern const struct figure_row figure_table[FIGURE_COUNT];

/* Not given when there is nothing to divide by. */
struct opt_int figure_value(enum figure figure, const struct sums *sums);
/* The two sides of the division. */
int64_t figure_above(enum figure figure, const struct sums *sums);
int64_t figure_below(enum figure figure, const struct sums *sums);
/* Decimals that a value of the unit is written with. */
int unit_digits(enum unit_of unit);

/* What is measured against a target. */
enum kpi {
	KPI_FIRST_CALL,
	KPI_HANDLE_TIME,
	KPI_SATISFACTION,
	KPI_CONFIRMATION,
	KPI_CANCELLATION,
	KPI_COUNT
};
enum comparison { AT_LEAST, MORE_THAN, LESS_THAN };
extern const char *const kpi_words[];
extern const char *const comparison_words[];
struct kpi_row {
	enum figure figure;
	enum comparison comparison;
	int64_t standard; /* where nobody said otherwise */
	int64_t most; /* a target beyond it cannot be meant */
};
extern const struct kpi_row kpi_table[KPI_COUNT];
bool kpi_met(enum kpi kpi, int64_t value, int64_t target);

#endif

/* performance_formula_test.c - the table of figures, and what is met (A-46, S0-KPI-08…13). */
/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "domains/performance/performance_internal.h"

/* A day as the first source document draws it. */
static const struct sums seed_day = {.n = {[SUM_HANDLED] = 24,
					     [SUM_CONFIRMED] = 18,
					     [SUM_CANCELLED] = 3,
					     [SUM_POSTPONED] = 3,
					     [SUM_CALLS] = 47,
					     [SUM_ANSWERED] = 25,
					     [SUM_TALK_SECONDS] = 6310,
					     [SUM_RATINGS] = 5,
					     [SUM_RATING_POINTS] = 23,
					     [SUM_RATINGS_GOOD] = 4,
					     [SUM_CONTACTS] = 13,
					     [SUM_RESOLVED] = 12,
					     [SUM_FIRST] = 11}};

static void figures_follow_their_formulas(void **state)
{
	static const struct {
		enum figure figure;
		int64_t value;
	} cases[] = {
		{FIGURE_HANDLED, 24},
		{FIGURE_SUCCESS, 8750},
		{FIGURE_CALL_TIME, 252},
		{FIGURE_HANDLE_TIME, 252},
		{FIGURE_RATING, 460},
		{FIGURE_RESOLUTION, 9231},
		{FIGURE_FIRST_CALL, 8462},
		{FIGURE_CONFIRMATION, 7500},
		{FIGURE_CANCELLATION, 1250},
		{FIGURE_GOOD_RATINGS, 8000},
		{FIGURE_CONFIRMED, 18},
		{FIGURE_CANCELLED, 3},
		{FIGURE_POSTPONED, 3},
		{FIGURE_CALLS, 47},
	};

	(void)state;
	assert_int_equal(COUNT(cases), FIGURE_COUNT);
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct opt_int value = figure_value(cases[i].figure, &seed_day);

		assert_case(value.given, figure_words[cases[i].figure]);
		assert_case(value.value == cases[i].value, figure_words[cases[i].figure]);
	}
}

static void nothing_divided_by_nothing_is_no_figure(void **state)
{
	const struct sums nothing = {0};

	(void)state;
	for (size_t i = 0; i < FIGURE_COUNT; i++) {
		const struct opt_int value = figure_value((enum figure)i, &nothing);
		const bool is_count = figure_table[i].unit == UNIT_COUNT;

		assert_case(value.given == is_count, figure_words[i]);
		assert_case(value.value == 0, figure_words[i]);
	}
}

static void every_figure_and_kpi_has_its_word(void **state)
{
	(void)state;
	assert_non_null(figure_words[FIGURE_COUNT - 1]);
	assert_null(figure_words[FIGURE_COUNT]);
	assert_non_null(kpi_words[KPI_COUNT - 1]);
	assert_null(kpi_words[KPI_COUNT]);
	for (size_t i = 0; goal_figure_words[i]; i++)
		assert_case(
			word_index(figure_words, goal_figure_words[i]) >= 0, goal_figure_words[i]);
}

static void a_target_is_met_as_it_is_written(void **state)
{
	static const struct {
		const char *name;
		enum kpi kpi;
		int64_t value, target;
		bool met;
	} cases[] = {
		{"at least: the target itself", KPI_FIRST_CALL, 8500, 8500, true},
		{"at least: below", KPI_CONFIRMATION, 6999, 7000, false},
		{"less than: the target itself", KPI_HANDLE_TIME, 300, 300, false},
		{"less than: below", KPI_CANCELLATION, 1499, 1500, true},
		{"more than: the target itself", KPI_SATISFACTION, 400, 400, false},
		{"more than: above", KPI_SATISFACTION, 401, 400, true},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_case(kpi_met(cases[i].kpi, cases[i].value, cases[i].target) == cases[i].met,
			cases[i].name);
}

static void days_add_up(void **state)
{
	struct sums two = seed_day;

	(void)state;
	sums_add(&two, &seed_day);
	assert_int_equal(figure_value(FIGURE_HANDLED, &two).value, 48);
	assert_int_equal(figure_value(FIGURE_SUCCESS, &two).value, 8750);
	assert_false(sums_equal(&two, &seed_day));
	assert_true(sums_equal(&seed_day, &seed_day));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(figures_follow_their_formulas),
		cmocka_unit_test(nothing_divided_by_nothing_is_no_figure),
		cmocka_unit_test(every_figure_and_kpi_has_its_word),
		cmocka_unit_test(a_target_is_met_as_it_is_written),
		cmocka_unit_test(days_add_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

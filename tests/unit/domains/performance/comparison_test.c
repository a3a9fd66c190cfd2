/* comparison_test.c - where an agent stands, and what is kept from it (S0-API-19). */
/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "domains/performance/performance_internal.h"

#define WORKED(number, handled_, cancelled_) \
	{ \
		.id = (number), .takes_orders = true, .sums = { \
			.n = {[SUM_HANDLED] = (handled_), [SUM_CANCELLED] = (cancelled_)} \
		} \
	}
static const struct member team[] = {
	WORKED(1, 10, 1), WORKED(2, 20, 4), WORKED(3, 30, 0), WORKED(4, 10, 5),
	{.id = 5}, /* a supervisor, who takes no orders */
};

static struct standing stand(enum figure figure, size_t count, int64_t agent_id)
{
	struct standing standing;

	standing_find(figure, team, count, agent_id, &standing);
	return standing;
}

static void ranks_count_those_who_are_better(void **state)
{
	(void)state;
	assert_int_equal(stand(FIGURE_HANDLED, COUNT(team), 3).rank, 1);
	assert_int_equal(stand(FIGURE_HANDLED, COUNT(team), 2).rank, 2);
	assert_int_equal(stand(FIGURE_HANDLED, COUNT(team), 1).rank, 3);
	assert_int_equal(stand(FIGURE_HANDLED, COUNT(team), 4).rank, 3);
	assert_int_equal(stand(FIGURE_HANDLED, COUNT(team), 1).of, 4);
	assert_int_equal(stand(FIGURE_CANCELLATION, COUNT(team), 3).rank, 1);
	assert_int_equal(stand(FIGURE_CANCELLATION, COUNT(team), 4).rank, 4);
}

static void averages_of_rates_come_from_sums(void **state)
{
	const struct standing success = stand(FIGURE_SUCCESS, COUNT(team), 1);
	const struct standing handled = stand(FIGURE_HANDLED, COUNT(team), 1);

	(void)state;
	assert_int_equal(success.own.value, 9000);
	assert_int_equal(success.average.value, 8571); /* 60 of 70 */
	assert_int_equal(success.best.value, 10000);
	assert_int_equal(handled.average.value, 18); /* 70 by 4, rounded */
	assert_int_equal(handled.best.value, 30);
}

static void of_two_nothing_is_said_of_the_other(void **state)
{
	const struct standing standing = stand(FIGURE_HANDLED, 2, 1);

	(void)state;
	assert_int_equal(standing.of, 2);
	assert_false(standing.average.given);
	assert_false(standing.best.given);
}

static void without_a_value_there_is_no_rank(void **state)
{
	const struct standing standing = stand(FIGURE_RATING, COUNT(team), 1);

	(void)state;
	assert_int_equal(standing.rank, 0);
	assert_int_equal(standing.of, 0);
	assert_int_equal(stand(FIGURE_HANDLED, COUNT(team), 99).rank, 0);
}

static void nobody_is_first_before_anybody_began(void **state)
{
	static const struct member idle[] = {WORKED(1, 0, 0), WORKED(2, 0, 0), WORKED(3, 0, 0)};
	struct standing standing;

	(void)state;
	standing_find(FIGURE_HANDLED, idle, COUNT(idle), 1, &standing);
	assert_int_equal(standing.rank, 0);
	assert_int_equal(standing.of, 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ranks_count_those_who_are_better),
		cmocka_unit_test(averages_of_rates_come_from_sums),
		cmocka_unit_test(of_two_nothing_is_said_of_the_other),
		cmocka_unit_test(without_a_value_there_is_no_rank),
		cmocka_unit_test(nobody_is_first_before_anybody_began),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* work_fold_test.c - sums of work: the same as the rows, in steps, over changed clocks, made anew. */
/* SPDX-License-Identifier: MIT */
#include "../orders/order_support.h"

#include "domains/orders/order_hooks.h"
#include "domains/team/team.h"
#include "domains/team/team_internal.h"

static void fold(const char *zone, int64_t limit)
{
	struct unit unit;
	struct cx *cx = open_as(&unit, 1, MANAGER);
	bool left = true;

	if (zone)
		unit.company.time_zone = zone;
	for (int step = 0; left; step++) {
		assert_true(step < 100);
		MUST(work_fold_company(cx, limit, &left));
	}
	commit(&unit);
}

static int64_t sum(const char *where)
{
	return ask_format("SELECT COALESCE(SUM(n), 0) FROM work_counters WHERE %s", where);
}

static int64_t work(int agent, enum order_status to, const char *reason)
{
	const int64_t id = make_order(agent);

	assert_int_equal(change_as((enum who)agent, id,
				 &(struct order_change){.to = to, .cancellation_reason = reason}),
		OK);
	return id;
}

static void sums_are_what_the_rows_say(void **state)
{
	(void)state;
	work(AGENT_1, ORDER_CONFIRMED, NULL);
	work(AGENT_1, ORDER_CANCELLED, "price_concerns");
	work(AGENT_3, ORDER_CONFIRMED, NULL);
	make_order(AGENT_2);
	fold(NULL, 2); /* in steps smaller than the work */
	assert_int_equal(sum("unit = 0 AND dimension = 'day' AND word = 'in'"), 4);
	assert_int_equal(sum("unit = 0 AND dimension = 'day' AND word = 'confirmed'"), 2);
	assert_int_equal(sum("unit = 1 AND dimension = 'day' AND word = 'in'"), 3);
	assert_int_equal(sum("unit = 2 AND dimension = 'day' AND word = 'confirmed'"), 1);
	assert_int_equal(sum("unit = -2 AND dimension = 'area' AND subject = 'Dubai Marina'"), 2);
	assert_int_equal(
		sum("unit = 0 AND dimension = 'reason' AND subject = 'price_concerns'"), 1);
	assert_int_equal(
		sum("unit = 0 AND dimension = 'flow' AND subject = 'new' AND word = 'confirmed'"),
		2);
	assert_int_equal(sum("unit = 1 AND dimension = 'agent' AND subject = '1'"), 2);
	assert_int_equal(sum("unit = 0 AND dimension = 'product' AND subject = 'Desk Lamp'"), 7);
	fold(NULL, 1000);
	assert_int_equal(sum("unit = 0 AND dimension = 'product' AND subject = 'Desk Lamp'"), 7);
	assert_int_equal(ask_sql("SELECT COUNT(*) FROM work_counters WHERE company_id = 2"), 0);
}

/* 22:30 UTC on 31 December is the next year in Dubai. */
static void days_and_hours_are_the_company_s(void **state)
{
	(void)state;
	test_clock_us = INT64_C(1830292200) * US_PER_SECOND; /* 2027-12-31T22:30Z */
	work(AGENT_1, ORDER_CONFIRMED, NULL);
	fold("Europe/London", 100);
	assert_int_equal(sum("unit = 0 AND dimension = 'hour' AND subject = '22'"), 2);
	assert_int_equal(sum("unit = 0 AND dimension = 'day' AND day = 21183"), 2);
	/* Another zone: the same work, at other hours of another day. */
	fold("Asia/Dubai", 100);
	assert_int_equal(sum("unit = 0 AND dimension = 'hour' AND subject = '2'"), 2);
	assert_int_equal(sum("unit = 0 AND dimension = 'day' AND day = 21184"), 2);
	assert_int_equal(sum("unit = 0 AND dimension = 'day'"), 2);
}

static void rows_that_are_gone_count_for_nothing(void **state)
{
	(void)state;
	work(AGENT_1, ORDER_CONFIRMED, NULL);
	fold(NULL, 100);
	assert_true(sum("unit = 0") > 0);
	ask_sql("DELETE FROM order_status_history");
	fold(NULL, 100);
	assert_int_equal(sum("1 = 1"), 0);
}

static void edit_as(enum who who, int64_t id, const struct order_edit *edit)
{
	struct unit unit;
	struct cx *cx = open_as(&unit, 1, who);
	struct order order;

	MUST(order_edit(cx, arena_format(cx->arena, "%lld", (long long)id), edit, &order));
	commit(&unit);
}

#define AREA(name) "dimension = 'area' AND subject = '" name "'"
#define PRODUCT(name) "dimension = 'product' AND subject = '" name "'"

/* What is summed up already moves, what is not is summed up as it is then: rows and sums agree. */
static void a_correction_moves_what_is_summed_up(void **state)
{
	int64_t id;

	(void)state;
	order_hook(&work_order_hooks);
	id = work(AGENT_1, ORDER_NO_RESPONSE, NULL);
	work(AGENT_1, ORDER_CONFIRMED, NULL);
	fold(NULL, 100);
	assert_int_equal(change_as(AGENT_1, id, &(struct order_change){.to = ORDER_CONFIRMED}), OK);
	edit_as(MANAGER, id, &(struct order_edit){.area = "Mirdif"});
	assert_int_equal(sum("unit = 0 AND " AREA("Dubai Marina")), 2);
	assert_int_equal(sum("unit = 0 AND " AREA("Mirdif")), 2);
	assert_int_equal(sum("unit = 1 AND word = 'in' AND " AREA("Mirdif")), 1);
	assert_int_equal(sum("unit = -1 AND word = 'no_response' AND " AREA("Mirdif")), 1);
	assert_int_equal(sum("unit = -1 AND word = 'no_response' AND " AREA("Dubai Marina")), 0);
	fold(NULL, 100);
	assert_int_equal(sum("unit = 0 AND word = 'confirmed' AND " AREA("Mirdif")), 1);
	assert_int_equal(sum("unit = 0 AND " PRODUCT("Desk Lamp")), 5);
	edit_as(MANAGER, id, &(struct order_edit){.product_name = "Floor Lamp"});
	assert_int_equal(sum("unit = 0 AND " PRODUCT("Desk Lamp")), 2);
	assert_int_equal(sum("unit = 1 AND " PRODUCT("Floor Lamp")), 3);
	/* Nothing else moved, and what is made anew is the same. */
	assert_int_equal(sum("unit = 0 AND dimension = 'day'"), 5);
	edit_as(MANAGER, id, &(struct order_edit){.landmark = "Near the mosque"});
	fold("Europe/London", 100);
	assert_int_equal(sum("unit = 1 AND " PRODUCT("Floor Lamp")), 3);
	assert_int_equal(sum("unit = 0 AND " AREA("Mirdif")), 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(sums_are_what_the_rows_say, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			days_and_hours_are_the_company_s, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			rows_that_are_gone_count_for_nothing, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			a_correction_moves_what_is_summed_up, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

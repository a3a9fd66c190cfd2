/* rollup_test.c - whose day an order counts for, what comes late, and counting anew (S0-DB-08). */
/* SPDX-License-Identifier: MIT */
#include "../orders/order_support.h"

#include "domains/performance/performance_internal.h"

/* 2026-11-25, 12:00 in Dubai. */
#define NOON_US (INT64_C(1795593600) * US_PER_SECOND)
#define TODAY INT64_C(20782)

static void count(void)
{
	struct unit unit;
	struct cx *cx = open_as(&unit, 1, MANAGER);

	MUST(performance_jobs[0].run(cx, &(struct job){.attempt = 1}));
	unit_close(&unit);
}

static int64_t count_anew(void)
{
	struct unit unit;
	struct cx *cx = open_as(&unit, 1, MANAGER);
	int64_t days;

	MUST(performance_rebuild(cx, 0, 0, &days));
	unit_close(&unit);
	return days;
}

static int64_t of(int64_t agent_id, int64_t day, const char *column)
{
	const int64_t value = ask_format("SELECT %s FROM agent_performance_metrics"
					 " WHERE company_id = 1 AND agent_id = %lld AND day = %lld",
		column, (long long)agent_id, (long long)day);

	return value < 0 ? 0 : value; /* no row: nothing was done */
}

static void set_status(enum who who, int64_t order_id, enum order_status to)
{
	const struct order_change change = {.to = to, .cancellation_reason = "price_concerns"};

	assert_int_equal(change_as(who, order_id, &change), OK);
}

static int start(void **state)
{
	const int outcome = set_up(state);

	test_clock_us = NOON_US;
	return outcome;
}

static void an_order_counts_once_a_day_with_its_last_result(void **state)
{
	const int64_t order = make_order(1);

	(void)state;
	set_status(AGENT_1, order, ORDER_NO_RESPONSE);
	count();
	assert_int_equal(of(1, TODAY, "total_orders_handled"), 0);
	set_status(AGENT_1, order, ORDER_POSTPONED);
	count();
	assert_int_equal(of(1, TODAY, "orders_postponed"), 1);
	set_status(AGENT_1, order, ORDER_CONFIRMED);
	count();
	assert_int_equal(of(1, TODAY, "orders_postponed"), 0);
	assert_int_equal(of(1, TODAY, "orders_confirmed"), 1);
	assert_int_equal(of(1, TODAY, "total_orders_handled"), 1);
	set_status(AGENT_1, order, ORDER_CLOSED);
	count();
	assert_int_equal(of(1, TODAY, "orders_confirmed"), 1);
}

static void whoever_changes_it_last_has_it_and_other_days_stay(void **state)
{
	const int64_t order = make_order(1);

	(void)state;
	set_status(AGENT_1, order, ORDER_POSTPONED);
	count();
	set_status(SUPERVISOR, order, ORDER_CANCELLED);
	count();
	assert_int_equal(of(1, TODAY, "total_orders_handled"), 0);
	assert_int_equal(of(SUPERVISOR, TODAY, "orders_cancelled"), 1);
	test_clock_us = NOON_US + US_PER_DAY;
	set_status(SUPERVISOR, order, ORDER_UNDER_REVIEW);
	set_status(AGENT_1, order, ORDER_CONFIRMED);
	count();
	assert_int_equal(of(SUPERVISOR, TODAY, "orders_cancelled"), 1);
	assert_int_equal(of(1, TODAY + 1, "orders_confirmed"), 1);
	assert_int_equal(of(SUPERVISOR, TODAY + 1, "total_orders_handled"), 0);
}

static void a_day_ends_at_the_companys_midnight(void **state)
{
	const int64_t order = make_order(1);

	(void)state;
	test_clock_us = NOON_US + 11 * US_PER_HOUR + 59 * US_PER_MINUTE;
	set_status(AGENT_1, order, ORDER_POSTPONED);
	test_clock_us += 2 * US_PER_MINUTE;
	set_status(AGENT_1, order, ORDER_CONFIRMED);
	count();
	assert_int_equal(of(1, TODAY, "orders_postponed"), 1);
	assert_int_equal(of(1, TODAY + 1, "orders_confirmed"), 1);
}

static void add_contact(int64_t id, int64_t order, const char *status, int64_t follow_up_us)
{
	ask_format("INSERT INTO customer_interactions (company_id, id, order_id, agent_id,"
		   " customer_id, interaction_type, interaction_time, resolution_status,"
		   " follow_up_date, created_at) SELECT 1, %lld, o.id, 1, o.customer_id, 'call',"
		   " %lld, '%s', NULLIF(%lld, 0), 0 FROM orders o"
		   " WHERE o.company_id = 1 AND o.id = %lld",
		(long long)id, (long long)test_clock_us, status, (long long)follow_up_us,
		(long long)order);
}

static void a_contact_counts_when_it_is_due_unless_it_was_taken_up(void **state)
{
	const int64_t first = make_order(1), second = make_order(1);

	(void)state;
	add_contact(1, first, "pending", NOON_US + US_PER_HOUR);
	add_contact(2, second, "follow_up_required", NOON_US + US_PER_HOUR);
	count();
	assert_int_equal(of(1, TODAY, "contacts"), 0);
	test_clock_us = NOON_US + US_PER_HOUR / 2;
	add_contact(3, second, "resolved", 0);
	count();
	assert_int_equal(of(1, TODAY, "contacts"), 1);
	test_clock_us = NOON_US + 2 * US_PER_HOUR;
	count(); /* nothing new, but its time has come */
	assert_int_equal(of(1, TODAY, "contacts"), 2);
	assert_int_equal(of(1, TODAY, "contacts_resolved"), 1);
}

/* Eight calls that nobody takes are no eight customers left without an answer. */
static void a_call_that_reached_nobody_is_no_contact(void **state)
{
	const int64_t order = make_order(1);

	(void)state;
	add_contact(1, order, "pending", 0);
	add_contact(2, order, "pending", 0);
	add_contact(3, order, "pending", NOON_US + US_PER_HOUR);
	ask_sql("UPDATE customer_interactions SET is_automatic = 1 WHERE id > 1");
	count();
	assert_int_equal(of(1, TODAY, "contacts"), 1); /* somebody wrote it down */
	test_clock_us = NOON_US + 2 * US_PER_HOUR;
	count();
	assert_int_equal(of(1, TODAY, "contacts"), 2); /* it was agreed upon, and is due */
}

static void a_customer_who_comes_back_within_a_week_undoes_the_first_call(void **state)
{
	const int64_t order = make_order(1), other = make_order(1);

	(void)state;
	add_contact(1, order, "resolved", 0);
	add_contact(2, other, "resolved", 0);
	count();
	assert_int_equal(of(1, TODAY, "contacts_first"), 2);
	for (int64_t i = 0; i < 2; i++) {
		const int64_t at_us = NOON_US + (i ? 8 : 6) * US_PER_DAY;

		test_clock_us = at_us;
		ask_format("INSERT INTO communications (company_id, id, order_id, customer_id,"
			   " channel, direction, at_us, created_us) SELECT 1, %lld, o.id,"
			   " o.customer_id, 'sms', 'inbound', %lld, 0 FROM orders o"
			   " WHERE o.company_id = 1 AND o.id = %lld",
			(long long)(i + 1), (long long)at_us, (long long)(i ? other : order));
		count();
		assert_int_equal(of(1, TODAY, "contacts_first"), 1);
	}
	assert_int_equal(of(1, TODAY, "contacts_resolved"), 2);
}

static void counting_anew_gives_the_same_and_drops_what_cannot_be(void **state)
{
	const int64_t order = make_order(1);
	(void)state;
	set_status(AGENT_1, order, ORDER_CONFIRMED);
	count();
	ask_sql("UPDATE agent_performance_metrics SET orders_confirmed = 7, calls = 7");
	ask_sql("INSERT INTO agent_performance_metrics (company_id, id, agent_id, day, calls,"
		" created_at, updated_us) VALUES (1, 900, 2, 5, 3, 0, 0)");
	assert_int_equal(count_anew(), 1);
	assert_int_equal(of(1, TODAY, "orders_confirmed"), 1);
	assert_int_equal(of(1, TODAY, "calls"), 0);
	assert_int_equal(ask_sql("SELECT COUNT(*) FROM agent_performance_metrics"), 1);
}

static void another_company_is_not_touched(void **state)
{
	const int64_t order = make_order(1);

	(void)state;
	ask_sql("INSERT INTO agent_performance_metrics (company_id, id, agent_id, day, calls,"
		" created_at, updated_us) VALUES (2, 1, 1, 20782, 3, 0, 0)");
	set_status(AGENT_1, order, ORDER_CONFIRMED);
	assert_int_equal(count_anew(), 1);
	assert_int_equal(
		ask_sql("SELECT calls FROM agent_performance_metrics WHERE company_id = 2"), 3);
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, start, tear_down)
	const struct CMUnitTest tests[] = {
		CASE(an_order_counts_once_a_day_with_its_last_result),
		CASE(whoever_changes_it_last_has_it_and_other_days_stay),
		CASE(a_day_ends_at_the_companys_midnight),
		CASE(a_contact_counts_when_it_is_due_unless_it_was_taken_up),
		CASE(a_call_that_reached_nobody_is_no_contact),
		CASE(a_customer_who_comes_back_within_a_week_undoes_the_first_call),
		CASE(counting_anew_gives_the_same_and_drops_what_cannot_be),
		CASE(another_company_is_not_touched),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

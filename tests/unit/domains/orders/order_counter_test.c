/* order_counter_test.c - maintained numbers equal a recount, whatever happened (C.7.4). */
#include "order_support.h"

#define STEPS 2000

static uint32_t random_state = 42;

static unsigned roll(unsigned sides)
{
	random_state = random_state * 1664525U + 1013904223U;
	return (random_state >> 8) % sides;
}

static int64_t orders_made;

static void create(struct cx *cx)
{
	struct order_new wanted = wish("Ahmed Karim", NULL);
	struct order order;

	wanted.customer_phone = arena_format(cx->arena, "050 400 %04u", roll(40));
	wanted.agent_id = (int64_t)roll(5) - 1;
	wanted.department_id = (int64_t)roll(3);
	wanted.high = roll(5) == 0;
	wanted.quiet = true;
	wanted.created_us = (struct opt_int){cx->now_us - (int64_t)roll(5) * US_PER_DAY, true};
	MUST(order_create(cx, &wanted, &order));
	orders_made = order.id;
}

static enum err change(struct cx *cx, const char *key)
{
	struct order_changed changed;

	return order_change(cx, key,
		&(struct order_change){.to = (enum order_status)roll(ORDER_STATUS_COUNT),
			.cancellation_reason = roll(2) ? "price_concerns" : NULL,
			.follow_up = roll(8) == 0,
			.note = roll(4) ? NULL : "note"},
		&changed);
}

static enum err reassign(struct cx *cx, const char *key)
{
	struct reassign_request request;
	struct order order;

	return reassign_order(cx, key,
		&(struct reassign){.reason = "why not",
			.agent_key = roll(3) ? arena_format(cx->arena, "%u", 1 + roll(4)) : NULL},
		&order, &request);
}

static enum err edit(struct cx *cx, const char *key)
{
	struct order order;

	return order_edit(cx, key,
		&(struct order_edit){.priority = order_priority_words[roll(2)],
			.customer_phone =
				roll(2) ? arena_format(cx->arena, "050 400 %04u", roll(40)) : NULL},
		&order);
}

/* Something that may or may not be allowed; what is refused is rolled back as a whole. */
static void step(void)
{
	const unsigned what = roll(10);
	struct unit unit;
	struct cx *cx = open_as(&unit, 1, what == 0 ? MANAGER : (enum who)(1 + roll(5)));
	const char *key = key_of(cx, 1 + (int64_t)roll((unsigned)orders_made + 1));
	enum err err = OK;

	if (what == 0)
		create(cx);
	else if (what < 7)
		err = change(cx, key);
	else if (what < 9)
		err = reassign(cx, key);
	else
		err = edit(cx, key);
	if (err == OK)
		commit(&unit);
	else
		unit_close(&unit);
	assert_true(err == OK || err == ERR_STATE || err == ERR_INVALID || err == ERR_NOT_FOUND ||
		err == ERR_CONFLICT || err == ERR_DENIED);
}

/* Rows that the recount has and the counters have not, or the other way round. */
static void check_counters(const char *day, const char *agent, const char *department)
{
	const int64_t wrong = ask_format(
		"WITH said AS (SELECT day, agent_id, department_id, status, priority, n"
		"  FROM order_counters WHERE company_id = 1 AND n <> 0 AND %s),"
		" counted AS (SELECT %s AS day, %s AS agent_id, %s AS department_id, status, "
		"priority,"
		"  COUNT(*) AS n FROM orders WHERE company_id = 1 GROUP BY 1, 2, 3, 4, 5)"
		" SELECT (SELECT COUNT(*) FROM (SELECT * FROM said EXCEPT SELECT * FROM counted))"
		" + (SELECT COUNT(*) FROM (SELECT * FROM counted EXCEPT SELECT * FROM said))",
		*agent == '-'
			? (*day == '0' ? "agent_id = -1 AND day = 0" : "agent_id = -1 AND day <> 0")
			: (*day == '0' ? "agent_id <> -1 AND day = 0"
				       : "agent_id <> -1 AND day <> 0"),
		day, agent, department);

	if (wrong != 0)
		fail_msg("%lld counters of day %s, agent %s differ", (long long)wrong, day, agent);
}

static void counters_equal_a_recount_after_random_work(void **state)
{
	static const char *const whose = "COALESCE(assigned_agent_id, 0)";
	static const char *const pool =
		"CASE WHEN assigned_agent_id IS NULL THEN COALESCE(department_id, 0) ELSE 0 END";
	struct unit unit;
	struct cx *cx = open_as(&unit, 1, MANAGER);

	(void)state;
	create(cx);
	commit(&unit);
	for (int i = 0; i < STEPS; i++)
		step();
	assert_true(orders_made > STEPS / 20);
	check_counters("0", whose, pool);
	check_counters("created_day", whose, pool);
	check_counters("0", "-1", "0");
	check_counters("created_day", "-1", "0");
	assert_int_equal(ask_sql("SELECT COUNT(*) FROM order_counters WHERE n < 0"), 0);
	assert_int_equal(ask_sql("SELECT COUNT(*) FROM agents a WHERE open_orders <> (SELECT "
				 "COUNT(*) FROM orders o"
				 " WHERE o.company_id = a.company_id AND o.assigned_agent_id = "
				 "a.id AND o.status IN"
				 " ('new', 'no_response', 'postponed', 'under_review'))"),
		0);
	assert_int_equal(
		ask_sql("SELECT COUNT(*) FROM customers c WHERE orders_total <> (SELECT COUNT(*) "
			"FROM orders o"
			" WHERE o.company_id = c.company_id AND o.customer_id = c.id)"
			" OR orders_completed <> (SELECT COUNT(*) FROM orders o WHERE o.company_id "
			"="
			" c.company_id AND o.customer_id = c.id AND o.status = 'closed')"
			" OR orders_cancelled <> (SELECT COUNT(*) FROM orders o WHERE o.company_id "
			"="
			" c.company_id AND o.customer_id = c.id AND o.status = 'cancelled')"),
		0);
	/* Every row of the history but the first is one order:updated with a previous status. */
	assert_int_equal(ask_sql("SELECT COUNT(*) FROM order_status_history WHERE previous_status "
				 "IS NOT NULL"),
		ask_sql("SELECT COUNT(*) FROM events WHERE type = 'order:updated'"
			" AND data LIKE '%previous_status%'"));
	assert_int_equal(
		ask_sql("SELECT COUNT(*) FROM order_status_history WHERE previous_status IS NULL"),
		ask_sql("SELECT COUNT(*) FROM events WHERE type = 'order:created'"));
	assert_int_equal(
		ask_sql("SELECT COUNT(*) FROM callbacks c JOIN orders o ON o.id = c.order_id"
			" WHERE c.agent_id <> o.assigned_agent_id"),
		0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			counters_equal_a_recount_after_random_work, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

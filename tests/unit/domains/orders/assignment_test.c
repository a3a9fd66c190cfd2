/* assignment_test.c - orders go to whoever has least to do (IMP-ORD-12). */
#include "order_support.h"

static int64_t load_of(int agent)
{
	return ask_format("SELECT open_orders FROM agents WHERE company_id = 1 AND id = %d", agent);
}

static void loads_stay_within_one_of_each_other(void **state)
{
	(void)state;
	for (int i = 0; i < 50; i++)
		make_order(0);
	assert_int_equal(load_of(1), 17);
	assert_int_equal(load_of(2), 17);
	assert_int_equal(load_of(3), 16);
	assert_int_equal(load_of(4), 0); /* takes no orders */
}

static void full_absent_and_inactive_agents_are_passed_by(void **state)
{
	(void)state;
	ask_sql("UPDATE agents SET order_capacity = 3 WHERE company_id = 1 AND id = 1");
	ask_sql("UPDATE agent_presence SET status = 'on_leave' WHERE company_id = 1 AND agent_id = "
		"2");
	for (int i = 0; i < 10; i++)
		make_order(0);
	assert_int_equal(load_of(1), 3);
	assert_int_equal(load_of(2), 0);
	assert_int_equal(load_of(3), 7);

	/* Nobody present has room: better an absent agent than nobody. */
	ask_sql("UPDATE agents SET is_active = 0 WHERE company_id = 1 AND id = 3");
	make_order(0);
	assert_int_equal(load_of(2), 1);

	ask_sql("UPDATE agents SET order_capacity = 1 WHERE company_id = 1 AND id = 2");
	make_order(0);
	assert_int_equal(ask_sql("SELECT COUNT(*) FROM orders WHERE assigned_agent_id IS NULL"), 1);
}

static void an_order_of_a_department_stays_in_it(void **state)
{
	(void)state;
	for (int i = 0; i < 5; i++) {
		struct order_new wanted = wish("Ahmed", "0501231234");
		struct order order;
		struct unit unit;
		struct cx *cx = open_as(&unit, 1, MANAGER);

		wanted.department_id = 2;
		MUST(order_create(cx, &wanted, &order));
		assert_int_equal(order.agent_id, 3);
		commit(&unit);
	}
}

static void closing_orders_makes_room(void **state)
{
	const int64_t id = make_order(1);

	(void)state;
	assert_int_equal(load_of(1), 1);
	assert_int_equal(change_as(AGENT_1, id, &(struct order_change){.to = ORDER_CONFIRMED}), OK);
	assert_int_equal(load_of(1), 0);
	assert_int_equal(
		change_as(AGENT_1, id, &(struct order_change){.to = ORDER_UNDER_REVIEW}), OK);
	assert_int_equal(load_of(1), 1);
}

static int64_t is_state(const char *status, const char *source)
{
	return ask_format(
		"SELECT COUNT(*) FROM agent_presence WHERE company_id = 1 AND agent_id = 1"
		" AND status = '%s' AND source = '%s'",
		status, source);
}

/* Agent 1 is at work. */
static void log_in(void)
{
	ask_sql("INSERT INTO auth_sessions (company_id, id, user_id, surface, token_salt, csrf,"
		" last_seen_us, expires_us, refresh_expires_us, created_us) VALUES"
		" (1, 1, 1, 'panel', 'x', 'x', 4000000000000000, 4000000000000000,"
		" 4000000000000000, 0)");
}

static void who_has_all_it_may_have_is_busy(void **state)
{
	int64_t id;

	(void)state;
	ask_sql("UPDATE agents SET order_capacity = 2 WHERE company_id = 1 AND id = 1");
	log_in();
	make_order(1);
	assert_int_equal(is_state("available", "system"), 1);
	id = make_order(1);
	assert_int_equal(is_state("busy", "capacity"), 1);
	make_order(1);
	assert_int_equal(change_as(AGENT_1, id, &(struct order_change){.to = ORDER_CONFIRMED}), OK);
	assert_int_equal(is_state("busy", "capacity"), 1);
	ask_sql("UPDATE agents SET order_capacity = 3 WHERE company_id = 1 AND id = 1");
	make_order(1);
	assert_int_equal(is_state("busy", "capacity"), 1);
	assert_int_equal(ask_sql("SELECT COUNT(*) FROM agent_presence_log"), 1);
	assert_int_equal(
		ask_sql("SELECT COUNT(*) FROM events WHERE type = 'agent:status_changed'"), 1);
}

static void room_again_is_available_again(void **state)
{
	int64_t id;

	(void)state;
	ask_sql("UPDATE agents SET order_capacity = 1 WHERE company_id = 1 AND id = 1");
	log_in();
	id = make_order(1);
	assert_int_equal(is_state("busy", "capacity"), 1);
	assert_int_equal(change_as(AGENT_1, id, &(struct order_change){.to = ORDER_CONFIRMED}), OK);
	assert_int_equal(is_state("available", "return"), 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(loads_stay_within_one_of_each_other),
		TEST(full_absent_and_inactive_agents_are_passed_by),
		TEST(an_order_of_a_department_stays_in_it),
		TEST(closing_orders_makes_room),
		TEST(who_has_all_it_may_have_is_busy),
		TEST(room_again_is_available_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

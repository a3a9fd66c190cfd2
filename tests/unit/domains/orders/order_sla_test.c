/* order_sla_test.c - times kept and missed, by the clock alone (IMP-MGR-04, S0-ROLE-23). */
/* SPDX-License-Identifier: MIT */
#include "order_support.h"

#include "platform/jobs/jobs.h"

/* One policy for company 1: an hour to respond, four to decide. */
static void make_policy(void)
{
	ask_sql("INSERT INTO sla_policies (company_id, id, name, name_key, subject_type,"
		" response_minutes, resolution_minutes, created_us, updated_us)"
		" VALUES (1, 1, 'P', 'p', 'order', 60, 240, 0, 0)");
}

/* Supervisors of team 1, as far as notifications ask. */
static void make_supervisor(void)
{
	ask_sql("INSERT INTO roles (company_id, id, code, name, scope, built_in, created_us,"
		" updated_us) VALUES (1, 1, 'lead', 'Lead', 'team', 0, 0, 0)");
	ask_sql("INSERT INTO role_permissions VALUES (1, 1, 'orders.reassign')");
	ask_sql("INSERT INTO user_roles (company_id, user_id, role_id) VALUES (1, 4, 1)");
}

static void run_job(void)
{
	struct unit unit;
	struct cx *cx = open_as(&unit, 1, MANAGER);

	must(cx, order_sla_run(cx, &(struct job){.attempt = 1}), "order_sla_run");
	commit(&unit);
}

static struct order read_order(int64_t id)
{
	struct unit unit;
	struct cx *cx = open_as(&unit, 1, MANAGER);
	struct order order;

	MUST(order_store_get(cx, id, 0, &order));
	unit_close(&unit);
	return order; /* its numbers; texts are gone */
}

static int64_t events_of(const char *kind)
{
	return ask_format("SELECT COUNT(*) FROM sla_events WHERE kind = '%s'", kind);
}

static void an_order_without_a_policy_has_none(void **state)
{
	const int64_t id = make_order(1);

	(void)state;
	assert_int_equal(read_order(id).sla.state, SLA_NONE);
	run_job();
	assert_int_equal(read_order(id).version, 1);
}

static void what_is_done_in_time_is_kept(void **state)
{
	int64_t id;
	struct order order;

	(void)state;
	make_policy();
	test_clock_us = clock_now_us();
	id = make_order(1);
	assert_int_equal(read_order(id).sla.state, SLA_RUNNING);
	test_clock_us += 59 * US_PER_MINUTE;
	assert_int_equal(
		change_as(AGENT_1, id, &(struct order_change){.to = ORDER_NO_RESPONSE}), OK);
	order = read_order(id);
	assert_int_equal(order.sla.state, SLA_RUNNING);
	assert_int_equal(order.sla.next_us.value, order.sla.resolution_due_us.value);
	test_clock_us += 2 * US_PER_HOUR;
	run_job();
	assert_int_equal(change_as(AGENT_1, id, &(struct order_change){.to = ORDER_CONFIRMED}), OK);
	order = read_order(id);
	assert_int_equal(order.sla.state, SLA_KEPT);
	assert_false(order.sla.next_us.given);
	test_clock_us += 9 * US_PER_HOUR;
	run_job();
	assert_int_equal(ask_sql("SELECT COUNT(*) FROM sla_events"), 0);
}

static void each_time_that_passes_is_noticed_once(void **state)
{
	int64_t id, other;

	(void)state;
	make_policy();
	make_supervisor();
	test_clock_us = clock_now_us();
	id = make_order(1);
	other = make_order(2);
	test_clock_us += US_PER_HOUR - 1;
	run_job();
	assert_int_equal(events_of("response"), 0);
	test_clock_us += 1;
	run_job();
	run_job();
	assert_int_equal(events_of("response"), 2);
	assert_int_equal(read_order(id).sla.state, SLA_BREACHED);
	assert_int_equal(read_order(id).version, 2);
	/* Two orders of one team: one notification. */
	assert_int_equal(
		ask_sql("SELECT COUNT(*) FROM notifications WHERE type = 'sla_breached'"), 1);
	assert_int_equal(ask_sql("SELECT COUNT(*) FROM events WHERE type = 'order:updated'"), 2);

	test_clock_us += 3 * US_PER_HOUR;
	run_job();
	assert_int_equal(events_of("resolution"), 2);
	assert_int_equal(read_order(other).version, 3);
	test_clock_us += US_PER_DAY;
	run_job();
	assert_int_equal(read_order(other).version, 3);
	assert_int_equal(ask_sql("SELECT COUNT(*) FROM sla_events"), 4);
}

static void who_is_late_before_the_job_looks_is_late(void **state)
{
	int64_t id;

	(void)state;
	make_policy();
	test_clock_us = clock_now_us();
	id = make_order(1);
	test_clock_us += 5 * US_PER_HOUR;
	assert_int_equal(change_as(AGENT_1, id, &(struct order_change){.to = ORDER_CONFIRMED}), OK);
	assert_int_equal(read_order(id).sla.state, SLA_BREACHED);
	assert_int_equal(read_order(id).version, 2);
	run_job();
	assert_int_equal(ask_sql("SELECT COUNT(*) FROM sla_events"), 2);
	assert_int_equal(read_order(id).version, 2);
}

static void a_suspended_company_is_left_alone(void **state)
{
	int64_t id;

	(void)state;
	make_policy();
	test_clock_us = clock_now_us();
	id = make_order(1);
	ask_sql("UPDATE companies SET status = 'suspended' WHERE id = 1");
	test_clock_us += 2 * US_PER_HOUR;
	run_job();
	assert_int_equal(ask_format("SELECT version FROM orders WHERE company_id = 1 AND id = %lld",
				 (long long)id),
		1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			an_order_without_a_policy_has_none, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_is_done_in_time_is_kept, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			each_time_that_passes_is_noticed_once, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			who_is_late_before_the_job_looks_is_late, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			a_suspended_company_is_left_alone, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

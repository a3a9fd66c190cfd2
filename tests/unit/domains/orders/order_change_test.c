/* order_change_test.c - creating orders and setting their status (S0-DB-05, S0-DB-06, C.7.3). */
#include "order_support.h"

static int64_t count_rows(const char *table, int64_t order_id)
{
	return ask_format("SELECT COUNT(*) FROM %s WHERE company_id = 1 AND order_id = %lld", table,
		(long long)order_id);
}

static int64_t count_events(const char *type, int64_t order_id)
{
	return ask_format("SELECT COUNT(*) FROM events WHERE company_id = 1 AND type = '%s'"
			  " AND subject_type = 'order' AND subject_id = %lld",
		type, (long long)order_id);
}

static void creating_writes_everything_once(void **state)
{
	const int64_t id = make_order(0);
	struct unit unit;
	struct cx *cx = open_as(&unit, 1, MANAGER);
	struct order order;

	(void)state;
	MUST(order_by_key(cx, key_of(cx, id), &order));
	assert_int_equal(order.status, ORDER_NEW);
	assert_true(order.agent_id >= 1 && order.agent_id <= 3);
	assert_string_equal(order.product_name, "Desk Lamp");
	assert_string_equal(order.seller_name, "Light House");
	assert_int_equal(count_rows("order_status_history", id), 1);
	assert_int_equal(count_rows("order_search_pending", id), 1);
	assert_int_equal(count_events("order:created", id), 1);
	assert_int_equal(ask_sql("SELECT SUM(n) FROM order_counters WHERE company_id = 1"), 4);
	assert_int_equal(ask_sql("SELECT SUM(open_orders) FROM agents"), 1);
	assert_int_equal(ask_sql("SELECT COUNT(*) FROM notifications"), 1);
	unit_close(&unit);
}

static void creating_names_every_missing_field(void **state)
{
	struct unit unit;
	struct cx *cx = open_as(&unit, 1, MANAGER);
	struct order_new wanted = {.price_minor = -1, .quantity = -1, .currency = "XXQ"};
	struct order order;
	int faults = 0;

	(void)state;
	assert_int_equal(order_create(cx, &wanted, &order), ERR_INVALID);
	for (const struct field_fault *fault = cx->failure.fields; fault; fault = fault->next)
		faults++;
	assert_int_equal(faults, 6);
	unit_close(&unit);
}

static void the_same_shop_number_is_one_order(void **state)
{
	struct order_new wanted = wish("Ahmed", "0501112222");
	struct order first, second;
	struct unit unit;
	struct cx *cx = open_as(&unit, 1, MANAGER);

	(void)state;
	wanted.source = "shopify";
	wanted.external_code = "SHP-1";
	MUST(order_create(cx, &wanted, &first));
	assert_int_equal(order_create(cx, &wanted, &second), ERR_CONFLICT);
	assert_int_equal(second.id, first.id);
	fail_clear(cx);
	wanted.source = "woocommerce";
	MUST(order_create(cx, &wanted, &second));
	assert_int_not_equal(second.id, first.id);
	commit(&unit);
}

static void one_change_is_one_row_and_one_event(void **state)
{
	const int64_t id = make_order(1);
	struct order_changed changed;
	struct unit unit;
	struct cx *cx = open_as(&unit, 1, AGENT_1);

	(void)state;
	MUST(order_change(cx, key_of(cx, id),
		&(struct order_change){.to = ORDER_CONFIRMED, .note = "said yes"}, &changed));
	assert_int_equal(changed.order.version, 2);
	assert_string_equal(changed.history.previous_status, "new");
	assert_string_equal(changed.history.new_status, "confirmed");
	assert_false(changed.history.customer_notified);
	commit(&unit);

	cx = open_as(&unit, 1, MANAGER);
	assert_int_equal(count_rows("order_status_history", id), 2);
	assert_int_equal(count_events("order:updated", id), 1);
	assert_int_equal(count_rows("order_notes", id), 1);
	assert_int_equal(
		ask_sql("SELECT open_orders FROM agents WHERE company_id = 1 AND id = 1"), 0);
	unit_close(&unit);
}

static void a_refused_change_writes_nothing(void **state)
{
	static const struct {
		const char *name;
		enum who who;
		struct order_change change;
		enum err err;
	} cases[] = {
		{"reason", AGENT_1, {.to = ORDER_CANCELLED}, ERR_INVALID},
		{"version", AGENT_1, {.to = ORDER_CONFIRMED, .version = {7, true}}, ERR_CONFLICT},
		{"move", AGENT_1, {.to = ORDER_CLOSED}, ERR_STATE},
		{"to new", AGENT_1, {.to = ORDER_NEW}, ERR_STATE},
		{"colleague", AGENT_2, {.to = ORDER_CONFIRMED}, ERR_NOT_FOUND},
		{"past follow-up", AGENT_1,
			{.to = ORDER_POSTPONED, .follow_up = true, .follow_up_us = {5, true}},
			ERR_INVALID},
		{"past attempt", AGENT_1, {.to = ORDER_NO_RESPONSE, .next_attempt_us = {5, true}},
			ERR_INVALID},
	};
	const int64_t id = make_order(1);
	struct unit unit;
	struct cx *cx;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct order_changed changed;

		cx = open_as(&unit, 1, cases[i].who);
		assert_case(order_change(cx, key_of(cx, id), &cases[i].change, &changed) ==
				cases[i].err,
			cases[i].name);
		if (cases[i].err == ERR_CONFLICT)
			assert_non_null(strstr(cx->failure.current_json, "\"status\":\"new\""));
		if (cases[i].err == ERR_STATE)
			assert_true(word_index(cx->failure.allowed, "confirmed") >= 0);
		commit(&unit); /* even a unit that goes on keeps nothing of it */
	}
	cx = open_as(&unit, 1, MANAGER);
	assert_int_equal(count_rows("order_status_history", id), 1);
	assert_int_equal(count_rows("follow_ups", id), 0);
	assert_int_equal(ask_format("SELECT version FROM orders WHERE company_id = 1 AND id = %lld",
				 (long long)id),
		1);
	unit_close(&unit);
}

static void attempts_count_calls_in_a_row(void **state)
{
	const int64_t id = make_order(1);
	struct unit unit;
	struct cx *cx;
	struct order order;

	(void)state;
	test_clock_us = INT64_C(1795000000) * US_PER_SECOND;
	for (int i = 0; i < 2; i++)
		assert_int_equal(
			change_as(AGENT_1, id, &(struct order_change){.to = ORDER_NO_RESPONSE}),
			OK);
	cx = open_as(&unit, 1, AGENT_1);
	MUST(order_by_key(cx, key_of(cx, id), &order));
	assert_int_equal(order.attempts, 2);
	assert_int_equal(order.next_attempt_us.value, test_clock_us + 4 * US_PER_HOUR);
	unit_close(&unit);

	assert_int_equal(change_as(AGENT_1, id, &(struct order_change){.to = ORDER_POSTPONED}), OK);
	cx = open_as(&unit, 1, AGENT_1);
	MUST(order_by_key(cx, key_of(cx, id), &order));
	assert_int_equal(order.attempts, 0);
	assert_false(order.next_attempt_us.given);
	unit_close(&unit);
}

static void a_follow_up_falls_on_the_time_that_was_said(void **state)
{
	static const struct {
		const char *name;
		struct opt_int follow_up, postponed;
		int64_t due;
	} cases[] = {
		{"follow_up_at", {INT64_C(2000000000000000), true},
			{INT64_C(2100000000000000), true}, INT64_C(2000000000000000)},
		{"postponed_until", {0}, {INT64_C(2100000000000000), true},
			INT64_C(2100000000000000)},
		{"next working day", {0}, {0}, 0},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const int64_t id = make_order(1);
		const struct order_change change = {.to = ORDER_POSTPONED,
			.follow_up = true,
			.follow_up_us = cases[i].follow_up,
			.postponed_until_us = cases[i].postponed};
		struct order_changed changed;
		struct unit unit;
		struct cx *cx = open_as(&unit, 1, AGENT_1);
		const int64_t due = cases[i].due
			? cases[i].due
			: order_next_working_day(cx->actor->company, cx->now_us);

		MUST(order_change(cx, key_of(cx, id), &change, &changed));
		assert_case(
			changed.follow_up.id > 0 && changed.follow_up.due_us == due, cases[i].name);
		commit(&unit);
	}
}

static void who_works_on_an_order_of_the_pool_takes_it(void **state)
{
	const int64_t id = make_order(-1), other = make_order(-1);
	struct unit unit;
	struct cx *cx;
	struct order order;

	(void)state;
	assert_int_equal(
		change_as(AGENT_1, id, &(struct order_change){.to = ORDER_NO_RESPONSE}), OK);
	assert_int_equal(
		change_as(SUPERVISOR, other, &(struct order_change){.to = ORDER_NO_RESPONSE}), OK);
	cx = open_as(&unit, 1, MANAGER);
	MUST(order_by_key(cx, key_of(cx, id), &order));
	assert_int_equal(order.agent_id, 1);
	MUST(order_by_key(cx, key_of(cx, other), &order));
	assert_int_equal(order.agent_id, 0);
	assert_int_equal(count_events("order:removed", id), 1);
	assert_int_equal(count_rows("order_assignments", id), 1);
	assert_int_equal(
		ask_sql("SELECT open_orders FROM agents WHERE company_id = 1 AND id = 1"), 1);
	unit_close(&unit);
	assert_int_equal(change_as(AGENT_2, id, &(struct order_change){.to = ORDER_CONFIRMED}),
		ERR_NOT_FOUND);
}

static void one_bad_order_leaves_the_others(void **state)
{
	const int64_t good = make_order(1), stale = make_order(1), foreign = make_order(2);
	struct order_bulk_item items[5] = {0};
	struct unit unit;
	struct cx *cx = open_as(&unit, 1, AGENT_1);
	const struct order_change change = {.to = ORDER_CONFIRMED, .note = "all of them"};

	(void)state;
	items[0].key = key_of(cx, good);
	items[1].key = key_of(cx, stale);
	items[1].version = (struct opt_int){9, true};
	items[2].key = key_of(cx, foreign);
	items[3].key = "nonsense";
	items[4].key = key_of(cx, good); /* once more: it is confirmed by then */
	MUST(order_bulk_change(cx, &change, items, COUNT(items)));
	assert_int_equal(items[0].err, OK);
	assert_int_equal(items[1].err, ERR_CONFLICT);
	assert_string_equal(items[1].code, "conflict");
	assert_int_equal(items[2].err, ERR_NOT_FOUND);
	assert_int_equal(items[3].err, ERR_NOT_FOUND);
	assert_int_equal(items[4].err, ERR_STATE);
	assert_null(cx->failure.message);
	commit(&unit);

	cx = open_as(&unit, 1, MANAGER);
	assert_int_equal(count_rows("order_status_history", good), 2);
	assert_int_equal(count_rows("order_status_history", stale), 1);
	assert_int_equal(count_rows("order_status_history", foreign), 1);
	assert_int_equal(ask_sql("SELECT COUNT(*) FROM order_notes"), 1);
	unit_close(&unit);
}

static void a_correction_moves_customers_and_counters(void **state)
{
	const int64_t id = make_order(1);
	struct unit unit;
	struct cx *cx = open_as(&unit, 1, MANAGER);
	struct order before, after;
	int64_t customer_id;

	(void)state;
	MUST(order_by_key(cx, key_of(cx, id), &before));
	customer_id = before.customer_id;
	MUST(order_edit(cx, key_of(cx, id),
		&(struct order_edit){.version = {1, true},
			.customer_phone = "050 999 8888",
			.priority = "high",
			.address = "Elsewhere"},
		&after));
	assert_int_not_equal(before.customer_id, after.customer_id);
	assert_string_equal(after.customer_phone, "+971509998888");
	assert_string_equal(after.customer_name, before.customer_name);
	assert_int_equal(
		order_edit(cx, key_of(cx, id),
			&(struct order_edit){.version = {1, true}, .address = "late"}, &after),
		ERR_CONFLICT);
	fail_clear(cx);
	commit(&unit);
	assert_int_equal(ask_sql("SELECT n FROM order_counters WHERE company_id = 1 AND day = 0"
				 " AND agent_id = -1 AND priority = 'high'"),
		1);
	assert_int_equal(
		ask_format("SELECT orders_total FROM customers WHERE company_id = 1 AND id = %lld",
			(long long)customer_id),
		0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(creating_writes_everything_once),
		TEST(creating_names_every_missing_field),
		TEST(the_same_shop_number_is_one_order),
		TEST(one_change_is_one_row_and_one_event),
		TEST(a_refused_change_writes_nothing),
		TEST(attempts_count_calls_in_a_row),
		TEST(a_follow_up_falls_on_the_time_that_was_said),
		TEST(who_works_on_an_order_of_the_pool_takes_it),
		TEST(one_bad_order_leaves_the_others),
		TEST(a_correction_moves_customers_and_counters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* confirmation_test.c - outcomes and the numbers of days stay true through random histories. */
/* SPDX-License-Identifier: MIT */
#include "order_support.h"

static const enum delivery_word {
	NONE,
	PENDING,
	DELIVERED,
	RETURNED,
	LOST
} words[] = {NONE, PENDING, DELIVERED, RETURNED, LOST};

static void what_became_of_it_follows_from_status_and_parcels(void **state)
{
	static const struct {
		enum order_status status;
		struct order_parcels parcels;
		enum order_outcome outcome;
	} rows[] = {
		{ORDER_CONFIRMED, {0}, OUTCOME_NO_PARCEL},
		{ORDER_CLOSED, {0}, OUTCOME_NO_PARCEL},
		{ORDER_UNDER_REVIEW, {0}, OUTCOME_REOPENED},
		{ORDER_CANCELLED, {0}, OUTCOME_CANCELLED},
		{ORDER_CANCELLED, {.returned = 1}, OUTCOME_RETURNED},
		{ORDER_CANCELLED, {.under_way = 1}, OUTCOME_CANCELLED},
		{ORDER_CONFIRMED, {.under_way = 1}, OUTCOME_ON_THE_WAY},
		{ORDER_POSTPONED, {.under_way = 1}, OUTCOME_ON_THE_WAY},
		{ORDER_CONFIRMED, {.lost = 1}, OUTCOME_FAILED},
		{ORDER_CONFIRMED, {.lost = 1, .under_way = 1}, OUTCOME_ON_THE_WAY},
		{ORDER_CLOSED, {.returned = 1, .lost = 1}, OUTCOME_RETURNED},
		{ORDER_CLOSED, {.delivered = 1, .returned = 1}, OUTCOME_DELIVERED},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_int_equal(
			order_outcome_of(rows[i].status, &rows[i].parcels), rows[i].outcome);
}

/* Every number that is not what a recount of the rows gives, or has no row. */
static int64_t wrong_numbers(const char *dimension, const char *column, const char *who)
{
	char rows[400], numbers[400];

	(void)snprintf(rows, sizeof(rows),
		"SELECT day, %s, CAST(%s AS TEXT), outcome, currency, COUNT(*), SUM(value_minor)"
		" FROM order_confirmations GROUP BY 1, 2, 3, 4, 5",
		who, column);
	(void)snprintf(numbers, sizeof(numbers),
		"SELECT day, agent_id, subject, outcome, currency, n, value_minor"
		" FROM confirmation_counters WHERE dimension = '%s' AND n <> 0 AND agent_id %s",
		dimension, text_is(who, "-1") ? "= -1" : ">= 0");
	return ask_format("SELECT (SELECT COUNT(*) FROM (%s EXCEPT %s))"
			  " + (SELECT COUNT(*) FROM (%s EXCEPT %s))",
		rows, numbers, numbers, rows);
}

static void assert_numbers(void)
{
	static const char *const dimensions[][2] = {{"agent", "agent_id"},
		{"product", "product_id"}, {"area", "area"}, {"source", "source"}};

	for (size_t i = 0; i < COUNT(dimensions); i++) {
		assert_int_equal(wrong_numbers(dimensions[i][0], dimensions[i][1], "-1"), 0);
		assert_int_equal(wrong_numbers(dimensions[i][0], dimensions[i][1], "agent_id"), 0);
	}
}

static void move(int64_t id, enum order_status to)
{
	const struct order_change change = {.to = to, .cancellation_reason = "price_concerns"};
	const enum err err = change_as(MANAGER, id, &change);

	assert_true(err == OK || err == ERR_STATE);
}

static void put_parcel(int64_t id, enum delivery_word word)
{
	static const char *const statuses[] = {"", "pending", "delivered", "returned", "lost"};
	struct unit unit;
	struct cx *cx;

	ask_format(
		"DELETE FROM deliveries WHERE company_id = 1 AND order_id = %lld", (long long)id);
	if (word != NONE)
		ask_format("INSERT INTO deliveries (company_id, id, order_id, courier_id,"
			   " tracking_number, tracking_key, status, status_since_us, ended_us,"
			   " created_us, updated_us) VALUES (1, %lld, %lld, 1, 'T%lld', 'T%lld',"
			   " '%s', 1, %s, 1, 1)",
			(long long)id, (long long)id, (long long)id, (long long)id, statuses[word],
			word == PENDING ? "NULL" : "1");
	cx = open_as(&unit, 1, MANAGER);
	MUST(order_parcels_changed(cx, id));
	commit(&unit);
}

static void correct(int64_t id, unsigned dice)
{
	const struct order_edit edit = {.area = dice % 2 ? "Deira" : "Mirdif",
		.price_minor = {1000 + (int64_t)(dice % 7), true}};
	struct order order;
	struct unit unit;
	struct cx *cx = open_as(&unit, 1, MANAGER);

	MUST(order_edit(cx, key_of(cx, id), &edit, &order));
	commit(&unit);
}

/* A fixed sequence: what it meets is met again. */
static unsigned next_dice(void)
{
	static uint64_t state = 12345;

	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (unsigned)(state >> 33);
}

static void numbers_follow_whatever_happens(void **state)
{
	int64_t ids[8];

	(void)state;
	ask_sql("INSERT INTO couriers (company_id, id, name, name_key, short_name, adapter,"
		" callback_key, stuck_hours, created_us, updated_us)"
		" VALUES (1, 1, 'C', 'c', 'C', 'none', 'k', 72, 0, 0)");
	for (size_t i = 0; i < COUNT(ids); i++)
		ids[i] = make_order((int64_t)(1 + i % 3));
	for (int step = 0; step < 150; step++) {
		const int64_t id = ids[next_dice() % COUNT(ids)];
		const unsigned what = next_dice() % 10;

		test_clock_us = INT64_C(1780000000000000) + step * US_PER_HOUR * 7;
		if (what < 6)
			move(id, (enum order_status)(1 + next_dice() % (ORDER_STATUS_COUNT - 1)));
		else if (what < 8)
			put_parcel(id, words[next_dice() % COUNT(words)]);
		else
			correct(id, next_dice());
	}
	assert_true(ask_sql("SELECT COUNT(*) FROM order_confirmations") > 4);
	assert_numbers();
}

/* Rows and numbers lost, or never there: going through all orders brings them back. */
static void a_recheck_makes_the_same_numbers(void **state)
{
	const int64_t id = make_order(AGENT_1), other = make_order(AGENT_2);
	int64_t rows;
	struct unit unit;
	struct cx *cx;

	(void)state;
	assert_int_equal(change_as(AGENT_1, id, &(struct order_change){.to = ORDER_CONFIRMED}), OK);
	assert_int_equal(
		change_as(AGENT_2, other, &(struct order_change){.to = ORDER_CONFIRMED}), OK);
	rows = ask_sql("SELECT SUM(n * value_minor) FROM confirmation_counters");
	ask_sql("DELETE FROM confirmation_counters");
	ask_sql("DELETE FROM order_confirmations");
	ask_sql("INSERT INTO order_rechecks (company_id, requested_us) VALUES (1, 1)");
	cx = open_as(&unit, 1, MANAGER);
	MUST(order_recheck_run(cx, NULL));
	unit_close(&unit);
	assert_int_equal(ask_sql("SELECT SUM(n * value_minor) FROM confirmation_counters"), rows);
	assert_int_equal(ask_sql("SELECT COUNT(*) FROM order_rechecks"), 0);
	assert_int_equal(
		ask_format("SELECT agent_id FROM order_confirmations WHERE order_id = %lld",
			(long long)other),
		AGENT_2);
	assert_numbers();
}

/* ---- Flags ---------------------------------------------------------------------- */

#define DAYS(n) ((n)*US_PER_DAY)

static int64_t judge(struct flag_order *orders, size_t count, size_t i)
{
	const struct order_flag_rules rules = {2, 3, 7, 1};
	const struct flag_history history = {.orders = orders, .count = count};

	return order_flags_judge(&history, &rules, i);
}

static void flags_say_what_the_rules_say(void **state)
{
	const enum order_outcome never = ORDER_OUTCOME_COUNT;
	/* Newest first: id, product, created, flags, status, outcome. */
	struct flag_order orders[] = {
		{5, 1, DAYS(30), 0, ORDER_NEW, never},
		{4, 2, DAYS(28), 0, ORDER_CANCELLED, never},
		{3, 1, DAYS(22), 0, ORDER_CONFIRMED, OUTCOME_ON_THE_WAY},
		{2, 3, DAYS(20), 0, ORDER_CLOSED, OUTCOME_RETURNED},
		{1, 1, DAYS(10), 0, ORDER_CANCELLED, never},
	};

	(void)state;
	/* Two of the last three others; the same product is eight days apart. */
	assert_int_equal(judge(orders, 5, 0), FLAG_BIT(FLAG_REFUSER));
	/* The fourth other does not count any more. */
	assert_int_equal(judge(orders, 5, 2), FLAG_BIT(FLAG_REFUSER));
	orders[3].outcome = OUTCOME_DELIVERED;
	assert_int_equal(judge(orders, 5, 0), 0);
	orders[2].created_us = DAYS(23);
	assert_int_equal(judge(orders, 5, 0), FLAG_BIT(FLAG_DUPLICATE));
	assert_int_equal(judge(orders, 5, 2), FLAG_BIT(FLAG_DUPLICATE));
	/* What is over is flagged no more, and makes no other a second one. */
	orders[2].outcome = OUTCOME_DELIVERED;
	assert_int_equal(judge(orders, 5, 0), 0);
	assert_int_equal(judge(orders, 5, 2), 0);
	assert_int_equal(judge(orders, 5, 1), 0);
	/* Orders without a product are nobody's second ones. */
	orders[2].outcome = never;
	orders[0].product_id = orders[2].product_id = 0;
	assert_int_equal(judge(orders, 5, 0), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_became_of_it_follows_from_status_and_parcels),
		cmocka_unit_test(flags_say_what_the_rules_say),
		cmocka_unit_test_setup_teardown(numbers_follow_whatever_happens, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			a_recheck_makes_the_same_numbers, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

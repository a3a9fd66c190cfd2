/* stock_test.c - the rules of stock on a real database: states, levels, ledger, sums, scopes. */
/* SPDX-License-Identifier: MIT */
#include "../orders/order_support.h"

#include "domains/inventory/stock_internal.h"

/* A product with stock at WH-A-R1-S01 in company 1. */
static int64_t product_make(const char *code, int64_t quantity)
{
	const struct product_seek seek = {.code = code, .name = code, .category = "Lamps"};
	const struct stock_location_new shelf = {.code = "WH-A-R1-S01"};
	struct stock_location location;
	struct stock_product stock;
	struct product product;
	struct unit unit;
	struct cx *cx = open_as(&unit, 1, MANAGER);
	const enum err err = stock_location_add(cx, &shelf, &location);

	if (err == ERR_CONFLICT)
		fail_clear(cx);
	else
		must(cx, err, "location");
	MUST(product_find_or_create(cx, &seek, &product));
	MUST(stock_adjust(cx, code,
		&(struct stock_adjust){.location = "wh-a-r1-s01",
			.quantity = {quantity, true},
			.reason = "opening"},
		&stock));
	commit(&unit);
	return product.id;
}

static enum err adjust_as(enum who who, const char *key, const struct stock_adjust *adjust)
{
	struct stock_product product;
	struct unit unit;
	struct cx *cx = open_as(&unit, 1, who);
	const enum err err = stock_adjust(cx, key, adjust, &product);

	if (err == OK)
		commit(&unit);
	else
		unit_close(&unit);
	return err;
}

#define STATE_OF(code) \
	ask_sql("SELECT CASE stock_state WHEN 'in_stock' THEN 0 WHEN 'low_stock' THEN 1 ELSE 2 " \
		"END" \
		" FROM products WHERE company_id = 1 AND code = '" code "'")

/* 0 when sums, states and counters are what a recount says. */
static int64_t wrong_sums(void)
{
	return ask_sql(
		"SELECT (SELECT COUNT(*) FROM products p WHERE p.quantity <> COALESCE((SELECT"
		" SUM(l.quantity) FROM stock_levels l WHERE l.company_id = p.company_id AND"
		" l.product_id = p.id), 0)) + (SELECT COUNT(*) FROM stock_levels l WHERE"
		" l.quantity <> (SELECT SUM(g.delta) FROM stock_ledger g WHERE g.company_id ="
		" l.company_id AND g.product_id = l.product_id AND g.location_id ="
		" l.location_id)) + (SELECT COUNT(*) FROM (SELECT category, stock_state,"
		" COUNT(*) FROM products WHERE company_id = 1 GROUP BY 1, 2 EXCEPT SELECT"
		" category, stock_state, n FROM stock_counters WHERE company_id = 1))");
}

static void states_follow_quantity_and_threshold(void **state)
{
	(void)state;
	assert_int_equal(stock_state_of(15, 5), STOCK_IN);
	assert_int_equal(stock_state_of(6, 5), STOCK_IN);
	assert_int_equal(stock_state_of(5, 5), STOCK_LOW);
	assert_int_equal(stock_state_of(3, 5), STOCK_LOW);
	assert_int_equal(stock_state_of(0, 5), STOCK_OUT);
	assert_int_equal(stock_state_of(0, 0), STOCK_OUT);
	assert_int_equal(stock_state_of(1, 0), STOCK_IN);
}

static void an_adjustment_keeps_every_sum(void **state)
{
	(void)state;
	(void)product_make("LAMP-1", 15);
	assert_int_equal(STATE_OF("LAMP-1"), STOCK_IN);
	assert_int_equal(wrong_sums(), 0);
	assert_int_equal(adjust_as(MANAGER, "LAMP-1",
				 &(struct stock_adjust){.delta = {-12, true}, .reason = "sold"}),
		OK);
	assert_int_equal(STATE_OF("LAMP-1"), STOCK_LOW);
	assert_int_equal(
		adjust_as(MANAGER, "LAMP-1", &(struct stock_adjust){.threshold = {2, true}}), OK);
	assert_int_equal(STATE_OF("LAMP-1"), STOCK_IN);
	assert_int_equal(
		adjust_as(MANAGER, "LAMP-1",
			&(struct stock_adjust){.quantity = {0, true}, .reason = "counted"}),
		OK);
	assert_int_equal(STATE_OF("LAMP-1"), STOCK_OUT);
	assert_int_equal(wrong_sums(), 0);
	assert_int_equal(ask_sql("SELECT COUNT(*) FROM stock_ledger"), 3);
	assert_int_equal(ask_sql("SELECT COUNT(*) FROM events WHERE type = 'stock:changed'"), 4);
}

static void nothing_falls_below_zero(void **state)
{
	(void)state;
	(void)product_make("LAMP-1", 3);
	assert_int_equal(adjust_as(MANAGER, "LAMP-1",
				 &(struct stock_adjust){.delta = {-4, true}, .reason = "sold"}),
		ERR_STATE);
	assert_int_equal(ask_sql("SELECT quantity FROM stock_levels"), 3);
	assert_int_equal(ask_sql("SELECT COUNT(*) FROM stock_ledger"), 1);
	assert_int_equal(wrong_sums(), 0);
}

static void a_version_that_is_gone_is_refused_with_what_is_there(void **state)
{
	const struct stock_adjust stale = {
		.delta = {1, true}, .reason = "late", .version = {1, true}};
	struct stock_product product;
	struct unit unit;
	struct cx *cx;

	(void)state;
	(void)product_make("LAMP-1", 3);
	cx = open_as(&unit, 1, MANAGER);
	assert_int_equal(stock_adjust(cx, "LAMP-1", &stale, &product), ERR_CONFLICT);
	assert_non_null(strstr(cx->failure.current_json, "\"quantity\":3"));
	unit_close(&unit);
}

/* A product whose code looks like another one's id: what a screen holds is the id. */
static void ids_come_before_codes(void **state)
{
	int64_t first;

	(void)state;
	first = product_make("LAMP-1", 3);
	assert_int_equal(first, 1);
	(void)product_make("1", 9);
	assert_int_equal(
		adjust_as(MANAGER, "1", &(struct stock_adjust){.threshold = {7, true}}), OK);
	assert_int_equal(
		ask_sql("SELECT low_stock_threshold FROM products WHERE code = 'LAMP-1'"), 7);
}

/* A product of an order is known to the counters before anybody has stored any of it. */
static void products_of_orders_count_from_their_first_order_on(void **state)
{
	(void)state;
	(void)make_order(1);
	assert_int_equal(wrong_sums(), 0);
	assert_int_equal(ask_sql("SELECT n FROM stock_counters WHERE category = ''"), 1);
}

static size_t count_alerts(enum who who)
{
	struct stock_alert *alerts;
	struct unit unit;
	struct cx *cx = open_as(&unit, 1, who);
	int64_t total;
	size_t count;

	MUST(stock_alerts(cx, stock_own_set(cx->actor), 50, 0, &alerts, &count));
	MUST(stock_alert_count(cx, stock_own_set(cx->actor), &total));
	assert_int_equal(total, count);
	unit_close(&unit);
	return count;
}

/* "Desk Lamp" of make_order() has no stock: each current order of the scope is an alert. */
static void alerts_are_the_current_orders_of_the_scope(void **state)
{
	const struct order_change cancel = {
		.to = ORDER_CANCELLED, .cancellation_reason = "better_offer"};
	int64_t mine;

	(void)state;
	mine = make_order(1);
	(void)make_order(2);
	(void)make_order(3);
	(void)make_order(-1);
	assert_int_equal(count_alerts(AGENT_1), 1);
	assert_int_equal(count_alerts(SUPERVISOR), 2);
	assert_int_equal(count_alerts(MANAGER), 4);
	assert_int_equal(change_as(AGENT_1, mine, &cancel), OK);
	assert_int_equal(count_alerts(AGENT_1), 0);
	assert_int_equal(count_alerts(MANAGER), 3);
}

static size_t count_listed(enum who who, const struct stock_query *query)
{
	struct stock_page page = {.name_fold = "", .limit = 100};
	struct stock_filter filter;
	struct stock_product *rows;
	struct unit unit;
	struct cx *cx = open_as(&unit, 1, who);
	int64_t total;
	bool capped;
	size_t count;

	stock_filter_make(cx, query, &filter);
	MUST(stock_list_rows(cx, &filter, &page, &rows, &count));
	MUST(stock_list_total(cx, &filter, &total, &capped));
	assert_int_equal(total, count);
	assert_false(capped);
	unit_close(&unit);
	return count;
}

static void lists_hold_what_is_asked_for(void **state)
{
	static const struct {
		struct stock_query query;
		size_t mine, all;
	} rows[] = {
		{{0}, 1, 4},
		{{.category = "Lamps"}, 0, 3},
		{{.stock_status = "low_stock"}, 0, 1},
		{{.category = "Lamps", .stock_status = "out_of_stock"}, 0, 1},
		{{.stock_status = "out_of_stock"}, 1, 2},
		{{.location = "WH-A"}, 0, 3},
		{{.location = "WH-A-R1-S01", .stock_status = "in_stock"}, 0, 1},
		{{.location = "WH-A-R1"}, 0, 0},
		{{.search = "lamp"}, 1, 4},
		{{.search = "DESK lamp"}, 1, 1},
		{{.search = "lamp 2"}, 0, 1},
		{{.search = "amp"}, 0, 0},
		{{.search = "lamp", .location = "WH-A"}, 0, 3},
	};

	(void)state;
	(void)product_make("LAMP-1", 15);
	(void)product_make("LAMP-2", 3);
	(void)product_make("LAMP-3", 0);
	(void)make_order(1); /* Desk Lamp, with a code made for it */
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct stock_query query = rows[i].query;

		if (count_listed(AGENT_1, &query) != rows[i].mine)
			fail_msg("row %zu, of the agent", i);
		query.orders = "all";
		if (count_listed(AGENT_1, &query) != rows[i].all)
			fail_msg("row %zu, of the company", i);
	}
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(states_follow_quantity_and_threshold),
		TEST(an_adjustment_keeps_every_sum),
		TEST(nothing_falls_below_zero),
		TEST(a_version_that_is_gone_is_refused_with_what_is_there),
		TEST(ids_come_before_codes),
		TEST(products_of_orders_count_from_their_first_order_on),
		TEST(alerts_are_the_current_orders_of_the_scope),
		TEST(lists_hold_what_is_asked_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

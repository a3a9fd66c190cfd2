/* order_row_cache_test.c - a kept row is given again as long as it is true, and no longer. */
/* SPDX-License-Identifier: MIT */
#include "order_support.h"

#define ORDERS 8

static int64_t ids[ORDERS];

/* One database for all tests, since rows are kept for the process. */
static int set_up_orders(void **state)
{
	(void)set_up(state);
	for (int i = 0; i < ORDERS; i++)
		ids[i] = make_order(i < 2 ? 2 : 1);
	return 0;
}

/* The rows of agent 1, newest first, as somebody is shown them; how many have no text. */
static size_t show(struct cx *cx, int64_t shown, struct order_list *list)
{
	const struct order_filter filter = {
		.set = SET_MINE, .agent_id = 1, .from_us = TIME_MIN_US, .to_us = INT64_MAX};
	const struct order_page page = {.limit = 20};
	size_t missing = 0;

	MUST(order_list_shown(cx, &filter, &page, shown, list));
	for (size_t i = 0; i < list->count && i < (size_t)shown; i++)
		missing += !list->texts || !list->texts[i].len;
	return missing;
}

static struct str written(struct cx *cx, const struct order *order, bool keep)
{
	struct json json;

	json_begin(&json, cx->arena, 64);
	if (keep)
		order_write_listed(&json, cx, order);
	else
		order_write(&json, cx, order);
	return json_end(&json);
}

/* As the list does it: what has no text is written and kept. */
static void keep_all(struct cx *cx, const struct order_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		if (!list->texts || !list->texts[i].len)
			(void)written(cx, &list->orders[i], true);
}

/* Every row of the list is what order_write() makes of the order as it is now. */
static void check_rows(struct cx *cx, const struct order_list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		struct order order;
		struct str fresh, shown;

		MUST(order_store_get(cx, list->orders[i].id, 0, &order));
		fresh = written(cx, &order, false);
		shown = list->texts && list->texts[i].len ? list->texts[i]
							  : written(cx, &list->orders[i], false);
		assert_int_equal(shown.len, fresh.len);
		assert_memory_equal(shown.ptr, fresh.ptr, fresh.len);
	}
}

static void show_and_keep(enum who who, size_t missing)
{
	struct order_list list;
	struct unit unit;
	struct cx *cx = open_as(&unit, 1, who);

	assert_int_equal(show(cx, 20, &list), missing);
	assert_int_equal(list.count, ORDERS - 2);
	check_rows(cx, &list);
	keep_all(cx, &list);
	unit_close(&unit);
}

static void a_row_is_written_once(void **state)
{
	(void)state;
	show_and_keep(MANAGER, ORDERS - 2);
	show_and_keep(MANAGER, 0);
}

static void a_changed_order_is_written_anew(void **state)
{
	const struct order_change change = {.to = ORDER_CONFIRMED};

	(void)state;
	show_and_keep(MANAGER, 0);
	assert_int_equal(change_as(MANAGER, ids[3], &change), OK);
	show_and_keep(MANAGER, 1);
	show_and_keep(MANAGER, 0);
}

static void a_renamed_agent_is_seen_at_once(void **state)
{
	(void)state;
	show_and_keep(MANAGER, 0);
	(void)ask_sql("UPDATE agents SET name = 'Renamed' WHERE company_id = 1 AND id = 1");
	show_and_keep(MANAGER, ORDERS - 2);
	show_and_keep(MANAGER, 0);
}

/* Who may set other statuses is shown others. */
static void rows_of_other_rights_are_others(void **state)
{
	(void)state;
	show_and_keep(MANAGER, 0);
	show_and_keep(AGENT_1, ORDERS - 2);
	show_and_keep(AGENT_1, 0);
	show_and_keep(MANAGER, 0);
}

static void what_is_not_shown_is_not_completed(void **state)
{
	struct order_list list;
	struct unit unit;
	struct cx *cx = open_as(&unit, 1, MANAGER);

	(void)state;
	assert_int_equal(show(cx, 2, &list), 0);
	assert_int_equal(list.count, ORDERS - 2);
	assert_true(list.texts[1].len > 0);
	assert_int_equal(list.texts[2].len, 0);
	assert_true(list.orders[2].created_us > 0);
	unit_close(&unit);
}

static void another_company_finds_nothing(void **state)
{
	struct order head = {.id = ids[3], .version = 2, .agent_no = 1, .agent_name = "Renamed"};
	struct order_list list = {.orders = &head, .count = 1};
	struct unit unit;
	struct cx *cx = open_as(&unit, 1, MANAGER);

	(void)state;
	assert_int_equal(order_row_find(cx, &list, 1), 0);
	unit_close(&unit);
	cx = open_as(&unit, 2, MANAGER);
	assert_int_equal(order_row_find(cx, &list, 1), 1);
	assert_int_equal(list.texts[0].len, 0);
	unit_close(&unit);
}

static void a_row_too_long_to_keep_is_written_each_time(void **state)
{
	struct order order;
	struct order_list list = {.orders = &order, .count = 1};
	struct unit unit;
	struct cx *cx = open_as(&unit, 1, MANAGER);
	char *address = arena_alloc(cx->arena, 5001);

	(void)state;
	memset(address, 'a', 5000);
	MUST(order_store_get(cx, ids[4], 0, &order));
	order.version = 99;
	order.address = address;
	assert_true(written(cx, &order, true).len > 5000);
	assert_int_equal(order_row_find(cx, &list, 1), 1);
	unit_close(&unit);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_row_is_written_once),
		cmocka_unit_test(a_changed_order_is_written_anew),
		cmocka_unit_test(a_renamed_agent_is_seen_at_once),
		cmocka_unit_test(rows_of_other_rights_are_others),
		cmocka_unit_test(what_is_not_shown_is_not_completed),
		cmocka_unit_test(another_company_finds_nothing),
		cmocka_unit_test(a_row_too_long_to_keep_is_written_each_time),
	};

	return cmocka_run_group_tests(tests, set_up_orders, tear_down);
}

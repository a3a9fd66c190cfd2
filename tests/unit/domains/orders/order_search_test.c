/* order_search_test.c - what people type finds the order, indexed or not yet (S0-ORD-06). */
#include "order_support.h"

static int64_t found(enum who who, const char *typed, int64_t id)
{
	const struct order_list_query query = {.search = typed, .orders = "all"};
	const struct order_page page = {.limit = 50};
	struct order_filter filter;
	struct order_list list;
	struct order_totals totals;
	struct unit unit;
	struct cx *cx = open_as(&unit, 1, who);
	int64_t times = 0;

	MUST(order_filter_make(cx, &query, &filter));
	MUST(order_list_rows(cx, &filter, &page, &list));
	MUST(order_list_totals(cx, &filter, NULL, &totals));
	assert_int_equal(totals.total, list.count);
	for (size_t i = 0; i < list.count; i++)
		times += list.orders[i].id == id;
	unit_close(&unit);
	return times;
}

static void index_all(void)
{
	struct unit unit;
	struct cx *cx = open_as(&unit, 1, MANAGER);
	size_t moved;

	MUST(order_search_index(cx, 500, &moved));
	unit_close(&unit);
	assert_int_equal(ask_sql("SELECT COUNT(*) FROM order_search_pending"), 0);
}

static int64_t make_named(int64_t company_id, const char *name, const char *product,
	const char *external_code, int64_t agent_id)
{
	struct order_new wanted = wish(name, "050 123 4567");
	struct order order;
	struct unit unit;
	struct cx *cx = open_as(&unit, company_id, MANAGER);

	wanted.product_name = product;
	wanted.external_code = external_code;
	wanted.agent_id = agent_id;
	MUST(order_create(cx, &wanted, &order));
	commit(&unit);
	return order.id;
}

static void words_numbers_and_codes_find_it(void **state)
{
	static const char *const typed[] = {"Ahmed", "ahm", "AHMED karim", "karim ahmed", "احمد",
		"أحمد", "المني", "مصباح", "light", "Marina", "SHP-0042", "shp", "0042",
		"050 123 4567", "0501234567", "+971501234567", "00971501234567", "1234567",
		"٠٥٠١٢٣٤٥٦٧", "971-50-123"};
	static const char *const not_typed[] = {"Fatima", "mina", "hmed", "0509999999",
		"ahmed fatima", "%", "_", "\"", "*", "NEAR(", "' UNION SELECT--", "((", "\\", "ـ",
		"", "   "};
	const int64_t id = make_named(
		1, "Ahmed Karim أحْمَد المُنى", "مِصباح Galaxy مكتب", "SHP-0042", 1);
	struct arena *arena = arena_new(0);

	(void)state;
	for (int indexed = 0; indexed <= 1; indexed++) {
		for (size_t i = 0; i < COUNT(typed); i++)
			assert_case(found(MANAGER, typed[i], id) == 1, typed[i]);
		for (size_t i = 0; i + 2 < COUNT(not_typed); i++)
			assert_case(found(MANAGER, not_typed[i], id) == 0, not_typed[i]);
		assert_int_equal(found(MANAGER, arena_format(arena, "%lld", (long long)id), id), 1);
		assert_int_equal(found(MANAGER, order_short_code(arena, id), id), 1);
		assert_int_equal(
			found(MANAGER, arena_format(arena, "ORD-2026-%06lld", (long long)id), id),
			1);
		if (!indexed)
			index_all();
	}
	arena_free(&arena);
}

static void letters_of_every_script_are_words(void **state)
{
	static const char *const names[] = {
		"राम कुमार", "สมชาย", "Ꞃ𐐨x", "王小明", "Ólafur", "ԥaԩ"};

	(void)state;
	for (size_t i = 0; i < COUNT(names); i++) {
		const int64_t id = make_named(1, names[i], "Lamp", NULL, 1);

		assert_case(found(MANAGER, names[i], id) == 1, names[i]);
		index_all();
		assert_case(found(MANAGER, names[i], id) == 1, names[i]);
	}
}

static void a_changed_order_is_found_by_its_new_words_only(void **state)
{
	const int64_t id = make_named(1, "Fatima", "Lamp", NULL, 1);
	struct order order;
	struct unit unit;
	struct cx *cx;

	(void)state;
	index_all();
	cx = open_as(&unit, 1, MANAGER);
	MUST(order_edit(
		cx, key_of(cx, id), &(struct order_edit){.customer_name = "Mariam"}, &order));
	commit(&unit);
	assert_int_equal(found(MANAGER, "Mariam", id), 1);
	index_all();
	assert_int_equal(found(MANAGER, "Mariam", id), 1);
	assert_int_equal(found(MANAGER, "Fatima", id), 0);
}

static void only_what_one_sees_is_found(void **state)
{
	const int64_t mine = make_named(1, "Zubaida", "Lamp", NULL, 1);
	const int64_t theirs = make_named(1, "Zubaida", "Lamp", NULL, 3);
	const int64_t foreign = make_named(2, "Zubaida Secret", "Lamp", NULL, 1);

	(void)state;
	for (int indexed = 0; indexed <= 1; indexed++) {
		assert_int_equal(found(AGENT_1, "zubaida", mine), 1);
		assert_int_equal(found(AGENT_1, "zubaida", theirs), 0);
		assert_int_equal(found(SUPERVISOR, "zubaida", theirs), 0);
		assert_int_equal(found(MANAGER, "zubaida", theirs), 1);
		assert_int_equal(found(MANAGER, "secret", foreign), 0);
		if (!indexed)
			index_all();
	}
}

static void found_rows_page_by_cursor(void **state)
{
	const struct order_list_query query = {.search = "ahmed", .orders = "all"};
	struct order_page page = {.limit = 7};
	struct order_filter filter;
	struct order_list list;
	struct unit unit;
	int64_t last = INT64_MAX;
	size_t seen = 0;
	struct cx *cx;

	(void)state;
	for (int i = 0; i < 30; i++) {
		make_order(1);
		if (i == 15)
			index_all();
	}
	cx = open_as(&unit, 1, AGENT_1);
	MUST(order_filter_make(cx, &query, &filter));
	do {
		MUST(order_list_rows(cx, &filter, &page, &list));
		for (size_t i = 0; i < list.count; i++, seen++) {
			assert_true(list.orders[i].id < last);
			last = list.orders[i].id;
		}
		if (list.count)
			MUST(order_page_make(cx, &filter,
				order_cursor(cx, &filter, &list.orders[list.count - 1]), 0, 7,
				&page));
	} while (list.count == 7);
	assert_int_equal(seen, 30);
	unit_close(&unit);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(words_numbers_and_codes_find_it),
		TEST(letters_of_every_script_are_words),
		TEST(a_changed_order_is_found_by_its_new_words_only),
		TEST(only_what_one_sees_is_found),
		TEST(found_rows_page_by_cursor),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

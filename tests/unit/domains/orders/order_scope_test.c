/* order_scope_test.c - what is out of scope is as good as missing, in every statement (T-5..T-27). */
#include "order_support.h"

/* Everything that names an order, by somebody who may not see it. */
static enum err by_key(struct cx *cx, const char *key)
{
	struct order order;
	return order_by_key(cx, key, &order);
}

static enum err details(struct cx *cx, const char *key)
{
	struct order_details out;
	return order_details_load(cx, key, &out);
}

static enum err change(struct cx *cx, const char *key)
{
	struct order_changed changed;
	return order_change(cx, key, &(struct order_change){.to = ORDER_CONFIRMED}, &changed);
}

static enum err note(struct cx *cx, const char *key)
{
	struct order_note out;
	return order_note_add(cx, key, "hello", &out);
}

static enum err call_back(struct cx *cx, const char *key)
{
	struct callback out;
	return callback_add(cx, key, cx->now_us + US_PER_HOUR, NULL, NULL, &out);
}

static enum err log_call(struct cx *cx, const char *key)
{
	struct communication out;
	return communication_log_call(cx,
		&(struct call_log){.order_key = key, .direction = "outbound", .outcome = "busy"},
		&out);
}

static enum err reassign(struct cx *cx, const char *key)
{
	struct reassign_request request;
	struct order order;
	return reassign_order(cx, key, &(struct reassign){.reason = "x"}, &order, &request);
}

static enum err edit(struct cx *cx, const char *key)
{
	struct order order;
	return order_edit(cx, key, &(struct order_edit){.address = "x"}, &order);
}

static const struct {
	const char *name;
	enum err (*try)(struct cx *cx, const char *key);
} ways[] = {
	{"get", by_key},
	{"details", details},
	{"change", change},
	{"note", note},
	{"callback", call_back},
	{"call", log_call},
	{"reassign", reassign},
	{"edit", edit},
};

static void nobody_reaches_an_order_out_of_scope(void **state)
{
	const int64_t of_3 = make_order(3);
	const struct {
		const char *name;
		int64_t company;
		enum who who;
	} strangers[] = {
		{"colleague", 1, AGENT_1},
		{"supervisor of another team", 1, SUPERVISOR},
		{"manager of another company", 2, MANAGER},
		{"agent of another company", 2, AGENT_1},
	};

	(void)state;
	for (size_t s = 0; s < COUNT(strangers); s++)
		for (size_t w = 0; w < COUNT(ways); w++) {
			struct unit unit;
			struct cx *cx = open_as(&unit, strangers[s].company, strangers[s].who);

			if (ways[w].try(cx, key_of(cx, of_3)) != ERR_NOT_FOUND)
				fail_msg("%s by %s", ways[w].name, strangers[s].name);
			unit_close(&unit);
		}
}

/* Along the time of their work or confirmation orders come for a period of it alone. */
static const char *date_of_sort(const char *sort)
{
	if (strstr(sort, "status"))
		return "status";
	return strstr(sort, "confirmed") ? "confirmed" : NULL;
}

/* Rows of everything that lists, counted; another company's and another agent's add nothing. */
static int64_t rows_seen(int64_t company, enum who who)
{
	static const char *const sets[] = {"assigned", "all", "pool"};
	struct reassign_request *requests;
	struct order_history *activity;
	struct follow_up *follow_ups;
	struct callback *callbacks;
	struct dashboard dashboard;
	struct order_list urgent;
	struct unit unit;
	struct cx *cx = open_as(&unit, company, who);
	int64_t rows = 0, n;
	size_t count;

	for (size_t i = 0; i < COUNT(sets); i++)
		for (int sort = 0; sort < SORT_COUNT; sort++) {
			const struct order_page page = {.limit = 500};
			const char *const date_of = date_of_sort(order_sort_words[sort]);
			const struct order_list_query query = {.orders = sets[i],
				.sort = order_sort_words[sort],
				.date_of = date_of,
				.date = date_of ? "7d" : NULL,
				.search = sort == SORT_EXPECTED ? "ahmed" : NULL};
			struct order_filter filter;
			struct order_totals totals;
			struct order_list list;

			MUST(order_filter_make(cx, &query, &filter));
			MUST(order_list_rows(cx, &filter, &page, &list));
			MUST(order_list_totals(cx, &filter, NULL, &totals));
			assert_int_equal(totals.total, list.count);
			rows += (int64_t)list.count + totals.urgent;
		}
	MUST(order_list_urgent(cx, order_scope_set(cx->actor), cx->actor->agent_id, &urgent));
	MUST(callback_list(cx, "all", 500, 0, &callbacks, &count));
	rows += (int64_t)(count + urgent.count);
	MUST(callback_list(cx, NULL, 500, 0, &callbacks, &count));
	MUST(callback_count(cx, NULL, &n));
	assert_int_equal(n, count);
	rows += n;
	MUST(follow_up_list(
		cx, &(struct follow_up_filter){.to_us = INT64_MAX}, 500, 0, &follow_ups, &count));
	MUST(follow_up_count(cx, &(struct follow_up_filter){.to_us = INT64_MAX}, &n));
	assert_int_equal(n, count);
	rows += n;
	MUST(reassign_list(cx, "pending", 500, 0, &requests, &count));
	MUST(reassign_count(cx, "pending", &n));
	assert_int_equal(n, count);
	rows += n;
	MUST(order_activity(cx, 0, 500, &activity, &count));
	rows += (int64_t)count;
	MUST(dashboard_load(cx, &dashboard));
	rows += dashboard.calls + dashboard.urgent + dashboard.callbacks + dashboard.follow_ups;
	rows += order_counts_total(&dashboard.today, 0, 0);
	unit_close(&unit);
	return rows;
}

/* An order with one of everything about it. */
static void make_work(int64_t company, int64_t agent_id)
{
	struct order_new wanted = wish("Ahmed Karim", "0505550000");
	struct order_changed changed;
	struct reassign_request request;
	struct communication call;
	struct callback callback;
	struct order order;
	struct unit unit;
	struct cx *cx = open_as(&unit, company, MANAGER);

	wanted.agent_id = agent_id;
	wanted.high = true;
	MUST(order_create(cx, &wanted, &order));
	MUST(order_change(cx, key_of(cx, order.id),
		&(struct order_change){.to = ORDER_NO_RESPONSE, .follow_up = true}, &changed));
	MUST(callback_put(cx, &changed.order, cx->now_us + US_PER_HOUR, NULL, NULL, &callback));
	unit.actor.agent_id = agent_id;
	unit.actor.agent_code = arena_format(cx->arena, "AGT-%03d", (int)agent_id);
	MUST(communication_log_call(cx,
		&(struct call_log){.order_key = key_of(cx, order.id),
			.direction = "outbound",
			.outcome = "answered",
			.duration_s = 60},
		&call));
	request = (struct reassign_request){
		.order_id = order.id, .agent_id = agent_id, .reason = "busy"};
	MUST(reassign_insert(cx, &request));
	commit(&unit);
}

static void lists_and_numbers_show_the_scope_only(void **state)
{
	const int64_t empty_agent = rows_seen(1, AGENT_1), empty_company = rows_seen(2, MANAGER);

	(void)state;
	make_work(1, 3); /* not agent 1's, not team 1's, not company 2's */
	assert_int_equal(rows_seen(1, AGENT_1), empty_agent);
	assert_int_equal(rows_seen(1, AGENT_2), empty_agent);
	assert_int_equal(rows_seen(1, SUPERVISOR), empty_agent);
	assert_int_equal(rows_seen(2, MANAGER), empty_company);
	assert_int_equal(rows_seen(2, AGENT_1), empty_company);
	assert_true(rows_seen(1, AGENT_3) > empty_agent);
	assert_true(rows_seen(1, MANAGER) > empty_agent);
	make_work(1, 2); /* now team 1's */
	assert_int_equal(rows_seen(1, AGENT_1), empty_agent);
	assert_true(rows_seen(1, SUPERVISOR) > empty_agent);
	assert_int_equal(rows_seen(2, AGENT_1), empty_company);
}

static void tasks_of_others_cannot_be_touched(void **state)
{
	struct callback callback;
	struct follow_up follow_up;
	struct reassign_request request;
	struct unit unit;

	(void)state;
	make_work(1, 3);
	for (int i = 0; i < 3; i++) {
		struct cx *cx = open_as(&unit, i == 2 ? 2 : 1,
			i == 0           ? AGENT_1
				: i == 1 ? SUPERVISOR
					 : MANAGER);

		assert_int_equal(callback_change(cx, 1, &(struct callback_change){.status = "done"},
					 &callback),
			ERR_NOT_FOUND);
		assert_int_equal(follow_up_change(cx, 1,
					 &(struct follow_up_change){.status = "done"}, &follow_up),
			ERR_NOT_FOUND);
		assert_int_equal(reassign_decide(cx, 1, true, &(struct reassign){0}, &request),
			ERR_NOT_FOUND);
		unit_close(&unit);
	}
}

static void customers_and_products_are_shown_with_their_orders_only(void **state)
{
	const int64_t id = make_order(3);
	struct order_list list;
	struct order order;
	struct unit unit;
	bool visible;
	struct cx *cx = open_as(&unit, 1, MANAGER);

	(void)state;
	MUST(order_by_key(cx, key_of(cx, id), &order));
	unit_close(&unit);
	for (enum who who = AGENT_1; who <= MANAGER; who++) {
		cx = open_as(&unit, 1, who);
		MUST(order_of_customer(cx, order.customer_id, 20, &list));
		assert_int_equal(list.count, who == AGENT_3 || who == MANAGER);
		MUST(order_product_visible(cx, order.product_id, &visible));
		assert_int_equal(visible, who == AGENT_3 || who == MANAGER);
		unit_close(&unit);
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(nobody_reaches_an_order_out_of_scope),
		TEST(lists_and_numbers_show_the_scope_only),
		TEST(tasks_of_others_cannot_be_touched),
		TEST(customers_and_products_are_shown_with_their_orders_only),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* order_list_test.c - lists give the same rows as a plain reading of all orders, page by page. */
#include "order_support.h"

#define ORDERS 160
#define DAY_0 INT64_C(1790000000) /* seconds; a day in 2026 */

static uint32_t random_state = 7;

static unsigned roll(unsigned sides)
{
	random_state = random_state * 1664525U + 1013904223U;
	return (random_state >> 8) % sides;
}

/* Orders of every agent and pool, of forty days, in every status, some with an expected time. */
static int make_orders(void **state)
{
	static const int64_t whose[] = {1, 2, 3, 4, -1, -1};
	static const enum order_status path[] = {ORDER_CONFIRMED, ORDER_NO_RESPONSE,
		ORDER_POSTPONED, ORDER_UNDER_REVIEW, ORDER_CANCELLED};
	int outcome = set_up(state);

	test_clock_us = (DAY_0 + 3600) * US_PER_SECOND;
	for (int i = 0; i < ORDERS; i++) {
		struct order_new wanted = wish("Ahmed Karim", NULL);
		struct order_changed changed;
		struct order order;
		struct unit unit;
		struct cx *cx = open_as(&unit, 1, MANAGER);

		wanted.customer_phone = arena_format(cx->arena, "050 300 %04d", i);
		wanted.agent_id = whose[roll(6)];
		wanted.department_id = (int64_t)roll(3);
		wanted.high = roll(4) == 0;
		wanted.expected_us = (struct opt_int){
			(DAY_0 + (int64_t)roll(40) * 3600) * US_PER_SECOND, roll(2) == 0};
		/* Many at the same instant: ties go by number. */
		wanted.created_us = (struct opt_int){
			(DAY_0 - (int64_t)roll(40) * 86400) * US_PER_SECOND, true};
		MUST(order_create(cx, &wanted, &order));
		cx->now_us += (int64_t)roll(9) * US_PER_SECOND;
		if (roll(2))
			MUST(order_change(cx, key_of(cx, order.id),
				&(struct order_change){
					.to = path[roll(5)], .cancellation_reason = "better_offer"},
				&changed));
		commit(&unit);
	}
	return outcome;
}

static bool in_set(const struct cx *cx, const struct order_filter *filter, const struct order *o)
{
	const struct actor *me = cx->actor;
	const bool pool = o->agent_id == 0;
	const bool my_pool = pool &&
		(o->department_id == 0 || o->department_id == me->department_id);

	switch (filter->set) {
	case SET_MINE:
		return o->agent_id == filter->agent_id;
	case SET_POOL:
		return my_pool;
	case SET_POOL_ALL:
		return pool;
	case SET_OWN:
		return my_pool || (!pool && o->agent_id == me->agent_id);
	case SET_TEAM:
		return my_pool ||
			(!pool && (o->agent_team_id == me->team_id || o->agent_id == me->agent_id));
	default:
		return true;
	}
}

static bool wanted_by(const struct cx *cx, const struct order_filter *filter, const struct order *o)
{
	const int64_t at_us = filter->by_status ? o->status_since_us : o->created_us;

	return in_set(cx, filter, o) && (!filter->statuses || filter->statuses >> o->status & 1U) &&
		(!filter->priorities || filter->priorities >> o->high & 1U) &&
		at_us >= filter->from_us && at_us < filter->to_us;
}

static enum order_sort sorting;

static int64_t key(const struct order *o)
{
	if (sorting == SORT_UPDATED || sorting == SORT_UPDATED_DESC)
		return o->updated_us;
	if (sorting == SORT_STATUS_SINCE || sorting == SORT_STATUS_SINCE_DESC)
		return o->status_since_us;
	if (sorting == SORT_EXPECTED || sorting == SORT_EXPECTED_DESC)
		return o->expected_us.given ? o->expected_us.value : INT64_MAX;
	return o->created_us;
}

static int by_sort(const void *a, const void *b)
{
	const struct order *x = a, *y = b;
	const bool ascending = sorting == SORT_CREATED || sorting == SORT_STATUS_SINCE ||
		sorting == SORT_UPDATED || sorting == SORT_EXPECTED;
	int order = key(x) < key(y) ? -1 : key(x) > key(y);

	if (order == 0)
		order = x->id < y->id ? -1 : 1;
	return ascending ? order : -order;
}

struct all {
	struct order rows[ORDERS + 10];
	size_t count;
};

static enum err collect(struct cx *cx, const struct order *order, void *arg)
{
	struct all *all = arg;

	(void)cx;
	all->rows[all->count++] = *order;
	return OK;
}

/* Heads are the same rows as far as they go. */
static void compare_heads(struct cx *cx, const struct order_filter *filter,
	const struct order_page *page, const struct order_list *list)
{
	struct order_list heads;

	MUST(order_list_heads(cx, filter, page, &heads));
	assert_int_equal(heads.count, list->count);
	for (size_t i = 0; i < heads.count; i++) {
		const struct order *head = &heads.orders[i], *row = &list->orders[i];

		assert_int_equal(head->id, row->id);
		assert_int_equal(head->version, row->version);
		assert_int_equal(head->created_us, row->created_us);
		assert_int_equal(head->status_since_us, row->status_since_us);
		assert_int_equal(head->agent_no, row->agent_no);
		assert_true(text_is(head->agent_name, row->agent_name));
	}
}

static void compare(
	struct cx *cx, const struct all *all, const struct order_filter *filter, const char *name)
{
	struct order_page page = {.limit = 7};
	static struct order expected[ORDERS + 10];
	size_t count = 0, seen = 0;

	for (size_t i = 0; i < all->count; i++)
		if (wanted_by(cx, filter, &all->rows[i]))
			expected[count++] = all->rows[i];
	sorting = filter->sort;
	qsort(expected, count, sizeof(expected[0]), by_sort);
	for (;;) {
		struct order_list list;

		MUST(order_list_rows(cx, filter, &page, &list));
		if (filter->sort <= SORT_STATUS_SINCE)
			compare_heads(cx, filter, &page, &list);
		for (size_t i = 0; i < list.count; i++, seen++)
			if (seen >= count || list.orders[i].id != expected[seen].id)
				fail_msg("%s set %d sort %s: row %zu is %lld, not %lld", name,
					filter->set, order_sort_words[filter->sort], seen,
					(long long)list.orders[i].id,
					seen < count ? (long long)expected[seen].id : -1);
		if (list.count < 7)
			break;
		MUST(order_page_make(cx, filter,
			order_cursor(cx, filter, &list.orders[list.count - 1]), 0, 7, &page));
	}
	if (seen != count)
		fail_msg("%s set %d sort %s: %zu rows of %zu", name, filter->set,
			order_sort_words[filter->sort], seen, count);
}

static void every_set_sort_and_filter_gives_the_right_rows(void **state)
{
	static const struct {
		const char *name;
		unsigned statuses, priorities;
		int64_t from_day, to_day;
	} filters[] = {
		{"all", 0, 0, -100, 100},
		{"one status", 1U << ORDER_NEW, 0, -100, 100},
		{"two statuses", 1U << ORDER_NEW | 1U << ORDER_CANCELLED, 0, -100, 100},
		{"high", 0, 2, -100, 100},
		{"high and new", 1U << ORDER_NEW, 2, -100, 100},
		{"a week", 0, 0, -10, -3},
		{"a week, normal", 0, 1, -10, -3},
	};
	static struct all all;
	struct unit unit;

	(void)state;
	for (enum who who = AGENT_1; who <= MANAGER; who++) {
		struct cx *cx = open_as(&unit, 1, MANAGER);
		struct order_filter filter = {
			.set = SET_COMPANY, .from_us = TIME_MIN_US, .to_us = INT64_MAX};

		all.count = 0;
		MUST(order_list_each(cx, &filter, collect, &all));
		unit.actor.agent_id = who == MANAGER ? 0 : who;
		unit.actor.team_id = unit.actor.department_id = who == AGENT_3 ? 2
			: who == MANAGER                                       ? 0
									       : 1;
		unit.actor.scope = who == MANAGER ? SCOPE_COMPANY
			: who == SUPERVISOR       ? SCOPE_TEAM
						  : SCOPE_OWN;
		for (size_t f = 0; f < COUNT(filters); f++)
			for (int set = 0; set < SET_COUNT; set++)
				for (int sort = 0; sort <= SORT_EXPECTED; sort++) {
					filter = (struct order_filter){
						.set = (enum order_set)set,
						.sort = (enum order_sort)sort,
						.by_status = sort == SORT_STATUS_SINCE ||
							sort == SORT_STATUS_SINCE_DESC,
						.agent_id = order_own_agent(cx->actor),
						.statuses = filters[f].statuses,
						.priorities = filters[f].priorities,
						.from_us = (DAY_0 + filters[f].from_day * 86400) *
							US_PER_SECOND,
						.to_us = (DAY_0 + filters[f].to_day * 86400) *
							US_PER_SECOND,
					};
					compare(cx, &all, &filter, filters[f].name);
					/* All ways of getting at them give the same. */
					filter.walk = true;
					compare(cx, &all, &filter, filters[f].name);
					filter.narrow.wanted = true;
					compare(cx, &all, &filter, filters[f].name);
					filter.walk = false;
					compare(cx, &all, &filter, filters[f].name);
				}
		unit_close(&unit);
	}
}

static int64_t rows_of(struct cx *cx, const struct order_filter *filter)
{
	struct all *all = arena_alloc(cx->arena, sizeof(*all));

	MUST(order_list_each(cx, filter, collect, all));
	return (int64_t)all->count;
}

static void counters_say_how_many_rows_there_are(void **state)
{
	static const char *const dates[] = {
		"today", "yesterday", "week", "month", "7d", "3h", "all"};
	static const char *const statuses[] = {NULL, "new", "cancelled,confirmed"};

	(void)state;
	for (enum who who = AGENT_1; who <= MANAGER; who++)
		for (size_t d = 0; d < 2 * COUNT(dates) - 1; d++)
			for (size_t s = 0; s < COUNT(statuses); s++) {
				const struct order_list_query query = {.date = dates[d / 2],
					.date_of = order_date_of_words[d % 2],
					.status = statuses[s],
					.orders = s == 1 ? "all"
						: s == 2 ? "pool"
							 : NULL};
				struct order_filter filter;
				struct order_totals totals;
				struct unit unit;
				struct cx *cx = open_as(&unit, 1, who);

				MUST(order_filter_make(cx, &query, &filter));
				MUST(order_list_totals(cx, &filter, NULL, &totals));
				if (totals.total != rows_of(cx, &filter))
					fail_msg("who %d, %s: %lld said, %lld there", who,
						dates[d / 2], (long long)totals.total,
						(long long)rows_of(cx, &filter));
				unit_close(&unit);
			}
}

static int64_t reasons_of(const struct dashboard *dashboard)
{
	int64_t sum = 0;

	for (size_t i = 0; i < COUNT(dashboard->cancelled_by_reason); i++)
		sum += dashboard->cancelled_by_reason[i];
	return sum;
}

/*
 * The figures of the dashboard, the counts of the list behind them, its rows and
 * what a plain reading of all orders finds: the same (S0-DASH-08 to 11, -26).
 */
static void the_figures_of_today_are_the_rows_behind_them(void **state)
{
	(void)state;
	for (enum who who = AGENT_1; who <= MANAGER; who++) {
		const struct order_list_query today = {.date = "today", .date_of = "status"};
		struct order_filter filter,
			everything = {
				.set = SET_COMPANY, .from_us = TIME_MIN_US, .to_us = INT64_MAX};
		struct dashboard dashboard;
		struct order_totals totals;
		struct unit unit;
		struct cx *cx = open_as(&unit, 1, who);
		struct all *all = arena_alloc(cx->arena, sizeof(*all));
		int64_t worked_of_older = 0;

		all->count = 0;
		MUST(order_list_each(cx, &everything, collect, all));
		MUST(dashboard_load(cx, &dashboard));
		MUST(order_filter_make(cx, &today, &filter));
		MUST(order_list_totals(cx, &filter, NULL, &totals));
		assert_false(order_filter_is_capped(&filter));
		assert_memory_equal(&totals.counts, &dashboard.today, sizeof(totals.counts));
		for (unsigned status = 0; status < ORDER_STATUS_COUNT; status++) {
			int64_t found = 0;

			filter.statuses = 1U << status;
			for (size_t i = 0; i < all->count; i++)
				if (wanted_by(cx, &filter, &all->rows[i])) {
					found++;
					worked_of_older += all->rows[i].created_us < filter.from_us;
				}
			assert_int_equal(rows_of(cx, &filter), found);
			assert_int_equal(
				order_counts_total(&dashboard.today, 1U << status, 0), found);
			if (status == ORDER_CANCELLED)
				assert_int_equal(reasons_of(&dashboard), found);
		}
		assert_true(who == SUPERVISOR || worked_of_older > 0);
		unit_close(&unit);
	}
}

static void what_was_worked_is_sorted_by_its_work(void **state)
{
	static const struct order_list_query refused[] = {
		{.date_of = "status", .sort = "-created_at"},
		{.sort = "-status_since"},
		{.date_of = "created", .sort = "status_since"},
		{.date_of = "status"},
		{.date_of = "status", .date = "40d"},
		{.date_of = "status", .date_from = "2026-01-01"},
	};
	const struct order_list_query worked = {.date_of = "status", .date = "month"};
	struct order_filter filter;
	struct unit unit;
	struct cx *cx = open_as(&unit, 1, MANAGER);

	(void)state;
	for (size_t i = 0; i < COUNT(refused); i++) {
		assert_int_equal(order_filter_make(cx, &refused[i], &filter), ERR_INVALID);
		assert_string_equal(cx->failure.fields->field, i < 3 ? "sort" : "date");
		fail_clear(cx);
	}
	MUST(order_filter_make(cx, &worked, &filter));
	assert_int_equal(filter.sort, SORT_STATUS_SINCE_DESC);
	assert_true(order_filter_is_capped(&filter));
	unit_close(&unit);
}

static void urgent_orders_are_open_and_longest_waiting_first(void **state)
{
	(void)state;
	for (enum who who = AGENT_1; who <= MANAGER; who++) {
		struct order_filter filter = {.from_us = TIME_MIN_US,
			.to_us = INT64_MAX,
			.priorities = 2,
			.sort = SORT_CREATED,
			.whole_days = true,
			.statuses = 1U << ORDER_NEW | 1U << ORDER_NO_RESPONSE |
				1U << ORDER_POSTPONED | 1U << ORDER_UNDER_REVIEW};
		const struct order_page page = {.limit = 50};
		struct order_list urgent, heads, list;
		struct order_totals totals;
		struct unit unit;
		struct cx *cx = open_as(&unit, 1, who);

		filter.set = order_scope_set(cx->actor);
		filter.agent_id = order_own_agent(cx->actor);
		MUST(order_list_urgent(cx, filter.set, filter.agent_id, &urgent));
		MUST(order_list_urgent_heads(cx, filter.set, filter.agent_id, &heads));
		assert_int_equal(heads.count, urgent.count);
		MUST(order_list_rows(cx, &filter, &page, &list));
		MUST(order_list_totals(cx, &filter, NULL, &totals));
		assert_int_equal(urgent.count, list.count);
		assert_int_equal(totals.urgent, list.count);
		assert_true(list.count > 0);
		for (size_t i = 0; i < list.count; i++)
			assert_true(urgent.orders[i].id == list.orders[i].id &&
				heads.orders[i].id == list.orders[i].id);
		unit_close(&unit);
	}
}

static void pages_by_number_end_somewhere(void **state)
{
	const struct order_filter filter = {.set = SET_COMPANY};
	struct order_page page;
	struct unit unit;
	struct cx *cx = open_as(&unit, 1, MANAGER);

	(void)state;
	MUST(order_page_make(cx, &filter, NULL, 200, 50, &page));
	assert_int_equal(page.offset, 199 * 50);
	assert_int_equal(order_page_make(cx, &filter, NULL, 201, 50, &page), ERR_INVALID);
	assert_string_equal(cx->failure.fields->field, "page");
	unit_close(&unit);
}

static void a_cursor_that_was_tampered_with_is_refused(void **state)
{
	const struct order_filter filter = {.set = SET_MINE, .agent_id = 1};
	const struct order last = {.id = 77, .created_us = 123456789};
	struct order_filter other = filter;
	struct order_page page;
	struct unit unit;
	struct cx *cx = open_as(&unit, 1, AGENT_1);
	const char *good = order_cursor(cx, &filter, &last);
	char *bad = arena_text(cx->arena, good);

	(void)state;
	MUST(order_page_make(cx, &filter, good, 0, 50, &page));
	assert_true(page.by_key && page.id == 77 && page.key == 123456789);
	for (size_t i = 0; good[i]; i++) {
		bad[i] = good[i] == '0' ? '1' : '0';
		assert_int_equal(order_page_make(cx, &filter, bad, 0, 50, &page), ERR_INVALID);
		bad[i] = good[i];
	}
	assert_int_equal(order_page_make(cx, &filter, "", 0, 50, &page), ERR_INVALID);
	assert_int_equal(order_page_make(cx, &filter, "zz", 0, 50, &page), ERR_INVALID);
	other.agent_id = 2;
	assert_int_equal(order_page_make(cx, &other, good, 0, 50, &page), ERR_INVALID);
	other = filter;
	other.sort = SORT_UPDATED;
	assert_int_equal(order_page_make(cx, &other, good, 0, 50, &page), ERR_INVALID);
	unit.actor.company_id = 2;
	assert_int_equal(order_page_make(cx, &filter, good, 0, 50, &page), ERR_INVALID);
	unit.actor.company_id = 1;
	unit_close(&unit);
}

static void filters_keep_to_the_scope(void **state)
{
	static const struct {
		const char *name;
		enum who who;
		struct order_list_query query;
		enum order_set set; /* SET_COUNT: refused */
	} cases[] = {
		{"agent", AGENT_1, {0}, SET_MINE},
		{"agent all", AGENT_1, {.orders = "all"}, SET_OWN},
		{"agent pool", AGENT_1, {.orders = "pool"}, SET_POOL},
		{"agent self", AGENT_1, {.agent_id = "AGT-001"}, SET_MINE},
		{"agent colleague", AGENT_1, {.agent_id = "AGT-002"}, SET_COUNT},
		{"supervisor", SUPERVISOR, {0}, SET_TEAM},
		{"supervisor assigned", SUPERVISOR, {.orders = "assigned"}, SET_TEAM},
		{"supervisor own team", SUPERVISOR, {.agent_id = "2"}, SET_MINE},
		{"supervisor other team", SUPERVISOR, {.agent_id = "3"}, SET_COUNT},
		{"manager", MANAGER, {0}, SET_COMPANY},
		{"manager pool", MANAGER, {.orders = "pool"}, SET_POOL_ALL},
		{"manager any agent", MANAGER, {.agent_id = "AG003"}, SET_MINE},
		{"manager nobody", MANAGER, {.agent_id = "AGT-999"}, SET_COUNT},
		{"sort", MANAGER, {.sort = "price;drop"}, SET_COUNT},
		{"date", MANAGER, {.date = "sometime"}, SET_COUNT},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct order_filter filter;
		struct unit unit;
		struct cx *cx = open_as(&unit, 1, cases[i].who);
		const enum err err = order_filter_make(cx, &cases[i].query, &filter);

		if (cases[i].set == SET_COUNT)
			assert_case(err == ERR_INVALID, cases[i].name);
		else
			assert_case(err == OK && filter.set == cases[i].set, cases[i].name);
		unit_close(&unit);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_set_sort_and_filter_gives_the_right_rows),
		cmocka_unit_test(counters_say_how_many_rows_there_are),
		cmocka_unit_test(the_figures_of_today_are_the_rows_behind_them),
		cmocka_unit_test(what_was_worked_is_sorted_by_its_work),
		cmocka_unit_test(urgent_orders_are_open_and_longest_waiting_first),
		cmocka_unit_test(pages_by_number_end_somewhere),
		cmocka_unit_test(a_cursor_that_was_tampered_with_is_refused),
		cmocka_unit_test(filters_keep_to_the_scope),
	};

	return cmocka_run_group_tests(tests, make_orders, tear_down);
}

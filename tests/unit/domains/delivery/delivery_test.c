/* delivery_test.c - the state machine, words of couriers, reports out of order, parcels that stand. */
/* SPDX-License-Identifier: MIT */
#include "../orders/order_support.h"

#include "domains/delivery/delivery_internal.h"

#define HOUR US_PER_HOUR

static enum delivery_status word(const char *status)
{
	const ssize_t index = word_index(delivery_status_words, status);

	assert_true(index >= 0);
	return (enum delivery_status)index;
}

static struct cx *open_manager(struct unit *unit)
{
	struct cx *cx = open_as(unit, 1, MANAGER);

	unit->actor.permissions |= BIT(PERM_DELIVERIES_READ) | BIT(PERM_DELIVERIES_MANAGE);
	return cx;
}

static int64_t make_courier(enum courier_adapter adapter, const char *map)
{
	struct unit unit;
	struct cx *cx = open_manager(&unit);
	struct courier courier = {.short_name = "C",
		.adapter = adapter,
		.settings = "{}",
		.status_map = map,
		.callback_key = crypto_token(cx->arena, 9),
		.active = true,
		.stuck_hours = 48};

	courier.name = courier.callback_key;
	MUST(courier_store_add(cx, &courier));
	commit(&unit);
	return courier.id;
}

/* A parcel of a new order of agent 1. */
static int64_t make_parcel(int64_t courier_id, const char *number)
{
	const int64_t order = make_order(1);
	struct unit unit;
	struct cx *cx = open_manager(&unit);
	struct delivery delivery;

	MUST(delivery_create(cx,
		&(struct delivery_new){.order_key = key_of(cx, order),
			.courier_id = courier_id,
			.tracking_number = number},
		&delivery));
	commit(&unit);
	return delivery.id;
}

struct said {
	const char *word;
	int64_t minutes_ago;
};

/* The status it comes to. */
static enum delivery_status report(
	int64_t courier_id, const char *number, const struct said *said, size_t count)
{
	struct unit unit;
	struct cx *cx = open_manager(&unit);
	struct tracking_event events[10] = {0};
	struct parcel_report one = {.tracking_number = number, .events = events, .count = count};
	struct parcel_reports all = {&one, 1};
	struct delivery delivery;
	struct courier courier;
	size_t known, fresh;

	for (size_t i = 0; i < count; i++)
		events[i] = (struct tracking_event){.word = said[i].word,
			.description = "",
			.location = "",
			.at_us = test_clock_us - said[i].minutes_ago * US_PER_MINUTE};
	MUST(courier_store_get(cx, courier_id, &courier));
	MUST(tracking_take_all(cx, &courier, &all, TRACKING_POLL, &known, &fresh));
	assert_int_equal(known, 1);
	MUST(delivery_store_lock_tracking(cx, courier_id, number, &delivery));
	commit(&unit);
	return delivery.status;
}
#define REPORT(courier, number, ...) \
	report(courier, number, (const struct said[]){__VA_ARGS__}, \
		COUNT(((const struct said[]){__VA_ARGS__})))

/* ---- Rules -------------------------------------------------------------------------------- */

/* C.6, row by row: everything else is refused. */
static void test_moves_are_those_of_the_table(void **state)
{
	static const char *const allowed[] = {"pending picked_up", "picked_up shipped",
		"shipped in_transit", "in_transit out_for_delivery", "out_for_delivery delivered",
		"picked_up failed_attempt", "shipped failed_attempt", "in_transit failed_attempt",
		"out_for_delivery failed_attempt", "failed_attempt in_transit",
		"delivered returned"};
	int moves = 0;

	(void)state;
	for (size_t i = 0; i < COUNT(allowed); i++) {
		char from[32], to[32];

		assert_int_equal(sscanf(allowed[i], "%31s %31s", from, to), 2);
		assert_true(delivery_move_allowed(word(from), word(to)));
	}
	for (int from = 0; from < DELIVERY_STATUS_COUNT; from++)
		for (int to = 0; to < DELIVERY_STATUS_COUNT; to++)
			moves += delivery_move_allowed(
				(enum delivery_status)from, (enum delivery_status)to);
	/* six that are not over may become returned, lost or cancelled */
	assert_int_equal(moves, (int)COUNT(allowed) + 6 * 3);
}

static void test_words_are_read_by_the_companys_table_first(void **state)
{
	static const struct {
		enum courier_adapter adapter;
		const char *word, *status; /* NULL: nobody knows it */
	} cases[] = {
		{COURIER_JSON, "IN_TRANSIT", "in_transit"},
		{COURIER_JSON, "In Transit", "in_transit"},
		{COURIER_JSON, "inTransit", "in_transit"},
		{COURIER_JSON, "delivered", "returned"}, /* this company's word */
		{COURIER_JSON, "SH005", NULL},
		{COURIER_ARAMEX, "SH005", "delivered"},
		{COURIER_AFTERSHIP, "AttemptFail", "failed_attempt"},
		{COURIER_AFTERSHIP, "AvailableForPickup", NULL},
		{COURIER_JSON, "مع السائق", "out_for_delivery"},
		{COURIER_JSON, "", NULL},
	};
	struct unit unit;
	struct cx *cx = open_manager(&unit);

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct courier courier = {.adapter = cases[i].adapter,
			.status_map = "{\"Delivered\":\"returned\","
				      "\"مع السائق\":\"out_for_delivery\"}"};
		enum delivery_status status = DELIVERY_PENDING;

		assert_int_equal(courier_status(cx, &courier, cases[i].word, &status),
			cases[i].status != NULL);
		if (cases[i].status)
			assert_string_equal(delivery_status_words[status], cases[i].status);
	}
	unit_close(&unit);
}

/* ---- Reports -------------------------------------------------------------------------------- */

static void test_reports_in_any_order_come_to_the_same(void **state)
{
	const int64_t courier = make_courier(COURIER_JSON, "{}");

	(void)state;
	make_parcel(courier, "R100");
	assert_int_equal(REPORT(courier, "R100", {"out_for_delivery", 10}, {"picked_up", 90},
				 {"shipped", 60}),
		DELIVERY_OUT_FOR_DELIVERY);
	/* what happened before is history alone */
	assert_int_equal(
		REPORT(courier, "R100", {"failed_attempt", 30}), DELIVERY_OUT_FOR_DELIVERY);
	assert_int_equal(REPORT(courier, "R100", {"failed_attempt", 5}), DELIVERY_FAILED_ATTEMPT);
	assert_int_equal(REPORT(courier, "R100", {"in_transit", 7}), DELIVERY_FAILED_ATTEMPT);
	assert_int_equal(REPORT(courier, "R100", {"delivered", 1}), DELIVERY_DELIVERED);
	assert_int_equal(REPORT(courier, "R100", {"in_transit", 0}), DELIVERY_DELIVERED);
	assert_int_equal(REPORT(courier, "R100", {"lost", 0}), DELIVERY_DELIVERED);
	assert_int_equal(REPORT(courier, "R100", {"returned", 0}), DELIVERY_RETURNED);
	assert_int_equal(ask_sql("SELECT COUNT(*) FROM tracking_events"), 10);
}

static void test_the_same_event_comes_once(void **state)
{
	const int64_t courier = make_courier(COURIER_JSON, "{}");
	const int64_t id = make_parcel(courier, "S100");
	int64_t published;

	(void)state;
	for (int i = 0; i < 3; i++)
		assert_int_equal(REPORT(courier, "S100", {"shipped", 60}), DELIVERY_SHIPPED);
	assert_int_equal(ask_format("SELECT COUNT(*) FROM tracking_events WHERE delivery_id = %lld",
				 (long long)id),
		1);
	published = ask_format("SELECT COUNT(*) FROM events WHERE type = 'delivery:updated'"
			       " AND subject_id = %lld",
		(long long)id);
	assert_int_equal(published, 1);
}

/* ---- Standing still ----------------------------------------------------------------------------- */

static void watch(int64_t id)
{
	struct unit unit;
	struct cx *cx = open_manager(&unit);

	MUST(watch_one(cx, id));
	commit(&unit);
}

static int64_t follow_ups(void)
{
	return ask_sql("SELECT COUNT(*) FROM follow_ups WHERE reason LIKE '%W100%'");
}

static void test_a_parcel_without_news_becomes_one_follow_up(void **state)
{
	const int64_t courier = make_courier(COURIER_JSON, "{}");
	const int64_t id = make_parcel(courier, "W100");
	const int64_t began = test_clock_us;

	(void)state;
	test_clock_us = began + 47 * HOUR;
	watch(id);
	assert_int_equal(follow_ups(), 0);
	test_clock_us = began + 49 * HOUR;
	watch(id);
	watch(id);
	assert_int_equal(follow_ups(), 1);
	assert_int_equal(ask_format("SELECT stuck_us IS NOT NULL FROM deliveries WHERE id = %lld",
				 (long long)id),
		1);
	/* something is heard: it is on its way, and may stand still once more */
	assert_int_equal(REPORT(courier, "W100", {"in_transit", 1}), DELIVERY_IN_TRANSIT);
	assert_int_equal(ask_format("SELECT stuck_us IS NULL FROM deliveries WHERE id = %lld",
				 (long long)id),
		1);
	test_clock_us += 49 * HOUR;
	watch(id);
	assert_int_equal(follow_ups(), 2);
	/* what has arrived cannot be stuck */
	assert_int_equal(REPORT(courier, "W100", {"delivered", 1}), DELIVERY_DELIVERED);
	test_clock_us += 49 * HOUR;
	watch(id);
	assert_int_equal(follow_ups(), 2);
}

static int at_a_time(void **state)
{
	const int outcome = set_up(state);

	test_clock_us = clock_now_us();
	return outcome;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, at_a_time, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_moves_are_those_of_the_table),
		TEST(test_words_are_read_by_the_companys_table_first),
		TEST(test_reports_in_any_order_come_to_the_same),
		TEST(test_the_same_event_comes_once),
		TEST(test_a_parcel_without_news_becomes_one_follow_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

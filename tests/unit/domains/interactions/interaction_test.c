/* interaction_test.c - links that are good once and for a time, figures by scope, calls and contacts. */
/* SPDX-License-Identifier: MIT */
#include "../orders/order_support.h"

#include "domains/interactions/interaction_internal.h"

#define KEY "0123456789abcdefghijklmnopqrstuv" /* as long as a real one */

/* A link of a new order of agent 1, good for an hour. */
static int64_t make_link(const char *key)
{
	const int64_t order = make_order(1);
	struct unit unit;
	struct cx *cx = open_as(&unit, 1, MANAGER);
	struct rating_link link = {.order_id = order,
		.agent_id = 1,
		.key_hash = auth_hash(cx->arena, "rating", str_of(key)),
		.expires_us = cx->now_us + US_PER_HOUR,
		.created_us = cx->now_us};

	MUST(rating_link_store_add(cx, &link));
	commit(&unit);
	return order;
}

static enum err open_link(const char *key)
{
	struct rating_link link;
	struct unit unit;
	struct cx *cx = open_as(&unit, 2, AGENT_1); /* whoever: the key says whose it is */
	const enum err err = rating_link_open(cx, key, &link);

	if (err == OK) {
		assert_int_equal(cx->actor->company_id, 1);
		assert_int_equal(cx->actor->user_id, 0);
	} else {
		assert_string_equal(cx->failure.message, "This link cannot be used any more.");
	}
	unit_close(&unit);
	return err;
}

static enum err rate(const char *key, int64_t score)
{
	struct rating_link link;
	struct unit unit;
	struct cx *cx = open_as(&unit, 2, AGENT_1);

	MUST(rating_link_open(cx, key, &link));
	MUST(rating_link_use(cx, &link, score, "as expected"));
	commit(&unit);
	return OK;
}

static void test_a_link_is_good_once(void **state)
{
	int64_t order;

	(void)state;
	order = make_link(KEY);
	assert_int_equal(open_link(KEY), OK);
	assert_int_equal(rate(KEY, 4), OK);
	assert_int_equal(open_link(KEY), ERR_NOT_FOUND);
	assert_int_equal(ask_format("SELECT score FROM ratings WHERE company_id = 1 AND order_id ="
				    " %lld AND agent_id = 1 AND channel = 'link'",
				 (long long)order),
		4);
	assert_int_equal(
		ask_sql("SELECT rating_id FROM rating_links WHERE used_us IS NOT NULL"), 1);
	assert_int_equal(
		ask_format("SELECT version FROM orders WHERE id = %lld", (long long)order), 2);
}

static void test_a_link_is_good_for_a_time(void **state)
{
	(void)state;
	make_link(KEY);
	test_clock_us += US_PER_HOUR - 1;
	assert_int_equal(open_link(KEY), OK);
	test_clock_us += 1;
	assert_int_equal(open_link(KEY), ERR_NOT_FOUND);
	assert_int_equal(open_link("short"), ERR_NOT_FOUND);
	assert_int_equal(open_link("x123456789abcdefghijklmnopqrstuv"), ERR_NOT_FOUND);
}

/* A link that was opened by two: the second finds it used. */
static void test_of_two_who_opened_it_one_rates(void **state)
{
	struct rating_link link;
	struct unit unit;
	struct cx *cx;

	(void)state;
	make_link(KEY);
	cx = open_as(&unit, 1, MANAGER);
	MUST(rating_link_open(cx, KEY, &link));
	unit_close(&unit);
	assert_int_equal(rate(KEY, 5), OK);
	cx = open_as(&unit, 1, MANAGER);
	assert_int_equal(rating_link_use(cx, &link, 1, NULL), ERR_NOT_FOUND);
	unit_close(&unit);
	assert_int_equal(ask_sql("SELECT sum(score) FROM ratings"), 5);
}

/* ---- Figures ------------------------------------------------------------------------------- */

static void add_rating(int64_t order_id, int64_t agent_id, int64_t score, int64_t at_us)
{
	struct unit unit;
	struct cx *cx = open_as(&unit, 1, MANAGER);
	struct rating rating = {.order_id = order_id,
		.customer_id = 1,
		.agent_id = agent_id,
		.score = score,
		.comment = "",
		.channel = "agent",
		.at_us = at_us};

	MUST(rating_store_add(cx, &rating));
	commit(&unit);
}

static void figures_are(int64_t company_id, enum who who, int64_t count, int64_t sum)
{
	struct order_figures figures = {0};
	struct unit unit;
	struct cx *cx = open_as(&unit, company_id, who);

	MUST(interaction_order_hooks.figures(cx, test_clock_us, &figures));
	assert_int_equal(figures.rating_count, count);
	assert_int_equal(figures.rating_sum, sum);
	unit_close(&unit);
}

static void test_figures_are_of_the_scope_and_the_period(void **state)
{
	const int64_t order = make_order(1);

	(void)state;
	figures_are(1, MANAGER, 0, 0);
	add_rating(order, 1, 5, test_clock_us - 1); /* before */
	add_rating(order, 1, 4, test_clock_us);
	add_rating(order, 2, 3, test_clock_us + 5);
	add_rating(order, 3, 1, test_clock_us + 5); /* of another team */
	figures_are(1, AGENT_1, 1, 4);
	figures_are(1, AGENT_2, 1, 3);
	figures_are(1, SUPERVISOR, 2, 7);
	figures_are(1, MANAGER, 3, 8);
	figures_are(2, AGENT_1, 0, 0);
}

/* ---- Calls ------------------------------------------------------------------------------------ */

static int64_t log_call(enum who who, int64_t order_id)
{
	struct communication row;
	struct unit unit;
	struct cx *cx = open_as(&unit, 1, who);

	MUST(communication_log_call(cx,
		&(struct call_log){.order_key = key_of(cx, order_id),
			.direction = "outbound",
			.outcome = "answered",
			.duration_s = 90},
		&row));
	commit(&unit);
	return row.id;
}

static void test_a_logged_call_is_one_contact(void **state)
{
	const int64_t order = make_order(1);
	int64_t call;

	(void)state;
	order_hook(&interaction_order_hooks);
	call = log_call(AGENT_1, order);
	assert_int_equal(ask_format("SELECT duration_seconds FROM customer_interactions WHERE"
				    " communication_id = %lld AND is_automatic = 1",
				 (long long)call),
		90);
	/* who is no agent has no interactions; the call is logged all the same */
	call = log_call(MANAGER, order);
	assert_int_equal(ask_format("SELECT count(*) FROM customer_interactions WHERE"
				    " communication_id = %lld",
				 (long long)call),
		0);
	assert_int_equal(ask_sql("SELECT count(*) FROM communications"), 2);
}

static void test_nothing_is_sent_where_nothing_can_be(void **state)
{
	struct rating_settings settings = {.request_on = "closed"};
	const char *obstacle;
	struct unit unit;
	struct cx *cx;

	(void)state;
	order_hook(&interaction_order_hooks);
	cx = open_as(&unit, 1, MANAGER);
	MUST(rating_settings_put(cx, &settings, (struct opt_int){0}));
	MUST(rating_settings_obstacle(cx, &settings, &obstacle));
	assert_string_equal(obstacle, "no_provider");
	commit(&unit);
	const int64_t order = make_order(1);
	assert_int_equal(
		change_as(AGENT_1, order, &(struct order_change){.to = ORDER_CONFIRMED}), OK);
	assert_int_equal(change_as(AGENT_1, order, &(struct order_change){.to = ORDER_CLOSED}), OK);
	assert_int_equal(ask_sql("SELECT count(*) FROM rating_links"), 0);
}

static int at_a_time(void **state)
{
	const int outcome = set_up(state);
	const char *why = NULL;

	assert_int_equal(auth_open(place.pool, place.file, &why), OK);
	test_clock_us = clock_now_us();
	return outcome;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, at_a_time, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_a_link_is_good_once),
		TEST(test_a_link_is_good_for_a_time),
		TEST(test_of_two_who_opened_it_one_rates),
		TEST(test_figures_are_of_the_scope_and_the_period),
		TEST(test_a_logged_call_is_one_contact),
		TEST(test_nothing_is_sent_where_nothing_can_be),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

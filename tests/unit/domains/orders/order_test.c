/* order_test.c - the state machine, keys and names of orders (C.6, A-28, A-50). */
#include "order_support.h"

/* Rows: from; columns: to; who may: . nobody, a everybody with orders.write, r reopen, c reopen_closed. */
static const char *const expected_moves[ORDER_STATUS_COUNT] = {
	/* new confirmed no_response postponed under_review cancelled closed */
	[ORDER_NEW] = ".aaaaa.",
	[ORDER_CONFIRMED] = "...aaaa",
	[ORDER_NO_RESPONSE] = ".aaaaaa",
	[ORDER_POSTPONED] = ".aa.aaa",
	[ORDER_UNDER_REVIEW] = ".aaa.aa",
	[ORDER_CANCELLED] = "....r..",
	[ORDER_CLOSED] = "....c..",
};

static void moves_follow_the_rules_for_every_role(void **state)
{
	static const struct {
		const char *name;
		uint64_t rights;
		const char *may;
	} roles[] = {
		{"nobody", 0, ""},
		{"reader", BIT(PERM_ORDERS_READ) | BIT(PERM_ORDERS_REOPEN), ""},
		{"agent", AGENT_RIGHTS, "a"},
		{"supervisor", SUPERVISOR_RIGHTS, "ar"},
		{"manager", MANAGER_RIGHTS, "arc"},
	};

	(void)state;
	for (size_t role = 0; role < COUNT(roles); role++)
		for (int from = 0; from < ORDER_STATUS_COUNT; from++)
			for (int to = 0; to < ORDER_STATUS_COUNT; to++) {
				const char mark = expected_moves[from][to];
				const bool expected = mark != '.' && strchr(roles[role].may, mark);

				if (order_move_allowed((enum order_status)from,
					    (enum order_status)to, roles[role].rights) != expected)
					fail_msg("%s: %s -> %s should be %s", roles[role].name,
						order_status_words[from], order_status_words[to],
						expected ? "allowed" : "refused");
			}
}

static void the_table_has_no_move_twice_and_is_sorted(void **state)
{
	(void)state;
	for (const struct order_move *a = order_moves; a->from != ORDER_STATUS_COUNT; a++) {
		assert_int_not_equal(a->to, ORDER_NEW);
		assert_true(a[1].from >= a->from);
		assert_ptr_equal(order_move_find(a->from, a->to), a);
		assert_int_equal(a->guard, a->to == ORDER_CANCELLED ? GUARD_REASON : GUARD_NONE);
	}
}

static void allowed_words_are_the_table(void **state)
{
	struct arena *arena = arena_new(0);
	const char *const *words = order_allowed_words(arena, ORDER_NEW, AGENT_RIGHTS);

	(void)state;
	assert_int_equal(word_index(words, "confirmed"), 0);
	assert_int_equal(word_index(words, "cancelled"), 4);
	assert_int_equal(word_index(words, "closed"), -1);
	assert_null(order_allowed_words(arena, ORDER_CLOSED, AGENT_RIGHTS)[0]);
	arena_free(&arena);
}

static void a_cancellation_needs_a_reason(void **state)
{
	static const struct {
		const char *reason, *details, *refused;
	} cases[] = {
		{NULL, NULL, "cancellation_reason"},
		{"", "moved", "cancellation_reason"},
		{"bored", NULL, "cancellation_reason"},
		{"other", NULL, "cancellation_details"},
		{"other", "", "cancellation_details"},
		{"other", "moved abroad", NULL},
		{"price_concerns", NULL, NULL},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct cx cx = {.arena = arena_new(0)};
		const enum err err = order_guard_check(
			&cx, GUARD_REASON, cases[i].reason, cases[i].details);

		assert_int_equal(err, cases[i].refused ? ERR_INVALID : OK);
		if (cases[i].refused)
			assert_string_equal(cx.failure.fields->field, cases[i].refused);
		arena_free(&cx.arena);
	}
}

static void keys_name_one_order(void **state)
{
	static const struct {
		const char *key;
		int64_t id, year;
	} cases[] = {
		{"1847", 1847, 0},
		{"001847", 1847, 0},
		{"ORD-001847", 1847, 0},
		{"ord-2024-001847", 1847, 2024},
		{"ORD-2024-1847", 1847, 2024},
		{"", 0, 0},
		{"0", 0, 0},
		{"-1", 0, 0},
		{"1e3", 0, 0},
		{"ORD-", 0, 0},
		{"ORD-24-001847", 0, 0},
		{"ORD-2024-", 0, 0},
		{"ORD-2024-1847x", 0, 0},
		{"9223372036854775808", 0, 0},
		{" 1", 0, 0},
		{"+1", 0, 0},
		{"0x10", 0, 0},
		{"ORD-2024-0018-47", 0, 0},
		{"ORD--5", 0, 0},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		int64_t id, year;
		const bool read = order_key_read(cases[i].key, &id, &year);

		assert_case(read == (cases[i].id != 0), cases[i].key);
		if (read)
			assert_case(id == cases[i].id && year == cases[i].year, cases[i].key);
	}
}

static void short_names_hide_the_family(void **state)
{
	static const struct {
		const char *name, *shorter;
	} cases[] = {
		{"Ahmed Karim", "Ahmed K."},
		{"Ahmed bin Karim", "Ahmed K."},
		{"Ahmed", "Ahmed"},
		{"  Ahmed   Karim ", "Ahmed K."},
		{"", ""},
		{"Ahmed Al-Rashid", "Ahmed R."},
		{"أحمد المنصوري", "أحمد م."},
		{"أحمد ال", "أحمد ا."},
	};
	struct arena *arena = arena_new(0);

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_string_equal(order_short_name(arena, cases[i].name), cases[i].shorter);
	arena_free(&arena);
}

static int64_t at(const char *text)
{
	enum time_form form;
	int64_t us;

	assert_true(time_read(str_of(text), &us, &form));
	return us;
}

static void the_policy_says_when_to_try_again(void **state)
{
	const struct company dubai = {.time_zone = "Asia/Dubai", .country = "AE"};
	const int64_t now = at("2026-11-20T21:30:00Z"); /* already Saturday in Dubai */

	(void)state;
	assert_int_equal(order_next_attempt(&dubai, 1, now), now + 2 * US_PER_HOUR);
	assert_int_equal(order_next_attempt(&dubai, 2, now), now + 4 * US_PER_HOUR);
	assert_int_equal(order_next_attempt(&dubai, 3, now), at("2026-11-22T06:00:00Z"));
	assert_int_equal(order_next_attempt(&dubai, 99, now), at("2026-11-22T06:00:00Z"));
}

static void working_days_leave_out_the_weekend_of_the_country(void **state)
{
	const struct company dubai = {.time_zone = "Asia/Dubai", .country = "AE"};
	const struct company riyadh = {.time_zone = "Asia/Riyadh", .country = "SA"};
	const int64_t thursday = at("2026-11-19T08:00:00Z"), friday = at("2026-11-20T08:00:00Z");

	(void)state;
	assert_int_equal(order_next_working_day(&dubai, thursday), at("2026-11-20T06:00:00Z"));
	assert_int_equal(order_next_working_day(&dubai, friday), at("2026-11-23T06:00:00Z"));
	assert_int_equal(order_next_working_day(&riyadh, thursday), at("2026-11-22T07:00:00Z"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(moves_follow_the_rules_for_every_role),
		cmocka_unit_test(the_table_has_no_move_twice_and_is_sorted),
		cmocka_unit_test(allowed_words_are_the_table),
		cmocka_unit_test(a_cancellation_needs_a_reason),
		cmocka_unit_test(keys_name_one_order),
		cmocka_unit_test(short_names_hide_the_family),
		cmocka_unit_test(the_policy_says_when_to_try_again),
		cmocka_unit_test(working_days_leave_out_the_weekend_of_the_country),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

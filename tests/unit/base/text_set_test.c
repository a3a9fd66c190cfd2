/* text_set_test.c - what was met before is known, also after the set has grown many times. */
/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "base/text_set.h"

static void a_text_is_new_once(void **state)
{
	struct text_set set = {.arena = arena_new(0)};

	(void)state;
	assert_true(text_set_add(&set, "SG-S24U"));
	assert_false(text_set_add(&set, "SG-S24U"));
	assert_true(text_set_add(&set, ""));
	assert_false(text_set_add(&set, ""));
	assert_true(text_set_add(&set, "SG-S24"));
	assert_int_equal(set.count, 3);
	arena_free(&set.arena);
}

static void nothing_is_lost_when_it_grows(void **state)
{
	struct text_set set = {.arena = arena_new(0)};
	char text[32];

	(void)state;
	for (int round = 0; round < 2; round++)
		for (int i = 0; i < 50000; i++) {
			(void)snprintf(text, sizeof(text), "line-%d", i);
			if (text_set_add(&set, text) != (round == 0))
				fail_msg("round %d, %s", round, text);
		}
	assert_int_equal(set.count, 50000);
	arena_free(&set.arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_text_is_new_once),
		cmocka_unit_test(nothing_is_lost_when_it_grows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

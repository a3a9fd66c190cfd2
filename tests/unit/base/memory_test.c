/* memory_test.c - memory that is always there; what happens when it is not: tests/fault/memory.test.ts. */
/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "base/memory.h"

static void gives_memory_of_any_size(void **state)
{
	(void)state;
	for (size_t bytes = 1; bytes < 1000000; bytes *= 3) {
		unsigned char *zeroed = memory_zeroed(bytes);
		unsigned char *other = memory_new(bytes);

		for (size_t i = 0; i < bytes; i++)
			assert_int_equal(zeroed[i], 0);
		memset(other, 0xAA, bytes);
		free(zeroed);
		free(other);
	}
}

static void is_not_short_by_itself(void **state)
{
	(void)state;
	assert_false(memory_is_short());
	assert_false(memory_is_short());
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(gives_memory_of_any_size),
		cmocka_unit_test(is_not_short_by_itself),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* arena_test.c - memory that dies together. */
/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "base/arena.h"

static void hands_out_zeroed_aligned_memory(void **state)
{
	struct arena *arena = arena_new(0);

	(void)state;
	for (size_t bytes = 0; bytes < 3000; bytes += 7) {
		unsigned char *at = arena_alloc(arena, bytes);

		assert_int_equal((uintptr_t)at % 16, 0);
		for (size_t i = 0; i < bytes; i++)
			assert_int_equal(at[i], 0);
		memset(at, 0xAA, bytes);
	}
	arena_free(&arena);
	assert_null(arena);
}

static void rewinding_gives_back_what_came_after(void **state)
{
	struct arena *arena = arena_new(0);
	char *kept = arena_text(arena, "kept");
	struct arena_mark mark = arena_mark(arena);
	size_t used = arena_used(arena);

	(void)state;
	for (int i = 0; i < 100; i++)
		(void)arena_alloc(arena, 5000);
	arena_rewind(arena, mark);
	assert_int_equal(arena_used(arena), used);
	assert_string_equal(kept, "kept");
	arena_reset(arena);
	assert_int_equal(arena_used(arena), 0);
	arena_free(&arena);
}

static void copies_text_of_a_given_length(void **state)
{
	struct arena *arena = arena_new(0);

	(void)state;
	assert_string_equal(arena_text_n(arena, "abcdef", 3), "abc");
	assert_null(arena_text(arena, NULL));
	assert_string_equal(arena_format(arena, "%d%s", 7, "x"), "7x");
	arena_free(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hands_out_zeroed_aligned_memory),
		cmocka_unit_test(rewinding_gives_back_what_came_after),
		cmocka_unit_test(copies_text_of_a_given_length),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

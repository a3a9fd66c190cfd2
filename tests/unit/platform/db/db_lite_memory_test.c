/* db_lite_memory_test.c - pieces are whole, their own, and used again by size. */
/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "platform/db/db_lite.h"

#define PIECES 3000

static uint32_t random_state = 7;

static unsigned roll(unsigned sides)
{
	random_state = random_state * 1664525U + 1013904223U;
	return (random_state >> 8) % sides;
}

static bool is_all(const unsigned char *bytes, size_t count, unsigned char value)
{
	for (size_t i = 0; i < count; i++)
		if (bytes[i] != value)
			return false;
	return true;
}

static void sizes_cover_what_was_asked_for(void **state)
{
	(void)state;
	for (int bytes = 1; bytes <= 9000; bytes++) {
		void *piece = lite_memory.xMalloc(bytes);

		assert_true(lite_memory.xSize(piece) >= bytes);
		assert_int_equal(lite_memory.xSize(piece), lite_memory.xRoundup(bytes));
		assert_int_equal((uintptr_t)piece % 16, 0);
		memset(piece, 0xA5, (size_t)bytes);
		lite_memory.xFree(piece);
	}
}

static void a_piece_given_back_is_the_next_of_its_size(void **state)
{
	void *small = lite_memory.xMalloc(100), *other, *again;

	(void)state;
	lite_memory.xFree(small);
	other = lite_memory.xMalloc(300);
	again = lite_memory.xMalloc(120);
	assert_ptr_equal(again, small);
	assert_ptr_not_equal(other, small);
	lite_memory.xFree(other);
	lite_memory.xFree(again);
}

/* Whatever is taken, resized and given back, nobody else's bytes change. */
static void pieces_never_overlap(void **state)
{
	static struct {
		unsigned char *bytes;
		size_t count;
	} held[200];

	(void)state;
	for (int step = 0; step < 20000; step++) {
		const unsigned at = roll(COUNT(held));
		const size_t count = 1 + roll(roll(10) ? 1500 : 70000);
		const unsigned char value = (unsigned char)at;

		if (!held[at].bytes) {
			held[at].bytes = lite_memory.xMalloc((int)count);
		} else {
			assert_true(is_all(held[at].bytes, held[at].count, value));
			if (roll(3)) {
				lite_memory.xFree(held[at].bytes);
				held[at].bytes = NULL;
				continue;
			}
			held[at].bytes = lite_memory.xRealloc(held[at].bytes, (int)count);
			assert_true(is_all(held[at].bytes,
				count < held[at].count ? count : held[at].count, value));
		}
		held[at].count = count;
		memset(held[at].bytes, value, count);
	}
	for (size_t i = 0; i < COUNT(held); i++)
		if (held[i].bytes)
			lite_memory.xFree(held[i].bytes);
}

static void *give_back(void *arg)
{
	void **pieces = arg;

	for (int i = 0; i < PIECES; i++)
		lite_memory.xFree(pieces[i]);
	return NULL;
}

/* What a thread kept goes with it: the leak checker watches. */
static void another_thread_may_give_back(void **state)
{
	static void *pieces[PIECES];
	pthread_t thread;

	(void)state;
	for (int i = 0; i < PIECES; i++)
		pieces[i] = lite_memory.xMalloc(1024);
	assert_int_equal(pthread_create(&thread, NULL, give_back, pieces), 0);
	assert_int_equal(pthread_join(thread, NULL), 0);
	memset(pieces, 0, sizeof(pieces));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sizes_cover_what_was_asked_for),
		cmocka_unit_test(a_piece_given_back_is_the_next_of_its_size),
		cmocka_unit_test(pieces_never_overlap),
		cmocka_unit_test(another_thread_may_give_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

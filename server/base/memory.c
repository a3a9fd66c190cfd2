/* memory.c - a reserve that carries the work at hand to its end when memory runs out. */
/* SPDX-License-Identifier: MIT */
#include "base/memory.h"

#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

/* Enough for a login too. Never touched, so it costs address space alone. */
#define RESERVE_BYTES ((size_t)24 * 1024 * 1024)
#define WAIT_STEPS 100
#define WAIT_STEP_NS 10000000

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static void *reserve;
static atomic_bool given_up;

static bool take_reserve(void)
{
	bool there;

	(void)pthread_mutex_lock(&lock);
	if (!reserve)
		reserve = malloc(RESERVE_BYTES);
	there = reserve != NULL;
	atomic_store(&given_up, !there);
	(void)pthread_mutex_unlock(&lock);
	return there;
}

static void give_reserve_up(void)
{
	(void)pthread_mutex_lock(&lock);
	free(reserve);
	reserve = NULL;
	atomic_store(&given_up, true);
	(void)pthread_mutex_unlock(&lock);
}

__attribute__((constructor)) static void begin(void)
{
	(void)take_reserve();
}

__attribute__((destructor)) static void end(void)
{
	free(reserve);
	reserve = NULL;
}

bool memory_is_short(void)
{
	return atomic_load_explicit(&given_up, memory_order_relaxed) && !take_reserve();
}

static void *ask(size_t bytes, bool zeroed)
{
	return zeroed ? calloc(1, bytes) : malloc(bytes);
}

static void *ask_again(size_t bytes, bool zeroed)
{
	const struct timespec step = {.tv_nsec = WAIT_STEP_NS};
	void *memory;

	give_reserve_up();
	memory = ask(bytes, zeroed);
	for (int i = 0; !memory && i < WAIT_STEPS; i++) {
		(void)nanosleep(&step, NULL);
		memory = ask(bytes, zeroed);
	}
	if (!memory) {
		(void)fprintf(stderr, "hatif: out of memory (%zu bytes asked for)\n", bytes);
		abort();
	}
	return memory;
}

void *memory_new(size_t bytes)
{
	void *memory = ask(bytes, false);

	return memory ? memory : ask_again(bytes, false);
}

void *memory_zeroed(size_t bytes)
{
	void *memory = ask(bytes, true);

	return memory ? memory : ask_again(bytes, true);
}

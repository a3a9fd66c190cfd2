/* rate.c - buckets as one number each: the time at which the bucket is full again (GCRA). */
/* SPDX-License-Identifier: MIT */
#include "platform/http/http_rate.h"

#include "base/clock.h"

#include <pthread.h>

#define WAYS 8
#define LOCKS 16

struct bucket {
	uint64_t key;
	int64_t full_us; /* in the past: a full bucket */
};

struct rate_table {
	size_t sets; /* a power of two */
	uint64_t seed;
	pthread_mutex_t locks[LOCKS];
	struct bucket buckets[];
};

static uint64_t mix(uint64_t x)
{
	x ^= x >> 30;
	x *= UINT64_C(0xBF58476D1CE4E5B9);
	x ^= x >> 27;
	x *= UINT64_C(0x94D049BB133111EB);
	return x ^ x >> 31;
}

uint64_t rate_who(const void *bytes, size_t length)
{
	const unsigned char *at = bytes;
	uint64_t hash = UINT64_C(0xCBF29CE484222325);

	for (size_t i = 0; i < length; i++)
		hash = (hash ^ at[i]) * UINT64_C(0x100000001B3);
	return mix(hash);
}

struct rate_table *rate_new(size_t buckets, uint64_t seed)
{
	struct rate_table *table;
	size_t sets = 1;

	while (sets * WAYS < buckets)
		sets *= 2;
	table = calloc(1, sizeof(*table) + sets * WAYS * sizeof(struct bucket));
	if (!table)
		abort();
	table->sets = sets;
	table->seed = seed;
	for (int i = 0; i < LOCKS; i++)
		(void)pthread_mutex_init(&table->locks[i], NULL);
	return table;
}

void rate_free(struct rate_table **table)
{
	if (!*table)
		return;
	for (int i = 0; i < LOCKS; i++)
		(void)pthread_mutex_destroy(&(*table)->locks[i]);
	free(*table);
	*table = NULL;
}

/* The key's bucket, or the one of its set that is nearest to full, made the key's own. */
static struct bucket *bucket_for(struct bucket *set, uint64_t key)
{
	struct bucket *best = set;

	for (int i = 0; i < WAYS; i++) {
		if (set[i].key == key)
			return &set[i];
		if (set[i].full_us < best->full_us)
			best = &set[i];
	}
	*best = (struct bucket){.key = key};
	return best;
}

struct rate_answer rate_take(struct rate_table *table, enum rate_class class, uint64_t who,
	int64_t per_minute, int64_t now_us, bool only_look)
{
	const uint64_t key = mix(who ^ table->seed ^ ((uint64_t) class + 1) << 56) | 1U;
	const size_t set = (key >> 8) & (table->sets - 1);
	struct rate_answer answer = {.allowed = true, .limit = per_minute, .remaining = per_minute};
	pthread_mutex_t *lock = &table->locks[set % LOCKS];
	struct bucket *bucket;
	int64_t step_us, full_us;

	if (per_minute <= 0)
		return answer;
	step_us = US_PER_MINUTE / per_minute;
	if (step_us < 1)
		step_us = 1;
	(void)pthread_mutex_lock(lock);
	bucket = bucket_for(&table->buckets[set * WAYS], key);
	full_us = bucket->full_us > now_us ? bucket->full_us : now_us;
	answer.remaining = (US_PER_MINUTE - (full_us - now_us)) / step_us;
	answer.allowed = answer.remaining >= 1;
	if (answer.allowed && !only_look) {
		bucket->full_us = full_us + step_us;
		answer.remaining--;
	}
	(void)pthread_mutex_unlock(lock);
	if (!answer.allowed) {
		int64_t wait_us = full_us + step_us - US_PER_MINUTE - now_us;

		answer.remaining = 0;
		answer.retry_after_s = (wait_us + US_PER_SECOND - 1) / US_PER_SECOND;
		if (answer.retry_after_s < 1)
			answer.retry_after_s = 1;
	}
	return answer;
}

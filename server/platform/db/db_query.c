/* db_query.c - the table of statements met so far, by the address of their constant. */
/* SPDX-License-Identifier: MIT */
#include "platform/db/db_internal.h"

#include <assert.h>

#define SLOTS ((size_t)2 * QUERIES_MAX)

static size_t slot_of(const struct db_query *query)
{
	/* Fibonacci hashing: constants lie close together, the high bits of the product do not. */
	return (size_t)(((uint64_t)(uintptr_t)query * UINT64_C(0x9E3779B97F4A7C15)) >> 52) % SLOTS;
}

struct query_info *query_find(struct query_table *table, const struct db_query *query)
{
	for (size_t slot = slot_of(query);; slot = (slot + 1) % SLOTS) {
		struct query_info *info = atomic_load_explicit(
			&table->slots[slot], memory_order_acquire);

		if (!info)
			return NULL;
		if (info->query != query)
			continue;
		/* A db_query that is no constant would run somebody else's statement. */
		assert(info->text == query->text || info->text == query->lite ||
			info->text == query->postgres);
		return info;
	}
}

struct query_info *query_add(struct query_table *table, struct query_info *draft)
{
	struct query_info *info;
	size_t slot;

	(void)pthread_mutex_lock(&table->adding);
	info = query_find(table, draft->query);
	if (info) {
		(void)pthread_mutex_unlock(&table->adding);
		free(draft);
		return info;
	}
	assert(table->count < QUERIES_MAX);
	draft->index = table->count++;
	slot = slot_of(draft->query);
	while (atomic_load_explicit(&table->slots[slot], memory_order_relaxed))
		slot = (slot + 1) % SLOTS;
	atomic_store_explicit(&table->slots[slot], draft, memory_order_release);
	(void)pthread_mutex_unlock(&table->adding);
	return draft;
}

void query_table_clear(struct query_table *table)
{
	for (size_t slot = 0; slot < SLOTS; slot++)
		free(atomic_exchange(&table->slots[slot], NULL));
	table->count = 0;
}

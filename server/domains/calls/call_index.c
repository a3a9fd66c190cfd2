/* call_index.c - chained hashing; the nodes lie in what they name. */
/* SPDX-License-Identifier: MIT */
#include "base/memory.h"
#include "domains/calls/call_fold_internal.h"

#define FIRST_ROOM 256

static uint64_t hash_of(struct str key)
{
	uint64_t hash = 14695981039346656037u;

	for (size_t i = 0; i < key.len; i++)
		hash = (hash ^ (unsigned char)key.ptr[i]) * 1099511628211u;
	return hash ^ hash >> 29;
}

static void put(struct call_index *index, struct call_node *node)
{
	struct call_node **bucket = &index->buckets[node->hash & (index->room - 1)];

	node->next = *bucket;
	*bucket = node;
}

static void grow(struct call_index *index)
{
	struct call_index larger = {.room = index->room ? index->room * 2 : FIRST_ROOM};

	larger.buckets = memory_zeroed(larger.room * sizeof(struct call_node *));
	for (size_t i = 0; i < index->room; i++) {
		struct call_node *node = index->buckets[i];

		while (node) {
			struct call_node *next = node->next;

			put(&larger, node);
			node = next;
		}
	}
	larger.count = index->count;
	free(index->buckets);
	*index = larger;
}

void call_index_add(struct call_index *index, struct call_node *node)
{
	if (index->count >= index->room)
		grow(index);
	node->hash = hash_of(str_of(node->key));
	put(index, node);
	index->count++;
}

void *call_index_find(const struct call_index *index, struct str key)
{
	uint64_t hash = hash_of(key);

	if (!index->room)
		return NULL;
	for (struct call_node *node = index->buckets[hash & (index->room - 1)]; node;
		node = node->next)
		if (node->hash == hash && str_is(key, node->key))
			return node->of;
	return NULL;
}

void call_index_remove(struct call_index *index, struct call_node *node)
{
	struct call_node **at;

	if (!index->room)
		return;
	at = &index->buckets[node->hash & (index->room - 1)];
	while (*at && *at != node)
		at = &(*at)->next;
	if (!*at)
		return;
	*at = node->next;
	index->count--;
}

void call_index_free(struct call_index *index)
{
	free(index->buckets);
	*index = (struct call_index){0};
}

/* text_set.c - open addressing over 64-bit hashes (FNV-1a). */
/* SPDX-License-Identifier: MIT */
#include "base/text_set.h"

#define FIRST_ROOM 4096

static uint64_t hash_of(const char *text)
{
	uint64_t hash = UINT64_C(14695981039346656037);

	for (; *text; text++)
		hash = (hash ^ (unsigned char)*text) * UINT64_C(1099511628211);
	return hash ? hash : 1;
}

static void put(uint64_t *slots, size_t room, uint64_t hash)
{
	size_t at = hash % room;

	while (slots[at])
		at = (at + 1) % room;
	slots[at] = hash;
}

static void grow(struct text_set *set)
{
	const size_t room = set->room ? set->room * 4 : FIRST_ROOM;
	uint64_t *slots = arena_array(set->arena, room, sizeof(*slots));

	for (size_t i = 0; i < set->room; i++)
		if (set->slots[i])
			put(slots, room, set->slots[i]);
	set->slots = slots;
	set->room = room;
}

bool text_set_add(struct text_set *set, const char *text)
{
	const uint64_t hash = hash_of(text);

	if (set->count * 2 >= set->room)
		grow(set);
	for (size_t at = hash % set->room; set->slots[at]; at = (at + 1) % set->room)
		if (set->slots[at] == hash)
			return false;
	put(set->slots, set->room, hash);
	set->count++;
	return true;
}

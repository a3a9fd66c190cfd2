/* text_set.h - which texts of a long stream have been met before. */
/* SPDX-License-Identifier: MIT */
#ifndef BASE_TEXT_SET_H
#define BASE_TEXT_SET_H

#include "base/arena.h"

/*
 * Eight bytes a text, whatever its length: of two different texts one in 2^64
 * pairs is taken for the same. Begins as {.arena = ...}.
 */
struct text_set {
	struct arena *arena;
	uint64_t *slots; /* 0 is free */
	size_t room, count;
};

/* Take the text in; false when it was there. */
MUST_USE bool text_set_add(struct text_set *set, const char *text);

#endif

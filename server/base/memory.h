/* memory.h - memory that the program cannot do without, and what it keeps for the day there is none. */
/* SPDX-License-Identifier: MIT */
#ifndef BASE_MEMORY_H
#define BASE_MEMORY_H

#include "base/base.h"

/*
 * Zeroed or not, never NULL. When the system refuses, the reserve is given up
 * for those who are at work; then they wait for each other, a second at most;
 * then the program ends, to be started again.
 */
void *memory_new(size_t bytes) __attribute__((returns_nonnull));
void *memory_zeroed(size_t bytes) __attribute__((returns_nonnull));

/*
 * True while the reserve is given up and cannot be had again: time to take on
 * nothing new. Cheap otherwise.
 */
bool memory_is_short(void);

#endif

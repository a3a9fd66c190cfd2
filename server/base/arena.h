/* arena.h - memory that dies together with one unit of work. */
/* SPDX-License-Identifier: MIT */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/base.h"

#include <stdarg.h>

/*
 * An arena hands out memory and takes all of it back at once.
 *
 * It never returns NULL: blocks come from memory_new(), which stops the program
 * when the system really has nothing left; so does growing past the limit.
 * Advantages: no free, no leak, no ownership question inside a
 * request. Disadvantage: nothing is given back before the end, so loops over
 * unbounded input reset a scratch arena (arena_mark / arena_rewind).
 *
 * Freed memory is poisoned under AddressSanitizer.
 */
struct arena;

/* A place to rewind to. Only valid for the arena it came from. */
struct arena_mark {
	void *block;
	size_t used;
};

/* limit_bytes bounds the whole arena; 0 means 1 GiB. Owned by the caller: arena_free(). */
struct arena *arena_new(size_t limit_bytes);
void arena_free(struct arena **arena);

/* Forget everything but keep the first block for the next unit of work. */
void arena_reset(struct arena *arena);

/*
 * Forget everything, but keep what was needed, up to keep_bytes, as one block:
 * the next unit of the same kind asks the system for nothing. Beyond keep_bytes
 * it is arena_reset(). Returns the bytes that stay.
 */
size_t arena_reset_warm(struct arena *arena, size_t keep_bytes);

struct arena_mark arena_mark(const struct arena *arena);
void arena_rewind(struct arena *arena, struct arena_mark mark);

/* Bytes handed out so far, for limits and tests. */
size_t arena_used(const struct arena *arena);

/* As arena_alloc, not cleared: for what is overwritten at once. */
void *arena_room(struct arena *arena, size_t bytes) __attribute__((returns_nonnull));

/* Zeroed memory, aligned for any type. Zero bytes give a valid pointer. */
void *arena_alloc(struct arena *arena, size_t bytes) __attribute__((returns_nonnull));

/* As arena_alloc for count items; an overflow of the product counts as out of memory. */
void *arena_array(struct arena *arena, size_t count, size_t item_bytes)
	__attribute__((returns_nonnull));

/* Copies. The copy of text always ends in NUL. NULL stays NULL. */
char *arena_text(struct arena *arena, const char *text);
char *arena_text_n(struct arena *arena, const char *text, size_t length);
void *arena_copy(struct arena *arena, const void *bytes, size_t length);

char *arena_format(struct arena *arena, const char *format, ...) PRINTF_LIKE(2, 3);
char *arena_format_v(struct arena *arena, const char *format, va_list args)
	__attribute__((nonnull(2)));

/* Wipe what was handed out before giving it back: for arenas that held secrets. */
void arena_wipe(struct arena *arena);

#endif

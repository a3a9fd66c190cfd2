/* arena.c - block list behind arena.h. */
/* SPDX-License-Identifier: MIT */
#include "base/arena.h"

#include "base/memory.h"

#include <assert.h>
#include <stdalign.h>

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#else
#define ASAN_POISON_MEMORY_REGION(at, bytes) ((void)(at), (void)(bytes))
#define ASAN_UNPOISON_MEMORY_REGION(at, bytes) ((void)(at), (void)(bytes))
#endif

#define FIRST_BLOCK_BYTES ((size_t)16 * 1024)
#define LARGEST_STEP_BYTES ((size_t)1024 * 1024)
#define DEFAULT_LIMIT_BYTES ((size_t)1024 * 1024 * 1024)

struct block {
	struct block *next; /* older block, NULL for the first */
	size_t size;
	size_t used;
	alignas(max_align_t) unsigned char bytes[];
};

struct arena {
	struct block *top;
	size_t limit;
	size_t total; /* bytes in blocks */
};

/* Past an arena's limit: nobody who bounds what they read gets here. */
static _Noreturn void give_up(size_t bytes)
{
	(void)fprintf(stderr, "hatif: an arena would grow by %zu bytes past its limit\n", bytes);
	abort();
}

static struct block *block_new(size_t size)
{
	struct block *block = memory_new(sizeof(*block) + size);

	block->next = NULL;
	block->size = size;
	block->used = 0;
	ASAN_POISON_MEMORY_REGION(block->bytes, size);
	return block;
}

static void block_free(struct block *block)
{
	ASAN_UNPOISON_MEMORY_REGION(block->bytes, block->size);
	free(block);
}

struct arena *arena_new(size_t limit_bytes)
{
	struct arena *arena = memory_new(sizeof(*arena));

	arena->limit = limit_bytes ? limit_bytes : DEFAULT_LIMIT_BYTES;
	arena->top = block_new(FIRST_BLOCK_BYTES);
	arena->total = FIRST_BLOCK_BYTES;
	return arena;
}

void arena_free(struct arena **arena)
{
	struct block *block;

	if (!*arena)
		return;
	block = (*arena)->top;
	while (block) {
		struct block *older = block->next;

		block_free(block);
		block = older;
	}
	free(*arena);
	*arena = NULL;
}

void arena_reset(struct arena *arena)
{
	struct block *block = arena->top;

	assert(block);
	while (block->next) {
		struct block *older = block->next;

		arena->total -= block->size;
		block_free(block);
		block = older;
		assert(block);
	}
	arena->top = block;
	arena->top->used = 0;
	ASAN_POISON_MEMORY_REGION(arena->top->bytes, arena->top->size);
}

size_t arena_reset_warm(struct arena *arena, size_t keep_bytes)
{
	const size_t needed = arena->total;

	if (needed > keep_bytes || !arena->top->next) {
		arena_reset(arena);
		return arena->total;
	}
	arena_reset(arena);
	block_free(arena->top);
	arena->top = block_new(needed);
	arena->total = needed;
	return needed;
}

struct arena_mark arena_mark(const struct arena *arena)
{
	return (struct arena_mark){.block = arena->top, .used = arena->top->used};
}

void arena_rewind(struct arena *arena, struct arena_mark mark)
{
	while (arena->top != mark.block) {
		struct block *older = arena->top->next;

		assert(older);
		arena->total -= arena->top->size;
		block_free(arena->top);
		arena->top = older;
	}
	assert(mark.used <= arena->top->used);
	arena->top->used = mark.used;
	ASAN_POISON_MEMORY_REGION(arena->top->bytes + mark.used, arena->top->size - mark.used);
}

size_t arena_used(const struct arena *arena)
{
	size_t used = 0;

	for (const struct block *block = arena->top; block; block = block->next)
		used += block->used;
	return used;
}

static void grow(struct arena *arena, size_t bytes)
{
	size_t size = arena->top->size * 2;
	struct block *block;

	if (size > LARGEST_STEP_BYTES)
		size = LARGEST_STEP_BYTES;
	if (size < bytes)
		size = bytes;
	if (size > arena->limit - arena->total)
		give_up(bytes);
	block = block_new(size);
	block->next = arena->top;
	arena->top = block;
	arena->total += size;
}

void *arena_room(struct arena *arena, size_t bytes)
{
	const size_t unit = alignof(max_align_t);
	size_t padded;
	void *at;

	if (bytes > arena->limit)
		give_up(bytes);
	padded = (bytes + unit - 1) / unit * unit;
	if (padded == 0)
		padded = unit;
	if (arena->top->size - arena->top->used < padded)
		grow(arena, padded);
	at = arena->top->bytes + arena->top->used;
	arena->top->used += padded;
	ASAN_UNPOISON_MEMORY_REGION(at, bytes ? bytes : 1);
	return at;
}

void *arena_alloc(struct arena *arena, size_t bytes)
{
	return memset(arena_room(arena, bytes), 0, bytes);
}

void *arena_array(struct arena *arena, size_t count, size_t item_bytes)
{
	size_t bytes;

	if (__builtin_mul_overflow(count, item_bytes, &bytes))
		give_up(SIZE_MAX);
	return arena_alloc(arena, bytes);
}

void *arena_copy(struct arena *arena, const void *bytes, size_t length)
{
	void *copy = arena_room(arena, length);

	if (length)
		memcpy(copy, bytes, length);
	return copy;
}

char *arena_text_n(struct arena *arena, const char *text, size_t length)
{
	char *copy;

	if (!text)
		return NULL;
	copy = arena_room(arena, length + 1);
	memcpy(copy, text, length);
	copy[length] = '\0';
	return copy;
}

char *arena_text(struct arena *arena, const char *text)
{
	return text ? arena_text_n(arena, text, strlen(text)) : NULL;
}

char *arena_format_v(struct arena *arena, const char *format, va_list args)
{
	va_list again;
	char *text;
	int length;

	va_copy(again, args);
	length = vsnprintf(NULL, 0, format, again);
	va_end(again);
	assert(length >= 0);
	text = arena_room(arena, (size_t)length + 1);
	(void)vsnprintf(text, (size_t)length + 1, format, args);
	return text;
}

char *arena_format(struct arena *arena, const char *format, ...)
{
	va_list args;
	char *text;

	va_start(args, format);
	text = arena_format_v(arena, format, args);
	va_end(args);
	return text;
}

void arena_wipe(struct arena *arena)
{
	for (struct block *block = arena->top; block; block = block->next) {
		ASAN_UNPOISON_MEMORY_REGION(block->bytes, block->used);
		explicit_bzero(block->bytes, block->used);
	}
	arena_reset(arena);
}

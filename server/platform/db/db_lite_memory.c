/*
 * db_lite_memory.c - small pieces of memory for SQLite, handed out again by the thread that had them.
 *
 * A statement takes and gives back dozens of pieces each time it runs, and a
 * savepoint one for every kilobyte that it may have to undo. SQLite's own
 * answer is its lookaside memory, which Debian's build leaves out. Here each
 * thread keeps what it gave back, by size; the rest is malloc's.
 */
/* SPDX-License-Identifier: MIT */
#include "platform/db/db_lite.h"

#include <stdalign.h>

#define STEP_BYTES 64
#define SIZES 33 /* up to 2 KB and a header */
#define KEPT_BYTES ((size_t)256 * 1024) /* by one thread */

/* In front of every piece; a piece that is kept has the next one of its size behind it. */
struct piece {
	alignas(max_align_t) size_t size;
};

struct kept {
	struct piece *first[SIZES];
	size_t bytes;
};

static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_key_t key; /* for its destructor */
static bool have_key;
static _Thread_local struct kept *own;

static struct piece **next_of(struct piece *piece)
{
	return (struct piece **)(void *)(piece + 1);
}

static void forget(void *arg)
{
	struct kept *kept = arg;

	for (size_t i = 0; i < SIZES; i++)
		while (kept->first[i]) {
			struct piece *piece = kept->first[i];

			kept->first[i] = *next_of(piece);
			free(piece);
		}
	free(kept);
	own = NULL;
}

static void make_key(void)
{
	have_key = pthread_key_create(&key, forget) == 0;
}

/* NULL when there is no memory for it: then nothing is kept. */
static struct kept *own_new(void)
{
	struct kept *kept;

	(void)pthread_once(&once, make_key);
	kept = have_key ? calloc(1, sizeof(*kept)) : NULL;
	if (kept && pthread_setspecific(key, kept) != 0) {
		free(kept);
		kept = NULL;
	}
	own = kept;
	return kept;
}

static int round_up(int bytes)
{
	return (bytes + STEP_BYTES - 1) / STEP_BYTES * STEP_BYTES;
}

static void *take(int bytes)
{
	const size_t size = (size_t)round_up(bytes), place = size / STEP_BYTES;
	struct kept *kept = own;
	struct piece *piece;

	if (kept && place < SIZES && kept->first[place]) {
		piece = kept->first[place];
		kept->first[place] = *next_of(piece);
		kept->bytes -= size;
		return piece + 1;
	}
	piece = malloc(sizeof(*piece) + size);
	if (!piece)
		return NULL;
	piece->size = size;
	return piece + 1;
}

static void give(void *memory)
{
	struct piece *piece = (struct piece *)memory - 1;
	const size_t place = piece->size / STEP_BYTES;
	struct kept *kept = own ? own : own_new();

	if (!kept || place >= SIZES || kept->bytes + piece->size > KEPT_BYTES) {
		free(piece);
		return;
	}
	*next_of(piece) = kept->first[place];
	kept->first[place] = piece;
	kept->bytes += piece->size;
}

static int size_of(void *memory)
{
	return memory ? (int)((struct piece *)memory - 1)->size : 0;
}

static void *resize(void *memory, int bytes)
{
	const size_t before = (size_t)size_of(memory);
	void *larger = take(bytes);

	if (!larger)
		return NULL;
	memcpy(larger, memory, before < (size_t)bytes ? before : (size_t)bytes);
	give(memory);
	return larger;
}

static int start(void *arg)
{
	(void)arg;
	return SQLITE_OK;
}

static void stop(void *arg)
{
	(void)arg;
}

const struct sqlite3_mem_methods lite_memory = {
	.xMalloc = take,
	.xFree = give,
	.xRealloc = resize,
	.xSize = size_of,
	.xRoundup = round_up,
	.xInit = start,
	.xShutdown = stop,
};

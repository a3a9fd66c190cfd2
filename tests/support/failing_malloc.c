/*
 * failing_malloc.c - LD_PRELOAD: memory that runs out when a test says so.
 *
 * FAILING_MALLOC names a file of three 64-bit numbers, shared with the test:
 * allocations counted so far, the first that fails, the first that works again.
 *
 * json-c and libjwt (by jansson) end the program, or lose members, without
 * memory. They are not ours to mend, and Linux hardly ever refuses memory: what
 * they ask for is left out, also by strdup() and for a locale.
 */
/* SPDX-License-Identifier: MIT */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

struct control {
	_Atomic long count, first, end;
};

static struct control *control;
static _Thread_local int sparing; /* json-c is making a locale */

extern void *__libc_malloc(size_t bytes);
extern void *__libc_calloc(size_t count, size_t bytes);
extern void *__libc_realloc(void *old, size_t bytes);
extern void *__libc_memalign(size_t alignment, size_t bytes);
extern locale_t __duplocale(locale_t from);
extern locale_t __newlocale(int mask, const char *name, locale_t base);

__attribute__((constructor)) static void attach(void)
{
	const char *name = getenv("FAILING_MALLOC");
	int file = name ? open(name, O_RDWR | O_CLOEXEC) : -1;
	void *shared;

	if (file < 0)
		return;
	shared = mmap(NULL, sizeof(struct control), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
	(void)close(file);
	if (shared != MAP_FAILED)
		control = shared;
}

/* Only while some are to fail: looking up who asks costs too much for every allocation. */
static int is_spared(const void *caller)
{
	Dl_info info;

	return dladdr(caller, &info) && info.dli_fname &&
		(strstr(info.dli_fname, "libjson-c") || strstr(info.dli_fname, "libjwt") ||
			strstr(info.dli_fname, "libjansson"));
}

static int fails(const void *caller)
{
	long number;

	if (!control || sparing)
		return 0;
	if (atomic_load(&control->first) < atomic_load(&control->end) && is_spared(caller))
		return 0;
	number = atomic_fetch_add(&control->count, 1) + 1;
	if (number < atomic_load(&control->first) || number >= atomic_load(&control->end))
		return 0;
	errno = ENOMEM;
	return 1;
}

void *malloc(size_t bytes)
{
	return fails(__builtin_return_address(0)) ? NULL : __libc_malloc(bytes);
}

void *calloc(size_t count, size_t bytes)
{
	return fails(__builtin_return_address(0)) ? NULL : __libc_calloc(count, bytes);
}

void *realloc(void *old, size_t bytes)
{
	return fails(__builtin_return_address(0)) ? NULL : __libc_realloc(old, bytes);
}

void *memalign(size_t alignment, size_t bytes)
{
	return fails(__builtin_return_address(0)) ? NULL : __libc_memalign(alignment, bytes);
}

void *aligned_alloc(size_t alignment, size_t bytes)
{
	return memalign(alignment, bytes);
}

int posix_memalign(void **memory, size_t alignment, size_t bytes)
{
	*memory = memalign(alignment, bytes);
	return *memory ? 0 : ENOMEM;
}

/* The C library's own would ask in its own name. */
static char *copy_of(const char *text, size_t length, const void *caller)
{
	char *copy = fails(caller) ? NULL : __libc_malloc(length + 1);

	if (!copy)
		return NULL;
	copy[length] = '\0';
	return memcpy(copy, text, length);
}

char *strdup(const char *text)
{
	return copy_of(text, strlen(text), __builtin_return_address(0));
}

char *strndup(const char *text, size_t most)
{
	return copy_of(text, strnlen(text, most), __builtin_return_address(0));
}

/* Nobody but json-c changes the locale of a thread. */
locale_t duplocale(locale_t from)
{
	locale_t copy;

	sparing = 1;
	copy = __duplocale(from);
	sparing = 0;
	return copy;
}

locale_t newlocale(int mask, const char *name, locale_t base)
{
	locale_t made;

	sparing = 1;
	made = __newlocale(mask, name, base);
	sparing = 0;
	return made;
}

/* str.h - slices of text for parsers, and a growing buffer. */
/* SPDX-License-Identifier: MIT */
#ifndef BASE_STR_H
#define BASE_STR_H

#include "base/arena.h"

#include <sys/types.h>

/* Bytes somebody else owns; not NUL-terminated. */
struct str {
	const char *ptr;
	size_t len;
};

#define STR(literal) ((struct str){(literal), sizeof(literal) - 1})

struct str str_of(const char *text);
bool str_is(struct str text, const char *other);
bool str_is_nocase(struct str text, const char *other);
bool str_starts(struct str text, const char *prefix);
struct str str_trim(struct str text); /* ASCII blanks at both ends */

/* Split off the part before the first separator; *rest follows it (empty, NULL when none). */
struct str str_cut(struct str text, char separator, struct str *rest);

/* Whole text as a decimal integer, optional '-'. False on anything else or overflow. */
MUST_USE bool str_int(struct str text, int64_t *value);

/* As str_int, for text that ends in NUL. NULL is not a number. */
MUST_USE bool text_int(const char *text, int64_t *value);

/* NULL-safe comparison; two NULLs are the same. */
bool text_is(const char *a, const char *b);
/* NULL or "" */
static inline bool text_empty(const char *text)
{
	return !text || !*text;
}

/* Where word stands in a NULL-terminated list of words, or -1. */
ssize_t word_index(const char *const *words, const char *word);

/*
 * A buffer that grows inside an arena. Growing leaves the old bytes in the
 * arena, so give a good first guess for large results. Always NUL-terminated.
 */
struct buf {
	struct arena *arena;
	char *ptr;
	size_t len;
	size_t room; /* without the NUL */
};

struct buf buf_in(struct arena *arena, size_t first_bytes);
void buf_reserve(struct buf *buf, size_t more);
void buf_add(struct buf *buf, const char *bytes, size_t length);
void buf_text(struct buf *buf, const char *text);
void buf_byte(struct buf *buf, char byte);
void buf_int(struct buf *buf, int64_t value);
void buf_format(struct buf *buf, const char *format, ...) PRINTF_LIKE(2, 3);

/* Write value in decimal at `at` (room for 21 bytes); returns the length. No NUL. */
size_t write_int(char *at, int64_t value);

/* "000102…99": two digits at a time. */
extern const char digit_pairs[];
/* 0 to 99 as two digits. */
static inline void write_pair(char *at, unsigned value)
{
	memcpy(at, digit_pairs + (size_t)value * 2, 2);
}

#endif

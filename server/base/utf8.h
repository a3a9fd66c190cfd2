/* utf8.h - validity and counting of UTF-8 (RFC 3629). */
/* SPDX-License-Identifier: MIT */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include "base/base.h"

/* No overlong form, surrogate, byte above U+10FFFF, or NUL. */
bool utf8_valid(const char *text, size_t length);

/* Bytes of the code point at the start of text of 1 byte or more; 0 when there is none that is valid. */
size_t utf8_sequence(const char *text, size_t left);

/* Code points in valid text. */
size_t utf8_count(const char *text);

/* Largest prefix of at most max_bytes that ends at a code point. */
size_t utf8_prefix(const char *text, size_t max_bytes);

/* Next code point of valid text; *at moves past it. 0 at the end. */
uint32_t utf8_next(const char **at);

#endif

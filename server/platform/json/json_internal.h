/* json_internal.h - shared between the parser's two steps. */
/* SPDX-License-Identifier: MIT */
#ifndef PLATFORM_JSON_JSON_INTERNAL_H
#define PLATFORM_JSON_JSON_INTERNAL_H

#include "base/str.h"

/*
 * Check every text, number and literal of a document letter by letter, and
 * that the whole is UTF-8. json-c, even when strict, lets through control
 * characters, half surrogates, NUL, overlong UTF-8, "00", "1." and NaN.
 * Brackets, commas and colons are left to it. False: *at is the first bad byte
 * and *why says what is wrong there.
 */
MUST_USE bool json_lexical_check(struct str text, size_t *at, const char **why);

#endif

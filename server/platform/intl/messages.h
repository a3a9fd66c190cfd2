/* messages.h - what the server says to people, in their language. */
/* SPDX-License-Identifier: MIT */
#ifndef PLATFORM_INTL_MESSAGES_H
#define PLATFORM_INTL_MESSAGES_H

#include "base/cx.h"

/* "en", "ar" and NULL: for parameters that choose one. */
extern const char *const language_words[];

/* "en" or "ar"; NULL for anything else, NULL included. */
const struct language *language_by_code(const char *code);

/*
 * The best of an Accept-Language header (RFC 9110) that is spoken here: highest
 * weight, the first of equals, "ar-AE" is "ar". NULL when it names none: no
 * header, only other languages, `*`, or nothing that makes sense.
 */
const struct language *language_accepted(const char *header);

/* The code to announce: "en" when nobody said. */
const char *language_code(const struct language *language);

/* A sentence and how it is said; sorted by the English, in the order of its bytes. */
struct translation {
	const char *english, *arabic; /* printf's conversions are the same, in the same order */
};

extern const struct translation messages_arabic[];
extern const size_t messages_arabic_count;

#endif

/* json_internal.h - the letters of a document, for the reader of its structure. */
/* SPDX-License-Identifier: MIT */
#ifndef PLATFORM_JSON_JSON_INTERNAL_H
#define PLATFORM_JSON_JSON_INTERNAL_H

#include "base/str.h"

struct json_scan {
	const char *at, *end;
	const char *why; /* what is wrong at `at`, after something was refused */
};

/* Notes why and is false. */
bool json_refuse(struct json_scan *scan, const char *why);

/*
 * Pass over the text, number or literal that begins at `at`. A text may hold
 * no control character, no half of a surrogate pair and no NUL, escaped or
 * not. That the whole document is UTF-8 was checked before.
 */
MUST_USE bool json_scan_text(struct json_scan *scan);
MUST_USE bool json_scan_number(struct json_scan *scan);
MUST_USE bool json_scan_literal(struct json_scan *scan);

#endif

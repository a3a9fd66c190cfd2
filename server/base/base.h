/* base.h - words every layer uses: outcomes, the step macro, small helpers. */
/* SPDX-License-Identifier: MIT */
#ifndef BASE_BASE_H
#define BASE_BASE_H

#include "base/banned.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MUST_USE __attribute__((warn_unused_result))
#define PRINTF_LIKE(format_at, args_at) __attribute__((format(printf, format_at, args_at)))
/* Marks a sentence for people that reaches cx_say() by way of a variable; tools/check_words.py. */
#define WORDS(english) english
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/*
 * Outcomes a caller may want to tell apart. Each maps to one HTTP status in
 * http_status_of(); anything finer belongs in the message given to fail().
 */
#define ERR_LIST(X) \
	X(ERR_MALFORMED, "malformed") /* 400: not parseable */ \
	X(ERR_UNAUTHENTICATED, "login") /* 401 */ \
	X(ERR_DENIED, "denied") /* 403: the actor may not do this */ \
	X(ERR_NOT_FOUND, "not_found") /* 404: no such thing, or not for this actor */ \
	X(ERR_METHOD, "method") /* 405: says which verbs exist */ \
	X(ERR_STATE, "state") /* 409: not from here; says what is allowed */ \
	X(ERR_CONFLICT, "conflict") /* 409: true a moment ago; shows what is now */ \
	X(ERR_NOT_CONFIGURED, "not_configured") /* 409: the company has no such provider yet */ \
	X(ERR_TOO_LARGE, "too_large") /* 413 */ \
	X(ERR_UNSUPPORTED, "unsupported") /* 415: body of a kind this route does not read */ \
	X(ERR_INVALID, "invalid") /* 422: names the field */ \
	X(ERR_RATE, "rate") /* 429: says when to come again */ \
	X(ERR_BUSY, "busy") /* 503: lock, pool or upstream full; try again */ \
	X(ERR_FULL, "full") /* 507: disk or quota */ \
	X(ERR_INTERNAL, "internal") /* 500: ours to fix; details go to the log only */

enum err {
	OK = 0,
#define X(id, name) id,
	ERR_LIST(X)
#undef X
};

/* The machine word of an outcome, such as "not_found"; "ok" for OK. */
const char *err_name(enum err err);

/* Return at once when a step fails. Safe because the scope of a cx owns all cleanup. */
#define TRY(step) \
	do { \
		enum err try_err_ = (step); \
		if (try_err_ != OK) \
			return try_err_; \
	} while (0)

/* An integer or yes/no that a caller may leave out. */
struct opt_int {
	int64_t value;
	bool given;
};

struct opt_bool {
	bool value;
	bool given;
};

#endif

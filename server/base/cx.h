/* cx.h - one unit of work: what a request, a socket message or a job carries with it. */
/* SPDX-License-Identifier: MIT */
#ifndef BASE_CX_H
#define BASE_CX_H

#include "base/arena.h"

struct actor;
struct db;
struct event_list;

/* A language that people read. A sentence's English is its key. */
struct language {
	const char *code; /* "en", "ar" */
	const char *(*translate)(const char *english); /* NULL: as it is */
};

/* One field of the request that was refused, and why. */
struct field_fault {
	const char *field;
	const char *reason;
	struct field_fault *next;
};

/* What fail() left for the one place that turns outcomes into answers. */
struct failure {
	const char *message; /* NULL until something failed */
	struct field_fault *fields;
	const char *const *allowed; /* ERR_STATE: NULL-terminated words, or NULL */
	const char *current_json; /* ERR_CONFLICT: the row as it is now, or NULL */
	const char *code; /* finer machine word than err_name(), or NULL */
	int64_t retry_after_s; /* ERR_RATE, ERR_BUSY */
	bool keep_writes; /* the unit's writes stand although it failed: counters of refused logins */
};

/*
 * cx - one unit of work: a request, a socket message or a job.
 *
 * Everything reachable from it dies together when it ends: memory and an
 * uncommitted transaction. Never store a pointer taken from it elsewhere.
 */
struct cx {
	struct arena *arena; /* memory for this unit of work */
	struct db *db; /* connection lent to it (platform/db) */
	const struct actor *actor; /* who asks; never NULL */
	int64_t now_us; /* one clock reading for the whole unit */
	const char *request_id; /* for logs and answers; never NULL */
	const char *ip; /* where the request came from; NULL: nobody asked over the network */
	const struct language *language; /* of who reads the answer; NULL: nobody said, English */
	struct failure failure;
	struct event_list *events; /* published so far, handed out after commit; NULL when none */
};

/*
 * Record why a step failed and return err, so that callers write
 * `return fail(cx, ERR_INVALID, "phone", "...")`. field may be NULL. The
 * sentence is for people, is said in the unit's language and never carries
 * secrets or SQL; of ERR_INTERNAL it goes to the log only and stays English.
 */
enum err fail(struct cx *cx, enum err err, const char *field, const char *format, ...)
	PRINTF_LIKE(4, 5);

/* Note one more refused field without returning; the caller returns ERR_INVALID at the end. */
void fail_field(struct cx *cx, const char *field, const char *format, ...) PRINTF_LIKE(3, 4);

/* ERR_STATE with the words that would be allowed from here (copied by reference). */
enum err fail_state(struct cx *cx, const char *field, const char *const *allowed,
	const char *format, ...) PRINTF_LIKE(4, 5);

/*
 * A sentence, a format or a word in a language, or in the unit's own; English
 * for NULL and when there is no translation. Lives as long as `english`.
 */
const char *language_say(const struct language *language, const char *english)
	__attribute__((format_arg(2)));
const char *cx_say(const struct cx *cx, const char *english) __attribute__((format_arg(2)));

/* Forget a failure that was handled. */
void fail_clear(struct cx *cx);

#endif

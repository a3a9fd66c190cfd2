/* audit.h - the append-only record of who did what. */
/* SPDX-License-Identifier: MIT */
#ifndef PLATFORM_AUTH_AUDIT_H
#define PLATFORM_AUTH_AUDIT_H

#include "base/cx.h"

/*
 * Write one row in the unit's transaction, for the actor's company: action is a
 * word such as "user.created", subject_type and subject_id name the row it
 * happened to (NULL and 0 for none), detail_json is an object without secrets
 * (NULL for none). User, address and request id are the unit's own.
 */
MUST_USE enum err audit_write(struct cx *cx, const char *action, const char *subject_type,
	int64_t subject_id, const char *detail_json);

struct audit_subject {
	const char *type;
	int64_t id;
};

/*
 * As audit_write for a change of one row: both are objects as an answer shows
 * them, without secrets; NULL where there is none (made, removed).
 */
MUST_USE enum err audit_write_change(struct cx *cx, const char *action,
	const struct audit_subject *subject, const char *before_json, const char *after_json);

/* As audit_write for units without a session (logins, setup): whose row it is and from where. */
struct audit_entry {
	int64_t company_id;
	int64_t user_id; /* 0 for nobody */
	const char *action, *subject_type;
	int64_t subject_id;
	const char *detail_json; /* NULL for none */
	const char *ip; /* NULL when not known */
};
MUST_USE enum err audit_write_entry(struct cx *cx, const struct audit_entry *entry);

/*
 * Told of each row of the actor's company, in the transaction that writes it.
 * Set once at start by what stands above this layer (app wires it).
 */
typedef enum err audit_listener(struct cx *cx, int64_t id, const struct audit_entry *entry);
void audit_on_write(audit_listener *told);

#endif

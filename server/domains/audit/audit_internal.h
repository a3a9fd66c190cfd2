/* audit_internal.h - shared inside domains/audit: rows of the audit log as they are read. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_AUDIT_AUDIT_INTERNAL_H
#define DOMAINS_AUDIT_AUDIT_INTERNAL_H

#include "base/str.h"
#include "platform/auth/auth.h"
#include "platform/db/db.h"
#include "platform/json/json.h"

struct audit_row {
	int64_t id, at_us;
	int64_t user_id, api_key_id; /* 0: not by one */
	const char *user_name, *api_key_name; /* or NULL */
	const char *action;
	const char *subject_type; /* or NULL */
	int64_t subject_id;
	const char *detail; /* a JSON object */
	const char *ip, *request_id; /* or NULL */
};

/* What is asked for; 0, NULL and false: all. */
struct audit_filter {
	int64_t user_id, api_key_id;
	bool system; /* by nobody: jobs, the command line, refused logins */
	const char *action; /* "role.changed", or its beginning: "role" */
	const char *subject_type;
	int64_t subject_id;
	int64_t from_us, to_us; /* half open */
	int64_t below, limit;
};

/* ---- audit.c ---- */

struct audit_query {
	const char *actor, *action, *subject;
	const char *date, *date_from, *date_to;
};
/* ERR_INVALID names the parameter. */
MUST_USE enum err audit_filter_make(
	struct cx *cx, const struct audit_query *query, struct audit_filter *filter);

/* ---- audit_store.c: newest first ---- */

MUST_USE enum err audit_store_list(
	struct cx *cx, const struct audit_filter *filter, struct audit_row **list, size_t *count);
typedef enum err audit_row_fn(struct cx *cx, const struct audit_row *row, void *arg);
MUST_USE enum err audit_store_each(
	struct cx *cx, const struct audit_filter *filter, audit_row_fn *each, void *arg);

#endif

/* role_internal.h - shared inside domains/accounts: roles as they are managed. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_ACCOUNTS_ROLE_INTERNAL_H
#define DOMAINS_ACCOUNTS_ROLE_INTERNAL_H

#include "domains/accounts/account_internal.h"

struct role {
	int64_t id, version;
	const char *code, *name;
	const char *scope; /* own, team, company */
	bool built_in;
	uint64_t rights;
	int64_t users; /* how many hold it */
	int64_t created_us, updated_us;
};

struct role_holder {
	int64_t id;
	const char *username, *name;
	bool active;
};

/* What is wanted: NULL or not given = as it is, for a new role the standard. */
struct role_change {
	const char *code, *name, *scope;
	const char *const *permissions; /* NULL-terminated */
	struct opt_int version;
};

extern const char *const role_scope_words[]; /* own, team, company, NULL */

/* ---- role.c: ERR_DENIED without company scope ------------------------------------------- */

MUST_USE enum err roles_list(struct cx *cx, struct role **list, size_t *count);
MUST_USE enum err role_read(struct cx *cx, int64_t id, struct role *role);
/* May the actor change it? Not the administrators' own, nor one that is not below the actor. */
bool role_editable(const struct actor *actor, const struct role *role);
/* What a built-in role always may; for the company's own what everybody may. */
uint64_t role_least_rights(const struct role *role);
/*
 * ERR_INVALID names the field; ERR_DENIED: a right that the actor lacks, or a
 * role not below its own; ERR_CONFLICT: the code is taken, another version.
 */
MUST_USE enum err role_create(struct cx *cx, const struct role_change *wanted, struct role *role);
MUST_USE enum err role_change(
	struct cx *cx, int64_t id, const struct role_change *change, struct role *after);
/* ERR_CONFLICT while somebody holds it, and for built-in ones. */
MUST_USE enum err role_remove(struct cx *cx, int64_t id);
void role_write(struct json *json, const struct actor *actor, const struct role *role);

/* ---- role_store.c: no rules -------------------------------------------------------------- */

MUST_USE enum err role_store_list(struct cx *cx, int64_t id, struct role **list, size_t *count);
MUST_USE enum err role_store_holders(
	struct cx *cx, int64_t id, struct role_holder **list, size_t *count);
/* ERR_CONFLICT: the code is taken. */
MUST_USE enum err role_store_add(struct cx *cx, const struct role *role);
MUST_USE enum err role_store_update(struct cx *cx, const struct role *role, bool *changed);
MUST_USE enum err role_store_remove(struct cx *cx, int64_t id);

#endif

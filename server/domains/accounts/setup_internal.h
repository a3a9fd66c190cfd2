/* setup_internal.h - shared inside domains/accounts: the first start. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_ACCOUNTS_SETUP_INTERNAL_H
#define DOMAINS_ACCOUNTS_SETUP_INTERNAL_H

#include "domains/accounts/account_internal.h"
#include "domains/accounts/setup.h"

/*
 * Make the first company and its administrator; the token is used up.
 *
 * ERR_NOT_FOUND  the token is wrong or old, or a company exists: there is no setup
 * ERR_INVALID    names the field
 */
MUST_USE enum err setup_run(struct cx *cx, const char *token, const struct company_new *company,
	const struct user_new *admin, int64_t *company_id, int64_t *user_id);

/* "HASH:EXPIRES_US"; NULL when there is none. */
MUST_USE enum err setup_store_get(struct cx *cx, const char **value);
MUST_USE enum err setup_store_put(struct cx *cx, const char *value);
MUST_USE enum err setup_store_remove(struct cx *cx, const char *value, bool *removed);

#endif

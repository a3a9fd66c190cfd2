/* recovery_internal.h - shared inside domains/accounts: forgotten passwords. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_ACCOUNTS_RECOVERY_INTERNAL_H
#define DOMAINS_ACCOUNTS_RECOVERY_INTERNAL_H

#include "domains/accounts/login_internal.h"

/* ---- recovery.c ------------------------------------------------------------- */

/*
 * Ask the company's IT support for help. OK whoever was meant: the caller
 * learns nothing of who exists.
 */
MUST_USE enum err recovery_ask_support(
	struct cx *cx, const char *login, const char *company, const struct login_origin *origin);

/* Send a link that sets a new password, where that is configured. OK for everybody. */
MUST_USE enum err recovery_send_link(struct cx *cx, const char *email, const char *company,
	const struct login_origin *origin, const char *public_url);

/* Use such a link. ERR_NOT_FOUND: unknown, used or too old; ERR_INVALID: the password. */
MUST_USE enum err recovery_use_link(
	struct cx *cx, const char *token, const char *password, const struct login_origin *origin);

/*
 * A new password of one's own; ends one's other sessions.
 *
 * ERR_INVALID  current_password is wrong, or the new one is not acceptable
 * ERR_RATE     too many wrong ones
 */
MUST_USE enum err password_change(struct cx *cx, const char *current, const char *password,
	const struct login_origin *origin);

/*
 * Is it the actor's own? What goes on with it writes nothing before. ERR_INVALID on
 * current_password, ERR_RATE after too many wrong ones.
 */
MUST_USE enum err password_confirm(struct cx *cx, const char *current,
	const struct login_origin *origin, struct identity *identity);

struct password_request {
	int64_t id, user_id, version;
	int64_t agent_id, agent_no; /* 0: not an agent */
	const char *username, *name, *note, *status;
	const char *avatar; /* or NULL */
	int64_t created_us;
	struct opt_int resolved_us;
};

/* Requests the actor may decide: people of its scope who stand lower. status NULL = all. */
MUST_USE enum err password_requests_list(
	struct cx *cx, const char *status, struct password_request **list, size_t *count);

/*
 * *temporary_password is shown once; NULL when refused.
 *
 * ERR_NOT_FOUND  no such request that the actor may decide
 * ERR_STATE      decided already
 */
MUST_USE enum err password_request_resolve(
	struct cx *cx, int64_t id, bool grant, const char **temporary_password);

/* ---- recovery_store.c ---------------------------------------------------------- */

/* *id 0 when one is open already. */
MUST_USE enum err recovery_store_request(
	struct cx *cx, int64_t user_id, const char *note, int64_t *id);
MUST_USE enum err recovery_store_requests(struct cx *cx, int64_t id, const char *status,
	struct password_request **list, size_t *count);
/* Users who may resolve a request of this user. */
MUST_USE enum err recovery_store_helpers(
	struct cx *cx, int64_t user_id, int64_t team_id, int64_t **users, size_t *count);
MUST_USE enum err recovery_store_decide(
	struct cx *cx, int64_t id, const char *status, bool *decided);
MUST_USE enum err recovery_store_new_link(struct cx *cx, int64_t user_id, const char *token_hash,
	int64_t expires_us, int64_t not_since_us, bool *made);
struct reset_link {
	int64_t company_id, id, user_id, expires_us;
	bool used;
};
MUST_USE enum err recovery_store_link(
	struct cx *cx, const char *token_hash, struct reset_link *link, bool *found);
MUST_USE enum err recovery_store_use_link(struct cx *cx, const struct reset_link *link, bool *used);
MUST_USE enum err recovery_store_sweep(struct cx *cx, int64_t before_us);

#endif

/* login_internal.h - shared inside domains/accounts: statements behind logins and lockouts. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_ACCOUNTS_LOGIN_INTERNAL_H
#define DOMAINS_ACCOUNTS_LOGIN_INTERNAL_H

#include "domains/accounts/session_internal.h"

/* 0: not blocked. */
MUST_USE enum err login_store_blocked(
	struct cx *cx, const char *scope, const char *subject, int64_t *until_us);
/* Count one more; a counter that began before window_start_us begins anew. */
MUST_USE enum err login_store_failure(struct cx *cx, const char *scope, const char *subject,
	int64_t window_start_us, int64_t *failures);
MUST_USE enum err login_store_block(
	struct cx *cx, const char *scope, const char *subject, int64_t until_us);
MUST_USE enum err login_store_clear(struct cx *cx, const char *scope, const char *subject);
MUST_USE enum err login_store_sweep(struct cx *cx, int64_t before_us);

/* Company by code or host name, active or not; 0 when there is none. */
MUST_USE enum err login_store_company(
	struct cx *cx, const char *code, const char *domain, int64_t *company_id);

/* Users that a login may mean, best spelling first within a company; company_id 0 = any. */
MUST_USE enum err login_store_candidates(struct cx *cx, int64_t company_id, const char *login_key,
	int64_t agent_no, struct candidate *list, size_t room, size_t *count);
MUST_USE enum err login_store_by_email(struct cx *cx, int64_t company_id, const char *email_key,
	struct candidate *list, size_t room, size_t *count);
MUST_USE enum err login_store_by_badge(struct cx *cx, int64_t company_id, const char *badge_hash,
	struct candidate *list, size_t room, size_t *count);

/* Subjects of the lockout counters. */
const char *login_near_subject(
	struct arena *arena, const struct candidate *user, const char *address);
const char *login_account_subject(struct arena *arena, const struct candidate *user);

/* Company that a login without session is about: code, else host; 0 = any, -1 = an unknown code. */
MUST_USE enum err login_company(
	struct cx *cx, const char *code, const char *host, int64_t *company_id);

#endif

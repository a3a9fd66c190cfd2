/* login_log_internal.h - the record of logins as administrators read it. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_ACCOUNTS_LOGIN_LOG_INTERNAL_H
#define DOMAINS_ACCOUNTS_LOGIN_LOG_INTERNAL_H

#include "platform/auth/auth.h"

struct login_row {
	int64_t id, at_us;
	int64_t user_id, agent_no; /* 0 for none */
	const char *username, *name;
	const char *way; /* password, badge, refresh, logout, timeout */
	const char *outcome; /* ok, or why it was refused or ended */
	const char *ip, *user_agent;
};

/* What is asked for; 0, NULL and false: all. */
struct login_filter {
	int64_t user_id;
	const char *ip;
	bool refused; /* those that did not let in alone */
	int64_t from_us, to_us; /* half open */
	int64_t below, limit;
};

/* ---- login_log_store.c: newest first ---- */

MUST_USE enum err login_log_list(
	struct cx *cx, const struct login_filter *filter, struct login_row **list, size_t *count);

#endif

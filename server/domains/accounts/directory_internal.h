/* directory_internal.h - shared inside domains/accounts: lists of colleagues. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_ACCOUNTS_DIRECTORY_INTERNAL_H
#define DOMAINS_ACCOUNTS_DIRECTORY_INTERNAL_H

#include "domains/accounts/account_internal.h"

/* An agent as colleagues see it. */
struct member {
	int64_t id, agent_no, open_orders;
	const char *name;
	struct identity_ref team, department;
	enum presence presence;
	enum presence_source presence_source;
	struct opt_int presence_since_us;
	bool is_active;
};

/*
 * Active agents the actor works with, by name, at most 500: everyone for company scope, else the
 * own team, else the own department, else oneself.
 */
MUST_USE enum err directory_members(struct cx *cx, struct member **list, size_t *count);
/* Active agents of a team, whoever asks: names and presence are no secret among colleagues. ERR_NOT_FOUND. */
MUST_USE enum err directory_team(
	struct cx *cx, int64_t team_id, struct member **list, size_t *count);

#endif

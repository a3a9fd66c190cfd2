/* call_agent.h - agents as those who send them calls see them. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_CALLS_CALL_AGENT_H
#define DOMAINS_CALLS_CALL_AGENT_H

#include "base/cx.h"
#include "domains/accounts/account.h"

struct call_agent {
	int64_t id, agent_no, team_id, department_id;
	const char *name;
	const char *department, *department_name, *team; /* or NULL */
	enum presence presence;
	enum presence_source source;
	struct opt_int since_us;
	const char *note, *extension, *extension_status; /* or NULL */
	bool has_room; /* for another order */
	const char *current_call; /* CALL-A1B2C3D4; or NULL */
	struct opt_int wrap_up_until_us;
	int64_t open_orders;
	const char *skills; /* packed as agent_skill.h says, or NULL */
	int64_t calls, talk_us, hold_us; /* of its own parts, since the day began */
};

struct call_agent_filter {
	const char *status; /* in the words of presence_read() and of the centre; NULL: any */
	const char *department; /* code; NULL: any */
	const char *skill; /* that they have; NULL: any */
};
/* Everyone who works here, by number; names, presence and load are no secret among colleagues. */
MUST_USE enum err call_agents(struct cx *cx, const struct call_agent_filter *filter,
	struct call_agent **rows, size_t *count);
/* By AGT-001, its aliases, or id. ERR_NOT_FOUND. */
MUST_USE enum err call_agent_by_key(struct cx *cx, const char *key, struct call_agent *agent);
/*
 * Could a call be given to it now: it is available, its phone works or it has
 * none, and it has no call yet.
 */
bool call_agent_routable(const struct call_agent *agent);
/*
 * Its own status, or another's with the right to set it, in one's scope.
 *
 * ERR_NOT_FOUND, ERR_DENIED
 * ERR_INVALID    status: there is none of that name
 */
MUST_USE enum err call_agent_set(struct cx *cx, const char *key, const char *status,
	const char *note, struct call_agent *after);

/* id 0: all; since_us: where the day begins. */
MUST_USE enum err call_agent_store(
	struct cx *cx, int64_t id, int64_t since_us, struct call_agent **rows, size_t *count);

#endif

/* call_visible.h - which calls an actor sees, for statements of this domain and of those that hang on it. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_CALLS_CALL_VISIBLE_H
#define DOMAINS_CALLS_CALL_VISIBLE_H

#include "platform/auth/auth.h"

struct db_value;

/*
 * What an actor sees, for statements with calls c: who has the call or had a
 * leg in it, their teams, and the department for which it waits. The arguments
 * are the numbers of the parameters: own agent, department, team. The + keeps
 * SQLite from looking through all that an agent ever had for one call.
 */
#define CALL_WAITS_FOR(department) \
	"(c.agent_id + 0 IS NULL AND c.is_active + 0 = 1 AND c.department_id + 0 = " department ")"
#define CALL_HAS_LEG(of) \
	"EXISTS (SELECT 1 FROM call_legs l WHERE l.company_id = c.company_id" \
	" AND l.call_id = c.id AND " of ")"
#define CALL_OF_AGENT(agent) \
	"c.agent_id + 0 = " agent " OR " CALL_HAS_LEG("l.agent_id + 0 = " agent)
#define CALL_OF_TEAM(team) "c.team_id + 0 = " team " OR " CALL_HAS_LEG("l.team_id + 0 = " team)
#define CALL_VISIBLE_OWN(agent, department) \
	"(" CALL_WAITS_FOR(department) " OR " CALL_OF_AGENT(agent) ")"
#define CALL_VISIBLE_TEAM(agent, department, team) \
	"(" CALL_WAITS_FOR(department) " OR " CALL_OF_AGENT(agent) " OR " CALL_OF_TEAM(team) ")"

/* How far this actor sees among calls: its scope, as far as its permissions carry it. */
enum scope call_scope(const struct actor *actor);

/*
 * The actor's agent, department and team, as many of the three *args as
 * statements for its scope take: 2 for own, 3 for team, none for the company.
 */
size_t call_store_scope_args(const struct actor *actor, struct db_value *args);

#endif

/* chat_visible.h - which chats an actor sees, for statements of this domain and of those that hang on it. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_CHAT_CHAT_VISIBLE_H
#define DOMAINS_CHAT_CHAT_VISIBLE_H

#include "platform/auth/auth.h"

struct db_value;

/*
 * What an actor sees, for statements with chats c: its own, those offered to it
 * or to which it was asked by a mention, and those that wait for its department
 * or for anyone; with team scope those of the team, too. The arguments are the
 * numbers of the parameters: own agent, department, team. The + keeps SQLite
 * from looking through all that an agent ever had for one chat.
 */
#define CHAT_WAITS_FOR(department) \
	"(c.queue_key + 0 IS NOT NULL AND (c.department_id + 0 IS NULL" \
	" OR c.department_id + 0 = " department "))"
#define CHAT_HAS_GUEST(agent) \
	"EXISTS (SELECT 1 FROM chat_guests g WHERE g.company_id = c.company_id" \
	" AND g.agent_id = " agent " AND g.chat_id = c.id)"
#define CHAT_OF_AGENT(agent) \
	"c.agent_id + 0 = " agent " OR c.offered_agent_id + 0 = " agent " OR " CHAT_HAS_GUEST(agent)
#define CHAT_VISIBLE_OWN(agent, department) \
	"(" CHAT_WAITS_FOR(department) " OR " CHAT_OF_AGENT(agent) ")"
#define CHAT_VISIBLE_TEAM(agent, department, team) \
	"(" CHAT_WAITS_FOR(department) " OR " CHAT_OF_AGENT(agent) " OR c.team_id + 0 = " team ")"

/* How far this actor sees among chats: its scope, as far as its permissions carry it. */
enum scope chat_scope(const struct actor *actor);

/*
 * The actor's agent, department and team, as many of the three *args as
 * statements for its scope take: 2 for own, 3 for team, none for the company.
 */
size_t chat_store_scope_args(const struct actor *actor, struct db_value *args);

#endif

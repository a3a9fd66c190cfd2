/* order_visible.h - which orders an actor sees, for the statements of domains that hang on orders. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_ORDERS_ORDER_VISIBLE_H
#define DOMAINS_ORDERS_ORDER_VISIBLE_H

#include "platform/auth/auth.h"

struct db_value;

/*
 * What an actor sees, for statements with orders o and their agents a. The
 * arguments are the numbers of the parameters: own agent, department, team.
 */
#define ORDER_POOL_OF(department) \
	"(o.assigned_agent_id IS NULL" \
	" AND (o.department_id IS NULL OR o.department_id = " department "))"
#define ORDER_VISIBLE_OWN(agent, department) \
	"(o.assigned_agent_id = " agent " OR " ORDER_POOL_OF(department) ")"
#define ORDER_VISIBLE_TEAM(agent, department, team) \
	"(o.assigned_agent_id = " agent " OR a.team_id = " team " OR " ORDER_POOL_OF(department) ")"

/*
 * For which team and department a change of an order counts, as values of an
 * INSERT: those of the agent whose hand was in it, else of whoever has the
 * order. An order that comes in ("previous" is NULL) counts for the latter.
 * The arguments are the numbers of the parameters; $1 is the company.
 */
#define ORDER_PLACE_OF(place, order, agent, previous) \
	"(SELECT " place " FROM orders o LEFT JOIN agents w ON w.company_id = o.company_id" \
	" AND w.id = " agent " AND CAST(" previous " AS TEXT) IS NOT NULL" \
	" LEFT JOIN agents a ON a.company_id = o.company_id AND a.id = o.assigned_agent_id" \
	" WHERE o.company_id = $1 AND o.id = " order ")"
#define ORDER_WORK_PLACE(order, agent, previous) \
	ORDER_PLACE_OF("COALESCE(w.team_id, a.team_id)", order, agent, previous) \
	", " ORDER_PLACE_OF("COALESCE(w.department_id, a.department_id, o.department_id)", order, \
		agent, previous)
/* The same of a contact: the agent's who called or wrote. */
#define AGENT_WORK_PLACE(agent) \
	"(SELECT w.team_id FROM agents w WHERE w.company_id = $1 AND w.id = " agent ")," \
	" (SELECT w.department_id FROM agents w WHERE w.company_id = $1 AND w.id = " agent ")"

/* How far this actor sees among orders: its scope, as far as its permissions carry it. */
enum scope order_scope(const struct actor *actor);

/*
 * The actor's agent, department and team, as many of the three *args as
 * statements for its scope take: 2 for own, 3 for team, none for the company.
 */
size_t order_store_scope_args(const struct actor *actor, struct db_value *args);

#endif

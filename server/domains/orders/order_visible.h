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

/* How far this actor sees among orders: its scope, as far as its permissions carry it. */
enum scope order_scope(const struct actor *actor);

/*
 * The actor's agent, department and team, as many of the three *args as
 * statements for its scope take: 2 for own, 3 for team, none for the company.
 */
size_t order_store_scope_args(const struct actor *actor, struct db_value *args);

#endif

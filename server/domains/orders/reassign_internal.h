/* reassign_internal.h - handing orders and what is to be done about them to somebody else. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_ORDERS_REASSIGN_INTERNAL_H
#define DOMAINS_ORDERS_REASSIGN_INTERNAL_H

/* A part of order_internal.h, which includes it after what it needs. */
#include "domains/orders/order_internal.h"

/* ---- Reassigning (reassign.c, reassign_store.c) -------------------------- */

struct reassign_request {
	int64_t id, version, order_id, agent_id, agent_no, wanted_agent_id, wanted_agent_no;
	const char *agent_name, *wanted_agent_name; /* or NULL */
	int64_t agent_team_id;
	const char *reason, *status, *decision_reason; /* decision_reason or NULL */
	struct opt_int decided_us;
	int64_t created_us;
	const char *customer_name, *order_status;
};

struct reassign {
	const char *agent_key; /* NULL: automatically by load, or anyone when asked for */
	const char *reason;
	struct opt_int version;
};

/* At once for those who may; *request.id stays 0. Others leave a request. */
MUST_USE enum err reassign_order(struct cx *cx, const char *key, const struct reassign *wanted,
	struct order *order, struct reassign_request *request);
MUST_USE enum err reassign_decide(struct cx *cx, int64_t request_id, bool approve,
	const struct reassign *how, struct reassign_request *request);
MUST_USE enum err reassign_list(struct cx *cx, const char *status, int64_t limit, int64_t offset,
	struct reassign_request **rows, size_t *count);
MUST_USE enum err reassign_count(struct cx *cx, const char *status, int64_t *count);
MUST_USE enum err reassign_insert(struct cx *cx, struct reassign_request *request);
MUST_USE enum err reassign_lock(struct cx *cx, int64_t id, struct reassign_request *request);
MUST_USE enum err reassign_close(struct cx *cx, struct reassign_request *request);
/* Who may decide something about a team: by a permission, for the team or the company. */
struct order_deciders {
	const char *permission;
	int64_t team_id;
	bool nearest; /* the team's own when there are any */
};
MUST_USE enum err order_deciders(
	struct cx *cx, const struct order_deciders *wanted, int64_t **user_ids, size_t *count);
/* What still has to be done about the order goes with it to another agent. */
MUST_USE enum err reassign_move_tasks(struct cx *cx, int64_t order_id, int64_t agent_id);
/* Whom the order may go to within the actor's reach: by key, else by load. ERR_INVALID agent_id. */
MUST_USE enum err reassign_target(
	struct cx *cx, const char *key, const struct order *order, struct assignee *agent);
/* Give a locked order to an agent, or to the pool; everything that goes with it moves too. */
MUST_USE enum err reassign_move(
	struct cx *cx, const struct assignee *agent, const char *reason, struct order *order);
/* Ids of the open orders of an agent. */
MUST_USE enum err reassign_open_of(struct cx *cx, int64_t agent_id, int64_t **ids, size_t *count);

/* ---- Reassigning many at once (reassign_many.c) ---------------------------- */

#define REASSIGN_MANY_MAX 200
enum reassign_what { REASSIGN_ORDER, REASSIGN_CALLBACK, REASSIGN_FOLLOW_UP };
struct reassign_item {
	enum reassign_what what;
	const char *key;
	/* outcome */
	enum err err;
	const char *error, *code;
	struct assignee agent; /* who has it now */
	struct order order; /* when err is OK */
	bool order_moved;
};
/*
 * Each on its own: a refused one leaves the others. With a callback or
 * follow-up its order goes along when another agent has it, because whoever
 * calls has to see the order. Who gets something is told once.
 * ERR_INVALID on to_agent_id: nobody of that key within reach, or it takes none.
 */
MUST_USE enum err reassign_many(
	struct cx *cx, const struct reassign *how, struct reassign_item *items, size_t count);
MUST_USE enum err reassign_task_agent(
	struct cx *cx, enum reassign_what what, int64_t id, int64_t version, int64_t agent_id);

#endif

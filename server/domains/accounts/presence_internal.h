/* presence_internal.h - shared inside domains/accounts: an agent's state, and what decides on it. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_ACCOUNTS_PRESENCE_INTERNAL_H
#define DOMAINS_ACCOUNTS_PRESENCE_INTERNAL_H

#include "domains/accounts/account_internal.h"

/* A socket is given up after this long without a sign of life, on any node. */
#define PRESENCE_GRACE_US (75 * US_PER_SECOND)
#define PRESENCE_REVIEW_MAX 500 /* agents changed in one unit */

struct presence_state {
	enum presence presence;
	enum presence_source source;
	enum presence chosen; /* what holds again when an automatic cause is over */
	int64_t since_us, concurrent_orders;
	int64_t chosen_us; /* when somebody chose it; 0: nobody is there to choose */
	const char *note; /* or NULL */
};

/* What decides beside the agent's own choice. */
struct presence_facts {
	int64_t sessions; /* open */
	int64_t active_us; /* last input; last request where the client reports none */
	int64_t heard_us; /* last sign of life; INT64_MAX where a session has no sockets */
	int64_t away_after_us; /* 0 = never */
	bool full; /* as many orders as the agent may have */
	enum presence plan; /* what the schedule says */
	int64_t plan_us; /* since when; 0 = nothing */
	enum presence_source occupied; /* by a call or what it left; PRESENCE_BY_AGENT: by none */
};

struct presence_row {
	int64_t company_id, agent_id, agent_no;
	const char *agent_name;
	struct presence_state state;
	struct presence_facts facts;
};

struct presence_change {
	int64_t agent_id;
	enum presence to;
	enum presence_source source;
	const char *note; /* NULL clears it */
	struct opt_int concurrent_orders; /* as the agent counts them */
};

/* ---- presence.c ----------------------------------------------------------------- */

/*
 * What somebody chose, or a login or its end brought about: row, log, open
 * agent_sessions and event. An agent who has all the orders it may have is
 * busy where it chose available. *after may be NULL. ERR_NOT_FOUND.
 */
MUST_USE enum err presence_set(
	struct cx *cx, const struct presence_change *change, struct presence_state *after);
/* Write a state that was decided on; the agent's row is held. */
MUST_USE enum err presence_write(
	struct cx *cx, const struct presence_row *row, const struct presence_state *next);
/* Bring the agent's newly opened agent_sessions row in line with its present state. */
MUST_USE enum err presence_keep(struct cx *cx, int64_t agent_id);
const char *presence_source_word(enum presence_source source);

/* ---- presence_auto.c -------------------------------------------------------------- */

/*
 * The state that follows from choice and facts. patient: sockets lost so far
 * are not held against anybody (the program has just started, and clients are
 * still on their way back); who was given up before stays so.
 */
struct presence_state presence_judge(const struct presence_row *row, int64_t now_us, bool patient);
/* The person was at work `idle_us` ago, as the session's page says. */
MUST_USE enum err presence_input(struct cx *cx, int64_t idle_us);
/*
 * Judge every agent who is not offline for good; some hundred changes at a
 * time. Who leads an agent whose line went down is notified (agent_lost).
 */
MUST_USE enum err presence_review_all(struct cx *cx, bool patient);

/* Somebody who chose this is at work: a call makes it busy. */
static inline bool presence_stays(enum presence chosen)
{
	return chosen != PRESENCE_OFFLINE && chosen != PRESENCE_ON_LEAVE;
}

/* ---- presence_store.c --------------------------------------------------------------- */

/* Begin to write and hold the agent's state, so that one change follows the other. */
MUST_USE enum err presence_store_hold(struct cx *cx, int64_t agent_id);
MUST_USE enum err presence_store_get(struct cx *cx, int64_t agent_id, struct presence_row *row);
/* Of all companies: everybody who may have to change. */
MUST_USE enum err presence_store_all(struct cx *cx, struct presence_row **list, size_t *count);
MUST_USE enum err presence_store_set(
	struct cx *cx, int64_t agent_id, const struct presence_state *next);
/* plan PRESENCE_COUNT: nothing. */
MUST_USE enum err presence_store_plan(
	struct cx *cx, int64_t agent_id, enum presence plan, int64_t since_us);
/* by NULL: nothing. */
MUST_USE enum err presence_store_occupy(struct cx *cx, int64_t agent_id, const char *by);
MUST_USE enum err presence_store_log(
	struct cx *cx, int64_t agent_id, const struct presence_state *next);
/* status of the open agent_sessions rows, in the words of the source document. */
MUST_USE enum err presence_store_sessions(
	struct cx *cx, int64_t agent_id, const char *status, int64_t concurrent_orders);
/*
 * The actor's session was used now, and its person at input_us; `reports`:
 * from here on only reports count as input.
 */
MUST_USE enum err presence_store_input(struct cx *cx, int64_t input_us, bool reports);
/* Users who should know that the agent's line is down; never the agent itself. */
MUST_USE enum err presence_store_leads(
	struct cx *cx, int64_t agent_id, int64_t **users, size_t *count);

#endif

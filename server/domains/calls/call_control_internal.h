/* call_control_internal.h - a call in the hands of whoever controls it: its row and its parts. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_CALLS_CALL_CONTROL_INTERNAL_H
#define DOMAINS_CALLS_CALL_CONTROL_INTERNAL_H

#include "domains/calls/call_control.h"

#include "base/clock.h"
#include "base/str.h"
#include "domains/accounts/account.h"
#include "domains/calls/call.h"
#include "domains/calls/call_moves.h"
#include "domains/calls/call_settings.h"
#include "domains/extensions/pbx_call.h"
#include "platform/auth/auth.h"

/* The row of a call, held: nobody else changes it until the unit ends. */
struct live_call {
	int64_t id, version;
	const char *code;
	const char *linkedid; /* NULL: of no PBX */
	bool manual;
	enum call_direction direction;
	enum call_status status;
	bool active;
	const char *phone, *customer_name;
	int64_t customer_id, order_id, agent_id, team_id, department_id, initiated_by; /* 0: none */
	int64_t agent_no;
	const char *agent_name; /* or NULL */
	const char *department, *department_name; /* or NULL */
	const char *caller, *callee;
	enum call_end hangup_by;
	bool by_system, muted;
	int64_t started_us, as_of_us;
	struct opt_int queued_us, offered_us, answered_us, ended_us, rang_us;
	int64_t phases_us[CALL_PHASES];
};

/* A channel of the PBX that has not gone, or a person's part in a call without one. */
struct live_leg {
	int64_t leg;
	const char *channel, *uniqueid, *endpoint;
	bool trunk, caller, answered;
	int64_t agent_id;
};

/* ---- call_control_store.c: the SQL of it -------------------------------------------------- */

/* ERR_NOT_FOUND: it is of another company, or of none. Begins the transaction. */
MUST_USE enum err live_store_hold(struct cx *cx, int64_t id, struct live_call *call);
/* For which an active call, by its id or code, waits or waited; 0: none. */
MUST_USE enum err live_store_department(struct cx *cx, const char *key, int64_t *department_id);
/* id, code and version are made here. */
MUST_USE enum err live_store_add(struct cx *cx, struct live_call *call);
/* What may have changed; the version goes up. by_api: a person said the status. */
MUST_USE enum err live_store_save(struct cx *cx, struct live_call *call, bool by_api);
/* All of it that is in rows lies so much earlier; the caller saves as_of_us. */
MUST_USE enum err live_store_earlier(struct cx *cx, struct live_call *call, int64_t by_us);
/* Part of it was not seen. */
MUST_USE enum err live_store_gap(struct cx *cx, int64_t call_id);
MUST_USE enum err live_store_legs(
	struct cx *cx, int64_t call_id, struct live_leg **rows, size_t *count);

/* Parts of a call without a PBX; call_parts.c of the fold makes those of others. */
struct live_leg_new {
	bool caller;
	int64_t agent_id; /* 0: the customer */
	const char *number, *name;
	int64_t answered_us; /* 0: not yet */
};
MUST_USE enum err live_store_add_leg(
	struct cx *cx, const struct live_call *call, const struct live_leg_new *leg);
/* Everybody who is there picked up; they are together from now on. */
MUST_USE enum err live_store_join(struct cx *cx, const struct live_call *call);
MUST_USE enum err live_store_tally(
	struct cx *cx, int64_t call_id, int64_t talk_us, int64_t hold_us);
/* Agents' parts are over; those of customers too when `all`. */
MUST_USE enum err live_store_part(struct cx *cx, int64_t call_id, bool all);
MUST_USE enum err live_store_step(
	struct cx *cx, int64_t call_id, enum step_type type, const char *from, const char *to);
MUST_USE enum err live_store_transfer(
	struct cx *cx, int64_t call_id, const char *from, const char *to);
MUST_USE enum err live_store_transfers_end(
	struct cx *cx, int64_t call_id, enum transfer_result result);
MUST_USE enum err live_store_held(struct cx *cx, int64_t call_id);
MUST_USE enum err live_store_resumed(struct cx *cx, int64_t call_id);
MUST_USE enum err live_store_visit(struct cx *cx, int64_t call_id, const char *queue);
MUST_USE enum err live_store_visits_end(
	struct cx *cx, int64_t call_id, enum visit_result result, const char *agent);
MUST_USE enum err live_store_missed(struct cx *cx, int64_t call_id);

/* ---- Calls without a PBX: call_manual.c ----------------------------------------------------- */

/* To whom a call goes: the department's queue, or one agent. */
struct call_target {
	struct call_route route;
	const struct agent *agent; /* NULL: whoever takes it */
};

/*
 * Each checks the state machine (ERR_STATE with what may follow), settles the time
 * until now, and saves the row.
 */
MUST_USE enum err manual_start(struct cx *cx, struct live_call *call);
/* A status that somebody says; queued and transferred need to know where to. */
MUST_USE enum err manual_move(struct cx *cx, struct live_call *call, enum call_status to);
MUST_USE enum err manual_end(struct cx *cx, struct live_call *call);
/* One that nobody has answered yet was talked so long until now: it began then at the latest. */
MUST_USE enum err manual_end_after(struct cx *cx, struct live_call *call, int64_t talk_us);
MUST_USE enum err manual_hold(struct cx *cx, struct live_call *call, bool held);
MUST_USE enum err manual_queue(struct cx *cx, struct live_call *call, const struct call_route *to);
MUST_USE enum err manual_transfer(
	struct cx *cx, struct live_call *call, const struct call_target *to);
/* The agent has it from now on and talks; whoever had it does not any more. */
MUST_USE enum err manual_take(struct cx *cx, struct live_call *call, const struct agent *agent);
MUST_USE enum err manual_mute(struct cx *cx, struct live_call *call, bool muted);
/* It rings at the agent; and it does so no longer. */
MUST_USE enum err manual_offer(struct cx *cx, struct live_call *call, const struct agent *agent);
MUST_USE enum err manual_withdraw(struct cx *cx, struct live_call *call);
/* Nobody said its end: it ends where it was last heard of, with a gap. */
MUST_USE enum err manual_lose(struct cx *cx, struct live_call *call);
/* ERR_STATE, with the words that may follow. */
enum err call_not_from_here(struct cx *cx, const struct live_call *call);

/* ---- Calls of a PBX: call_pbx.c --------------------------------------------------------------- */

/*
 * Each is a command that the PBX does or refuses: its events say what became of it.
 * ERR_STATE  the PBX cannot, or has no channel for it yet
 */
MUST_USE enum err pbx_call_end(struct cx *cx, const struct live_call *call, int64_t *command);
MUST_USE enum err pbx_call_route(
	struct cx *cx, const struct live_call *call, const struct call_route *to, int64_t *command);
MUST_USE enum err pbx_call_transfer(struct cx *cx, const struct live_call *call,
	const struct call_target *to, bool attended, int64_t *command);
/* To the agent's own phone. */
MUST_USE enum err pbx_call_take(
	struct cx *cx, const struct live_call *call, const struct agent *agent, int64_t *command);
MUST_USE enum err pbx_call_mute(
	struct cx *cx, const struct live_call *call, bool muted, int64_t *command);
MUST_USE enum err pbx_call_spy(
	struct cx *cx, const struct live_call *call, enum pbx_spy how, int64_t *command);

#endif

/* call_manual.c - calls without a PBX: people say what happens, and time goes where it belongs. */
/* SPDX-License-Identifier: MIT */
#include "domains/calls/call_control_internal.h"

enum err call_not_from_here(struct cx *cx, const struct live_call *call)
{
	const char *const *allowed = call_may_words(cx->arena, call->status);

	if (!call->active)
		return fail_state(cx, "status", allowed, "This call has ended.");
	return fail_state(
		cx, "status", allowed, "This does not follow from the call's present state.");
}

static bool talked(const struct live_call *call)
{
	return call->answered_us.given;
}

/* What passed since it was last looked at belongs to what it was. */
static enum err settle(struct cx *cx, struct live_call *call)
{
	const int64_t passed = cx->now_us - call->as_of_us;
	const bool talks = call->status == CALL_IN_PROGRESS, holds = call->status == CALL_ON_HOLD;

	if (passed <= 0)
		return OK;
	call->phases_us[call_phase_of(call->status, talked(call))] += passed;
	call->as_of_us = cx->now_us;
	return live_store_tally(cx, call->id, talks ? passed : 0, holds ? passed : 0);
}

/* Check the move and close what was; the caller opens what is to be. */
static enum err leave(struct cx *cx, struct live_call *call, enum call_status to)
{
	/* Whoever talked before and waits again may hang up: that call is complete. */
	if (!call->active ||
		!(call_may_become(call->status, to) ||
			to == call_status_at_end(call->status, talked(call))))
		return call_not_from_here(cx, call);
	TRY(settle(cx, call));
	if (call->status == CALL_ON_HOLD)
		TRY(live_store_resumed(cx, call->id));
	call->status = to;
	return OK;
}

static const char *who(const struct live_call *call)
{
	if (call->agent_name)
		return call->agent_name;
	return call->department ? call->department : "";
}

static void give_to(struct live_call *call, const struct agent *agent)
{
	call->agent_id = agent ? agent->id : 0;
	call->team_id = agent ? agent->team_id : 0;
	call->agent_name = agent ? agent->name : NULL;
	call->agent_no = agent ? agent->agent_no : 0;
	call->offered_us = (struct opt_int){0};
	call->muted = false;
}

static enum err add_agent_leg(struct cx *cx, const struct live_call *call)
{
	if (!call->agent_id)
		return OK;
	return live_store_add_leg(cx, call,
		&(struct live_leg_new){.caller = call->direction == CALL_OUTGOING,
			.agent_id = call->agent_id,
			.number = "",
			.name = call->agent_name ? call->agent_name : ""});
}

enum err manual_start(struct cx *cx, struct live_call *call)
{
	const struct live_leg_new customer = {.caller = call->direction == CALL_INCOMING,
		.number = call->phone,
		.name = call->customer_name};

	TRY(live_store_add(cx, call));
	if (call->direction == CALL_OUTGOING)
		TRY(add_agent_leg(cx, call));
	TRY(live_store_add_leg(cx, call, &customer));
	if (call->direction == CALL_INCOMING)
		TRY(add_agent_leg(cx, call));
	return live_store_step(cx, call->id, STEP_STARTED, call->caller, call->callee);
}

/* ---- Talking and holding --------------------------------------------------------------- */

static enum err join(struct cx *cx, struct live_call *call)
{
	const bool first = !talked(call);

	if (first) {
		call->answered_us = (struct opt_int){cx->now_us, true};
		if (call->phases_us[CALL_PHASE_RING])
			call->rang_us = (struct opt_int){call->phases_us[CALL_PHASE_RING], true};
	}
	TRY(live_store_join(cx, call));
	return live_store_step(
		cx, call->id, first ? STEP_ANSWERED : STEP_HANDED_OVER, NULL, who(call));
}

enum err manual_hold(struct cx *cx, struct live_call *call, bool held)
{
	if (!held && call->status != CALL_ON_HOLD)
		return call_not_from_here(cx, call);
	TRY(leave(cx, call, held ? CALL_ON_HOLD : CALL_IN_PROGRESS));
	if (held)
		TRY(live_store_held(cx, call->id));
	TRY(live_store_step(cx, call->id, held ? STEP_HELD : STEP_RESUMED, who(call), NULL));
	return live_store_save(cx, call, true);
}

enum err manual_mute(struct cx *cx, struct live_call *call, bool muted)
{
	if (call->status != CALL_IN_PROGRESS && call->status != CALL_ON_HOLD)
		return call_not_from_here(cx, call);
	call->muted = muted;
	TRY(settle(cx, call));
	return live_store_save(cx, call, false);
}

/* ---- From one to another ------------------------------------------------------------------ */

/* Nobody waits in a queue, and no transfer hangs any more. */
static enum err arrive(struct cx *cx, struct live_call *call, enum visit_result visit,
	enum transfer_result transfer, const char *agent)
{
	call->queued_us = (struct opt_int){0};
	TRY(live_store_visits_end(cx, call->id, visit, agent));
	return live_store_transfers_end(cx, call->id, transfer);
}

enum err manual_queue(struct cx *cx, struct live_call *call, const struct call_route *to)
{
	TRY(leave(cx, call, CALL_QUEUED));
	TRY(arrive(cx, call, VISIT_TIMEOUT, TRANSFER_FAILED, NULL));
	TRY(live_store_part(cx, call->id, false));
	give_to(call, NULL);
	call->department_id = to->department_id;
	call->department = to->department;
	call->queued_us = (struct opt_int){cx->now_us, true};
	TRY(live_store_visit(cx, call->id, to->department));
	TRY(live_store_step(cx, call->id, STEP_QUEUED, NULL, to->department));
	return live_store_save(cx, call, true);
}

static enum err hand_to(struct cx *cx, struct live_call *call, const struct agent *agent)
{
	const char *from = who(call);

	TRY(leave(cx, call, CALL_TRANSFERRED));
	TRY(arrive(cx, call, VISIT_TIMEOUT, TRANSFER_FAILED, NULL));
	TRY(live_store_part(cx, call->id, false));
	TRY(live_store_transfer(cx, call->id, from, agent->name));
	TRY(live_store_step(cx, call->id, STEP_TRANSFERRED, from, agent->name));
	give_to(call, agent);
	return live_store_save(cx, call, true);
}

enum err manual_transfer(struct cx *cx, struct live_call *call, const struct call_target *to)
{
	const char *from = who(call);

	if (to->agent) {
		call->department_id = to->route.department_id;
		return hand_to(cx, call, to->agent);
	}
	TRY(manual_queue(cx, call, &to->route));
	TRY(live_store_step(cx, call->id, STEP_TRANSFERRED, from, to->route.department));
	return live_store_transfer(cx, call->id, from, to->route.department);
}

enum err manual_take(struct cx *cx, struct live_call *call, const struct agent *agent)
{
	/* Somebody who takes over from another is in the same state as before. */
	if (call->status == CALL_IN_PROGRESS)
		TRY(settle(cx, call));
	else
		TRY(leave(cx, call, CALL_IN_PROGRESS));
	TRY(arrive(cx, call, VISIT_ANSWERED, TRANSFER_COMPLETED, agent->name));
	TRY(live_store_part(cx, call->id, false));
	give_to(call, agent);
	TRY(add_agent_leg(cx, call));
	TRY(join(cx, call));
	return live_store_save(cx, call, true);
}

enum err manual_offer(struct cx *cx, struct live_call *call, const struct agent *agent)
{
	TRY(leave(cx, call, CALL_RINGING));
	give_to(call, agent);
	call->offered_us = (struct opt_int){cx->now_us, true};
	TRY(live_store_step(cx, call->id, STEP_DIALLED, NULL, agent->name));
	return live_store_save(cx, call, false);
}

enum err manual_withdraw(struct cx *cx, struct live_call *call)
{
	TRY(leave(cx, call, CALL_QUEUED));
	TRY(live_store_missed(cx, call->id));
	TRY(live_store_step(cx, call->id, STEP_MISSED, who(call), call->department));
	give_to(call, NULL);
	return live_store_save(cx, call, false);
}

/* ---- The end ---------------------------------------------------------------------------------- */

/* Who is not there any more: a caller who gave up, else whoever of ours said so. */
static enum call_end end_of(const struct live_call *call)
{
	const bool incoming = call->direction == CALL_INCOMING;

	switch (call->status) {
	case CALL_ABANDONED:
	case CALL_CANCELED:
		return CALL_BY_CALLER;
	case CALL_REJECTED:
	case CALL_BUSY:
		return CALL_BY_CALLEE;
	case CALL_COMPLETED:
		return incoming ? CALL_BY_CALLEE : CALL_BY_CALLER;
	default:
		return CALL_BY_SYSTEM;
	}
}

static const char *hung_up(const struct live_call *call)
{
	if (call->hangup_by == CALL_BY_SYSTEM)
		return NULL;
	if ((call->hangup_by == CALL_BY_CALLER) == (call->direction == CALL_INCOMING))
		return call->phone;
	return who(call);
}

/* What is still open of it ends now. */
static enum err close(struct cx *cx, struct live_call *call, enum visit_result visit)
{
	call->active = false;
	call->ended_us = (struct opt_int){call->as_of_us, true};
	call->muted = false;
	call->offered_us = (struct opt_int){0};
	TRY(arrive(cx, call, visit, TRANSFER_FAILED, NULL));
	return live_store_part(cx, call->id, true);
}

static enum err end_as(struct cx *cx, struct live_call *call, enum call_status status)
{
	TRY(leave(cx, call, status));
	call->hangup_by = end_of(call);
	call->by_system = status == CALL_COMPLETED && !talked(call);
	TRY(close(cx, call, status == CALL_ABANDONED ? VISIT_ABANDONED : VISIT_TIMEOUT));
	TRY(live_store_step(cx, call->id, STEP_HUNG_UP, hung_up(call), NULL));
	return live_store_save(cx, call, true);
}

enum err manual_lose(struct cx *cx, struct live_call *call)
{
	const int64_t now_us = cx->now_us;
	enum err err;

	/* Nobody gets time for what nobody told of. */
	cx->now_us = call->as_of_us;
	if (call->status == CALL_ON_HOLD)
		err = live_store_resumed(cx, call->id);
	else
		err = OK;
	call->status = CALL_INTERRUPTED;
	call->hangup_by = CALL_BY_SYSTEM;
	if (err == OK)
		err = close(cx, call, VISIT_TIMEOUT);
	if (err == OK)
		err = live_store_step(cx, call->id, STEP_LOST, NULL, NULL);
	cx->now_us = now_us;
	TRY(err);
	TRY(live_store_gap(cx, call->id));
	return live_store_save(cx, call, false);
}

enum err manual_end(struct cx *cx, struct live_call *call)
{
	if (!call->active)
		return call_not_from_here(cx, call);
	return end_as(cx, call, call_status_at_end(call->status, talked(call)));
}

static enum err answer_at(struct cx *cx, struct live_call *call, int64_t at_us)
{
	const int64_t now_us = cx->now_us;
	enum err err;

	if (at_us < call->as_of_us)
		TRY(live_store_earlier(cx, call, call->as_of_us - at_us));
	cx->now_us = at_us;
	err = manual_move(cx, call, CALL_IN_PROGRESS);
	cx->now_us = now_us;
	return err;
}

enum err manual_end_after(struct cx *cx, struct live_call *call, int64_t talk_us)
{
	if ((call->status != CALL_INITIATED && call->status != CALL_RINGING) ||
		call->queued_us.given)
		return call_not_from_here(cx, call);
	TRY(answer_at(cx, call, cx->now_us - talk_us));
	return manual_end(cx, call);
}

enum err manual_move(struct cx *cx, struct live_call *call, enum call_status to)
{
	if (call_has_ended(to))
		return end_as(cx, call, to);
	if (to == CALL_ON_HOLD || (to == CALL_IN_PROGRESS && call->status == CALL_ON_HOLD))
		return manual_hold(cx, call, to == CALL_ON_HOLD);
	TRY(leave(cx, call, to));
	if (to == CALL_IN_PROGRESS) {
		TRY(arrive(cx, call, VISIT_ANSWERED, TRANSFER_COMPLETED, call->agent_name));
		TRY(join(cx, call));
	} else {
		if (call->queued_us.given)
			TRY(arrive(cx, call, VISIT_TIMEOUT, TRANSFER_FAILED, NULL));
		if (to == CALL_RINGING)
			TRY(live_store_step(cx, call->id, STEP_DIALLED, NULL, call->callee));
	}
	return live_store_save(cx, call, true);
}

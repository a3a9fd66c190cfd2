/* call_status.c - what a call's legs say of the call: status, direction, parties, time. */
/* SPDX-License-Identifier: MIT */
#include "domains/calls/call_fold_internal.h"

#define OUTSIDE_DIGITS 7
/* Who asked to hang up so shortly before the end has ended the call. */
#define HANGUP_US (250 * US_PER_MS)
/* call_bridges.c: while Local channels go away, a leg is nowhere for some 20 ms. */
#define MOVE_US (250 * US_PER_MS)
#define CAUSE_REJECTED 21

/* ---- Time -------------------------------------------------------------------------- */

static int64_t since(int64_t *from_us, int64_t now_us)
{
	int64_t passed = now_us - *from_us;

	if (passed <= 0)
		return 0;
	*from_us = now_us;
	return passed;
}

static void settle_leg(struct call_leg *leg, int64_t now_us)
{
	int64_t passed = since(&leg->tally_since_us, now_us);

	if (leg->tally == CALL_PHASE_TALK)
		leg->talk_us += passed;
	else if (leg->tally == CALL_PHASE_HOLD)
		leg->hold_us += passed;
}

void call_settle(struct call_fold *fold, struct call *call)
{
	int64_t passed;

	if (call->ended_us)
		return;
	call->phases_us[call->phase] += since(&call->phase_since_us, fold->now_us);
	passed = since(&call->bridged_since_us, fold->now_us);
	if (call->bridged)
		call->bridged_us += passed;
	for (struct call_leg *leg = call->legs; leg; leg = leg->next)
		settle_leg(leg, fold->now_us);
	if (fold->now_us > call->as_of_us)
		call->as_of_us = fold->now_us;
}

/* ---- Where everybody is now ------------------------------------------------------------- */

/* TALK or HOLD with another person, else SETUP. Of two, either can hold the other. */
static enum call_phase tally_of(struct call_fold *fold, struct call_leg *leg)
{
	struct call_reach reach = call_reach(fold, leg);

	if (!reach.others)
		return CALL_PHASE_SETUP;
	if (reach.peer)
		leg->peer = reach.peer;
	if (leg->holds || (reach.others == 1 && reach.others_hold))
		return CALL_PHASE_HOLD;
	return CALL_PHASE_TALK;
}

/*
 * Whose time the call's is: the caller's. When a caller has handed the call over
 * and gone, that of the party outside, else of whoever is left.
 */
static struct call_leg *anchor_of(const struct call *call)
{
	struct call_leg *best = NULL;
	int best_worth = -1;

	if (call->first && !call->first->ended_us)
		return call->first;
	for (struct call_leg *leg = call->legs; leg; leg = leg->next) {
		int worth = (leg->up_us ? 2 : 0) + (leg->trunk ? 1 : 0);

		if (leg->helper || leg->ended_us || worth <= best_worth)
			continue;
		best = leg;
		best_worth = worth;
	}
	return best;
}

static bool is_moving(
	const struct call_fold *fold, const struct call *call, const struct call_leg *leg)
{
	return call->optimised_us && fold->now_us - call->optimised_us < US_PER_SECOND &&
		leg->last_segment && fold->now_us - leg->last_segment->left_us < MOVE_US;
}

static bool somebody_rings(const struct call *call)
{
	for (const struct call_leg *leg = call->legs; leg; leg = leg->next)
		if (call_leg_rings(leg))
			return true;
	return false;
}

static enum call_phase phase_of(
	const struct call_fold *fold, const struct call *call, const struct call_leg *anchor)
{
	if (!anchor)
		return CALL_PHASE_SETUP;
	if (anchor->tally != CALL_PHASE_SETUP)
		return anchor->tally;
	if (!anchor->bridge && is_moving(fold, call, anchor))
		return call->phase;
	if (call->answered_us && anchor->bridge)
		return CALL_PHASE_HOLD;
	if (call_visit_open(call))
		return CALL_PHASE_QUEUE;
	return somebody_rings(call) ? CALL_PHASE_RING : CALL_PHASE_SETUP;
}

static enum call_status live_status(const struct call *call, const struct call_leg *anchor)
{
	switch (call->phase) {
	case CALL_PHASE_TALK:
		return CALL_IN_PROGRESS;
	case CALL_PHASE_HOLD:
		return CALL_ON_HOLD;
	case CALL_PHASE_QUEUE:
		return CALL_QUEUED;
	case CALL_PHASE_RING:
		return call->answered_us ? CALL_TRANSFERRED : CALL_RINGING;
	case CALL_PHASE_SETUP:
	case CALL_PHASES:
		break;
	}
	if (call_transfer_pending(call))
		return CALL_TRANSFERRED;
	if (!anchor || !anchor->up_us || anchor->originated)
		return CALL_INITIATED;
	return call->has_menu && !call->answered_us ? CALL_IVR : CALL_ANSWERED;
}

/* ---- The answer ------------------------------------------------------------------------------ */

/* A person outside is known by the number dialled: "PJSIP/sip:4477…@trunk", "4477…@trunk". */
static const char *name_of(struct call *call, const struct call_leg *leg)
{
	struct str rest, name;

	if (!leg->trunk)
		return leg->endpoint;
	if (!leg->dial_string || !*leg->dial_string)
		return *leg->number ? leg->number : leg->endpoint;
	name = str_cut(str_of(leg->dial_string), '@', &rest);
	while (memchr(name.ptr, '/', name.len)) {
		(void)str_cut(name, '/', &rest);
		name = rest;
	}
	if (str_starts(name, "sip:"))
		name = (struct str){name.ptr + 4, name.len - 4};
	return call_text(call, name);
}

static void take_answer(struct call_fold *fold, struct call *call)
{
	struct call_leg *first = call->first;
	struct call_leg *peer;

	if (call->answered_us || !first || !first->bridge || first->bridge->holding)
		return;
	peer = call_reach(fold, first).peer;
	if (!peer && !first->bridge->conference)
		return;
	call->answered_us = fold->now_us;
	call->answered_leg = peer;
	if (peer)
		call->answered_by = name_of(call, peer);
	else
		call->answered_by = arena_format(
			call->memory->arena, "conf:%s", call->conference ? call->conference : "");
	call_step(fold, first, STEP_ANSWERED, STEP_TEXTS(NULL, call->answered_by));
}

/* Who talks with the caller has changed; coming back from a consultation has not. */
static void take_hand_over(
	struct call_fold *fold, struct call_leg *anchor, const struct call_leg *before)
{
	if (!before || before == anchor->peer ||
		strcmp(before->endpoint, anchor->peer->endpoint) == 0)
		return;
	call_step(fold, anchor, STEP_HANDED_OVER,
		STEP_TEXTS(before->endpoint, anchor->peer->endpoint));
}

/* ---- What the call is -------------------------------------------------------------------------- */

static bool is_outside(const struct call_fold *fold, const char *number)
{
	size_t digits = strspn(number, "0123456789");
	size_t wanted = fold->rules.outside_digits ? fold->rules.outside_digits : OUTSIDE_DIGITS;

	return *number == '+' || (digits >= wanted && !number[digits]);
}

/* A trunk is one that was named as such. The number only decides where no phone was reached. */
static enum call_direction direction_of(const struct call_fold *fold, const struct call *call)
{
	bool reached = false;

	if (call->first->trunk && !call->first->originated)
		return CALL_INCOMING;
	for (const struct call_leg *leg = call->legs; leg; leg = leg->next) {
		if (leg->trunk)
			return CALL_OUTGOING;
		reached |= leg != call->first && !leg->helper;
	}
	return !reached && is_outside(fold, call->callee) ? CALL_OUTGOING : CALL_INTERNAL;
}

/* What went out over the trunk says it without the prefix that people dial. */
static const char *outside_of(struct call *call)
{
	if (call->direction == CALL_INCOMING)
		return call->caller;
	if (call->direction == CALL_INTERNAL)
		return "";
	for (struct call_leg *leg = call->legs; leg && !call->dialled_out; leg = leg->next)
		if (leg->trunk && leg != call->first && leg->dial_string && *leg->dial_string)
			call->dialled_out = name_of(call, leg);
	return call->dialled_out ? call->dialled_out : call->callee;
}

/* The first leg of a call that became part of this one, and had called somebody itself. */
static void find_consults(const struct call_fold *fold, struct call *call)
{
	for (const struct call_alias *alias = call->aliases; alias; alias = alias->next) {
		struct call_leg *leg = call_index_find(&fold->legs, str_of(alias->linkedid));

		if (!leg || leg == call->first || leg->call != call)
			continue;
		for (const struct call_leg *at = call->legs; at && !leg->consults; at = at->next)
			leg->consults = at->dialled_by == leg;
	}
}

static enum call_role role_of(const struct call *call, const struct call_leg *leg)
{
	if (leg == call->first)
		return CALL_ROLE_CALLER;
	return leg->consults ? CALL_ROLE_CONSULT : CALL_ROLE_CALLEE;
}

static void describe(const struct call_fold *fold, struct call *call)
{
	const struct call_leg *first = call->first;

	call->caller = first->trunk && !first->originated ? first->number : first->endpoint;
	call->caller_name = first->person;
	call->callee = first->exten;
	call->context = first->context;
	call->direction = direction_of(fold, call);
	call->trunk = NULL;
	find_consults(fold, call);
	for (struct call_leg *leg = call->legs; leg; leg = leg->next) {
		if (leg->trunk && !call->trunk)
			call->trunk = leg->endpoint;
		leg->role = role_of(call, leg);
	}
	call->outside = outside_of(call);
}

/* ---- Ringing ------------------------------------------------------------------------------------- */

static void earliest(int64_t *to, int64_t us)
{
	if (us && (!*to || us < *to))
		*to = us;
}

/* From the first dialling to the answer, or to the last phone that gave up. */
static int64_t rang_us(const struct call *call)
{
	int64_t from = 0, until = 0;
	bool person = false;

	for (const struct call_leg *leg = call->legs; leg; leg = leg->next) {
		int64_t end = leg->dial_ended_us ? leg->dial_ended_us : leg->ended_us;

		if (leg == call->first || leg->originated || !leg->dialled_us)
			continue;
		if (!leg->helper || (leg->dialled_by && leg->dialled_us > call->started_us))
			earliest(&from, leg->dialled_us);
		person |= !leg->helper;
		if (!end)
			end = call->as_of_us;
		if (!leg->helper && end > until)
			until = end;
	}
	if (!person)
		return -1;
	if (call->answered_leg && call->answered_leg->up_us)
		until = call->answered_leg->up_us;
	return until > from ? until - from : 0;
}

/* ---- The end -------------------------------------------------------------------------------------- */

static enum call_end hangup_by(const struct call *call)
{
	const struct call_leg *by = NULL;

	for (const struct call_leg *leg = call->legs; leg; leg = leg->next) {
		if (leg->helper || !leg->hangup_request_us ||
			call->ended_us - leg->hangup_request_us >= HANGUP_US)
			continue;
		if (!by || leg->hangup_request_us < by->hangup_request_us)
			by = leg;
	}
	if (!by)
		return CALL_BY_SYSTEM;
	return by == call->first ? CALL_BY_CALLER : CALL_BY_CALLEE;
}

/* What a dialling came to, of a phone or as the dialplan puts it. */
static enum call_status status_of_dialling(const char *status)
{
	if (text_is(status, "BUSY"))
		return CALL_BUSY;
	if (!status || text_is(status, "NOANSWER") || text_is(status, "CANCEL"))
		return CALL_NO_ANSWER;
	return CALL_FAILED;
}

/* Over all phones that were rung: somebody who did not answer weighs more than a busy one. */
static enum call_status status_of_phones(const struct call *call)
{
	bool busy = false, missed = false, declined = true;
	size_t phones = 0;

	for (const struct call_leg *leg = call->legs; leg; leg = leg->next) {
		if (leg == call->first || leg->helper || !leg->dialled_us)
			continue;
		phones++;
		busy |= text_is(leg->dial_status, "BUSY");
		missed |= text_is(leg->dial_status, "NOANSWER") ||
			text_is(leg->dial_status, "CANCEL");
		declined &= leg->cause == CAUSE_REJECTED;
	}
	if (!phones)
		return CALL_FAILED;
	if (declined)
		return CALL_REJECTED;
	return missed ? CALL_NO_ANSWER : busy ? CALL_BUSY : CALL_FAILED;
}

static bool phone_was_rung(const struct call *call)
{
	for (const struct call_leg *leg = call->legs; leg; leg = leg->next)
		if (leg != call->first && !leg->helper && leg->dialled_us)
			return true;
	return false;
}

static bool was_abandoned(const struct call *call)
{
	for (const struct call_visit *visit = call->visits; visit; visit = visit->next)
		if (visit->result == VISIT_ABANDONED)
			return true;
	return false;
}

/* A menu, an announcement or an assistant picked up and nobody else was called. */
static bool only_system(const struct call *call)
{
	const char *result = call->first->dial_result;

	return call->first->up_us && !phone_was_rung(call) &&
		(!result || text_is(result, "ANSWER"));
}

static enum call_status final_status(const struct call *call)
{
	const struct call_leg *first = call->first;

	if (call->answered_us)
		return CALL_COMPLETED;
	if (was_abandoned(call))
		return CALL_ABANDONED;
	if (call->visits && first->up_us)
		return CALL_NO_ANSWER;
	if (first->hangup_request_us && !first->originated && !first->up_us)
		return CALL_CANCELED;
	if (first->originated && !first->up_us)
		return status_of_dialling(first->dial_status);
	if (call->by_system)
		return CALL_COMPLETED;
	if (!phone_was_rung(call) && first->dial_result && first->up_us)
		return status_of_dialling(first->dial_result);
	return status_of_phones(call);
}

static void end_call(struct call_fold *fold, struct call *call)
{
	if (!call->ended_us) {
		call_settle(fold, call);
		call->ended_us = call->as_of_us;
		call->bridged = false;
		for (struct call_leg *leg = call->legs; leg; leg = leg->next)
			leg->tally = CALL_PHASE_SETUP;
	}
	call_transfers_finish(call);
	call->hangup_by = hangup_by(call);
	call->cause = call->first->cause;
	call->by_system = !call->answered_us && !call->visits && only_system(call);
	if (call->status != CALL_INTERRUPTED)
		call->status = final_status(call);
}

/* ---- Again, after every event ---------------------------------------------------------------------- */

/* A leg has come after the last one had gone: the time between belongs to nothing. */
static void reopen(struct call *call)
{
	if (!call->ended_us)
		return;
	call->phase = CALL_PHASE_SETUP;
	call->phase_since_us = call->ended_us;
	call->ended_us = 0;
	call->status = CALL_INITIATED;
}

static void go_on(struct call_fold *fold, struct call *call)
{
	struct call_leg *anchor = anchor_of(call);
	const struct call_leg *before = anchor ? anchor->peer : NULL;
	enum call_status status;

	reopen(call);
	call_settle(fold, call);
	for (struct call_leg *leg = call->legs; leg; leg = leg->next)
		if (!leg->helper)
			leg->tally = leg->ended_us ? CALL_PHASE_SETUP : tally_of(fold, leg);
	take_answer(fold, call);
	call->phase = phase_of(fold, call, anchor);
	call->bridged = anchor && anchor->bridge && !anchor->bridge->holding;
	status = live_status(call, anchor);
	if (status != call->status)
		call_changed(fold, call);
	call->status = status;
	if (anchor && anchor->peer)
		take_hand_over(fold, anchor, before);
}

void call_refresh(struct call_fold *fold, struct call *call)
{
	call->stale = false;
	if (!call->first)
		return;
	describe(fold, call);
	if (call->alive_count)
		go_on(fold, call);
	else
		end_call(fold, call);
	call->rang_us = rang_us(call);
}

/* call_restore.c - a call that was kept goes on in a new fold. */
/* SPDX-License-Identifier: MIT */
#include "domains/calls/call_fold_internal.h"

/* Its number among the legs, found again in the other call. */
static struct call_leg *same_leg(
	const struct call *call, const struct call *saved, const struct call_leg *wanted)
{
	struct call_leg *own = call->legs;

	for (const struct call_leg *leg = saved->legs; leg && own; leg = leg->next, own = own->next)
		if (leg == wanted)
			return own;
	return NULL;
}

/* Whose it was, or, where that is not kept, whoever is left: the caller before others. */
static struct call_leg *whose(
	const struct call *call, const struct call *saved, const struct call_leg *wanted)
{
	struct call_leg *leg = same_leg(call, saved, wanted);

	if (leg)
		return leg;
	if (call->first && !call->first->ended_us)
		return call->first;
	for (leg = call->legs; leg; leg = leg->next)
		if (!leg->helper && !leg->ended_us)
			return leg;
	return call->first;
}

static const char *text_of(struct call *call, const char *text)
{
	return text ? call_text(call, str_of(text)) : NULL;
}

/* ---- Parts ------------------------------------------------------------------------- */

/* Room for a part at the end of the list `last` leads to. */
#define APPEND(part, last) \
	part = call_part(fold, call, sizeof(*part)); \
	if (!part) \
		return; \
	*(last) = part; \
	(last) = &part->next

static void restore_segments(
	struct call_fold *fold, struct call_leg *leg, const struct call_leg *saved)
{
	struct call *call = leg->call;
	struct call_segment **last = &leg->segments, *made;

	for (const struct call_segment *one = saved->segments; one; one = one->next) {
		APPEND(made, last);
		*made = (struct call_segment){.previous = leg->last_segment,
			.bridge = text_of(call, one->bridge),
			.kind = one->kind,
			.entered_us = one->entered_us,
			.left_us = one->left_us};
		leg->last_segment = made;
	}
}

static void restore_transfers(struct call_fold *fold, struct call *call, const struct call *saved)
{
	struct call_transfer **last = &call->transfers, *made;

	for (const struct call_transfer *one = saved->transfers; one; one = one->next) {
		APPEND(made, last);
		*made = (struct call_transfer){.kind = one->kind,
			.result = one->result,
			.from = text_of(call, one->from),
			.to = text_of(call, one->to),
			.at_us = one->at_us,
			.leg = one->kind == TRANSFER_REDIRECT ? call->first : NULL};
	}
}

static void restore_missed(struct call_fold *fold, struct call *call, struct call_visit *visit,
	const struct call_visit *saved)
{
	struct call_missed **last = &visit->missed, *made;

	for (const struct call_missed *one = saved->missed; one; one = one->next) {
		APPEND(made, last);
		*made = (struct call_missed){
			.agent = text_of(call, one->agent), .rang_us = one->rang_us};
	}
}

static void restore_visits(struct call_fold *fold, struct call *call, const struct call *saved)
{
	struct call_visit **last = &call->visits, *made;

	for (const struct call_visit *one = saved->visits; one; one = one->next) {
		APPEND(made, last);
		*made = (struct call_visit){.queue = text_of(call, one->queue),
			.agent = text_of(call, one->agent),
			.member = text_of(call, one->member),
			.result = one->result,
			.position = one->position,
			.joined_us = one->joined_us,
			.left_us = one->left_us,
			.leg = whose(call, saved, one->leg)};
		restore_missed(fold, call, made, one);
	}
}

static void restore_holds(struct call_fold *fold, struct call *call, const struct call *saved)
{
	struct call_hold **last = &call->holds, *made;

	for (const struct call_hold *one = saved->holds; one; one = one->next) {
		struct call_leg *leg = same_leg(call, saved, one->leg);

		if (!leg)
			continue;
		APPEND(made, last);
		*made = (struct call_hold){
			.leg = leg, .from_us = one->from_us, .to_us = one->to_us};
		leg->holds |= !one->to_us;
	}
}

static void restore_parkings(struct call_fold *fold, struct call *call, const struct call *saved)
{
	struct call_parking **last = &call->parkings, *made;

	for (const struct call_parking *one = saved->parkings; one; one = one->next) {
		APPEND(made, last);
		*made = (struct call_parking){.space = text_of(call, one->space),
			.fetched_by = text_of(call, one->fetched_by),
			.from_us = one->from_us,
			.to_us = one->to_us,
			.leg = whose(call, saved, one->leg)};
	}
}

static void restore_recordings(struct call_fold *fold, struct call *call, const struct call *saved)
{
	struct call_recording **last = &call->recordings, *made;

	for (const struct call_recording *one = saved->recordings; one; one = one->next) {
		APPEND(made, last);
		*made = (struct call_recording){.file = text_of(call, one->file),
			.from_us = one->from_us,
			.to_us = one->to_us,
			.leg = whose(call, saved, one->leg)};
	}
}

static void restore_steps(struct call_fold *fold, struct call *call, const struct call *saved)
{
	struct call_step **last = &call->steps, *made;

	for (const struct call_step *one = saved->steps; one; one = one->next) {
		APPEND(made, last);
		*made = (struct call_step){.type = one->type,
			.at_us = one->at_us,
			.leg = same_leg(call, saved, one->leg),
			.from = text_of(call, one->from),
			.to = text_of(call, one->to),
			.detail = text_of(call, one->detail)};
	}
}

/* ---- The call ------------------------------------------------------------------------- */

/* What the caller was going through when it was last written. */
static enum call_phase phase_of(enum call_status status)
{
	switch (status) {
	case CALL_IN_PROGRESS:
		return CALL_PHASE_TALK;
	case CALL_ON_HOLD:
		return CALL_PHASE_HOLD;
	case CALL_QUEUED:
		return CALL_PHASE_QUEUE;
	case CALL_RINGING:
	case CALL_TRANSFERRED:
		return CALL_PHASE_RING;
	default:
		return CALL_PHASE_SETUP;
	}
}

static void restore_facts(struct call *call, const struct call *saved)
{
	call->direction = saved->direction;
	call->status = saved->status;
	call->gap = saved->gap;
	call->truncated = saved->truncated;
	call->conference = text_of(call, saved->conference);
	call->answered_by = text_of(call, saved->answered_by);
	call->started_us = saved->started_us;
	call->answered_us = saved->answered_us;
	call->as_of_us = call->phase_since_us = call->bridged_since_us = saved->as_of_us;
	memcpy(call->phases_us, saved->phases_us, sizeof(call->phases_us));
	call->phase = phase_of(saved->status);
	for (const struct call_step *one = saved->steps; one; one = one->next)
		call->has_menu |= one->type == STEP_MENU;
}

static void restore_legs(struct call_fold *fold, struct call *call, const struct call *saved)
{
	for (const struct call_leg *one = saved->legs; one; one = one->next) {
		struct call_leg *leg = call_leg_restore(fold, call, one);

		if (!leg)
			continue;
		restore_segments(fold, leg, one);
		leg->tally_since_us = saved->as_of_us;
		if (leg->ended_us || !leg->last_segment || leg->last_segment->left_us)
			continue;
		if (!leg->helper)
			leg->tally = call->phase == CALL_PHASE_HOLD ? CALL_PHASE_HOLD
								    : CALL_PHASE_TALK;
		call_bridge_restore(fold, leg);
	}
	call_pick_first(call);
}

/* The newest channel of that phone then, as a phone calls with the one it opened last. */
static struct call_leg *who_dialled(const struct call *call, const struct call_step *step)
{
	struct call_leg *found = NULL;

	for (struct call_leg *leg = call->legs; leg; leg = leg->next)
		if (leg != step->leg && strcmp(leg->endpoint, step->from) == 0 &&
			leg->created_us <= step->at_us &&
			(!leg->ended_us || leg->ended_us >= step->at_us) &&
			(!found || leg->created_us >= found->created_us))
			found = leg;
	return found;
}

/* Helpers are not kept: who was dialled by nobody that is, was dialled by one. */
static void restore_dialler(const struct call *call, struct call_leg *leg)
{
	for (const struct call_step *step = call->steps; step; step = step->next) {
		if (step->type != STEP_DIALLED || step->leg != leg || !step->from)
			continue;
		leg->dialled_by = who_dialled(call, step);
		leg->dialled_by_helper = !leg->dialled_by;
	}
}

static struct call_leg *who_answered(const struct call *call)
{
	for (struct call_leg *leg = call->legs; leg && call->answered_by; leg = leg->next)
		if (leg != call->first && leg->up_us &&
			(leg->trunk || strcmp(leg->endpoint, call->answered_by) == 0))
			return leg;
	return NULL;
}

static bool any_known(const struct call_fold *fold, const struct call *saved)
{
	for (const struct call_leg *leg = saved->legs; leg; leg = leg->next)
		if (call_index_find(&fold->legs, str_of(leg->uniqueid)))
			return true;
	return call_index_find(&fold->aliases, str_of(saved->linkedid)) != NULL;
}

bool call_fold_restore(struct call_fold *fold, const struct call *saved)
{
	struct call *call;

	if (!saved->legs || any_known(fold, saved))
		return false;
	call = call_new(fold, str_of(saved->linkedid));
	if (!call)
		return false;
	if (saved->as_of_us > fold->now_us)
		fold->now_us = saved->as_of_us;
	restore_facts(call, saved);
	restore_legs(fold, call, saved);
	restore_transfers(fold, call, saved);
	restore_visits(fold, call, saved);
	restore_holds(fold, call, saved);
	restore_parkings(fold, call, saved);
	restore_recordings(fold, call, saved);
	restore_steps(fold, call, saved);
	for (struct call_leg *leg = call->legs; leg; leg = leg->next)
		restore_dialler(call, leg);
	call->answered_leg = who_answered(call);
	call_refresh(fold, call);
	if (!call->alive_count) {
		call_changed(fold, call);
		call_linger(fold, call);
	}
	return true;
}

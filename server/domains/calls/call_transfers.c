/* call_transfers.c - who hands a caller to whom; some of it no event says. */
/* SPDX-License-Identifier: MIT */
#include "domains/calls/call_fold_internal.h"

/* What belongs to a transfer may come just before its event. */
#define BEFORE_US (50 * US_PER_MS)
#define CONSULT_BEFORE_US (100 * US_PER_MS)

static struct call_transfer *add(struct call_fold *fold, struct call_leg *by, struct str to)
{
	struct call *call = by->call;
	struct call_transfer **last = &call->transfers;
	struct call_transfer *transfer = call_part(fold, call, sizeof(*transfer));

	if (!transfer)
		return NULL;
	*transfer = (struct call_transfer){
		.from = by->endpoint, .to = call_text(call, to), .at_us = fold->now_us};
	while (*last)
		last = &(*last)->next;
	*last = transfer;
	call_changed(fold, call);
	return transfer;
}

static void tell(struct call_fold *fold, struct call_leg *leg, const struct call_transfer *transfer)
{
	call_step(fold, leg, STEP_TRANSFERRED,
		STEP_TEXTS(transfer->from, transfer->to, transfer_kind_name(transfer->kind)));
}

bool call_transfer_pending(const struct call *call)
{
	for (const struct call_transfer *at = call->transfers; at; at = at->next)
		if (at->result == TRANSFER_PENDING)
			return true;
	return false;
}

/* The leg that talked last with the caller's before it was moved. */
static bool has_talked(const struct call_leg *leg)
{
	for (const struct call_segment *at = leg->segments; at; at = at->next)
		if (at->kind != SEGMENT_HOLDING)
			return true;
	return false;
}

/* ---- Blind ------------------------------------------------------------------------- */

/* "Success" only says that it was accepted. */
CALL_HANDLER(call_on_transfer_blind)
{
	struct call_transfer *transfer = add(fold, legs[0], event->exten);

	if (!transfer)
		return true;
	transfer->kind = TRANSFER_BLIND;
	transfer->result = event->success ? TRANSFER_PENDING : TRANSFER_FAILED;
	transfer->leg = legs[1];
	tell(fold, legs[0], transfer);
	return true;
}

/* Somebody who was called for it talks now. */
static bool blind_arrived(struct call_fold *fold, const struct call *call, int64_t at_us)
{
	for (const struct call_leg *leg = call->legs; leg; leg = leg->next)
		if (!leg->helper && leg->bridge && leg->created_us >= at_us - BEFORE_US &&
			call_reach(fold, leg).others)
			return true;
	return false;
}

static bool blind_was_answered(const struct call *call, int64_t at_us)
{
	for (const struct call_leg *leg = call->legs; leg; leg = leg->next)
		if (!leg->helper && leg->created_us >= at_us - BEFORE_US && has_talked(leg))
			return true;
	return false;
}

/* ---- Attended ------------------------------------------------------------------------ */

static bool shares_bridge(const struct call_leg *a, const struct call_leg *b)
{
	return a->last_segment && b->last_segment &&
		strcmp(a->last_segment->bridge, b->last_segment->bridge) == 0;
}

/* The person behind half of a Local channel: dialled by the other half, or in a bridge with it. */
static struct call_leg *behind(struct call_leg *half)
{
	const struct call_leg *other = half->pair;
	struct call_leg *found = NULL;

	if (!half->helper || !other)
		return half;
	for (struct call_leg *leg = half->call->legs; leg; leg = leg->next) {
		if (leg->helper || (leg->dialled_by != other && !shares_bridge(leg, other)))
			continue;
		if (!found || !found->up_us == !leg->up_us
				? !found || leg->created_us >= found->created_us
				: leg->up_us > 0)
			found = leg;
	}
	return found ? found : half;
}

/* The same consultation was noted when the transferer came back to the caller in between. */
static struct call_transfer *noted(struct call *call, const struct call_leg *target)
{
	for (struct call_transfer *at = call->transfers; at; at = at->next)
		if (at->kind == TRANSFER_ATTENDED && at->leg == target && !target->ended_us)
			return at;
	return NULL;
}

/* Two calls may become one here; channels show their new name only seconds later. */
CALL_HANDLER(call_on_transfer_attended)
{
	struct call_leg *target = legs[3] ? behind(legs[3]) : NULL;
	struct call_transfer *transfer;

	for (size_t i = 1; i < CALL_EVENT_CHANNELS && event->success; i++)
		if (legs[i] && legs[i]->call != legs[0]->call)
			(void)call_merge(fold, legs[0]->call, legs[i]->call);
	transfer = target ? noted(legs[0]->call, target) : NULL;
	if (!transfer)
		transfer = add(fold, legs[0], target ? str_of(target->endpoint) : event->text);
	if (!transfer)
		return true;
	transfer->kind = TRANSFER_ATTENDED;
	transfer->result = event->success ? TRANSFER_COMPLETED : TRANSFER_FAILED;
	transfer->at_us = fold->now_us;
	transfer->leg = target;
	tell(fold, legs[0], transfer);
	return true;
}

/* Who was called from a bridge in which the leg was meanwhile. */
static struct call_leg *consulted(struct call_leg *leg, const struct call_segment *meanwhile)
{
	for (struct call_leg *other = leg->call->legs; other; other = other->next) {
		if (other == leg || other->helper)
			continue;
		if (other->dialled_by_helper &&
			other->created_us >= meanwhile->entered_us - CONSULT_BEFORE_US &&
			other->created_us < meanwhile->left_us)
			return other;
	}
	return NULL;
}

/* A consultation that came to nothing has no event: the leg is in the bridge of before again. */
static void came_back(struct call_fold *fold, struct call_leg *leg)
{
	const struct call_segment *now = leg->last_segment;
	const struct call_segment *meanwhile = now ? now->previous : NULL;
	const struct call_segment *before = meanwhile ? meanwhile->previous : NULL;
	struct call_transfer *transfer;
	struct call_leg *target;

	if (leg->helper || !before || meanwhile->kind != SEGMENT_TALK ||
		strcmp(now->bridge, before->bridge) != 0 ||
		strcmp(now->bridge, meanwhile->bridge) == 0)
		return;
	target = consulted(leg, meanwhile);
	if (!target || noted(leg->call, target))
		return;
	transfer = add(fold, leg, str_of(target->endpoint));
	if (!transfer)
		return;
	transfer->kind = TRANSFER_ATTENDED;
	transfer->result = target->up_us ? TRANSFER_CANCELED : TRANSFER_FAILED;
	transfer->at_us = meanwhile->entered_us;
	transfer->leg = target;
	tell(fold, leg, transfer);
}

/* ---- Redirect --------------------------------------------------------------------------- */

static bool transferred_since(const struct call *call, int64_t us)
{
	for (const struct call_transfer *at = call->transfers; at; at = at->next)
		if (at->at_us >= us || at->result == TRANSFER_PENDING)
			return true;
	return false;
}

/*
 * Web consoles move a channel; nobody says "transfer". Its leg dials again after it
 * had talked, with nothing else to explain it, and the one it talked with did not
 * hang up.
 */
void call_transfers_dialled(struct call_fold *fold, struct call_leg *from, struct call_leg *to)
{
	const struct call_segment *last = from->last_segment;
	struct call_transfer *transfer;

	if (from->helper || !from->peer || from->bridge || from->call->parkings || !last ||
		from->peer->hangup_request_us ||
		transferred_since(from->call, last->left_us - US_PER_SECOND))
		return;
	transfer = add(fold, from->peer, str_of(to->endpoint));
	if (!transfer)
		return;
	transfer->kind = TRANSFER_REDIRECT;
	transfer->leg = from;
	tell(fold, from, transfer);
}

/* ---- Results ------------------------------------------------------------------------------- */

static void arrive(struct call_fold *fold, struct call_transfer *transfer, const struct call *call)
{
	struct call_leg *peer;

	switch (transfer->kind) {
	case TRANSFER_BLIND:
		if (blind_arrived(fold, call, transfer->at_us))
			transfer->result = TRANSFER_COMPLETED;
		break;
	case TRANSFER_REDIRECT:
		peer = transfer->leg->bridge ? call_reach(fold, transfer->leg).peer : NULL;
		if (!peer)
			break;
		transfer->result = TRANSFER_COMPLETED;
		transfer->to = peer->endpoint;
		break;
	case TRANSFER_ATTENDED:
		break;
	}
}

void call_transfers_bridged(struct call_fold *fold, struct call_leg *leg)
{
	for (struct call_transfer *at = leg->call->transfers; at; at = at->next)
		if (at->result == TRANSFER_PENDING)
			arrive(fold, at, leg->call);
	came_back(fold, leg);
}

void call_transfers_finish(struct call *call)
{
	for (struct call_transfer *at = call->transfers; at; at = at->next) {
		if (at->result != TRANSFER_PENDING)
			continue;
		at->result = at->kind == TRANSFER_BLIND && blind_was_answered(call, at->at_us)
			? TRANSFER_COMPLETED
			: TRANSFER_FAILED;
	}
}

/* call_fold.c - which event is whose, and which calls changed by it. */
/* SPDX-License-Identifier: MIT */
#include "base/memory.h"
#include "domains/calls/call_fold_internal.h"

/* A clock that is set back by more than this was set back; less is channels that overtake. */
#define CLOCK_STEP_US (5 * US_PER_SECOND)

/* ---- Lists ------------------------------------------------------------------------- */

void call_changed(struct call_fold *fold, struct call *call)
{
	call->stale = true;
	if (call->changed)
		return;
	call->changed = true;
	call->changed_next = NULL;
	if (fold->changed_last)
		fold->changed_last->changed_next = call;
	else
		fold->changed = call;
	fold->changed_last = call;
}

/* Calls end in the order of time, so the list is in it. */
void call_linger(struct call_fold *fold, struct call *call)
{
	call->lingers_until_us = fold->now_us + CALL_LINGER_US;
	if (call->lingers)
		return;
	call->lingers = true;
	call->linger_next = NULL;
	if (fold->lingering_last)
		fold->lingering_last->linger_next = call;
	else
		fold->lingering = call;
	fold->lingering_last = call;
}

static struct call *pop_lingering(struct call_fold *fold)
{
	struct call *call = fold->lingering;

	fold->lingering = call->linger_next;
	if (!fold->lingering)
		fold->lingering_last = NULL;
	call->lingers = false;
	return call;
}

/* What has ended long enough ago is forgotten, once it was taken. */
static void forget(struct call_fold *fold)
{
	while (fold->lingering && fold->lingering->lingers_until_us <= fold->now_us) {
		struct call *call = fold->lingering;

		if (call->alive_count) {
			(void)pop_lingering(fold);
			continue;
		}
		if (call->changed)
			return;
		(void)pop_lingering(fold);
		call_discard(fold, call);
	}
}

/* ---- Events to handlers --------------------------------------------------------------- */

/* Bits of channels[]. */
#define FIRST 1u
#define SECOND 2u

struct handling {
	bool (*apply)(struct call_fold *fold, const struct call_event *event,
		struct call_leg *const legs[CALL_EVENT_CHANNELS]);
	unsigned creates; /* the event proves that these channels are there */
	unsigned needs; /* without these it means nothing */
	bool late; /* may speak of a leg that has ended */
};

static const struct handling handlings[] = {
	[CALL_EVENT_CHANNEL_NEW] = {call_on_channel_new, FIRST, FIRST, false},
	[CALL_EVENT_CHANNEL_STATE] = {call_on_channel_state, FIRST, FIRST, false},
	[CALL_EVENT_CHANNEL_PARTY] = {call_on_channel_party, 0, FIRST, false},
	[CALL_EVENT_CHANNEL_SEEN] = {call_on_channel_seen, FIRST, FIRST, false},
	[CALL_EVENT_BRIDGE_SEEN] = {call_on_bridge_seen, 0, 0, false},
	[CALL_EVENT_QUEUE_SEEN] = {call_on_queue_seen, 0, FIRST, false},
	[CALL_EVENT_ROUTED] = {call_on_routed, 0, FIRST, false},
	[CALL_EVENT_DIAL_BEGIN] = {call_on_dial_begin, FIRST | SECOND, SECOND, false},
	[CALL_EVENT_DIAL_END] = {call_on_dial_end, 0, SECOND, true},
	[CALL_EVENT_DIAL_RESULT] = {call_on_dial_result, 0, FIRST, false},
	[CALL_EVENT_BRIDGE_ENTER] = {call_on_bridge_enter, FIRST, FIRST, false},
	[CALL_EVENT_BRIDGE_LEAVE] = {call_on_bridge_leave, 0, FIRST, false},
	[CALL_EVENT_LOCAL_PAIR] = {call_on_local_pair, FIRST | SECOND, FIRST | SECOND, false},
	[CALL_EVENT_LOCAL_GOES] = {call_on_local_goes, 0, FIRST, false},
	[CALL_EVENT_TRANSFER_BLIND] = {call_on_transfer_blind, 0, FIRST, true},
	[CALL_EVENT_TRANSFER_ATTENDED] = {call_on_transfer_attended, 0, FIRST, true},
	[CALL_EVENT_HOLD] = {call_on_hold, FIRST, FIRST, false},
	[CALL_EVENT_UNHOLD] = {call_on_unhold, 0, FIRST, false},
	[CALL_EVENT_QUEUE_JOIN] = {call_on_queue_join, FIRST, FIRST, false},
	[CALL_EVENT_QUEUE_LEAVE] = {call_on_queue_leave, 0, FIRST, true},
	[CALL_EVENT_QUEUE_ABANDON] = {call_on_queue_abandon, 0, FIRST, true},
	[CALL_EVENT_AGENT_CALLED] = {NULL, FIRST, FIRST, false},
	[CALL_EVENT_AGENT_CONNECT] = {call_on_agent_connect, 0, FIRST, true},
	[CALL_EVENT_AGENT_MISSED] = {call_on_agent_missed, 0, FIRST, true},
	[CALL_EVENT_PARKED] = {call_on_parked, FIRST, FIRST, false},
	[CALL_EVENT_UNPARKED] = {call_on_unparked, 0, FIRST, false},
	[CALL_EVENT_PARKING_ENDED] = {call_on_parking_ended, 0, FIRST, true},
	[CALL_EVENT_RECORDING_FILE] = {call_on_recording_file, 0, FIRST, false},
	[CALL_EVENT_RECORDING_BEGIN] = {call_on_recording_begin, 0, FIRST, false},
	[CALL_EVENT_RECORDING_END] = {call_on_recording_end, 0, FIRST, true},
	[CALL_EVENT_USER] = {call_on_user, 0, FIRST, false},
	[CALL_EVENT_ORIGINATED] = {call_on_originated, 0, FIRST, true},
	[CALL_EVENT_HANGUP_REQUEST] = {call_on_hangup_request, 0, FIRST, false},
	[CALL_EVENT_HANGUP] = {call_on_hangup, 0, FIRST, false},
};

static void pass_time(struct call_fold *fold, int64_t at_us)
{
	if (!fold->counts.calls)
		fold->skew_us = 0;
	else if (at_us + fold->skew_us < fold->now_us - CLOCK_STEP_US)
		fold->skew_us = fold->now_us - at_us;
	at_us += fold->skew_us;
	if (at_us > fold->now_us || !fold->counts.calls)
		fold->now_us = at_us;
}

/* False when the event speaks of nothing that is known. */
static bool find_legs(struct call_fold *fold, const struct call_event *event,
	struct call_leg *legs[CALL_EVENT_CHANNELS])
{
	const struct handling *handling = &handlings[event->type];

	for (unsigned i = 0; i < CALL_EVENT_CHANNELS; i++) {
		if (!event->channels[i].uniqueid.len)
			continue;
		legs[i] = handling->creates & (1u << i)
			? call_leg_upsert(fold, &event->channels[i])
			: call_leg_follow(fold, &event->channels[i]);
		if (legs[i] && legs[i]->ended_us && !handling->late)
			legs[i] = NULL;
	}
	for (unsigned i = 0; i < CALL_EVENT_CHANNELS; i++)
		if (handling->needs & (1u << i) && !legs[i])
			return false;
	return true;
}

/* The legs' calls; a merge may have made one of two. */
static void follow_up(
	struct call_fold *fold, struct call_leg *const legs[CALL_EVENT_CHANNELS], bool changed)
{
	const struct call *before = NULL;

	for (size_t i = 0; i < CALL_EVENT_CHANNELS; i++) {
		struct call *call = legs[i] ? legs[i]->call : NULL;

		if (!call || call == before)
			continue;
		before = call;
		if (changed)
			call_changed(fold, call);
		if (!call->stale)
			continue;
		call_refresh(fold, call);
		if (!call->alive_count)
			call_linger(fold, call);
	}
}

void call_fold_apply(struct call_fold *fold, const struct call_event *event)
{
	struct call_leg *legs[CALL_EVENT_CHANNELS] = {0};
	const struct handling *handling = &handlings[event->type];
	bool changed;

	fold->counts.events++;
	if (event->type == CALL_EVENT_NONE)
		return;
	pass_time(fold, event->at_us);
	forget(fold);
	changed = find_legs(fold, event, legs) && handling->apply &&
		handling->apply(fold, event, legs);
	follow_up(fold, legs, changed);
}

/* ---- What callers ask ------------------------------------------------------------------- */

const struct call *call_fold_take(struct call_fold *fold)
{
	struct call *call;

	while ((call = fold->changed)) {
		fold->changed = call->changed_next;
		if (!fold->changed)
			fold->changed_last = NULL;
		call->changed = false;
		if (!call->first)
			continue;
		call_settle(fold, call);
		return call;
	}
	return NULL;
}

const struct call *call_fold_next(const struct call_fold *fold, const struct call *behind)
{
	const struct call *call = behind ? behind->all_next : fold->all;

	while (call && (!call->first || call->ended_us))
		call = call->all_next;
	return call;
}

const struct call *call_fold_find(const struct call_fold *fold, struct str uniqueid_or_linkedid)
{
	const struct call_leg *leg = call_index_find(&fold->legs, uniqueid_or_linkedid);
	const struct call *call = leg ? leg->call
				      : call_index_find(&fold->aliases, uniqueid_or_linkedid);

	return call && call->first ? call : NULL;
}

void call_fold_untake(struct call_fold *fold, const struct call *call)
{
	/* Only the fold's own calls are ever taken from it. */
	struct call *own = call->legs ? call->legs->call : NULL;

	if (own)
		call_changed(fold, own);
}

struct call_fold_counts call_fold_counts(const struct call_fold *fold)
{
	return fold->counts;
}

/* ---- Lost links ---------------------------------------------------------------------------- */

static bool was_seen(const struct call_fold *fold, const struct call *call)
{
	for (const struct call_leg *leg = call->legs; leg; leg = leg->next)
		if (!leg->ended_us && leg->seen_in == fold->snapshot)
			return true;
	return false;
}

static void end_unseen_legs(struct call_fold *fold, struct call *call, bool all)
{
	for (struct call_leg *leg = call->legs; leg; leg = leg->next)
		if (!leg->ended_us && (all || leg->seen_in != fold->snapshot))
			call_leg_end(fold, leg, fold->now_us);
}

/* Legs that were not seen in this snapshot, or all of them, have ended unseen. */
static void end_unseen(struct call_fold *fold, struct call *call, bool all)
{
	size_t alive = call->alive_count;

	end_unseen_legs(fold, call, all);
	if (call->alive_count == alive)
		return;
	call->gap = true;
	call_changed(fold, call);
	if (call->first)
		call_step(fold, call->first, STEP_LOST, STEP_TEXTS(NULL));
	if (!call->alive_count) {
		call->status = CALL_INTERRUPTED;
		fold->counts.interrupted++;
	}
	call_refresh(fold, call);
	if (!call->alive_count)
		call_linger(fold, call);
}

/* Nothing was heard of it since the link was lost: it ends there. */
static void end_lost(struct call_fold *fold, struct call *call)
{
	int64_t now_us = fold->now_us;

	if (fold->lost_us < now_us)
		fold->now_us = fold->lost_us > call->as_of_us ? fold->lost_us : call->as_of_us;
	end_unseen(fold, call, true);
	fold->now_us = now_us;
	call_linger(fold, call);
}

/* What happened to it meanwhile nobody knows. */
static void go_on(struct call_fold *fold, struct call *call)
{
	if (call->made_in < fold->snapshot && !call->gap) {
		call->gap = true;
		call_changed(fold, call);
	}
	if (call->gap && call->counted_in < fold->snapshot) {
		call->counted_in = fold->snapshot;
		fold->counts.reconstructed++;
	}
	end_unseen(fold, call, false);
}

void call_fold_interrupt(struct call_fold *fold)
{
	for (struct call *call = fold->all; call; call = call->all_next)
		if (call->alive_count)
			end_unseen(fold, call, true);
}

void call_fold_snapshot_begin(struct call_fold *fold)
{
	fold->snapshot++;
	fold->lost_us = fold->now_us;
}

void call_fold_snapshot_end(struct call_fold *fold, int64_t at_us)
{
	pass_time(fold, at_us);
	for (struct call *call = fold->all; call; call = call->all_next) {
		if (!call->alive_count)
			continue;
		if (was_seen(fold, call))
			go_on(fold, call);
		else
			end_lost(fold, call);
	}
}

/* ---- Life ------------------------------------------------------------------------------------ */

static void copy_rules(struct call_fold *fold, const struct call_fold_rules *rules)
{
	const char **trunks;
	size_t count = 0;

	while (rules->trunks && rules->trunks[count])
		count++;
	trunks = arena_array(fold->arena, count + 1, sizeof(*trunks));
	for (size_t i = 0; i < count; i++)
		trunks[i] = arena_text(fold->arena, rules->trunks[i]);
	fold->rules = *rules;
	fold->rules.trunks = trunks;
}

struct call_fold *call_fold_new(const struct call_fold_rules *rules)
{
	struct call_fold *fold = memory_zeroed(sizeof(*fold));

	fold->arena = arena_new(0);
	copy_rules(fold, rules);
	return fold;
}

void call_fold_free(struct call_fold **fold)
{
	struct call_fold *gone = *fold;

	if (!gone)
		return;
	while (gone->all)
		call_discard(gone, gone->all);
	call_index_free(&gone->legs);
	call_index_free(&gone->aliases);
	call_index_free(&gone->bridges);
	while (gone->spare_count)
		arena_free(&gone->spare[--gone->spare_count]);
	arena_free(&gone->arena);
	free(gone);
	*fold = NULL;
}

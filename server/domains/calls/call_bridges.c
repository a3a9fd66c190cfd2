/* call_bridges.c - who is where with whom. */
/* SPDX-License-Identifier: MIT */
#include "base/memory.h"
#include "domains/calls/call_fold_internal.h"

/* Local channels that go away move a leg between bridges; it takes some 20 ms. */
#define MOVE_US (250 * US_PER_MS)
#define OPTIMISED_US US_PER_SECOND
/* Leaving and coming back into the same bridge at once is one stay. */
#define SAME_STAY_US (50 * US_PER_MS)

#define WALK_MAX 32 /* bridges joined by Local channels; real ones are two or three */

/* ---- Bridges ---------------------------------------------------------------------- */

static char *copy(struct str text)
{
	size_t length = text.len < CALL_LINE_BYTES_MAX ? text.len : CALL_LINE_BYTES_MAX;
	char *made = memory_new(length + 1);

	if (length)
		memcpy(made, text.ptr, length);
	made[length] = 0;
	return made;
}

static struct call_bridge *bridge_of(struct call_fold *fold, const struct bridge_view *view)
{
	struct call_bridge *bridge = call_index_find(&fold->bridges, view->id);

	if (!bridge) {
		bridge = memory_zeroed(sizeof(*bridge));
		bridge->id = copy(view->id);
		bridge->name = copy(view->name);
		bridge->node = (struct call_node){.key = bridge->id, .of = bridge};
		call_index_add(&fold->bridges, &bridge->node);
	}
	bridge->holding = view->holding;
	bridge->conference = view->conference;
	return bridge;
}

static void free_bridge(struct call_fold *fold, struct call_bridge *bridge)
{
	call_index_remove(&fold->bridges, &bridge->node);
	free(bridge->id);
	free(bridge->name);
	free(bridge);
}

/* ---- Who hears whom ------------------------------------------------------------------- */

struct walk {
	struct call_bridge *bridges[WALK_MAX];
	size_t count, done;
	uint64_t mark;
};

static void walk_to(struct walk *walk, struct call_bridge *bridge)
{
	if (!bridge || bridge->holding || bridge->mark == walk->mark || walk->count == WALK_MAX)
		return;
	bridge->mark = walk->mark;
	walk->bridges[walk->count++] = bridge;
}

static void meet(struct call_reach *reach, const struct call_leg *leg, struct call_leg *other)
{
	reach->others++;
	reach->others_hold |= other->holds;
	if (!reach->other)
		reach->other = other;
	if (other->call == leg->call && (!reach->peer || other == leg->peer))
		reach->peer = other;
}

struct call_reach call_reach(struct call_fold *fold, const struct call_leg *leg)
{
	struct walk walk = {.mark = ++fold->mark};
	struct call_reach reach = {0};

	walk_to(&walk, leg->bridge);
	while (walk.done < walk.count) {
		const struct call_bridge *bridge = walk.bridges[walk.done++];

		for (struct call_leg *other = bridge->legs; other; other = other->bridge_next) {
			if (other->helper && other->pair)
				walk_to(&walk, other->pair->bridge);
			if (!other->helper && other != leg)
				meet(&reach, leg, other);
		}
	}
	return reach;
}

/* Everybody in reach may talk, or be alone, since a leg came or went. */
static void refresh_others(
	struct call_fold *fold, struct call_bridge *bridge, const struct call *own)
{
	struct walk walk = {.mark = ++fold->mark};
	struct call *calls[WALK_MAX];
	size_t count = 0;

	walk_to(&walk, bridge);
	while (walk.done < walk.count)
		for (struct call_leg *leg = walk.bridges[walk.done++]->legs; leg;
			leg = leg->bridge_next) {
			bool known = leg->call == own || count == WALK_MAX;

			if (leg->helper && leg->pair)
				walk_to(&walk, leg->pair->bridge);
			for (size_t i = 0; i < count && !known; i++)
				known = calls[i] == leg->call;
			if (!known)
				calls[count++] = leg->call;
		}
	for (size_t i = 0; i < count; i++)
		call_refresh(fold, calls[i]);
}

/* ---- Coming and going -------------------------------------------------------------------- */

/* The stay in a bridge that goes on, or NULL. */
static struct call_segment *stay_goes_on(const struct call_fold *fold, struct call_leg *leg,
	const char *bridge, enum segment_kind kind)
{
	struct call_segment *last = leg->last_segment;
	int64_t away_us;

	if (!last || last->kind != kind)
		return NULL;
	away_us = fold->now_us - last->left_us;
	if (strcmp(last->bridge, bridge) == 0 && away_us < SAME_STAY_US)
		return last;
	if (leg->call->optimised_us && fold->now_us - leg->call->optimised_us < OPTIMISED_US &&
		away_us < MOVE_US)
		return last;
	return NULL;
}

static void open_segment(struct call_fold *fold, struct call_leg *leg, enum segment_kind kind)
{
	struct call *call = leg->call;
	const char *bridge = call_text(call, str_of(leg->bridge->id));
	struct call_segment *segment = stay_goes_on(fold, leg, bridge, kind);

	if (segment) {
		segment->bridge = bridge;
		segment->left_us = 0;
		return;
	}
	segment = call_part(fold, call, sizeof(*segment));
	if (!segment)
		return;
	*segment = (struct call_segment){.bridge = bridge,
		.kind = kind,
		.entered_us = fold->now_us,
		.previous = leg->last_segment};
	if (leg->last_segment)
		leg->last_segment->next = segment;
	else
		leg->segments = segment;
	leg->last_segment = segment;
}

/* A call that is bridged with another one's channels keeps its name; only conferences are known. */
static void enter_conference(struct call_fold *fold, struct call_leg *leg)
{
	struct call *call = leg->call;

	if (call->conference || leg->helper)
		return;
	call->conference = call_text(call, str_of(leg->bridge->name));
	call_step(fold, leg, STEP_CONFERENCE, STEP_TEXTS(leg->endpoint, call->conference));
}

static enum segment_kind kind_of(const struct bridge_view *view)
{
	if (view->holding)
		return SEGMENT_HOLDING;
	return view->conference ? SEGMENT_CONFERENCE : SEGMENT_TALK;
}

bool call_bridge_enter(struct call_fold *fold, struct call_leg *leg, const struct bridge_view *view)
{
	if (!view->id.len || leg->ended_us)
		return false;
	call_bridge_leave(fold, leg);
	leg->bridge = bridge_of(fold, view);
	leg->bridge_next = leg->bridge->legs;
	leg->bridge->legs = leg;
	call_leg_up(fold, leg);
	open_segment(fold, leg, kind_of(view));
	if (view->conference)
		enter_conference(fold, leg);
	call_transfers_bridged(fold, leg);
	refresh_others(fold, leg->bridge, leg->call);
	return true;
}

void call_bridge_restore(struct call_fold *fold, struct call_leg *leg)
{
	const struct call_segment *last = leg->last_segment;
	const char *name = leg->call->conference;

	leg->bridge = bridge_of(fold,
		&(struct bridge_view){.id = str_of(last->bridge),
			.name = str_of(name ? name : ""),
			.holding = last->kind == SEGMENT_HOLDING,
			.conference = last->kind == SEGMENT_CONFERENCE});
	leg->bridge_next = leg->bridge->legs;
	leg->bridge->legs = leg;
}

void call_bridge_leave(struct call_fold *fold, struct call_leg *leg)
{
	struct call_bridge *bridge = leg->bridge;
	struct call_leg **at;

	if (!bridge)
		return;
	at = &bridge->legs;
	while (*at != leg)
		at = &(*at)->bridge_next;
	*at = leg->bridge_next;
	leg->bridge = NULL;
	leg->bridge_next = NULL;
	if (leg->last_segment && !leg->last_segment->left_us)
		leg->last_segment->left_us = fold->now_us;
	if (bridge->legs)
		refresh_others(fold, bridge, leg->call);
	else
		free_bridge(fold, bridge);
}

CALL_HANDLER(call_on_bridge_enter)
{
	return call_bridge_enter(fold, legs[0], &event->bridge);
}

/* A leave of another bridge than it is in came late. */
CALL_HANDLER(call_on_bridge_leave)
{
	struct call_leg *leg = legs[0];

	if (!leg->bridge || !str_is(event->bridge.id, leg->bridge->id))
		return false;
	call_bridge_leave(fold, leg);
	return true;
}

/* Rows of channels name a bridge; this one says what it is for. */
CALL_HANDLER(call_on_bridge_seen)
{
	struct call_bridge *bridge = call_index_find(&fold->bridges, event->bridge.id);

	(void)legs;
	if (!bridge)
		return false;
	bridge->holding = event->bridge.holding;
	bridge->conference = event->bridge.conference;
	if (!*bridge->name) {
		free(bridge->name);
		bridge->name = copy(event->bridge.name);
	}
	for (struct call_leg *leg = bridge->legs; leg; leg = leg->bridge_next) {
		if (leg->last_segment && !leg->last_segment->left_us)
			leg->last_segment->kind = kind_of(&event->bridge);
		if (bridge->conference)
			enter_conference(fold, leg);
		call_changed(fold, leg->call);
		call_refresh(fold, leg->call);
	}
	return true;
}

/* ---- Local channels: a wire between two bridges --------------------------------------------- */

static void pair(struct call_leg *one, struct call_leg *two)
{
	one->pair = two;
	two->pair = one;
}

CALL_HANDLER(call_on_local_pair)
{
	(void)event;
	if (legs[0]->call != legs[1]->call)
		(void)call_merge(fold, legs[0]->call, legs[1]->call);
	pair(legs[0], legs[1]);
	return false;
}

/* "Local/1001@queue-00000001;1" and ";2" */
void call_pair_by_name(struct call_leg *half)
{
	const size_t length = strlen(half->channel);

	if (length < 2 || half->channel[length - 2] != ';')
		return;
	for (struct call_leg *leg = half->call->legs; leg; leg = leg->next)
		if (leg != half && leg->helper && !leg->pair && !leg->ended_us &&
			strlen(leg->channel) == length &&
			strncmp(leg->channel, half->channel, length - 1) == 0) {
			pair(half, leg);
			return;
		}
}

CALL_HANDLER(call_on_local_goes)
{
	(void)event;
	legs[0]->call->optimised_us = fold->now_us;
	return false;
}

/* call_parts.c - a call's memory: what it is made of, and two calls that become one. */
/* SPDX-License-Identifier: MIT */
#include "base/utf8.h"
#include "domains/calls/call_fold_internal.h"

/* The bounds of parts and text keep a call far below. */
#define CALL_ARENA_BYTES ((size_t)16 * 1024 * 1024)

static struct arena *borrow_arena(struct call_fold *fold)
{
	if (fold->spare_count)
		return fold->spare[--fold->spare_count];
	return arena_new(CALL_ARENA_BYTES);
}

static void give_back(struct call_fold *fold, struct arena *arena)
{
	if (fold->spare_count < CALL_SPARE_ARENAS) {
		arena_reset(arena);
		fold->spare[fold->spare_count++] = arena;
	} else {
		arena_free(&arena);
	}
}

struct call *call_new(struct call_fold *fold, struct str linkedid)
{
	struct call_memory *memory;
	struct arena *arena;
	struct call *call;

	if (fold->counts.calls >= CALL_FOLD_CALLS_MAX) {
		fold->counts.calls_dropped++;
		return NULL;
	}
	arena = borrow_arena(fold);
	memory = arena_alloc(arena, sizeof(*memory));
	memory->arena = arena;
	call = arena_alloc(arena, sizeof(*call));
	call->memory = memory;
	call->caller = call->caller_name = call->callee = call->context = call->outside = "";
	call->rang_us = -1;
	call->made_in = fold->snapshot;
	call->started_us = call->as_of_us = call->phase_since_us = fold->now_us;
	call_alias_add(fold, call, linkedid);
	call->linkedid = call->aliases->linkedid;
	call->all_next = fold->all;
	if (fold->all)
		fold->all->all_previous = call;
	fold->all = call;
	fold->counts.calls++;
	return call;
}

/* It is no longer found, nor among all. */
static void unlink_call(struct call_fold *fold, struct call *call)
{
	if (call->all_previous)
		call->all_previous->all_next = call->all_next;
	else
		fold->all = call->all_next;
	if (call->all_next)
		call->all_next->all_previous = call->all_previous;
	fold->counts.calls--;
}

void call_discard(struct call_fold *fold, struct call *call)
{
	struct call_memory *memory = call->memory;

	for (struct call_leg *leg = call->legs; leg; leg = leg->next) {
		call_bridge_leave(fold, leg);
		call_index_remove(&fold->legs, &leg->node);
	}
	for (struct call_alias *alias = call->aliases; alias; alias = alias->next)
		call_index_remove(&fold->aliases, &alias->node);
	unlink_call(fold, call);
	while (memory) {
		struct call_memory *next = memory->next;

		give_back(fold, memory->arena);
		memory = next;
	}
}

/* ---- Parts ------------------------------------------------------------------------- */

void *call_part(struct call_fold *fold, struct call *call, size_t bytes)
{
	if (call->part_count >= CALL_PARTS_MAX) {
		fold->counts.parts_dropped++;
		call->truncated = true;
		return NULL;
	}
	call->part_count++;
	return arena_alloc(call->memory->arena, bytes);
}

/* Control characters and what is no UTF-8 become '?'. */
static void clean(char *text, size_t length)
{
	size_t at = 0;

	while (at < length) {
		size_t step = utf8_sequence(text + at, length - at);

		if (!step || (unsigned char)text[at] < ' ' || text[at] == 127)
			text[at] = '?';
		at += step ? step : 1;
	}
}

const char *call_text(struct call *call, struct str text)
{
	char *copy;

	if (!text.len)
		return "";
	if (text.len > CALL_LINE_BYTES_MAX)
		text.len = CALL_LINE_BYTES_MAX;
	if (call->text_bytes + text.len > CALL_TEXT_BYTES_MAX) {
		call->truncated = true;
		return "";
	}
	call->text_bytes += text.len + 1;
	copy = arena_text_n(call->memory->arena, text.ptr, text.len);
	clean(copy, text.len);
	return copy;
}

bool call_text_set(struct call *call, const char **text, struct str value)
{
	const char *copy;

	if (!value.len || str_is(value, *text))
		return false;
	copy = call_text(call, value);
	if (!*copy || strcmp(copy, *text) == 0)
		return false;
	*text = copy;
	return true;
}

void call_step(struct call_fold *fold, struct call_leg *leg, enum step_type type,
	const char *const texts[3])
{
	struct call_step *step = call_part(fold, leg->call, sizeof(*step));
	struct call_step **last = &leg->call->steps;

	if (!step)
		return;
	*step = (struct call_step){.type = type,
		.at_us = fold->now_us,
		.leg = leg,
		.from = texts[0] ? texts[0] : "",
		.to = texts[1] ? texts[1] : "",
		.detail = texts[2] ? texts[2] : ""};
	while (*last)
		last = &(*last)->next;
	*last = step;
	call_changed(fold, leg->call);
}

/* ---- Two calls become one -------------------------------------------------------------- */

void call_alias_add(struct call_fold *fold, struct call *call, struct str linkedid)
{
	struct call_alias **last = &call->aliases;
	struct call_alias *alias;

	if (call->alias_count >= CALL_ALIASES_MAX)
		return;
	alias = arena_alloc(call->memory->arena, sizeof(*alias));
	if (linkedid.len > CALL_LINE_BYTES_MAX)
		linkedid.len = CALL_LINE_BYTES_MAX;
	alias->linkedid = arena_text_n(call->memory->arena, linkedid.ptr, linkedid.len);
	alias->node = (struct call_node){.key = alias->linkedid, .of = call};
	call_index_add(&fold->aliases, &alias->node);
	while (*last)
		last = &(*last)->next;
	*last = alias;
	call->alias_count++;
}

/* Both lists are in the order of time. */
static struct call_step *merge_steps(struct call_step *a, struct call_step *b)
{
	struct call_step *merged = NULL, **last = &merged;

	while (a && b) {
		struct call_step **earlier = a->at_us <= b->at_us ? &a : &b;

		*last = *earlier;
		*earlier = (*earlier)->next;
		last = &(*last)->next;
	}
	*last = a ? a : b;
	return merged;
}

#define APPEND(type, list, more) \
	do { \
		type **end_ = &(list); \
		while (*end_) \
			end_ = &(*end_)->next; \
		*end_ = (more); \
	} while (0)

static void take_over(struct call *call, struct call *gone)
{
	for (struct call_leg *leg = gone->legs; leg; leg = leg->next)
		leg->call = call;
	for (struct call_alias *alias = gone->aliases; alias; alias = alias->next)
		alias->node.of = call;
	APPEND(struct call_leg, call->legs, gone->legs);
	APPEND(struct call_alias, call->aliases, gone->aliases);
	APPEND(struct call_transfer, call->transfers, gone->transfers);
	APPEND(struct call_visit, call->visits, gone->visits);
	APPEND(struct call_hold, call->holds, gone->holds);
	APPEND(struct call_parking, call->parkings, gone->parkings);
	APPEND(struct call_recording, call->recordings, gone->recordings);
	APPEND(struct call_memory, call->memory, gone->memory);
	call->steps = merge_steps(call->steps, gone->steps);
	call->alias_count += gone->alias_count;
	call->leg_count += gone->leg_count;
	call->alive_count += gone->alive_count;
	call->part_count += gone->part_count;
	call->text_bytes += gone->text_bytes;
	call->gap |= gone->gap;
	call->truncated |= gone->truncated;
	call->has_menu |= gone->has_menu;
	if (!call->conference)
		call->conference = gone->conference;
	/* Both have ended: the one that becomes part of the other may have lasted longer. */
	if (call->ended_us && gone->ended_us > call->ended_us) {
		call->phases_us[CALL_PHASE_SETUP] += gone->ended_us - call->ended_us;
		call->ended_us = call->as_of_us = gone->ended_us;
	}
}

static void remove_changed(struct call_fold *fold, struct call *call)
{
	struct call **at = &fold->changed, *before = NULL;

	if (!call->changed)
		return;
	while (*at != call) {
		before = *at;
		at = &before->changed_next;
	}
	*at = call->changed_next;
	if (fold->changed_last == call)
		fold->changed_last = before;
}

static void remove_lingering(struct call_fold *fold, struct call *call)
{
	struct call **at = &fold->lingering, *before = NULL;

	if (!call->lingers)
		return;
	while (*at != call) {
		before = *at;
		at = &before->linger_next;
	}
	*at = call->linger_next;
	if (fold->lingering_last == call)
		fold->lingering_last = before;
}

/* The younger's struct stays in memory with its parts, but nothing leads to it any more. */
struct call *call_merge(struct call_fold *fold, struct call *a, struct call *b)
{
	bool a_stays = a->started_us < b->started_us ||
		(a->started_us == b->started_us && strcmp(a->linkedid, b->linkedid) <= 0);
	struct call *call = a_stays ? a : b;
	struct call *gone = a_stays ? b : a;

	if (a == b)
		return a;
	remove_changed(fold, gone);
	remove_lingering(fold, gone);
	unlink_call(fold, gone);
	take_over(call, gone);
	call_pick_first(call);
	call_changed(fold, call);
	return call;
}

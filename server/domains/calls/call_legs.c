/* call_legs.c - channels: how they come, whom they dial, how they end. */
/* SPDX-License-Identifier: MIT */
#include "domains/calls/call_fold_internal.h"

#include "domains/extensions/pbx_call.h"

/* ---- Names ------------------------------------------------------------------------- */

struct str call_endpoint_of(struct str interface)
{
	struct str rest;
	struct str technology = str_cut(interface, '/', &rest);
	struct str endpoint = rest.ptr ? rest : technology;

	endpoint = str_cut(endpoint, '/', &rest);
	return str_cut(endpoint, '@', &rest);
}

/* "PJSIP/1001-0000002a", "Local/1001@queue-00000001;1", "DAHDI/i1/5551234-3": before the last '-'. */
static struct str channel_endpoint(struct str name)
{
	size_t length = name.len;

	while (length && name.ptr[length - 1] != '-')
		length--;
	if (length > 1)
		name.len = length - 1;
	return call_endpoint_of(name);
}

/* Channels that no person is behind: the PBX makes them for itself. */
static bool is_helper(struct str technology)
{
	static const char *const helpers[] = {"Local", "Announcer", "CBAnn", "CBRec", "Recorder",
		"Surrogate", "AsyncGoto", "Message", "Snoop", "ConfBridgeRecorder", "Bridge"};

	for (size_t i = 0; i < COUNT(helpers); i++)
		if (str_is(technology, helpers[i]))
			return true;
	return false;
}

static bool is_trunk(const struct call_fold *fold, struct str endpoint)
{
	for (const char *const *trunk = fold->rules.trunks; *trunk; trunk++)
		if (str_is(endpoint, *trunk))
			return true;
	return false;
}

/* What a PBX makes an id of; anything else is not one. */
static bool is_id(struct str id)
{
	if (!id.len || id.len > CALL_LINE_BYTES_MAX)
		return false;
	for (size_t i = 0; i < id.len; i++)
		if (id.ptr[i] <= ' ' || id.ptr[i] > '~')
			return false;
	return true;
}

/* ---- Legs and their calls ------------------------------------------------------------- */

/* The first person's leg: the one the call is named after, or the oldest. */
void call_pick_first(struct call *call)
{
	call->first = NULL;
	for (struct call_leg *leg = call->legs; leg; leg = leg->next) {
		if (leg->helper)
			continue;
		if (strcmp(leg->uniqueid, call->linkedid) == 0) {
			call->first = leg;
			return;
		}
		if (!call->first || leg->created_us < call->first->created_us)
			call->first = leg;
	}
}

/* An event shows the channel under this name: it may be the moment two calls become one. */
static void follow_linkedid(struct call_fold *fold, struct call *call, struct str linkedid)
{
	struct call *other;

	if (!is_id(linkedid))
		return;
	other = call_index_find(&fold->aliases, linkedid);
	if (!other)
		call_alias_add(fold, call, linkedid);
	else if (other != call)
		(void)call_merge(fold, call, other);
}

static void describe(struct call_fold *fold, struct call_leg *leg, const struct channel_view *view)
{
	struct call *call = leg->call;
	struct str rest, endpoint = channel_endpoint(view->name);
	struct str technology = str_cut(view->name, '/', &rest);

	leg->channel = call_text(call, view->name);
	leg->technology = call_text(call, technology);
	leg->endpoint = call_text(call, endpoint);
	leg->helper = is_helper(technology) || str_starts(str_of(leg->uniqueid), PBX_SPY_ID);
	leg->trunk = !leg->helper && is_trunk(fold, endpoint);
	leg->number = call_text(call, view->number);
	leg->person = call_text(call, view->person);
	leg->connected_number = call_text(call, view->connected_number);
	leg->connected_person = call_text(call, view->connected_person);
	leg->exten = leg->routed_exten = call_text(call, view->exten);
	leg->context = leg->routed_context = call_text(call, view->context);
}

static void append(struct call *call, struct call_leg *leg)
{
	struct call_leg **last = &call->legs;

	while (*last)
		last = &(*last)->next;
	*last = leg;
	call->leg_count++;
	call->alive_count++;
}

static void join_call(struct call_fold *fold, struct call *call, struct call_leg *leg)
{
	struct call_leg *first = call->first;

	append(call, leg);
	call_pick_first(call);
	if (call->first && !first)
		call_step(fold, call->first, STEP_STARTED,
			STEP_TEXTS(call->first->endpoint, call->first->exten));
}

static struct call_leg *create_leg(struct call_fold *fold, const struct channel_view *view)
{
	struct str linkedid = is_id(view->linkedid) ? view->linkedid : view->uniqueid;
	struct call *call = call_index_find(&fold->aliases, linkedid);
	struct call_leg *leg;

	if (!call)
		call = call_new(fold, linkedid);
	if (!call)
		return NULL;
	if (call->leg_count >= CALL_LEGS_MAX) {
		call->truncated = true;
		fold->counts.parts_dropped++;
		return NULL;
	}
	leg = arena_alloc(call->memory->arena, sizeof(*leg));
	leg->call = call;
	leg->uniqueid = arena_text_n(call->memory->arena, view->uniqueid.ptr, view->uniqueid.len);
	leg->node = (struct call_node){.key = leg->uniqueid, .of = leg};
	call_index_add(&fold->legs, &leg->node);
	describe(fold, leg, view);
	leg->created_us = leg->tally_since_us = fold->now_us;
	join_call(fold, call, leg);
	call_changed(fold, call);
	return leg;
}

struct call_leg *call_leg_restore(
	struct call_fold *fold, struct call *call, const struct call_leg *saved)
{
	struct call_leg *leg;

	if (!is_id(str_of(saved->uniqueid)) ||
		call_index_find(&fold->legs, str_of(saved->uniqueid)))
		return NULL;
	leg = arena_alloc(call->memory->arena, sizeof(*leg));
	leg->call = call;
	leg->uniqueid = arena_text(call->memory->arena, saved->uniqueid);
	leg->node = (struct call_node){.key = leg->uniqueid, .of = leg};
	call_index_add(&fold->legs, &leg->node);
	describe(fold, leg,
		&(struct channel_view){.name = str_of(saved->channel),
			.number = str_of(saved->number),
			.person = str_of(saved->person),
			.connected_number = str_of(saved->connected_number),
			.connected_person = str_of(saved->connected_person),
			.exten = str_of(saved->exten),
			.context = str_of(saved->context)});
	leg->trunk = saved->trunk;
	leg->role = saved->role;
	leg->consults = saved->role == CALL_ROLE_CONSULT;
	if (saved->dial_status)
		leg->dial_status = call_text(call, str_of(saved->dial_status));
	leg->created_us = saved->created_us;
	leg->ringing_us = saved->ringing_us;
	leg->up_us = saved->up_us;
	leg->ended_us = saved->ended_us;
	leg->cause = saved->cause;
	leg->talk_us = saved->talk_us;
	leg->hold_us = saved->hold_us;
	leg->placed = saved->placed;
	leg->agent_id = saved->agent_id;
	leg->agent_no = saved->agent_no;
	leg->team_id = saved->team_id;
	leg->department_id = saved->department_id;
	if (saved->dial_string)
		leg->dial_string = call_text(call, str_of(saved->dial_string));
	leg->originated = saved->originated;
	leg->hangup_request_us = saved->hangup_request_us;
	leg->dialled_us = saved->dialled_us;
	leg->dial_ended_us = saved->dial_ended_us;
	append(call, leg);
	call->alive_count -= leg->ended_us != 0;
	return leg;
}

struct call_leg *call_leg_follow(struct call_fold *fold, const struct channel_view *view)
{
	struct call_leg *leg = is_id(view->uniqueid) ? call_index_find(&fold->legs, view->uniqueid)
						     : NULL;

	if (!leg || leg->ended_us)
		return leg;
	leg->seen_in = fold->snapshot;
	follow_linkedid(fold, leg->call, view->linkedid);
	if (call_text_set(leg->call, &leg->channel, view->name))
		call_changed(fold, leg->call);
	return leg;
}

struct call_leg *call_leg_upsert(struct call_fold *fold, const struct channel_view *view)
{
	struct call_leg *leg = call_leg_follow(fold, view);

	if (leg || !is_id(view->uniqueid))
		return leg;
	leg = create_leg(fold, view);
	if (leg)
		leg->seen_in = fold->snapshot;
	return leg;
}

/* ---- States --------------------------------------------------------------------------- */

static bool take_state(struct call_fold *fold, struct call_leg *leg, enum channel_state state)
{
	if (state == CHANNEL_UP && !leg->up_us) {
		call_leg_up(fold, leg);
		return true;
	}
	if (state == CHANNEL_RINGING && !leg->ringing_us) {
		leg->ringing_us = fold->now_us;
		return true;
	}
	return false;
}

void call_leg_up(struct call_fold *fold, struct call_leg *leg)
{
	if (!leg->up_us)
		leg->up_us = fold->now_us;
}

CALL_HANDLER(call_on_channel_new)
{
	return take_state(fold, legs[0], event->channels[0].state);
}

CALL_HANDLER(call_on_channel_state)
{
	return take_state(fold, legs[0], event->channels[0].state);
}

/* A caller's number may come after the channel; once known it stays. */
CALL_HANDLER(call_on_channel_party)
{
	const struct channel_view *view = &event->channels[0];
	struct call_leg *leg = legs[0];
	bool changed = false;

	(void)fold;
	if (!*leg->number)
		changed |= call_text_set(leg->call, &leg->number, view->number);
	if (!*leg->person)
		changed |= call_text_set(leg->call, &leg->person, view->person);
	changed |= call_text_set(leg->call, &leg->connected_number, view->connected_number);
	changed |= call_text_set(leg->call, &leg->connected_person, view->connected_person);
	return changed;
}

/*
 * A row of a snapshot. Live events know better, so it only adds: a leg that was
 * not known began earlier, and may be in a bridge already.
 */
CALL_HANDLER(call_on_channel_seen)
{
	struct call_leg *leg = legs[0];
	struct call *call = leg->call;

	if (leg->created_us == fold->now_us && event->duration_us) {
		leg->created_us -= event->duration_us;
		if (leg->created_us < call->started_us) {
			call->phases_us[CALL_PHASE_SETUP] += call->started_us - leg->created_us;
			call->started_us = leg->created_us;
		}
		call->gap = true;
		if (event->success)
			leg->dialled_us = leg->created_us;
	}
	(void)take_state(fold, leg, event->channels[0].state);
	if (leg->helper && !leg->pair)
		call_pair_by_name(leg);
	if (event->bridge.id.len && !leg->bridge)
		(void)call_bridge_enter(fold, leg, &event->bridge);
	return true;
}

/* ---- The dialplan ------------------------------------------------------------------------ */

/* Where the dialplan takes a person, but not each line of it. */
CALL_HANDLER(call_on_routed)
{
	struct call_leg *leg = legs[0];
	bool moved;

	if (leg->helper)
		return false;
	moved = call_text_set(leg->call, &leg->routed_context, event->context);
	moved |= call_text_set(leg->call, &leg->routed_exten, event->exten);
	if (leg->originated && !*leg->exten)
		(void)call_text_set(leg->call, &leg->exten, event->exten);
	if (moved && strcmp(leg->routed_exten, "h") != 0)
		call_step(fold, leg, STEP_ROUTED,
			STEP_TEXTS(NULL, leg->routed_exten, leg->routed_context));
	return moved;
}

CALL_HANDLER(call_on_dial_result)
{
	(void)fold;
	if (event->text.len)
		legs[0]->dial_result = call_text(legs[0]->call, event->text);
	return false;
}

CALL_HANDLER(call_on_user)
{
	const char *name = call_text(legs[0]->call, event->text);

	legs[0]->call->has_menu = true;
	call_step(fold, legs[0], STEP_MENU,
		STEP_TEXTS(NULL, call_text(legs[0]->call, event->exten), name));
	return true;
}

/* The answer to an order to call; the only word about where it was meant to go if nobody answered. */
CALL_HANDLER(call_on_originated)
{
	struct call_leg *leg = legs[0];

	(void)fold;
	leg->originated = true;
	if (!*leg->exten)
		(void)call_text_set(leg->call, &leg->exten, event->exten);
	return true;
}

/* ---- Dialling ---------------------------------------------------------------------------- */

CALL_HANDLER(call_on_dial_begin)
{
	struct call_leg *from = legs[0], *to = legs[1];

	to->dialled_us = fold->now_us;
	to->dial_ended_us = 0;
	to->dial_string = call_text(to->call, event->text);
	if (!from) {
		/* Its exten is where the channel stands, not what somebody dialled. */
		to->originated = true;
		to->exten = "";
		return true;
	}
	if (from->call != to->call)
		(void)call_merge(fold, from->call, to->call);
	to->dialled_by = from;
	to->dialled_by_helper = from->helper;
	call_transfers_dialled(fold, from, to);
	if (!to->helper)
		call_step(fold, to, STEP_DIALLED, STEP_TEXTS(from->endpoint, to->endpoint));
	return true;
}

CALL_HANDLER(call_on_dial_end)
{
	struct call_leg *to = legs[1];

	to->dial_status = call_text(to->call, event->text);
	to->dial_ended_us = to->ended_us ? to->ended_us : fold->now_us;
	if (str_is(event->text, "ANSWER") && !to->ended_us)
		call_leg_up(fold, to);
	if (event->exten.len)
		call_step(fold, to, STEP_FORWARDED,
			STEP_TEXTS(to->endpoint, call_text(to->call, event->exten)));
	return true;
}

/* ---- Ends ----------------------------------------------------------------------------------- */

CALL_HANDLER(call_on_hangup_request)
{
	(void)event;
	legs[0]->hangup_request_us = fold->now_us;
	return true;
}

void call_leg_end(struct call_fold *fold, struct call_leg *leg, int64_t at_us)
{
	if (leg->ended_us)
		return;
	call_bridge_leave(fold, leg);
	leg->ended_us = at_us > leg->created_us ? at_us : leg->created_us;
	call_holding_end(leg, leg->ended_us);
	call_visits_end(fold, leg);
	leg->call->alive_count--;
}

CALL_HANDLER(call_on_hangup)
{
	struct call_leg *leg = legs[0];

	leg->cause = event->number;
	call_leg_end(fold, leg, fold->now_us);
	if (!leg->helper)
		call_step(fold, leg, STEP_HUNG_UP, STEP_TEXTS(leg->endpoint));
	return true;
}

/* call_pbx.c - calls of a PBX: what is asked for is a command on one of its channels. */
/* SPDX-License-Identifier: MIT */
#include "domains/calls/call_control_internal.h"

/* Who is in the call now. */
struct channels {
	const struct live_leg *outside; /* the customer, or who called; NULL */
	const struct live_leg *agent; /* the actor's phone, else the phone of who has it; NULL */
	size_t count;
};

static bool is_agents(const struct live_leg *leg, int64_t agent_id)
{
	return agent_id && leg->agent_id == agent_id;
}

static enum err look(struct cx *cx, const struct live_call *call, struct channels *channels)
{
	const int64_t own = cx->actor->agent_id;
	struct live_leg *legs;

	*channels = (struct channels){0};
	TRY(live_store_legs(cx, call->id, &legs, &channels->count));
	for (size_t i = 0; i < channels->count; i++) {
		if (is_agents(&legs[i], own) ||
			(is_agents(&legs[i], call->agent_id) &&
				!(channels->agent && is_agents(channels->agent, own))))
			channels->agent = &legs[i];
	}
	for (size_t i = 0; i < channels->count; i++) {
		if (&legs[i] == channels->agent)
			continue;
		if (!channels->outside || (legs[i].trunk && !channels->outside->trunk))
			channels->outside = &legs[i];
	}
	/* A phone that belongs to nobody: the one that is not the customer's. */
	for (size_t i = 0; i < channels->count && !channels->agent; i++)
		if (&legs[i] != channels->outside && !legs[i].trunk && legs[i].answered)
			channels->agent = &legs[i];
	return OK;
}

static enum err gone(struct cx *cx)
{
	static const char *const none[] = {NULL};

	return fail_state(cx, NULL, none,
		"The PBX has not told of a phone in this call yet, or not any more.");
}

static enum err check_active(struct cx *cx, const struct live_call *call)
{
	return call->active ? OK : call_not_from_here(cx, call);
}

enum err pbx_call_end(struct cx *cx, const struct live_call *call, int64_t *command)
{
	struct channels channels;

	TRY(check_active(cx, call));
	TRY(look(cx, call, &channels));
	if (channels.outside)
		return pbx_hang_up(cx, channels.outside->channel, command);
	if (channels.agent)
		return pbx_hang_up(cx, channels.agent->channel, command);
	/* Asked for and not told of yet: the PBX knows the channel by its Uniqueid too. */
	return pbx_hang_up(cx, call->linkedid, command);
}

/* The customer goes there; with an agent in between that one is free. */
static enum err send_to(
	struct cx *cx, const struct live_call *call, struct pbx_way *way, int64_t *command)
{
	struct channels channels;

	TRY(check_active(cx, call));
	TRY(look(cx, call, &channels));
	if (channels.agent && channels.agent->answered && channels.outside) {
		way->channel = channels.agent->channel;
	} else if (channels.outside) {
		way->channel = channels.outside->channel;
		way->move = PBX_REDIRECT;
	} else {
		return gone(cx);
	}
	return pbx_send_on(cx, way, command);
}

enum err pbx_call_route(
	struct cx *cx, const struct live_call *call, const struct call_route *to, int64_t *command)
{
	static const char *const none[] = {NULL};
	struct call_settings settings;

	if (!to->exten)
		return fail_state(cx, "department", none,
			"The settings of calls do not say where the PBX reaches this department.");
	TRY(call_settings_get(cx, &settings));
	return send_to(cx, call,
		&(struct pbx_way){.context = to->context ? to->context : settings.dial_context,
			.exten = to->exten,
			.move = PBX_BLIND},
		command);
}

/* Where the PBX reaches an agent. */
static enum err phone_of(struct cx *cx, const struct agent *agent, struct agent_phone *phone)
{
	static const char *const none[] = {NULL};

	TRY(agent_phone_of(cx, agent->id, phone));
	if (!phone->id)
		return fail_state(cx, "agent_id", none, "This agent has no extension.");
	return OK;
}

enum err pbx_call_transfer(struct cx *cx, const struct live_call *call,
	const struct call_target *to, bool attended, int64_t *command)
{
	struct call_settings settings;
	struct agent_phone phone;

	if (!to->agent)
		return pbx_call_route(cx, call, &to->route, command);
	TRY(phone_of(cx, to->agent, &phone));
	TRY(call_settings_get(cx, &settings));
	return send_to(cx, call,
		&(struct pbx_way){.context = settings.dial_context,
			.exten = phone.number,
			.move = attended ? PBX_ATTENDED : PBX_BLIND},
		command);
}

enum err pbx_call_take(
	struct cx *cx, const struct live_call *call, const struct agent *agent, int64_t *command)
{
	struct call_settings settings;
	struct channels channels;
	struct agent_phone phone;

	TRY(check_active(cx, call));
	TRY(phone_of(cx, agent, &phone));
	TRY(call_settings_get(cx, &settings));
	TRY(look(cx, call, &channels));
	if (!channels.outside)
		return gone(cx);
	return pbx_send_on(cx,
		&(struct pbx_way){.channel = channels.outside->channel,
			.context = settings.dial_context,
			.exten = phone.number,
			.move = PBX_REDIRECT},
		command);
}

enum err pbx_call_mute(struct cx *cx, const struct live_call *call, bool muted, int64_t *command)
{
	struct channels channels;

	TRY(check_active(cx, call));
	TRY(look(cx, call, &channels));
	if (!channels.agent)
		return gone(cx);
	return pbx_mute(cx, channels.agent->channel, muted, command);
}

enum err pbx_call_spy(
	struct cx *cx, const struct live_call *call, enum pbx_spy how, int64_t *command)
{
	static const char *const none[] = {NULL};
	struct agent_phone phone;
	struct channels channels;

	TRY(check_active(cx, call));
	TRY(agent_phone_of(cx, cx->actor->agent_id, &phone));
	if (!phone.id)
		return fail_state(cx, NULL, none, "You have no extension to listen with.");
	TRY(look(cx, call, &channels));
	if (!channels.agent || !channels.agent->answered)
		return fail_state(cx, NULL, none, "There is nobody to listen to in this call now.");
	if (is_agents(channels.agent, cx->actor->agent_id))
		return fail_state(cx, NULL, none, "You are in this call yourself.");
	return pbx_spy_on(cx, phone.endpoint, channels.agent->channel, how, command);
}

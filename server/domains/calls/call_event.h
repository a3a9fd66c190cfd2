/* call_event.h - what happened in a PBX, as the fold reads it: no headers, no text to parse. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_CALLS_CALL_EVENT_H
#define DOMAINS_CALLS_CALL_EVENT_H

#include "base/str.h"

/*
 * Behind each type: which channels it speaks of, in the order of channels[],
 * and which other members mean something.
 */
enum call_event_type {
	CALL_EVENT_NONE, /* nothing a call is made of */
	CALL_EVENT_CHANNEL_NEW, /* it */
	CALL_EVENT_CHANNEL_STATE, /* it */
	CALL_EVENT_CHANNEL_PARTY, /* it: caller or connected party changed */
	CALL_EVENT_CHANNEL_SEEN, /* it, in a snapshot; bridge, duration_us, success: it was dialled */
	CALL_EVENT_BRIDGE_SEEN, /* bridge, in a snapshot */
	CALL_EVENT_QUEUE_SEEN, /* it, in a snapshot; queue, number: position, duration_us */
	CALL_EVENT_ROUTED, /* it; context, exten: where the dialplan is */
	CALL_EVENT_DIAL_BEGIN, /* who dials or nobody, who is dialled; text: the dial string */
	CALL_EVENT_DIAL_END, /* as above; text: the status, exten: forwarded to */
	CALL_EVENT_DIAL_RESULT, /* it; text: what its last dialling came to */
	CALL_EVENT_BRIDGE_ENTER, /* it; bridge */
	CALL_EVENT_BRIDGE_LEAVE, /* it; bridge */
	CALL_EVENT_LOCAL_PAIR, /* both halves of a Local channel */
	CALL_EVENT_LOCAL_GOES, /* both halves: they are about to be optimised away */
	CALL_EVENT_TRANSFER_BLIND, /* transferer, transferee; exten, success */
	CALL_EVENT_TRANSFER_ATTENDED, /* transferer's two, transferee, target; text, success */
	CALL_EVENT_HOLD, /* it */
	CALL_EVENT_UNHOLD, /* it */
	CALL_EVENT_QUEUE_JOIN, /* it; queue, number: position */
	CALL_EVENT_QUEUE_LEAVE, /* it; queue */
	CALL_EVENT_QUEUE_ABANDON, /* it; queue */
	CALL_EVENT_AGENT_CALLED, /* caller, agent's; queue, agent, text: member's name */
	CALL_EVENT_AGENT_CONNECT, /* as above */
	CALL_EVENT_AGENT_MISSED, /* as above; duration_us it rang */
	CALL_EVENT_PARKED, /* it; text: the space */
	CALL_EVENT_UNPARKED, /* it, who fetched it */
	CALL_EVENT_PARKING_ENDED, /* it: nobody fetched it */
	CALL_EVENT_RECORDING_FILE, /* it; text */
	CALL_EVENT_RECORDING_BEGIN, /* it */
	CALL_EVENT_RECORDING_END, /* it */
	CALL_EVENT_USER, /* it; text: its name, exten: what it says */
	CALL_EVENT_ORIGINATED, /* it; exten, success: an order to call was carried out or failed */
	CALL_EVENT_HANGUP_REQUEST, /* it: its far end hung up */
	CALL_EVENT_HANGUP, /* it; number: cause */
};

enum channel_state { CHANNEL_OTHER, CHANNEL_RINGING, CHANNEL_UP };

/* A channel as one event shows it. Empty texts: the event does not say. */
struct channel_view {
	struct str uniqueid; /* empty: there is no such channel */
	struct str linkedid;
	struct str name; /* "PJSIP/1001-0000002a" */
	struct str number, person; /* caller id */
	struct str connected_number, connected_person;
	struct str exten, context;
	enum channel_state state;
};

struct bridge_view {
	struct str id, name;
	bool holding; /* nobody talks there: parking, music */
	bool conference;
};

#define CALL_EVENT_CHANNELS 4

struct call_event {
	enum call_event_type type;
	int64_t at_us; /* by the PBX's clock */
	struct channel_view channels[CALL_EVENT_CHANNELS];
	struct bridge_view bridge;
	struct str queue, agent;
	struct str exten, context, text;
	int64_t number, duration_us;
	bool success;
};

#endif

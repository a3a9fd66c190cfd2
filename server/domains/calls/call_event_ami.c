/* call_event_ami.c - which header of which event says what. */
/* SPDX-License-Identifier: MIT */
#include "domains/calls/call_event_ami.h"

#include "base/clock.h"

#include <strings.h>

/* A PBX whose clock stands before this has not set it yet. */
#define EARLIEST_S INT64_C(946684800) /* 2000-01-01 */

/* "seconds.micro", any number of decimals. */
int64_t ami_timestamp_us(const struct ami_message *message)
{
	struct str fraction;
	struct str seconds = str_cut(ami_get(message, "Timestamp"), '.', &fraction);
	int64_t value, us = 0, unit = US_PER_SECOND / 10;

	if (!str_int(seconds, &value) || value < EARLIEST_S ||
		value > INT64_MAX / US_PER_SECOND / 4)
		return 0;
	for (size_t i = 0; i < fraction.len && unit > 0; i++, unit /= 10) {
		if (fraction.ptr[i] < '0' || fraction.ptr[i] > '9')
			return 0;
		us += (fraction.ptr[i] - '0') * unit;
	}
	return value * US_PER_SECOND + us;
}

/* ---- Channels -------------------------------------------------------------------- */

static struct str known(struct str value)
{
	return str_is(value, "<unknown>") ? STR("") : value;
}

static enum channel_state read_state(struct str number)
{
	if (str_is(number, "6"))
		return CHANNEL_UP;
	return str_is(number, "5") ? CHANNEL_RINGING : CHANNEL_OTHER;
}

/* What the rest of a header's name, behind its prefix, says of the channel. First ones win. */
static void read_member(struct channel_view *view, struct str name, struct str value)
{
	const struct {
		const char *name;
		struct str *to;
	} members[] = {
		{"Uniqueid", &view->uniqueid},
		{"Linkedid", &view->linkedid},
		{"Channel", &view->name},
		{"CallerIDNum", &view->number},
		{"CallerIDName", &view->person},
		{"ConnectedLineNum", &view->connected_number},
		{"ConnectedLineName", &view->connected_person},
		{"Exten", &view->exten},
		{"Context", &view->context},
	};

	for (size_t i = 0; i < COUNT(members); i++) {
		if (!str_is_nocase(name, members[i].name))
			continue;
		if (!members[i].to->ptr)
			*members[i].to = known(value);
		return;
	}
	if (str_is_nocase(name, "ChannelState"))
		view->state = read_state(value);
}

/* One walk over the headers; prefix is "", "Dest", "Transferer" … */
static void read_channel(
	const struct ami_message *message, const char *prefix, struct channel_view *view)
{
	size_t length = strlen(prefix);

	for (size_t i = 0; i < message->count; i++) {
		struct str name = message->headers[i].name;

		if (name.len <= length || strncasecmp(name.ptr, prefix, length) != 0)
			continue;
		name.ptr += length;
		name.len -= length;
		read_member(view, name, message->headers[i].value);
	}
}

/* ---- What events say besides ------------------------------------------------------ */

static void read_bridge(const struct ami_message *message, struct call_event *event)
{
	event->bridge.id = ami_get(message, "BridgeUniqueid");
	event->bridge.name = known(ami_get(message, "BridgeName"));
	event->bridge.holding = str_is(ami_get(message, "BridgeTechnology"), "holding_bridge");
	event->bridge.conference = str_is(ami_get(message, "BridgeCreator"), "ConfBridge");
}

static void read_route(const struct ami_message *message, struct call_event *event)
{
	event->context = ami_get(message, "Context");
	event->exten = ami_get(message, "Extension");
}

static void read_dial_begin(const struct ami_message *message, struct call_event *event)
{
	event->text = ami_get(message, "DialString");
}

static void read_dial_end(const struct ami_message *message, struct call_event *event)
{
	event->text = ami_get(message, "DialStatus");
	event->exten = ami_get(message, "Forward");
}

static void read_blind(const struct ami_message *message, struct call_event *event)
{
	event->exten = ami_get(message, "Extension");
	event->context = ami_get(message, "Context");
	event->success = str_is_nocase(ami_get(message, "Result"), "Success");
}

static void read_attended(const struct ami_message *message, struct call_event *event)
{
	event->text = ami_get(message, "DestApp");
	event->success = str_is_nocase(ami_get(message, "Result"), "Success");
}

static void read_queue(const struct ami_message *message, struct call_event *event)
{
	event->queue = ami_get(message, "Queue");
	if (!str_int(ami_get(message, "Position"), &event->number))
		event->number = 0;
}

static void read_agent(const struct ami_message *message, struct call_event *event)
{
	int64_t ms;

	event->queue = ami_get(message, "Queue");
	event->agent = ami_get(message, "Interface");
	event->text = ami_get(message, "MemberName");
	if (str_int(ami_get(message, "RingTime"), &ms) && ms >= 0 && ms < US_PER_DAY)
		event->duration_us = ms * US_PER_MS;
}

static void read_parking(const struct ami_message *message, struct call_event *event)
{
	event->text = ami_get(message, "ParkingSpace");
}

/* Of the variables a dialplan sets, two matter; the file's name is known by no other event. */
static void read_variable(const struct ami_message *message, struct call_event *event)
{
	struct str name = ami_get(message, "Variable");

	event->text = ami_get(message, "Value");
	if (str_is(name, "MIXMONITOR_FILENAME"))
		event->type = CALL_EVENT_RECORDING_FILE;
	else if (str_is(name, "DIALSTATUS"))
		event->type = CALL_EVENT_DIAL_RESULT;
	else
		event->type = CALL_EVENT_NONE;
}

/* What the dialplan wrote stands behind the event's name; the first of it tells the menu, the goal. */
static void read_user(const struct ami_message *message, struct call_event *event)
{
	size_t at = 0;

	while (at < message->count && !str_is_nocase(message->headers[at].name, "UserEvent"))
		at++;
	if (at == message->count)
		return;
	event->text = message->headers[at].value;
	while (++at < message->count && !event->exten.ptr)
		if (!str_is_nocase(message->headers[at].name, "Uniqueid"))
			event->exten = message->headers[at].value;
}

static void read_originated(const struct ami_message *message, struct call_event *event)
{
	event->exten = ami_get(message, "Exten");
	event->context = ami_get(message, "Context");
	event->success = str_is_nocase(ami_get(message, "Response"), "Success");
}

static void read_hangup(const struct ami_message *message, struct call_event *event)
{
	if (!str_int(ami_get(message, "Cause"), &event->number))
		event->number = 0;
}

/* "01:02:03" */
static int64_t duration_us(struct str text)
{
	int64_t seconds = 0, part;

	while (text.ptr) {
		struct str rest;

		if (!str_int(str_cut(text, ':', &rest), &part) || part < 0 || part > 100000)
			return 0;
		seconds = seconds * 60 + part;
		text = rest;
	}
	return seconds * US_PER_SECOND;
}

static void read_seen(const struct ami_message *message, struct call_event *event)
{
	event->bridge.id = ami_get(message, "BridgeId");
	event->duration_us = duration_us(ami_get(message, "Duration"));
	event->success = str_starts(ami_get(message, "Application"), "App");
}

static void read_entry(const struct ami_message *message, struct call_event *event)
{
	int64_t seconds;

	read_queue(message, event);
	if (str_int(ami_get(message, "Wait"), &seconds) && seconds >= 0 && seconds < 1000000)
		event->duration_us = seconds * US_PER_SECOND;
}

/* ---- The table ---------------------------------------------------------------------- */

struct event_row {
	const char *name;
	enum call_event_type type;
	const char *prefixes[CALL_EVENT_CHANNELS]; /* of the channels, NULL: no more */
	void (*read)(const struct ami_message *message, struct call_event *event);
};

static const struct event_row rows[] = {
	{"AgentCalled", CALL_EVENT_AGENT_CALLED, {"", "Dest"}, read_agent},
	{"AgentConnect", CALL_EVENT_AGENT_CONNECT, {"", "Dest"}, read_agent},
	{"AgentRingNoAnswer", CALL_EVENT_AGENT_MISSED, {"", "Dest"}, read_agent},
	{"AttendedTransfer", CALL_EVENT_TRANSFER_ATTENDED,
		{"OrigTransferer", "SecondTransferer", "Transferee", "TransferTarget"},
		read_attended},
	{"BlindTransfer", CALL_EVENT_TRANSFER_BLIND, {"Transferer", "Transferee"}, read_blind},
	{"BridgeEnter", CALL_EVENT_BRIDGE_ENTER, {""}, read_bridge},
	{"BridgeLeave", CALL_EVENT_BRIDGE_LEAVE, {""}, read_bridge},
	{"BridgeListItem", CALL_EVENT_BRIDGE_SEEN, {NULL}, read_bridge},
	{"CoreShowChannel", CALL_EVENT_CHANNEL_SEEN, {""}, read_seen},
	{"DialBegin", CALL_EVENT_DIAL_BEGIN, {"", "Dest"}, read_dial_begin},
	{"DialEnd", CALL_EVENT_DIAL_END, {"", "Dest"}, read_dial_end},
	{"Hangup", CALL_EVENT_HANGUP, {""}, read_hangup},
	{"HangupRequest", CALL_EVENT_HANGUP_REQUEST, {""}, NULL},
	{"Hold", CALL_EVENT_HOLD, {""}, NULL},
	{"LocalBridge", CALL_EVENT_LOCAL_PAIR, {"LocalOne", "LocalTwo"}, NULL},
	{"LocalOptimizationBegin", CALL_EVENT_LOCAL_GOES, {"LocalOne", "LocalTwo"}, NULL},
	{"MixMonitorStart", CALL_EVENT_RECORDING_BEGIN, {""}, NULL},
	{"MixMonitorStop", CALL_EVENT_RECORDING_END, {""}, NULL},
	{"NewCallerid", CALL_EVENT_CHANNEL_PARTY, {""}, NULL},
	{"NewConnectedLine", CALL_EVENT_CHANNEL_PARTY, {""}, NULL},
	{"Newchannel", CALL_EVENT_CHANNEL_NEW, {""}, NULL},
	{"Newexten", CALL_EVENT_ROUTED, {""}, read_route},
	{"Newstate", CALL_EVENT_CHANNEL_STATE, {""}, NULL},
	{"OriginateResponse", CALL_EVENT_ORIGINATED, {""}, read_originated},
	{"ParkedCall", CALL_EVENT_PARKED, {"Parkee"}, read_parking},
	{"ParkedCallGiveUp", CALL_EVENT_PARKING_ENDED, {"Parkee"}, NULL},
	{"ParkedCallSwap", CALL_EVENT_PARKING_ENDED, {"Parkee"}, NULL},
	{"ParkedCallTimeOut", CALL_EVENT_PARKING_ENDED, {"Parkee"}, NULL},
	{"QueueCallerAbandon", CALL_EVENT_QUEUE_ABANDON, {""}, read_queue},
	{"QueueCallerJoin", CALL_EVENT_QUEUE_JOIN, {""}, read_queue},
	{"QueueCallerLeave", CALL_EVENT_QUEUE_LEAVE, {""}, read_queue},
	{"QueueEntry", CALL_EVENT_QUEUE_SEEN, {""}, read_entry},
	{"Unhold", CALL_EVENT_UNHOLD, {""}, NULL},
	{"UnParkedCall", CALL_EVENT_UNPARKED, {"Parkee", "Retriever"}, NULL},
	{"UserEvent", CALL_EVENT_USER, {""}, read_user},
	{"VarSet", CALL_EVENT_RECORDING_FILE, {""}, read_variable},
};

static const struct event_row *row_of(struct str name)
{
	for (size_t i = 0; i < COUNT(rows); i++)
		if (str_is(name, rows[i].name))
			return &rows[i];
	return NULL;
}

bool call_event_of_ami(
	const struct ami_message *message, int64_t arrived_us, struct call_event *event)
{
	const struct event_row *row = row_of(ami_event(message));

	if (!row)
		return false;
	*event = (struct call_event){.type = row->type};
	if (row->read)
		row->read(message, event);
	if (event->type == CALL_EVENT_NONE)
		return false;
	event->at_us = ami_timestamp_us(message);
	if (!event->at_us)
		event->at_us = arrived_us;
	for (size_t i = 0; i < CALL_EVENT_CHANNELS && row->prefixes[i]; i++)
		read_channel(message, row->prefixes[i], &event->channels[i]);
	return true;
}

/* pbx_command_ami.c - what each kind of command is to the PBX, and how it answered. */
/* SPDX-License-Identifier: MIT */
#include "domains/extensions/extensions_internal.h"

/* Longer than any phone is let ring. */
#define ORIGINATE_US (50 * US_PER_SECOND)
#define FIELDS_MAX 8
#define TEXT_MAX 200

/* A header of the action: a member of the payload, or always the same. */
struct field {
	const char *header, *member, *always;
};
/*
 * What may be asked. Application is never anything but what stands here, and its
 * Data is made by pbx_spy_on() of a channel that the PBX named.
 */
static const struct kind {
	const char *name, *action;
	int64_t follows_us;
	struct field fields[FIELDS_MAX];
} kinds[] = {
	{"pause", "QueuePause", 0,
		{{"Queue", "queue", NULL}, {"Interface", "interface", NULL},
			{"Paused", "paused", NULL}, {"Reason", "reason", NULL}}},
	{"originate", "Originate", ORIGINATE_US,
		{{"Channel", "channel", NULL}, {"Context", "context", NULL},
			{"Exten", "exten", NULL}, {"Priority", NULL, "1"},
			{"CallerID", "caller_id", NULL}, {"Timeout", "timeout", NULL},
			{"Async", NULL, "true"}, {"ChannelId", "channel_id", NULL}}},
	{"spy", "Originate", ORIGINATE_US,
		{{"Channel", "channel", NULL}, {"Application", NULL, "ChanSpy"},
			{"Data", "data", NULL}, {"Timeout", "timeout", NULL},
			{"Async", NULL, "true"}, {"ChannelId", "channel_id", NULL}}},
	{"hangup", "Hangup", 0, {{"Channel", "channel", NULL}}},
	{"redirect", "Redirect", 0,
		{{"Channel", "channel", NULL}, {"Context", "context", NULL},
			{"Exten", "exten", NULL}, {"Priority", NULL, "1"}}},
	{"transfer", "BlindTransfer", 0,
		{{"Channel", "channel", NULL}, {"Context", "context", NULL},
			{"Exten", "exten", NULL}}},
	{"atxfer", "Atxfer", 0,
		{{"Channel", "channel", NULL}, {"Context", "context", NULL},
			{"Exten", "exten", NULL}}},
	{"mute", "MuteAudio", 0,
		{{"Channel", "channel", NULL}, {"Direction", NULL, "in"},
			{"State", "state", NULL}}},
};

static const struct kind *kind_of(const char *name)
{
	for (size_t i = 0; i < COUNT(kinds); i++)
		if (text_is(kinds[i].name, name))
			return &kinds[i];
	return NULL;
}

static const char *value_of(const struct field *field, const struct json_value *payload)
{
	const struct json_value *value;

	if (field->always)
		return field->always;
	value = json_get(payload, field->member);
	if (!value)
		return NULL;
	if (json_kind_of(value) == JSON_BOOL)
		return json_bool_of(value) ? "true" : "false";
	return json_kind_of(value) == JSON_TEXT ? json_text_of(value) : NULL;
}

bool command_send(struct cx *cx, struct ami_link *link, const struct pbx_command *command)
{
	const struct kind *kind = kind_of(command->kind);
	const struct json_value *payload;
	struct ami_pair pairs[FIELDS_MAX];
	size_t count = 0;

	if (!kind)
		return false;
	if (json_parse(cx, str_of(command->payload), &payload) != OK) {
		fail_clear(cx);
		return false;
	}
	for (; count < FIELDS_MAX && kind->fields[count].header; count++)
		pairs[count] = (struct ami_pair){
			kind->fields[count].header, value_of(&kind->fields[count], payload)};
	return ami_link_send(link,
		&(struct ami_action){.name = kind->action,
			.pairs = pairs,
			.count = count,
			.action = ACTION_COMMAND,
			.ref = command->id,
			.follows_us = kind->follows_us});
}

/* Of OriginateResponse: what became of the first phone. */
static const char *unreached(int64_t reason)
{
	switch (reason) {
	case 1: /* hung up */
	case 3: /* rang until the end */
		return WORDS("Nobody answered the phone.");
	case 5:
		return WORDS("The phone is busy.");
	default:
		return WORDS("The phone could not be reached.");
	}
}

enum err command_take(struct cx *cx, const struct ami_packet *packet)
{
	const bool good = packet->kind == AMI_PACKET_MESSAGE &&
		str_is_nocase(ami_get(&packet->message, "Response"), "Success");

	if (packet->kind == AMI_PACKET_TIMEOUT)
		return pbx_command_end(
			cx, packet->ref, WORDS("The PBX did not answer in time."), NULL);
	if (!packet->last)
		return OK;
	if (good)
		return pbx_command_end(cx, packet->ref, NULL, NULL);
	if (packet->message.kind == AMI_EVENT)
		return pbx_command_end(cx, packet->ref, unreached(pbx_int(packet, "Reason")), NULL);
	return pbx_command_end(cx, packet->ref, WORDS("The PBX refused: %s"),
		pbx_text(cx, packet, "Message", TEXT_MAX));
}

/* pbx_ami.c - the link of a company: who keeps it, what it is asked, and what is made of it. */
/* SPDX-License-Identifier: MIT */
#include "domains/extensions/extensions_internal.h"

#include "base/utf8.h"

/* A lease is renewed when it has so long left. */
#define RENEW_US (10 * US_PER_SECOND)
/* A PBX that restarts is back by then: until then the states of phones are left as they were. */
#define DOUBT_US (30 * US_PER_SECOND)
#define TEXT_MAX 200

static const char late[] = WORDS("The PBX did not answer in time.");

void pbx_receive_event(struct event_frame *frame, void *arg)
{
	(void)arg;
	if (strncmp(frame->type, "pbx:", strlen("pbx:")) == 0)
		ami_links_wake();
}

/* ---- Whose link it is ---------------------------------------------------------------------- */

/* With one process the leases of those before it mean nothing: it has the database's lock. */
static enum err hold(
	struct cx *cx, const struct pbx_lease *lease, const char *process, bool alone, bool *held)
{
	const bool own = text_is(lease->owner, process);

	*held = own;
	if (own && lease->lease_until_us - cx->now_us > RENEW_US)
		return OK;
	if (!own && !alone && lease->owner && lease->lease_until_us > cx->now_us)
		return OK;
	return pbx_store_take(cx, lease, process, held);
}

static enum err list(
	struct cx *cx, const char *process, bool alone, struct ami_wanted **rows, size_t *count)
{
	struct pbx_lease *leases;
	size_t lease_count;

	TRY(pbx_store_leases(cx, &leases, &lease_count));
	*rows = arena_array(cx->arena, lease_count, sizeof(**rows));
	*count = 0;
	for (size_t i = 0; i < lease_count; i++) {
		const struct pbx_lease *lease = &leases[i];
		const char *secret;
		bool held;

		TRY(hold(cx, lease, process, alone, &held));
		if (!held || !auth_unseal(cx->arena, str_of(lease->secret_sealed), &secret))
			continue;
		(*rows)[(*count)++] = (struct ami_wanted){.company_id = lease->company_id,
			.version = lease->version,
			.options = {.host = lease->host,
				.port = (int)lease->port,
				.user = lease->user,
				.secret = secret}};
	}
	return OK;
}

enum err pbx_fence(struct cx *cx, const char *process)
{
	return pbx_store_fence(cx, process);
}

/* ---- Reading what it says --------------------------------------------------------------------- */

const char *pbx_text(struct cx *cx, const struct ami_packet *packet, const char *name, size_t max)
{
	const struct str value = ami_get(&packet->message, name);
	struct buf text = buf_in(cx->arena, value.len < max ? value.len : max);
	size_t at = 0;

	/* "<unknown>" is how Asterisk says that there is nothing. */
	if (str_is(value, "<unknown>"))
		return "";
	while (at < value.len && text.len < max) {
		size_t step = utf8_sequence(value.ptr + at, value.len - at);
		const unsigned char first = (unsigned char)value.ptr[at];

		if (step && first >= 0x20 && first != 0x7f && text.len + step <= max)
			buf_add(&text, value.ptr + at, step);
		at += step ? step : 1;
	}
	return text.ptr;
}

int64_t pbx_int(const struct ami_packet *packet, const char *name)
{
	const struct str value = ami_get(&packet->message, name);
	int64_t number;

	return value.ptr && str_int(value, &number) ? number : 0;
}

/* ---- Asking for everything ------------------------------------------------------------------------ */

static void ask(struct ami_link *link, const char *name, int action, int64_t ref)
{
	/* What cannot be sent any more is asked again when the link stands again. */
	(void)!ami_link_send(
		link, &(struct ami_action){.name = name, .action = action, .ref = ref});
}

void pbx_snapshot(struct ami_link *link, int64_t command)
{
	ask(link, "PJSIPShowEndpoints", ACTION_ENDPOINTS, 0);
	ask(link, "DeviceStateList", ACTION_DEVICES, 0);
	ask(link, "QueueStatus", ACTION_QUEUES, command);
}

/* ---- Events that nobody needs ------------------------------------------------------------------------ */

/*
 * A PBX sets dozens of variables a call. Of two we hear: DIALSTATUS and
 * MIXMONITOR_FILENAME; regular expressions cannot say "not", so each letter does.
 */
#define OTHER_VARIABLES "([^DM]|D[^I]|DI[^A]|DIA[^L]|DIAL[^S]|M[^I]|MI[^X])"
static const struct {
	const char *event;
	const char *header, *value; /* only where it begins like this; NULL: all */
} unwanted[] = {{"TestEvent", NULL, NULL}, {"CEL", NULL, NULL}, {"RTCPSent", NULL, NULL},
	{"RTCPReceived", NULL, NULL}, {"ChallengeSent", NULL, NULL}, {"SuccessfulAuth", NULL, NULL},
	{"VarSet", "Variable", OTHER_VARIABLES}};

/* Does it know filters by criteria? Since 18.26, 20.11, 21.6 and 22.1. */
static bool filters_by_criteria(const char *version)
{
	static const struct {
		int64_t major, minor;
	} since[] = {{18, 26}, {20, 11}, {21, 6}, {22, 1}};
	struct str rest;
	struct str major_text = str_cut(str_of(version), '.', &rest);
	int64_t major, minor = 0;

	if (!str_int(major_text, &major))
		return false;
	if (rest.ptr) {
		struct str after;

		(void)!str_int(str_cut(rest, '.', &after), &minor);
	}
	for (size_t i = 0; i < COUNT(since); i++)
		if (since[i].major == major)
			return minor >= since[i].minor;
	return major > 22;
}

static const char *criteria_of(struct cx *cx, size_t i)
{
	if (!unwanted[i].header)
		return arena_format(cx->arena, "name(%s),action(exclude)", unwanted[i].event);
	return arena_format(cx->arena, "name(%s),header(%s),method(regex),action(exclude)",
		unwanted[i].event, unwanted[i].header);
}

static const char *value_of(struct cx *cx, size_t i)
{
	return unwanted[i].value ? arena_format(cx->arena, "^%s", unwanted[i].value) : "";
}

/* One expression over the whole event; ChanVariable is another header. */
static const char *text_of(struct cx *cx, size_t i)
{
	if (!unwanted[i].header)
		return arena_format(cx->arena, "!Event: %s", unwanted[i].event);
	return arena_format(cx->arena, "!Event: %s.*[^n]%s: %s", unwanted[i].event,
		unwanted[i].header, unwanted[i].value);
}

const char *pbx_filter_lines(struct cx *cx, const char *version)
{
	struct buf text = buf_in(cx->arena, 512);

	for (size_t i = 0; i < COUNT(unwanted); i++)
		if (filters_by_criteria(version))
			buf_format(&text, "eventfilter(%s) = %s\n", criteria_of(cx, i),
				value_of(cx, i));
		else
			buf_format(&text, "eventfilter = %s\n", text_of(cx, i));
	return text.ptr;
}

static void send_filters(struct cx *cx, struct ami_link *link, const char *version)
{
	const bool criteria = filters_by_criteria(version);

	for (size_t i = 0; i < COUNT(unwanted); i++) {
		const struct ami_pair by_name[] = {{"Operation", "Add"},
			{"MatchCriteria", criteria_of(cx, i)}, {"Filter", value_of(cx, i)}};
		const struct ami_pair by_text[] = {
			{"Operation", "Add"}, {"Filter", text_of(cx, i)}};

		(void)!ami_link_send(link,
			&(struct ami_action){.name = "Filter",
				.pairs = criteria ? by_name : by_text,
				.count = criteria ? COUNT(by_name) : COUNT(by_text),
				.action = ACTION_FILTER});
	}
}

/* ---- How it stands --------------------------------------------------------------------------------------- */

static enum err take_state(struct cx *cx, const struct ami_packet *packet, struct pbx *pbx)
{
	const char *state = ami_state_words[packet->state];
	const char *reason = ami_reason_words[packet->reason];

	if (text_is(pbx->state, state) && text_is(pbx->reason, reason))
		return OK;
	if (!text_is(pbx->state, state))
		pbx->state_since_us = packet->at_us;
	pbx->state = state;
	pbx->reason = reason;
	if (packet->state == AMI_CONNECTED)
		pbx->doubtful_us = (struct opt_int){0};
	TRY(pbx_store_state(cx, pbx));
	return pbx_publish(cx, pbx);
}

static enum err take_settings(
	struct cx *cx, struct ami_link *link, const struct ami_packet *packet, struct pbx *pbx)
{
	const char *version = pbx_text(cx, packet, "AsteriskVersion", TEXT_MAX);

	send_filters(cx, link, version);
	pbx->pbx_version = *version ? version : NULL;
	pbx->system_name = pbx_text(cx, packet, "SystemName", TEXT_MAX);
	TRY(pbx_store_found(cx, pbx));
	return pbx_publish(cx, pbx);
}

static enum err take_status(struct cx *cx, const struct ami_packet *packet, struct pbx *pbx)
{
	pbx->booted_at = arena_format(cx->arena, "%s %s",
		pbx_text(cx, packet, "CoreStartupDate", TEXT_MAX),
		pbx_text(cx, packet, "CoreStartupTime", TEXT_MAX));
	return pbx_store_found(cx, pbx);
}

/* Its end is the end of a reading of everything: it was asked last. */
static enum err take_end(struct cx *cx, const struct ami_packet *packet, struct pbx *pbx)
{
	if (packet->kind == AMI_PACKET_MESSAGE) {
		pbx->refreshed_us = (struct opt_int){cx->now_us, true};
		TRY(pbx_store_found(cx, pbx));
		TRY(pbx_publish(cx, pbx));
	}
	if (!packet->ref)
		return OK;
	return pbx_command_end(
		cx, packet->ref, packet->kind == AMI_PACKET_MESSAGE ? NULL : late, NULL);
}

/* The first event tells; one with a time, later, that the PBX was told to give it. */
static enum err note_stamps(struct cx *cx, const struct ami_packet *packet, struct pbx *pbx)
{
	bool stamped;

	if (pbx->timestamps.given && pbx->timestamps.value)
		return OK;
	if (packet->action || !ami_get(&packet->message, "Privilege").len ||
		packet->message.kind != AMI_EVENT)
		return OK;
	stamped = ami_get(&packet->message, "Timestamp").len > 0;
	if (pbx->timestamps.given && !stamped)
		return OK;
	pbx->timestamps = (struct opt_int){stamped, true};
	TRY(pbx_store_found(cx, pbx));
	return pbx_publish(cx, pbx);
}

static enum err take_packet(
	struct cx *cx, struct ami_link *link, const struct ami_packet *packet, struct pbx *pbx)
{
	if (packet->kind == AMI_PACKET_STATE)
		return take_state(cx, packet, pbx);
	if (packet->kind == AMI_PACKET_UP) {
		ask(link, "CoreSettings", ACTION_SETTINGS, 0);
		ask(link, "CoreStatus", ACTION_STATUS, 0);
		pbx_snapshot(link, 0);
		return OK;
	}
	if (packet->action == ACTION_SETTINGS && packet->kind == AMI_PACKET_MESSAGE)
		return take_settings(cx, link, packet, pbx);
	if (packet->action == ACTION_STATUS && packet->kind == AMI_PACKET_MESSAGE)
		return take_status(cx, packet, pbx);
	if (packet->action == ACTION_QUEUES && packet->last)
		return take_end(cx, packet, pbx);
	if (packet->action == ACTION_COMMAND)
		return command_take(cx, packet);
	return note_stamps(cx, packet, pbx);
}

/* ---- Commands of people -------------------------------------------------------------------------------- */

static enum err run_command(struct cx *cx, struct ami_link *link, const struct pbx_command *command)
{
	if (cx->now_us - command->created_us > COMMAND_LATE_US)
		return pbx_command_end(
			cx, command->id, WORDS("The link to the PBX did not stand in time."), NULL);
	if (text_is(command->kind, "refresh")) {
		pbx_snapshot(link, command->id);
	} else if (!command_send(cx, link, command)) {
		return pbx_command_end(cx, command->id,
			WORDS("The link to the PBX does not stand at the moment."), NULL);
	}
	return command_store_set(cx, command->id, "sent", NULL);
}

/* ---- A batch ------------------------------------------------------------------------------------------------ */

static enum err doubt(struct cx *cx, struct pbx *pbx)
{
	TRY(phones_doubt(cx, pbx->state_since_us));
	pbx->doubtful_us = (struct opt_int){cx->now_us, true};
	return pbx_store_state(cx, pbx);
}

static bool is_doubtful(const struct cx *cx, const struct pbx *pbx)
{
	return !text_is(pbx->state, "connected") && !pbx->doubtful_us.given &&
		cx->now_us - pbx->state_since_us >= DOUBT_US;
}

/* Most of what a busy PBX says is of no use here: no transaction is begun for it. */
static bool matters(const struct ami_packet *packet, const struct pbx *pbx)
{
	const struct str event = ami_event(&packet->message);

	return packet->kind != AMI_PACKET_MESSAGE || packet->action || !pbx->timestamps.given ||
		str_starts(event, "Queue") || str_is(event, "DeviceStateChange") ||
		str_is(event, "PeerStatus") || str_is(event, "ContactStatus");
}

static bool any_matters(const struct ami_packet *packets, const struct pbx *pbx)
{
	for (; packets; packets = packets->next)
		if (matters(packets, pbx))
			return true;
	return false;
}

static enum err take_all(
	struct cx *cx, struct ami_link *link, const struct ami_packet *packets, struct pbx *pbx)
{
	for (const struct ami_packet *packet = packets; packet; packet = packet->next)
		TRY(take_packet(cx, link, packet, pbx));
	TRY(phones_take(cx, packets));
	return queues_take(cx, packets);
}

static enum err take(
	struct cx *cx, struct ami_link *link, const char *process, const struct ami_packet *packets)
{
	struct pbx_command *commands;
	struct pbx pbx;
	size_t count;

	TRY(command_store_waiting(cx, &commands, &count));
	TRY(pbx_store_get(cx, &pbx));
	if (!any_matters(packets, &pbx) && !count && !is_doubtful(cx, &pbx))
		return OK;
	TRY(pbx_store_fence(cx, process));
	TRY(pbx_store_get(cx, &pbx));
	TRY(take_all(cx, link, packets, &pbx));
	for (size_t i = 0; i < count; i++)
		TRY(run_command(cx, link, &commands[i]));
	return is_doubtful(cx, &pbx) ? doubt(cx, &pbx) : OK;
}

const struct ami_owner pbx_owner = {.list = list, .take = take, .leave = pbx_store_leave};

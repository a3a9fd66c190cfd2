/* phone_ami.c - what the PBX says of phones, of extensions and trunks alike. */
/* SPDX-License-Identifier: MIT */
#include "domains/extensions/extensions_internal.h"

#define ENDPOINT_TEXT_MAX 120

/* Every phone of the company, read when the first packet tells of one. */
struct phones {
	struct cx *cx;
	bool loaded;
	struct extension *extensions;
	struct trunk *trunks;
	size_t extension_count, trunk_count;
};

static enum err load(struct phones *phones)
{
	if (phones->loaded)
		return OK;
	phones->loaded = true;
	TRY(extension_store_list(phones->cx, &(struct extension_filter){0}, &phones->extensions,
		&phones->extension_count));
	return trunk_store_list(phones->cx, &phones->trunks, &phones->trunk_count);
}

/* What is said of a phone, at one time. */
struct fact {
	const char *endpoint;
	int64_t at_us;
	bool has_line, has_registration;
	enum line_state line;
	enum registration registration;
};

static bool set_fact(struct phone *phone, const struct fact *fact)
{
	bool changed = false;

	if (fact->has_registration)
		changed |= phone_set_registration(phone, fact->registration, fact->at_us);
	if (fact->has_line)
		changed |= phone_set_line(phone, fact->line, fact->at_us);
	return changed;
}

static enum err tell_extension(
	struct phones *phones, struct extension *extension, const struct fact *fact)
{
	const enum phone_status before = extension->phone.status;

	if (!set_fact(&extension->phone, fact))
		return OK;
	if (extension->phone.status == PHONE_ONLINE || before == PHONE_ONLINE)
		extension->last_seen_us = (struct opt_int){fact->at_us, true};
	TRY(extension_store_state(phones->cx, extension, fact->at_us));
	return extension_publish_status(phones->cx, extension, before);
}

static enum err take_fact(struct phones *phones, const struct fact *fact)
{
	TRY(load(phones));
	for (size_t i = 0; i < phones->extension_count; i++)
		if (text_is(phones->extensions[i].endpoint, fact->endpoint))
			TRY(tell_extension(phones, &phones->extensions[i], fact));
	for (size_t i = 0; i < phones->trunk_count; i++) {
		struct trunk *trunk = &phones->trunks[i];

		if (!text_is(trunk->endpoint, fact->endpoint) || !set_fact(&trunk->phone, fact))
			continue;
		TRY(trunk_store_state(phones->cx, trunk));
		TRY(trunk_publish(phones->cx, trunk));
	}
	return OK;
}

/* ---- Events ------------------------------------------------------------------------------- */

static enum err take_device(struct phones *phones, const struct ami_packet *packet)
{
	return take_fact(phones,
		&(struct fact){
			.endpoint = pbx_text(phones->cx, packet, "Device", ENDPOINT_TEXT_MAX),
			.at_us = ami_packet_us(packet),
			.has_line = true,
			.line = line_state_read(ami_get(&packet->message, "State"))});
}

/* "PJSIP/1001" is registered, or is not any more. */
static enum err take_peer(struct phones *phones, const struct ami_packet *packet)
{
	struct fact fact = {.endpoint = pbx_text(phones->cx, packet, "Peer", ENDPOINT_TEXT_MAX),
		.at_us = ami_packet_us(packet)};

	fact.has_registration = registration_read(
		ami_get(&packet->message, "PeerStatus"), &fact.registration);
	return fact.has_registration ? take_fact(phones, &fact) : OK;
}

/* One of perhaps several contacts: that it is gone says nothing of the others, PeerStatus does. */
static enum err take_contact(struct phones *phones, const struct ami_packet *packet)
{
	const char *name = pbx_text(phones->cx, packet, "EndpointName", ENDPOINT_TEXT_MAX);
	struct fact fact = {.endpoint = arena_format(phones->cx->arena, "PJSIP/%s", name),
		.at_us = ami_packet_us(packet)};

	fact.has_registration = registration_read(
		ami_get(&packet->message, "ContactStatus"), &fact.registration);
	return fact.has_registration && fact.registration == REGISTERED ? take_fact(phones, &fact)
									: OK;
}

/* ---- Reading everything ---------------------------------------------------------------------- */

static enum err take_endpoint(struct phones *phones, const struct ami_packet *packet)
{
	const char *name = pbx_text(phones->cx, packet, "ObjectName", ENDPOINT_TEXT_MAX);
	const char *endpoint = arena_format(phones->cx->arena, "PJSIP/%s", name);

	TRY(phone_store_see(phones->cx, endpoint));
	return take_fact(phones,
		&(struct fact){.endpoint = endpoint,
			.at_us = packet->at_us,
			.has_line = true,
			.has_registration = true,
			.line = line_state_read(ami_get(&packet->message, "DeviceState")),
			.registration = ami_get(&packet->message, "Contacts").len ? REGISTERED
										  : UNREGISTERED});
}

/* A PJSIP phone that the PBX does not list is none. */
static enum err end_endpoints(struct phones *phones, const struct ami_packet *packet)
{
	const char *const *endpoints;

	TRY(phone_store_unseen(phones->cx, &endpoints));
	for (; *endpoints; endpoints++)
		if (strncmp(*endpoints, "PJSIP/", strlen("PJSIP/")) == 0)
			TRY(take_fact(phones,
				&(struct fact){.endpoint = *endpoints,
					.at_us = packet->at_us,
					.has_line = true,
					.has_registration = true,
					.line = LINE_INVALID,
					.registration = UNREGISTERED}));
	return OK;
}

static enum err take_listed(struct phones *phones, const struct ami_packet *packet)
{
	const struct str event = ami_event(&packet->message);

	if (packet->message.kind == AMI_RESPONSE && !packet->last)
		return phone_store_unsee(phones->cx);
	if (str_is(event, "EndpointList"))
		return take_endpoint(phones, packet);
	return str_is(event, "EndpointListComplete") ? end_endpoints(phones, packet) : OK;
}

static enum err take_one(struct phones *phones, const struct ami_packet *packet)
{
	const struct str event = ami_event(&packet->message);

	if (packet->kind != AMI_PACKET_MESSAGE)
		return OK;
	if (packet->action == ACTION_ENDPOINTS)
		return take_listed(phones, packet);
	if (str_is(event, "DeviceStateChange"))
		return take_device(phones, packet);
	if (str_is(event, "PeerStatus"))
		return take_peer(phones, packet);
	return str_is(event, "ContactStatus") ? take_contact(phones, packet) : OK;
}

enum err phones_take(struct cx *cx, const struct ami_packet *packets)
{
	struct phones phones = {.cx = cx};

	for (; packets; packets = packets->next)
		TRY(take_one(&phones, packets));
	return OK;
}

enum err phones_doubt(struct cx *cx, int64_t since_us)
{
	struct phones phones = {.cx = cx};

	TRY(load(&phones));
	for (size_t i = 0; i < phones.extension_count; i++)
		TRY(tell_extension(&phones, &phones.extensions[i],
			&(struct fact){.at_us = since_us,
				.has_line = true,
				.has_registration = true,
				.line = LINE_UNKNOWN,
				.registration = REGISTRATION_UNKNOWN}));
	for (size_t i = 0; i < phones.trunk_count; i++)
		TRY(take_fact(&phones,
			&(struct fact){.endpoint = phones.trunks[i].endpoint,
				.at_us = since_us,
				.has_line = true,
				.has_registration = true,
				.line = LINE_UNKNOWN,
				.registration = REGISTRATION_UNKNOWN}));
	return OK;
}

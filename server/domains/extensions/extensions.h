/* extensions.h - phones, trunks and queues of a PBX, and the link that tells of them. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_EXTENSIONS_EXTENSIONS_H
#define DOMAINS_EXTENSIONS_EXTENSIONS_H

#include "platform/events/events.h"
#include "platform/jobs/jobs.h"

struct ami_link;
struct ami_owner;
struct ami_packet;

/* Whose the links are, for ami_links_start(). */
extern const struct ami_owner pbx_owner;
extern const struct job_kind extension_jobs[];

/* For events_subscribe(): settings and commands of any node wake the links of this one. */
void pbx_receive_event(struct event_frame *frame, void *arg);

/*
 * Another domain that follows the PBX: called in the link's unit of work with the
 * packets of a batch, in their order, after this domain; never with none. At most
 * four, before the links start.
 */
typedef enum err pbx_listener(
	struct cx *cx, struct ami_link *link, const struct ami_packet *packets);
void pbx_listen(pbx_listener *listener);

#endif

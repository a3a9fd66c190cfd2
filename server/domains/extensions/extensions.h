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

#endif

/* extensions.h - phones, trunks and queues of a PBX, and the link that tells of them. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_EXTENSIONS_EXTENSIONS_H
#define DOMAINS_EXTENSIONS_EXTENSIONS_H

#include "platform/events/events.h"
#include "platform/jobs/jobs.h"

struct ami_link;
struct ami_owner;
struct ami_packet;

/* Whose the links are, as far as phones, trunks and queues go. */
extern const struct ami_owner pbx_owner;
extern const struct job_kind extension_jobs[];

/* In a unit of the link: ERR_STATE when another process keeps it now. Held until the unit's end. */
MUST_USE enum err pbx_fence(struct cx *cx, const char *process);
/*
 * What was found of calls once the link stood again, or (`stood`) after so much was
 * said at once that some of it was lost: kept with the stay it belongs to, and told.
 */
struct pbx_recovery {
	bool stood;
	int64_t reconstructed, interrupted;
};
MUST_USE enum err pbx_recovered(struct cx *cx, const struct pbx_recovery *recovery);

/* For events_subscribe(): settings and commands of any node wake the links of this one. */
void pbx_receive_event(struct event_frame *frame, void *arg);

#endif

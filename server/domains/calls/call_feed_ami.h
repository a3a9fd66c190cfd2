/* call_feed_ami.h - what a PBX says over its link, to rows and events of calls. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_CALLS_CALL_FEED_AMI_H
#define DOMAINS_CALLS_CALL_FEED_AMI_H

#include "base/cx.h"

struct ami_link;
struct ami_packet;

/*
 * For the take() of an ami_owner, whose memory of the link this is: a fold, which
 * begins with the calls that go on in rows. Packets are applied once, however often
 * the batch is tried. *changed: there is something to write, by call_feed_write() in
 * the same unit and behind the fence of the link. To be called before others ask the
 * PBX for its queues: who waits is one of the calls that are asked for here.
 */
MUST_USE enum err call_feed_apply(
	struct cx *cx, struct ami_link *link, const struct ami_packet *packets, bool *changed);

/* What a snapshot said of calls, when the link had not stood or much had been dropped. */
struct call_recovery {
	bool done; /* the snapshot is through; the rest means something */
	bool stood; /* the link had stood: much had been dropped */
	int64_t reconstructed, interrupted;
};
/* Rows and events of all calls that changed. */
MUST_USE enum err call_feed_write(
	struct cx *cx, struct ami_link *link, struct call_recovery *recovery);

/* The other two of an ami_owner. */
void call_feed_settle(struct ami_link *link, bool stored);
void call_feed_end(struct ami_link *link);

#endif

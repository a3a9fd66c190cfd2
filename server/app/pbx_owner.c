/* pbx_owner.c - what a PBX says, in one unit of work, to the two domains that make something of it. */
/* SPDX-License-Identifier: MIT */
#include "app/pbx_owner.h"

#include "domains/calls/call_feed_ami.h"
#include "domains/extensions/extensions.h"
#include "platform/ami/ami_link.h"

static enum err list(
	struct cx *cx, const char *process, bool alone, struct ami_wanted **rows, size_t *count)
{
	return pbx_owner.list(cx, process, alone, rows, count);
}

static enum err write_calls(struct cx *cx, struct ami_link *link, const char *process)
{
	struct call_recovery recovery;

	TRY(pbx_fence(cx, process));
	TRY(call_feed_write(cx, link, &recovery));
	if (!recovery.done)
		return OK;
	return pbx_recovered(cx,
		&(struct pbx_recovery){.stood = recovery.stood,
			.reconstructed = recovery.reconstructed,
			.interrupted = recovery.interrupted});
}

static enum err take(
	struct cx *cx, struct ami_link *link, const char *process, const struct ami_packet *packets)
{
	bool changed;

	TRY(call_feed_apply(cx, link, packets, &changed));
	TRY(pbx_owner.take(cx, link, process, packets));
	return changed ? write_calls(cx, link, process) : OK;
}

static enum err leave(struct cx *cx, const char *process)
{
	return pbx_owner.leave(cx, process);
}

const struct ami_owner app_pbx_owner = {.list = list,
	.take = take,
	.settle = call_feed_settle,
	.end = call_feed_end,
	.leave = leave};

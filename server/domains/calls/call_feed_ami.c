/* call_feed_ami.c - one fold a link: packets in, rows and events out, each exactly once. */
/* SPDX-License-Identifier: MIT */
#include "domains/calls/call_feed_ami.h"

#include "base/clock.h"
#include "base/memory.h"
#include "domains/calls/call_event_ami.h"
#include "domains/calls/call_feed.h"
#include "domains/calls/call_fold.h"
#include "domains/calls/call_store.h"
#include "platform/ami/ami_link.h"
#include "platform/auth/auth.h"
#include "platform/log/log.h"

#define BOOTED_BYTES_MAX 64
/* A PBX whose clock is further off than this is taken at our time. */
#define CLOCKS_APART_US US_PER_MINUTE
/* A row that somebody has just made for a call of the PBX may be ahead of it. */
#define AHEAD_US US_PER_MINUTE

/* Actions of this file; others have numbers of their own. */
enum feed_action { ACTION_CLOCK = 101, ACTION_BOOTED, ACTION_CHANNELS, ACTION_BRIDGES };

struct call_feed {
	struct call_fold *fold;
	bool applied; /* the batch is in the fold; its unit may be tried again */
	const struct call **taken; /* changed, and on their way to rows */
	size_t taken_count, taken_room;

	char booted[BOOTED_BYTES_MAX]; /* when the PBX started, as it says; "": not known */
	bool connected; /* the link was made since the last snapshot */
	bool reading; /* a snapshot is under way */
	struct call_fold_counts before; /* it began */
	bool sweep; /* rows that go on nowhere are to be closed */
	struct call_recovery recovery;

	bool clock_known;
	int64_t skew_us; /* to be added to the PBX's times */
	int64_t behind_us; /* what it says arrives so much later; of the last event with a time */
};

/* ---- Life ---------------------------------------------------------------------------- */

static void free_feed(struct call_feed *feed)
{
	call_fold_free(&feed->fold);
	free(feed->taken);
	free(feed);
}

static enum err load(struct cx *cx, struct call_feed *feed)
{
	const char *const *trunks, *booted;
	struct call *open;
	size_t count;

	TRY(call_store_trunks(cx, &trunks));
	TRY(call_store_booted(cx, &booted));
	TRY(call_store_open(cx, &open, &count));
	feed->fold = call_fold_new(&(struct call_fold_rules){.trunks = trunks});
	if (booted)
		(void)snprintf(feed->booted, sizeof(feed->booted), "%s", booted);
	for (size_t i = 0; i < count; i++)
		if (!call_fold_restore(feed->fold, &open[i]))
			log_warn("calls.restore", LOG_TEXT("linkedid", open[i].linkedid));
	return OK;
}

static enum err feed_of(struct cx *cx, struct ami_link *link, struct call_feed **feed)
{
	void **memory = ami_link_memory(link);
	enum err outcome;

	*feed = *memory;
	if (*feed)
		return OK;
	*feed = memory_zeroed(sizeof(**feed));
	outcome = load(cx, *feed);
	if (outcome == OK)
		*memory = *feed;
	else
		free_feed(*feed);
	return outcome;
}

void call_feed_end(struct ami_link *link)
{
	void **memory = ami_link_memory(link);

	if (*memory)
		free_feed(*memory);
	*memory = NULL;
}

/* ---- Time ------------------------------------------------------------------------------ */

/*
 * By the PBX's clock, which durations are measured with. Where it gives no time (rows
 * of lists), what it would have given, from how its clock stands to ours.
 */
static int64_t time_of(struct call_feed *feed, const struct ami_packet *packet)
{
	const int64_t stamp = ami_timestamp_us(&packet->message);

	if (!stamp)
		return packet->at_us - feed->behind_us;
	if (!feed->clock_known) {
		feed->clock_known = true;
		feed->skew_us = llabs(packet->at_us - stamp) > CLOCKS_APART_US
			? packet->at_us - stamp
			: 0;
	}
	feed->behind_us = packet->at_us - (stamp + feed->skew_us);
	return stamp + feed->skew_us;
}

/* ---- Snapshots --------------------------------------------------------------------------- */

static void ask(struct ami_link *link, const char *name, int action)
{
	/* What cannot be sent any more is asked again when the link stands again. */
	(void)!ami_link_send(link, &(struct ami_action){.name = name, .action = action});
}

/*
 * The rows come in this order, and before those of queues. They have no times: the
 * answer to the first says where the PBX's clock stands.
 */
static void begin_snapshot(struct call_feed *feed, struct ami_link *link)
{
	call_fold_snapshot_begin(feed->fold);
	feed->before = call_fold_counts(feed->fold);
	feed->reading = true;
	ask(link, "Ping", ACTION_CLOCK);
	ask(link, "CoreStatus", ACTION_BOOTED);
	ask(link, "CoreShowChannels", ACTION_CHANNELS);
	ask(link, "BridgeList", ACTION_BRIDGES);
}

/* It started anew: what it had then is over, whether or not it lists its channels. */
static void take_booted(struct call_feed *feed, const struct ami_packet *packet)
{
	const struct str day = ami_get(&packet->message, "CoreStartupDate");
	const struct str time = ami_get(&packet->message, "CoreStartupTime");
	char booted[BOOTED_BYTES_MAX];

	if (!day.len || !time.len)
		return;
	(void)snprintf(booted, sizeof(booted), "%.*s %.*s", (int)day.len, day.ptr, (int)time.len,
		time.ptr);
	if (*feed->booted && strcmp(feed->booted, booted) != 0)
		call_fold_snapshot_end(feed->fold, time_of(feed, packet));
	memcpy(feed->booted, booted, sizeof(booted));
}

static void end_snapshot(struct call_feed *feed, const struct ami_packet *packet)
{
	struct call_fold_counts now;

	feed->reading = false;
	if (!str_is(ami_event(&packet->message), "CoreShowChannelsComplete")) {
		log_warn("calls.snapshot", LOG_TEXT("outcome", "refused or late"));
		return;
	}
	call_fold_snapshot_end(feed->fold, time_of(feed, packet));
	now = call_fold_counts(feed->fold);
	feed->recovery = (struct call_recovery){.done = true,
		.stood = !feed->connected,
		.reconstructed = (int64_t)(now.reconstructed - feed->before.reconstructed),
		.interrupted = (int64_t)(now.interrupted - feed->before.interrupted)};
	feed->sweep = true;
	feed->connected = false;
}

/* ---- Packets ------------------------------------------------------------------------------- */

static void take_message(struct call_feed *feed, const struct ami_packet *packet)
{
	struct call_event event;

	if (packet->action == ACTION_CLOCK)
		(void)time_of(feed, packet);
	else if (packet->action == ACTION_BOOTED)
		take_booted(feed, packet);
	else if (packet->action == ACTION_CHANNELS && packet->last && feed->reading)
		end_snapshot(feed, packet);
	else if (call_event_of_ami(&packet->message, 0, &event)) {
		event.at_us = time_of(feed, packet);
		call_fold_apply(feed->fold, &event);
	}
}

static void take_packet(
	struct call_feed *feed, struct ami_link *link, const struct ami_packet *packet)
{
	switch (packet->kind) {
	case AMI_PACKET_STATE:
		if (packet->state == AMI_CONNECTED) {
			feed->connected = true;
			feed->clock_known = false;
		}
		break;
	case AMI_PACKET_UP:
		begin_snapshot(feed, link);
		break;
	case AMI_PACKET_MESSAGE:
		take_message(feed, packet);
		break;
	case AMI_PACKET_TIMEOUT:
		if (packet->action == ACTION_CHANNELS && feed->reading)
			end_snapshot(feed, packet);
		break;
	}
}

static void keep(struct call_feed *feed, const struct call *call)
{
	if (feed->taken_count == feed->taken_room) {
		size_t room = feed->taken_room ? 2 * feed->taken_room : 64;
		const struct call **more = memory_new(room * sizeof(const struct call *));

		if (feed->taken_count)
			memcpy(more, feed->taken, feed->taken_count * sizeof(const struct call *));
		free(feed->taken);
		feed->taken = more;
		feed->taken_room = room;
	}
	feed->taken[feed->taken_count++] = call;
}

/* The unit that wrote them was undone. */
static void forget_writes(struct call_feed *feed)
{
	for (size_t i = 0; i < feed->taken_count; i++)
		call_store_forget(feed->taken[i]);
}

enum err call_feed_apply(
	struct cx *cx, struct ami_link *link, const struct ami_packet *packets, bool *changed)
{
	const struct call *call;
	struct call_feed *feed;

	TRY(feed_of(cx, link, &feed));
	if (!feed->applied) {
		feed->applied = true;
		for (const struct ami_packet *at = packets; at; at = at->next)
			take_packet(feed, link, at);
		while ((call = call_fold_take(feed->fold)))
			keep(feed, call);
	} else {
		forget_writes(feed);
	}
	*changed = feed->taken_count || feed->sweep || feed->recovery.done;
	return OK;
}

void call_feed_settle(struct ami_link *link, bool stored)
{
	struct call_feed *feed = *ami_link_memory(link);

	if (!feed)
		return;
	feed->applied = false;
	if (stored) {
		feed->sweep = false;
		feed->recovery = (struct call_recovery){0};
	}
	if (!stored)
		forget_writes(feed);
	for (size_t i = 0; i < feed->taken_count && !stored; i++)
		call_fold_untake(feed->fold, feed->taken[i]);
	feed->taken_count = 0;
}

/* ---- Rows -------------------------------------------------------------------------------------- */

/* Linkedids, NULL-terminated. */
static const char *const *going_on(struct cx *cx, const struct call_fold *fold)
{
	const char **names = arena_array(
		cx->arena, call_fold_counts(fold).calls + 1, sizeof(*names));
	size_t count = 0;

	for (const struct call *call = call_fold_next(fold, NULL); call;
		call = call_fold_next(fold, call))
		names[count++] = call->linkedid;
	return names;
}

static enum err sweep(struct cx *cx, struct call_feed *feed)
{
	int64_t *ids;
	size_t count;

	if (!feed->sweep)
		return OK;
	TRY(call_store_interrupt(
		cx, going_on(cx, feed->fold), cx->now_us - AHEAD_US, &ids, &count));
	return call_feed_tell_interrupted(cx, ids, count);
}

enum err call_feed_write(struct cx *cx, struct ami_link *link, struct call_recovery *recovery)
{
	struct call_feed *feed = *ami_link_memory(link);
	struct call_writes writes;

	TRY(call_store_write(cx, feed->taken, feed->taken_count, &writes));
	TRY(call_feed_tell(cx, feed->taken, feed->taken_count, &writes));
	TRY(sweep(cx, feed));
	*recovery = feed->recovery;
	return OK;
}

/* queue_ami.c - what the PBX says of its queues. */
/* SPDX-License-Identifier: MIT */
#include "domains/extensions/extensions_internal.h"

#define NAME_BYTES_MAX 120
#define REASON_BYTES_MAX 120
#define TOLD_MAX 64

/* What a batch has read already; a busy PBX speaks of the same few over and over. */
struct known_queue {
	const char *name, *strategy;
	int64_t id;
};
struct known_member {
	struct queue_member now;
	bool found; /* in the PBX's queue */
	bool unwritten;
};

/* Queues that changed in a batch: each is told of once, and each row is written once. */
struct batch {
	struct cx *cx;
	int64_t changed[TOLD_MAX];
	size_t count;
	bool all;
	struct known_queue *queues;
	struct known_member *members;
	size_t queue_count, member_count;
};

static void note(struct batch *batch, int64_t queue_id)
{
	for (size_t i = 0; i < batch->count; i++)
		if (batch->changed[i] == queue_id)
			return;
	if (batch->count < TOLD_MAX)
		batch->changed[batch->count++] = queue_id;
	else
		batch->all = true;
}

/* One more of an array that doubles at each power of two. */
static void *one_more(struct batch *batch, void *rows, size_t *count, size_t size)
{
	void *more = rows;

	if ((*count & (*count - 1)) == 0) {
		more = arena_array(batch->cx->arena, *count ? 2 * *count : 1, size);
		if (*count)
			memcpy(more, rows, *count * size);
	}
	++*count;
	return more;
}

static enum err find_queue(
	struct batch *batch, const struct ami_packet *packet, int64_t *id, const char **name)
{
	const struct queue queue = {.name = pbx_text(batch->cx, packet, "Queue", NAME_BYTES_MAX),
		.strategy = pbx_text(batch->cx, packet, "Strategy", NAME_BYTES_MAX)};
	bool changed;

	*name = queue.name;
	*id = 0;
	if (!*queue.name)
		return OK;
	for (size_t i = 0; i < batch->queue_count; i++)
		if (text_is(batch->queues[i].name, queue.name) &&
			(!*queue.strategy || text_is(batch->queues[i].strategy, queue.strategy))) {
			*id = batch->queues[i].id;
			return OK;
		}
	TRY(queue_store_put(batch->cx, &queue, id, &changed));
	if (changed)
		note(batch, *id);
	batch->queues = one_more(batch, batch->queues, &batch->queue_count, sizeof(*batch->queues));
	batch->queues[batch->queue_count - 1] = (struct known_queue){
		queue.name, queue.strategy, *id};
	return OK;
}

/* Whatever reads rows, or the marks on them, comes after this. */
static enum err write_members(struct batch *batch)
{
	for (size_t i = 0; i < batch->member_count; i++) {
		struct known_member *member = &batch->members[i];

		if (member->unwritten)
			TRY(queue_store_put_member(batch->cx, &member->now));
		member->unwritten = false;
	}
	return OK;
}

static void forget_all(struct batch *batch)
{
	batch->queue_count = batch->member_count = 0;
}

/* ---- Members -------------------------------------------------------------------------------- */

static struct opt_int seconds_of(const struct ami_packet *packet, const char *name)
{
	const int64_t seconds = pbx_int(packet, name);

	return (struct opt_int){seconds * US_PER_SECOND, seconds > 0};
}

/* Local channels stand for a phone: their state comes from elsewhere, often from a hint. */
static const char *endpoint_of(struct cx *cx, const char *interface)
{
	struct str number;

	if (strncmp(interface, "Local/", strlen("Local/")) != 0)
		return interface;
	number = interface_number(str_of(interface));
	return arena_format(cx->arena, "PJSIP/%.*s", (int)number.len, number.ptr);
}

static struct queue_member read_member(
	struct cx *cx, const struct ami_packet *packet, int64_t queue_id)
{
	const bool listed = str_is(ami_event(&packet->message), "QueueMember");
	struct queue_member member = {.queue_id = queue_id,
		.interface = pbx_text(
			cx, packet, listed ? "Location" : "Interface", NAME_BYTES_MAX),
		.name = pbx_text(cx, packet, listed ? "Name" : "MemberName", NAME_BYTES_MAX),
		.membership = pbx_text(cx, packet, "Membership", NAME_BYTES_MAX),
		.penalty = pbx_int(packet, "Penalty"),
		.line = line_state_of_number(ami_get(&packet->message, "Status")),
		.in_call = pbx_int(packet, "InCall") != 0,
		.paused = pbx_int(packet, "Paused") != 0,
		.pause_reason = pbx_text(cx, packet, "PausedReason", REASON_BYTES_MAX),
		.calls_taken = pbx_int(packet, "CallsTaken"),
		.last_call_us = seconds_of(packet, "LastCall")};

	member.endpoint = endpoint_of(cx, member.interface);
	if (member.paused)
		member.paused_us = seconds_of(packet, "LastPause");
	return member;
}

static bool same_opt(struct opt_int a, struct opt_int b)
{
	return a.given == b.given && a.value == b.value;
}

static bool same_member(const struct queue_member *a, const struct queue_member *b)
{
	return text_is(a->name, b->name) && text_is(a->membership, b->membership) &&
		text_is(a->pause_reason, b->pause_reason) && a->penalty == b->penalty &&
		a->line == b->line && a->in_call == b->in_call && a->paused == b->paused &&
		a->calls_taken == b->calls_taken && same_opt(a->paused_us, b->paused_us) &&
		same_opt(a->last_call_us, b->last_call_us);
}

static enum err known_member(
	struct batch *batch, int64_t queue_id, const char *interface, struct known_member **member)
{
	for (size_t i = 0; i < batch->member_count; i++) {
		*member = &batch->members[i];
		if ((*member)->now.queue_id == queue_id &&
			text_is((*member)->now.interface, interface))
			return OK;
	}
	batch->members = one_more(
		batch, batch->members, &batch->member_count, sizeof(*batch->members));
	*member = &batch->members[batch->member_count - 1];
	**member = (struct known_member){
		{.queue_id = queue_id, .interface = interface}, false, false};
	return queue_store_member(
		batch->cx, queue_id, interface, &(*member)->now, &(*member)->found);
}

/* A new row is written at once: reading it tells whose phone it is. */
static enum err add_member(
	struct batch *batch, struct known_member *known, const struct queue_member *member)
{
	TRY(queue_store_put_member(batch->cx, member));
	return queue_store_member(
		batch->cx, member->queue_id, member->interface, &known->now, &known->found);
}

static enum err take_member(struct batch *batch, const struct ami_packet *packet)
{
	struct queue_member member;
	struct known_member *known;
	const char *queue;
	int64_t queue_id;

	TRY(find_queue(batch, packet, &queue_id, &queue));
	member = read_member(batch->cx, packet, queue_id);
	if (!queue_id || !*member.interface)
		return OK;
	TRY(known_member(batch, queue_id, member.interface, &known));
	if (known->found && same_member(&known->now, &member)) {
		known->unwritten |= packet->action != 0; /* it was seen */
		return OK;
	}
	if (known->found) {
		member.extension = known->now.extension;
		member.agent_id = known->now.agent_id;
		member.team_id = known->now.team_id;
		known->now = member;
		known->unwritten = true;
	} else {
		TRY(add_member(batch, known, &member));
	}
	note(batch, queue_id);
	return queue_publish_member(batch->cx, queue, &known->now, false);
}

static enum err remove_member(struct batch *batch, const struct ami_packet *packet)
{
	struct known_member *known;
	const char *queue;
	int64_t queue_id;

	TRY(find_queue(batch, packet, &queue_id, &queue));
	TRY(known_member(
		batch, queue_id, pbx_text(batch->cx, packet, "Interface", NAME_BYTES_MAX), &known));
	if (!known->found)
		return OK;
	known->found = known->unwritten = false;
	TRY(queue_store_remove_member(batch->cx, queue_id, known->now.interface));
	note(batch, queue_id);
	return queue_publish_member(batch->cx, queue, &known->now, true);
}

/* ---- Callers --------------------------------------------------------------------------------- */

static enum err take_caller(struct batch *batch, const struct ami_packet *packet)
{
	const struct str wait = ami_get(&packet->message, "Wait");
	struct queue_caller caller = {
		.uniqueid = pbx_text(batch->cx, packet, "Uniqueid", NAME_BYTES_MAX),
		.position = pbx_int(packet, "Position"),
		.number = pbx_text(batch->cx, packet, "CallerIDNum", NAME_BYTES_MAX),
		.name = pbx_text(batch->cx, packet, "CallerIDName", NAME_BYTES_MAX),
		.joined_us = ami_packet_us(packet)};
	const char *queue;

	TRY(find_queue(batch, packet, &caller.queue_id, &queue));
	if (!caller.queue_id || !*caller.uniqueid)
		return OK;
	if (wait.ptr)
		caller.joined_us -= pbx_int(packet, "Wait") * US_PER_SECOND;
	TRY(queue_store_put_caller(batch->cx, &caller));
	note(batch, caller.queue_id);
	return OK;
}

static enum err remove_caller(struct batch *batch, const struct ami_packet *packet)
{
	const char *queue;
	int64_t queue_id;
	bool gone;

	TRY(find_queue(batch, packet, &queue_id, &queue));
	TRY(queue_store_remove_caller(batch->cx, queue_id,
		pbx_text(batch->cx, packet, "Uniqueid", NAME_BYTES_MAX), &gone));
	if (gone)
		note(batch, queue_id);
	return OK;
}

/* ---- All together -------------------------------------------------------------------------------- */

static enum err take_params(struct batch *batch, const struct ami_packet *packet)
{
	const char *queue;
	int64_t queue_id;

	return find_queue(batch, packet, &queue_id, &queue);
}

static enum err end_reading(struct batch *batch)
{
	bool dropped;

	TRY(write_members(batch));
	forget_all(batch);
	TRY(queue_store_drop_unseen(batch->cx, &dropped));
	batch->all |= dropped;
	return OK;
}

static enum err begin_reading(struct batch *batch)
{
	TRY(write_members(batch));
	forget_all(batch);
	return queue_store_unsee(batch->cx);
}

static enum err take_one(struct batch *batch, const struct ami_packet *packet)
{
	static const struct {
		const char *event;
		enum err (*take)(struct batch *batch, const struct ami_packet *packet);
	} kinds[] = {
		{"QueueMemberStatus", take_member},
		{"QueueMemberAdded", take_member},
		{"QueueMemberPause", take_member},
		{"QueueMemberPenalty", take_member},
		{"QueueMemberRinginuse", take_member},
		{"QueueMember", take_member},
		{"QueueMemberRemoved", remove_member},
		{"QueueParams", take_params},
		{"QueueCallerJoin", take_caller},
		{"QueueEntry", take_caller},
		{"QueueCallerLeave", remove_caller},
		{"QueueCallerAbandon", remove_caller},
	};
	const struct str event = ami_event(&packet->message);

	if (packet->kind != AMI_PACKET_MESSAGE)
		return OK;
	if (packet->action == ACTION_QUEUES && packet->message.kind == AMI_RESPONSE)
		return packet->last ? OK : begin_reading(batch);
	if (str_is(event, "QueueStatusComplete"))
		return end_reading(batch);
	if (!str_starts(event, "Queue"))
		return OK;
	for (size_t i = 0; i < COUNT(kinds); i++)
		if (str_is(event, kinds[i].event))
			return kinds[i].take(batch, packet);
	return OK;
}

enum err queues_take(struct cx *cx, const struct ami_packet *packets)
{
	struct batch batch = {.cx = cx};

	for (; packets; packets = packets->next)
		TRY(take_one(&batch, packets));
	TRY(write_members(&batch));
	if (batch.all)
		return queue_publish_all(cx);
	for (size_t i = 0; i < batch.count; i++)
		TRY(queue_publish(cx, batch.changed[i]));
	return OK;
}

/* webhook_forward.c - events become deliveries, each exactly once. */
/* SPDX-License-Identifier: MIT */
#include "domains/integrations/webhook_internal.h"

#include "platform/events/events.h"
#include "platform/jobs/jobs.h"

#define LOOK_EVERY_US (2 * US_PER_SECOND)
#define EVENTS_AT_ONCE 1000
#define KEEP_US (30 * US_PER_DAY)
#define SWEEP_ROWS 1000

struct taken {
	const char *type, *json;
	int64_t seq;
	struct taken *next;
};

struct taking {
	struct arena *arena;
	const struct webhook *webhook;
	struct taken *first, **end;
};

/* The log is being read: what is wanted is copied now and written afterwards. */
static void take(struct event_frame *frame, void *arg)
{
	struct taking *taking = arg;
	struct taken *one;

	if (!webhook_wants(taking->webhook, frame->type))
		return;
	one = arena_alloc(taking->arena, sizeof(*one));
	one->type = arena_text(taking->arena, frame->type);
	one->json = arena_text_n(taking->arena, frame->json.ptr, frame->json.len);
	one->seq = frame->seq;
	*taking->end = one;
	taking->end = &one->next;
}

static enum err add(struct cx *cx, const struct webhook *webhook, const struct taken *one)
{
	struct webhook_delivery delivery = {.webhook_id = webhook->id,
		.type = one->type,
		.payload = one->json,
		.seq = {one->seq, one->seq != 0},
		.rounds = 1,
		.created_us = cx->now_us};

	TRY(webhook_delivery_store_add(cx, &delivery));
	return webhook_enqueue(cx, &delivery);
}

/* Events that are not kept any more: the receiver is told, and loads what it needs anew. */
static enum err add_gap(struct cx *cx, const struct webhook *webhook, int64_t *last)
{
	struct taken gap = {.type = WEBHOOK_GAP};
	struct json json;

	TRY(events_last_seq(cx, last));
	json_begin(&json, cx->arena, 128);
	json_open(&json);
	json_field_text(&json, "type", WEBHOOK_GAP);
	json_field_open(&json, "data");
	json_field_int(&json, "from_seq", webhook->seen_seq + 1);
	json_field_int(&json, "to_seq", *last);
	json_close(&json);
	json_field_int(&json, "seq", 0);
	json_field_time(&json, "at", cx->now_us);
	json_close(&json);
	gap.json = json_end(&json).ptr;
	return add(cx, webhook, &gap);
}

/* The mark moves in the transaction that writes the deliveries: none is lost, none comes twice. */
static enum err forward(struct cx *cx, int64_t id)
{
	struct taking taking = {.arena = cx->arena};
	struct webhook webhook;
	int64_t last;
	bool moved;
	enum err err;

	TRY(webhook_read(cx, id, &webhook));
	taking.webhook = &webhook;
	taking.end = &taking.first;
	err = events_since(cx, webhook.seen_seq, EVENTS_AT_ONCE, take, &taking, &last);
	if (err == ERR_NOT_FOUND) {
		fail_clear(cx);
		taking.first = NULL;
		TRY(add_gap(cx, &webhook, &last));
	} else {
		TRY(err);
	}
	for (const struct taken *one = taking.first; one; one = one->next)
		TRY(add(cx, &webhook, one));
	TRY(webhook_store_seen(cx, &webhook, last, &moved));
	return moved ? OK : fail(cx, ERR_BUSY, NULL, "Another node has taken this over.");
}

/* As the company's system; false when it is suspended. */
static bool become(struct cx *cx, int64_t company_id)
{
	const struct company *company;

	if (company_by_id(cx, company_id, &company) != OK) {
		fail_clear(cx);
		return false;
	}
	cx->actor = actor_system(cx->arena, company);
	return true;
}

static enum err forward_all(struct cx *cx, const struct job *job)
{
	const struct actor *before = cx->actor;
	struct webhook_due *list;
	size_t count;

	(void)job;
	TRY(webhook_store_due(cx, &list, &count));
	for (size_t i = 0; i < count; i++)
		if (become(cx, list[i].company_id))
			TRY(forward(cx, list[i].id));
	cx->actor = before;
	return OK;
}

static enum err sweep(struct cx *cx, const struct job *job)
{
	int64_t deleted;

	(void)job;
	return webhook_delivery_store_sweep(cx, cx->now_us - KEEP_US, SWEEP_ROWS, &deleted);
}

const struct job_kind webhook_jobs[] = {
	{.name = "webhook.forward",
		.run = forward_all,
		.max_attempts = 1,
		.every_us = LOOK_EVERY_US,
		.about = "Events become deliveries to webhooks"},
	{.name = "webhook.sweep",
		.run = sweep,
		.max_attempts = 1,
		.every_us = 10 * US_PER_MINUTE,
		.about = "Forgets deliveries of more than 30 days ago"},
	{0},
};

/* call_offer.c - calls without a PBX: offered to whoever is free longest, and ended when forgotten. */
/* SPDX-License-Identifier: MIT */
#include "domains/calls/call_offer_internal.h"

#include <inttypes.h>

/* Nobody looks at a dialling tone for so long, and nobody talks for so long. */
#define UNANSWERED_US (30 * US_PER_MINUTE)
#define ANSWERED_US (8 * US_PER_HOUR)

/* ---- Each call as its company's system ------------------------------------------------------ */

typedef enum err looking(struct cx *cx, struct live_call *call, bool *changed);

static enum err look_at(struct cx *cx, int64_t id, looking *look)
{
	struct call_place *before;
	struct live_call call;
	bool changed = false;
	size_t count;

	TRY(live_store_hold(cx, id, &call));
	TRY(call_places(cx, &id, 1, &before, &count));
	if (call.active && call.manual)
		TRY(look(cx, &call, &changed));
	if (!changed)
		return OK;
	TRY(call_publish_removed(cx, before, count));
	TRY(call.active ? call_publish_updated(cx, id) : call_publish_ended(cx, id));
	return call_after_change(cx, &id, 1);
}

static enum err look_at_all(struct cx *cx, const struct call_of *rows, size_t count, looking *look)
{
	const struct actor *before = cx->actor;
	enum err err = OK;

	for (size_t i = 0; i < count && err == OK; i++) {
		const struct company *company;

		if (company_by_id(cx, rows[i].company_id, &company) != OK) {
			fail_clear(cx); /* suspended: nobody works there */
			continue;
		}
		cx->actor = actor_system(cx->arena, company);
		err = look_at(cx, rows[i].call_id, look);
	}
	cx->actor = before;
	return err;
}

/* ---- Offers ------------------------------------------------------------------------------------ */

static enum err offer(struct cx *cx, struct live_call *call, bool *changed)
{
	struct call_settings settings;
	struct agent agent;
	int64_t agent_id;

	TRY(call_settings_get(cx, &settings));
	if (call->status == CALL_RINGING && call->offered_us.given &&
		cx->now_us - call->offered_us.value >= settings.offer_s * US_PER_SECOND) {
		*changed = true;
		return manual_withdraw(cx, call);
	}
	if (call->status != CALL_QUEUED || !settings.offer_s)
		return OK;
	TRY(offer_store_agent(cx, call, &agent_id));
	if (!agent_id)
		return OK;
	TRY(agent_by_key(cx, arena_format(cx->arena, "%" PRId64, agent_id), &agent));
	*changed = true;
	return manual_offer(cx, call, &agent);
}

enum err call_offer_run(struct cx *cx, const struct job *job)
{
	struct call_of *rows;
	size_t count;

	(void)job;
	TRY(offer_store_waiting(cx, &rows, &count));
	return look_at_all(cx, rows, count, offer);
}

/* ---- Forgotten ---------------------------------------------------------------------------------- */

static enum err lose(struct cx *cx, struct live_call *call, bool *changed)
{
	*changed = true;
	return manual_lose(cx, call);
}

enum err call_forgotten_run(struct cx *cx, const struct job *job)
{
	struct call_of *rows;
	size_t count;

	(void)job;
	TRY(offer_store_forgotten(
		cx, cx->now_us - UNANSWERED_US, cx->now_us - ANSWERED_US, &rows, &count));
	return look_at_all(cx, rows, count, lose);
}

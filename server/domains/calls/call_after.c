/* call_after.c - what follows calls: agents that are busy, their work after it, the order's history. */
/* SPDX-License-Identifier: MIT */
#include "domains/calls/call_after_internal.h"
#include "domains/calls/call_offer_internal.h"

#include "domains/orders/order.h"

#include <inttypes.h>

#define WRAP_UP_JOB "call.wrap_up_over"
#define OFFER_EVERY_US (2 * US_PER_SECOND)

/* ---- Agents ------------------------------------------------------------------------------ */

static enum err occupy(struct cx *cx, const struct agent_now *now)
{
	enum presence_source by = PRESENCE_SOURCE_COUNT;

	if (*now->occupied_by)
		by = presence_source_read(now->occupied_by);
	return presence_occupy(cx, now->agent_id, by);
}

static const char *key_of(struct cx *cx, int64_t agent_id)
{
	return arena_format(cx->arena, "%" PRId64, agent_id);
}

static enum err end_wrap_up(struct cx *cx, const struct wrap_up *wrap_up)
{
	if (!wrap_up->id)
		return OK;
	TRY(wrap_up_store_end(
		cx, wrap_up, wrap_up->due_us < cx->now_us ? wrap_up->due_us : cx->now_us));
	TRY(jobs_cancel(cx, WRAP_UP_JOB, key_of(cx, wrap_up->agent_id)));
	return call_publish_updated(cx, wrap_up->call_id);
}

/* Whoever talks has no time for the call before any more. */
static enum err note_agent(struct cx *cx, const struct agent_now *now)
{
	struct wrap_up open;

	if (text_is(now->occupied_by, "call")) {
		TRY(wrap_up_store_open(cx, now->agent_id, &open));
		TRY(end_wrap_up(cx, &open));
	}
	return occupy(cx, now);
}

/* ---- The work after ------------------------------------------------------------------------ */

static enum err begin_wrap_up(struct cx *cx, struct wrap_up *wrap_up, int64_t length_us)
{
	struct wrap_up before;

	TRY(wrap_up_store_open(cx, wrap_up->agent_id, &before));
	TRY(end_wrap_up(cx, &before));
	wrap_up->due_us = wrap_up->from_us + length_us;
	TRY(wrap_up_store_add(cx, wrap_up));
	return jobs_schedule(cx, WRAP_UP_JOB, key_of(cx, wrap_up->agent_id), wrap_up->agent_id,
		"{}", wrap_up->due_us);
}

static enum err begin_wrap_ups(struct cx *cx, const int64_t *ids, size_t count)
{
	struct call_settings settings;
	struct wrap_up *rows;
	size_t row_count;

	TRY(call_settings_get(cx, &settings));
	if (!settings.wrap_up_s)
		return OK;
	TRY(after_store_talked(cx, ids, count, cx->now_us - settings.wrap_up_s * US_PER_SECOND,
		&rows, &row_count));
	for (size_t i = 0; i < row_count; i++)
		TRY(begin_wrap_up(cx, &rows[i], settings.wrap_up_s * US_PER_SECOND));
	return OK;
}

static enum err over(struct cx *cx, int64_t agent_id)
{
	struct agent_now now;
	struct wrap_up open;

	TRY(wrap_up_store_open(cx, agent_id, &open));
	TRY(end_wrap_up(cx, &open));
	TRY(after_store_agent(cx, agent_id, &now));
	return occupy(cx, &now);
}

static enum err run_over(struct cx *cx, const struct job *job)
{
	struct wrap_up open;

	TRY(db_begin_write(cx));
	TRY(wrap_up_store_open(cx, job->subject_id, &open));
	/* Another one has begun meanwhile, with a job of its own. */
	if (open.id && open.due_us > cx->now_us)
		return OK;
	return over(cx, job->subject_id);
}

enum err call_wrap_up_end(struct cx *cx, const struct call_order *order, struct call_done *done)
{
	*done = (struct call_done){0};
	TRY(call_by_key(cx, order->key, &done->call));
	if (!cx->actor->agent_id)
		return fail(cx, ERR_DENIED, NULL, "Only agents have a status.");
	TRY(db_begin_write(cx));
	TRY(over(cx, cx->actor->agent_id));
	return call_by_key(cx, order->key, &done->call);
}

enum err call_wrap_up_until(struct cx *cx, int64_t agent_id, struct opt_int *until_us)
{
	struct wrap_up open = {0};

	if (agent_id)
		TRY(wrap_up_store_open(cx, agent_id, &open));
	*until_us = (struct opt_int){open.due_us, open.id != 0 && open.due_us > cx->now_us};
	return OK;
}

/* ---- Contacts ---------------------------------------------------------------------------------- */

static const char *outcome_of(const struct call_gone *call)
{
	if (call->talk_us > 0 || text_is(call->status, "completed"))
		return "answered";
	if (text_is(call->status, "busy"))
		return "busy";
	if (text_is(call->status, "failed") || text_is(call->status, "interrupted"))
		return "failed";
	return "no_answer";
}

/* Whoever ended the call may see less than the order's readers. */
static enum err leave_contact(struct cx *cx, const struct call_gone *call)
{
	const struct actor *before = cx->actor;
	enum err err;

	if (!call->customer_id)
		return OK;
	cx->actor = actor_system(cx->arena, before->company);
	err = order_call_ended(cx,
		&(struct order_call_ended){.call_id = call->id,
			.order_id = call->order_id,
			.customer_id = call->customer_id,
			.agent_id = call->agent_id,
			.outgoing = call->outgoing,
			.phone = call->phone,
			.outcome = outcome_of(call),
			.duration_s = call->talk_us / US_PER_SECOND,
			.at_us = call->started_us});
	cx->actor = before;
	return err;
}

enum err call_after_change(struct cx *cx, const int64_t *ids, size_t count)
{
	struct agent_now *agents;
	struct call_gone *gone;
	size_t agent_count, gone_count;

	if (!count)
		return OK;
	TRY(begin_wrap_ups(cx, ids, count));
	TRY(after_store_agents(cx, ids, count, &agents, &agent_count));
	for (size_t i = 0; i < agent_count; i++)
		TRY(note_agent(cx, &agents[i]));
	TRY(after_store_ended(cx, ids, count, &gone, &gone_count));
	for (size_t i = 0; i < gone_count; i++)
		TRY(leave_contact(cx, &gone[i]));
	return OK;
}

/* ---- What the PBX could not do --------------------------------------------------------------------- */

enum err call_command_ended(struct cx *cx, const struct pbx_ended *ended)
{
	struct live_call call;
	int64_t id;

	if (!ended->failed || !text_is(ended->kind, "originate") || !ended->channel_id)
		return OK;
	TRY(after_store_unborn(cx, ended->channel_id, &id));
	if (!id)
		return OK;
	TRY(live_store_hold(cx, id, &call));
	call.status = CALL_FAILED;
	call.active = false;
	call.phases_us[CALL_PHASE_SETUP] += cx->now_us - call.as_of_us;
	call.as_of_us = cx->now_us;
	call.ended_us = (struct opt_int){cx->now_us, true};
	TRY(live_store_save(cx, &call, false));
	TRY(call_publish_ended(cx, id));
	return call_after_change(cx, &id, 1);
}

const struct job_kind call_jobs[] = {
	{.name = "call.offer",
		.run = call_offer_run,
		.max_attempts = 3,
		.every_us = OFFER_EVERY_US,
		.about = "Waiting calls ring at agents who are free"},
	{.name = "call.forgotten",
		.run = call_forgotten_run,
		.max_attempts = 3,
		.every_us = US_PER_MINUTE,
		.about = "Calls whose end nobody said"},
	{.name = WRAP_UP_JOB,
		.run = run_over,
		.max_attempts = 5,
		.about = "The time after a call is over"},
	{0},
};

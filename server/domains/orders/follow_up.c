/* follow_up.c - orders to come back to: noted, done, moved, and their time coming. */
/* SPDX-License-Identifier: MIT */
#include "domains/orders/order_internal.h"

#include "platform/jobs/jobs.h"

const char *const follow_up_status_words[] = {"pending", "done", "cancelled", NULL};

static const char *job_key(struct cx *cx, int64_t id)
{
	return arena_format(cx->arena, "%lld", (long long)id);
}

static enum err schedule(struct cx *cx, const struct follow_up *follow_up)
{
	return jobs_schedule(cx, "follow_up.due", job_key(cx, follow_up->id), follow_up->id, "{}",
		follow_up->due_us);
}

enum err follow_up_put(struct cx *cx, const struct order *order, int64_t due_us, const char *reason,
	struct follow_up *follow_up)
{
	*follow_up = (struct follow_up){
		.order_id = order->id,
		.customer_id = order->customer_id,
		.agent_id = order->agent_id ? order->agent_id : cx->actor->agent_id,
		.agent_no = order->agent_no,
		.agent_name = order->agent_name,
		.agent_team_id = order->agent_team_id,
		.due_us = due_us,
		.reason = reason,
		.customer_name = order->customer_name,
		.customer_phone = order->customer_phone,
		.order_status = order_status_word(order->status),
	};
	if (due_us <= cx->now_us)
		return fail(cx, ERR_INVALID, "follow_up_at", "This has to be in the future.");
	TRY(follow_up_store_insert(cx, follow_up));
	TRY(schedule(cx, follow_up));
	return follow_up_publish(cx, "follow_up:created", follow_up);
}

enum err order_follow_up_add(
	struct cx *cx, const struct order *order, int64_t due_us, const char *reason)
{
	struct follow_up follow_up;

	if (due_us == 0)
		due_us = order_next_working_day(cx->actor->company, cx->now_us);
	return follow_up_put(cx, order, due_us, reason, &follow_up);
}

static enum err check(
	struct cx *cx, const struct follow_up_change *change, const struct follow_up *follow_up)
{
	static const char *const none[] = {NULL};

	if (change->version.given && change->version.value != follow_up->version) {
		struct json json;

		json_begin(&json, cx->arena, 512);
		follow_up_write(&json, cx, follow_up);
		cx->failure.current_json = json_end(&json).ptr;
		return fail(cx, ERR_CONFLICT, "version", "The follow-up has changed since.");
	}
	if (!text_is(follow_up->status, "pending"))
		return fail_state(cx, "status", none, "The follow-up is over: %s.",
			cx_say(cx, follow_up->status));
	if (!change->status && !change->due_us.given)
		return fail(cx, ERR_INVALID, "status", "Say what has become of it, or a new time.");
	if (!change->status && change->due_us.value <= cx->now_us)
		return fail(cx, ERR_INVALID, "due_at", "This has to be in the future.");
	return OK;
}

enum err follow_up_change(struct cx *cx, int64_t id, const struct follow_up_change *change,
	struct follow_up *follow_up)
{
	TRY(follow_up_store_lock(cx, id, follow_up));
	TRY(check(cx, change, follow_up));
	if (change->status) {
		follow_up->status = change->status;
		TRY(follow_up_store_update(cx, follow_up));
		TRY(jobs_cancel(cx, "follow_up.due", job_key(cx, id)));
	} else {
		follow_up->due_us = change->due_us.value;
		TRY(follow_up_store_update(cx, follow_up));
		TRY(schedule(cx, follow_up));
	}
	return follow_up_publish(cx, "follow_up:updated", follow_up);
}

/* Pending follow-ups stay pending when due: the list says which are overdue. */
enum err follow_up_run_due(struct cx *cx, const struct job *job)
{
	struct follow_up follow_up;
	const enum err err = follow_up_store_lock(cx, job->subject_id, &follow_up);

	if (err == ERR_NOT_FOUND) {
		fail_clear(cx);
		return OK;
	}
	TRY(err);
	if (!text_is(follow_up.status, "pending") || follow_up.due_us > cx->now_us)
		return OK;
	TRY(follow_up_publish(cx, "follow_up:due", &follow_up));
	return follow_up_notify_due(cx, &follow_up);
}

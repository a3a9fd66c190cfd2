/* callback.c - promises to call a customer: made, kept, moved, and their time coming. */
/* SPDX-License-Identifier: MIT */
#include "domains/orders/order_internal.h"

#include "domains/policies/policies.h"
#include "platform/intl/intl.h"
#include "platform/jobs/jobs.h"

const char *const callback_status_words[] = {"pending", "due", "done", "missed", "cancelled", NULL};

static const char *job_key(struct cx *cx, int64_t id)
{
	return arena_format(cx->arena, "%lld", (long long)id);
}

static enum err schedule(struct cx *cx, const struct callback *callback)
{
	return jobs_schedule(cx, "callback.due", job_key(cx, callback->id), callback->id, "{}",
		callback->due_us);
}

/* Who is to call: the order's agent, else whoever writes it down. */
static enum err pick_agent(struct cx *cx, const struct order *order, struct callback *callback)
{
	struct assignee agent;

	callback->agent_id = order->agent_id;
	callback->agent_no = order->agent_no;
	callback->agent_name = order->agent_name;
	callback->agent_team_id = order->agent_team_id;
	if (order->agent_id || !cx->actor->agent_id)
		return OK;
	TRY(assignment_by_id(cx, cx->actor->agent_id, &agent));
	callback->agent_id = agent.agent_id;
	callback->agent_no = agent.agent_no;
	callback->agent_name = agent.name;
	callback->agent_team_id = agent.team_id;
	return OK;
}

enum err callback_put(struct cx *cx, const struct order *order, int64_t due_us, const char *phone,
	const char *notes, struct callback *callback)
{
	if (due_us <= cx->now_us)
		return fail(cx, ERR_INVALID, "callback_at", "This has to be in the future.");
	TRY(call_policy_check_callback(cx, "callback_at", due_us));
	*callback = (struct callback){
		.order_id = order->id,
		.customer_id = order->customer_id,
		.due_us = due_us,
		.phone = order->customer_phone,
		.notes = notes ? notes : "",
		.customer_name = order->customer_name,
		.customer_phone = order->customer_phone,
		.order_status = order_status_word(order->status),
	};
	if (!text_empty(phone))
		TRY(intl_phone(
			cx, cx->actor->company->country, "phone_number", phone, &callback->phone));
	TRY(pick_agent(cx, order, callback));
	TRY(callback_store_insert(cx, callback));
	TRY(schedule(cx, callback));
	return callback_publish(cx, "callback:created", callback);
}

enum err callback_add(struct cx *cx, const char *order_key, int64_t due_us, const char *phone,
	const char *notes, struct callback *callback)
{
	struct order order;

	TRY(order_by_key(cx, order_key, &order));
	return callback_put(cx, &order, due_us, phone, notes, callback);
}

static bool is_waiting(const struct callback *callback)
{
	return text_is(callback->status, "pending") || text_is(callback->status, "due");
}

static enum err reschedule(
	struct cx *cx, const struct callback_change *change, struct callback *callback)
{
	if (!change->due_us.given)
		return fail(cx, ERR_INVALID, "callback_at", "Say the new time.");
	if (change->due_us.value <= cx->now_us)
		return fail(cx, ERR_INVALID, "callback_at", "This has to be in the future.");
	TRY(call_policy_check_callback(cx, "callback_at", change->due_us.value));
	callback->status = "pending";
	callback->due_us = change->due_us.value;
	TRY(callback_store_update(cx, callback));
	return schedule(cx, callback);
}

/* "missed" is said of a time that has come. */
static enum err check_outcome(
	struct cx *cx, const struct callback_change *change, const struct callback *callback)
{
	static const char *const none[] = {NULL};
	static const char *const waiting[] = {"done", "cancelled", "rescheduled", NULL};

	if (!is_waiting(callback))
		return fail_state(cx, "status", none, "The callback is over: %s.",
			cx_say(cx, callback->status));
	if (text_is(change->status, "missed") && callback->due_us > cx->now_us)
		return fail_state(cx, "status", waiting, "Its time has not come yet.");
	return OK;
}

enum err callback_change(
	struct cx *cx, int64_t id, const struct callback_change *change, struct callback *callback)
{
	TRY(callback_store_lock(cx, id, callback));
	if (change->version.given && change->version.value != callback->version) {
		struct json json;

		json_begin(&json, cx->arena, 512);
		callback_write(&json, cx, callback);
		cx->failure.current_json = json_end(&json).ptr;
		return fail(cx, ERR_CONFLICT, "version", "The callback has changed since.");
	}
	TRY(check_outcome(cx, change, callback));
	if (text_is(change->status, "rescheduled")) {
		TRY(reschedule(cx, change, callback));
	} else {
		callback->status = change->status;
		TRY(callback_store_update(cx, callback));
		TRY(jobs_cancel(cx, "callback.due", job_key(cx, id)));
	}
	return callback_publish(cx, "callback:updated", callback);
}

enum err callback_run_due(struct cx *cx, const struct job *job)
{
	struct callback callback;
	const enum err err = callback_store_lock(cx, job->subject_id, &callback);

	if (err == ERR_NOT_FOUND) {
		fail_clear(cx);
		return OK;
	}
	TRY(err);
	if (!text_is(callback.status, "pending") || callback.due_us > cx->now_us)
		return OK; /* done, cancelled or moved meanwhile */
	callback.status = "due";
	TRY(callback_store_update(cx, &callback));
	TRY(callback_publish(cx, "callback:due", &callback));
	return callback_notify_due(cx, &callback);
}

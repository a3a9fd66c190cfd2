/* order_change.c - setting the status of one order, and all that belongs to it. */
/* SPDX-License-Identifier: MIT */
#include "domains/orders/modification_internal.h"

const char *order_row_json(struct cx *cx, const struct order *order)
{
	struct json json;

	json_begin(&json, cx->arena, 1024);
	order_write(&json, cx, order);
	return json_end(&json).ptr;
}

enum err order_conflict(struct cx *cx, const struct order *order)
{
	cx->failure.current_json = order_row_json(cx, order);
	return fail(cx, ERR_CONFLICT, "version", "The order has changed since.");
}

enum err order_version_check(struct cx *cx, const struct order *order, struct opt_int version)
{
	if (version.given && version.value != order->version)
		return order_conflict(cx, order);
	return OK;
}

static enum err check_move(
	struct cx *cx, const struct order *order, const struct order_change *change)
{
	const uint64_t permissions = cx->actor->permissions;
	const struct order_move *move = order_move_find(order->status, change->to);

	if (!move || !order_move_allowed(order->status, change->to, permissions))
		return fail_state(cx, "status",
			order_allowed_words(cx->arena, order->status, permissions),
			move ? "You may not change an order from %s to %s."
			     : "An order cannot change from %s to %s.",
			cx_say(cx, order_status_word(order->status)),
			cx_say(cx, order_status_word(change->to)));
	return order_guard_check(
		cx, move->guard, change->cancellation_reason, change->cancellation_details);
}

/* Everything that could be refused is refused before the first write (bulk counts on it). */
static enum err check_times(struct cx *cx, const struct order_change *change)
{
	const struct {
		const char *field;
		struct opt_int at;
	} times[] = {
		{"follow_up_at", change->follow_up_us},
		{"postponed_until", change->postponed_until_us},
		{"next_attempt_at", change->next_attempt_us},
	};

	for (size_t i = 0; i < COUNT(times); i++)
		if (times[i].at.given && times[i].at.value <= cx->now_us)
			return fail(
				cx, ERR_INVALID, times[i].field, "This has to be in the future.");
	return OK;
}

enum err order_change_check(struct cx *cx, const struct order_change *change)
{
	TRY(order_guard_check(cx, change->to == ORDER_CANCELLED ? GUARD_REASON : GUARD_NONE,
		change->cancellation_reason, change->cancellation_details));
	return check_times(cx, change);
}

/* When somebody should try again, given this change. */
static struct opt_int next_attempt(
	struct cx *cx, const struct order_change *change, int64_t attempts)
{
	if (change->give_up)
		return (struct opt_int){0};
	if (change->to == ORDER_NO_RESPONSE)
		return change->next_attempt_us.given
			? change->next_attempt_us
			: (struct opt_int){
				  order_next_attempt(cx->actor->company, attempts, cx->now_us),
				  true};
	if (change->to == ORDER_POSTPONED)
		return change->postponed_until_us.given ? change->postponed_until_us
							: change->next_attempt_us;
	return (struct opt_int){0};
}

/* An agent who works on an order of the pool takes it. */
static enum err take_from_pool(struct cx *cx, struct order *order)
{
	const struct actor *actor = cx->actor;
	struct assignee self;

	if (order->agent_id || !actor->agent_id || order_scope(actor) != SCOPE_OWN)
		return OK;
	TRY(assignment_by_id(cx, actor->agent_id, &self));
	assignment_set(order, &self, cx->now_us);
	return assignment_record(cx, order->id, 0, self.agent_id, "taken from the pool");
}

static void apply(struct cx *cx, const struct order_change *change, struct order *order)
{
	order->status = change->to;
	order->attempts = change->to == ORDER_NO_RESPONSE ? order->attempts + 1 : 0;
	order->next_attempt_us = next_attempt(cx, change, order->attempts);
	if (change->to == ORDER_CANCELLED) {
		order->cancellation_reason = change->cancellation_reason;
		order->cancellation_details = text_empty(change->cancellation_details)
			? NULL
			: change->cancellation_details;
	} else {
		order->cancellation_reason = NULL;
		order->cancellation_details = NULL;
	}
}

/* The customer's numbers and the agents' loads. */
static enum err move_counts(struct cx *cx, const struct order *before, const struct order *after)
{
	const int closed = (after->status == ORDER_CLOSED) - (before->status == ORDER_CLOSED);
	const int cancelled = (after->status == ORDER_CANCELLED) -
		(before->status == ORDER_CANCELLED);

	TRY(order_counters_move(cx, before, after));
	if (closed || cancelled)
		TRY(customer_count_orders(cx, after->customer_id, 0, closed, cancelled));
	return assignment_move_load(cx, before, after);
}

static bool is_over(enum order_status status)
{
	return status == ORDER_CLOSED || status == ORDER_CANCELLED;
}

/* What became of the confirmation, and what the customer's other orders look like now. */
static enum err follow(struct cx *cx, const struct order *before, struct order *after)
{
	/* What is new was never confirmed. */
	if (before->status != ORDER_NEW || after->status == ORDER_CONFIRMED)
		TRY(confirmation_follow(cx, after, after->status == ORDER_CONFIRMED, NULL));
	if (is_over(before->status) == is_over(after->status))
		return OK;
	return order_flags_refresh(cx, after->customer_id, after);
}

static enum err write_history(struct cx *cx, const struct order *before,
	const struct order_change *change, struct order_changed *changed)
{
	changed->history = (struct order_history){
		.previous_status = order_status_word(before->status),
		.new_status = order_status_word(change->to),
		.reason = text_empty(change->note) ? NULL : change->note,
		.cancellation_reason = changed->order.cancellation_reason,
		.cancellation_details = changed->order.cancellation_details,
	};
	return order_history_add(cx, &changed->order, &changed->history);
}

/* The note and the follow-up that came with the change. */
static enum err write_extras(
	struct cx *cx, const struct order_change *change, struct order_changed *changed)
{
	struct order_note note;
	int64_t due_us;

	if (!text_empty(change->note))
		TRY(order_note_put(cx, changed->order.id, change->note, &note));
	if (!change->follow_up)
		return OK;
	if (change->follow_up_us.given)
		due_us = change->follow_up_us.value;
	else if (change->postponed_until_us.given)
		due_us = change->postponed_until_us.value;
	else
		due_us = order_next_working_day(cx->actor->company, cx->now_us);
	return follow_up_put(cx, &changed->order, due_us,
		change->follow_up_reason ? change->follow_up_reason : order_status_word(change->to),
		&changed->follow_up);
}

static enum err notify(struct cx *cx, struct order_changed *changed)
{
	enum order_notice notice;

	TRY(order_message_change(cx, &changed->order, changed->history.id, &notice));
	changed->notice = (int)notice;
	return OK;
}

static enum err tell(struct cx *cx, const struct order *before, const struct order *after)
{
	static const char *const moved[] = {"status", NULL};
	static const char *const taken[] = {"status", "assigned_agent", NULL};

	TRY(order_publish_removed(cx, before, after));
	return order_publish_updated(cx, after, order_status_word(before->status),
		before->agent_id == after->agent_id ? moved : taken);
}

/* All of it, of an order that is locked and may be changed so. */
static enum err carry_out(struct cx *cx, const struct order *before,
	const struct order_change *change, struct order_changed *changed)
{
	changed->order = *before;
	TRY(take_from_pool(cx, &changed->order));
	apply(cx, change, &changed->order);
	TRY(order_sla_follow(cx, &changed->order));
	TRY(order_store_set_status(cx, &changed->order));
	TRY(write_history(cx, before, change, changed));
	TRY(move_counts(cx, before, &changed->order));
	TRY(follow(cx, before, &changed->order));
	TRY(write_extras(cx, change, changed));
	if (change->to == ORDER_CANCELLED || change->to == ORDER_CLOSED)
		TRY(modification_close_all(cx, &changed->order));
	if (change->notify_customer)
		TRY(notify(cx, changed));
	TRY(tell(cx, before, &changed->order));
	return changed->order.status == ORDER_CLOSED ? order_hooks_closed(cx, &changed->order) : OK;
}

enum err order_change(struct cx *cx, const char *key, const struct order_change *change,
	struct order_changed *changed)
{
	struct order_change meant = *change;
	int64_t id, year;
	struct order before;

	*changed = (struct order_changed){0};
	if (!order_key_read(key, &id, &year))
		return fail(cx, ERR_NOT_FOUND, NULL,
			"This order does not exist, or is not visible to you.");
	TRY(order_store_lock(cx, id, year, &before));
	TRY(order_version_check(cx, &before, change->version));
	TRY(check_move(cx, &before, change));
	TRY(check_times(cx, change));
	TRY(order_policy_meet(cx, &before, &meant));
	return carry_out(cx, &before, &meant, changed);
}

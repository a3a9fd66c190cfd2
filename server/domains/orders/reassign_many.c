/* reassign_many.c - many orders, callbacks and follow-ups handed over at once. */
/* SPDX-License-Identifier: MIT */
#include "domains/orders/order_internal.h"

#include "domains/accounts/account.h"

/* ---- To whom ---------------------------------------------------------------------- */

/* An agent who was named has to take orders, and to have room for one that is open. */
static enum err check_able(struct cx *cx, const struct assignee *agent, const struct order *order)
{
	struct agent row;

	TRY(agent_by_key(cx, arena_format(cx->arena, "%lld", (long long)agent->agent_id), &row));
	if (!row.takes_orders)
		return fail(cx, ERR_INVALID, "to_agent_id", "%s takes no orders.", agent->name);
	if (row.order_capacity && row.open_orders >= row.order_capacity &&
		order_is_open(order->status))
		return fail(cx, ERR_INVALID, "to_agent_id",
			"%s has as many orders as allowed: %lld.", agent->name,
			(long long)row.order_capacity);
	return OK;
}

/* ---- One --------------------------------------------------------------------------- */

static enum err move_order(struct cx *cx, const struct reassign *how, struct reassign_item *item)
{
	TRY(reassign_target(cx, how->agent_key, &item->order, &item->agent));
	TRY(check_able(cx, &item->agent, &item->order));
	item->order_moved = true;
	return reassign_move(cx, &item->agent, how->reason, &item->order);
}

static enum err one_order(struct cx *cx, const struct reassign *how, struct reassign_item *item)
{
	int64_t id, year;

	if (!order_key_read(item->key, &id, &year))
		return fail(cx, ERR_NOT_FOUND, NULL,
			"This order does not exist, or is not visible to you.");
	TRY(order_store_lock(cx, id, year, &item->order));
	return move_order(cx, how, item);
}

/* The order of a task is somebody else's than the task will be: then it goes along. */
static enum err move_task_order(struct cx *cx, const struct reassign *how, int64_t order_id,
	int64_t agent_id, struct reassign_item *item)
{
	struct order seen;

	TRY(order_store_lock(cx, order_id, 0, &item->order));
	seen = item->order;
	seen.agent_id = agent_id; /* who has the task is not who gets it */
	TRY(reassign_target(cx, how->agent_key, &seen, &item->agent));
	if (!item->order.agent_id || item->order.agent_id == item->agent.agent_id)
		return OK;
	TRY(check_able(cx, &item->agent, &item->order));
	item->order_moved = true;
	return reassign_move(cx, &item->agent, how->reason, &item->order);
}

static enum err one_callback(
	struct cx *cx, const struct reassign *how, int64_t id, struct reassign_item *item)
{
	static const char *const none[] = {NULL};
	struct callback callback, before;

	TRY(callback_store_lock(cx, id, &callback));
	before = callback;
	if (!text_is(callback.status, "pending") && !text_is(callback.status, "due"))
		return fail_state(cx, "status", none, "The callback is over: %s.",
			cx_say(cx, callback.status));
	TRY(move_task_order(cx, how, callback.order_id, callback.agent_id, item));
	if (!item->order_moved)
		TRY(reassign_task_agent(
			cx, REASSIGN_CALLBACK, id, callback.version, item->agent.agent_id));
	callback.version++;
	callback.agent_id = item->agent.agent_id;
	callback.agent_no = item->agent.agent_no;
	callback.agent_name = item->agent.name;
	callback.agent_team_id = item->agent.team_id;
	return callback_publish_given(cx, &callback, &before);
}

static enum err one_follow_up(
	struct cx *cx, const struct reassign *how, int64_t id, struct reassign_item *item)
{
	static const char *const none[] = {NULL};
	struct follow_up follow_up, before;

	TRY(follow_up_store_lock(cx, id, &follow_up));
	before = follow_up;
	if (!text_is(follow_up.status, "pending"))
		return fail_state(cx, "status", none, "The follow-up is over: %s.",
			cx_say(cx, follow_up.status));
	TRY(move_task_order(cx, how, follow_up.order_id, follow_up.agent_id, item));
	if (!item->order_moved)
		TRY(reassign_task_agent(
			cx, REASSIGN_FOLLOW_UP, id, follow_up.version, item->agent.agent_id));
	follow_up.version++;
	follow_up.agent_id = item->agent.agent_id;
	follow_up.agent_no = item->agent.agent_no;
	follow_up.agent_name = item->agent.name;
	follow_up.agent_team_id = item->agent.team_id;
	return follow_up_publish_given(cx, &follow_up, &before);
}

static enum err one(struct cx *cx, const struct reassign *how, struct reassign_item *item)
{
	int64_t id = 0;

	item->order_moved = false;
	if (item->what == REASSIGN_ORDER)
		return one_order(cx, how, item);
	if (!text_int(item->key, &id))
		id = 0;
	return item->what == REASSIGN_CALLBACK ? one_callback(cx, how, id, item)
					       : one_follow_up(cx, how, id, item);
}

/* ---- All ----------------------------------------------------------------------------- */

/* One that got several is told so once; one order is named. */
static enum err tell(struct cx *cx, const struct reassign_item *items, size_t count, size_t first)
{
	const struct assignee *agent = &items[first].agent;
	int64_t orders = 0, tasks = 0;

	for (size_t i = 0; i < count; i++) {
		if (items[i].err != OK || items[i].agent.agent_id != agent->agent_id)
			continue;
		if (i < first)
			return OK; /* told with that one */
		orders += items[i].what == REASSIGN_ORDER;
		tasks += items[i].what != REASSIGN_ORDER;
	}
	if (orders == 1 && !tasks)
		return order_notify_assigned(cx, &items[first].order, agent->user_id);
	return order_notify_given(cx, agent->user_id, orders, tasks);
}

/* An agent nobody may give to is refused at once, not two hundred times. */
static enum err check_named(struct cx *cx, const char *key)
{
	const struct order none = {.status = ORDER_CLOSED};
	struct assignee agent;

	if (!key)
		return OK;
	if (reassign_target(cx, key, &none, &agent) != OK) {
		fail_clear(cx);
		return fail(cx, ERR_INVALID, "to_agent_id",
			"There is no such agent within your reach.");
	}
	return check_able(cx, &agent, &none);
}

enum err reassign_many(
	struct cx *cx, const struct reassign *how, struct reassign_item *items, size_t count)
{
	TRY(order_store_begin(cx));
	TRY(check_named(cx, how->agent_key));
	for (size_t i = 0; i < count; i++) {
		items[i].err = one(cx, how, &items[i]);
		if (items[i].err == OK)
			continue;
		if (!order_bulk_is_of_one(items[i].err))
			return items[i].err;
		items[i].error = cx->failure.message;
		items[i].code = cx->failure.code ? cx->failure.code : err_name(items[i].err);
		fail_clear(cx);
	}
	for (size_t i = 0; i < count; i++)
		if (items[i].err == OK)
			TRY(tell(cx, items, count, i));
	return OK;
}

/* reassign.c - giving an order to another agent, and asking for it. */
/* SPDX-License-Identifier: MIT */
#include "domains/orders/order_internal.h"

#include "platform/auth/audit.h"

static bool may_decide(const struct actor *actor)
{
	return actor_may(actor, PERM_ORDERS_REASSIGN);
}

/* A supervisor gives orders to agents of the own team only. */
static bool in_reach(const struct actor *actor, const struct assignee *agent)
{
	if (order_scope(actor) == SCOPE_COMPANY)
		return true;
	return agent->agent_id == actor->agent_id ||
		(actor->team_id && agent->team_id == actor->team_id);
}

enum err reassign_target(
	struct cx *cx, const char *key, const struct order *order, struct assignee *agent)
{
	const bool company = order_scope(cx->actor) == SCOPE_COMPANY;

	if (key) {
		if (assignment_agent(cx, key, agent) != OK || !in_reach(cx->actor, agent)) {
			fail_clear(cx);
			return fail(cx, ERR_INVALID, "agent_id",
				"There is no such agent within your reach.");
		}
	} else {
		TRY(assignment_choose(cx,
			&(struct assignment_wish){.department_id = order->department_id,
				.team_id = company ? 0 : cx->actor->team_id,
				.except_id = order->agent_id},
			agent));
		if (!agent->agent_id)
			return fail(cx, ERR_INVALID, "agent_id", "Nobody has room for it.");
	}
	if (agent->agent_id == order->agent_id)
		return fail(cx, ERR_INVALID, "agent_id", "The order is theirs already.");
	return OK;
}

static void write_holder(
	struct json *json, const struct cx *cx, const char *key, const struct order *order)
{
	json_field_open(json, key);
	order_agent_write(json, cx, "agent", order->agent_id, order->agent_no, order->agent_name);
	json_close(json);
}

static enum err record(
	struct cx *cx, const struct order *before, const struct order *after, const char *reason)
{
	struct json json;

	json_begin(&json, cx->arena, 512);
	json_open(&json);
	write_holder(&json, cx, "before", before);
	write_holder(&json, cx, "after", after);
	json_field_text(&json, "reason", reason);
	json_close(&json);
	return audit_write(cx, "order.reassigned", "order", after->id, json_end(&json).ptr);
}

enum err reassign_move(
	struct cx *cx, const struct assignee *agent, const char *reason, struct order *order)
{
	static const char *const changed[] = {"assigned_agent", NULL};
	const struct order before = *order;

	assignment_set(order, agent, cx->now_us);
	TRY(order_store_set_agent(cx, order));
	TRY(assignment_record(cx, order->id, before.agent_id, order->agent_id, reason));
	TRY(order_counters_move(cx, &before, order));
	TRY(assignment_move_load(cx, &before, order));
	TRY(reassign_move_tasks(cx, order->id, order->agent_id));
	TRY(record(cx, &before, order, reason));
	TRY(order_publish_removed(cx, &before, order));
	return order_publish_updated(cx, order, NULL, changed);
}

static enum err hand_over(
	struct cx *cx, const struct assignee *agent, const char *reason, struct order *order)
{
	TRY(reassign_move(cx, agent, reason, order));
	return agent->agent_id ? order_notify_assigned(cx, order, agent->user_id) : OK;
}

static enum err ask(struct cx *cx, const struct reassign *wanted, const struct order *order,
	struct reassign_request *request)
{
	const struct actor *actor = cx->actor;
	struct assignee agent = {0};

	if (!actor->agent_id)
		return fail(cx, ERR_DENIED, NULL, "Only agents ask for this.");
	if (wanted->agent_key && assignment_agent(cx, wanted->agent_key, &agent) != OK) {
		fail_clear(cx);
		return fail(
			cx, ERR_INVALID, "agent_id", "There is no such agent within your reach.");
	}
	*request = (struct reassign_request){
		.order_id = order->id,
		.agent_id = actor->agent_id,
		.agent_no = order_agent_no(actor->agent_code),
		.agent_name = actor->user_name,
		.agent_team_id = actor->team_id,
		.wanted_agent_id = agent.agent_id,
		.wanted_agent_no = agent.agent_no,
		.wanted_agent_name = agent.agent_id ? agent.name : NULL,
		.reason = wanted->reason,
		.customer_name = order->customer_name,
		.order_status = order_status_word(order->status),
	};
	TRY(reassign_insert(cx, request));
	TRY(reassign_publish(cx, "reassign:requested", request));
	return reassign_notify_requested(cx, request);
}

static enum err lock_by_key(struct cx *cx, const char *key, struct order *order)
{
	int64_t id, year;

	if (!order_key_read(key, &id, &year))
		return fail(cx, ERR_NOT_FOUND, NULL,
			"This order does not exist, or is not visible to you.");
	return order_store_lock(cx, id, year, order);
}

enum err reassign_order(struct cx *cx, const char *key, const struct reassign *wanted,
	struct order *order, struct reassign_request *request)
{
	struct assignee agent;

	*request = (struct reassign_request){0};
	TRY(lock_by_key(cx, key, order));
	TRY(order_version_check(cx, order, wanted->version));
	if (!may_decide(cx->actor))
		return ask(cx, wanted, order, request);
	TRY(reassign_target(cx, wanted->agent_key, order, &agent));
	return hand_over(cx, &agent, wanted->reason, order);
}

static enum err approve(struct cx *cx, const struct reassign *how, struct reassign_request *request)
{
	struct order order;
	struct assignee agent;
	const char *key = how->agent_key;

	TRY(order_store_lock(cx, request->order_id, 0, &order));
	if (!key && request->wanted_agent_id)
		key = arena_format(cx->arena, "%lld", (long long)request->wanted_agent_id);
	TRY(reassign_target(cx, key, &order, &agent));
	TRY(hand_over(cx, &agent, request->reason, &order));
	request->wanted_agent_id = agent.agent_id;
	request->wanted_agent_no = agent.agent_no;
	request->wanted_agent_name = agent.name;
	return OK;
}

static enum err record_decision(struct cx *cx, const struct reassign_request *request)
{
	struct json json;

	json_begin(&json, cx->arena, 512);
	json_open(&json);
	json_field_int(&json, "request", request->id);
	json_field_text(&json, "asked_by", request->agent_name);
	json_field_text(&json, "reason", request->reason);
	json_field_text(&json, "decision_reason", request->decision_reason);
	json_close(&json);
	return audit_write(cx,
		text_is(request->status, "approved") ? "reassignment.approved"
						     : "reassignment.rejected",
		"order", request->order_id, json_end(&json).ptr);
}

enum err reassign_decide(struct cx *cx, int64_t request_id, bool yes, const struct reassign *how,
	struct reassign_request *request)
{
	static const char *const none[] = {NULL};

	TRY(reassign_lock(cx, request_id, request));
	if (!text_is(request->status, "pending"))
		return fail_state(cx, "decision", none, "The request has been decided: %s.",
			cx_say(cx, request->status));
	if (yes)
		TRY(approve(cx, how, request));
	request->status = yes ? "approved" : "rejected";
	request->decision_reason = how->reason;
	TRY(reassign_close(cx, request));
	TRY(record_decision(cx, request));
	TRY(reassign_publish(cx, "reassign:decided", request));
	return reassign_notify_decided(cx, request);
}

/* ---- Who stops working ------------------------------------------------------------ */

static enum err leave_to(struct cx *cx, int64_t agent_id, const char *to, struct assignee *agent)
{
	*agent = (struct assignee){0};
	if (text_is(to, "pool"))
		return OK;
	if (assignment_agent(cx, to, agent) != OK || agent->agent_id == agent_id) {
		fail_clear(cx);
		return fail(
			cx, ERR_INVALID, "orders_to", "There is no such agent within your reach.");
	}
	return OK;
}

static enum err leave_all(
	struct cx *cx, const int64_t *ids, size_t count, const struct assignee *agent)
{
	for (size_t i = 0; i < count; i++) {
		struct order order;

		TRY(order_store_lock(cx, ids[i], 0, &order));
		TRY(hand_over(cx, agent, "the agent stopped working", &order));
	}
	return OK;
}

enum err orders_leave_agent(struct cx *cx, int64_t agent_id, const char *to, int64_t *count)
{
	const struct actor *actor = cx->actor;
	struct actor wide = *actor;
	struct assignee agent;
	int64_t *ids;
	size_t orders;
	enum err err;

	TRY(leave_to(cx, agent_id, to, &agent));
	TRY(reassign_open_of(cx, agent_id, &ids, &orders));
	/* Who may take somebody out of service may not have to see that one's orders. */
	wide.permissions |= UINT64_C(1) << PERM_ORDERS_READ_ALL;
	cx->actor = &wide;
	err = leave_all(cx, ids, orders, &agent);
	cx->actor = actor;
	*count = (int64_t)orders;
	return err;
}

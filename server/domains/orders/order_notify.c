/* order_notify.c - what the people concerned should know, beside what their pages see anyway. */
/* SPDX-License-Identifier: MIT */
#include "domains/orders/modification_internal.h"

#include "domains/notifications/notification.h"

/* What pages need to word it: which order, whose. */
static const char *data_of(struct cx *cx, int64_t order_id, const char *customer_name,
	const char *extra_key, const char *extra)
{
	struct json json;

	json_begin(&json, cx->arena, 256);
	json_open(&json);
	json_field_int(&json, "order_id", order_id);
	json_field_text(&json, "short_code", order_short_code(cx->arena, order_id));
	json_field_text(&json, "customer_name", customer_name);
	if (extra_key)
		json_field_text(&json, extra_key, extra);
	json_close(&json);
	return json_end(&json).ptr;
}

static const char *time_text(struct cx *cx, int64_t us)
{
	char *text = arena_alloc(cx->arena, TIME_TEXT_BYTES);

	time_write(text, us);
	return text;
}

/* Nobody is told what they did themselves. */
static enum err send(struct cx *cx, int64_t user_id, const struct notification_new *notification)
{
	struct notification_new to = *notification;

	if (user_id == 0 || user_id == cx->actor->user_id)
		return OK;
	to.user_id = user_id;
	return notification_send(cx, &to);
}

static enum err send_to_agent(
	struct cx *cx, int64_t agent_id, const struct notification_new *notification)
{
	struct assignee agent;
	enum err err;

	if (agent_id == 0)
		return OK;
	err = assignment_by_id(cx, agent_id, &agent);
	if (err == ERR_NOT_FOUND) { /* not active any more */
		fail_clear(cx);
		return OK;
	}
	TRY(err);
	return send(cx, agent.user_id, notification);
}

static enum err send_to_deciders(struct cx *cx, const struct order_deciders *deciders,
	const struct notification_new *notification)
{
	int64_t *user_ids;
	size_t count;

	TRY(order_deciders(cx, deciders, &user_ids, &count));
	for (size_t i = 0; i < count; i++)
		TRY(send(cx, user_ids[i], notification));
	return OK;
}

enum err order_notify_assigned(struct cx *cx, const struct order *order, int64_t user_id)
{
	return send(cx, user_id,
		&(struct notification_new){
			.type = "order_assigned",
			.body = order->customer_name,
			.data = data_of(cx, order->id, order->customer_name, "priority",
				order_priority_words[order->high]),
			.subject_type = "order",
			.subject_id = order->id,
		});
}

enum err order_notify_given(struct cx *cx, int64_t user_id, int64_t orders, int64_t tasks)
{
	struct json json;

	json_begin(&json, cx->arena, 128);
	json_open(&json);
	json_field_int(&json, "orders", orders);
	json_field_int(&json, "tasks", tasks);
	json_field_text(&json, "by", cx->actor->user_name);
	json_close(&json);
	return send(cx, user_id,
		&(struct notification_new){
			.type = "work_given",
			.data = json_end(&json).ptr,
		});
}

enum err callback_notify_due(struct cx *cx, const struct callback *callback)
{
	return send_to_agent(cx, callback->agent_id,
		&(struct notification_new){
			.type = "callback_due",
			.body = callback->notes,
			.data = data_of(cx, callback->order_id, callback->customer_name,
				"callback_at", time_text(cx, callback->due_us)),
			.subject_type = "callback",
			.subject_id = callback->id,
		});
}

enum err follow_up_notify_due(struct cx *cx, const struct follow_up *follow_up)
{
	return send_to_agent(cx, follow_up->agent_id,
		&(struct notification_new){
			.type = "follow_up_due",
			.body = follow_up->customer_name,
			.data = data_of(cx, follow_up->order_id, follow_up->customer_name, "due_at",
				time_text(cx, follow_up->due_us)),
			.subject_type = "follow_up",
			.subject_id = follow_up->id,
		});
}

enum err reassign_notify_requested(struct cx *cx, const struct reassign_request *request)
{
	const struct notification_new notification = {
		.type = "reassign_request",
		.body = request->reason,
		.data = data_of(cx, request->order_id, request->customer_name, "agent_name",
			request->agent_name),
		.subject_type = "reassign_request",
		.subject_id = request->id,
	};

	return send_to_deciders(cx,
		&(struct order_deciders){
			.permission = "orders.reassign", .team_id = request->agent_team_id},
		&notification);
}

enum err reassign_notify_decided(struct cx *cx, const struct reassign_request *request)
{
	return send_to_agent(cx, request->agent_id,
		&(struct notification_new){
			.type = "reassign_decided",
			.body = request->decision_reason,
			.data = data_of(cx, request->order_id, request->customer_name, "status",
				request->status),
			.subject_type = "reassign_request",
			.subject_id = request->id,
		});
}

enum err modification_notify_requested(struct cx *cx, const struct modification *request)
{
	const struct notification_new notification = {
		.type = "modification_request",
		.body = request->reason,
		.data = data_of(cx, request->order_id, request->order.customer_name, "agent_name",
			request->user_name),
		.subject_type = "order_modification",
		.subject_id = request->id,
	};

	return send_to_deciders(cx,
		&(struct order_deciders){
			.permission = "orders.approve", .team_id = request->order.agent_team_id},
		&notification);
}

enum err modification_notify_decided(struct cx *cx, const struct modification *request)
{
	return send(cx, request->user_id,
		&(struct notification_new){
			.type = "modification_decided",
			.body = request->decision_reason,
			.data = data_of(cx, request->order_id, request->order.customer_name,
				"status", request->status),
			.subject_type = "order_modification",
			.subject_id = request->id,
		});
}

enum err order_notify_overdue(struct cx *cx, const struct order *order, int64_t count)
{
	const struct notification_new notification = {
		.type = "sla_breached",
		.body = order->customer_name,
		.data = data_of(cx, order->id, order->customer_name, "count",
			arena_format(cx->arena, "%lld", (long long)count)),
		.subject_type = "order",
		.subject_id = order->id,
	};

	return send_to_deciders(cx,
		&(struct order_deciders){.permission = "orders.reassign",
			.team_id = order->agent_team_id,
			.nearest = true},
		&notification);
}

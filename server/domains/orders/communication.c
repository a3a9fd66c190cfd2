/* communication.c - calls that agents log by hand. */
/* SPDX-License-Identifier: MIT */
#include "domains/orders/order_internal.h"

#include "platform/intl/intl.h"

const char *const communication_direction_words[] = {"outbound", "inbound", NULL};
const char *const communication_outcome_words[] = {"answered", "no_answer", "busy", "voicemail",
	"wrong_number", "callback_requested", "failed", NULL};

enum err communication_log_call(
	struct cx *cx, const struct call_log *call, struct communication *communication)
{
	struct callback callback;
	struct order order;

	TRY(order_by_key(cx, call->order_key, &order));
	*communication = (struct communication){
		.order_id = order.id,
		.customer_id = order.customer_id,
		.agent_id = cx->actor->agent_id,
		.agent_no = cx->actor->agent_code ? order_agent_no(cx->actor->agent_code) : 0,
		.agent_name = cx->actor->user_name,
		.channel = "call",
		.direction = call->direction,
		.to = order.customer_phone,
		.outcome = call->outcome,
		.body = call->notes ? call->notes : "",
		.duration_s = call->duration_s,
	};
	if (!text_empty(call->phone))
		TRY(intl_phone(cx, cx->actor->company->country, "phone_number", call->phone,
			&communication->to));
	TRY(communication_store_insert(cx, communication));
	TRY(order_hooks_call(cx, &order,
		&(struct order_call){.communication_id = communication->id,
			.duration_s = call->duration_s,
			.outcome = call->outcome,
			.notes = communication->body,
			.callback_us = call->callback_us}));
	communication->customer_name = order.customer_name;
	TRY(communication_publish(cx, "communication:created", communication));
	if (!call->callback_us.given)
		return OK;
	return callback_put(
		cx, &order, call->callback_us.value, call->phone, call->notes, &callback);
}

/* communication.c - calls that agents log by hand. */
/* SPDX-License-Identifier: MIT */
#include "domains/orders/order_internal.h"

#include "platform/intl/intl.h"

const char *const communication_direction_words[] = {"outbound", "inbound", NULL};
const char *const communication_outcome_words[] = {"answered", "no_answer", "busy", "voicemail",
	"wrong_number", "callback_requested", "failed", NULL};

/* A new one, or the one that its call left behind. */
static enum err put(struct cx *cx, const struct call_log *call, struct communication *row)
{
	struct communication_call of = {0};

	if (text_empty(call->call_id))
		return communication_store_insert(cx, row);
	TRY(communication_store_of_call(cx, call->call_id, row->order_id, &of));
	if (!of.call_id)
		return fail(cx, ERR_INVALID, "call_id", "This order has no such call.");
	if (of.summed)
		return fail(cx, ERR_CONFLICT, "call_id",
			"This call has been summed up by hand already.");
	if (of.communication_id) {
		row->id = of.communication_id;
		row->at_us = of.at_us;
		return communication_store_sum_up(cx, row);
	}
	TRY(communication_store_insert(cx, row));
	return communication_store_name_call(cx, row->id, of.call_id);
}

enum err communication_log_call(
	struct cx *cx, const struct call_log *call, struct communication *communication)
{
	const char *type = "communication:created";
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
	TRY(put(cx, call, communication));
	TRY(order_hooks_call(cx, &order,
		&(struct order_call){.communication_id = communication->id,
			.duration_s = call->duration_s,
			.outcome = call->outcome,
			.notes = communication->body,
			.callback_us = call->callback_us}));
	communication->customer_name = order.customer_name;
	if (communication->at_us != cx->now_us)
		type = "communication:updated";
	TRY(communication_publish(cx, type, communication));
	if (!call->callback_us.given)
		return OK;
	return callback_put(
		cx, &order, call->callback_us.value, call->phone, call->notes, &callback);
}

enum err order_call_ended(struct cx *cx, const struct order_call_ended *ended)
{
	struct communication communication = {
		.direction = ended->outgoing ? "outbound" : "inbound"};
	bool added;

	TRY(communication_store_insert_call(cx, ended, &communication, &added));
	if (!added)
		return OK;
	TRY(communication_store_read(cx, communication.id, &communication));
	return communication_publish(cx, "communication:created", &communication);
}

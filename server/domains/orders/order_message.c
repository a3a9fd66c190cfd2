/* order_message.c - what customers are told of their orders, and what they answer. */
/* SPDX-License-Identifier: MIT */
#include "domains/orders/order_internal.h"

#include "domains/accounts/account.h"
#include "domains/messaging/messaging.h"
#include "platform/intl/intl.h"

#include <inttypes.h>

/* ---- Values in texts ---------------------------------------------------------------- */

static const char *money(struct cx *cx, const struct order *order)
{
	const int digits = order_currency_digits(cx, order->currency);
	int64_t unit = 1;

	for (int i = 0; i < digits; i++)
		unit *= 10;
	if (digits == 0)
		return arena_format(cx->arena, "%s %" PRId64, order->currency, order->price_minor);
	return arena_format(cx->arena, "%s %" PRId64 ".%0*" PRId64, order->currency,
		order->price_minor / unit, digits, order->price_minor % unit);
}

static const char *day(struct cx *cx, struct opt_int day)
{
	char *text = arena_alloc(cx->arena, DAY_TEXT_BYTES);

	if (day.given)
		day_write(text, day.value);
	return text;
}

enum err order_message_vars(
	struct cx *cx, const struct order *order, const char *language, struct message_var *vars)
{
	const bool arabic = text_is(language, "ar");
	const struct order example = {.id = 1847,
		.code_year = civil_of_us(cx->now_us).year,
		.customer_name = arabic ? "أحمد الراشد" : "Ahmed Al-Rashid",
		.product_name = "Galaxy S24",
		.quantity = 1,
		.price_minor = 75000,
		.currency = cx->actor->company->currency,
		.address = arabic ? "مرسى دبي، مبنى 5" : "Dubai Marina, Building 5",
		.area = arabic ? "دبي" : "Dubai",
		.agent_name = cx->actor->user_name,
		.expected_delivery_day = {
			intl_day_of(cx->actor->company->time_zone, cx->now_us) + 1, true}};
	const struct order *of = order ? order : &example;

	vars[0] = (struct message_var){"customer_name", of->customer_name};
	vars[1] = (struct message_var){"order_code", order_code(cx->arena, of)};
	vars[2] = (struct message_var){"product", of->product_name};
	vars[3] = (struct message_var){
		"quantity", arena_format(cx->arena, "%" PRId64, of->quantity)};
	vars[4] = (struct message_var){"price", money(cx, of)};
	vars[5] = (struct message_var){"address", of->address};
	vars[6] = (struct message_var){"area", of->area};
	vars[7] = (struct message_var){"expected_delivery", day(cx, of->expected_delivery_day)};
	vars[8] = (struct message_var){"agent_name", of->agent_name};
	vars[9] = (struct message_var){"company_name", cx->actor->company->name};
	return OK;
}

/* ---- Sending ---------------------------------------------------------------------------- */

static enum err customer_of(struct cx *cx, const struct order *order, struct customer *customer)
{
	return customer_by_key(
		cx, arena_format(cx->arena, "%" PRId64, order->customer_id), customer);
}

static enum err text_of(struct cx *cx, const struct order *order,
	const struct order_message *wanted, enum message_channel channel, struct message_text *text)
{
	struct message_var vars[ORDER_VARS];
	struct customer customer;
	const char *language = wanted->language;

	if (!language) {
		TRY(customer_of(cx, order, &customer));
		language = customer.language;
	}
	TRY(order_message_vars(cx, order, language, vars));
	*text = (struct message_text){.subject = ""};
	if (wanted->template_code)
		TRY(message_template_fill(
			cx, channel, wanted->template_code, language, vars, ORDER_VARS, text));
	if (wanted->body)
		text->body = wanted->body;
	if (wanted->subject)
		text->subject = wanted->subject;
	return OK;
}

static struct communication as_communication(const struct message *message)
{
	return (struct communication){.id = message->id,
		.order_id = message->order_id,
		.customer_id = message->customer_id,
		.agent_id = message->agent_id,
		.channel = message_channel_words[message->channel],
		.direction = communication_direction_words[message->inbound],
		.to = message->to,
		.from = message->from,
		.body = message->body,
		.subject = message->subject,
		.template_code = message->template_code,
		.error = message->error,
		.status = message_status_words[message->status],
		.segments = message->segments,
		.at_us = message->at_us};
}

static enum err send(struct cx *cx, const struct order *order, const struct message_new *wanted,
	struct communication *sent)
{
	struct message_new filled = *wanted;
	struct message message;

	filled.order_id = order->id;
	filled.customer_id = order->customer_id;
	filled.agent_id = cx->actor->agent_id;
	TRY(message_send(cx, &filled, &message));
	*sent = as_communication(&message);
	sent->agent_no = cx->actor->agent_code ? order_agent_no(cx->actor->agent_code) : 0;
	sent->agent_name = cx->actor->user_name;
	sent->customer_name = order->customer_name;
	return OK;
}

enum err order_message_sms(
	struct cx *cx, const struct order_message *wanted, struct communication *sent)
{
	struct message_new message = {.channel = MESSAGE_SMS};
	struct order order;

	TRY(order_by_key(cx, wanted->order_key, &order));
	TRY(text_of(cx, &order, wanted, MESSAGE_SMS, &message.text));
	message.to = order.customer_phone;
	return send(cx, &order, &message, sent);
}

enum err order_message_sign(struct cx *cx, struct message_text *text)
{
	const char *signature;

	TRY(account_signature(cx, &signature));
	if (*signature)
		text->body = arena_format(cx->arena, "%s\n\n%s", text->body, signature);
	return OK;
}

enum err order_message_email(
	struct cx *cx, const struct order_message *wanted, struct communication *sent)
{
	struct message_new message = {.channel = MESSAGE_EMAIL, .to = wanted->to};
	struct customer customer;
	struct order order;

	TRY(order_by_key(cx, wanted->order_key, &order));
	TRY(text_of(cx, &order, wanted, MESSAGE_EMAIL, &message.text));
	if (!text_empty(wanted->body))
		TRY(order_message_sign(cx, &message.text));
	if (!message.to) {
		TRY(customer_of(cx, &order, &customer));
		message.to = customer.email;
	}
	return send(cx, &order, &message, sent);
}

/* ---- Changes of status (S0-ORD-22) --------------------------------------------------------- */

static const char *template_of(enum order_status status)
{
	switch (status) {
	case ORDER_CONFIRMED:
		return "order_confirmation";
	case ORDER_POSTPONED:
		return "order_postponed";
	case ORDER_CANCELLED:
		return "order_cancelled";
	case ORDER_NO_RESPONSE:
		return "no_response_followup";
	default:
		return NULL;
	}
}

enum err order_message_change(
	struct cx *cx, const struct order *order, int64_t history_id, enum order_notice *notice)
{
	const struct order_message wanted = {.template_code = template_of(order->status)};
	struct message_new message = {
		.channel = MESSAGE_SMS, .to = order->customer_phone, .history_id = history_id};
	struct communication sent;
	bool configured;

	*notice = NOTICE_NONE;
	if (!wanted.template_code)
		return OK;
	TRY(message_configured(cx, MESSAGE_SMS, &configured));
	if (!configured) {
		*notice = NOTICE_NOT_CONFIGURED;
		return OK;
	}
	if (text_empty(order->customer_phone)) {
		*notice = NOTICE_NO_PHONE;
		return OK;
	}
	*notice = NOTICE_QUEUED;
	TRY(text_of(cx, order, &wanted, MESSAGE_SMS, &message.text));
	return send(cx, order, &message, &sent);
}

/* ---- Texts of domains that hang on orders ---------------------------------------------------- */

enum err order_update_language(struct cx *cx, const struct order *order, const char **language)
{
	struct customer customer;

	TRY(customer_of(cx, order, &customer));
	*language = customer.language;
	return OK;
}

static enum err update_text(struct cx *cx, const struct order *order,
	const struct order_update *update, struct message_text *text)
{
	struct message_var vars[ORDER_VARS + ORDER_UPDATE_VALUES];
	const char *language;

	*text = (struct message_text){.subject = "", .body = update->body};
	if (update->body)
		return OK;
	TRY(order_update_language(cx, order, &language));
	TRY(order_message_vars(cx, order, language, vars));
	for (size_t i = 0; i < update->value_count; i++)
		vars[ORDER_VARS + i] = update->values[i];
	return message_template_fill(cx, update->email ? MESSAGE_EMAIL : MESSAGE_SMS,
		update->template_code, language, vars, ORDER_VARS + update->value_count, text);
}

enum err order_update_text(struct cx *cx, const struct order *order,
	const struct order_update *update, const char **text)
{
	struct message_text filled;

	TRY(update_text(cx, order, update, &filled));
	*text = filled.body;
	return OK;
}

enum err order_update_send(struct cx *cx, const struct order *order,
	const struct order_update *update, struct order_update_sent *sent)
{
	struct message_new message = {.channel = MESSAGE_SMS, .to = order->customer_phone};
	struct communication row;
	struct customer customer;
	struct json json;

	if (update->email) {
		TRY(customer_of(cx, order, &customer));
		message.channel = MESSAGE_EMAIL;
		message.to = customer.email;
	}
	TRY(update_text(cx, order, update, &message.text));
	TRY(send(cx, order, &message, &row));
	json_begin(&json, cx->arena, 512);
	communication_write(&json, cx, &row);
	*sent = (struct order_update_sent){row.id, json_end(&json).ptr};
	return OK;
}

/* ---- What became of messages ------------------------------------------------------------------ */

enum err order_message_changed(struct cx *cx, const struct message *message)
{
	const bool is_new = message->status == MESSAGE_QUEUED ||
		message->status == MESSAGE_RECEIVED;
	struct communication row;

	if (message->history_id &&
		(message->status == MESSAGE_SENT || message->status == MESSAGE_DELIVERED))
		TRY(order_history_notified(cx, message->history_id));
	TRY(communication_get(cx, message->id, &row));
	return communication_publish(
		cx, is_new ? "communication:created" : "communication:updated", &row);
}

enum err order_message_find(struct cx *cx, int64_t customer_id, struct message *message)
{
	struct order_list orders;

	TRY(order_of_customer(cx, customer_id, 20, &orders));
	for (size_t i = 0; i < orders.count; i++) {
		const struct order *order = &orders.orders[i];

		if (i > 0 && !order_is_open(order->status))
			continue;
		message->order_id = order->id;
		message->agent_id = order->agent_id;
		if (order_is_open(order->status))
			break;
	}
	return OK;
}

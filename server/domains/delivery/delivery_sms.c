/* delivery_sms.c - telling the customer by SMS where the parcel is. No SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/delivery/delivery_internal.h"

#include "domains/messaging/messaging.h"

#define TEMPLATE "delivery_update"
#define VALUES 3

/* Values of the template beside the order's own, in the customer's language. */
static enum err fill(struct cx *cx, const struct order *order, const struct delivery *delivery,
	struct message_var values[VALUES])
{
	const char *language;

	TRY(order_update_language(cx, order, &language));
	if (!language)
		language = cx->actor->company->language;
	values[0] = (struct message_var){"courier", delivery->courier_name};
	values[1] = (struct message_var){"tracking_number", delivery->tracking_number};
	values[2] = (struct message_var){
		"delivery_status", delivery_status_text(delivery->status, language)};
	return OK;
}

enum err delivery_sms_text(struct cx *cx, const struct order *order,
	const struct delivery *delivery, struct delivery_sms *sms)
{
	struct message_var values[VALUES];
	const struct order_update update = {
		.template_code = TEMPLATE, .values = values, .value_count = VALUES};

	TRY(fill(cx, order, delivery, values));
	TRY(order_update_text(cx, order, &update, &sms->text));
	return message_configured(cx, MESSAGE_SMS, &sms->configured);
}

enum err delivery_sms_send(
	struct cx *cx, const char *order_key, const char *text, const char **communication)
{
	struct message_var values[VALUES];
	const struct order_update update = {.template_code = TEMPLATE,
		.body = text_empty(text) ? NULL : text,
		.values = values,
		.value_count = VALUES};
	struct order_update_sent sent;
	struct delivery *rows;
	struct order order;
	size_t count;

	TRY(order_by_key(cx, order_key, &order));
	TRY(delivery_store_of_order(cx, order.id, &rows, &count));
	if (count == 0)
		return fail_state(cx, NULL, NULL, "The order has no parcel.");
	TRY(fill(cx, &order, &rows[0], values));
	TRY(order_update_send(cx, &order, &update, &sent));
	*communication = sent.json;
	return OK;
}

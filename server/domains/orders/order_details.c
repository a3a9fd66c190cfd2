/* order_details.c - one order with all that belongs to it. */
/* SPDX-License-Identifier: MIT */
#include "domains/orders/modification_internal.h"

static enum err load_modifications(struct cx *cx, struct order_details *details)
{
	struct modification_list list;

	TRY(modification_store_of_order(cx, details->order.id, &list));
	details->modifications = list.rows;
	details->modification_count = list.count;
	return OK;
}

enum err order_details_load(struct cx *cx, const char *key, struct order_details *details)
{
	const struct order *order = &details->order;

	*details = (struct order_details){0};
	TRY(order_by_key(cx, key, &details->order));
	TRY(customer_by_key(cx, arena_format(cx->arena, "%lld", (long long)order->customer_id),
		&details->customer));
	TRY(order_store_items(cx, order->id, &details->items, &details->item_count));
	TRY(order_note_list(cx, order->id, &details->notes, &details->note_count));
	TRY(communication_of_order(cx, order->id, &details->contacts, &details->contact_count));
	TRY(callback_of_order(cx, order->id, &details->callbacks, &details->callback_count));
	TRY(follow_up_of_order(cx, order->id, &details->follow_ups, &details->follow_up_count));
	TRY(order_hooks_entries(cx, order->id, &details->entries));
	TRY(order_hooks_escalation(cx, order->id, &details->escalation));
	TRY(load_modifications(cx, details));
	TRY(order_flag_reasons(cx, order, details->reasons, &details->reason_count));
	return order_history_list(cx, order->id, 20, &details->history, &details->history_count);
}

/* Their maintained numbers without the order itself. */
static void write_previous(struct json *json, const struct order_details *details)
{
	const struct customer *customer = &details->customer;
	const int64_t completed = customer->orders_completed -
		(details->order.status == ORDER_CLOSED);
	const int64_t cancelled = customer->orders_cancelled -
		(details->order.status == ORDER_CANCELLED);
	const int64_t total = customer->orders_total - 1;

	json_field_open(json, "previous_orders");
	json_field_int(json, "total", total);
	json_field_int(json, "completed", completed);
	json_field_int(json, "cancelled", cancelled);
	json_field_int(json, "open", total - completed - cancelled);
	json_close(json);
}

static void write_customer(
	struct json *json, const struct cx *cx, const struct order_details *details)
{
	const struct customer *customer = &details->customer;
	const struct order *order = &details->order;

	json_field_open(json, "customer");
	json_field_int(json, "id", order->customer_id);
	json_field_text(json, "code", order_customer_code(cx->arena, order->customer_id));
	json_field_text(json, "name", order->customer_name);
	json_field_text(json, "phone", order->customer_phone);
	json_field_text(json, "email", customer->email);
	json_field_text(json, "language", customer->language);
	write_previous(json, details);
	json_close(json);
	json_field_text(json, "customer_email", customer->email);
}

static void write_items(struct json *json, const struct order_details *details)
{
	json_field_open_array(json, "items");
	for (size_t i = 0; i < details->item_count; i++) {
		json_open(json);
		json_field_text(json, "name", details->items[i].name);
		json_field_text(json, "code", details->items[i].code);
		json_field_int(json, "quantity", details->items[i].quantity);
		json_field_int(json, "price_minor", details->items[i].price_minor);
		json_close(json);
	}
	json_close_array(json);
}

static void write_escalation(struct json *json, const struct order_escalation *open)
{
	if (!open->id) {
		json_field_null(json, "escalation");
		return;
	}
	json_field_open(json, "escalation");
	json_field_int(json, "id", open->id);
	json_field_text(json, "level", open->level);
	json_field_text(json, "status", open->status);
	json_field_text(json, "reason", open->reason);
	json_field_text(json, "raised_by", open->raised_by);
	json_field_text(json, "assigned_to", open->assigned_to);
	json_field_time(json, "raised_at", open->raised_us);
	json_close(json);
}

static void write_reason(
	struct json *json, const struct cx *cx, const struct order_flag_reason *reason)
{
	json_open(json);
	json_field_text(json, "flag", order_flag_words[reason->flag]);
	if (reason->flag == FLAG_REFUSER) {
		json_field_int(json, "refused", reason->refused);
		json_field_int(json, "of", reason->of);
	} else {
		json_field_int(json, "days", reason->days);
	}
	json_field_open_array(json, "orders");
	for (size_t i = 0; i < reason->order_count; i++) {
		const struct order *order = &reason->orders[i];

		json_open(json);
		json_field_int(json, "id", order->id);
		json_field_text(json, "short_code", order_short_code(cx->arena, order->id));
		json_field_text(json, "status", order_status_word(order->status));
		json_field_time(json, "created_at", order->created_us);
		json_close(json);
	}
	json_close_array(json);
	json_field_int(json, "hidden", reason->hidden);
	json_close(json);
}

static void write_reasons(
	struct json *json, const struct cx *cx, const struct order_details *details)
{
	json_field_open_array(json, "flag_reasons");
	for (size_t i = 0; i < details->reason_count; i++)
		write_reason(json, cx, &details->reasons[i]);
	json_close_array(json);
}

static void write_lists(struct json *json, const struct cx *cx, const struct order_details *details)
{
	json_field_open_array(json, "notes");
	for (size_t i = 0; i < details->note_count; i++)
		order_note_write(json, &details->notes[i]);
	json_close_array(json);
	order_timeline_write(json, cx, details);
	json_field_open_array(json, "callbacks");
	for (size_t i = 0; i < details->callback_count; i++)
		callback_write(json, cx, &details->callbacks[i]);
	json_close_array(json);
	json_field_open_array(json, "follow_ups");
	for (size_t i = 0; i < details->follow_up_count; i++)
		follow_up_write(json, cx, &details->follow_ups[i]);
	json_close_array(json);
	json_field_open_array(json, "history");
	for (size_t i = 0; i < details->history_count; i++)
		order_history_write(json, cx, &details->history[i]);
	json_close_array(json);
	json_field_open_array(json, "modifications");
	for (size_t i = 0; i < details->modification_count; i++)
		modification_write(json, cx, &details->modifications[i]);
	json_close_array(json);
}

void order_details_write(
	struct json *json, const struct cx *cx, const struct order_details *details)
{
	json_open(json);
	order_write_row(json, cx, &details->order, cx->actor->permissions);
	write_customer(json, cx, details);
	write_items(json, details);
	write_escalation(json, &details->escalation);
	write_reasons(json, cx, details);
	write_lists(json, cx, details);
	json_close(json);
}

enum err order_customer_visible(struct cx *cx, int64_t customer_id, bool *visible)
{
	struct order_list orders;

	*visible = true;
	if (order_scope(cx->actor) == SCOPE_COMPANY)
		return OK;
	TRY(order_of_customer(cx, customer_id, 1, &orders));
	*visible = orders.count > 0;
	return OK;
}

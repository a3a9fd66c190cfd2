/* order_write.c - an order as JSON: the row of lists, and of events. */
/* SPDX-License-Identifier: MIT */
#include "domains/orders/order_internal.h"

/* What every agent may do: the statuses that a row offers to receivers of an event. */
#define PLAIN_AGENT (UINT64_C(1) << PERM_ORDERS_WRITE)

static void write_padded(struct buf *out, int64_t number, int width)
{
	char digits[24];
	const size_t length = write_int(digits, number);

	for (int i = (int)length; i < width; i++)
		buf_byte(out, '0');
	buf_add(out, digits, length);
}

/* "key":"PREFIX-000123", without going through the arena: lists write thousands of these. */
static void write_code(
	struct json *json, const char *key, const char *prefix, int64_t number, int width)
{
	char text[64];
	struct buf code = {.ptr = text, .room = sizeof(text) - 1};

	buf_text(&code, prefix);
	write_padded(&code, number, width);
	json_key(json, key);
	json_text_n(json, text, code.len);
}

void order_agent_write(struct json *json, const struct cx *cx, const char *key, int64_t agent_id,
	int64_t agent_no, const char *name)
{
	(void)cx;
	if (!agent_id) {
		json_field_null(json, key);
		return;
	}
	json_field_open(json, key);
	json_field_int(json, "id", agent_id);
	write_code(json, "code", "AGT-", agent_no, 3);
	json_field_text(json, "name", name);
	json_close(json);
}

static void write_codes(struct json *json, const struct order *order)
{
	char text[64];
	struct buf code = {.ptr = text, .room = sizeof(text) - 1};

	buf_text(&code, "ORD-");
	write_padded(&code, order->code_year, 4);
	buf_byte(&code, '-');
	write_padded(&code, order->id, 6);
	json_field_int(json, "id", order->id);
	json_key(json, "order_id");
	json_text_n(json, text, code.len);
	json_key(json, "code");
	json_text_n(json, text, code.len);
	write_code(json, "short_code", "ORD-", order->id, 6);
	json_field_text(json, "external_code", order->external_code);
	json_field_text(json, "source", order->source);
	json_field_int(json, "version", order->version);
}

static void write_customer(struct json *json, const struct order *order)
{
	json_field_open(json, "customer");
	json_field_int(json, "id", order->customer_id);
	write_code(json, "code", "CUST-", order->customer_id, 3);
	json_field_text(json, "name", order->customer_name);
	json_field_text(json, "phone", order->customer_phone);
	json_close(json);
}

static void write_wares(struct json *json, const struct cx *cx, const struct order *order)
{
	if (order->seller_id) {
		json_field_open(json, "seller");
		json_field_int(json, "id", order->seller_id);
		json_field_text(json, "name", order->seller_name);
		json_close(json);
	} else {
		json_field_null(json, "seller");
	}
	json_field_text(json, "seller_name", order->seller_name);
	if (order->product_id) {
		json_field_open(json, "product");
		json_field_int(json, "id", order->product_id);
		json_field_text(json, "code", order->product_code);
		json_field_text(json, "name", order->product_name);
		json_field_text(json, "product_url", order->product_url);
		json_close(json);
	} else {
		json_field_null(json, "product");
	}
	json_field_text(json, "product_name", order->product_name);
	json_field_text(json, "product_url", order->product_url);
	json_field_int(json, "quantity", order->quantity);
	json_key(json, "price");
	json_money(json, order->price_minor, order_currency_digits(cx, order->currency));
	json_field_int(json, "price_minor", order->price_minor);
	json_field_text(json, "currency", order->currency);
}

static void write_allowed(struct json *json, enum order_status from, uint64_t permissions)
{
	json_field_open_array(json, "allowed_statuses");
	for (const struct order_move *move = order_moves; move->from <= from; move++)
		if (move->from == from && order_move_allowed(from, move->to, permissions))
			json_text(json, order_status_words[move->to]);
	json_close_array(json);
}

static void write_pending(struct json *json, unsigned pending)
{
	json_field_open_array(json, "pending_changes");
	if (pending & PENDING_CHANGE)
		json_text(json, "change");
	if (pending & PENDING_CANCELLATION)
		json_text(json, "cancellation");
	json_close_array(json);
}

static void write_flags(struct json *json, int64_t flags)
{
	json_field_open_array(json, "flags");
	for (int flag = 0; order_flag_words[flag]; flag++)
		if (flags >> flag & 1)
			json_text(json, order_flag_words[flag]);
	json_close_array(json);
}

void order_write_row(
	struct json *json, const struct cx *cx, const struct order *order, uint64_t permissions)
{
	write_codes(json, order);
	json_field_text(json, "status", order_status_words[order->status]);
	json_field_text(json, "priority", order_priority_words[order->high]);
	json_field_time(json, "status_since", order->status_since_us);
	json_field_text(json, "customer_name", order->customer_name);
	json_field_text(json, "customer_phone", order->customer_phone);
	write_wares(json, cx, order);
	json_field_text(json, "address", order->address);
	json_field_text(json, "area", order->area);
	json_field_text(json, "landmark", order->landmark);
	json_field_opt_time(json, "expected_at", order->expected_us);
	json_field_opt_day(json, "expected_delivery", order->expected_delivery_day);
	json_field_time(json, "created_at", order->created_us);
	json_field_time(json, "updated_at", order->updated_us);
	order_agent_write(
		json, cx, "assigned_agent", order->agent_id, order->agent_no, order->agent_name);
	json_field_opt_time(json, "assigned_at", order->assigned_us);
	json_field_int(json, "attempts", order->attempts);
	json_field_opt_time(json, "next_attempt_at", order->next_attempt_us);
	json_field_text(json, "cancellation_reason", order->cancellation_reason);
	json_field_text(json, "cancellation_details", order->cancellation_details);
	write_pending(json, order->pending);
	order_sla_write(json, &order->sla);
	write_flags(json, order->flags);
	write_allowed(json, order->status, permissions);
}

void order_write(struct json *json, const struct cx *cx, const struct order *order)
{
	json_open(json);
	write_customer(json, order);
	order_write_row(json, cx, order, cx->actor->permissions);
	json_close(json);
}

void order_report_write(struct json *json, const struct cx *cx, const struct order *order)
{
	json_open(json);
	write_customer(json, order);
	order_write_row(json, cx, order, cx->actor->permissions);
	json_field_opt_time(json, "confirmed_at", order->confirmed_us);
	json_field_text(json, "outcome", order->outcome);
	json_close(json);
}

void order_write_listed(struct json *json, const struct cx *cx, const struct order *order)
{
	const size_t before = json->out.len;
	struct str text;

	order_write(json, cx, order);
	text = (struct str){json->out.ptr + before, json->out.len - before};
	if (text.ptr[0] == ',')
		text = (struct str){text.ptr + 1, text.len - 1};
	order_row_keep(cx, order, text);
}

void order_write_shared(struct json *json, const struct cx *cx, const struct order *order)
{
	json_open(json);
	write_customer(json, order);
	order_write_row(json, cx, order, PLAIN_AGENT);
	json_close(json);
}

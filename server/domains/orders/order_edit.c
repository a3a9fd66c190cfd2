/* order_edit.c - correcting what an order says. */
/* SPDX-License-Identifier: MIT */
#include "domains/orders/order_internal.h"

#include "base/utf8.h"

static void set_text(
	struct cx *cx, const char *field, const char *given, size_t most, const char **member)
{
	if (!given)
		return;
	if (utf8_count(given) > most)
		fail_field(cx, field, "Use at most %zu characters.", most);
	*member = given;
}

static enum err apply_plain(struct cx *cx, const struct order_edit *edit, struct order *order)
{
	set_text(cx, "customer_name", edit->customer_name, 200, &order->customer_name);
	set_text(cx, "address", edit->address, 500, &order->address);
	set_text(cx, "area", edit->area, 200, &order->area);
	set_text(cx, "landmark", edit->landmark, 200, &order->landmark);
	if (text_empty(order->customer_name))
		fail_field(cx, "customer_name", "This is needed.");
	if (edit->quantity.given)
		order->quantity = edit->quantity.value;
	if (edit->price_minor.given)
		order->price_minor = edit->price_minor.value;
	if (edit->currency)
		order->currency = edit->currency;
	if (edit->priority)
		order->high = text_is(edit->priority, "high");
	if (edit->expected_us.given)
		order->expected_us = edit->expected_us;
	if (edit->expected_delivery_day.given)
		order->expected_delivery_day = edit->expected_delivery_day;
	return order_amounts_check(cx, order->quantity, order->price_minor, order->currency);
}

/* Another phone is another customer, who may already be known. */
static enum err apply_customer(struct cx *cx, const struct order_edit *edit, struct order *order)
{
	const struct customer_seek seek = {
		.name = order->customer_name,
		.phone = text_empty(edit->customer_phone) ? order->customer_phone
							  : edit->customer_phone,
		.email = text_empty(edit->customer_email) ? NULL : edit->customer_email,
		.address = order->address,
		.area = order->area,
		.landmark = order->landmark,
	};
	struct customer customer;

	if (text_empty(edit->customer_phone) && text_empty(edit->customer_email))
		return OK;
	TRY(customer_find_or_create(cx, &seek, &customer, NULL));
	order->customer_id = customer.id;
	if (customer.phone)
		order->customer_phone = customer.phone;
	return OK;
}

static enum err apply_wares(struct cx *cx, const struct order_edit *edit, struct order *order)
{
	const struct order_wares wares = {
		.seller_name = edit->seller_name ? edit->seller_name : order->seller_name,
		.product_name = edit->product_name || edit->product_code ? edit->product_name
									 : order->product_name,
		.product_code = edit->product_name || edit->product_code ? edit->product_code
									 : order->product_code,
		.product_url = edit->product_url,
	};

	if (!edit->seller_name && !edit->product_name && !edit->product_code && !edit->product_url)
		return OK;
	return order_find_wares(cx, &wares, order);
}

static enum err move_customer_counts(
	struct cx *cx, const struct order *before, const struct order *after)
{
	const int closed = after->status == ORDER_CLOSED;
	const int cancelled = after->status == ORDER_CANCELLED;

	if (before->customer_id == after->customer_id)
		return OK;
	TRY(customer_count_orders(cx, before->customer_id, -1, -closed, -cancelled));
	return customer_count_orders(cx, after->customer_id, 1, closed, cancelled);
}

/* Numbers go by what an order says, and flags by whose it is and what it is of. */
static enum err follow(struct cx *cx, const struct order *before, struct order *after)
{
	TRY(confirmation_follow(cx, after, false, NULL));
	TRY(order_hooks_corrected(cx, before, after));
	if (before->customer_id == after->customer_id && before->product_id == after->product_id)
		return OK;
	TRY(order_flags_refresh(cx, after->customer_id, after));
	return before->customer_id == after->customer_id
		? OK
		: order_flags_refresh(cx, before->customer_id, NULL);
}

/* Names of the members that differ, as events carry them. */
static const char *const *changed_names(
	struct arena *arena, const struct order *a, const struct order *b)
{
	const char **names = arena_array(arena, 16, sizeof(*names));
	size_t n = 0;

#define DIFFERS(name, test) \
	if (test) \
	names[n++] = name
	DIFFERS("customer", a->customer_id != b->customer_id);
	DIFFERS("customer_name", !text_is(a->customer_name, b->customer_name));
	DIFFERS("customer_phone", !text_is(a->customer_phone, b->customer_phone));
	DIFFERS("seller", a->seller_id != b->seller_id);
	DIFFERS("product",
		a->product_id != b->product_id || !text_is(a->product_name, b->product_name) ||
			!text_is(a->product_url, b->product_url));
	DIFFERS("quantity", a->quantity != b->quantity);
	DIFFERS("price", a->price_minor != b->price_minor || !text_is(a->currency, b->currency));
	DIFFERS("address", !text_is(a->address, b->address));
	DIFFERS("area", !text_is(a->area, b->area));
	DIFFERS("landmark", !text_is(a->landmark, b->landmark));
	DIFFERS("priority", a->high != b->high);
	DIFFERS("expected_at",
		a->expected_us.given != b->expected_us.given ||
			a->expected_us.value != b->expected_us.value);
	DIFFERS("expected_delivery",
		a->expected_delivery_day.given != b->expected_delivery_day.given ||
			a->expected_delivery_day.value != b->expected_delivery_day.value);
#undef DIFFERS
	return names;
}

enum err order_edit(
	struct cx *cx, const char *key, const struct order_edit *edit, struct order *order)
{
	const char *const *changed;
	struct order before;
	int64_t id, year;

	if (!order_key_read(key, &id, &year))
		return fail(cx, ERR_NOT_FOUND, NULL,
			"This order does not exist, or is not visible to you.");
	TRY(order_store_lock(cx, id, year, &before));
	TRY(order_version_check(cx, &before, edit->version));
	*order = before;
	TRY(apply_plain(cx, edit, order));
	TRY(apply_customer(cx, edit, order));
	TRY(apply_wares(cx, edit, order));
	changed = changed_names(cx->arena, &before, order);
	if (!changed[0])
		return OK;
	TRY(order_store_set_fields(cx, order));
	if (order->high != before.high)
		TRY(order_sla_choose_again(cx, order));
	TRY(order_counters_move(cx, &before, order));
	TRY(move_customer_counts(cx, &before, order));
	TRY(order_search_put(cx, order));
	TRY(follow(cx, &before, order));
	return order_publish_updated(cx, order, NULL, changed);
}

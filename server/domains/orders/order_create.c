/* order_create.c - how an order comes into being, whoever sends it. */
/* SPDX-License-Identifier: MIT */
#include "domains/orders/order_internal.h"

#include "base/utf8.h"
#include "platform/intl/intl.h"

#define QUANTITY_MAX 1000000
#define PRICE_MAX INT64_C(100000000000000) /* minor units */
#define EARLIEST_US (366 * US_PER_DAY) /* day 0 means all time in the counters */

static void check_length(struct cx *cx, const char *field, const char *text, size_t most)
{
	if (text && utf8_count(text) > most)
		fail_field(cx, field, "Use at most %zu characters.", most);
}

static void check_names(struct cx *cx, const struct order_new *wanted)
{
	if (text_empty(wanted->customer_name))
		fail_field(cx, "customer_name", "This is needed.");
	if (text_empty(wanted->customer_phone))
		fail_field(cx, "customer_phone", "This is needed.");
	if (text_empty(wanted->product_name) && text_empty(wanted->product_code))
		fail_field(cx, "product_name", "A product name or code is needed.");
	check_length(cx, "customer_name", wanted->customer_name, 200);
	check_length(cx, "product_name", wanted->product_name, 300);
	check_length(cx, "product_code", wanted->product_code, 64);
	check_length(cx, "seller_name", wanted->seller_name, 200);
	check_length(cx, "address", wanted->address, 500);
	check_length(cx, "area", wanted->area, 200);
	check_length(cx, "landmark", wanted->landmark, 200);
	check_length(cx, "external_code", wanted->external_code, 100);
	check_length(cx, "notes", wanted->note, 4000);
}

enum err order_amounts_check(
	struct cx *cx, int64_t quantity, int64_t price_minor, const char *currency)
{
	if (quantity < 1 || quantity > QUANTITY_MAX)
		fail_field(cx, "quantity", "Use a number between 1 and %d.", QUANTITY_MAX);
	if (price_minor < 0 || price_minor > PRICE_MAX)
		fail_field(cx, "price", "This is not a price.");
	if (intl_currency_digits(currency) < 0)
		fail_field(cx, "currency", "There is no such currency.");
	return cx->failure.message ? ERR_INVALID : OK;
}

static enum err check(struct cx *cx, const struct order_new *wanted)
{
	check_names(cx, wanted);
	if (wanted->created_us.given &&
		(wanted->created_us.value < EARLIEST_US ||
			wanted->created_us.value > cx->now_us + US_PER_DAY))
		fail_field(cx, "created_at", "An order cannot be of this time.");
	for (size_t i = 0; i < wanted->item_count; i++)
		if (text_empty(wanted->items[i].name) || wanted->items[i].quantity < 1 ||
			wanted->items[i].price_minor < 0)
			fail_field(cx, "items", "Item %zu has no name, quantity or price.", i + 1);
	return order_amounts_check(cx, wanted->quantity ? wanted->quantity : 1, wanted->price_minor,
		wanted->currency ? wanted->currency : cx->actor->company->currency);
}

static const char *or_empty(const char *text)
{
	return text ? text : "";
}

/* What the wish says, and where and when; everything but people and wares. */
static void fill(struct cx *cx, const struct order_new *wanted, struct order *order)
{
	const struct company *company = cx->actor->company;
	const int64_t created_us = wanted->created_us.given ? wanted->created_us.value : cx->now_us;
	const int64_t day = intl_day_of(company->time_zone, created_us);

	*order = (struct order){
		.code_year = civil_of_us(day * US_PER_DAY).year,
		.status = ORDER_NEW,
		.status_since_us = created_us,
		.high = wanted->high,
		.quantity = wanted->quantity ? wanted->quantity : 1,
		.price_minor = wanted->price_minor,
		.currency = wanted->currency ? wanted->currency : company->currency,
		.address = or_empty(wanted->address),
		.area = or_empty(wanted->area),
		.landmark = or_empty(wanted->landmark),
		.expected_us = wanted->expected_us,
		.expected_delivery_day = wanted->expected_delivery_day,
		.department_id = wanted->department_id,
		.source = wanted->source ? wanted->source : "manual",
		.external_code = text_empty(wanted->external_code) ? NULL : wanted->external_code,
		.created_us = created_us,
		.created_day = day,
		.updated_us = cx->now_us,
	};
}

/* *known: the customer has been here before. */
static enum err find_people(
	struct cx *cx, const struct order_new *wanted, struct order *order, bool *known)
{
	const struct customer_seek seek = {
		.name = wanted->customer_name,
		.phone = wanted->customer_phone,
		.email = text_empty(wanted->customer_email) ? NULL : wanted->customer_email,
		.address = wanted->address,
		.area = wanted->area,
		.landmark = wanted->landmark,
	};
	struct customer customer;
	bool created = false;

	TRY(customer_find_or_create(cx, &seek, &customer, &created));
	*known = !created;
	order->customer_id = customer.id;
	order->customer_name = wanted->customer_name;
	order->customer_phone = or_empty(customer.phone);
	return OK;
}

enum err order_find_wares(struct cx *cx, const struct order_wares *wares, struct order *order)
{
	struct product_seek seek = {.code = wares->product_code,
		.name = wares->product_name,
		.url = wares->product_url};
	struct product product;
	struct seller seller = {0, ""};

	if (!text_empty(wares->seller_name))
		TRY(seller_find_or_create(cx, wares->seller_name, &seller));
	seek.seller_id = seller.id;
	if (text_empty(seek.name)) {
		if (product_by_key(cx, seek.code, &product) != OK) {
			fail_clear(cx);
			return fail(cx, ERR_INVALID, "product_code", "There is no such product.");
		}
	} else {
		TRY(product_find_or_create(cx, &seek, &product));
	}
	order->seller_id = seller.id;
	order->seller_name = seller.name;
	order->product_id = product.id;
	order->product_code = product.code;
	order->product_name = text_empty(seek.name) ? product.name : seek.name;
	order->product_url = wares->product_url ? wares->product_url : product.url;
	return OK;
}

static enum err assign(
	struct cx *cx, const struct order_new *wanted, struct order *order, struct assignee *agent)
{
	bool pool = wanted->agent_id < 0;

	*agent = (struct assignee){0};
	if (wanted->agent_id == 0)
		TRY(order_policy_in_pool(cx, &pool));
	if (pool)
		return OK;
	if (wanted->agent_id == 0) {
		TRY(assignment_choose(cx,
			&(struct assignment_wish){
				.department_id = order->department_id, .open = true},
			agent));
	} else {
		if (assignment_by_id(cx, wanted->agent_id, agent) != OK) {
			fail_clear(cx);
			return fail(cx, ERR_INVALID, "agent_id", "There is no such agent.");
		}
		TRY(assignment_load(cx, agent->agent_id, 1));
	}
	if (agent->agent_id)
		assignment_set(order, agent, cx->now_us);
	return OK;
}

/* Another unit was faster with the same number: its order is the answer. */
static enum err give_way(struct cx *cx, struct order *order)
{
	const struct order mine = *order;

	if (mine.agent_id)
		TRY(assignment_load(cx, mine.agent_id, -1));
	TRY(order_store_by_external(cx, mine.source, mine.external_code, order));
	return fail(cx, ERR_CONFLICT, "external_code", "This order is already here.");
}

static enum err complete(struct cx *cx, const struct order_new *wanted, bool known,
	const struct assignee *agent, struct order *order)
{
	struct order_history history = {.new_status = order_status_word(ORDER_NEW)};
	struct order_note note;

	TRY(order_store_insert_items(cx, order->id, wanted->items, wanted->item_count));
	TRY(order_counters_move(cx, NULL, order));
	TRY(customer_count_orders(cx, order->customer_id, 1, 0, 0));
	TRY(order_history_add(cx, order, &history));
	if (!text_empty(wanted->note))
		TRY(order_note_put(cx, order->id, wanted->note, &note));
	TRY(order_search_put(cx, order));
	if (known)
		TRY(order_flags_refresh(cx, order->customer_id, order));
	TRY(order_publish_created(cx, order));
	if (order->agent_id && !wanted->quiet)
		TRY(order_notify_assigned(cx, order, agent->user_id));
	return OK;
}

enum err order_create(struct cx *cx, const struct order_new *wanted, struct order *order)
{
	const struct order_wares wares = {wanted->seller_name, wanted->product_name,
		wanted->product_code, wanted->product_url};
	struct assignee agent;
	bool stored = false, known;

	TRY(check(cx, wanted));
	fill(cx, wanted, order);
	TRY(order_store_begin(cx));
	if (order->external_code) {
		const char *source = order->source, *external_code = order->external_code;
		const enum err err = order_store_by_external(cx, source, external_code, order);

		if (err == OK)
			return fail(
				cx, ERR_CONFLICT, "external_code", "This order is already here.");
		if (err != ERR_NOT_FOUND)
			return err;
	}
	TRY(find_people(cx, wanted, order, &known));
	TRY(order_find_wares(cx, &wares, order));
	TRY(assign(cx, wanted, order, &agent));
	TRY(order_sla_begin(
		cx, order->department_id ? order->department_id : agent.department_id, order));
	TRY(order_store_insert(cx, order, &stored));
	if (!stored)
		return give_way(cx, order);
	return complete(cx, wanted, known, &agent, order);
}

enum err order_by_key(struct cx *cx, const char *key, struct order *order)
{
	int64_t id, year;

	if (!order_key_read(key, &id, &year))
		return fail(cx, ERR_NOT_FOUND, NULL,
			"This order does not exist, or is not visible to you.");
	return order_store_get(cx, id, year, order);
}

/* order_entry_api.c - HTTP: entering an order by hand, and correcting it. */
/* SPDX-License-Identifier: MIT */
#include "domains/orders/order_api.h"
#include "domains/orders/order_internal.h"

#include "platform/intl/intl.h"

struct entry_params {
	const char *customer_name, *customer_phone, *customer_email;
	const char *product_name, *product_code, *product_url, *seller_name;
	struct opt_int quantity, price_minor;
	const char *price, *currency;
	const char *address, *area, *landmark, *priority;
	struct opt_int expected_at, expected_delivery;
	/* of new orders */
	const char *external_code, *source, *notes, *agent_id;
	/* of corrections */
	struct opt_int version; /* read by http_version() */
};

#define TEXT(member, most, says) \
	{ \
		.name = #member, .type = SHAPE_TEXT, .flags = SHAPE_NULLABLE, \
		.offset = offsetof(struct entry_params, member), .max = (most), .about = (says) \
	}

#define ENTRY_FIELDS \
	TEXT(customer_name, 200, NULL), \
		{.name = "customer_phone", \
			.type = SHAPE_PHONE, \
			.flags = SHAPE_NULLABLE, \
			.offset = offsetof(struct entry_params, customer_phone), \
			.about = "As people write it; the company's country counts"}, \
		{.name = "customer_email", \
			.type = SHAPE_EMAIL, \
			.flags = SHAPE_NULLABLE, \
			.offset = offsetof(struct entry_params, customer_email)}, \
		TEXT(product_name, 300, "Or product_code"), TEXT(product_code, 64, NULL), \
		TEXT(product_url, 2000, "http or https"), TEXT(seller_name, 200, NULL), \
		{.name = "quantity", \
			.type = SHAPE_INT, \
			.flags = SHAPE_NULLABLE, \
			.offset = offsetof(struct entry_params, quantity), \
			.min = 1, \
			.max = 1000000}, \
		{.name = "price", \
			.type = SHAPE_MONEY, \
			.flags = SHAPE_NULLABLE, \
			.offset = offsetof(struct entry_params, price), \
			.about = "Of the whole order; or price_minor"}, \
		{.name = "price_minor", \
			.type = SHAPE_INT, \
			.flags = SHAPE_NULLABLE, \
			.offset = offsetof(struct entry_params, price_minor), \
			.max = 100000000000000}, \
		{.name = "currency", \
			.type = SHAPE_TEXT, \
			.flags = SHAPE_NULLABLE, \
			.offset = offsetof(struct entry_params, currency), \
			.min = 3, \
			.max = 3, \
			.about = "ISO 4217; else the company's"}, \
		TEXT(address, 500, NULL), TEXT(area, 200, NULL), TEXT(landmark, 200, NULL), \
		{.name = "priority", \
			.type = SHAPE_WORD, \
			.flags = SHAPE_NULLABLE, \
			.offset = offsetof(struct entry_params, priority), \
			.words = order_priority_words}, \
		{.name = "expected_at", \
			.type = SHAPE_TIME, \
			.flags = SHAPE_NULLABLE, \
			.offset = offsetof(struct entry_params, expected_at)}, \
	{ \
		.name = "expected_delivery", .type = SHAPE_DAY, .flags = SHAPE_NULLABLE, \
		.offset = offsetof(struct entry_params, expected_delivery) \
	}

static const struct shape_field new_fields[] = {
	ENTRY_FIELDS,
	TEXT(external_code, 100, "The shop's own number; one order for each"),
	TEXT(source, 64, "Where it comes from; manual if not said"),
	TEXT(notes, 4000, "Becomes the first note"),
	{.name = "agent_id",
		.type = SHAPE_KEY,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct entry_params, agent_id),
		.about = "Else the least loaded agent"},
};
static const struct shape new_shape = {
	.name = "OrderNew", .fields = new_fields, .count = COUNT(new_fields)};

static const struct shape_field edit_fields[] = {
	ENTRY_FIELDS,
	{.name = "version",
		.type = SHAPE_INT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct entry_params, version),
		.max = INT64_MAX,
		.about = "The version last seen; or If-Match"},
};
static const struct shape edit_shape = {
	.name = "OrderCorrection", .fields = edit_fields, .count = COUNT(edit_fields)};

/* "750.00" in the currency that was given with it. */
static enum err read_price(struct cx *cx, const struct entry_params *params, const char *currency,
	struct opt_int *minor)
{
	const int digits = order_currency_digits(cx, currency);

	*minor = params->price_minor;
	if (params->price_minor.given || text_empty(params->price))
		return OK;
	if (!intl_money_read(str_of(params->price), digits, &minor->value))
		return fail(cx, ERR_INVALID, "price", "Use an amount with at most %d decimals.",
			digits);
	minor->given = true;
	return OK;
}

static const char *currency_of(const struct cx *cx, const struct entry_params *params)
{
	return text_empty(params->currency) ? cx->actor->company->currency : params->currency;
}

static enum err read_url(struct cx *cx, const char *url)
{
	if (text_empty(url) || str_starts(str_of(url), "https://") ||
		str_starts(str_of(url), "http://"))
		return OK;
	return fail(cx, ERR_INVALID, "product_url", "Use an address with http or https.");
}

static enum err read_agent(struct cx *cx, const char *key, int64_t *agent_id)
{
	struct assignee agent;

	if (!key)
		return OK;
	if (assignment_agent(cx, key, &agent) != OK) {
		fail_clear(cx);
		return fail(cx, ERR_INVALID, "agent_id", "There is no such agent.");
	}
	*agent_id = agent.agent_id;
	return OK;
}

static void write_order(struct http_req *rq, int status, const struct order *order)
{
	struct json *json = http_reply(rq, status);

	json_key(json, "order");
	order_write(json, &rq->cx, order);
}

/* A number that is taken is answered with the order that has it, if the actor sees that. */
static enum err create(struct cx *cx, const struct order_new *wanted, struct order *order)
{
	const enum err err = order_create(cx, wanted, order);

	if (err == ERR_CONFLICT && order->id && order_scope(cx->actor) == SCOPE_COMPANY)
		cx->failure.current_json = order_row_json(cx, order);
	return err;
}

/* POST /api/orders */
static enum err post_order(struct http_req *rq)
{
	struct entry_params params = {0};
	struct opt_int price = {0};
	struct order order;
	struct order_new wanted;

	TRY(http_read(rq, &params));
	TRY(read_price(&rq->cx, &params, currency_of(&rq->cx, &params), &price));
	if (!price.given)
		return fail(&rq->cx, ERR_INVALID, "price", "This is needed.");
	TRY(read_url(&rq->cx, params.product_url));
	wanted = (struct order_new){
		.customer_name = params.customer_name,
		.customer_phone = params.customer_phone,
		.customer_email = params.customer_email,
		.address = params.address,
		.area = params.area,
		.landmark = params.landmark,
		.seller_name = params.seller_name,
		.product_name = params.product_name,
		.product_code = text_empty(params.product_code) ? NULL : params.product_code,
		.product_url = text_empty(params.product_url) ? NULL : params.product_url,
		.quantity = params.quantity.value,
		.price_minor = price.value,
		.currency = currency_of(&rq->cx, &params),
		.high = text_is(params.priority, "high"),
		.expected_us = params.expected_at,
		.expected_delivery_day = params.expected_delivery,
		.source = text_empty(params.source) ? NULL : params.source,
		.external_code = params.external_code,
		.note = params.notes,
	};
	TRY(read_agent(&rq->cx, params.agent_id, &wanted.agent_id));
	TRY(create(&rq->cx, &wanted, &order));
	write_order(rq, 201, &order);
	return OK;
}

static enum err read_edit(struct cx *cx, const struct entry_params *params, const struct order *now,
	struct order_edit *edit)
{
	TRY(read_url(cx, params->product_url));
	*edit = (struct order_edit){
		.customer_name = params->customer_name,
		.customer_phone = params->customer_phone,
		.customer_email = params->customer_email,
		.address = params->address,
		.area = params->area,
		.landmark = params->landmark,
		.seller_name = params->seller_name,
		.product_name = text_empty(params->product_name) ? NULL : params->product_name,
		.product_code = text_empty(params->product_code) ? NULL : params->product_code,
		.product_url = text_empty(params->product_url) ? NULL : params->product_url,
		.quantity = params->quantity,
		.currency = text_empty(params->currency) ? NULL : params->currency,
		.priority = params->priority,
		.expected_us = params->expected_at,
		.expected_delivery_day = params->expected_delivery,
	};
	return read_price(
		cx, params, edit->currency ? edit->currency : now->currency, &edit->price_minor);
}

enum err order_entry_read_edit(struct http_req *rq, const struct json_value *changes,
	const struct order *now, struct order_edit *edit)
{
	struct entry_params params = {0};

	TRY(http_read_object(rq, &edit_shape, changes, &params));
	return read_edit(&rq->cx, &params, now, edit);
}

/* PUT /api/orders/{id} */
static enum err put_order(struct http_req *rq)
{
	struct entry_params params = {0};
	struct order_edit edit;
	struct order now, order;

	TRY(http_read(rq, &params));
	TRY(order_by_key(&rq->cx, http_path(rq, "id"), &now));
	TRY(read_edit(&rq->cx, &params, &now, &edit));
	TRY(http_version(rq, &edit.version));
	TRY(order_edit(&rq->cx, http_path(rq, "id"), &edit, &order));
	write_order(rq, 200, &order);
	return OK;
}

const struct http_route order_entry_routes[] = {
	{.method = HTTP_POST,
		.pattern = "/api/orders",
		.handler = post_order,
		.permission = PERM_ORDERS_CREATE,
		.access = HTTP_WRITE,
		.summary = "Enter an order",
		.in = &new_shape,
		.out = &order_answer,
		.flags = HTTP_IDEMPOTENT_KEY,
		.status = 201},
	{.method = HTTP_PUT,
		.pattern = "/api/orders/{id}",
		.handler = put_order,
		.permission = PERM_ORDERS_CREATE,
		.access = HTTP_WRITE,
		.summary = "Correct what an order says",
		.in = &edit_shape,
		.out = &order_answer},
	{0},
};

/* order_view_api.c - HTTP: customers and products of orders that the actor sees. */
/* SPDX-License-Identifier: MIT */
#include "domains/orders/order_api.h"
#include "domains/orders/order_internal.h"

#define ORDER_ROWS 20
#define CONTACT_ROWS 50

static const char *const stage_words[] = {
	"lead", "contacted", "qualified", "viewing", "negotiation", "won", "lost", NULL};
static const struct schema_field customer_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "code", .type = SCHEMA_TEXT},
	{.name = "name", .type = SCHEMA_TEXT},
	{.name = "phone", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "email", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "language", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "stage", .type = SCHEMA_WORD, .words = stage_words},
	{.name = "address", .type = SCHEMA_TEXT},
	{.name = "area", .type = SCHEMA_TEXT},
	{.name = "landmark", .type = SCHEMA_TEXT},
	{.name = "orders_total", .type = SCHEMA_INT},
	{.name = "orders_completed", .type = SCHEMA_INT},
	{.name = "orders_cancelled", .type = SCHEMA_INT},
	{.name = "created_at", .type = SCHEMA_TIME},
	{.name = "orders",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &order_schema,
		.about = "The last 20 that the reader sees"},
	{.name = "interactions",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &communication_schema,
		.about = "About orders that the reader sees"},
};
static const struct schema customer_schema = {
	.name = "Customer", .fields = customer_fields, .count = COUNT(customer_fields)};
static const struct schema_field customer_out_fields[] = {
	{.name = "customer", .type = SCHEMA_OBJECT, .ref = &customer_schema},
};
static const struct schema customer_out = {.name = "CustomerAnswer",
	.fields = customer_out_fields,
	.count = COUNT(customer_out_fields)};

static void write_customer(struct json *json, const struct customer *customer)
{
	json_field_int(json, "id", customer->id);
	json_field_text(json, "code", customer->code);
	json_field_text(json, "name", customer->name);
	json_field_text(json, "phone", customer->phone);
	json_field_text(json, "email", customer->email);
	json_field_text(json, "language", customer->language);
	json_field_text(json, "stage", customer->stage);
	json_field_text(json, "address", customer->address);
	json_field_text(json, "area", customer->area);
	json_field_text(json, "landmark", customer->landmark);
	json_field_int(json, "orders_total", customer->orders_total);
	json_field_int(json, "orders_completed", customer->orders_completed);
	json_field_int(json, "orders_cancelled", customer->orders_cancelled);
	json_field_time(json, "created_at", customer->created_us);
}

/* GET /api/agent/customers/{id}: only those on an order that the actor sees. */
static enum err get_customer(struct http_req *rq)
{
	const bool company = order_scope(rq->cx.actor) == SCOPE_COMPANY;
	struct customer customer;
	struct communication *contacts;
	struct order_list list;
	struct json *json;
	size_t count;

	TRY(customer_by_key(&rq->cx, http_path(rq, "id"), &customer));
	TRY(order_of_customer(&rq->cx, customer.id, ORDER_ROWS, &list));
	if (list.count == 0 && !company)
		return fail(&rq->cx, ERR_NOT_FOUND, NULL, "There is no such customer.");
	TRY(communication_of_customer(&rq->cx, customer.id, CONTACT_ROWS, &contacts, &count));

	json = http_reply(rq, 200);
	json_field_open(json, "customer");
	write_customer(json, &customer);
	json_field_open_array(json, "orders");
	for (size_t i = 0; i < list.count; i++)
		order_write(json, &rq->cx, &list.orders[i]);
	json_close_array(json);
	json_field_open_array(json, "interactions");
	for (size_t i = 0; i < count; i++)
		communication_write(json, &rq->cx, &contacts[i]);
	json_close_array(json);
	json_close(json);
	return OK;
}

static const struct schema_field product_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "code", .type = SCHEMA_TEXT},
	{.name = "name", .type = SCHEMA_TEXT},
	{.name = "category", .type = SCHEMA_TEXT},
	{.name = "product_url", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "price", .type = SCHEMA_NUMBER, .flags = SCHEMA_NULLABLE},
	{.name = "price_minor", .type = SCHEMA_INT, .flags = SCHEMA_NULLABLE},
	{.name = "currency", .type = SCHEMA_TEXT},
	{.name = "seller_id", .type = SCHEMA_INT, .flags = SCHEMA_NULLABLE},
};
static const struct schema product_schema = {
	.name = "Product", .fields = product_fields, .count = COUNT(product_fields)};
static const struct schema_field product_out_fields[] = {
	{.name = "product", .type = SCHEMA_OBJECT, .ref = &product_schema},
};
static const struct schema product_out = {
	.name = "ProductAnswer", .fields = product_out_fields, .count = COUNT(product_out_fields)};

static void write_product(
	struct json *json, const struct company *company, const struct product *product)
{
	json_field_open(json, "product");
	json_field_int(json, "id", product->id);
	json_field_text(json, "code", product->code);
	json_field_text(json, "name", product->name);
	json_field_text(json, "category", product->category);
	json_field_text(json, "product_url", product->url);
	if (product->price_minor.given) {
		json_key(json, "price");
		json_money(json, product->price_minor.value, company->currency_digits);
	} else {
		json_field_null(json, "price");
	}
	json_field_opt_int(json, "price_minor", product->price_minor);
	json_field_text(json, "currency", company->currency);
	json_field_id(json, "seller_id", product->seller_id);
	json_close(json);
}

/* GET /api/agent/products/{id} */
static enum err get_product(struct http_req *rq)
{
	struct product product;
	bool visible;

	TRY(product_by_key(&rq->cx, http_path(rq, "id"), &product));
	TRY(order_product_visible(&rq->cx, product.id, &visible));
	if (!visible)
		return fail(&rq->cx, ERR_NOT_FOUND, NULL, "There is no such product.");
	write_product(http_reply(rq, 200), rq->cx.actor->company, &product);
	return OK;
}

const struct http_route order_view_routes[] = {
	{.method = HTTP_GET,
		.pattern = "/api/agent/customers/{id}",
		.handler = get_customer,
		.permission = PERM_CUSTOMERS_READ,
		.access = HTTP_READ,
		.summary = "A customer of visible orders, with orders and contacts",
		.out = &customer_out},
	{.method = HTTP_GET,
		.pattern = "/api/agent/products/{id}",
		.handler = get_product,
		.permission = PERM_PRODUCTS_READ,
		.access = HTTP_READ,
		.summary = "A product of visible orders",
		.out = &product_out},
	{0},
};

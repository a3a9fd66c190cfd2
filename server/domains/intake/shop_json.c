/* shop_json.c - orders as shops send them in JSON: each member to the cell it means. */
/* SPDX-License-Identifier: MIT */
#include "domains/intake/intake_internal.h"

#include "platform/json/json.h"

/* Member of an object, of an object in it ("shipping.city"), or NULL. */
static const struct json_value *at_path(const struct json_value *value, const char *path)
{
	struct str rest = str_of(path);

	while (value && rest.len) {
		char name[40];
		struct str part = str_cut(rest, '.', &rest);

		if (part.len >= sizeof(name) || json_kind_of(value) != JSON_OBJECT)
			return NULL;
		memcpy(name, part.ptr, part.len);
		name[part.len] = '\0';
		value = json_get(value, name);
	}
	return value;
}

/* 750.50 as people write it: no exponent, no zeros at the end. */
static const char *decimal(struct arena *arena, double value)
{
	char *text = arena_format(arena, "%.6f", value);
	size_t length = strlen(text);

	while (length && text[length - 1] == '0')
		text[--length] = '\0';
	if (length && text[length - 1] == '.')
		text[length - 1] = '\0';
	return text;
}

/* Text and numbers; NULL for anything else and for nothing but blanks. */
static const char *text_at(struct arena *arena, const struct json_value *value, const char *path)
{
	struct str text;

	value = at_path(value, path);
	if (!value)
		return NULL;
	switch (json_kind_of(value)) {
	case JSON_INT:
		return arena_format(arena, "%lld", (long long)json_int_of(value));
	case JSON_DOUBLE:
		return decimal(arena, json_double_of(value));
	case JSON_TEXT:
		text = str_trim(str_of(json_text_of(value)));
		return text.len ? arena_text_n(arena, text.ptr, text.len) : NULL;
	default:
		return NULL;
	}
}

/* Members of a field, best first. */
struct member {
	enum intake_field field;
	const char *path;
};

static const struct member shopify_members[] = {
	{FIELD_NUMBER, "name"},
	{FIELD_NUMBER, "order_number"},
	{FIELD_NAME, "shipping_address.name"},
	{FIELD_NAME, "billing_address.name"},
	{FIELD_FIRST_NAME, "shipping_address.first_name"},
	{FIELD_FIRST_NAME, "customer.first_name"},
	{FIELD_LAST_NAME, "shipping_address.last_name"},
	{FIELD_LAST_NAME, "customer.last_name"},
	{FIELD_PHONE, "shipping_address.phone"},
	{FIELD_PHONE, "billing_address.phone"},
	{FIELD_PHONE, "phone"},
	{FIELD_PHONE, "customer.phone"},
	{FIELD_EMAIL, "email"},
	{FIELD_EMAIL, "contact_email"},
	{FIELD_EMAIL, "customer.email"},
	{FIELD_ADDRESS, "shipping_address.address1"},
	{FIELD_ADDRESS, "billing_address.address1"},
	{FIELD_LANDMARK, "shipping_address.address2"},
	{FIELD_AREA, "shipping_address.city"},
	{FIELD_AREA, "billing_address.city"},
	{FIELD_PRICE, "total_price"},
	{FIELD_CURRENCY, "currency"},
	{FIELD_NOTES, "note"},
	{FIELD_CREATED, "created_at"},
	{FIELD_CANCELLED, "cancelled_at"},
	{FIELD_STATUS, "financial_status"},
	{FIELD_COUNT, NULL},
};
static const struct member shopify_item[] = {
	{FIELD_PRODUCT, "name"},
	{FIELD_PRODUCT, "title"},
	{FIELD_PRODUCT_CODE, "sku"},
	{FIELD_QUANTITY, "quantity"},
	{FIELD_ITEM_PRICE, "price"},
	{FIELD_SELLER, "vendor"},
	{FIELD_COUNT, NULL},
};

static const struct member woocommerce_members[] = {
	{FIELD_NUMBER, "number"},
	{FIELD_NUMBER, "id"},
	{FIELD_FIRST_NAME, "shipping.first_name"},
	{FIELD_FIRST_NAME, "billing.first_name"},
	{FIELD_LAST_NAME, "shipping.last_name"},
	{FIELD_LAST_NAME, "billing.last_name"},
	{FIELD_PHONE, "shipping.phone"},
	{FIELD_PHONE, "billing.phone"},
	{FIELD_EMAIL, "billing.email"},
	{FIELD_ADDRESS, "shipping.address_1"},
	{FIELD_ADDRESS, "billing.address_1"},
	{FIELD_LANDMARK, "shipping.address_2"},
	{FIELD_AREA, "shipping.city"},
	{FIELD_AREA, "billing.city"},
	{FIELD_PRICE, "total"},
	{FIELD_CURRENCY, "currency"},
	{FIELD_NOTES, "customer_note"},
	{FIELD_STATUS, "status"},
	{FIELD_COUNT, NULL},
};
static const struct member woocommerce_item[] = {
	{FIELD_PRODUCT, "name"},
	{FIELD_PRODUCT_CODE, "sku"},
	{FIELD_QUANTITY, "quantity"},
	{FIELD_COUNT, NULL},
};

/* As POST /api/orders takes them. */
static const struct member own_members[] = {
	{FIELD_NUMBER, "external_code"},
	{FIELD_NUMBER, "order_number"},
	{FIELD_NAME, "customer_name"},
	{FIELD_PHONE, "customer_phone"},
	{FIELD_EMAIL, "customer_email"},
	{FIELD_PRODUCT_URL, "product_url"},
	{FIELD_PRICE, "price"},
	{FIELD_CURRENCY, "currency"},
	{FIELD_ADDRESS, "address"},
	{FIELD_AREA, "area"},
	{FIELD_LANDMARK, "landmark"},
	{FIELD_SELLER, "seller_name"},
	{FIELD_SELLER, "seller"},
	{FIELD_PRIORITY, "priority"},
	{FIELD_EXPECTED, "expected_at"},
	{FIELD_DELIVERY, "expected_delivery"},
	{FIELD_NOTES, "notes"},
	{FIELD_CREATED, "created_at"},
	{FIELD_COUNT, NULL},
};
static const struct member own_item[] = {
	{FIELD_PRODUCT, "product_name"},
	{FIELD_PRODUCT, "product"},
	{FIELD_PRODUCT, "name"},
	{FIELD_PRODUCT_CODE, "product_code"},
	{FIELD_PRODUCT_CODE, "code"},
	{FIELD_QUANTITY, "quantity"},
	{FIELD_COUNT, NULL},
};

static void read_members(struct arena *arena, const struct json_value *object,
	const struct member *members, struct intake_cells *cells)
{
	for (; members->path; members++)
		if (!cells->text[members->field])
			cells->text[members->field] = text_at(arena, object, members->path);
}

struct dialect {
	const char *kind, *items;
	const struct member *members, *item;
};

static const struct dialect dialects[] = {
	{"shopify", "line_items", shopify_members, shopify_item},
	{"woocommerce", "line_items", woocommerce_members, woocommerce_item},
	{"plain", "items", own_members, own_item},
};

/* "auto" looks at members that only one of them has. */
static const struct dialect *dialect_of(const char *kind, const struct json_value *order)
{
	for (size_t i = 0; i < COUNT(dialects); i++)
		if (text_is(kind, dialects[i].kind))
			return &dialects[i];
	if (json_kind_of(order) == JSON_OBJECT && json_get(order, "line_items"))
		return &dialects[json_get(order, "billing") ? 1 : 0];
	return &dialects[2];
}

/* WooCommerce gives the time in UTC without saying so. */
static void read_woocommerce_time(
	struct arena *arena, const struct json_value *order, struct intake_cells *cells)
{
	const char *utc = text_at(arena, order, "date_created_gmt");

	cells->text[FIELD_CREATED] = utc ? arena_format(arena, "%sZ", utc)
					 : text_at(arena, order, "date_created");
}

static void read_minor_price(
	const struct draft_context *context, struct draft *draft, const struct json_value *order)
{
	const struct json_value *minor = at_path(order, "price_minor");

	if (!minor || draft->priced)
		return;
	if (json_kind_of(minor) != JSON_INT || json_int_of(minor) < 0) {
		draft_fault(context, draft, "price_minor", "This is not a whole number.");
		return;
	}
	draft->order.price_minor = json_int_of(minor);
	draft->priced = true;
}

static struct draft *draft_of_object(const struct draft_context *context,
	const struct dialect *dialect, int64_t line, const struct json_value *order)
{
	const struct json_value *items = json_get(order, dialect->items);
	const bool listed = items && json_kind_of(items) == JSON_ARRAY;
	const size_t count = listed ? json_count(items) : 0;
	struct intake_cells cells = {0};
	struct draft *draft;

	read_members(context->arena, order, dialect->members, &cells);
	if (dialect == &dialects[1])
		read_woocommerce_time(context->arena, order, &cells);
	if (dialect == &dialects[2] && !count)
		read_members(context->arena, order, dialect->item, &cells);
	if (count)
		read_members(context->arena, json_item(items, 0), dialect->item, &cells);
	draft = draft_new(context, line, &cells);
	for (size_t i = 1; i < count; i++) {
		struct intake_cells item = {0};

		read_members(context->arena, json_item(items, i), dialect->item, &item);
		draft_add_item(context, draft, &item);
	}
	read_minor_price(context, draft, order);
	return draft;
}

struct draft *draft_of_json(const struct draft_context *context, const char *kind, int64_t line,
	const struct json_value *order)
{
	struct draft *draft;

	if (json_kind_of(order) != JSON_OBJECT) {
		const struct intake_cells nothing = {0};

		draft = draft_new(context, line, &nothing);
		draft_fault(context, draft, "order", "This is not an object.");
	} else {
		draft = draft_of_object(context, dialect_of(kind, order), line, order);
	}
	draft_end(context, draft);
	return draft;
}

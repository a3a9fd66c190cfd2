/* layout.c - which column means what, by the header of the file. */
/* SPDX-License-Identifier: MIT */
#include "domains/intake/intake_internal.h"

#include "platform/intl/intl.h"

const char *const intake_format_words[] = {"auto", "shopify", "woocommerce", "plain", NULL};

/* Columns of a field, best first; compared by their folds. */
struct column {
	enum intake_field field;
	const char *header;
};

/* Shopify, Orders > Export. */
static const struct column shopify_columns[] = {
	{FIELD_NUMBER, "Name"},
	{FIELD_NAME, "Shipping Name"},
	{FIELD_NAME, "Billing Name"},
	{FIELD_PHONE, "Shipping Phone"},
	{FIELD_PHONE, "Billing Phone"},
	{FIELD_PHONE, "Phone"},
	{FIELD_EMAIL, "Email"},
	{FIELD_ADDRESS, "Shipping Street"},
	{FIELD_ADDRESS, "Shipping Address1"},
	{FIELD_ADDRESS, "Billing Street"},
	{FIELD_ADDRESS, "Billing Address1"},
	{FIELD_AREA, "Shipping City"},
	{FIELD_AREA, "Shipping Province Name"},
	{FIELD_AREA, "Shipping Province"},
	{FIELD_AREA, "Billing City"},
	{FIELD_PRODUCT, "Lineitem name"},
	{FIELD_PRODUCT_CODE, "Lineitem sku"},
	{FIELD_QUANTITY, "Lineitem quantity"},
	{FIELD_ITEM_PRICE, "Lineitem price"},
	{FIELD_PRICE, "Total"},
	{FIELD_CURRENCY, "Currency"},
	{FIELD_SELLER, "Vendor"},
	{FIELD_NOTES, "Notes"},
	{FIELD_CREATED, "Created at"},
	{FIELD_CANCELLED, "Cancelled at"},
	{FIELD_STATUS, "Financial Status"},
	{FIELD_COUNT, NULL},
};

/* The usual export plug-ins for WooCommerce, in both orders of their words. */
static const struct column woocommerce_columns[] = {
	{FIELD_NUMBER, "Order Number"},
	{FIELD_NUMBER, "Order ID"},
	{FIELD_STATUS, "Order Status"},
	{FIELD_CREATED, "Order Date"},
	{FIELD_NOTES, "Customer Note"},
	{FIELD_FIRST_NAME, "First Name (Shipping)"},
	{FIELD_FIRST_NAME, "First Name (Billing)"},
	{FIELD_FIRST_NAME, "Shipping First Name"},
	{FIELD_FIRST_NAME, "Billing First Name"},
	{FIELD_LAST_NAME, "Last Name (Shipping)"},
	{FIELD_LAST_NAME, "Last Name (Billing)"},
	{FIELD_LAST_NAME, "Shipping Last Name"},
	{FIELD_LAST_NAME, "Billing Last Name"},
	{FIELD_NAME, "Full Name (Shipping)"},
	{FIELD_NAME, "Full Name (Billing)"},
	{FIELD_PHONE, "Phone (Shipping)"},
	{FIELD_PHONE, "Phone (Billing)"},
	{FIELD_PHONE, "Billing Phone"},
	{FIELD_EMAIL, "Email (Billing)"},
	{FIELD_EMAIL, "Billing Email Address"},
	{FIELD_EMAIL, "Billing Email"},
	{FIELD_ADDRESS, "Address 1&2 (Shipping)"},
	{FIELD_ADDRESS, "Address 1&2 (Billing)"},
	{FIELD_ADDRESS, "Address 1 (Shipping)"},
	{FIELD_ADDRESS, "Address 1 (Billing)"},
	{FIELD_ADDRESS, "Shipping Address 1"},
	{FIELD_ADDRESS, "Billing Address 1"},
	{FIELD_AREA, "City (Shipping)"},
	{FIELD_AREA, "City (Billing)"},
	{FIELD_AREA, "Shipping City"},
	{FIELD_AREA, "Billing City"},
	{FIELD_PRODUCT, "Item Name"},
	{FIELD_PRODUCT, "Product Name"},
	{FIELD_PRODUCT_CODE, "SKU"},
	{FIELD_QUANTITY, "Quantity"},
	{FIELD_ITEM_PRICE, "Item Cost"},
	{FIELD_PRICE, "Order Total Amount"},
	{FIELD_PRICE, "Order Total"},
	{FIELD_CURRENCY, "Order Currency"},
	{FIELD_CURRENCY, "Currency"},
	{FIELD_COUNT, NULL},
};

/* Our own (docs/guide): one order a line, English or Arabic names. */
static const struct column plain_columns[] = {
	{FIELD_NUMBER, "order_number"},
	{FIELD_NUMBER, "order no"},
	{FIELD_NUMBER, "order id"},
	{FIELD_NUMBER, "رقم الطلب"},
	{FIELD_NUMBER, "رقم الطلبية"},
	{FIELD_NAME, "customer_name"},
	{FIELD_NAME, "customer"},
	{FIELD_NAME, "اسم العميل"},
	{FIELD_NAME, "العميل"},
	{FIELD_NAME, "اسم الزبون"},
	{FIELD_PHONE, "customer_phone"},
	{FIELD_PHONE, "phone"},
	{FIELD_PHONE, "mobile"},
	{FIELD_PHONE, "هاتف العميل"},
	{FIELD_PHONE, "رقم الهاتف"},
	{FIELD_PHONE, "رقم الجوال"},
	{FIELD_PHONE, "الهاتف"},
	{FIELD_PHONE, "الجوال"},
	{FIELD_EMAIL, "customer_email"},
	{FIELD_EMAIL, "email"},
	{FIELD_EMAIL, "البريد الإلكتروني"},
	{FIELD_PRODUCT, "product"},
	{FIELD_PRODUCT, "product_name"},
	{FIELD_PRODUCT, "المنتج"},
	{FIELD_PRODUCT, "اسم المنتج"},
	{FIELD_PRODUCT_CODE, "product_code"},
	{FIELD_PRODUCT_CODE, "sku"},
	{FIELD_PRODUCT_CODE, "رمز المنتج"},
	{FIELD_PRODUCT_URL, "product_url"},
	{FIELD_PRODUCT_URL, "رابط المنتج"},
	{FIELD_QUANTITY, "quantity"},
	{FIELD_QUANTITY, "qty"},
	{FIELD_QUANTITY, "الكمية"},
	{FIELD_QUANTITY, "العدد"},
	{FIELD_PRICE, "price"},
	{FIELD_PRICE, "total"},
	{FIELD_PRICE, "السعر"},
	{FIELD_PRICE, "المبلغ"},
	{FIELD_PRICE, "الإجمالي"},
	{FIELD_CURRENCY, "currency"},
	{FIELD_CURRENCY, "العملة"},
	{FIELD_ADDRESS, "address"},
	{FIELD_ADDRESS, "العنوان"},
	{FIELD_AREA, "area"},
	{FIELD_AREA, "city"},
	{FIELD_AREA, "المنطقة"},
	{FIELD_AREA, "المدينة"},
	{FIELD_LANDMARK, "landmark"},
	{FIELD_LANDMARK, "علامة مميزة"},
	{FIELD_LANDMARK, "أقرب معلم"},
	{FIELD_SELLER, "seller"},
	{FIELD_SELLER, "seller_name"},
	{FIELD_SELLER, "البائع"},
	{FIELD_SELLER, "المتجر"},
	{FIELD_PRIORITY, "priority"},
	{FIELD_PRIORITY, "الأولوية"},
	{FIELD_EXPECTED, "expected_at"},
	{FIELD_EXPECTED, "الوقت المتوقع"},
	{FIELD_DELIVERY, "expected_delivery"},
	{FIELD_DELIVERY, "تاريخ التسليم"},
	{FIELD_DELIVERY, "التسليم المتوقع"},
	{FIELD_NOTES, "notes"},
	{FIELD_NOTES, "ملاحظات"},
	{FIELD_CREATED, "created_at"},
	{FIELD_CREATED, "order_date"},
	{FIELD_CREATED, "تاريخ الطلب"},
	{FIELD_COUNT, NULL},
};

static const struct format {
	const char *name;
	const struct column *columns;
	bool several_lines;
	/* A header has one column of each; ends in FIELD_COUNT. */
	enum intake_field needs[5];
} formats[] = {
	{"shopify", shopify_columns, true,
		{FIELD_NUMBER, FIELD_PRODUCT, FIELD_QUANTITY, FIELD_ITEM_PRICE, FIELD_COUNT}},
	{"woocommerce", woocommerce_columns, true,
		{FIELD_NUMBER, FIELD_STATUS, FIELD_PRODUCT, FIELD_PRICE, FIELD_COUNT}},
	{"plain", plain_columns, false, {FIELD_NAME, FIELD_PHONE, FIELD_PRICE, FIELD_COUNT}},
};

static int column_of(const char *const *folds, size_t count, const char *fold)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(folds[i], fold) == 0)
			return (int)i;
	return -1;
}

/* The first needed field without a column, or FIELD_COUNT. */
static enum intake_field match(struct arena *arena, const struct format *format,
	const char *const *folds, size_t count, struct layout *layout)
{
	int found[FIELD_COUNT] = {0};

	*layout = (struct layout){.format = format->name, .several_lines = format->several_lines};
	memset(layout->columns, -1, sizeof(layout->columns));
	for (const struct column *column = format->columns; column->header; column++) {
		const int at = column_of(folds, count, intl_fold(arena, column->header));

		if (at >= 0 && found[column->field] < LAYOUT_CHOICES - 1)
			layout->columns[column->field][found[column->field]++] = at;
	}
	for (size_t i = 0; format->needs[i] != FIELD_COUNT; i++)
		if (!found[format->needs[i]])
			return format->needs[i];
	if (!found[FIELD_PRODUCT] && !found[FIELD_PRODUCT_CODE])
		return FIELD_PRODUCT;
	return FIELD_COUNT;
}

static const char *header_of(const struct format *format, enum intake_field field)
{
	for (const struct column *column = format->columns; column->header; column++)
		if (column->field == field)
			return column->header;
	return "";
}

enum err layout_read(struct cx *cx, const char *format, const char *const *header, size_t count,
	struct layout *layout)
{
	const bool any = !format || text_is(format, "auto");
	const char **folds = arena_array(cx->arena, count, sizeof(*folds));
	enum intake_field missing = FIELD_COUNT;
	const struct format *at;

	for (size_t i = 0; i < count; i++)
		folds[i] = intl_fold(cx->arena, header[i]);
	for (at = formats; at < formats + COUNT(formats); at++) {
		if (!any && !text_is(format, at->name))
			continue;
		missing = match(cx->arena, at, folds, count, layout);
		if (missing == FIELD_COUNT)
			return OK;
		if (!any)
			break;
	}
	if (any)
		return fail(cx, ERR_MALFORMED, "file",
			"The first line is no header of a known order export. At least "
			"customer_name, customer_phone, product and price are needed.");
	return fail(cx, ERR_MALFORMED, "file", "The first line has no column \"%s\".",
		header_of(at, missing));
}

const char *layout_get(const struct layout *layout, enum intake_field field,
	const char *const *cells, size_t count)
{
	for (const int *at = layout->columns[field]; *at >= 0; at++)
		if ((size_t)*at < count && *cells[*at])
			return cells[*at];
	return NULL;
}

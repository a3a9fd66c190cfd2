/* stock_layout.c - which column of a stock file means what, by its header. */
/* SPDX-License-Identifier: MIT */
#include "domains/inventory/stock_internal.h"

const char *const stock_field_words[] = {
	"code", "name", "category", "location", "quantity", "threshold", "url", "price", NULL};

/* Compared by their folds. */
static const struct column {
	enum stock_field field;
	const char *header;
} columns[] = {
	{STOCK_CODE, "code"},
	{STOCK_CODE, "product_code"},
	{STOCK_CODE, "sku"},
	{STOCK_CODE, "رمز المنتج"},
	{STOCK_CODE, "الرمز"},
	{STOCK_NAME, "name"},
	{STOCK_NAME, "product"},
	{STOCK_NAME, "product_name"},
	{STOCK_NAME, "اسم المنتج"},
	{STOCK_NAME, "المنتج"},
	{STOCK_CATEGORY, "category"},
	{STOCK_CATEGORY, "الفئة"},
	{STOCK_CATEGORY, "التصنيف"},
	{STOCK_LOCATION, "location"},
	{STOCK_LOCATION, "shelf"},
	{STOCK_LOCATION, "الموقع"},
	{STOCK_LOCATION, "الرف"},
	{STOCK_QUANTITY, "quantity"},
	{STOCK_QUANTITY, "qty"},
	{STOCK_QUANTITY, "stock"},
	{STOCK_QUANTITY, "الكمية"},
	{STOCK_QUANTITY, "المخزون"},
	{STOCK_THRESHOLD, "threshold"},
	{STOCK_THRESHOLD, "low_stock_threshold"},
	{STOCK_THRESHOLD, "حد التنبيه"},
	{STOCK_THRESHOLD, "الحد الأدنى"},
	{STOCK_URL, "url"},
	{STOCK_URL, "product_url"},
	{STOCK_URL, "رابط المنتج"},
	{STOCK_PRICE, "price"},
	{STOCK_PRICE, "السعر"},
};

enum err stock_layout_read(
	struct cx *cx, const char *const *header, size_t count, struct stock_layout *layout)
{
	memset(layout->columns, -1, sizeof(layout->columns));
	for (size_t i = 0; i < count; i++) {
		const char *fold = intl_fold(cx->arena, header[i]);

		for (size_t c = 0; c < COUNT(columns); c++)
			if (layout->columns[columns[c].field] < 0 &&
				text_is(fold, intl_fold(cx->arena, columns[c].header)))
				layout->columns[columns[c].field] = (int)i;
	}
	if (layout->columns[STOCK_CODE] < 0)
		return fail(cx, ERR_MALFORMED, "file", "The first line has no column \"code\".");
	return OK;
}

const char *stock_layout_get(const struct stock_layout *layout, enum stock_field field,
	const char *const *cells, size_t count)
{
	const int at = layout->columns[field];

	return at >= 0 && (size_t)at < count && *cells[at] ? cells[at] : NULL;
}

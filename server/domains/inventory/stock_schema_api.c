/* stock_schema_api.c - how answers about stock look: what stock_write.c writes. */
/* SPDX-License-Identifier: MIT */
#include "domains/inventory/stock_api.h"

static const struct schema_field level_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "code", .type = SCHEMA_TEXT, .about = "WH-A-R3-S12: warehouse, row, shelf"},
	{.name = "quantity", .type = SCHEMA_INT},
};
static const struct schema level_schema = {
	.name = "StockLevel", .fields = level_fields, .count = COUNT(level_fields)};

static const struct schema_field product_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "code", .type = SCHEMA_TEXT},
	{.name = "name", .type = SCHEMA_TEXT},
	{.name = "category", .type = SCHEMA_TEXT, .about = "Empty for none"},
	{.name = "product_url", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "price", .type = SCHEMA_NUMBER, .flags = SCHEMA_NULLABLE},
	{.name = "price_minor", .type = SCHEMA_INT, .flags = SCHEMA_NULLABLE},
	{.name = "currency", .type = SCHEMA_TEXT},
	{.name = "quantity", .type = SCHEMA_INT, .about = "Of all locations together"},
	{.name = "low_stock_threshold",
		.type = SCHEMA_INT,
		.about = "Stock is low when it is not more than this"},
	{.name = "status", .type = SCHEMA_WORD, .words = stock_state_words},
	{.name = "location",
		.type = SCHEMA_TEXT,
		.flags = SCHEMA_NULLABLE,
		.about = "Where most of it lies"},
	{.name = "locations",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &level_schema,
		.about = "Most first"},
	{.name = "version", .type = SCHEMA_INT},
	{.name = "updated_at", .type = SCHEMA_TIME},
};
const struct schema stock_product_schema = {
	.name = "StockProduct", .fields = product_fields, .count = COUNT(product_fields)};

static const struct schema_field location_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "code", .type = SCHEMA_TEXT},
	{.name = "warehouse", .type = SCHEMA_TEXT, .about = "What stands before row and shelf"},
	{.name = "name", .type = SCHEMA_TEXT},
	{.name = "version", .type = SCHEMA_INT},
};
const struct schema stock_location_schema = {
	.name = "StockLocation", .fields = location_fields, .count = COUNT(location_fields)};

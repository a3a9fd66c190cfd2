/* stock_manage_api.c - HTTP: one product: its places, its ledger, adjusting. No rules and no SQL. */
/* SPDX-License-Identifier: MIT */
#include "domains/inventory/stock_api.h"

#include "platform/auth/audit.h"

#define LEDGER_SIZE 50

static const struct schema_field product_out_fields[] = {
	{.name = "product", .type = SCHEMA_OBJECT, .ref = &stock_product_schema},
};
static const struct schema product_out = {.name = "StockProductAnswer",
	.fields = product_out_fields,
	.count = COUNT(product_out_fields)};

static void answer(struct http_req *rq, const struct stock_product *product)
{
	struct json *json = http_reply(rq, 200);

	json_key(json, "product");
	stock_product_write(json, &rq->cx, product);
}

/* GET /api/inventory/{product_id} */
static enum err get_product(struct http_req *rq)
{
	struct stock_product product;

	TRY(stock_by_key(&rq->cx, http_path(rq, "product_id"), &product));
	answer(rq, &product);
	return OK;
}

/* ---- Adjusting ------------------------------------------------------------------------- */

struct adjust_params {
	const char *location, *reason;
	struct opt_int delta, quantity, threshold, version; /* version: read by http_version() */
};
static const struct shape_field adjust_fields[] = {
	{.name = "location",
		.aliases = "location_id",
		.type = SHAPE_KEY,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct adjust_params, location),
		.about = "Code or id; may be left out while the product is in one place"},
	{.name = "delta",
		.type = SHAPE_INT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct adjust_params, delta),
		.min = -STOCK_QUANTITY_MAX,
		.max = STOCK_QUANTITY_MAX,
		.about = "So many more, or fewer"},
	{.name = "quantity",
		.type = SHAPE_INT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct adjust_params, quantity),
		.max = STOCK_QUANTITY_MAX,
		.about = "Counted: so many are there"},
	{.name = "low_stock_threshold",
		.aliases = "threshold",
		.type = SHAPE_INT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct adjust_params, threshold),
		.max = STOCK_QUANTITY_MAX},
	{.name = "reason",
		.type = SHAPE_TEXT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct adjust_params, reason),
		.max = 500,
		.about = "Needed with delta and quantity; kept in the ledger"},
	{.name = "version",
		.type = SHAPE_INT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct adjust_params, version),
		.max = INT64_MAX,
		.about = "The version last seen; or If-Match"},
};
static const struct shape adjust_shape = {
	.name = "StockAdjustment", .fields = adjust_fields, .count = COUNT(adjust_fields)};

static enum err record(
	struct cx *cx, const struct adjust_params *params, const struct stock_product *product)
{
	struct json json;

	json_begin(&json, cx->arena, 256);
	json_open(&json);
	json_field_text(&json, "code", product->code);
	json_field_text(&json, "location", params->location);
	json_field_opt_int(&json, "delta", params->delta);
	json_field_opt_int(&json, "quantity", params->quantity);
	json_field_opt_int(&json, "low_stock_threshold", params->threshold);
	json_field_text(&json, "reason", params->reason);
	json_close(&json);
	return audit_write(cx, "stock.adjusted", "product", product->id, json_end(&json).ptr);
}

/* PATCH /api/inventory/{product_id} */
static enum err patch_product(struct http_req *rq)
{
	struct adjust_params params = {0};
	struct stock_adjust adjust;
	struct stock_product product;

	TRY(http_read(rq, &params));
	adjust = (struct stock_adjust){.location = params.location,
		.delta = params.delta,
		.quantity = params.quantity,
		.threshold = params.threshold,
		.reason = params.reason};
	TRY(http_version(rq, &adjust.version));
	TRY(stock_adjust(&rq->cx, http_path(rq, "product_id"), &adjust, &product));
	TRY(record(&rq->cx, &params, &product));
	answer(rq, &product);
	return OK;
}

/* ---- Ledger ----------------------------------------------------------------------------- */

static const struct schema_field entry_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "location", .type = SCHEMA_TEXT},
	{.name = "delta", .type = SCHEMA_INT},
	{.name = "quantity", .type = SCHEMA_INT, .about = "At the location, afterwards"},
	{.name = "kind", .type = SCHEMA_WORD, .words = stock_kind_words},
	{.name = "reason", .type = SCHEMA_TEXT},
	{.name = "import_id", .type = SCHEMA_INT, .flags = SCHEMA_NULLABLE},
	{.name = "user_id", .type = SCHEMA_INT, .flags = SCHEMA_NULLABLE},
	{.name = "user_name", .type = SCHEMA_TEXT},
	{.name = "at", .type = SCHEMA_TIME},
};
static const struct schema entry_schema = {
	.name = "StockEntry", .fields = entry_fields, .count = COUNT(entry_fields)};

static const struct schema_field ledger_out_fields[] = {
	{.name = "ledger",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &entry_schema,
		.about = "Newest first"},
	{.name = "next",
		.type = SCHEMA_INT,
		.flags = SCHEMA_NULLABLE,
		.about = "Given as `before` it brings the older ones"},
};
static const struct schema ledger_out = {.name = "StockLedgerAnswer",
	.fields = ledger_out_fields,
	.count = COUNT(ledger_out_fields)};

struct ledger_params {
	struct opt_int before, limit;
};
static const struct shape_field ledger_fields[] = {
	{.name = "before",
		.type = SHAPE_INT,
		.flags = SHAPE_QUERY,
		.offset = offsetof(struct ledger_params, before),
		.min = 1,
		.max = INT64_MAX},
	{.name = "limit",
		.type = SHAPE_INT,
		.flags = SHAPE_QUERY,
		.offset = offsetof(struct ledger_params, limit),
		.min = 1,
		.max = 200,
		.about = "50 if not said"},
};
static const struct shape ledger_shape = {
	.name = "StockLedgerQuery", .fields = ledger_fields, .count = COUNT(ledger_fields)};

/* GET /api/inventory/{product_id}/ledger */
static enum err get_ledger(struct http_req *rq)
{
	struct ledger_params params = {0};
	struct stock_product product;
	struct stock_entry *entries;
	struct json *json;
	int64_t limit;
	size_t count;

	TRY(http_read(rq, &params));
	limit = params.limit.given ? params.limit.value : LEDGER_SIZE;
	TRY(stock_by_key(&rq->cx, http_path(rq, "product_id"), &product));
	TRY(stock_ledger_list(&rq->cx, product.id,
		params.before.given ? params.before.value : INT64_MAX, limit + 1, &entries,
		&count));
	json = http_reply(rq, 200);
	json_field_open_array(json, "ledger");
	for (size_t i = 0; i < count && i < (size_t)limit; i++)
		stock_entry_write(json, &entries[i]);
	json_close_array(json);
	json_field_id(json, "next", count > (size_t)limit ? entries[limit - 1].id : 0);
	return OK;
}

const struct http_route stock_manage_routes[] = {
	{.method = HTTP_GET,
		.pattern = "/api/inventory/{product_id}",
		.handler = get_product,
		.permission = PERM_INVENTORY_READ,
		.access = HTTP_READ,
		.summary = "One product with its places, by id or code",
		.out = &product_out},
	{.method = HTTP_PATCH,
		.pattern = "/api/inventory/{product_id}",
		.handler = patch_product,
		.permission = PERM_INVENTORY_MANAGE,
		.access = HTTP_WRITE,
		.summary = "Correct a product's stock at one place, or its threshold",
		.in = &adjust_shape,
		.out = &product_out,
		.flags = HTTP_IDEMPOTENT_KEY},
	{.method = HTTP_GET,
		.pattern = "/api/inventory/{product_id}/ledger",
		.handler = get_ledger,
		.permission = PERM_INVENTORY_READ,
		.access = HTTP_READ,
		.summary = "Every change of a product's stock",
		.in = &ledger_shape,
		.out = &ledger_out},
	{0},
};

/* location_api.c - HTTP: places where stock lies. No rules and no SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/inventory/stock_api.h"

#include "platform/auth/audit.h"

#define LIST_SIZE 200

static const struct schema_field list_out_fields[] = {
	{.name = "locations",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &stock_location_schema,
		.about = "By code"},
	{.name = "next",
		.type = SCHEMA_TEXT,
		.flags = SCHEMA_NULLABLE,
		.about = "Given as `after` it brings the next ones"},
};
static const struct schema list_out = {.name = "StockLocationListAnswer",
	.fields = list_out_fields,
	.count = COUNT(list_out_fields)};

static const struct schema_field location_out_fields[] = {
	{.name = "location", .type = SCHEMA_OBJECT, .ref = &stock_location_schema},
};
static const struct schema location_out = {.name = "StockLocationAnswer",
	.fields = location_out_fields,
	.count = COUNT(location_out_fields)};

struct list_params {
	const char *after;
	struct opt_int limit;
};
static const struct shape_field list_fields[] = {
	{.name = "after",
		.type = SHAPE_TEXT,
		.flags = SHAPE_QUERY,
		.offset = offsetof(struct list_params, after),
		.max = 40},
	{.name = "limit",
		.type = SHAPE_INT,
		.flags = SHAPE_QUERY,
		.offset = offsetof(struct list_params, limit),
		.min = 1,
		.max = 500,
		.about = "200 if not said"},
};
static const struct shape list_shape = {
	.name = "StockLocationQuery", .fields = list_fields, .count = COUNT(list_fields)};

/* GET /api/inventory/locations */
static enum err get_locations(struct http_req *rq)
{
	struct list_params params = {0};
	struct stock_location *locations;
	struct json *json;
	int64_t limit;
	size_t count;

	TRY(http_read(rq, &params));
	limit = params.limit.given ? params.limit.value : LIST_SIZE;
	TRY(location_store_list(&rq->cx, params.after, limit + 1, &locations, &count));
	json = http_reply(rq, 200);
	json_field_open_array(json, "locations");
	for (size_t i = 0; i < count && i < (size_t)limit; i++)
		stock_location_write(json, &locations[i]);
	json_close_array(json);
	json_field_text(json, "next", count > (size_t)limit ? locations[limit - 1].code : NULL);
	return OK;
}

/* ---- Changing ------------------------------------------------------------------------- */

struct location_params {
	const char *code, *name;
	struct opt_int version; /* read by http_version() */
};
#define CODE_FIELD(needed) \
	{ \
		.name = "code", .type = SHAPE_TEXT, .flags = (needed), \
		.offset = offsetof(struct location_params, code), .min = 1, .max = 40, \
		.about = "WH-A-R3-S12: warehouse, row, shelf" \
	}
#define NAME_FIELD \
	{ \
		.name = "name", .type = SHAPE_TEXT, .flags = SHAPE_NULLABLE, \
		.offset = offsetof(struct location_params, name), .max = 100 \
	}

static const struct shape_field new_fields[] = {CODE_FIELD(SHAPE_REQUIRED), NAME_FIELD};
static const struct shape new_shape = {
	.name = "StockLocationNew", .fields = new_fields, .count = COUNT(new_fields)};

static const struct shape_field edit_fields[] = {
	CODE_FIELD(SHAPE_NULLABLE),
	NAME_FIELD,
	{.name = "version",
		.type = SHAPE_INT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct location_params, version),
		.max = INT64_MAX,
		.about = "The version last seen; or If-Match"},
};
static const struct shape edit_shape = {
	.name = "StockLocationEdit", .fields = edit_fields, .count = COUNT(edit_fields)};

static enum err record(struct cx *cx, const char *action, const struct stock_location *location)
{
	struct json json;

	json_begin(&json, cx->arena, 128);
	json_open(&json);
	json_field_text(&json, "code", location->code);
	json_close(&json);
	return audit_write(cx, action, "stock_location", location->id, json_end(&json).ptr);
}

static void answer(struct http_req *rq, int status, const struct stock_location *location)
{
	struct json *json = http_reply(rq, status);

	json_key(json, "location");
	stock_location_write(json, location);
}

/* POST /api/inventory/locations */
static enum err post_location(struct http_req *rq)
{
	struct location_params params = {0};
	struct stock_location location = {0};

	TRY(http_read(rq, &params));
	TRY(stock_location_add(&rq->cx,
		&(struct stock_location_new){.code = params.code, .name = params.name}, &location));
	TRY(record(&rq->cx, "stock_location.created", &location));
	answer(rq, 201, &location);
	return OK;
}

/* PATCH /api/inventory/locations/{id} */
static enum err patch_location(struct http_req *rq)
{
	struct location_params params = {0};
	struct stock_location_edit edit = {0};
	struct stock_location location = {0};

	TRY(http_read(rq, &params));
	edit.code = params.code;
	edit.name = params.name;
	TRY(http_version(rq, &edit.version));
	TRY(stock_location_edit(&rq->cx, http_path(rq, "id"), &edit, &location));
	TRY(record(&rq->cx, "stock_location.changed", &location));
	answer(rq, 200, &location);
	return OK;
}

/* DELETE /api/inventory/locations/{id} */
static enum err delete_location(struct http_req *rq)
{
	struct stock_location location = {0};

	TRY(stock_location_remove(&rq->cx, http_path(rq, "id"), &location));
	TRY(record(&rq->cx, "stock_location.removed", &location));
	answer(rq, 200, &location);
	return OK;
}

const struct http_route stock_location_routes[] = {
	{.method = HTTP_GET,
		.pattern = "/api/inventory/locations",
		.handler = get_locations,
		.permission = PERM_INVENTORY_READ,
		.access = HTTP_READ,
		.summary = "Places where stock lies",
		.in = &list_shape,
		.out = &list_out},
	{.method = HTTP_POST,
		.pattern = "/api/inventory/locations",
		.handler = post_location,
		.permission = PERM_INVENTORY_MANAGE,
		.access = HTTP_WRITE,
		.summary = "Add a place",
		.in = &new_shape,
		.out = &location_out,
		.flags = HTTP_IDEMPOTENT_KEY,
		.status = 201},
	{.method = HTTP_PATCH,
		.pattern = "/api/inventory/locations/{id}",
		.handler = patch_location,
		.permission = PERM_INVENTORY_MANAGE,
		.access = HTTP_WRITE,
		.summary = "Rename a place",
		.in = &edit_shape,
		.out = &location_out},
	{.method = HTTP_DELETE,
		.pattern = "/api/inventory/locations/{id}",
		.handler = delete_location,
		.permission = PERM_INVENTORY_MANAGE,
		.access = HTTP_WRITE,
		.summary = "Close a place where nothing lies; the ledger keeps its name",
		.out = &location_out},
	{0},
};

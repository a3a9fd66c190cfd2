/* stock_events.c - what this domain tells the world, and who may hear it. */
/* SPDX-License-Identifier: MIT */
#include "domains/inventory/stock_internal.h"

#include "platform/events/events.h"

enum err stock_publish_changed(struct cx *cx, const struct stock_product *product)
{
	struct event event = {.type = "stock:changed",
		.subject_type = "product",
		.subject_id = product->id,
		.audience = {.permission = PERM_INVENTORY_READ, .everyone = true}};
	struct json json;

	json_begin(&json, cx->arena, 1024);
	json_open(&json);
	json_key(&json, "product");
	stock_product_write(&json, cx, product);
	json_close(&json);
	event.data = json_end(&json).ptr;
	return events_publish(cx, &event);
}

enum err stock_publish_progress(struct cx *cx, const struct stock_import *import)
{
	struct event event = {.type = "stock:import_progress",
		.subject_type = "stock_import",
		.subject_id = import->id,
		.audience = {.permission = PERM_INVENTORY_MANAGE, .everyone = true}};
	struct json json;

	json_begin(&json, cx->arena, 512);
	json_open(&json);
	json_field_open(&json, "import");
	stock_import_write(&json, import);
	json_close(&json);
	json_close(&json);
	event.data = json_end(&json).ptr;
	return events_publish(cx, &event);
}

enum err stock_publish_imported(struct cx *cx, const struct stock_import *import)
{
	struct event event = {.type = "stock:imported",
		.subject_type = "stock_import",
		.subject_id = import->id,
		.audience = {.permission = PERM_INVENTORY_READ, .everyone = true}};
	struct json json;

	json_begin(&json, cx->arena, 128);
	json_open(&json);
	json_field_int(&json, "import_id", import->id);
	json_field_int(&json, "created", import->done.created);
	json_field_int(&json, "changed", import->done.changed);
	json_close(&json);
	event.data = json_end(&json).ptr;
	return events_publish(cx, &event);
}

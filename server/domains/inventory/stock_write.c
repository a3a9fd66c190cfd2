/* stock_write.c - how stock looks in JSON. */
/* SPDX-License-Identifier: MIT */
#include "domains/inventory/stock_internal.h"

static void write_levels(struct json *json, const struct stock_product *product)
{
	json_field_open_array(json, "locations");
	for (size_t i = 0; i < product->level_count; i++) {
		const struct stock_level *level = &product->levels[i];

		json_open(json);
		json_field_int(json, "id", level->location_id);
		json_field_text(json, "code", level->location_code);
		json_field_int(json, "quantity", level->quantity);
		json_close(json);
	}
	json_close_array(json);
}

void stock_product_write(
	struct json *json, const struct cx *cx, const struct stock_product *product)
{
	const struct company *company = cx->actor->company;

	json_open(json);
	json_field_int(json, "id", product->id);
	json_field_text(json, "code", product->code);
	json_field_text(json, "name", product->name);
	json_field_text(json, "category", product->category);
	json_field_text(json, "product_url", product->url);
	json_key(json, "price");
	if (product->price_minor.given)
		json_money(json, product->price_minor.value, company->currency_digits);
	else
		json_null(json);
	json_field_opt_int(json, "price_minor", product->price_minor);
	json_field_text(json, "currency", company->currency);
	json_field_int(json, "quantity", product->quantity);
	json_field_int(json, "low_stock_threshold", product->threshold);
	json_field_text(json, "status", stock_state_words[product->state]);
	json_field_text(
		json, "location", product->level_count ? product->levels[0].location_code : NULL);
	write_levels(json, product);
	json_field_int(json, "version", product->version);
	json_field_time(json, "updated_at", product->updated_us);
	json_close(json);
}

void stock_entry_write(struct json *json, const struct stock_entry *entry)
{
	json_open(json);
	json_field_int(json, "id", entry->id);
	json_field_text(json, "location", entry->location_code);
	json_field_int(json, "delta", entry->delta);
	json_field_int(json, "quantity", entry->quantity);
	json_field_text(json, "kind", entry->kind);
	json_field_text(json, "reason", entry->reason);
	json_field_id(json, "import_id", entry->import_id);
	json_field_id(json, "user_id", entry->user_id);
	json_field_text(json, "user_name", entry->user_name);
	json_field_time(json, "at", entry->at_us);
	json_close(json);
}

void stock_location_write(struct json *json, const struct stock_location *location)
{
	json_open(json);
	json_field_int(json, "id", location->id);
	json_field_text(json, "code", location->code);
	json_field_text(json, "warehouse", location->warehouse);
	json_field_text(json, "name", location->name);
	json_field_int(json, "version", location->version);
	json_close(json);
}

void stock_import_write(struct json *json, const struct stock_import *import)
{
	json_field_int(json, "id", import->id);
	json_field_text(json, "status", import->status);
	json_field_text(json, "file_name", import->file_name);
	json_field_bool(json, "dry_run", import->dry_run);
	json_field_int(json, "size_bytes", import->size_bytes);
	json_field_int(json, "done_bytes", import->done_bytes);
	json_field_int(json, "total_lines", import->done.lines);
	json_field_int(json, "created", import->done.created);
	json_field_int(json, "changed", import->done.changed);
	json_field_int(json, "unchanged", import->done.unchanged);
	json_field_int(json, "failed", import->done.failed);
	json_field_text(json, "error", import->error);
	json_field_time(json, "created_at", import->created_us);
	json_field_time(json, "updated_at", import->updated_us);
}

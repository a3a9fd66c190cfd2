/* stock.c - rules of stock: states, and changing what is where. No SQL and no HTTP here. */
/* SPDX-License-Identifier: MIT */
#include "domains/inventory/stock_internal.h"

#include "domains/contacts/contact.h"

const char *const stock_state_words[] = {"in_stock", "low_stock", "out_of_stock", NULL};
const char *const stock_kind_words[] = {"adjustment", "count", "import", NULL};

enum stock_state stock_state_of(int64_t quantity, int64_t threshold)
{
	if (quantity <= 0)
		return STOCK_OUT;
	return quantity <= threshold ? STOCK_LOW : STOCK_IN;
}

/* Numbers before codes: what a screen holds is the id, and a code may look like one. */
enum err stock_by_key(struct cx *cx, const char *key, struct stock_product *product)
{
	struct product found;
	enum err err;
	int64_t id;

	if (text_int(key, &id) && id > 0) {
		err = stock_store_get(cx, id, product);
		if (err != ERR_NOT_FOUND)
			return err;
	}
	TRY(product_by_key(cx, key, &found));
	return stock_store_get(cx, found.id, product);
}

/* ---- Writing ------------------------------------------------------------------------ */

enum err stock_put_level(struct cx *cx, struct stock_product *product, struct stock_level *level,
	struct stock_entry *entry)
{
	entry->product_id = level->product_id = product->id;
	entry->location_id = level->location_id;
	entry->location_code = level->location_code;
	entry->quantity = level->quantity;
	product->quantity += entry->delta;
	TRY(stock_store_set_level(cx, level));
	return stock_ledger_add(cx, entry);
}

enum err stock_put_product(struct cx *cx, const struct stock_product *before,
	struct stock_product *product, struct stock_tally *tally)
{
	product->state = stock_state_of(product->quantity, product->threshold);
	if (product->state != before->state || !text_is(product->category, before->category)) {
		stock_tally_add(cx->arena, tally, before->category, before->state, -1);
		stock_tally_add(cx->arena, tally, product->category, product->state, 1);
	}
	return stock_store_set(cx, product);
}

/* ---- Adjusting ------------------------------------------------------------------------ */

static enum err check_adjust(struct cx *cx, const struct stock_adjust *adjust)
{
	const bool moves = adjust->delta.given || adjust->quantity.given;

	if (!moves && !adjust->threshold.given)
		return fail(cx, ERR_INVALID, "quantity",
			"Say what to change: quantity, delta or low_stock_threshold.");
	if (adjust->delta.given && adjust->quantity.given)
		return fail(
			cx, ERR_INVALID, "delta", "Give a new quantity or a difference, not both.");
	if (moves && text_empty(adjust->reason))
		return fail(cx, ERR_INVALID, "reason", "This is needed.");
	if (adjust->delta.given && adjust->delta.value == 0)
		return fail(cx, ERR_INVALID, "delta", "This changes nothing.");
	return OK;
}

static const char *row_json(struct cx *cx, const struct stock_product *product)
{
	struct json json;

	json_begin(&json, cx->arena, 1024);
	stock_product_write(&json, cx, product);
	return json_end(&json).ptr;
}

static enum err check_version(
	struct cx *cx, const struct stock_product *product, struct opt_int version)
{
	if (!version.given || version.value == product->version)
		return OK;
	cx->failure.current_json = row_json(cx, product);
	return fail(cx, ERR_CONFLICT, "version", "The product has changed since.");
}

/* The level that is meant, empty when nothing lay there so far. */
static enum err find_level(struct cx *cx, const struct stock_product *product, const char *key,
	struct stock_level *level)
{
	struct stock_location location = {0};
	enum err err;

	if (!key && product->level_count == 1) {
		*level = product->levels[0];
		return OK;
	}
	if (!key)
		return fail(cx, ERR_INVALID, "location",
			product->level_count ? "This is needed: the product is in several places."
					     : "This is needed: the product has no place yet.");
	err = location_by_key(cx, key, &location);
	if (err == ERR_NOT_FOUND)
		return fail(cx, ERR_INVALID, "location", "There is no such location.");
	if (err != OK)
		return err;
	*level = (struct stock_level){.location_id = location.id, .location_code = location.code};
	for (size_t i = 0; i < product->level_count; i++)
		if (product->levels[i].location_id == location.id)
			*level = product->levels[i];
	return OK;
}

static enum err move_level(
	struct cx *cx, const struct stock_adjust *adjust, struct stock_product *product)
{
	static const char *const none[] = {NULL};
	struct stock_entry entry = {
		.kind = adjust->delta.given ? "adjustment" : "count", .reason = adjust->reason};
	struct stock_level level = {0};
	int64_t after;

	TRY(find_level(cx, product, adjust->location, &level));
	TRY(location_store_hold(cx, level.location_id));
	after = adjust->delta.given ? level.quantity + adjust->delta.value : adjust->quantity.value;
	if (after < 0)
		return fail_state(cx, "delta", none, "There are only %lld at %s.",
			(long long)level.quantity, level.location_code);
	if (after > STOCK_QUANTITY_MAX)
		return fail(cx, ERR_INVALID, adjust->delta.given ? "delta" : "quantity",
			"There would be more than %lld in one place.",
			(long long)STOCK_QUANTITY_MAX);
	entry.delta = after - level.quantity;
	level.quantity = after;
	return stock_put_level(cx, product, &level, &entry);
}

enum err stock_adjust(struct cx *cx, const char *product_key, const struct stock_adjust *adjust,
	struct stock_product *product)
{
	struct stock_product before = {0};
	struct stock_tally tally = {0};

	TRY(stock_by_key(cx, product_key, product));
	TRY(check_adjust(cx, adjust));
	TRY(stock_store_lock(cx, product->id, &before));
	TRY(check_version(cx, &before, adjust->version));
	*product = before;
	if (adjust->delta.given || adjust->quantity.given)
		TRY(move_level(cx, adjust, product));
	if (adjust->threshold.given)
		product->threshold = adjust->threshold.value;
	TRY(stock_put_product(cx, &before, product, &tally));
	TRY(stock_store_get(cx, before.id, product));
	if (!adjust->quiet)
		TRY(stock_publish_changed(cx, product));
	return stock_tally_write(cx, &tally);
}

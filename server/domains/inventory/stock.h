/* stock.h - what is in stock, and where: states, adjusting, locations. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_INVENTORY_STOCK_H
#define DOMAINS_INVENTORY_STOCK_H

#include "base/cx.h"
#include "platform/json/json.h"

/* What a product's quantity and threshold come to; never set by anybody. */
enum stock_state {
	STOCK_IN, /* more than the threshold */
	STOCK_LOW, /* some, but not more than the threshold */
	STOCK_OUT, /* none */
	STOCK_STATE_COUNT
};
extern const char *const stock_state_words[]; /* in_stock, low_stock, out_of_stock, NULL */
enum stock_state stock_state_of(int64_t quantity, int64_t threshold);

#define STOCK_QUANTITY_MAX INT64_C(1000000000)

/* What lies at one place. */
struct stock_level {
	int64_t product_id, location_id, quantity, version;
	const char *location_code;
};

/* A product as lists show it. */
struct stock_product {
	int64_t id, version;
	const char *code, *name, *name_fold, *category;
	const char *url; /* or NULL */
	struct opt_int price_minor;
	int64_t quantity; /* of all locations */
	int64_t threshold;
	enum stock_state state;
	int64_t updated_us;
	const struct stock_level *levels; /* most first */
	size_t level_count;
};

struct stock_location {
	int64_t id, version;
	const char *code, *warehouse, *name;
	int64_t created_us, updated_us;
};

struct stock_location_new {
	const char *code; /* WH-A-R3-S12; what stands before its row is the warehouse */
	const char *name; /* or NULL */
};

/*
 * ERR_INVALID   code or name cannot be one
 * ERR_CONFLICT  the code is taken
 */
MUST_USE enum err stock_location_add(
	struct cx *cx, const struct stock_location_new *wanted, struct stock_location *location);

/* What is to be changed; what is NULL or not given stays. */
struct stock_adjust {
	const char *location; /* code or id; NULL: the only one the product has */
	struct opt_int delta; /* so many more or fewer... */
	struct opt_int quantity; /* ... or counted: so many are there */
	struct opt_int threshold, version;
	const char *reason; /* needed with delta and quantity */
	bool quiet; /* no event: for bulk loaders */
};

/*
 * Change a product's stock at one location, or its threshold: level, ledger,
 * the product's own numbers, counters and the event stock:changed in one
 * transaction, which it begins. product_key is an id or a code.
 *
 * ERR_NOT_FOUND  no such product
 * ERR_INVALID    names the field
 * ERR_CONFLICT   the product has changed since adjust->version; carries it as it is
 * ERR_STATE      fewer are there than are to be taken away
 */
MUST_USE enum err stock_adjust(struct cx *cx, const char *product_key,
	const struct stock_adjust *adjust, struct stock_product *product);

#endif

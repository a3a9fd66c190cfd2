/* stock_store_internal.h - SQL that the stores of this folder share. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_INVENTORY_STOCK_STORE_INTERNAL_H
#define DOMAINS_INVENTORY_STOCK_STORE_INTERNAL_H

#include "domains/inventory/stock_internal.h"

#include "platform/db/db.h"

/* What stock_store_read() reads, in its order. */
#define STOCK_COLUMNS \
	"p.id, p.version, p.code, p.name, p.name_fold, p.category, p.product_url, p.price_minor," \
	" p.quantity, p.low_stock_threshold, p.stock_state, p.updated_us"
#define STOCK_COLUMN_COUNT 12

void stock_store_read(const struct db_value *cells, struct stock_product *out);

/* Orders that still need their product: as in the indexes orders_current and orders_wanting. */
#define STOCK_CURRENT(x) \
	" AND " x ".status <> 'cancelled' AND " x ".status <> 'closed'" \
	" AND " x ".product_id IS NOT NULL"

#endif

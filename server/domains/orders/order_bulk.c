/* order_bulk.c - one change for many orders, each on its own. */
/* SPDX-License-Identifier: MIT */
#include "domains/orders/order_internal.h"

/*
 * Outcomes of one order: found while checking, before anything of it was
 * written. All others are the platform's and end the whole unit.
 */
bool order_bulk_is_of_one(enum err err)
{
	return err == ERR_NOT_FOUND || err == ERR_STATE || err == ERR_CONFLICT ||
		err == ERR_INVALID || err == ERR_DENIED;
}

enum err order_bulk_change(struct cx *cx, const struct order_change *change,
	struct order_bulk_item *items, size_t count)
{
	/* What no order could be changed with is refused as a whole. */
	TRY(order_change_check(cx, change));
	for (size_t i = 0; i < count; i++) {
		struct order_change one = *change;
		struct order_changed changed;

		one.version = items[i].version;
		items[i].err = order_change(cx, items[i].key, &one, &changed);
		if (items[i].err == OK) {
			items[i].order = changed.order;
			continue;
		}
		if (!order_bulk_is_of_one(items[i].err))
			return items[i].err;
		items[i].error = cx->failure.message;
		items[i].code = cx->failure.code ? cx->failure.code : err_name(items[i].err);
		fail_clear(cx);
	}
	return OK;
}

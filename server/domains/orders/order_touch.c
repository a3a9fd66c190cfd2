/* order_touch.c - an order whose details changed by what hangs on it. */
/* SPDX-License-Identifier: MIT */
#include "domains/orders/order_internal.h"

enum err order_touch(struct cx *cx, int64_t order_id, const char *what, struct order *order)
{
	const char *const changed[] = {what, NULL};
	const struct actor *actor = cx->actor;
	struct actor wide = *actor;
	enum err err;

	/* Who may change what hangs on it was asked by its own domain. */
	wide.scope = SCOPE_COMPANY;
	wide.permissions |= UINT64_C(1) << PERM_ORDERS_READ_ALL;
	cx->actor = &wide;
	err = order_store_lock(cx, order_id, 0, order);
	cx->actor = actor;
	TRY(err);
	TRY(order_store_touch(cx, order));
	return order_publish_updated(cx, order, NULL, changed);
}

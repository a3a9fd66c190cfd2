/* order_notes.c - what agents write on orders. */
/* SPDX-License-Identifier: MIT */
#include "domains/orders/order_internal.h"

enum err order_note_add(struct cx *cx, const char *key, const char *body, struct order_note *note)
{
	struct order order;

	TRY(order_by_key(cx, key, &order));
	TRY(order_note_put(cx, order.id, body, note));
	return order_publish_note(cx, &order, note);
}

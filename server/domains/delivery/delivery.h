/* delivery.h - the parcels of orders: couriers, their states, and what happened on the way. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_DELIVERY_DELIVERY_H
#define DOMAINS_DELIVERY_DELIVERY_H

#include "base/cx.h"

/* Who moves it there: see delivery.c (C.6). */
enum delivery_status {
	DELIVERY_PENDING, /* the courier does not have it yet */
	DELIVERY_PICKED_UP,
	DELIVERY_SHIPPED,
	DELIVERY_IN_TRANSIT,
	DELIVERY_OUT_FOR_DELIVERY,
	DELIVERY_DELIVERED,
	DELIVERY_FAILED_ATTEMPT, /* nobody was there; it will be tried again */
	DELIVERY_RETURNED,
	DELIVERY_LOST,
	DELIVERY_CANCELLED,
	DELIVERY_STATUS_COUNT
};
extern const char *const delivery_status_words[]; /* NULL-terminated, in enum order */

/* Nothing more happens to it by itself. */
bool delivery_is_ended(enum delivery_status status);
/* With the courier: neither waiting for it nor ended. */
bool delivery_is_active(enum delivery_status status);

/*
 * Told, inside the transaction of it, that the parcel of an order has arrived.
 * Set once at start by what stands above this domain (app wires it).
 */
typedef enum err delivery_arrival(struct cx *cx, int64_t order_id);
void delivery_on_arrival(delivery_arrival *arrived);
/* Has a courier a parcel of the order, or has it been delivered? For domains/orders, by way of app/. */
MUST_USE enum err delivery_of_order_shipped(struct cx *cx, int64_t order_id, bool *shipped);

#endif

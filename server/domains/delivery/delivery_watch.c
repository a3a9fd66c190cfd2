/* delivery_watch.c - parcels without news: marked, and noted as follow-ups. No SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/delivery/delivery_internal.h"

#include <inttypes.h>

/* As a person finds it among the follow-ups. */
static const char *reason(struct cx *cx, const struct delivery *delivery)
{
	const bool arabic = text_is(cx->actor->company->language, "ar");

	return arena_format(cx->arena,
		arabic ? "لا أخبار عن الشحنة %s (%s)" : "No news of parcel %s (%s)",
		delivery->tracking_number, delivery->courier_short_name);
}

enum err watch_one(struct cx *cx, int64_t id)
{
	struct delivery delivery;
	struct order order;

	TRY(delivery_store_lock(cx, id, &delivery));
	if (!delivery.stuck_due_us.given || delivery.stuck_due_us.value > cx->now_us)
		return OK;
	TRY(order_by_key(cx, arena_format(cx->arena, "%" PRId64, delivery.order_id), &order));
	delivery.stuck_us = (struct opt_int){cx->now_us, true};
	delivery.stuck_due_us = (struct opt_int){0}; /* once, until something is heard */
	TRY(delivery_store_update(cx, &delivery));
	TRY(order_follow_up_add(cx, &order, cx->now_us + US_PER_MINUTE, reason(cx, &delivery)));
	return delivery_publish(cx, "delivery:updated", &delivery);
}

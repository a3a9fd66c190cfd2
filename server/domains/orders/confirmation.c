/* confirmation.c - what became of an order after the customer said yes. No SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/orders/order_internal.h"

#include "platform/intl/intl.h"

const char *const order_outcome_words[] = {"delivered", "returned", "failed", "on_the_way",
	"no_parcel", "cancelled", "reopened", NULL};
_Static_assert(COUNT(order_outcome_words) == ORDER_OUTCOME_COUNT + 1, "a word for each outcome");

bool order_outcome_is_loss(enum order_outcome outcome)
{
	return outcome == OUTCOME_RETURNED || outcome == OUTCOME_FAILED ||
		outcome == OUTCOME_CANCELLED;
}

/* What arrived counts before what is on its way, and that before what came back or was lost. */
enum order_outcome order_outcome_of(enum order_status status, const struct order_parcels *parcels)
{
	if (parcels->delivered)
		return OUTCOME_DELIVERED;
	if (status == ORDER_CANCELLED)
		return parcels->returned ? OUTCOME_RETURNED : OUTCOME_CANCELLED;
	if (parcels->under_way)
		return OUTCOME_ON_THE_WAY;
	if (parcels->returned)
		return OUTCOME_RETURNED;
	if (parcels->lost)
		return OUTCOME_FAILED;
	return order_is_open(status) ? OUTCOME_REOPENED : OUTCOME_NO_PARCEL;
}

static enum err describe(struct cx *cx, const struct order *order, struct confirmation *row)
{
	struct order_parcels parcels;

	TRY(confirmation_store_parcels(cx, order->id, &parcels));
	row->order_id = order->id;
	row->product_id = order->product_id;
	row->area = order->area;
	row->source = order->source;
	row->currency = order->currency;
	row->value_minor = order->price_minor;
	row->outcome = order_outcome_of(order->status, &parcels);
	return OK;
}

static bool same(const struct confirmation *a, const struct confirmation *b)
{
	return a->confirmed_us == b->confirmed_us && a->agent_id == b->agent_id &&
		a->product_id == b->product_id && text_is(a->area, b->area) &&
		text_is(a->source, b->source) && text_is(a->currency, b->currency) &&
		a->value_minor == b->value_minor && a->outcome == b->outcome;
}

/* Out of the numbers of what it was, into those of what it is. */
static enum err replace(
	struct cx *cx, const struct confirmation *before, const struct confirmation *after)
{
	if (before && same(before, after))
		return OK;
	if (before)
		TRY(confirmation_store_count(cx, before, -1));
	TRY(confirmation_store_put(cx, after));
	return confirmation_store_count(cx, after, 1);
}

enum err confirmation_follow(struct cx *cx, const struct order *order, bool confirmed, bool *moved)
{
	struct confirmation before, after;
	bool found;

	if (moved)
		*moved = false;
	TRY(confirmation_store_get(cx, order->id, &before, &found));
	if (!found && !confirmed)
		return OK;
	after = found ? before : (struct confirmation){0};
	if (confirmed) {
		after.confirmed_us = cx->now_us;
		after.day = intl_day_of(cx->actor->company->time_zone, cx->now_us);
		after.agent_id = cx->actor->agent_id ? cx->actor->agent_id : order->agent_id;
	}
	TRY(describe(cx, order, &after));
	if (moved)
		*moved = !found || before.outcome != after.outcome;
	return replace(cx, found ? &before : NULL, &after);
}

enum err confirmation_rebuild(struct cx *cx, const struct order *order)
{
	struct confirmation before, after = {0};
	struct opt_int at_us;
	bool found;

	TRY(confirmation_store_get(cx, order->id, &before, &found));
	TRY(confirmation_store_history(cx, order->id, &at_us, &after.agent_id));
	if (!at_us.given)
		return OK;
	after.confirmed_us = at_us.value;
	after.day = intl_day_of(cx->actor->company->time_zone, at_us.value);
	if (!after.agent_id)
		after.agent_id = order->agent_id;
	TRY(describe(cx, order, &after));
	if (found && before.day != after.day) {
		TRY(confirmation_store_count(cx, &before, -1));
		TRY(confirmation_store_put(cx, &after));
		return confirmation_store_count(cx, &after, 1);
	}
	return replace(cx, found ? &before : NULL, &after);
}

enum err order_parcels_changed(struct cx *cx, int64_t order_id)
{
	struct order order;
	bool moved;

	TRY(order_store_get_any(cx, order_id, &order));
	TRY(confirmation_follow(cx, &order, false, &moved));
	return moved ? order_flags_refresh(cx, order.customer_id, NULL) : OK;
}

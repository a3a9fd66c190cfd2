/* delivery.c - the state machine of parcels, and what people do with them. No SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/delivery/delivery_internal.h"

#include "platform/auth/audit.h"
#include "platform/crypto/crypto.h"

#include <ctype.h>
#include <string.h>

const char *const delivery_status_words[] = {"pending", "picked_up", "shipped", "in_transit",
	"out_for_delivery", "delivered", "failed_attempt", "returned", "lost", "cancelled", NULL};

/* ---- States ---------------------------------------------------------------------------- */

bool delivery_is_ended(enum delivery_status status)
{
	return status == DELIVERY_DELIVERED || status == DELIVERY_RETURNED ||
		status == DELIVERY_LOST || status == DELIVERY_CANCELLED;
}

bool delivery_is_active(enum delivery_status status)
{
	return status != DELIVERY_PENDING && !delivery_is_ended(status);
}

/* The way of a parcel that arrives: each station follows the one before. */
static bool is_station(enum delivery_status status)
{
	return status <= DELIVERY_DELIVERED;
}

bool delivery_move_allowed(enum delivery_status from, enum delivery_status to)
{
	if (delivery_is_ended(from)) /* a customer sends it back */
		return from == DELIVERY_DELIVERED && to == DELIVERY_RETURNED;
	if (to == DELIVERY_RETURNED || to == DELIVERY_LOST || to == DELIVERY_CANCELLED)
		return true;
	if (to == DELIVERY_FAILED_ATTEMPT)
		return delivery_is_active(from) && from != to;
	if (from == DELIVERY_FAILED_ATTEMPT)
		return to == DELIVERY_IN_TRANSIT;
	return is_station(from) && to == from + 1;
}

/* Couriers leave stations out: a later one says that it passed the others. */
bool delivery_report_allowed(enum delivery_status from, enum delivery_status to)
{
	if (delivery_move_allowed(from, to))
		return true;
	if (delivery_is_ended(from))
		return false;
	if (from == DELIVERY_FAILED_ATTEMPT)
		return to == DELIVERY_OUT_FOR_DELIVERY || to == DELIVERY_DELIVERED;
	return (is_station(from) && is_station(to) && to > from) || to == DELIVERY_FAILED_ATTEMPT;
}

const char *const *delivery_allowed_words(struct arena *arena, enum delivery_status from)
{
	const char **words = arena_array(arena, DELIVERY_STATUS_COUNT + 1, sizeof(*words));
	size_t count = 0;

	for (int to = 0; to < DELIVERY_STATUS_COUNT; to++)
		if (delivery_move_allowed(from, (enum delivery_status)to))
			words[count++] = delivery_status_words[to];
	return words;
}

const char *delivery_status_set(struct arena *arena, const char *choice)
{
	struct buf set = buf_in(arena, 128);

	buf_byte(&set, ',');
	for (int i = 0; i < DELIVERY_STATUS_COUNT; i++) {
		const enum delivery_status status = (enum delivery_status)i;

		if (choice && !text_is(choice, delivery_status_words[i]) &&
			!(text_is(choice, "active") && delivery_is_active(status)) &&
			!(text_is(choice, "completed") && status == DELIVERY_DELIVERED))
			continue;
		buf_text(&set, delivery_status_words[i]);
		buf_byte(&set, ',');
	}
	return set.ptr;
}

void delivery_set_status(struct delivery *delivery, enum delivery_status status, int64_t at_us)
{
	delivery->status = status;
	delivery->status_since_us = at_us;
	if (status >= DELIVERY_PICKED_UP && status <= DELIVERY_DELIVERED &&
		!delivery->ship_us.given)
		delivery->ship_us = (struct opt_int){at_us, true};
	if (status == DELIVERY_DELIVERED)
		delivery->delivered_us = (struct opt_int){at_us, true};
	if (delivery_is_ended(status))
		delivery->ended_us = (struct opt_int){at_us, true};
}

void delivery_heard(struct cx *cx, struct delivery *delivery)
{
	delivery->stuck_us = (struct opt_int){0};
	delivery->stuck_due_us = (struct opt_int){
		cx->now_us + delivery->stuck_hours * US_PER_HOUR, !delivery->ended_us.given};
}

void delivery_plan_poll(struct delivery *delivery, int64_t at_us)
{
	delivery->poll_due_us = (struct opt_int){
		at_us, delivery->poll_minutes > 0 && !delivery->ended_us.given};
}

/* ---- By people ---------------------------------------------------------------------------- */

const char *tracking_key(struct arena *arena, const char *number)
{
	struct buf key = buf_in(arena, strlen(number) + 1);

	for (const unsigned char *at = (const unsigned char *)number; *at; at++)
		if (isalnum(*at))
			buf_byte(&key, (char)toupper(*at));
	return key.ptr;
}

static enum err set_number(struct cx *cx, struct delivery *delivery, const char *number)
{
	bool taken;

	for (const unsigned char *at = (const unsigned char *)number; *at; at++)
		if (!isalnum(*at) && !strchr("-_./ ", *at))
			return fail(cx, ERR_INVALID, "tracking_number",
				"Use letters, digits and - _ . / only.");
	delivery->tracking_number = number;
	delivery->tracking_key = tracking_key(cx->arena, number);
	if (strlen(delivery->tracking_key) < 3)
		return fail(cx, ERR_INVALID, "tracking_number",
			"Use at least three letters or digits.");
	TRY(delivery_store_taken(cx, delivery->tracking_key, delivery->id, &taken));
	if (taken)
		return fail(cx, ERR_CONFLICT, "tracking_number",
			"Another parcel has this tracking number.");
	return OK;
}

static enum err find_courier(struct cx *cx, int64_t id, struct courier *courier)
{
	const enum err err = courier_store_get(cx, id, courier);

	if (err == ERR_NOT_FOUND) {
		fail_clear(cx);
		return fail(cx, ERR_INVALID, "courier_id", "There is no such courier.");
	}
	TRY(err);
	if (!courier->active)
		return fail(cx, ERR_INVALID, "courier_id", "This courier is not used any more.");
	return OK;
}

enum err delivery_create(
	struct cx *cx, const struct delivery_new *wanted, struct delivery *delivery)
{
	struct courier courier;
	struct order order;

	*delivery = (struct delivery){.status = DELIVERY_PENDING,
		.status_since_us = cx->now_us,
		.ship_us = wanted->ship_us,
		.estimated_us = wanted->estimated_us};
	TRY(order_by_key(cx, wanted->order_key, &order));
	TRY(find_courier(cx, wanted->courier_id, &courier));
	TRY(set_number(cx, delivery, wanted->tracking_number));
	delivery->order_id = order.id;
	delivery->courier_id = courier.id;
	delivery->stuck_hours = courier.stuck_hours;
	delivery->poll_minutes = courier.poll_minutes;
	delivery_heard(cx, delivery);
	delivery_plan_poll(delivery, cx->now_us);
	TRY(delivery_store_add(cx, delivery));
	TRY(delivery_store_lock(cx, delivery->id, delivery)); /* with its order and courier */
	TRY(order_parcels_changed(cx, order.id));
	TRY(audit_write(cx, "delivery.created", "delivery", delivery->id, NULL));
	return delivery_publish(cx, "delivery:created", delivery);
}

/* A person's step is an event like a courier's, and nothing it says comes twice. */
static enum err note_step(struct cx *cx, const struct delivery *delivery, const char *description)
{
	struct tracking_event event = {.delivery_id = delivery->id,
		.at_us = cx->now_us,
		.status = delivery_status_words[delivery->status],
		.description = description ? description : "",
		.location = "",
		.source = TRACKING_MANUAL,
		.user_id = cx->actor->user_id,
		.user_name = cx->actor->user_name,
		.event_key = crypto_token(cx->arena, 12)};
	bool fresh;

	return tracking_store_add(cx, &event, &fresh);
}

static enum err move(struct cx *cx, const struct delivery_change *change, struct delivery *delivery)
{
	const enum delivery_status to = (enum delivery_status)word_index(
		delivery_status_words, change->status);

	if (!delivery_move_allowed(delivery->status, to))
		return fail_state(cx, "status", delivery_allowed_words(cx->arena, delivery->status),
			"A parcel cannot change from %s to %s.",
			cx_say(cx, delivery_status_words[delivery->status]),
			cx_say(cx, change->status));
	delivery_set_status(delivery, to, cx->now_us);
	delivery->last_event_us = (struct opt_int){cx->now_us, true};
	delivery->unknown_word = NULL;
	delivery_heard(cx, delivery);
	if (delivery->ended_us.given)
		delivery->poll_due_us = (struct opt_int){0};
	return note_step(cx, delivery, change->description);
}

static enum err check_version(
	struct cx *cx, const struct delivery_change *change, const struct delivery *delivery)
{
	if (!change->version.given || change->version.value == delivery->version)
		return OK;
	cx->failure.current_json = delivery_row_json(cx, delivery);
	return fail(cx, ERR_CONFLICT, "version", "The parcel has changed since.");
}

enum err delivery_change(
	struct cx *cx, int64_t id, const struct delivery_change *change, struct delivery *delivery)
{
	enum delivery_status before;

	TRY(delivery_store_lock(cx, id, delivery));
	before = delivery->status;
	TRY(check_version(cx, change, delivery));
	if (change->tracking_number && !text_is(change->tracking_number, delivery->tracking_number))
		TRY(set_number(cx, delivery, change->tracking_number));
	if (change->ship_us.given)
		delivery->ship_us = change->ship_us;
	if (change->estimated_us.given)
		delivery->estimated_us = change->estimated_us;
	if (change->status)
		TRY(move(cx, change, delivery));
	TRY(delivery_store_update(cx, delivery));
	if (change->status)
		TRY(order_parcels_changed(cx, delivery->order_id));
	TRY(audit_write(cx, "delivery.changed", "delivery", id, NULL));
	return delivery_publish_moved(cx, delivery, before);
}

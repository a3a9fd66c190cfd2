/* order_policy.c - what a company's policies, and a parcel on its way, say to a change of status. */
/* SPDX-License-Identifier: MIT */
#include "domains/orders/order_internal.h"

#include "domains/policies/policies.h"
#include "platform/intl/intl.h"

static order_shipped_fn *ask_shipped;

void order_ask_shipped(order_shipped_fn *fn)
{
	ask_shipped = fn;
}

enum err order_shipped(struct cx *cx, int64_t order_id, bool *shipped)
{
	*shipped = false;
	return ask_shipped ? ask_shipped(cx, order_id, shipped) : OK;
}

/* The statuses that an actor may set from here, but for one. */
static const char *const *allowed_but(
	struct cx *cx, const struct order *order, enum order_status without)
{
	const char *const *all = order_allowed_words(
		cx->arena, order->status, cx->actor->permissions);
	const char **words = arena_array(cx->arena, ORDER_STATUS_COUNT + 1, sizeof(*words));
	size_t count = 0;

	for (; *all; all++)
		if (!text_is(*all, order_status_word(without)))
			words[count++] = *all;
	return words;
}

static enum err check_cancellation(struct cx *cx, const struct order *order)
{
	bool shipped;
	enum err err;

	if (actor_may(cx->actor, PERM_ORDERS_APPROVE))
		return OK;
	TRY(order_shipped(cx, order->id, &shipped));
	if (!shipped)
		return OK;
	err = fail_state(cx, "status", allowed_but(cx, order, ORDER_CANCELLED),
		"The parcel is on its way: a supervisor has to approve the cancellation. Ask for "
		"it "
		"by a modification of the kind cancellation.");
	cx->failure.code = "approval_required";
	return err;
}

static enum err check_pause(
	struct cx *cx, const struct order *order, const struct call_policy *policy)
{
	const int64_t again_us = order->status_since_us + policy->pause_minutes * US_PER_MINUTE;
	const char *zone = cx->actor->company->time_zone;
	struct civil at;
	enum err err;

	if (order->status != ORDER_NO_RESPONSE || again_us <= cx->now_us)
		return OK;
	at = civil_of_us(intl_zone_from_utc(zone, again_us + US_PER_MINUTE - 1));
	err = fail_state(cx, "status", allowed_but(cx, order, ORDER_NO_RESPONSE),
		"The next attempt counts from %02d:%02d on: between two attempts there are %lld "
		"minutes.",
		at.hour, at.minute, (long long)policy->pause_minutes);
	cx->failure.code = "too_soon";
	return err;
}

/* As people find it among the follow-ups, in the company's language. */
static const char *give_up_reason(struct cx *cx, int64_t attempts)
{
	const bool arabic = text_is(cx->actor->company->language, "ar");

	return arena_format(cx->arena,
		arabic ? "بلا رد، عدد المحاولات: %lld. يُقترح إغلاق الطلب"
		       : "No answer, attempts: %lld. Closing the order is proposed",
		(long long)attempts);
}

enum err order_policy_meet(struct cx *cx, const struct order *order, struct order_change *change)
{
	struct call_policy policy;

	if (change->to == ORDER_CANCELLED)
		return check_cancellation(cx, order);
	if (change->to != ORDER_NO_RESPONSE && change->to != ORDER_POSTPONED)
		return OK;
	TRY(call_policy_get(cx, &policy));
	if (change->to == ORDER_POSTPONED) {
		if (policy.postpone_hours && !change->postponed_until_us.given &&
			!change->next_attempt_us.given)
			change->postponed_until_us = (struct opt_int){
				cx->now_us + policy.postpone_hours * US_PER_HOUR, true};
		return OK;
	}
	TRY(check_pause(cx, order, &policy));
	if (policy.attempts && order->attempts + 1 >= policy.attempts &&
		!change->next_attempt_us.given) {
		change->give_up = true;
		change->follow_up = true;
		change->follow_up_reason = give_up_reason(cx, order->attempts + 1);
	}
	return OK;
}

enum err order_policy_in_pool(struct cx *cx, bool *pool)
{
	struct call_policy policy;

	TRY(call_policy_get(cx, &policy));
	*pool = policy.manual;
	return OK;
}

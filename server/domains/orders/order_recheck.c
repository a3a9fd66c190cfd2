/* order_recheck.c - all orders of a company gone through: after an upgrade, or other rules. */
/* SPDX-License-Identifier: MIT */
#include "domains/orders/order_internal.h"

#include "platform/jobs/jobs.h"

#define AT_ONCE 200

static enum err check(struct cx *cx, const struct order *order)
{
	TRY(confirmation_rebuild(cx, order));
	/* An order that is over has no flags; the customer's others are met on the way. */
	if (order->status == ORDER_CANCELLED || order->status == ORDER_CLOSED)
		return OK;
	return order_flags_refresh(cx, order->customer_id, NULL);
}

/* Progress is kept with the orders of the step, so that an interruption costs one step. */
static enum err step(struct cx *cx, const struct order_recheck *recheck, bool *more)
{
	struct order_list list;

	TRY(order_store_begin(cx));
	TRY(order_recheck_store_orders(cx, recheck->after_id, AT_ONCE, &list));
	for (size_t i = 0; i < list.count; i++)
		TRY(check(cx, &list.orders[i]));
	*more = list.count == AT_ONCE;
	if (*more)
		TRY(order_recheck_store_advance(cx, recheck, list.orders[list.count - 1].id));
	else
		TRY(order_recheck_store_done(cx, recheck));
	return order_recheck_store_commit(cx);
}

enum err order_recheck_run(struct cx *cx, const struct job *job)
{
	const struct actor *all = cx->actor;
	struct order_recheck recheck;
	bool any = true, more;

	(void)job;
	while (any && !jobs_stopping()) {
		const struct arena_mark mark = arena_mark(cx->arena);
		const struct company *company;

		cx->actor = all;
		TRY(order_recheck_store_next(cx, &recheck, &any));
		if (!any)
			break;
		cx->now_us = clock_now_us();
		TRY(company_by_id(cx, recheck.company_id, &company));
		cx->actor = actor_system(cx->arena, company);
		TRY(step(cx, &recheck, &more));
		cx->actor = all;
		arena_rewind(cx->arena, mark);
	}
	cx->actor = all;
	return OK;
}

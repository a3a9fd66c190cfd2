/* assignment.c - who works on an order, and how loads follow. */
/* SPDX-License-Identifier: MIT */
#include "domains/orders/order_internal.h"

#include "domains/accounts/account.h"

void assignment_set(struct order *order, const struct assignee *agent, int64_t now_us)
{
	order->agent_id = agent->agent_id;
	order->agent_no = agent->agent_no;
	order->agent_name = agent->agent_id ? agent->name : NULL;
	order->agent_team_id = agent->team_id;
	order->assigned_us = (struct opt_int){now_us, agent->agent_id != 0};
}

enum err assignment_load(struct cx *cx, int64_t agent_id, int64_t by)
{
	bool turned;

	TRY(assignment_store_load(cx, agent_id, by, &turned));
	return turned ? presence_review(cx, agent_id) : OK;
}

static int64_t loads(const struct order *order)
{
	return order->agent_id && order_is_open(order->status) ? order->agent_id : 0;
}

enum err assignment_move_load(struct cx *cx, const struct order *before, const struct order *after)
{
	const int64_t from = loads(before), to = loads(after);

	if (from == to)
		return OK;
	if (from)
		TRY(assignment_load(cx, from, -1));
	if (to)
		TRY(assignment_load(cx, to, 1));
	return OK;
}

enum err assignment_choose(
	struct cx *cx, const struct assignment_wish *wish, struct assignee *chosen)
{
	*chosen = (struct assignee){0};
	TRY(assignment_store_least_loaded(cx, wish, true, chosen));
	if (!chosen->agent_id)
		TRY(assignment_store_least_loaded(cx, wish, false, chosen));
	if (chosen->agent_id && wish->open)
		TRY(assignment_load(cx, chosen->agent_id, 1));
	return OK;
}

/* customer_reach.c - who sees a customer, and who hears of one. No SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/customers/customer_reach.h"

#include "domains/calls/call_visible.h"
#include "domains/chat/chat_visible.h"
#include "domains/orders/order_visible.h"
#include "platform/events/events.h"
#include "platform/json/json.h"

/* Of one kind all are seen: then so is everyone they are with, and whoever comes. */
static bool sees_all(const struct actor *actor)
{
	return (actor_may(actor, PERM_ORDERS_READ) && order_scope(actor) == SCOPE_COMPANY) ||
		(actor_may(actor, PERM_CHATS_READ) && chat_scope(actor) == SCOPE_COMPANY) ||
		(actor_may(actor, PERM_CALLS_READ) && call_scope(actor) == SCOPE_COMPANY);
}

enum err customer_is_seen(struct cx *cx, int64_t customer_id, bool *seen)
{
	*seen = sees_all(cx->actor);
	return *seen ? OK : customer_store_is_seen(cx, customer_id, seen);
}

enum err customer_seen(struct cx *cx, const char *key, struct customer *customer)
{
	bool seen;

	TRY(customer_by_key(cx, key, customer));
	TRY(customer_is_seen(cx, customer->id, &seen));
	return seen ? OK : fail(cx, ERR_NOT_FOUND, NULL, "There is no such customer.");
}

/* ---- What is told ----------------------------------------------------------------------------- */

static const char *what(struct cx *cx, const struct customer *customer, const char *const *changed)
{
	struct json json;

	json_begin(&json, cx->arena, 128);
	json_open(&json);
	json_field_int(&json, "customer_id", customer->id);
	json_field_int(&json, "version", customer->version);
	json_field_open_array(&json, "changed");
	for (; *changed; changed++)
		json_text(&json, *changed);
	json_close_array(&json);
	json_close(&json);
	return json_end(&json).ptr;
}

static int64_t nth(const int64_t *ids, size_t count, size_t at)
{
	return at < count ? ids[at] : 0;
}

/* An audience has room for two agents, two teams and a pool: as many events as that takes. */
enum err customer_publish(
	struct cx *cx, const struct customer *customer, const char *const *changed)
{
	struct customer_reach *reach = arena_alloc(cx->arena, sizeof(*reach));
	struct event event = {.type = "customer:updated",
		.subject_type = "customer",
		.subject_id = customer->id,
		.data = what(cx, customer, changed)};
	size_t i = 0;

	TRY(customer_store_reach(cx, customer->id, reach));
	do {
		event.audience = (struct audience){.permission = PERM_CUSTOMERS_READ,
			.agent_id = nth(reach->agents, reach->agent_count, 2 * i),
			.other_agent_id = nth(reach->agents, reach->agent_count, 2 * i + 1),
			.team_id = nth(reach->teams, reach->team_count, 2 * i),
			.other_team_id = nth(reach->teams, reach->team_count, 2 * i + 1),
			.pool = i < reach->pool_count,
			.department_id = nth(reach->pools, reach->pool_count, i)};
		TRY(events_publish(cx, &event));
		i++;
	} while (2 * i < reach->agent_count || 2 * i < reach->team_count || i < reach->pool_count);
	return OK;
}

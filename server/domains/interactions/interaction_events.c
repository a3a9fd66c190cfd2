/* interaction_events.c - what this domain tells the world, and whom it concerns. */
/* SPDX-License-Identifier: MIT */
#include "domains/interactions/interaction_internal.h"

#include "domains/accounts/account.h"
#include "domains/notifications/notification.h"
#include "platform/events/events.h"

#include <inttypes.h>

/* Whoever sees the order hears of it. */
static struct audience audience_of(const struct order *order)
{
	return (struct audience){
		.permission = PERM_ORDERS_READ,
		.agent_id = order->agent_id,
		.team_id = order->agent_team_id,
		.department_id = order->department_id,
		.pool = order->agent_id == 0,
	};
}

enum err interaction_publish(
	struct cx *cx, const struct order *order, const struct interaction *interaction)
{
	struct audience audience = audience_of(order);
	struct json json;

	audience.other_agent_id = interaction->agent_id;
	json_begin(&json, cx->arena, 1024);
	json_open(&json);
	json_key(&json, "interaction");
	interaction_write(&json, cx, interaction);
	json_close(&json);
	return events_publish(cx,
		&(struct event){
			.type = "interaction:created",
			.subject_type = "order",
			.subject_id = order->id,
			.audience = audience,
			.data = json_end(&json).ptr,
		});
}

static enum err publish_rating(
	struct cx *cx, const struct order *order, const struct rating *rating)
{
	struct audience audience = audience_of(order);
	struct json json;

	audience.other_agent_id = rating->agent_id;
	json_begin(&json, cx->arena, 1024);
	json_open(&json);
	json_key(&json, "rating");
	rating_write(&json, cx, rating);
	json_close(&json);
	return events_publish(cx,
		&(struct event){
			.type = "rating:created",
			.subject_type = "order",
			.subject_id = order->id,
			.audience = audience,
			.data = json_end(&json).ptr,
		});
}

/* What pages need to word it. */
static const char *data_of(struct cx *cx, const struct rating *rating)
{
	struct json json;

	json_begin(&json, cx->arena, 256);
	json_open(&json);
	json_field_int(&json, "order_id", rating->order_id);
	json_field_text(&json, "short_code", order_short_code(cx->arena, rating->order_id));
	json_field_text(&json, "customer_name", rating->customer_name);
	json_field_int(&json, "score", rating->score);
	json_close(&json);
	return json_end(&json).ptr;
}

static enum err notify(struct cx *cx, const struct rating *rating, const struct agent *agent)
{
	if (agent->id == cx->actor->agent_id || !agent->is_active || !agent->user_id)
		return OK;
	return notification_send(cx,
		&(struct notification_new){
			.user_id = agent->user_id,
			.type = "rating_received",
			.body = rating->comment,
			.data = data_of(cx, rating),
			.subject_type = "order",
			.subject_id = rating->order_id,
		});
}

enum err rating_tell(struct cx *cx, const struct order *order, struct rating *rating)
{
	struct agent agent;

	if (!rating->agent_id)
		return publish_rating(cx, order, rating);
	TRY(agent_by_key(cx, arena_format(cx->arena, "%" PRId64, rating->agent_id), &agent));
	rating->agent_no = agent.agent_no;
	rating->agent_name = agent.name;
	TRY(publish_rating(cx, order, rating));
	return notify(cx, rating, &agent);
}

/* delivery_events.c - what this domain tells the world: whoever sees the order hears of its parcel. */
/* SPDX-License-Identifier: MIT */
#include "domains/delivery/delivery_internal.h"

#include "platform/events/events.h"

static delivery_arrival *arrival;

void delivery_on_arrival(delivery_arrival *arrived)
{
	arrival = arrived;
}

enum err delivery_publish(struct cx *cx, const char *type, const struct delivery *delivery)
{
	struct json json;

	json_begin(&json, cx->arena, 2048);
	json_open(&json);
	json_key(&json, "delivery");
	delivery_write(&json, cx, delivery);
	json_close(&json);
	return events_publish(cx,
		&(struct event){
			.type = type,
			.subject_type = "delivery",
			.subject_id = delivery->id,
			.audience = {.permission = PERM_DELIVERIES_READ,
				.agent_id = delivery->agent_id,
				.team_id = delivery->agent_team_id,
				.department_id = delivery->department_id,
				.pool = delivery->agent_id == 0},
			.data = json_end(&json).ptr,
		});
}

enum err delivery_publish_moved(
	struct cx *cx, const struct delivery *delivery, enum delivery_status before)
{
	TRY(delivery_publish(cx, "delivery:updated", delivery));
	if (!arrival || before == delivery->status || delivery->status != DELIVERY_DELIVERED)
		return OK;
	return arrival(cx, delivery->order_id);
}

/* escalation_events.c - what this domain tells the world, and whom it concerns. */
/* SPDX-License-Identifier: MIT */
#include "domains/escalations/escalation_internal.h"

#include "domains/notifications/notification.h"
#include "platform/events/events.h"

/* Those whose lists show it: the raiser, the agent at work on it, and both their teams. */
enum err escalation_publish(struct cx *cx, const char *type, const struct escalation *e)
{
	struct json json;

	json_begin(&json, cx->arena, 1024);
	json_open(&json);
	json_key(&json, "escalation");
	escalation_write(&json, cx, e);
	json_close(&json);
	return events_publish(cx,
		&(struct event){
			.type = type,
			.subject_type = "escalation",
			.subject_id = e->id,
			.audience = {.permission = PERM_ORDERS_READ,
				.user_id = e->origin_by,
				.agent_id = e->order_agent_id ? e->order_agent_id : e->agent_id,
				.other_agent_id = e->assigned_agent_id,
				.team_id = e->agent_team_id,
				.other_team_id = e->order_team_id,
				.department_id = e->order_department_id,
				.pool = e->order_id && !e->order_agent_id},
			.data = json_end(&json).ptr,
		});
}

enum err complaint_publish(struct cx *cx, const char *type, const struct complaint *complaint)
{
	struct json json;

	json_begin(&json, cx->arena, 1024);
	json_open(&json);
	json_key(&json, "complaint");
	complaint_write(&json, cx, complaint);
	json_close(&json);
	return events_publish(cx,
		&(struct event){
			.type = type,
			.subject_type = "complaint",
			.subject_id = complaint->id,
			.audience = {.permission = PERM_ORDERS_READ,
				.user_id = complaint->created_by,
				.agent_id = complaint->agent_id,
				.other_agent_id = complaint->order_agent_id,
				.team_id = complaint->agent_team_id,
				.other_team_id = complaint->order_team_id,
				.department_id = complaint->order_department_id,
				.pool = complaint->order_id && !complaint->order_agent_id},
			.data = json_end(&json).ptr,
		});
}

/* ---- Notifications ------------------------------------------------------------------------- */

/* What pages need to word it. */
static const char *data_of(struct cx *cx, const struct escalation *escalation)
{
	struct json json;

	json_begin(&json, cx->arena, 256);
	json_open(&json);
	json_field_int(&json, "escalation_id", escalation->id);
	json_field_text(&json, "code", escalation_subject_code(cx->arena, escalation));
	json_field_text(&json, "level", escalation->level);
	json_field_text(&json, "status", escalation->status);
	json_field_text(&json, "by", cx->actor->user_name);
	json_field_id(&json, "order_id", escalation->order_id);
	json_close(&json);
	return json_end(&json).ptr;
}

/* Nobody is told what they did themselves. */
static enum err send(struct cx *cx, int64_t user_id, const struct escalation *escalation,
	struct notification_new *notification)
{
	if (user_id == 0 || user_id == cx->actor->user_id)
		return OK;
	notification->user_id = user_id;
	notification->data = data_of(cx, escalation);
	notification->subject_type = "escalation";
	notification->subject_id = escalation->id;
	return notification_send(cx, notification);
}

enum err escalation_notify_raised(
	struct cx *cx, const struct escalation *escalation, int64_t team_id)
{
	struct notification_new notification = {
		.type = "escalation_raised",
		.body = escalation->reason,
	};
	int64_t *user_ids;
	size_t count;

	TRY(escalation_handlers(cx, escalation->level, team_id, &user_ids, &count));
	for (size_t i = 0; i < count; i++)
		TRY(send(cx, user_ids[i], escalation, &notification));
	return OK;
}

enum err escalation_notify_assigned(struct cx *cx, const struct escalation *escalation)
{
	struct notification_new notification = {
		.type = "escalation_assigned",
		.body = escalation->reason,
	};

	return send(cx, escalation->assigned_to, escalation, &notification);
}

enum err escalation_notify_over(struct cx *cx, const struct escalation *escalation)
{
	const bool resolved = text_is(escalation->status, "resolved");
	struct notification_new notification = {
		.type = resolved ? "escalation_resolved" : "escalation_further",
		.body = escalation->resolution,
	};

	TRY(send(cx, escalation->origin_by, escalation, &notification));
	if (escalation->raised_by == escalation->origin_by)
		return OK;
	return send(cx, escalation->raised_by, escalation, &notification);
}

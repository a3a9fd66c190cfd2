/* escalation_write.c - escalations and complaints as JSON. */
/* SPDX-License-Identifier: MIT */
#include "domains/escalations/escalation_internal.h"

static void write_words(struct json *json, const char *key, const char *const *words)
{
	json_field_open_array(json, key);
	for (; *words; words++)
		json_text(json, *words);
	json_close_array(json);
}

static void write_subject(struct json *json, const struct escalation *escalation)
{
	struct arena *arena = json->out.arena;

	json_field_text(json, "subject_type", escalation->subject_type);
	json_field_int(json, "subject_id", escalation->subject_id);
	json_field_text(json, "subject_code", escalation_subject_code(arena, escalation));
	json_field_text(json, "subject", escalation->complaint_subject);
	json_field_id(json, "order_id", escalation->order_id);
	json_field_text(json, "short_code",
		escalation->order_id ? order_short_code(arena, escalation->order_id) : NULL);
	json_field_text(json, "order_status", escalation->order_status);
	json_field_text(json, "customer_name", escalation->customer_name);
}

void escalation_write(struct json *json, const struct cx *cx, const struct escalation *escalation)
{
	json_open(json);
	json_field_int(json, "id", escalation->id);
	json_field_text(json, "code", escalation_code(json->out.arena, escalation->id));
	write_subject(json, escalation);
	json_field_text(json, "level", escalation->level);
	json_field_text(json, "reason", escalation->reason);
	json_field_text(json, "status", escalation->status);
	json_field_text(json, "raised_by", escalation->raised_by_name);
	json_field_id(json, "raised_by_id", escalation->origin_by);
	order_agent_write(json, cx, "agent", escalation->agent_id, escalation->agent_no,
		escalation->agent_name);
	json_field_id(json, "assigned_to_id", escalation->assigned_to);
	json_field_text(json, "assigned_to", escalation->assigned_name);
	json_field_opt_time(json, "assigned_at", escalation->assigned_us);
	json_field_text(json, "resolution", escalation->resolution);
	json_field_text(json, "resolved_by", escalation->resolved_by_name);
	json_field_opt_time(json, "resolved_at", escalation->resolved_us);
	json_field_id(json, "from_id", escalation->from_id);
	json_field_time(json, "created_at", escalation->created_us);
	json_field_time(json, "updated_at", escalation->updated_us);
	json_field_int(json, "version", escalation->version);
	json_close(json);
}

void complaint_write(struct json *json, const struct cx *cx, const struct complaint *complaint)
{
	struct arena *arena = json->out.arena;

	json_open(json);
	json_field_int(json, "id", complaint->id);
	json_field_text(json, "code", complaint_code(arena, complaint->id));
	json_field_open(json, "customer");
	json_field_int(json, "id", complaint->customer_id);
	json_field_text(json, "name", complaint->customer_name);
	json_field_text(json, "phone", complaint->customer_phone);
	json_close(json);
	json_field_id(json, "order_id", complaint->order_id);
	json_field_text(json, "short_code",
		complaint->order_id ? order_short_code(arena, complaint->order_id) : NULL);
	json_field_text(json, "subject", complaint->subject);
	json_field_text(json, "description", complaint->description);
	json_field_text(json, "priority", complaint->priority);
	json_field_text(json, "status", complaint->status);
	write_words(json, "allowed_statuses", complaint_allowed(complaint));
	json_field_text(json, "resolution", complaint->resolution);
	json_field_opt_time(json, "resolved_at", complaint->resolved_us);
	json_field_text(json, "created_by", complaint->created_by_name);
	order_agent_write(
		json, cx, "agent", complaint->agent_id, complaint->agent_no, complaint->agent_name);
	json_field_id(json, "escalation_id", complaint->escalation_id);
	json_field_text(json, "escalation_level", complaint->escalation_level);
	json_field_text(json, "escalation_status", complaint->escalation_status);
	json_field_time(json, "created_at", complaint->created_us);
	json_field_time(json, "updated_at", complaint->updated_us);
	json_field_int(json, "version", complaint->version);
	json_close(json);
}

/* policies_events.c - what this domain tells the world, and who may hear it. */
/* SPDX-License-Identifier: MIT */
#include "domains/policies/policies_internal.h"

#include "platform/events/events.h"

/* Dialogs of agents go by it. */
enum err call_policy_publish(struct cx *cx, const struct call_policy *policy)
{
	struct event event = {.type = "policies:changed",
		.subject_type = "call_policies",
		.subject_id = cx->actor->company_id,
		.audience = {.permission = PERM_ORDERS_READ, .everyone = true}};
	struct json json;

	json_begin(&json, cx->arena, 512);
	json_open(&json);
	json_key(&json, "policies");
	call_policy_write(&json, policy);
	json_close(&json);
	event.data = json_end(&json).ptr;
	return events_publish(cx, &event);
}

enum err sla_publish(struct cx *cx, int64_t id, const struct sla_policy *policy)
{
	struct event event = {.type = "sla:changed",
		.subject_type = "sla_policy",
		.subject_id = id,
		.audience = {.permission = PERM_POLICIES_MANAGE, .everyone = true}};
	struct json json;

	json_begin(&json, cx->arena, 512);
	json_open(&json);
	json_field_int(&json, "id", id);
	json_key(&json, "policy");
	if (policy)
		sla_policy_write(&json, policy);
	else
		json_null(&json);
	json_close(&json);
	event.data = json_end(&json).ptr;
	return events_publish(cx, &event);
}

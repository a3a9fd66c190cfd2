/* audit_events.c - pages that show the log hear of rows as they are written. */
/* SPDX-License-Identifier: MIT */
#include "domains/audit/audit.h"

#include "platform/events/events.h"
#include "platform/json/json.h"

enum err audit_publish(struct cx *cx, int64_t id, const struct audit_entry *entry)
{
	struct json json;

	json_begin(&json, cx->arena, 96);
	json_open(&json);
	json_field_int(&json, "id", id);
	json_field_text(&json, "action", entry->action);
	json_field_id(&json, "user_id", entry->user_id);
	json_close(&json);
	return events_publish(cx,
		&(struct event){.type = "audit:written",
			.subject_type = "audit",
			.subject_id = id,
			.audience = {.permission = PERM_AUDIT_READ, .everyone = true},
			.data = json_end(&json).ptr});
}

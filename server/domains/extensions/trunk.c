/* trunk.c - the lines to the outside, and what the world hears of them. */
/* SPDX-License-Identifier: MIT */
#include "domains/extensions/extensions_internal.h"

void trunk_write(struct json *json, const struct trunk *trunk)
{
	json_open(json);
	json_field_int(json, "id", trunk->id);
	json_field_text(json, "name", trunk->name);
	json_field_text(json, "endpoint", trunk->endpoint);
	json_field_text(json, "state", phone_status_words[trunk->phone.status]);
	json_field_text(json, "line_state", line_state_words[trunk->phone.line]);
	json_field_text(json, "registration", registration_words[trunk->phone.registration]);
	json_field_time(json, "state_changed_at", trunk->phone.status_changed_us);
	json_close(json);
}

enum err trunk_publish(struct cx *cx, const struct trunk *trunk)
{
	struct json json;

	json_begin(&json, cx->arena, 512);
	json_open(&json);
	json_key(&json, "trunk");
	trunk_write(&json, trunk);
	json_close(&json);
	return events_publish(cx,
		&(struct event){.type = "trunk:updated",
			.subject_type = "trunk",
			.subject_id = trunk->id,
			.audience = {.permission = PERM_AGENTS_READ, .everyone = true},
			.data = json_end(&json).ptr});
}

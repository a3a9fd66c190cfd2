/* audit.c - what a row of the audit log says of a change. */
/* SPDX-License-Identifier: MIT */
#include "platform/auth/audit.h"

#include "platform/json/json.h"

#define DETAIL_BYTES 1024

enum err audit_write_change(struct cx *cx, const char *action, const struct audit_subject *subject,
	const char *before_json, const char *after_json)
{
	struct json json;

	json_begin(&json, cx->arena, DETAIL_BYTES);
	json_open(&json);
	if (before_json)
		json_field_raw(&json, "before", before_json);
	if (after_json)
		json_field_raw(&json, "after", after_json);
	json_close(&json);
	return audit_write(cx, action, subject->type, subject->id, json_end(&json).ptr);
}

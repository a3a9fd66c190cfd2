/* audit.c - what a row of the audit log says of a change, and who is told of rows. */
/* SPDX-License-Identifier: MIT */
#include "platform/auth/audit.h"

#include "platform/auth/auth_internal.h"
#include "platform/json/json.h"

#define DETAIL_BYTES 1024

static audit_listener *listener;

void audit_on_write(audit_listener *told)
{
	listener = told;
}

enum err audit_tell(struct cx *cx, int64_t id, const struct audit_entry *entry)
{
	if (!listener || entry->company_id != cx->actor->company_id)
		return OK;
	return listener(cx, id, entry);
}

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

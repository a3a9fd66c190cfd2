/* file_room.c - how much a company keeps, and for how long. No SQL, no HTTP. */
/* SPDX-License-Identifier: MIT */
#include "domains/files/file_internal.h"

#include "platform/auth/audit.h"

void file_room_write(struct json *json, const struct file_room *room)
{
	json_open(json);
	json_field_int(json, "quota_mb", room->quota_bytes / FILE_MB);
	json_field_int(json, "retention_days", room->retention_days);
	json_field_int(json, "used_bytes", room->used_bytes);
	json_field_int(json, "file_count", room->file_count);
	json_field_int(json, "version", room->version);
	json_close(json);
}

static const char *picture(struct cx *cx, const struct file_room *room)
{
	struct json json;

	json_begin(&json, cx->arena, 256);
	file_room_write(&json, room);
	return json_end(&json).ptr;
}

static enum err newer(struct cx *cx)
{
	struct file_room current;

	TRY(file_store_room(cx, &current));
	cx->failure.current_json = picture(cx, &current);
	return fail(cx, ERR_CONFLICT, "version", "The settings have changed since.");
}

enum err file_room_change(
	struct cx *cx, const struct file_room_change *change, struct file_room *after)
{
	const struct audit_subject subject = {"company", cx->actor->company_id};
	struct file_room before;
	bool changed;

	TRY(db_begin_write(cx));
	TRY(file_store_room(cx, &before));
	if (change->version.given && change->version.value != before.version)
		return newer(cx);
	*after = before;
	if (change->quota_mb.given)
		after->quota_bytes = change->quota_mb.value * FILE_MB;
	if (change->retention_days.given)
		after->retention_days = change->retention_days.value;
	TRY(file_store_set_room(cx, after, &changed));
	if (!changed)
		return newer(cx);
	TRY(file_store_room(cx, after));
	return audit_write_change(
		cx, "company.files_changed", &subject, picture(cx, &before), picture(cx, after));
}

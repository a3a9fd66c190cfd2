/* notification.c - sending one, and how it looks. No SQL, no HTTP. */
/* SPDX-License-Identifier: MIT */
#include "domains/notifications/notification_internal.h"

#include "platform/events/events.h"

#include <assert.h>

#define EVENT_BYTES 512

void notification_write(struct json *json, struct cx *cx, const struct language *language,
	const struct notification *notification)
{
	struct notification said = *notification;

	notification_word(cx, language, &said);
	json_open(json);
	json_field_int(json, "id", notification->id);
	json_field_text(json, "type", notification->type);
	json_field_text(json, "title", said.title);
	json_field_text(json, "body", said.body);
	json_field_raw(json, "data", notification->data);
	json_field_text(json, "subject_type", notification->subject_type);
	json_field_id(json, "subject_id", notification->subject_id);
	json_field_opt_time(json, "read_at", notification->read_us);
	json_field_time(json, "created_at", notification->created_us);
	json_close(json);
}

static enum err tell(struct cx *cx, int64_t user_id, const struct notification *notification)
{
	const struct language *language;
	struct json json;

	TRY(notification_store_language(cx, user_id, &language));
	json_begin(&json, cx->arena, EVENT_BYTES);
	json_open(&json);
	json_key(&json, "notification");
	notification_write(&json, cx, language, notification);
	json_close(&json);
	return events_publish(cx,
		&(struct event){
			.type = "notification:new",
			.subject_type = "notification",
			.subject_id = notification->id,
			.audience = {.permission = PERM_SELF, .user_id = user_id},
			.data = json_end(&json).ptr,
		});
}

enum err notification_send(struct cx *cx, const struct notification_new *wanted)
{
	struct notification made = {
		.type = wanted->type,
		.title = "",
		.body = wanted->body ? wanted->body : "",
		.data = wanted->data ? wanted->data : "{}",
		.subject_type = wanted->subject_type,
		.subject_id = wanted->subject_type ? wanted->subject_id : 0,
		.created_us = cx->now_us,
	};

	assert(wanted->user_id && notification_known(cx, &made));
	TRY(notification_store_add(cx, wanted->user_id, &made));
	return tell(cx, wanted->user_id, &made);
}

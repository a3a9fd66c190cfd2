/* notification.c - sending one, and how it looks. No SQL, no HTTP. */
/* SPDX-License-Identifier: MIT */
#include "domains/notifications/notification_internal.h"

#include "domains/notifications/web_push_internal.h"
#include "platform/events/events.h"

#include <assert.h>
#include <inttypes.h>

#define EVENT_BYTES 512

void notification_write(struct json *json, struct cx *cx, const struct language *language,
	const struct notification *notification)
{
	struct notification said = *notification;
	const struct topic *topic = topic_of(notification->type);

	notification_word(cx, language, &said);
	json_open(json);
	json_field_int(json, "id", notification->id);
	json_field_text(json, "type", notification->type);
	json_field_text(json, "topic", topic ? topic->code : NULL);
	json_field_text(json, "title", said.title);
	json_field_text(json, "body", said.body);
	json_field_raw(json, "data", notification->data);
	json_field_text(json, "subject_type", notification->subject_type);
	json_field_id(json, "subject_id", notification->subject_id);
	json_field_opt_time(json, "read_at", notification->read_us);
	json_field_time(json, "created_at", notification->created_us);
	json_close(json);
}

const char *notification_tag(struct arena *arena, const struct notification *notification)
{
	if (text_is(notification->type, "chat_message"))
		return arena_format(arena, "hatif-chat-%" PRId64, notification->subject_id);
	return arena_format(arena, "hatif-%" PRId64, notification->id);
}

static enum err publish(
	struct cx *cx, const char *type, int64_t user_id, int64_t id, const char *data)
{
	return events_publish(cx,
		&(struct event){
			.type = type,
			.subject_type = "notification",
			.subject_id = id,
			.audience = {.permission = PERM_SELF, .user_id = user_id},
			.data = data,
		});
}

static enum err tell(struct cx *cx, const struct notified *person, const struct alert *alert,
	const struct notification *notification, int64_t replaced)
{
	struct json json;

	json_begin(&json, cx->arena, EVENT_BYTES);
	json_open(&json);
	json_key(&json, "notification");
	notification_write(&json, cx, person->language, notification);
	json_field_text(&json, "sound", alert->sound);
	json_field_bool(&json, "desktop", alert->desktop);
	json_field_id(&json, "replaces", replaced);
	json_close(&json);
	return publish(cx, "notification:new", notification->user_id, notification->id,
		json_end(&json).ptr);
}

enum err notification_changed(struct cx *cx, int64_t id, const char *change, int64_t *unread)
{
	struct json json;

	TRY(notification_store_unread(cx, unread));
	json_begin(&json, cx->arena, 128);
	json_open(&json);
	json_field_id(&json, "id", id);
	json_field_text(&json, "change", change);
	json_field_int(&json, "unread", *unread);
	json_close(&json);
	return publish(cx, "notification:changed", cx->actor->user_id, id, json_end(&json).ptr);
}

enum err notification_send(struct cx *cx, const struct notification_new *wanted)
{
	const struct topic *topic = topic_of(wanted->type);
	struct notification made = {
		.user_id = wanted->user_id,
		.type = wanted->type,
		.title = "",
		.body = wanted->body ? wanted->body : "",
		.data = wanted->data ? wanted->data : "{}",
		.subject_type = wanted->subject_type,
		.subject_id = wanted->subject_type ? wanted->subject_id : 0,
		.created_us = cx->now_us,
	};
	struct notified person;
	struct alert alert;
	int64_t replaced = 0;

	assert(wanted->user_id && topic && notification_known(cx, &made));
	TRY(notification_store_person(cx, wanted->user_id, &person));
	alert = alert_of(cx, &person, topic);
	made.read_us = (struct opt_int){cx->now_us, !(alert.ways & WAY_BELL)};
	if (wanted->replaces)
		TRY(notification_store_replace(cx, &made, &replaced));
	TRY(notification_store_add(cx, &made));
	TRY(alert_send(cx, &person, &alert, &made));
	return tell(cx, &person, &alert, &made, replaced);
}

enum err notification_seen(struct cx *cx, const char *subject_type, int64_t subject_id)
{
	int64_t unread, *ids;
	size_t count;

	TRY(notification_store_seen(cx, subject_type, subject_id, &ids, &count));
	for (size_t i = 0; i < count; i++)
		TRY(notification_changed(cx, ids[i], "read", &unread));
	return OK;
}

enum err notification_forget_session(struct cx *cx, int64_t session_id)
{
	return web_push_store_forget_session(cx, session_id);
}

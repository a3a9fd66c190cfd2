/* event_pass.c - what passes, as nodes say it to each other. */
/* SPDX-License-Identifier: MIT */
#include "platform/events/events_internal.h"

#include "platform/db/listen.h"
#include "platform/json/json.h"
#include "platform/log/log.h"

#include <assert.h>

#define IDS 7

/* The numbers of an audience, in the order in which they are written. */
static void list_ids(struct audience *audience, int64_t *ids[IDS])
{
	ids[0] = &audience->user_id;
	ids[1] = &audience->agent_id;
	ids[2] = &audience->other_agent_id;
	ids[3] = &audience->team_id;
	ids[4] = &audience->other_team_id;
	ids[5] = &audience->department_id;
	ids[6] = &audience->visitor_id;
}

static void write_audience(struct json *json, struct audience audience)
{
	int64_t *ids[IDS];

	list_ids(&audience, ids);
	json_field_text(json, "permission", perm_name(audience.permission));
	json_field_bool(json, "pool", audience.pool);
	json_field_bool(json, "everyone", audience.everyone);
	json_field_open_array(json, "ids");
	for (size_t i = 0; i < IDS; i++)
		json_int(json, *ids[i]);
	json_close_array(json);
}

struct str event_pass_write(struct arena *arena, int64_t company_id, const struct event *event)
{
	const size_t bytes = strlen(event->data);
	struct json json;
	struct str text;

	json_begin(&json, arena, bytes + 512);
	json_open(&json);
	json_field_int(&json, "company", company_id);
	write_audience(&json, event->audience);
	json_field_text(&json, "type", event->type);
	json_field_text(&json, "subject", event->subject_type);
	json_field_int(&json, "id", event->subject_id);
	json_field_raw(&json, "data", event->data);
	json_close(&json);
	text = json_end(&json);
	if (bytes <= EVENTS_TELL_BYTES && text.len <= DB_LISTENER_TEXT_BYTES)
		return text;
	log_warn("events.pass", LOG_TEXT("type", event->type),
		LOG_TEXT("why", "too long for other nodes"));
	return (struct str){0};
}

/* ---- In: anybody may have said it ------------------------------------------------- */

static bool is_kind(const struct json_value *value, enum json_kind kind)
{
	return value && json_kind_of(value) == kind;
}

static bool read_flag(const struct json_value *from, const char *key, bool *flag)
{
	const struct json_value *value = json_get(from, key);

	if (!is_kind(value, JSON_BOOL))
		return false;
	*flag = json_bool_of(value);
	return true;
}

static bool read_number(const struct json_value *value, int64_t *number)
{
	if (!is_kind(value, JSON_INT))
		return false;
	*number = json_int_of(value);
	return *number >= 0;
}

static bool read_text(const struct json_value *from, const char *key, const char **text)
{
	const struct json_value *value = json_get(from, key);

	if (!is_kind(value, JSON_TEXT))
		return false;
	*text = json_text_of(value);
	return true;
}

static bool read_audience(const struct json_value *from, struct audience *audience)
{
	const struct json_value *list = json_get(from, "ids");
	const char *permission;
	int64_t *ids[IDS];

	if (!is_kind(list, JSON_ARRAY) || json_count(list) != IDS ||
		!read_text(from, "permission", &permission) ||
		!read_flag(from, "pool", &audience->pool) ||
		!read_flag(from, "everyone", &audience->everyone))
		return false;
	audience->permission = perm_by_name(permission);
	list_ids(audience, ids);
	for (size_t i = 0; i < IDS; i++)
		if (!read_number(json_item(list, i), ids[i]))
			return false;
	return audience->permission != PERM_COUNT;
}

struct event_frame *event_pass_read(struct cx *cx, struct str text)
{
	const struct json_value *from, *data;
	struct event event = {0};
	int64_t company_id;

	if (text.len > DB_LISTENER_TEXT_BYTES || json_parse(cx, text, &from) != OK ||
		!is_kind(from, JSON_OBJECT))
		return NULL;
	data = json_get(from, "data");
	if (!is_kind(data, JSON_OBJECT) || !read_audience(from, &event.audience) ||
		!read_text(from, "type", &event.type) ||
		!read_text(from, "subject", &event.subject_type) ||
		!read_number(json_get(from, "id"), &event.subject_id) ||
		!read_number(json_get(from, "company"), &company_id) || !events_kind(event.type))
		return NULL;
	event.data = json_print(cx, data);
	return event_frame_new(company_id, 0, cx->now_us, &event);
}

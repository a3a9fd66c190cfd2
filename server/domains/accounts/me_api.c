/* me_api.c - one's own devices and preferences. */
/* SPDX-License-Identifier: MIT */
#include "domains/accounts/account_api.h"

#include "platform/auth/audit.h"

#define PREFERENCES_BYTES_MAX ((size_t)16 * 1024)

/* ---- Devices --------------------------------------------------------------------- */

static const struct schema_field device_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "name", .type = SCHEMA_TEXT},
	{.name = "browser", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "system", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "user_agent", .type = SCHEMA_TEXT},
	{.name = "created_at", .type = SCHEMA_TIME},
	{.name = "last_seen_at", .type = SCHEMA_TIME},
	{.name = "current", .type = SCHEMA_BOOL, .about = "The one that asks"},
};
static const struct schema device_schema = {
	.name = "Device", .fields = device_fields, .count = COUNT(device_fields)};
static const struct schema_field devices_out_fields[] = {
	{.name = "devices", .type = SCHEMA_OBJECT, .flags = SCHEMA_ARRAY, .ref = &device_schema},
};
static const struct schema devices_out = {
	.name = "DevicesAnswer", .fields = devices_out_fields, .count = COUNT(devices_out_fields)};

/* GET /api/agent/auth/devices */
static enum err get_devices(struct http_req *rq)
{
	struct device *list;
	struct json *json;
	size_t count;

	TRY(session_store_devices(&rq->cx, &list, &count));
	json = http_reply(rq, 200);
	json_field_open_array(json, "devices");
	for (size_t i = 0; i < count; i++) {
		const struct device_words words = device_words_of(list[i].user_agent);

		json_open(json);
		json_field_id(json, "id", list[i].id);
		json_field_text(json, "name", list[i].name);
		json_field_text(json, "browser", words.browser);
		json_field_text(json, "system", words.system);
		json_field_text(json, "user_agent", list[i].user_agent);
		json_field_time(json, "created_at", list[i].created_us);
		json_field_time(json, "last_seen_at", list[i].last_seen_us);
		json_field_bool(json, "current", list[i].current);
		json_close(json);
	}
	json_close_array(json);
	return OK;
}

/* DELETE /api/agent/auth/devices/{id}: its sessions end, but not the one that asks. */
static enum err delete_device(struct http_req *rq)
{
	const struct actor *actor = rq->cx.actor;
	int64_t id;
	bool found = false;

	if (text_int(http_path(rq, "id"), &id) && id > 0)
		TRY(session_store_device_revoke(&rq->cx, actor->user_id, id, &found));
	if (!found)
		return fail(&rq->cx, ERR_NOT_FOUND, NULL, "There is no such device.");
	TRY(session_end_device(&rq->cx, actor->user_id, id, actor->session_id, "revoked"));
	TRY(audit_write(&rq->cx, "device.removed", "device", id, NULL));
	(void)http_reply(rq, 200);
	return OK;
}

/* ---- Preferences --------------------------------------------------------------------- */

struct preferences_body {
	const struct json_value *preferences;
};

static const struct shape_field preferences_fields[] = {
	{.name = "preferences",
		.type = SHAPE_JSON,
		.flags = SHAPE_REQUIRED,
		.offset = offsetof(struct preferences_body, preferences),
		.about = "Any object of at most 16 KB, which replaces the present one"},
};
static const struct shape preferences_shape = {.name = "PreferencesRequest",
	.fields = preferences_fields,
	.count = COUNT(preferences_fields)};
static const struct schema_field preferences_out_fields[] = {
	{.name = "preferences", .type = SCHEMA_ANY},
};
static const struct schema preferences_out = {.name = "PreferencesAnswer",
	.fields = preferences_out_fields,
	.count = COUNT(preferences_out_fields)};

static enum err reply_preferences(struct http_req *rq, const char *preferences)
{
	json_field_raw(http_reply(rq, 200), "preferences", preferences);
	return OK;
}

/* GET /api/me/preferences */
static enum err get_preferences(struct http_req *rq)
{
	const char *preferences;

	TRY(account_store_preferences(&rq->cx, &preferences));
	return reply_preferences(rq, preferences);
}

/* PUT /api/me/preferences */
static enum err put_preferences(struct http_req *rq)
{
	struct preferences_body body;
	const struct json_value *language;
	const char *text;

	TRY(http_read(rq, &body));
	if (json_kind_of(body.preferences) != JSON_OBJECT)
		return fail(&rq->cx, ERR_INVALID, "preferences", "Preferences are an object.");
	text = json_print(&rq->cx, body.preferences);
	if (strlen(text) > PREFERENCES_BYTES_MAX)
		return fail(&rq->cx, ERR_INVALID, "preferences", "Preferences have at most 16 KB.");
	language = json_get(body.preferences, "language");
	TRY(account_set_preferences(&rq->cx, text,
		language && json_kind_of(language) == JSON_TEXT ? json_text_of(language) : NULL));
	return reply_preferences(rq, text);
}

const struct http_route me_routes[] = {
	{.method = HTTP_GET,
		.pattern = "/api/agent/auth/devices",
		.handler = get_devices,
		.permission = PERM_SELF,
		.access = HTTP_READ,
		.summary = "Devices on which one is remembered",
		.out = &devices_out},
	{.method = HTTP_DELETE,
		.pattern = "/api/agent/auth/devices/{id}",
		.handler = delete_device,
		.permission = PERM_SELF,
		.access = HTTP_WRITE,
		.summary = "Forget a device: it has to log in again",
		.out = &success_out},
	{.method = HTTP_GET,
		.pattern = "/api/me/preferences",
		.handler = get_preferences,
		.permission = PERM_SELF,
		.access = HTTP_READ,
		.summary = "One's own settings of the app",
		.out = &preferences_out},
	{.method = HTTP_PUT,
		.pattern = "/api/me/preferences",
		.handler = put_preferences,
		.permission = PERM_SELF,
		.access = HTTP_WRITE,
		.summary = "Replace one's own settings of the app",
		.in = &preferences_shape,
		.out = &preferences_out},
	{0},
};

/* push_app_api.c - HTTP: the app of Pusher's protocol that a company is. No rules and no SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/integrations/push_app.h"

#include "platform/http/http.h"

static const struct schema_field settings_fields[] = {
	{.name = "enabled", .type = SCHEMA_BOOL},
	{.name = "app_id",
		.type = SCHEMA_INT,
		.flags = SCHEMA_NULLABLE,
		.about = "null before anything was set, as the key"},
	{.name = "key", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "client_events", .type = SCHEMA_BOOL, .about = "Pages may tell each other"},
	{.name = "server_events", .type = SCHEMA_BOOL, .about = "Programs may publish"},
	{.name = "secret_at",
		.type = SCHEMA_TIME,
		.flags = SCHEMA_NULLABLE,
		.about = "When the secret was made"},
	{.name = "version", .type = SCHEMA_INT},
	{.name = "updated_at", .type = SCHEMA_TIME, .flags = SCHEMA_NULLABLE},
	{.name = "host", .type = SCHEMA_TEXT, .about = "Where clients connect to, as the two next"},
	{.name = "port", .type = SCHEMA_INT},
	{.name = "scheme", .type = SCHEMA_TEXT},
};
static const struct schema settings_schema = {
	.name = "PushSettings", .fields = settings_fields, .count = COUNT(settings_fields)};
static const struct schema_field out_fields[] = {
	{.name = "settings", .type = SCHEMA_OBJECT, .ref = &settings_schema},
};
static const struct schema settings_out = {
	.name = "PushSettingsAnswer", .fields = out_fields, .count = COUNT(out_fields)};
static const struct schema_field changed_fields[] = {
	{.name = "settings", .type = SCHEMA_OBJECT, .ref = &settings_schema},
	{.name = "secret",
		.type = SCHEMA_TEXT,
		.flags = SCHEMA_NULLABLE,
		.about = "The new secret, where one was made; shown this once"},
};
static const struct schema changed_out = {.name = "PushSettingsChangedAnswer",
	.fields = changed_fields,
	.count = COUNT(changed_fields)};

static struct json *answer(struct http_req *rq, const struct push_app_settings *settings)
{
	const struct http_place place = http_public_place(rq);
	struct json *json = http_reply(rq, 200);

	json_field_open(json, "settings");
	push_app_write(json, settings);
	json_field_text(json, "host", place.host);
	json_field_int(json, "port", place.port);
	json_field_text(json, "scheme", place.tls ? "https" : "http");
	json_close(json);
	return json;
}

/* GET /api/settings/push */
static enum err get_settings(struct http_req *rq)
{
	struct push_app_settings settings;

	TRY(push_app_get(&rq->cx, &settings));
	(void)answer(rq, &settings);
	return OK;
}

/* ---- Setting ------------------------------------------------------------------------ */

struct params {
	struct opt_bool enabled, client_events, server_events, new_secret;
	struct opt_int version;
};
#define SWITCH(title, member, note) \
	{ \
		.name = (title), .type = SHAPE_BOOL, .flags = SHAPE_NULLABLE, \
		.offset = offsetof(struct params, member), .about = (note) \
	}
static const struct shape_field put_fields[] = {
	SWITCH("enabled", enabled, "What is left out stays"),
	SWITCH("client_events", client_events, NULL),
	SWITCH("server_events", server_events, NULL),
	SWITCH("new_secret", new_secret, "The old one is good for nothing from then on"),
	{.name = "version",
		.type = SHAPE_INT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct params, version),
		.max = INT64_MAX,
		.about = "The version last seen; or If-Match"},
};
static const struct shape put_shape = {
	.name = "PushSettingsChange", .fields = put_fields, .count = COUNT(put_fields)};

static void take(struct opt_bool given, bool *value)
{
	if (given.given)
		*value = given.value;
}

/* PUT /api/settings/push: no Idempotency-Key, which would keep the answer, and the secret in it. */
static enum err put_settings(struct http_req *rq)
{
	struct push_app_settings settings, after;
	struct params params = {0};
	const char *secret;

	TRY(http_read(rq, &params));
	TRY(http_version(rq, &params.version));
	TRY(push_app_get(&rq->cx, &settings));
	take(params.enabled, &settings.enabled);
	take(params.client_events, &settings.client_events);
	take(params.server_events, &settings.server_events);
	if (params.version.given)
		settings.version = params.version.value;
	TRY(push_app_put(&rq->cx, &settings, params.new_secret.given && params.new_secret.value,
		&after, &secret));
	json_field_text(answer(rq, &after), "secret", secret);
	return OK;
}

const struct http_route push_app_routes[] = {
	{.method = HTTP_GET,
		.pattern = "/api/settings/push",
		.handler = get_settings,
		.permission = PERM_SETTINGS_MANAGE,
		.access = HTTP_READ,
		.summary = "The company as an app of Pusher's protocol, for Laravel Echo",
		.out = &settings_out},
	{.method = HTTP_PUT,
		.pattern = "/api/settings/push",
		.handler = put_settings,
		.permission = PERM_SETTINGS_MANAGE,
		.access = HTTP_WRITE,
		.summary = "Switch Pusher's protocol on or off; a new secret is shown this once",
		.in = &put_shape,
		.out = &changed_out},
	{0},
};

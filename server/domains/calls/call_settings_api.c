/* call_settings_api.c - HTTP: how a company dials and routes. No rules and no SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/calls/call_settings.h"

#include "platform/http/http.h"

static const struct schema_field route_fields[] = {
	{.name = "department", .type = SCHEMA_TEXT, .about = "Its code"},
	{.name = "department_id", .type = SCHEMA_INT},
	{.name = "name", .type = SCHEMA_TEXT},
	{.name = "exten",
		.type = SCHEMA_TEXT,
		.flags = SCHEMA_NULLABLE,
		.about = "Where the PBX reaches it"},
	{.name = "context",
		.type = SCHEMA_TEXT,
		.flags = SCHEMA_NULLABLE,
		.about = "Else dial_context"},
	{.name = "queue",
		.type = SCHEMA_TEXT,
		.flags = SCHEMA_NULLABLE,
		.about = "The queue of the PBX that is this department's"},
};
static const struct schema route_schema = {
	.name = "CallRoute", .fields = route_fields, .count = COUNT(route_fields)};
static const struct schema_field settings_fields[] = {
	{.name = "dial_context", .type = SCHEMA_TEXT},
	{.name = "dial_prefix",
		.type = SCHEMA_TEXT,
		.about = "Before the digits of a number with its country: +, 00, 9 …"},
	{.name = "wrap_up_seconds", .type = SCHEMA_INT},
	{.name = "offer_seconds",
		.type = SCHEMA_INT,
		.about = "How long who waits without a PBX rings at an agent; 0: agents take"},
	{.name = "routes", .type = SCHEMA_OBJECT, .flags = SCHEMA_ARRAY, .ref = &route_schema},
	{.name = "version", .type = SCHEMA_INT},
	{.name = "updated_at", .type = SCHEMA_TIME, .flags = SCHEMA_NULLABLE},
};
static const struct schema settings_schema = {
	.name = "CallSettings", .fields = settings_fields, .count = COUNT(settings_fields)};
static const struct schema_field out_fields[] = {
	{.name = "settings", .type = SCHEMA_OBJECT, .ref = &settings_schema},
};
static const struct schema settings_out = {
	.name = "CallSettingsAnswer", .fields = out_fields, .count = COUNT(out_fields)};

static enum err write_routes(struct http_req *rq, struct json *json)
{
	struct call_route *rows;
	size_t count;

	TRY(call_routes_list(&rq->cx, &rows, &count));
	json_field_open_array(json, "routes");
	for (size_t i = 0; i < count; i++) {
		json_open(json);
		json_field_text(json, "department", rows[i].department);
		json_field_int(json, "department_id", rows[i].department_id);
		json_field_text(json, "name", rows[i].department_name);
		json_field_text(json, "exten", rows[i].exten);
		json_field_text(json, "context", rows[i].context);
		json_field_text(json, "queue", rows[i].queue);
		json_close(json);
	}
	json_close_array(json);
	return OK;
}

static enum err answer(struct http_req *rq, const struct call_settings *settings)
{
	struct json *json = http_reply(rq, 200);

	json_field_open(json, "settings");
	json_field_text(json, "dial_context", settings->dial_context);
	json_field_text(json, "dial_prefix", settings->dial_prefix);
	json_field_int(json, "wrap_up_seconds", settings->wrap_up_s);
	json_field_int(json, "offer_seconds", settings->offer_s);
	TRY(write_routes(rq, json));
	json_field_int(json, "version", settings->version);
	json_field_opt_time(json, "updated_at",
		(struct opt_int){settings->updated_us, settings->updated_us > 0});
	json_close(json);
	return OK;
}

/* GET /api/settings/calls */
static enum err get_settings(struct http_req *rq)
{
	struct call_settings settings;

	TRY(call_settings_get(&rq->cx, &settings));
	return answer(rq, &settings);
}

/* ---- Setting ------------------------------------------------------------------------ */

struct params {
	const char *dial_context, *dial_prefix;
	struct opt_int wrap_up_seconds, offer_seconds, version;
	const struct json_value *routes;
};
static const struct shape_field put_fields[] = {
	{.name = "dial_context",
		.type = SHAPE_TEXT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct params, dial_context),
		.max = CALL_DIAL_BYTES_MAX},
	{.name = "dial_prefix",
		.type = SHAPE_TEXT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct params, dial_prefix),
		.min = 0,
		.max = CALL_DIAL_BYTES_MAX},
	{.name = "wrap_up_seconds",
		.type = SHAPE_INT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct params, wrap_up_seconds),
		.max = CALL_WRAP_UP_MAX_S},
	{.name = "offer_seconds",
		.type = SHAPE_INT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct params, offer_seconds),
		.max = CALL_OFFER_MAX_S},
	{.name = "routes",
		.type = SHAPE_JSON,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct params, routes),
		.about = "[{department, exten, context, queue}]: all of them; as they are if not "
			 "said"},
	{.name = "version",
		.type = SHAPE_INT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct params, version),
		.max = INT64_MAX,
		.about = "The version last seen; or If-Match"},
};
static const struct shape put_shape = {
	.name = "CallSettingsChange", .fields = put_fields, .count = COUNT(put_fields)};

#define ROUTE_TEXT(member) \
	{ \
		.name = #member, .type = SHAPE_TEXT, .flags = SHAPE_NULLABLE, \
		.offset = offsetof(struct call_route, member), .max = 120 \
	}
static const struct shape_field route_in_fields[] = {
	{.name = "department",
		.aliases = "department_id",
		.type = SHAPE_KEY,
		.flags = SHAPE_REQUIRED,
		.offset = offsetof(struct call_route, department)},
	ROUTE_TEXT(exten),
	ROUTE_TEXT(context),
	ROUTE_TEXT(queue),
};
static const struct shape route_in_shape = {
	.name = "CallRouteChange", .fields = route_in_fields, .count = COUNT(route_in_fields)};

static enum err read_routes(
	struct http_req *rq, const struct json_value *given, struct call_settings_change *change)
{
	struct call_route *routes;

	if (!given)
		return OK;
	if (json_kind_of(given) != JSON_ARRAY)
		return fail(&rq->cx, ERR_INVALID, "routes", "This is not a list.");
	change->route_count = json_count(given);
	if (change->route_count > CALL_ROUTES_MAX)
		return fail(
			&rq->cx, ERR_INVALID, "routes", "A list has at most %d.", CALL_ROUTES_MAX);
	routes = arena_array(rq->cx.arena, change->route_count + 1, sizeof(*routes));
	for (size_t i = 0; i < change->route_count; i++) {
		if (json_kind_of(json_item(given, i)) != JSON_OBJECT)
			return fail(&rq->cx, ERR_INVALID, "routes", "This is not an object.");
		TRY(http_read_object(rq, &route_in_shape, json_item(given, i), &routes[i]));
	}
	change->routes = routes;
	return OK;
}

/* PUT /api/settings/calls */
static enum err put_settings(struct http_req *rq)
{
	struct call_settings_change change = {0};
	struct call_settings after;
	struct params params = {0};

	TRY(http_read(rq, &params));
	TRY(http_version(rq, &change.version));
	change.dial_context = params.dial_context;
	change.dial_prefix = params.dial_prefix;
	change.wrap_up_s = params.wrap_up_seconds;
	change.offer_s = params.offer_seconds;
	TRY(read_routes(rq, params.routes, &change));
	TRY(call_settings_put(&rq->cx, &change, &after));
	return answer(rq, &after);
}

const struct http_route call_settings_routes[] = {
	{.method = HTTP_GET,
		.pattern = "/api/settings/calls",
		.handler = get_settings,
		.permission = PERM_SETTINGS_MANAGE,
		.access = HTTP_READ,
		.summary = "How the company dials, and where its departments are reached",
		.out = &settings_out},
	{.method = HTTP_PUT,
		.pattern = "/api/settings/calls",
		.handler = put_settings,
		.permission = PERM_SETTINGS_MANAGE,
		.access = HTTP_WRITE,
		.summary = "Set how the company dials and routes",
		.in = &put_shape,
		.out = &settings_out},
	{0},
};

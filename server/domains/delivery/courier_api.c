/* courier_api.c - HTTP: who carries a company's parcels. No rules and no SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/delivery/delivery_internal.h"
#include "domains/orders/order_api.h"

#include "platform/auth/audit.h"
#include "platform/crypto/crypto.h"
#include "platform/http/http.h"
#include "platform/outbox/outbox.h"

#define KEY_BYTES 18

static const struct schema_field courier_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "name", .type = SCHEMA_TEXT},
	{.name = "short_name", .type = SCHEMA_TEXT},
	{.name = "adapter", .type = SCHEMA_WORD, .words = courier_adapter_words},
	{.name = "settings", .type = SCHEMA_ANY, .about = "Members depend on the adapter"},
	{.name = "has_secret", .type = SCHEMA_BOOL, .about = "The secret itself is never shown"},
	{.name = "has_second_secret", .type = SCHEMA_BOOL},
	{.name = "status_map",
		.type = SCHEMA_ANY,
		.about = "Words of the courier to statuses of ours, over the adapter's own"},
	{.name = "unknown_words",
		.type = SCHEMA_TEXT,
		.flags = SCHEMA_ARRAY,
		.about = "What its parcels were last said to be and no table knows"},
	{.name = "track_url", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "active", .type = SCHEMA_BOOL},
	{.name = "poll_minutes", .type = SCHEMA_INT, .about = "0: it is never asked"},
	{.name = "stuck_hours", .type = SCHEMA_INT},
	{.name = "callback_url",
		.type = SCHEMA_TEXT,
		.flags = SCHEMA_NULLABLE,
		.about = "Where it reports; null without an adapter"},
	{.name = "callback_secret",
		.type = SCHEMA_TEXT,
		.flags = SCHEMA_NULLABLE,
		.about = "Signs those reports; null where its own signature does"},
	{.name = "last_heard_at", .type = SCHEMA_TIME, .flags = SCHEMA_NULLABLE},
	{.name = "last_failed_at", .type = SCHEMA_TIME, .flags = SCHEMA_NULLABLE},
	{.name = "error",
		.type = SCHEMA_TEXT,
		.flags = SCHEMA_NULLABLE,
		.about = "Of the last question, if it failed"},
	{.name = "created_at", .type = SCHEMA_TIME},
	{.name = "version", .type = SCHEMA_INT},
};
static const struct schema courier_schema = {
	.name = "Courier", .fields = courier_fields, .count = COUNT(courier_fields)};
static const struct schema_field list_out_fields[] = {
	{.name = "couriers", .type = SCHEMA_OBJECT, .flags = SCHEMA_ARRAY, .ref = &courier_schema},
};
static const struct schema list_out = {
	.name = "CourierListAnswer", .fields = list_out_fields, .count = COUNT(list_out_fields)};
static const struct schema_field one_out_fields[] = {
	{.name = "courier", .type = SCHEMA_OBJECT, .ref = &courier_schema},
};
static const struct schema one_out = {
	.name = "CourierAnswer", .fields = one_out_fields, .count = COUNT(one_out_fields)};
static const struct schema gone_out = {.name = "CourierGone"};

static void write_callback(struct http_req *rq, struct json *json, const struct courier *courier)
{
	const struct courier_way *way = courier_way(courier->adapter);

	if (way)
		json_field_text(json, "callback_url",
			arena_format(rq->cx.arena, "%s/api/webhooks/courier/%s",
				http_public_url(rq), courier->callback_key));
	else
		json_field_null(json, "callback_url");
	if (way && !way->own_signature)
		json_field_text(
			json, "callback_secret", courier_callback_secret(rq->cx.arena, courier));
	else
		json_field_null(json, "callback_secret");
}

static enum err write_courier(struct http_req *rq, struct json *json, const struct courier *courier)
{
	const char *const *words;

	TRY(courier_store_unknown(&rq->cx, courier->id, &words));
	json_open(json);
	json_field_int(json, "id", courier->id);
	json_field_text(json, "name", courier->name);
	json_field_text(json, "short_name", courier->short_name);
	json_field_text(json, "adapter", courier_adapter_words[courier->adapter]);
	json_field_raw(json, "settings", courier->settings);
	json_field_bool(json, "has_secret", courier->secret_sealed != NULL);
	json_field_bool(json, "has_second_secret", courier->second_secret_sealed != NULL);
	json_field_raw(json, "status_map", courier->status_map);
	json_field_open_array(json, "unknown_words");
	for (; *words; words++)
		json_text(json, *words);
	json_close_array(json);
	json_field_text(json, "track_url", courier->track_url);
	json_field_bool(json, "active", courier->active);
	json_field_int(json, "poll_minutes", courier->poll_minutes);
	json_field_int(json, "stuck_hours", courier->stuck_hours);
	write_callback(rq, json, courier);
	json_field_opt_time(json, "last_heard_at", courier->heard_us);
	json_field_opt_time(json, "last_failed_at", courier->failed_us);
	json_field_text(json, "error", outbox_error_say(&rq->cx, rq->cx.language, courier->error));
	json_field_time(json, "created_at", courier->created_us);
	json_field_int(json, "version", courier->version);
	json_close(json);
	return OK;
}

/* GET /api/admin/couriers */
static enum err get_couriers(struct http_req *rq)
{
	struct courier *rows;
	struct json *json;
	size_t count;

	TRY(courier_store_list(&rq->cx, &rows, &count));
	json = http_reply(rq, 200);
	json_field_open_array(json, "couriers");
	for (size_t i = 0; i < count; i++)
		TRY(write_courier(rq, json, &rows[i]));
	json_close_array(json);
	return OK;
}

/* ---- Making and changing ------------------------------------------------------------------ */

struct courier_params {
	const char *adapter, *name, *short_name, *secret, *second_secret, *track_url;
	const struct json_value *settings, *status_map;
	struct opt_bool active;
	struct opt_int poll_minutes, stuck_hours;
	struct opt_int version; /* read by http_version() */
};
#define CHANGE_FIELDS(need) \
	{.name = "name", \
		.type = SHAPE_TEXT, \
		.flags = (need) | SHAPE_NULLABLE, \
		.offset = offsetof(struct courier_params, name), \
		.min = 1, \
		.max = COURIER_NAME_MAX}, \
		{.name = "short_name", \
			.type = SHAPE_TEXT, \
			.flags = SHAPE_NULLABLE, \
			.offset = offsetof(struct courier_params, short_name), \
			.min = 1, \
			.max = 20, \
			.about = "In tables; the name if not said"}, \
		{.name = "settings", \
			.type = SHAPE_JSON, \
			.flags = SHAPE_NULLABLE, \
			.offset = offsetof(struct courier_params, settings)}, \
		{.name = "status_map", \
			.type = SHAPE_JSON, \
			.flags = SHAPE_NULLABLE, \
			.offset = offsetof(struct courier_params, status_map), \
			.about = "{\"With driver\": \"out_for_delivery\"}"}, \
		{.name = "secret", \
			.type = SHAPE_RAW_TEXT, \
			.flags = SHAPE_NULLABLE | SHAPE_SECRET, \
			.offset = offsetof(struct courier_params, secret), \
			.min = 1, \
			.max = 1000, \
			.about = "Token, key or password; kept sealed, never shown again"}, \
		{.name = "second_secret", \
			.type = SHAPE_RAW_TEXT, \
			.flags = SHAPE_NULLABLE | SHAPE_SECRET, \
			.offset = offsetof(struct courier_params, second_secret), \
			.min = 1, \
			.max = 1000, \
			.about = "AfterShip's webhook secret, Aramex's account PIN"}, \
		{.name = "track_url", \
			.type = SHAPE_TEXT, \
			.flags = SHAPE_NULLABLE, \
			.offset = offsetof(struct courier_params, track_url), \
			.max = 500, \
			.about = "Of the courier's page for customers, with {{tracking_number}}"}, \
		{.name = "poll_minutes", \
			.type = SHAPE_INT, \
			.flags = SHAPE_NULLABLE, \
			.offset = offsetof(struct courier_params, poll_minutes), \
			.max = POLL_MINUTES_MAX, \
			.about = "0 if not said: it is never asked; else 5 and more"}, \
		{.name = "stuck_hours", \
			.type = SHAPE_INT, \
			.flags = SHAPE_NULLABLE, \
			.offset = offsetof(struct courier_params, stuck_hours), \
			.min = 1, \
			.max = STUCK_HOURS_MAX, \
			.about = "72 if not said"}, \
	{ \
		.name = "active", .type = SHAPE_BOOL, .flags = SHAPE_NULLABLE, \
		.offset = offsetof(struct courier_params, active), .about = "true if not said" \
	}
static const struct shape_field new_fields[] = {
	{.name = "adapter",
		.type = SHAPE_WORD,
		.flags = SHAPE_REQUIRED,
		.offset = offsetof(struct courier_params, adapter),
		.words = courier_adapter_words},
	CHANGE_FIELDS(SHAPE_REQUIRED),
};
static const struct shape new_shape = {
	.name = "CourierNew", .fields = new_fields, .count = COUNT(new_fields)};
static const struct shape_field change_fields[] = {
	CHANGE_FIELDS(0),
	{.name = "version",
		.type = SHAPE_INT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct courier_params, version),
		.max = INT64_MAX,
		.about = "The version last seen; or If-Match"},
};
static const struct shape change_shape = {
	.name = "CourierChange", .fields = change_fields, .count = COUNT(change_fields)};

/* What was sent over what is there. */
static void apply(struct cx *cx, const struct courier_params *params, struct courier *courier)
{
	if (params->name)
		courier->name = params->name;
	if (params->short_name || !courier->short_name)
		courier->short_name = params->short_name ? params->short_name : courier->name;
	if (params->settings)
		courier->settings = json_print(cx, params->settings);
	if (params->status_map)
		courier->status_map = json_print(cx, params->status_map);
	if (params->secret)
		courier->secret_sealed = auth_seal(cx->arena, str_of(params->secret));
	if (params->second_secret)
		courier->second_secret_sealed = auth_seal(cx->arena, str_of(params->second_secret));
	if (params->track_url)
		courier->track_url = *params->track_url ? params->track_url : NULL;
	if (params->poll_minutes.given)
		courier->poll_minutes = params->poll_minutes.value;
	if (params->stuck_hours.given)
		courier->stuck_hours = params->stuck_hours.value;
	if (params->active.given)
		courier->active = params->active.value;
}

/* Settings may hold what opens an account with the courier: that they changed is enough. */
static const char *picture(
	struct cx *cx, const struct courier *courier, const struct courier *before)
{
	struct json json;

	if (!courier)
		return NULL;
	json_begin(&json, cx->arena, 512);
	json_open(&json);
	json_field_text(&json, "name", courier->name);
	json_field_text(&json, "short_name", courier->short_name);
	json_field_text(&json, "adapter", courier_adapter_words[courier->adapter]);
	json_field_bool(&json, "active", courier->active);
	json_field_text(&json, "track_url", courier->track_url);
	json_field_int(&json, "poll_minutes", courier->poll_minutes);
	json_field_int(&json, "stuck_hours", courier->stuck_hours);
	json_field_raw(&json, "status_map", courier->status_map);
	if (before) {
		json_field_bool(
			&json, "settings_changed", !text_is(before->settings, courier->settings));
		json_field_bool(&json, "secrets_changed",
			!text_is(before->secret_sealed, courier->secret_sealed) ||
				!text_is(before->second_secret_sealed,
					courier->second_secret_sealed));
	}
	json_close(&json);
	return json_end(&json).ptr;
}

static enum err record(struct cx *cx, const char *action, const struct courier *before,
	const struct courier *after)
{
	const struct audit_subject subject = {"courier", after ? after->id : before->id};

	return audit_write_change(
		cx, action, &subject, picture(cx, before, NULL), picture(cx, after, before));
}

static enum err answer(struct http_req *rq, int status, const struct courier *courier)
{
	struct json *json;

	json = http_reply(rq, status);
	json_key(json, "courier");
	return write_courier(rq, json, courier);
}

/* POST /api/admin/couriers */
static enum err post_courier(struct http_req *rq)
{
	struct courier_params params = {0};
	struct courier courier = {.settings = "{}",
		.status_map = "{}",
		.active = true,
		.stuck_hours = STUCK_HOURS_STANDARD};

	TRY(http_read(rq, &params));
	courier.adapter = (enum courier_adapter)word_index(courier_adapter_words, params.adapter);
	courier.callback_key = crypto_token(rq->cx.arena, KEY_BYTES);
	apply(&rq->cx, &params, &courier);
	TRY(courier_check(&rq->cx, &courier));
	TRY(courier_store_add(&rq->cx, &courier));
	TRY(record(&rq->cx, "courier.created", NULL, &courier));
	return answer(rq, 201, &courier);
}

static enum err find(struct http_req *rq, struct courier *courier)
{
	int64_t id;

	TRY(order_path_id(rq, &id));
	return courier_store_get(&rq->cx, id, courier);
}

/* PUT /api/admin/couriers/{id} */
static enum err put_courier(struct http_req *rq)
{
	struct courier_params params = {0};
	struct courier before, courier;
	struct opt_int version;

	TRY(http_read(rq, &params));
	TRY(http_version(rq, &version));
	TRY(find(rq, &before));
	courier = before;
	if (version.given && version.value != courier.version)
		return fail(&rq->cx, ERR_CONFLICT, "version", "The courier has changed since.");
	apply(&rq->cx, &params, &courier);
	TRY(courier_check(&rq->cx, &courier));
	TRY(courier_store_change(&rq->cx, &courier));
	TRY(poll_store_plan(&rq->cx, &courier));
	TRY(record(&rq->cx, "courier.changed", &before, &courier));
	return answer(rq, 200, &courier);
}

/* DELETE /api/admin/couriers/{id} */
static enum err delete_courier(struct http_req *rq)
{
	struct courier courier;

	TRY(find(rq, &courier));
	TRY(courier_store_remove(&rq->cx, courier.id));
	TRY(record(&rq->cx, "courier.removed", &courier, NULL));
	(void)http_reply(rq, 200);
	return OK;
}

/* ---- A live test ---------------------------------------------------------------------------- */

struct test_params {
	const char *tracking_number;
};
static const struct shape_field test_fields[] = {
	{.name = "tracking_number",
		.type = SHAPE_TEXT,
		.flags = SHAPE_REQUIRED,
		.offset = offsetof(struct test_params, tracking_number),
		.min = 3,
		.max = TRACKING_MAX,
		.about = "Of a parcel that the courier knows"},
};
static const struct shape test_shape = {
	.name = "CourierTest", .fields = test_fields, .count = COUNT(test_fields)};
static const struct schema_field test_out_fields[] = {
	{.name = "test",
		.type = SCHEMA_TEXT,
		.about = "Named in the event courier:tested, which says how it went"},
};
static const struct schema test_out = {
	.name = "CourierTestAnswer", .fields = test_out_fields, .count = COUNT(test_out_fields)};

/* POST /api/admin/couriers/{id}/test */
static enum err post_test(struct http_req *rq)
{
	struct test_params params = {0};
	struct courier courier;
	const char *test;

	TRY(http_read(rq, &params));
	TRY(find(rq, &courier));
	if (!courier_way(courier.adapter))
		return fail(&rq->cx, ERR_NOT_CONFIGURED, NULL,
			"This courier has no adapter: nobody can be asked.");
	TRY(courier_test(&rq->cx, &courier, params.tracking_number, &test));
	TRY(audit_write(&rq->cx, "courier.tested", "courier", courier.id, NULL));
	json_field_text(http_reply(rq, 202), "test", test);
	return OK;
}

const struct http_route courier_routes[] = {
	{.method = HTTP_GET,
		.pattern = "/api/admin/couriers",
		.handler = get_couriers,
		.permission = PERM_PROVIDERS_MANAGE,
		.access = HTTP_READ,
		.summary = "Who carries the company's parcels",
		.out = &list_out},
	{.method = HTTP_POST,
		.pattern = "/api/admin/couriers",
		.handler = post_courier,
		.permission = PERM_PROVIDERS_MANAGE,
		.access = HTTP_WRITE,
		.summary = "Enter a courier",
		.in = &new_shape,
		.out = &one_out,
		.flags = HTTP_IDEMPOTENT_KEY,
		.status = 201},
	{.method = HTTP_PUT,
		.pattern = "/api/admin/couriers/{id}",
		.handler = put_courier,
		.permission = PERM_PROVIDERS_MANAGE,
		.access = HTTP_WRITE,
		.summary = "Change a courier",
		.in = &change_shape,
		.out = &one_out},
	{.method = HTTP_DELETE,
		.pattern = "/api/admin/couriers/{id}",
		.handler = delete_courier,
		.permission = PERM_PROVIDERS_MANAGE,
		.access = HTTP_WRITE,
		.summary = "Remove a courier that has carried nothing",
		.out = &gone_out},
	{.method = HTTP_POST,
		.pattern = "/api/admin/couriers/{id}/test",
		.handler = post_test,
		.permission = PERM_PROVIDERS_MANAGE,
		.access = HTTP_WRITE,
		.summary = "Ask the courier about a parcel now",
		.in = &test_shape,
		.out = &test_out,
		.status = 202},
	{0},
};

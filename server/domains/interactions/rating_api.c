/* rating_api.c - HTTP: asking for ratings, giving one, and when customers are asked. No rules here. */
/* SPDX-License-Identifier: MIT */
#include "domains/interactions/interaction_internal.h"
#include "domains/orders/order_api.h"

#include "platform/auth/audit.h"

static const char *const channel_words[] = {"sms", "email", NULL};

/* ---- By an agent -------------------------------------------------------------------------- */

struct request_params {
	const char *channel;
};
static const struct shape_field request_fields[] = {
	{.name = "channel",
		.type = SHAPE_WORD,
		.flags = SHAPE_REQUIRED,
		.offset = offsetof(struct request_params, channel),
		.words = channel_words},
};
static const struct shape request_shape = {
	.name = "RatingRequestNew", .fields = request_fields, .count = COUNT(request_fields)};
static const struct schema_field request_out_fields[] = {
	{.name = "communication", .type = SCHEMA_OBJECT, .ref = &communication_schema},
	{.name = "expires_at", .type = SCHEMA_TIME, .about = "Until when the link is good"},
};
static const struct schema request_out = {.name = "RatingRequestAnswer",
	.fields = request_out_fields,
	.count = COUNT(request_out_fields)};

/* POST /api/agent/orders/{id}/rating-request */
static enum err post_request(struct http_req *rq)
{
	struct request_params params = {0};
	const char *communication;
	int64_t expires_us;
	struct order order;
	struct json *json;

	TRY(http_read(rq, &params));
	TRY(order_by_key(&rq->cx, http_path(rq, "id"), &order));
	TRY(rating_request_send(&rq->cx, &order,
		&(struct rating_request){.email = text_is(params.channel, "email"),
			.public_url = http_public_url(rq)},
		&communication, &expires_us));
	json = http_reply(rq, 201);
	json_field_raw(json, "communication", communication);
	json_field_time(json, "expires_at", expires_us);
	return OK;
}

/* ---- By the customer ------------------------------------------------------------------------ */

static const char *const language_codes[] = {"en", "ar", NULL};
static const struct schema_field open_company_fields[] = {
	{.name = "code", .type = SCHEMA_TEXT},
	{.name = "name", .type = SCHEMA_TEXT},
};
static const struct schema open_company_schema = {.name = "RatingCompany",
	.fields = open_company_fields,
	.count = COUNT(open_company_fields)};
static const struct schema_field open_out_fields[] = {
	{.name = "company", .type = SCHEMA_OBJECT, .ref = &open_company_schema},
	{.name = "language",
		.type = SCHEMA_WORD,
		.words = language_codes,
		.about = "The customer's, else the company's"},
	{.name = "expires_at", .type = SCHEMA_TIME},
};
static const struct schema open_out = {
	.name = "RatingOpenAnswer", .fields = open_out_fields, .count = COUNT(open_out_fields)};

/* GET /api/rate/{key} */
static enum err get_rate(struct http_req *rq)
{
	struct rating_link link;
	const char *language;
	struct json *json;

	TRY(rating_link_open(&rq->cx, http_path(rq, "key"), &link));
	TRY(rating_link_language(&rq->cx, &link, &language));
	http_set_header(rq, "Cache-Control", "no-store");
	json = http_reply(rq, 200);
	json_field_open(json, "company");
	json_field_text(json, "code", rq->cx.actor->company->code);
	json_field_text(json, "name", rq->cx.actor->company->name);
	json_close(json);
	json_field_text(json, "language", language);
	json_field_time(json, "expires_at", link.expires_us);
	return OK;
}

struct rate_params {
	struct opt_int score;
	const char *comment;
};
static const struct shape_field rate_fields[] = {
	{.name = "score",
		.type = SHAPE_INT,
		.flags = SHAPE_REQUIRED,
		.offset = offsetof(struct rate_params, score),
		.min = RATING_LEAST,
		.max = RATING_MOST},
	{.name = "comment",
		.type = SHAPE_TEXT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct rate_params, comment),
		.max = RATING_COMMENT_MAX},
};
static const struct shape rate_shape = {
	.name = "RatingNew", .fields = rate_fields, .count = COUNT(rate_fields)};
static const struct schema_field rate_out_fields[] = {
	{.name = "score", .type = SCHEMA_INT},
};
static const struct schema rate_out = {
	.name = "RatingAnswer", .fields = rate_out_fields, .count = COUNT(rate_out_fields)};

/* POST /api/rate/{key} */
static enum err post_rate(struct http_req *rq)
{
	struct rate_params params = {0};
	struct rating_link link;
	struct json *json;

	TRY(http_read(rq, &params));
	TRY(rating_link_open(&rq->cx, http_path(rq, "key"), &link));
	TRY(rating_link_use(&rq->cx, &link, params.score.value, params.comment));
	json = http_reply(rq, 201);
	json_field_int(json, "score", params.score.value);
	return OK;
}

/* ---- By itself -------------------------------------------------------------------------------- */

struct settings_params {
	const char *request_on, *channel;
	struct opt_int version; /* read by http_version() */
};
static const struct shape_field settings_fields[] = {
	{.name = "request_on",
		.type = SHAPE_WORD,
		.flags = SHAPE_REQUIRED,
		.offset = offsetof(struct settings_params, request_on),
		.words = rating_moment_words},
	{.name = "channel",
		.type = SHAPE_WORD,
		.flags = SHAPE_REQUIRED,
		.offset = offsetof(struct settings_params, channel),
		.words = channel_words},
	{.name = "version",
		.type = SHAPE_INT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct settings_params, version),
		.max = INT64_MAX,
		.about = "The version last seen; or If-Match"},
};
static const struct shape settings_shape = {
	.name = "RatingSettingsChange", .fields = settings_fields, .count = COUNT(settings_fields)};
static const struct schema_field settings_one_fields[] = {
	{.name = "request_on",
		.type = SCHEMA_WORD,
		.words = rating_moment_words,
		.about = "When the customer is asked without anybody's doing"},
	{.name = "channel", .type = SCHEMA_WORD, .words = channel_words},
	{.name = "obstacle",
		.type = SCHEMA_WORD,
		.flags = SCHEMA_NULLABLE,
		.words = rating_obstacle_words,
		.about = "Why nothing would be sent; null: it would"},
	{.name = "version", .type = SCHEMA_INT, .about = "0: never saved"},
};
static const struct schema settings_schema = {.name = "RatingSettings",
	.fields = settings_one_fields,
	.count = COUNT(settings_one_fields)};
static const struct schema_field settings_out_fields[] = {
	{.name = "settings", .type = SCHEMA_OBJECT, .ref = &settings_schema},
};
static const struct schema settings_out = {.name = "RatingSettingsAnswer",
	.fields = settings_out_fields,
	.count = COUNT(settings_out_fields)};

static enum err answer_settings(struct http_req *rq, const struct rating_settings *settings)
{
	const char *obstacle;
	struct json *json;

	TRY(rating_settings_obstacle(&rq->cx, settings, &obstacle));
	json = http_reply(rq, 200);
	json_field_open(json, "settings");
	json_field_text(json, "request_on", settings->request_on);
	json_field_text(json, "channel", channel_words[settings->email]);
	json_field_text(json, "obstacle", obstacle);
	json_field_int(json, "version", settings->version);
	json_close(json);
	return OK;
}

/* GET /api/admin/rating-settings */
static enum err get_settings(struct http_req *rq)
{
	struct rating_settings settings;

	TRY(rating_settings_get(&rq->cx, &settings));
	return answer_settings(rq, &settings);
}

static const char *picture(struct cx *cx, const struct rating_settings *settings)
{
	struct json json;

	json_begin(&json, cx->arena, 64);
	json_open(&json);
	json_field_text(&json, "request_on", settings->request_on);
	json_field_text(&json, "channel", channel_words[settings->email]);
	json_close(&json);
	return json_end(&json).ptr;
}

/* PUT /api/admin/rating-settings */
static enum err put_settings(struct http_req *rq)
{
	struct settings_params params = {0};
	struct rating_settings before, settings;

	TRY(http_read(rq, &params));
	TRY(http_version(rq, &params.version));
	settings = (struct rating_settings){
		.request_on = params.request_on, .email = text_is(params.channel, "email")};
	TRY(rating_settings_get(&rq->cx, &before));
	TRY(rating_settings_put(&rq->cx, &settings, params.version));
	TRY(audit_write_change(&rq->cx, "rating_settings.changed",
		&(struct audit_subject){.type = "rating_settings"}, picture(&rq->cx, &before),
		picture(&rq->cx, &settings)));
	return answer_settings(rq, &settings);
}

const struct http_route rating_routes[] = {
	{.method = HTTP_POST,
		.pattern = "/api/agent/orders/{id}/rating-request",
		.handler = post_request,
		.permission = PERM_MESSAGES_SEND,
		.access = HTTP_WRITE,
		.summary = "Ask the customer for a rating; not_configured without a provider",
		.in = &request_shape,
		.out = &request_out,
		.flags = HTTP_IDEMPOTENT_KEY,
		.status = 201},
	{.method = HTTP_GET,
		.pattern = "/api/rate/{key}",
		.handler = get_rate,
		.permission = PERM_PUBLIC,
		.access = HTTP_READ,
		.summary = "Who asks for a rating (public: the key was sent to the customer)",
		.out = &open_out},
	{.method = HTTP_POST,
		.pattern = "/api/rate/{key}",
		.handler = post_rate,
		.permission = PERM_PUBLIC,
		.access = HTTP_WRITE,
		.summary = "Rate an order, once (public: the key was sent to the customer)",
		.in = &rate_shape,
		.out = &rate_out,
		.flags = HTTP_NO_CSRF | HTTP_LOGIN_RATE,
		.status = 201},
	{.method = HTTP_GET,
		.pattern = "/api/admin/rating-settings",
		.handler = get_settings,
		.permission = PERM_SETTINGS_MANAGE,
		.access = HTTP_READ,
		.summary = "When customers are asked for a rating by themselves",
		.out = &settings_out},
	{.method = HTTP_PUT,
		.pattern = "/api/admin/rating-settings",
		.handler = put_settings,
		.permission = PERM_SETTINGS_MANAGE,
		.access = HTTP_WRITE,
		.summary = "Change when customers are asked for a rating",
		.in = &settings_shape,
		.out = &settings_out},
	{0},
};

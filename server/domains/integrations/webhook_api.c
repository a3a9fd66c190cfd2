/* webhook_api.c - HTTP: webhooks and what was sent to them. No rules and no SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/integrations/webhook_internal.h"

#include "platform/events/events.h"
#include "platform/http/http.h"
#include "platform/outbox/outbox.h"

#define CURSOR_MARK 'd'
#define STANDARD_SIZE 50

/* ---- Answers ------------------------------------------------------------------------------ */

static const struct schema_field webhook_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "name", .type = SCHEMA_TEXT},
	{.name = "url", .type = SCHEMA_TEXT},
	{.name = "events",
		.type = SCHEMA_TEXT,
		.flags = SCHEMA_ARRAY,
		.about = "Types of events; * for all"},
	{.name = "active", .type = SCHEMA_BOOL},
	{.name = "state",
		.type = SCHEMA_WORD,
		.words = webhook_state_words,
		.about = "failing: the last attempt was not taken; disabled: switched off by "
			 "itself after days of that"},
	{.name = "disabled_at", .type = SCHEMA_TIME, .flags = SCHEMA_NULLABLE},
	{.name = "failing_since", .type = SCHEMA_TIME, .flags = SCHEMA_NULLABLE},
	{.name = "last_ok_at", .type = SCHEMA_TIME, .flags = SCHEMA_NULLABLE},
	{.name = "last_failed_at", .type = SCHEMA_TIME, .flags = SCHEMA_NULLABLE},
	{.name = "error", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "waiting_count", .type = SCHEMA_INT},
	{.name = "failed_count",
		.type = SCHEMA_INT,
		.about = "Deliveries of the last 30 days that were not taken"},
	{.name = "old_secret_until",
		.type = SCHEMA_TIME,
		.flags = SCHEMA_NULLABLE,
		.about = "Until then the former secret signs too"},
	{.name = "created_at", .type = SCHEMA_TIME},
	{.name = "version", .type = SCHEMA_INT},
	{.name = "secret",
		.type = SCHEMA_TEXT,
		.flags = SCHEMA_OPTIONAL,
		.about = "Signs deliveries; shown this once"},
};
static const struct schema webhook_schema = {
	.name = "Webhook", .fields = webhook_fields, .count = COUNT(webhook_fields)};

static const struct schema_field type_fields[] = {
	{.name = "type", .type = SCHEMA_TEXT},
	{.name = "about", .type = SCHEMA_TEXT, .about = "In English"},
};
static const struct schema type_schema = {
	.name = "WebhookEventType", .fields = type_fields, .count = COUNT(type_fields)};
static const struct schema_field list_out_fields[] = {
	{.name = "webhooks", .type = SCHEMA_OBJECT, .flags = SCHEMA_ARRAY, .ref = &webhook_schema},
	{.name = "event_types",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &type_schema,
		.about = "What there is to choose from"},
};
static const struct schema list_out = {
	.name = "WebhooksAnswer", .fields = list_out_fields, .count = COUNT(list_out_fields)};
static const struct schema_field one_out_fields[] = {
	{.name = "webhook", .type = SCHEMA_OBJECT, .ref = &webhook_schema},
};
static const struct schema one_out = {
	.name = "OwnWebhookAnswer", .fields = one_out_fields, .count = COUNT(one_out_fields)};
static const struct schema gone_out = {.name = "WebhookGone"};

static const struct schema_field delivery_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "message_id",
		.type = SCHEMA_TEXT,
		.about = "The header webhook-id; the same whenever it is sent"},
	{.name = "seq", .type = SCHEMA_INT, .flags = SCHEMA_NULLABLE, .about = "Of the event"},
	{.name = "type", .type = SCHEMA_TEXT},
	{.name = "payload", .type = SCHEMA_ANY, .about = "What is sent"},
	{.name = "status",
		.type = SCHEMA_WORD,
		.words = webhook_delivery_words,
		.about = "dropped: the webhook was switched off before it was taken"},
	{.name = "attempts", .type = SCHEMA_INT},
	{.name = "response_status", .type = SCHEMA_INT, .flags = SCHEMA_NULLABLE},
	{.name = "took_ms", .type = SCHEMA_INT, .flags = SCHEMA_NULLABLE},
	{.name = "answer",
		.type = SCHEMA_TEXT,
		.flags = SCHEMA_NULLABLE,
		.about = "The first bytes of it"},
	{.name = "error", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "created_at", .type = SCHEMA_TIME},
	{.name = "attempted_at", .type = SCHEMA_TIME, .flags = SCHEMA_NULLABLE},
	{.name = "delivered_at", .type = SCHEMA_TIME, .flags = SCHEMA_NULLABLE},
};
static const struct schema delivery_schema = {
	.name = "WebhookDelivery", .fields = delivery_fields, .count = COUNT(delivery_fields)};
static const struct schema_field deliveries_out_fields[] = {
	{.name = "deliveries",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &delivery_schema},
	{.name = "pagination", .type = SCHEMA_OBJECT, .ref = &pagination_schema},
};
static const struct schema deliveries_out = {.name = "WebhookDeliveriesAnswer",
	.fields = deliveries_out_fields,
	.count = COUNT(deliveries_out_fields)};
static const struct schema_field delivery_out_fields[] = {
	{.name = "delivery", .type = SCHEMA_OBJECT, .ref = &delivery_schema},
};
static const struct schema delivery_out = {.name = "WebhookDeliveryAnswer",
	.fields = delivery_out_fields,
	.count = COUNT(delivery_out_fields)};

static void write_delivery(
	struct http_req *rq, struct json *json, const struct webhook_delivery *delivery)
{
	const struct opt_int took_ms = {
		delivery->took_us.value / US_PER_MS, delivery->took_us.given};

	json_open(json);
	json_field_id(json, "id", delivery->id);
	json_field_text(json, "message_id", delivery->message_id);
	json_field_opt_int(json, "seq", delivery->seq);
	json_field_text(json, "type", delivery->type);
	json_field_raw(json, "payload", delivery->payload);
	json_field_text(json, "status", webhook_delivery_words[delivery->status]);
	json_field_int(json, "attempts", delivery->attempts);
	json_field_opt_int(json, "response_status", delivery->response_status);
	json_field_opt_int(json, "took_ms", took_ms);
	json_field_text(json, "answer", delivery->answer);
	json_field_text(json, "error", outbox_error_say(&rq->cx, rq->cx.language, delivery->error));
	json_field_time(json, "created_at", delivery->created_us);
	json_field_opt_time(json, "attempted_at", delivery->attempted_us);
	json_field_opt_time(json, "delivered_at", delivery->delivered_us);
	json_close(json);
}

/* The audit log has it as it is stored; people read why it failed in their language. */
static void write_webhook(
	struct http_req *rq, struct json *json, const struct webhook *webhook, const char *secret)
{
	struct webhook said = *webhook;

	said.error = outbox_error_say(&rq->cx, rq->cx.language, webhook->error);
	webhook_write(json, &said, secret);
}

static enum err reply_webhook(
	struct http_req *rq, int status, const struct webhook *webhook, const char *secret)
{
	struct json *json = http_reply(rq, status);

	json_key(json, "webhook");
	write_webhook(rq, json, webhook, secret);
	return OK;
}

static enum err reply_delivery(
	struct http_req *rq, int status, const struct webhook_delivery *delivery)
{
	struct json *json = http_reply(rq, status);

	json_key(json, "delivery");
	write_delivery(rq, json, delivery);
	return OK;
}

/* -1 for what is no id, which then names nothing. */
static int64_t id_of(const struct http_req *rq, const char *name)
{
	int64_t id;

	return text_int(http_path(rq, name), &id) && id > 0 ? id : -1;
}

/* ---- Looking -------------------------------------------------------------------------------- */

static void write_types(struct json *json)
{
	json_field_open_array(json, "event_types");
	for (const struct event_kind *kind = events_catalogue; kind->type; kind++) {
		if (!webhook_offers(kind->type))
			continue;
		json_open(json);
		json_field_text(json, "type", kind->type);
		json_field_text(json, "about", kind->when);
		json_close(json);
	}
	json_close_array(json);
}

/* GET /api/admin/webhooks */
static enum err get_webhooks(struct http_req *rq)
{
	struct webhook *list;
	struct json *json;
	size_t count;

	TRY(webhook_store_list(&rq->cx, 0, &list, &count));
	json = http_reply(rq, 200);
	json_field_open_array(json, "webhooks");
	for (size_t i = 0; i < count; i++)
		write_webhook(rq, json, &list[i], NULL);
	json_close_array(json);
	write_types(json);
	return OK;
}

struct deliveries_query {
	const char *status;
};
static const struct shape_field query_fields[] = {
	{.name = "status",
		.type = SHAPE_WORD,
		.flags = SHAPE_QUERY | SHAPE_ALL_OK,
		.offset = offsetof(struct deliveries_query, status),
		.words = webhook_delivery_words},
};
static const struct shape query_shape = {
	.name = "WebhookDeliveriesQuery", .fields = query_fields, .count = COUNT(query_fields)};

/* GET /api/admin/webhooks/{id}/deliveries */
static enum err get_deliveries(struct http_req *rq)
{
	struct deliveries_query query = {0};
	struct webhook_delivery_filter filter = {.webhook_id = id_of(rq, "id")};
	struct webhook_delivery *list;
	struct webhook webhook;
	struct http_page page;
	struct json *json;
	size_t count;
	bool more;

	TRY(http_read(rq, &query));
	TRY(http_page_read(rq, STANDARD_SIZE, &page));
	TRY(webhook_read(&rq->cx, filter.webhook_id, &webhook));
	TRY(http_page_below(&rq->cx, &page, CURSOR_MARK, &filter.below));
	filter.status = query.status;
	filter.limit = page.size + 1;
	TRY(webhook_delivery_store_list(&rq->cx, &filter, &list, &count));
	more = (int64_t)count > page.size;
	count -= more;
	json = http_reply(rq, 200);
	json_field_open_array(json, "deliveries");
	for (size_t i = 0; i < count; i++)
		write_delivery(rq, json, &list[i]);
	json_close_array(json);
	http_write_pagination(json,
		&(struct http_pagination){.per_page = page.size,
			.total = -1,
			.next = http_cursor_write(
				rq->cx.arena, CURSOR_MARK, more ? list[count - 1].id : 0)});
	return OK;
}

/* ---- Making and changing ---------------------------------------------------------------------- */

#define CHANGE(member) .offset = offsetof(struct webhook_change, member)
#define COMMON(need) \
	{.name = "name", .type = SHAPE_TEXT, .flags = (need), CHANGE(name), .min = 1, .max = 100}, \
		{.name = "url", \
			.type = SHAPE_TEXT, \
			.flags = (need), \
			CHANGE(url), \
			.min = 1, \
			.max = 1000, \
			.about = "Where deliveries are posted to; https outside one's own " \
				 "network"}, \
	{ \
		.name = "events", .type = SHAPE_KEYS, .flags = (need) | SHAPE_NAMES, \
		CHANGE(events), .max = 64, .about = "Types of events; * for all" \
	}

static const struct shape_field new_fields[] = {
	COMMON(SHAPE_REQUIRED),
	{.name = "active",
		.type = SHAPE_BOOL,
		CHANGE(active),
		.about = "false: nothing is sent until it is switched on; true by itself"},
};
static const struct shape new_shape = {
	.name = "WebhookNew", .fields = new_fields, .count = COUNT(new_fields)};
static const struct shape_field change_fields[] = {
	COMMON(0),
	{.name = "active",
		.type = SHAPE_BOOL,
		CHANGE(active),
		.about = "Switched on again it begins with what happens from then on"},
	{.name = "version",
		.type = SHAPE_INT,
		.flags = SHAPE_NULLABLE,
		CHANGE(version),
		.max = INT64_MAX,
		.about = "The version last seen; or If-Match"},
};
static const struct shape change_shape = {
	.name = "WebhookChange", .fields = change_fields, .count = COUNT(change_fields)};

/* POST /api/admin/webhooks: no Idempotency-Key, which would keep the answer, and the secret in it. */
static enum err post_webhook(struct http_req *rq)
{
	struct webhook_change wanted = {0};
	struct webhook webhook;
	const char *secret;

	TRY(http_read(rq, &wanted));
	TRY(webhook_create(&rq->cx, &wanted, &webhook, &secret));
	return reply_webhook(rq, 201, &webhook, secret);
}

/* PUT /api/admin/webhooks/{id} */
static enum err put_webhook(struct http_req *rq)
{
	struct webhook_change change = {0};
	struct webhook after;

	TRY(http_read(rq, &change));
	TRY(http_version(rq, &change.version));
	TRY(webhook_change(&rq->cx, id_of(rq, "id"), &change, &after));
	return reply_webhook(rq, 200, &after, NULL);
}

/* DELETE /api/admin/webhooks/{id} */
static enum err delete_webhook(struct http_req *rq)
{
	TRY(webhook_remove(&rq->cx, id_of(rq, "id")));
	(void)http_reply(rq, 200);
	return OK;
}

/* POST /api/admin/webhooks/{id}/secret */
static enum err post_secret(struct http_req *rq)
{
	struct webhook after;
	const char *secret;

	TRY(webhook_rotate(&rq->cx, id_of(rq, "id"), &after, &secret));
	return reply_webhook(rq, 200, &after, secret);
}

/* POST /api/admin/webhooks/{id}/test */
static enum err post_test(struct http_req *rq)
{
	struct webhook_delivery delivery;

	TRY(webhook_test(&rq->cx, id_of(rq, "id"), &delivery));
	return reply_delivery(rq, 202, &delivery);
}

/* POST /api/admin/webhooks/{id}/deliveries/{delivery_id}/replay */
static enum err post_replay(struct http_req *rq)
{
	struct webhook_delivery after;

	TRY(webhook_replay(&rq->cx, id_of(rq, "id"), id_of(rq, "delivery_id"), &after));
	return reply_delivery(rq, 202, &after);
}

#define ROUTE(verb, path, fn, how) \
	.method = (verb), .pattern = (path), .handler = (fn), .permission = PERM_WEBHOOKS_MANAGE, \
	.access = (how)

const struct http_route webhook_routes[] = {
	{ROUTE(HTTP_GET, "/api/admin/webhooks", get_webhooks, HTTP_READ),
		.summary = "Where events are sent to, and which events there are",
		.out = &list_out},
	{ROUTE(HTTP_POST, "/api/admin/webhooks", post_webhook, HTTP_WRITE),
		.summary = "Send events somewhere; the secret that signs them is shown this once",
		.in = &new_shape, .out = &one_out, .status = 201},
	{ROUTE(HTTP_PUT, "/api/admin/webhooks/{id}", put_webhook, HTTP_WRITE),
		.summary = "Change a webhook, switch it off or on again", .in = &change_shape,
		.out = &one_out},
	{ROUTE(HTTP_DELETE, "/api/admin/webhooks/{id}", delete_webhook, HTTP_WRITE),
		.summary = "Remove a webhook and the log of its deliveries", .out = &gone_out},
	{ROUTE(HTTP_POST, "/api/admin/webhooks/{id}/secret", post_secret, HTTP_WRITE),
		.summary = "A new secret; the former one signs beside it for a day",
		.out = &one_out},
	{ROUTE(HTTP_POST, "/api/admin/webhooks/{id}/test", post_test, HTTP_WRITE),
		.summary = "Send a test; how it went shows in its delivery", .out = &delivery_out,
		.status = 202},
	{ROUTE(HTTP_GET, "/api/admin/webhooks/{id}/deliveries", get_deliveries, HTTP_READ),
		.summary = "What was sent, newest first, for 30 days", .in = &query_shape,
		.out = &deliveries_out},
	{ROUTE(HTTP_POST, "/api/admin/webhooks/{id}/deliveries/{delivery_id}/replay", post_replay,
		 HTTP_WRITE),
		.summary = "Send one again, under the same webhook-id", .out = &delivery_out,
		.status = 202},
	{0},
};

/* source_api.c - HTTP: who may send orders, and what came of it. No rules and no SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/intake/intake_internal.h"

#include "domains/orders/order_api.h"
#include "platform/auth/audit.h"
#include "platform/crypto/crypto.h"
#include "platform/http/http.h"

#define KEY_BYTES 18
#define SECRET_BYTES 32
#define UNDO_US (10 * US_PER_MINUTE)

/* ---- How answers look --------------------------------------------------------------- */

static const struct schema_field delivery_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "at", .type = SCHEMA_TIME},
	{.name = "outcome",
		.type = SCHEMA_WORD,
		.words = source_outcome_words,
		.about = "created; duplicate: it or its order was here before; ignored: not about "
			 "a new order; ping: is anybody there; refused: no order could be made of "
			 "it; unsigned: its signature is missing or wrong; paused"},
	{.name = "reason", .type = SCHEMA_TEXT, .about = "Of a refusal; else empty"},
	{.name = "order_id", .type = SCHEMA_INT, .flags = SCHEMA_NULLABLE},
	{.name = "order_code", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
};
static const struct schema delivery_schema = {
	.name = "OrderSourceDelivery", .fields = delivery_fields, .count = COUNT(delivery_fields)};

static const struct schema_field source_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "version", .type = SCHEMA_INT},
	{.name = "name", .type = SCHEMA_TEXT},
	{.name = "kind", .type = SCHEMA_WORD, .words = source_kind_words},
	{.name = "status",
		.type = SCHEMA_WORD,
		.words = source_status_words,
		.about = "paused: deliveries are answered 503, and shops send them again later"},
	{.name = "seller_name", .type = SCHEMA_TEXT, .about = "Of orders that name no seller"},
	{.name = "url", .type = SCHEMA_TEXT, .about = "Where the shop sends orders to"},
	{.name = "created_at", .type = SCHEMA_TIME},
	{.name = "last_used_at",
		.type = SCHEMA_TIME,
		.flags = SCHEMA_NULLABLE,
		.about = "When it last sent an order that was taken"},
	{.name = "last_delivery",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_NULLABLE,
		.ref = &delivery_schema,
		.about = "The last of any kind"},
	{.name = "secret",
		.type = SCHEMA_TEXT,
		.flags = SCHEMA_OPTIONAL,
		.about = "Signs deliveries; shown this once"},
};
static const struct schema source_schema = {
	.name = "OrderSource", .fields = source_fields, .count = COUNT(source_fields)};

static const struct schema_field source_out_fields[] = {
	{.name = "order_source", .type = SCHEMA_OBJECT, .ref = &source_schema},
};
static const struct schema source_out = {.name = "OrderSourceAnswer",
	.fields = source_out_fields,
	.count = COUNT(source_out_fields)};

static const struct schema_field sources_out_fields[] = {
	{.name = "order_sources",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &source_schema},
};
static const struct schema sources_out = {.name = "OrderSourceListAnswer",
	.fields = sources_out_fields,
	.count = COUNT(sources_out_fields)};

static const struct schema_field deliveries_out_fields[] = {
	{.name = "deliveries",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &delivery_schema,
		.about = "Newest first; the last 100 are kept"},
};
static const struct schema deliveries_out = {.name = "OrderSourceDeliveriesAnswer",
	.fields = deliveries_out_fields,
	.count = COUNT(deliveries_out_fields)};

static void write_delivery(struct json *json, struct arena *arena, const struct source_log *line)
{
	const struct order order = {.id = line->order_id, .code_year = line->order_year};

	json_open(json);
	json_field_int(json, "id", line->id);
	json_field_time(json, "at", line->at_us);
	json_field_text(json, "outcome", source_outcome_words[line->outcome]);
	json_field_text(json, "reason", line->reason);
	json_field_id(json, "order_id", line->order_id);
	json_field_text(json, "order_code", line->order_id ? order_code(arena, &order) : NULL);
	json_close(json);
}

static void write_source(
	struct http_req *rq, struct json *json, const struct source *source, const char *secret)
{
	struct arena *arena = rq->cx.arena;

	json_open(json);
	json_field_int(json, "id", source->id);
	json_field_int(json, "version", source->version);
	json_field_text(json, "name", source->name);
	json_field_text(json, "kind", source_kind_words[source->kind]);
	json_field_text(json, "status", source_status_words[source->paused]);
	json_field_text(json, "seller_name", source->seller_name);
	json_field_text(json, "url",
		arena_format(arena, "%s/api/webhooks/orders/%s", http_public_url(rq), source->key));
	json_field_time(json, "created_at", source->created_us);
	json_field_opt_time(json, "last_used_at", source->last_used_us);
	json_key(json, "last_delivery");
	if (source->last.id)
		write_delivery(json, arena, &source->last);
	else
		json_null(json);
	if (secret)
		json_field_text(json, "secret", secret);
	json_close(json);
}

static enum err answer(
	struct http_req *rq, int status, const struct source *source, const char *secret)
{
	struct json *json = http_reply(rq, status);

	json_key(json, "order_source");
	write_source(rq, json, source, secret);
	return OK;
}

static const char *picture(struct cx *cx, const struct source *source)
{
	struct json json;

	if (!source)
		return NULL;
	json_begin(&json, cx->arena, 256);
	json_open(&json);
	json_field_text(&json, "name", source->name);
	json_field_text(&json, "kind", source_kind_words[source->kind]);
	json_field_text(&json, "status", source_status_words[source->paused]);
	json_field_text(&json, "seller_name", source->seller_name);
	json_close(&json);
	return json_end(&json).ptr;
}

static enum err record(
	struct cx *cx, const char *action, const struct source *before, const struct source *after)
{
	const struct audit_subject subject = {"order_source", after ? after->id : before->id};

	return audit_write_change(cx, action, &subject, picture(cx, before), picture(cx, after));
}

/* ---- Looking -------------------------------------------------------------------------- */

/* GET /api/order-sources */
static enum err get_sources(struct http_req *rq)
{
	struct source *sources;
	struct json *json;
	size_t count;

	TRY(source_store_list(&rq->cx, &sources, &count));
	json = http_reply(rq, 200);
	json_field_open_array(json, "order_sources");
	for (size_t i = 0; i < count; i++)
		write_source(rq, json, &sources[i], NULL);
	json_close_array(json);
	return OK;
}

static enum err path_id(struct http_req *rq, int64_t *id)
{
	if (!text_int(http_path(rq, "id"), id))
		return fail(&rq->cx, ERR_NOT_FOUND, NULL, "There is no such order source.");
	return OK;
}

static enum err path_source(struct http_req *rq, struct source *source)
{
	int64_t id;

	TRY(path_id(rq, &id));
	return source_store_get(&rq->cx, id, source);
}

/* GET /api/order-sources/{id}/deliveries */
static enum err get_deliveries(struct http_req *rq)
{
	struct source_log *lines;
	struct source source;
	struct json *json;
	size_t count;

	TRY(path_source(rq, &source));
	TRY(source_store_log_list(&rq->cx, source.id, &lines, &count));
	json = http_reply(rq, 200);
	json_field_open_array(json, "deliveries");
	for (size_t i = 0; i < count; i++)
		write_delivery(json, rq->cx.arena, &lines[i]);
	json_close_array(json);
	return OK;
}

/* ---- Making and changing ----------------------------------------------------------------- */

#define SECRET_FIELD(params) \
	{ \
		.name = "secret", .type = SHAPE_RAW_TEXT, .flags = SHAPE_NULLABLE | SHAPE_SECRET, \
		.offset = offsetof(params, secret), .min = 16, .max = 200, \
		.about = "The shop's signing secret (Shopify gives one); made here when absent" \
	}
#define VERSION_FIELD(params) \
	{ \
		.name = "version", .type = SHAPE_INT, .flags = SHAPE_NULLABLE, \
		.offset = offsetof(params, version), .max = INT64_MAX, \
		.about = "The version last seen; or If-Match" \
	}

struct source_params {
	const char *name, *kind, *seller_name, *secret;
};
static const struct shape_field source_in_fields[] = {
	{.name = "name",
		.type = SHAPE_TEXT,
		.flags = SHAPE_REQUIRED,
		.offset = offsetof(struct source_params, name),
		.min = 1,
		.max = 100},
	{.name = "kind",
		.type = SHAPE_WORD,
		.flags = SHAPE_REQUIRED,
		.offset = offsetof(struct source_params, kind),
		.words = source_kind_words},
	{.name = "seller_name",
		.type = SHAPE_TEXT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct source_params, seller_name),
		.max = 200,
		.about = "Of orders that name no seller"},
	SECRET_FIELD(struct source_params),
};
static const struct shape source_in = {
	.name = "OrderSourceNew", .fields = source_in_fields, .count = COUNT(source_in_fields)};

/* POST /api/order-sources */
static enum err post_source(struct http_req *rq)
{
	struct source_params params = {0};
	struct source source = {0};
	const char *secret;

	TRY(http_read(rq, &params));
	secret = params.secret ? params.secret : crypto_token(rq->cx.arena, SECRET_BYTES);
	source.name = params.name;
	source.kind = (enum source_kind)word_index(source_kind_words, params.kind);
	source.seller_name = params.seller_name ? params.seller_name : "";
	source.key = crypto_token(rq->cx.arena, KEY_BYTES);
	source.secret_sealed = auth_seal(rq->cx.arena, str_of(secret));
	TRY(source_store_add(&rq->cx, &source));
	TRY(record(&rq->cx, "order_source.created", NULL, &source));
	return answer(rq, 201, &source, secret);
}

/* The source as it is, if that is how the caller last saw it. */
static enum err seen_source(struct http_req *rq, struct source *source)
{
	struct opt_int version;
	struct json json;

	TRY(http_version(rq, &version));
	TRY(path_source(rq, source));
	if (!version.given || version.value == source->version)
		return OK;
	json_begin(&json, rq->cx.arena, 512);
	write_source(rq, &json, source, NULL);
	rq->cx.failure.current_json = json_end(&json).ptr;
	return fail(&rq->cx, ERR_CONFLICT, "version", "The order source has changed since.");
}

struct change_params {
	const char *name, *seller_name, *status;
	struct opt_int version; /* read by http_version() */
};
static const struct shape_field change_fields[] = {
	{.name = "name",
		.type = SHAPE_TEXT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct change_params, name),
		.min = 1,
		.max = 100},
	{.name = "seller_name",
		.type = SHAPE_TEXT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct change_params, seller_name),
		.max = 200},
	{.name = "status",
		.type = SHAPE_WORD,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct change_params, status),
		.words = source_status_words},
	VERSION_FIELD(struct change_params),
};
static const struct shape change_in = {
	.name = "OrderSourceChange", .fields = change_fields, .count = COUNT(change_fields)};

/* PATCH /api/order-sources/{id} */
static enum err patch_source(struct http_req *rq)
{
	struct change_params params = {0};
	struct source before, source;

	TRY(http_read(rq, &params));
	TRY(seen_source(rq, &before));
	source = before;
	if (params.name)
		source.name = params.name;
	if (params.seller_name)
		source.seller_name = params.seller_name;
	if (params.status)
		source.paused = text_is(params.status, "paused");
	TRY(source_store_set(&rq->cx, &source));
	TRY(record(&rq->cx, "order_source.changed", &before, &source));
	return answer(rq, 200, &source, NULL);
}

struct secret_params {
	const char *secret;
	struct opt_int version; /* read by http_version() */
};
static const struct shape_field secret_fields[] = {
	SECRET_FIELD(struct secret_params),
	VERSION_FIELD(struct secret_params),
};
static const struct shape secret_in = {
	.name = "OrderSourceSecret", .fields = secret_fields, .count = COUNT(secret_fields)};

/* POST /api/order-sources/{id}/secret: the old one is good for nothing from now on. */
static enum err post_secret(struct http_req *rq)
{
	struct secret_params params = {0};
	struct source source;
	const char *secret;

	TRY(http_read(rq, &params));
	TRY(seen_source(rq, &source));
	secret = params.secret ? params.secret : crypto_token(rq->cx.arena, SECRET_BYTES);
	source.secret_sealed = auth_seal(rq->cx.arena, str_of(secret));
	TRY(source_store_set(&rq->cx, &source));
	TRY(audit_write(&rq->cx, "order_source.secret_changed", "order_source", source.id, NULL));
	return answer(rq, 200, &source, secret);
}

/* ---- Removing ------------------------------------------------------------------------------ */

/* DELETE /api/order-sources/{id} */
static enum err delete_source(struct http_req *rq)
{
	int64_t id;

	TRY(path_id(rq, &id));
	TRY(source_store_revoke(&rq->cx, id));
	TRY(audit_write(&rq->cx, "order_source.revoked", "order_source", id, NULL));
	(void)http_reply(rq, 200);
	return OK;
}

/* POST /api/order-sources/{id}/restore: the way back from a slip, with address and secret. */
static enum err post_restore(struct http_req *rq)
{
	struct source source;
	int64_t id;

	TRY(path_id(rq, &id));
	TRY(source_store_restore(&rq->cx, id, rq->cx.now_us - UNDO_US));
	TRY(audit_write(&rq->cx, "order_source.restored", "order_source", id, NULL));
	TRY(source_store_get(&rq->cx, id, &source));
	return answer(rq, 200, &source, NULL);
}

static const struct schema nothing_out = {.name = "OrderSourceGone"};

const struct http_route order_source_routes[] = {
	{.method = HTTP_GET,
		.pattern = "/api/order-sources",
		.handler = get_sources,
		.permission = PERM_ORDERS_IMPORT,
		.access = HTTP_READ,
		.summary = "Shops that may send orders",
		.out = &sources_out},
	{.method = HTTP_POST,
		.pattern = "/api/order-sources",
		.handler = post_source,
		.permission = PERM_ORDERS_IMPORT,
		.access = HTTP_WRITE,
		.summary = "Let a shop send orders; the answer has its address and secret",
		.in = &source_in,
		.out = &source_out,
		.status = 201},
	{.method = HTTP_GET,
		.pattern = "/api/order-sources/{id}/deliveries",
		.handler = get_deliveries,
		.permission = PERM_ORDERS_IMPORT,
		.access = HTTP_READ,
		.summary = "What a shop sent, and what became of it",
		.out = &deliveries_out},
	{.method = HTTP_PATCH,
		.pattern = "/api/order-sources/{id}",
		.handler = patch_source,
		.permission = PERM_ORDERS_IMPORT,
		.access = HTTP_WRITE,
		.summary = "Rename an order source, pause it or let it go on",
		.in = &change_in,
		.out = &source_out},
	{.method = HTTP_POST,
		.pattern = "/api/order-sources/{id}/secret",
		.handler = post_secret,
		.permission = PERM_ORDERS_IMPORT,
		.access = HTTP_WRITE,
		.summary = "Give an order source a new secret, which is shown this once",
		.in = &secret_in,
		.out = &source_out},
	{.method = HTTP_DELETE,
		.pattern = "/api/order-sources/{id}",
		.handler = delete_source,
		.permission = PERM_ORDERS_IMPORT,
		.access = HTTP_WRITE,
		.summary = "Refuse a shop's orders from now on",
		.out = &nothing_out},
	{.method = HTTP_POST,
		.pattern = "/api/order-sources/{id}/restore",
		.handler = post_restore,
		.permission = PERM_ORDERS_IMPORT,
		.access = HTTP_WRITE,
		.summary = "Take back the removal of an order source, within ten minutes",
		.out = &source_out},
	{0},
};

/* source_api.c - HTTP: orders that shops send, and who may send them. No rules and no SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/intake/intake_internal.h"

#include "domains/orders/order_api.h"
#include "platform/auth/audit.h"
#include "platform/crypto/crypto.h"
#include "platform/http/http.h"

#define KEY_BYTES 18
#define SECRET_BYTES 32
#define DELIVERY_KEY_MAX 200

/* ---- Webhooks --------------------------------------------------------------------------- */

static const struct schema_field webhook_out_fields[] = {
	{.name = "order", .type = SCHEMA_OBJECT, .flags = SCHEMA_OPTIONAL, .ref = &order_schema},
	{.name = "duplicate",
		.type = SCHEMA_BOOL,
		.about = "The delivery or the order was here before"},
	{.name = "ignored", .type = SCHEMA_BOOL, .about = "Not about a new order"},
};
static const struct schema webhook_out = {
	.name = "WebhookAnswer", .fields = webhook_out_fields, .count = COUNT(webhook_out_fields)};

static void read_delivery(struct http_req *rq, enum source_kind kind, struct delivery *delivery)
{
	static const char *const headers[][3] = {
		[SOURCE_HATIF] = {"X-Hatif-Signature", "X-Hatif-Signature", "X-Hatif-Topic"},
		[SOURCE_SHOPIFY] = {"X-Shopify-Hmac-Sha256", "X-Shopify-Webhook-Id",
			"X-Shopify-Topic"},
		[SOURCE_WOOCOMMERCE] = {"X-WC-Webhook-Signature", "X-WC-Webhook-Delivery-ID",
			"X-WC-Webhook-Topic"},
	};

	*delivery = (struct delivery){.body = http_body_raw(rq),
		.timestamp = http_header(rq, "X-Hatif-Timestamp"),
		.signature = http_header(rq, headers[kind][0]),
		.key = http_header(rq, headers[kind][1]),
		.topic = http_header(rq, headers[kind][2])};
	if (text_empty(delivery->key) || strlen(delivery->key) > DELIVERY_KEY_MAX)
		delivery->key = crypto_sha256_hex(rq->cx.arena, delivery->body);
}

static enum err find_source(struct http_req *rq, struct source *source)
{
	const struct company *company;
	enum err err = source_store_by_key(&rq->cx, http_path(rq, "source_key"), source);

	if (err == OK)
		err = company_by_id(&rq->cx, source->company_id, &company);
	if (err == ERR_NOT_FOUND) {
		fail_clear(&rq->cx);
		return fail(&rq->cx, ERR_NOT_FOUND, NULL, "There is no such order source.");
	}
	TRY(err);
	rq->cx.actor = actor_system(rq->cx.arena, company);
	return OK;
}

/* WooCommerce asks whether anybody listens, unsigned, before it sends anything. */
static bool is_ping(enum source_kind kind, const struct delivery *delivery)
{
	struct str rest = delivery->body;
	int64_t id;

	if (kind != SOURCE_WOOCOMMERCE || !str_starts(rest, "webhook_id="))
		return false;
	rest = (struct str){rest.ptr + 11, rest.len - 11};
	return str_int(rest, &id);
}

/* Changes and removals in the shop do not reach into work that agents have begun. */
static bool is_of_new_order(const struct delivery *delivery)
{
	static const char *const topics[] = {"orders/create", "orders/paid", "orders/updated",
		"order.created", "order.updated", NULL};

	return text_empty(delivery->topic) || word_index(topics, delivery->topic) >= 0;
}

static void answer(struct http_req *rq, int status, const struct order *order, bool duplicate)
{
	struct json *json = http_reply(rq, status);

	if (order) {
		json_key(json, "order");
		order_write(json, &rq->cx, order);
	}
	json_field_bool(json, "duplicate", duplicate);
	json_field_bool(json, "ignored", !order);
}

static enum err check_signature(
	struct http_req *rq, const struct source *source, const struct delivery *delivery)
{
	const char *secret;

	if (!auth_unseal(rq->cx.arena, str_of(source->secret_sealed), &secret) ||
		!source_signed(rq->cx.arena, source->kind, secret, rq->cx.now_us, delivery))
		return fail(&rq->cx, ERR_UNAUTHENTICATED, NULL,
			"The signature is missing, too old or not of this body.");
	return OK;
}

static enum err read_order(
	struct http_req *rq, const struct source *source, struct str body, struct draft **draft)
{
	const struct draft_context context = {.arena = rq->cx.arena,
		.company = rq->cx.actor->company,
		.language = rq->cx.language,
		.source = arena_format(rq->cx.arena, "webhook:%lld", (long long)source->id)};
	const char *kind = source->kind == SOURCE_HATIF ? "plain" : source_kind_words[source->kind];
	const struct json_value *value;

	TRY(json_parse(&rq->cx, body, &value));
	*draft = draft_of_json(&context, kind, 1, value);
	(*draft)->order.quiet = false;
	if (!(*draft)->faults)
		return OK;
	for (const struct draft_fault *at = (*draft)->faults; at; at = at->next)
		fail_field(&rq->cx, at->field, "%s", at->reason);
	return ERR_INVALID;
}

/* A delivery that was here before: the order that came of it then. */
static enum err answer_again(struct http_req *rq, int64_t order_id)
{
	struct order order;

	if (!order_id) {
		answer(rq, 200, NULL, true);
		return OK;
	}
	TRY(order_by_key(&rq->cx, arena_format(rq->cx.arena, "%lld", (long long)order_id), &order));
	answer(rq, 200, &order, true);
	return OK;
}

/* POST /api/webhooks/orders/{source_key} */
static enum err post_webhook(struct http_req *rq)
{
	struct delivery delivery;
	struct source source;
	struct draft *draft;
	struct order order;
	int64_t order_id;
	bool fresh;
	enum err err;

	TRY(find_source(rq, &source));
	read_delivery(rq, source.kind, &delivery);
	if (is_ping(source.kind, &delivery)) {
		answer(rq, 200, NULL, false);
		return OK;
	}
	TRY(check_signature(rq, &source, &delivery));
	if (!is_of_new_order(&delivery)) {
		answer(rq, 200, NULL, false);
		return OK;
	}
	TRY(read_order(rq, &source, delivery.body, &draft));
	TRY(source_store_deliver(&rq->cx, &source, delivery.key, &fresh, &order_id));
	if (!fresh)
		return answer_again(rq, order_id);
	err = order_create(&rq->cx, &draft->order, &order);
	if (err != OK && err != ERR_CONFLICT)
		return err;
	fail_clear(&rq->cx);
	TRY(source_store_delivered(&rq->cx, &source, delivery.key, order.id));
	answer(rq, err == OK ? 201 : 200, &order, err == ERR_CONFLICT);
	return OK;
}

/* ---- Sources ----------------------------------------------------------------------------- */

static const struct schema_field source_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "name", .type = SCHEMA_TEXT},
	{.name = "kind", .type = SCHEMA_WORD, .words = source_kind_words},
	{.name = "url", .type = SCHEMA_TEXT, .about = "Where the shop sends orders to"},
	{.name = "created_at", .type = SCHEMA_TIME},
	{.name = "last_used_at", .type = SCHEMA_TIME, .flags = SCHEMA_NULLABLE},
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

static void write_source(
	struct http_req *rq, struct json *json, const struct source *source, const char *secret)
{
	json_open(json);
	json_field_int(json, "id", source->id);
	json_field_text(json, "name", source->name);
	json_field_text(json, "kind", source_kind_words[source->kind]);
	json_field_text(json, "url",
		arena_format(rq->cx.arena, "%s/api/webhooks/orders/%s", http_public_url(rq),
			source->key));
	json_field_time(json, "created_at", source->created_us);
	json_field_opt_time(json, "last_used_at", source->last_used_us);
	if (secret)
		json_field_text(json, "secret", secret);
	json_close(json);
}

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

struct source_params {
	const char *name, *kind, *secret;
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
	{.name = "secret",
		.type = SHAPE_RAW_TEXT,
		.flags = SHAPE_NULLABLE | SHAPE_SECRET,
		.offset = offsetof(struct source_params, secret),
		.min = 16,
		.max = 200,
		.about = "The shop's signing secret (Shopify gives one); made here when absent"},
};
static const struct shape source_in = {
	.name = "OrderSourceNew", .fields = source_in_fields, .count = COUNT(source_in_fields)};

/* POST /api/order-sources */
static enum err post_source(struct http_req *rq)
{
	struct source_params params = {0};
	struct source source = {0};
	const char *secret;
	struct json *json;

	TRY(http_read(rq, &params));
	secret = params.secret ? params.secret : crypto_token(rq->cx.arena, SECRET_BYTES);
	source.name = params.name;
	source.kind = (enum source_kind)word_index(source_kind_words, params.kind);
	source.key = crypto_token(rq->cx.arena, KEY_BYTES);
	source.secret_sealed = auth_seal(rq->cx.arena, str_of(secret));
	TRY(source_store_add(&rq->cx, &source));
	TRY(audit_write(&rq->cx, "order_source.created", "order_source", source.id, NULL));
	json = http_reply(rq, 201);
	json_key(json, "order_source");
	write_source(rq, json, &source, secret);
	return OK;
}

/* DELETE /api/order-sources/{id} */
static enum err delete_source(struct http_req *rq)
{
	int64_t id;

	if (!text_int(http_path(rq, "id"), &id))
		return fail(&rq->cx, ERR_NOT_FOUND, NULL, "There is no such order source.");
	TRY(source_store_revoke(&rq->cx, id));
	TRY(audit_write(&rq->cx, "order_source.revoked", "order_source", id, NULL));
	(void)http_reply(rq, 200);
	return OK;
}

static const struct schema nothing_out = {.name = "OrderSourceGone"};

const struct http_route order_source_routes[] = {
	{.method = HTTP_POST,
		.pattern = "/api/webhooks/orders/{source_key}",
		.handler = post_webhook,
		.permission = PERM_PUBLIC,
		.access = HTTP_WRITE,
		.summary = "An order from a shop (public: the signature says who sends it)",
		.out = &webhook_out,
		.flags = HTTP_BODY_RAW | HTTP_NO_CSRF,
		.status = 201},
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
	{.method = HTTP_DELETE,
		.pattern = "/api/order-sources/{id}",
		.handler = delete_source,
		.permission = PERM_ORDERS_IMPORT,
		.access = HTTP_WRITE,
		.summary = "Refuse a shop's orders from now on",
		.out = &nothing_out},
	{0},
};

/* webhook_api.c - HTTP: orders that shops send, and a line about each delivery. No rules and no SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/intake/intake_internal.h"

#include "domains/orders/order_api.h"
#include "platform/crypto/crypto.h"
#include "platform/http/http.h"

#define DELIVERY_KEY_MAX 200
#define PAUSE_RETRY_S 3600

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

static enum err check_signature(struct http_req *rq, const struct source *source,
	const struct delivery *delivery, struct source_log *log)
{
	const char *secret;

	if (auth_unseal(rq->cx.arena, str_of(source->secret_sealed), &secret) &&
		source_signed(rq->cx.arena, source->kind, secret, rq->cx.now_us, delivery))
		return OK;
	log->outcome = DELIVERY_UNSIGNED;
	log->reason = source_why_unsigned(source->kind, rq->cx.now_us, delivery);
	return fail(&rq->cx, ERR_UNAUTHENTICATED, NULL,
		"The signature is missing, too old or not of this body.");
}

static enum err read_order(
	struct http_req *rq, const struct source *source, struct str body, struct draft **draft)
{
	const struct draft_context context = {.arena = rq->cx.arena,
		.language = rq->cx.language,
		.company = rq->cx.actor->company,
		.source = arena_format(rq->cx.arena, "webhook:%lld", (long long)source->id)};
	const char *kind = source->kind == SOURCE_HATIF ? "plain" : source_kind_words[source->kind];
	const struct json_value *value;

	TRY(json_parse(&rq->cx, body, &value));
	*draft = draft_of_json(&context, kind, 1, value);
	(*draft)->order.quiet = false;
	if (text_empty((*draft)->order.seller_name) && !text_empty(source->seller_name))
		(*draft)->order.seller_name = source->seller_name;
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

static enum err take_order(struct http_req *rq, const struct source *source,
	const struct delivery *delivery, struct source_log *log)
{
	struct draft *draft;
	struct order order;
	bool fresh;
	enum err err;

	log->outcome = DELIVERY_REFUSED;
	TRY(read_order(rq, source, delivery->body, &draft));
	TRY(source_store_deliver(&rq->cx, source, delivery->key, &fresh, &log->order_id));
	if (!fresh) {
		log->outcome = DELIVERY_DUPLICATE;
		return answer_again(rq, log->order_id);
	}
	err = order_create(&rq->cx, &draft->order, &order);
	if (err != OK && err != ERR_CONFLICT)
		return err;
	fail_clear(&rq->cx);
	log->outcome = err == OK ? DELIVERY_CREATED : DELIVERY_DUPLICATE;
	log->order_id = order.id;
	TRY(source_store_delivered(&rq->cx, source, delivery->key, order.id));
	answer(rq, err == OK ? 201 : 200, &order, err == ERR_CONFLICT);
	return OK;
}

static enum err receive(struct http_req *rq, const struct source *source, struct source_log *log)
{
	struct delivery delivery;

	read_delivery(rq, source->kind, &delivery);
	if (is_ping(source->kind, &delivery)) {
		log->outcome = DELIVERY_PING;
		answer(rq, 200, NULL, false);
		return OK;
	}
	TRY(check_signature(rq, source, &delivery, log));
	if (source->paused) {
		/* A shop tries again what is not taken: nothing is lost by a short pause. */
		log->outcome = DELIVERY_PAUSED;
		rq->cx.failure.retry_after_s = PAUSE_RETRY_S;
		return fail(&rq->cx, ERR_BUSY, NULL, "This order source is paused.");
	}
	if (!is_of_new_order(&delivery)) {
		log->outcome = DELIVERY_IGNORED;
		log->reason = delivery.topic;
		answer(rq, 200, NULL, false);
		return OK;
	}
	return take_order(rq, source, &delivery, log);
}

/* "customer_phone: is needed; price: is needed", or the sentence when no field is to blame. */
static const char *reason_of(const struct cx *cx)
{
	struct buf text = buf_in(cx->arena, 256);

	for (const struct field_fault *at = cx->failure.fields; at; at = at->next) {
		if (text.len)
			buf_text(&text, "; ");
		buf_text(&text, at->field);
		buf_text(&text, ": ");
		buf_text(&text, at->reason);
	}
	if (!text.len)
		buf_text(&text, cx->failure.message ? cx->failure.message : "");
	return arena_text_n(cx->arena, text.ptr, text.len);
}

/* A delivery that failed leaves nothing but its line; what failed here is no delivery's fault. */
static enum err refuse(
	struct http_req *rq, const struct source *source, struct source_log *log, enum err err)
{
	const bool of_sender = log->outcome == DELIVERY_UNSIGNED ||
		log->outcome == DELIVERY_PAUSED || err == ERR_INVALID || err == ERR_MALFORMED ||
		err == ERR_TOO_LARGE;

	if (!of_sender)
		return err;
	if (log->outcome == DELIVERY_REFUSED)
		log->reason = reason_of(&rq->cx);
	log->order_id = 0;
	intake_store_rollback(&rq->cx);
	TRY(source_store_log(&rq->cx, source, log));
	rq->cx.failure.keep_writes = true;
	return err;
}

/* POST /api/webhooks/orders/{source_key} */
static enum err post_webhook(struct http_req *rq)
{
	struct source_log log = {0};
	struct source source;
	enum err err;

	TRY(find_source(rq, &source));
	err = receive(rq, &source, &log);
	if (err != OK)
		return refuse(rq, &source, &log, err);
	return source_store_log(&rq->cx, &source, &log);
}

const struct http_route order_webhook_routes[] = {
	{.method = HTTP_POST,
		.pattern = "/api/webhooks/orders/{source_key}",
		.handler = post_webhook,
		.permission = PERM_PUBLIC,
		.access = HTTP_WRITE,
		.summary = "An order from a shop (public: the signature says who sends it)",
		.out = &webhook_out,
		.flags = HTTP_BODY_RAW | HTTP_NO_CSRF,
		.status = 201},
	{0},
};

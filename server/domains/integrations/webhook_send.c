/* webhook_send.c - a delivery on its way: signed, sent again until it is taken, written down. */
/* SPDX-License-Identifier: MIT */
#include "domains/integrations/webhook_internal.h"

#include "base/utf8.h"
#include "domains/notifications/notification.h"
#include "platform/crypto/crypto.h"
#include "platform/outbox/outbox.h"

#include <inttypes.h>

#define ATTEMPTS 30 /* about a day */
#define ANSWER_BYTES 1000
#define TAKEN_BYTES ((size_t)64 * 1024) /* of an answer; more is nobody's business */
#define LONG_FAILURE_US (3 * US_PER_DAY)
#define SECRET_MARK "whsec_"
#define GONE 410

enum err webhook_enqueue(struct cx *cx, const struct webhook_delivery *delivery)
{
	return outbox_add(cx,
		&(struct outbox_entry){.kind = WEBHOOK_KIND,
			.effect_key = arena_format(cx->arena, "delivery-%" PRId64 "-%" PRId64,
				delivery->id, delivery->rounds),
			.subject_id = delivery->id});
}

/* ---- Signing -------------------------------------------------------------------------------- */

const char *webhook_sign(struct arena *arena, const char *secret, struct str text)
{
	const size_t mark = sizeof(SECRET_MARK) - 1;
	unsigned char made[SHA256_BYTES];
	const unsigned char *key;
	size_t length;

	if (!str_starts(str_of(secret), SECRET_MARK) ||
		!crypto_from_base64(arena, str_of(secret + mark), &key, &length))
		return NULL;
	crypto_hmac_sha256((struct str){(const char *)key, length}, text, made);
	return arena_format(arena, "v1,%s", crypto_base64(arena, made, sizeof(made)));
}

static void add_signature(struct cx *cx, struct buf *out, const char *sealed, struct str text)
{
	const char *secret, *signature;

	if (!sealed || !auth_unseal(cx->arena, str_of(sealed), &secret))
		return;
	signature = webhook_sign(cx->arena, secret, text);
	if (signature)
		buf_format(out, "%s%s", out->len ? " " : "", signature);
}

const char *webhook_signature(struct cx *cx, const struct webhook *webhook, const char *message_id,
	const char *timestamp, struct str body)
{
	struct buf text = buf_in(cx->arena, body.len + 128), out = buf_in(cx->arena, 128);
	const bool old = webhook->old_until_us.given && webhook->old_until_us.value > cx->now_us;

	buf_format(&text, "%s.%s.", message_id, timestamp);
	buf_add(&text, body.ptr, body.len);
	add_signature(cx, &out, webhook->secret_sealed, (struct str){text.ptr, text.len});
	if (old)
		add_signature(
			cx, &out, webhook->old_secret_sealed, (struct str){text.ptr, text.len});
	return out.ptr;
}

/* ---- Out -------------------------------------------------------------------------------------- */

/* *send false: removed, or dropped meanwhile, or somebody replayed it since. */
static enum err load(struct cx *cx, const struct outbox_item *item, struct webhook *webhook,
	struct webhook_delivery *delivery, bool *send)
{
	const char *current;

	TRY(webhook_delivery_store_get(cx, item->subject_id, delivery, send));
	if (!*send)
		return OK;
	current = arena_format(
		cx->arena, "delivery-%" PRId64 "-%" PRId64, delivery->id, delivery->rounds);
	*send = delivery->status == DELIVERY_WAITING && text_is(current, item->effect_key);
	return webhook_read(cx, delivery->webhook_id, webhook);
}

static enum err prepare(
	struct cx *cx, const struct outbox_item *item, struct fetch_request *request)
{
	struct fetch_header *headers = arena_array(cx->arena, 4, sizeof(*headers));
	const char *timestamp = arena_format(cx->arena, "%" PRId64, cx->now_us / US_PER_SECOND);
	struct webhook_delivery delivery;
	struct webhook webhook;
	struct str body;
	bool send;

	TRY(load(cx, item, &webhook, &delivery, &send));
	if (!send)
		return OK;
	body = str_of(delivery.payload);
	headers[0] = (struct fetch_header){"Content-Type", "application/json"};
	headers[1] = (struct fetch_header){"webhook-id", delivery.message_id};
	headers[2] = (struct fetch_header){"webhook-timestamp", timestamp};
	headers[3] = (struct fetch_header){"webhook-signature",
		webhook_signature(cx, &webhook, delivery.message_id, timestamp, body)};
	*request = (struct fetch_request){.method = FETCH_POST,
		.url = webhook.url,
		.headers = headers,
		.header_count = 4,
		.body = body.ptr,
		.body_bytes = body.len,
		.answer_max = TAKEN_BYTES};
	return OK;
}

/* ---- What came of it ------------------------------------------------------------------------------ */

/* The first bytes of an answer, as text that any page can show. */
static const char *beginning(struct cx *cx, const struct fetch_answer *answer)
{
	size_t length = answer->body_bytes < ANSWER_BYTES ? answer->body_bytes : ANSWER_BYTES;
	char *text;

	/* Not in the middle of a letter. */
	while (length && length < answer->body_bytes &&
		((unsigned char)answer->body[length] & 0xC0U) == 0x80U)
		length--;
	if (!length)
		return NULL;
	text = arena_text_n(cx->arena, answer->body, length);
	if (utf8_valid(text, strlen(text)))
		return text;
	for (char *at = text; *at; at++)
		if ((unsigned char)*at >= 0x80)
			*at = '?';
	return text;
}

static enum err notify_managers(struct cx *cx, const struct webhook *webhook)
{
	const char *data;
	struct json json;
	int64_t *users;
	size_t count;

	json_begin(&json, cx->arena, 128);
	json_open(&json);
	json_field_int(&json, "webhook_id", webhook->id);
	json_field_text(&json, "name", webhook->name);
	json_close(&json);
	data = json_end(&json).ptr;
	TRY(webhook_store_managers(cx, &users, &count));
	for (size_t i = 0; i < count; i++)
		TRY(notification_send(cx,
			&(struct notification_new){.user_id = users[i],
				.type = "webhook_disabled",
				.data = data,
				.subject_type = "webhook",
				.subject_id = webhook->id}));
	return OK;
}

static enum err disable(struct cx *cx, struct webhook *webhook)
{
	webhook->active = false;
	webhook->disabled_us = (struct opt_int){cx->now_us, true};
	TRY(webhook_delivery_store_drop(cx, webhook->id));
	return notify_managers(cx, webhook);
}

/* Pages hear when it begins to fail, when it works again, and when it is switched off. */
static enum err note_webhook(struct cx *cx, struct webhook *webhook, const char *error, bool gone)
{
	const bool was_failing = webhook->failing_since_us.given, was_active = webhook->active;
	const struct opt_int now = {cx->now_us, true};

	webhook->error = error;
	if (!error) {
		webhook->ok_us = now;
		webhook->failing_since_us = (struct opt_int){0};
	} else {
		webhook->failed_us = now;
		if (!was_failing)
			webhook->failing_since_us = now;
	}
	if (error && was_active &&
		(gone || cx->now_us - webhook->failing_since_us.value > LONG_FAILURE_US))
		TRY(disable(cx, webhook));
	TRY(webhook_store_note(cx, webhook));
	if (was_failing == (error != NULL) && was_active == webhook->active)
		return OK;
	return webhook_tell(cx, webhook->id, 0);
}

/* Every answer but 2xx may pass by itself: a receiver being deployed says 404 for a minute. */
static void judge(const struct fetch_answer *answer, bool test, struct outbox_verdict *verdict)
{
	if (verdict->outcome == OUTBOX_FAILED && answer->result == FETCH_OK &&
		answer->status != GONE)
		outbox_later(verdict, verdict->error, 0);
	if (test && verdict->outcome == OUTBOX_LATER)
		outbox_failed(verdict, verdict->error); /* somebody waits for the answer */
}

static void fill(struct cx *cx, const struct fetch_answer *answer,
	const struct outbox_verdict *verdict, struct webhook_delivery *delivery)
{
	static const enum webhook_delivery_status status_of[] = {[OUTBOX_DONE] = DELIVERY_DELIVERED,
		[OUTBOX_LATER] = DELIVERY_WAITING,
		[OUTBOX_FAILED] = DELIVERY_FAILED};

	delivery->attempts++;
	delivery->attempted_us = (struct opt_int){cx->now_us, true};
	delivery->response_status = (struct opt_int){answer->status, answer->status != 0};
	delivery->took_us = (struct opt_int){answer->took_us, answer->sent};
	delivery->answer = beginning(cx, answer);
	delivery->error = verdict->error;
	delivery->status = status_of[verdict->outcome];
	if (delivery->status == DELIVERY_DELIVERED)
		delivery->delivered_us = delivery->attempted_us;
}

static enum err finish(struct cx *cx, const struct outbox_item *item,
	const struct fetch_answer *answer, struct outbox_verdict *verdict)
{
	struct webhook_delivery delivery;
	struct webhook webhook;
	bool test, send;

	TRY(load(cx, item, &webhook, &delivery, &send));
	if (!send) {
		outbox_done(verdict);
		return OK;
	}
	test = text_is(delivery.type, WEBHOOK_TEST);
	judge(answer, test, verdict);
	fill(cx, answer, verdict, &delivery);
	TRY(webhook_delivery_store_note(cx, &delivery));
	if (test)
		return webhook_tell(cx, webhook.id, delivery.id);
	return note_webhook(cx, &webhook, verdict->error,
		verdict->outcome == OUTBOX_FAILED && answer->status == GONE);
}

const struct outbox_kind webhook_kinds[] = {
	{.name = WEBHOOK_KIND,
		.max_attempts = ATTEMPTS,
		.prepare = prepare,
		.finish = finish,
		.about = "An event to a company's webhook"},
	{0},
};

/* web_push_send.c - a notification on its way to a browser that may be closed. */
/* SPDX-License-Identifier: MIT */
#include "domains/notifications/web_push_internal.h"

#include "base/clock.h"
#include "base/utf8.h"
#include "platform/cfg/cfg.h"
#include "platform/crypto/crypto.h"
#include "platform/crypto/web_push.h"
#include "platform/outbox/outbox.h"

#include <inttypes.h>

#define ATTEMPTS 8 /* some minutes; what is older is not news */
#define SIGNED_FOR_US (12 * US_PER_HOUR) /* RFC 8292 allows a day */
#define BODY_BYTES_MAX 1000
#define TAKEN_BYTES ((size_t)16 * 1024) /* of an answer; more is nobody's business */
#define TOPIC_HASH_BYTES 18
#define NO_SUBSCRIPTION 404
#define GONE 410
#define HEADERS 7

struct push {
	struct push_subscription subscription;
	struct notification notification;
	const struct topic *topic;
	const struct language *language;
};

static int64_t notification_of(struct cx *cx, const struct outbox_item *item)
{
	const struct json_value *payload, *id;

	if (json_parse(cx, str_of(item->payload), &payload) != OK) {
		fail_clear(cx); /* ours always parse */
		return 0;
	}
	id = json_get(payload, "notification");
	return id && json_kind_of(id) == JSON_INT ? json_int_of(id) : 0;
}

/* Is it still news? Not when it was read or cleared meanwhile, nor when its time has passed. */
static bool is_news(const struct cx *cx, const struct push *push)
{
	const struct notification *one = &push->notification;

	if (one->cleared || (one->read_us.given && one->read_us.value > one->created_us))
		return false;
	return cx->now_us < one->created_us + push->topic->life_s * US_PER_SECOND;
}

static enum err load(struct cx *cx, const struct outbox_item *item, struct push *push, bool *send)
{
	TRY(notification_store_get(cx, notification_of(cx, item), &push->notification, send));
	if (!*send)
		return OK;
	push->topic = topic_of(push->notification.type);
	*send = push->topic && is_news(cx, push);
	if (!*send)
		return OK;
	TRY(web_push_store_get(cx, item->subject_id, &push->subscription, send));
	*send = *send && push->subscription.user_id == push->notification.user_id;
	return *send ? web_push_store_language(cx, push->notification.user_id, &push->language)
		     : OK;
}

/* What the service worker shows, in the language of whom it is for. */
static struct str text_of(struct cx *cx, const struct push *push)
{
	struct notification said = push->notification;
	struct json json;

	notification_word(cx, push->language, &said);
	json_begin(&json, cx->arena, 512);
	json_open(&json);
	json_field_int(&json, "id", said.id);
	json_field_text(&json, "tag", notification_tag(cx->arena, &said));
	json_field_text(&json, "type", said.type);
	json_field_text(&json, "title", said.title);
	json_key(&json, "body");
	json_text_n(&json, said.body, utf8_prefix(said.body, BODY_BYTES_MAX));
	json_field_text(&json, "language", push->language ? push->language->code : "en");
	json_field_time(&json, "at", said.created_us);
	json_close(&json);
	return json_end(&json);
}

static bool encrypt(struct cx *cx, const struct push *push, struct buf *out)
{
	struct web_push_receiver receiver;
	unsigned char salt[WEB_PUSH_SALT_BYTES];
	const unsigned char *point, *auth;
	struct ec_key sender;
	size_t count;
	bool good;

	if (!crypto_from_base64(cx->arena, str_of(push->subscription.point), &point, &count) ||
		count != EC_POINT_BYTES ||
		!crypto_from_base64(cx->arena, str_of(push->subscription.auth), &auth, &count) ||
		count != WEB_PUSH_AUTH_BYTES)
		return false;
	memcpy(receiver.point, point, sizeof(receiver.point));
	memcpy(receiver.auth, auth, sizeof(receiver.auth));
	crypto_random(salt, sizeof(salt));
	ec_key_make(&sender);
	good = web_push_encrypt(&receiver, &sender, salt, text_of(cx, push), out);
	crypto_wipe(&sender, sizeof(sender));
	return good;
}

/* "https://push.example.net:8443" of an address there. */
static const char *origin_of_url(struct arena *arena, const char *url)
{
	const char *host = strstr(url, "://");
	size_t length = host ? strcspn(host + 3, "/?#") : 0;

	return host ? arena_text_n(arena, url, (size_t)(host + 3 - url) + length) : url;
}

/* Whom a push service may write to when something is wrong. */
static const char *contact(struct arena *arena)
{
	const char *public_url = cfg_text("public-url"), *from = cfg_text("mail-from");

	if (public_url && str_starts(str_of(public_url), "https://"))
		return public_url;
	if (from && !strpbrk(from, " <>\"\\"))
		return arena_format(arena, "mailto:%s", from);
	return NULL;
}

/* Of two messages with the same topic that wait for a browser, the newer one is delivered. */
static const char *topic_header(struct cx *cx, const struct notification *notification)
{
	const char *what = arena_format(cx->arena, "%s:%s:%" PRId64, notification->type,
		notification->subject_type, notification->subject_id);
	unsigned char digest[SHA256_BYTES];

	crypto_sha256(str_of(what), digest);
	return crypto_base64url(cx->arena, digest, TOPIC_HASH_BYTES);
}

static size_t fill_headers(struct cx *cx, const struct push *push, struct fetch_header *headers)
{
	const int64_t age_s = (cx->now_us - push->notification.created_us) / US_PER_SECOND;
	size_t count = 0;

	headers[count++] = (struct fetch_header){"Content-Type", "application/octet-stream"};
	headers[count++] = (struct fetch_header){"Content-Encoding", "aes128gcm"};
	headers[count++] = (struct fetch_header){
		"TTL", arena_format(cx->arena, "%" PRId64, push->topic->life_s - age_s)};
	headers[count++] = (struct fetch_header){
		"Urgency", push->topic->urgent ? "high" : "normal"};
	headers[count++] = (struct fetch_header){"Authorization",
		web_push_authorization(cx->arena, auth_push_key(),
			origin_of_url(cx->arena, push->subscription.endpoint), contact(cx->arena),
			cx->now_us + SIGNED_FOR_US)};
	if (push->notification.subject_id)
		headers[count++] = (struct fetch_header){
			"Topic", topic_header(cx, &push->notification)};
	return count;
}

static enum err prepare(
	struct cx *cx, const struct outbox_item *item, struct fetch_request *request)
{
	struct fetch_header *headers = arena_array(cx->arena, HEADERS, sizeof(*headers));
	struct buf body = buf_in(cx->arena, 2048);
	struct push push = {0};
	bool send;

	TRY(load(cx, item, &push, &send));
	if (!send)
		return OK;
	if (!encrypt(cx, &push, &body))
		return web_push_store_delete(cx, push.subscription.id);
	*request = (struct fetch_request){.method = FETCH_POST,
		.url = push.subscription.endpoint,
		.headers = headers,
		.header_count = fill_headers(cx, &push, headers),
		.body = body.ptr,
		.body_bytes = body.len,
		.answer_max = TAKEN_BYTES};
	return OK;
}

/* A browser that took its permission back, or is no more, is not asked again. */
static enum err finish(struct cx *cx, const struct outbox_item *item,
	const struct fetch_answer *answer, struct outbox_verdict *verdict)
{
	if (verdict->outcome == OUTBOX_DONE)
		return web_push_store_taken(cx, item->subject_id);
	if (answer->result != FETCH_OK ||
		(answer->status != NO_SUBSCRIPTION && answer->status != GONE))
		return OK;
	outbox_done(verdict);
	return web_push_store_delete(cx, item->subject_id);
}

const struct outbox_kind web_push_kinds[] = {
	{.name = WEB_PUSH_KIND,
		.max_attempts = ATTEMPTS,
		.company_limit = 8,
		.prepare = prepare,
		.finish = finish,
		.about = "A notification to a browser"},
	{0},
};

/* web_push.c - which browsers take push messages (S1-NOTIF-17), and what they are sent. */
/* SPDX-License-Identifier: MIT */
#include "domains/notifications/web_push_internal.h"

#include "platform/crypto/crypto.h"
#include "platform/crypto/web_push.h"
#include "platform/fetch/fetch.h"
#include "platform/outbox/outbox.h"

#include <inttypes.h>

#define ENDPOINT_BYTES_MAX 2048

/* ---- Subscribing ------------------------------------------------------------------- */

static bool has_bytes(struct cx *cx, const char *text, size_t wanted, const unsigned char **bytes)
{
	size_t count;

	return text && crypto_from_base64(cx->arena, str_of(text), bytes, &count) &&
		count == wanted;
}

static enum err check_keys(struct cx *cx, const struct push_subscription *wanted)
{
	const unsigned char *point, *auth;

	if (has_bytes(cx, wanted->point, EC_POINT_BYTES, &point) && ec_point_good(point) &&
		has_bytes(cx, wanted->auth, WEB_PUSH_AUTH_BYTES, &auth))
		return OK;
	return fail(cx, ERR_INVALID, "keys", "These are not the keys of a subscription.");
}

static const char *hash_of(struct cx *cx, const char *endpoint)
{
	return auth_hash(cx->arena, "push", str_of(endpoint));
}

enum err web_push_subscribe(struct cx *cx, const struct push_subscription *wanted)
{
	if (strlen(wanted->endpoint) > ENDPOINT_BYTES_MAX)
		return fail(cx, ERR_INVALID, "endpoint", "This address is too long.");
	TRY(fetch_url_check(cx, "endpoint", wanted->endpoint));
	TRY(check_keys(cx, wanted));
	TRY(web_push_store_put(cx, hash_of(cx, wanted->endpoint), wanted));
	return web_push_store_trim(cx, PUSH_BROWSERS_MAX);
}

enum err web_push_unsubscribe(struct cx *cx, const char *endpoint, bool *found)
{
	return web_push_store_remove(cx, hash_of(cx, endpoint), found);
}

/* ---- On its way ---------------------------------------------------------------------- */

static const char *payload_of(struct cx *cx, int64_t notification_id)
{
	return arena_format(cx->arena, "{\"notification\":%" PRId64 "}", notification_id);
}

enum err web_push_enqueue(struct cx *cx, const struct notification *notification)
{
	int64_t *ids;
	size_t count;

	TRY(web_push_store_of_user(cx, notification->user_id, &ids, &count));
	for (size_t i = 0; i < count; i++)
		TRY(outbox_add(cx,
			&(struct outbox_entry){.kind = WEB_PUSH_KIND,
				.effect_key = arena_format(cx->arena, "%" PRId64 "-%" PRId64,
					notification->id, ids[i]),
				.subject_id = ids[i],
				.payload = payload_of(cx, notification->id)}));
	return OK;
}

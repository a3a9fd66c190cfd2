/* web_push_internal.h - browsers that take push messages, and messages on their way to them. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_NOTIFICATIONS_WEB_PUSH_INTERNAL_H
#define DOMAINS_NOTIFICATIONS_WEB_PUSH_INTERNAL_H

#include "domains/notifications/notification_internal.h"

#define WEB_PUSH_KIND "web_push"
#define PUSH_BROWSERS_MAX 10 /* of one person; the oldest makes room */

struct push_subscription {
	int64_t id, user_id, session_id;
	const char *endpoint; /* where the push service takes messages for this browser */
	const char *point, *auth; /* base64url */
	const char *user_agent;
};

/* ---- web_push.c: rules ------------------------------------------------------------- */

/*
 * This browser of the actor's takes messages from now on; again changes nothing
 * but the keys. ERR_INVALID names endpoint, keys.
 */
MUST_USE enum err web_push_subscribe(struct cx *cx, const struct push_subscription *wanted);
/* OK also when it was none. */
MUST_USE enum err web_push_unsubscribe(struct cx *cx, const char *endpoint, bool *found);
/* To every browser of whom it is for, in the unit's transaction. */
MUST_USE enum err web_push_enqueue(struct cx *cx, const struct notification *notification);

/* ---- web_push_store.c: no rules ------------------------------------------------------ */

/* Insert, or take over the row of the endpoint. */
MUST_USE enum err web_push_store_put(
	struct cx *cx, const char *endpoint_hash, const struct push_subscription *wanted);
/* All but the newest of the actor's. */
MUST_USE enum err web_push_store_trim(struct cx *cx, int64_t keep);
MUST_USE enum err web_push_store_remove(struct cx *cx, const char *endpoint_hash, bool *found);
MUST_USE enum err web_push_store_of_user(
	struct cx *cx, int64_t user_id, int64_t **ids, size_t *count);
/* Of an active user. *found false: it is gone. */
MUST_USE enum err web_push_store_get(
	struct cx *cx, int64_t id, struct push_subscription *subscription, bool *found);
MUST_USE enum err web_push_store_delete(struct cx *cx, int64_t id);
MUST_USE enum err web_push_store_taken(struct cx *cx, int64_t id);
MUST_USE enum err web_push_store_forget_session(struct cx *cx, int64_t session_id);
MUST_USE enum err web_push_store_language(
	struct cx *cx, int64_t user_id, const struct language **language);

#endif

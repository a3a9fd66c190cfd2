/* webhook_internal.h - shared inside domains/integrations: webhooks and their deliveries. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_INTEGRATIONS_WEBHOOK_INTERNAL_H
#define DOMAINS_INTEGRATIONS_WEBHOOK_INTERNAL_H

#include "base/clock.h"
#include "platform/auth/auth.h"
#include "platform/db/db.h"
#include "platform/json/json.h"

#define WEBHOOK_KIND "webhook"
#define WEBHOOK_TEST "webhook:test"
#define WEBHOOK_GAP "webhook:gap"
#define WEBHOOK_ALL "*"

struct webhook {
	int64_t id, version;
	const char *name, *url;
	const char *events; /* types, comma-separated; "*" for all */
	const char *secret_sealed;
	const char *old_secret_sealed; /* or NULL */
	struct opt_int old_until_us;
	bool active;
	int64_t seen_seq; /* events up to this number have become deliveries */
	struct opt_int ok_us, failed_us, failing_since_us;
	struct opt_int disabled_us; /* switched off by itself */
	const char *error; /* of the last attempt, if it failed */
	int64_t created_us;
	int64_t waiting, failed; /* deliveries */
};

enum webhook_delivery_status {
	DELIVERY_WAITING,
	DELIVERY_DELIVERED,
	DELIVERY_FAILED,
	DELIVERY_DROPPED, /* the webhook was switched off before it was taken */
};
extern const char *const webhook_delivery_words[];

struct webhook_delivery {
	int64_t id, webhook_id;
	const char *message_id; /* the same whenever it is sent */
	struct opt_int seq;
	const char *type, *payload; /* JSON as it is sent */
	enum webhook_delivery_status status;
	int64_t attempts, rounds;
	struct opt_int response_status, took_us, attempted_us, delivered_us;
	const char *answer, *error; /* or NULL */
	int64_t created_us;
};

/* NULL or not given = as it is, for a new one the standard. */
struct webhook_change {
	const char *name, *url;
	const char *const *events; /* NULL-terminated */
	struct opt_bool active;
	struct opt_int version;
};

/* ---- webhook.c: rules ---------------------------------------------------------------- */

/* Is it an event that webhooks may have? Those to one's own pages alone are not. */
bool webhook_offers(const char *type);
bool webhook_wants(const struct webhook *webhook, const char *type);
/* active, failing, paused, disabled */
extern const char *const webhook_state_words[];
void webhook_write(struct json *json, const struct webhook *webhook, const char *secret);
MUST_USE enum err webhook_read(struct cx *cx, int64_t id, struct webhook *webhook);
/* *secret is shown this once. */
MUST_USE enum err webhook_create(struct cx *cx, const struct webhook_change *wanted,
	struct webhook *webhook, const char **secret);
MUST_USE enum err webhook_change(
	struct cx *cx, int64_t id, const struct webhook_change *change, struct webhook *after);
MUST_USE enum err webhook_remove(struct cx *cx, int64_t id);
/* Both secrets sign for a day, so that the receiver can change over when it likes. */
MUST_USE enum err webhook_rotate(
	struct cx *cx, int64_t id, struct webhook *after, const char **secret);
MUST_USE enum err webhook_test(struct cx *cx, int64_t id, struct webhook_delivery *delivery);
/* ERR_STATE while it is still on its way. */
MUST_USE enum err webhook_replay(
	struct cx *cx, int64_t id, int64_t delivery_id, struct webhook_delivery *after);
/* Pages that show webhooks hear of it; delivery_id 0: of no test. */
MUST_USE enum err webhook_tell(struct cx *cx, int64_t id, int64_t delivery_id);

/* ---- webhook_send.c ------------------------------------------------------------------- */

/* A delivery becomes an effect; each round (first sending, replays) is one of its own. */
MUST_USE enum err webhook_enqueue(struct cx *cx, const struct webhook_delivery *delivery);
/* "v1,…" of "id.timestamp.body" under one secret; NULL when that is none of ours. */
const char *webhook_sign(struct arena *arena, const char *secret, struct str text);
/* "v1,…" of each secret that is good now, parted by blanks (Standard Webhooks). */
const char *webhook_signature(struct cx *cx, const struct webhook *webhook, const char *message_id,
	const char *timestamp, struct str body);

/* ---- webhook_store.c: no rules ---------------------------------------------------------- */

/* By name; id 0 = all. */
MUST_USE enum err webhook_store_list(
	struct cx *cx, int64_t id, struct webhook **list, size_t *count);
MUST_USE enum err webhook_store_add(struct cx *cx, struct webhook *webhook);
MUST_USE enum err webhook_store_update(struct cx *cx, const struct webhook *webhook, bool *changed);
MUST_USE enum err webhook_store_remove(struct cx *cx, int64_t id);
/* How the last attempt went; moves no version: that is for what people change. */
MUST_USE enum err webhook_store_note(struct cx *cx, const struct webhook *webhook);
/* False: somebody else has forwarded them. */
MUST_USE enum err webhook_store_seen(
	struct cx *cx, const struct webhook *webhook, int64_t seq, bool *moved);
struct webhook_due {
	int64_t company_id, id;
};
/* Active ones of any company with events that they have not seen. */
MUST_USE enum err webhook_store_due(struct cx *cx, struct webhook_due **list, size_t *count);
/* Users who may manage webhooks. */
MUST_USE enum err webhook_store_managers(struct cx *cx, int64_t **users, size_t *count);

/* ---- webhook_delivery_store.c: no rules --------------------------------------------------- */

struct webhook_delivery_filter {
	int64_t webhook_id, id; /* id 0 = all */
	const char *status; /* or NULL */
	int64_t below, limit;
};
/* Newest first. */
MUST_USE enum err webhook_delivery_store_list(struct cx *cx,
	const struct webhook_delivery_filter *filter, struct webhook_delivery **list,
	size_t *count);
/* Gives it its id and message id. */
MUST_USE enum err webhook_delivery_store_add(struct cx *cx, struct webhook_delivery *delivery);
/* *found false: the webhook was removed. */
MUST_USE enum err webhook_delivery_store_get(
	struct cx *cx, int64_t id, struct webhook_delivery *delivery, bool *found);
MUST_USE enum err webhook_delivery_store_note(
	struct cx *cx, const struct webhook_delivery *delivery);
/* What still waits is not sent any more. */
MUST_USE enum err webhook_delivery_store_drop(struct cx *cx, int64_t webhook_id);
MUST_USE enum err webhook_delivery_store_sweep(
	struct cx *cx, int64_t before_us, int64_t limit, int64_t *deleted);

#endif

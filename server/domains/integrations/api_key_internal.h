/* api_key_internal.h - shared inside domains/integrations: keys for programs as they are managed. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_INTEGRATIONS_API_KEY_INTERNAL_H
#define DOMAINS_INTEGRATIONS_API_KEY_INTERNAL_H

#include "platform/auth/auth.h"
#include "platform/db/db.h"
#include "platform/json/json.h"

enum api_key_state {
	API_KEY_ACTIVE,
	API_KEY_EXPIRED,
	API_KEY_REVOKED,
	API_KEY_ORPHANED, /* whoever made it is out of service */
};
extern const char *const api_key_state_words[];

struct api_key {
	int64_t id;
	const char *name;
	const char *hint; /* its last letters */
	const char *permissions; /* names, comma-separated */
	int64_t created_by, created_us;
	const char *creator_name;
	bool creator_active;
	struct opt_int expires_us, last_used_us, revoked_us;
	const char *last_ip; /* or NULL */
};

struct api_key_new {
	const char *name;
	const char *const *permissions; /* NULL-terminated */
	struct opt_int expires_us;
};

/* ---- api_key.c ---- */

enum api_key_state api_key_state(const struct api_key *key, int64_t now_us);
void api_key_write(struct json *json, int64_t now_us, const struct api_key *key);
/*
 * *secret is the key itself, which nobody sees again. ERR_INVALID names the
 * field; ERR_DENIED: a permission that the actor lacks, or that no key gets.
 */
MUST_USE enum err api_key_create(
	struct cx *cx, const struct api_key_new *wanted, struct api_key *key, const char **secret);
MUST_USE enum err api_key_revoke(struct cx *cx, int64_t id, struct api_key *after);

/* ---- api_key_store.c: no rules; newest first, id 0 = all ---- */

MUST_USE enum err api_key_store_list(
	struct cx *cx, int64_t id, struct api_key **list, size_t *count);
MUST_USE enum err api_key_store_add(struct cx *cx, const struct api_key *key, const char *hash);
MUST_USE enum err api_key_store_revoke(struct cx *cx, int64_t id);

#endif

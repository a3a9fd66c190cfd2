/* api_key.c - keys for programs: what they are, who they are, and when they were used. */
/* SPDX-License-Identifier: MIT */
#include "platform/auth/auth_internal.h"

#include "base/clock.h"

#include <pthread.h>

#define KEY_BYTES 32
#define USES_MAX 256
#define USE_WORTH_US US_PER_MINUTE /* a use this much newer is worth a write */

/* Never by a key: what is one's own needs somebody, and a key that makes keys outlives itself. */
#define NEVER (UINT64_C(1) << PERM_SELF | UINT64_C(1) << PERM_API_KEYS_MANAGE)

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct api_key_use uses[USES_MAX];
static size_t use_count;

char *auth_api_key_make(struct arena *arena)
{
	return arena_format(arena, AUTH_API_KEY_PREFIX "%s", crypto_token(arena, KEY_BYTES));
}

char *auth_api_key_hash(struct arena *arena, struct str key)
{
	return auth_hash(arena, "api_key", key);
}

/* With more keys at once than there is room the rest is noted next time. */
static void note_use(const struct cx *cx, const struct actor *actor)
{
	size_t at = 0;

	(void)pthread_mutex_lock(&lock);
	while (at < use_count &&
		(uses[at].key_id != actor->api_key_id || uses[at].company_id != actor->company_id))
		at++;
	if (at < USES_MAX) {
		uses[at] = (struct api_key_use){.company_id = actor->company_id,
			.key_id = actor->api_key_id,
			.at_us = cx->now_us};
		(void)snprintf(uses[at].ip, sizeof(uses[at].ip), "%s", cx->ip ? cx->ip : "");
		use_count += at == use_count;
	}
	(void)pthread_mutex_unlock(&lock);
}

enum err api_key_flush(struct cx *cx)
{
	struct api_key_use *list = arena_array(cx->arena, USES_MAX, sizeof(*list));
	size_t count;

	(void)pthread_mutex_lock(&lock);
	count = use_count;
	memcpy(list, uses, count * sizeof(*list));
	use_count = 0;
	(void)pthread_mutex_unlock(&lock);
	for (size_t i = 0; i < count; i++)
		TRY(auth_store_api_key_use(cx, &list[i]));
	return OK;
}

enum err auth_actor_of_key(struct cx *cx, struct str key, const struct actor **actor)
{
	struct api_key_row row;
	enum err err = auth_store_api_key(cx, auth_api_key_hash(cx->arena, key), &row);
	struct actor *made;

	if (err == ERR_UNAUTHENTICATED) {
		fail_clear(cx);
		return fail(cx, ERR_UNAUTHENTICATED, NULL, "Please log in.");
	}
	TRY(err);
	made = arena_alloc(cx->arena, sizeof(*made));
	*made = row.actor;
	made->company = arena_copy(cx->arena, &row.company, sizeof(row.company));
	made->permissions &= row.permissions & ~NEVER;
	if (cx->now_us - row.last_used_us > USE_WORTH_US)
		note_use(cx, made);
	*actor = made;
	return OK;
}

/* auth_internal.h - shared inside platform/auth: the session as stored, and the cache of actors. */
/* SPDX-License-Identifier: MIT */
#ifndef PLATFORM_AUTH_AUTH_INTERNAL_H
#define PLATFORM_AUTH_AUTH_INTERNAL_H

#include "base/clock.h"
#include "platform/auth/auth.h"
#include "platform/crypto/crypto.h"
#include "platform/crypto/web_push.h"
#include "platform/db/db.h"

/* What the database says about a token's session at one moment. Lives in an arena. */
struct session_row {
	struct actor actor; /* complete but for `cookie` */
	struct company company;
	const char *salt;
	int64_t last_seen_us, idle_timeout_us, expires_us;
};

/*
 * Session, user, agent, company and roles. ERR_UNAUTHENTICATED (without a
 * message) when there is no such session, or it, the user or the company has ended.
 */
MUST_USE enum err auth_store_session(
	struct cx *cx, int64_t company_id, int64_t session_id, struct session_row *row);

/* When a session was last used, and a socket of it last heard of; 0: nothing new of that. */
struct seen {
	int64_t company_id, session_id, seen_us, socket_us;
};
MUST_USE enum err auth_store_seen(struct cx *cx, const struct seen *seen);

/* Hands a row that was written to whoever listens (audit.c). */
struct audit_entry;
MUST_USE enum err audit_tell(struct cx *cx, int64_t id, const struct audit_entry *entry);

/* What the database says about a key at one moment. Lives in an arena. */
struct api_key_row {
	struct actor
		actor; /* rights, scope and place of the creator, who is not named; the key's name */
	struct company company;
	uint64_t permissions; /* of the key */
	int64_t last_used_us; /* 0: never */
};
/* By its hash. ERR_UNAUTHENTICATED (without a message): no such key, or it, its creator or the company ended. */
MUST_USE enum err auth_store_api_key(struct cx *cx, const char *hash, struct api_key_row *row);

struct api_key_use {
	int64_t company_id, key_id, at_us;
	char ip[64];
};
MUST_USE enum err auth_store_api_key_use(struct cx *cx, const struct api_key_use *use);
/* Write the uses noted so far. */
MUST_USE enum err api_key_flush(struct cx *cx);

/* Values of the installation; NULL when there is none. */
MUST_USE enum err auth_store_get(struct cx *cx, const char *name, const char **value);
/* Kept when somebody else was first: read it back. */
MUST_USE enum err auth_store_put(struct cx *cx, const char *name, const char *value);

MUST_USE bool auth_token_read(struct cx *cx, struct str token, struct jwt_claims *claims);

/* ---- Recent changes: recent.c ---------------------------------------------- */

/* Is it an actor of that company, user and session? 0 = any. */
bool auth_concerns(
	const struct actor *actor, int64_t company_id, int64_t user_id, int64_t session_id);
/* Somebody is changing them: for some seconds what is read of them may be old. */
void recent_note(int64_t company_id, int64_t user_id, int64_t session_id);
bool recent_has(const struct actor *actor);
void recent_clear(void); /* for tests */

/* ---- Cache -------------------------------------------------------------- */

/* Cached answers are checked against the database again after this long; 0 = never. */
void cache_set_age(int64_t age_us);

/* A moment by both clocks: the first may be set back, the second never goes back. */
struct moment {
	int64_t now_us, steady_us;
};
static inline struct moment moment_of(int64_t now_us)
{
	return (struct moment){now_us, clock_steady_us()};
}
/* How long ago by the clock that says more. */
static inline int64_t moment_since(const struct moment *then, const struct moment *now)
{
	const int64_t us = now->now_us - then->now_us;
	const int64_t steady_us = now->steady_us - then->steady_us;

	return us > steady_us ? us : steady_us;
}

enum cache_found { CACHE_NONE, CACHE_GOOD, CACHE_STALE, CACHE_IDLE, CACHE_OVER };

/*
 * The actor of a token. GOOD: *actor is retained and its activity noted.
 * STALE: known, but to be read again. IDLE: the same, for nobody used it here of
 * late; it may have been used by another token or elsewhere. OVER: its time has
 * passed, or the clock was set back since it was used.
 */
enum cache_found cache_get(
	struct str token, bool by_cookie, const struct moment *at, const struct actor **actor);

/* When this process last saw the session used; false: never. */
MUST_USE bool cache_last_use(int64_t company_id, int64_t session_id, struct moment *use);

/* Grows with every auth_forget(): a row read before one may already be wrong. */
uint64_t cache_generation(void);

/*
 * Keep what was read while the generation was still `generation`, and give a
 * retained actor of it. An unchanged actor is the one that sockets already hold.
 */
const struct actor *cache_put(struct str token, bool by_cookie, const struct session_row *row,
	const struct moment *at, uint64_t generation);

/* Take one token out (it turned out to be bad). */
void cache_drop(struct str token, bool by_cookie);

/* Sessions whose activity is not written yet, at most `room`; they count as written then. */
size_t cache_take_seen(struct seen *list, size_t room);

/* For tests: entries kept now, and emptying it. */
size_t cache_count(void);
void cache_clear(void);

#endif

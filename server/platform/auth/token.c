/* token.c - from an access token to the actor behind it. */
/* SPDX-License-Identifier: MIT */
#include "platform/auth/auth_internal.h"

static enum err refuse(struct cx *cx)
{
	fail_clear(cx);
	return fail(cx, ERR_UNAUTHENTICATED, NULL, "Please log in.");
}

/* Idle by what the database knows may still be busy by what this process knows. */
static bool is_idle(const struct session_row *row, int64_t now_us)
{
	if (!row->idle_timeout_us || now_us - row->last_seen_us <= row->idle_timeout_us)
		return false;
	return now_us - auth_last_seen(row->actor.company_id, row->actor.session_id) >
		row->idle_timeout_us;
}

/* The slow way: signature, then the rows. */
static enum err read_token(struct cx *cx, struct str token, struct session_row *row)
{
	struct jwt_claims claims;

	if (!auth_token_read(cx, token, &claims))
		return ERR_UNAUTHENTICATED;
	TRY(auth_store_session(cx, claims.company_id, claims.session_id, row));
	if (row->actor.user_id != claims.user_id ||
		!crypto_same(str_of(row->salt), str_of(claims.salt)) ||
		row->expires_us <= cx->now_us || is_idle(row, cx->now_us))
		return ERR_UNAUTHENTICATED;
	return OK;
}

enum err auth_actor_of_token(
	struct cx *cx, struct str token, bool by_cookie, const struct actor **actor)
{
	struct session_row row;
	uint64_t generation;
	enum cache_found found = cache_get(token, by_cookie, cx->now_us, actor);
	enum err err;

	if (found == CACHE_GOOD)
		return OK;
	generation = cache_generation();
	err = read_token(cx, token, &row);
	if (err == ERR_UNAUTHENTICATED) {
		if (found == CACHE_STALE)
			cache_drop(token, by_cookie);
		return refuse(cx);
	}
	TRY(err);
	*actor = cache_put(token, by_cookie, &row, cx->now_us, generation);
	return OK;
}

enum err auth_session_lives(struct cx *cx, const struct actor *actor, bool *lives)
{
	struct session_row row;
	enum err err = auth_store_session(cx, actor->company_id, actor->session_id, &row);

	*lives = err == OK && row.expires_us > cx->now_us && !is_idle(&row, cx->now_us);
	return err == ERR_UNAUTHENTICATED ? OK : err;
}

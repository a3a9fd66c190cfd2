/* token.c - from an access token to the actor behind it. */
/* SPDX-License-Identifier: MIT */
#include "platform/auth/auth_internal.h"

static enum err refuse(struct cx *cx)
{
	fail_clear(cx);
	return fail(cx, ERR_UNAUTHENTICATED, NULL, "Please log in.");
}

static bool is_idle(const struct session_limits *limits, int64_t now_us)
{
	const struct moment at = moment_of(now_us);
	struct moment use;

	if (!limits->idle_timeout_us)
		return false;
	/* What this process saw decides, unless another one has seen it since. */
	if (cache_last_use(limits->company_id, limits->session_id, &use) &&
		use.now_us >= limits->last_seen_us)
		return moment_since(&use, &at) > limits->idle_timeout_us;
	return now_us - limits->last_seen_us > limits->idle_timeout_us;
}

static bool is_over(const struct session_limits *limits, int64_t now_us)
{
	return limits->expires_us <= now_us || limits->last_seen_us > now_us + CLOCK_DRIFT_US;
}

enum session_age auth_session_age(const struct session_limits *limits, int64_t now_us)
{
	if (is_over(limits, now_us))
		return SESSION_EXPIRED;
	return is_idle(limits, now_us) ? SESSION_IDLE : SESSION_GOES_ON;
}

static struct session_limits limits_of(const struct session_row *row)
{
	return (struct session_limits){.company_id = row->actor.company_id,
		.session_id = row->actor.session_id,
		.last_seen_us = row->last_seen_us,
		.idle_timeout_us = row->idle_timeout_us,
		.expires_us = row->expires_us};
}

/* The slow way: signature, then the rows. */
static enum err read_token(
	struct cx *cx, struct str token, struct session_row *row, bool maybe_idle)
{
	struct session_limits limits;
	struct jwt_claims claims;

	if (!auth_token_read(cx, token, &claims))
		return ERR_UNAUTHENTICATED;
	TRY(auth_store_session(cx, claims.company_id, claims.session_id, row));
	if (row->actor.user_id != claims.user_id ||
		!crypto_same(str_of(row->salt), str_of(claims.salt)))
		return ERR_UNAUTHENTICATED;
	limits = limits_of(row);
	if (is_over(&limits, cx->now_us))
		return ERR_UNAUTHENTICATED;
	/* Looking for what else this process saw takes all its shards: only in doubt. */
	if (maybe_idle || cx->now_us - row->last_seen_us > row->idle_timeout_us)
		return is_idle(&limits, cx->now_us) ? ERR_UNAUTHENTICATED : OK;
	return OK;
}

enum err auth_actor_of_token(
	struct cx *cx, struct str token, bool by_cookie, const struct actor **actor)
{
	const struct moment at = moment_of(cx->now_us);
	struct session_row row;
	uint64_t generation;
	enum cache_found found = cache_get(token, by_cookie, &at, actor);
	enum err err = ERR_UNAUTHENTICATED;

	if (found == CACHE_GOOD)
		return OK;
	generation = cache_generation();
	if (found != CACHE_OVER)
		err = read_token(cx, token, &row, found == CACHE_IDLE);
	if (err == ERR_UNAUTHENTICATED) {
		if (found != CACHE_NONE)
			cache_drop(token, by_cookie);
		return refuse(cx);
	}
	TRY(err);
	*actor = cache_put(token, by_cookie, &row, &at, generation);
	return OK;
}

enum err auth_session_lives(struct cx *cx, const struct actor *actor, bool *lives)
{
	struct session_limits limits;
	struct session_row row;
	enum err err = auth_store_session(cx, actor->company_id, actor->session_id, &row);

	*lives = false;
	if (err == OK) {
		limits = limits_of(&row);
		*lives = auth_session_age(&limits, cx->now_us) == SESSION_GOES_ON;
	}
	return err == ERR_UNAUTHENTICATED ? OK : err;
}

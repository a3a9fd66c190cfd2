/* access.c - who asks, from where, how often, and may they. */
/* SPDX-License-Identifier: MIT */
#include "platform/http/http_internal.h"

#include "platform/crypto/crypto.h"

#include <strings.h>

/* ---- Rates ------------------------------------------------------------------- */

enum err access_rate(struct http_exchange *exchange, enum rate_class class, uint64_t who,
	int64_t per_minute, bool only_look)
{
	struct cx *cx = &exchange->rq.cx;
	struct rate_answer answer = rate_take(
		exchange->server->rates, class, who, per_minute, clock_steady_us(), only_look);

	if (answer.allowed)
		return OK;
	cx->failure.retry_after_s = answer.retry_after_s;
	http_set_header(&exchange->rq, "RateLimit-Limit",
		arena_format(cx->arena, "%lld", (long long)answer.limit));
	http_set_header(&exchange->rq, "RateLimit-Remaining", "0");
	http_set_header(&exchange->rq, "RateLimit-Reset",
		arena_format(cx->arena, "%lld", (long long)answer.retry_after_s));
	return fail(cx, ERR_RATE, NULL, "Too many requests. Please wait %lld seconds.",
		(long long)answer.retry_after_s);
}

/* A wrong token is an attempt of the address, not of a user. */
static enum err charge_address(struct http_exchange *exchange)
{
	struct net_address group = net_group(&exchange->client);

	return access_rate(exchange, RATE_IP, rate_who(group.bytes, sizeof(group.bytes)),
		exchange->server->options.rate_ip_per_minute, false);
}

enum err http_charge_address(struct http_req *rq)
{
	return charge_address(rq->exchange);
}

/* A visitor reads, types and turns pages far oftener than it writes. */
#define CALLS_A_MESSAGE 10

enum err http_charge_visit(struct http_req *rq)
{
	struct net_address group = net_group(&rq->exchange->client);

	return access_rate(rq->exchange, RATE_VISIT, rate_who(group.bytes, sizeof(group.bytes)),
		rq->exchange->server->options.rate_visit_per_minute, false);
}

enum err http_charge_visitor(struct http_req *rq, int64_t visitor_id, bool sends)
{
	const int64_t who[] = {rq->cx.actor->company_id, visitor_id};
	const uint64_t key = rate_who(who, sizeof(who));
	const int64_t limit = rq->exchange->server->options.rate_visitor_per_minute;

	if (sends)
		return access_rate(rq->exchange, RATE_VISITOR, key, limit, false);
	return access_rate(rq->exchange, RATE_VISITOR_CALL, key, limit * CALLS_A_MESSAGE, false);
}

enum err http_charge_session(struct http_req *rq, uint64_t name, int64_t per_minute)
{
	return access_rate(rq->exchange, RATE_SESSION, name, per_minute, false);
}

static enum err charge_user(struct http_exchange *exchange, const struct actor *actor)
{
	const int64_t who[] = {actor->company_id, actor_who(actor)};
	const struct http_options *options = &exchange->server->options;

	return access_rate(exchange, RATE_USER, rate_who(who, sizeof(who)),
		actor->api_key_id ? options->rate_key_per_minute : options->rate_user_per_minute,
		false);
}

/* ---- Credentials ---------------------------------------------------------------- */

static bool bearer(const struct http_exchange *exchange, struct str *token)
{
	const char *text = exchange->known[HEADER_AUTHORIZATION];

	if (!text || strncasecmp(text, "Bearer ", 7) != 0)
		return false;
	*token = str_trim(str_of(text + 7));
	return token->len > 0;
}

bool access_has_credentials(const struct http_exchange *exchange)
{
	struct str token;

	return bearer(exchange, &token) ||
		http_cookie(&exchange->rq, auth_cookie_name(http_is_tls(&exchange->rq)));
}

static enum err resolve(struct http_exchange *exchange)
{
	struct cx *cx = &exchange->rq.cx;
	const struct actor *actor = NULL;
	bool by_cookie = false;
	struct str token = {0};
	enum err err;

	if (!exchange->known[HEADER_AUTHORIZATION]) {
		const char *cookie = http_cookie(
			&exchange->rq, auth_cookie_name(http_is_tls(&exchange->rq)));

		by_cookie = true;
		token = str_of(cookie);
	} else if (!bearer(exchange, &token)) {
		return fail(cx, ERR_UNAUTHENTICATED, NULL,
			"The Authorization header is not a bearer token.");
	}
	if (!token.len)
		return fail(cx, ERR_UNAUTHENTICATED, NULL, "Please log in.");
	if (!by_cookie && str_starts(token, AUTH_API_KEY_PREFIX))
		err = auth_actor_of_key(cx, token, &actor);
	else
		err = auth_actor_of_token(cx, token, by_cookie, &actor);
	if (err == ERR_UNAUTHENTICATED) {
		enum err rate = charge_address(exchange);

		return rate ? rate : err;
	}
	TRY(err);
	cx->actor = exchange->kept = actor;
	if (!cx->language)
		cx->language = actor->language;
	return OK;
}

/* ---- Cross-site requests ----------------------------------------------------------- */

/* "https://desk.example.com" without what follows the authority. */
static struct str origin_of_url(const char *url)
{
	const char *authority = strstr(url, "://");

	if (!authority)
		return (struct str){url, 0};
	return (struct str){url, (size_t)(authority + 3 - url) + strcspn(authority + 3, "/")};
}

bool access_own_origin(const struct http_exchange *exchange, const char *origin)
{
	const struct http_options *options = &exchange->server->options;
	const char *host = exchange->known[HEADER_HOST];
	const char *authority = strstr(origin, "://");

	if (options->cors_origins && word_index(options->cors_origins, origin) >= 0)
		return true;
	if (options->public_url && str_is(origin_of_url(options->public_url), origin))
		return true;
	/* A browser cannot be made to send a foreign page's origin under our name. */
	return authority && host && strcasecmp(authority + 3, host) == 0;
}

static bool is_unsafe(const struct http_exchange *exchange)
{
	return exchange->verb != VERB_GET && exchange->verb != VERB_HEAD &&
		exchange->verb != VERB_OPTIONS;
}

/* Requests that a browser may have been tricked into: our own pages only. */
static enum err check_origin(struct http_exchange *exchange)
{
	const char *origin = exchange->known[HEADER_ORIGIN];
	const char *site = exchange->known[HEADER_SEC_FETCH_SITE];

	if (!is_unsafe(exchange) || exchange->known[HEADER_AUTHORIZATION] ||
		exchange->match.route->flags & HTTP_NO_CSRF)
		return OK;
	if (text_is(site, "same-origin") || exchange->server->options.cors_any)
		return OK;
	if (!origin && !text_is(site, "cross-site"))
		return OK;
	if (origin && access_own_origin(exchange, origin))
		return OK;
	exchange->rq.cx.failure.code = "origin";
	return fail(&exchange->rq.cx, ERR_DENIED, NULL,
		"Requests from other web sites are not accepted.");
}

static enum err check_csrf(struct http_exchange *exchange)
{
	const struct actor *actor = exchange->rq.cx.actor;
	const char *sent = exchange->known[HEADER_XSRF];
	const char *expected = actor->csrf;

	/* The actor is shared by every request of its session: how this one came is what counts. */
	if (exchange->known[HEADER_AUTHORIZATION] || !is_unsafe(exchange) ||
		exchange->match.route->flags & HTTP_NO_CSRF)
		return OK;
	if (!text_empty(sent) && !text_empty(expected) &&
		crypto_same(str_of(sent), str_of(expected)))
		return OK;
	exchange->rq.cx.failure.code = "csrf";
	return fail(&exchange->rq.cx, ERR_DENIED, NULL,
		"The page is out of date. Please reload it and try again.");
}

/* ---- All of it ----------------------------------------------------------------------- */

static enum err check_rights(struct http_exchange *exchange)
{
	const struct http_route *route = exchange->match.route;
	struct cx *cx = &exchange->rq.cx;

	if (cx->actor->must_change_password && !(route->flags & HTTP_WEAK_PASSWORD_OK)) {
		cx->failure.code = "password_change_required";
		return fail(cx, ERR_DENIED, NULL, "Please choose a new password first.");
	}
	if (!actor_may(cx->actor, route->permission))
		return fail(cx, ERR_DENIED, NULL, "You are not allowed to do this.");
	return OK;
}

/* A socket's own check decides; it may know the caller by other means. */
static enum err check_upgrade(struct http_exchange *exchange)
{
	if (!exchange->kept && access_has_credentials(exchange)) {
		enum err err = resolve(exchange);

		if (err && err != ERR_UNAUTHENTICATED)
			return err;
		fail_clear(&exchange->rq.cx);
	}
	return OK;
}

/* Who calls was asked when it opened its socket; its session may have ended since. */
static enum err check_call(struct http_exchange *exchange)
{
	const struct actor *actor = exchange->rq.cx.actor;

	if (exchange->match.route->permission == PERM_PUBLIC)
		return OK;
	if (!exchange->kept || !auth_still_valid(actor))
		return fail(&exchange->rq.cx, ERR_UNAUTHENTICATED, NULL, "Please log in.");
	TRY(charge_user(exchange, actor));
	return check_rights(exchange);
}

enum err access_check(struct http_exchange *exchange)
{
	const struct http_route *route = exchange->match.route;

	if (!route)
		return check_upgrade(exchange);
	if (exchange->call_done)
		return check_call(exchange);
	TRY(check_origin(exchange));
	if (route->permission == PERM_PUBLIC)
		return OK;
	TRY(resolve(exchange));
	TRY(charge_user(exchange, exchange->rq.cx.actor));
	TRY(check_csrf(exchange));
	return check_rights(exchange);
}

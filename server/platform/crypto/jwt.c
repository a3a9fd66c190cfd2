/* jwt.c - access tokens: HS256 by libjwt, with the algorithm pinned before it sees them. */
/* SPDX-License-Identifier: MIT */
#include "platform/crypto/crypto.h"

#include "base/clock.h"

#include <errno.h>
#include <jwt.h>
#include <limits.h>

/*
 * {"alg":"HS256","typ":"JWT"} as libjwt writes it. A token that was not made
 * here need not be read here, so the header is compared as a whole: no other
 * algorithm, no key of the sender's choice.
 */
#define OUR_HEADER "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9."
#define ISSUER "hatif"
#define LONGEST_TOKEN 2048
#define CLOCK_SLACK_S (CLOCK_DRIFT_US / US_PER_SECOND)

_Static_assert(sizeof(long) == sizeof(int64_t), "libjwt counts in long");

static bool add_claims(jwt_t *jwt, const struct jwt_claims *claims)
{
	return jwt_add_grant(jwt, "iss", ISSUER) == 0 &&
		jwt_add_grant(jwt, "jti", claims->salt) == 0 &&
		jwt_add_grant_int(jwt, "cid", claims->company_id) == 0 &&
		jwt_add_grant_int(jwt, "sid", claims->session_id) == 0 &&
		jwt_add_grant_int(jwt, "uid", claims->user_id) == 0 &&
		jwt_add_grant_int(jwt, "iat", claims->issued_us / US_PER_SECOND) == 0 &&
		jwt_add_grant_int(jwt, "exp", claims->expires_us / US_PER_SECOND) == 0;
}

static char *encode_new(struct str key, const struct jwt_claims *claims)
{
	jwt_t *jwt = NULL;
	char *encoded = NULL;

	if (jwt_new(&jwt) != 0)
		return NULL;
	if (add_claims(jwt, claims) &&
		jwt_set_alg(jwt, JWT_ALG_HS256, (const unsigned char *)key.ptr, (int)key.len) == 0)
		encoded = jwt_encode_str(jwt);
	jwt_free(jwt);
	return encoded;
}

enum err crypto_jwt_make(
	struct cx *cx, struct str key, const struct jwt_claims *claims, char **token)
{
	char *encoded = encode_new(key, claims);

	if (!encoded)
		return fail(cx, ERR_INTERNAL, NULL, "the access token could not be made");
	*token = arena_text(cx->arena, encoded);
	free(encoded);
	return OK;
}

/* A whole number of at least 1; libjwt refuses text, fractions and what is absent. */
static bool int_claim(jwt_t *jwt, const char *name, int64_t *value)
{
	errno = 0;
	*value = jwt_get_grant_int(jwt, name);
	return errno == 0 && *value >= 1;
}

static bool read_claims(struct arena *arena, jwt_t *jwt, int64_t now_us, struct jwt_claims *claims)
{
	const char *issuer = jwt_get_grant(jwt, "iss");
	const char *salt = jwt_get_grant(jwt, "jti");
	const int64_t now = now_us / US_PER_SECOND;
	int64_t issued;
	int64_t expires;

	if (!text_is(issuer, ISSUER) || text_empty(salt))
		return false;
	if (!int_claim(jwt, "cid", &claims->company_id) ||
		!int_claim(jwt, "sid", &claims->session_id) ||
		!int_claim(jwt, "uid", &claims->user_id) || !int_claim(jwt, "iat", &issued) ||
		!int_claim(jwt, "exp", &expires))
		return false;
	if (expires <= now || issued > now + CLOCK_SLACK_S || expires > INT64_MAX / US_PER_SECOND)
		return false;
	claims->issued_us = issued * US_PER_SECOND;
	claims->expires_us = expires * US_PER_SECOND;
	claims->salt = arena_text(arena, salt);
	return true;
}

bool crypto_jwt_read(struct arena *arena, struct str key, struct str token, int64_t now_us,
	struct jwt_claims *claims)
{
	jwt_t *jwt = NULL;
	char *text;
	bool good;

	if (token.len > LONGEST_TOKEN || !str_starts(token, OUR_HEADER) ||
		memchr(token.ptr, '\0', token.len))
		return false;
	text = arena_text_n(arena, token.ptr, token.len);
	if (jwt_decode(&jwt, text, (const unsigned char *)key.ptr, (int)key.len) != 0)
		return false;
	good = jwt_get_alg(jwt) == JWT_ALG_HS256 && read_claims(arena, jwt, now_us, claims);
	jwt_free(jwt);
	return good;
}

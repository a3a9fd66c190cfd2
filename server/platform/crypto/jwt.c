/* jwt.c - access tokens: JWT with HS256 and nothing else. */
/* SPDX-License-Identifier: MIT */
#include "platform/crypto/crypto.h"

#include "base/clock.h"
#include "platform/json/json.h"

/*
 * {"alg":"HS256","typ":"JWT"}. A token that was not made here need not be read
 * here, so the header is compared as a whole: no other algorithm, no key of the
 * sender's choice.
 */
#define OUR_HEADER "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9."
#define ISSUER "hatif"
#define LONGEST_TOKEN 2048
/* A clock that was set back a little does not refuse what it issued just before. */
#define CLOCK_SLACK_S 60

static const char *signature_of(struct arena *arena, struct str key, struct str signed_text)
{
	unsigned char mac[SHA256_BYTES];

	crypto_hmac_sha256(key, signed_text, mac);
	return crypto_base64url(arena, mac, sizeof(mac));
}

char *crypto_jwt_make(struct arena *arena, struct str key, const struct jwt_claims *claims)
{
	struct json json;
	struct str text;
	char *signed_text;

	json_begin(&json, arena, 256);
	json_open(&json);
	json_field_int(&json, "cid", claims->company_id);
	json_field_int(&json, "exp", claims->expires_us / US_PER_SECOND);
	json_field_int(&json, "iat", claims->issued_us / US_PER_SECOND);
	json_field_text(&json, "iss", ISSUER);
	json_field_text(&json, "jti", claims->salt);
	json_field_int(&json, "sid", claims->session_id);
	json_field_int(&json, "uid", claims->user_id);
	json_close(&json);
	text = json_end(&json);
	signed_text = arena_format(arena, OUR_HEADER "%s",
		crypto_base64url(arena, (const unsigned char *)text.ptr, text.len));
	return arena_format(
		arena, "%s.%s", signed_text, signature_of(arena, key, str_of(signed_text)));
}

/* A whole number of at least 1. */
static bool int_claim(const struct json_value *all, const char *name, int64_t *value)
{
	const struct json_value *claim = json_get(all, name);

	if (!claim || json_kind_of(claim) != JSON_INT)
		return false;
	*value = json_int_of(claim);
	return *value >= 1;
}

static const char *text_claim(const struct json_value *all, const char *name)
{
	const struct json_value *claim = json_get(all, name);

	return claim && json_kind_of(claim) == JSON_TEXT ? json_text_of(claim) : NULL;
}

static bool read_claims(const struct json_value *all, int64_t now_us, struct jwt_claims *claims)
{
	const int64_t now = now_us / US_PER_SECOND;
	int64_t issued;
	int64_t expires;

	claims->salt = text_claim(all, "jti");
	if (!text_is(text_claim(all, "iss"), ISSUER) || text_empty(claims->salt))
		return false;
	if (!int_claim(all, "cid", &claims->company_id) ||
		!int_claim(all, "sid", &claims->session_id) ||
		!int_claim(all, "uid", &claims->user_id) || !int_claim(all, "iat", &issued) ||
		!int_claim(all, "exp", &expires))
		return false;
	if (expires <= now || issued > now + CLOCK_SLACK_S || expires > INT64_MAX / US_PER_SECOND)
		return false;
	claims->issued_us = issued * US_PER_SECOND;
	claims->expires_us = expires * US_PER_SECOND;
	return true;
}

bool crypto_jwt_read(struct arena *arena, struct str key, struct str token, int64_t now_us,
	struct jwt_claims *claims)
{
	struct cx cx = {.arena = arena};
	const struct json_value *all;
	const unsigned char *bytes;
	struct str body, signature;
	size_t count;

	if (token.len > LONGEST_TOKEN || !str_starts(token, OUR_HEADER))
		return false;
	body = (struct str){token.ptr + strlen(OUR_HEADER), token.len - strlen(OUR_HEADER)};
	body = str_cut(body, '.', &signature);
	if (!crypto_same(signature,
		    str_of(signature_of(arena, key,
			    (struct str){token.ptr, (size_t)(body.ptr + body.len - token.ptr)}))))
		return false;
	return crypto_from_base64(arena, body, &bytes, &count) &&
		json_parse(&cx, (struct str){(const char *)bytes, count}, &all) == OK &&
		read_claims(all, now_us, claims);
}

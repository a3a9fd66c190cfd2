/* widget_identity.c - who a company's own site says a visitor is: a JWT of one kind, and no other. */
/* SPDX-License-Identifier: MIT */
#include "domains/widget/widget_internal.h"

#include "platform/crypto/crypto.h"

#define LEEWAY_US US_PER_MINUTE /* clocks of two machines */
#define SUB_LETTERS_MAX 200
#define TEXT_BYTES_MAX 400

/* An object, or false: text that is none is nobody's failure but the token's. */
static bool parse(struct cx *cx, struct str encoded, const struct json_value **object)
{
	const unsigned char *bytes;
	size_t count;

	if (!crypto_from_base64(cx->arena, encoded, &bytes, &count))
		return false;
	if (json_parse(cx, (struct str){(const char *)bytes, count}, object) != OK) {
		fail_clear(cx);
		return false;
	}
	return json_kind_of(*object) == JSON_OBJECT;
}

static const char *text_of(const struct json_value *object, const char *key)
{
	const struct json_value *value = json_get(object, key);

	if (!value || json_kind_of(value) != JSON_TEXT ||
		strlen(json_text_of(value)) > TEXT_BYTES_MAX)
		return NULL;
	return json_text_of(value);
}

/* What asks for a key of its own, or for rules that are not known here, is refused. */
static bool header_is_ours(const struct json_value *header)
{
	for (size_t i = 0; i < json_members(header); i++) {
		const char *key;
		const struct json_value *value = json_member(header, i, &key);

		if (!text_is(key, "alg") && !text_is(key, "typ"))
			return false;
		if (json_kind_of(value) != JSON_TEXT)
			return false;
	}
	return text_is(text_of(header, "alg"), "HS256");
}

static bool signature_is_good(struct cx *cx, struct str secret, struct str said, struct str sent)
{
	unsigned char mac[SHA256_BYTES];
	const unsigned char *bytes;
	size_t count;

	if (!crypto_from_base64(cx->arena, sent, &bytes, &count) || count != SHA256_BYTES)
		return false;
	crypto_hmac_sha256(secret, said, mac);
	return crypto_same((struct str){(const char *)mac, sizeof(mac)},
		(struct str){(const char *)bytes, count});
}

/* A whole second, if it is there. */
static bool second_of(const struct json_value *claims, const char *key, struct opt_int *us)
{
	const struct json_value *value = json_get(claims, key);

	*us = (struct opt_int){0};
	if (!value)
		return true;
	if (json_kind_of(value) != JSON_INT || json_int_of(value) < 0 ||
		json_int_of(value) > INT64_MAX / US_PER_SECOND)
		return false;
	*us = (struct opt_int){json_int_of(value) * US_PER_SECOND, true};
	return true;
}

static bool is_now(const struct json_value *claims, int64_t now_us)
{
	struct opt_int exp, nbf, iat;

	if (!second_of(claims, "exp", &exp) || !second_of(claims, "nbf", &nbf) ||
		!second_of(claims, "iat", &iat))
		return false;
	return exp.given && exp.value > now_us - LEEWAY_US &&
		exp.value <= now_us + WIDGET_IDENTITY_LIFE_US + LEEWAY_US &&
		(!nbf.given || nbf.value <= now_us + LEEWAY_US) &&
		(!iat.given || iat.value <= now_us + LEEWAY_US);
}

static const char *sub_of(struct cx *cx, const struct json_value *claims)
{
	const struct json_value *value = json_get(claims, "sub");
	const char *text;

	if (value && json_kind_of(value) == JSON_INT)
		return json_digits_of(cx->arena, value);
	text = text_of(claims, "sub");
	return text_empty(text) || strlen(text) > SUB_LETTERS_MAX ? NULL : text;
}

bool widget_identity_read(
	struct cx *cx, struct str secret, struct str token, struct widget_identity *identity)
{
	struct str rest, signature, payload, header;
	const struct json_value *object;

	if (!secret.len || token.len > WIDGET_IDENTITY_MAX)
		return false;
	header = str_cut(token, '.', &rest);
	payload = str_cut(rest, '.', &signature);
	if (!header.len || !payload.len || !signature.len)
		return false;
	if (!signature_is_good(
		    cx, secret, (struct str){token.ptr, header.len + 1 + payload.len}, signature))
		return false;
	if (!parse(cx, header, &object) || !header_is_ours(object) ||
		!parse(cx, payload, &object) || !is_now(object, cx->now_us))
		return false;
	*identity = (struct widget_identity){.sub = sub_of(cx, object),
		.name = text_of(object, "name"),
		.email = text_of(object, "email"),
		.phone = text_of(object, "phone")};
	return identity->sub != NULL;
}

/* signature.c - requests that say who sent them, and when. */
/* SPDX-License-Identifier: MIT */
#include "platform/crypto/crypto.h"

#include "base/time.h"

#include <assert.h>
#include <gnutls/crypto.h>

#define PREFIX "sha256="
#define CLOCK_SLACK_US (5 * US_PER_MINUTE)
#define MD5_BYTES 16

void crypto_hmac_sha1(struct str key, struct str data, unsigned char out[SHA1_BYTES])
{
	const int failed = gnutls_hmac_fast(
		GNUTLS_MAC_SHA1, key.ptr, key.len, data.ptr, data.len, out);

	assert(!failed);
}

char *crypto_md5_hex(struct arena *arena, struct str data)
{
	unsigned char out[MD5_BYTES];
	const int failed = gnutls_hash_fast(GNUTLS_DIG_MD5, data.ptr, data.len, out);

	assert(!failed);
	return crypto_hex(arena, out, sizeof(out));
}

static void mac(struct arena *arena, struct str secret, const char *timestamp, struct str body,
	unsigned char out[SHA256_BYTES])
{
	struct buf text = buf_in(arena, body.len + 32);

	buf_text(&text, timestamp);
	buf_byte(&text, '.');
	buf_add(&text, body.ptr, body.len);
	crypto_hmac_sha256(secret, (struct str){text.ptr, text.len}, out);
}

char *crypto_sign_request(
	struct arena *arena, struct str secret, const char *timestamp, struct str body)
{
	unsigned char made[SHA256_BYTES];

	mac(arena, secret, timestamp, body, made);
	return arena_format(arena, PREFIX "%s", crypto_hex(arena, made, sizeof(made)));
}

bool crypto_request_recent(int64_t now_us, const char *timestamp)
{
	int64_t seconds, apart_us;

	if (!text_int(timestamp, &seconds) || seconds < 0 || seconds > TIME_MAX_US / US_PER_SECOND)
		return false;
	apart_us = now_us - seconds * US_PER_SECOND;
	return apart_us <= CLOCK_SLACK_US && apart_us >= -CLOCK_SLACK_US;
}

bool crypto_request_signed(struct arena *arena, struct str secret, int64_t now_us,
	const char *timestamp, const char *signature, struct str body)
{
	unsigned char given[SHA256_BYTES], wanted[SHA256_BYTES];
	const size_t prefix = sizeof(PREFIX) - 1;
	const struct str text = str_of(signature ? signature : "");

	if (secret.len == 0 || !crypto_request_recent(now_us, timestamp) ||
		!str_starts(text, PREFIX) ||
		!crypto_from_hex(
			(struct str){text.ptr + prefix, text.len - prefix}, given, sizeof(given)))
		return false;
	mac(arena, secret, timestamp, body, wanted);
	return crypto_same((struct str){(const char *)given, sizeof(given)},
		(struct str){(const char *)wanted, sizeof(wanted)});
}

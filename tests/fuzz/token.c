/* token.c - any text as an access token or a stored hash: nothing but what was made here is taken. */
/* SPDX-License-Identifier: MIT */
#include "base/clock.h"
#include "platform/crypto/crypto.h"

#include <assert.h>

#define NOW_US (INT64_C(1800000000) * US_PER_SECOND)

/* The claims are signed first, so that the fuzzer gets beyond the signature. */
static void read_signed(struct arena *arena, struct str claims)
{
	static const struct str key = {"0123456789abcdef0123456789abcdef", 32};
	const char *body = arena_format(arena, "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.%s",
		crypto_base64url(arena, (const unsigned char *)claims.ptr, claims.len));
	unsigned char mac[SHA256_BYTES];
	struct jwt_claims read;

	crypto_hmac_sha256(key, str_of(body), mac);
	body = arena_format(arena, "%s.%s", body, crypto_base64url(arena, mac, sizeof(mac)));
	if (crypto_jwt_read(arena, key, str_of(body), NOW_US, &read))
		assert(read.company_id > 0 && read.session_id > 0 && read.user_id > 0 &&
			read.expires_us > NOW_US && read.salt[0]);
	assert(!crypto_jwt_read(arena, key, claims, NOW_US, &read));
}

static void decode(struct arena *arena, struct str text)
{
	const unsigned char *bytes;
	size_t count;

	if (!crypto_from_base64(arena, text, &bytes, &count))
		return;
	assert(count <= text.len);
	(void)crypto_base64(arena, bytes, count);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new(0);
	struct str text = {(const char *)data, size};

	read_signed(arena, text);
	decode(arena, text);
	arena_free(&arena);
	return 0;
}

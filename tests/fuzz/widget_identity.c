/* widget_identity.c - any bytes as a visitor's identity, as they are and signed with the right secret. */
/* SPDX-License-Identifier: MIT */
#include "domains/widget/widget_internal.h"

#include "base/clock.h"
#include "platform/crypto/crypto.h"

#include <assert.h>

#define NOW_US (INT64_C(1800000000) * US_PER_SECOND)

static const struct str secret = {"a secret of a widget", 20};

static void try_token(struct cx *cx, struct str token)
{
	struct widget_identity identity;

	if (!widget_identity_read(cx, secret, token, &identity))
		return;
	assert(identity.sub && *identity.sub);
	assert(token.len <= WIDGET_IDENTITY_MAX);
}

/* The first line as the header, the rest as the claims. */
static struct str sign(struct arena *arena, struct str bytes)
{
	struct str claims, header = str_cut(bytes, '\n', &claims);
	unsigned char mac[SHA256_BYTES];
	const char *said = arena_format(arena, "%s.%s",
		crypto_base64url(arena, (const unsigned char *)header.ptr, header.len),
		crypto_base64url(arena, (const unsigned char *)claims.ptr, claims.len));

	crypto_hmac_sha256(secret, str_of(said), mac);
	return str_of(
		arena_format(arena, "%s.%s", said, crypto_base64url(arena, mac, sizeof(mac))));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cx cx = {.arena = arena_new(0), .now_us = NOW_US};
	const struct str bytes = {(const char *)data, size};

	try_token(&cx, bytes);
	try_token(&cx, sign(cx.arena, bytes));
	arena_free(&cx.arena);
	return 0;
}

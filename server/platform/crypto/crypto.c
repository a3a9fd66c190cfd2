/* crypto.c - random bytes, hashes, MACs and their spellings. Keys, tokens, passwords: own files. */
/* SPDX-License-Identifier: MIT */
#include "platform/crypto/crypto.h"

#include <sodium.h>

_Static_assert(SHA256_BYTES == crypto_hash_sha256_BYTES, "one SHA-256");
_Static_assert(CRYPTO_SHORT_KEY_BYTES == crypto_shorthash_KEYBYTES, "one SipHash");

bool crypto_init(void)
{
	return sodium_init() >= 0;
}

void crypto_random(void *bytes, size_t count)
{
	randombytes_buf(bytes, count);
}

void crypto_wipe(void *bytes, size_t count)
{
	sodium_memzero(bytes, count);
}

static char *base64_of(struct arena *arena, const unsigned char *bytes, size_t count, int variant)
{
	const size_t room = sodium_base64_encoded_len(count, variant);
	char *text = arena_alloc(arena, room);

	return sodium_bin2base64(text, room, bytes, count, variant);
}

char *crypto_base64(struct arena *arena, const unsigned char *bytes, size_t count)
{
	return base64_of(arena, bytes, count, sodium_base64_VARIANT_ORIGINAL);
}

char *crypto_base64url(struct arena *arena, const unsigned char *bytes, size_t count)
{
	return base64_of(arena, bytes, count, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

char *crypto_token(struct arena *arena, size_t bytes)
{
	unsigned char *random = arena_alloc(arena, bytes);
	char *text;

	crypto_random(random, bytes);
	text = crypto_base64url(arena, random, bytes);
	crypto_wipe(random, bytes);
	return text;
}

void crypto_sha256(struct str data, unsigned char out[SHA256_BYTES])
{
	(void)crypto_hash_sha256(out, (const unsigned char *)data.ptr, data.len);
}

char *crypto_hex(struct arena *arena, const unsigned char *bytes, size_t count)
{
	char *text = arena_alloc(arena, count * 2 + 1);

	return sodium_bin2hex(text, count * 2 + 1, bytes, count);
}

char *crypto_sha256_hex(struct arena *arena, struct str data)
{
	unsigned char digest[SHA256_BYTES];

	crypto_sha256(data, digest);
	return crypto_hex(arena, digest, sizeof(digest));
}

void crypto_hmac_sha256(struct str key, struct str data, unsigned char out[SHA256_BYTES])
{
	crypto_auth_hmacsha256_state state;

	(void)crypto_auth_hmacsha256_init(&state, (const unsigned char *)key.ptr, key.len);
	(void)crypto_auth_hmacsha256_update(&state, (const unsigned char *)data.ptr, data.len);
	(void)crypto_auth_hmacsha256_final(&state, out);
	crypto_wipe(&state, sizeof(state));
}

bool crypto_from_hex(struct str text, unsigned char *out, size_t count)
{
	size_t length;

	return text.len == count * 2 &&
		sodium_hex2bin(out, count, text.ptr, text.len, NULL, &length, NULL) == 0 &&
		length == count;
}

bool crypto_from_base64(
	struct arena *arena, struct str text, const unsigned char **out, size_t *count)
{
	const size_t room = text.len / 4 * 3 + 3;
	unsigned char *bytes;
	bool url;
	bool padded;
	int variant;

	if (!text.len)
		return false;
	bytes = arena_alloc(arena, room);
	url = memchr(text.ptr, '-', text.len) || memchr(text.ptr, '_', text.len);
	padded = text.ptr[text.len - 1] == '=';
	if (url)
		variant = padded ? sodium_base64_VARIANT_URLSAFE
				 : sodium_base64_VARIANT_URLSAFE_NO_PADDING;
	else
		variant = padded ? sodium_base64_VARIANT_ORIGINAL
				 : sodium_base64_VARIANT_ORIGINAL_NO_PADDING;
	*out = bytes;
	/* Without an end pointer libsodium demands that all of the text was read. */
	return sodium_base642bin(bytes, room, text.ptr, text.len, NULL, count, NULL, variant) == 0;
}

bool crypto_same(struct str a, struct str b)
{
	return a.len == b.len && sodium_memcmp(a.ptr, b.ptr, a.len) == 0;
}

uint64_t crypto_short_hash(
	const unsigned char key[CRYPTO_SHORT_KEY_BYTES], const char *bytes, size_t count)
{
	unsigned char digest[crypto_shorthash_BYTES];
	uint64_t hash;

	(void)crypto_shorthash(digest, (const unsigned char *)bytes, count, key);
	memcpy(&hash, digest, sizeof(hash));
	return hash;
}

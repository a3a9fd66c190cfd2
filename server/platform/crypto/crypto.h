/* crypto.h - random, hashes, MACs, passwords, JWT, sealed secrets (libsodium, libjwt). */
/* SPDX-License-Identifier: MIT */
#ifndef PLATFORM_CRYPTO_CRYPTO_H
#define PLATFORM_CRYPTO_CRYPTO_H

#include "base/cx.h"
#include "base/str.h"

/* Once at start; false when the system has no usable random source. */
MUST_USE bool crypto_init(void);

void crypto_random(void *bytes, size_t count);

/* Unguessable text of `bytes` random bytes, base64url without padding. */
char *crypto_token(struct arena *arena, size_t bytes);

#define SHA256_BYTES 32
void crypto_sha256(struct str data, unsigned char out[SHA256_BYTES]);
char *crypto_sha256_hex(struct arena *arena, struct str data);
void crypto_hmac_sha256(struct str key, struct str data, unsigned char out[SHA256_BYTES]);
char *crypto_hex(struct arena *arena, const unsigned char *bytes, size_t count);
char *crypto_base64(struct arena *arena, const unsigned char *bytes, size_t count);
MUST_USE bool crypto_from_hex(struct str text, unsigned char *out, size_t count);
MUST_USE bool crypto_from_base64(
	struct arena *arena, struct str text, const unsigned char **out, size_t *count);

/* In constant time; false when the lengths differ. */
bool crypto_same(struct str a, struct str b);

/* argon2id, OWASP's m=19 MiB t=2 p=1. Slow on purpose: never while holding the write connection. */
char *crypto_password_hash(struct arena *arena, const char *password);
MUST_USE bool crypto_password_verify(const char *hash, const char *password);
/* Takes the time of a verification; for unknown users. */
void crypto_password_waste(const char *password);

/*
 * HS256 tokens. claims_json is an object; iat and exp are added. Reading
 * accepts only HS256 with exactly this key and an exp in the future.
 */
MUST_USE enum err crypto_jwt_make(struct cx *cx, struct str key, int64_t session_id,
	int64_t company_id, const char *subject, int64_t expires_us, char **token);
struct jwt_claims {
	int64_t session_id, company_id, expires_us;
	const char *subject;
};
MUST_USE bool crypto_jwt_read(struct arena *arena, struct str key, struct str token,
	int64_t now_us, struct jwt_claims *claims);

/* Secrets at rest: XSalsa20-Poly1305 under the installation key; base64 text. */
char *crypto_seal(struct arena *arena, struct str key, struct str plain);
MUST_USE bool crypto_unseal(
	struct arena *arena, struct str key, struct str sealed, const char **plain);

#endif

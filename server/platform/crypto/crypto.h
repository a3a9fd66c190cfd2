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
/* Only for protocols that ask for it (Twilio's webhooks). */
#define SHA1_BYTES 20
void crypto_hmac_sha1(struct str key, struct str data, unsigned char out[SHA1_BYTES]);
/* Only for protocols that ask for it (Asterisk's manager). */
char *crypto_md5_hex(struct arena *arena, struct str data);
char *crypto_hex(struct arena *arena, const unsigned char *bytes, size_t count);
char *crypto_base64(struct arena *arena, const unsigned char *bytes, size_t count);
/* URL alphabet, without padding. */
char *crypto_base64url(struct arena *arena, const unsigned char *bytes, size_t count);
MUST_USE bool crypto_from_hex(struct str text, unsigned char *out, size_t count);
/* Standard or URL alphabet, with or without padding; nothing else in it. */
MUST_USE bool crypto_from_base64(
	struct arena *arena, struct str text, const unsigned char **out, size_t *count);

/* In constant time; false when the lengths differ. */
bool crypto_same(struct str a, struct str b);

/* argon2id, OWASP's m=19 MiB t=2 p=1. Slow on purpose: never while holding the write connection. */
char *crypto_password_hash(struct arena *arena, const char *password);
MUST_USE bool crypto_password_verify(const char *hash, const char *password);
/* Takes the time of a verification; for unknown users. */
void crypto_password_waste(const char *password);
/* How often one of the three did its work since the start: what a caller's answer cost. */
uint64_t crypto_password_runs(void);

/* ---- Signed requests ----------------------------------------------------- */

/*
 * Requests between this program and others, both ways: X-Hatif-Timestamp holds
 * Unix seconds, X-Hatif-Signature "sha256=" and the hex HMAC-SHA256 over
 * "<timestamp>.<body>" under a shared secret. Five minutes apart at most, so
 * that an old request cannot be sent again.
 */
char *crypto_sign_request(
	struct arena *arena, struct str secret, const char *timestamp, struct str body);
/* False for anything missing, too old, too new, or signed by somebody else. Texts may be NULL. */
MUST_USE bool crypto_request_signed(struct arena *arena, struct str secret, int64_t now_us,
	const char *timestamp, const char *signature, struct str body);
/* Is that part of it in order? Says why a request was refused. */
MUST_USE bool crypto_request_recent(int64_t now_us, const char *timestamp);

/* ---- Keys --------------------------------------------------------------- */

#define CRYPTO_KEY_BYTES 32

/* A secret of 256 bits. Wipe copies with crypto_wipe(). */
struct crypto_key {
	unsigned char bytes[CRYPTO_KEY_BYTES];
};

static inline struct str crypto_key_str(const struct crypto_key *key)
{
	return (struct str){(const char *)key->bytes, CRYPTO_KEY_BYTES};
}

/* A key as people configure it: 64 hex digits, or base64 of 32 bytes. False for all zeros too. */
MUST_USE bool crypto_key_read(struct str text, struct crypto_key *key);

/*
 * The key kept in a file, which is made (mode 0600, on disk before this returns) when
 * there is none. Two programs starting at once end with the same key. False: *why
 * is a sentence for the terminal (static). Refuses a file that others may read.
 */
MUST_USE bool crypto_key_file(const char *path, struct crypto_key *key, const char **why);

/* A key for one purpose ("token", "seal"...), from which the master cannot be found. */
void crypto_key_derive(
	const struct crypto_key *master, const char *purpose, struct crypto_key *derived);

/* First 16 hex digits of a hash of the key: tells keys apart, tells nothing about them. */
char *crypto_key_mark(struct arena *arena, const struct crypto_key *key);

void crypto_wipe(void *bytes, size_t count);

/* ---- Tokens ------------------------------------------------------------- */

/* What an access token says. Times are whole seconds in the token. */
struct jwt_claims {
	int64_t company_id, session_id, user_id; /* all >= 1 */
	int64_t issued_us, expires_us;
	const char
		*salt; /* the session row's token_salt: an id reused after a restore names nobody */
};

/*
 * HS256 only. Making is deterministic: the same claims give the same token.
 * Reading refuses, without saying why: any header but our own (so neither
 * another alg nor kid, jku or x5u), another key, a missing or ill-typed claim
 * (exp as text or fraction), an exp that has passed, an issue time in the future.
 */
MUST_USE enum err crypto_jwt_make(
	struct cx *cx, struct str key, const struct jwt_claims *claims, char **token);
MUST_USE bool crypto_jwt_read(struct arena *arena, struct str key, struct str token, int64_t now_us,
	struct jwt_claims *claims);

/* ---- Secrets at rest ---------------------------------------------------- */

/* XSalsa20-Poly1305 with a random nonce; base64 text. The key has 32 bytes. */
char *crypto_seal(struct arena *arena, struct str key, struct str plain);
/* False when it was not sealed with this key, or was changed since. */
MUST_USE bool crypto_unseal(
	struct arena *arena, struct str key, struct str sealed, const char **plain);

/* Short keyed hash for in-memory tables that outsiders fill (SipHash-2-4). */
#define CRYPTO_SHORT_KEY_BYTES 16
uint64_t crypto_short_hash(
	const unsigned char key[CRYPTO_SHORT_KEY_BYTES], const char *bytes, size_t count);

#endif

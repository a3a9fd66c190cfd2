/* web_push.h - keys on P-256, and messages that only one browser can read (RFC 8291, 8292). */
/* SPDX-License-Identifier: MIT */
#ifndef PLATFORM_CRYPTO_WEB_PUSH_H
#define PLATFORM_CRYPTO_WEB_PUSH_H

#include "base/cx.h"
#include "base/str.h"

#define EC_SECRET_BYTES 32
#define EC_POINT_BYTES 65 /* 0x04, x, y */
#define EC_SIGNATURE_BYTES 64 /* r, s */

/* A key on P-256: the number, and the point that everybody may know. */
struct ec_key {
	unsigned char secret[EC_SECRET_BYTES];
	unsigned char point[EC_POINT_BYTES];
};

void ec_key_make(struct ec_key *key);
/* The key of a number. False when it is none: 0, or too large. */
MUST_USE bool ec_key_of(const unsigned char secret[EC_SECRET_BYTES], struct ec_key *key);
/* Is it a point of the curve? What others send must be asked. */
MUST_USE bool ec_point_good(const unsigned char point[EC_POINT_BYTES]);
/* ECDSA with SHA-256 (ES256). */
void ec_sign(const struct ec_key *key, struct str text, unsigned char out[EC_SIGNATURE_BYTES]);

/* ---- Messages ------------------------------------------------------------------ */

#define WEB_PUSH_SALT_BYTES 16
#define WEB_PUSH_AUTH_BYTES 16
#define WEB_PUSH_PLAIN_MAX 3993 /* what every push service takes, after encryption */

/* What a browser gave when it subscribed. */
struct web_push_receiver {
	unsigned char point[EC_POINT_BYTES]; /* p256dh */
	unsigned char auth[WEB_PUSH_AUTH_BYTES];
};

/*
 * One record of aes128gcm for the receiver, its header in front. sender is a key
 * for this message alone, salt is random. False: the receiver's point is none, or
 * the text is longer than WEB_PUSH_PLAIN_MAX.
 */
MUST_USE bool web_push_encrypt(const struct web_push_receiver *receiver,
	const struct ec_key *sender, const unsigned char salt[WEB_PUSH_SALT_BYTES],
	struct str plain, struct buf *out);

/*
 * The Authorization header that tells a push service who sends: "vapid t=…, k=…".
 * audience is the origin of the service, subject a mailto: or https: of the sender,
 * or NULL.
 */
const char *web_push_authorization(struct arena *arena, const struct ec_key *key,
	const char *audience, const char *subject, int64_t expires_us);

#endif

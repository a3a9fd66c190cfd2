/* curve.h - what two keys on P-256 have in common. */
/* SPDX-License-Identifier: MIT */
#ifndef PLATFORM_CRYPTO_CURVE_H
#define PLATFORM_CRYPTO_CURVE_H

#include "platform/crypto/web_push.h"

#define EC_SHARED_BYTES 32

/* ECDH: x of the product. False when the point is none of the curve. */
MUST_USE bool ec_shared(const struct ec_key *key, const unsigned char point[EC_POINT_BYTES],
	unsigned char out[EC_SHARED_BYTES]);

#endif

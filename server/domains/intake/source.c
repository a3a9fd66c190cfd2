/* source.c - is a webhook really from whom it says? */
/* SPDX-License-Identifier: MIT */
#include "domains/intake/intake_internal.h"

#include "platform/crypto/crypto.h"

#define CLOCK_SLACK_US (5 * US_PER_MINUTE)
#define HEX_PREFIX "sha256="

const char *const source_kind_words[] = {"hatif", "shopify", "woocommerce", NULL};

/* Shops: base64 of the MAC over the body. Compared as bytes, so padding is no matter. */
static bool signed_base64(struct arena *arena, struct str secret, const struct delivery *delivery)
{
	const unsigned char *given;
	unsigned char wanted[SHA256_BYTES];
	size_t length;

	if (!crypto_from_base64(arena, str_of(delivery->signature), &given, &length))
		return false;
	crypto_hmac_sha256(secret, delivery->body, wanted);
	return crypto_same((struct str){(const char *)given, length},
		(struct str){(const char *)wanted, sizeof(wanted)});
}

/* Ours: hex of the MAC over "<unix seconds>.<body>", so that an old delivery cannot be sent again. */
static bool signed_hatif(
	struct arena *arena, struct str secret, int64_t now_us, const struct delivery *delivery)
{
	unsigned char given[SHA256_BYTES], wanted[SHA256_BYTES];
	const struct str signature = str_of(delivery->signature);
	const size_t prefix = sizeof(HEX_PREFIX) - 1;
	struct buf text;
	int64_t seconds, apart_us;

	if (!text_int(delivery->timestamp, &seconds) || seconds < 0 ||
		seconds > TIME_MAX_US / US_PER_SECOND)
		return false;
	apart_us = now_us - seconds * US_PER_SECOND;
	if (apart_us > CLOCK_SLACK_US || apart_us < -CLOCK_SLACK_US)
		return false;
	if (!str_starts(signature, HEX_PREFIX) ||
		!crypto_from_hex((struct str){signature.ptr + prefix, signature.len - prefix},
			given, sizeof(given)))
		return false;
	text = buf_in(arena, delivery->body.len + 32);
	buf_text(&text, delivery->timestamp);
	buf_byte(&text, '.');
	buf_add(&text, delivery->body.ptr, delivery->body.len);
	crypto_hmac_sha256(secret, (struct str){text.ptr, text.len}, wanted);
	return crypto_same((struct str){(const char *)given, sizeof(given)},
		(struct str){(const char *)wanted, sizeof(wanted)});
}

bool source_signed(struct arena *arena, enum source_kind kind, const char *secret, int64_t now_us,
	const struct delivery *delivery)
{
	if (text_empty(secret) || text_empty(delivery->signature))
		return false;
	if (kind == SOURCE_HATIF)
		return signed_hatif(arena, str_of(secret), now_us, delivery);
	return signed_base64(arena, str_of(secret), delivery);
}

/* source.c - is a webhook really from whom it says? */
/* SPDX-License-Identifier: MIT */
#include "domains/intake/intake_internal.h"

#include "platform/crypto/crypto.h"

const char *const source_kind_words[] = {"hatif", "shopify", "woocommerce", NULL};
const char *const source_status_words[] = {"active", "paused", NULL};
const char *const source_outcome_words[] = {
	"created", "duplicate", "ignored", "ping", "refused", "unsigned", "paused", NULL};

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

bool source_signed(struct arena *arena, enum source_kind kind, const char *secret, int64_t now_us,
	const struct delivery *delivery)
{
	if (text_empty(secret) || text_empty(delivery->signature))
		return false;
	if (kind == SOURCE_HATIF)
		return crypto_request_signed(arena, str_of(secret), now_us, delivery->timestamp,
			delivery->signature, delivery->body);
	return signed_base64(arena, str_of(secret), delivery);
}

const char *source_why_unsigned(
	enum source_kind kind, int64_t now_us, const struct delivery *delivery)
{
	if (text_empty(delivery->signature))
		return "no signature came with it";
	if (kind == SOURCE_HATIF && !crypto_request_recent(now_us, delivery->timestamp))
		return "its time is missing or more than five minutes off";
	return "it was signed with another secret";
}

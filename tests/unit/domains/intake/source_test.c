/* source_test.c - signatures of webhooks: the right one, and every way of being wrong. */
/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "domains/intake/intake_internal.h"
#include "platform/crypto/crypto.h"

#define SECRET "shpss_0123456789abcdef"
#define NOW_US INT64_C(1731751200000000)
#define NOW_TEXT "1731751200"
#define BODY "{\"name\":\"#1001\"}"

static char *mac_of(struct arena *arena, const char *key, const char *text, bool hex)
{
	unsigned char mac[SHA256_BYTES];

	crypto_hmac_sha256(str_of(key), str_of(text), mac);
	return hex ? crypto_hex(arena, mac, sizeof(mac)) : crypto_base64(arena, mac, sizeof(mac));
}

static bool shop_takes(
	struct arena *arena, const char *secret, const char *signature, const char *body)
{
	const struct delivery delivery = {.body = str_of(body), .signature = signature};
	const bool shopify = source_signed(arena, SOURCE_SHOPIFY, secret, NOW_US, &delivery);

	assert_int_equal(
		source_signed(arena, SOURCE_WOOCOMMERCE, secret, NOW_US, &delivery), shopify);
	return shopify;
}

static void shops_sign_the_body(void **state)
{
	struct arena *arena = arena_new(0);
	const char *good = mac_of(arena, SECRET, BODY, false);

	(void)state;
	assert_true(shop_takes(arena, SECRET, good, BODY));
	assert_false(shop_takes(arena, SECRET, good, BODY " "));
	assert_false(shop_takes(arena, "another secret", good, BODY));
	assert_false(shop_takes(arena, "", mac_of(arena, "", BODY, false), BODY));
	assert_false(shop_takes(arena, NULL, good, BODY));
	assert_false(shop_takes(arena, SECRET, NULL, BODY));
	assert_false(shop_takes(arena, SECRET, "", BODY));
	assert_false(shop_takes(arena, SECRET, "====", BODY));
	assert_false(shop_takes(arena, SECRET, "AAAA", BODY));
	assert_false(shop_takes(arena, SECRET, arena_text_n(arena, good, 4), BODY));
	assert_false(shop_takes(arena, SECRET, arena_text_n(arena, good, 40), BODY));
	assert_false(shop_takes(arena, SECRET, arena_format(arena, "%s%s", good, good), BODY));
	assert_false(shop_takes(arena, SECRET, mac_of(arena, SECRET, BODY, true), BODY));
	arena_free(&arena);
}

static bool ours_takes(
	struct arena *arena, const char *timestamp, const char *signature, const char *body)
{
	const struct delivery delivery = {
		.body = str_of(body), .timestamp = timestamp, .signature = signature};

	return source_signed(arena, SOURCE_HATIF, SECRET, NOW_US, &delivery);
}

static const char *our_signature(struct arena *arena, const char *timestamp)
{
	const char *text = arena_format(arena, "%s.%s", timestamp, BODY);

	return arena_format(arena, "sha256=%s", mac_of(arena, SECRET, text, true));
}

static void ours_has_a_time(void **state)
{
	static const struct {
		const char *timestamp;
		bool taken;
	} times[] = {{NOW_TEXT, true}, {"1731751499", true}, {"1731750901", true},
		{"1731751501", false}, {"1731750899", false}, {"0", false}, {"-1", false},
		{"", false}, {"soon", false}, {"1731751200.0", false},
		{"9223372036854775807", false}, {"99999999999999999999", false}};
	struct arena *arena = arena_new(0);
	const char *good = our_signature(arena, NOW_TEXT);

	(void)state;
	for (size_t i = 0; i < COUNT(times); i++)
		assert_case(
			ours_takes(arena, times[i].timestamp,
				our_signature(arena, times[i].timestamp), BODY) == times[i].taken,
			times[i].timestamp);
	assert_false(ours_takes(arena, "1731751201", good, BODY)); /* of another second */
	assert_false(ours_takes(arena, NULL, good, BODY));
	assert_false(ours_takes(arena, NOW_TEXT, good, BODY " "));
	assert_false(ours_takes(arena, NOW_TEXT, good + 7, BODY)); /* without sha256= */
	assert_false(ours_takes(arena, NOW_TEXT, "sha256=", BODY));
	assert_false(ours_takes(arena, NOW_TEXT, arena_text_n(arena, good, 30), BODY));
	assert_false(ours_takes(arena, NOW_TEXT, NULL, BODY));
	arena_free(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(shops_sign_the_body),
		cmocka_unit_test(ours_has_a_time),
	};

	assert_true(crypto_init());
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* web_push_test.c - messages for one browser: the vectors of RFC 8291, keys that are none (S1-NOTIF-17). */
/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "base/clock.h"
#include "platform/crypto/crypto.h"
#include "platform/crypto/curve.h"

#include <gnutls/abstract.h>
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>

/* RFC 8291, appendix A. */
#define PLAIN "When I grow up, I want to be a watermelon"
#define SENDER_SECRET "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
#define SENDER_POINT \
	"BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8"
#define RECEIVER_SECRET "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"
#define RECEIVER_POINT \
	"BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
#define SALT "DGv6ra1nlYgDCS1FRnbzlw"
#define AUTH "BTBZMqHH6r4Tts7J_aSIgg"
#define SEALED \
	"DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_" \
	"c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWA" \
	"mS6TlzAC8wEqKK6PBru3jl7A_" \
	"yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxs" \
	"j_Qulcy4a-fN"

static struct arena *arena;

static int set_up(void **state)
{
	(void)state;
	arena = arena_new(0);
	return crypto_init() ? 0 : -1;
}

static int tear_down(void **state)
{
	(void)state;
	arena_free(&arena);
	return 0;
}

static void read(const char *text, unsigned char *out, size_t bytes)
{
	const unsigned char *found;
	size_t count;

	assert_true(crypto_from_base64(arena, str_of(text), &found, &count));
	assert_int_equal(count, bytes);
	memcpy(out, found, bytes);
}

static struct ec_key key_of(const char *secret)
{
	unsigned char bytes[EC_SECRET_BYTES];
	struct ec_key key;

	read(secret, bytes, sizeof(bytes));
	assert_true(ec_key_of(bytes, &key));
	return key;
}

static struct web_push_receiver receiver_of(const char *point)
{
	struct web_push_receiver receiver;

	read(point, receiver.point, sizeof(receiver.point));
	read(AUTH, receiver.auth, sizeof(receiver.auth));
	return receiver;
}

static void the_example_of_the_rfc(void **state)
{
	const struct ec_key sender = key_of(SENDER_SECRET);
	const struct web_push_receiver receiver = receiver_of(RECEIVER_POINT);
	unsigned char salt[WEB_PUSH_SALT_BYTES];
	struct buf out = buf_in(arena, 256);

	(void)state;
	read(SALT, salt, sizeof(salt));
	assert_true(web_push_encrypt(&receiver, &sender, salt, str_of(PLAIN), &out));
	assert_string_equal(
		crypto_base64url(arena, (const unsigned char *)out.ptr, out.len), SEALED);
}

static void a_secret_has_its_point(void **state)
{
	const struct ec_key sender = key_of(SENDER_SECRET), receiver = key_of(RECEIVER_SECRET);
	unsigned char one[EC_SHARED_BYTES], other[EC_SHARED_BYTES];

	(void)state;
	assert_string_equal(
		crypto_base64url(arena, sender.point, sizeof(sender.point)), SENDER_POINT);
	assert_true(ec_shared(&sender, receiver.point, one));
	assert_true(ec_shared(&receiver, sender.point, other));
	assert_memory_equal(one, other, sizeof(one));
}

static void what_is_no_key_is_refused(void **state)
{
	unsigned char secret[EC_SECRET_BYTES] = {0}, point[EC_POINT_BYTES];
	struct web_push_receiver receiver = receiver_of(RECEIVER_POINT);
	unsigned char salt[WEB_PUSH_SALT_BYTES] = {0};
	struct buf out = buf_in(arena, 256);
	struct ec_key key;

	(void)state;
	assert_false(ec_key_of(secret, &key));
	memset(secret, 0xff, sizeof(secret));
	assert_false(ec_key_of(secret, &key));
	read(RECEIVER_POINT, point, sizeof(point));
	assert_true(ec_point_good(point));
	point[0] = 0x02;
	assert_false(ec_point_good(point));
	/* An invalid point would give the secret away bit by bit. */
	point[0] = 0x04;
	point[64] ^= 1;
	assert_false(ec_point_good(point));
	memcpy(receiver.point, point, sizeof(point));
	ec_key_make(&key);
	assert_false(web_push_encrypt(&receiver, &key, salt, str_of(PLAIN), &out));
	assert_int_equal(out.len, 0);
}

static void what_is_too_long_is_refused(void **state)
{
	const struct web_push_receiver receiver = receiver_of(RECEIVER_POINT);
	const struct ec_key sender = key_of(SENDER_SECRET);
	char text[WEB_PUSH_PLAIN_MAX + 1];
	unsigned char salt[WEB_PUSH_SALT_BYTES] = {1};
	struct buf out = buf_in(arena, 256);

	(void)state;
	memset(text, 'x', sizeof(text));
	assert_false(
		web_push_encrypt(&receiver, &sender, salt, (struct str){text, sizeof(text)}, &out));
	assert_true(web_push_encrypt(
		&receiver, &sender, salt, (struct str){text, sizeof(text) - 1}, &out));
	assert_int_equal(out.len, 4096);
}

/* GnuTLS, which had no part in making it, says whether the signature is good. */
static bool verified(const struct ec_key *key, struct str text, const unsigned char *signature)
{
	const gnutls_datum_t x = {(unsigned char *)(uintptr_t)(key->point + 1), 32};
	const gnutls_datum_t y = {(unsigned char *)(uintptr_t)(key->point + 33), 32};
	const gnutls_datum_t r = {(unsigned char *)(uintptr_t)signature, 32};
	const gnutls_datum_t s = {(unsigned char *)(uintptr_t)(signature + 32), 32};
	const gnutls_datum_t data = {(unsigned char *)(uintptr_t)text.ptr, (unsigned)text.len};
	gnutls_datum_t encoded = {0};
	gnutls_pubkey_t open;
	int outcome;

	assert_int_equal(gnutls_pubkey_init(&open), 0);
	assert_int_equal(gnutls_pubkey_import_ecc_raw(open, GNUTLS_ECC_CURVE_SECP256R1, &x, &y), 0);
	assert_int_equal(gnutls_encode_rs_value(&encoded, &r, &s), 0);
	outcome = gnutls_pubkey_verify_data2(open, GNUTLS_SIGN_ECDSA_SHA256, 0, &data, &encoded);
	gnutls_free(encoded.data);
	gnutls_pubkey_deinit(open);
	return outcome >= 0;
}

static void who_sends_is_signed(void **state)
{
	const char *header, *point, *last;
	unsigned char signature[EC_SIGNATURE_BYTES];
	const unsigned char *claims;
	struct ec_key key;
	size_t count;

	(void)state;
	ec_key_make(&key);
	header = web_push_authorization(arena, &key, "https://push.example.net",
		"mailto:desk@example.com", 1800000000 * US_PER_SECOND);
	assert_memory_equal(header, "vapid t=", 8);
	point = strstr(header, ", k=");
	assert_non_null(point);
	assert_string_equal(point + 4, crypto_base64url(arena, key.point, sizeof(key.point)));
	last = strrchr(header, '.');
	read(arena_text_n(arena, last + 1, (size_t)(point - last - 1)), signature,
		sizeof(signature));
	assert_true(
		verified(&key, (struct str){header + 8, (size_t)(last - header - 8)}, signature));
	signature[40] ^= 1;
	assert_false(
		verified(&key, (struct str){header + 8, (size_t)(last - header - 8)}, signature));
	header = strchr(header, '.') + 1;
	assert_true(crypto_from_base64(
		arena, (struct str){header, (size_t)(last - header)}, &claims, &count));
	assert_string_equal(arena_text_n(arena, (const char *)claims, count),
		"{\"aud\":\"https://push.example.net\",\"exp\":1800000000,"
		"\"sub\":\"mailto:desk@example.com\"}");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(the_example_of_the_rfc, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_secret_has_its_point, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_is_no_key_is_refused, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_is_too_long_is_refused, set_up, tear_down),
		cmocka_unit_test_setup_teardown(who_sends_is_signed, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* jwt_test.c - access tokens: what is made is read, and nothing else is (A-8 of the attempt list). */
/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "base/clock.h"
#include "platform/crypto/crypto.h"

#define NOW_US (INT64_C(1800000000) * US_PER_SECOND)
#define OUR_HEADER "{\"alg\":\"HS256\",\"typ\":\"JWT\"}"
#define CLAIMS(more) \
	"{\"iss\":\"hatif\",\"jti\":\"salt\",\"cid\":1,\"sid\":2,\"uid\":3,\"iat\":" \
	"1799999990" more "}"
#define GOOD CLAIMS(",\"exp\":1800000100")

static struct arena *arena;
static const struct str key = {"0123456789abcdef0123456789abcdef", 32};

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

static const char *base64url(const char *text)
{
	return crypto_base64url(arena, (const unsigned char *)text, strlen(text));
}

static const char *forge(const char *header, const char *claims, struct str with)
{
	const char *body = arena_format(arena, "%s.%s", base64url(header), base64url(claims));
	unsigned char mac[SHA256_BYTES];

	crypto_hmac_sha256(with, str_of(body), mac);
	return arena_format(arena, "%s.%s", body, crypto_base64url(arena, mac, sizeof(mac)));
}

static bool reads(const char *token)
{
	struct jwt_claims claims;

	return crypto_jwt_read(arena, key, str_of(token), NOW_US, &claims);
}

static void a_token_gives_back_its_claims(void **state)
{
	const struct jwt_claims claims = {.company_id = 7,
		.session_id = INT64_C(1) << 53,
		.user_id = 9,
		.issued_us = NOW_US,
		.expires_us = NOW_US + US_PER_DAY,
		.salt = "s-1"};
	const char *token = crypto_jwt_make(arena, key, &claims);
	struct jwt_claims read;

	(void)state;
	assert_string_equal(token, crypto_jwt_make(arena, key, &claims));
	assert_true(crypto_jwt_read(arena, key, str_of(token), NOW_US, &read));
	assert_int_equal(read.company_id, 7);
	assert_int_equal(read.session_id, INT64_C(1) << 53);
	assert_int_equal(read.user_id, 9);
	assert_int_equal(read.expires_us, NOW_US + US_PER_DAY);
	assert_string_equal(read.salt, "s-1");
	assert_true(crypto_jwt_read(
		arena, key, str_of(token), NOW_US + US_PER_DAY - US_PER_SECOND, &read));
	assert_false(crypto_jwt_read(arena, key, str_of(token), NOW_US + US_PER_DAY, &read));
	assert_false(crypto_jwt_read(
		arena, STR("another key of thirty-two bytes!"), str_of(token), NOW_US, &read));
}

static const struct {
	const char *name, *header, *claims;
	bool good;
} tokens[] = {
	{"our own", OUR_HEADER, GOOD, true},
	{"alg none", "{\"alg\":\"none\",\"typ\":\"JWT\"}", GOOD, false},
	{"alg None", "{\"alg\":\"None\",\"typ\":\"JWT\"}", GOOD, false},
	{"alg nOnE", "{\"alg\":\"nOnE\"}", GOOD, false},
	{"alg HS512", "{\"alg\":\"HS512\",\"typ\":\"JWT\"}", GOOD, false},
	{"alg RS256", "{\"alg\":\"RS256\",\"typ\":\"JWT\"}", GOOD, false},
	{"no alg", "{\"typ\":\"JWT\"}", GOOD, false},
	{"kid", "{\"alg\":\"HS256\",\"kid\":\"../../dev/null\",\"typ\":\"JWT\"}", GOOD, false},
	{"jku", "{\"alg\":\"HS256\",\"jku\":\"https://evil.example\",\"typ\":\"JWT\"}", GOOD,
		false},
	{"exp absent", OUR_HEADER, CLAIMS(""), false},
	{"exp as text", OUR_HEADER, CLAIMS(",\"exp\":\"1800000100\""), false},
	{"exp as fraction", OUR_HEADER, CLAIMS(",\"exp\":1800000100.5"), false},
	{"exp huge", OUR_HEADER, CLAIMS(",\"exp\":1e300"), false},
	{"exp at the end of time", OUR_HEADER, CLAIMS(",\"exp\":9223372036854775807"), false},
	{"exp negative", OUR_HEADER, CLAIMS(",\"exp\":-1"), false},
	{"exp now", OUR_HEADER, CLAIMS(",\"exp\":1800000000"), false},
	{"exp past", OUR_HEADER, CLAIMS(",\"exp\":1799999999"), false},
	{"exp null", OUR_HEADER, CLAIMS(",\"exp\":null"), false},
	{"issued in the future", OUR_HEADER,
		"{\"iss\":\"hatif\",\"jti\":\"s\",\"cid\":1,\"sid\":2,\"uid\":3,\"iat\":1800009999,"
		"\"exp\":1800019999}",
		false},
	{"another issuer", OUR_HEADER,
		"{\"iss\":\"other\",\"jti\":\"s\",\"cid\":1,\"sid\":2,\"uid\":3,\"iat\":1,"
		"\"exp\":1800000100}",
		false},
	{"no salt", OUR_HEADER,
		"{\"iss\":\"hatif\",\"cid\":1,\"sid\":2,\"uid\":3,\"iat\":1,\"exp\":1800000100}",
		false},
	{"no company", OUR_HEADER,
		"{\"iss\":\"hatif\",\"jti\":\"s\",\"sid\":2,\"uid\":3,\"iat\":1,\"exp\":"
		"1800000100}",
		false},
	{"company 0", OUR_HEADER,
		"{\"iss\":\"hatif\",\"jti\":\"s\",\"cid\":0,\"sid\":2,\"uid\":3,\"iat\":1,"
		"\"exp\":1800000100}",
		false},
	{"company as text", OUR_HEADER,
		"{\"iss\":\"hatif\",\"jti\":\"s\",\"cid\":\"1\",\"sid\":2,\"uid\":3,\"iat\":1,"
		"\"exp\":1800000100}",
		false},
	{"a list", OUR_HEADER, "[]", false},
	{"nothing", OUR_HEADER, "", false},
};

static void only_our_own_form_is_read(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(tokens); i++)
		assert_case(reads(forge(tokens[i].header, tokens[i].claims, key)) == tokens[i].good,
			tokens[i].name);
}

static void a_changed_token_is_refused(void **state)
{
	const char *good = forge(OUR_HEADER, GOOD, key);
	const char *signature = strrchr(good, '.');
	const char *body = arena_text_n(arena, good, (size_t)(signature - good));

	(void)state;
	assert_true(reads(good));
	assert_false(reads(""));
	assert_false(reads("a.b.c"));
	assert_false(reads(body));
	assert_false(reads(arena_format(arena, "%s.", body)));
	assert_false(reads(arena_format(arena, "%s.AAAA", body)));
	assert_false(reads(arena_format(arena, "%s ", good)));
	assert_false(reads(arena_format(arena, "%s.%s", good, "x")));
	assert_false(reads(arena_format(arena, "%s.%s%s", base64url(OUR_HEADER),
		base64url(CLAIMS(",\"exp\":1900000100")), signature)));
	assert_false(reads(forge(OUR_HEADER, GOOD, STR("another key of thirty-two bytes!"))));
	assert_false(reads(forge(OUR_HEADER, GOOD, STR(""))));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_token_gives_back_its_claims),
		cmocka_unit_test(only_our_own_form_is_read),
		cmocka_unit_test(a_changed_token_is_refused),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}

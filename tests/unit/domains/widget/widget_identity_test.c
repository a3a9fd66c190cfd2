/* widget_identity_test.c - whom a company vouches for: one kind of token, and no other (W-2, A-8). */
/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "base/clock.h"
#include "domains/widget/widget_internal.h"
#include "platform/crypto/crypto.h"

#define NOW_S INT64_C(1800000000)
#define HEADER "{\"alg\":\"HS256\",\"typ\":\"JWT\"}"
#define CLAIMS(more) "{\"sub\":\"u-1\"" more "}"
#define GOOD CLAIMS(",\"exp\":1800000600")

static const struct str secret = {"a secret of a widget", 20};
static struct cx cx;

static int set_up(void **state)
{
	(void)state;
	cx = (struct cx){.arena = arena_new(0), .now_us = NOW_S * US_PER_SECOND};
	return crypto_init() ? 0 : -1;
}

static int tear_down(void **state)
{
	(void)state;
	arena_free(&cx.arena);
	return 0;
}

static const char *encoded(const char *text)
{
	return crypto_base64url(cx.arena, (const unsigned char *)text, strlen(text));
}

static const char *sign(const char *header, const char *claims, struct str with)
{
	const char *said = arena_format(cx.arena, "%s.%s", encoded(header), encoded(claims));
	unsigned char mac[SHA256_BYTES];

	crypto_hmac_sha256(with, str_of(said), mac);
	return arena_format(cx.arena, "%s.%s", said, crypto_base64url(cx.arena, mac, sizeof(mac)));
}

static bool reads(const char *token, struct widget_identity *identity)
{
	return widget_identity_read(&cx, secret, str_of(token), identity);
}

static void what_the_site_says_is_read(void **state)
{
	struct widget_identity identity;

	(void)state;
	assert_true(
		reads(sign(HEADER,
			      CLAIMS(",\"exp\":1800000600,\"name\":\"\xd9\x86\xd9\x88\xd8\xb1\","
				     "\"email\":\"n@example.com\",\"phone\":\"050\",\"more\":[1]"),
			      secret),
			&identity));
	assert_string_equal(identity.sub, "u-1");
	assert_string_equal(identity.name, "\xd9\x86\xd9\x88\xd8\xb1");
	assert_string_equal(identity.email, "n@example.com");
	assert_string_equal(identity.phone, "050");
	assert_true(reads(
		sign("{\"alg\":\"HS256\"}", "{\"sub\":77,\"exp\":1800000600}", secret), &identity));
	assert_string_equal(identity.sub, "77");
	assert_null(identity.name);
}

static void headers_of_other_kinds_are_refused(void **state)
{
	static const char *const headers[] = {"{}", "[]", "x", "{\"typ\":\"JWT\"}",
		"{\"alg\":\"none\"}", "{\"alg\":\"hs256\"}", "{\"alg\":\"HS384\"}",
		"{\"alg\":\"RS256\"}", "{\"alg\":[\"HS256\"]}", "{\"alg\":null}",
		"{\"alg\":\"HS256\",\"kid\":\"1\"}", "{\"alg\":\"HS256\",\"crit\":[\"exp\"]}",
		"{\"alg\":\"HS256\",\"jwk\":{}}", "{\"alg\":\"HS256\",\"typ\":1}",
		"{\"alg\":\"none\",\"alg\":\"HS512\"}"};
	struct widget_identity identity;

	(void)state;
	for (size_t i = 0; i < COUNT(headers); i++)
		assert_case(!reads(sign(headers[i], GOOD, secret), &identity), headers[i]);
}

static void times_have_bounds(void **state)
{
	static const struct {
		const char *claims;
		bool good;
	} cases[] = {
		{CLAIMS(""), false},
		{CLAIMS(",\"exp\":1800000600"), true},
		{CLAIMS(",\"exp\":1799999941"), true}, /* a minute for clocks that differ */
		{CLAIMS(",\"exp\":1799999940"), false},
		{CLAIMS(",\"exp\":1800086460"), true},
		{CLAIMS(",\"exp\":1800086461"), false},
		{CLAIMS(",\"exp\":\"1800000600\""), false},
		{CLAIMS(",\"exp\":1800000600.5"), false},
		{CLAIMS(",\"exp\":1e300"), false},
		{CLAIMS(",\"exp\":-1"), false},
		{CLAIMS(",\"exp\":0"), false},
		{CLAIMS(",\"exp\":null"), false},
		{CLAIMS(",\"exp\":true"), false},
		{CLAIMS(",\"exp\":9223372036854775807"), false},
		{CLAIMS(",\"exp\":9223372036854775808"), false},
		{CLAIMS(",\"exp\":1800000600,\"nbf\":1800000060"), true},
		{CLAIMS(",\"exp\":1800000600,\"nbf\":1800000061"), false},
		{CLAIMS(",\"exp\":1800000600,\"nbf\":\"x\""), false},
		{CLAIMS(",\"exp\":1800000600,\"iat\":1800000061"), false},
		{CLAIMS(",\"exp\":1800000600,\"iat\":1"), true},
	};
	struct widget_identity identity;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_case(
			reads(sign(HEADER, cases[i].claims, secret), &identity) == cases[i].good,
			cases[i].claims);
}

static void a_name_is_needed(void **state)
{
	static const char *const claims[] = {"{\"exp\":1800000600}",
		"{\"sub\":\"\",\"exp\":1800000600}", "{\"sub\":null,\"exp\":1800000600}",
		"{\"sub\":[\"a\"],\"exp\":1800000600}", "{\"sub\":1.5,\"exp\":1800000600}", "[]",
		"\"u-1\"", "", "{\"sub\":\"u-1\",\"exp\":1800000600} x"};
	struct widget_identity identity;

	(void)state;
	for (size_t i = 0; i < COUNT(claims); i++)
		assert_case(!reads(sign(HEADER, claims[i], secret), &identity), claims[i]);
}

static void only_the_right_secret_signs(void **state)
{
	static const struct str others[] = {
		{"", 0}, {"a secret of a widge", 19}, {"A secret of a widget", 20}};
	const char *good = sign(HEADER, GOOD, secret);
	struct widget_identity identity;
	char *changed;

	(void)state;
	assert_true(reads(good, &identity));
	for (size_t i = 0; i < COUNT(others); i++)
		assert_false(reads(sign(HEADER, GOOD, others[i]), &identity));
	for (size_t i = 0; good[i]; i++) {
		/* The last letter has two bits that no byte of the MAC needs. */
		if (!good[i + 1])
			break;
		changed = arena_text(cx.arena, good);
		changed[i] = changed[i] == 'A' ? 'B' : 'A';
		if (strcmp(changed, good) != 0)
			assert_case(!reads(changed, &identity), changed);
	}
	assert_false(reads(arena_format(cx.arena, "%s.", good), &identity));
	assert_false(reads(arena_format(cx.arena, ".%s", good), &identity));
	assert_false(reads("", &identity));
	assert_false(reads("..", &identity));
	/* A widget without a secret vouches for nobody. */
	assert_false(widget_identity_read(&cx, (struct str){"", 0},
		str_of(sign(HEADER, GOOD, (struct str){"", 0})), &identity));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(what_the_site_says_is_read),
		TEST(headers_of_other_kinds_are_refused),
		TEST(times_have_bounds),
		TEST(a_name_is_needed),
		TEST(only_the_right_secret_signs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

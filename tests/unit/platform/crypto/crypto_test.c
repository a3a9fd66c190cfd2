/* crypto_test.c - spellings, hashes, passwords, sealed secrets and the key file. */
/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "platform/crypto/crypto.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

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

static void hashes_match_published_vectors(void **state)
{
	unsigned char mac[SHA256_BYTES];

	(void)state;
	assert_string_equal(crypto_sha256_hex(arena, STR("abc")),
		"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	crypto_hmac_sha256(STR("Jefe"), STR("what do ya want for nothing?"), mac);
	assert_string_equal(crypto_hex(arena, mac, sizeof(mac)),
		"5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
	assert_string_equal(crypto_base64(arena, (const unsigned char *)"\xfb\xff", 2), "+/8=");
	assert_string_equal(crypto_base64url(arena, (const unsigned char *)"\xfb\xff", 2), "-_8");
}

static const struct {
	const char *text;
	const char *hex; /* NULL: refused */
} base64_cases[] = {
	{"+/8=", "fbff"},
	{"-_8", "fbff"},
	{"+/8", "fbff"},
	{"YWJj", "616263"},
	{"YWJj ", NULL},
	{"YW Jj", NULL},
	{"-/8", NULL},
	{"YWJ", NULL},
	{"Y", NULL},
	{"", NULL},
};

static void base64_is_read_strictly(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(base64_cases); i++) {
		const unsigned char *bytes;
		size_t count;
		bool good = crypto_from_base64(arena, str_of(base64_cases[i].text), &bytes, &count);

		assert_case(good == (base64_cases[i].hex != NULL), base64_cases[i].text);
		if (good)
			assert_string_equal(crypto_hex(arena, bytes, count), base64_cases[i].hex);
	}
}

static void tokens_do_not_repeat(void **state)
{
	enum { TOKENS = 2000 };
	char **seen = arena_array(arena, TOKENS, sizeof(*seen));

	(void)state;
	for (size_t i = 0; i < TOKENS; i++) {
		seen[i] = crypto_token(arena, 16);
		assert_int_equal(strlen(seen[i]), 22);
		for (size_t k = 0; k < i; k++)
			assert_string_not_equal(seen[i], seen[k]);
	}
}

static void a_password_opens_only_its_own_hash(void **state)
{
	const char *hash = crypto_password_hash(arena, "correct-horse-9");

	(void)state;
	assert_int_equal(strncmp(hash, "$argon2id$v=19$m=19456,t=2,p=1$", 31), 0);
	assert_true(crypto_password_verify(hash, "correct-horse-9"));
	assert_false(crypto_password_verify(hash, "correct-horse-8"));
	assert_false(crypto_password_verify(hash, ""));
	assert_false(crypto_password_verify(hash, hash));
	assert_false(crypto_password_verify("", "correct-horse-9"));
	assert_string_not_equal(hash, crypto_password_hash(arena, "correct-horse-9"));
}

static void sealed_secrets_open_with_their_key_alone(void **state)
{
	struct crypto_key key;
	struct crypto_key other;
	const char *plain;
	char *sealed;

	(void)state;
	crypto_random(&key, sizeof(key));
	crypto_random(&other, sizeof(other));
	sealed = crypto_seal(arena, crypto_key_str(&key), STR("whsec_123"));
	assert_true(crypto_unseal(arena, crypto_key_str(&key), str_of(sealed), &plain));
	assert_string_equal(plain, "whsec_123");
	assert_false(crypto_unseal(arena, crypto_key_str(&other), str_of(sealed), &plain));
	sealed[30] = sealed[30] == 'A' ? 'B' : 'A';
	assert_false(crypto_unseal(arena, crypto_key_str(&key), str_of(sealed), &plain));
	assert_false(crypto_unseal(arena, crypto_key_str(&key), STR("YWJj"), &plain));
	assert_string_not_equal(crypto_seal(arena, crypto_key_str(&key), STR("x")),
		crypto_seal(arena, crypto_key_str(&key), STR("x")));
}

static const struct {
	const char *name, *text;
	bool good;
} key_cases[] = {
	{"64 hex digits", "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f", true},
	{"with a newline", "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n",
		true},
	{"base64", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", true},
	{"all zeros", "0000000000000000000000000000000000000000000000000000000000000000", false},
	{"too short", "00010203", false},
	{"62 digits", "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e", false},
	{"a word", "secret", false},
	{"nothing", "", false},
};

static void weak_and_short_keys_are_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(key_cases); i++) {
		struct crypto_key key;

		assert_case(crypto_key_read(str_of(key_cases[i].text), &key) == key_cases[i].good,
			key_cases[i].name);
	}
}

static void derived_keys_differ_by_purpose(void **state)
{
	struct crypto_key master;
	struct crypto_key a;
	struct crypto_key b;

	(void)state;
	crypto_random(&master, sizeof(master));
	crypto_key_derive(&master, "token", &a);
	crypto_key_derive(&master, "seal", &b);
	assert_memory_not_equal(&a, &b, sizeof(a));
	crypto_key_derive(&master, "token", &b);
	assert_memory_equal(&a, &b, sizeof(a));
}

static void the_key_file_is_made_once_and_kept_private(void **state)
{
	char folder[] = "/tmp/hatif-key-XXXXXX";
	char path[64];
	struct crypto_key first;
	struct crypto_key second;
	struct stat about;
	const char *why = NULL;

	(void)state;
	assert_non_null(mkdtemp(folder));
	(void)snprintf(path, sizeof(path), "%s/hatif.key", folder);
	assert_true(crypto_key_file(path, &first, &why));
	assert_true(crypto_key_file(path, &second, &why));
	assert_memory_equal(&first, &second, sizeof(first));
	assert_int_equal(stat(path, &about), 0);
	assert_int_equal(about.st_mode & 0777, 0600);
	assert_int_equal(chmod(path, 0644), 0);
	assert_false(crypto_key_file(path, &second, &why));
	assert_non_null(strstr(why, "chmod 600"));
	assert_int_equal(unlink(path), 0);
	assert_int_equal(rmdir(folder), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hashes_match_published_vectors),
		cmocka_unit_test(base64_is_read_strictly),
		cmocka_unit_test(tokens_do_not_repeat),
		cmocka_unit_test(a_password_opens_only_its_own_hash),
		cmocka_unit_test(sealed_secrets_open_with_their_key_alone),
		cmocka_unit_test(weak_and_short_keys_are_refused),
		cmocka_unit_test(derived_keys_differ_by_purpose),
		cmocka_unit_test(the_key_file_is_made_once_and_kept_private),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}

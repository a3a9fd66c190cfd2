/* password.c - argon2id at the strength OWASP asks for: 19 MiB, two passes, one lane. */
/* SPDX-License-Identifier: MIT */
#include "platform/crypto/crypto.h"

#include "base/memory.h"

#include <assert.h>
#include <errno.h>
#include <sodium.h>
#include <stdatomic.h>

#define PASSES 2ULL
#define MEMORY_BYTES ((size_t)19 * 1024 * 1024)
#define TRIES 10

/* True when the library failed for lack of memory, and there may be some now. */
static bool memory_came(int tries)
{
	if (errno != ENOMEM || tries == TRIES)
		return false;
	free(memory_new(MEMORY_BYTES));
	return true;
}

static _Atomic uint64_t runs;

char *crypto_password_hash(struct arena *arena, const char *password)
{
	char *hash = arena_alloc(arena, crypto_pwhash_STRBYTES);
	int failed, tries = 0;

	atomic_fetch_add(&runs, 1);
	do
		failed = crypto_pwhash_str_alg(hash, password, strlen(password), PASSES,
			MEMORY_BYTES, crypto_pwhash_ALG_ARGON2ID13);
	while (failed && memory_came(++tries));
	assert(!failed);
	return hash;
}

/* ---- Stored hashes --------------------------------------------------------- */

#define DIGEST_BYTES 32

struct stored {
	unsigned long long passes;
	size_t memory_bytes;
	unsigned char salt[crypto_pwhash_SALTBYTES], digest[DIGEST_BYTES];
};

static bool read_base64(struct str text, unsigned char *bytes, size_t count)
{
	size_t length;

	return sodium_base642bin(bytes, count, text.ptr, text.len, NULL, &length, NULL,
		       sodium_base64_VARIANT_ORIGINAL_NO_PADDING) == 0 &&
		length == count;
}

static bool read_cost(struct str *rest, const char *name, char end, int64_t *value)
{
	struct str text = str_cut(*rest, end, rest);

	return str_starts(text, name) && str_int((struct str){text.ptr + 2, text.len - 2}, value) &&
		*value > 0;
}

/*
 * "$argon2id$v=19$m=19456,t=2,p=1$SALT$DIGEST". The library has a function that
 * does all of it, but to that one no memory is a wrong password.
 */
static bool read_stored(const char *hash, struct stored *stored)
{
	static const char begin[] = "$argon2id$v=19$";
	struct str rest = str_of(hash);
	int64_t kib, passes, lanes;
	struct str salt;

	if (!str_starts(rest, begin))
		return false;
	rest = (struct str){rest.ptr + strlen(begin), rest.len - strlen(begin)};
	if (!read_cost(&rest, "m=", ',', &kib) || !read_cost(&rest, "t=", ',', &passes) ||
		!read_cost(&rest, "p=", '$', &lanes) || lanes != 1)
		return false;
	salt = str_cut(rest, '$', &rest);
	stored->memory_bytes = (size_t)kib * 1024;
	stored->passes = (unsigned long long)passes;
	return read_base64(salt, stored->salt, sizeof(stored->salt)) &&
		read_base64(rest, stored->digest, sizeof(stored->digest));
}

bool crypto_password_verify(const char *hash, const char *password)
{
	unsigned char digest[DIGEST_BYTES];
	struct stored stored;
	int failed, tries = 0;
	bool same;

	atomic_fetch_add(&runs, 1);
	if (!read_stored(hash, &stored))
		return false;
	do
		failed = crypto_pwhash(digest, sizeof(digest), password, strlen(password),
			stored.salt, stored.passes, stored.memory_bytes,
			crypto_pwhash_ALG_ARGON2ID13);
	while (failed && memory_came(++tries));
	same = !failed && sodium_memcmp(digest, stored.digest, sizeof(digest)) == 0;
	crypto_wipe(digest, sizeof(digest));
	return same;
}

void crypto_password_waste(const char *password)
{
	static const unsigned char salt[crypto_pwhash_SALTBYTES] = {0};
	unsigned char digest[32];

	atomic_fetch_add(&runs, 1);
	/* The same work as a verification; what comes out is of no use to anybody. */
	if (crypto_pwhash(digest, sizeof(digest), password, strlen(password), salt, PASSES,
		    MEMORY_BYTES, crypto_pwhash_ALG_ARGON2ID13) == 0)
		crypto_wipe(digest, sizeof(digest));
}

uint64_t crypto_password_runs(void)
{
	return atomic_load(&runs);
}

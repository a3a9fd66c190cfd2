/* password.c - argon2id at the strength OWASP asks for: 19 MiB, two passes, one lane. */
/* SPDX-License-Identifier: MIT */
#include "platform/crypto/crypto.h"

#include <assert.h>
#include <sodium.h>
#include <stdatomic.h>

#define PASSES 2ULL
#define MEMORY_BYTES ((size_t)19 * 1024 * 1024)

static _Atomic uint64_t runs;

char *crypto_password_hash(struct arena *arena, const char *password)
{
	char *hash = arena_alloc(arena, crypto_pwhash_STRBYTES);
	int failed = crypto_pwhash_str_alg(hash, password, strlen(password), PASSES, MEMORY_BYTES,
		crypto_pwhash_ALG_ARGON2ID13);

	atomic_fetch_add(&runs, 1);
	assert(!failed); /* only without 19 MiB of memory */
	return hash;
}

bool crypto_password_verify(const char *hash, const char *password)
{
	atomic_fetch_add(&runs, 1);
	return crypto_pwhash_str_verify(hash, password, strlen(password)) == 0;
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

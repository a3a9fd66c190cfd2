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

/* The library says EINVAL of a wrong password, and leaves ENOMEM of the system as it was. */
bool crypto_password_verify(const char *hash, const char *password)
{
	int failed, tries = 0;

	atomic_fetch_add(&runs, 1);
	do
		failed = crypto_pwhash_str_verify(hash, password, strlen(password));
	while (failed && memory_came(++tries));
	return !failed;
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

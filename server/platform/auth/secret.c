/* secret.c - the installation key: where it comes from, and what is derived from it. */
/* SPDX-License-Identifier: MIT */
#include "platform/auth/auth_internal.h"

#include "base/clock.h"
#include "platform/cfg/cfg.h"
#include "platform/log/log.h"

#include <assert.h>

#define KEY_VALUE "installation_key"
#define MARK_VALUE "installation_key_mark"
#define PUSH_VALUE "web_push_key"

/* Written once by auth_open(), read by every thread afterwards. */
static struct {
	struct crypto_key token, seal, hash;
	struct ec_key push;
	bool open;
} keys;

static enum err key_from_table(struct cx *cx, struct crypto_key *key, const char **why)
{
	const char *text;

	TRY(auth_store_get(cx, KEY_VALUE, &text));
	if (!text) {
		struct crypto_key made;

		crypto_random(made.bytes, sizeof(made.bytes));
		TRY(auth_store_put(
			cx, KEY_VALUE, crypto_hex(cx->arena, made.bytes, sizeof(made.bytes))));
		crypto_wipe(&made, sizeof(made));
		TRY(auth_store_get(cx, KEY_VALUE, &text));
	}
	*why = "the installation key in the database is damaged";
	return text && crypto_key_read(str_of(text), key) ? OK : ERR_INVALID;
}

static enum err key_from_file(
	struct cx *cx, const char *database_file, struct crypto_key *key, const char **why)
{
	const char *slash = strrchr(database_file, '/');
	const char *path = slash ? arena_format(cx->arena, "%.*s/hatif.key",
					   (int)(slash - database_file), database_file)
				 : "hatif.key";

	return crypto_key_file(path, key, why) ? OK : ERR_INVALID;
}

static enum err find_key(
	struct cx *cx, const char *database_file, struct crypto_key *key, const char **why)
{
	const char *configured = cfg_text("secret-key");

	if (configured) {
		*why = "secret-key must be 64 hex digits, and not all zeros";
		return crypto_key_read(str_of(configured), key) ? OK : ERR_INVALID;
	}
	if (database_file)
		return key_from_file(cx, database_file, key, why);
	return key_from_table(cx, key, why);
}

/* The database remembers which key it was made with, so that a lost key is noticed at once. */
static enum err check_mark(struct cx *cx, const struct crypto_key *key, const char **why)
{
	const char *mine = crypto_key_mark(cx->arena, key);
	const char *kept;

	TRY(auth_store_get(cx, MARK_VALUE, &kept));
	if (!kept) {
		TRY(auth_store_put(cx, MARK_VALUE, mine));
		TRY(auth_store_get(cx, MARK_VALUE, &kept));
	}
	if (text_is(kept, mine))
		return OK;
	*why = "this database was made with another installation key: bring back its hatif.key "
	       "or secret-key (it belongs to every backup)";
	return ERR_INVALID;
}

static enum err keep_new_push_key(struct cx *cx)
{
	struct ec_key made;
	char *sealed;

	ec_key_make(&made);
	sealed = crypto_seal(cx->arena, crypto_key_str(&keys.seal),
		str_of(crypto_hex(cx->arena, made.secret, sizeof(made.secret))));
	crypto_wipe(&made, sizeof(made));
	return auth_store_put(cx, PUSH_VALUE, sealed);
}

/* Browsers subscribe to this very key, so it is made once and kept, sealed, as long as the database. */
static enum err open_push_key(struct cx *cx, const char **why)
{
	unsigned char secret[EC_SECRET_BYTES];
	const char *sealed, *text;

	TRY(auth_store_get(cx, PUSH_VALUE, &sealed));
	if (!sealed) {
		TRY(keep_new_push_key(cx));
		TRY(auth_store_get(cx, PUSH_VALUE, &sealed));
	}
	*why = "the key for push messages in the database is damaged";
	if (!sealed ||
		!crypto_unseal(cx->arena, crypto_key_str(&keys.seal), str_of(sealed), &text) ||
		!crypto_from_hex(str_of(text), secret, sizeof(secret)))
		return ERR_INVALID;
	return ec_key_of(secret, &keys.push) ? OK : ERR_INVALID;
}

static enum err open_in(struct cx *cx, const char *database_file, const char **why)
{
	struct crypto_key master;

	TRY(find_key(cx, database_file, &master, why));
	TRY(check_mark(cx, &master, why));
	crypto_key_derive(&master, "token", &keys.token);
	crypto_key_derive(&master, "seal", &keys.seal);
	crypto_key_derive(&master, "hash", &keys.hash);
	crypto_wipe(&master, sizeof(master));
	TRY(open_push_key(cx, why));
	return db_writing(cx) ? db_commit(cx) : OK;
}

enum err auth_open(struct db_pool *pool, const char *database_file, const char **why)
{
	struct cx cx = {.arena = arena_new(0),
		.actor = actor_nobody(),
		.now_us = clock_now_us(),
		.request_id = "start"};
	enum err err;

	*why = "the database did not answer";
	db_lend(pool, &cx);
	err = open_in(&cx, database_file, why);
	keys.open = err == OK;
	db_return(&cx);
	arena_wipe(cx.arena);
	arena_free(&cx.arena);
	/* One process owns a SQLite file; with PostgreSQL others may change sessions too. */
	cache_set_age(db_is_postgres(pool) ? US_PER_SECOND : 0);
	return err;
}

const struct ec_key *auth_push_key(void)
{
	assert(keys.open);
	return &keys.push;
}

enum err auth_token_make(struct cx *cx, const struct jwt_claims *claims, char **token)
{
	assert(keys.open);
	return crypto_jwt_make(cx, crypto_key_str(&keys.token), claims, token);
}

bool auth_token_read(struct cx *cx, struct str token, struct jwt_claims *claims)
{
	assert(keys.open);
	return crypto_jwt_read(cx->arena, crypto_key_str(&keys.token), token, cx->now_us, claims);
}

char *auth_hash(struct arena *arena, const char *purpose, struct str text)
{
	const size_t purpose_len = strlen(purpose) + 1; /* its NUL parts it from the text */
	char *all = arena_alloc(arena, purpose_len + text.len);
	unsigned char digest[SHA256_BYTES];

	assert(keys.open);
	memcpy(all, purpose, purpose_len);
	memcpy(all + purpose_len, text.ptr, text.len);
	crypto_hmac_sha256(
		crypto_key_str(&keys.hash), (struct str){all, purpose_len + text.len}, digest);
	crypto_wipe(all, purpose_len + text.len);
	return crypto_hex(arena, digest, sizeof(digest));
}

char *auth_seal(struct arena *arena, struct str plain)
{
	assert(keys.open);
	return crypto_seal(arena, crypto_key_str(&keys.seal), plain);
}

bool auth_unseal(struct arena *arena, struct str sealed, const char **plain)
{
	assert(keys.open);
	return crypto_unseal(arena, crypto_key_str(&keys.seal), sealed, plain);
}

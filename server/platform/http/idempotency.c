/* idempotency.c - the same create sent twice is done once: the answer is kept beside the write. */
/* SPDX-License-Identifier: MIT */
#include "platform/http/http_internal.h"

#include "platform/crypto/crypto.h"

#include <assert.h>
#include <sodium.h>
#include <unistd.h>

#define KEY_BYTES_MAX 255
#define KEPT_US US_PER_DAY

static const struct db_query find_sql = {"http.idempotency_find",
	"SELECT route, body_hash, status, reply FROM idempotency_keys"
	" WHERE company_id = $1 AND user_id = $2 AND idempotency_key = $3"
	" AND created_us >= $4",
	NULL, NULL};

static const struct db_query store_sql = {"http.idempotency_store",
	"INSERT INTO idempotency_keys"
	" (company_id, user_id, idempotency_key, route, body_hash, status, reply, created_us)"
	" VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
	NULL, NULL};

static const struct db_query expire_sql = {"http.idempotency_expire",
	"DELETE FROM idempotency_keys"
	" WHERE company_id = $1 AND user_id = $2 AND idempotency_key = $3 AND created_us < $4",
	NULL, NULL};

/* tenancy: all companies, keys grow old alike everywhere */
static const struct db_query sweep_sql = {
	"http.idempotency_sweep", "DELETE FROM idempotency_keys WHERE created_us < $1", NULL, NULL};

db_query_list http_queries = {&find_sql, &store_sql, &expire_sql, &sweep_sql, &http_ping_sql, NULL};

/* ---- What was sent ------------------------------------------------------------- */

static bool key_is_good(const char *key)
{
	size_t length = strlen(key);

	if (length < 1 || length > KEY_BYTES_MAX)
		return false;
	for (size_t i = 0; i < length; i++)
		if (key[i] <= ' ' || key[i] >= 0x7F)
			return false;
	return true;
}

static void hash_file(crypto_hash_sha256_state *state, int fd)
{
	unsigned char bytes[16384];
	off_t at = 0;
	ssize_t count;

	while ((count = pread(fd, bytes, sizeof(bytes), at)) > 0) {
		(void)crypto_hash_sha256_update(state, bytes, (unsigned long long)count);
		at += count;
	}
}

/* Of everything a caller may vary: parameters may come in the address as well. */
static const char *hash_request(struct http_exchange *exchange)
{
	struct str body = http_body_raw(&exchange->rq);
	const char *query = exchange->query ? exchange->query : "";
	unsigned char digest[crypto_hash_sha256_BYTES];
	crypto_hash_sha256_state state;

	(void)crypto_hash_sha256_init(&state);
	(void)crypto_hash_sha256_update(&state, (const unsigned char *)query, strlen(query) + 1);
	(void)crypto_hash_sha256_update(&state, (const unsigned char *)body.ptr, body.len);
	if (exchange->spool_fd >= 0)
		hash_file(&state, exchange->spool_fd);
	(void)crypto_hash_sha256_final(&state, digest);
	return crypto_hex(exchange->rq.cx.arena, digest, sizeof(digest));
}

static const char *route_name(struct http_exchange *exchange)
{
	return arena_format(exchange->rq.cx.arena, "%s %s",
		method_name(exchange->match.route->method), exchange->path);
}

/* ---- Around the handler -------------------------------------------------------------- */

static enum err replay(struct http_exchange *exchange, const struct db_result *found)
{
	struct cx *cx = &exchange->rq.cx;
	const char *reply = db_text_or_empty(found, 0, 3);

	if (!text_is(db_text_at(found, 0, 0), route_name(exchange)) ||
		!text_is(db_text_at(found, 0, 1), exchange->body_hash))
		return fail(cx, ERR_INVALID, "Idempotency-Key",
			"This Idempotency-Key was used for another request before.");
	exchange->reply_kind = REPLY_BYTES;
	exchange->status = (int)db_int_at(found, 0, 2);
	exchange->reply_type = "application/json";
	exchange->reply_body = str_of(reply);
	exchange->replayed = true;
	return OK;
}

static enum err claim_key(struct http_exchange *exchange, const char *key)
{
	const struct actor *actor = exchange->rq.cx.actor;
	struct claim claim = {.key = rate_who(key, strlen(key)),
		.company_id = actor->company_id,
		.user_id = actor_who(actor)};

	if (claim_make(exchange, claim, 1))
		return OK;
	exchange->rq.cx.failure.retry_after_s = 1;
	return fail(&exchange->rq.cx, ERR_CONFLICT, "Idempotency-Key",
		"A request with this Idempotency-Key is still running.");
}

enum err idempotency_begin(struct http_exchange *exchange)
{
	const char *key = exchange->known[HEADER_IDEMPOTENCY_KEY];
	struct cx *cx = &exchange->rq.cx;
	const struct actor *actor = cx->actor;
	struct db_result found;

	if (!key || !(exchange->match.route->flags & HTTP_IDEMPOTENT_KEY) || !actor_who(actor))
		return OK;
	if (!key_is_good(key))
		return fail(cx, ERR_INVALID, "Idempotency-Key",
			"Idempotency-Key must have 1 to 255 visible ASCII characters.");
	if (!exchange->idempotency_key)
		TRY(claim_key(exchange, key));
	exchange->idempotency_key = key;
	exchange->body_hash = hash_request(exchange);
	TRY(db_run(cx, &find_sql,
		DB_ARGS(db_int(actor->company_id), db_int(actor_who(actor)), db_text(key),
			db_int(cx->now_us - KEPT_US)),
		&found));
	return found.count ? replay(exchange, &found) : OK;
}

/*
 * In the transaction of what the handler wrote: both are there or none. Two
 * nodes may both get here with one key; the unique row lets one of them pass.
 */
enum err idempotency_store(struct http_exchange *exchange)
{
	struct cx *cx = &exchange->rq.cx;
	const struct actor *actor = cx->actor;
	struct db_value company = db_int(actor->company_id);
	struct db_value user = db_int(actor_who(actor));
	struct db_value key = db_text(exchange->idempotency_key);
	enum err err;

	if (!exchange->idempotency_key)
		return OK;
	assert(exchange->reply_kind == REPLY_BYTES);
	TRY(db_exec(
		cx, &expire_sql, DB_ARGS(company, user, key, db_int(cx->now_us - KEPT_US)), NULL));
	err = db_exec(cx, &store_sql,
		DB_ARGS(company, user, key, db_text(route_name(exchange)),
			db_text(exchange->body_hash), db_int(exchange->status),
			db_text(exchange->reply_body.ptr), db_int(cx->now_us)),
		NULL);
	if (err == ERR_CONFLICT) {
		fail_clear(cx);
		cx->failure.retry_after_s = 1;
		return fail(cx, ERR_CONFLICT, "Idempotency-Key",
			"A request with this Idempotency-Key has just run elsewhere.");
	}
	return err;
}

enum err http_idempotency_sweep(struct cx *cx)
{
	return db_exec(cx, &sweep_sql, DB_ARGS(db_int(cx->now_us - KEPT_US)), NULL);
}

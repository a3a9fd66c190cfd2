/* claims.c - what may run only once, or only a few times, at the same moment in this process. */
/* SPDX-License-Identifier: MIT */
#include "platform/http/http_internal.h"

#include <assert.h>

static bool same(const struct claim *a, const struct claim *b)
{
	return a->kind == b->kind && a->key == b->key && a->company_id == b->company_id &&
		a->user_id == b->user_id;
}

bool claim_make(struct http_exchange *exchange, struct claim claim, unsigned limit)
{
	struct http_server *server = exchange->server;
	struct claim *place = &exchange->claims[exchange->claim_count];
	unsigned running = 0;

	assert(exchange->claim_count < COUNT(exchange->claims));
	(void)pthread_mutex_lock(&server->claims_lock);
	for (const struct claim *other = server->claims; other; other = other->next)
		running += same(other, &claim);
	if (running < limit) {
		*place = claim;
		place->next = server->claims;
		server->claims = place;
		exchange->claim_count++;
	}
	(void)pthread_mutex_unlock(&server->claims_lock);
	return running < limit;
}

/* A run that is done again holds what the one before took. */
static bool holds_slow(const struct http_exchange *exchange)
{
	for (unsigned i = 0; i < exchange->claim_count; i++)
		if (exchange->claims[i].kind == CLAIM_SLOW)
			return true;
	return false;
}

enum err http_one_at_a_time(struct http_req *rq, int64_t who)
{
	const struct claim claim = {
		.kind = CLAIM_SLOW, .company_id = rq->cx.actor->company_id, .user_id = who};

	if (holds_slow(rq->exchange) || claim_make(rq->exchange, claim, 1))
		return OK;
	rq->cx.failure.retry_after_s = 1;
	return fail(&rq->cx, ERR_RATE, NULL,
		"One of these is running for you already. Please wait for it to end.");
}

void claims_drop(struct http_exchange *exchange)
{
	struct http_server *server = exchange->server;

	if (!exchange->claim_count)
		return;
	(void)pthread_mutex_lock(&server->claims_lock);
	while (exchange->claim_count) {
		struct claim **at = &server->claims;

		exchange->claim_count--;
		while (*at != &exchange->claims[exchange->claim_count])
			at = &(*at)->next;
		*at = (*at)->next;
	}
	(void)pthread_mutex_unlock(&server->claims_lock);
}

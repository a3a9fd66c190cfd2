/* claims.c - what may run only once, or only a few times, at the same moment in this process. */
/* SPDX-License-Identifier: MIT */
#include "platform/http/http_internal.h"

#include <assert.h>

static bool same(const struct claim *a, const struct claim *b)
{
	return a->expensive == b->expensive && a->key == b->key && a->company_id == b->company_id &&
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

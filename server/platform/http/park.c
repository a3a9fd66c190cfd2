/* park.c - requests that wait, without a worker, for an answer that comes later. */
/* SPDX-License-Identifier: MIT */
#include "platform/http/http_internal.h"
#include "platform/http/http_park.h"

#include <assert.h>

/* Never made: a parked request is its exchange. */
struct http_parked;

void http_park(struct http_req *rq, http_take *take, void *arg)
{
	rq->exchange->park_take = take;
	rq->exchange->park_arg = arg;
}

void park_take(struct http_exchange *exchange)
{
	exchange->park_take((struct http_parked *)exchange, exchange->park_arg);
}

void http_unpark(struct http_parked **parked, int status, const char *type, struct str body)
{
	struct http_exchange *exchange = (struct http_exchange *)*parked;

	*parked = NULL;
	assert(exchange->park_take && !exchange->response);
	http_reply_bytes(&exchange->rq, status, type, body);
	response_build(exchange);
	worker_hand_back(exchange);
}

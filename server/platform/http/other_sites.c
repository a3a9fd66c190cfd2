/* other_sites.c - requests from pages of other sites: who may read the answer, and what browsers ask first. */
/* SPDX-License-Identifier: MIT */
#include "platform/http/http_internal.h"

bool http_from_own_page(const struct http_req *rq)
{
	const char *origin = rq->exchange->known[HEADER_ORIGIN];

	return origin && access_own_origin(rq->exchange, origin);
}

void http_open_to_page(struct http_req *rq)
{
	rq->exchange->open_to_page = true;
}

/* ---- Before the request ---------------------------------------------------------------- */

/*
 * The question has neither key nor token, so that it is about every company's pages
 * at once; whether this one may, the request itself is told.
 */
static enum err answer_question(struct http_req *rq)
{
	struct http_exchange *exchange = rq->exchange;
	const struct http_options *options = &exchange->server->options;
	const char *origin = exchange->known[HEADER_ORIGIN];
	bool known = http_from_own_page(rq);

	if (!known && options->knows_origin)
		TRY(options->knows_origin(&rq->cx, http_header(rq, "Origin"), &known));
	exchange->open_to_page = known && origin;
	http_set_header(rq, "Allow", route_allow(rq->cx.arena, exchange->match.node));
	reply_text(exchange, 204, NULL, "");
	return OK;
}

static const struct http_route question_route = {.handler = answer_question,
	.permission = PERM_PUBLIC,
	.access = HTTP_READ,
	.flags = HTTP_OTHER_SITES | HTTP_NO_CSRF};

bool other_sites_ask(const struct http_exchange *exchange)
{
	const struct route_node *node = exchange->match.node;

	if (!node || !exchange->known[HEADER_ORIGIN])
		return false;
	for (int i = HTTP_GET; i <= HTTP_DELETE; i++)
		if (node->routes[i] && node->routes[i]->flags & HTTP_OTHER_SITES)
			return true;
	return false;
}

void other_sites_answer(struct http_exchange *exchange)
{
	exchange->match.route = &question_route;
}

/* ---- With the answer ---------------------------------------------------------------------- */

void other_sites_headers(struct http_exchange *exchange)
{
	static const char exposed[] = "X-Request-Id, Retry-After, RateLimit-Limit, "
				      "RateLimit-Remaining, RateLimit-Reset";
	const char *origin = exchange->known[HEADER_ORIGIN];

	response_add(exchange, "Vary", "Origin");
	if (!origin || !exchange->open_to_page)
		return;
	response_add(exchange, "Access-Control-Allow-Origin", origin);
	response_add(exchange, "Access-Control-Expose-Headers", exposed);
	if (exchange->verb != VERB_OPTIONS)
		return;
	response_add(exchange, "Access-Control-Allow-Methods", "GET, POST, PATCH, DELETE");
	response_add(exchange, "Access-Control-Allow-Headers",
		"Content-Type, X-Widget-Token, Upload-Offset");
	response_add(exchange, "Access-Control-Max-Age", "7200");
}

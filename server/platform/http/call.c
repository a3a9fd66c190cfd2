/* call.c - a request without a connection: made here, answered by a function. */
/* SPDX-License-Identifier: MIT */
#include "platform/http/http_internal.h"

#include "base/memory.h"

#include <assert.h>

struct http_server *http_server_of(const struct http_req *rq)
{
	return rq->exchange->server;
}

static enum verb verb_of(enum http_method method)
{
	static const enum verb verbs[] = {[HTTP_GET] = VERB_GET,
		[HTTP_POST] = VERB_POST,
		[HTTP_PUT] = VERB_PUT,
		[HTTP_PATCH] = VERB_PATCH,
		[HTTP_DELETE] = VERB_DELETE};

	return verbs[method];
}

static bool find_route(struct http_exchange *exchange, const struct http_call *call)
{
	struct route_match *match = &exchange->match;
	struct path_parts parts;
	bool malformed = false;

	exchange->path = exchange->target;
	if (!path_split(exchange->target, &parts, &malformed))
		return false;
	router_match(exchange->server->router, &parts, match);
	match->route = match->node ? route_for(match->node, call->method) : NULL;
	/* What is no JSON goes over HTTP. */
	if (!match->route || !match->route->out || match->route->flags & HTTP_BODY_FILE)
		return false;
	route_name_parameters(match, match->route->pattern);
	return true;
}

static void fill(struct http_exchange *exchange, const struct http_call *call)
{
	struct arena *arena = exchange_arena(exchange);
	struct cx *cx = &exchange->rq.cx;

	exchange->verb = verb_of(call->method);
	exchange->phase = PHASE_WORKING;
	exchange->call_done = call->done;
	exchange->call_arg = call->arg;
	exchange->widget_token = arena_text(arena, call->widget_token);
	exchange->known[HEADER_IDEMPOTENCY_KEY] = arena_text(arena, call->idempotency_key);
	(void)snprintf(exchange->client_text, sizeof(exchange->client_text), "%s",
		call->ip ? call->ip : "");
	if (!call->ip || !net_parse(call->ip, strlen(call->ip), &exchange->client))
		exchange->client = (struct net_address){0};
	if (call->body.len) {
		exchange->body = buf_in(arena, call->body.len);
		buf_add(&exchange->body, call->body.ptr, call->body.len);
	}
	if (!call->actor)
		return;
	cx->actor = exchange->kept = auth_retain(call->actor);
	cx->language = cx->actor->language;
}

enum err http_call(struct http_server *server, const struct http_call *call)
{
	struct http_exchange *exchange;

	if (memory_is_short() || atomic_load(&server->draining))
		return ERR_BUSY;
	exchange = exchange_of_call(server, call->path);
	if (!exchange)
		return ERR_BUSY;
	fill(exchange, call);
	if (!find_route(exchange, call)) {
		exchange_release(exchange);
		return ERR_NOT_FOUND;
	}
	(void)atomic_fetch_add(&server->running, 1);
	if (mailbox_put(&server->mailbox, exchange, false))
		return OK;
	(void)atomic_fetch_sub(&server->running, 1);
	exchange_release(exchange);
	return ERR_BUSY;
}

void call_answer(struct http_exchange *exchange)
{
	struct str body = exchange->reply_body;

	assert(exchange->reply_kind == REPLY_BYTES);
	if (!text_is(exchange->reply_type, "application/json"))
		body = STR("{}");
	response_count(exchange);
	exchange->call_done(exchange->call_arg, exchange->status, body);
}

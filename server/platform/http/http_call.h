/* http_call.h - requests that came by other means than HTTP: over a socket. */
/* SPDX-License-Identifier: MIT */
#ifndef PLATFORM_HTTP_HTTP_CALL_H
#define PLATFORM_HTTP_HTTP_CALL_H

#include "platform/http/http.h"

struct http_server;

/*
 * Handled by a worker as if HTTP had brought it: the route table, permission,
 * rates, parameters, Idempotency-Key, one unit of work. What a browser could be
 * tricked into is not asked again: whoever opened the socket was.
 */
struct http_call {
	enum http_method method;
	const char *path; /* "/api/chats/conv_12/typing": without escapes or parameters */
	struct str body; /* a JSON object, or nothing */
	const char *idempotency_key; /* or NULL */
	const struct actor *actor; /* NULL: nobody, for public routes */
	const char *ip;
	const char *widget_token; /* http_header("X-Widget-Token"), or NULL */
	/* Once, on a worker, after the commit; body ends in NUL. */
	void (*done)(void *arg, int status, struct str body);
	void *arg;
};

/*
 * Never blocks; everything but arg is copied. ERR_NOT_FOUND: no such route.
 * ERR_BUSY: the server has too much to do or is stopping. done() comes only after OK.
 */
MUST_USE enum err http_call(struct http_server *server, const struct http_call *call);

/* The server that the request came to. */
struct http_server *http_server_of(const struct http_req *rq);

#endif

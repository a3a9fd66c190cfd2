/* exchange.c - one request and its answer: where it comes from, who still holds it. */
/* SPDX-License-Identifier: MIT */
#include "platform/http/http_internal.h"

#include <assert.h>

/* ---- Arenas -------------------------------------------------------------- */

/* What idle arenas keep: enough for lists, and not much for a server at rest. */
#define WARM_BYTES ((size_t)1024 * 1024)
#define POOL_BYTES ((size_t)6 * 1024 * 1024)

struct arena *arena_take(struct http_server *server)
{
	struct arena_pool *pool = &server->arenas;
	struct arena *arena = NULL;

	(void)pthread_mutex_lock(&pool->lock);
	if (pool->count) {
		pool->count--;
		arena = pool->idle[pool->count].arena;
		pool->bytes -= pool->idle[pool->count].bytes;
	}
	(void)pthread_mutex_unlock(&pool->lock);
	return arena ? arena : arena_new(0);
}

void arena_give(struct http_server *server, struct arena **arena)
{
	struct arena_pool *pool = &server->arenas;
	const size_t bytes = arena_reset_warm(*arena, WARM_BYTES);

	(void)pthread_mutex_lock(&pool->lock);
	if (pool->count < COUNT(pool->idle) && pool->bytes + bytes <= POOL_BYTES) {
		pool->idle[pool->count].arena = *arena;
		pool->idle[pool->count].bytes = bytes;
		pool->count++;
		pool->bytes += bytes;
		*arena = NULL;
	}
	(void)pthread_mutex_unlock(&pool->lock);
	arena_free(arena);
}

struct arena *exchange_arena(struct http_exchange *exchange)
{
	if (!exchange->rq.cx.arena)
		exchange->rq.cx.arena = arena_take(exchange->server);
	return exchange->rq.cx.arena;
}

/* ---- Life ---------------------------------------------------------------- */

static void make_request_id(struct http_exchange *exchange)
{
	static const char letters[] = "0123456789abcdefghjkmnpqrstvwxyz";
	struct http_server *server = exchange->server;
	uint64_t number = atomic_fetch_add_explicit(&server->next_request, 1, memory_order_relaxed);
	uint64_t mixed = rate_who(&number, sizeof(number)) ^ server->request_seed[0];
	uint64_t rest = server->request_seed[1];

	for (int i = 0; i < 16; i++) {
		if (i == 12)
			mixed |= rest << 4;
		exchange->request_id[i] = letters[mixed & 31U];
		mixed >>= 5;
	}
	exchange->request_id[16] = '\0';
}

struct http_exchange *exchange_of_call(struct http_server *server, const char *target)
{
	struct http_exchange *exchange = calloc(1, sizeof(*exchange));
	size_t length = strlen(target);

	if (!exchange)
		return NULL;
	exchange->rq.exchange = exchange;
	exchange->server = server;
	(void)atomic_fetch_add_explicit(&server->live, 1, memory_order_relaxed);
	exchange->references = 1;
	exchange->spool_fd = -1;
	exchange->started_us = clock_steady_us();
	exchange->tls = server->tls != NULL;
	exchange->rq.cx.actor = actor_nobody();
	exchange->target = exchange->target_inline;
	if (length >= sizeof(exchange->target_inline))
		exchange->target = arena_alloc(exchange_arena(exchange), length + 1);
	memcpy(exchange->target, target, length + 1);
	make_request_id(exchange);
	exchange->rq.cx.request_id = exchange->request_id;
	return exchange;
}

struct http_exchange *exchange_new(
	struct http_server *server, struct MHD_Connection *connection, const char *target)
{
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(
		connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
	struct http_exchange *exchange;

	/* A connection that got no peer for lack of memory has neither an address nor deadlines. */
	if (!info || !info->socket_context)
		return NULL;
	exchange = exchange_of_call(server, target);
	if (!exchange)
		return NULL;
	exchange->peer = info->socket_context;
	exchange->connection = connection;
	return exchange;
}

void exchange_hold(struct http_exchange *exchange)
{
	(void)atomic_fetch_add_explicit(&exchange->references, 1, memory_order_relaxed);
}

void exchange_release(struct http_exchange *exchange)
{
	if (atomic_fetch_sub(&exchange->references, 1) != 1)
		return;
	assert(!exchange->claim_count);
	if (exchange->upgrade_waits)
		exchange->match.node->upgrade->take(
			-1, (struct str){0}, exchange->upgrade_state, NULL, NULL);
	if (exchange->kept)
		auth_release(&exchange->kept);
	body_forget_file(exchange);
	reply_file_close(&exchange->file);
	/* Bodies of logins carry passwords. */
	if (exchange->rq.cx.arena && exchange->match.route &&
		exchange->match.route->flags & HTTP_LOGIN_RATE)
		arena_wipe(exchange->rq.cx.arena);
	if (exchange->rq.cx.arena)
		arena_give(exchange->server, &exchange->rq.cx.arena);
	(void)atomic_fetch_sub(&exchange->server->live, 1);
	free(exchange);
}

void exchange_forget_answer(struct http_exchange *exchange)
{
	exchange->reply_kind = REPLY_NONE;
	exchange->status = 0;
	exchange->headers = NULL;
	exchange->csp = NULL;
	exchange->cache_control = NULL;
	exchange->body_is_static = false;
	exchange->replayed = false;
	reply_file_close(&exchange->file);
	if (exchange->response) {
		MHD_destroy_response(exchange->response);
		exchange->response = NULL;
	}
}

/* worker.c - one request as one unit of work: check, handle, commit, and only then answer. */
/* SPDX-License-Identifier: MIT */
#include "platform/http/http_internal.h"

#include <assert.h>

#define EXPENSIVE_AT_ONCE 2

void worker_resume(struct http_exchange *exchange)
{
	MHD_resume_connection(exchange->connection);
}

void worker_hand_back(struct http_exchange *exchange)
{
	struct http_server *server = exchange->server;

	claims_drop(exchange);
	body_forget_file(exchange);
	if (exchange->call_done)
		call_answer(exchange);
	else if (!exchange->streaming)
		worker_resume(exchange);
	exchange_release(exchange);
	(void)atomic_fetch_sub(&server->running, 1);
}

static void end_with_error(struct http_exchange *exchange, enum err err)
{
	db_rollback(&exchange->rq.cx);
	db_return(&exchange->rq.cx);
	if (exchange->streaming) {
		stream_end(exchange, err);
	} else {
		reply_error(exchange, err);
		if (!exchange->call_done)
			response_build(exchange);
	}
	worker_hand_back(exchange);
}

struct mailbox *mailbox_of(struct http_exchange *exchange)
{
	const struct http_route *route = exchange->match.route;

	return route && route->flags & HTTP_SLOW ? &exchange->server->slow
						 : &exchange->server->mailbox;
}

static bool may_run_again(const struct http_exchange *exchange)
{
	return exchange->prepared && exchange->runs < RUNS_MAX && !exchange->streaming &&
		db_should_retry(&exchange->rq.cx);
}

/* Called by the database when the unit is on disk, or is not; perhaps on another worker. */
static void on_done(void *arg, enum err outcome)
{
	struct http_exchange *exchange = arg;

	if (outcome != OK) {
		if (may_run_again(exchange)) {
			db_return(&exchange->rq.cx);
			if (!mailbox_put(mailbox_of(exchange), exchange, true))
				end_with_error(exchange, ERR_BUSY);
			return;
		}
		end_with_error(exchange, outcome);
		return;
	}
	db_return(&exchange->rq.cx);
	if (exchange->park_take) {
		park_take(exchange);
		return;
	}
	if (exchange->streaming)
		stream_end(exchange, OK);
	worker_hand_back(exchange);
}

/* ---- The unit ------------------------------------------------------------------ */

static enum err claim_expensive(struct http_exchange *exchange)
{
	const struct actor *actor = exchange->rq.cx.actor;
	struct claim claim = {.kind = CLAIM_EXPENSIVE,
		.company_id = actor->company_id,
		.user_id = actor_who(actor)};

	if (!(exchange->match.route->flags & HTTP_EXPENSIVE) ||
		claim_make(exchange, claim, EXPENSIVE_AT_ONCE))
		return OK;
	exchange->rq.cx.failure.retry_after_s = 5;
	return fail(&exchange->rq.cx, ERR_RATE, NULL,
		"You already have two of these running. Please wait for one to end.");
}

/* What happens once, however often the handler has to run. */
static enum err prepare(struct http_exchange *exchange)
{
	TRY(access_check(exchange));
	TRY(params_check_query(exchange));
	if (exchange->match.route)
		TRY(claim_expensive(exchange));
	return OK;
}

static enum err run_route(struct http_exchange *exchange)
{
	const struct http_route *route = exchange->match.route;
	struct cx *cx = &exchange->rq.cx;

	/* Also where no parameter is read: a body for another company is refused everywhere. */
	if (!(route->flags & (HTTP_BODY_FILE | HTTP_BODY_RAW)))
		TRY(params_parse_body(exchange));
	if (route->access == HTTP_READ)
		db_read_together(cx);
	TRY(idempotency_begin(exchange));
	if (!exchange->replayed) {
		TRY(route->handler(&exchange->rq));
		if (exchange->park_take)
			return OK;
		reply_finish_json(exchange);
		TRY(idempotency_store(exchange));
	}
	/* A READ route that writes is a bug of its table row. */
	assert(route->access == HTTP_WRITE || !db_writing(cx));
	return OK;
}

static void begin_again(struct http_exchange *exchange)
{
	exchange_forget_answer(exchange);
	exchange->body_parsed = false;
	exchange->json = NULL;
	exchange->form_pairs = (struct pairs){0};
	fail_clear(&exchange->rq.cx);
	exchange->rq.cx.events = NULL;
	exchange->rq.cx.actor = exchange->caller; /* another lived in what is rewound */
	arena_rewind(exchange->rq.cx.arena, exchange->mark);
}

static enum err run_once(struct http_exchange *exchange)
{
	struct cx *cx = &exchange->rq.cx;
	bool first = exchange->runs++ == 0;

	if (!first)
		begin_again(exchange);
	cx->now_us = clock_now_us();
	cx->ip = http_client_ip(&exchange->rq);
	db_lend(exchange->server->pool, cx);
	if (first) {
		TRY(prepare(exchange));
		exchange->caller = cx->actor;
		exchange->mark = arena_mark(cx->arena);
		exchange->prepared = true;
	}
	return exchange->match.route ? run_route(exchange) : upgrade_run(exchange);
}

/* A refused login: its counters are committed, and only then is it refused. */
static bool keeps_writes(const struct http_exchange *exchange)
{
	const struct cx *cx = &exchange->rq.cx;

	return cx->failure.keep_writes && !exchange->streaming && db_writing(cx);
}

static void run(struct http_exchange *exchange)
{
	enum err err = run_once(exchange);

	while (err != OK && may_run_again(exchange)) {
		db_rollback(&exchange->rq.cx);
		db_return(&exchange->rq.cx);
		err = run_once(exchange);
	}
	if (err != OK && keeps_writes(exchange)) {
		reply_error(exchange, err);
	} else if (err != OK) {
		end_with_error(exchange, err);
		return;
	}
	/* Made before the commit: who commits for many has only to wake the connections. */
	if (!exchange->streaming && !exchange->call_done && exchange->reply_kind == REPLY_BYTES)
		response_build(exchange);
	db_finish(&exchange->rq.cx, on_done, exchange);
}

void *worker_main(void *arg)
{
	struct mailbox *mailbox = arg;
	struct http_exchange *exchange;

	mailbox_join(mailbox);
	while ((exchange = mailbox_take(mailbox)))
		run(exchange);
	return NULL;
}

/* intake.c - libmicrohttpd's callbacks: from the request line to the mailbox; the answer out. */
/* SPDX-License-Identifier: MIT */
#include "platform/http/http_internal.h"

#include "base/memory.h"

#define HEAD_US (10 * US_PER_SECOND)
#define BODY_US (30 * US_PER_SECOND)
#define IDLE_US (65 * US_PER_SECOND) /* the library's own limit of 60 s comes first */
#define BODY_BYTES_PER_SECOND 8192 /* slower clients than this are dripping on purpose */
#define SWALLOW_BYTES ((int64_t)65536) /* bodies read only to keep the connection usable */

static void set_deadline(const struct http_exchange *exchange, int64_t from_now_us)
{
	if (exchange->peer)
		atomic_store_explicit(&exchange->peer->deadline_us,
			from_now_us ? clock_steady_us() + from_now_us : 0, memory_order_relaxed);
}

void *intake_uri(void *cls, const char *uri, struct MHD_Connection *connection)
{
	struct http_exchange *exchange = exchange_new(cls, connection, uri);

	if (exchange)
		set_deadline(exchange, HEAD_US);
	return exchange;
}

void intake_completed(void *cls, struct MHD_Connection *connection, void **context,
	enum MHD_RequestTerminationCode why)
{
	struct http_exchange *exchange = *context;

	(void)cls;
	(void)connection;
	(void)why;
	*context = NULL;
	if (!exchange)
		return;
	set_deadline(exchange, IDLE_US);
	exchange->peer = NULL;
	/*
	 * The client left while a worker made the answer: the library never asked for
	 * it. It holds the exchange, and a stream learns by it that nobody reads.
	 */
	if (exchange->response)
		MHD_destroy_response(exchange->response);
	exchange->response = NULL;
	exchange_release(exchange);
}

/* ---- Answers from the I/O thread ------------------------------------------ */

static enum MHD_Result answer_now(struct http_exchange *exchange, enum err err)
{
	if (err)
		reply_error(exchange, err);
	response_build(exchange);
	exchange->phase = PHASE_ANSWER;
	return response_queue(exchange);
}

static enum MHD_Result answer_options(struct http_exchange *exchange)
{
	const struct route_node *node = exchange->match.node;
	const char *allow = node ? route_allow(exchange_arena(exchange), node)
				 : "GET, HEAD, OPTIONS";

	http_set_header(&exchange->rq, "Allow", allow);
	reply_text(exchange, 204, NULL, "");
	return answer_now(exchange, OK);
}

/* Hand over to a worker. The connection sleeps first: a quick worker may wake it at once. */
static enum MHD_Result hand_over(struct http_exchange *exchange)
{
	struct http_server *server = exchange->server;

	exchange->phase = PHASE_WORKING;
	set_deadline(exchange, 0);
	(void)atomic_fetch_add(&server->running, 1);
	exchange_hold(exchange);
	MHD_suspend_connection(exchange->connection);
	if (!memory_is_short() && mailbox_put(mailbox_of(exchange), exchange, false))
		return MHD_YES;
	exchange->rq.cx.failure.retry_after_s = 1;
	reply_error(exchange,
		fail(&exchange->rq.cx, ERR_BUSY, NULL,
			"The server has more to do than it can take on. Please try again in a "
			"moment."));
	response_build(exchange);
	worker_resume(exchange);
	(void)atomic_fetch_sub(&server->running, 1);
	exchange_release(exchange);
	return MHD_YES;
}

static enum MHD_Result dispatch(struct http_exchange *exchange)
{
	enum err err = body_end(exchange);

	if (err)
		return answer_now(exchange, err);
	if (exchange->verb == VERB_OPTIONS && !other_sites_ask(exchange))
		return answer_options(exchange);
	if (exchange->verb == VERB_OPTIONS)
		other_sites_answer(exchange);
	if (exchange->match.node)
		return hand_over(exchange);
	if (static_reply(exchange))
		return answer_now(exchange, OK);
	return answer_now(exchange,
		fail(&exchange->rq.cx, ERR_NOT_FOUND, NULL, "There is nothing at this address."));
}

/* ---- Steps ------------------------------------------------------------------ */

static bool small_or_no_body(const struct http_exchange *exchange)
{
	const char *length = exchange->known[HEADER_CONTENT_LENGTH];
	int64_t announced = 0;

	if (exchange->known[HEADER_TRANSFER_ENCODING])
		return false;
	return !length || (text_int(length, &announced) && announced <= SWALLOW_BYTES);
}

/*
 * A refusal with a small body waits until the body was read, which keeps the
 * connection usable; otherwise, and for requests whose end is in doubt, the
 * answer goes out at once and the library closes the connection after it.
 */
static enum MHD_Result step_head(struct http_exchange *exchange, const char *method)
{
	enum err err;

	head_read(exchange, method);
	err = head_decide(exchange);
	if (err && (err == ERR_MALFORMED || !small_or_no_body(exchange)))
		return answer_now(exchange, err);
	exchange->refusal = err;
	exchange->phase = PHASE_BODY;
	set_deadline(exchange, BODY_US);
	return MHD_YES;
}

static enum MHD_Result step_body(struct http_exchange *exchange, const char *data, size_t *size)
{
	int64_t earned_us;

	if (!*size)
		return dispatch(exchange);
	body_take(exchange, data, *size);
	*size = 0;
	if (body_is_hopeless(exchange))
		return MHD_NO;
	earned_us = (int64_t)exchange->body_bytes * US_PER_SECOND / BODY_BYTES_PER_SECOND;
	set_deadline(exchange, exchange->started_us + BODY_US + earned_us - clock_steady_us());
	return MHD_YES;
}

enum MHD_Result intake_access(void *cls, struct MHD_Connection *connection, const char *url,
	const char *method, const char *version, const char *data, size_t *size, void **context)
{
	struct http_exchange *exchange = *context;

	(void)cls;
	(void)connection;
	(void)url;
	(void)version;
	if (!exchange)
		return MHD_NO;
	switch (exchange->phase) {
	case PHASE_HEAD:
		return step_head(exchange, method);
	case PHASE_BODY:
		return step_body(exchange, data, size);
	case PHASE_WORKING:
		if (!exchange->response)
			return MHD_NO;
		exchange->phase = PHASE_ANSWER;
		return response_queue(exchange);
	case PHASE_ANSWER:
		break;
	}
	return MHD_NO;
}

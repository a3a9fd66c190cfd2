/* response.c - from what an exchange says to the library's response, with the standing headers. */
/* SPDX-License-Identifier: MIT */
#include "platform/http/http_internal.h"

#include "platform/log/log.h"
#include "platform/metrics/metrics.h"

#include <assert.h>

#define STANDARD_CSP \
	"default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; " \
	"font-src 'self'; connect-src 'self'; worker-src 'self'; object-src 'none'; " \
	"base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

static struct metric answers[] = {
	{.name = "hatif_http_requests_total{class=\"1xx\"}", .about = "Answered requests"},
	{.name = "hatif_http_requests_total{class=\"2xx\"}", .about = "Answered requests"},
	{.name = "hatif_http_requests_total{class=\"3xx\"}", .about = "Answered requests"},
	{.name = "hatif_http_requests_total{class=\"4xx\"}", .about = "Answered requests"},
	{.name = "hatif_http_requests_total{class=\"5xx\"}", .about = "Answered requests"},
};
static struct histogram *read_time, *write_time, *page_time;
static pthread_once_t metrics_once = PTHREAD_ONCE_INIT;

static void make_metrics(void)
{
	static const char about[] = "Time from the request line to the answer";

	for (size_t i = 0; i < COUNT(answers); i++)
		metric_register(&answers[i]);
	read_time = histogram_new("hatif_http_request_seconds{class=\"read\"}", about);
	write_time = histogram_new("hatif_http_request_seconds{class=\"write\"}", about);
	page_time = histogram_new("hatif_http_request_seconds{class=\"page\"}", about);
}

void response_metrics_start(void)
{
	(void)pthread_once(&metrics_once, make_metrics);
}

/*
 * Without memory for a header there is no answer at all, and the connection is
 * closed: one that lacks its policy or its type would be a wrong one.
 */
void response_add(struct http_exchange *exchange, const char *name, const char *value)
{
	if (!exchange->response ||
		MHD_add_response_header(exchange->response, name, value) == MHD_YES)
		return;
	MHD_destroy_response(exchange->response);
	exchange->response = NULL;
}

/* ---- CORS (A-41) ------------------------------------------------------------- */

static bool origin_is_listed(const struct http_options *options, const char *origin)
{
	return options->cors_origins && word_index(options->cors_origins, origin) >= 0;
}

static void add_cors(struct http_exchange *exchange)
{
	static const char exposed[] = "X-Request-Id, Retry-After, Idempotency-Replayed, "
				      "RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset";
	const struct http_options *options = &exchange->server->options;
	const char *origin = exchange->known[HEADER_ORIGIN];
	bool listed = origin && origin_is_listed(options, origin);

	if (exchange->open_to_all) {
		response_add(exchange, "Access-Control-Allow-Origin", "*");
		response_add(exchange, "Cross-Origin-Resource-Policy", "cross-origin");
		return;
	}
	if (exchange->match.route && exchange->match.route->flags & HTTP_OTHER_SITES) {
		other_sites_headers(exchange);
		return;
	}
	if (options->cors_origins && options->cors_origins[0])
		response_add(exchange, "Vary", "Origin");
	if (!origin || (!listed && !options->cors_any))
		return;
	response_add(exchange, "Access-Control-Allow-Origin", listed ? origin : "*");
	if (listed)
		response_add(exchange, "Access-Control-Allow-Credentials", "true");
	response_add(exchange, "Access-Control-Expose-Headers", exposed);
	if (exchange->verb != VERB_OPTIONS)
		return;
	response_add(exchange, "Access-Control-Allow-Methods",
		"GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
	response_add(exchange, "Access-Control-Allow-Headers",
		"Authorization, Content-Type, Idempotency-Key, If-Match, X-XSRF-TOKEN");
	response_add(exchange, "Access-Control-Max-Age", "600");
}

/* ---- Standing headers ---------------------------------------------------------- */

void response_add_standard(struct http_exchange *exchange)
{
	response_add(exchange, "X-Request-Id", exchange->request_id);
	response_add(exchange, "X-Content-Type-Options", "nosniff");
	response_add(
		exchange, "Content-Security-Policy", exchange->csp ? exchange->csp : STANDARD_CSP);
	response_add(exchange, "Referrer-Policy", "same-origin");
	response_add(exchange, "Permissions-Policy",
		"camera=(), geolocation=(), payment=(), usb=(), microphone=(self)");
	response_add(exchange, "Cross-Origin-Opener-Policy", "same-origin");
	response_add(exchange, "Cache-Control",
		exchange->cache_control ? exchange->cache_control : "no-store");
	if (exchange->tls)
		response_add(exchange, "Strict-Transport-Security",
			"max-age=31536000; includeSubDomains");
	/* A stopping server asks its clients to come back to the next one. */
	if (atomic_load_explicit(&exchange->server->draining, memory_order_relaxed))
		response_add(exchange, "Connection", "close");
	add_cors(exchange);
	for (const struct reply_header *header = exchange->headers; header; header = header->next)
		response_add(exchange, header->name, header->value);
	if (exchange->replayed)
		response_add(exchange, "Idempotency-Replayed", "true");
}

static void release_body(void *exchange)
{
	exchange_release(exchange);
}

/* libmicrohttpd sends the bytes from where they are; the arena waits for the last of them. */
static struct MHD_Response *response_of_bytes(struct http_exchange *exchange)
{
	struct str body = exchange->reply_body;
	struct MHD_Response *response;
	void *bytes;

	if (exchange->file.open)
		return reply_file_response(&exchange->file);
	/* The library promises not to write to it. */
	memcpy(&bytes, &body.ptr, sizeof(bytes));
	if (exchange->body_is_static || !body.len)
		return MHD_create_response_from_buffer(body.len, bytes, MHD_RESPMEM_PERSISTENT);
	exchange_hold(exchange);
	response = MHD_create_response_from_buffer_with_free_callback_cls(
		body.len, bytes, release_body, exchange);
	if (!response)
		exchange_release(exchange);
	return response;
}

void response_build(struct http_exchange *exchange)
{
	assert(exchange->reply_kind == REPLY_BYTES && !exchange->response);
	exchange->response = response_of_bytes(exchange);
	if (exchange->reply_type)
		response_add(exchange, "Content-Type", exchange->reply_type);
	response_add_standard(exchange);
}

/* ---- Out -------------------------------------------------------------------------- */

void response_count(struct http_exchange *exchange)
{
	static const char *const verbs[] = {
		"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "other"};
	const struct route_match *match = &exchange->match;
	const struct actor *actor = exchange->rq.cx.actor;
	int64_t spent_us = clock_steady_us() - exchange->started_us;
	int class = exchange->status / 100;
	enum log_level level = LOG_DEBUG;

	if (class >= 1 && class <= 5)
		metric_add(&answers[class - 1], 1);
	histogram_observe(!match->route                      ? page_time
			: match->route->access == HTTP_WRITE ? write_time
							     : read_time,
		spent_us);
	if (class == 5)
		level = LOG_ERROR;
	else if (match->node && spent_us >= exchange->server->options.slow_us)
		level = LOG_INFO;
	log_write(level, "http.request",
		(const struct log_field[]){LOG_TEXT("method", verbs[exchange->verb]),
			LOG_TEXT("route", match->node ? match->node->pattern : ""),
			LOG_INT("status", exchange->status), LOG_INT("us", spent_us),
			LOG_TEXT("request_id", exchange->request_id),
			LOG_INT("company", actor->company_id), LOG_INT("user", actor->user_id),
			LOG_END});
}

enum MHD_Result response_queue(struct http_exchange *exchange)
{
	struct MHD_Response *response = exchange->response;
	enum MHD_Result result;

	if (!response)
		return MHD_NO;
	exchange->response = NULL;
	response_count(exchange);
	result = MHD_queue_response(exchange->connection, (unsigned)exchange->status, response);
	MHD_destroy_response(response);
	return result;
}

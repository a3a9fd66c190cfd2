/* builtin.c - routes of the platform itself: health, readiness, metrics, the API's description. */
/* SPDX-License-Identifier: MIT */
#include "platform/http/http_internal.h"

#include "platform/metrics/metrics.h"

const struct db_query http_ping_sql = {
	"http.ping", "SELECT COUNT(*) FROM installation WHERE name = $1", NULL, NULL};

static enum err ping(struct cx *cx)
{
	struct db_result result;

	return db_run(cx, &http_ping_sql, DB_ARGS(db_text("")), &result);
}

static enum err get_health(struct http_req *rq)
{
	const struct http_server *server = rq->exchange->server;
	bool good = ping(&rq->cx) == OK;
	struct json *json;

	fail_clear(&rq->cx);
	json = http_reply(rq, good ? 200 : 503);
	json_field_text(json, "status", good ? "ok" : "degraded");
	json_field_text(json, "version", server->options.version);
	json_field_text(json, "db", good ? "ok" : "failing");
	json_field_int(
		json, "uptime_seconds", (clock_steady_us() - server->started_us) / US_PER_SECOND);
	return OK;
}

static enum err get_ready(struct http_req *rq)
{
	if (atomic_load(&rq->exchange->server->draining))
		return fail(&rq->cx, ERR_BUSY, NULL, "The server is stopping.");
	TRY(ping(&rq->cx));
	json_field_text(http_reply(rq, 200), "status", "ready");
	return OK;
}

static enum err get_metrics(struct http_req *rq)
{
	const struct http_exchange *exchange = rq->exchange;
	struct buf text;

	if (!exchange->server->options.metrics_public && !net_is_loopback(&exchange->client) &&
		!net_list_has(&exchange->server->proxies, &exchange->client))
		return fail(&rq->cx, ERR_DENIED, NULL, "Metrics are shown to this host only.");
	text = buf_in(rq->cx.arena, 16384);
	metrics_write(&text);
	http_reply_bytes(rq, 200, "text/plain; version=0.0.4; charset=utf-8",
		(struct str){text.ptr, text.len});
	return OK;
}

static enum err get_openapi(struct http_req *rq)
{
	struct http_exchange *exchange = rq->exchange;

	exchange->reply_kind = REPLY_BYTES;
	exchange->status = 200;
	exchange->reply_type = "application/json";
	exchange->reply_body = exchange->server->openapi;
	exchange->body_is_static = true;
	exchange->cache_control = "no-cache";
	return OK;
}

static const char *const health_words[] = {"ok", "degraded", NULL};
static const char *const db_words[] = {"ok", "failing", NULL};
static const char *const ready_words[] = {"ready", NULL};

static const struct schema_field health_fields[] = {
	{"status", SCHEMA_WORD, 0, NULL, health_words, "Does the program do its work?"},
	{"version", SCHEMA_TEXT, 0, NULL, NULL, "The program's version"},
	{"db", SCHEMA_WORD, 0, NULL, db_words, "Does the database answer?"},
	{"uptime_seconds", SCHEMA_INT, 0, NULL, NULL, "Since the server started"},
};
static const struct schema health_schema = {"Health", health_fields, COUNT(health_fields)};

static const struct schema_field ready_fields[] = {
	{"status", SCHEMA_WORD, 0, NULL, ready_words, "Ready for requests"},
};
static const struct schema ready_schema = {"Ready", ready_fields, COUNT(ready_fields)};

const struct http_route builtin_routes[] = {
	{HTTP_GET, "/health", get_health, PERM_PUBLIC, HTTP_READ,
		"Health of the program; public: watchdogs have no login", NULL, &health_schema, 0,
		0, 0},
	{HTTP_GET, "/ready", get_ready, PERM_PUBLIC, HTTP_READ,
		"Ready for requests; public: load balancers have no login", NULL, &ready_schema, 0,
		0, 0},
	{HTTP_GET, "/metrics", get_metrics, PERM_PUBLIC, HTTP_READ,
		"Counters in Prometheus text; public, but only to this host unless configured",
		NULL, NULL, 0, 0, 0},
	{HTTP_GET, "/openapi.json", get_openapi, PERM_PUBLIC, HTTP_READ,
		"This description; public: it holds no data", NULL, NULL, 0, 0, 0},
	{0},
};

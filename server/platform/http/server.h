/* server.h - starting and stopping the HTTP side; only app/ includes this. */
/* SPDX-License-Identifier: MIT */
#ifndef PLATFORM_HTTP_SERVER_H
#define PLATFORM_HTTP_SERVER_H

#include "platform/db/db.h"
#include "platform/http/http.h"

struct http_server;

struct http_options {
	const char *const
		*listen; /* NULL-terminated "HOST:PORT", "[::1]:8000", port 0 = any free */
	int workers; /* threads running handlers; 0 = chosen */
	const char *tls_certificate, *tls_key; /* PEM files, or NULL */
	const char *public_url; /* or NULL */
	const char *const *cors_origins; /* NULL-terminated allow-list; empty = same origin only */
	const char *const *trusted_proxies; /* addresses whose X-Forwarded-For counts */
	bool cors_any; /* development: any origin, no credentials */
	const char *spool_dir;
	const char *version;
	int64_t rate_user_per_minute, rate_login_per_minute, rate_ip_per_minute; /* 0 = none */
	int64_t rate_key_per_minute; /* of one API key; 0 = none */
	int64_t rate_visit_per_minute; /* visits that begin at one address; 0 = none */
	int64_t rate_visitor_per_minute; /* messages of one visitor; 0 = none */
	/* May pages of this origin ask anything of HTTP_OTHER_SITES? In a reading unit. NULL: none. */
	enum err (*knows_origin)(struct cx *cx, const char *origin, bool *known);
	int64_t slow_us; /* requests at least this slow are logged; 0 = all */
	bool metrics_public; /* /metrics for others than this host and the trusted proxies */
	unsigned connections; /* in all; 0 = 4096 */
	unsigned connections_per_ip; /* 0 = 512; trusted proxies are not counted */
	size_t queue; /* requests waiting for a worker; 0 = 2048 */
};

/* Upgrades a GET of one path to a socket; the hub takes the descriptor. */
struct http_upgrade {
	const char *path; /* may have parameters, as a route's pattern */
	const char *summary;
	bool anyone; /* who it is is not said by the request, or by means of its own */
	/*
	 * Decide on an I/O or worker thread. OK: the connection is upgraded and
	 * take() gets the descriptor (and, over TLS, MHD's handle kept open).
	 */
	enum err (*check)(struct http_req *rq, void **state);
	/*
	 * fd is owned by take(); early are bytes already read; done(handle) ends a
	 * TLS forward, NULL on plain sockets. fd -1: the client went away before the
	 * upgrade; only the state is to be released. On an I/O thread: must not block.
	 */
	void (*take)(
		int fd, struct str early, void *state, void (*done)(void *handle), void *handle);
};

/*
 * routes and upgrades: NULL-terminated lists of tables, each ending in {0}, or
 * NULL. A path may have both a GET route and an upgrade: who asks for a
 * WebSocket gets the latter. Tables and all texts of the options live as long as
 * the server.
 */
MUST_USE enum err http_start(struct db_pool *pool, const struct http_options *options,
	const struct http_route *const *routes, const struct http_upgrade *const *upgrades,
	struct http_server **server, const char **why);

/* Port of the n-th listener (for port 0). */
int http_port(const struct http_server *server, size_t listener);

/* Stop accepting, finish what runs (at most drain_ms), then free. */
void http_stop(struct http_server **stopped, int drain_ms);

/* Read the TLS files again; new connections get the new certificate. *why when they are bad. */
MUST_USE bool http_reload_tls(struct http_server *server, const char **why);

/* Forget remembered answers of Idempotency-Keys older than a day; run by the scheduler. */
MUST_USE enum err http_idempotency_sweep(struct cx *cx);
/* The statements of platform/http. */
extern db_query_list http_queries;

/* openapi.json of the tables, as text in the arena. */
struct str http_openapi(struct arena *arena, const struct http_route *const *routes,
	const struct http_upgrade *const *upgrades, const char *version);

#endif

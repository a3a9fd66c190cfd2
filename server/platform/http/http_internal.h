/* http_internal.h - what the files of platform/http share; nobody else includes it. */
/* SPDX-License-Identifier: MIT */
#ifndef PLATFORM_HTTP_HTTP_INTERNAL_H
#define PLATFORM_HTTP_HTTP_INTERNAL_H

#include "base/clock.h"
#include "platform/http/http_call.h"
#include "platform/http/http_net.h"
#include "platform/http/http_park.h"
#include "platform/http/http_rate.h"
#include "platform/http/http_router.h"
#include "platform/http/server.h"

#include <microhttpd.h>
#include <pthread.h>
#include <stdatomic.h>

#define LISTENERS_MAX 8
#define TARGET_INLINE_BYTES 256
#define TARGET_BYTES_MAX 8192
#define BODY_BYTES_MAX ((size_t)1024 * 1024)
#define FILE_BYTES_MAX ((size_t)64 * 1024 * 1024)
#define REQUEST_ID_BYTES 65 /* our own have 16 letters, a proxy's up to 64 */
#define SLOW_WORKERS 2
#define RUNS_MAX 3 /* of one request, when the engine asks for another try */

/* ---- Connections -------------------------------------------------------- */

/* One accepted connection. Owned by libmicrohttpd's socket context, listed for the reaper. */
struct peer {
	struct http_server *server;
	struct net_address address;
	int fd;
	_Atomic int64_t deadline_us; /* steady clock; 0 = none of ours */
	struct ip_entry *ip; /* counts the connections of this address */
	struct peer *next, **link;
};

struct ip_entry {
	struct net_address address;
	unsigned connections;
	struct ip_entry *next;
};

#define IP_BUCKETS 1024

struct peers {
	pthread_mutex_t lock;
	pthread_cond_t wake; /* to stop the reaper */
	struct peer *first;
	struct ip_entry *buckets[IP_BUCKETS];
	unsigned per_ip_max;
	bool stopping, started;
	pthread_t reaper;
};

void peers_init(struct http_server *server);
void peers_stop(struct http_server *server);
/* A socket is counted by its hub, no longer among the connections of its address. */
void peers_upgraded(struct peer *peer);
enum MHD_Result peers_accept(void *cls, const struct sockaddr *address, socklen_t length);
void peers_notify(void *cls, struct MHD_Connection *connection, void **context,
	enum MHD_ConnectionNotificationCode code);

/* ---- Mailbox ------------------------------------------------------------ */

/* Requests on their way from the I/O threads to the workers: first in, first out, bounded. */
struct mailbox {
	pthread_mutex_t lock;
	pthread_cond_t called;
	struct http_exchange *first, **end;
	size_t count, limit;
	int awake, sleepers; /* workers; a called one is awake */
	int calls; /* given, not yet heard */
	atomic_int writers; /* queued requests of WRITE routes */
	bool closed;
	int timer;
	bool armed, watched;
	pthread_t watch;
};

MUST_USE bool mailbox_init(struct mailbox *mailbox, size_t limit);
void mailbox_destroy(struct mailbox *mailbox);
/* False when full or closed. `again` is for reruns, which were admitted once: never refused. */
MUST_USE bool mailbox_put(struct mailbox *mailbox, struct http_exchange *exchange, bool again);
/* Once by each worker, before it takes anything. */
void mailbox_join(struct mailbox *mailbox);
/* NULL when closed and empty. */
struct http_exchange *mailbox_take(struct mailbox *mailbox);
void mailbox_close(struct mailbox *mailbox);
int mailbox_pending_writers(void *mailbox);

/* ---- Server ------------------------------------------------------------- */

struct listener {
	struct MHD_Daemon *daemon;
	int fd;
	int port;
	char host[64]; /* as in a URL: IPv6 in brackets */
};

/* Idle arenas, as large as their last requests needed; the last used goes out first. */
struct arena_pool {
	pthread_mutex_t lock;
	struct {
		struct arena *arena;
		size_t bytes;
	} idle[64];
	size_t count, bytes;
};

struct http_tls;

struct http_server {
	struct http_options options;
	struct db_pool *pool;
	struct arena *arena; /* of the server's whole life */
	const struct http_route *const *routes;
	const struct http_upgrade *const *upgrades;
	struct router *router;
	struct listener listeners[LISTENERS_MAX];
	size_t listener_count;
	struct http_tls *tls; /* NULL: plain */
	const char *public_url;
	struct net_list proxies;
	struct rate_table *rates;
	struct peers peers;
	struct mailbox mailbox, slow; /* slow: of routes that are HTTP_SLOW */
	struct arena_pool arenas;
	pthread_t *workers;
	size_t worker_count;
	pthread_t slow_workers[SLOW_WORKERS];
	size_t slow_worker_count;
	struct str openapi;
	int64_t started_us; /* steady */
	atomic_int running; /* exchanges between mailbox and answer */
	atomic_int live; /* exchanges in all: from a request line to the last byte of its answer */
	atomic_bool draining;
	_Atomic uint64_t next_request;
	uint64_t request_seed[2];
	pthread_mutex_t claims_lock;
	struct claim *claims;
};

/* listen.c: bind one address of the options. False: *why. */
MUST_USE bool listener_open(
	struct arena *arena, const char *text, struct listener *listener, const char **why);

struct arena *arena_take(struct http_server *server);
void arena_give(struct http_server *server, struct arena **arena);

/* ---- Exchange ------------------------------------------------------------ */

/* Headers read in one walk over the request; everything else through http_header(). */
enum known_header {
	HEADER_ACCEPT,
	HEADER_ACCEPT_ENCODING,
	HEADER_ACCEPT_LANGUAGE,
	HEADER_AUTHORIZATION,
	HEADER_CONNECTION,
	HEADER_CONTENT_ENCODING,
	HEADER_CONTENT_LENGTH,
	HEADER_CONTENT_TYPE,
	HEADER_COOKIE,
	HEADER_FORWARDED_FOR,
	HEADER_FORWARDED_PROTO,
	HEADER_HOST,
	HEADER_IDEMPOTENCY_KEY,
	HEADER_IF_MATCH,
	HEADER_IF_NONE_MATCH,
	HEADER_ORIGIN,
	HEADER_REQUEST_ID,
	HEADER_SEC_FETCH_SITE,
	HEADER_TRANSFER_ENCODING,
	HEADER_UPGRADE,
	HEADER_USER_AGENT,
	HEADER_WS_KEY,
	HEADER_WS_VERSION,
	HEADER_XSRF,
	KNOWN_HEADERS
};

enum verb {
	VERB_GET,
	VERB_POST,
	VERB_PUT,
	VERB_PATCH,
	VERB_DELETE,
	VERB_HEAD,
	VERB_OPTIONS,
	VERB_OTHER
};

/* Who acts next on an exchange. */
enum exchange_phase {
	PHASE_HEAD, /* I/O thread: the request line came in */
	PHASE_BODY, /* I/O thread: collecting the body */
	PHASE_WORKING, /* a worker has it; the connection is suspended */
	PHASE_ANSWER /* the answer was queued with libmicrohttpd */
};

struct pair {
	struct str name, value; /* decoded; both also end in NUL */
};

struct pairs {
	const struct pair *at;
	size_t count;
};

struct reply_header {
	const char *name, *value;
	struct reply_header *next;
};

/* A promise that only one (or a few) of a kind runs at a time. */
struct claim {
	uint64_t key;
	int64_t company_id, user_id;
	enum { CLAIM_KEY, CLAIM_EXPENSIVE, CLAIM_SLOW } kind; /* KEY: an Idempotency-Key */
	struct claim *next;
};

struct http_stream;

/* A file, or a part of it, that is the body of an answer. */
struct reply_file {
	bool open;
	int fd;
	int64_t from, length;
};
void reply_file_close(struct reply_file *file);
/* Gives the descriptor away; NULL without memory. */
struct MHD_Response *reply_file_response(struct reply_file *file);

struct http_exchange {
	struct http_req rq; /* first: handlers see only this */
	struct http_server *server;
	struct MHD_Connection *connection;
	struct peer *peer;
	struct http_exchange *next; /* in the mailbox */
	int64_t queued_us; /* steady */
	int64_t started_us; /* steady */
	atomic_int references; /* request, answer, worker */
	enum exchange_phase phase;
	enum verb verb;
	int runs;

	/* Request line. path is decoded segment by segment; query is raw, NULL when absent. */
	char *target;
	const char *path, *query;
	struct route_match match;
	const char *known[KNOWN_HEADERS];
	unsigned header_count;
	size_t header_bytes;
	enum err refusal; /* decided before the body was read: answered when that is possible */

	/* Body */
	struct buf body;
	size_t body_bytes, body_limit;
	char *spool_file;
	int spool_fd;
	struct str form; /* a form in the spooled file, mapped; ptr NULL: not */
	struct http_form_file form_file;

	/* Answer */
	int status;
	int refusal_status; /* finer than the outcome's own, or 0 */
	struct json reply;
	const char *reply_type;
	struct str reply_body;
	struct reply_file file; /* instead of reply_body */
	struct reply_header *headers;
	const char *csp; /* NULL: the standard one */
	const char *cache_control; /* NULL: no-store */
	struct MHD_Response *response;
	struct http_stream *stream;
	void *upgrade_state;

	/* Of a call, which has no connection (call.c) */
	void (*call_done)(void *arg, int status, struct str body);
	void *call_arg;
	const char *widget_token;

	/* Of one that waits (park.c) */
	http_take *park_take;
	void *park_arg;

	/* Parameters, parsed when first asked for */
	struct pairs query_pairs, form_pairs;
	const struct json_value *json;

	struct arena_mark mark; /* where a rerun begins again */
	const struct actor *caller; /* who was let in: a handler may act as another */
	const struct actor *kept; /* of auth, released at the end; NULL: nobody was asked for */
	const char *idempotency_key, *body_hash;
	struct claim claims[3];
	unsigned claim_count;
	enum { REPLY_NONE, REPLY_JSON, REPLY_BYTES, REPLY_STREAM } reply_kind;

	bool tls, streaming, from_proxy;
	bool open_to_page; /* http_open_to_page() */
	bool open_to_all; /* scripts that pages of any site load */
	bool prepared; /* the caller was let in; from `mark` on a run may be repeated */
	bool body_parsed, body_too_large;
	bool body_is_static; /* the answer's bytes live as long as the program */
	bool upgrade_waits; /* agreed to, and nobody took the socket yet */
	bool replayed;
	struct net_address client;
	char client_text[NET_TEXT_BYTES];
	char request_id[REQUEST_ID_BYTES];
	char target_inline[TARGET_INLINE_BYTES];
};

/* exchange.c */
struct http_exchange *exchange_new(
	struct http_server *server, struct MHD_Connection *connection, const char *target);
/* Without a connection. */
struct http_exchange *exchange_of_call(struct http_server *server, const char *target);
void exchange_hold(struct http_exchange *exchange);
void exchange_release(struct http_exchange *exchange);
/* The arena is taken when first needed: clients that only send headers cost none. */
struct arena *exchange_arena(struct http_exchange *exchange);
void exchange_forget_answer(struct http_exchange *exchange);

/* intake.c: libmicrohttpd's callbacks */
void *intake_uri(void *cls, const char *uri, struct MHD_Connection *connection);
enum MHD_Result intake_access(void *cls, struct MHD_Connection *connection, const char *url,
	const char *method, const char *version, const char *data, size_t *size, void **context);
void intake_completed(void *cls, struct MHD_Connection *connection, void **context,
	enum MHD_RequestTerminationCode why);

/* head.c: what is decided from the request line and headers */
void head_read(struct http_exchange *exchange, const char *method);
enum err head_decide(struct http_exchange *exchange);

/* body.c */
MUST_USE enum err body_begin(struct http_exchange *exchange);
void body_take(struct http_exchange *exchange, const char *data, size_t size);
void body_forget_file(struct http_exchange *exchange);
/* Does the body go to a file, as the route wants it or as the form that the route takes? */
bool body_wants_file(const struct http_exchange *exchange);
bool body_is_form(const struct http_exchange *exchange);
/* So far beyond the limit that the connection is cut instead of answered. */
bool body_is_hopeless(const struct http_exchange *exchange);
MUST_USE enum err body_end(struct http_exchange *exchange);

/* worker.c */
void *worker_main(void *arg); /* the mailbox it works for */
/* Where an exchange waits for a worker. */
struct mailbox *mailbox_of(struct http_exchange *exchange);
void worker_resume(struct http_exchange *exchange);
/* The answer is ready: give it to the I/O thread, or to who called, and let go. */
void worker_hand_back(struct http_exchange *exchange);

/* access.c: who asks, and may they */
MUST_USE enum err access_check(struct http_exchange *exchange);
bool access_has_credentials(const struct http_exchange *exchange);
MUST_USE enum err access_rate(struct http_exchange *exchange, enum rate_class class, uint64_t who,
	int64_t per_minute, bool only_look);
bool access_own_origin(const struct http_exchange *exchange, const char *origin);

/* claims.c */
MUST_USE bool claim_make(struct http_exchange *exchange, struct claim claim, unsigned limit);
void claims_drop(struct http_exchange *exchange);

/* params.c */
MUST_USE enum err params_check_query(struct http_exchange *exchange);
MUST_USE enum err params_parse_body(struct http_exchange *exchange);
/* form_file.c: a form with a file, from the spooled body. */
MUST_USE enum err form_file_read(struct http_exchange *exchange);
/* form.c. plus: '+' is a blank. False: broken escapes. */
MUST_USE bool form_parse(struct arena *arena, struct str text, struct pairs *pairs);
/* In place; false on a broken escape. Returns the new length through *length. */
MUST_USE bool percent_decode(char *text, size_t *length, bool plus);

/* reply.c */
void reply_error(struct http_exchange *exchange, enum err err);
void reply_finish_json(struct http_exchange *exchange);
void reply_text(struct http_exchange *exchange, int status, const char *type, const char *text);
/*
 * response.c: from what the exchange says to libmicrohttpd's object, in
 * exchange->response: NULL when there is no memory for it, and the connection
 * is closed instead of answered.
 */
void response_build(struct http_exchange *exchange);
void response_add(struct http_exchange *exchange, const char *name, const char *value);
void response_add_standard(struct http_exchange *exchange);
enum MHD_Result response_queue(struct http_exchange *exchange);
void response_metrics_start(void);
void response_count(struct http_exchange *exchange);

/* stream.c */
void stream_end(struct http_exchange *exchange, enum err outcome);

/* static.c: the web app. False: no such page. */
bool static_reply(struct http_exchange *exchange);
bool static_exists(const struct http_exchange *exchange);

/* other_sites.c: pages of other sites, and what browsers ask before they send a request */
bool other_sites_ask(const struct http_exchange *exchange);
void other_sites_answer(struct http_exchange *exchange);
void other_sites_headers(struct http_exchange *exchange);

/* upgrade.c */
MUST_USE enum err upgrade_run(struct http_exchange *exchange);

/* park.c: give the request to who will answer it */
void park_take(struct http_exchange *exchange);

/* call.c: give the answer to who called */
void call_answer(struct http_exchange *exchange);

/* builtin.c */
extern const struct http_route builtin_routes[];
extern const struct db_query http_ping_sql;

/* idempotency.c */
MUST_USE enum err idempotency_begin(struct http_exchange *exchange);
MUST_USE enum err idempotency_store(struct http_exchange *exchange);

/* tls.c */
struct http_tls *tls_new(const char *certificate, const char *key, const char **why);
void tls_free(struct http_tls **tls);
void *tls_callback(void);

#endif

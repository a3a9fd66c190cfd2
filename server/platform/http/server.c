/* server.c - starting and stopping: listeners, workers, limits. */
/* SPDX-License-Identifier: MIT */
#include "platform/http/http_internal.h"

#include "platform/crypto/crypto.h"
#include "platform/log/log.h"

#include <assert.h>
#include <errno.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#define CONNECTIONS_STANDARD 4096
#define PER_IP_STANDARD 512
#define QUEUE_STANDARD 2048
#define SLOW_QUEUE 64
#define CONNECTION_BYTES ((size_t)16 * 1024)
#define IDLE_S 60U
#define RATE_BUCKETS 16384
#define WORKERS_MAX 256

/* TLS 1.2 and 1.3, and of 1.2 only what authenticates. The library's option wants it writable. */
static char tls_priorities[] =
	"NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:-AES-128-CBC:-AES-256-CBC:%SERVER_PRECEDENCE";

static void log_library(void *cls, const char *format, va_list args) PRINTF_LIKE(2, 0);

/* Nearly all of what the library says is about clients that went away. */
static void log_library(void *cls, const char *format, va_list args)
{
	char line[512];
	const char *text = line;

	(void)cls;
	(void)vsnprintf(line, sizeof(line), format, args);
	log_write(LOG_DEBUG, "http.library",
		(const struct log_field[]){LOG_TEXT("text", text), LOG_END});
}

/* Paths are decoded here, segment by segment; the library leaves them alone. */
static size_t leave_escaped(void *cls, struct MHD_Connection *connection, char *text)
{
	(void)cls;
	(void)connection;
	return strlen(text);
}

/* ---- Listeners ------------------------------------------------------------------ */

static bool daemon_start(struct http_server *server, struct listener *listener, const char **why)
{
	unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME |
		MHD_ALLOW_UPGRADE | MHD_USE_ERROR_LOG;
	const unsigned connections = server->options.connections / (unsigned)server->listener_count;
	struct MHD_OptionItem tls[] = {
		{MHD_OPTION_HTTPS_CERT_CALLBACK, 0, server->tls ? tls_callback() : NULL},
		{MHD_OPTION_HTTPS_PRIORITIES, 0, tls_priorities},
		{MHD_OPTION_END, 0, NULL},
	};
	struct MHD_OptionItem none[] = {{MHD_OPTION_END, 0, NULL}};

	if (server->tls)
		flags |= MHD_USE_TLS;
	if (listener->host[0] == '[')
		flags |= MHD_USE_IPv6;
	listener->daemon = MHD_start_daemon(flags, 0, peers_accept, server, intake_access, server,
		MHD_OPTION_EXTERNAL_LOGGER, log_library, NULL, MHD_OPTION_LISTEN_SOCKET,
		listener->fd, MHD_OPTION_URI_LOG_CALLBACK, intake_uri, server,
		MHD_OPTION_UNESCAPE_CALLBACK, leave_escaped, NULL, MHD_OPTION_NOTIFY_COMPLETED,
		intake_completed, server, MHD_OPTION_NOTIFY_CONNECTION, peers_notify, server,
		MHD_OPTION_CONNECTION_LIMIT, connections, MHD_OPTION_CONNECTION_TIMEOUT, IDLE_S,
		MHD_OPTION_CONNECTION_MEMORY_LIMIT, CONNECTION_BYTES, MHD_OPTION_STRICT_FOR_CLIENT,
		1, MHD_OPTION_ARRAY, server->tls ? tls : none, MHD_OPTION_END);
	if (listener->daemon)
		return true;
	*why = "the HTTP library refused to start (is it built with TLS and epoll?)";
	return false;
}

static bool listeners_start(struct http_server *server, const char **why)
{
	const char *const *texts = server->options.listen;

	for (size_t i = 0; texts && texts[i]; i++) {
		struct listener *listener = &server->listeners[server->listener_count];

		if (server->listener_count == LISTENERS_MAX) {
			*why = "too many addresses to listen on";
			return false;
		}
		if (!listener_open(server->arena, texts[i], listener, why))
			return false;
		server->listener_count++;
	}
	if (!server->listener_count) {
		*why = "no address to listen on";
		return false;
	}
	return true;
}

/* What the web app is called from outside, where nobody configured it. */
static const char *guess_url(const struct http_server *server)
{
	const struct listener *first = &server->listeners[0];
	bool any = strcmp(first->host, "0.0.0.0") == 0 || strcmp(first->host, "[::]") == 0;

	return arena_format(server->arena, "%s://%s:%d", server->tls ? "https" : "http",
		any ? "localhost" : first->host, first->port);
}

static bool daemons_start(struct http_server *server, const char **why)
{
	for (size_t i = 0; i < server->listener_count; i++)
		if (!daemon_start(server, &server->listeners[i], why))
			return false;
	return true;
}

/* ---- Workers --------------------------------------------------------------------- */

/* Workers take no signals: those are for the main thread. */
static bool workers_start(struct http_server *server, const char **why)
{
	long cores = sysconf(_SC_NPROCESSORS_ONLN);
	size_t count = server->options.workers > 0 ? (size_t)server->options.workers
		: cores > 2                        ? (size_t)cores * 2
						   : 4;
	sigset_t all, before;

	if (count > WORKERS_MAX)
		count = WORKERS_MAX;
	server->workers = arena_array(server->arena, count, sizeof(*server->workers));
	(void)sigfillset(&all);
	(void)pthread_sigmask(SIG_BLOCK, &all, &before);
	while (server->worker_count < count &&
		pthread_create(&server->workers[server->worker_count], NULL, worker_main,
			&server->mailbox) == 0)
		server->worker_count++;
	while (server->slow_worker_count < SLOW_WORKERS &&
		pthread_create(&server->slow_workers[server->slow_worker_count], NULL, worker_main,
			&server->slow) == 0)
		server->slow_worker_count++;
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (server->worker_count && server->slow_worker_count)
		return true;
	*why = "no thread could be started";
	return false;
}

/* ---- Start ------------------------------------------------------------------------ */

static void apply_standards(struct http_options *options)
{
	if (!options->connections)
		options->connections = CONNECTIONS_STANDARD;
	if (!options->connections_per_ip)
		options->connections_per_ip = PER_IP_STANDARD;
	if (!options->queue)
		options->queue = QUEUE_STANDARD;
	if (!options->version)
		options->version = HATIF_VERSION;
}

static bool spool_ready(struct http_server *server, const char **why)
{
	const char *folder = server->options.spool_dir;
	bool needed = false;

	for (const struct http_route *const *table = server->routes; table && *table; table++)
		for (const struct http_route *route = *table; route->pattern; route++)
			needed |= (route->flags & (HTTP_BODY_FILE | HTTP_BODY_FORM)) != 0;
	if (!needed)
		return true;
	if (!folder) {
		*why = "no folder for uploads (spool)";
		return false;
	}
	if ((mkdir(folder, 0700) == 0 || errno == EEXIST) && access(folder, W_OK | X_OK) == 0)
		return true;
	*why = arena_format(
		server->arena, "the folder for uploads, %s: %s", folder, strerror(errno));
	return false;
}

static bool tables_ready(struct http_server *server, const char **why)
{
	const struct http_options *options = &server->options;
	const char *bad;

	server->router = router_new(server->arena, server->routes, server->upgrades, why);
	if (!server->router || !router_add(server->router, builtin_routes, why))
		return false;
	if (!net_list_read(server->arena, options->trusted_proxies, &server->proxies, &bad)) {
		*why = arena_format(server->arena, "not the address of a proxy: %s", bad);
		return false;
	}
	if (!options->tls_certificate != !options->tls_key) {
		*why = "TLS needs both a certificate and its key";
		return false;
	}
	if (options->tls_certificate) {
		server->tls = tls_new(options->tls_certificate, options->tls_key, why);
		if (!server->tls)
			return false;
	}
	server->openapi = http_openapi(
		server->arena, server->routes, server->upgrades, options->version);
	return true;
}

static void server_free(struct http_server *server)
{
	for (size_t i = 0; i < server->listener_count; i++)
		if (server->listeners[i].fd >= 0)
			(void)close(server->listeners[i].fd);
	peers_stop(server);
	tls_free(&server->tls);
	rate_free(&server->rates);
	mailbox_destroy(&server->mailbox);
	mailbox_destroy(&server->slow);
	while (server->arenas.count)
		arena_free(&server->arenas.idle[--server->arenas.count].arena);
	(void)pthread_mutex_destroy(&server->arenas.lock);
	(void)pthread_mutex_destroy(&server->claims_lock);
	arena_free(&server->arena);
	free(server);
}

static struct http_server *server_new(const struct http_options *options)
{
	struct http_server *server = calloc(1, sizeof(*server));

	if (!server)
		abort();
	server->options = *options;
	apply_standards(&server->options);
	server->arena = arena_new(0);
	server->started_us = clock_steady_us();
	crypto_random(server->request_seed, sizeof(server->request_seed));
	server->rates = rate_new(RATE_BUCKETS, server->request_seed[0]);
	(void)pthread_mutex_init(&server->arenas.lock, NULL);
	(void)pthread_mutex_init(&server->claims_lock, NULL);
	server->peers.per_ip_max = server->options.connections_per_ip;
	if (!mailbox_init(&server->mailbox, server->options.queue) ||
		!mailbox_init(&server->slow, SLOW_QUEUE))
		abort();
	peers_init(server);
	response_metrics_start();
	return server;
}

enum err http_start(struct db_pool *pool, const struct http_options *options,
	const struct http_route *const *routes, const struct http_upgrade *const *upgrades,
	struct http_server **server, const char **why)
{
	struct http_server *started = server_new(options);

	*server = started;
	started->pool = pool;
	started->routes = routes;
	started->upgrades = upgrades;
	if (!tables_ready(started, why) || !spool_ready(started, why) ||
		!listeners_start(started, why)) {
		*why = strdup(*why);
		server_free(started);
		*server = NULL;
		return ERR_INVALID;
	}
	started->public_url = started->options.public_url ? started->options.public_url
							  : guess_url(started);
	db_set_pending_writers(pool, mailbox_pending_writers, &started->mailbox);
	if (!workers_start(started, why) || !daemons_start(started, why)) {
		*why = strdup(*why);
		http_stop(server, 0);
		return ERR_INTERNAL;
	}
	return OK;
}

int http_port(const struct http_server *server, size_t listener)
{
	return listener < server->listener_count ? server->listeners[listener].port : 0;
}

/* ---- Stop --------------------------------------------------------------------------- */

static void wait_for(atomic_int *count, int64_t until_us)
{
	const struct timespec pause = {.tv_nsec = 2000000};

	while (atomic_load(count) > 0 && clock_steady_us() < until_us)
		(void)nanosleep(&pause, NULL);
}

void http_stop(struct http_server **stopped, int drain_ms)
{
	int64_t until_us = clock_steady_us() + drain_ms * US_PER_MS;
	struct http_server *server = *stopped;

	if (!server)
		return;
	*stopped = NULL;
	atomic_store(&server->draining, true);
	for (size_t i = 0; i < server->listener_count; i++)
		if (server->listeners[i].daemon)
			(void)MHD_quiesce_daemon(server->listeners[i].daemon);
	wait_for(&server->running, until_us);
	/* From here on requests are refused. What a worker holds ends by itself: nothing waits for ever. */
	mailbox_close(&server->mailbox);
	mailbox_close(&server->slow);
	for (size_t i = 0; i < server->worker_count; i++)
		(void)pthread_join(server->workers[i], NULL);
	for (size_t i = 0; i < server->slow_worker_count; i++)
		(void)pthread_join(server->slow_workers[i], NULL);
	wait_for(&server->running, INT64_MAX);
	/* Answers that are still on their way out. */
	wait_for(&server->live, until_us);
	db_set_pending_writers(server->pool, NULL, NULL);
	for (size_t i = 0; i < server->listener_count; i++)
		if (server->listeners[i].daemon)
			MHD_stop_daemon(server->listeners[i].daemon);
	server_free(server);
}

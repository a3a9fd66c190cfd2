/* cmd_serve.c - `hatif serve`: start every part, wait for a signal, drain. */
/* SPDX-License-Identifier: MIT */
#include "app/cli.h"
#include "app/commands.h"
#include "app/descriptors.h"
#include "app/pbx_owner.h"
#include "app/program.h"
#include "app/push_apps.h"
#include "app/routes.h"
#include "base/clock.h"
#include "domains/accounts/account_jobs.h"
#include "domains/accounts/setup.h"
#include "domains/extensions/extensions.h"
#include "domains/tenancy/tenancy.h"
#include "domains/widget/widget.h"
#include "domains/widget/widget_api.h"
#include "platform/ami/ami_link.h"
#include "platform/auth/auth.h"
#include "platform/cfg/cfg.h"
#include "platform/events/events.h"
#include "platform/fetch/fetch.h"
#include "platform/files/files.h"
#include "platform/jobs/jobs.h"
#include "platform/log/log.h"
#include "platform/outbox/outbox.h"
#include "platform/push/push.h"
#include "platform/ws/ws.h"

#include <signal.h>

#define LIST_MAX 17

struct serving {
	struct db_pool *pool;
	struct http_server *http;
	const char *listen[LIST_MAX], *cors[LIST_MAX], *proxies[LIST_MAX];
	struct descriptors descriptors;
};

static void copy_list(const char *key, const char *list[LIST_MAX])
{
	size_t count = cfg_count(key);

	for (size_t i = 0; i < count; i++)
		list[i] = cfg_item(key, i);
	list[count] = NULL;
}

static bool start_http(struct serving *serving)
{
	struct http_options options = {.listen = serving->listen,
		.workers = (int)cfg_int("workers"),
		.tls_certificate = cfg_text("tls-certificate"),
		.tls_key = cfg_text("tls-key"),
		.public_url = cfg_text("public-url"),
		.cors_origins = serving->cors,
		.trusted_proxies = serving->proxies,
		.cors_any = cfg_bool("cors-any"),
		.metrics_public = cfg_bool("metrics-public"),
		.slow_us = cfg_int("slow-ms") * US_PER_MS,
		.spool_dir = files_folder(),
		.version = HATIF_VERSION,
		.connections = serving->descriptors.connections,
		.rate_user_per_minute = cfg_int("rate-user"),
		.rate_key_per_minute = cfg_int("rate-key"),
		.rate_login_per_minute = cfg_int("rate-login"),
		.rate_ip_per_minute = cfg_int("rate-ip"),
		.rate_visit_per_minute = cfg_int("rate-visit"),
		.rate_visitor_per_minute = cfg_int("rate-visitor"),
		.knows_origin = widget_allows_somewhere};
	const char *why = NULL;

	if (http_start(serving->pool, &options, app_routes, app_upgrades, &serving->http, &why) !=
		OK) {
		(void)cli_complain("%s", why);
		return false;
	}
	return true;
}

/* One line a listener, on standard output: what starts a person or a test off. */
static void announce(const struct serving *serving)
{
	const char *scheme = cfg_text("tls-certificate") ? "https" : "http";

	for (size_t i = 0; serving->listen[i]; i++) {
		const char *colon = strrchr(serving->listen[i], ':');

		(void)printf("listening on %s://%.*s:%d \n", scheme,
			(int)(colon - serving->listen[i]), serving->listen[i],
			http_port(serving->http, i));
	}
	(void)fflush(stdout);
}

/* Without a company there is nobody to sign in as: print the one-time link that makes one. */
static int offer_setup(const struct serving *serving)
{
	struct cx cx;
	int64_t companies = 0;
	const char *link = NULL;
	enum err err;

	program_begin(serving->pool, &cx);
	err = company_count(&cx, &companies);
	if (err == OK && companies == 0)
		err = setup_link(&cx, cfg_text("public-url"), http_port(serving->http, 0), &link);
	if (link)
		(void)printf(
			"no company yet; make the first one here, within an hour:\n  %s\n", link);
	(void)fflush(stdout);
	return program_end(&cx, err);
}

/* SIGHUP reads the TLS files again; the others end the program. */
static void wait_for_signal(struct http_server *http, const sigset_t *signals)
{
	const char *why = NULL;
	int signal_number = 0;

	while (sigwait(signals, &signal_number) == 0 && signal_number == SIGHUP)
		if (!http_reload_tls(http, &why))
			log_error("server.certificate", LOG_TEXT("why", why));
	log_info("server.stopping", LOG_INT("signal", signal_number));
}

/* In reverse of start_parts(); sockets are closed before, while HTTP still drains. */
static void stop_parts(void)
{
	ami_links_stop();
	jobs_stop();
	outbox_stop();
	fetch_close();
	auth_serve_stop();
	events_follow_stop();
}

static bool open_fetch(void)
{
	const char *allow[LIST_MAX], *why = NULL;
	const struct fetch_options options = {.allow = allow,
		.ca_file = cfg_text("fetch-ca"),
		.timeout_ms = cfg_int("fetch-timeout-ms")};

	copy_list("fetch-allow", allow);
	if (fetch_open(&options, &why))
		return true;
	(void)cli_complain("%s", why);
	return false;
}

static enum err find_visitor(struct http_req *rq, struct str token, struct ws_visitor *visitor)
{
	struct widget_guest guest;

	TRY(widget_find_guest(rq, token, &guest));
	*visitor = (struct ws_visitor){guest.company_id, guest.visitor_id};
	return OK;
}

static bool start_parts(const struct serving *serving)
{
	const char *spool = program_spool_folder();
	const char *unknown = commands_unknown();
	struct ws_options sockets = {.origins = serving->cors,
		.sockets_max = serving->descriptors.sockets,
		.sockets_per_user = (size_t)cfg_int("sockets-per-user"),
		.sockets_per_address = (size_t)cfg_int("sockets-per-address"),
		.other_name = push_plain_name,
		.commands = app_commands,
		.visitor_commands = app_visitor_commands,
		.find_visitor = find_visitor,
		.visitor_here = &app_visitor_here,
		.visitor_gone = &app_visitor_gone};

	if (unknown) {
		(void)cli_complain("the command %s has no route", unknown);
		return false;
	}
	if (!spool || !open_fetch())
		return false;
	push_start(&(struct push_options){.ping_interval_ms = cfg_int("socket-io-ping-ms"),
		.ping_timeout_ms = cfg_int("socket-io-timeout-ms"),
		.max_payload = cfg_int("socket-io-payload"),
		.path = cfg_text("socket-io-path"),
		.silence_ms = cfg_int("pusher-silence-ms"),
		.pong_ms = cfg_int("pusher-timeout-ms"),
		.find_app = app_find_push,
		.own_app = app_own_push,
		.rate = cfg_int("socket-io-rate")});
	files_start(serving->pool, spool);
	if (ws_start(serving->pool, &sockets) != OK) {
		fetch_close();
		(void)cli_complain("the socket hub could not start");
		return false;
	}
	pusher_start();
	events_subscribe(account_receive_event, NULL);
	events_subscribe(pbx_receive_event, NULL);
	if (events_follow_start(serving->pool) != OK) {
		ws_stop();
		fetch_close();
		(void)cli_complain("the events of other nodes cannot be followed");
		return false;
	}
	auth_serve_start(serving->pool);
	app_wire();
	outbox_start(serving->pool, app_effects);
	jobs_start(serving->pool, app_jobs);
	ami_links_start(serving->pool, &app_pbx_owner);
	return true;
}

/* Was the program told to end while it was still starting? */
static bool is_stopped(void)
{
	sigset_t pending;

	return sigpending(&pending) == 0 &&
		(sigismember(&pending, SIGTERM) == 1 || sigismember(&pending, SIGINT) == 1);
}

static int serve(struct serving *serving, const sigset_t *signals)
{
	if (is_stopped()) {
		log_info("server.stopping", LOG_TEXT("while", "starting"));
		return 0;
	}
	if (!start_parts(serving))
		return 1;
	if (!start_http(serving)) {
		ws_stop();
		stop_parts();
		return 1;
	}
	announce(serving);
	if (offer_setup(serving) == 0)
		wait_for_signal(serving->http, signals);
	ws_stop();
	http_stop(&serving->http, (int)cfg_int("drain-ms"));
	stop_parts();
	return 0;
}

/*
 * Before the database opens, since opening it starts threads: all inherit the
 * mask, and only sigwait takes a signal. A thread that left them open would end
 * the program by a SIGTERM that comes while another signal is being answered.
 */
static void hold_signals(sigset_t *signals)
{
	(void)sigemptyset(signals);
	(void)sigaddset(signals, SIGTERM);
	(void)sigaddset(signals, SIGINT);
	(void)sigaddset(signals, SIGHUP);
	(void)pthread_sigmask(SIG_BLOCK, signals, NULL);
	(void)signal(SIGPIPE, SIG_IGN);
}

static int run(const struct cli_args *args)
{
	struct serving serving = {0};
	sigset_t signals;
	int code;

	(void)args;
	hold_signals(&signals);
	copy_list("listen", serving.listen);
	copy_list("cors-origin", serving.cors);
	copy_list("trusted-proxy", serving.proxies);
	if (!program_open(PROGRAM_UPGRADE, &serving.pool))
		return 1;
	serving.descriptors = descriptors_share(cfg_text("tls-certificate") != NULL);
	code = serve(&serving, &signals);
	program_close(&serving.pool);
	return code;
}

const struct cli_command serve_command = {.name = "serve",
	.words = "",
	.about = "Serve the web app, the API and live updates.",
	.run = run};

/* fetch.c - the thread that carries all requests: who begins, who waits, when it ends. */
/* SPDX-License-Identifier: MIT */
#include "platform/fetch/fetch_internal.h"

#include "platform/log/log.h"
#include "platform/metrics/metrics.h"

#include <assert.h>
#include <pthread.h>
#include <unistd.h>

#define ACTIVE_MAX 256
#define HOST_ACTIVE_MAX 8
#define WAITING_MAX 1024
#define TIMEOUT_MS 10000
#define TICK_MS 1000
#define WAITING_TICK_MS 100

static struct {
	struct fetch_limits limits;
	struct arena *memory; /* of the limits */
	CURLM *multi;
	pthread_t thread;

	/* Of the thread alone. */
	struct fetch_host *hosts;
	struct fetch_call *waiting, **waiting_end;
	struct fetch_call *under_way;
	int waiting_count, active_count;

	pthread_mutex_t lock; /* guards all below */
	bool open;
	struct fetch_call *fresh, **fresh_end;
} fetcher = {.lock = PTHREAD_MUTEX_INITIALIZER};

/* ---- Metrics ------------------------------------------------------------------------ */

static struct metric ended[FETCH_RESULT_COUNT];
static struct metric active = {"hatif_fetch_active", "outgoing requests under way", true, 0};
static struct metric waiting = {
	"hatif_fetch_waiting", "outgoing requests waiting for others to the same host", true, 0};
static struct histogram *seconds;

static void init_once(void)
{
	static char names[FETCH_RESULT_COUNT][64];

	(void)curl_global_init(CURL_GLOBAL_DEFAULT);
	for (int i = 0; i < FETCH_RESULT_COUNT; i++) {
		(void)snprintf(names[i], sizeof(names[i]),
			"hatif_fetch_requests_total{result=\"%s\"}",
			fetch_result_name((enum fetch_result)i));
		ended[i].name = names[i];
		ended[i].about = "outgoing requests by how they ended";
		metric_register(&ended[i]);
	}
	metric_register(&active);
	metric_register(&waiting);
	seconds = histogram_new("hatif_fetch_seconds", "time of outgoing requests");
}

/* ---- Ending --------------------------------------------------------------------------- */

static void note(const struct fetch_call *call)
{
	const struct fetch_answer *answer = call->answer;

	metric_add(&ended[answer->result], 1);
	if (answer->took_us)
		histogram_observe(seconds, answer->took_us);
	if (answer->result != FETCH_OK)
		log_info("fetch.failed", LOG_TEXT("host", call->host_name),
			LOG_TEXT("result", fetch_result_name(answer->result)),
			LOG_TEXT("detail", answer->detail), LOG_INT("us", answer->took_us));
}

static void end(struct fetch_call *call)
{
	struct fetch_host *host = call->host;

	if (host && --host->calls == 0) {
		struct fetch_host **link = &fetcher.hosts;

		while (*link != host)
			link = &(*link)->next;
		*link = host->next;
		free(host);
	}
	note(call);
	fetch_call_end(call);
}

static void end_as(struct fetch_call *call, enum fetch_result result, const char *detail)
{
	fetch_call_fail(call, result, detail);
	end(call);
}

/* ---- Beginning ------------------------------------------------------------------------ */

static struct fetch_host *host_of(const char *name)
{
	struct fetch_host *host;

	for (host = fetcher.hosts; host; host = host->next)
		if (text_is(host->name, name))
			return host;
	host = calloc(1, sizeof(*host) + strlen(name) + 1);
	if (!host)
		return NULL;
	memcpy(host + 1, name, strlen(name) + 1);
	host->name = (const char *)(host + 1);
	host->next = fetcher.hosts;
	fetcher.hosts = host;
	return host;
}

static void begin(struct fetch_call *call)
{
	if (!fetch_call_prepare(call, &fetcher.limits)) {
		end(call);
		return;
	}
	if (curl_multi_add_handle(fetcher.multi, call->easy) != CURLM_OK) {
		end_as(call, FETCH_BUSY, "out of memory");
		return;
	}
	call->host->active++;
	fetcher.active_count++;
	call->next = fetcher.under_way;
	fetcher.under_way = call;
}

static void begin_waiting(int64_t now_us)
{
	struct fetch_call **link = &fetcher.waiting;

	while (*link) {
		struct fetch_call *call = *link;
		bool room = fetcher.active_count < ACTIVE_MAX &&
			call->host->active < HOST_ACTIVE_MAX;

		if (!room && now_us < call->wait_until_us) {
			link = &call->next;
			continue;
		}
		*link = call->next;
		fetcher.waiting_count--;
		call->next = NULL;
		if (room)
			begin(call);
		else
			end_as(call, FETCH_BUSY, "others to this host took too long");
	}
	fetcher.waiting_end = link;
	metric_set(&active, fetcher.active_count);
	metric_set(&waiting, fetcher.waiting_count);
}

static void take(struct fetch_call *call, int64_t now_us)
{
	int64_t patience_ms = call->request.timeout_ms ? call->request.timeout_ms
						       : fetcher.limits.timeout_ms;

	call->next = NULL;
	if (!call->host_name) {
		end_as(call, FETCH_BAD_REQUEST, "no URL");
		return;
	}
	call->host = host_of(call->host_name);
	if (call->host)
		call->host->calls++;
	if (!call->host || fetcher.waiting_count == WAITING_MAX) {
		end_as(call, FETCH_BUSY, "too many wait");
		return;
	}
	call->wait_until_us = now_us + patience_ms * US_PER_MS;
	*fetcher.waiting_end = call;
	fetcher.waiting_end = &call->next;
	fetcher.waiting_count++;
}

/* False when it is time to stop. */
static bool take_fresh(void)
{
	struct fetch_call *fresh;
	bool go_on;

	(void)pthread_mutex_lock(&fetcher.lock);
	fresh = fetcher.fresh;
	fetcher.fresh = NULL;
	fetcher.fresh_end = &fetcher.fresh;
	go_on = fetcher.open;
	(void)pthread_mutex_unlock(&fetcher.lock);
	while (fresh) {
		struct fetch_call *call = fresh;

		fresh = call->next;
		take(call, clock_steady_us());
	}
	return go_on;
}

/* ---- The thread ------------------------------------------------------------------------ */

static void leave(struct fetch_call *call)
{
	struct fetch_call **link = &fetcher.under_way;

	while (*link != call)
		link = &(*link)->next;
	*link = call->next;
	(void)curl_multi_remove_handle(fetcher.multi, call->easy);
	call->host->active--;
	fetcher.active_count--;
}

static void end_finished(void)
{
	CURLMsg *message;
	int left;

	while ((message = curl_multi_info_read(fetcher.multi, &left))) {
		CURLcode code = message->data.result;
		struct fetch_call *call;

		if (message->msg != CURLMSG_DONE)
			continue;
		(void)curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &call);
		fetch_call_judge(call, code);
		leave(call);
		end(call);
	}
}

static void end_all(void)
{
	while (fetcher.under_way) {
		struct fetch_call *call = fetcher.under_way;

		fetch_call_judge(call, CURLE_ABORTED_BY_CALLBACK);
		leave(call);
		end_as(call, FETCH_STOPPED, NULL);
	}
	while (fetcher.waiting) {
		struct fetch_call *call = fetcher.waiting;

		fetcher.waiting = call->next;
		end_as(call, FETCH_STOPPED, NULL);
	}
}

static void *run(void *arg)
{
	int running;

	(void)arg;
	while (take_fresh()) {
		begin_waiting(clock_steady_us());
		(void)curl_multi_perform(fetcher.multi, &running);
		end_finished();
		begin_waiting(clock_steady_us());
		(void)curl_multi_poll(
			fetcher.multi, NULL, 0, fetcher.waiting ? WAITING_TICK_MS : TICK_MS, NULL);
	}
	end_all();
	return NULL;
}

void fetch_send(const struct fetch_request *request, fetch_done_fn *done, void *arg)
{
	struct fetch_call *call = fetch_call_new(request, done, arg);
	bool open;

	(void)pthread_mutex_lock(&fetcher.lock);
	open = fetcher.open;
	if (open) {
		*fetcher.fresh_end = call;
		fetcher.fresh_end = &call->next;
		(void)curl_multi_wakeup(fetcher.multi);
	}
	(void)pthread_mutex_unlock(&fetcher.lock);
	if (!open)
		end_as(call, FETCH_STOPPED, "not open");
}

/* ---- Start and stop --------------------------------------------------------------------- */

bool fetch_open(const struct fetch_options *options, const char **why)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	assert(!fetcher.open);
	(void)pthread_once(&once, init_once);
	if (!fetch_allow_set(options->allow, why))
		return false;
	if (options->ca_file && access(options->ca_file, R_OK) != 0) {
		*why = "fetch-ca: the file cannot be read";
		return false;
	}
	fetcher.multi = curl_multi_init();
	if (!fetcher.multi)
		abort();
	fetcher.memory = arena_new(0);
	fetcher.limits = (struct fetch_limits){
		.ca_file = arena_text(fetcher.memory, options->ca_file),
		.timeout_ms = options->timeout_ms ? options->timeout_ms : TIMEOUT_MS};
	fetcher.waiting_end = &fetcher.waiting;
	fetcher.fresh_end = &fetcher.fresh;
	fetcher.open = true;
	if (pthread_create(&fetcher.thread, NULL, run, NULL) != 0)
		abort();
	return true;
}

void fetch_close(void)
{
	(void)pthread_mutex_lock(&fetcher.lock);
	if (!fetcher.open) {
		(void)pthread_mutex_unlock(&fetcher.lock);
		return;
	}
	fetcher.open = false;
	(void)curl_multi_wakeup(fetcher.multi);
	(void)pthread_mutex_unlock(&fetcher.lock);
	(void)pthread_join(fetcher.thread, NULL);
	(void)curl_multi_cleanup(fetcher.multi);
	fetcher.multi = NULL;
	arena_free(&fetcher.memory);
}

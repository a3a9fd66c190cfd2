/* event_follow.c - the thread that finds events which other processes committed. */
/* SPDX-License-Identifier: MIT */
#include "platform/events/events_internal.h"

#include "platform/db/listen.h"
#include "platform/log/log.h"

#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/eventfd.h>
#include <unistd.h>

#define CHANNEL "hatif_events"
#define POLL_MS 1000
#define TELL_PAUSE_NS 10000000 /* many commits share a hint */
#define CHUNK_ROWS INT64_C(500)
#define ARENA_BYTES ((size_t)64 * 1024 * 1024)
#define PASSING_MAX 1000 /* waiting to be said to other nodes */

/* What passes, on its way to other nodes. */
struct passing {
	struct passing *next;
	char text[];
};

static struct {
	pthread_t thread;
	pthread_mutex_t lock; /* of running, wake_fd and passing: wakers come from every thread */
	bool running, postgres;
	int wake_fd;
	atomic_bool stopping, gap, tell, pass;
	struct db_pool *pool;
	struct db_listener *listener;
	struct arena *arena;
	struct passing *first, **end;
	size_t passing;
} follow = {.lock = PTHREAD_MUTEX_INITIALIZER, .wake_fd = -1};

static void wake(void)
{
	uint64_t one = 1;
	ssize_t written = 0;

	(void)pthread_mutex_lock(&follow.lock);
	if (follow.running)
		written = write(follow.wake_fd, &one, sizeof(one));
	(void)pthread_mutex_unlock(&follow.lock);
	(void)written; /* the counter cannot overflow */
}

void event_follow_wake(void)
{
	if (!atomic_exchange(&follow.gap, true))
		wake();
}

void event_follow_tell(void)
{
	if (follow.postgres && !atomic_exchange(&follow.tell, true))
		wake();
}

static void unit_begin(struct cx *cx)
{
	*cx = (struct cx){.arena = follow.arena,
		.actor = actor_nobody(),
		.now_us = clock_now_us(),
		.request_id = "events.follow"};
	db_lend(follow.pool, cx);
}

static void unit_end(struct cx *cx)
{
	db_return(cx);
	arena_reset(follow.arena);
}

struct chunk {
	int64_t last;
	int64_t rows;
};

static enum err offer_row(struct event_frame *frame, void *arg)
{
	struct chunk *chunk = arg;

	event_stream_offer_stored(frame);
	chunk->last = frame->seq;
	chunk->rows++;
	return OK;
}

/* Rows are visible in the order of their numbers: what is missing below `last` was swept away. */
static enum err catch_up(struct cx *cx, const struct company_last *company)
{
	struct chunk chunk = {.last = event_stream_handed(company->company_id), .rows = CHUNK_ROWS};

	while (chunk.rows == CHUNK_ROWS) {
		chunk.rows = 0;
		TRY(event_store_each(
			cx, company->company_id, chunk.last, CHUNK_ROWS, offer_row, &chunk));
	}
	event_stream_skip_to(company->company_id, company->last);
	return OK;
}

static enum err look(struct cx *cx)
{
	struct company_last *companies;
	size_t count;

	TRY(event_store_all_last(cx, &companies, &count));
	for (size_t i = 0; i < count; i++)
		if (companies[i].last > event_stream_handed(companies[i].company_id))
			TRY(catch_up(cx, &companies[i]));
	return OK;
}

static void look_now(void)
{
	struct cx cx;
	enum err outcome;

	unit_begin(&cx);
	outcome = look(&cx);
	if (outcome != OK)
		log_warn("events.follow", LOG_TEXT("outcome", err_name(outcome)));
	unit_end(&cx);
}

/* ---- What passes ------------------------------------------------------------------ */

void event_follow_pass(struct str text)
{
	struct passing *made;

	if (!follow.postgres || !text.len)
		return;
	made = malloc(sizeof(*made) + text.len + 1);
	if (!made)
		return;
	made->next = NULL;
	memcpy(made->text, text.ptr, text.len);
	made->text[text.len] = '\0';
	(void)pthread_mutex_lock(&follow.lock);
	if (follow.running && follow.passing < PASSING_MAX) {
		*follow.end = made;
		follow.end = &made->next;
		follow.passing++;
		made = NULL;
	}
	(void)pthread_mutex_unlock(&follow.lock);
	free(made);
	if (!atomic_exchange(&follow.pass, true))
		wake();
}

static void say_passing(bool aloud)
{
	struct passing *first;

	(void)pthread_mutex_lock(&follow.lock);
	first = follow.first;
	follow.first = NULL;
	follow.end = &follow.first;
	follow.passing = 0;
	(void)pthread_mutex_unlock(&follow.lock);
	while (first) {
		struct passing *passing = first;

		first = passing->next;
		if (aloud)
			db_listener_say(follow.listener, passing->text);
		free(passing);
	}
}

static void hear_passing(struct str text, void *arg)
{
	struct arena *arena = arena_new(0);
	struct cx cx = {.arena = arena,
		.actor = actor_nobody(),
		.now_us = clock_now_us(),
		.request_id = "events.pass"};
	struct event_frame *frame = event_pass_read(&cx, text);

	(void)arg;
	if (frame)
		event_stream_tell(frame);
	else
		log_warn("events.pass", LOG_TEXT("why", "not a text of ours"));
	event_frame_release(&frame);
	arena_free(&arena);
}

/* ---- The thread ------------------------------------------------------------------- */

/* What other nodes are to know; then a pause, for more to come together. */
static void speak(void)
{
	const struct timespec pause = {.tv_nsec = TELL_PAUSE_NS};
	const bool pass = atomic_exchange(&follow.pass, false);
	const bool tell = atomic_exchange(&follow.tell, false);

	if (pass)
		say_passing(true);
	if (tell)
		db_listener_tell(follow.listener);
	if (pass || tell)
		(void)nanosleep(&pause, NULL);
}

static void *run(void *arg)
{
	int64_t next_us = 0;

	(void)arg;
	while (!atomic_load(&follow.stopping)) {
		int64_t left_ms = (next_us - clock_steady_us()) / US_PER_MS;
		bool hint = db_listener_wait(
			follow.listener, follow.wake_fd, left_ms > 0 ? (int)left_ms + 1 : 0);
		uint64_t counter;
		ssize_t length = read(follow.wake_fd, &counter, sizeof(counter));

		(void)length;
		speak();
		if (!atomic_exchange(&follow.gap, false) && !hint && clock_steady_us() < next_us)
			continue;
		look_now();
		next_us = clock_steady_us() + POLL_MS * US_PER_MS;
	}
	return NULL;
}

static enum err read_baseline(void)
{
	struct company_last *companies;
	size_t count;
	struct cx cx;
	enum err outcome;

	unit_begin(&cx);
	outcome = event_store_all_last(&cx, &companies, &count);
	if (outcome == OK)
		event_stream_baseline(companies, count);
	unit_end(&cx);
	return outcome;
}

static void close_all(void)
{
	if (follow.wake_fd >= 0)
		(void)close(follow.wake_fd);
	follow.wake_fd = -1;
	say_passing(false);
	db_listener_free(&follow.listener);
	arena_free(&follow.arena);
}

enum err events_follow_start(struct db_pool *pool)
{
	enum err outcome;

	assert(!follow.running);
	follow.pool = pool;
	follow.postgres = db_is_postgres(pool);
	follow.arena = arena_new(ARENA_BYTES);
	follow.listener = db_listener_new(pool, CHANNEL);
	db_listener_on_text(follow.listener, hear_passing, NULL);
	follow.end = &follow.first;
	follow.wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	atomic_store(&follow.stopping, false);
	outcome = follow.wake_fd < 0 ? ERR_BUSY : read_baseline();
	if (outcome == OK && pthread_create(&follow.thread, NULL, run, NULL) != 0)
		outcome = ERR_BUSY;
	if (outcome != OK)
		close_all();
	(void)pthread_mutex_lock(&follow.lock);
	follow.running = outcome == OK;
	(void)pthread_mutex_unlock(&follow.lock);
	return outcome;
}

void events_follow_stop(void)
{
	if (!follow.running)
		return;
	atomic_store(&follow.stopping, true);
	wake();
	(void)pthread_join(follow.thread, NULL);
	(void)pthread_mutex_lock(&follow.lock);
	follow.running = follow.postgres = false;
	(void)pthread_mutex_unlock(&follow.lock);
	close_all();
}

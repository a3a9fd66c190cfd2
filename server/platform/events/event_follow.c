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

static struct {
	pthread_t thread;
	pthread_mutex_t lock; /* of running and wake_fd: wakers come from every thread */
	bool running, postgres;
	int wake_fd;
	atomic_bool stopping, gap, tell;
	struct db_pool *pool;
	struct db_listener *listener;
	struct arena *arena;
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

static void *run(void *arg)
{
	const struct timespec pause = {.tv_nsec = TELL_PAUSE_NS};
	int64_t next_us = 0;

	(void)arg;
	while (!atomic_load(&follow.stopping)) {
		int64_t left_ms = (next_us - clock_steady_us()) / US_PER_MS;
		bool hint = db_listener_wait(
			follow.listener, follow.wake_fd, left_ms > 0 ? (int)left_ms + 1 : 0);
		uint64_t counter;
		ssize_t length = read(follow.wake_fd, &counter, sizeof(counter));

		(void)length;
		if (atomic_exchange(&follow.tell, false)) {
			db_listener_tell(follow.listener);
			(void)nanosleep(&pause, NULL);
		}
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
	close_all();
	(void)pthread_mutex_unlock(&follow.lock);
}

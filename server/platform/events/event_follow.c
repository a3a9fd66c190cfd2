/* event_follow.c - the thread that finds events which other processes committed. */
/* SPDX-License-Identifier: MIT */
#include "platform/events/events_internal.h"

#include "platform/log/log.h"

#include <assert.h>
#include <pthread.h>

#define POLL_US US_PER_SECOND
#define CHUNK_ROWS INT64_C(500)
#define ARENA_BYTES ((size_t)64 * 1024 * 1024)

static struct {
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t wake;
	bool running, stopping, woken;
	struct db_pool *pool;
	struct arena *arena;
} follow = {.lock = PTHREAD_MUTEX_INITIALIZER, .wake = PTHREAD_COND_INITIALIZER};

void event_follow_wake(void)
{
	(void)pthread_mutex_lock(&follow.lock);
	follow.woken = true;
	(void)pthread_cond_signal(&follow.wake);
	(void)pthread_mutex_unlock(&follow.lock);
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
		TRY(event_store_each(cx, company->company_id, chunk.last, CHUNK_ROWS, offer_row,
			&chunk));
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

/* False when it is time to stop. */
static bool wait_for_work(void)
{
	int64_t until = clock_steady_us() + POLL_US;
	const struct timespec at = {.tv_sec = (time_t)(until / US_PER_SECOND),
		.tv_nsec = (long)(until % US_PER_SECOND * 1000)};
	bool go_on;

	(void)pthread_mutex_lock(&follow.lock);
	while (!follow.stopping && !follow.woken)
		if (pthread_cond_clockwait(&follow.wake, &follow.lock, CLOCK_MONOTONIC, &at) != 0)
			break;
	follow.woken = false;
	go_on = !follow.stopping;
	(void)pthread_mutex_unlock(&follow.lock);
	return go_on;
}

static void *run(void *arg)
{
	(void)arg;
	while (wait_for_work()) {
		struct cx cx;
		enum err outcome;

		unit_begin(&cx);
		outcome = look(&cx);
		if (outcome != OK)
			log_warn("events.follow", LOG_TEXT("outcome", err_name(outcome)));
		unit_end(&cx);
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

enum err events_follow_start(struct db_pool *pool)
{
	enum err outcome;

	assert(!follow.running);
	follow.pool = pool;
	follow.arena = arena_new(ARENA_BYTES);
	follow.stopping = follow.woken = false;
	outcome = read_baseline();
	if (outcome == OK && pthread_create(&follow.thread, NULL, run, NULL) != 0)
		outcome = ERR_BUSY;
	follow.running = outcome == OK;
	if (outcome != OK)
		arena_free(&follow.arena);
	return outcome;
}

void events_follow_stop(void)
{
	if (!follow.running)
		return;
	(void)pthread_mutex_lock(&follow.lock);
	follow.stopping = true;
	(void)pthread_cond_signal(&follow.wake);
	(void)pthread_mutex_unlock(&follow.lock);
	(void)pthread_join(follow.thread, NULL);
	follow.running = false;
	arena_free(&follow.arena);
}

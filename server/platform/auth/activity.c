/* activity.c - writing when sessions were last used, away from the requests that used them. */
/* SPDX-License-Identifier: MIT */
#include "platform/auth/auth_internal.h"

#include "base/clock.h"
#include "platform/log/log.h"

#include <pthread.h>

#define ROWS_A_UNIT 200 /* keeps the write connection for a few milliseconds */
#define PACE_S 15

static struct {
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t wake;
	struct db_pool *pool;
	bool running, stopping;
} server = {.lock = PTHREAD_MUTEX_INITIALIZER, .wake = PTHREAD_COND_INITIALIZER};

enum err auth_flush_activity(struct cx *cx, bool *left)
{
	struct seen *list = arena_array(cx->arena, ROWS_A_UNIT, sizeof(*list));
	size_t count = cache_take_seen(list, ROWS_A_UNIT);

	for (size_t i = 0; i < count; i++)
		TRY(auth_store_seen(cx, &list[i]));
	TRY(api_key_flush(cx));
	*left = count == ROWS_A_UNIT;
	return OK;
}

static enum err flush_once(struct db_pool *pool, bool *left)
{
	struct cx cx = {.arena = arena_new(0),
		.actor = actor_nobody(),
		.now_us = clock_now_us(),
		.request_id = "activity"};
	enum err err;

	*left = false;
	db_lend(pool, &cx);
	err = auth_flush_activity(&cx, left);
	if (err == OK && db_writing(&cx))
		err = db_commit(&cx);
	db_return(&cx);
	arena_free(&cx.arena);
	return err;
}

static void flush_all(struct db_pool *pool)
{
	bool left = true;

	while (left) {
		enum err err = flush_once(pool, &left);

		if (err != OK) {
			log_warn("auth.activity_lost", LOG_TEXT("error", err_name(err)));
			return;
		}
	}
}

static void *serve(void *arg)
{
	struct db_pool *pool = arg;
	struct timespec until;

	(void)pthread_mutex_lock(&server.lock);
	while (!server.stopping) {
		(void)clock_gettime(CLOCK_REALTIME, &until);
		until.tv_sec += PACE_S;
		(void)pthread_cond_timedwait(&server.wake, &server.lock, &until);
		(void)pthread_mutex_unlock(&server.lock);
		flush_all(pool);
		(void)pthread_mutex_lock(&server.lock);
	}
	(void)pthread_mutex_unlock(&server.lock);
	return NULL;
}

void auth_serve_start(struct db_pool *pool)
{
	server.pool = pool;
	server.stopping = false;
	server.running = pthread_create(&server.thread, NULL, serve, pool) == 0;
	if (!server.running)
		log_error("auth.activity_thread", LOG_TEXT("error", "it could not be started"));
}

void auth_serve_stop(void)
{
	if (!server.running)
		return;
	(void)pthread_mutex_lock(&server.lock);
	server.stopping = true;
	(void)pthread_cond_signal(&server.wake);
	(void)pthread_mutex_unlock(&server.lock);
	(void)pthread_join(server.thread, NULL);
	server.running = false;
}

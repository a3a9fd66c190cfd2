/* ami_links.c - the thread that keeps up as many links as there should be. */
/* SPDX-License-Identifier: MIT */
#include "platform/ami/ami_internal.h"

#include "platform/auth/auth.h"
#include "platform/crypto/crypto.h"
#include "platform/db/db.h"
#include "platform/log/log.h"

#include <errno.h>

#define LOOK_US US_PER_SECOND
#define PROCESS_BYTES 12

static struct {
	pthread_t thread;
	pthread_mutex_t lock; /* of what follows up to the links */
	pthread_cond_t ready;
	bool running, stopping, woken;
	struct db_pool *pool;
	const struct ami_owner *owner;
	struct arena *arena, *memory; /* of a look; of the process's name */
	const char *process;
	struct ami_link **links; /* the thread's own; NULL stands for none */
	size_t count;
} links = {.lock = PTHREAD_MUTEX_INITIALIZER};

static void unit_begin(struct cx *cx)
{
	*cx = (struct cx){.arena = links.arena,
		.actor = actor_nobody(),
		.now_us = clock_now_us(),
		.request_id = "ami.links"};
	db_lend(links.pool, cx);
}

static enum err unit_commit(struct cx *cx, enum err outcome)
{
	if (outcome == OK)
		outcome = db_commit(cx);
	if (outcome != OK)
		log_warn("ami.links", LOG_TEXT("outcome", err_name(outcome)),
			LOG_TEXT("error", cx->failure.message));
	return outcome;
}

static void unit_end(struct cx *cx)
{
	db_return(cx);
	arena_reset(links.arena);
}

static const struct ami_wanted *wanted_of(
	const struct ami_wanted *rows, size_t count, const struct ami_link *link)
{
	for (size_t i = 0; i < count; i++)
		if (rows[i].company_id == link->company_id && rows[i].version == link->version)
			return &rows[i];
	return NULL;
}

static bool is_kept(int64_t company_id)
{
	for (size_t i = 0; i < links.count; i++)
		if (links.links[i]->company_id == company_id)
			return true;
	return false;
}

static void drop(size_t i)
{
	ami_link_free(&links.links[i]);
	links.links[i] = links.links[--links.count];
}

static void keep(const struct ami_wanted *wanted)
{
	struct ami_link **more = realloc(
		links.links, (links.count + 1) * sizeof(struct ami_link *));

	if (!more)
		return; /* the next look tries again */
	links.links = more;
	links.links[links.count++] = ami_link_new(wanted, links.owner, links.process, links.pool);
}

static void settle(const struct ami_wanted *rows, size_t count)
{
	for (size_t i = links.count; i-- > 0;)
		if (atomic_load(&links.links[i]->foreign) ||
			!wanted_of(rows, count, links.links[i]))
			drop(i);
	for (size_t i = 0; i < count; i++)
		if (!is_kept(rows[i].company_id))
			keep(&rows[i]);
}

static void look(bool woken)
{
	struct ami_wanted *rows;
	size_t count;
	struct cx cx;
	enum err outcome;

	unit_begin(&cx);
	outcome = unit_commit(&cx,
		links.owner->list(&cx, links.process, !db_is_postgres(links.pool), &rows, &count));
	/* After the commit: a link that ends still has units of its own to finish. */
	if (outcome == OK)
		settle(rows, count);
	unit_end(&cx);
	for (size_t i = 0; woken && i < links.count; i++)
		ami_queue_wake(&links.links[i]->queue);
}

/* False: the program stops. */
static bool wait_for_look(bool *woken)
{
	const int64_t at = clock_steady_us() + LOOK_US;
	const struct timespec deadline = {
		.tv_sec = at / US_PER_SECOND, .tv_nsec = at % US_PER_SECOND * 1000};
	bool stopping;

	(void)pthread_mutex_lock(&links.lock);
	while (!links.stopping && !links.woken)
		if (pthread_cond_timedwait(&links.ready, &links.lock, &deadline) == ETIMEDOUT)
			break;
	*woken = links.woken;
	links.woken = false;
	stopping = links.stopping;
	(void)pthread_mutex_unlock(&links.lock);
	return !stopping;
}

static void *run(void *arg)
{
	bool woken = false;
	struct cx cx;

	(void)arg;
	do {
		look(woken);
	} while (wait_for_look(&woken));
	while (links.count)
		drop(links.count - 1);
	unit_begin(&cx);
	(void)unit_commit(&cx, links.owner->leave(&cx, links.process));
	unit_end(&cx);
	free(links.links);
	links.links = NULL;
	return NULL;
}

void ami_links_start(struct db_pool *pool, const struct ami_owner *owner)
{
	pthread_condattr_t steady;

	metric_register(&ami_metric_events);
	metric_register(&ami_metric_dropped);
	metric_register(&ami_metric_links);
	metric_register(&ami_metric_lost);
	links.pool = pool;
	links.owner = owner;
	links.arena = arena_new(0);
	links.memory = arena_new(0);
	links.process = crypto_token(links.memory, PROCESS_BYTES);
	links.stopping = links.woken = false;
	(void)pthread_condattr_init(&steady);
	(void)pthread_condattr_setclock(&steady, CLOCK_MONOTONIC);
	(void)pthread_cond_init(&links.ready, &steady);
	(void)pthread_condattr_destroy(&steady);
	(void)pthread_mutex_lock(&links.lock);
	links.running = pthread_create(&links.thread, NULL, run, NULL) == 0;
	(void)pthread_mutex_unlock(&links.lock);
	if (!links.running)
		log_error("ami.links", LOG_TEXT("outcome", "no thread"));
}

void ami_links_stop(void)
{
	if (!links.running)
		return;
	(void)pthread_mutex_lock(&links.lock);
	links.stopping = true;
	(void)pthread_cond_signal(&links.ready);
	(void)pthread_mutex_unlock(&links.lock);
	(void)pthread_join(links.thread, NULL);
	(void)pthread_mutex_lock(&links.lock);
	links.running = false;
	(void)pthread_mutex_unlock(&links.lock);
	arena_free(&links.arena);
	arena_free(&links.memory);
}

void ami_links_wake(void)
{
	(void)pthread_mutex_lock(&links.lock);
	if (links.running) {
		links.woken = true;
		(void)pthread_cond_signal(&links.ready);
	}
	(void)pthread_mutex_unlock(&links.lock);
}

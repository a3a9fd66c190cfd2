/*
 * mailbox.c - a bounded queue between the I/O threads and the workers.
 *
 * Most requests take a few microseconds, less than waking a thread. So a worker
 * that is awake is trusted to come back soon: another one is woken when nobody
 * is awake, when much has gathered, or when the first in line has waited for
 * LATE_US. The last is seen by a watch on a timer, which runs only while
 * something waits.
 */
/* SPDX-License-Identifier: MIT */
#include "platform/http/http_internal.h"

#include <sys/timerfd.h>
#include <unistd.h>

#define LATE_US 250L
#define GATHERED_PER_WORKER 16

static bool is_writer(const struct http_exchange *exchange)
{
	return exchange->match.route && exchange->match.route->access == HTTP_WRITE;
}

/* Under the lock. The woken worker counts as awake from here on. */
static void wake_one(struct mailbox *mailbox)
{
	mailbox->sleepers--;
	mailbox->awake++;
	mailbox->calls++;
	(void)pthread_cond_signal(&mailbox->called);
}

/* Under the lock. */
static void arm_watch(struct mailbox *mailbox)
{
	const struct itimerspec after = {.it_value.tv_nsec = LATE_US * 1000};

	if (!mailbox->armed && timerfd_settime(mailbox->timer, 0, &after, NULL) == 0)
		mailbox->armed = true;
}

/* Under the lock: something waits; who takes it? */
static void see_to_it(struct mailbox *mailbox)
{
	if (!mailbox->sleepers)
		return;
	if (!mailbox->awake || mailbox->count > (size_t)mailbox->awake * GATHERED_PER_WORKER)
		wake_one(mailbox);
	else
		arm_watch(mailbox);
}

static void *watch_main(void *arg)
{
	struct mailbox *mailbox = arg;
	bool closed = false;

	while (!closed) {
		uint64_t expirations;
		bool fired = read(mailbox->timer, &expirations, sizeof(expirations)) > 0;

		(void)pthread_mutex_lock(&mailbox->lock);
		mailbox->armed = false;
		if (fired && mailbox->first && mailbox->sleepers) {
			if (clock_steady_us() - mailbox->first->queued_us >= LATE_US)
				wake_one(mailbox);
			arm_watch(mailbox);
		}
		closed = mailbox->closed;
		(void)pthread_mutex_unlock(&mailbox->lock);
	}
	return NULL;
}

bool mailbox_init(struct mailbox *mailbox, size_t limit)
{
	*mailbox = (struct mailbox){.limit = limit};
	mailbox->end = &mailbox->first;
	(void)pthread_mutex_init(&mailbox->lock, NULL);
	(void)pthread_cond_init(&mailbox->called, NULL);
	mailbox->timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);
	mailbox->watched = mailbox->timer >= 0 &&
		pthread_create(&mailbox->watch, NULL, watch_main, mailbox) == 0;
	return mailbox->watched;
}

void mailbox_destroy(struct mailbox *mailbox)
{
	mailbox_close(mailbox);
	if (mailbox->watched)
		(void)pthread_join(mailbox->watch, NULL);
	if (mailbox->timer >= 0)
		(void)close(mailbox->timer);
	(void)pthread_cond_destroy(&mailbox->called);
	(void)pthread_mutex_destroy(&mailbox->lock);
}

bool mailbox_put(struct mailbox *mailbox, struct http_exchange *exchange, bool again)
{
	exchange->queued_us = clock_steady_us();
	exchange->next = NULL;
	(void)pthread_mutex_lock(&mailbox->lock);
	if (!again && (mailbox->closed || mailbox->count >= mailbox->limit)) {
		(void)pthread_mutex_unlock(&mailbox->lock);
		return false;
	}
	*mailbox->end = exchange;
	mailbox->end = &exchange->next;
	mailbox->count++;
	if (is_writer(exchange))
		(void)atomic_fetch_add(&mailbox->writers, 1);
	see_to_it(mailbox);
	(void)pthread_mutex_unlock(&mailbox->lock);
	return true;
}

static struct http_exchange *take_first(struct mailbox *mailbox)
{
	struct http_exchange *exchange = mailbox->first;

	if (!exchange)
		return NULL;
	mailbox->first = exchange->next;
	if (!mailbox->first)
		mailbox->end = &mailbox->first;
	mailbox->count--;
	if (is_writer(exchange))
		(void)atomic_fetch_sub(&mailbox->writers, 1);
	return exchange;
}

void mailbox_join(struct mailbox *mailbox)
{
	(void)pthread_mutex_lock(&mailbox->lock);
	mailbox->awake++;
	(void)pthread_mutex_unlock(&mailbox->lock);
}

struct http_exchange *mailbox_take(struct mailbox *mailbox)
{
	struct http_exchange *exchange;

	(void)pthread_mutex_lock(&mailbox->lock);
	while (!(exchange = take_first(mailbox)) && !mailbox->closed) {
		mailbox->sleepers++;
		mailbox->awake--;
		while (!mailbox->calls && !mailbox->closed)
			(void)pthread_cond_wait(&mailbox->called, &mailbox->lock);
		if (mailbox->calls)
			mailbox->calls--;
	}
	(void)pthread_mutex_unlock(&mailbox->lock);
	return exchange;
}

void mailbox_close(struct mailbox *mailbox)
{
	const struct itimerspec now = {.it_value.tv_nsec = 1};

	(void)pthread_mutex_lock(&mailbox->lock);
	mailbox->closed = true;
	(void)pthread_mutex_unlock(&mailbox->lock);
	(void)pthread_cond_broadcast(&mailbox->called);
	(void)timerfd_settime(mailbox->timer, 0, &now, NULL);
}

int mailbox_pending_writers(void *mailbox)
{
	return atomic_load_explicit(&((struct mailbox *)mailbox)->writers, memory_order_relaxed);
}

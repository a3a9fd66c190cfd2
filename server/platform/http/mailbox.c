/* mailbox.c - a bounded queue between the I/O threads and the workers. */
/* SPDX-License-Identifier: MIT */
#include "platform/http/http_internal.h"

void mailbox_init(struct mailbox *mailbox, size_t limit)
{
	*mailbox = (struct mailbox){.limit = limit};
	mailbox->end = &mailbox->first;
	(void)pthread_mutex_init(&mailbox->lock, NULL);
	(void)pthread_cond_init(&mailbox->filled, NULL);
}

void mailbox_destroy(struct mailbox *mailbox)
{
	(void)pthread_cond_destroy(&mailbox->filled);
	(void)pthread_mutex_destroy(&mailbox->lock);
}

static bool is_writer(const struct http_exchange *exchange)
{
	return exchange->match.route && exchange->match.route->access == HTTP_WRITE;
}

bool mailbox_put(struct mailbox *mailbox, struct http_exchange *exchange, bool again)
{
	bool wake;

	(void)pthread_mutex_lock(&mailbox->lock);
	if (!again && (mailbox->closed || mailbox->count >= mailbox->limit)) {
		(void)pthread_mutex_unlock(&mailbox->lock);
		return false;
	}
	exchange->next = NULL;
	*mailbox->end = exchange;
	mailbox->end = &exchange->next;
	mailbox->count++;
	if (is_writer(exchange))
		(void)atomic_fetch_add(&mailbox->writers, 1);
	wake = mailbox->sleepers > 0;
	(void)pthread_mutex_unlock(&mailbox->lock);
	if (wake)
		(void)pthread_cond_signal(&mailbox->filled);
	return true;
}

struct http_exchange *mailbox_take(struct mailbox *mailbox)
{
	struct http_exchange *exchange;

	(void)pthread_mutex_lock(&mailbox->lock);
	while (!mailbox->first && !mailbox->closed) {
		mailbox->sleepers++;
		(void)pthread_cond_wait(&mailbox->filled, &mailbox->lock);
		mailbox->sleepers--;
	}
	exchange = mailbox->first;
	if (exchange) {
		mailbox->first = exchange->next;
		if (!mailbox->first)
			mailbox->end = &mailbox->first;
		mailbox->count--;
		if (is_writer(exchange))
			(void)atomic_fetch_sub(&mailbox->writers, 1);
	}
	(void)pthread_mutex_unlock(&mailbox->lock);
	return exchange;
}

void mailbox_close(struct mailbox *mailbox)
{
	(void)pthread_mutex_lock(&mailbox->lock);
	mailbox->closed = true;
	(void)pthread_mutex_unlock(&mailbox->lock);
	(void)pthread_cond_broadcast(&mailbox->filled);
}

int mailbox_pending_writers(void *mailbox)
{
	return atomic_load_explicit(&((struct mailbox *)mailbox)->writers, memory_order_relaxed);
}

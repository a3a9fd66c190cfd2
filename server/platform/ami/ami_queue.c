/* ami_queue.c - what the reader read, until the consumer has time for it. */
/* SPDX-License-Identifier: MIT */
#include "platform/ami/ami_internal.h"

#include "base/memory.h"

#include <errno.h>

void ami_queue_init(struct ami_queue *queue, size_t limit)
{
	pthread_condattr_t steady;

	*queue = (struct ami_queue){.lock = PTHREAD_MUTEX_INITIALIZER, .limit = limit};
	queue->end = &queue->first;
	(void)pthread_condattr_init(&steady);
	(void)pthread_condattr_setclock(&steady, CLOCK_MONOTONIC);
	(void)pthread_cond_init(&queue->ready, &steady);
	(void)pthread_condattr_destroy(&steady);
}

void ami_packets_free(struct ami_packet **packets)
{
	while (*packets) {
		struct ami_packet *packet = *packets;

		*packets = packet->next;
		free(packet);
	}
}

void ami_queue_free(struct ami_queue *queue)
{
	ami_packets_free(&queue->first);
	(void)pthread_cond_destroy(&queue->ready);
	(void)pthread_mutex_destroy(&queue->lock);
}

static size_t bytes_of(const struct ami_packet *packet)
{
	size_t bytes = sizeof(*packet) + packet->message.count * sizeof(struct ami_header);

	for (size_t i = 0; i < packet->message.count; i++)
		bytes += packet->message.headers[i].name.len + packet->message.headers[i].value.len;
	return bytes;
}

static struct str move(char **at, struct str text)
{
	struct str moved = {*at, text.len};

	memcpy(*at, text.ptr, text.len);
	*at += text.len;
	return moved;
}

static struct ami_packet *copy(const struct ami_packet *packet, size_t bytes)
{
	struct ami_packet *made = memory_new(bytes);
	struct ami_header *headers = (struct ami_header *)(made + 1);
	char *at = (char *)(headers + packet->message.count);

	*made = *packet;
	made->next = NULL;
	made->message.headers = headers;
	for (size_t i = 0; i < packet->message.count; i++) {
		headers[i].name = move(&at, packet->message.headers[i].name);
		headers[i].value = move(&at, packet->message.headers[i].value);
	}
	return made;
}

bool ami_queue_put(struct ami_queue *queue, const struct ami_packet *packet)
{
	const size_t bytes = bytes_of(packet);
	struct ami_packet *made = copy(packet, bytes);
	bool room;

	(void)pthread_mutex_lock(&queue->lock);
	/* Whether the link stands is always said: there are few of these. */
	room = packet->kind != AMI_PACKET_MESSAGE || queue->bytes + bytes <= queue->limit;
	if (room) {
		*queue->end = made;
		queue->end = &made->next;
		queue->bytes += bytes;
		(void)pthread_cond_signal(&queue->ready);
	}
	queue->dropped |= !room;
	(void)pthread_mutex_unlock(&queue->lock);
	if (!room)
		free(made);
	return room;
}

static struct timespec until(int64_t wait_us)
{
	const int64_t at = clock_steady_us() + wait_us;

	return (struct timespec){
		.tv_sec = at / US_PER_SECOND, .tv_nsec = at % US_PER_SECOND * 1000};
}

struct ami_packet *ami_queue_take(struct ami_queue *queue, int64_t wait_us)
{
	const struct timespec deadline = until(wait_us);
	struct ami_packet *first, **at;

	(void)pthread_mutex_lock(&queue->lock);
	while (!queue->first && !queue->woken && !queue->closed)
		if (pthread_cond_timedwait(&queue->ready, &queue->lock, &deadline) == ETIMEDOUT)
			break;
	queue->woken = false;
	first = queue->first;
	at = &queue->first;
	for (size_t n = 0; *at && n < AMI_BATCH_MAX; n++) {
		queue->bytes -= bytes_of(*at);
		at = &(*at)->next;
	}
	if (!*at)
		queue->end = &queue->first;
	queue->first = *at;
	*at = NULL;
	(void)pthread_mutex_unlock(&queue->lock);
	return first;
}

bool ami_queue_overflowed(struct ami_queue *queue)
{
	bool overflowed;

	(void)pthread_mutex_lock(&queue->lock);
	overflowed = queue->dropped && queue->bytes < queue->limit / 2;
	if (overflowed)
		queue->dropped = false;
	(void)pthread_mutex_unlock(&queue->lock);
	return overflowed;
}

void ami_queue_wake(struct ami_queue *queue)
{
	(void)pthread_mutex_lock(&queue->lock);
	queue->woken = true;
	(void)pthread_cond_signal(&queue->ready);
	(void)pthread_mutex_unlock(&queue->lock);
}

void ami_queue_close(struct ami_queue *queue)
{
	(void)pthread_mutex_lock(&queue->lock);
	queue->closed = true;
	(void)pthread_cond_signal(&queue->ready);
	(void)pthread_mutex_unlock(&queue->lock);
}

bool ami_queue_closed(struct ami_queue *queue)
{
	bool closed;

	(void)pthread_mutex_lock(&queue->lock);
	closed = queue->closed && !queue->first;
	(void)pthread_mutex_unlock(&queue->lock);
	return closed;
}

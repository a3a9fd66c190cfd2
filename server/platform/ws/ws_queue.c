/* ws_queue.c - frames waiting for one socket, several in one system call. */
/* SPDX-License-Identifier: MIT */
#include "platform/ws/ws_internal.h"

#include <errno.h>
#include <sys/socket.h>
#include <sys/uio.h>

#define FRAMES_AT_ONCE 64

void ws_queue_init(struct ws_queue *queue)
{
	*queue = (struct ws_queue){.room = WS_QUEUE_INLINE};
	queue->ring = queue->few;
}

static struct ws_out **at(struct ws_queue *queue, unsigned index)
{
	return &queue->ring[(queue->first + index) % queue->room];
}

const struct ws_out *ws_queue_at(struct ws_queue *queue, unsigned index)
{
	return *at(queue, index);
}

static bool grow(struct ws_queue *queue)
{
	unsigned room = queue->room * 4;
	struct ws_out **larger = malloc(room * sizeof(struct ws_out *));

	if (!larger)
		return false;
	for (unsigned i = 0; i < queue->count; i++)
		larger[i] = *at(queue, i);
	if (queue->ring != queue->few)
		free(queue->ring);
	queue->ring = larger;
	queue->room = room;
	queue->first = 0;
	return true;
}

bool ws_queue_add(struct ws_queue *queue, struct ws_out *out)
{
	if (queue->count == queue->room && !grow(queue)) {
		ws_out_release(&out);
		return false;
	}
	*at(queue, queue->count++) = out;
	queue->bytes += out->length;
	return true;
}

/* An empty queue gives its memory back. */
static void shrink(struct ws_queue *queue)
{
	if (queue->count)
		return;
	if (queue->ring != queue->few)
		free(queue->ring);
	ws_queue_init(queue);
}

static void remove_first(struct ws_queue *queue)
{
	struct ws_out **first = at(queue, 0);

	queue->bytes -= (*first)->length - queue->first_sent;
	ws_out_release(first);
	queue->first = (queue->first + 1) % queue->room;
	queue->count--;
	queue->first_sent = 0;
}

void ws_queue_clear(struct ws_queue *queue, bool keep_begun)
{
	struct ws_out *begun = NULL;
	size_t sent = queue->first_sent;

	if (keep_begun && queue->count && sent) {
		begun = *at(queue, 0);
		begun->references++;
	}
	while (queue->count)
		remove_first(queue);
	shrink(queue);
	if (begun && ws_queue_add(queue, begun)) {
		queue->first_sent = sent;
		queue->bytes -= sent;
	}
}

static void sent(struct ws_queue *queue, size_t bytes)
{
	while (bytes) {
		size_t left = (*at(queue, 0))->length - queue->first_sent;

		if (bytes < left) {
			queue->first_sent += bytes;
			queue->bytes -= bytes;
			return;
		}
		bytes -= left;
		remove_first(queue);
	}
}

bool ws_queue_send(struct ws_queue *queue, int fd)
{
	while (queue->count) {
		struct iovec parts[FRAMES_AT_ONCE];
		struct msghdr message = {.msg_iov = parts};
		size_t wanted = 0;
		ssize_t result;

		while (message.msg_iovlen < FRAMES_AT_ONCE && message.msg_iovlen < queue->count) {
			struct ws_out *out = *at(queue, (unsigned)message.msg_iovlen);
			size_t skip = message.msg_iovlen ? 0 : queue->first_sent;

			parts[message.msg_iovlen++] = (struct iovec){
				out->bytes + skip, out->length - skip};
			wanted += out->length - skip;
		}
		result = sendmsg(fd, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
		if (result < 0 && errno == EINTR)
			continue;
		if (result < 0)
			return errno == EAGAIN || errno == EWOULDBLOCK;
		sent(queue, (size_t)result);
		if ((size_t)result < wanted)
			return true;
	}
	shrink(queue);
	return true;
}

/* stream.c - an answer that is sent while it is made, through a bounded buffer. */
/* SPDX-License-Identifier: MIT */
#include "platform/http/http_internal.h"

#include <assert.h>
#include <errno.h>

#define RING_BYTES ((size_t)256 * 1024)
#define STALL_S 30 /* a client that takes nothing for so long is given up */

/*
 * Between the worker that writes and the I/O thread that sends. Freed by the
 * last of the two: `held` counts them.
 */
struct http_stream {
	pthread_mutex_t lock;
	pthread_cond_t moved;
	struct MHD_Connection *connection;
	size_t from, length; /* what waits in the ring */
	int held;
	bool ended, failed; /* by the writer */
	bool gone; /* the client */
	bool asleep; /* the connection waits for bytes */
	char ring[RING_BYTES];
};

static void stream_free(struct http_stream *stream)
{
	(void)pthread_cond_destroy(&stream->moved);
	(void)pthread_mutex_destroy(&stream->lock);
	free(stream);
}

static void stream_release(struct http_stream *stream)
{
	bool last;

	(void)pthread_mutex_lock(&stream->lock);
	last = --stream->held == 0;
	(void)pthread_mutex_unlock(&stream->lock);
	if (last)
		stream_free(stream);
}

/* ---- The I/O thread's side ------------------------------------------------------- */

static size_t take_bytes(struct http_stream *stream, char *to, size_t max)
{
	size_t count = stream->length < max ? stream->length : max;
	size_t first = RING_BYTES - stream->from < count ? RING_BYTES - stream->from : count;

	memcpy(to, stream->ring + stream->from, first);
	memcpy(to + first, stream->ring, count - first);
	stream->from = (stream->from + count) % RING_BYTES;
	stream->length -= count;
	return count;
}

static ssize_t on_read(void *cls, uint64_t position, char *to, size_t max)
{
	struct http_stream *stream = cls;
	ssize_t result = 0;

	(void)position;
	(void)pthread_mutex_lock(&stream->lock);
	if (stream->failed) {
		result = MHD_CONTENT_READER_END_WITH_ERROR;
	} else if (stream->length) {
		result = (ssize_t)take_bytes(stream, to, max);
		(void)pthread_cond_signal(&stream->moved);
	} else if (stream->ended) {
		result = MHD_CONTENT_READER_END_OF_STREAM;
	} else {
		stream->asleep = true;
		MHD_suspend_connection(stream->connection);
	}
	(void)pthread_mutex_unlock(&stream->lock);
	return result;
}

static void on_gone(void *cls)
{
	struct http_stream *stream = cls;

	(void)pthread_mutex_lock(&stream->lock);
	stream->gone = true;
	(void)pthread_cond_signal(&stream->moved);
	(void)pthread_mutex_unlock(&stream->lock);
	stream_release(stream);
}

/* ---- The worker's side -------------------------------------------------------------- */

/* Under the lock. */
static void wake(struct http_stream *stream)
{
	if (!stream->asleep)
		return;
	stream->asleep = false;
	MHD_resume_connection(stream->connection);
}

static struct http_stream *stream_new(struct http_exchange *exchange)
{
	struct http_stream *stream = calloc(1, sizeof(*stream));
	pthread_condattr_t attributes;

	if (!stream)
		return NULL;
	(void)pthread_mutex_init(&stream->lock, NULL);
	(void)pthread_condattr_init(&attributes);
	(void)pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	(void)pthread_cond_init(&stream->moved, &attributes);
	(void)pthread_condattr_destroy(&attributes);
	stream->connection = exchange->connection;
	stream->held = 2;
	return stream;
}

static bool name_is_plain(const char *name)
{
	for (; *name; name++)
		if ((unsigned char)*name <= ' ' || *name == '"' || *name == '\\' || *name == '/' ||
			(unsigned char)*name >= 0x7F)
			return false;
	return true;
}

enum err http_stream_begin(struct http_req *rq, const char *content_type, const char *file_name)
{
	struct http_exchange *exchange = rq->exchange;
	struct http_stream *stream;

	assert(!exchange->streaming && exchange->reply_kind == REPLY_NONE);
	if (file_name) {
		assert(name_is_plain(file_name));
		http_set_header(rq, "Content-Disposition",
			arena_format(rq->cx.arena, "attachment; filename=\"%s\"", file_name));
	}
	stream = stream_new(exchange);
	if (!stream)
		return fail(&rq->cx, ERR_BUSY, NULL, "The server is out of memory.");
	exchange->response = MHD_create_response_from_callback(
		MHD_SIZE_UNKNOWN, 16384, on_read, stream, on_gone);
	if (!exchange->response) {
		stream_free(stream);
		return fail(&rq->cx, ERR_BUSY, NULL, "The server is out of memory.");
	}
	response_add(exchange, "Content-Type", content_type);
	response_add_standard(exchange);
	exchange->status = 200;
	exchange->reply_kind = REPLY_STREAM;
	exchange->stream = stream;
	exchange->streaming = true;
	worker_resume(exchange);
	return OK;
}

/* Under the lock: room for at least one byte. */
static enum err wait_for_room(struct cx *cx, struct http_stream *stream)
{
	struct timespec until;

	(void)clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += STALL_S;
	while (stream->length == RING_BYTES && !stream->gone)
		if (pthread_cond_timedwait(&stream->moved, &stream->lock, &until) == ETIMEDOUT)
			return fail(cx, ERR_BUSY, NULL, "The client takes nothing.");
	return stream->gone ? fail(cx, ERR_BUSY, NULL, "The client is gone.") : OK;
}

static void put_bytes(struct http_stream *stream, const char *bytes, size_t count)
{
	size_t at = (stream->from + stream->length) % RING_BYTES;
	size_t first = RING_BYTES - at < count ? RING_BYTES - at : count;

	memcpy(stream->ring + at, bytes, first);
	memcpy(stream->ring, bytes + first, count - first);
	stream->length += count;
}

enum err http_stream_write(struct http_req *rq, const char *bytes, size_t length)
{
	struct http_stream *stream = rq->exchange->stream;
	enum err err = OK;

	(void)pthread_mutex_lock(&stream->lock);
	if (!length && stream->gone)
		err = fail(&rq->cx, ERR_BUSY, NULL, "The client is gone.");
	while (length && !err) {
		size_t count;

		err = wait_for_room(&rq->cx, stream);
		if (err)
			break;
		count = RING_BYTES - stream->length < length ? RING_BYTES - stream->length : length;
		put_bytes(stream, bytes, count);
		bytes += count;
		length -= count;
		wake(stream);
	}
	(void)pthread_mutex_unlock(&stream->lock);
	return err;
}

void stream_end(struct http_exchange *exchange, enum err outcome)
{
	struct http_stream *stream = exchange->stream;

	exchange->stream = NULL;
	(void)pthread_mutex_lock(&stream->lock);
	stream->ended = true;
	stream->failed = outcome != OK;
	wake(stream);
	(void)pthread_mutex_unlock(&stream->lock);
	stream_release(stream);
}

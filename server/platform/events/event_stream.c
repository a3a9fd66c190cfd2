/* event_stream.c - the one way out: exactly once and in order per company. */
/* SPDX-License-Identifier: MIT */
#include "platform/events/events_internal.h"

#include "platform/log/log.h"

#include <assert.h>
#include <pthread.h>

#define RECEIVERS_MAX 8
#define BUCKETS 256
#define WAITING_MAX 1000 /* frames kept behind a gap; the database has the rest */

/* A frame that came before its predecessors. */
struct waiting {
	struct event_frame *frame;
	struct waiting *next;
};

/* One company's log as far as it was handed out. */
struct stream {
	int64_t company_id;
	int64_t handed;
	struct waiting *waiting; /* ascending */
	size_t waiting_count;
	struct stream *next; /* in its bucket */
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct stream *buckets[BUCKETS];
static bool baseline_known; /* a company not in the buckets began after this process */
struct receivers {
	struct {
		events_receiver_fn *fn;
		void *arg;
	} at[RECEIVERS_MAX];
	size_t count;
};
static struct receivers of_stored, of_told;

static struct stream *find(int64_t company_id)
{
	struct stream *stream = buckets[(uint64_t)company_id % BUCKETS];

	while (stream && stream->company_id != company_id)
		stream = stream->next;
	return stream;
}

/* NULL when memory is short. */
static struct stream *find_or_make(int64_t company_id, int64_t handed)
{
	struct stream **bucket = &buckets[(uint64_t)company_id % BUCKETS];
	struct stream *stream = find(company_id);

	if (stream)
		return stream;
	stream = calloc(1, sizeof(*stream));
	if (!stream) {
		log_error("events.memory", LOG_INT("company", company_id));
		return NULL;
	}
	stream->company_id = company_id;
	stream->handed = baseline_known ? 0 : handed;
	stream->next = *bucket;
	*bucket = stream;
	return stream;
}

static void give(const struct receivers *receivers, struct event_frame *frame)
{
	for (size_t i = 0; i < receivers->count; i++)
		receivers->at[i].fn(frame, receivers->at[i].arg);
}

static void hand(struct stream *stream, struct event_frame *frame)
{
	stream->handed = frame->seq;
	give(&of_stored, frame);
}

static struct event_frame *take_waiting(struct stream *stream)
{
	struct waiting *first = stream->waiting;
	struct event_frame *frame = first->frame;

	stream->waiting = first->next;
	stream->waiting_count--;
	free(first);
	return frame;
}

/* Hand out what waits for numbers up to `through`; drop what was handed already. */
static void drain_through(struct stream *stream, int64_t through)
{
	while (stream->waiting && stream->waiting->frame->seq <= through) {
		struct event_frame *frame = take_waiting(stream);

		if (frame->seq > stream->handed)
			hand(stream, frame);
		event_frame_release(&frame);
	}
}

/* What waited for the number just handed. */
static void drain(struct stream *stream)
{
	while (stream->waiting && stream->waiting->frame->seq <= stream->handed + 1)
		drain_through(stream, stream->handed + 1);
}

static void keep(struct stream *stream, struct event_frame *frame)
{
	struct waiting **at = &stream->waiting;
	struct waiting *made;

	while (*at && (*at)->frame->seq < frame->seq)
		at = &(*at)->next;
	if ((*at && (*at)->frame->seq == frame->seq) || stream->waiting_count >= WAITING_MAX)
		return;
	made = malloc(sizeof(*made));
	if (!made)
		return;
	*made = (struct waiting){event_frame_retain(frame), *at};
	*at = made;
	stream->waiting_count++;
}

static bool offer(struct event_frame *frame, bool stored)
{
	struct stream *stream = find_or_make(frame->company_id, frame->seq - 1);

	if (!stream || frame->seq <= stream->handed)
		return false;
	if (stored && frame->seq > stream->handed + 1) {
		log_warn("events.lost", LOG_INT("company", frame->company_id),
			LOG_INT("from", stream->handed + 1), LOG_INT("to", frame->seq - 1));
		drain_through(stream, frame->seq - 1);
		stream->handed = frame->seq - 1;
	}
	if (frame->seq == stream->handed + 1) {
		hand(stream, frame);
		drain(stream);
		return false;
	}
	if (frame->seq > stream->handed)
		keep(stream, frame);
	return frame->seq > stream->handed;
}

void event_stream_offer(struct event_frame *frame)
{
	bool gap;

	pthread_mutex_lock(&lock);
	gap = offer(frame, false);
	pthread_mutex_unlock(&lock);
	if (gap)
		event_follow_wake();
}

void event_stream_offer_stored(struct event_frame *frame)
{
	pthread_mutex_lock(&lock);
	(void)offer(frame, true);
	pthread_mutex_unlock(&lock);
}

void event_stream_skip_to(int64_t company_id, int64_t seq)
{
	struct stream *stream;

	pthread_mutex_lock(&lock);
	stream = find_or_make(company_id, seq);
	if (stream && seq > stream->handed) {
		drain_through(stream, seq);
		stream->handed = seq;
		drain(stream);
	}
	pthread_mutex_unlock(&lock);
}

int64_t event_stream_handed(int64_t company_id)
{
	const struct stream *stream;
	int64_t handed;

	pthread_mutex_lock(&lock);
	stream = find(company_id);
	handed = stream ? stream->handed : 0;
	pthread_mutex_unlock(&lock);
	return handed;
}

void event_stream_baseline(const struct company_last *companies, size_t count)
{
	pthread_mutex_lock(&lock);
	for (size_t i = 0; i < count; i++)
		(void)find_or_make(companies[i].company_id, companies[i].last);
	baseline_known = true;
	pthread_mutex_unlock(&lock);
}

void event_stream_reset(void)
{
	pthread_mutex_lock(&lock);
	for (size_t i = 0; i < BUCKETS; i++)
		while (buckets[i]) {
			struct stream *stream = buckets[i];

			buckets[i] = stream->next;
			while (stream->waiting) {
				struct event_frame *frame = take_waiting(stream);

				event_frame_release(&frame);
			}
			free(stream);
		}
	baseline_known = false;
	of_stored.count = of_told.count = 0;
	pthread_mutex_unlock(&lock);
}

void event_stream_tell(struct event_frame *frame)
{
	pthread_mutex_lock(&lock);
	give(&of_told, frame);
	pthread_mutex_unlock(&lock);
}

static void add(struct receivers *receivers, events_receiver_fn *fn, void *arg)
{
	pthread_mutex_lock(&lock);
	assert(receivers->count < RECEIVERS_MAX);
	receivers->at[receivers->count].fn = fn;
	receivers->at[receivers->count].arg = arg;
	receivers->count++;
	pthread_mutex_unlock(&lock);
}

void events_subscribe(events_receiver_fn *receiver, void *arg)
{
	add(&of_stored, receiver, arg);
}

void events_listen(events_receiver_fn *receiver, void *arg)
{
	add(&of_told, receiver, arg);
}

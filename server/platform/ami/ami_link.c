/* ami_link.c - one link: its making, its end, and what others send over it. */
/* SPDX-License-Identifier: MIT */
#include "platform/ami/ami_internal.h"

#include "base/memory.h"

#include <sys/eventfd.h>
#include <unistd.h>

#define TIMESTAMP_DIGITS 6 /* of its fraction */
#define CLOCKS_APART_US US_PER_MINUTE

static void wake(const struct ami_link *link)
{
	const uint64_t one = 1;
	const ssize_t written = write(link->wake_fd, &one, sizeof(one));

	(void)written; /* the counter cannot overflow */
}

bool ami_link_send(struct ami_link *link, const struct ami_action *action)
{
	struct ami_asked *asked = NULL;
	bool sent = false;

	(void)pthread_mutex_lock(&link->lock);
	if (link->standing)
		asked = ami_pending_add(&link->pending, action);
	if (asked) {
		char name[AMI_ID_BYTES];

		ami_pending_name(name, asked->id);
		sent = ami_compose(&link->out, action->name, name, action->pairs, action->count);
		if (!sent)
			asked->id = 0;
	}
	(void)pthread_mutex_unlock(&link->lock);
	if (sent)
		wake(link);
	return sent;
}

/* "1795233521.080038" in microseconds; false for anything else. */
static bool read_timestamp(struct str text, int64_t *us)
{
	struct str fraction;
	const struct str whole = str_cut(text, '.', &fraction);
	int64_t seconds, part = 0;

	if (!str_int(whole, &seconds) || seconds < 0 || seconds > INT64_C(253402300799))
		return false;
	if (fraction.len && (!str_int(fraction, &part) || part < 0))
		return false;
	for (size_t i = fraction.len; i < TIMESTAMP_DIGITS; i++)
		part *= 10;
	for (size_t i = TIMESTAMP_DIGITS; i < fraction.len; i++)
		part /= 10;
	*us = seconds * US_PER_SECOND + part;
	return true;
}

int64_t ami_packet_us(const struct ami_packet *packet)
{
	const struct str stamp = ami_get(&packet->message, "Timestamp");
	int64_t us;

	if (!stamp.len || !read_timestamp(stamp, &us))
		return packet->at_us;
	return llabs(us - packet->at_us) > CLOCKS_APART_US ? packet->at_us : us;
}

void **ami_link_memory(struct ami_link *link)
{
	return &link->memory;
}

struct ami_link *ami_link_new(const struct ami_wanted *wanted, const struct ami_owner *owner,
	const char *process, struct db_pool *pool)
{
	struct ami_link *link = memory_zeroed(sizeof(*link));

	link->company_id = wanted->company_id;
	link->version = wanted->version;
	link->arena = arena_new(0);
	link->options = (struct ami_options){.host = arena_text(link->arena, wanted->options.host),
		.port = wanted->options.port,
		.user = arena_text(link->arena, wanted->options.user),
		.secret = arena_text(link->arena, wanted->options.secret)};
	link->owner = owner;
	link->process = process;
	link->pool = pool;
	link->conn = ami_conn_new();
	link->out_arena = arena_new(0);
	link->out = buf_in(link->out_arena, 1024);
	(void)pthread_mutex_init(&link->lock, NULL);
	ami_queue_init(&link->queue, AMI_QUEUE_BYTES_MAX);
	link->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (link->wake_fd < 0 || pthread_create(&link->reader, NULL, ami_reader_run, link) != 0) {
		ami_queue_close(&link->queue);
		link->reader = 0;
	}
	if (pthread_create(&link->consumer, NULL, ami_consumer_run, link) != 0)
		link->consumer = 0;
	return link;
}

void ami_link_free(struct ami_link **at)
{
	struct ami_link *link = *at;

	if (!link)
		return;
	atomic_store(&link->stopping, true);
	wake(link);
	if (link->reader)
		(void)pthread_join(link->reader, NULL);
	ami_queue_wake(&link->queue);
	if (link->consumer)
		(void)pthread_join(link->consumer, NULL);
	if (link->owner->end)
		link->owner->end(link);
	ami_conn_free(&link->conn);
	ami_queue_free(&link->queue);
	(void)pthread_mutex_destroy(&link->lock);
	arena_free(&link->out_arena);
	arena_wipe(link->arena);
	arena_free(&link->arena);
	if (link->wake_fd >= 0)
		(void)close(link->wake_fd);
	free(link);
	*at = NULL;
}

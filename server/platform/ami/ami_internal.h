/* ami_internal.h - shared inside platform/ami. */
/* SPDX-License-Identifier: MIT */
#ifndef PLATFORM_AMI_AMI_INTERNAL_H
#define PLATFORM_AMI_AMI_INTERNAL_H

#include "platform/ami/ami_link.h"
#include "platform/metrics/metrics.h"

#include <pthread.h>
#include <stdatomic.h>

/* ---- What waits for the consumer: ami_queue.c ---------------------------------- */

#define AMI_QUEUE_BYTES_MAX ((size_t)64 * 1024 * 1024)
#define AMI_BATCH_MAX 2000

struct ami_queue {
	pthread_mutex_t lock;
	pthread_cond_t ready;
	struct ami_packet *first, **end;
	size_t bytes, limit;
	bool woken, closed, dropped;
};

void ami_queue_init(struct ami_queue *queue, size_t limit);
void ami_queue_free(struct ami_queue *queue);
/* A copy of the packet and its message. False: there is no room, it was dropped. */
bool ami_queue_put(struct ami_queue *queue, const struct ami_packet *packet);
/* Everything up to a batch, after at most that long; NULL when nothing came. Freed by the caller. */
struct ami_packet *ami_queue_take(struct ami_queue *queue, int64_t wait_us);
/* Was anything dropped since the last call, and is there room again? */
bool ami_queue_overflowed(struct ami_queue *queue);
void ami_queue_wake(struct ami_queue *queue);
void ami_queue_close(struct ami_queue *queue);
bool ami_queue_closed(struct ami_queue *queue);
void ami_packets_free(struct ami_packet **packets);

/* ---- Actions under way: ami_pending.c --------------------------------------------- */

#define AMI_PENDING_MAX 256
#define AMI_ANSWER_US (10 * US_PER_SECOND)

struct ami_asked {
	int64_t id; /* 0: free */
	int action;
	int64_t ref, until_us; /* steady */
	bool follows; /* an event of its own ends it, not the response */
};
struct ami_pending {
	int64_t last_id;
	struct ami_asked asked[AMI_PENDING_MAX];
};

/* NULL when too many are under way. */
struct ami_asked *ami_pending_add(struct ami_pending *pending, const struct ami_action *action);
/* Whose answer the message is, or NULL. *last: it ends with this one and is forgotten. */
bool ami_pending_find(struct ami_pending *pending, const struct ami_message *message,
	struct ami_asked *asked, bool *last);
/* One whose time is over, or any when `all`; false when there is none. */
bool ami_pending_expire(struct ami_pending *pending, bool all, struct ami_asked *asked);
#define AMI_ID_BYTES 32
void ami_pending_name(char name[AMI_ID_BYTES], int64_t id);

/* ---- One link: ami_link.c, ami_reader.c, ami_consumer.c ------------------------------ */

struct ami_link {
	int64_t company_id, version;
	struct ami_options options;
	struct arena *arena; /* of the options */
	const struct ami_owner *owner;
	const char *process;
	struct db_pool *pool;
	void *memory; /* the owner's */

	struct ami_conn *conn; /* the reader's */
	struct ami_queue queue;
	pthread_t reader, consumer;
	int wake_fd;
	atomic_bool stopping;
	atomic_bool foreign; /* another process has it now */

	pthread_mutex_t lock; /* of what follows */
	bool standing;
	struct ami_pending pending;
	struct arena *out_arena;
	struct buf out; /* actions that the reader is to send */
};

struct ami_link *ami_link_new(const struct ami_wanted *wanted, const struct ami_owner *owner,
	const char *process, struct db_pool *pool);
/* Ends both threads; what was read and not yet worked on is worked on before. */
void ami_link_free(struct ami_link **at);

/* The threads of a link, which is what each is given. */
void *ami_reader_run(void *arg);
void *ami_consumer_run(void *arg);

/* Milliseconds before the n-th attempt (from 1): doubling to half a minute, a quarter either way. */
int64_t ami_backoff_ms(int attempt, uint32_t dice);

extern struct metric ami_metric_events, ami_metric_dropped, ami_metric_links, ami_metric_lost;

#endif

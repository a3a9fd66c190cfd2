/* ami_consumer.c - the thread that turns what a PBX said into units of work. */
/* SPDX-License-Identifier: MIT */
#include "platform/ami/ami_internal.h"

#include "platform/auth/auth.h"
#include "platform/db/db.h"
#include "platform/log/log.h"

#define IDLE_US US_PER_SECOND
#define ATTEMPTS 5
#define PAUSE_FIRST_MS 100
#define PAUSE_LAST_MS 2000

static enum err work(struct cx *cx, struct ami_link *link, const struct ami_packet *packets)
{
	const struct company *company;

	TRY(company_by_id(cx, link->company_id, &company));
	cx->actor = actor_system(cx->arena, company);
	TRY(link->owner->take(cx, link, link->process, packets));
	return db_commit(cx);
}

static enum err work_once(
	struct ami_link *link, struct arena *arena, const struct ami_packet *packets)
{
	struct cx cx = {.arena = arena,
		.actor = actor_nobody(),
		.now_us = clock_now_us(),
		.request_id = "ami"};
	enum err outcome;

	db_lend(link->pool, &cx);
	outcome = work(&cx, link, packets);
	if (outcome != OK && db_should_retry(&cx))
		outcome = ERR_BUSY;
	if (outcome != OK)
		log_warn("ami.unit", LOG_INT("company", link->company_id),
			LOG_TEXT("outcome", err_name(outcome)),
			LOG_TEXT("error", cx.failure.message));
	db_return(&cx);
	arena_reset(arena);
	return outcome;
}

static void rest(int attempt)
{
	int64_t ms = PAUSE_FIRST_MS;
	struct timespec pause;

	for (int i = 0; i < attempt && ms < PAUSE_LAST_MS; i++)
		ms *= 2;
	pause = (struct timespec){.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000 * 1000};
	(void)nanosleep(&pause, NULL);
}

/* A database that is busy, full or away comes back; anything else fails each time. */
static bool passes(enum err outcome)
{
	return outcome == ERR_BUSY || outcome == ERR_FULL;
}

static void work_until_done(
	struct ami_link *link, struct arena *arena, const struct ami_packet *packets)
{
	enum err outcome = work_once(link, arena, packets);

	for (int i = 0; outcome != OK && outcome != ERR_STATE; i++) {
		if (atomic_load(&link->stopping) || (!passes(outcome) && i >= ATTEMPTS))
			break;
		rest(i);
		outcome = work_once(link, arena, packets);
	}
	if (link->owner->settle)
		link->owner->settle(link, outcome == OK);
	if (outcome == ERR_STATE)
		atomic_store(&link->foreign, true);
}

void *ami_consumer_run(void *arg)
{
	struct ami_link *link = arg;
	struct arena *arena = arena_new(0);

	while (!ami_queue_closed(&link->queue)) {
		struct ami_packet *packets = ami_queue_take(&link->queue, IDLE_US);

		if (!atomic_load(&link->foreign))
			work_until_done(link, arena, packets);
		ami_packets_free(&packets);
	}
	arena_free(&arena);
	return NULL;
}

/* db_lite_wal.c - keeping the write-ahead log small. Only the writer's holder comes here. */
/* SPDX-License-Identifier: MIT */
#include "platform/db/db_lite.h"
#include "platform/log/log.h"

#include <errno.h>

#define PAUSE_US (100 * US_PER_MS)
#define WARN_EVERY_US US_PER_MINUTE

/* Keep new readers out and wait for the present ones. False: somebody reads for long. */
static bool pause_readers(struct lite *lite)
{
	const struct timespec until = db_timespec(clock_steady_us() + PAUSE_US);
	bool alone;

	(void)pthread_mutex_lock(&lite->reading);
	lite->readers_paused = true;
	while (lite->readers_lent + lite->streams > 0)
		if (pthread_cond_clockwait(&lite->reader_free, &lite->reading, CLOCK_MONOTONIC,
			    &until) == ETIMEDOUT)
			break;
	alone = lite->readers_lent + lite->streams == 0;
	(void)pthread_mutex_unlock(&lite->reading);
	return alone;
}

static void resume_readers(struct lite *lite)
{
	(void)pthread_mutex_lock(&lite->reading);
	lite->readers_paused = false;
	(void)pthread_cond_broadcast(&lite->reader_free);
	(void)pthread_mutex_unlock(&lite->reading);
}

static int copy_back(struct lite *lite, int mode)
{
	int pages = 0, copied = 0;
	int code;

	/* A reader of another process is not waited for: there is a next time. */
	(void)sqlite3_busy_timeout(lite->writer.db, 0);
	code = sqlite3_wal_checkpoint_v2(lite->writer.db, NULL, mode, &pages, &copied);
	(void)sqlite3_busy_timeout(lite->writer.db, (int)(DB_WAIT_US / US_PER_MS));
	if (code != SQLITE_OK && (code & 0xff) != SQLITE_BUSY)
		(void)db_fault(
			ERR_INTERNAL, "wal_checkpoint", NULL, sqlite3_errmsg(lite->writer.db));
	return code;
}

static void warn_of_size(struct lite *lite)
{
	const char *why = "a long read keeps the write-ahead log from being reset";
	int64_t now_us = clock_steady_us();

	if (lite->warned_us && now_us - lite->warned_us < WARN_EVERY_US)
		return;
	lite->warned_us = now_us;
	log_warn("db.wal_grows", LOG_INT("pages", lite->wal_pages), LOG_TEXT("why", why));
}

void lite_checkpoint(struct lite *lite)
{
	const int pages = lite->wal_pages;
	int code;

	lite->checkpoint_at = pages + lite->checkpoint_every;
	if (pages < WAL_RESET_PAGES) {
		(void)copy_back(lite, SQLITE_CHECKPOINT_PASSIVE);
		return;
	}
	/* Most of the copying while readers go on; the pause is for the rest. */
	(void)copy_back(lite, SQLITE_CHECKPOINT_PASSIVE);
	code = SQLITE_BUSY;
	if (pause_readers(lite))
		code = copy_back(lite,
			pages >= WAL_TRUNCATE_PAGES ? SQLITE_CHECKPOINT_TRUNCATE
						    : SQLITE_CHECKPOINT_RESTART);
	resume_readers(lite);
	if (code == SQLITE_OK)
		lite->checkpoint_at = lite->checkpoint_every;
	else if (pages >= WAL_TRUNCATE_PAGES)
		warn_of_size(lite);
}

/* listen.h - hints between processes that share a PostgreSQL server (LISTEN and NOTIFY). */
/* SPDX-License-Identifier: MIT */
#ifndef PLATFORM_DB_LISTEN_H
#define PLATFORM_DB_LISTEN_H

#include "platform/db/db.h"

/*
 * A connection of its own that hears and gives hints. Hints carry nothing and
 * may be lost: whoever hears one looks at the tables. One thread at a time.
 */
struct db_listener;

/* channel is a constant identifier. NULL on SQLite, which one server has to itself. */
struct db_listener *db_listener_new(struct db_pool *pool, const char *channel);
void db_listener_free(struct db_listener **listener);

/*
 * Wait until another process gave a hint (true), wake_fd can be read, or the
 * time is over (false). A lost connection is opened again by itself, and
 * counts as a hint: something may have been missed. listener may be NULL.
 */
bool db_listener_wait(struct db_listener *listener, int wake_fd, int timeout_ms);

/* Give the others a hint. */
void db_listener_tell(struct db_listener *listener);

#endif

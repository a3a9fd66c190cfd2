/* listen.h - hints between processes that share a PostgreSQL server (LISTEN and NOTIFY). */
/* SPDX-License-Identifier: MIT */
#ifndef PLATFORM_DB_LISTEN_H
#define PLATFORM_DB_LISTEN_H

#include "platform/db/db.h"

/*
 * A connection of its own that hears and gives hints. They may be lost: whoever
 * hears one looks at the tables. Texts may be given too, for what is in no
 * table. One thread at a time.
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

/*
 * Give the others a text of at most DB_LISTENER_TEXT_BYTES; it comes out of
 * their db_listener_wait(), by the function they named. Anybody who may connect
 * to the database can give one.
 */
#define DB_LISTENER_TEXT_BYTES ((size_t)7900)
void db_listener_say(struct db_listener *listener, const char *text);
void db_listener_on_text(
	struct db_listener *listener, void (*fn)(struct str text, void *arg), void *arg);

#endif

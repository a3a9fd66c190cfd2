/* db_listen.c - hints between processes that share a PostgreSQL server. */
/* SPDX-License-Identifier: MIT */
#include "platform/db/db_pg.h"
#include "platform/db/listen.h"
#include "platform/log/log.h"

#include <assert.h>
#include <poll.h>

#define RETRY_US US_PER_SECOND

struct db_listener {
	const struct pg *pg;
	const char *channel;
	PGconn *link;
	int64_t retry_us; /* steady clock: when to try to connect again */
	void (*on_text)(struct str text, void *arg);
	void *arg;
};

struct db_listener *db_listener_new(struct db_pool *pool, const char *channel)
{
	struct db_listener *listener;

	if (!db_is_postgres(pool))
		return NULL;
	listener = db_memory_new(sizeof(*listener));
	listener->pg = pg_of(pool);
	listener->channel = channel;
	return listener;
}

void db_listener_free(struct db_listener **listener)
{
	if (!*listener)
		return;
	if ((*listener)->link)
		PQfinish((*listener)->link);
	free(*listener);
	*listener = NULL;
}

static void hang_up(struct db_listener *listener)
{
	if (listener->link)
		PQfinish(listener->link);
	listener->link = NULL;
	listener->retry_us = clock_steady_us() + RETRY_US;
}

static bool command(struct db_listener *listener, const char *word)
{
	char text[100];
	PGresult *answer;
	bool good;

	(void)snprintf(text, sizeof(text), "%s %s", word, listener->channel);
	answer = PQexec(listener->link, text);
	good = PQresultStatus(answer) == PGRES_COMMAND_OK;
	PQclear(answer);
	if (!good)
		hang_up(listener);
	return good;
}

/* True when a connection was opened just now. */
static bool connect_again(struct db_listener *listener)
{
	bool good = false;

	if (listener->link || clock_steady_us() < listener->retry_us)
		return false;
	listener->link = pg_connect_new(listener->pg, &good);
	if (!good) {
		log_warn("db.listen", LOG_TEXT("why", PQerrorMessage(listener->link)));
		hang_up(listener);
		return false;
	}
	return command(listener, "LISTEN");
}

/* Hints of one's own come back too, and say nothing new. */
static bool is_hint(struct db_listener *listener, const PGnotify *notify)
{
	if (notify->be_pid == PQbackendPID(listener->link))
		return false;
	if (notify->extra[0] && listener->on_text)
		listener->on_text(str_of(notify->extra), listener->arg);
	return !notify->extra[0];
}

static bool heard(struct db_listener *listener)
{
	PGnotify *hint;
	bool found = false;

	if (!PQconsumeInput(listener->link)) {
		hang_up(listener);
		return true;
	}
	while ((hint = PQnotifies(listener->link)) != NULL) {
		found = is_hint(listener, hint) || found;
		PQfreemem(hint);
	}
	return found;
}

bool db_listener_wait(struct db_listener *listener, int wake_fd, int timeout_ms)
{
	struct pollfd fds[] = {{.fd = wake_fd, .events = POLLIN}, {.fd = -1, .events = POLLIN}};

	if (listener && connect_again(listener))
		return true;
	if (listener && listener->link) {
		if (heard(listener))
			return true;
		fds[1].fd = listener->link ? PQsocket(listener->link) : -1;
	}
	(void)poll(fds, COUNT(fds), timeout_ms);
	return listener && fds[1].revents && heard(listener);
}

void db_listener_tell(struct db_listener *listener)
{
	if (listener && listener->link)
		(void)command(listener, "NOTIFY");
}

void db_listener_on_text(
	struct db_listener *listener, void (*fn)(struct str text, void *arg), void *arg)
{
	if (!listener)
		return;
	listener->on_text = fn;
	listener->arg = arg;
}

void db_listener_say(struct db_listener *listener, const char *text)
{
	const char *values[2];
	PGresult *answer;
	bool good;

	if (!listener || !listener->link)
		return;
	assert(strlen(text) <= DB_LISTENER_TEXT_BYTES);
	values[0] = listener->channel;
	values[1] = text;
	answer = PQexecParams(listener->link, "SELECT pg_notify($1, $2)", COUNT(values), NULL,
		values, NULL, NULL, 0);
	good = PQresultStatus(answer) == PGRES_TUPLES_OK;
	PQclear(answer);
	if (!good)
		hang_up(listener);
}

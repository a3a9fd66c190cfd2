/* push.h - the live events for clients of other makers: Socket.IO, Pusher. Only app/ includes this. */
/* SPDX-License-Identifier: MIT */
#ifndef PLATFORM_PUSH_PUSH_H
#define PLATFORM_PUSH_PUSH_H

#include "platform/http/server.h"

/* What clients of Pusher know a company by. Texts in the arena. */
struct push_app {
	int64_t company_id;
	const char *key, *secret;
	bool enabled;
	bool client_events; /* clients may tell each other */
	bool server_events; /* whoever knows the secret may publish by HTTP */
};

struct push_options {
	int64_t ping_interval_ms, ping_timeout_ms; /* 0 = 25,000 and 20,000 */
	int64_t max_payload; /* bytes of one message or poll of a client; 0 = 65,536 */
	int64_t rate; /* polls and posts of one session a minute; 0 = 6,000 */
	const char *path; /* where Socket.IO is served too, beside /socket.io; NULL: nowhere */
	int64_t silence_ms, pong_ms; /* Pusher: then a ping; then it is gone. 0 = 30,000 each */
	/* Whose key it is, in a reading unit. ERR_NOT_FOUND: nobody's, also of a suspended company. */
	enum err (*find_app)(struct cx *cx, struct str key, struct push_app *app);
	/* That of the actor's company; ERR_NOT_FOUND. */
	enum err (*own_app)(struct cx *cx, struct push_app *app);
};

/* Before http_start(): fills in the tables of the additional path. Texts live as long as the program. */
void push_start(const struct push_options *options);
/* After push_start(): Pusher's side listens to what passes between nodes. Once. */
void pusher_start(void);

extern const struct http_route push_routes[];
extern const struct http_upgrade push_upgrades[];
extern const struct http_route pusher_routes[];
extern const struct http_upgrade pusher_upgrades[];
/* Of the additional path; without one they are empty. */
extern struct http_route push_more_routes[];
extern struct http_upgrade push_more_upgrades[];

/*
 * How an event is called where: one table for every protocol, printed into
 * docs/internals/push.md. Without a row it is called as it is.
 */
#define PUSH_NAMES_MAX 3
struct push_name {
	const char *type; /* "chat:message" */
	const char *socket_io[PUSH_NAMES_MAX]; /* all of them are sent, in this order */
	const char *socket_io_off; /* instead, when `typing` in the data is false */
	bool room; /* only for those who joined the chat */
	const char *plain; /* on /ws/updates once more, behind its own name; NULL: not */
	const char
		*pusher[PUSH_NAMES_MAX]; /* on channels of Pusher once more, behind its own name */
};
extern const struct push_name push_names[]; /* ends with a row without a type */
/* NULL: it has no row. */
const struct push_name *push_name_of(const char *type);
/* Its other name on /ws/updates, for ws_options; NULL: none. */
const char *push_plain_name(const char *type);

#endif

/* push.h - the live events for clients of other makers: Socket.IO. Only app/ includes this. */
/* SPDX-License-Identifier: MIT */
#ifndef PLATFORM_PUSH_PUSH_H
#define PLATFORM_PUSH_PUSH_H

#include "platform/http/server.h"

struct push_options {
	int64_t ping_interval_ms, ping_timeout_ms; /* 0 = 25,000 and 20,000 */
	int64_t max_payload; /* bytes of one message or poll of a client; 0 = 65,536 */
	int64_t rate; /* polls and posts of one session a minute; 0 = 6,000 */
	const char *path; /* where Socket.IO is served too, beside /socket.io; NULL: nowhere */
};

/* Before http_start(): fills in the tables of the additional path. Texts live as long as the program. */
void push_start(const struct push_options *options);

extern const struct http_route push_routes[];
extern const struct http_upgrade push_upgrades[];
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
};
extern const struct push_name push_names[]; /* ends with a row without a type */
/* NULL: it has no row. */
const struct push_name *push_name_of(const char *type);
/* Its other name on /ws/updates, for ws_options; NULL: none. */
const char *push_plain_name(const char *type);

#endif

/* ws.h - the socket hub: /ws/updates, /ws/widget. Only app/ includes this; domains publish events. */
/* SPDX-License-Identifier: MIT */
#ifndef PLATFORM_WS_WS_H
#define PLATFORM_WS_WS_H

#include "platform/http/server.h"

/*
 * What a client may ask for by a message of that type: the route that does it.
 * "{chat_id}" in the path stands for the member of that name in the message's
 * data, and the data is the body. The list ends with a row without a name.
 */
struct ws_command {
	const char *name; /* "typing" */
	enum http_method method;
	const char *path; /* "/api/chats/{chat_id}/typing" */
	const char *body; /* a JSON object instead of the data; NULL: the data */
};

/* Who visits a company's site. */
struct ws_visitor {
	int64_t company_id, visitor_id;
};

struct ws_options {
	const char *const *origins; /* allowed Origin values beside the own host */
	size_t queue_bytes; /* per socket; more waiting closes it with 4408. 0 = 1 MiB */
	int heartbeat_s; /* 0 = 25 */
	size_t sockets_max; /* 0 = 20,000 */
	size_t sockets_per_user; /* 0 = 20; a visitor holds no more than 5 of them */
	size_t sockets_per_address; /* of those who are no users; 0 = 500 */
	const struct ws_command *commands, *visitor_commands; /* NULL: none */
	/*
	 * What is done in a visitor's name when its first page opens and now and then
	 * while one is open; and some seconds after the last one closed. A refusal of the
	 * former closes them. NULL: nothing.
	 */
	const struct ws_command *visitor_here, *visitor_gone;
	/* The name under which users get an event once more, behind its own; NULL: none. */
	const char *(*other_name)(const char *type);
	/*
	 * The visitor behind a token, which a page of the request's Origin showed: what
	 * opens /ws/widget. On a worker, in a reading unit. NULL: nobody gets in.
	 */
	enum err (*find_visitor)(struct http_req *rq, struct str token, struct ws_visitor *visitor);
};

/* Starts the hub's thread and subscribes it to committed events. */
MUST_USE enum err ws_start(struct db_pool *pool, const struct ws_options *options);

/* Close every socket with 1012 and a hint when to come again; then stop. */
void ws_stop(void);

/* The upgrade rows for http_start; ends with a row without path. */
extern const struct http_upgrade ws_upgrades[];

#endif

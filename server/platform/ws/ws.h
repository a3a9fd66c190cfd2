/* ws.h - the socket hub: /ws/updates. Only app/ includes this; domains publish events. */
/* SPDX-License-Identifier: MIT */
#ifndef PLATFORM_WS_WS_H
#define PLATFORM_WS_WS_H

#include "platform/http/server.h"

struct ws_options {
	const char *const *origins; /* allowed Origin values beside the own host */
	size_t queue_bytes; /* per socket; more waiting closes it with 4408. 0 = 1 MiB */
	int heartbeat_s; /* 0 = 25 */
	size_t sockets_max; /* 0 = 20,000 */
	size_t sockets_per_user; /* 0 = 20 */
};

/* Starts the hub's thread and subscribes it to committed events. */
MUST_USE enum err ws_start(struct db_pool *pool, const struct ws_options *options);

/* Close every socket with 1012 and a hint when to come again; then stop. */
void ws_stop(void);

/* The upgrade rows for http_start; ends with a row without path. */
extern const struct http_upgrade ws_upgrades[];

#endif

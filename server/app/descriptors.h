/* descriptors.h - how many connections the open files of this process are enough for. */
/* SPDX-License-Identifier: MIT */
#ifndef APP_DESCRIPTORS_H
#define APP_DESCRIPTORS_H

#include <stdbool.h>
#include <stddef.h>

struct descriptors {
	unsigned connections; /* of HTTP, at one moment */
	size_t sockets; /* live ones */
};

/*
 * Raises the limit to what the system allows and shares it out, so that neither
 * kind of client can use up what the database and uploads need. A socket over
 * TLS takes three, and remains a connection.
 */
struct descriptors descriptors_share(bool tls);

#endif

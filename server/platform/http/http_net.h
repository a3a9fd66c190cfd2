/* http_net.h - addresses of clients and proxies. */
/* SPDX-License-Identifier: MIT */
#ifndef PLATFORM_HTTP_HTTP_NET_H
#define PLATFORM_HTTP_HTTP_NET_H

#include "base/arena.h"

#include <sys/socket.h>

#define NET_TEXT_BYTES 46

/* An IPv6 address, or an IPv4 one mapped into it. */
struct net_address {
	unsigned char bytes[16];
};

struct net_address net_of_sockaddr(const struct sockaddr *address);
/* "10.0.0.1", "::1"; surrounding brackets and a port are not accepted. */
MUST_USE bool net_parse(const char *text, size_t length, struct net_address *address);
void net_write(const struct net_address *address, char text[NET_TEXT_BYTES]);
bool net_same(const struct net_address *a, const struct net_address *b);
bool net_is_loopback(const struct net_address *address);

/* What limits count by: IPv6 clients own a /64 and could walk through it. */
struct net_address net_group(const struct net_address *address);

/* Addresses or networks ("10.0.0.0/8") that are believed. */
struct net_range {
	struct net_address base;
	unsigned bits;
};
struct net_list {
	const struct net_range *at;
	size_t count;
};

/* NULL-terminated texts; false: *bad is the one that is no address. */
MUST_USE bool net_list_read(
	struct arena *arena, const char *const *texts, struct net_list *list, const char **bad);
bool net_list_has(const struct net_list *list, const struct net_address *address);

/*
 * The client behind trusted proxies: X-Forwarded-For read from its right end
 * while the speaker is trusted. `peer` is who holds the connection.
 */
struct net_address net_client(
	const struct net_list *proxies, const struct net_address *peer, const char *forwarded_for);

#endif

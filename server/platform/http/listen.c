/* listen.c - "HOST:PORT" as a listening socket. */
/* SPDX-License-Identifier: MIT */
#include "platform/http/http_internal.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <unistd.h>

#define BACKLOG 1024

/* "127.0.0.1:8000", "[::1]:8000" */
static bool split(struct arena *arena, const char *text, char **host, const char **port)
{
	const char *colon = strrchr(text, ':');
	int64_t number;
	size_t length;

	if (!colon || colon == text || !text_int(colon + 1, &number) || number < 0 ||
		number > 65535)
		return false;
	length = (size_t)(colon - text);
	if (text[0] == '[' && text[length - 1] == ']') {
		text++;
		length -= 2;
	}
	*host = arena_text_n(arena, text, length);
	*port = colon + 1;
	return true;
}

static int bind_one(const struct addrinfo *address)
{
	const int yes = 1;
	int fd = socket(address->ai_family, address->ai_socktype | SOCK_CLOEXEC | SOCK_NONBLOCK,
		address->ai_protocol);

	if (fd < 0)
		return -1;
	(void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
	if (bind(fd, address->ai_addr, address->ai_addrlen) == 0 && listen(fd, BACKLOG) == 0)
		return fd;
	(void)close(fd);
	return -1;
}

static int port_of(int fd)
{
	struct sockaddr_storage address;
	socklen_t length = sizeof(address);
	struct sockaddr_in in;

	memset(&address, 0, sizeof(address));
	if (getsockname(fd, (struct sockaddr *)&address, &length) != 0)
		return 0;
	/* The port is at the same place in both families. */
	memcpy(&in, &address, sizeof(in));
	return ntohs(in.sin_port);
}

bool listener_open(
	struct arena *arena, const char *text, struct listener *listener, const char **why)
{
	const struct addrinfo hints = {
		.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE | AI_NUMERICSERV};
	struct addrinfo *found = NULL;
	const char *port;
	char *host;
	int code;

	listener->fd = -1;
	if (!split(arena, text, &host, &port)) {
		*why = arena_format(arena, "not an address to listen on: %s", text);
		return false;
	}
	code = getaddrinfo(host, port, &hints, &found);
	if (code) {
		*why = arena_format(arena, "%s: %s", text, gai_strerror(code));
		return false;
	}
	listener->fd = bind_one(found);
	if (listener->fd < 0) {
		*why = arena_format(arena, "%s: %s", text, strerror(errno));
		freeaddrinfo(found);
		return false;
	}
	freeaddrinfo(found);
	listener->port = port_of(listener->fd);
	(void)snprintf(
		listener->host, sizeof(listener->host), strchr(host, ':') ? "[%s]" : "%s", host);
	return true;
}

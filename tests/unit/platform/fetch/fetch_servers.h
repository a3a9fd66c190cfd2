/* fetch_servers.h - a name server of the test, and manners of servers that several tests meet. */
/* SPDX-License-Identifier: MIT */
#ifndef TESTS_FETCH_SERVERS_H
#define TESTS_FETCH_SERVERS_H

#include "fetch_support.h"

#include <dlfcn.h>
#include <netdb.h>

#define TIMEOUT_MS 800

static const char *const near[] = {"127.0.0.1", NULL};

/* ---- A name server of our own: the program's getaddrinfo() takes the place of libc's --- */

static atomic_int rebind_asked, stall_asked;

static inline const char *address_of(const char *name)
{
	if (strcmp(name, "stall.example") == 0) {
		stall_asked++;
		(void)usleep(3 * 1000 * 1000);
	}
	if (strcmp(name, "rebind.example") == 0)
		return rebind_asked++ == 0 ? "127.0.0.1" : "127.0.0.3";
	if (strcmp(name, "inside.example") == 0)
		return "127.0.0.3";
	if (strcmp(name, "nowhere.example") == 0 || strcmp(name, "stall.example") == 0)
		return NULL;
	return strstr(name, ".example") ? "127.0.0.1" : name;
}

int getaddrinfo(const char *node, const char *service, const struct addrinfo *hints,
	struct addrinfo **result)
{
	static int (*real)(const char *, const char *, const struct addrinfo *, struct addrinfo **);
	const char *address = address_of(node);

	if (!real)
		*(void **)&real = dlsym(RTLD_NEXT, "getaddrinfo");
	return address ? real(address, service, hints, result) : EAI_NONAME;
}
/* ---- Manners -------------------------------------------------------------------------- */

static inline void answers(struct provider *provider, int fd)
{
	if (provider_hear(provider, fd))
		provider_say(fd,
			"HTTP/1.1 200 OK\r\nX-Kind: one\r\nContent-Length: 5\r\n"
			"x-empty:\r\n\r\nhello");
}

static inline void says_nothing(struct provider *provider, int fd)
{
	(void)provider_wait(provider, fd, 10000);
}

static inline void hears_and_says_nothing(struct provider *provider, int fd)
{
	if (provider_hear(provider, fd))
		(void)provider_wait(provider, fd, 10000);
}

static inline void leaves_at_once(struct provider *provider, int fd)
{
	(void)provider;
	(void)fd;
}

static inline void speaks_without_being_asked(struct provider *provider, int fd)
{
	provider_say(fd, "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
	(void)provider_wait(provider, fd, 500);
}

/* ---- Asking --------------------------------------------------------------------------- */

static inline struct fetch_answer *get(struct provider *provider, const char *host)
{
	char url[100];
	const struct fetch_request request = {.url = url};

	(void)snprintf(url, sizeof(url), "http://%s:%d/path", host, provider->port);
	return ask(&request);
}

#endif

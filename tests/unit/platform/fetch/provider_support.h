/* provider_support.h - a server in the test's own process that behaves as badly as asked. */
/* SPDX-License-Identifier: MIT */
#ifndef TESTS_PROVIDER_SUPPORT_H
#define TESTS_PROVIDER_SUPPORT_H

#include "unit.h"

#include "base/clock.h"

#include <arpa/inet.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/socket.h>
#include <unistd.h>

struct provider;

/* Serves one connection; the socket is closed after it. Checks provider->stop when it waits. */
typedef void provider_manner(struct provider *provider, int fd);

/* Listens on every address of 127.0.0.0/8. A thread for each connection. */
struct provider {
	provider_manner *_Atomic manner;
	int listener, port;
	pthread_t thread;
	atomic_bool stop;
	atomic_int connections, live, most_live; /* ever, now, most at once */
	atomic_int requests;

	pthread_mutex_t lock;
	char heard[65536]; /* all that was said to it */
	size_t heard_bytes;
};

struct provider_connection {
	struct provider *provider;
	int fd;
};

static inline void provider_say(int fd, const char *text)
{
	(void)!send(fd, text, strlen(text), MSG_NOSIGNAL);
}

/* Sleeps while the other side is there and the test goes on; false when it is over. */
static inline bool provider_wait(struct provider *provider, int fd, int ms)
{
	for (int64_t end = clock_steady_us() + ms * US_PER_MS; clock_steady_us() < end;) {
		struct pollfd at = {.fd = fd, .events = POLLRDHUP};

		if (provider->stop || (poll(&at, 1, 10) > 0 && at.revents))
			return false;
	}
	return !provider->stop;
}

static inline ssize_t provider_receive(struct provider *provider, int fd, char *to, size_t room)
{
	struct pollfd at = {.fd = fd, .events = POLLIN};
	ssize_t got;

	while (poll(&at, 1, 10) == 0)
		if (provider->stop)
			return 0;
	got = recv(fd, to, room, 0);
	if (got <= 0)
		return got;
	(void)pthread_mutex_lock(&provider->lock);
	if (provider->heard_bytes + (size_t)got < sizeof(provider->heard)) {
		memcpy(provider->heard + provider->heard_bytes, to, (size_t)got);
		provider->heard_bytes += (size_t)got;
	}
	(void)pthread_mutex_unlock(&provider->lock);
	return got;
}

/* One whole request with its body; false when the client left before. */
static inline bool provider_hear(struct provider *provider, int fd)
{
	char text[32768];
	size_t count = 0;

	for (;;) {
		const char *head, *length;
		ssize_t got = provider_receive(
			provider, fd, text + count, sizeof(text) - 1 - count);

		if (got <= 0)
			return false;
		count += (size_t)got;
		text[count] = '\0';
		head = strstr(text, "\r\n\r\n");
		length = strcasestr(text, "\r\nContent-Length:");
		if (head &&
			count >= (size_t)(head + 4 - text) +
					(length && length < head ? strtoul(length + 17, NULL, 10)
								 : 0))
			break;
	}
	provider->requests++;
	return true;
}

/* How often something was said to it. */
static inline int provider_heard(struct provider *provider, const char *what)
{
	int count = 0;

	(void)pthread_mutex_lock(&provider->lock);
	for (const char *at = provider->heard, *end = at + provider->heard_bytes;
		(at = memmem(at, (size_t)(end - at), what, strlen(what))); at++)
		count++;
	(void)pthread_mutex_unlock(&provider->lock);
	return count;
}

static inline void *provider_connection_run(void *arg)
{
	struct provider_connection *connection = arg;
	struct provider *provider = connection->provider;

	provider->manner(provider, connection->fd);
	(void)close(connection->fd);
	free(connection);
	provider->live--;
	return NULL;
}

static inline void *provider_run(void *arg)
{
	struct provider *provider = arg;

	while (!provider->stop) {
		struct pollfd at = {.fd = provider->listener, .events = POLLIN};
		struct provider_connection *connection;
		pthread_t thread;
		int live;

		if (poll(&at, 1, 20) == 0)
			continue;
		connection = calloc(1, sizeof(*connection));
		connection->provider = provider;
		connection->fd = accept4(provider->listener, NULL, NULL, SOCK_CLOEXEC);
		provider->connections++;
		live = ++provider->live;
		if (live > provider->most_live)
			provider->most_live = live;
		assert_int_equal(
			pthread_create(&thread, NULL, provider_connection_run, connection), 0);
		(void)pthread_detach(thread);
	}
	return NULL;
}

static inline struct provider *provider_new(provider_manner *manner)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_ANY)}};
	struct provider *provider = calloc(1, sizeof(*provider));
	socklen_t length = sizeof(address);

	provider->manner = manner;
	(void)pthread_mutex_init(&provider->lock, NULL);
	provider->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(bind(provider->listener, (struct sockaddr *)&address, length), 0);
	assert_int_equal(listen(provider->listener, 128), 0);
	assert_int_equal(getsockname(provider->listener, (struct sockaddr *)&address, &length), 0);
	provider->port = ntohs(address.sin_port);
	assert_int_equal(pthread_create(&provider->thread, NULL, provider_run, provider), 0);
	return provider;
}

static inline void provider_free(struct provider **provider)
{
	(*provider)->stop = true;
	(void)pthread_join((*provider)->thread, NULL);
	while ((*provider)->live)
		(void)usleep(1000);
	(void)close((*provider)->listener);
	(void)pthread_mutex_destroy(&(*provider)->lock);
	free(*provider);
	*provider = NULL;
}

#endif

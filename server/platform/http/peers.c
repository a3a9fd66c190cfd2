/* peers.c - accepted connections: how many an address may hold, how long each step may take. */
/* SPDX-License-Identifier: MIT */
#include "platform/http/http_internal.h"

#include <assert.h>

#define FIRST_LINE_US (10 * US_PER_SECOND)
#define REAP_EVERY_S 1

static struct ip_entry **bucket_of(struct peers *peers, const struct net_address *address)
{
	return &peers->buckets[rate_who(address->bytes, sizeof(address->bytes)) % IP_BUCKETS];
}

static struct ip_entry *ip_find(struct peers *peers, const struct net_address *address)
{
	struct ip_entry *entry = *bucket_of(peers, address);

	while (entry && !net_same(&entry->address, address))
		entry = entry->next;
	return entry;
}

static struct ip_entry *ip_hold(struct peers *peers, const struct net_address *address)
{
	struct ip_entry *entry = ip_find(peers, address);

	if (!entry) {
		struct ip_entry **bucket = bucket_of(peers, address);

		entry = calloc(1, sizeof(*entry));
		if (!entry)
			return NULL;
		entry->address = *address;
		entry->next = *bucket;
		*bucket = entry;
	}
	entry->connections++;
	return entry;
}

static void ip_release(struct peers *peers, struct ip_entry *entry)
{
	struct ip_entry **at;

	if (!entry || --entry->connections)
		return;
	at = bucket_of(peers, &entry->address);
	while (*at != entry)
		at = &(*at)->next;
	*at = entry->next;
	free(entry);
}

/* Asked before a connection is accepted. Proxies speak for many and are not counted. */
enum MHD_Result peers_accept(void *cls, const struct sockaddr *address, socklen_t length)
{
	struct http_server *server = cls;
	struct net_address peer = net_of_sockaddr(address);
	struct net_address group = net_group(&peer);
	const struct ip_entry *entry;
	bool allowed;

	(void)length;
	if (net_list_has(&server->proxies, &peer))
		return MHD_YES;
	(void)pthread_mutex_lock(&server->peers.lock);
	entry = ip_find(&server->peers, &group);
	allowed = !entry || entry->connections < server->peers.per_ip_max;
	(void)pthread_mutex_unlock(&server->peers.lock);
	return allowed ? MHD_YES : MHD_NO;
}

static void *peer_new(struct http_server *server, struct MHD_Connection *connection)
{
	const union MHD_ConnectionInfo *info;
	struct peers *peers = &server->peers;
	struct peer *peer = calloc(1, sizeof(*peer));
	struct net_address group;

	if (!peer)
		return NULL;
	peer->server = server;
	info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	if (info && info->client_addr)
		peer->address = net_of_sockaddr(info->client_addr);
	info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
	peer->fd = info ? info->connect_fd : -1;
	peer->deadline_us = clock_steady_us() + FIRST_LINE_US;
	group = net_group(&peer->address);
	(void)pthread_mutex_lock(&peers->lock);
	peer->ip = ip_hold(peers, &group);
	peer->next = peers->first;
	peer->link = &peers->first;
	if (peer->next)
		peer->next->link = &peer->next;
	peers->first = peer;
	(void)pthread_mutex_unlock(&peers->lock);
	return peer;
}

static void peer_free(struct peer *peer)
{
	struct peers *peers = &peer->server->peers;

	(void)pthread_mutex_lock(&peers->lock);
	ip_release(peers, peer->ip);
	*peer->link = peer->next;
	if (peer->next)
		peer->next->link = peer->link;
	(void)pthread_mutex_unlock(&peers->lock);
	free(peer);
}

void peers_upgraded(struct peer *peer)
{
	struct peers *peers = &peer->server->peers;

	(void)pthread_mutex_lock(&peers->lock);
	ip_release(peers, peer->ip);
	peer->ip = NULL;
	(void)pthread_mutex_unlock(&peers->lock);
}

void peers_notify(void *cls, struct MHD_Connection *connection, void **context,
	enum MHD_ConnectionNotificationCode code)
{
	if (code == MHD_CONNECTION_NOTIFY_STARTED) {
		*context = peer_new(cls, connection);
	} else if (*context) {
		peer_free(*context);
		*context = NULL;
	}
}

/*
 * The library's own timeout begins again with every byte, so a client could
 * drip its request for ever. Here each step has an end: the socket of one that
 * missed it is shut down, which the library sees as the client having gone.
 * Under the lock the descriptor cannot have been closed and used again.
 */
static void reap(struct peers *peers)
{
	int64_t now_us = clock_steady_us();

	for (struct peer *peer = peers->first; peer; peer = peer->next) {
		int64_t deadline_us = atomic_load_explicit(
			&peer->deadline_us, memory_order_relaxed);

		if (deadline_us && deadline_us < now_us && peer->fd >= 0)
			(void)shutdown(peer->fd, SHUT_RDWR);
	}
}

static void *reaper_main(void *arg)
{
	struct peers *peers = arg;

	(void)pthread_mutex_lock(&peers->lock);
	while (!peers->stopping) {
		struct timespec until;

		(void)clock_gettime(CLOCK_MONOTONIC, &until);
		until.tv_sec += REAP_EVERY_S;
		(void)pthread_cond_timedwait(&peers->wake, &peers->lock, &until);
		reap(peers);
	}
	(void)pthread_mutex_unlock(&peers->lock);
	return NULL;
}

void peers_init(struct http_server *server)
{
	struct peers *peers = &server->peers;
	pthread_condattr_t attributes;

	(void)pthread_mutex_init(&peers->lock, NULL);
	(void)pthread_condattr_init(&attributes);
	(void)pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	(void)pthread_cond_init(&peers->wake, &attributes);
	(void)pthread_condattr_destroy(&attributes);
	peers->started = pthread_create(&peers->reaper, NULL, reaper_main, peers) == 0;
}

void peers_stop(struct http_server *server)
{
	struct peers *peers = &server->peers;

	(void)pthread_mutex_lock(&peers->lock);
	peers->stopping = true;
	(void)pthread_mutex_unlock(&peers->lock);
	(void)pthread_cond_signal(&peers->wake);
	if (peers->started)
		(void)pthread_join(peers->reaper, NULL);
	assert(!peers->first);
	(void)pthread_cond_destroy(&peers->wake);
	(void)pthread_mutex_destroy(&peers->lock);
}

/* ws_registry.c - who is connected: companies, users, and the slots that epoll names. */
/* SPDX-License-Identifier: MIT */
#include "platform/ws/ws_internal.h"

#include "platform/http/http_net.h"

#define COMPANY_BUCKETS 256
#define USER_BUCKETS 4096

/* ---- Companies and users ------------------------------------------------------- */

static struct ws_company *companies[COMPANY_BUCKETS];

struct ws_company *ws_company_find(int64_t company_id)
{
	struct ws_company *company = companies[(uint64_t)company_id % COMPANY_BUCKETS];

	while (company && company->id != company_id)
		company = company->next;
	return company;
}

static struct ws_company *company_of(int64_t id)
{
	struct ws_company **bucket = &companies[(uint64_t)id % COMPANY_BUCKETS];
	struct ws_company *company = ws_company_find(id);

	if (company)
		return company;
	company = calloc(1, sizeof(*company));
	if (!company)
		return NULL;
	company->id = id;
	company->next = *bucket;
	*bucket = company;
	return company;
}

static void company_end(struct ws_company *company)
{
	struct ws_company **at = &companies[(uint64_t)company->id % COMPANY_BUCKETS];

	if (company->sockets || company->visitors)
		return;
	while (*at != company)
		at = &(*at)->next;
	*at = company->next;
	ws_out_release(&company->heartbeat);
	free(company);
}

static void list_add(struct ws_socket **list, struct ws_socket *socket)
{
	socket->next = *list;
	socket->link = list;
	if (socket->next)
		socket->next->link = &socket->next;
	*list = socket;
}

bool ws_company_enter(struct ws_socket *socket)
{
	const struct ws_who *who = &socket->who;
	struct ws_company *company = company_of(who->company_id);

	if (!company)
		return false;
	if (who->visitor_id) {
		socket->visiting = ws_visiting_enter(who->company_id, who->visitor_id);
		if (!socket->visiting) {
			company_end(company);
			return false;
		}
		company->visitors++;
		list_add(&socket->visiting->sockets, socket);
	} else {
		list_add(&company->sockets, socket);
	}
	socket->company = company;
	return true;
}

void ws_company_leave(struct ws_socket *socket)
{
	struct ws_company *company = socket->company;

	if (!company)
		return;
	*socket->link = socket->next;
	if (socket->next)
		socket->next->link = socket->link;
	socket->company = NULL;
	if (socket->visiting) {
		company->visitors--;
		ws_visiting_leave(socket);
	}
	company_end(company);
}

struct user {
	int64_t company_id, user_id;
	int sockets;
	struct user *next;
};
static struct user *users[USER_BUCKETS];

int ws_user_count(int64_t company_id, int64_t user_id, int change)
{
	struct user **at = &users[((uint64_t)company_id * 31 + (uint64_t)user_id) % USER_BUCKETS];
	struct user *user;
	int count;

	while (*at && ((*at)->company_id != company_id || (*at)->user_id != user_id))
		at = &(*at)->next;
	if (!*at) {
		*at = calloc(1, sizeof(**at));
		if (!*at)
			return 0;
		(*at)->company_id = company_id;
		(*at)->user_id = user_id;
	}
	user = *at;
	user->sockets += change;
	count = user->sockets;
	if (count <= 0) {
		*at = user->next;
		free(user);
	}
	return count;
}

/*
 * Counted in the table of users: the halves of an address are nobody's numbers there, no
 * company being 0 and no user.
 */
static int address_count(const char *ip, int change)
{
	struct net_address address = {0}, group;
	int64_t halves[2];

	if (!net_parse(ip, strlen(ip), &address))
		return 0;
	group = net_group(&address);
	memcpy(halves, group.bytes, sizeof(halves));
	return ws_user_count(halves[0], halves[1], change);
}

bool ws_guest_enter(struct ws_socket *socket)
{
	socket->guest = true;
	(void)atomic_fetch_add(&ws_hub.guests, 1);
	return address_count(socket->ip, 1) <= (int)ws_hub.options.sockets_per_address;
}

void ws_guest_leave(struct ws_socket *socket)
{
	if (!socket->guest)
		return;
	socket->guest = false;
	(void)atomic_fetch_sub(&ws_hub.guests, 1);
	(void)address_count(socket->ip, -1);
}

/* ---- Slots: what an epoll event names -------------------------------------------- */

static bool more_slots(void)
{
	uint32_t count = ws_hub.slot_count ? ws_hub.slot_count * 2 : 64;
	struct ws_socket **slots = realloc(ws_hub.slots, count * sizeof(struct ws_socket *));
	uint32_t *free_slots;

	if (!slots)
		return false;
	ws_hub.slots = slots;
	free_slots = realloc(ws_hub.free_slots, count * sizeof(*free_slots));
	if (!free_slots)
		return false;
	ws_hub.free_slots = free_slots;
	for (uint32_t i = count; i-- > ws_hub.slot_count;) {
		ws_hub.slots[i] = NULL;
		ws_hub.free_slots[ws_hub.free_count++] = i;
	}
	ws_hub.slot_count = count;
	return true;
}

struct ws_socket *ws_socket_new(void)
{
	static uint32_t generation;
	struct ws_socket *socket;

	if (!ws_hub.free_count && !more_slots())
		return NULL;
	socket = calloc(1, sizeof(*socket));
	if (!socket)
		return NULL;
	socket->slot = ws_hub.free_slots[--ws_hub.free_count];
	socket->generation = ++generation;
	socket->held_end = &socket->held;
	socket->asked_end = &socket->asked_for;
	ws_queue_init(&socket->queue);
	ws_hub.slots[socket->slot] = socket;
	return socket;
}

void ws_slot_free(struct ws_socket *socket)
{
	ws_hub.slots[socket->slot] = NULL;
	ws_hub.free_slots[ws_hub.free_count++] = socket->slot;
	atomic_fetch_sub(&ws_hub.sockets, 1);
	metric_add(&ws_metrics.sockets, -1);
}

struct ws_socket *ws_socket_find(uint32_t slot, uint32_t generation)
{
	struct ws_socket *socket = slot < ws_hub.slot_count ? ws_hub.slots[slot] : NULL;

	return socket && socket->generation == generation ? socket : NULL;
}

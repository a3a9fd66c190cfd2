/* net.c - addresses of clients and proxies. */
/* SPDX-License-Identifier: MIT */
#include "platform/http/http_net.h"

#include "base/str.h"

#include <arpa/inet.h>
#include <netinet/in.h>

static const unsigned char v4_prefix[12] = {[10] = 0xFF, [11] = 0xFF};

static struct net_address of_v4(const void *four)
{
	struct net_address address;

	memcpy(address.bytes, v4_prefix, sizeof(v4_prefix));
	memcpy(address.bytes + sizeof(v4_prefix), four, 4);
	return address;
}

static bool is_v4(const struct net_address *address)
{
	return memcmp(address->bytes, v4_prefix, sizeof(v4_prefix)) == 0;
}

struct net_address net_of_sockaddr(const struct sockaddr *address)
{
	struct net_address result = {0};

	if (address->sa_family == AF_INET) {
		struct sockaddr_in in;

		memcpy(&in, address, sizeof(in));
		return of_v4(&in.sin_addr);
	}
	if (address->sa_family == AF_INET6) {
		struct sockaddr_in6 in6;

		memcpy(&in6, address, sizeof(in6));
		memcpy(result.bytes, &in6.sin6_addr, sizeof(result.bytes));
	}
	return result;
}

bool net_parse(const char *text, size_t length, struct net_address *address)
{
	char copy[NET_TEXT_BYTES];
	unsigned char four[4];

	if (length == 0 || length >= sizeof(copy))
		return false;
	memcpy(copy, text, length);
	copy[length] = '\0';
	if (inet_pton(AF_INET, copy, four) == 1) {
		*address = of_v4(four);
		return true;
	}
	return inet_pton(AF_INET6, copy, address->bytes) == 1;
}

void net_write(const struct net_address *address, char text[NET_TEXT_BYTES])
{
	const void *bytes = is_v4(address) ? address->bytes + 12 : address->bytes;

	if (!inet_ntop(is_v4(address) ? AF_INET : AF_INET6, bytes, text, NET_TEXT_BYTES))
		text[0] = '\0';
}

bool net_same(const struct net_address *a, const struct net_address *b)
{
	return memcmp(a->bytes, b->bytes, sizeof(a->bytes)) == 0;
}

bool net_is_loopback(const struct net_address *address)
{
	static const unsigned char v6_loopback[16] = {[15] = 1};

	if (is_v4(address))
		return address->bytes[12] == 127;
	return memcmp(address->bytes, v6_loopback, sizeof(v6_loopback)) == 0;
}

struct net_address net_group(const struct net_address *address)
{
	struct net_address group = *address;

	if (!is_v4(address))
		memset(group.bytes + 8, 0, 8);
	return group;
}

static bool range_read(const char *text, struct net_range *range)
{
	struct str bits;
	struct str base = str_cut(str_of(text), '/', &bits);
	int64_t count;

	if (!net_parse(base.ptr, base.len, &range->base))
		return false;
	range->bits = 128;
	if (!bits.len)
		return true;
	if (!str_int(bits, &count) || count < 0)
		return false;
	if (is_v4(&range->base))
		count += 96;
	range->bits = (unsigned)count;
	return count <= 128;
}

bool net_list_read(
	struct arena *arena, const char *const *texts, struct net_list *list, const char **bad)
{
	struct net_range *ranges;
	size_t count = 0;

	while (texts && texts[count])
		count++;
	ranges = arena_array(arena, count, sizeof(*ranges));
	for (size_t i = 0; i < count; i++)
		if (!range_read(texts[i], &ranges[i])) {
			*bad = texts[i];
			return false;
		}
	*list = (struct net_list){ranges, count};
	return true;
}

static bool in_range(const struct net_range *range, const struct net_address *address)
{
	unsigned whole = range->bits / 8;
	unsigned rest = range->bits % 8;
	unsigned mask = 0xFFU << (8 - rest) & 0xFFU;

	if (memcmp(range->base.bytes, address->bytes, whole) != 0)
		return false;
	return !rest || ((range->base.bytes[whole] ^ address->bytes[whole]) & mask) == 0;
}

bool net_list_has(const struct net_list *list, const struct net_address *address)
{
	for (size_t i = 0; i < list->count; i++)
		if (in_range(&list->at[i], address))
			return true;
	return false;
}

struct net_address net_client(
	const struct net_list *proxies, const struct net_address *peer, const char *forwarded_for)
{
	struct net_address client = *peer;
	size_t end = forwarded_for ? strlen(forwarded_for) : 0;

	while (end && net_list_has(proxies, &client)) {
		size_t begin = end;
		struct net_address next;
		struct str entry;

		while (begin && forwarded_for[begin - 1] != ',')
			begin--;
		entry = str_trim((struct str){forwarded_for + begin, end - begin});
		if (!net_parse(entry.ptr, entry.len, &next))
			break;
		client = next;
		end = begin ? begin - 1 : 0;
	}
	return client;
}

/* fetch_address.c - which addresses a tenant's request may connect to (SSRF). */
/* SPDX-License-Identifier: MIT */
#include "platform/fetch/fetch_internal.h"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <netinet/in.h>

#define ALLOWED_MAX 16

/* A network: the first `bits` of `bytes` count. */
struct net {
	bool six;
	unsigned char bytes[16];
	int bits;
};

/* IPv4 that is no public unicast: RFC 6890, and what followed it. */
static const struct net closed_v4[] = {
	{false, {0}, 8}, /* this network */
	{false, {10}, 8}, /* private */
	{false, {100, 64}, 10}, /* carrier-grade NAT */
	{false, {127}, 8}, /* loopback */
	{false, {169, 254}, 16}, /* link-local: cloud metadata */
	{false, {172, 16}, 12}, /* private */
	{false, {192, 0, 0}, 24}, /* protocol assignments */
	{false, {192, 0, 2}, 24}, /* documentation */
	{false, {192, 88, 99}, 24}, /* 6to4 relays */
	{false, {192, 168}, 16}, /* private */
	{false, {198, 18}, 15}, /* benchmarks */
	{false, {198, 51, 100}, 24}, /* documentation */
	{false, {203, 0, 113}, 24}, /* documentation */
	{false, {224}, 4}, /* multicast */
	{false, {240}, 4}, /* reserved, broadcast */
};

/* IPv6 is public within 2000::/3 alone, except what wraps or stands for something else there. */
static const struct net open_v6 = {true, {0x20}, 3};
static const struct net closed_v6[] = {
	{true, {0x20, 0x01, 0x00}, 23}, /* protocol assignments, Teredo */
	{true, {0x20, 0x01, 0x0d, 0xb8}, 32}, /* documentation */
	{true, {0x20, 0x02}, 16}, /* 6to4 */
	{true, {0x3f, 0xff}, 20}, /* documentation */
};

/* NAT64: the IPv4 address in the last four bytes is where it leads. */
static const struct net nat64 = {true, {0x00, 0x64, 0xff, 0x9b}, 96};

/* Set before threads start, never changed after. */
static struct net allowed[ALLOWED_MAX];
static size_t allowed_count;

static bool in_net(const struct net *net, bool six, const unsigned char *bytes)
{
	int whole = net->bits / 8, rest = net->bits % 8;

	if (net->six != six || memcmp(net->bytes, bytes, (size_t)whole) != 0)
		return false;
	return !rest || (net->bytes[whole] ^ bytes[whole]) >> (8 - rest) == 0;
}

static bool in_any(const struct net *nets, size_t count, bool six, const unsigned char *bytes)
{
	for (size_t i = 0; i < count; i++)
		if (in_net(&nets[i], six, bytes))
			return true;
	return false;
}

/* ---- The operator's list ---------------------------------------------------------- */

static bool read_net(const char *text, struct net *net)
{
	struct str bits;
	struct str address = str_cut(str_of(text), '/', &bits);
	char plain[INET6_ADDRSTRLEN];
	int64_t count;

	if (address.len >= sizeof(plain))
		return false;
	memcpy(plain, address.ptr, address.len);
	plain[address.len] = '\0';
	net->six = strchr(plain, ':') != NULL;
	count = net->six ? 128 : 32;
	if (inet_pton(net->six ? AF_INET6 : AF_INET, plain, net->bytes) != 1)
		return false;
	if (bits.ptr && (!str_int(bits, &count) || count < 0 || count > (net->six ? 128 : 32)))
		return false;
	net->bits = (int)count;
	return true;
}

bool fetch_allow_set(const char *const *list, const char **why)
{
	static char complaint[200];

	allowed_count = 0;
	for (; list && *list; list++) {
		if (allowed_count == ALLOWED_MAX || !read_net(*list, &allowed[allowed_count])) {
			(void)snprintf(complaint, sizeof(complaint),
				"fetch-allow: \"%.100s\" is no address such as 10.0.0.5 and no "
				"network such as 10.0.0.0/8",
				*list);
			*why = complaint;
			allowed_count = 0;
			return false;
		}
		allowed_count++;
	}
	return true;
}

bool fetch_allows_inside(void)
{
	return allowed_count > 0;
}

/* ---- Judging ------------------------------------------------------------------------ */

static const unsigned char *bytes_of(const struct sockaddr *address, bool *six)
{
	*six = address->sa_family == AF_INET6;
	if (*six)
		return ((const struct sockaddr_in6 *)(const void *)address)->sin6_addr.s6_addr;
	return (const unsigned char *)&((const struct sockaddr_in *)(const void *)address)
		->sin_addr;
}

/* A public address may still be this machine's: what listens here trusts its neighbours. */
static bool is_own(bool six, const unsigned char *bytes)
{
	struct ifaddrs *all;
	bool own = false;

	if (getifaddrs(&all) != 0)
		return false;
	for (const struct ifaddrs *at = all; at && !own; at = at->ifa_next) {
		const unsigned char *other;
		bool other_six;

		if (!at->ifa_addr ||
			(at->ifa_addr->sa_family != AF_INET && at->ifa_addr->sa_family != AF_INET6))
			continue;
		other = bytes_of(at->ifa_addr, &other_six);
		own = other_six == six && memcmp(other, bytes, six ? 16 : 4) == 0;
	}
	freeifaddrs(all);
	return own;
}

static bool is_public(bool six, const unsigned char *bytes)
{
	if (!six)
		return !in_any(closed_v4, COUNT(closed_v4), false, bytes);
	if (in_net(&nat64, true, bytes))
		return !in_any(closed_v4, COUNT(closed_v4), false, bytes + 12);
	return in_net(&open_v6, true, bytes) && !in_any(closed_v6, COUNT(closed_v6), true, bytes);
}

bool fetch_address_allowed(const struct sockaddr *address)
{
	const unsigned char *bytes;
	bool six;

	if (address->sa_family != AF_INET && address->sa_family != AF_INET6)
		return false;
	bytes = bytes_of(address, &six);
	if (in_any(allowed, allowed_count, six, bytes))
		return true;
	return is_public(six, bytes) && !is_own(six, bytes);
}

bool fetch_may_connect(const struct sockaddr *address)
{
	return fetch_address_allowed(address);
}

/* address.c - any text as a path and as what proxies say of the client: split cleanly, or refused. */
/* SPDX-License-Identifier: MIT */
#include "base/arena.h"
#include "base/utf8.h"
#include "platform/http/http_net.h"
#include "platform/http/http_router.h"

#include <assert.h>

static void split(struct arena *arena, const char *text)
{
	struct path_parts parts = {.count = 0};
	bool malformed = false;

	if (!path_split(arena_text(arena, text), &parts, &malformed))
		return;
	assert(!malformed && parts.count <= ROUTE_SEGMENTS_MAX);
	for (size_t i = 0; i < parts.count; i++) {
		assert(utf8_valid(parts.at[i].ptr, parts.at[i].len));
		assert(!str_is(parts.at[i], ".") && !str_is(parts.at[i], ".."));
		assert(!memchr(parts.at[i].ptr, '/', parts.at[i].len));
		assert(!memchr(parts.at[i].ptr, '\0', parts.at[i].len));
	}
}

static void follow_proxies(struct arena *arena, const char *text)
{
	static const char *const trusted[] = {"127.0.0.0/8", "10.0.0.0/8", "::1", NULL};
	struct net_list proxies;
	struct net_address peer, client, again;
	char written[NET_TEXT_BYTES];
	const char *bad = NULL;

	assert(net_list_read(arena, trusted, &proxies, &bad));
	assert(net_parse("127.0.0.1", 9, &peer));
	client = net_client(&proxies, &peer, text);
	net_write(&client, written);
	assert(net_parse(written, strlen(written), &again) && net_same(&client, &again));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new(0);
	const char *text = arena_text_n(arena, (const char *)data, size);

	split(arena, text);
	follow_proxies(arena, text);
	arena_free(&arena);
	return 0;
}

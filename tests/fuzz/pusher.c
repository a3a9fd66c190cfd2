/* pusher.c - any text as a message or a channel of Pusher's protocol: read, or refused, and nothing else. */
/* SPDX-License-Identifier: MIT */
#include "platform/push/pusher_internal.h"

#include <assert.h>

static void read_name(struct arena *arena, struct str text)
{
	struct pusher_name name;
	const char *again;

	if (!pusher_name_read(text, &name))
		return;
	assert(text.len && text.len <= PUSHER_NAME_MAX && !memchr(text.ptr, ',', text.len) &&
		!memchr(text.ptr, ':', text.len));
	if (!name.topic)
		return;
	again = pusher_topic_name(arena, name.topic, name.user_id);
	assert(str_is(text, again));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct arena *arena = arena_new((size_t)64 * 1024 * 1024);
	struct cx cx = {.arena = arena, .actor = actor_nobody(), .request_id = "fuzz"};
	struct str text = {(const char *)bytes, size};
	struct pusher_message message;

	read_name(arena, text);
	if (pusher_message_read(&cx, text, &message)) {
		assert(message.event);
		assert(!message.data || json_kind_of(message.data) == JSON_OBJECT);
		if (message.channel)
			read_name(arena, str_of(message.channel));
		if (pusher_text_in(message.data, "channel"))
			read_name(arena, str_of(pusher_text_in(message.data, "channel")));
	}
	arena_free(&arena);
	return 0;
}

/* socket_io.c - any body of a poll, any packet in it: read, or refused, and nothing else. */
/* SPDX-License-Identifier: MIT */
#include "platform/auth/auth.h"
#include "platform/json/json.h"
#include "platform/push/push_internal.h"

#include <assert.h>

static void read_packet(struct cx *cx, struct str text)
{
	static const char *const parts[SIO_ATTACHMENTS_MAX] = {
		"YQ==", "YQ==", "YQ==", "YQ==", "YQ==", "YQ==", "YQ==", "YQ==", "YQ==", "YQ=="};
	struct sio_packet packet;
	struct sio_data data;

	if (!sio_packet_read(text, &packet))
		return;
	assert(packet.attachments <= SIO_ATTACHMENTS_MAX);
	assert(packet.namespace.len && packet.namespace.ptr[0] == '/');
	assert(!packet.data.len || packet.data.ptr + packet.data.len == text.ptr + text.len);
	if (!sio_data_read(cx, &packet, parts, &data))
		return;
	assert(json_kind_of(data.args) == JSON_ARRAY);
	assert(!data.name || strcmp(data.name, "connect") != 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct arena *arena = arena_new((size_t)64 * 1024 * 1024);
	struct cx cx = {.arena = arena, .actor = actor_nobody(), .request_id = "fuzz"};
	struct str body = {(const char *)bytes, size};
	struct eio_piece piece;
	uint64_t name;

	while (body.ptr && eio_next(arena, &body, &piece))
		if (!piece.binary) /* the first letter is Engine.IO's */
			read_packet(&cx, (struct str){piece.text.ptr + 1, piece.text.len - 1});
	if (size < 100)
		assert(!eio_sid_read(arena, arena_text_n(arena, (const char *)bytes, size), &name));
	arena_free(&arena);
	return 0;
}

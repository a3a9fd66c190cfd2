/* ws_frame.c - any bytes from a socket: the same messages and replies in every slicing. */
/* SPDX-License-Identifier: MIT */
#include "platform/ws/ws_parse.h"

#include <assert.h>

struct heard {
	uint64_t hash;
	size_t messages;
};

static void add(struct heard *heard, const char *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++)
		heard->hash = heard->hash * 131 + (unsigned char)bytes[i];
}

static void on_message(void *arg, bool binary, struct str bytes)
{
	struct heard *heard = arg;

	assert(bytes.len <= WS_MESSAGE_BYTES_MAX);
	heard->messages++;
	heard->hash = heard->hash * 7 + binary;
	add(heard, bytes.ptr, bytes.len);
}

static void on_control(void *arg)
{
	((struct heard *)arg)->hash *= 3;
}

static void on_reply(void *arg, const char *bytes, size_t length)
{
	add(arg, bytes, length);
}

static uint64_t feed(const uint8_t *data, size_t size, size_t slice)
{
	struct heard heard = {0};
	struct ws_sink sink = {on_message, on_control, on_reply, &heard};
	struct ws_parser *parser = NULL;
	enum ws_outcome outcome = WS_GOES_ON;

	for (size_t at = 0; at < size && outcome == WS_GOES_ON; at += slice)
		outcome = ws_parse(
			&parser, data + at, size - at < slice ? size - at : slice, &sink);
	ws_parser_free(&parser);
	return heard.hash * 5 + (uint64_t)outcome;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size < 2)
		return 0;
	assert(feed(data + 1, size - 1, 1 + data[0] % 64) == feed(data + 1, size - 1, size));
	return 0;
}

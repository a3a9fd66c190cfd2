/* ami.c - any bytes from a PBX: the same messages in every slicing, within the bounds. */
/* SPDX-License-Identifier: MIT */
#include "platform/ami/ami_parser.h"

#include <assert.h>

static uint64_t add(uint64_t hash, struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		hash = hash * 131 + (unsigned char)text.ptr[i];
	return hash * 7 + text.len;
}

static uint64_t feed(struct str stream, size_t slice)
{
	struct ami_parser *parser = ami_parser_new();
	struct ami_message message;
	uint64_t hash = 0;

	for (size_t at = 0; at < stream.len; at += slice) {
		size_t left = stream.len - at;
		struct str bytes = {stream.ptr + at, left < slice ? left : slice};

		while (ami_parse(parser, &bytes, &message)) {
			assert(message.count <= AMI_HEADERS_MAX);
			hash = hash * 31 + (uint64_t)message.kind * 2 + message.cut;
			for (size_t i = 0; i < message.count; i++)
				hash = add(add(hash, message.headers[i].name),
					message.headers[i].value);
		}
		assert(!bytes.len);
	}
	hash = hash * 3 + ami_parser_losses(parser).headers_dropped;
	hash = hash * 3 + ami_parser_losses(parser).lines_cut;
	ami_parser_free(&parser);
	return hash;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str stream;

	if (size < 2)
		return 0;
	stream = (struct str){(const char *)data + 1, size - 1};
	assert(feed(stream, 1 + data[0] % 64) == feed(stream, size));
	return 0;
}

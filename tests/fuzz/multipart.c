/* multipart.c - any bytes as a form: parts lie within it, one behind the other, and it ends. */
/* SPDX-License-Identifier: MIT */
#include "platform/http/multipart.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct str body = {(const char *)data, size};
	struct arena *arena = arena_new(0);
	const char *last = body.ptr;
	struct multipart_part part;
	struct multipart reader;

	if (size <= 65536 &&
		multipart_begin(&reader, arena, "multipart/form-data; boundary=\"X\"", body))
		while (multipart_next(&reader, arena, &part) == MULTIPART_PART) {
			assert(part.name.len > 0);
			assert(part.bytes.ptr > last);
			last = part.bytes.ptr + part.bytes.len;
			assert(last <= body.ptr + body.len);
		}
	arena_free(&arena);
	return 0;
}

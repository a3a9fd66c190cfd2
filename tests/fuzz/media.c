/* media.c - any bytes as a file: what it is and what its head says; nothing is read behind its end. */
/* SPDX-License-Identifier: MIT */
#include "platform/media/media.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const names[] = {"", "a.docx", "a.csv", "a.xls"};
	struct media media;

	if (size < 1 || size > 65536)
		return 0;
	if (!media_look((struct str){(const char *)data + 1, size - 1}, names[data[0] & 3], &media))
		return 0;
	assert(media.mime && media.extensions);
	assert(media.orientation >= 1 && media.orientation <= 8);
	assert(media.width >= 0 && media.height >= 0 && media.duration_ms >= 0);
	return 0;
}

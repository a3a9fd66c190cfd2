/* csv.c - any bytes as a CSV file: what comes out does not depend on how the bytes were sliced. */
/* SPDX-License-Identifier: MIT */
#include "platform/sheet/csv.h"

#include <assert.h>

/* A running hash of everything the reader said. */
static enum err note(const struct csv_record *record, void *arg)
{
	uint64_t *hash = arg;

	*hash = *hash * 31 + (uint64_t)record->line + record->count;
	for (size_t i = 0; i < record->count; i++)
		for (const char *c = record->fields[i]; *c; c++)
			*hash = *hash * 131 + (unsigned char)*c;
	return OK;
}

static uint64_t read_in_slices(
	enum csv_encoding encoding, const char *bytes, size_t size, size_t slice)
{
	struct arena *arena = arena_new(0);
	uint64_t hash = 0;
	struct csv *csv = csv_start(arena, encoding, 0, note, &hash);
	enum err err = OK;

	for (size_t at = 0; at < size && err == OK; at += slice)
		err = csv_feed(csv, bytes + at, size - at < slice ? size - at : slice);
	if (err == OK)
		err = csv_finish(csv);
	hash = hash * 7 + (uint64_t)err;
	arena_free(&arena);
	return hash;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *bytes = (const char *)data + 1;
	enum csv_encoding encoding;
	size_t slice;

	if (size < 2 || size > 65536)
		return 0;
	encoding = data[0] & 1 ? CSV_WINDOWS_1256 : CSV_UTF8;
	slice = 1 + data[0] / 2;
	size--;
	assert(read_in_slices(encoding, bytes, size, slice) ==
		read_in_slices(encoding, bytes, size, size));
	return 0;
}

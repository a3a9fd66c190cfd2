/* csv_file.c - a whole file of comma-separated records. */
/* SPDX-License-Identifier: MIT */
#include "platform/sheet/csv.h"

#include <stdio.h>

#define READ_BYTES (64 * 1024)

static enum err guess_encoding(struct cx *cx, FILE *file, enum csv_encoding *encoding)
{
	struct csv_guess guess = {0};
	char bytes[READ_BYTES];
	size_t length;

	while ((length = fread(bytes, 1, sizeof(bytes), file)) > 0)
		csv_guess_feed(&guess, bytes, length);
	*encoding = csv_guess_end(&guess);
	rewind(file);
	if (guess.wide)
		return fail(cx, ERR_MALFORMED, "file",
			"The file is in UTF-16. Save it as \"CSV UTF-8\" and send it again.");
	if (!guess.seen)
		return fail(cx, ERR_MALFORMED, "file", "The file is empty.");
	return OK;
}

enum err csv_read_file(struct cx *cx, FILE *file, csv_record_fn *record, void *arg)
{
	enum csv_encoding encoding;
	char bytes[READ_BYTES];
	struct csv *csv;
	size_t length;

	TRY(guess_encoding(cx, file, &encoding));
	csv = csv_start(cx->arena, encoding, 0, record, arg);
	while ((length = fread(bytes, 1, sizeof(bytes), file)) > 0)
		TRY(csv_feed(csv, bytes, length));
	TRY(csv_finish(csv));
	if (ferror(file))
		return fail(cx, ERR_INTERNAL, "file", "could not be read to its end");
	return OK;
}

bool csv_is_blank(const struct csv_record *record)
{
	for (size_t i = 0; i < record->count; i++)
		if (*record->fields[i])
			return false;
	return !record->fault;
}

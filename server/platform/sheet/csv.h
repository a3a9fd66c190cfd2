/* csv.h - comma-separated files as shops and spreadsheets really write them, in any slicing. */
/* SPDX-License-Identifier: MIT */
#ifndef PLATFORM_SHEET_CSV_H
#define PLATFORM_SHEET_CSV_H

#include "base/cx.h"
#include "base/str.h"

#define CSV_FIELD_BYTES (64 * 1024)
#define CSV_RECORD_BYTES (1024 * 1024)
#define CSV_FIELDS 1024

enum csv_encoding {
	CSV_UTF8,
	CSV_WINDOWS_1256, /* what Arabic spreadsheets save as "CSV" */
};

/* Tells the encodings apart while bytes of a file go by, in any slicing. */
struct csv_guess {
	int64_t good, bad; /* sequences beyond ASCII that are UTF-8, and bytes that cannot be */
	unsigned left; /* continuation bytes still missing */
	unsigned char low, high; /* range of the next one */
	bool wide; /* begins like UTF-16, which is not read */
	int64_t seen;
	unsigned char first;
};
void csv_guess_feed(struct csv_guess *guess, const char *bytes, size_t length);
enum csv_encoding csv_guess_end(struct csv_guess *guess);

/* One record. Valid inside the callback only. */
struct csv_record {
	int64_t line; /* of the file where it begins, from 1 */
	int64_t end; /* offset in the file behind it, its line end included */
	int64_t end_line; /* line that begins at `end` */
	const char *fault; /* why it cannot be used, or NULL; then there are no fields */
	size_t count;
	const char *const *fields; /* UTF-8, blanks at both ends removed */
};
/* Anything but OK stops the reading and is returned by csv_feed() or csv_finish(). */
typedef enum err csv_record_fn(const struct csv_record *record, void *arg);

struct csv;

/*
 * A reader in the arena; about 1 MB and what one record decodes to. delimiter 0:
 * chosen by the first line among comma, semicolon and tab, or named by a line "sep=;". offset and line say
 * where in the file the first byte stands (0 and 1 for its beginning).
 * Empty lines are passed over.
 */
struct csv *csv_start(struct arena *arena, enum csv_encoding encoding, char delimiter,
	csv_record_fn *record, void *arg);
void csv_seek(struct csv *csv, int64_t offset, int64_t line);
MUST_USE enum err csv_feed(struct csv *csv, const char *bytes, size_t length);
/* The file is at its end: hand over what has no line end. */
MUST_USE enum err csv_finish(struct csv *csv);
char csv_delimiter(const struct csv *csv);

/*
 * A whole file, opened for reading: its encoding is judged first, then every
 * record handed over.
 *
 * ERR_MALFORMED  empty, or in UTF-16; the sentence says so
 */
MUST_USE enum err csv_read_file(struct cx *cx, FILE *file, csv_record_fn *record, void *arg);

/* Is there nothing in any of its fields? A record that cannot be used is not blank. */
bool csv_is_blank(const struct csv_record *record);

#endif

/* sheet.h - a table as a file: CSV or XLSX, row by row, never whole in memory. */
/* SPDX-License-Identifier: MIT */
#ifndef PLATFORM_SHEET_SHEET_H
#define PLATFORM_SHEET_SHEET_H

#include "base/cx.h"
#include "base/str.h"

enum sheet_format { SHEET_CSV, SHEET_XLSX };
extern const char *const sheet_format_words[]; /* in the order of enum sheet_format */
/* "csv" or "xlsx", as checked by a shape; NULL is CSV. */
enum sheet_format sheet_format_of(const char *word);
const char *sheet_content_type(enum sheet_format format);

/*
 * Where the bytes go. Length 0 only asks whether somebody still wants them: an
 * XLSX file leaves in one piece at its end, and its making stops when not.
 */
typedef enum err sheet_sink(const char *bytes, size_t length, void *arg);

struct sheet_options {
	enum sheet_format format;
	const char *title; /* of the worksheet: 1..25 letters without []:*?/\ */
	const char *time_zone; /* IANA: clocks of sheet_time() */
	const char *folder; /* for the parts of an XLSX file while it is made */
	const struct language *language; /* of headings and words; NULL: as they are */
	bool right_to_left;
	sheet_sink *sink;
	void *arg;
};

struct sheet;

/*
 * Begin with the headings (NULL-terminated, kept by reference). A sheet holds
 * memory and files of its own, so that the unit's arena may be rewound between
 * rows: once begun, sheet_end() must follow, whatever happens in between.
 *
 * ERR_FULL  no room in the folder
 */
MUST_USE enum err sheet_begin(struct cx *cx, const struct sheet_options *options,
	const char *const *headings, struct sheet **sheet);

/*
 * Cells of the row, from the first to the last; then sheet_row(). Text is text:
 * in CSV what a spreadsheet would take for a formula gets an apostrophe (ASVS
 * 1.2.10), in XLSX the cell's type says so. NULL and what is not given are empty.
 */
void sheet_text(struct sheet *sheet, const char *text);
/* A word that programs know, such as a status, in the sheet's language. */
void sheet_word(struct sheet *sheet, const char *word);
void sheet_int(struct sheet *sheet, int64_t value);
/* value / 10^digits, as money is kept: (12345, 2) is 123.45. digits 0..6 */
void sheet_decimal(struct sheet *sheet, int64_t value, int digits);
/* An instant on the clocks of time_zone, to the minute. */
void sheet_time(struct sheet *sheet, struct opt_int us);
/* Days since 1970-01-01. */
void sheet_day(struct sheet *sheet, struct opt_int day);
void sheet_empty(struct sheet *sheet);

/* Ends the row. Outcomes of the sink; ERR_FULL. */
MUST_USE enum err sheet_row(struct sheet *sheet);

/* Rows ended so far, without the headings. */
int64_t sheet_rows(const struct sheet *sheet);

/*
 * Finish the file and let go of everything. With an outcome other than OK the
 * file is given up. Returns `outcome`, or what went wrong now.
 */
MUST_USE enum err sheet_end(struct sheet **sheet, enum err outcome);

/* One CSV field (RFC 4180, formulas escaped); for files that are not sheets. */
void sheet_csv_text(struct buf *out, const char *text);

#endif

/* sheet_internal.h - what the two formats share. */
/* SPDX-License-Identifier: MIT */
#ifndef PLATFORM_SHEET_SHEET_INTERNAL_H
#define PLATFORM_SHEET_SHEET_INTERNAL_H

#include "platform/sheet/sheet.h"

struct sheet_xlsx;

struct sheet {
	struct cx *cx;
	struct arena *arena; /* its own: callers rewind the unit's after each row */
	struct sheet_options options;
	const char *const *headings;
	int64_t rows;
	unsigned column; /* of the next cell */
	struct buf line; /* CSV: bytes that have not left */
	struct sheet_xlsx *xlsx; /* NULL for CSV */
};

/* ---- XLSX: sheet_xlsx.c ------------------------------------------------------ */

MUST_USE enum err xlsx_begin(struct sheet *sheet);
void xlsx_text(struct sheet *sheet, const char *text);
void xlsx_number(struct sheet *sheet, int64_t value, int digits);
/* Local microseconds since 1970; days alone without the clock. */
void xlsx_moment(struct sheet *sheet, int64_t local_us, bool day);
MUST_USE enum err xlsx_row(struct sheet *sheet);
/* Frees everything; sends the file when `whole`. */
MUST_USE enum err xlsx_end(struct sheet *sheet, bool whole);

#endif

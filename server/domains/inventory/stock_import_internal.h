/* stock_import_internal.h - the lines of a stock file, between reading and laying down. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_INVENTORY_STOCK_IMPORT_INTERNAL_H
#define DOMAINS_INVENTORY_STOCK_IMPORT_INTERNAL_H

#include "domains/inventory/stock_internal.h"

struct stock_line_fault {
	const char *field, *reason;
	struct stock_line_fault *next;
};

/* Text is NULL where the file says nothing. In the arena of its batch. */
struct stock_line {
	int64_t line;
	const char *code, *name, *category, *location, *url;
	struct opt_int quantity, threshold, price_minor;
	struct stock_line_fault *faults; /* any: nothing of the line counts */
};

void stock_line_read(struct cx *cx, struct arena *arena, const char *const text[STOCK_FIELD_COUNT],
	struct stock_line *line);

/* Places met so far in a file: each is looked up once, and held once in a batch. */
#define STOCK_PLACES_KEPT 512
struct stock_places {
	struct arena *arena;
	struct stock_place {
		const char *code;
		int64_t id, batch;
	} rows[STOCK_PLACES_KEPT];
	size_t count;
	int64_t batch; /* the running one */
};

/* What the lines of one batch share. */
struct stock_batch {
	const struct stock_import *import;
	struct stock_places *places;
	struct stock_tally tally; /* counters, to be written at its end */
	int64_t ledger_id; /* the next one; taken for all lines at once */
};

enum stock_line_result { STOCK_LINE_CREATED, STOCK_LINE_CHANGED, STOCK_LINE_UNCHANGED };
/*
 * In the unit's transaction.
 *
 * ERR_INVALID  the line is refused and has left nothing
 */
MUST_USE enum err stock_line_put(struct cx *cx, struct stock_batch *batch,
	const struct stock_line *line, enum stock_line_result *result);

#endif

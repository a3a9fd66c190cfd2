/* db_cells.h - a row of many columns, read one after the other. */
/* SPDX-License-Identifier: MIT */
#ifndef PLATFORM_DB_DB_CELLS_H
#define PLATFORM_DB_DB_CELLS_H

#include "platform/db/db.h"

/* Where the next column is; each take_* goes one on. The row must have it. */
struct cells {
	const struct db_value *next;
};

static inline int64_t take_int(struct cells *cells)
{
	const struct db_result one = {.count = 1, .columns = 1, .cells = cells->next++};

	return db_int_at(&one, 0, 0);
}

static inline struct opt_int take_opt(struct cells *cells)
{
	const struct db_result one = {.count = 1, .columns = 1, .cells = cells->next++};

	return db_opt_at(&one, 0, 0);
}

/* NULL for NULL. */
static inline const char *take_text(struct cells *cells)
{
	const struct db_result one = {.count = 1, .columns = 1, .cells = cells->next++};

	return db_text_at(&one, 0, 0);
}

#endif

/* stock_counter_store.c - how many products there are of each category and state. */
/* SPDX-License-Identifier: MIT */
#include "domains/inventory/stock_store_internal.h"

static const struct db_query count_sql = {"stock.count",
	"INSERT INTO stock_counters (company_id, category, stock_state, n) VALUES ($1, $2, $3, $4)"
	" ON CONFLICT (company_id, category, stock_state)"
	" DO UPDATE SET n = stock_counters.n + excluded.n",
	NULL, NULL};

static const struct db_query categories_sql = {"stock.categories",
	"SELECT c.category, c.stock_state, c.n FROM stock_counters c"
	" WHERE c.company_id = $1 AND c.n > 0 ORDER BY c.category",
	NULL, NULL};

void stock_tally_add(struct arena *arena, struct stock_tally *tally, const char *category,
	enum stock_state state, int64_t n)
{
	for (size_t i = 0; i < tally->count; i++)
		if (tally->rows[i].state == state && text_is(tally->rows[i].category, category)) {
			tally->rows[i].n += n;
			return;
		}
	if (tally->count == tally->room) {
		struct stock_tally_row *larger;

		tally->room = tally->room ? tally->room * 2 : 8;
		larger = arena_array(arena, tally->room, sizeof(*larger));
		if (tally->count)
			memcpy(larger, tally->rows, tally->count * sizeof(*larger));
		tally->rows = larger;
	}
	tally->rows[tally->count++] = (struct stock_tally_row){
		arena_text(arena, category), state, n};
}

static int by_key(const void *a, const void *b)
{
	const struct stock_tally_row *x = a, *y = b;
	const int order = strcmp(x->category, y->category);

	return order ? order : (int)x->state - (int)y->state;
}

enum err stock_tally_write(struct cx *cx, struct stock_tally *tally)
{
	if (tally->count)
		qsort(tally->rows, tally->count, sizeof(*tally->rows), by_key);
	for (size_t i = 0; i < tally->count; i++)
		if (tally->rows[i].n)
			TRY(db_exec(cx, &count_sql,
				DB_ARGS(db_int(cx->actor->company_id),
					db_text(tally->rows[i].category),
					db_text(stock_state_words[tally->rows[i].state]),
					db_int(tally->rows[i].n)),
				NULL));
	return OK;
}

enum err stock_categories(struct cx *cx, struct stock_category **categories, size_t *count)
{
	struct stock_category *rows;
	struct db_result result;

	TRY(db_run(cx, &categories_sql, DB_ARGS(db_int(cx->actor->company_id)), &result));
	*categories = rows = arena_array(cx->arena, result.count, sizeof(*rows));
	*count = 0;
	for (size_t i = 0; i < result.count; i++) {
		const char *name = db_text_at(&result, i, 0);
		const ssize_t state = word_index(stock_state_words, db_text_at(&result, i, 1));

		if (!*count || !text_is(rows[*count - 1].name, name))
			rows[(*count)++].name = name;
		rows[*count - 1].n[state] = db_int_at(&result, i, 2);
	}
	return OK;
}

db_query_list stock_counter_queries = {&count_sql, &categories_sql, NULL};

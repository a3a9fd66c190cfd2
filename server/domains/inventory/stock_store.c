/* stock_store.c - one product's stock: its own row, its levels, its ledger. */
/* SPDX-License-Identifier: MIT */
#include "domains/inventory/stock_store_internal.h"

#include "domains/contacts/contact.h"

#define GET "SELECT " STOCK_COLUMNS " FROM products p WHERE p.company_id = $1 AND p.id = $2"

static const struct db_query get_sql = {"stock.get", GET, NULL, NULL};
/* SQLite lets one unit write at a time; PostgreSQL holds the row. */
static const struct db_query lock_sql = {"stock.lock", NULL, GET, GET " FOR UPDATE"};

static const struct db_query set_sql = {"stock.set",
	"UPDATE products SET name = $3, name_fold = $4, search_text = $5, category = $6,"
	" product_url = $7, price_minor = $8, quantity = $9, low_stock_threshold = $10,"
	" stock_state = $11, updated_us = $12, version = version + 1"
	" WHERE company_id = $1 AND id = $2",
	NULL, NULL};

/* Of the products in a JSON array of ids; most first, so that the first is the product's place. */
#define LEVELS \
	"SELECT l.product_id, l.location_id, l.quantity, l.version, s.code" \
	" FROM stock_levels l LEFT JOIN stock_locations s" \
	" ON s.company_id = l.company_id AND s.id = l.location_id" \
	" WHERE l.company_id = $1 AND l.product_id "
#define LEVELS_ORDER " ORDER BY l.product_id, l.quantity DESC, s.code"
/*
 * Every level has its location; LEFT and the array keep PostgreSQL from going through all
 * locations, which it does while it knows nothing of the tables' sizes.
 */
static const struct db_query levels_sql = {"stock.levels", NULL,
	LEVELS "IN (SELECT e.value FROM json_each($2) e)" LEVELS_ORDER,
	LEVELS "= ANY (ARRAY(SELECT CAST(e AS BIGINT)"
	       " FROM json_array_elements_text(CAST($2 AS JSON)) e))" LEVELS_ORDER};

static const struct db_query set_level_sql = {"stock.set_level",
	"INSERT INTO stock_levels (company_id, product_id, location_id, quantity, updated_us)"
	" VALUES ($1, $2, $3, $4, $5) ON CONFLICT (company_id, product_id, location_id)"
	" DO UPDATE SET quantity = excluded.quantity, updated_us = excluded.updated_us,"
	" version = stock_levels.version + 1",
	NULL, NULL};

static const struct db_query ledger_add_sql = {"stock.ledger_add",
	"INSERT INTO stock_ledger (company_id, id, product_id, location_id, delta, quantity, kind,"
	" reason, import_id, user_id, user_name, at_us)"
	" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
	NULL, NULL};

static const struct db_query ledger_list_sql = {"stock.ledger_list",
	"SELECT g.id, g.product_id, g.location_id, s.code, g.delta, g.quantity, g.kind, g.reason,"
	" g.import_id, g.user_id, g.user_name, g.at_us FROM stock_ledger g JOIN stock_locations s"
	" ON s.company_id = g.company_id AND s.id = g.location_id"
	" WHERE g.company_id = $1 AND g.product_id = $2 AND g.id < $3 ORDER BY g.id DESC LIMIT $4",
	NULL, NULL};

static struct db_value company_of(const struct cx *cx)
{
	return db_int(cx->actor->company_id);
}

static int64_t int_of(const struct db_value *cell)
{
	return cell->type == DB_INT ? cell->integer : 0;
}

void stock_store_read(const struct db_value *cells, struct stock_product *out)
{
	*out = (struct stock_product){.id = int_of(&cells[0]),
		.version = int_of(&cells[1]),
		.code = cells[2].bytes,
		.name = cells[3].bytes,
		.name_fold = cells[4].bytes,
		.category = cells[5].bytes,
		.url = cells[6].type == DB_NULL ? NULL : cells[6].bytes,
		.price_minor = {int_of(&cells[7]), cells[7].type == DB_INT},
		.quantity = int_of(&cells[8]),
		.threshold = int_of(&cells[9]),
		.state = (enum stock_state)word_index(stock_state_words, cells[10].bytes),
		.updated_us = int_of(&cells[11])};
}

enum err stock_store_begin(struct cx *cx)
{
	return db_begin_write(cx);
}

static enum err get(
	struct cx *cx, const struct db_query *query, int64_t id, struct stock_product *product)
{
	struct db_result result;

	TRY(db_run(cx, query, DB_ARGS(company_of(cx), db_int(id)), &result));
	if (!result.count)
		return ERR_NOT_FOUND;
	stock_store_read(result.cells, product);
	return stock_store_load_levels(cx, product, 1);
}

enum err stock_store_get(struct cx *cx, int64_t id, struct stock_product *product)
{
	return get(cx, &get_sql, id, product);
}

enum err stock_store_lock(struct cx *cx, int64_t id, struct stock_product *product)
{
	TRY(db_begin_write(cx));
	return get(cx, &lock_sql, id, product);
}

enum err stock_store_set(struct cx *cx, struct stock_product *product)
{
	product->version++;
	product->updated_us = cx->now_us;
	return db_exec(cx, &set_sql,
		DB_ARGS(company_of(cx), db_int(product->id), db_text(product->name),
			db_text(product->name_fold),
			db_text(product_search_text(cx->arena, product->name_fold, product->code)),
			db_text(product->category), db_text(product->url),
			db_opt(product->price_minor), db_int(product->quantity),
			db_int(product->threshold), db_text(stock_state_words[product->state]),
			db_int(cx->now_us)),
		NULL);
}

/* ---- Levels --------------------------------------------------------------------- */

static const char *ids_json(struct arena *arena, const struct stock_product *products, size_t count)
{
	struct buf out = buf_in(arena, count * 8 + 2);

	buf_byte(&out, '[');
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			buf_byte(&out, ',');
		buf_int(&out, products[i].id);
	}
	buf_byte(&out, ']');
	return out.ptr;
}

/* Rows come grouped by product. */
static void give_levels(
	struct stock_product *product, const struct stock_level *levels, size_t count)
{
	size_t at = 0;

	while (at < count && levels[at].product_id != product->id)
		at++;
	product->levels = levels + at;
	while (at < count && levels[at].product_id == product->id) {
		product->level_count++;
		at++;
	}
}

enum err stock_store_load_levels(struct cx *cx, struct stock_product *products, size_t count)
{
	struct stock_level *levels;
	struct db_result result;

	if (!count)
		return OK;
	TRY(db_run(cx, &levels_sql,
		DB_ARGS(company_of(cx), db_text(ids_json(cx->arena, products, count))), &result));
	levels = arena_array(cx->arena, result.count, sizeof(*levels));
	for (size_t i = 0; i < result.count; i++)
		levels[i] = (struct stock_level){.product_id = db_int_at(&result, i, 0),
			.location_id = db_int_at(&result, i, 1),
			.quantity = db_int_at(&result, i, 2),
			.version = db_int_at(&result, i, 3),
			.location_code = db_text_at(&result, i, 4)};
	for (size_t i = 0; i < count; i++)
		give_levels(&products[i], levels, result.count);
	return OK;
}

enum err stock_store_set_level(struct cx *cx, const struct stock_level *level)
{
	return db_exec(cx, &set_level_sql,
		DB_ARGS(company_of(cx), db_int(level->product_id), db_int(level->location_id),
			db_int(level->quantity), db_int(cx->now_us)),
		NULL);
}

/* ---- Ledger ----------------------------------------------------------------------- */

enum err stock_ledger_take(struct cx *cx, int64_t count, int64_t *first)
{
	return db_next_ids(cx, cx->actor->company_id, "stock_ledger", count, first);
}

enum err stock_ledger_add(struct cx *cx, struct stock_entry *entry)
{
	if (!entry->id)
		TRY(stock_ledger_take(cx, 1, &entry->id));
	if (!entry->user_name) {
		entry->user_id = cx->actor->user_id;
		entry->user_name = cx->actor->user_name;
	}
	entry->at_us = cx->now_us;
	return db_exec(cx, &ledger_add_sql,
		DB_ARGS(company_of(cx), db_int(entry->id), db_int(entry->product_id),
			db_int(entry->location_id), db_int(entry->delta), db_int(entry->quantity),
			db_text(entry->kind), db_text(entry->reason ? entry->reason : ""),
			db_id(entry->import_id), db_id(entry->user_id), db_text(entry->user_name),
			db_int(entry->at_us)),
		NULL);
}

enum err stock_ledger_list(struct cx *cx, int64_t product_id, int64_t before, int64_t limit,
	struct stock_entry **entries, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &ledger_list_sql,
		DB_ARGS(company_of(cx), db_int(product_id), db_int(before), db_int(limit)),
		&result));
	*count = result.count;
	*entries = arena_array(cx->arena, result.count, sizeof(**entries));
	for (size_t i = 0; i < result.count; i++)
		(*entries)[i] = (struct stock_entry){.id = db_int_at(&result, i, 0),
			.product_id = db_int_at(&result, i, 1),
			.location_id = db_int_at(&result, i, 2),
			.location_code = db_text_at(&result, i, 3),
			.delta = db_int_at(&result, i, 4),
			.quantity = db_int_at(&result, i, 5),
			.kind = db_text_at(&result, i, 6),
			.reason = db_text_at(&result, i, 7),
			.import_id = db_int_at(&result, i, 8),
			.user_id = db_int_at(&result, i, 9),
			.user_name = db_text_at(&result, i, 10),
			.at_us = db_int_at(&result, i, 11)};
	return OK;
}

db_query_list stock_queries = {&get_sql, &lock_sql, &set_sql, &levels_sql, &set_level_sql,
	&ledger_add_sql, &ledger_list_sql, NULL};

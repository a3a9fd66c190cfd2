/* stock_list_store.c - lists of stock: fixed statements, each walking one index. */
/* SPDX-License-Identifier: MIT */
#include "domains/inventory/stock_store_internal.h"

/* ---- Every product, in the order of an index --------------------------------------- */

/* ($2, $3) the place to go on from, $4 LIMIT, $5 OFFSET, then what is asked for. */
#define LIST "SELECT " STOCK_COLUMNS " FROM products p WHERE p.company_id = $1"
#define PLAIN LIST " AND (p.name_fold, p.id) > ($2, $3)"
#define BY_NAME " ORDER BY p.name_fold, p.id LIMIT $4 OFFSET $5"

static const struct db_query all_sql = {"stock.list_all", PLAIN BY_NAME, NULL, NULL};
static const struct db_query all_category_sql = {
	"stock.list_category", PLAIN " AND p.category = $6" BY_NAME, NULL, NULL};
static const struct db_query all_state_sql = {
	"stock.list_state", PLAIN " AND p.stock_state = $6" BY_NAME, NULL, NULL};
static const struct db_query all_both_sql = {"stock.list_category_state",
	PLAIN " AND p.category = $6 AND p.stock_state = $7" BY_NAME, NULL, NULL};

/* ---- Candidates: a small set, gathered along an index and put in order afterwards ------ */

/* $6 category, $7 state, $8 location, $9 to $12 words; NULL for any. Then the set's own. */
#define NARROW(p) \
	" AND (CAST($6 AS TEXT) IS NULL OR " p ".category = $6)" \
	" AND (CAST($7 AS TEXT) IS NULL OR " p ".stock_state = $7)" \
	" AND " p ".search_text LIKE $9 AND " p ".search_text LIKE $10" \
	" AND " p ".search_text LIKE $11 AND " p ".search_text LIKE $12" \
	" AND (CAST($8 AS TEXT) IS NULL OR EXISTS (SELECT 1 FROM stock_levels l" \
	" JOIN stock_locations s ON s.company_id = l.company_id AND s.id = l.location_id" \
	" WHERE l.company_id = " p ".company_id AND l.product_id = " p ".id" \
	" AND (s.code = $8 OR s.warehouse = $8)))"
/* The || keeps planners from walking the index of names, which has the order but not the set. */
#define GATHERED(candidates) \
	LIST " AND ((p.name_fold || ''), p.id) > ($2, $3) AND p.id IN (" candidates \
	     ")" NARROW("p") " ORDER BY (p.name_fold || ''), p.id LIMIT $4 OFFSET $5"

#define FOUND \
	"SELECT x.id FROM products x WHERE x.company_id = $1 AND x.search_text LIKE $9" \
	" AND x.search_text LIKE $10"
#define LOCATED \
	"SELECT l.product_id FROM stock_locations s JOIN stock_levels l" \
	" ON l.company_id = s.company_id AND l.location_id = s.id" \
	" WHERE s.company_id = $1 AND (s.code = $8 OR s.warehouse = $8)"

/*
 * The different products of a range of orders, leaping from each to the next:
 * the work is theirs and not that of the orders.
 */
#define LEAP(of_x, of_y) \
	"WITH RECURSIVE leap (product_id) AS (SELECT MIN(x.product_id) FROM orders x" \
	" WHERE x.company_id = $1" of_x STOCK_CURRENT( \
		"x") " UNION ALL SELECT (SELECT MIN(y.product_id) FROM orders y" \
		     " WHERE y.company_id = $1" of_y STOCK_CURRENT( \
			     "y") " AND y.product_id > leap.product_id)" \
				  " FROM leap WHERE leap.product_id IS NOT NULL)" \
				  " SELECT leap.product_id FROM leap WHERE leap.product_id IS " \
				  "NOT NULL"
#define OF_MINE(agent) \
	LEAP(" AND x.assigned_agent_id = " agent, " AND y.assigned_agent_id = " agent)
#define OF_COMPANY LEAP("", "")
#define OF_TEAM(agent, team) \
	"SELECT x.product_id FROM agents t JOIN orders x ON x.company_id = t.company_id" \
	" AND x.assigned_agent_id = t.id" STOCK_CURRENT( \
		"x") " WHERE t.company_id = $1 AND (t.team_id = " team " OR t.id = " agent ")"

static const struct db_query found_sql = {"stock.list_found", GATHERED(FOUND), NULL, NULL};
static const struct db_query located_sql = {"stock.list_located", GATHERED(LOCATED), NULL, NULL};
static const struct db_query mine_sql = {"stock.list_mine", GATHERED(OF_MINE("$13")), NULL, NULL};
static const struct db_query team_sql = {
	"stock.list_team", GATHERED(OF_TEAM("$13", "$14")), NULL, NULL};
static const struct db_query company_sql = {"stock.list_company", GATHERED(OF_COMPANY), NULL, NULL};

/* As above, counted no further than $4; $2, $3 and $5 have nothing to say. */
#define COUNTED(candidates) \
	"SELECT COUNT(*) FROM (SELECT p.id FROM products p WHERE p.company_id = $1" \
	" AND ((p.name_fold || ''), p.id) > ($2, $3) AND p.id IN (" candidates \
	")" NARROW("p") " LIMIT $4 OFFSET $5) counted"
static const struct db_query count_found_sql = {"stock.count_found", COUNTED(FOUND), NULL, NULL};
static const struct db_query count_located_sql = {
	"stock.count_located", COUNTED(LOCATED), NULL, NULL};
static const struct db_query count_mine_sql = {
	"stock.count_mine", COUNTED(OF_MINE("$13")), NULL, NULL};
static const struct db_query count_team_sql = {
	"stock.count_team", COUNTED(OF_TEAM("$13", "$14")), NULL, NULL};
static const struct db_query count_company_sql = {
	"stock.count_company", COUNTED(OF_COMPANY), NULL, NULL};

/* ---- Choosing --------------------------------------------------------------------------- */

#define ARGS_MAX 14
struct chosen {
	const struct db_query *list, *count;
	struct db_value args[ARGS_MAX];
	size_t arg_count;
};

static void add(struct chosen *to, struct db_value value)
{
	to->args[to->arg_count++] = value;
}

static void choose_plain(const struct stock_filter *filter, struct chosen *to)
{
	to->list = filter->category && filter->state ? &all_both_sql
		: filter->category                   ? &all_category_sql
		: filter->state                      ? &all_state_sql
						     : &all_sql;
	if (filter->category)
		add(to, db_text(filter->category));
	if (filter->state)
		add(to, db_text(filter->state));
}

static void choose_gathered(
	const struct actor *actor, const struct stock_filter *filter, struct chosen *to)
{
	static const struct db_query *const lists[STOCK_SET_COUNT] = {
		[STOCK_MINE] = &mine_sql, [STOCK_TEAM] = &team_sql, [STOCK_COMPANY] = &company_sql};
	static const struct db_query *const counts[STOCK_SET_COUNT] = {
		[STOCK_MINE] = &count_mine_sql,
		[STOCK_TEAM] = &count_team_sql,
		[STOCK_COMPANY] = &count_company_sql};

	to->list = lists[filter->set];
	to->count = counts[filter->set];
	if (filter->set == STOCK_ALL) {
		to->list = filter->search ? &found_sql : &located_sql;
		to->count = filter->search ? &count_found_sql : &count_located_sql;
	}
	add(to, db_text(filter->category));
	add(to, db_text(filter->state));
	add(to, db_text(filter->location));
	for (size_t i = 0; i < STOCK_SEARCH_WORDS; i++)
		add(to, db_text(filter->like[i]));
	if (filter->set == STOCK_MINE || filter->set == STOCK_TEAM)
		add(to, db_int(actor->agent_id));
	if (filter->set == STOCK_TEAM)
		add(to, db_int(actor->team_id));
}

static void begin(const struct cx *cx, const struct stock_page *page, struct chosen *to)
{
	*to = (struct chosen){0};
	add(to, db_int(cx->actor->company_id));
	add(to, db_text(page->name_fold));
	add(to, db_int(page->id));
	add(to, db_int(page->limit));
	add(to, db_int(page->offset));
}

static void choose(const struct cx *cx, const struct stock_filter *filter,
	const struct stock_page *page, struct chosen *to)
{
	begin(cx, page, to);
	if (filter->set == STOCK_ALL && !filter->search && !filter->location)
		choose_plain(filter, to);
	else
		choose_gathered(cx->actor, filter, to);
}

enum err stock_list_rows(struct cx *cx, const struct stock_filter *filter,
	const struct stock_page *page, struct stock_product **products, size_t *count)
{
	struct db_result result;
	struct chosen chosen;

	choose(cx, filter, page, &chosen);
	TRY(db_run(cx, chosen.list, chosen.args, chosen.arg_count, &result));
	*count = result.count;
	*products = arena_array(cx->arena, result.count, sizeof(**products));
	for (size_t i = 0; i < result.count; i++)
		stock_store_read(&result.cells[i * result.columns], &(*products)[i]);
	return OK;
}

enum err stock_list_count(struct cx *cx, const struct stock_filter *filter, int64_t *count)
{
	const struct stock_page page = {.name_fold = "", .limit = STOCK_COUNT_CAP + 1};
	struct db_result result;
	struct chosen chosen;

	choose(cx, filter, &page, &chosen);
	TRY(db_run(cx, chosen.count, chosen.args, chosen.arg_count, &result));
	*count = db_int_at(&result, 0, 0);
	return OK;
}

/* ---- The report: every level of every product of a filter ----------------------------------- */

#define REPORT(of) \
	"SELECT " STOCK_COLUMNS ", l.location_id, l.quantity, l.version, s.code FROM products p" \
	" LEFT JOIN stock_levels l ON l.company_id = p.company_id AND l.product_id = p.id" \
	" LEFT JOIN stock_locations s ON s.company_id = l.company_id AND s.id = l.location_id" \
	" WHERE p.company_id = $1 AND (p.name_fold, p.id) > ($2, $3)" of NARROW( \
		"p") " AND (CAST($8 AS TEXT) IS NULL OR s.code = $8 OR s.warehouse = $8)" \
		     " ORDER BY p.name_fold, p.id, s.code LIMIT $4 OFFSET $5"
static const struct db_query report_all_sql = {"stock.report_all", REPORT(""), NULL, NULL};
static const struct db_query report_mine_sql = {
	"stock.report_mine", REPORT(" AND p.id IN (" OF_MINE("$13") ")"), NULL, NULL};
static const struct db_query report_team_sql = {
	"stock.report_team", REPORT(" AND p.id IN (" OF_TEAM("$13", "$14") ")"), NULL, NULL};
static const struct db_query report_company_sql = {
	"stock.report_company", REPORT(" AND p.id IN (" OF_COMPANY ")"), NULL, NULL};

struct each {
	stock_row_fn *row;
	void *arg;
};

static enum err hand_over(struct cx *cx, const struct db_value *cells, void *arg)
{
	const struct each *each = arg;
	const struct db_value *at = cells + STOCK_COLUMN_COUNT;
	struct stock_level level = {0};
	struct stock_product product;

	stock_store_read(cells, &product);
	if (at[0].type == DB_INT)
		level = (struct stock_level){.product_id = product.id,
			.location_id = at[0].integer,
			.quantity = at[1].integer,
			.version = at[2].integer,
			.location_code = at[3].bytes};
	return each->row(cx, &product, &level, each->arg);
}

enum err stock_list_each(
	struct cx *cx, const struct stock_filter *filter, stock_row_fn *row, void *arg)
{
	static const struct db_query *const reports[STOCK_SET_COUNT] = {
		&report_all_sql, &report_mine_sql, &report_team_sql, &report_company_sql};
	const struct stock_page page = {.name_fold = "", .limit = INT64_C(1) << 40};
	struct each each = {row, arg};
	struct chosen chosen;

	begin(cx, &page, &chosen);
	choose_gathered(cx->actor, filter, &chosen);
	return db_each(cx, reports[filter->set], chosen.args, chosen.arg_count, hand_over, &each);
}

db_query_list stock_list_queries = {&all_sql, &all_category_sql, &all_state_sql, &all_both_sql,
	&found_sql, &located_sql, &mine_sql, &team_sql, &company_sql, &count_found_sql,
	&count_located_sql, &count_mine_sql, &count_team_sql, &count_company_sql, &report_all_sql,
	&report_mine_sql, &report_team_sql, &report_company_sql, NULL};

/* order_search_store.c - finding orders by words, indexed or not yet. */
/* SPDX-License-Identifier: MIT */
#include "domains/orders/order_store_internal.h"

/*
 * $2..$8 what LIKE looks for among orders that wait to be indexed ($2 and $3
 * are alternatives), $9 the same for the index, $10 the number to go on
 * below. The newest HITS of the index are looked at, which bounds the work
 * for words that half of all orders have.
 */
#define HITS "5000"
#define WAITING \
	"SELECT q.order_id FROM order_search_pending q WHERE q.company_id = $1" \
	" AND (q.body LIKE $2 OR q.body LIKE $3) AND q.body LIKE $4 AND q.body LIKE $5" \
	" AND q.body LIKE $6 AND q.body LIKE $7 AND q.body LIKE $8"
#define HITS_LITE \
	"SELECT hit.order_id FROM (SELECT s.rowid - ($1 << 40) AS order_id FROM order_search s" \
	" WHERE s.order_search MATCH $9" \
	" AND s.rowid > ($1 << 40) AND s.rowid < ($1 << 40) + $10" \
	" ORDER BY s.rowid DESC LIMIT " HITS ") hit"
/* The words are those of FTS5, "word"* AND "word"*; tsquery writes 'word':* & 'word':*. */
#define HITS_POSTGRES \
	"SELECT hit.order_id FROM (SELECT s.order_id FROM order_search s" \
	" WHERE s.company_id = $1 AND s.order_id < $10 AND s.body @@ " \
	"CAST(replace(replace(replace(" \
	"replace($9, '\"*', ''':*'), '\"', ''''), ' AND ', ' & '), ' OR ', ' | ') AS tsquery)" \
	" ORDER BY s.order_id DESC LIMIT " HITS ") hit"

/* What was found comes first: the join is written as one that SQLite does not turn around. */
#define FOUND_OF(hits) \
	" FROM (" WAITING " UNION " hits ") f CROSS JOIN orders o LEFT JOIN agents a" \
	" ON a.company_id = o.company_id AND a.id = o.assigned_agent_id" \
	" WHERE o.company_id = $1 AND o.id = f.order_id AND o.id < $10" \
	" AND o.created_us >= $11 AND o.created_us < $12" \
	" AND o.status_since_us >= $13 AND o.status_since_us < $14" \
	" AND o.status IN ($15, $16, $17, $18, $19, $20, $21) AND o.priority IN ($22, $23)" \
	" AND ($24 = '' OR o.sla_state = $24)"
/* The last column says how many there are on all pages. */
#define ROWS(hits, of) \
	"SELECT " ORDER_COLUMNS \
	", z.found FROM (SELECT o.id, COUNT(*) OVER () AS found" FOUND_OF(hits) of \
		" ORDER BY o.id DESC LIMIT $25 OFFSET $26) z CROSS JOIN orders o" \
		" LEFT JOIN agents a ON a.company_id = o.company_id AND a.id = " \
		"o.assigned_agent_id" \
		" WHERE o.company_id = $1 AND o.id = z.id ORDER BY o.id DESC"
#define NUMBER(hits, of) "SELECT COUNT(*) FROM (SELECT o.id" FOUND_OF(hits) of " LIMIT $25) counted"

#define IN_MINE(agent) " AND o.assigned_agent_id = " agent
#define IN_POOL(department) " AND " ORDER_POOL_OF(department)
#define IN_POOL_ALL " AND o.assigned_agent_id IS NULL"
#define IN_OWN(agent, department) " AND " ORDER_VISIBLE_OWN(agent, department)
#define IN_TEAM(agent, department, team) " AND " ORDER_VISIBLE_TEAM(agent, department, team)

#define FOUND(set, in_rows, in_number) \
	static const struct db_query rows_##set##_sql = {"order_search.rows_" #set, NULL, \
		ROWS(HITS_LITE, in_rows), ROWS(HITS_POSTGRES, in_rows)}; \
	static const struct db_query number_##set##_sql = {"order_search.number_" #set, NULL, \
		NUMBER(HITS_LITE, in_number), NUMBER(HITS_POSTGRES, in_number)}

FOUND(mine, IN_MINE("$27"), IN_MINE("$26"));
FOUND(pool, IN_POOL("$27"), IN_POOL("$26"));
FOUND(pool_all, IN_POOL_ALL, IN_POOL_ALL);
FOUND(own, IN_OWN("$27", "$28"), IN_OWN("$26", "$27"));
FOUND(team, IN_TEAM("$27", "$28", "$29"), IN_TEAM("$26", "$27", "$28"));
FOUND(company, , );

static const struct db_query *const found_sql[SET_COUNT][2] = {
	[SET_MINE] = {&rows_mine_sql, &number_mine_sql},
	[SET_POOL] = {&rows_pool_sql, &number_pool_sql},
	[SET_POOL_ALL] = {&rows_pool_all_sql, &number_pool_all_sql},
	[SET_OWN] = {&rows_own_sql, &number_own_sql},
	[SET_TEAM] = {&rows_team_sql, &number_team_sql},
	[SET_COMPANY] = {&rows_company_sql, &number_company_sql},
};

#define HIGHEST_ID (INT64_C(1) << 40)

/* $1..$24 of every statement; false when nothing can be found. */
static bool common_args(struct cx *cx, const struct order_filter *filter, int64_t below,
	struct db_value args[29], size_t *count)
{
	struct order_terms terms;
	size_t n = 0;

	if (!order_search_terms(cx->arena, filter->search, &terms))
		return false;
	args[n++] = db_int(cx->actor->company_id);
	for (size_t i = 0; i < COUNT(terms.like); i++)
		args[n++] = db_text(terms.like[i]);
	args[n++] = db_text(terms.match);
	args[n++] = db_int(below);
	args[n++] = db_int(filter->by_status ? TIME_MIN_US : filter->from_us);
	args[n++] = db_int(filter->by_status ? INT64_MAX : filter->to_us);
	args[n++] = db_int(filter->by_status ? filter->from_us : TIME_MIN_US);
	args[n++] = db_int(filter->by_status ? filter->to_us : INT64_MAX);
	n += order_store_filter_args(filter, args + n);
	args[n++] = db_text(filter->sla ? order_sla_words[filter->sla - 1] : "");
	*count = n;
	return true;
}

static bool rows_args(struct cx *cx, const struct order_filter *filter,
	const struct order_page *page, struct db_value args[29], size_t *count)
{
	if (!common_args(cx, filter, page->by_key ? page->id : HIGHEST_ID, args, count))
		return false;
	args[(*count)++] = db_int(page->limit);
	args[(*count)++] = db_int(page->offset);
	*count += order_store_set_args(cx->actor, filter->set, filter->agent_id, args + *count);
	return true;
}

enum err order_list_found(struct cx *cx, const struct order_filter *filter,
	const struct order_page *page, struct order_list *list)
{
	struct db_value args[29];
	struct db_result result;
	size_t count;

	*list = (struct order_list){0};
	if (!rows_args(cx, filter, page, args, &count))
		return OK;
	TRY(db_run(cx, found_sql[filter->set][0], args, count, &result));
	order_store_read_all(cx, &result, list);
	/* Further on by cursor only what follows is counted, and past the end nothing. */
	if (!page->by_key && (result.count > 0 || page->offset == 0))
		list->found = (struct opt_int){
			result.count ? db_int_at(&result, 0, result.columns - 1) : 0, true};
	return OK;
}

struct each {
	order_row_fn *row;
	void *arg;
};

static enum err hand_over(struct cx *cx, const struct db_value *cells, void *arg)
{
	const struct each *each = arg;
	struct order order;

	order_store_read(cells, &order);
	return each->row(cx, &order, each->arg);
}

enum err order_list_found_each(
	struct cx *cx, const struct order_filter *filter, order_row_fn *row, void *arg)
{
	const struct order_page everything = {.limit = HIGHEST_ID};
	struct each each = {row, arg};
	struct db_value args[29];
	size_t count;

	if (!rows_args(cx, filter, &everything, args, &count))
		return OK;
	return db_each(cx, found_sql[filter->set][0], args, count, hand_over, &each);
}

enum err order_list_count_found(struct cx *cx, const struct order_filter *filter, int64_t *number)
{
	struct db_value args[29];
	struct db_result result;
	size_t count;

	*number = 0;
	if (!common_args(cx, filter, HIGHEST_ID, args, &count))
		return OK;
	args[count++] = db_int(ORDER_COUNT_CAP + 1);
	count += order_store_set_args(cx->actor, filter->set, filter->agent_id, args + count);
	TRY(db_run(cx, found_sql[filter->set][1], args, count, &result));
	*number = db_int_at(&result, 0, 0);
	return OK;
}

/* ---- Indexing ------------------------------------------------------------- */

static const struct db_query put_sql = {"order_search.put",
	"INSERT INTO order_search_pending (company_id, order_id, body) VALUES ($1, $2, $3)"
	" ON CONFLICT (company_id, order_id) DO UPDATE SET body = excluded.body",
	NULL, NULL};

/* tenancy: all companies, one job indexes what waits, whoever's it is; nobody sees the rows */
static const struct db_query waiting_sql = {"order_search.waiting",
	"SELECT company_id, order_id, body FROM order_search_pending"
	" ORDER BY company_id, order_id LIMIT $1",
	NULL, NULL};
static const struct db_query index_sql = {"order_search.index", NULL,
	"INSERT OR REPLACE INTO order_search (rowid, body) VALUES (($1 << 40) + $2, $3)",
	"INSERT INTO order_search (company_id, order_id, body)"
	" VALUES ($1, $2, array_to_tsvector(string_to_array(btrim($3), ' ')))"
	" ON CONFLICT (company_id, order_id) DO UPDATE SET body = excluded.body"};
static const struct db_query taken_sql = {"order_search.taken",
	"DELETE FROM order_search_pending WHERE company_id = $1 AND order_id = $2 AND body = $3",
	NULL, NULL};

enum err order_search_put(struct cx *cx, const struct order *order)
{
	return db_exec(cx, &put_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(order->id),
			db_text(order_search_body(cx->arena, order))),
		NULL);
}

enum err order_search_index(struct cx *cx, int64_t limit, size_t *moved)
{
	const struct arena_mark mark = arena_mark(cx->arena);
	struct db_result waiting;

	TRY(db_run(cx, &waiting_sql, DB_ARGS(db_int(limit)), &waiting));
	*moved = waiting.count;
	for (size_t i = 0; i < waiting.count; i++) {
		const struct db_value *row = db_at(&waiting, i, 0);

		TRY(db_exec(cx, &index_sql, DB_ARGS(row[0], row[1], row[2]), NULL));
		TRY(db_exec(cx, &taken_sql, DB_ARGS(row[0], row[1], row[2]), NULL));
	}
	if (waiting.count > 0)
		TRY(db_commit(cx));
	arena_rewind(cx->arena, mark);
	return OK;
}

#define LISTED(set) &rows_##set##_sql, &number_##set##_sql
db_query_list order_search_queries = {LISTED(mine), LISTED(pool), LISTED(pool_all), LISTED(own),
	LISTED(team), LISTED(company), &put_sql, &waiting_sql, &index_sql, &taken_sql, NULL};

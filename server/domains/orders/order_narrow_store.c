/* order_narrow_store.c - lists by seller, product, area, courier, flag or outcome. */
/* SPDX-License-Identifier: MIT */
#include "domains/orders/order_store_internal.h"

/*
 * $2 the far end of the period, ($3, $4) the place to go on from, $5 LIMIT,
 * $6 OFFSET, $7.. statuses and priorities, $16.. what narrows it (0 and '' for
 * all), $24.. the set. Newest first along one of three indexes: of creation,
 * of flagged orders alone, of confirmations. There is no index for each filter,
 * since every one would cost each new order: rows of the period are looked at.
 */
#define NARROWED \
	" AND o.status || '' IN ($7, $8, $9, $10, $11, $12, $13) AND o.priority IN ($14, $15)" \
	" AND ($16 = 0 OR o.seller_id = $16) AND ($17 = 0 OR o.product_id = $17)" \
	" AND ($18 = '' OR o.area = $18) AND ($19 = '' OR o.source = $19)" \
	" AND ($20 = 0 OR (o.flags & $20) <> 0)" \
	" AND ($21 = '' OR $21 LIKE '%,' || c.outcome || ',%')" \
	" AND ($22 = 0 OR c.agent_id = $22)" \
	" AND ($23 = 0 OR EXISTS (SELECT 1 FROM deliveries d WHERE d.company_id = o.company_id" \
	" AND d.order_id = o.id AND d.courier_id = $23))"

#define AGENT " LEFT JOIN agents a ON a.company_id = o.company_id AND a.id = o.assigned_agent_id"
#define FROM_ORDERS \
	" FROM orders o" AGENT " LEFT JOIN order_confirmations c" \
	" ON c.company_id = o.company_id AND c.order_id = o.id WHERE o.company_id = $1"
#define SINCE_CREATED " AND o.created_us >= $2 AND (o.created_us, o.id) < ($3, $4)"
#define CREATED FROM_ORDERS SINCE_CREATED
#define FLAGGED FROM_ORDERS " AND o.flags <> 0" SINCE_CREATED
/* The join is written as one that SQLite does not turn around. */
#define CONFIRMED \
	" FROM order_confirmations c CROSS JOIN orders o" AGENT \
	" WHERE c.company_id = $1 AND o.company_id = $1 AND o.id = c.order_id" \
	" AND c.confirmed_us >= $2 AND (c.confirmed_us, c.order_id) < ($3, $4)"
#define BY_CREATED " ORDER BY o.created_us DESC, o.id DESC"
#define BY_CONFIRMED " ORDER BY c.confirmed_us DESC, c.order_id DESC"
#define PAGE " LIMIT $5 OFFSET $6"

#define ROWS(from, of, by) \
	"SELECT " ORDER_COLUMNS ", c.confirmed_us, c.outcome" from NARROWED of by PAGE
#define NUMBERS(from, of) \
	"SELECT x.status, x.priority, x.outcome, x.currency, COUNT(*), SUM(x.price_minor)" \
	" FROM (SELECT o.status, o.priority, COALESCE(c.outcome, '') AS outcome, o.currency," \
	" o.price_minor" from NARROWED of PAGE \
	") x GROUP BY x.status, x.priority, x.outcome, x.currency"

#define OF_MINE " AND o.assigned_agent_id = $24"
#define OF_POOL " AND " ORDER_POOL_OF("$24")
#define OF_POOL_ALL " AND o.assigned_agent_id IS NULL"
#define OF_OWN " AND " ORDER_VISIBLE_OWN("$24", "$25")
#define OF_TEAM " AND " ORDER_VISIBLE_TEAM("$24", "$25", "$26")
/* What the team confirmed: the numbers of a team are those of its agents. */
#define TEAM_CONFIRMED \
	OF_TEAM " AND c.agent_id IN (SELECT t.id FROM agents t WHERE t.company_id = $1" \
		" AND (t.team_id = $26 OR t.id = $24))"

#define WAY(set, way, FROM, OF, BY) \
	static const struct db_query set##_##way##_rows = { \
		"order.narrow_" #set "_" #way, ROWS(FROM, OF, BY), NULL, NULL}; \
	static const struct db_query set##_##way##_numbers = { \
		"order.narrow_" #set "_" #way "_numbers", NUMBERS(FROM, OF), NULL, NULL}
#define WAYS(set, OF, OF_CONFIRMED) \
	WAY(set, created, CREATED, OF, BY_CREATED); \
	WAY(set, flagged, FLAGGED, OF, BY_CREATED); \
	WAY(set, confirmed, CONFIRMED, OF_CONFIRMED, BY_CONFIRMED)

WAYS(mine, OF_MINE, OF_MINE);
WAYS(pool, OF_POOL, OF_POOL);
WAYS(pool_all, OF_POOL_ALL, OF_POOL_ALL);
WAYS(own, OF_OWN, OF_OWN);
WAYS(team, OF_TEAM, TEAM_CONFIRMED);
WAYS(company, "", "");

enum way { BY_CREATION, BY_FLAG, BY_CONFIRMATION };
#define BOTH(set, way) \
	{ \
		&set##_##way##_rows, &set##_##way##_numbers \
	}
#define ALL_WAYS(set) \
	{ \
		BOTH(set, created), BOTH(set, flagged), BOTH(set, confirmed) \
	}
/* By set, way, and whether numbers are asked for. */
static const struct db_query *const narrow_sql[SET_COUNT][3][2] = {
	[SET_MINE] = ALL_WAYS(mine),
	[SET_POOL] = ALL_WAYS(pool),
	[SET_POOL_ALL] = ALL_WAYS(pool_all),
	[SET_OWN] = ALL_WAYS(own),
	[SET_TEAM] = ALL_WAYS(team),
	[SET_COMPANY] = ALL_WAYS(company),
};

static const struct db_query *choose(const struct order_filter *filter, bool numbers)
{
	const enum way way = filter->narrow.by_confirmed ? BY_CONFIRMATION
		: filter->narrow.flags                   ? BY_FLAG
							 : BY_CREATION;

	return narrow_sql[filter->set][way][numbers];
}

#define NARROW_ARGS 26

static size_t put_args(struct cx *cx, const struct order_filter *filter,
	const struct order_page *page, struct db_value args[NARROW_ARGS])
{
	const struct order_narrow *narrow = &filter->narrow;
	size_t n = 0;

	args[n++] = db_int(cx->actor->company_id);
	args[n++] = db_int(filter->from_us);
	args[n++] = db_int(page->by_key ? page->key : filter->to_us);
	args[n++] = db_int(page->by_key ? page->id : 0);
	args[n++] = db_int(page->limit);
	args[n++] = db_int(page->offset);
	n += order_store_filter_args(filter, args + n);
	args[n++] = db_int(narrow->seller_id);
	args[n++] = db_int(narrow->product_id);
	args[n++] = db_text(narrow->area ? narrow->area : "");
	args[n++] = db_text(narrow->source ? narrow->source : "");
	args[n++] = db_int(narrow->flags);
	args[n++] = db_text(narrow->outcomes ? narrow->outcomes : "");
	args[n++] = db_int(narrow->confirmed_by);
	args[n++] = db_int(narrow->courier_id);
	return n + order_store_set_args(cx->actor, filter->set, filter->agent_id, args + n);
}

static void read_row(const struct db_value *cells, struct order *order)
{
	const struct db_value *more = cells + ORDER_COLUMN_COUNT;

	order_store_read(cells, order);
	order->confirmed_us = (struct opt_int){more[0].integer, more[0].type == DB_INT};
	order->outcome = more[1].type == DB_NULL ? NULL : more[1].bytes;
}

enum err order_narrow_rows(struct cx *cx, const struct order_filter *filter,
	const struct order_page *page, struct order_list *list)
{
	struct db_value args[NARROW_ARGS];
	const size_t n = put_args(cx, filter, page, args);
	struct db_result result;

	TRY(db_run(cx, choose(filter, false), args, n, &result));
	*list = (struct order_list){.count = result.count};
	list->orders = arena_array(cx->arena, result.count, sizeof(*list->orders));
	for (size_t i = 0; i < result.count; i++)
		read_row(db_at(&result, i, 0), &list->orders[i]);
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

	read_row(cells, &order);
	return each->row(cx, &order, each->arg);
}

enum err order_narrow_each(
	struct cx *cx, const struct order_filter *filter, order_row_fn *row, void *arg)
{
	const struct order_page everything = {.limit = INT64_C(1) << 40};
	struct each each = {row, arg};
	struct db_value args[NARROW_ARGS];
	const size_t n = put_args(cx, filter, &everything, args);

	return db_each(cx, choose(filter, false), args, n, hand_over, &each);
}

enum err order_narrow_sum(struct cx *cx, const struct order_filter *filter, int64_t limit,
	struct order_report_line **lines, size_t *count)
{
	const struct order_page page = {.limit = limit};
	struct db_value args[NARROW_ARGS];
	const size_t n = put_args(cx, filter, &page, args);
	struct db_result result;

	TRY(db_run(cx, choose(filter, true), args, n, &result));
	*count = result.count;
	*lines = arena_array(cx->arena, result.count, sizeof(**lines));
	for (size_t i = 0; i < result.count; i++)
		(*lines)[i] = (struct order_report_line){
			.status = (enum order_status)word_index(
				order_status_words, db_text_at(&result, i, 0)),
			.high = text_is(db_text_at(&result, i, 1), "high"),
			.outcome = db_text_or_empty(&result, i, 2),
			.currency = db_text_at(&result, i, 3),
			.n = db_int_at(&result, i, 4),
			.value_minor = db_int_at(&result, i, 5),
		};
	return OK;
}

#define LISTED(set) \
	&set##_created_rows, &set##_created_numbers, &set##_flagged_rows, &set##_flagged_numbers, \
		&set##_confirmed_rows, &set##_confirmed_numbers
db_query_list order_narrow_queries = {LISTED(mine), LISTED(pool), LISTED(pool_all), LISTED(own),
	LISTED(team), LISTED(company), NULL};

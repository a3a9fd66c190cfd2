/* order_narrow_store.c - lists by seller, product, area, courier, flag or outcome. */
/* SPDX-License-Identifier: MIT */
#include "domains/orders/order_narrow_store_internal.h"

/*
 * The period's own order, either way, along one of four indexes: of creation,
 * of flagged orders alone, of work, of confirmations. There is no index for
 * each filter, since every one would cost each new order: rows of the period
 * are looked at. The set's parameters are $24.. .
 */
#define DOWN(time, id) " AND " time " >= $2 AND (" time ", " id ") < ($3, $4)"
#define UP(time, id) " AND " time " < $2 AND (" time ", " id ") > ($3, $4)"
#define BY_DOWN(time, id) " ORDER BY " time " DESC, " id " DESC"
#define BY_UP(time, id) " ORDER BY " time ", " id

#define CREATED NARROW_ORDERS
#define FLAGGED NARROW_ORDERS " AND o.flags <> 0"
#define WORKED NARROW_ORDERS
/* The join is written as one that SQLite does not turn around. */
#define CONFIRMED \
	" FROM order_confirmations c CROSS JOIN orders o" NARROW_AGENT \
	" WHERE c.company_id = $1 AND o.company_id = $1 AND o.id = c.order_id"

#define ROWS(from, of, since, by) NARROW_ROW from since NARROW_BY of by NARROW_PAGE
#define NUMBERS(from, of, since) \
	"SELECT x.status, x.priority, x.outcome, x.currency, COUNT(*), SUM(x.price_minor)" \
	" FROM (SELECT o.status, o.priority, COALESCE(c.outcome, '') AS outcome, o.currency," \
	" o.price_minor" from since NARROW_BY of NARROW_PAGE \
	") x GROUP BY x.status, x.priority, x.outcome, x.currency"

#define OF_MINE NARROW_MINE("$24")
#define OF_POOL NARROW_POOL("$24")
#define OF_OWN NARROW_OWN("$24", "$25")
#define OF_TEAM NARROW_TEAM("$24", "$25", "$26")
/* What the team confirmed: the numbers of a team are those of its agents. */
#define BY_THE_TEAM \
	" AND c.agent_id IN (SELECT t.id FROM agents t WHERE t.company_id = $1" \
	" AND (t.team_id = $26 OR t.id = $24))"
#define TEAM_CONFIRMED OF_TEAM BY_THE_TEAM

#define QUERY(name, said, text) static const struct db_query name = {said, text, NULL, NULL}
#define WAY(set, way, FROM, OF, time, id) \
	QUERY(set##_##way##_rows, "order.narrow_" #set "_" #way, \
		ROWS(FROM, OF, DOWN(time, id), BY_DOWN(time, id))); \
	QUERY(set##_##way##_up, "order.narrow_" #set "_" #way "_up", \
		ROWS(FROM, OF, UP(time, id), BY_UP(time, id))); \
	QUERY(set##_##way##_numbers, "order.narrow_" #set "_" #way "_numbers", \
		NUMBERS(FROM, OF, DOWN(time, id)))
#define WAYS(set, OF, OF_CONFIRMED) \
	WAY(set, created, CREATED, OF, "o.created_us", "o.id"); \
	WAY(set, flagged, FLAGGED, OF, "o.created_us", "o.id"); \
	WAY(set, worked, WORKED, OF, "o.status_since_us", "o.id"); \
	WAY(set, confirmed, CONFIRMED, OF_CONFIRMED, "c.confirmed_us", "c.order_id")

WAYS(mine, OF_MINE, OF_MINE);
WAYS(pool, OF_POOL, OF_POOL);
WAYS(pool_all, NARROW_POOL_ALL, NARROW_POOL_ALL);
WAYS(own, OF_OWN, OF_OWN);
WAYS(team, OF_TEAM, TEAM_CONFIRMED);
WAYS(company, "", "");

/* What a team confirmed, whoever has it now; $25 is asked for as the other sets have it. */
QUERY(team_everywhere, "order.narrow_team_confirmed_everywhere",
	NUMBERS(CONFIRMED, BY_THE_TEAM " AND COALESCE(CAST($25 AS BIGINT), 0) >= 0",
		DOWN("c.confirmed_us", "c.order_id")));

enum way { BY_CREATION, BY_FLAG, BY_WORK, BY_CONFIRMATION, WAY_COUNT };
enum form { NEWEST_FIRST, OLDEST_FIRST, NUMBERS_ONLY, FORM_COUNT };
#define FORMS(set, way) \
	{ \
		&set##_##way##_rows, &set##_##way##_up, &set##_##way##_numbers \
	}
#define ALL_WAYS(set) \
	{ \
		FORMS(set, created), FORMS(set, flagged), FORMS(set, worked), \
			FORMS(set, confirmed) \
	}
static const struct db_query *const narrow_sql[SET_COUNT][WAY_COUNT][FORM_COUNT] = {
	[SET_MINE] = ALL_WAYS(mine),
	[SET_POOL] = ALL_WAYS(pool),
	[SET_POOL_ALL] = ALL_WAYS(pool_all),
	[SET_OWN] = ALL_WAYS(own),
	[SET_TEAM] = ALL_WAYS(team),
	[SET_COMPANY] = ALL_WAYS(company),
};

static const struct db_query *query_of(const struct order_filter *filter, enum form form)
{
	const enum way way = filter->narrow.by_confirmed ? BY_CONFIRMATION
		: filter->by_status                      ? BY_WORK
		: filter->narrow.flags                   ? BY_FLAG
							 : BY_CREATION;

	return narrow_sql[filter->set][way][form];
}

static bool is_oldest_first(enum order_sort sort)
{
	return sort == SORT_CREATED || sort == SORT_STATUS_SINCE || sort == SORT_CONFIRMED;
}

size_t order_narrow_filter_args(struct arena *arena, const struct order_filter *filter,
	struct db_value args[NARROW_FILTER_ARGS])
{
	const struct order_narrow *narrow = &filter->narrow;
	size_t n = order_store_filter_args(filter, args);

	args[n++] = db_int(narrow->seller_id);
	args[n++] = db_int(narrow->product_id);
	args[n++] = db_text(narrow->area ? arena_format(arena, "=%s", narrow->area) : "");
	args[n++] = db_text(narrow->source ? narrow->source : "");
	args[n++] = db_int(narrow->flags);
	args[n++] = db_text(narrow->outcomes ? narrow->outcomes : "");
	args[n++] = db_int(narrow->confirmed_by);
	args[n++] = db_int(narrow->courier_id);
	return n;
}

static void put_args(struct cx *cx, const struct order_filter *filter,
	const struct order_page *page, bool up, struct order_chosen *to)
{
	const int64_t begin = up ? filter->from_us : filter->to_us;

	order_chosen_int(to, up ? filter->to_us : filter->from_us);
	order_chosen_int(to, page->by_key ? page->key : begin);
	order_chosen_int(to, page->by_key ? page->id : 0);
	order_chosen_int(to, page->limit);
	order_chosen_int(to, page->offset);
	to->count += order_narrow_filter_args(cx->arena, filter, to->args + to->count);
	order_chosen_set(to, cx, filter);
}

static void choose(struct cx *cx, const struct order_filter *filter, const struct order_page *page,
	struct order_chosen *to)
{
	const bool up = is_oldest_first(filter->sort);

	*to = (struct order_chosen){0};
	order_chosen_int(to, cx->actor->company_id);
	if (order_sort_is_apart(filter->sort)) {
		order_narrow_choose_sorted(cx, filter, page, to);
		return;
	}
	to->query = query_of(filter, up ? OLDEST_FIRST : NEWEST_FIRST);
	put_args(cx, filter, page, up, to);
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
	struct order_chosen chosen;
	struct db_result result;

	choose(cx, filter, page, &chosen);
	TRY(db_run(cx, chosen.query, chosen.args, chosen.count, &result));
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
	struct order_filter way = *filter;
	struct each each = {row, arg};
	struct order_chosen chosen;

	way.walk = true; /* rows come one by one: nothing is put in order in memory */
	choose(cx, &way, &everything, &chosen);
	return db_each(cx, chosen.query, chosen.args, chosen.count, hand_over, &each);
}

static enum err run_numbers(struct cx *cx, const struct db_query *query,
	const struct order_filter *filter, int64_t limit, struct db_result *result)
{
	const struct order_page page = {.limit = limit};
	struct order_chosen chosen = {.query = query};

	order_chosen_int(&chosen, cx->actor->company_id);
	put_args(cx, filter, &page, false, &chosen);
	return db_run(cx, query, chosen.args, chosen.count, result);
}

enum err order_narrow_sum(struct cx *cx, const struct order_filter *filter, int64_t limit,
	struct order_report_line **lines, size_t *count)
{
	struct db_result result;

	TRY(run_numbers(cx, query_of(filter, NUMBERS_ONLY), filter, limit, &result));
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

enum err order_narrow_count_everywhere(
	struct cx *cx, const struct order_filter *filter, int64_t limit, int64_t *count)
{
	struct order_filter wide = *filter;
	struct db_result result;

	*count = 0;
	/* Whose confirmations they are is asked for already; the team's are not one agent's. */
	if (filter->narrow.confirmed_by)
		wide.set = SET_COMPANY;
	TRY(run_numbers(cx, wide.set == SET_COMPANY ? &company_confirmed_numbers : &team_everywhere,
		&wide, limit, &result));
	for (size_t i = 0; i < result.count; i++)
		*count += db_int_at(&result, i, 4);
	return OK;
}

#define LISTED_WAY(set, way) &set##_##way##_rows, &set##_##way##_up, &set##_##way##_numbers
#define LISTED(set) \
	LISTED_WAY(set, created), LISTED_WAY(set, flagged), LISTED_WAY(set, worked), \
		LISTED_WAY(set, confirmed)
db_query_list order_narrow_queries = {LISTED(mine), LISTED(pool), LISTED(pool_all), LISTED(own),
	LISTED(team), LISTED(company), &team_everywhere, NULL};

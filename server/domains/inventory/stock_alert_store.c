/* stock_alert_store.c - current orders whose product is short. */
/* SPDX-License-Identifier: MIT */
#include "domains/inventory/stock_store_internal.h"

#include "domains/orders/order.h"

/*
 * From the short products of the company to their orders: an index of products
 * by state, then orders_current or orders_wanting. What has arrived needs no
 * stock, also while nobody has closed the order.
 */
#define SHORT(of) \
	" FROM products p JOIN orders o ON o.company_id = p.company_id AND o.product_id = p.id" of \
		STOCK_CURRENT("o") " WHERE p.company_id = $1 AND p.stock_state IN ('low_stock', " \
				   "'out_of_stock') AND NOT EXISTS (SELECT 1" \
				   " FROM deliveries d WHERE d.company_id = o.company_id" \
				   " AND d.order_id = o.id AND d.delivered_us IS NOT NULL)"
#define OF_MINE " AND o.assigned_agent_id = $4"
#define OF_TEAM \
	" AND o.assigned_agent_id IN (SELECT t.id FROM agents t WHERE t.company_id = $1" \
	" AND (t.team_id = $5 OR t.id = $4))"

#define ALERTS(of) \
	"SELECT o.id, o.code_year, o.customer_name, o.status, o.quantity, p.id, p.code, p.name," \
	" p.quantity, p.stock_state" SHORT(of) " ORDER BY CASE p.stock_state WHEN 'out_of_stock' " \
					       "THEN 0 ELSE 1 END, p.name_fold, p.id," \
					       " o.id DESC LIMIT $2 OFFSET $3"
#define COUNTED(of) "SELECT COUNT(*) FROM (SELECT o.id" SHORT(of) " LIMIT $2 OFFSET $3) counted"

static const struct db_query mine_sql = {"stock.alerts_mine", ALERTS(OF_MINE), NULL, NULL};
static const struct db_query team_sql = {"stock.alerts_team", ALERTS(OF_TEAM), NULL, NULL};
static const struct db_query company_sql = {"stock.alerts_company", ALERTS(""), NULL, NULL};
static const struct db_query count_mine_sql = {
	"stock.alert_count_mine", COUNTED(OF_MINE), NULL, NULL};
static const struct db_query count_team_sql = {
	"stock.alert_count_team", COUNTED(OF_TEAM), NULL, NULL};
static const struct db_query count_company_sql = {
	"stock.alert_count_company", COUNTED(""), NULL, NULL};

static const struct db_query *const list_sql[STOCK_SET_COUNT] = {
	[STOCK_MINE] = &mine_sql, [STOCK_TEAM] = &team_sql, [STOCK_COMPANY] = &company_sql};
static const struct db_query *const count_sql[STOCK_SET_COUNT] = {[STOCK_MINE] = &count_mine_sql,
	[STOCK_TEAM] = &count_team_sql,
	[STOCK_COMPANY] = &count_company_sql};

static enum err run(struct cx *cx, const struct db_query *const queries[], enum stock_set set,
	const struct stock_page *page, struct db_result *result)
{
	const struct actor *actor = cx->actor;
	const struct db_value args[] = {db_int(actor->company_id), db_int(page->limit),
		db_int(page->offset), db_int(actor->agent_id), db_int(actor->team_id)};
	const size_t count = set == STOCK_MINE ? 4 : set == STOCK_TEAM ? 5 : 3;

	return db_run(cx, queries[set], args, count, result);
}

enum err stock_alerts(struct cx *cx, enum stock_set set, int64_t limit, int64_t offset,
	struct stock_alert **alerts, size_t *count)
{
	const struct stock_page page = {.limit = limit, .offset = offset};
	struct db_result result;

	TRY(run(cx, list_sql, set, &page, &result));
	*count = result.count;
	*alerts = arena_array(cx->arena, result.count, sizeof(**alerts));
	for (size_t i = 0; i < result.count; i++)
		(*alerts)[i] = (struct stock_alert){.order_id = db_int_at(&result, i, 0),
			.code_year = db_int_at(&result, i, 1),
			.customer_name = db_text_at(&result, i, 2),
			.order_status = db_text_at(&result, i, 3),
			.wanted = db_int_at(&result, i, 4),
			.product_id = db_int_at(&result, i, 5),
			.product_code = db_text_at(&result, i, 6),
			.product_name = db_text_at(&result, i, 7),
			.left = db_int_at(&result, i, 8),
			.state = (enum stock_state)word_index(
				stock_state_words, db_text_at(&result, i, 9))};
	return OK;
}

enum err stock_alert_count(struct cx *cx, enum stock_set set, int64_t *count)
{
	const struct stock_page page = {.limit = STOCK_COUNT_CAP + 1};
	struct db_result result;

	TRY(run(cx, count_sql, set, &page, &result));
	*count = db_int_at(&result, 0, 0);
	return OK;
}

db_query_list stock_alert_queries = {&mine_sql, &team_sql, &company_sql, &count_mine_sql,
	&count_team_sql, &count_company_sql, NULL};

/* order_view_store.c - customers and products as far as orders lead to them. */
/* SPDX-License-Identifier: MIT */
#include "domains/orders/order_store_internal.h"

#define OF_CUSTOMER \
	"SELECT " ORDER_COLUMNS ORDER_FROM " WHERE o.company_id = $1 AND o.customer_id = $2"
#define NEWEST " ORDER BY o.created_us DESC LIMIT $3"
static const struct db_query customer_own_sql = {"order_view.customer_own",
	OF_CUSTOMER " AND " ORDER_VISIBLE_OWN("$4", "$5") NEWEST, NULL, NULL};
static const struct db_query customer_team_sql = {"order_view.customer_team",
	OF_CUSTOMER " AND " ORDER_VISIBLE_TEAM("$4", "$5", "$6") NEWEST, NULL, NULL};
static const struct db_query customer_company_sql = {
	"order_view.customer_company", OF_CUSTOMER NEWEST, NULL, NULL};

#define OF_PRODUCT "SELECT 1" ORDER_FROM " WHERE o.company_id = $1 AND o.product_id = $2"
static const struct db_query product_own_sql = {"order_view.product_own",
	OF_PRODUCT " AND " ORDER_VISIBLE_OWN("$3", "$4") " LIMIT 1", NULL, NULL};
static const struct db_query product_team_sql = {"order_view.product_team",
	OF_PRODUCT " AND " ORDER_VISIBLE_TEAM("$3", "$4", "$5") " LIMIT 1", NULL, NULL};

enum err order_of_customer(
	struct cx *cx, int64_t customer_id, int64_t limit, struct order_list *list)
{
	static const struct db_query *const queries[] = {
		&customer_own_sql, &customer_team_sql, &customer_company_sql};
	struct db_value args[6] = {
		db_int(cx->actor->company_id), db_int(customer_id), db_int(limit)};
	const size_t n = 3 + order_store_scope_args(cx->actor, args + 3);
	struct db_result result;

	TRY(db_run(cx, queries[order_scope(cx->actor)], args, n, &result));
	order_store_read_all(cx, &result, list);
	return OK;
}

enum err order_product_visible(struct cx *cx, int64_t product_id, bool *visible)
{
	static const struct db_query *const queries[] = {&product_own_sql, &product_team_sql};
	struct db_value args[5] = {db_int(cx->actor->company_id), db_int(product_id)};
	const size_t n = 2 + order_store_scope_args(cx->actor, args + 2);
	struct db_result result;

	*visible = true;
	if (order_scope(cx->actor) == SCOPE_COMPANY)
		return OK;
	TRY(db_run(cx, queries[order_scope(cx->actor)], args, n, &result));
	*visible = result.count > 0;
	return OK;
}

db_query_list order_view_queries = {&customer_own_sql, &customer_team_sql, &customer_company_sql,
	&product_own_sql, &product_team_sql, NULL};

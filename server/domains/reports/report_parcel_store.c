/* report_parcel_store.c - parcels of an actor's scope as rows of a report. */
/* SPDX-License-Identifier: MIT */
#include "domains/reports/report_internal.h"

#include "domains/orders/order_visible.h"
#include "platform/db/db.h"

/*
 * $2 the far end of the period, ($3, $4) the place to go on from, $5 LIMIT,
 * $6 agent, $7 seller, $8 product, $9 area, $10 statuses, $11 courier; then
 * the scope. Along deliveries_created.
 */
#define PARCELS \
	" FROM deliveries d JOIN orders o ON o.company_id = d.company_id AND o.id = d.order_id" \
	" JOIN couriers k ON k.company_id = d.company_id AND k.id = d.courier_id" \
	" LEFT JOIN agents a ON a.company_id = o.company_id AND a.id = o.assigned_agent_id" \
	" WHERE d.company_id = $1 AND d.created_us >= $2 AND (d.created_us, d.id) < ($3, $4)" \
	" AND ($6 = 0 OR o.assigned_agent_id = $6) AND ($7 = 0 OR o.seller_id = $7)" \
	" AND ($8 = 0 OR o.product_id = $8) AND ($9 = '' OR o.area = $9)" \
	" AND ($10 = '' OR $10 LIKE '%,' || d.status || ',%')" \
	" AND ($11 = 0 OR d.courier_id = $11)"
/* An agent's report is of the agent's own orders, as the list that opens first. */
#define OWN " AND o.assigned_agent_id = $12"
#define TEAM " AND " ORDER_VISIBLE_TEAM("$12", "$13", "$14")

#define ROWS(scope) \
	"SELECT d.id, d.created_us, d.tracking_number, d.status, d.status_since_us, d.ship_us," \
	" d.estimated_us, d.delivered_us, k.name, d.order_id, o.code_year, o.customer_name," \
	" o.customer_phone, o.product_name, o.seller_name, o.area, o.price_minor, o.currency," \
	" o.assigned_agent_id, a.agent_no, a.name" PARCELS scope \
	" ORDER BY d.created_us DESC, d.id DESC LIMIT $5"
#define NUMBERS(scope) \
	"SELECT x.status, x.currency, COUNT(*), SUM(x.price_minor)" \
	" FROM (SELECT d.status, o.currency, o.price_minor" PARCELS scope \
	" LIMIT $5) x GROUP BY x.status, x.currency"

static const struct db_query rows_own_sql = {"report.parcels_own", ROWS(OWN), NULL, NULL};
static const struct db_query rows_team_sql = {"report.parcels_team", ROWS(TEAM), NULL, NULL};
static const struct db_query rows_company_sql = {"report.parcels_company", ROWS(""), NULL, NULL};
static const struct db_query numbers_own_sql = {
	"report.parcel_numbers_own", NUMBERS(OWN), NULL, NULL};
static const struct db_query numbers_team_sql = {
	"report.parcel_numbers_team", NUMBERS(TEAM), NULL, NULL};
static const struct db_query numbers_company_sql = {
	"report.parcel_numbers_company", NUMBERS(""), NULL, NULL};

#define ARGS 14

static size_t put_args(struct cx *cx, const struct report_filter *filter,
	const struct report_place *after, int64_t limit, struct db_value args[ARGS])
{
	const enum scope scope = order_scope(cx->actor);
	const struct db_value values[ARGS] = {db_int(cx->actor->company_id),
		db_int(filter->from_us), db_int(after->key), db_int(after->id), db_int(limit),
		db_int(filter->agent_id), db_int(filter->seller_id), db_int(filter->product_id),
		db_text(filter->area), db_text(filter->statuses), db_int(filter->courier_id),
		db_int(cx->actor->agent_id ? cx->actor->agent_id : -1),
		db_int(cx->actor->department_id), db_int(cx->actor->team_id)};

	memcpy(args, values, sizeof(values));
	return scope == SCOPE_COMPANY ? 11 : scope == SCOPE_TEAM ? 14 : 12;
}

static void read_row(const struct db_result *result, size_t i, struct report_parcel *row)
{
	*row = (struct report_parcel){
		.id = db_int_at(result, i, 0),
		.created_us = db_int_at(result, i, 1),
		.tracking_number = db_text_at(result, i, 2),
		.status = db_text_at(result, i, 3),
		.status_since_us = db_int_at(result, i, 4),
		.ship_us = db_opt_at(result, i, 5),
		.estimated_us = db_opt_at(result, i, 6),
		.delivered_us = db_opt_at(result, i, 7),
		.courier_name = db_text_at(result, i, 8),
		.order_id = db_int_at(result, i, 9),
		.code_year = db_int_at(result, i, 10),
		.customer_name = db_text_at(result, i, 11),
		.customer_phone = db_text_at(result, i, 12),
		.product_name = db_text_at(result, i, 13),
		.seller_name = db_text_at(result, i, 14),
		.area = db_text_at(result, i, 15),
		.price_minor = db_int_at(result, i, 16),
		.currency = db_text_at(result, i, 17),
		.agent_id = db_int_at(result, i, 18),
		.agent_no = db_int_at(result, i, 19),
		.agent_name = db_text_at(result, i, 20),
	};
}

enum err report_parcel_rows(struct cx *cx, const struct report_filter *filter,
	const struct report_place *after, int64_t limit, struct report_parcel **rows, size_t *count)
{
	static const struct db_query *const queries[] = {
		&rows_own_sql, &rows_team_sql, &rows_company_sql};
	struct db_value args[ARGS];
	const size_t n = put_args(cx, filter, after, limit, args);
	struct db_result result;

	TRY(db_run(cx, queries[order_scope(cx->actor)], args, n, &result));
	*count = result.count;
	*rows = arena_array(cx->arena, result.count, sizeof(**rows));
	for (size_t i = 0; i < result.count; i++)
		read_row(&result, i, &(*rows)[i]);
	return OK;
}

enum err report_parcel_sum(struct cx *cx, const struct report_filter *filter,
	struct report_parcel_line **lines, size_t *count)
{
	static const struct db_query *const queries[] = {
		&numbers_own_sql, &numbers_team_sql, &numbers_company_sql};
	const struct report_place end = {filter->to_us, 0};
	struct db_value args[ARGS];
	const size_t n = put_args(cx, filter, &end, REPORT_CAP + 1, args);
	struct db_result result;

	TRY(db_run(cx, queries[order_scope(cx->actor)], args, n, &result));
	*count = result.count;
	*lines = arena_array(cx->arena, result.count, sizeof(**lines));
	for (size_t i = 0; i < result.count; i++)
		(*lines)[i] = (struct report_parcel_line){db_text_at(&result, i, 0),
			db_text_at(&result, i, 1), db_int_at(&result, i, 2),
			db_int_at(&result, i, 3)};
	return OK;
}

db_query_list report_parcel_queries = {&rows_own_sql, &rows_team_sql, &rows_company_sql,
	&numbers_own_sql, &numbers_team_sql, &numbers_company_sql, NULL};

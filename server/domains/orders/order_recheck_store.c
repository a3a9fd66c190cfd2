/* order_recheck_store.c - which companies' orders are to be gone through, and how far that is. */
/* SPDX-License-Identifier: MIT */
#include "domains/orders/order_store_internal.h"

static const struct db_query request_sql = {"order_recheck.request",
	"INSERT INTO order_rechecks (company_id, after_id, requested_us) VALUES ($1, 0, $2)"
	" ON CONFLICT (company_id) DO UPDATE SET after_id = 0,"
	" requested_us = excluded.requested_us",
	NULL, NULL};
/* tenancy: all companies, one job goes through the orders of each, one after the other */
static const struct db_query next_sql = {"order_recheck.next",
	"SELECT r.company_id, r.after_id, r.requested_us FROM order_rechecks r"
	" JOIN companies c ON c.id = r.company_id AND c.status = 'active'"
	" ORDER BY r.requested_us, r.company_id LIMIT 1",
	NULL, NULL};
static const struct db_query orders_sql = {"order_recheck.orders",
	"SELECT " ORDER_COLUMNS ORDER_FROM " WHERE o.company_id = $1 AND o.id > $2"
	" ORDER BY o.id LIMIT $3",
	NULL, NULL};
static const struct db_query advance_sql = {"order_recheck.advance",
	"UPDATE order_rechecks SET after_id = $3 WHERE company_id = $1 AND requested_us = $2", NULL,
	NULL};
/* Asked for again meanwhile: it stays. */
static const struct db_query done_sql = {"order_recheck.done",
	"DELETE FROM order_rechecks WHERE company_id = $1 AND requested_us = $2", NULL, NULL};

enum err order_recheck_request(struct cx *cx)
{
	return db_exec(
		cx, &request_sql, DB_ARGS(db_int(cx->actor->company_id), db_int(cx->now_us)), NULL);
}

enum err order_recheck_store_next(struct cx *cx, struct order_recheck *recheck, bool *any)
{
	struct db_result result;

	TRY(db_run(cx, &next_sql, DB_NO_ARGS, &result));
	*any = result.count == 1;
	if (*any)
		*recheck = (struct order_recheck){db_int_at(&result, 0, 0),
			db_int_at(&result, 0, 1), db_int_at(&result, 0, 2)};
	return OK;
}

enum err order_recheck_store_orders(
	struct cx *cx, int64_t after_id, int64_t limit, struct order_list *list)
{
	struct db_result result;

	TRY(db_run(cx, &orders_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(after_id), db_int(limit)), &result));
	order_store_read_all(cx, &result, list);
	return OK;
}

enum err order_recheck_store_advance(
	struct cx *cx, const struct order_recheck *recheck, int64_t after_id)
{
	return db_exec(cx, &advance_sql,
		DB_ARGS(db_int(recheck->company_id), db_int(recheck->requested_us),
			db_int(after_id)),
		NULL);
}

enum err order_recheck_store_done(struct cx *cx, const struct order_recheck *recheck)
{
	return db_exec(cx, &done_sql,
		DB_ARGS(db_int(recheck->company_id), db_int(recheck->requested_us)), NULL);
}

enum err order_recheck_store_commit(struct cx *cx)
{
	return db_commit(cx);
}

db_query_list order_recheck_queries = {
	&request_sql, &next_sql, &orders_sql, &advance_sql, &done_sql, NULL};

/* order_sla_store.c - whose time has come: the SQL of service levels. */
/* SPDX-License-Identifier: MIT */
#include "domains/orders/order_store_internal.h"

/* tenancy: all companies, one job looks after the times of every company's orders */
static const struct db_query due_sql = {"order.sla_due",
	"SELECT o.company_id, o.id FROM orders o"
	" JOIN companies c ON c.id = o.company_id AND c.status = 'active'"
	" WHERE o.sla_next_us IS NOT NULL AND o.sla_next_us <= $1"
	" ORDER BY o.sla_next_us LIMIT $2",
	NULL, NULL};

enum err order_sla_store_due(
	struct cx *cx, int64_t limit, struct order_sla_due **due, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &due_sql, DB_ARGS(db_int(cx->now_us), db_int(limit)), &result));
	*due = arena_array(cx->arena, result.count, sizeof(**due));
	*count = result.count;
	for (size_t i = 0; i < result.count; i++)
		(*due)[i] = (struct order_sla_due){
			db_int_at(&result, i, 0), db_int_at(&result, i, 1)};
	return OK;
}

db_query_list order_sla_queries = {&due_sql, NULL};

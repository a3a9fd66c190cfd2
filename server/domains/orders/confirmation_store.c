/* confirmation_store.c - confirmations and the numbers of their days. */
/* SPDX-License-Identifier: MIT */
#include "domains/orders/order_store_internal.h"

static const struct db_query get_sql = {"confirmation.get",
	"SELECT confirmed_us, day, agent_id, product_id, area, source, currency, value_minor,"
	" outcome FROM order_confirmations WHERE company_id = $1 AND order_id = $2",
	NULL, NULL};

static const struct db_query put_sql = {"confirmation.put",
	"INSERT INTO order_confirmations (company_id, order_id, confirmed_us, day, agent_id,"
	" product_id, area, source, currency, value_minor, outcome)"
	" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
	" ON CONFLICT (company_id, order_id) DO UPDATE SET confirmed_us = excluded.confirmed_us,"
	" day = excluded.day, agent_id = excluded.agent_id, product_id = excluded.product_id,"
	" area = excluded.area, source = excluded.source, currency = excluded.currency,"
	" value_minor = excluded.value_minor, outcome = excluded.outcome",
	NULL, NULL};

/* One confirmation into or out of its eight numbers: four ways to count, agent and company. */
#define BOTH(dimension, subject) \
	"($1, '" dimension "', -1, $2, " subject ", $8, $9, $10, $11)," \
	" ($1, '" dimension "', $3, $2, " subject ", $8, $9, $10, $11)"
static const struct db_query count_sql = {"confirmation.count",
	"INSERT INTO confirmation_counters"
	" (company_id, dimension, agent_id, day, subject, outcome, currency, n, value_minor)"
	" VALUES " BOTH("agent", "$4") ", " BOTH("product", "$5") ", " BOTH("area", "$6") ", " BOTH(
		"source",
		"$7") " ON CONFLICT (company_id, dimension, agent_id, day, subject, outcome, "
		      "currency)"
		      " DO UPDATE SET n = confirmation_counters.n + excluded.n,"
		      " value_minor = confirmation_counters.value_minor + excluded.value_minor",
	NULL, NULL};

static const struct db_query history_sql = {"confirmation.history",
	"SELECT change_timestamp, agent_id FROM order_status_history"
	" WHERE company_id = $1 AND order_id = $2 AND new_status = 'confirmed'"
	" ORDER BY id DESC LIMIT 1",
	NULL, NULL};

/* The parcels of an order, whose domain lies above this one; deliveries_order has them. */
static const struct db_query parcels_sql = {"confirmation.parcels",
	"SELECT SUM(CASE WHEN status = 'delivered' THEN 1 ELSE 0 END),"
	" SUM(CASE WHEN status = 'returned' THEN 1 ELSE 0 END),"
	" SUM(CASE WHEN ended_us IS NULL THEN 1 ELSE 0 END),"
	" SUM(CASE WHEN status IN ('lost', 'cancelled') THEN 1 ELSE 0 END)"
	" FROM deliveries WHERE company_id = $1 AND order_id = $2",
	NULL, NULL};

enum err confirmation_store_get(
	struct cx *cx, int64_t order_id, struct confirmation *row, bool *found)
{
	struct db_result result;

	TRY(db_run(
		cx, &get_sql, DB_ARGS(db_int(cx->actor->company_id), db_int(order_id)), &result));
	*found = result.count == 1;
	if (!*found)
		return OK;
	*row = (struct confirmation){
		.order_id = order_id,
		.confirmed_us = db_int_at(&result, 0, 0),
		.day = db_int_at(&result, 0, 1),
		.agent_id = db_int_at(&result, 0, 2),
		.product_id = db_int_at(&result, 0, 3),
		.area = db_text_at(&result, 0, 4),
		.source = db_text_at(&result, 0, 5),
		.currency = db_text_at(&result, 0, 6),
		.value_minor = db_int_at(&result, 0, 7),
		.outcome = (enum order_outcome)word_index(
			order_outcome_words, db_text_at(&result, 0, 8)),
	};
	return OK;
}

enum err confirmation_store_put(struct cx *cx, const struct confirmation *row)
{
	return db_exec(cx, &put_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(row->order_id),
			db_int(row->confirmed_us), db_int(row->day), db_int(row->agent_id),
			db_int(row->product_id), db_text(row->area), db_text(row->source),
			db_text(row->currency), db_int(row->value_minor),
			db_text(order_outcome_words[row->outcome])),
		NULL);
}

static struct db_value number_text(struct cx *cx, int64_t number)
{
	return db_text(arena_format(cx->arena, "%lld", (long long)number));
}

enum err confirmation_store_count(struct cx *cx, const struct confirmation *row, int64_t by)
{
	return db_exec(cx, &count_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(row->day), db_int(row->agent_id),
			number_text(cx, row->agent_id), number_text(cx, row->product_id),
			db_text(row->area), db_text(row->source),
			db_text(order_outcome_words[row->outcome]), db_text(row->currency),
			db_int(by), db_int(by * row->value_minor)),
		NULL);
}

enum err confirmation_store_history(
	struct cx *cx, int64_t order_id, struct opt_int *at_us, int64_t *agent_id)
{
	struct db_result result;

	TRY(db_run(cx, &history_sql, DB_ARGS(db_int(cx->actor->company_id), db_int(order_id)),
		&result));
	*at_us = result.count ? db_opt_at(&result, 0, 0) : (struct opt_int){0};
	*agent_id = result.count ? db_int_at(&result, 0, 1) : 0;
	return OK;
}

enum err confirmation_store_parcels(struct cx *cx, int64_t order_id, struct order_parcels *parcels)
{
	struct db_result result;

	TRY(db_run(cx, &parcels_sql, DB_ARGS(db_int(cx->actor->company_id), db_int(order_id)),
		&result));
	*parcels = (struct order_parcels){
		.delivered = db_int_at(&result, 0, 0),
		.returned = db_int_at(&result, 0, 1),
		.under_way = db_int_at(&result, 0, 2),
		.lost = db_int_at(&result, 0, 3),
	};
	return OK;
}

db_query_list confirmation_queries = {
	&get_sql, &put_sql, &count_sql, &history_sql, &parcels_sql, NULL};

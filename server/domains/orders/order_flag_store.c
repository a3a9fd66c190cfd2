/* order_flag_store.c - what flags are drawn from, and what people said about them. */
/* SPDX-License-Identifier: MIT */
#include "domains/orders/order_store_internal.h"

/* Along orders_customer. */
static const struct db_query history_sql = {"order_flag.history",
	"SELECT o.id, o.product_id, o.created_us, o.flags, o.status, c.outcome FROM orders o"
	" LEFT JOIN order_confirmations c ON c.company_id = o.company_id AND c.order_id = o.id"
	" WHERE o.company_id = $1 AND o.customer_id = $2"
	" ORDER BY o.created_us DESC, o.id DESC LIMIT $3",
	NULL, NULL};
static const struct db_query dismissals_sql = {"order_flag.dismissals",
	"SELECT d.order_id, d.other_id, d.flag FROM orders o"
	" JOIN order_flag_dismissals d ON d.company_id = o.company_id AND d.order_id = o.id"
	" WHERE o.company_id = $1 AND o.customer_id = $2 AND o.created_us >= $3",
	NULL, NULL};
static const struct db_query set_sql = {"order_flag.set",
	"UPDATE orders SET flags = $3, version = version + $4"
	" WHERE company_id = $1 AND id = $2",
	NULL, NULL};
static const struct db_query dismiss_sql = {"order_flag.dismiss",
	"INSERT INTO order_flag_dismissals (company_id, order_id, flag, other_id, user_id, at_us)"
	" VALUES ($1, $2, $3, $4, $5, $6)"
	" ON CONFLICT (company_id, order_id, flag, other_id) DO NOTHING",
	NULL, NULL};
static const struct db_query rules_sql = {"order_flag.rules",
	"SELECT refused_least, refused_of, duplicate_days, version FROM order_flag_rules"
	" WHERE company_id = $1",
	NULL, NULL};
static const struct db_query add_rules_sql = {"order_flag.add_rules",
	"INSERT INTO order_flag_rules"
	" (company_id, refused_least, refused_of, duplicate_days, updated_us)"
	" VALUES ($1, $2, $3, $4, $5) ON CONFLICT (company_id) DO NOTHING",
	NULL, NULL};
static const struct db_query set_rules_sql = {"order_flag.set_rules",
	"UPDATE order_flag_rules SET refused_least = $2, refused_of = $3, duplicate_days = $4,"
	" updated_us = $5, version = version + 1 WHERE company_id = $1 AND version = $6",
	NULL, NULL};

enum err order_flag_store_history(struct cx *cx, int64_t customer_id, struct flag_history *history)
{
	struct db_result result;

	TRY(db_run(cx, &history_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(customer_id),
			db_int(FLAG_ORDERS_MAX)),
		&result));
	history->count = result.count;
	history->orders = arena_array(cx->arena, result.count, sizeof(*history->orders));
	for (size_t i = 0; i < result.count; i++) {
		const char *outcome = db_text_at(&result, i, 5);

		history->orders[i] = (struct flag_order){
			.id = db_int_at(&result, i, 0),
			.product_id = db_int_at(&result, i, 1),
			.created_us = db_int_at(&result, i, 2),
			.flags = db_int_at(&result, i, 3),
			.status = (enum order_status)word_index(
				order_status_words, db_text_at(&result, i, 4)),
			.outcome = outcome
				? (enum order_outcome)word_index(order_outcome_words, outcome)
				: ORDER_OUTCOME_COUNT,
		};
	}
	return OK;
}

enum err order_flag_store_dismissals(
	struct cx *cx, int64_t customer_id, struct flag_history *history)
{
	/* No further back than the orders that are looked at: some customers have thousands. */
	const int64_t since_us = history->orders[history->count - 1].created_us;
	struct db_result result;

	TRY(db_run(cx, &dismissals_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(customer_id), db_int(since_us)),
		&result));
	history->dismissal_count = result.count;
	history->dismissals = arena_array(cx->arena, result.count, sizeof(*history->dismissals));
	for (size_t i = 0; i < result.count; i++)
		history->dismissals[i] = (struct flag_dismissal){
			.order_id = db_int_at(&result, i, 0),
			.other_id = db_int_at(&result, i, 1),
			.flag = (enum order_flag)word_index(
				order_flag_words, db_text_at(&result, i, 2)),
		};
	return OK;
}

enum err order_flag_store_set(struct cx *cx, int64_t order_id, int64_t flags, bool raise_version)
{
	return db_exec(cx, &set_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(order_id), db_int(flags),
			db_int(raise_version)),
		NULL);
}

enum err order_flag_store_dismiss(
	struct cx *cx, int64_t order_id, enum order_flag flag, int64_t other_id)
{
	return db_exec(cx, &dismiss_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(order_id),
			db_text(order_flag_words[flag]), db_int(other_id),
			db_id(cx->actor->user_id), db_int(cx->now_us)),
		NULL);
}

enum err order_flag_store_rules(struct cx *cx, struct order_flag_rules *rules, bool *found)
{
	struct db_result result;

	TRY(db_run(cx, &rules_sql, DB_ARGS(db_int(cx->actor->company_id)), &result));
	*found = result.count == 1;
	if (*found)
		*rules = (struct order_flag_rules){db_int_at(&result, 0, 0),
			db_int_at(&result, 0, 1), db_int_at(&result, 0, 2),
			db_int_at(&result, 0, 3)};
	return OK;
}

enum err order_flag_store_put_rules(struct cx *cx, struct order_flag_rules *rules)
{
	const struct db_value company = db_int(cx->actor->company_id);
	int64_t changed = 0;

	if (rules->version == 0)
		TRY(db_exec(cx, &add_rules_sql,
			DB_ARGS(company, db_int(rules->refused_least), db_int(rules->refused_of),
				db_int(rules->duplicate_days), db_int(cx->now_us)),
			&changed));
	else
		TRY(db_exec(cx, &set_rules_sql,
			DB_ARGS(company, db_int(rules->refused_least), db_int(rules->refused_of),
				db_int(rules->duplicate_days), db_int(cx->now_us),
				db_int(rules->version)),
			&changed));
	if (changed != 1)
		return fail(cx, ERR_CONFLICT, "version", "The rules have changed since.");
	rules->version++;
	return OK;
}

db_query_list order_flag_queries = {&history_sql, &dismissals_sql, &set_sql, &dismiss_sql,
	&rules_sql, &add_rules_sql, &set_rules_sql, NULL};

/* communication_store.c - contacts with customers, as they are logged. */
/* SPDX-License-Identifier: MIT */
#include "domains/orders/order_store_internal.h"

#define CONTACT \
	"SELECT m.id, m.order_id, m.customer_id, m.agent_id, w.agent_no, w.name, m.channel," \
	" m.direction, m.to_addr, m.outcome, m.body, m.duration_seconds, m.at_us" \
	" FROM communications m LEFT JOIN agents w" \
	" ON w.company_id = m.company_id AND w.id = m.agent_id"

static const struct db_query insert_sql = {"communication.insert",
	"INSERT INTO communications (company_id, id, order_id, customer_id, agent_id, channel,"
	" direction, to_addr, outcome, duration_seconds, body, at_us, created_us)"
	" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12)",
	NULL, NULL};
static const struct db_query of_order_sql = {"communication.of_order",
	CONTACT " WHERE m.company_id = $1 AND m.order_id = $2 ORDER BY m.at_us DESC, m.id DESC"
		" LIMIT 200",
	NULL, NULL};

/* Contacts about orders that the actor sees. */
#define OF_CUSTOMER \
	CONTACT " JOIN orders o ON o.company_id = m.company_id AND o.id = m.order_id" \
		" LEFT JOIN agents a ON a.company_id = o.company_id AND a.id = " \
		"o.assigned_agent_id" \
		" WHERE m.company_id = $1 AND m.customer_id = $2"
#define NEWEST " ORDER BY m.at_us DESC, m.id DESC LIMIT $3"
static const struct db_query of_customer_own_sql = {"communication.of_customer_own",
	OF_CUSTOMER " AND " ORDER_VISIBLE_OWN("$4", "$5") NEWEST, NULL, NULL};
static const struct db_query of_customer_team_sql = {"communication.of_customer_team",
	OF_CUSTOMER " AND " ORDER_VISIBLE_TEAM("$4", "$5", "$6") NEWEST, NULL, NULL};
static const struct db_query of_customer_company_sql = {
	"communication.of_customer_company", OF_CUSTOMER NEWEST, NULL, NULL};

static void read_all(
	struct cx *cx, const struct db_result *result, struct communication **rows, size_t *count)
{
	*rows = arena_array(cx->arena, result->count, sizeof(**rows));
	*count = result->count;
	for (size_t i = 0; i < result->count; i++)
		(*rows)[i] = (struct communication){
			.id = db_int_at(result, i, 0),
			.order_id = db_int_at(result, i, 1),
			.customer_id = db_int_at(result, i, 2),
			.agent_id = db_int_at(result, i, 3),
			.agent_no = db_int_at(result, i, 4),
			.agent_name = db_text_at(result, i, 5),
			.channel = db_text_or_empty(result, i, 6),
			.direction = db_text_or_empty(result, i, 7),
			.to = db_text_or_empty(result, i, 8),
			.outcome = db_text_at(result, i, 9),
			.body = db_text_or_empty(result, i, 10),
			.duration_s = db_int_at(result, i, 11),
			.at_us = db_int_at(result, i, 12),
		};
}

enum err communication_store_insert(struct cx *cx, struct communication *communication)
{
	TRY(db_next_id(cx, "communication", &communication->id));
	communication->at_us = cx->now_us;
	return db_exec(cx, &insert_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(communication->id),
			db_id(communication->order_id), db_int(communication->customer_id),
			db_id(communication->agent_id), db_text(communication->channel),
			db_text(communication->direction), db_text(communication->to),
			db_text(communication->outcome), db_int(communication->duration_s),
			db_text(communication->body), db_int(cx->now_us)),
		NULL);
}

enum err communication_of_order(
	struct cx *cx, int64_t order_id, struct communication **rows, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &of_order_sql, DB_ARGS(db_int(cx->actor->company_id), db_int(order_id)),
		&result));
	read_all(cx, &result, rows, count);
	return OK;
}

enum err communication_of_customer(struct cx *cx, int64_t customer_id, int64_t limit,
	struct communication **rows, size_t *count)
{
	static const struct db_query *const queries[] = {
		&of_customer_own_sql, &of_customer_team_sql, &of_customer_company_sql};
	struct db_value args[6] = {
		db_int(cx->actor->company_id), db_int(customer_id), db_int(limit)};
	const size_t n = 3 + order_store_scope_args(cx->actor, args + 3);
	struct db_result result;

	TRY(db_run(cx, queries[order_scope(cx->actor)], args, n, &result));
	read_all(cx, &result, rows, count);
	return OK;
}

db_query_list communication_queries = {&insert_sql, &of_order_sql, &of_customer_own_sql,
	&of_customer_team_sql, &of_customer_company_sql, NULL};

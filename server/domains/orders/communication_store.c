/* communication_store.c - contacts with customers, as they are logged. */
/* SPDX-License-Identifier: MIT */
#include "domains/orders/order_store_internal.h"

#define CONTACT \
	"SELECT m.id, m.order_id, m.customer_id, m.agent_id, w.agent_no, w.name, m.channel," \
	" m.direction, m.to_addr, m.outcome, m.body, m.duration_seconds, m.at_us, m.status," \
	" m.from_addr, m.subject, m.template_code, m.error, m.segments, m.read_us, c.name" \
	" FROM communications m LEFT JOIN agents w" \
	" ON w.company_id = m.company_id AND w.id = m.agent_id" \
	" LEFT JOIN customers c ON c.company_id = m.company_id AND c.id = m.customer_id"

static const struct db_query insert_sql = {"communication.insert",
	"INSERT INTO communications (company_id, id, order_id, customer_id, agent_id, channel,"
	" direction, to_addr, outcome, duration_seconds, body, at_us, created_us, team_id,"
	" department_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12,"
	" " AGENT_WORK_PLACE("$5") ")",
	NULL, NULL};
/* Of a call; nothing where its contact is written already. */
static const struct db_query insert_call_sql = {"communication.insert_call",
	"INSERT INTO communications (company_id, id, order_id, customer_id, agent_id, channel,"
	" direction, to_addr, outcome, duration_seconds, body, at_us, created_us, call_id,"
	" team_id, department_id) VALUES ($1, $2, $3, $4, $5, 'call', $6, $7, $8, $9, '', $10,"
	" $11, $12, " AGENT_WORK_PLACE(
		"$5") ")"
		      " ON CONFLICT (company_id, call_id) WHERE call_id IS NOT NULL DO NOTHING",
	NULL, NULL};
static const struct db_query of_call_sql = {"communication.of_call",
	"SELECT c.id, m.id, m.agent_id, m.at_us, m.summed_us FROM calls c"
	" LEFT JOIN communications m ON m.company_id = c.company_id AND m.call_id = c.id"
	" WHERE c.company_id = $1 AND c.call_code = $2 AND c.order_id = $3",
	NULL, NULL};
static const struct db_query sum_up_sql = {"communication.sum_up",
	"UPDATE communications SET direction = $3, to_addr = $4, outcome = $5,"
	" duration_seconds = $6, body = $7, summed_us = $8, updated_us = $8,"
	" agent_id = COALESCE(agent_id, CAST($9 AS BIGINT))"
	" WHERE company_id = $1 AND id = $2",
	NULL, NULL};
static const struct db_query name_call_sql = {"communication.name_call",
	"UPDATE communications SET call_id = $3, summed_us = $4 WHERE company_id = $1 AND id = $2",
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
			.status = db_text_at(result, i, 13),
			.from = db_text_at(result, i, 14),
			.subject = db_text_at(result, i, 15),
			.template_code = db_text_at(result, i, 16),
			.error = db_text_at(result, i, 17),
			.segments = db_int_at(result, i, 18),
			.read_us = db_opt_at(result, i, 19),
			.customer_name = db_text_at(result, i, 20),
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

enum err communication_store_insert_call(struct cx *cx, const struct order_call_ended *ended,
	struct communication *communication, bool *added)
{
	int64_t changed = 0;

	TRY(db_next_id(cx, "communication", &communication->id));
	TRY(db_exec(cx, &insert_call_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(communication->id),
			db_id(ended->order_id), db_int(ended->customer_id), db_id(ended->agent_id),
			db_text(communication->direction), db_text(ended->phone),
			db_text(ended->outcome), db_int(ended->duration_s), db_int(ended->at_us),
			db_int(cx->now_us), db_int(ended->call_id)),
		&changed));
	*added = changed == 1;
	return OK;
}

enum err communication_store_of_call(
	struct cx *cx, const char *call_code, int64_t order_id, struct communication_call *call)
{
	struct db_result result;

	TRY(db_run(cx, &of_call_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_text(call_code), db_int(order_id)),
		&result));
	*call = (struct communication_call){0};
	if (result.count)
		*call = (struct communication_call){.call_id = db_int_at(&result, 0, 0),
			.communication_id = db_int_at(&result, 0, 1),
			.agent_id = db_int_at(&result, 0, 2),
			.at_us = db_int_at(&result, 0, 3),
			.summed = !db_null_at(&result, 0, 4)};
	return OK;
}

enum err communication_store_sum_up(struct cx *cx, const struct communication *communication)
{
	return db_exec(cx, &sum_up_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(communication->id),
			db_text(communication->direction), db_text(communication->to),
			db_text(communication->outcome), db_int(communication->duration_s),
			db_text(communication->body), db_int(cx->now_us),
			db_id(communication->agent_id)),
		NULL);
}

enum err communication_store_name_call(struct cx *cx, int64_t id, int64_t call_id)
{
	return db_exec(cx, &name_call_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(id), db_int(call_id),
			db_int(cx->now_us)),
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

/* ---- Lists ---------------------------------------------------------------------- */

/*
 * $2..$3 the period, ($4, $5) the place to go on from, $6 LIMIT, then what is
 * asked for: $7 channel, $8 direction, $9 outcome ('' for all), $10 unread only,
 * $11 the team, or the department below zero, that it counts for (0 for all), $12 the agent.
 * Each statement walks one index of communications from its newest end.
 */
#define LISTED \
	CONTACT " LEFT JOIN orders o ON o.company_id = m.company_id AND o.id = m.order_id" \
		" LEFT JOIN agents a ON a.company_id = o.company_id" \
		" AND a.id = o.assigned_agent_id" \
		" WHERE m.company_id = $1 AND m.at_us >= $2 AND m.at_us < $3" \
		" AND (m.at_us, m.id) < ($4, $5)" \
		" AND ($7 = '' OR m.channel = $7) AND ($8 = '' OR m.direction = $8)" \
		" AND ($9 = '' OR m.outcome = $9)" \
		" AND ($10 = 0 OR (m.direction = 'inbound' AND m.read_us IS NULL))" \
		" AND (CAST($11 AS BIGINT) = 0 OR m.team_id = $11 OR -m.department_id = $11)" \
		" AND (CAST($12 AS BIGINT) = 0 OR m.agent_id = $12)"
#define CALLS " AND m.channel = 'call'"
#define MESSAGES " AND m.channel <> 'call'"
#define PAGE " ORDER BY m.at_us DESC, m.id DESC LIMIT $6"
#define QUERIES(suffix, WHAT) \
	static const struct db_query list_own_##suffix = {"communication.list_own_" #suffix, \
		LISTED WHAT " AND (m.agent_id = $13 OR " ORDER_VISIBLE_OWN("$13", "$14") ")" PAGE, \
		NULL, NULL}; \
	static const struct db_query list_team_##suffix = {"communication.list_team_" #suffix, \
		LISTED WHAT " AND (w.team_id = $15 OR m.team_id = $15 OR " ORDER_VISIBLE_TEAM( \
			"$13", "$14", "$15") ")" PAGE, \
		NULL, NULL}; \
	static const struct db_query list_company_##suffix = { \
		"communication.list_company_" #suffix, LISTED WHAT PAGE, NULL, NULL}

QUERIES(calls, CALLS);
QUERIES(messages, MESSAGES);

#define ONE \
	CONTACT " LEFT JOIN orders o ON o.company_id = m.company_id AND o.id = m.order_id" \
		" LEFT JOIN agents a ON a.company_id = o.company_id" \
		" AND a.id = o.assigned_agent_id WHERE m.company_id = $1 AND m.id = $2"
static const struct db_query get_own_sql = {"communication.get_own",
	ONE " AND (m.agent_id = $3 OR " ORDER_VISIBLE_OWN("$3", "$4") ")", NULL, NULL};
static const struct db_query get_team_sql = {"communication.get_team",
	ONE " AND (w.team_id = $5 OR " ORDER_VISIBLE_TEAM("$3", "$4", "$5") ")", NULL, NULL};
static const struct db_query get_company_sql = {"communication.get_company", ONE, NULL, NULL};
static const struct db_query mark_sql = {"communication.mark",
	"UPDATE communications SET read_us = $3, updated_us = $4"
	" WHERE company_id = $1 AND id = $2 AND direction = 'inbound'",
	NULL, NULL};
static const struct db_query unread_sql = {"communication.unread",
	"SELECT count(*) FROM communications WHERE company_id = $1 AND agent_id = $2"
	" AND direction = 'inbound' AND channel <> 'call' AND read_us IS NULL",
	NULL, NULL};

enum err communication_list(struct cx *cx, const struct communication_filter *filter,
	struct communication **rows, size_t *count)
{
	static const struct db_query *const queries[2][3] = {
		{&list_own_messages, &list_team_messages, &list_company_messages},
		{&list_own_calls, &list_team_calls, &list_company_calls}};
	struct db_value args[15] = {db_int(cx->actor->company_id), db_int(filter->from_us),
		db_int(filter->to_us), db_int(filter->before_us), db_int(filter->before_id),
		db_int(filter->limit), db_text(filter->channel ? filter->channel : ""),
		db_text(filter->direction ? filter->direction : ""),
		db_text(filter->outcome ? filter->outcome : ""), db_int(filter->unread),
		db_int(filter->unit), db_int(filter->agent_id)};
	const size_t n = 12 + order_store_scope_args(cx->actor, args + 12);
	struct db_result result;

	TRY(db_run(cx, queries[filter->calls][order_scope(cx->actor)], args, n, &result));
	read_all(cx, &result, rows, count);
	return OK;
}

enum err communication_get(struct cx *cx, int64_t id, struct communication *row)
{
	static const struct db_query *const queries[] = {
		&get_own_sql, &get_team_sql, &get_company_sql};
	struct db_value args[5] = {db_int(cx->actor->company_id), db_int(id)};
	const size_t n = 2 + order_store_scope_args(cx->actor, args + 2);
	struct communication *rows;
	struct db_result result;
	size_t count;

	TRY(db_run(cx, queries[order_scope(cx->actor)], args, n, &result));
	read_all(cx, &result, &rows, &count);
	if (count == 0)
		return fail(cx, ERR_NOT_FOUND, NULL, "There is no such message.");
	*row = rows[0];
	return OK;
}

enum err communication_store_read(struct cx *cx, int64_t id, struct communication *row)
{
	struct communication *rows;
	struct db_result result;
	size_t count;

	TRY(db_run(
		cx, &get_company_sql, DB_ARGS(db_int(cx->actor->company_id), db_int(id)), &result));
	read_all(cx, &result, &rows, &count);
	if (count == 0)
		return fail(cx, ERR_NOT_FOUND, NULL, "There is no such message.");
	*row = rows[0];
	return OK;
}

enum err communication_mark_read(struct cx *cx, int64_t id, bool read)
{
	return db_exec(cx, &mark_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(id),
			read ? db_int(cx->now_us) : db_null(), db_int(cx->now_us)),
		NULL);
}

enum err communication_unread(struct cx *cx, int64_t *count)
{
	struct db_result result;

	*count = 0;
	if (!cx->actor->agent_id)
		return OK;
	TRY(db_run(cx, &unread_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(cx->actor->agent_id)), &result));
	*count = db_int_at(&result, 0, 0);
	return OK;
}

db_query_list communication_queries = {&insert_sql, &insert_call_sql, &of_call_sql, &sum_up_sql,
	&name_call_sql, &of_order_sql, &of_customer_own_sql, &of_customer_team_sql,
	&of_customer_company_sql, &list_own_calls, &list_team_calls, &list_company_calls,
	&list_own_messages, &list_team_messages, &list_company_messages, &get_own_sql,
	&get_team_sql, &get_company_sql, &mark_sql, &unread_sql, NULL};

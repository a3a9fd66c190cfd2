/* order_history_store.c - the append-only history of statuses, and the notes. */
/* SPDX-License-Identifier: MIT */
#include "domains/orders/order_store_internal.h"

static const struct db_query add_history_sql = {"order_history.add",
	"INSERT INTO order_status_history (company_id, id, order_id, agent_id, user_id, user_name,"
	" previous_status, new_status, status_change_reason, cancellation_reason,"
	" cancellation_details, change_timestamp, customer_notified, customer_name, created_at,"
	" team_id, department_id)"
	" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0, $13, $12,"
	" " ORDER_WORK_PLACE("$3", "$4", "$7") ")",
	NULL, NULL};

#define HISTORY \
	"SELECT h.id, h.order_id, h.agent_id, h.user_id, w.agent_no, w.name, h.user_name," \
	" h.previous_status, h.new_status, h.status_change_reason, h.cancellation_reason," \
	" h.cancellation_details, h.change_timestamp, h.customer_notified, h.customer_name"
#define HISTORY_FROM \
	" FROM order_status_history h LEFT JOIN agents w" \
	" ON w.company_id = h.company_id AND w.id = h.agent_id"

static const struct db_query list_history_sql = {"order_history.list",
	HISTORY HISTORY_FROM " WHERE h.company_id = $1 AND h.order_id = $2"
			     " ORDER BY h.id DESC LIMIT $3",
	NULL, NULL};

/* By the orders that the actor sees now, so that what was handed over is gone from here too. */
#define ACTIVITY \
	HISTORY ", o.code_year" HISTORY_FROM \
		" JOIN orders o ON o.company_id = h.company_id AND o.id = h.order_id" \
		" LEFT JOIN agents a ON a.company_id = o.company_id AND a.id = " \
		"o.assigned_agent_id" \
		" WHERE h.company_id = $1 AND h.change_timestamp >= $2"
#define NEWEST " ORDER BY h.change_timestamp DESC, h.id DESC LIMIT $3"

static const struct db_query activity_own_sql = {"order_history.activity_own",
	ACTIVITY " AND " ORDER_VISIBLE_OWN("$4", "$5") NEWEST, NULL, NULL};
static const struct db_query activity_team_sql = {"order_history.activity_team",
	ACTIVITY " AND " ORDER_VISIBLE_TEAM("$4", "$5", "$6") NEWEST, NULL, NULL};
static const struct db_query activity_company_sql = {
	"order_history.activity_company", ACTIVITY NEWEST, NULL, NULL};

static const struct db_query add_note_sql = {"order_note.add",
	"INSERT INTO order_notes (company_id, id, order_id, agent_id, user_id, user_name, body,"
	" created_us) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
	NULL, NULL};
static const struct db_query list_notes_sql = {"order_note.list",
	"SELECT id, order_id, agent_id, user_id, user_name, body, created_us FROM order_notes"
	" WHERE company_id = $1 AND order_id = $2 ORDER BY id DESC LIMIT 500",
	NULL, NULL};

static const struct db_query notified_sql = {"order_history.notified",
	"UPDATE order_status_history SET customer_notified = 1 WHERE company_id = $1 AND id = $2",
	NULL, NULL};

enum err order_history_notified(struct cx *cx, int64_t history_id)
{
	return db_exec(cx, &notified_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(history_id)), NULL);
}

enum err order_history_add(struct cx *cx, const struct order *order, struct order_history *history)
{
	const struct actor *actor = cx->actor;

	history->order_id = order->id;
	history->agent_id = actor->agent_id;
	history->agent_name = actor->agent_id ? actor->user_name : NULL;
	history->user_id = actor->user_id;
	history->user_name = actor->user_name;
	history->at_us = cx->now_us;
	history->customer_name = order->customer_name;
	history->code_year = order->code_year;
	if (actor->agent_code)
		history->agent_no = order_agent_no(actor->agent_code);
	TRY(db_next_id(cx, "order_status_history", &history->id));
	return db_exec(cx, &add_history_sql,
		DB_ARGS(db_int(actor->company_id), db_int(history->id), db_int(order->id),
			db_id(actor->agent_id), db_id(actor->user_id), db_text(actor->user_name),
			db_text(history->previous_status), db_text(history->new_status),
			db_text(history->reason), db_text(history->cancellation_reason),
			db_text(history->cancellation_details), db_int(cx->now_us),
			db_text(order->customer_name)),
		NULL);
}

static struct order_history *read_history(struct cx *cx, const struct db_result *result)
{
	struct order_history *rows = arena_array(cx->arena, result->count, sizeof(*rows));

	for (size_t i = 0; i < result->count; i++)
		rows[i] = (struct order_history){
			.id = db_int_at(result, i, 0),
			.order_id = db_int_at(result, i, 1),
			.agent_id = db_int_at(result, i, 2),
			.user_id = db_int_at(result, i, 3),
			.agent_no = db_int_at(result, i, 4),
			.agent_name = db_text_at(result, i, 5),
			.user_name = db_text_or_empty(result, i, 6),
			.previous_status = db_text_at(result, i, 7),
			.new_status = db_text_at(result, i, 8),
			.reason = db_text_at(result, i, 9),
			.cancellation_reason = db_text_at(result, i, 10),
			.cancellation_details = db_text_at(result, i, 11),
			.at_us = db_int_at(result, i, 12),
			.customer_notified = db_int_at(result, i, 13) != 0,
			.customer_name = db_text_or_empty(result, i, 14),
			.code_year = result->columns > 15 ? db_int_at(result, i, 15) : 0,
		};
	return rows;
}

enum err order_history_list(
	struct cx *cx, int64_t order_id, int64_t limit, struct order_history **rows, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &list_history_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(order_id), db_int(limit)), &result));
	*rows = read_history(cx, &result);
	*count = result.count;
	return OK;
}

enum err order_activity(
	struct cx *cx, int64_t since_us, int64_t limit, struct order_history **rows, size_t *count)
{
	static const struct db_query *const by_scope[] = {
		&activity_own_sql, &activity_team_sql, &activity_company_sql};
	struct db_value args[6] = {db_int(cx->actor->company_id), db_int(since_us), db_int(limit)};
	const size_t n = 3 + order_store_scope_args(cx->actor, args + 3);
	struct db_result result;

	TRY(db_run(cx, by_scope[order_scope(cx->actor)], args, n, &result));
	*rows = read_history(cx, &result);
	*count = result.count;
	return OK;
}

enum err order_note_put(struct cx *cx, int64_t order_id, const char *body, struct order_note *note)
{
	const struct actor *actor = cx->actor;

	*note = (struct order_note){
		.order_id = order_id,
		.agent_id = actor->agent_id,
		.user_id = actor->user_id,
		.author = actor->user_name,
		.body = body,
		.created_us = cx->now_us,
	};
	TRY(db_next_id(cx, "order_note", &note->id));
	return db_exec(cx, &add_note_sql,
		DB_ARGS(db_int(actor->company_id), db_int(note->id), db_int(order_id),
			db_id(actor->agent_id), db_id(actor->user_id), db_text(actor->user_name),
			db_text(body), db_int(cx->now_us)),
		NULL);
}

enum err order_note_list(struct cx *cx, int64_t order_id, struct order_note **notes, size_t *count)
{
	struct db_result result;
	struct order_note *rows;

	TRY(db_run(cx, &list_notes_sql, DB_ARGS(db_int(cx->actor->company_id), db_int(order_id)),
		&result));
	rows = arena_array(cx->arena, result.count, sizeof(*rows));
	for (size_t i = 0; i < result.count; i++)
		rows[i] = (struct order_note){
			.id = db_int_at(&result, i, 0),
			.order_id = db_int_at(&result, i, 1),
			.agent_id = db_int_at(&result, i, 2),
			.user_id = db_int_at(&result, i, 3),
			.author = db_text_or_empty(&result, i, 4),
			.body = db_text_or_empty(&result, i, 5),
			.created_us = db_int_at(&result, i, 6),
		};
	*notes = rows;
	*count = result.count;
	return OK;
}

db_query_list order_history_queries = {&add_history_sql, &notified_sql, &list_history_sql,
	&activity_own_sql, &activity_team_sql, &activity_company_sql, &add_note_sql,
	&list_notes_sql, NULL};

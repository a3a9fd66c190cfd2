/* colleague_message_store.c - messages between colleagues: the SQL of them. */
/* SPDX-License-Identifier: MIT */
#include "domains/orders/order_store_internal.h"

#define MESSAGE \
	"SELECT m.id, m.order_id, m.body, m.read_us, m.created_us, f.name, t.name, m.to_user_id," \
	" m.from_user_id, fa.id, fa.agent_no, ta.id, ta.agent_no FROM internal_messages m" \
	" JOIN users f ON f.company_id = m.company_id AND f.id = m.from_user_id" \
	" JOIN users t ON t.company_id = m.company_id AND t.id = m.to_user_id" \
	" LEFT JOIN agents fa ON fa.company_id = m.company_id AND fa.user_id = m.from_user_id" \
	" LEFT JOIN agents ta ON ta.company_id = m.company_id AND ta.user_id = m.to_user_id"

static const struct db_query add_sql = {"colleague_message.add",
	"INSERT INTO internal_messages (company_id, id, from_user_id, to_user_id, order_id, body,"
	" created_us) VALUES ($1, $2, $3, $4, $5, $6, $7)",
	NULL, NULL};
static const struct db_query get_sql = {
	"colleague_message.get", MESSAGE " WHERE m.company_id = $1 AND m.id = $2", NULL, NULL};
/* Two ranges of two indexes, as much of each as the page could need. */
#define PART(column, direction) \
	"SELECT x.id FROM (SELECT i.id FROM internal_messages i WHERE i.company_id = $1" \
	" AND i." column " = $2 AND i.id < $3 AND ($4 = '' OR $4 = '" direction "')" \
	" AND ($5 = 0 OR ('" direction "' = 'inbound' AND i.read_us IS NULL))" \
	" ORDER BY i.id DESC LIMIT $6) x"
static const struct db_query list_sql = {"colleague_message.list",
	MESSAGE " WHERE m.company_id = $1 AND m.id IN (" PART(
		"to_user_id", "inbound") " UNION ALL " PART("from_user_id", "outbound") ")"
											" ORDER BY "
											"m.id DESC "
											"LIMIT $6",
	NULL, NULL};
static const struct db_query mark_sql = {"colleague_message.mark",
	"UPDATE internal_messages SET read_us = $3 WHERE company_id = $1 AND id = $2", NULL, NULL};
static const struct db_query unread_sql = {"colleague_message.unread",
	"SELECT count(*) FROM internal_messages"
	" WHERE company_id = $1 AND to_user_id = $2 AND read_us IS NULL",
	NULL, NULL};

static void read_row(
	struct cx *cx, const struct db_result *result, size_t row, struct communication *out)
{
	const bool own = db_int_at(result, row, 8) == cx->actor->user_id;

	*out = (struct communication){
		.id = db_int_at(result, row, 0),
		.order_id = db_int_at(result, row, 1),
		.channel = "internal",
		.direction = communication_direction_words[!own],
		.body = db_text_or_empty(result, row, 2),
		.read_us = db_opt_at(result, row, 3),
		.at_us = db_int_at(result, row, 4),
		.from = db_text_or_empty(result, row, 5),
		.to = db_text_or_empty(result, row, 6),
		/* The other of the two: whom an answer goes to. */
		.agent_id = db_int_at(result, row, own ? 11 : 9),
		.agent_no = db_int_at(result, row, own ? 12 : 10),
		.agent_name = db_text_at(result, row, own ? 6 : 5),
	};
}

enum err colleague_message_store_add(
	struct cx *cx, int64_t to_user_id, int64_t order_id, const char *body, int64_t *id)
{
	TRY(db_next_id(cx, "communication", id)); /* one numbering with all other messages */
	return db_exec(cx, &add_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(*id), db_int(cx->actor->user_id),
			db_int(to_user_id), db_id(order_id), db_text(body), db_int(cx->now_us)),
		NULL);
}

enum err colleague_message_store_get(
	struct cx *cx, int64_t id, struct communication *row, int64_t *to_user_id)
{
	struct db_result result;

	TRY(db_run(cx, &get_sql, DB_ARGS(db_int(cx->actor->company_id), db_int(id)), &result));
	if (result.count == 0)
		return fail(cx, ERR_NOT_FOUND, NULL, "There is no such message.");
	read_row(cx, &result, 0, row);
	*to_user_id = db_int_at(&result, 0, 7);
	return OK;
}

enum err colleague_message_list(struct cx *cx, const struct communication_filter *filter,
	struct communication **rows, size_t *count)
{
	const int64_t before = filter->before_id > 0 ? filter->before_id : INT64_MAX;
	struct db_result result;

	TRY(db_run(cx, &list_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(cx->actor->user_id), db_int(before),
			db_text(filter->direction ? filter->direction : ""), db_int(filter->unread),
			db_int(filter->limit)),
		&result));
	*rows = arena_array(cx->arena, result.count, sizeof(**rows));
	*count = result.count;
	for (size_t i = 0; i < result.count; i++)
		read_row(cx, &result, i, &(*rows)[i]);
	return OK;
}

enum err colleague_message_store_mark(struct cx *cx, int64_t id, bool read)
{
	return db_exec(cx, &mark_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(id),
			read ? db_int(cx->now_us) : db_null()),
		NULL);
}

enum err colleague_message_unread(struct cx *cx, int64_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &unread_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(cx->actor->user_id)), &result));
	*count = db_int_at(&result, 0, 0);
	return OK;
}

db_query_list colleague_message_queries = {
	&add_sql, &get_sql, &list_sql, &mark_sql, &unread_sql, NULL};

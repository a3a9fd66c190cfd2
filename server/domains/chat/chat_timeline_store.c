/* chat_timeline_store.c - the SQL of what there was with a customer before. */
/* SPDX-License-Identifier: MIT */
#include "domains/chat/chat_timeline.h"

#include "domains/calls/call_visible.h"
#include "domains/chat/chat_view_internal.h"
#include "domains/orders/order_visible.h"

#include <inttypes.h>

/* Each: id, code or its parts, title, state, agent, time; the newest. */
#define NEWEST(time, id) " ORDER BY " time " DESC, " id " DESC LIMIT 50"
#define EACH_SCOPE(suffix, what, own, team, rest) \
	static const struct db_query suffix##_own = { \
		"chat_timeline." #suffix "_own", what " AND " own rest, NULL, NULL}; \
	static const struct db_query suffix##_team = { \
		"chat_timeline." #suffix "_team", what " AND " team rest, NULL, NULL}; \
	static const struct db_query suffix##_company = { \
		"chat_timeline." #suffix "_company", what rest, NULL, NULL}; \
	static const struct db_query *const suffix##_sql[] = { \
		&suffix##_own, &suffix##_team, &suffix##_company}

#define CHATS(of) \
	"SELECT c.id, '', COALESCE(c.subject, c.last_preview, ''), c.state, a.name," \
	" c.created_us FROM chats c LEFT JOIN agents a ON a.company_id = c.company_id" \
	" AND a.id = c.agent_id WHERE c.company_id = $1 AND " of " AND c.id <> $3"
EACH_SCOPE(chats, CHATS("c.customer_id = $2"), CHAT_VISIBLE_OWN("$4", "$5"),
	CHAT_VISIBLE_TEAM("$4", "$5", "$6"), NEWEST("c.created_us", "c.id"));
/* A visitor of whom nobody knows who it is. */
EACH_SCOPE(visitor, CHATS("c.visitor_id = $2"), CHAT_VISIBLE_OWN("$4", "$5"),
	CHAT_VISIBLE_TEAM("$4", "$5", "$6"), NEWEST("c.created_us", "c.id"));

EACH_SCOPE(orders,
	"SELECT o.id, CAST(o.code_year AS TEXT), o.product_name, o.status, a.name, o.created_us"
	" FROM orders o LEFT JOIN agents a ON a.company_id = o.company_id"
	" AND a.id = o.assigned_agent_id WHERE o.company_id = $1 AND o.customer_id = $2",
	ORDER_VISIBLE_OWN("$3", "$4"), ORDER_VISIBLE_TEAM("$3", "$4", "$5"),
	NEWEST("o.created_us", "o.id"));

EACH_SCOPE(calls,
	"SELECT c.id, c.call_code, c.direction, c.status, a.name, c.started_us FROM calls c"
	" LEFT JOIN agents a ON a.company_id = c.company_id AND a.id = c.agent_id"
	" WHERE c.company_id = $1 AND c.customer_id = $2",
	CALL_VISIBLE_OWN("$3", "$4"), CALL_VISIBLE_TEAM("$3", "$4", "$5"),
	NEWEST("c.started_us", "c.id"));

EACH_SCOPE(contacts,
	"SELECT i.id, '', i.interaction_notes, i.resolution_status, w.name, i.interaction_time"
	" FROM customer_interactions i JOIN orders o ON o.company_id = i.company_id"
	" AND o.id = i.order_id LEFT JOIN agents a ON a.company_id = o.company_id"
	" AND a.id = o.assigned_agent_id JOIN agents w ON w.company_id = i.company_id"
	" AND w.id = i.agent_id WHERE i.company_id = $1 AND i.customer_id = $2",
	ORDER_VISIBLE_OWN("$3", "$4"), ORDER_VISIBLE_TEAM("$3", "$4", "$5"),
	NEWEST("i.interaction_time", "i.id"));

#define LISTED(suffix) &suffix##_own, &suffix##_team, &suffix##_company
db_query_list chat_timeline_queries = {
	LISTED(chats), LISTED(visitor), LISTED(orders), LISTED(calls), LISTED(contacts), NULL};

static void take(const struct db_result *result, const char *kind, struct chat_moments *moments)
{
	for (size_t i = 0; i < result->count && moments->count < COUNT(moments->rows); i++)
		moments->rows[moments->count++] = (struct chat_moment){.kind = kind,
			.id = db_int_at(result, i, 0),
			.code = db_text_or_empty(result, i, 1),
			.title = db_text_or_empty(result, i, 2),
			.state = db_text_at(result, i, 3),
			.agent = db_text_at(result, i, 4),
			.at_us = db_int_at(result, i, 5)};
}

enum err chat_store_earlier(struct cx *cx, const struct chat *chat, struct chat_moments *moments)
{
	const bool known = chat->customer_id != 0;
	struct db_value args[6] = {db_int(cx->actor->company_id),
		db_int(known ? chat->customer_id : chat->visitor.id), db_int(chat->id)};
	const size_t n = 3 + chat_store_scope_args(cx->actor, args + 3);
	const enum scope scope = chat_scope(cx->actor);
	struct db_result result;

	if (!known && !chat->visitor.id)
		return OK;
	TRY(db_run(cx, known ? chats_sql[scope] : visitor_sql[scope], args, n, &result));
	take(&result, "chat", moments);
	return OK;
}

enum err chat_store_orders(struct cx *cx, int64_t customer_id, struct chat_moments *moments)
{
	struct db_value args[5] = {db_int(cx->actor->company_id), db_int(customer_id)};
	const size_t n = 2 + order_store_scope_args(cx->actor, args + 2);
	struct db_result result;

	TRY(db_run(cx, orders_sql[order_scope(cx->actor)], args, n, &result));
	take(&result, "order", moments);
	return OK;
}

enum err chat_store_calls(struct cx *cx, int64_t customer_id, struct chat_moments *moments)
{
	struct db_value args[5] = {db_int(cx->actor->company_id), db_int(customer_id)};
	const size_t n = 2 + call_store_scope_args(cx->actor, args + 2);
	struct db_result result;

	TRY(db_run(cx, calls_sql[call_scope(cx->actor)], args, n, &result));
	take(&result, "call", moments);
	return OK;
}

enum err chat_store_contacts(struct cx *cx, int64_t customer_id, struct chat_moments *moments)
{
	struct db_value args[5] = {db_int(cx->actor->company_id), db_int(customer_id)};
	const size_t n = 2 + order_store_scope_args(cx->actor, args + 2);
	struct db_result result;

	TRY(db_run(cx, contacts_sql[order_scope(cx->actor)], args, n, &result));
	take(&result, "interaction", moments);
	return OK;
}

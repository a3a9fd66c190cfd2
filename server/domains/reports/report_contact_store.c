/* report_contact_store.c - calls, messages, interactions and ratings as one list. */
/* SPDX-License-Identifier: MIT */
#include "domains/reports/report_internal.h"

#include "domains/orders/order_visible.h"
#include "platform/db/db.h"

/*
 * $2 the far end of the period, ($3, $4) the place to go on from, $5 LIMIT of
 * each part, $6 agent, $7 seller, $8 product, $9 area, $10 kinds, $11
 * resolutions; $12 the actor's agent, $13 its team. A place is an id with its
 * kind in the last two bits, so that rows of four tables have one order.
 */
#define AFTER(at, place) " AND " at " >= $2 AND " at " <= $3 AND (" at " < $3 OR " place " < $4)"
#define ABOUT(order) \
	" AND (($7 = 0 AND $8 = 0 AND $9 = '') OR EXISTS (SELECT 1 FROM orders f" \
	" WHERE f.company_id = $1 AND f.id = " order \
	" AND ($7 = 0 OR f.seller_id = $7) AND ($8 = 0 OR f.product_id = $8)" \
	" AND ($9 = '' OR f.area = $9)))"
#define KIND(kind) " AND ($10 = '' OR $10 LIKE '%,' || " kind " || ',%')"
#define RESOLUTION(status) " AND ($11 = '' OR $11 LIKE '%,' || " status " || ',%')"
#define BY(agent) " AND ($6 = 0 OR " agent " = $6)"

#define OWN(agent) " AND " agent " = $12"
#define TEAM(agent) \
	" AND " agent " IN (SELECT t.id FROM agents t WHERE t.company_id = $1" \
	" AND (t.team_id = $13 OR t.id = $12))"
#define ALL(agent) ""

/* A logged call or message with what its agent summed up. */
#define LOGGED(channel, SCOPE) \
	"SELECT m.at_us AS at_us, m.id * 4 AS place, m.channel AS kind, m.direction AS direction," \
	" m.outcome AS outcome, m.duration_seconds AS duration_s," \
	" i.resolution_status AS resolution, i.customer_satisfaction AS score," \
	" m.order_id AS order_id, m.customer_id AS customer_id, m.agent_id AS agent_id," \
	" COALESCE(NULLIF(i.interaction_notes, ''), m.body) AS body" \
	" FROM communications m LEFT JOIN customer_interactions i" \
	" ON i.company_id = m.company_id AND i.communication_id = m.id" \
	" WHERE m.company_id = $1 AND m.channel " channel AFTER("m.at_us", "m.id * 4") \
		BY("m.agent_id") ABOUT("m.order_id") KIND("m.channel") \
			RESOLUTION("i.resolution_status") SCOPE("m.agent_id")
#define SUMMED_UP(SCOPE) \
	"SELECT i.interaction_time AS at_us, i.id * 4 + 1 AS place, i.interaction_type AS kind," \
	" NULL AS direction, NULL AS outcome, i.duration_seconds AS duration_s," \
	" i.resolution_status AS resolution, i.customer_satisfaction AS score," \
	" i.order_id AS order_id, i.customer_id AS customer_id, i.agent_id AS agent_id," \
	" i.interaction_notes AS body FROM customer_interactions i" \
	" WHERE i.company_id = $1 AND i.communication_id IS NULL" AFTER( \
		"i.interaction_time", "i.id * 4 + 1") BY("i.agent_id") ABOUT("i.order_id") \
		KIND("i.interaction_type") RESOLUTION("i.resolution_status") SCOPE("i.agent_id")
#define RATED(SCOPE) \
	"SELECT r.at_us AS at_us, r.id * 4 + 2 AS place, 'rating' AS kind, NULL AS direction," \
	" NULL AS outcome, 0 AS duration_s, NULL AS resolution, r.score AS score," \
	" r.order_id AS order_id, r.customer_id AS customer_id, r.agent_id AS agent_id," \
	" r.comment AS body FROM ratings r" \
	" WHERE r.company_id = $1 AND r.interaction_id IS NULL AND $11 = ''" AFTER( \
		"r.at_us", "r.id * 4 + 2") BY("r.agent_id") ABOUT("r.order_id") KIND("'rating'") \
		SCOPE("r.agent_id")

/* The newest of each part, which its index has in order; then put together. */
#define PART(part, order) "SELECT * FROM (" part " ORDER BY " order " LIMIT $5) part"
#define CONTACTS(SCOPE) \
	PART(LOGGED("= 'call'", SCOPE), "m.at_us DESC, m.id DESC") \
	" UNION ALL " PART(LOGGED("<> 'call'", SCOPE), \
		"m.at_us DESC, m.id DESC") " UNION ALL " PART(SUMMED_UP(SCOPE), \
		"i.interaction_time DESC, i.id DESC") " UNION ALL " PART(RATED(SCOPE), \
		"r.at_us DESC, r.id DESC")

#define ROWS(SCOPE) \
	"SELECT x.at_us, x.place, x.kind, x.direction, x.outcome, x.duration_s, x.resolution," \
	" x.score, x.order_id, o.code_year, c.name, x.agent_id, w.agent_no, w.name, x.body" \
	" FROM (" CONTACTS( \
		SCOPE) ") x" \
		       " LEFT JOIN orders o ON o.company_id = $1 AND o.id = x.order_id" \
		       " LEFT JOIN customers c ON c.company_id = $1 AND c.id = x.customer_id" \
		       " LEFT JOIN agents w ON w.company_id = $1 AND w.id = x.agent_id" \
		       " ORDER BY x.at_us DESC, x.place DESC LIMIT $5"
#define NUMBERS(SCOPE) \
	"SELECT x.kind, x.resolution, COUNT(*), SUM(x.duration_s), COUNT(x.score)," \
	" SUM(x.score) FROM (" CONTACTS(SCOPE) ") x GROUP BY x.kind, x.resolution"

static const struct db_query rows_own_sql = {"report.contacts_own", ROWS(OWN), NULL, NULL};
static const struct db_query rows_team_sql = {"report.contacts_team", ROWS(TEAM), NULL, NULL};
static const struct db_query rows_company_sql = {"report.contacts_company", ROWS(ALL), NULL, NULL};
static const struct db_query numbers_own_sql = {
	"report.contact_numbers_own", NUMBERS(OWN), NULL, NULL};
static const struct db_query numbers_team_sql = {
	"report.contact_numbers_team", NUMBERS(TEAM), NULL, NULL};
static const struct db_query numbers_company_sql = {
	"report.contact_numbers_company", NUMBERS(ALL), NULL, NULL};

#define ARGS 13

/* Users who are no agents have nothing of their own. */
static size_t put_args(struct cx *cx, const struct report_filter *filter,
	const struct report_place *after, int64_t limit, struct db_value args[ARGS])
{
	const enum scope scope = order_scope(cx->actor);
	const struct db_value values[ARGS] = {db_int(cx->actor->company_id),
		db_int(filter->from_us), db_int(after->key), db_int(after->id), db_int(limit),
		db_int(filter->agent_id), db_int(filter->seller_id), db_int(filter->product_id),
		db_text(filter->area), db_text(filter->kinds), db_text(filter->statuses),
		db_int(cx->actor->agent_id ? cx->actor->agent_id : -1), db_int(cx->actor->team_id)};

	memcpy(args, values, sizeof(values));
	return scope == SCOPE_COMPANY ? 11 : scope == SCOPE_TEAM ? 13 : 12;
}

enum err report_contact_rows(struct cx *cx, const struct report_filter *filter,
	const struct report_place *after, int64_t limit, struct report_contact **rows,
	size_t *count)
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
		(*rows)[i] = (struct report_contact){
			.at_us = db_int_at(&result, i, 0),
			.place = db_int_at(&result, i, 1),
			.kind = db_text_at(&result, i, 2),
			.direction = db_text_at(&result, i, 3),
			.outcome = db_text_at(&result, i, 4),
			.duration_s = db_int_at(&result, i, 5),
			.resolution = db_text_at(&result, i, 6),
			.score = db_opt_at(&result, i, 7),
			.order_id = db_int_at(&result, i, 8),
			.code_year = db_int_at(&result, i, 9),
			.customer_name = db_text_at(&result, i, 10),
			.agent_id = db_int_at(&result, i, 11),
			.agent_no = db_int_at(&result, i, 12),
			.agent_name = db_text_at(&result, i, 13),
			.body = db_text_or_empty(&result, i, 14),
		};
	return OK;
}

enum err report_contact_sum(struct cx *cx, const struct report_filter *filter,
	struct report_contact_line **lines, size_t *count)
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
		(*lines)[i] = (struct report_contact_line){
			.kind = db_text_at(&result, i, 0),
			.resolution = db_text_or_empty(&result, i, 1),
			.n = db_int_at(&result, i, 2),
			.duration_s = db_int_at(&result, i, 3),
			.scores = db_int_at(&result, i, 4),
			.score_sum = db_int_at(&result, i, 5),
		};
	return OK;
}

db_query_list report_contact_queries = {&rows_own_sql, &rows_team_sql, &rows_company_sql,
	&numbers_own_sql, &numbers_team_sql, &numbers_company_sql, NULL};

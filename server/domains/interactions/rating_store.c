/* rating_store.c - ratings: the SQL of them. */
/* SPDX-License-Identifier: MIT */
#include "domains/interactions/interaction_internal.h"

#include "domains/orders/order_visible.h"
#include "platform/db/db.h"

#define RATING \
	"SELECT r.id, r.order_id, r.customer_id, r.agent_id, w.agent_no, w.name," \
	" r.interaction_id, o.customer_name, r.score, r.comment, r.channel, r.at_us" \
	" FROM ratings r JOIN orders o ON o.company_id = r.company_id AND o.id = r.order_id" \
	" LEFT JOIN agents w ON w.company_id = r.company_id AND w.id = r.agent_id"
#define NEWEST " ORDER BY r.at_us DESC, r.id DESC LIMIT 200"

static const struct db_query add_sql = {"rating.add",
	"INSERT INTO ratings (company_id, id, order_id, customer_id, agent_id, interaction_id,"
	" score, comment, channel, at_us) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
	NULL, NULL};
static const struct db_query of_order_sql = {"rating.of_order",
	RATING " WHERE r.company_id = $1 AND r.order_id = $2" NEWEST, NULL, NULL};

#define OF_CUSTOMER \
	RATING " LEFT JOIN agents a ON a.company_id = o.company_id" \
	       " AND a.id = o.assigned_agent_id WHERE r.company_id = $1 AND r.customer_id = $2"
static const struct db_query customer_own_sql = {"rating.customer_own",
	OF_CUSTOMER " AND " ORDER_VISIBLE_OWN("$3", "$4") NEWEST, NULL, NULL};
static const struct db_query customer_team_sql = {"rating.customer_team",
	OF_CUSTOMER " AND " ORDER_VISIBLE_TEAM("$3", "$4", "$5") NEWEST, NULL, NULL};
static const struct db_query customer_company_sql = {
	"rating.customer_company", OF_CUSTOMER NEWEST, NULL, NULL};

/* An agent's ratings are a range of ratings_agent, the company's one of ratings_at. */
#define FIGURES \
	"SELECT COUNT(*), SUM(r.score) FROM ratings r WHERE r.company_id = $1 AND r.at_us >= $2"
static const struct db_query figures_own_sql = {
	"rating.figures_own", FIGURES " AND r.agent_id = $3", NULL, NULL};
static const struct db_query figures_team_sql = {"rating.figures_team",
	FIGURES " AND r.agent_id IN (SELECT t.id FROM agents t WHERE t.company_id = $1"
		" AND (t.team_id = $4 OR t.id = $3))",
	NULL, NULL};
static const struct db_query figures_company_sql = {"rating.figures_company", FIGURES, NULL, NULL};

static void read_all(
	struct cx *cx, const struct db_result *result, struct rating **rows, size_t *count)
{
	*rows = arena_array(cx->arena, result->count, sizeof(**rows));
	*count = result->count;
	for (size_t i = 0; i < result->count; i++)
		(*rows)[i] = (struct rating){
			.id = db_int_at(result, i, 0),
			.order_id = db_int_at(result, i, 1),
			.customer_id = db_int_at(result, i, 2),
			.agent_id = db_int_at(result, i, 3),
			.agent_no = db_int_at(result, i, 4),
			.agent_name = db_text_at(result, i, 5),
			.interaction_id = db_int_at(result, i, 6),
			.customer_name = db_text_or_empty(result, i, 7),
			.score = db_int_at(result, i, 8),
			.comment = db_text_or_empty(result, i, 9),
			.channel = db_text_or_empty(result, i, 10),
			.at_us = db_int_at(result, i, 11),
		};
}

enum err rating_store_add(struct cx *cx, struct rating *rating)
{
	TRY(db_next_id(cx, "rating", &rating->id));
	return db_exec(cx, &add_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(rating->id), db_int(rating->order_id),
			db_int(rating->customer_id), db_id(rating->agent_id),
			db_id(rating->interaction_id), db_int(rating->score),
			db_text(rating->comment), db_text(rating->channel), db_int(rating->at_us)),
		NULL);
}

enum err rating_store_of_order(struct cx *cx, int64_t order_id, struct rating **rows, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &of_order_sql, DB_ARGS(db_int(cx->actor->company_id), db_int(order_id)),
		&result));
	read_all(cx, &result, rows, count);
	return OK;
}

enum err rating_store_of_customer(
	struct cx *cx, int64_t customer_id, struct rating **rows, size_t *count)
{
	static const struct db_query *const queries[] = {
		&customer_own_sql, &customer_team_sql, &customer_company_sql};
	struct db_value args[5] = {db_int(cx->actor->company_id), db_int(customer_id)};
	const size_t n = 2 + order_store_scope_args(cx->actor, args + 2);
	struct db_result result;

	TRY(db_run(cx, queries[order_scope(cx->actor)], args, n, &result));
	read_all(cx, &result, rows, count);
	return OK;
}

enum err rating_store_figures(struct cx *cx, int64_t since_us, int64_t *count, int64_t *sum)
{
	static const struct db_query *const queries[] = {
		&figures_own_sql, &figures_team_sql, &figures_company_sql};
	const struct db_value args[4] = {db_int(cx->actor->company_id), db_int(since_us),
		db_int(cx->actor->agent_id), db_int(cx->actor->team_id)};
	const enum scope scope = order_scope(cx->actor);
	const size_t used = scope == SCOPE_COMPANY ? 2 : scope == SCOPE_TEAM ? 4 : 3;
	struct db_result result;

	TRY(db_run(cx, queries[scope], args, used, &result));
	*count = db_int_at(&result, 0, 0);
	*sum = db_int_at(&result, 0, 1);
	return OK;
}

db_query_list rating_queries = {&add_sql, &of_order_sql, &customer_own_sql, &customer_team_sql,
	&customer_company_sql, &figures_own_sql, &figures_team_sql, &figures_company_sql, NULL};

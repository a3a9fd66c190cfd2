/* interaction_store.c - interactions of orders and customers: the SQL of them. */
/* SPDX-License-Identifier: MIT */
#include "domains/interactions/interaction_internal.h"

#include "domains/orders/order_visible.h"
#include "platform/db/db.h"

#define INTERACTION \
	"SELECT i.id, i.order_id, i.customer_id, i.agent_id, w.agent_no, w.name," \
	" i.interaction_type, i.resolution_status, i.interaction_notes, i.interaction_time," \
	" i.duration_seconds, i.created_at, i.customer_satisfaction, i.follow_up_date," \
	" i.communication_id, i.is_automatic FROM customer_interactions i" \
	" JOIN agents w ON w.company_id = i.company_id AND w.id = i.agent_id"
#define NEWEST " ORDER BY i.interaction_time DESC, i.id DESC LIMIT 200"

static const struct db_query add_sql = {"interaction.add",
	"INSERT INTO customer_interactions (company_id, id, order_id, agent_id, customer_id,"
	" interaction_type, interaction_time, duration_seconds, resolution_status,"
	" interaction_notes, customer_satisfaction, follow_up_date, communication_id,"
	" is_automatic, created_at)"
	" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
	NULL, NULL};
static const struct db_query replace_sql = {"interaction.replace",
	"UPDATE customer_interactions SET agent_id = $3, duration_seconds = $4,"
	" resolution_status = $5, interaction_notes = $6, customer_satisfaction = $7,"
	" follow_up_date = $8, is_automatic = 0"
	" WHERE company_id = $1 AND id = $2 AND is_automatic = 1",
	NULL, NULL};
static const struct db_query of_contact_sql = {"interaction.of_contact",
	INTERACTION " WHERE i.company_id = $1 AND i.communication_id = $2", NULL, NULL};
static const struct db_query contact_sql = {"interaction.contact",
	"SELECT channel FROM communications"
	" WHERE company_id = $1 AND order_id = $2 AND id = $3",
	NULL, NULL};
static const struct db_query of_order_sql = {"interaction.of_order",
	INTERACTION " WHERE i.company_id = $1 AND i.order_id = $2" NEWEST, NULL, NULL};

#define OF_CUSTOMER \
	INTERACTION " JOIN orders o ON o.company_id = i.company_id AND o.id = i.order_id" \
		    " LEFT JOIN agents a ON a.company_id = o.company_id" \
		    " AND a.id = o.assigned_agent_id" \
		    " WHERE i.company_id = $1 AND i.customer_id = $2"
static const struct db_query customer_own_sql = {"interaction.customer_own",
	OF_CUSTOMER " AND " ORDER_VISIBLE_OWN("$3", "$4") NEWEST, NULL, NULL};
static const struct db_query customer_team_sql = {"interaction.customer_team",
	OF_CUSTOMER " AND " ORDER_VISIBLE_TEAM("$3", "$4", "$5") NEWEST, NULL, NULL};
static const struct db_query customer_company_sql = {
	"interaction.customer_company", OF_CUSTOMER NEWEST, NULL, NULL};

static struct interaction read_one(const struct db_result *result, size_t i)
{
	return (struct interaction){
		.id = db_int_at(result, i, 0),
		.order_id = db_int_at(result, i, 1),
		.customer_id = db_int_at(result, i, 2),
		.agent_id = db_int_at(result, i, 3),
		.agent_no = db_int_at(result, i, 4),
		.agent_name = db_text_or_empty(result, i, 5),
		.type = db_text_or_empty(result, i, 6),
		.resolution = db_text_or_empty(result, i, 7),
		.notes = db_text_or_empty(result, i, 8),
		.at_us = db_int_at(result, i, 9),
		.duration_s = db_int_at(result, i, 10),
		.created_us = db_int_at(result, i, 11),
		.satisfaction = db_opt_at(result, i, 12),
		.follow_up_us = db_opt_at(result, i, 13),
		.communication_id = db_int_at(result, i, 14),
		.automatic = db_int_at(result, i, 15) != 0,
	};
}

static void read_all(
	struct cx *cx, const struct db_result *result, struct interaction **rows, size_t *count)
{
	*rows = arena_array(cx->arena, result->count, sizeof(**rows));
	*count = result->count;
	for (size_t i = 0; i < result->count; i++)
		(*rows)[i] = read_one(result, i);
}

enum err interaction_store_add(struct cx *cx, struct interaction *i)
{
	TRY(db_next_id(cx, "interaction", &i->id));
	return db_exec(cx, &add_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(i->id), db_int(i->order_id),
			db_int(i->agent_id), db_int(i->customer_id), db_text(i->type),
			db_int(i->at_us), db_int(i->duration_s), db_text(i->resolution),
			db_text(i->notes), db_opt(i->satisfaction), db_opt(i->follow_up_us),
			db_id(i->communication_id), db_int(i->automatic), db_int(i->created_us)),
		NULL);
}

enum err interaction_store_replace(struct cx *cx, const struct interaction *i, bool *replaced)
{
	int64_t changed = 0;

	TRY(db_exec(cx, &replace_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(i->id), db_int(i->agent_id),
			db_int(i->duration_s), db_text(i->resolution), db_text(i->notes),
			db_opt(i->satisfaction), db_opt(i->follow_up_us)),
		&changed));
	*replaced = changed == 1;
	return OK;
}

enum err interaction_store_of_contact(
	struct cx *cx, int64_t communication_id, struct interaction *interaction)
{
	struct db_result result;

	*interaction = (struct interaction){0};
	TRY(db_run(cx, &of_contact_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(communication_id)), &result));
	if (result.count)
		*interaction = read_one(&result, 0);
	return OK;
}

enum err interaction_store_contact(
	struct cx *cx, int64_t order_id, int64_t communication_id, const char **channel)
{
	struct db_result result;

	TRY(db_run(cx, &contact_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(order_id), db_int(communication_id)),
		&result));
	*channel = result.count ? db_text_at(&result, 0, 0) : NULL;
	return OK;
}

enum err interaction_store_of_order(
	struct cx *cx, int64_t order_id, struct interaction **rows, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &of_order_sql, DB_ARGS(db_int(cx->actor->company_id), db_int(order_id)),
		&result));
	read_all(cx, &result, rows, count);
	return OK;
}

enum err interaction_store_of_customer(
	struct cx *cx, int64_t customer_id, struct interaction **rows, size_t *count)
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

db_query_list interaction_queries = {&add_sql, &replace_sql, &of_contact_sql, &contact_sql,
	&of_order_sql, &customer_own_sql, &customer_team_sql, &customer_company_sql, NULL};

/* complaint_store.c - complaints: the SQL of them. */
/* SPDX-License-Identifier: MIT */
#include "domains/escalations/escalation_internal.h"

#include "domains/orders/order_visible.h"
#include "platform/db/db.h"

#define COMPLAINT \
	"SELECT k.id, k.version, k.customer_id, k.order_id, k.created_by, u.name, k.agent_id," \
	" w.agent_no, w.name, w.team_id, k.subject, k.description, k.priority, k.status," \
	" k.resolution, k.resolved_us, k.created_us, k.updated_us, c.name, c.phone," \
	" o.assigned_agent_id, a.team_id, o.department_id, e.id, e.level, e.status"
#define COMPLAINT_FROM \
	" FROM complaints k JOIN users u ON u.company_id = k.company_id AND u.id = k.created_by" \
	" JOIN customers c ON c.company_id = k.company_id AND c.id = k.customer_id" \
	" LEFT JOIN agents w ON w.company_id = k.company_id AND w.id = k.agent_id" \
	" LEFT JOIN orders o ON o.company_id = k.company_id AND o.id = k.order_id" \
	" LEFT JOIN agents a ON a.company_id = o.company_id AND a.id = o.assigned_agent_id" \
	" LEFT JOIN escalations e ON e.company_id = k.company_id" \
	" AND e.subject_type = 'complaint' AND e.subject_id = k.id" \
	" AND e.status IN ('raised', 'assigned')"

/* Written down by that user, or about an order that the user sees. */
#define OWN(user, agent, department) \
	" AND (k.created_by = " user \
	" OR (o.id IS NOT NULL AND " ORDER_VISIBLE_OWN(agent, department) "))"
#define TEAM(user, agent, department, team) \
	" AND (k.created_by = " user " OR w.team_id = " team \
	" OR (o.id IS NOT NULL AND " ORDER_VISIBLE_TEAM(agent, department, team) "))"

/* $2 the statuses as ",a,b,", $3 the id to go on from, $4 LIMIT. */
#define LISTED \
	COMPLAINT COMPLAINT_FROM " WHERE k.company_id = $1" \
				 " AND $2 LIKE '%,' || k.status || ',%' AND k.id < $3"
#define NEWEST " ORDER BY k.id DESC LIMIT $4"
static const struct db_query list_own_sql = {
	"complaint.list_own", LISTED OWN("$5", "$6", "$7") NEWEST, NULL, NULL};
static const struct db_query list_team_sql = {
	"complaint.list_team", LISTED TEAM("$5", "$6", "$7", "$8") NEWEST, NULL, NULL};
static const struct db_query list_company_sql = {
	"complaint.list_company", LISTED NEWEST, NULL, NULL};

#define COUNTED \
	"SELECT COUNT(*)" COMPLAINT_FROM " WHERE k.company_id = $1 AND k.status <> 'resolved'"
static const struct db_query open_own_sql = {
	"complaint.open_own", COUNTED OWN("$2", "$3", "$4"), NULL, NULL};
static const struct db_query open_team_sql = {
	"complaint.open_team", COUNTED TEAM("$2", "$3", "$4", "$5"), NULL, NULL};
static const struct db_query open_company_sql = {"complaint.open_company", COUNTED, NULL, NULL};

#define ONE COMPLAINT COMPLAINT_FROM " WHERE k.company_id = $1 AND k.id = $2"
#define HELD " FOR UPDATE OF k"
static const struct db_query lock_own_sql = {
	"complaint.lock_own", NULL, ONE OWN("$3", "$4", "$5"), ONE OWN("$3", "$4", "$5") HELD};
static const struct db_query lock_team_sql = {"complaint.lock_team", NULL,
	ONE TEAM("$3", "$4", "$5", "$6"), ONE TEAM("$3", "$4", "$5", "$6") HELD};
static const struct db_query lock_company_sql = {"complaint.lock_company", NULL, ONE, ONE HELD};
static const struct db_query add_sql = {"complaint.add",
	"INSERT INTO complaints (company_id, id, customer_id, order_id, created_by, agent_id,"
	" subject, description, priority, created_us, updated_us)"
	" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)",
	NULL, NULL};
static const struct db_query update_sql = {"complaint.update",
	"UPDATE complaints SET priority = $4, status = $5, resolution = $6, resolved_us = $7,"
	" updated_us = $8, version = version + 1"
	" WHERE company_id = $1 AND id = $2 AND version = $3",
	NULL, NULL};

static struct complaint read_one(const struct db_result *result, size_t i)
{
	return (struct complaint){
		.id = db_int_at(result, i, 0),
		.version = db_int_at(result, i, 1),
		.customer_id = db_int_at(result, i, 2),
		.order_id = db_int_at(result, i, 3),
		.created_by = db_int_at(result, i, 4),
		.created_by_name = db_text_or_empty(result, i, 5),
		.agent_id = db_int_at(result, i, 6),
		.agent_no = db_int_at(result, i, 7),
		.agent_name = db_text_at(result, i, 8),
		.agent_team_id = db_int_at(result, i, 9),
		.subject = db_text_or_empty(result, i, 10),
		.description = db_text_or_empty(result, i, 11),
		.priority = db_text_or_empty(result, i, 12),
		.status = db_text_or_empty(result, i, 13),
		.resolution = db_text_at(result, i, 14),
		.resolved_us = db_opt_at(result, i, 15),
		.created_us = db_int_at(result, i, 16),
		.updated_us = db_int_at(result, i, 17),
		.customer_name = db_text_or_empty(result, i, 18),
		.customer_phone = db_text_at(result, i, 19),
		.order_agent_id = db_int_at(result, i, 20),
		.order_team_id = db_int_at(result, i, 21),
		.order_department_id = db_int_at(result, i, 22),
		.escalation_id = db_int_at(result, i, 23),
		.escalation_level = db_text_at(result, i, 24),
		.escalation_status = db_text_at(result, i, 25),
	};
}

static const char *statuses_of(struct cx *cx, const char *choice)
{
	if (!choice)
		return ",open,in_progress,resolved,";
	if (text_is(choice, "unresolved"))
		return ",open,in_progress,";
	return arena_format(cx->arena, ",%s,", choice);
}

/* The user, and what an own scope's or a team's statement asks for beside. */
static size_t scope_args(const struct cx *cx, struct db_value args[4])
{
	const enum scope scope = order_scope(cx->actor);

	args[0] = db_int(cx->actor->user_id);
	args[1] = db_int(cx->actor->agent_id);
	args[2] = db_int(cx->actor->department_id);
	args[3] = db_int(cx->actor->team_id);
	return scope == SCOPE_COMPANY ? 0 : scope == SCOPE_TEAM ? 4 : 3;
}

enum err complaint_store_list(struct cx *cx, const struct complaint_filter *filter,
	struct complaint **rows, size_t *count)
{
	static const struct db_query *const queries[] = {
		&list_own_sql, &list_team_sql, &list_company_sql};
	struct db_value args[8] = {db_int(cx->actor->company_id),
		db_text(statuses_of(cx, filter->status)), db_int(filter->before_id),
		db_int(filter->limit)};
	const size_t n = 4 + scope_args(cx, args + 4);
	struct db_result result;

	TRY(db_run(cx, queries[order_scope(cx->actor)], args, n, &result));
	*rows = arena_array(cx->arena, result.count, sizeof(**rows));
	*count = result.count;
	for (size_t i = 0; i < result.count; i++)
		(*rows)[i] = read_one(&result, i);
	return OK;
}

enum err complaint_store_open(struct cx *cx, int64_t *count)
{
	static const struct db_query *const queries[] = {
		&open_own_sql, &open_team_sql, &open_company_sql};
	struct db_value args[5] = {db_int(cx->actor->company_id)};
	const size_t n = 1 + scope_args(cx, args + 1);
	struct db_result result;

	TRY(db_run(cx, queries[order_scope(cx->actor)], args, n, &result));
	*count = db_int_at(&result, 0, 0);
	return OK;
}

static enum err read_held(struct cx *cx, const struct db_query *query, const struct db_value *args,
	size_t n, struct complaint *complaint)
{
	struct db_result result;

	TRY(db_begin_write(cx));
	TRY(db_run(cx, query, args, n, &result));
	if (result.count == 0)
		return fail(cx, ERR_NOT_FOUND, NULL, "There is no such complaint.");
	*complaint = read_one(&result, 0);
	return OK;
}

enum err complaint_store_lock(struct cx *cx, int64_t id, struct complaint *complaint)
{
	static const struct db_query *const queries[] = {
		&lock_own_sql, &lock_team_sql, &lock_company_sql};
	struct db_value args[6] = {db_int(cx->actor->company_id), db_int(id)};
	const size_t n = 2 + scope_args(cx, args + 2);

	return read_held(cx, queries[order_scope(cx->actor)], args, n, complaint);
}

enum err complaint_store_hold(struct cx *cx, int64_t id, struct complaint *complaint)
{
	return read_held(cx, &lock_company_sql, DB_ARGS(db_int(cx->actor->company_id), db_int(id)),
		complaint);
}

enum err complaint_store_add(struct cx *cx, struct complaint *k)
{
	TRY(db_next_id(cx, "complaint", &k->id));
	return db_exec(cx, &add_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(k->id), db_int(k->customer_id),
			db_id(k->order_id), db_int(k->created_by), db_id(k->agent_id),
			db_text(k->subject), db_text(k->description), db_text(k->priority),
			db_int(cx->now_us)),
		NULL);
}

enum err complaint_store_update(struct cx *cx, struct complaint *k)
{
	int64_t changed = 0;

	TRY(db_exec(cx, &update_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(k->id), db_int(k->version),
			db_text(k->priority), db_text(k->status), db_text(k->resolution),
			db_opt(k->resolved_us), db_int(cx->now_us)),
		&changed));
	if (changed != 1)
		return fail(cx, ERR_CONFLICT, "version", "The complaint has changed since.");
	return OK;
}

db_query_list complaint_queries = {&list_own_sql, &list_team_sql, &list_company_sql, &open_own_sql,
	&open_team_sql, &open_company_sql, &lock_own_sql, &lock_team_sql, &lock_company_sql,
	&add_sql, &update_sql, NULL};

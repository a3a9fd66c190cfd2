/* escalation_store.c - escalations: the SQL of them. */
/* SPDX-License-Identifier: MIT */
#include "domains/escalations/escalation_internal.h"

#include "domains/orders/order_visible.h"
#include "platform/db/db.h"

#define ESCALATION \
	"SELECT e.id, e.version, e.subject_type, e.subject_id, e.order_id, e.level, e.reason," \
	" e.status, e.raised_by, ru.name, e.agent_id, r.agent_no, r.name, r.team_id," \
	" e.origin_by, e.assigned_to, au.name, e.assigned_agent_id, e.resolution, su.name," \
	" e.resolved_us, e.assigned_us, e.from_id, e.created_us, e.updated_us, c.name," \
	" k.subject, o.status, o.assigned_agent_id, a.team_id, o.department_id"
#define ESCALATION_FROM \
	" FROM escalations e" \
	" JOIN users ru ON ru.company_id = e.company_id AND ru.id = e.raised_by" \
	" LEFT JOIN users au ON au.company_id = e.company_id AND au.id = e.assigned_to" \
	" LEFT JOIN users su ON su.company_id = e.company_id AND su.id = e.resolved_by" \
	" LEFT JOIN agents r ON r.company_id = e.company_id AND r.id = e.agent_id" \
	" LEFT JOIN complaints k ON k.company_id = e.company_id AND k.id = e.subject_id" \
	" AND e.subject_type = 'complaint'" \
	" LEFT JOIN orders o ON o.company_id = e.company_id AND o.id = e.order_id" \
	" LEFT JOIN agents a ON a.company_id = o.company_id AND a.id = o.assigned_agent_id" \
	" LEFT JOIN customers c ON c.company_id = e.company_id" \
	" AND c.id = COALESCE(k.customer_id, o.customer_id)"

/* Raised, handed up or taken over by that user. */
#define OWN(user) \
	" AND (e.origin_by = " user " OR e.raised_by = " user " OR e.assigned_to = " user ")"
/* Beside one's own: by an agent of the team, or of an order that the team sees. */
#define TEAM(user, agent, department, team) \
	" AND (e.origin_by = " user " OR e.raised_by = " user " OR e.assigned_to = " user \
	" OR r.team_id = " team \
	" OR (o.id IS NOT NULL AND " ORDER_VISIBLE_TEAM(agent, department, team) "))"

/* $2 the level or '', $3 the statuses as ",a,b,", $4 the id to go on from, $5 LIMIT. */
#define LISTED \
	ESCALATION ESCALATION_FROM " WHERE e.company_id = $1 AND ($2 = '' OR e.level = $2)" \
				   " AND $3 LIKE '%,' || e.status || ',%' AND e.id < $4"
#define NEWEST " ORDER BY e.id DESC LIMIT $5"
static const struct db_query list_own_sql = {
	"escalation.list_own", LISTED OWN("$6") NEWEST, NULL, NULL};
static const struct db_query list_team_sql = {
	"escalation.list_team", LISTED TEAM("$6", "$7", "$8", "$9") NEWEST, NULL, NULL};
static const struct db_query list_company_sql = {
	"escalation.list_company", LISTED NEWEST, NULL, NULL};

#define COUNTED \
	"SELECT COUNT(*)" ESCALATION_FROM " WHERE e.company_id = $1" \
	" AND e.status IN ('raised', 'assigned') AND ($2 = '' OR e.level = $2)"
static const struct db_query open_own_sql = {"escalation.open_own", COUNTED OWN("$3"), NULL, NULL};
static const struct db_query open_team_sql = {
	"escalation.open_team", COUNTED TEAM("$3", "$4", "$5", "$6"), NULL, NULL};
static const struct db_query open_company_sql = {"escalation.open_company", COUNTED, NULL, NULL};

#define ONE ESCALATION ESCALATION_FROM " WHERE e.company_id = $1 AND e.id = $2"
#define OF_LEVEL " AND ($3 = '' OR e.level = $3)"
#define HELD " FOR UPDATE OF e"
static const struct db_query lock_own_sql = {
	"escalation.lock_own", NULL, ONE OF_LEVEL OWN("$4"), ONE OF_LEVEL OWN("$4") HELD};
static const struct db_query lock_team_sql = {"escalation.lock_team", NULL,
	ONE OF_LEVEL TEAM("$4", "$5", "$6", "$7"), ONE OF_LEVEL TEAM("$4", "$5", "$6", "$7") HELD};
static const struct db_query lock_company_sql = {
	"escalation.lock_company", NULL, ONE OF_LEVEL, ONE OF_LEVEL HELD};
static const struct db_query get_sql = {"escalation.get", ONE, NULL, NULL};
static const struct db_query open_of_sql = {"escalation.open_of",
	ESCALATION ESCALATION_FROM " WHERE e.company_id = $1 AND e.subject_type = $2"
				   " AND e.subject_id = $3 AND e.status IN ('raised', 'assigned')",
	NULL, NULL};
static const struct db_query of_order_sql = {"escalation.of_order",
	ESCALATION ESCALATION_FROM " WHERE e.company_id = $1 AND e.order_id = $2"
				   " ORDER BY e.id DESC LIMIT 50",
	NULL, NULL};

static const struct db_query add_sql = {"escalation.add",
	"INSERT INTO escalations (company_id, id, subject_type, subject_id, order_id, level,"
	" reason, raised_by, agent_id, origin_by, from_id, created_us, updated_us)"
	" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12)"
	" ON CONFLICT (company_id, subject_type, subject_id)"
	" WHERE status IN ('raised', 'assigned') DO NOTHING",
	NULL, NULL};
static const struct db_query update_sql = {"escalation.update",
	"UPDATE escalations SET status = $4, assigned_to = $5, assigned_agent_id = $6,"
	" assigned_us = $7, resolution = $8, resolved_by = $9, resolved_us = $10,"
	" updated_us = $11, version = version + 1"
	" WHERE company_id = $1 AND id = $2 AND version = $3",
	NULL, NULL};

static struct escalation read_one(const struct db_result *result, size_t i)
{
	return (struct escalation){
		.id = db_int_at(result, i, 0),
		.version = db_int_at(result, i, 1),
		.subject_type = db_text_or_empty(result, i, 2),
		.subject_id = db_int_at(result, i, 3),
		.order_id = db_int_at(result, i, 4),
		.level = db_text_or_empty(result, i, 5),
		.reason = db_text_or_empty(result, i, 6),
		.status = db_text_or_empty(result, i, 7),
		.raised_by = db_int_at(result, i, 8),
		.raised_by_name = db_text_or_empty(result, i, 9),
		.agent_id = db_int_at(result, i, 10),
		.agent_no = db_int_at(result, i, 11),
		.agent_name = db_text_at(result, i, 12),
		.agent_team_id = db_int_at(result, i, 13),
		.origin_by = db_int_at(result, i, 14),
		.assigned_to = db_int_at(result, i, 15),
		.assigned_name = db_text_at(result, i, 16),
		.assigned_agent_id = db_int_at(result, i, 17),
		.resolution = db_text_at(result, i, 18),
		.resolved_by_name = db_text_at(result, i, 19),
		.resolved_us = db_opt_at(result, i, 20),
		.assigned_us = db_opt_at(result, i, 21),
		.from_id = db_int_at(result, i, 22),
		.created_us = db_int_at(result, i, 23),
		.updated_us = db_int_at(result, i, 24),
		.customer_name = db_text_at(result, i, 25),
		.complaint_subject = db_text_at(result, i, 26),
		.order_status = db_text_at(result, i, 27),
		.order_agent_id = db_int_at(result, i, 28),
		.order_team_id = db_int_at(result, i, 29),
		.order_department_id = db_int_at(result, i, 30),
	};
}

static void read_all(
	struct cx *cx, const struct db_result *result, struct escalation **rows, size_t *count)
{
	*rows = arena_array(cx->arena, result->count, sizeof(**rows));
	*count = result->count;
	for (size_t i = 0; i < result->count; i++)
		(*rows)[i] = read_one(result, i);
}

/* ---- Which of them -------------------------------------------------------------------------- */

static enum scope scope_of(const struct cx *cx, enum escalation_list list)
{
	return list == ESCALATIONS_OWN ? SCOPE_OWN : order_scope(cx->actor);
}

static struct db_value level_of(enum escalation_list list)
{
	return db_text(list == ESCALATIONS_EXECUTIVE ? "manager" : "");
}

/* The user, and for a team's statement agent, department and team. */
static size_t scope_args(const struct cx *cx, enum scope scope, struct db_value args[4])
{
	args[0] = db_int(cx->actor->user_id);
	args[1] = db_int(cx->actor->agent_id);
	args[2] = db_int(cx->actor->department_id);
	args[3] = db_int(cx->actor->team_id);
	return scope == SCOPE_COMPANY ? 0 : scope == SCOPE_TEAM ? 4 : 1;
}

static const char *statuses_of(struct cx *cx, const char *choice)
{
	if (!choice)
		return ",raised,assigned,resolved,escalated_further,";
	if (text_is(choice, "open"))
		return ",raised,assigned,";
	return arena_format(cx->arena, ",%s,", choice);
}

enum err escalation_store_list(struct cx *cx, const struct escalation_filter *filter,
	struct escalation **rows, size_t *count)
{
	static const struct db_query *const queries[] = {
		&list_own_sql, &list_team_sql, &list_company_sql};
	const enum scope scope = scope_of(cx, filter->list);
	struct db_value args[9] = {db_int(cx->actor->company_id), level_of(filter->list),
		db_text(statuses_of(cx, filter->status)), db_int(filter->before_id),
		db_int(filter->limit)};
	const size_t n = 5 + scope_args(cx, scope, args + 5);
	struct db_result result;

	TRY(db_run(cx, queries[scope], args, n, &result));
	read_all(cx, &result, rows, count);
	return OK;
}

enum err escalation_store_open(struct cx *cx, enum escalation_list list, int64_t *count)
{
	static const struct db_query *const queries[] = {
		&open_own_sql, &open_team_sql, &open_company_sql};
	const enum scope scope = scope_of(cx, list);
	struct db_value args[6] = {db_int(cx->actor->company_id), level_of(list)};
	const size_t n = 2 + scope_args(cx, scope, args + 2);
	struct db_result result;

	TRY(db_run(cx, queries[scope], args, n, &result));
	*count = db_int_at(&result, 0, 0);
	return OK;
}

enum err escalation_store_lock(
	struct cx *cx, enum escalation_list list, int64_t id, struct escalation *escalation)
{
	static const struct db_query *const queries[] = {
		&lock_own_sql, &lock_team_sql, &lock_company_sql};
	const enum scope scope = scope_of(cx, list);
	struct db_value args[7] = {db_int(cx->actor->company_id), db_int(id), level_of(list)};
	const size_t n = 3 + scope_args(cx, scope, args + 3);
	struct db_result result;

	TRY(db_begin_write(cx));
	TRY(db_run(cx, queries[scope], args, n, &result));
	if (result.count == 0)
		return fail(cx, ERR_NOT_FOUND, NULL, "There is no such escalation.");
	*escalation = read_one(&result, 0);
	return OK;
}

enum err escalation_store_get(struct cx *cx, int64_t id, struct escalation *escalation)
{
	struct db_result result;

	TRY(db_run(cx, &get_sql, DB_ARGS(db_int(cx->actor->company_id), db_int(id)), &result));
	if (result.count == 0)
		return fail(cx, ERR_NOT_FOUND, NULL, "There is no such escalation.");
	*escalation = read_one(&result, 0);
	return OK;
}

enum err escalation_store_open_of(
	struct cx *cx, const char *subject_type, int64_t subject_id, struct escalation *escalation)
{
	struct db_result result;

	*escalation = (struct escalation){0};
	TRY(db_run(cx, &open_of_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_text(subject_type), db_int(subject_id)),
		&result));
	if (result.count)
		*escalation = read_one(&result, 0);
	return OK;
}

enum err escalation_store_of_order(
	struct cx *cx, int64_t order_id, struct escalation **rows, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &of_order_sql, DB_ARGS(db_int(cx->actor->company_id), db_int(order_id)),
		&result));
	read_all(cx, &result, rows, count);
	return OK;
}

/* ---- Writing ----------------------------------------------------------------------------------- */

enum err escalation_store_add(struct cx *cx, struct escalation *e)
{
	int64_t changed = 0;

	TRY(db_next_id(cx, "escalation", &e->id));
	TRY(db_exec(cx, &add_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(e->id), db_text(e->subject_type),
			db_int(e->subject_id), db_id(e->order_id), db_text(e->level),
			db_text(e->reason), db_int(e->raised_by), db_id(e->agent_id),
			db_int(e->origin_by), db_id(e->from_id), db_int(cx->now_us)),
		&changed));
	return changed == 1 ? OK : ERR_CONFLICT;
}

enum err escalation_store_update(struct cx *cx, struct escalation *e)
{
	int64_t changed = 0;

	TRY(db_exec(cx, &update_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(e->id), db_int(e->version),
			db_text(e->status), db_id(e->assigned_to), db_id(e->assigned_agent_id),
			db_opt(e->assigned_us), db_text(e->resolution),
			e->resolved_us.given ? db_int(cx->actor->user_id) : db_null(),
			db_opt(e->resolved_us), db_int(cx->now_us)),
		&changed));
	if (changed != 1)
		return fail(cx, ERR_CONFLICT, "version", "The escalation has changed since.");
	return OK;
}

db_query_list escalation_queries = {&list_own_sql, &list_team_sql, &list_company_sql, &open_own_sql,
	&open_team_sql, &open_company_sql, &lock_own_sql, &lock_team_sql, &lock_company_sql,
	&get_sql, &open_of_sql, &of_order_sql, &add_sql, &update_sql, NULL};

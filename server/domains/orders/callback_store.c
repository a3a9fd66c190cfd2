/* callback_store.c - callbacks: promises to call a customer at a time. */
/* SPDX-License-Identifier: MIT */
#include "domains/orders/order_store_internal.h"

#define CALLBACK \
	"SELECT c.id, c.version, c.order_id, c.customer_id, c.agent_id, w.agent_no, w.team_id," \
	" w.name, c.due_us, c.phone, c.notes, c.status, c.created_us, o.customer_name," \
	" o.customer_phone, o.status"
#define CALLBACK_FROM \
	" FROM callbacks c JOIN orders o ON o.company_id = c.company_id AND o.id = c.order_id" \
	" LEFT JOIN agents w ON w.company_id = c.company_id AND w.id = c.agent_id"

/* A callback is its agent's; those of nobody are the supervisors'. */
#define OWN(agent) " AND c.agent_id = " agent
#define TEAM(agent, team) \
	" AND (c.agent_id = " agent " OR c.agent_id IS NULL OR c.agent_id IN" \
	" (SELECT t.id FROM agents t WHERE t.company_id = $1 AND t.team_id = " team "))"

/* $2, $3: the statuses wanted, which may be one twice; $2 'all' has a statement of its own. */
#define LISTED CALLBACK CALLBACK_FROM " WHERE c.company_id = $1 AND c.status IN ($2, $3)"
#define EVERY CALLBACK CALLBACK_FROM " WHERE c.company_id = $1"
#define SOONEST " ORDER BY c.due_us, c.id LIMIT $4 OFFSET $5"
#define LATEST " ORDER BY c.due_us DESC, c.id DESC LIMIT $2 OFFSET $3"

static const struct db_query list_own_sql = {
	"callback.list_own", LISTED OWN("$6") SOONEST, NULL, NULL};
static const struct db_query list_team_sql = {
	"callback.list_team", LISTED TEAM("$6", "$7") SOONEST, NULL, NULL};
static const struct db_query list_company_sql = {
	"callback.list_company", LISTED SOONEST, NULL, NULL};
static const struct db_query every_own_sql = {
	"callback.every_own", EVERY OWN("$4") LATEST, NULL, NULL};
static const struct db_query every_team_sql = {
	"callback.every_team", EVERY TEAM("$4", "$5") LATEST, NULL, NULL};
static const struct db_query every_company_sql = {
	"callback.every_company", EVERY LATEST, NULL, NULL};

#define COUNTED "SELECT COUNT(*) FROM (SELECT c.id FROM callbacks c WHERE c.company_id = $1"
#define CAPPED " LIMIT 10001) counted"
#define WANTED " AND c.status IN ($2, $3)"
static const struct db_query count_own_sql = {
	"callback.count_own", COUNTED WANTED OWN("$4") CAPPED, NULL, NULL};
static const struct db_query count_team_sql = {
	"callback.count_team", COUNTED WANTED TEAM("$4", "$5") CAPPED, NULL, NULL};
static const struct db_query count_company_sql = {
	"callback.count_company", COUNTED WANTED CAPPED, NULL, NULL};
static const struct db_query count_every_own_sql = {
	"callback.count_every_own", COUNTED OWN("$2") CAPPED, NULL, NULL};
static const struct db_query count_every_team_sql = {
	"callback.count_every_team", COUNTED TEAM("$2", "$3") CAPPED, NULL, NULL};
static const struct db_query count_every_company_sql = {
	"callback.count_every_company", COUNTED CAPPED, NULL, NULL};

static const struct db_query of_order_sql = {"callback.of_order",
	CALLBACK CALLBACK_FROM
	" WHERE c.company_id = $1 AND c.order_id = $2"
	" AND c.status IN ('pending', 'due') ORDER BY c.due_us, c.id LIMIT 50",
	NULL, NULL};

#define ONE CALLBACK CALLBACK_FROM " WHERE c.company_id = $1 AND c.id = $2"
#define HELD " FOR UPDATE OF c"
static const struct db_query lock_own_sql = {
	"callback.lock_own", NULL, ONE OWN("$3"), ONE OWN("$3") HELD};
static const struct db_query lock_team_sql = {
	"callback.lock_team", NULL, ONE TEAM("$3", "$4"), ONE TEAM("$3", "$4") HELD};
static const struct db_query lock_company_sql = {"callback.lock_company", NULL, ONE, ONE HELD};

static const struct db_query insert_sql = {"callback.insert",
	"INSERT INTO callbacks (company_id, id, order_id, customer_id, agent_id, due_us, phone,"
	" notes, created_us, updated_us) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)",
	NULL, NULL};
static const struct db_query update_sql = {"callback.update",
	"UPDATE callbacks SET status = $4, due_us = $5, updated_us = $6,"
	" closed_us = CASE WHEN $4 IN ('pending', 'due') THEN NULL ELSE CAST($6 AS BIGINT) END,"
	" version = version + 1 WHERE company_id = $1 AND id = $2 AND version = $3",
	NULL, NULL};

static struct callback read_one(const struct db_result *result, size_t i)
{
	return (struct callback){
		.id = db_int_at(result, i, 0),
		.version = db_int_at(result, i, 1),
		.order_id = db_int_at(result, i, 2),
		.customer_id = db_int_at(result, i, 3),
		.agent_id = db_int_at(result, i, 4),
		.agent_no = db_int_at(result, i, 5),
		.agent_team_id = db_int_at(result, i, 6),
		.agent_name = db_text_at(result, i, 7),
		.due_us = db_int_at(result, i, 8),
		.phone = db_text_or_empty(result, i, 9),
		.notes = db_text_or_empty(result, i, 10),
		.status = db_text_or_empty(result, i, 11),
		.created_us = db_int_at(result, i, 12),
		.customer_name = db_text_or_empty(result, i, 13),
		.customer_phone = db_text_or_empty(result, i, 14),
		.order_status = db_text_or_empty(result, i, 15),
	};
}

static void read_all(
	struct cx *cx, const struct db_result *result, struct callback **rows, size_t *count)
{
	*rows = arena_array(cx->arena, result->count, sizeof(**rows));
	*count = result->count;
	for (size_t i = 0; i < result->count; i++)
		(*rows)[i] = read_one(result, i);
}

/* status NULL: what is still to be done. Nothing for "all". */
static size_t add_status(struct db_value *args, const char *status)
{
	if (text_is(status, "all"))
		return 0;
	args[0] = db_text(status ? status : "pending");
	args[1] = db_text(status ? status : "due");
	return 2;
}

enum err callback_list(struct cx *cx, const char *status, int64_t limit, int64_t offset,
	struct callback **rows, size_t *count)
{
	static const struct db_query *const queries[2][3] = {
		{&list_own_sql, &list_team_sql, &list_company_sql},
		{&every_own_sql, &every_team_sql, &every_company_sql},
	};
	const enum scope scope = order_scope(cx->actor);
	struct db_value args[7] = {db_int(cx->actor->company_id)};
	size_t n = 1 + add_status(args + 1, status);
	const bool every = n == 1;
	struct db_result result;

	args[n++] = db_int(limit);
	args[n++] = db_int(offset);
	n += order_store_agent_args(cx->actor, args + n);
	TRY(db_run(cx, queries[every][scope], args, n, &result));
	read_all(cx, &result, rows, count);
	return OK;
}

enum err callback_count(struct cx *cx, const char *status, int64_t *count)
{
	static const struct db_query *const queries[2][3] = {
		{&count_own_sql, &count_team_sql, &count_company_sql},
		{&count_every_own_sql, &count_every_team_sql, &count_every_company_sql},
	};
	const enum scope scope = order_scope(cx->actor);
	struct db_value args[5] = {db_int(cx->actor->company_id)};
	size_t n = 1 + add_status(args + 1, status);
	const bool every = n == 1;
	struct db_result result;

	n += order_store_agent_args(cx->actor, args + n);
	TRY(db_run(cx, queries[every][scope], args, n, &result));
	*count = db_int_at(&result, 0, 0);
	return OK;
}

enum err callback_of_order(struct cx *cx, int64_t order_id, struct callback **rows, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &of_order_sql, DB_ARGS(db_int(cx->actor->company_id), db_int(order_id)),
		&result));
	read_all(cx, &result, rows, count);
	return OK;
}

enum err callback_store_insert(struct cx *cx, struct callback *callback)
{
	TRY(db_next_id(cx, "callback", &callback->id));
	callback->version = 1;
	callback->status = "pending";
	callback->created_us = cx->now_us;
	return db_exec(cx, &insert_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(callback->id),
			db_id(callback->order_id), db_int(callback->customer_id),
			db_id(callback->agent_id), db_int(callback->due_us),
			db_text(callback->phone), db_text(callback->notes), db_int(cx->now_us)),
		NULL);
}

enum err callback_store_lock(struct cx *cx, int64_t id, struct callback *callback)
{
	static const struct db_query *const queries[] = {
		&lock_own_sql, &lock_team_sql, &lock_company_sql};
	struct db_value args[4] = {db_int(cx->actor->company_id), db_int(id)};
	const size_t n = 2 + order_store_agent_args(cx->actor, args + 2);
	struct db_result result;

	TRY(db_begin_write(cx));
	TRY(db_run(cx, queries[order_scope(cx->actor)], args, n, &result));
	if (result.count == 0)
		return fail(cx, ERR_NOT_FOUND, NULL, "There is no such callback.");
	*callback = read_one(&result, 0);
	return OK;
}

enum err callback_store_update(struct cx *cx, struct callback *callback)
{
	int64_t changed = 0;

	TRY(db_exec(cx, &update_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(callback->id),
			db_int(callback->version), db_text(callback->status),
			db_int(callback->due_us), db_int(cx->now_us)),
		&changed));
	if (changed != 1)
		return fail(cx, ERR_CONFLICT, "version", "The callback has changed since.");
	callback->version++;
	return OK;
}

db_query_list callback_queries = {&list_own_sql, &list_team_sql, &list_company_sql, &every_own_sql,
	&every_team_sql, &every_company_sql, &count_own_sql, &count_team_sql, &count_company_sql,
	&count_every_own_sql, &count_every_team_sql, &count_every_company_sql, &of_order_sql,
	&lock_own_sql, &lock_team_sql, &lock_company_sql, &insert_sql, &update_sql, NULL};

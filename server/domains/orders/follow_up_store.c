/* follow_up_store.c - follow-ups: orders that somebody has to come back to. */
/* SPDX-License-Identifier: MIT */
#include "domains/orders/order_store_internal.h"

#define FOLLOW_UP \
	"SELECT f.id, f.version, f.order_id, f.customer_id, f.agent_id, w.agent_no, w.team_id," \
	" w.name, f.due_us, f.reason, f.status, f.created_us, o.customer_name," \
	" o.customer_phone, o.status"
#define FOLLOW_UP_FROM \
	" FROM follow_ups f JOIN orders o ON o.company_id = f.company_id AND o.id = f.order_id" \
	" LEFT JOIN agents w ON w.company_id = f.company_id AND w.id = f.agent_id"

#define OWN(agent) " AND f.agent_id = " agent
#define TEAM(agent, team) \
	" AND (f.agent_id = " agent " OR f.agent_id IS NULL OR f.agent_id IN" \
	" (SELECT t.id FROM agents t WHERE t.company_id = $1 AND t.team_id = " team "))"

/* Three parameters of status, which may repeat one; the period is half open. */
#define WANTED \
	" WHERE f.company_id = $1 AND f.status IN ($2, $3, $4)" \
	" AND f.due_us >= $5 AND f.due_us < $6"
#define SOONEST " ORDER BY f.due_us, f.id LIMIT $7 OFFSET $8"

static const struct db_query list_own_sql = {
	"follow_up.list_own", FOLLOW_UP FOLLOW_UP_FROM WANTED OWN("$9") SOONEST, NULL, NULL};
static const struct db_query list_team_sql = {"follow_up.list_team",
	FOLLOW_UP FOLLOW_UP_FROM WANTED TEAM("$9", "$10") SOONEST, NULL, NULL};
static const struct db_query list_company_sql = {
	"follow_up.list_company", FOLLOW_UP FOLLOW_UP_FROM WANTED SOONEST, NULL, NULL};

#define COUNTED "SELECT COUNT(*) FROM (SELECT f.id FROM follow_ups f" WANTED
#define CAPPED " LIMIT 10001) counted"
static const struct db_query count_own_sql = {
	"follow_up.count_own", COUNTED OWN("$7") CAPPED, NULL, NULL};
static const struct db_query count_team_sql = {
	"follow_up.count_team", COUNTED TEAM("$7", "$8") CAPPED, NULL, NULL};
static const struct db_query count_company_sql = {
	"follow_up.count_company", COUNTED CAPPED, NULL, NULL};

static const struct db_query of_order_sql = {"follow_up.of_order",
	FOLLOW_UP FOLLOW_UP_FROM " WHERE f.company_id = $1 AND f.order_id = $2"
				 " AND f.status = 'pending' ORDER BY f.due_us, f.id LIMIT 50",
	NULL, NULL};

#define ONE FOLLOW_UP FOLLOW_UP_FROM " WHERE f.company_id = $1 AND f.id = $2"
#define HELD " FOR UPDATE OF f"
static const struct db_query lock_own_sql = {
	"follow_up.lock_own", NULL, ONE OWN("$3"), ONE OWN("$3") HELD};
static const struct db_query lock_team_sql = {
	"follow_up.lock_team", NULL, ONE TEAM("$3", "$4"), ONE TEAM("$3", "$4") HELD};
static const struct db_query lock_company_sql = {"follow_up.lock_company", NULL, ONE, ONE HELD};

static const struct db_query insert_sql = {"follow_up.insert",
	"INSERT INTO follow_ups (company_id, id, order_id, customer_id, agent_id, due_us, reason,"
	" created_us, updated_us) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)",
	NULL, NULL};
static const struct db_query update_sql = {"follow_up.update",
	"UPDATE follow_ups SET status = $4, due_us = $5, updated_us = $6,"
	" closed_us = CASE WHEN $4 = 'pending' THEN NULL ELSE CAST($6 AS BIGINT) END,"
	" version = version + 1 WHERE company_id = $1 AND id = $2 AND version = $3",
	NULL, NULL};

static struct follow_up read_one(const struct db_result *result, size_t i)
{
	return (struct follow_up){
		.id = db_int_at(result, i, 0),
		.version = db_int_at(result, i, 1),
		.order_id = db_int_at(result, i, 2),
		.customer_id = db_int_at(result, i, 3),
		.agent_id = db_int_at(result, i, 4),
		.agent_no = db_int_at(result, i, 5),
		.agent_team_id = db_int_at(result, i, 6),
		.agent_name = db_text_at(result, i, 7),
		.due_us = db_int_at(result, i, 8),
		.reason = db_text_or_empty(result, i, 9),
		.status = db_text_or_empty(result, i, 10),
		.created_us = db_int_at(result, i, 11),
		.customer_name = db_text_or_empty(result, i, 12),
		.customer_phone = db_text_or_empty(result, i, 13),
		.order_status = db_text_or_empty(result, i, 14),
	};
}

static void read_all(
	struct cx *cx, const struct db_result *result, struct follow_up **rows, size_t *count)
{
	*rows = arena_array(cx->arena, result->count, sizeof(**rows));
	*count = result->count;
	for (size_t i = 0; i < result->count; i++)
		(*rows)[i] = read_one(result, i);
}

static size_t add_filter(struct db_value *args, const struct follow_up_filter *filter)
{
	for (size_t i = 0; i < 3; i++)
		args[i] = db_text(filter->status ? filter->status : follow_up_status_words[i]);
	args[3] = db_int(filter->from_us);
	args[4] = db_int(filter->to_us);
	return 5;
}

enum err follow_up_list(struct cx *cx, const struct follow_up_filter *filter, int64_t limit,
	int64_t offset, struct follow_up **rows, size_t *count)
{
	static const struct db_query *const queries[] = {
		&list_own_sql, &list_team_sql, &list_company_sql};
	struct db_value args[10] = {db_int(cx->actor->company_id)};
	size_t n = 1 + add_filter(args + 1, filter);
	struct db_result result;

	args[n++] = db_int(limit);
	args[n++] = db_int(offset);
	n += order_store_agent_args(cx->actor, args + n);
	TRY(db_run(cx, queries[order_scope(cx->actor)], args, n, &result));
	read_all(cx, &result, rows, count);
	return OK;
}

enum err follow_up_count(struct cx *cx, const struct follow_up_filter *filter, int64_t *count)
{
	static const struct db_query *const queries[] = {
		&count_own_sql, &count_team_sql, &count_company_sql};
	struct db_value args[8] = {db_int(cx->actor->company_id)};
	size_t n = 1 + add_filter(args + 1, filter);
	struct db_result result;

	n += order_store_agent_args(cx->actor, args + n);
	TRY(db_run(cx, queries[order_scope(cx->actor)], args, n, &result));
	*count = db_int_at(&result, 0, 0);
	return OK;
}

enum err follow_up_of_order(struct cx *cx, int64_t order_id, struct follow_up **rows, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &of_order_sql, DB_ARGS(db_int(cx->actor->company_id), db_int(order_id)),
		&result));
	read_all(cx, &result, rows, count);
	return OK;
}

enum err follow_up_store_insert(struct cx *cx, struct follow_up *follow_up)
{
	TRY(db_next_id(cx, "follow_up", &follow_up->id));
	follow_up->version = 1;
	follow_up->status = "pending";
	follow_up->created_us = cx->now_us;
	return db_exec(cx, &insert_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(follow_up->id),
			db_int(follow_up->order_id), db_int(follow_up->customer_id),
			db_id(follow_up->agent_id), db_int(follow_up->due_us),
			db_text(follow_up->reason), db_int(cx->now_us)),
		NULL);
}

enum err follow_up_store_lock(struct cx *cx, int64_t id, struct follow_up *follow_up)
{
	static const struct db_query *const queries[] = {
		&lock_own_sql, &lock_team_sql, &lock_company_sql};
	struct db_value args[4] = {db_int(cx->actor->company_id), db_int(id)};
	const size_t n = 2 + order_store_agent_args(cx->actor, args + 2);
	struct db_result result;

	TRY(db_begin_write(cx));
	TRY(db_run(cx, queries[order_scope(cx->actor)], args, n, &result));
	if (result.count == 0)
		return fail(cx, ERR_NOT_FOUND, NULL, "There is no such follow-up.");
	*follow_up = read_one(&result, 0);
	return OK;
}

enum err follow_up_store_update(struct cx *cx, struct follow_up *follow_up)
{
	int64_t changed = 0;

	TRY(db_exec(cx, &update_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(follow_up->id),
			db_int(follow_up->version), db_text(follow_up->status),
			db_int(follow_up->due_us), db_int(cx->now_us)),
		&changed));
	if (changed != 1)
		return fail(cx, ERR_CONFLICT, "version", "The follow-up has changed since.");
	follow_up->version++;
	return OK;
}

db_query_list follow_up_queries = {&list_own_sql, &list_team_sql, &list_company_sql, &count_own_sql,
	&count_team_sql, &count_company_sql, &of_order_sql, &lock_own_sql, &lock_team_sql,
	&lock_company_sql, &insert_sql, &update_sql, NULL};

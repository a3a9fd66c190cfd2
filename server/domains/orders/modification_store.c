/* modification_store.c - changes that wait for approval, and what became of them. */
/* SPDX-License-Identifier: MIT */
#include "domains/orders/modification_internal.h"
#include "domains/orders/order_store_internal.h"

/* The columns of the order come first, as order_store_read() reads them. */
#define ORDER_CELLS ORDER_COLUMN_COUNT
#define MODIFICATION \
	"SELECT " ORDER_COLUMNS \
	", m.id, m.version, m.kind, m.changes, m.reason, m.status, m.user_id, m.user_name," \
	" m.agent_id, r.agent_no, r.name, m.order_version, m.decided_us, m.decided_name," \
	" m.decision_reason, m.created_us FROM order_modifications m" \
	" JOIN orders o ON o.company_id = m.company_id AND o.id = m.order_id" \
	" LEFT JOIN agents a ON a.company_id = o.company_id AND a.id = o.assigned_agent_id" \
	" LEFT JOIN agents r ON r.company_id = m.company_id AND r.id = m.agent_id" \
	" WHERE m.company_id = $1"

#define LISTED MODIFICATION " AND m.status = $2 AND m.id < $3"
#define NEWEST " ORDER BY m.id DESC LIMIT $4"
static const struct db_query list_own_sql = {
	"modification.list_own", LISTED " AND " ORDER_VISIBLE_OWN("$5", "$6") NEWEST, NULL, NULL};
static const struct db_query list_team_sql = {"modification.list_team",
	LISTED " AND " ORDER_VISIBLE_TEAM("$5", "$6", "$7") NEWEST, NULL, NULL};
static const struct db_query list_company_sql = {
	"modification.list_company", LISTED NEWEST, NULL, NULL};

#define COUNTED \
	"SELECT COUNT(*) FROM (SELECT m.id FROM order_modifications m" \
	" JOIN orders o ON o.company_id = m.company_id AND o.id = m.order_id" \
	" LEFT JOIN agents a ON a.company_id = o.company_id AND a.id = o.assigned_agent_id" \
	" WHERE m.company_id = $1 AND m.status = $2"
#define CAPPED " LIMIT 10001) counted"
static const struct db_query count_own_sql = {
	"modification.count_own", COUNTED " AND " ORDER_VISIBLE_OWN("$3", "$4") CAPPED, NULL, NULL};
static const struct db_query count_team_sql = {"modification.count_team",
	COUNTED " AND " ORDER_VISIBLE_TEAM("$3", "$4", "$5") CAPPED, NULL, NULL};
static const struct db_query count_company_sql = {
	"modification.count_company", COUNTED CAPPED, NULL, NULL};

#define ONE MODIFICATION " AND m.id = $2"
#define ONE_OWN ONE " AND " ORDER_VISIBLE_OWN("$3", "$4")
#define ONE_TEAM ONE " AND " ORDER_VISIBLE_TEAM("$3", "$4", "$5")
#define HELD " FOR UPDATE OF m"
static const struct db_query get_own_sql = {"modification.get_own", ONE_OWN, NULL, NULL};
static const struct db_query get_team_sql = {"modification.get_team", ONE_TEAM, NULL, NULL};
static const struct db_query get_company_sql = {"modification.get_company", ONE, NULL, NULL};
static const struct db_query hold_own_sql = {"modification.hold_own", NULL, ONE_OWN, ONE_OWN HELD};
static const struct db_query hold_team_sql = {
	"modification.hold_team", NULL, ONE_TEAM, ONE_TEAM HELD};
static const struct db_query hold_company_sql = {"modification.hold_company", NULL, ONE, ONE HELD};

static const struct db_query of_order_sql = {"modification.of_order",
	MODIFICATION " AND m.order_id = $2 ORDER BY m.id DESC LIMIT 50", NULL, NULL};

static const struct db_query add_sql = {"modification.add",
	"INSERT INTO order_modifications (company_id, id, order_id, kind, changes, reason, status,"
	" user_id, user_name, agent_id, order_version, decided_by, decided_name, decided_us,"
	" created_us) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)"
	" ON CONFLICT (company_id, order_id, kind) WHERE status = 'pending' DO NOTHING",
	NULL, NULL};
static const struct db_query close_sql = {"modification.close",
	"UPDATE order_modifications SET status = $3, decided_by = $4, decided_name = $5,"
	" decided_us = $6, decision_reason = $7, version = version + 1"
	" WHERE company_id = $1 AND id = $2 AND status = 'pending'",
	NULL, NULL};

static void read_one(const struct db_result *result, size_t i, struct modification *out)
{
	const size_t at = ORDER_CELLS;
	const char *kind = db_text_at(result, i, at + 2);

	*out = (struct modification){
		.id = db_int_at(result, i, at),
		.version = db_int_at(result, i, at + 1),
		.kind = text_is(kind, "change") ? MODIFY_CHANGE : MODIFY_CANCELLATION,
		.changes = db_text_at(result, i, at + 3),
		.reason = db_text_or_empty(result, i, at + 4),
		.status = db_text_or_empty(result, i, at + 5),
		.user_id = db_int_at(result, i, at + 6),
		.user_name = db_text_or_empty(result, i, at + 7),
		.agent_id = db_int_at(result, i, at + 8),
		.agent_no = db_int_at(result, i, at + 9),
		.agent_name = db_text_at(result, i, at + 10),
		.order_version = db_int_at(result, i, at + 11),
		.decided_us = db_opt_at(result, i, at + 12),
		.decided_name = db_text_at(result, i, at + 13),
		.decision_reason = db_text_at(result, i, at + 14),
		.created_us = db_int_at(result, i, at + 15),
	};
	order_store_read(db_at(result, i, 0), &out->order);
	out->order_id = out->order.id;
}

static void read_all(struct cx *cx, const struct db_result *result, struct modification_list *list)
{
	list->rows = arena_array(cx->arena, result->count, sizeof(*list->rows));
	list->count = result->count;
	for (size_t i = 0; i < result->count; i++)
		read_one(result, i, &list->rows[i]);
}

enum err modification_store_list(struct cx *cx, const char *status, int64_t below, int64_t limit,
	struct modification_list *list)
{
	static const struct db_query *const queries[] = {
		&list_own_sql, &list_team_sql, &list_company_sql};
	struct db_value args[7] = {
		db_int(cx->actor->company_id), db_text(status), db_int(below), db_int(limit)};
	const size_t n = 4 + order_store_scope_args(cx->actor, args + 4);
	struct db_result result;

	TRY(db_run(cx, queries[order_scope(cx->actor)], args, n, &result));
	read_all(cx, &result, list);
	return OK;
}

enum err modification_store_count(struct cx *cx, const char *status, int64_t *count)
{
	static const struct db_query *const queries[] = {
		&count_own_sql, &count_team_sql, &count_company_sql};
	struct db_value args[5] = {db_int(cx->actor->company_id), db_text(status)};
	const size_t n = 2 + order_store_scope_args(cx->actor, args + 2);
	struct db_result result;

	TRY(db_run(cx, queries[order_scope(cx->actor)], args, n, &result));
	*count = db_int_at(&result, 0, 0);
	return OK;
}

enum err modification_store_of_order(
	struct cx *cx, int64_t order_id, struct modification_list *list)
{
	struct db_result result;

	TRY(db_run(cx, &of_order_sql, DB_ARGS(db_int(cx->actor->company_id), db_int(order_id)),
		&result));
	read_all(cx, &result, list);
	return OK;
}

enum err modification_store_get(struct cx *cx, int64_t id, bool hold, struct modification *request)
{
	static const struct db_query *const queries[2][3] = {
		{&get_own_sql, &get_team_sql, &get_company_sql},
		{&hold_own_sql, &hold_team_sql, &hold_company_sql}};
	struct db_value args[5] = {db_int(cx->actor->company_id), db_int(id)};
	const size_t n = 2 + order_store_scope_args(cx->actor, args + 2);
	struct db_result result;

	TRY(db_begin_write(cx));
	TRY(db_run(cx, queries[hold][order_scope(cx->actor)], args, n, &result));
	if (result.count == 0)
		return fail(cx, ERR_NOT_FOUND, NULL, "There is no such request.");
	read_one(&result, 0, request);
	return OK;
}

enum err modification_store_add(struct cx *cx, struct modification *request)
{
	int64_t changed = 0;

	TRY(db_next_id(cx, "order_modification", &request->id));
	request->version = 1;
	request->created_us = cx->now_us;
	TRY(db_exec(cx, &add_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(request->id),
			db_int(request->order_id), db_text(modification_kind_words[request->kind]),
			db_text(request->changes), db_text(request->reason),
			db_text(request->status), db_int(request->user_id),
			db_text(request->user_name), db_id(request->agent_id),
			db_int(request->order_version),
			db_id(request->decided_us.given ? cx->actor->user_id : 0),
			db_text(request->decided_name), db_opt(request->decided_us),
			db_int(cx->now_us)),
		&changed));
	if (changed != 1)
		return fail(cx, ERR_CONFLICT, NULL, "Somebody has asked for this already.");
	return OK;
}

enum err modification_store_close(struct cx *cx, struct modification *request)
{
	int64_t changed = 0;

	TRY(db_exec(cx, &close_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(request->id),
			db_text(request->status), db_id(cx->actor->user_id),
			db_text(request->decided_name), db_opt(request->decided_us),
			db_text(request->decision_reason)),
		&changed));
	if (changed != 1)
		return fail(cx, ERR_CONFLICT, NULL, "This request has been decided already.");
	request->version++;
	return OK;
}

db_query_list modification_queries = {&list_own_sql, &list_team_sql, &list_company_sql,
	&count_own_sql, &count_team_sql, &count_company_sql, &get_own_sql, &get_team_sql,
	&get_company_sql, &hold_own_sql, &hold_team_sql, &hold_company_sql, &of_order_sql, &add_sql,
	&close_sql, NULL};

/* reassign_store.c - requests to hand an order over, and those who decide. */
/* SPDX-License-Identifier: MIT */
#include "domains/orders/order_store_internal.h"

#define REQUEST \
	"SELECT r.id, r.version, r.order_id, r.agent_id, w.agent_no, w.name, w.team_id," \
	" r.wanted_agent_id, x.agent_no, x.name, r.reason, r.status, r.decision_reason," \
	" r.decided_us, r.created_us, o.customer_name, o.status"
#define REQUEST_FROM \
	" FROM reassign_requests r" \
	" JOIN orders o ON o.company_id = r.company_id AND o.id = r.order_id" \
	" JOIN agents w ON w.company_id = r.company_id AND w.id = r.agent_id" \
	" LEFT JOIN agents x ON x.company_id = r.company_id AND x.id = r.wanted_agent_id"

/* A supervisor decides for the agents of the own team. */
#define OWN(agent) " AND r.agent_id = " agent
#define TEAM(agent, team) \
	" AND (r.agent_id = " agent " OR r.agent_id IN" \
	" (SELECT t.id FROM agents t WHERE t.company_id = $1 AND t.team_id = " team "))"
#define NEWEST " ORDER BY r.created_us DESC, r.id DESC LIMIT $3 OFFSET $4"
#define LISTED REQUEST REQUEST_FROM " WHERE r.company_id = $1 AND r.status = $2"

static const struct db_query list_own_sql = {
	"reassign.list_own", LISTED OWN("$5") NEWEST, NULL, NULL};
static const struct db_query list_team_sql = {
	"reassign.list_team", LISTED TEAM("$5", "$6") NEWEST, NULL, NULL};
static const struct db_query list_company_sql = {
	"reassign.list_company", LISTED NEWEST, NULL, NULL};

#define COUNTED \
	"SELECT COUNT(*) FROM (SELECT r.id FROM reassign_requests r" \
	" WHERE r.company_id = $1 AND r.status = $2"
#define CAPPED " LIMIT 10001) counted"
static const struct db_query count_own_sql = {
	"reassign.count_own", COUNTED OWN("$3") CAPPED, NULL, NULL};
static const struct db_query count_team_sql = {
	"reassign.count_team", COUNTED TEAM("$3", "$4") CAPPED, NULL, NULL};
static const struct db_query count_company_sql = {
	"reassign.count_company", COUNTED CAPPED, NULL, NULL};

#define ONE REQUEST REQUEST_FROM " WHERE r.company_id = $1 AND r.id = $2"
#define HELD " FOR UPDATE OF r"
static const struct db_query lock_own_sql = {
	"reassign.lock_own", NULL, ONE OWN("$3"), ONE OWN("$3") HELD};
static const struct db_query lock_team_sql = {
	"reassign.lock_team", NULL, ONE TEAM("$3", "$4"), ONE TEAM("$3", "$4") HELD};
static const struct db_query lock_company_sql = {"reassign.lock_company", NULL, ONE, ONE HELD};

static const struct db_query insert_sql = {"reassign.insert",
	"INSERT INTO reassign_requests (company_id, id, order_id, agent_id, wanted_agent_id, "
	"reason,"
	" created_us) VALUES ($1, $2, $3, $4, $5, $6, $7)"
	" ON CONFLICT (company_id, order_id) WHERE status = 'pending' DO NOTHING",
	NULL, NULL};
static const struct db_query close_sql = {"reassign.close",
	"UPDATE reassign_requests SET status = $3, decided_by = $4, decided_us = $5,"
	" decision_reason = $6, version = version + 1"
	" WHERE company_id = $1 AND id = $2 AND status = 'pending'",
	NULL, NULL};

/* Whose roles let them decide, for the company or for the team they are in. */
static const struct db_query deciders_sql = {"reassign.deciders",
	"SELECT u.id, MIN(CASE WHEN r.scope = 'team' THEN 0 ELSE 1 END) FROM users u"
	" JOIN user_roles ur ON ur.company_id = u.company_id AND ur.user_id = u.id"
	" JOIN roles r ON r.company_id = ur.company_id AND r.id = ur.role_id"
	" JOIN role_permissions rp ON rp.company_id = r.company_id AND rp.role_id = r.id"
	" LEFT JOIN agents a ON a.company_id = u.company_id AND a.user_id = u.id"
	" WHERE u.company_id = $1 AND u.status = 'active' AND rp.permission = $3"
	" AND (r.scope = 'company' OR (r.scope = 'team' AND a.team_id = $2))"
	" GROUP BY u.id ORDER BY 2, 1 LIMIT 50",
	NULL, NULL};

static const struct db_query open_of_sql = {"reassign.open_of",
	"SELECT id FROM orders WHERE company_id = $1 AND assigned_agent_id = $2"
	" AND status IN ('new', 'no_response', 'postponed', 'under_review') ORDER BY +id",
	NULL, NULL};

static const struct db_query move_callbacks_sql = {"reassign.move_callbacks",
	"UPDATE callbacks SET agent_id = $3, updated_us = $4, version = version + 1"
	" WHERE company_id = $1 AND order_id = $2 AND status IN ('pending', 'due')",
	NULL, NULL};
static const struct db_query move_follow_ups_sql = {"reassign.move_follow_ups",
	"UPDATE follow_ups SET agent_id = $3, updated_us = $4, version = version + 1"
	" WHERE company_id = $1 AND order_id = $2 AND status = 'pending'",
	NULL, NULL};

#define GIVEN(table) \
	"UPDATE " table " SET agent_id = $4, updated_us = $5, version = version + 1" \
	" WHERE company_id = $1 AND id = $2 AND version = $3"
static const struct db_query give_callback_sql = {
	"reassign.give_callback", GIVEN("callbacks"), NULL, NULL};
static const struct db_query give_follow_up_sql = {
	"reassign.give_follow_up", GIVEN("follow_ups"), NULL, NULL};

static struct reassign_request read_one(const struct db_result *result, size_t i)
{
	return (struct reassign_request){
		.id = db_int_at(result, i, 0),
		.version = db_int_at(result, i, 1),
		.order_id = db_int_at(result, i, 2),
		.agent_id = db_int_at(result, i, 3),
		.agent_no = db_int_at(result, i, 4),
		.agent_name = db_text_at(result, i, 5),
		.agent_team_id = db_int_at(result, i, 6),
		.wanted_agent_id = db_int_at(result, i, 7),
		.wanted_agent_no = db_int_at(result, i, 8),
		.wanted_agent_name = db_text_at(result, i, 9),
		.reason = db_text_or_empty(result, i, 10),
		.status = db_text_or_empty(result, i, 11),
		.decision_reason = db_text_at(result, i, 12),
		.decided_us = db_opt_at(result, i, 13),
		.created_us = db_int_at(result, i, 14),
		.customer_name = db_text_or_empty(result, i, 15),
		.order_status = db_text_or_empty(result, i, 16),
	};
}

enum err reassign_list(struct cx *cx, const char *status, int64_t limit, int64_t offset,
	struct reassign_request **rows, size_t *count)
{
	static const struct db_query *const queries[] = {
		&list_own_sql, &list_team_sql, &list_company_sql};
	struct db_value args[6] = {
		db_int(cx->actor->company_id), db_text(status), db_int(limit), db_int(offset)};
	const size_t n = 4 + order_store_agent_args(cx->actor, args + 4);
	struct db_result result;

	TRY(db_run(cx, queries[order_scope(cx->actor)], args, n, &result));
	*rows = arena_array(cx->arena, result.count, sizeof(**rows));
	*count = result.count;
	for (size_t i = 0; i < result.count; i++)
		(*rows)[i] = read_one(&result, i);
	return OK;
}

enum err reassign_count(struct cx *cx, const char *status, int64_t *count)
{
	static const struct db_query *const queries[] = {
		&count_own_sql, &count_team_sql, &count_company_sql};
	struct db_value args[4] = {db_int(cx->actor->company_id), db_text(status)};
	const size_t n = 2 + order_store_agent_args(cx->actor, args + 2);
	struct db_result result;

	TRY(db_run(cx, queries[order_scope(cx->actor)], args, n, &result));
	*count = db_int_at(&result, 0, 0);
	return OK;
}

enum err reassign_insert(struct cx *cx, struct reassign_request *request)
{
	int64_t changed = 0;

	TRY(db_next_id(cx, "reassign_request", &request->id));
	request->version = 1;
	request->status = "pending";
	request->created_us = cx->now_us;
	TRY(db_exec(cx, &insert_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(request->id),
			db_int(request->order_id), db_int(request->agent_id),
			db_id(request->wanted_agent_id), db_text(request->reason),
			db_int(cx->now_us)),
		&changed));
	if (changed != 1)
		return fail(cx, ERR_CONFLICT, NULL, "Somebody has asked for this already.");
	return OK;
}

enum err reassign_lock(struct cx *cx, int64_t id, struct reassign_request *request)
{
	static const struct db_query *const queries[] = {
		&lock_own_sql, &lock_team_sql, &lock_company_sql};
	struct db_value args[4] = {db_int(cx->actor->company_id), db_int(id)};
	const size_t n = 2 + order_store_agent_args(cx->actor, args + 2);
	struct db_result result;

	TRY(db_begin_write(cx));
	TRY(db_run(cx, queries[order_scope(cx->actor)], args, n, &result));
	if (result.count == 0)
		return fail(cx, ERR_NOT_FOUND, NULL, "There is no such request.");
	*request = read_one(&result, 0);
	return OK;
}

enum err reassign_close(struct cx *cx, struct reassign_request *request)
{
	int64_t changed = 0;

	request->decided_us = (struct opt_int){cx->now_us, true};
	TRY(db_exec(cx, &close_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(request->id),
			db_text(request->status), db_id(cx->actor->user_id), db_int(cx->now_us),
			db_text(request->decision_reason)),
		&changed));
	if (changed != 1)
		return fail(cx, ERR_CONFLICT, NULL, "This request has been decided already.");
	request->version++;
	return OK;
}

enum err order_deciders(
	struct cx *cx, const struct order_deciders *wanted, int64_t **user_ids, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &deciders_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(wanted->team_id),
			db_text(wanted->permission)),
		&result));
	*user_ids = arena_array(cx->arena, result.count, sizeof(**user_ids));
	*count = 0;
	for (size_t i = 0; i < result.count; i++) {
		/* The team's come first. */
		if (wanted->nearest && db_int_at(&result, i, 1) != db_int_at(&result, 0, 1))
			break;
		(*user_ids)[(*count)++] = db_int_at(&result, i, 0);
	}
	return OK;
}

enum err reassign_move_tasks(struct cx *cx, int64_t order_id, int64_t agent_id)
{
	const struct db_value args[] = {db_int(cx->actor->company_id), db_int(order_id),
		db_id(agent_id), db_int(cx->now_us)};

	TRY(db_exec(cx, &move_callbacks_sql, args, COUNT(args), NULL));
	return db_exec(cx, &move_follow_ups_sql, args, COUNT(args), NULL);
}

enum err reassign_task_agent(
	struct cx *cx, enum reassign_what what, int64_t id, int64_t version, int64_t agent_id)
{
	int64_t changed = 0;

	TRY(db_exec(cx, what == REASSIGN_CALLBACK ? &give_callback_sql : &give_follow_up_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(id), db_int(version),
			db_int(agent_id), db_int(cx->now_us)),
		&changed));
	return changed == 1 ? OK : fail(cx, ERR_CONFLICT, NULL, "It has changed since.");
}

enum err reassign_open_of(struct cx *cx, int64_t agent_id, int64_t **ids, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &open_of_sql, DB_ARGS(db_int(cx->actor->company_id), db_int(agent_id)),
		&result));
	*count = result.count;
	*ids = arena_array(cx->arena, result.count, sizeof(**ids));
	for (size_t row = 0; row < result.count; row++)
		(*ids)[row] = db_int_at(&result, row, 0);
	return OK;
}

db_query_list reassign_queries = {&list_own_sql, &list_team_sql, &list_company_sql, &count_own_sql,
	&count_team_sql, &count_company_sql, &lock_own_sql, &lock_team_sql, &lock_company_sql,
	&insert_sql, &close_sql, &deciders_sql, &move_callbacks_sql, &move_follow_ups_sql,
	&open_of_sql, &give_callback_sql, &give_follow_up_sql, NULL};

/* assignment_store.c - agents as those who take orders. */
/* SPDX-License-Identifier: MIT */
#include "domains/orders/order_store_internal.h"

#define AGENT "a.id, a.agent_no, a.team_id, a.department_id, a.user_id, a.name"

/*
 * The index agents_load is walked from the least load on, so that the first
 * who fits ends it. SQLite lets one unit write at a time; on PostgreSQL the
 * row is held, and units that choose at once choose different agents.
 */
#define LEAST_LOADED \
	"SELECT " AGENT " FROM agents a WHERE a.company_id = $1 AND a.is_active = 1" \
	" AND a.takes_orders = 1 AND (a.order_capacity = 0 OR a.open_orders < a.order_capacity)" \
	" AND a.id <> $2"
#define PRESENT \
	" AND EXISTS (SELECT 1 FROM agent_presence p WHERE p.company_id = $1" \
	" AND p.agent_id = a.id AND p.status NOT IN ('offline', 'on_leave'))"
#define OF_DEPARTMENT " AND a.department_id = $3"
#define OF_TEAM " AND a.team_id = $3"
#define FIRST " ORDER BY a.open_orders, a.id LIMIT 1"
#define HELD " FOR UPDATE OF a SKIP LOCKED"

#define CHOICE(name, of, present) \
	static const struct db_query name##_sql = {"assignment." #name, NULL, \
		LEAST_LOADED of present FIRST, LEAST_LOADED of present FIRST HELD}

CHOICE(anyone, , );
CHOICE(anyone_present, , PRESENT);
CHOICE(department, OF_DEPARTMENT, );
CHOICE(department_present, OF_DEPARTMENT, PRESENT);
CHOICE(team, OF_TEAM, );
CHOICE(team_present, OF_TEAM, PRESENT);

static const struct db_query by_id_sql = {"assignment.by_id",
	"SELECT " AGENT " FROM agents a WHERE a.company_id = $1 AND a.id = $2 AND a.is_active = 1",
	NULL, NULL};
static const struct db_query by_no_sql = {"assignment.by_no",
	"SELECT " AGENT " FROM agents a WHERE a.company_id = $1 AND a.agent_no = $2"
	" AND a.is_active = 1",
	NULL, NULL};
/* SQLite makes a table of what RETURNING gives. */
#define LOAD "UPDATE agents SET open_orders = open_orders + $3 WHERE company_id = $1 AND id = $2"
static const struct db_query load_sql = {
	"assignment.load", NULL, LOAD, LOAD " RETURNING order_capacity, open_orders"};
static const struct db_query loaded_sql = {"assignment.loaded",
	"SELECT order_capacity, open_orders FROM agents WHERE company_id = $1 AND id = $2", NULL,
	NULL};
static const struct db_query record_sql = {"assignment.record",
	"INSERT INTO order_assignments (company_id, id, order_id, from_agent_id, to_agent_id,"
	" by_user_id, reason, created_us) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
	NULL, NULL};

static void read_agent(const struct db_result *result, struct assignee *agent)
{
	*agent = (struct assignee){
		.agent_id = db_int_at(result, 0, 0),
		.agent_no = db_int_at(result, 0, 1),
		.team_id = db_int_at(result, 0, 2),
		.department_id = db_int_at(result, 0, 3),
		.user_id = db_int_at(result, 0, 4),
		.name = db_text_at(result, 0, 5),
	};
}

enum err assignment_store_least_loaded(
	struct cx *cx, const struct assignment_wish *wish, bool present, struct assignee *chosen)
{
	static const struct db_query *const choices[3][2] = {
		{&anyone_sql, &anyone_present_sql},
		{&department_sql, &department_present_sql},
		{&team_sql, &team_present_sql},
	};
	const int of = wish->team_id ? 2 : wish->department_id ? 1 : 0;
	const struct db_value args[3] = {db_int(cx->actor->company_id), db_int(wish->except_id),
		db_int(wish->team_id ? wish->team_id : wish->department_id)};
	struct db_result result;

	TRY(db_begin_write(cx));
	TRY(db_run(cx, choices[of][present], args, of ? 3 : 2, &result));
	if (result.count == 1)
		read_agent(&result, chosen);
	return OK;
}

/* 7, AGT-007 or AG007. */
static bool read_key(const char *key, int64_t *number, bool *by_no)
{
	struct str text = str_of(key);
	size_t skip = 0;

	if (text.len > 4 && str_is_nocase((struct str){text.ptr, 4}, "AGT-"))
		skip = 4;
	else if (text.len > 2 && str_is_nocase((struct str){text.ptr, 2}, "AG"))
		skip = 2;
	*by_no = skip != 0;
	return str_int((struct str){text.ptr + skip, text.len - skip}, number) && *number > 0;
}

enum err assignment_agent(struct cx *cx, const char *key, struct assignee *agent)
{
	struct db_result result = {0};
	int64_t number;
	bool by_no;

	if (key && read_key(key, &number, &by_no))
		TRY(db_run(cx, by_no ? &by_no_sql : &by_id_sql,
			DB_ARGS(db_int(cx->actor->company_id), db_int(number)), &result));
	if (result.count == 0)
		return fail(cx, ERR_NOT_FOUND, NULL, "There is no such agent.");
	read_agent(&result, agent);
	return OK;
}

enum err assignment_by_id(struct cx *cx, int64_t agent_id, struct assignee *agent)
{
	struct db_result result;

	TRY(db_run(
		cx, &by_id_sql, DB_ARGS(db_int(cx->actor->company_id), db_int(agent_id)), &result));
	if (result.count == 0)
		return fail(cx, ERR_NOT_FOUND, NULL, "There is no such agent.");
	read_agent(&result, agent);
	return OK;
}

enum err assignment_store_load(struct cx *cx, int64_t agent_id, int64_t by, bool *turned)
{
	const struct db_value company = db_int(cx->actor->company_id);
	struct db_result result;
	int64_t capacity, open;

	TRY(db_run(cx, &load_sql, DB_ARGS(company, db_int(agent_id), db_int(by)), &result));
	if (result.count == 0)
		TRY(db_run(cx, &loaded_sql, DB_ARGS(company, db_int(agent_id)), &result));
	capacity = result.count ? db_int_at(&result, 0, 0) : 0;
	open = result.count ? db_int_at(&result, 0, 1) : 0;
	*turned = capacity && (open >= capacity) != (open - by >= capacity);
	return OK;
}

enum err assignment_record(struct cx *cx, int64_t order_id, int64_t from_agent_id,
	int64_t to_agent_id, const char *reason)
{
	int64_t id;

	TRY(db_next_id(cx, "order_assignment", &id));
	return db_exec(cx, &record_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(id), db_int(order_id),
			db_id(from_agent_id), db_id(to_agent_id), db_id(cx->actor->user_id),
			db_text(reason), db_int(cx->now_us)),
		NULL);
}

db_query_list assignment_queries = {&anyone_sql, &anyone_present_sql, &department_sql,
	&department_present_sql, &team_sql, &team_present_sql, &by_id_sql, &by_no_sql, &load_sql,
	&loaded_sql, &record_sql, NULL};

/* presence_store.c - statements on agent_presence and its log. */
/* SPDX-License-Identifier: MIT */
#include "domains/accounts/presence_internal.h"

#define STATE \
	"SELECT p.company_id, p.agent_id, p.status, p.source, p.previous_status, p.since_us," \
	" p.concurrent_orders, p.note, a.agent_no, a.name, c.away_after_s," \
	" CASE WHEN a.order_capacity > 0 AND a.open_orders >= a.order_capacity" \
	" THEN 1 ELSE 0 END, COALESCE(o.sessions, 0), o.active_us, o.heard_us," \
	" p.planned_status, p.planned_us, p.chosen_us, p.occupied_by" \
	" FROM agent_presence p" \
	" JOIN agents a ON a.company_id = p.company_id AND a.id = p.agent_id" \
	" JOIN companies c ON c.company_id = p.company_id AND c.id = p.company_id" \
	" LEFT JOIN "

/*
 * One row a user with open sessions. Requests are written up to 20 s late, so
 * where they count they are taken for that much younger. A session that never
 * had a socket cannot lose it.
 */
#define OPEN_SESSIONS(which) \
	"(SELECT s.company_id, s.user_id, COUNT(*) AS sessions," \
	" MAX(COALESCE(s.input_us, s.last_seen_us + 20000000)) AS active_us," \
	" MAX(CASE WHEN s.socket_us IS NULL THEN 9223372036854775807" \
	" WHEN s.socket_us > s.last_seen_us THEN s.socket_us" \
	" ELSE s.last_seen_us END) AS heard_us" \
	" FROM auth_sessions s WHERE s.ended_us IS NULL" which \
	" GROUP BY s.company_id, s.user_id) o" \
	" ON o.company_id = a.company_id AND o.user_id = a.user_id"

static const struct db_query get_sql = {
	.name = "presence.get",
	.text = STATE OPEN_SESSIONS(" AND s.company_id = $1 AND s.user_id ="
				    " (SELECT g.user_id FROM agents g"
				    " WHERE g.company_id = $1 AND g.id = $2)") " WHERE p.company_id"
									       " = $1"
									       " AND p.agent_id = "
									       "$2",
};

/* tenancy: all companies, agents go away in every one */
static const struct db_query all_sql = {
	.name = "presence.all",
	.text = STATE OPEN_SESSIONS("") " WHERE p.status <> 'offline' OR p.source = 'connection'"
					" OR p.planned_us IS NOT NULL",
};

/* SQLite lets one unit write at a time. */
#define HOLD "SELECT p.agent_id FROM agent_presence p WHERE p.company_id = $1 AND p.agent_id = $2"
static const struct db_query hold_sql = {
	.name = "presence.hold", .lite = HOLD, .postgres = HOLD " FOR UPDATE"};

static const struct db_query set_sql = {
	.name = "presence.set",
	.text = "UPDATE agent_presence SET status = $3, source = $4, previous_status = $5,"
		" since_us = $6, note = $7, concurrent_orders = $8, chosen_us = $9"
		" WHERE company_id = $1 AND agent_id = $2",
};

static const struct db_query plan_sql = {
	.name = "presence.plan",
	.text = "UPDATE agent_presence SET planned_status = $3, planned_us = $4"
		" WHERE company_id = $1 AND agent_id = $2",
};

static const struct db_query occupy_sql = {
	.name = "presence.occupy",
	.text = "UPDATE agent_presence SET occupied_by = $3"
		" WHERE company_id = $1 AND agent_id = $2",
};

static const struct db_query log_close_sql = {
	.name = "presence.log_close",
	.text = "UPDATE agent_presence_log SET ended_us = $3"
		" WHERE company_id = $1 AND agent_id = $2 AND ended_us IS NULL",
};

static const struct db_query log_open_sql = {
	.name = "presence.log_open",
	.text = "INSERT INTO agent_presence_log (company_id, id, agent_id, status, source,"
		" started_us, note) VALUES ($1, $2, $3, $4, $5, $6, $7)",
};

static const struct db_query sessions_sql = {
	.name = "presence.sessions",
	.text = "UPDATE agent_sessions SET status = $3, concurrent_orders = $4"
		" WHERE company_id = $1 AND agent_id = $2 AND logout_time IS NULL",
};

static const struct db_query input_sql = {
	.name = "presence.input",
	.text = "UPDATE auth_sessions SET last_seen_us = $3,"
		" input_us = CASE WHEN input_us > CAST($4 AS BIGINT) THEN input_us"
		" WHEN input_us IS NULL AND CAST($5 AS BIGINT) = 0 THEN NULL"
		" ELSE CAST($4 AS BIGINT) END"
		" WHERE company_id = $1 AND id = $2 AND ended_us IS NULL",
};

/* Whoever may change the agent's state: leads of the team, company-wide roles where it has none. */
static const struct db_query leads_sql = {
	.name = "presence.leads",
	.text = "WITH leads AS (SELECT DISTINCT u.id, r.scope FROM agents a"
		" JOIN role_permissions p ON p.company_id = a.company_id"
		" AND p.permission = 'presence.others'"
		" JOIN roles r ON r.company_id = p.company_id AND r.id = p.role_id"
		" JOIN user_roles m ON m.company_id = r.company_id AND m.role_id = r.id"
		" JOIN users u ON u.company_id = m.company_id AND u.id = m.user_id"
		" LEFT JOIN agents l ON l.company_id = u.company_id AND l.user_id = u.id"
		" WHERE a.company_id = $1 AND a.id = $2 AND u.status = 'active'"
		" AND u.id <> a.user_id"
		" AND (r.scope = 'company' OR r.scope = 'team' AND l.team_id = a.team_id))"
		" SELECT DISTINCT id FROM leads WHERE scope = 'team'"
		" OR NOT EXISTS (SELECT 1 FROM leads t WHERE t.scope = 'team')"
		" ORDER BY id LIMIT 50",
};

const struct db_query *const presence_queries[] = {&get_sql, &all_sql, &hold_sql, &set_sql,
	&plan_sql, &occupy_sql, &log_close_sql, &log_open_sql, &sessions_sql, &input_sql,
	&leads_sql, NULL};

static void read_row(const struct db_result *result, size_t at, struct presence_row *row)
{
	struct presence_state *state = &row->state;

	*row = (struct presence_row){.company_id = db_int_at(result, at, 0),
		.agent_id = db_int_at(result, at, 1),
		.agent_no = db_int_at(result, at, 8),
		.agent_name = db_text_at(result, at, 9),
		.state = {.presence = PRESENCE_OFFLINE,
			.source = presence_source_read(db_text_at(result, at, 3)),
			.since_us = db_int_at(result, at, 5),
			.concurrent_orders = db_int_at(result, at, 6),
			.note = db_text_at(result, at, 7),
			.chosen_us = db_int_at(result, at, 17)},
		.facts = {.away_after_us = db_int_at(result, at, 10) * US_PER_SECOND,
			.full = db_int_at(result, at, 11) != 0,
			.sessions = db_int_at(result, at, 12),
			.active_us = db_int_at(result, at, 13),
			.heard_us = db_int_at(result, at, 14),
			.plan_us = db_int_at(result, at, 16),
			.occupied = PRESENCE_BY_AGENT}};
	if (!db_null_at(result, at, 18))
		row->facts.occupied = presence_source_read(db_text_at(result, at, 18));
	(void)!presence_read(db_text_at(result, at, 15), &row->facts.plan);
	(void)!presence_read(db_text_at(result, at, 2), &state->presence);
	state->chosen = state->presence;
	if (presence_automatic(state->source))
		(void)!presence_read(db_text_at(result, at, 4), &state->chosen);
}

enum err presence_store_hold(struct cx *cx, int64_t agent_id)
{
	TRY(db_begin_write(cx));
	return db_exec(
		cx, &hold_sql, DB_ARGS(db_int(cx->actor->company_id), db_int(agent_id)), NULL);
}

enum err presence_store_get(struct cx *cx, int64_t agent_id, struct presence_row *row)
{
	struct db_result result;

	TRY(db_run(
		cx, &get_sql, DB_ARGS(db_int(cx->actor->company_id), db_int(agent_id)), &result));
	if (!result.count)
		return fail(cx, ERR_NOT_FOUND, NULL, "There is no such agent.");
	read_row(&result, 0, row);
	return OK;
}

enum err presence_store_all(struct cx *cx, struct presence_row **list, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &all_sql, DB_NO_ARGS, &result));
	*count = result.count;
	*list = arena_array(cx->arena, result.count, sizeof(**list));
	for (size_t row = 0; row < result.count; row++)
		read_row(&result, row, *list + row);
	return OK;
}

enum err presence_store_set(struct cx *cx, int64_t agent_id, const struct presence_state *next)
{
	return db_exec(cx, &set_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(agent_id),
			db_text(presence_words[next->presence]),
			db_text(presence_source_word(next->source)),
			db_text(presence_automatic(next->source) ? presence_words[next->chosen]
								 : NULL),
			db_int(next->since_us), db_text(next->note),
			db_int(next->concurrent_orders), db_int(next->chosen_us)),
		NULL);
}

enum err presence_store_plan(struct cx *cx, int64_t agent_id, enum presence plan, int64_t since_us)
{
	return db_exec(cx, &plan_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(agent_id),
			db_text(plan < PRESENCE_COUNT ? presence_words[plan] : NULL),
			db_id(plan < PRESENCE_COUNT ? since_us : 0)),
		NULL);
}

enum err presence_store_occupy(struct cx *cx, int64_t agent_id, const char *by)
{
	return db_exec(cx, &occupy_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(agent_id), db_text(by)), NULL);
}

enum err presence_store_log(struct cx *cx, int64_t agent_id, const struct presence_state *next)
{
	const struct db_value company = db_int(cx->actor->company_id);
	int64_t id;

	TRY(db_exec(
		cx, &log_close_sql, DB_ARGS(company, db_int(agent_id), db_int(cx->now_us)), NULL));
	TRY(db_next_id(cx, "presence_log", &id));
	return db_exec(cx, &log_open_sql,
		DB_ARGS(company, db_int(id), db_int(agent_id),
			db_text(presence_words[next->presence]),
			db_text(presence_source_word(next->source)), db_int(cx->now_us),
			db_text(next->note)),
		NULL);
}

enum err presence_store_sessions(
	struct cx *cx, int64_t agent_id, const char *status, int64_t concurrent_orders)
{
	return db_exec(cx, &sessions_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(agent_id), db_text(status),
			db_int(concurrent_orders)),
		NULL);
}

enum err presence_store_input(struct cx *cx, int64_t input_us, bool reports)
{
	return db_exec(cx, &input_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(cx->actor->session_id),
			db_int(cx->now_us), db_int(input_us), db_int(reports)),
		NULL);
}

enum err presence_store_leads(struct cx *cx, int64_t agent_id, int64_t **users, size_t *count)
{
	struct db_result result;

	TRY(db_run(
		cx, &leads_sql, DB_ARGS(db_int(cx->actor->company_id), db_int(agent_id)), &result));
	*count = result.count;
	*users = arena_array(cx->arena, result.count, sizeof(**users));
	for (size_t row = 0; row < result.count; row++)
		(*users)[row] = db_int_at(&result, row, 0);
	return OK;
}

/* board_store.c - what the live board is read from: one statement a kind of fact, none an agent. */
/* SPDX-License-Identifier: MIT */
#include "domains/team/team_internal.h"

/* The whole company ($2 = 1), the own team, or oneself. */
#define IN_SCOPE \
	" WHERE a.company_id = $1 AND a.is_active = 1" \
	" AND (CAST($2 AS BIGINT) = 1 OR a.team_id = $3 OR a.id = $4)"
#define AGENTS "(SELECT a.id FROM agents a" IN_SCOPE ")"

static const struct db_query agents_sql = {
	.name = "board.agents",
	.text = "SELECT a.id, a.agent_no, a.name, a.level, t.id, t.name, d.id, d.code, d.name,"
		" a.takes_orders, a.order_capacity, a.open_orders, p.status, p.source, p.since_us,"
		" p.note FROM agents a"
		" LEFT JOIN teams t ON t.company_id = a.company_id AND t.id = a.team_id"
		" LEFT JOIN departments d ON d.company_id = a.company_id AND d.id = a.department_id"
		" LEFT JOIN agent_presence p ON p.company_id = a.company_id AND p.agent_id = "
		"a.id" IN_SCOPE " ORDER BY a.id LIMIT 1000",
};

static const struct db_query in_hand_sql = {
	.name = "board.in_hand",
	.text = "SELECT c.agent_id, c.status, SUM(c.n) FROM order_counters c"
		" WHERE c.company_id = $1 AND c.day = 0 AND c.agent_id IN " AGENTS
		" GROUP BY c.agent_id, c.status",
};

static const struct db_query oldest_sql = {
	.name = "board.oldest",
	.text = "SELECT a.id, (SELECT MIN(o.created_us) FROM orders o WHERE o.company_id = $1"
		" AND o.assigned_agent_id = a.id AND o.status = 'new') FROM agents a" IN_SCOPE,
};

#define TASKS(table, open) \
	"SELECT k.agent_id, COUNT(*), SUM(CASE WHEN k.due_us <= $5 THEN 1 ELSE 0 END)" \
	" FROM " table " k WHERE k.company_id = $1 AND k.agent_id IN " AGENTS \
	" AND k.status IN (" open ") GROUP BY k.agent_id"
static const struct db_query callbacks_sql = {
	.name = "board.callbacks", .text = TASKS("callbacks", "'pending', 'due'")};
static const struct db_query follow_ups_sql = {
	.name = "board.follow_ups", .text = TASKS("follow_ups", "'pending'")};

static const struct db_query done_sql = {
	.name = "board.done",
	.text = "SELECT h.agent_id, h.new_status, COUNT(*) FROM order_status_history h"
		" WHERE h.company_id = $1 AND h.agent_id IN " AGENTS
		" AND h.change_timestamp >= $5 AND h.previous_status IS NOT NULL"
		" GROUP BY h.agent_id, h.new_status",
};

static const struct db_query last_sql = {
	.name = "board.last",
	.text = "SELECT a.id, h.change_timestamp, h.order_id, h.new_status FROM agents a"
		" JOIN order_status_history h ON h.company_id = a.company_id AND h.id ="
		" (SELECT x.id FROM order_status_history x WHERE x.company_id = $1"
		" AND x.agent_id = a.id ORDER BY x.change_timestamp DESC LIMIT 1)" IN_SCOPE,
};

static const struct db_query sessions_sql = {
	.name = "board.sessions",
	.text = "SELECT s.agent_id, s.login_time, s.workstation_id FROM agent_sessions s"
		" WHERE s.company_id = $1 AND s.agent_id IN " AGENTS
		" AND s.logout_time IS NULL ORDER BY s.login_time",
};

db_query_list board_queries = {&agents_sql, &in_hand_sql, &oldest_sql, &callbacks_sql,
	&follow_ups_sql, &done_sql, &last_sql, &sessions_sql, NULL};

static enum err run(
	struct cx *cx, const struct db_query *query, struct opt_int time, struct db_result *result)
{
	const struct actor *actor = cx->actor;
	const struct db_value args[5] = {db_int(actor->company_id),
		db_int(actor->scope == SCOPE_COMPANY),
		db_id(actor->scope == SCOPE_TEAM ? actor->team_id : 0), db_id(actor->agent_id),
		db_opt(time)};

	return db_run(cx, query, args, time.given ? 5 : 4, result);
}

static struct board_agent read_agent(const struct db_result *result, size_t row)
{
	struct board_agent agent = {
		.id = db_int_at(result, row, 0),
		.agent_no = db_int_at(result, row, 1),
		.name = db_text_at(result, row, 2),
		.level = db_text_at(result, row, 3),
		.team = {.id = db_int_at(result, row, 4), .name = db_text_at(result, row, 5)},
		.department = {.id = db_int_at(result, row, 6),
			.code = db_text_at(result, row, 7),
			.name = db_text_at(result, row, 8)},
		.takes_orders = db_int_at(result, row, 9) != 0,
		.order_capacity = db_int_at(result, row, 10),
		.open_orders = db_int_at(result, row, 11),
		.presence = PRESENCE_OFFLINE,
		.automatic = presence_automatic(presence_source_read(db_text_at(result, row, 13))),
		.since_us = db_opt_at(result, row, 14),
		.note = db_text_at(result, row, 15),
	};

	(void)!presence_read(db_text_at(result, row, 12), &agent.presence);
	return agent;
}

enum err board_store_agents(struct cx *cx, struct board_agent **agents, size_t *count)
{
	struct db_result result;

	TRY(run(cx, &agents_sql, (struct opt_int){0}, &result));
	*count = result.count;
	*agents = arena_array(cx->arena, result.count, sizeof(**agents));
	for (size_t row = 0; row < result.count; row++)
		(*agents)[row] = read_agent(&result, row);
	return OK;
}

/* ---- Live ------------------------------------------------------------------------- */

static int by_id(const void *key, const void *item)
{
	const int64_t id = *(const int64_t *)key, other = ((const struct board_agent *)item)->id;

	return (id > other) - (id < other);
}

struct board {
	struct board_agent *agents;
	size_t count;
};

/* NULL for one who came in between two statements. */
static struct board_agent *agent_of(
	const struct board *board, const struct db_result *result, size_t row)
{
	const int64_t id = db_int_at(result, row, 0);

	return bsearch(&id, board->agents, board->count, sizeof(*board->agents), by_id);
}

static void add_status(const struct db_result *result, size_t row, int64_t *counts)
{
	const ssize_t status = word_index(order_status_words, db_text_at(result, row, 1));

	if (status >= 0)
		counts[status] = db_int_at(result, row, 2);
}

static enum err read_orders(struct cx *cx, const struct board *board)
{
	struct db_result result;

	TRY(run(cx, &in_hand_sql, (struct opt_int){0}, &result));
	for (size_t row = 0; row < result.count; row++) {
		struct board_agent *agent = agent_of(board, &result, row);

		if (agent)
			add_status(&result, row, agent->in_hand);
	}
	TRY(run(cx, &oldest_sql, (struct opt_int){0}, &result));
	for (size_t row = 0; row < result.count; row++) {
		struct board_agent *agent = agent_of(board, &result, row);

		if (agent)
			agent->oldest_us = db_opt_at(&result, row, 1);
	}
	return OK;
}

static enum err read_tasks(struct cx *cx, const struct board *board)
{
	const struct opt_int now = {cx->now_us, true};
	struct db_result result;

	TRY(run(cx, &callbacks_sql, now, &result));
	for (size_t row = 0; row < result.count; row++) {
		struct board_agent *agent = agent_of(board, &result, row);

		if (agent)
			agent->callbacks = (struct tasks){
				db_int_at(&result, row, 1), db_int_at(&result, row, 2)};
	}
	TRY(run(cx, &follow_ups_sql, now, &result));
	for (size_t row = 0; row < result.count; row++) {
		struct board_agent *agent = agent_of(board, &result, row);

		if (agent)
			agent->follow_ups = (struct tasks){
				db_int_at(&result, row, 1), db_int_at(&result, row, 2)};
	}
	return OK;
}

static enum err read_work(struct cx *cx, int64_t today_us, const struct board *board)
{
	struct db_result result;

	TRY(run(cx, &done_sql, (struct opt_int){today_us, true}, &result));
	for (size_t row = 0; row < result.count; row++) {
		struct board_agent *agent = agent_of(board, &result, row);

		if (agent)
			add_status(&result, row, agent->done);
	}
	TRY(run(cx, &last_sql, (struct opt_int){0}, &result));
	for (size_t row = 0; row < result.count; row++) {
		struct board_agent *agent = agent_of(board, &result, row);

		if (!agent)
			continue;
		agent->last_us = db_opt_at(&result, row, 1);
		agent->last_order_id = db_opt_at(&result, row, 2);
		agent->last_status = db_text_at(&result, row, 3);
	}
	return OK;
}

static enum err read_sessions(struct cx *cx, const struct board *board)
{
	struct db_result result;

	TRY(run(cx, &sessions_sql, (struct opt_int){0}, &result));
	for (size_t row = 0; row < result.count; row++) {
		struct board_agent *agent = agent_of(board, &result, row);

		if (!agent)
			continue;
		if (!agent->login_us.given)
			agent->login_us = db_opt_at(&result, row, 1);
		if (!db_null_at(&result, row, 2))
			agent->workstation = db_text_at(&result, row, 2);
	}
	return OK;
}

enum err board_store_live(struct cx *cx, int64_t today_us, struct board_agent *agents, size_t count)
{
	const struct board board = {agents, count};

	TRY(read_orders(cx, &board));
	TRY(read_tasks(cx, &board));
	TRY(read_work(cx, today_us, &board));
	return read_sessions(cx, &board);
}

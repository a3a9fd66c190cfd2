/* presence_store.c - statements on agent_presence and its log. */
/* SPDX-License-Identifier: MIT */
#include "domains/accounts/account_internal.h"

static const struct db_query get_sql = {
	.name = "presence.get",
	.text = "SELECT COALESCE(p.status, 'offline'), COALESCE(p.since_us, a.created_us),"
		" COALESCE(p.concurrent_orders, 0), p.note, a.agent_no, a.team_id, "
		"a.department_id, a.name"
		" FROM agents a LEFT JOIN agent_presence p"
		" ON p.company_id = a.company_id AND p.agent_id = a.id"
		" WHERE a.company_id = $1 AND a.id = $2",
};

static const struct db_query set_sql = {
	.name = "presence.set",
	.text = "INSERT INTO agent_presence (company_id, agent_id, status, since_us, note, source,"
		" previous_status, concurrent_orders) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
		" ON CONFLICT (company_id, agent_id) DO UPDATE SET status = excluded.status,"
		" since_us = excluded.since_us, note = excluded.note, source = excluded.source,"
		" previous_status = excluded.previous_status,"
		" concurrent_orders = excluded.concurrent_orders",
};

static const struct db_query log_close_sql = {
	.name = "presence.log_close",
	.text = "UPDATE agent_presence_log SET ended_us = $3"
		" WHERE company_id = $1 AND agent_id = $2 AND ended_us IS NULL",
};

static const struct db_query log_open_sql = {
	.name = "presence.log_open",
	.text = "INSERT INTO agent_presence_log (company_id, id, agent_id, status, started_us)"
		" VALUES ($1, $2, $3, $4, $5)",
};

static const struct db_query sessions_sql = {
	.name = "presence.sessions",
	.text = "UPDATE agent_sessions SET status = $3, concurrent_orders = $4, last_activity = $5"
		" WHERE company_id = $1 AND agent_id = $2 AND logout_time IS NULL",
};

const struct db_query *const presence_queries[] = {
	&get_sql, &set_sql, &log_close_sql, &log_open_sql, &sessions_sql, NULL};

enum err presence_store_get(struct cx *cx, int64_t agent_id, struct presence_row *row)
{
	struct db_result result;

	TRY(db_run(
		cx, &get_sql, DB_ARGS(db_int(cx->actor->company_id), db_int(agent_id)), &result));
	if (!result.count)
		return fail(cx, ERR_NOT_FOUND, NULL, "there is no such agent");
	*row = (struct presence_row){
		.state = {.presence = PRESENCE_OFFLINE,
			.since_us = db_int_at(&result, 0, 1),
			.concurrent_orders = db_int_at(&result, 0, 2),
			.note = db_text_at(&result, 0, 3)},
		.agent_no = db_int_at(&result, 0, 4),
		.team_id = db_int_at(&result, 0, 5),
		.department_id = db_int_at(&result, 0, 6),
		.agent_name = db_text_at(&result, 0, 7),
	};
	(void)!presence_read(db_text_at(&result, 0, 0), &row->state.presence);
	return OK;
}

enum err presence_store_set(struct cx *cx, const struct presence_change *change,
	const struct presence_state *before, const struct presence_state *after)
{
	return db_exec(cx, &set_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(change->agent_id),
			db_text(presence_words[after->presence]), db_int(after->since_us),
			db_text(after->note), db_text(change->source),
			db_text(presence_words[before->presence]),
			db_int(after->concurrent_orders)),
		NULL);
}

enum err presence_store_log(struct cx *cx, int64_t agent_id, enum presence presence)
{
	const struct db_value company = db_int(cx->actor->company_id);
	int64_t id;

	TRY(db_exec(
		cx, &log_close_sql, DB_ARGS(company, db_int(agent_id), db_int(cx->now_us)), NULL));
	TRY(db_next_id(cx, "presence_log", &id));
	return db_exec(cx, &log_open_sql,
		DB_ARGS(company, db_int(id), db_int(agent_id), db_text(presence_words[presence]),
			db_int(cx->now_us)),
		NULL);
}

enum err presence_store_sessions(
	struct cx *cx, int64_t agent_id, const char *status, int64_t concurrent_orders)
{
	return db_exec(cx, &sessions_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(agent_id), db_text(status),
			db_int(concurrent_orders), db_int(cx->now_us)),
		NULL);
}

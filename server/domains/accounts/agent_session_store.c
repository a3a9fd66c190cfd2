/* agent_session_store.c - the working sessions of agents, with the columns of the source document. */
/* SPDX-License-Identifier: MIT */
#include "domains/accounts/session_internal.h"

/* At most one open row an agent and workstation. */
static const struct db_query close_same_sql = {
	.name = "agent_session.close_same",
	.text = "UPDATE agent_sessions SET logout_time = $4, status = 'offline', last_activity = $4"
		" WHERE company_id = $1 AND agent_id = $2 AND workstation_id = $3"
		" AND logout_time IS NULL",
};

static const struct db_query others_sql = {
	.name = "agent_session.others",
	.text = "SELECT COUNT(*) FROM agent_sessions"
		" WHERE company_id = $1 AND agent_id = $2 AND logout_time IS NULL",
};

static const struct db_query open_sql = {
	.name = "agent_session.open",
	.text = "INSERT INTO agent_sessions (company_id, id, agent_id, auth_session_id, login_time,"
		" status, last_activity, workstation_id, created_at)"
		" VALUES ($1, $2, $3, $4, $5, $6, $5, $7, $5)",
};

static const struct db_query close_sql = {
	.name = "agent_session.close",
	.text = "UPDATE agent_sessions SET logout_time = $3, status = 'offline'"
		" WHERE company_id = $1 AND auth_session_id = $2 AND logout_time IS NULL"
		" RETURNING agent_id",
};

const struct db_query *const agent_session_queries[] = {
	&close_same_sql, &others_sql, &open_sql, &close_sql, NULL};

static enum err count_open(struct cx *cx, int64_t agent_id, int64_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &others_sql, DB_ARGS(db_int(cx->actor->company_id), db_int(agent_id)),
		&result));
	*count = db_int_at(&result, 0, 0);
	return OK;
}

enum err agent_session_open(struct cx *cx, int64_t agent_id, int64_t session_id,
	const char *workstation_id, int64_t *others_open)
{
	const struct db_value company = db_int(cx->actor->company_id);
	int64_t id;

	if (workstation_id)
		TRY(db_exec(cx, &close_same_sql,
			DB_ARGS(company, db_int(agent_id), db_text(workstation_id),
				db_int(cx->now_us)),
			NULL));
	TRY(count_open(cx, agent_id, others_open));
	TRY(db_next_id(cx, "agent_session", &id));
	return db_exec(cx, &open_sql,
		DB_ARGS(company, db_int(id), db_int(agent_id), db_int(session_id),
			db_int(cx->now_us), db_text("available"), db_text(workstation_id)),
		NULL);
}

enum err agent_session_close(
	struct cx *cx, int64_t session_id, int64_t *agent_id, int64_t *others_open)
{
	struct db_result result;

	*others_open = 0;
	TRY(db_run(cx, &close_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(session_id), db_int(cx->now_us)),
		&result));
	*agent_id = result.count ? db_int_at(&result, 0, 0) : 0;
	return *agent_id ? count_open(cx, *agent_id, others_open) : OK;
}

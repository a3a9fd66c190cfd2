/* call_stats_store.c - the SQL of figures of calls: $2 and $3 the period, $4 the service time. */
/* SPDX-License-Identifier: MIT */
#include "domains/calls/call_stats_internal.h"

#include "domains/accounts/account.h"
#include "domains/calls/call_figures_sql.h"

/* In the order of call_store_figures(). */
#define FIGURES "COUNT(*), SUM(x.is_active), " OUTCOMES ", " IN_TIME("$4") ", " TIMES

/* ---- By time, direction and state --------------------------------------------------------- */

/* Which of the calls of the period the actor sees, along the indexes of its set. */
#define OWN_LEGS(agent) \
	"SELECT l.call_id FROM call_legs l WHERE l.company_id = $1 AND l.agent_id = " agent \
		IN_PERIOD("l.call_started_us")
#define OWN_CALLS(agent) \
	"SELECT o.id FROM calls o WHERE o.company_id = $1 AND o.agent_id = " agent IN_PERIOD( \
		"o.started_us")
#define WAITING(department) \
	"SELECT w.id FROM calls w WHERE w.company_id = $1 AND w.is_active = 1" \
	" AND w.agent_id + 0 IS NULL AND w.department_id + 0 = " department
#define TEAM_LEGS(team) \
	"SELECT s.call_id FROM call_legs s WHERE s.company_id = $1 AND s.team_id = " team \
		IN_PERIOD("s.call_started_us")
#define TEAM_CALLS(team) \
	"SELECT t.id FROM calls t WHERE t.company_id = $1 AND t.team_id = " team IN_PERIOD( \
		"t.started_us")
#define SEEN_OWN(agent, department) \
	" AND c.id IN (" OWN_LEGS(agent) " UNION " OWN_CALLS(agent) " UNION " WAITING( \
		department) ")"
#define SEEN_TEAM(agent, department, team) \
	" AND c.id IN (" OWN_LEGS(agent) " UNION " OWN_CALLS(agent) " UNION " WAITING( \
		department) " UNION " TEAM_LEGS(team) " UNION " TEAM_CALLS(team) ")"

/* What the actor had a part in, and the team had none. */
#define SEEN_APART(agent, team) \
	" AND COALESCE(c.team_id, -1) <> " team " AND c.id IN (" OWN_LEGS( \
		agent) " AND COALESCE(l.team_id, -1) <> " team \
		       " UNION " OWN_CALLS( \
			       agent) ") AND NOT EXISTS (SELECT 1 FROM call_legs s WHERE " \
				      "s.company_id = $1" \
				      " AND s.call_id = c.id AND s.team_id + 0 = " team ")"

#define OF_CALLS(seen) " FROM calls c WHERE c.company_id = $1" IN_PERIOD("c.started_us") seen
#define CELLS(seen) \
	"SELECT x.key, x.direction, x.status, " FIGURES \
	" FROM (SELECT CASE WHEN $5 = 0 THEN c.started_us / 900000000" \
	" ELSE COALESCE(c.department_id, 0) END AS key, " OF_CALL \
	OF_CALLS(seen) ") x GROUP BY x.key, x.direction, x.status"
_Static_assert(CALL_QUARTER_US == 900000000, "as the statement says");
static const struct db_query cells_own_sql = {
	"call_stats.cells_own", CELLS(SEEN_OWN("$6", "$7")), NULL, NULL};
static const struct db_query cells_team_sql = {
	"call_stats.cells_team", CELLS(SEEN_TEAM("$6", "$7", "$8")), NULL, NULL};
static const struct db_query cells_company_sql = {
	"call_stats.cells_company", CELLS(""), NULL, NULL};
static const struct db_query cells_apart_sql = {
	"call_stats.cells_apart", CELLS(SEEN_APART("$6", "$7")), NULL, NULL};

/* ---- By agent and team -------------------------------------------------------------------- */

#define OF_LEGS(who, from, of) LEG_ROWS("l." who, from, " AND l." who " IS NOT NULL" of)
#define HAD_CALLS(who, of) CALL_ROWS("c." who, " AND c." who " IS NOT NULL" of)
#define PER_WHO(who, from, of_legs, of_calls) \
	PER_CALL("p.who", OF_LEGS(who, from, of_legs) " UNION ALL " HAD_CALLS(who, of_calls))
#define AGENTS(from, of_legs, of_calls) \
	"SELECT a.id, a.agent_no, a.name, " FIGURES " FROM " PER_WHO("agent_id", from, of_legs, \
		of_calls) " x" \
			  " JOIN agents a ON a.company_id = $1 AND a.id = x.who GROUP BY a.id, " \
			  "a.agent_no, a.name"
#define TEAMS(from, of_legs, of_calls) \
	"SELECT t.id, 0, t.name, " FIGURES " FROM " PER_WHO( \
		"team_id", from, of_legs, of_calls) " x" \
						    " JOIN teams t ON t.company_id = $1 AND t.id " \
						    "= x.who GROUP BY t.id, t.name"
static const struct db_query agents_own_sql = {"call_stats.agents_own",
	AGENTS(FROM_LEGS, " AND l.agent_id = $5", " AND c.agent_id = $5"), NULL, NULL};
#define OF_TEAM(x) " AND (" x ".team_id = $6 OR " x ".agent_id = $5)"
static const struct db_query agents_team_sql = {
	"call_stats.agents_team", AGENTS(FROM_CALLS, OF_TEAM("l"), OF_TEAM("c")), NULL, NULL};
static const struct db_query agents_company_sql = {
	"call_stats.agents_company", AGENTS(FROM_CALLS, "", ""), NULL, NULL};
static const struct db_query teams_team_sql = {"call_stats.teams_team",
	TEAMS(FROM_LEGS, " AND l.team_id = $5", " AND c.team_id = $5"), NULL, NULL};
static const struct db_query teams_company_sql = {
	"call_stats.teams_company", TEAMS(FROM_CALLS, "", ""), NULL, NULL};

/* ---- By queue ------------------------------------------------------------------------------- */

#define QUEUES(seen) \
	"SELECT 0, 0, x.queue, " FIGURES " FROM (SELECT " QUEUE_ROW \
	" FROM calls c CROSS JOIN call_queue_visits v" \
	" WHERE c.company_id = $1" IN_PERIOD("c.started_us") seen \
		" AND v.company_id = $1 AND v.call_id = c.id GROUP BY v.queue, c.id) x" \
		" GROUP BY x.queue"
static const struct db_query queues_own_sql = {
	"call_stats.queues_own", QUEUES(SEEN_OWN("$5", "$6")), NULL, NULL};
static const struct db_query queues_team_sql = {
	"call_stats.queues_team", QUEUES(SEEN_TEAM("$5", "$6", "$7")), NULL, NULL};
static const struct db_query queues_company_sql = {
	"call_stats.queues_company", QUEUES(""), NULL, NULL};
static const struct db_query queues_apart_sql = {
	"call_stats.queues_apart", QUEUES(SEEN_APART("$5", "$6")), NULL, NULL};

static const struct db_query departments_sql = {"call_stats.departments",
	"SELECT id, code, name FROM departments WHERE company_id = $1", NULL, NULL};

/* ---- Reading ---------------------------------------------------------------------------------- */

struct call_figures call_store_figures(const struct db_result *result, size_t row, size_t first)
{
	return (struct call_figures){.total = db_int_at(result, row, first),
		.active = db_int_at(result, row, first + 1),
		.answered = db_int_at(result, row, first + 2),
		.missed = db_int_at(result, row, first + 3),
		.not_reached = db_int_at(result, row, first + 4),
		.by_system = db_int_at(result, row, first + 5),
		.abandoned = db_int_at(result, row, first + 6),
		.waited = db_int_at(result, row, first + 7),
		.wait_us = db_int_at(result, row, first + 8),
		.in_time = db_int_at(result, row, first + 9),
		.talk_us = db_int_at(result, row, first + 10),
		.hold_us = db_int_at(result, row, first + 11),
		.ring_us = db_int_at(result, row, first + 12),
		.wrap_us = db_int_at(result, row, first + 13)};
}

static size_t period_args(
	const struct cx *cx, const struct call_span *span, struct db_value args[4])
{
	args[0] = db_int(cx->actor->company_id);
	args[1] = db_int(span->from_us);
	args[2] = db_int(span->to_us);
	args[3] = db_int(span->service_us);
	return 4;
}

/* What a statement with the actor's sight takes behind those of the period. */
static size_t sight_args(
	const struct actor *actor, const struct call_span *span, struct db_value args[3])
{
	if (!span->apart)
		return call_store_scope_args(actor, args);
	args[0] = db_int(actor->agent_id);
	args[1] = db_int(actor->team_id);
	return 2;
}

enum err call_store_cells(struct cx *cx, const struct call_span *span, enum call_cell_key key,
	struct call_cell **cells, size_t *count)
{
	static const struct db_query *const queries[] = {
		&cells_own_sql, &cells_team_sql, &cells_company_sql};
	struct db_value args[8];
	size_t n = period_args(cx, span, args);
	struct db_result result;

	args[n++] = db_int(key);
	n += sight_args(cx->actor, span, args + n);
	TRY(db_run(cx, span->apart ? &cells_apart_sql : queries[call_scope(cx->actor)], args, n,
		&result));
	*count = result.count;
	*cells = arena_array(cx->arena, result.count, sizeof(**cells));
	for (size_t i = 0; i < result.count; i++)
		(*cells)[i] = (struct call_cell){.key = db_int_at(&result, i, 0),
			.direction = db_text_at(&result, i, 1),
			.status = db_text_at(&result, i, 2),
			.figures = call_store_figures(&result, i, 3)};
	return OK;
}

void call_store_groups(struct cx *cx, const struct db_result *result, struct call_groups *groups)
{
	groups->count = result->count;
	groups->rows = arena_array(cx->arena, result->count, sizeof(*groups->rows));
	for (size_t i = 0; i < result->count; i++) {
		struct call_group *group = &groups->rows[i];
		const int64_t agent_no = db_int_at(result, i, 1);

		group->id = db_int_at(result, i, 0);
		group->name = db_text_at(result, i, 2);
		group->key = agent_no ? agent_code(cx->arena, agent_no)
			: group->id   ? arena_format(cx->arena, "%lld", (long long)group->id)
				      : group->name;
		group->figures = call_store_figures(result, i, 3);
	}
}

enum err call_store_agents(struct cx *cx, const struct call_span *span, struct call_groups *groups)
{
	static const struct db_query *const queries[] = {
		&agents_own_sql, &agents_team_sql, &agents_company_sql};
	const enum scope scope = call_scope(cx->actor);
	struct db_value args[6];
	size_t n = period_args(cx, span, args);
	struct db_result result;

	if (scope != SCOPE_COMPANY)
		args[n++] = db_int(cx->actor->agent_id);
	if (scope == SCOPE_TEAM)
		args[n++] = db_int(cx->actor->team_id);
	TRY(db_run(cx, queries[scope], args, n, &result));
	call_store_groups(cx, &result, groups);
	return OK;
}

/* Figures of a team are those of all its people: not for who sees the own calls alone. */
enum err call_store_teams(struct cx *cx, const struct call_span *span, struct call_groups *groups)
{
	const enum scope scope = call_scope(cx->actor);
	struct db_value args[5];
	size_t n = period_args(cx, span, args);
	struct db_result result;

	*groups = (struct call_groups){0};
	if (scope == SCOPE_OWN)
		return OK;
	if (scope == SCOPE_TEAM)
		args[n++] = db_int(cx->actor->team_id);
	TRY(db_run(
		cx, scope == SCOPE_TEAM ? &teams_team_sql : &teams_company_sql, args, n, &result));
	call_store_groups(cx, &result, groups);
	return OK;
}

enum err call_store_queues(struct cx *cx, const struct call_span *span, struct call_groups *groups)
{
	static const struct db_query *const queries[] = {
		&queues_own_sql, &queues_team_sql, &queues_company_sql};
	struct db_value args[7];
	size_t n = period_args(cx, span, args);
	struct db_result result;

	n += sight_args(cx->actor, span, args + n);
	TRY(db_run(cx, span->apart ? &queues_apart_sql : queries[call_scope(cx->actor)], args, n,
		&result));
	call_store_groups(cx, &result, groups);
	return OK;
}

enum err call_store_department_names(struct cx *cx, struct call_groups *groups)
{
	struct db_result result;

	TRY(db_run(cx, &departments_sql, DB_ARGS(db_int(cx->actor->company_id)), &result));
	for (size_t row = 0; row < result.count; row++)
		for (size_t i = 0; i < groups->count; i++) {
			if (groups->rows[i].id != db_int_at(&result, row, 0))
				continue;
			groups->rows[i].key = db_text_at(&result, row, 1);
			groups->rows[i].name = db_text_at(&result, row, 2);
		}
	return OK;
}

db_query_list call_stats_queries = {&cells_own_sql, &cells_team_sql, &cells_company_sql,
	&cells_apart_sql, &agents_own_sql, &agents_team_sql, &agents_company_sql, &teams_team_sql,
	&teams_company_sql, &queues_own_sql, &queues_team_sql, &queues_company_sql,
	&queues_apart_sql, &departments_sql, NULL};

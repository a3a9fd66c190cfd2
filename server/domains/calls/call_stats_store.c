/* call_stats_store.c - the SQL of figures of calls: $2 and $3 the period, $4 the service time. */
/* SPDX-License-Identifier: MIT */
#include "domains/calls/call_stats_internal.h"

#include "domains/accounts/account.h"

#define IN_PERIOD(column) " AND " column " >= $2 AND " column " < $3"
#define COUNTED(condition) "SUM(CASE WHEN " condition " THEN 1 ELSE 0 END)"
#define SUM_OF(what, condition) "SUM(CASE WHEN " condition " THEN " what " ELSE 0 END)"

/*
 * Of rows that say: answered, direction, status, is_active, by_system, wait,
 * talk, hold, ring, wrap. In the order of read_figures().
 */
#define MISSING "x.answered = 0 AND x.is_active = 0 AND x.by_system = 0"
#define INCOMING "x.direction = 'incoming'"
#define WAITED INCOMING " AND x.answered = 1"
#define FIGURES \
	"COUNT(*), SUM(x.is_active), SUM(x.answered), " COUNTED( \
		MISSING " AND " INCOMING) ", " COUNTED(MISSING " AND x.direction <> 'incoming'") ", " COUNTED("x.answered = 0 AND x.is_active = 0 AND x.by_system = 1") ", " COUNTED(MISSING \
		" AND " INCOMING \
		" AND x.status = 'abandoned'") ", " COUNTED(WAITED) ", " SUM_OF("x.wait", \
		WAITED) ", " COUNTED(WAITED \
		" AND x.wait <= $4") ", SUM(x.talk), SUM(x.hold), SUM(x.ring), SUM(x.wrap)"

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

#define OF_CALLS(seen) " FROM calls c WHERE c.company_id = $1" IN_PERIOD("c.started_us") seen
#define CELLS(seen) \
	"SELECT x.key, x.direction, x.status, " FIGURES \
	" FROM (SELECT CASE WHEN $5 = 0 THEN c.started_us / 900000000" \
	" ELSE COALESCE(c.department_id, 0) END AS key, c.direction, c.status, c.is_active," \
	" c.by_system, CASE WHEN c.answered_us IS NULL THEN 0 ELSE 1 END AS answered," \
	" c.queue_us + c.ring_us AS wait, c.talk_us AS talk, c.hold_us AS hold," \
	" c.ring_us AS ring, c.wrap_us AS wrap" OF_CALLS( \
		seen) ") x" \
		      " GROUP BY x.key, x.direction, x.status"
_Static_assert(CALL_QUARTER_US == 900000000, "as the statement says");
static const struct db_query cells_own_sql = {
	"call_stats.cells_own", CELLS(SEEN_OWN("$6", "$7")), NULL, NULL};
static const struct db_query cells_team_sql = {
	"call_stats.cells_team", CELLS(SEEN_TEAM("$6", "$7", "$8")), NULL, NULL};
static const struct db_query cells_company_sql = {
	"call_stats.cells_company", CELLS(""), NULL, NULL};

/* ---- By agent and team -------------------------------------------------------------------- */

/*
 * What agents had of calls is what their own legs had; a call that somebody has
 * or had last is theirs even without a leg. A call with several legs of one
 * agent or team is one.
 */
#define RANG \
	"CASE WHEN l.ringing_us IS NULL THEN 0 ELSE COALESCE(l.answered_us, l.ended_us," \
	" c.as_of_us) - l.ringing_us END"
#define LEG_ROWS(who, from, of) \
	"SELECT l." who " AS who, c.id AS call_id, c.direction, c.status, c.is_active," \
	" c.by_system, c.queue_us + c.ring_us AS wait, l.talk_us AS talk, l.hold_us AS hold," \
	" " RANG " AS ring, 0 AS wrap" from " AND l." who " IS NOT NULL" of
#define CALL_ROWS(who, of) \
	"SELECT c." who ", c.id, c.direction, c.status, c.is_active, c.by_system," \
	" c.queue_us + c.ring_us, 0, 0, 0, c.wrap_us FROM calls c WHERE c.company_id = " \
	"$1" IN_PERIOD("c.started_us") " AND c." who " IS NOT NULL" of
#define FROM_CALLS \
	" FROM calls c CROSS JOIN call_legs l WHERE c.company_id = $1" IN_PERIOD( \
		"c.started_us") " AND l.company_id = $1 AND l.call_id = c.id"
#define FROM_LEGS \
	" FROM call_legs l CROSS JOIN calls c WHERE l.company_id = $1" IN_PERIOD( \
		"l.call_started_us") " AND c.company_id = $1 AND c.id = l.call_id"
#define PER_CALL(legs, calls) \
	"(SELECT p.who, p.call_id, MAX(p.direction) AS direction, MAX(p.status) AS status," \
	" MAX(p.is_active) AS is_active, MAX(p.by_system) AS by_system, MAX(p.wait) AS wait," \
	" SUM(p.talk) AS talk, SUM(p.hold) AS hold, SUM(p.ring) AS ring, MAX(p.wrap) AS wrap," \
	" CASE WHEN SUM(p.talk) > 0 THEN 1 ELSE 0 END AS answered" \
	" FROM (" legs " UNION ALL " calls ") p GROUP BY p.who, p.call_id)"
#define AGENTS(from, of_legs, of_calls) \
	"SELECT a.id, a.agent_no, a.name, " FIGURES \
	" FROM " PER_CALL(LEG_ROWS("agent_id", from, of_legs), \
		CALL_ROWS("agent_id", of_calls)) " x JOIN agents a ON a.company_id = $1 AND a.id " \
						 "= x.who GROUP BY a.id, a.agent_no, a.name" \
						 " ORDER BY COUNT(*) DESC, a.agent_no"
#define TEAMS(from, of_legs, of_calls) \
	"SELECT t.id, 0, t.name, " FIGURES " FROM " PER_CALL(LEG_ROWS("team_id", from, of_legs), \
		CALL_ROWS("team_id", of_calls)) " x JOIN teams t ON t.company_id = $1 AND t.id = " \
						"x.who GROUP BY t.id, t.name" \
						" ORDER BY COUNT(*) DESC, t.name"
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

/* A call that came back to a queue is one, and waited for the sum of both. */
#define QUEUES(seen) \
	"SELECT 0, 0, x.queue, " FIGURES " FROM (SELECT v.queue, c.id, 'incoming' AS direction," \
	" MAX(CASE WHEN v.result = 'answered' THEN 1 ELSE 0 END) AS answered," \
	" MAX(CASE WHEN v.result = 'waiting' THEN 1 ELSE 0 END) AS is_active, 0 AS by_system," \
	" CASE WHEN MAX(CASE WHEN v.result = 'abandoned' THEN 1 ELSE 0 END) = 1" \
	" THEN 'abandoned' ELSE '' END AS status," \
	" SUM(COALESCE(v.left_us, c.as_of_us) - v.joined_us) AS wait," \
	" MAX(CASE WHEN v.result = 'answered' THEN c.talk_us ELSE 0 END) AS talk," \
	" MAX(CASE WHEN v.result = 'answered' THEN c.hold_us ELSE 0 END) AS hold," \
	" 0 AS ring, 0 AS wrap FROM calls c CROSS JOIN call_queue_visits v" \
	" WHERE c.company_id = $1" IN_PERIOD("c.started_us") seen \
		" AND v.company_id = $1 AND v.call_id = c.id GROUP BY v.queue, c.id) x" \
		" GROUP BY x.queue ORDER BY x.queue"
static const struct db_query queues_own_sql = {
	"call_stats.queues_own", QUEUES(SEEN_OWN("$5", "$6")), NULL, NULL};
static const struct db_query queues_team_sql = {
	"call_stats.queues_team", QUEUES(SEEN_TEAM("$5", "$6", "$7")), NULL, NULL};
static const struct db_query queues_company_sql = {
	"call_stats.queues_company", QUEUES(""), NULL, NULL};

static const struct db_query departments_sql = {"call_stats.departments",
	"SELECT id, code, name FROM departments WHERE company_id = $1", NULL, NULL};

/* ---- Reading ---------------------------------------------------------------------------------- */

static struct call_figures read_figures(const struct db_result *result, size_t row, size_t first)
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

enum err call_store_cells(struct cx *cx, const struct call_span *span, enum call_cell_key key,
	struct call_cell **cells, size_t *count)
{
	static const struct db_query *const queries[] = {
		&cells_own_sql, &cells_team_sql, &cells_company_sql};
	struct db_value args[8];
	size_t n = period_args(cx, span, args);
	struct db_result result;

	args[n++] = db_int(key);
	n += call_store_scope_args(cx->actor, args + n);
	TRY(db_run(cx, queries[call_scope(cx->actor)], args, n, &result));
	*count = result.count;
	*cells = arena_array(cx->arena, result.count, sizeof(**cells));
	for (size_t i = 0; i < result.count; i++)
		(*cells)[i] = (struct call_cell){.key = db_int_at(&result, i, 0),
			.direction = db_text_at(&result, i, 1),
			.status = db_text_at(&result, i, 2),
			.figures = read_figures(&result, i, 3)};
	return OK;
}

static void read_groups(struct cx *cx, const struct db_result *result, struct call_groups *groups)
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
		group->figures = read_figures(result, i, 3);
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
	read_groups(cx, &result, groups);
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
	read_groups(cx, &result, groups);
	return OK;
}

enum err call_store_queues(struct cx *cx, const struct call_span *span, struct call_groups *groups)
{
	static const struct db_query *const queries[] = {
		&queues_own_sql, &queues_team_sql, &queues_company_sql};
	struct db_value args[7];
	size_t n = period_args(cx, span, args);
	struct db_result result;

	n += call_store_scope_args(cx->actor, args + n);
	TRY(db_run(cx, queries[call_scope(cx->actor)], args, n, &result));
	read_groups(cx, &result, groups);
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
	&agents_own_sql, &agents_team_sql, &agents_company_sql, &teams_team_sql, &teams_company_sql,
	&queues_own_sql, &queues_team_sql, &queues_company_sql, &departments_sql, NULL};

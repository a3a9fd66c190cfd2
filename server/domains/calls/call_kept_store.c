/* call_kept_store.c - the SQL that reads figures of days that are kept: $2 the days, $3 whose, $4 the service time. */
/* SPDX-License-Identifier: MIT */
#include "domains/calls/call_stats_internal.h"

#include "domains/calls/call_figures_sql.h"

#define WITHIN_CASE(within) " WHEN " within " THEN f.in_" within
#define CASES(...) CASES_(__VA_ARGS__)
#define CASES_(a, b, c, d, e, f, g, h) a b c d e f g h
/* In the order of call_store_figures(). */
#define KEPT(sum) \
	sum("f.total") ", 0, " sum("f.answered") ", " sum("f.missed") ", " sum("f.not_reached") ", " sum("f.by_system") ", " sum("f.abandoned") ", " sum("f.waited") ", " sum("f.wait_us") ", " sum( \
		"CASE CAST($4 AS BIGINT)" CASES(KEPT_WITHIN( \
			WITHIN_CASE)) " END") ", " sum("f.talk_us") ", " sum("f.hold_us") "," \
											  " " sum("f.ring_us") ", " sum( \
												  "f.wrap_us")
#define SUM(of) "SUM(" of ")"
#define PLAIN(of) of
#define DAYS_LITE "(SELECT value FROM json_each($2))"
#define DAYS_PG "(SELECT CAST(value AS BIGINT) FROM jsonb_array_elements_text(CAST($2 AS JSONB)))"
#define OF_KIND(kind, days) \
	" WHERE f.company_id = $1 AND f.kind = '" kind "' AND f.team_id = $3 AND f.day_us " \
	"IN " days
#define BOTH(name, text) \
	{ \
		name, NULL, text(DAYS_LITE), text(DAYS_PG) \
	}

#define HOURS(days) \
	"SELECT f.day_us, f.subject_id, " KEPT(PLAIN) " FROM call_day_figures f" OF_KIND( \
		"hour", days)
static const struct db_query hours_sql = BOTH("call_kept.hours", HOURS);
#define STATES(days) \
	"SELECT f.direction, f.word, " KEPT(SUM) " FROM call_day_figures f" OF_KIND( \
		"state", days) " GROUP BY f.direction, f.word"
static const struct db_query states_sql = BOTH("call_kept.states", STATES);
#define DEPARTMENTS(days) \
	"SELECT f.subject_id, 0, '', " KEPT(SUM) " FROM call_day_figures f" OF_KIND( \
		"department", days) " GROUP BY f.subject_id"
static const struct db_query departments_sql = BOTH("call_kept.departments", DEPARTMENTS);
#define QUEUES(days) \
	"SELECT 0, 0, f.word, " KEPT(SUM) " FROM call_day_figures f" OF_KIND( \
		"queue", days) " GROUP BY f.word"
static const struct db_query queues_sql = BOTH("call_kept.queues", QUEUES);
/* $5: only this one, $6: all but this one; 0: all. */
#define WHICH \
	" AND (CAST($5 AS BIGINT) = 0 OR f.subject_id = CAST($5 AS BIGINT))" \
	" AND f.subject_id <> $6"
#define AGENTS(days) \
	"SELECT a.id, a.agent_no, a.name, " KEPT( \
		SUM) " FROM call_day_figures f" \
		     " JOIN agents a ON a.company_id = f.company_id AND a.id = " \
		     "f.subject_id" OF_KIND("agent", days) WHICH \
		" GROUP BY a.id, a.agent_no, a.name"
static const struct db_query agents_sql = BOTH("call_kept.agents", AGENTS);
#define TEAMS(days) \
	"SELECT t.id, 0, t.name, " KEPT(SUM) " FROM call_day_figures f" \
					     " JOIN teams t ON t.company_id = f.company_id AND " \
					     "t.id = f.subject_id" OF_KIND("team", days) WHICH \
		" GROUP BY t.id, t.name"
static const struct db_query teams_sql = BOTH("call_kept.teams", TEAMS);

bool call_kept_within(int64_t service_us)
{
#define WITHIN_S(within) within
	static const char *const kept[] = {KEPT_WITHIN(WITHIN_S)};

	for (size_t i = 0; i < COUNT(kept); i++) {
		int64_t seconds;

		if (text_int(kept[i], &seconds) && seconds * US_PER_SECOND == service_us)
			return true;
	}
	return false;
}

/* Of which team's sight the actor's is; EVERYONE. */
static int64_t sight_of(const struct actor *actor)
{
	return call_scope(actor) == SCOPE_COMPANY ? -1 : actor->team_id;
}

static enum err run(struct cx *cx, const struct db_query *query, const struct call_kept *kept,
	int64_t team_id, struct db_result *result)
{
	return db_run(cx, query,
		DB_ARGS(db_int(cx->actor->company_id), db_text(kept->days), db_int(team_id),
			db_int(kept->service_us / US_PER_SECOND)),
		result);
}

enum err call_kept_hours(
	struct cx *cx, const struct call_kept *kept, struct call_kept_hour **rows, size_t *count)
{
	struct db_result result;

	TRY(run(cx, &hours_sql, kept, sight_of(cx->actor), &result));
	*count = result.count;
	*rows = arena_array(cx->arena, result.count, sizeof(**rows));
	for (size_t i = 0; i < result.count; i++)
		(*rows)[i] = (struct call_kept_hour){.day_us = db_int_at(&result, i, 0),
			.hour = db_int_at(&result, i, 1),
			.figures = call_store_figures(&result, i, 2)};
	return OK;
}

enum err call_kept_states(
	struct cx *cx, const struct call_kept *kept, struct call_cell **cells, size_t *count)
{
	struct db_result result;

	TRY(run(cx, &states_sql, kept, sight_of(cx->actor), &result));
	*count = result.count;
	*cells = arena_array(cx->arena, result.count, sizeof(**cells));
	for (size_t i = 0; i < result.count; i++)
		(*cells)[i] = (struct call_cell){.direction = db_text_at(&result, i, 0),
			.status = db_text_at(&result, i, 1),
			.figures = call_store_figures(&result, i, 2)};
	return OK;
}

enum err call_kept_departments(
	struct cx *cx, const struct call_kept *kept, struct call_groups *groups)
{
	struct db_result result;

	TRY(run(cx, &departments_sql, kept, sight_of(cx->actor), &result));
	call_store_groups(cx, &result, groups);
	for (size_t i = 0; i < groups->count; i++)
		groups->rows[i].key = ""; /* as those counted have it, until they are named */
	return OK;
}

enum err call_kept_queues(struct cx *cx, const struct call_kept *kept, struct call_groups *groups)
{
	struct db_result result;

	TRY(run(cx, &queues_sql, kept, sight_of(cx->actor), &result));
	call_store_groups(cx, &result, groups);
	return OK;
}

struct which {
	int64_t only, but; /* 0: all */
};
static enum err run_which(struct cx *cx, const struct db_query *query, const struct call_kept *kept,
	int64_t team_id, struct which which, struct call_groups *groups)
{
	struct db_result result;

	TRY(db_run(cx, query,
		DB_ARGS(db_int(cx->actor->company_id), db_text(kept->days), db_int(team_id),
			db_int(kept->service_us / US_PER_SECOND), db_int(which.only),
			db_int(which.but)),
		&result));
	call_store_groups(cx, &result, groups);
	return OK;
}

/* A team's people as far as they were of the team, and all of one's own. */
enum err call_kept_agents(struct cx *cx, const struct call_kept *kept, struct call_groups *groups)
{
	const struct which own = {.only = cx->actor->agent_id};
	const struct which others = {.but = cx->actor->agent_id};
	struct call_groups more;

	if (call_scope(cx->actor) == SCOPE_COMPANY)
		return run_which(cx, &agents_sql, kept, -1, (struct which){0}, groups);
	TRY(run_which(cx, &agents_sql, kept, cx->actor->team_id, others, groups));
	if (!own.only)
		return OK;
	TRY(run_which(cx, &agents_sql, kept, -1, own, &more));
	call_groups_add(cx, groups, &more);
	return OK;
}

enum err call_kept_teams(struct cx *cx, const struct call_kept *kept, struct call_groups *groups)
{
	const struct which own = {.only = cx->actor->team_id};

	*groups = (struct call_groups){0};
	if (call_scope(cx->actor) == SCOPE_COMPANY)
		return run_which(cx, &teams_sql, kept, -1, (struct which){0}, groups);
	return own.only ? run_which(cx, &teams_sql, kept, -1, own, groups) : OK;
}

db_query_list call_kept_queries = {
	&hours_sql, &states_sql, &departments_sql, &queues_sql, &agents_sql, &teams_sql, NULL};

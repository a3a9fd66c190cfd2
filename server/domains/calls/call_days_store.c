/* call_days_store.c - the SQL of days that are kept: $2 and $3 the day. */
/* SPDX-License-Identifier: MIT */
#include "domains/calls/call_days_internal.h"

#include "domains/calls/call_figures_sql.h"
#include "domains/calls/call_store_internal.h"
#include "domains/calls/call_view_internal.h"

/* ---- Turns ------------------------------------------------------------------------------ */

static const struct db_query turn_sql = {"call_days.turn",
	"INSERT INTO call_day_states (company_id, touched) VALUES ($1, $2)"
	" ON CONFLICT (company_id) DO UPDATE SET touched = call_day_states.touched"
	" + excluded.touched",
	NULL, NULL};
#define DOUBT(instants) \
	"UPDATE call_days SET is_exact = 0 WHERE company_id = $1 AND is_exact = 1" \
	" AND from_us IN (SELECT (SELECT MAX(d.from_us) FROM call_days d" \
	" WHERE d.company_id = $1 AND d.from_us <= r.value) FROM (" instants ") r)"
static const struct db_query doubt_sql = {"call_days.doubt", NULL,
	DOUBT("SELECT value FROM json_each($2)"),
	DOUBT("SELECT CAST(value AS BIGINT) AS value"
	      " FROM jsonb_array_elements_text(CAST($2 AS JSONB))")};
static const struct db_query doubt_all_sql = {"call_days.doubt_all",
	"UPDATE call_days SET is_exact = 0 WHERE company_id = $1 AND from_us >= $2"
	" AND from_us < $3",
	NULL, NULL};

enum err days_store_touch(struct cx *cx, const int64_t *started_us, size_t count)
{
	const struct db_value company = db_int(cx->actor->company_id);

	TRY(db_exec(cx, &turn_sql, DB_ARGS(company, db_int(1)), NULL));
	return db_exec(cx, &doubt_sql,
		DB_ARGS(company, db_text(call_store_ids(cx, started_us, count))), NULL);
}

enum err days_store_hold(struct cx *cx)
{
	return db_exec(cx, &turn_sql, DB_ARGS(db_int(cx->actor->company_id), db_int(0)), NULL);
}

enum err days_store_doubt(struct cx *cx, int64_t from_us, int64_t to_us)
{
	return db_exec(cx, &doubt_all_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(from_us), db_int(to_us)), NULL);
}

/* ---- Which days there are ----------------------------------------------------------------- */

#define QUIET \
	"NOT EXISTS (SELECT 1 FROM calls a WHERE a.company_id = d.company_id" \
	" AND a.is_active = 1 AND a.started_us >= d.from_us AND a.started_us < d.to_us)"
/* tenancy: all companies, one job keeps the days of every company */
static const struct db_query waiting_sql = {"call_days.waiting",
	"SELECT c.id FROM companies c LEFT JOIN call_day_states s ON s.company_id = c.id"
	" WHERE c.status = 'active' AND (s.company_id IS NULL OR s.time_zone <> c.time_zone"
	" OR s.due_us <= $1 OR EXISTS (SELECT 1 FROM call_days d WHERE d.company_id = c.id"
	" AND d.is_exact = 0 AND " QUIET ")) ORDER BY c.id",
	NULL, NULL};
static const struct db_query state_sql = {"call_days.state",
	"SELECT touched, time_zone, due_us FROM call_day_states WHERE company_id = $1", NULL, NULL};
static const struct db_query first_sql = {"call_days.first_call",
	"SELECT MIN(started_us) FROM calls WHERE company_id = $1", NULL, NULL};
static const struct db_query drop_figures_sql = {
	"call_days.drop_figures", "DELETE FROM call_day_figures WHERE company_id = $1", NULL, NULL};
static const struct db_query drop_sql = {
	"call_days.drop", "DELETE FROM call_days WHERE company_id = $1", NULL, NULL};
static const struct db_query lay_sql = QUERY("call_days.lay",
	"INSERT INTO call_days (company_id, from_us, to_us) SELECT CAST($1 AS BIGINT)" INT(0)
		INT(1),
	" ON CONFLICT DO NOTHING");
static const struct db_query laid_sql = {"call_days.laid",
	"UPDATE call_day_states SET time_zone = $2, due_us = $3 WHERE company_id = $1", NULL, NULL};
static const struct db_query open_sql = {"call_days.open",
	"SELECT d.from_us, d.to_us FROM call_days d WHERE d.company_id = $1 AND d.is_exact = 0"
	" AND " QUIET " ORDER BY d.from_us DESC LIMIT $2",
	NULL, NULL};
static const struct db_query exact_sql = {"call_days.exact",
	"SELECT from_us, to_us FROM call_days WHERE company_id = $1 AND from_us >= $2"
	" AND to_us <= $3 AND is_exact = 1 ORDER BY from_us",
	NULL, NULL};

enum err days_store_state(struct cx *cx, struct call_day_state *state)
{
	struct db_result result;

	*state = (struct call_day_state){0};
	TRY(db_run(cx, &state_sql, DB_ARGS(db_int(cx->actor->company_id)), &result));
	if (result.count)
		*state = (struct call_day_state){.touched = db_int_at(&result, 0, 0),
			.time_zone = db_text_at(&result, 0, 1),
			.due_us = db_int_at(&result, 0, 2)};
	return OK;
}

enum err days_store_waiting(struct cx *cx, int64_t **companies, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &waiting_sql, DB_ARGS(db_int(cx->now_us)), &result));
	*companies = arena_array(cx->arena, result.count, sizeof(**companies));
	*count = result.count;
	for (size_t i = 0; i < result.count; i++)
		(*companies)[i] = db_int_at(&result, i, 0);
	return OK;
}

enum err days_store_first_call(struct cx *cx, struct opt_int *started_us)
{
	struct db_result result;

	TRY(db_run(cx, &first_sql, DB_ARGS(db_int(cx->actor->company_id)), &result));
	*started_us = db_opt_at(&result, 0, 0);
	return OK;
}

enum err days_store_drop(struct cx *cx)
{
	TRY(db_exec(cx, &drop_figures_sql, DB_ARGS(db_int(cx->actor->company_id)), NULL));
	return db_exec(cx, &drop_sql, DB_ARGS(db_int(cx->actor->company_id)), NULL);
}

enum err days_store_lay(struct cx *cx, const struct call_day *days, size_t count)
{
	struct rows rows;

	rows_open(cx, &rows, 48 * count);
	for (size_t i = 0; i < count; i++) {
		struct json *json = rows_add(&rows);

		json_int(json, days[i].from_us);
		json_int(json, days[i].to_us);
		json_close_array(json);
	}
	return rows_write(cx, &rows, &lay_sql);
}

enum err days_store_laid(struct cx *cx, const char *time_zone, int64_t due_us)
{
	return db_exec(cx, &laid_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_text(time_zone), db_int(due_us)), NULL);
}

static void read_days(
	struct cx *cx, const struct db_result *result, struct call_day **days, size_t *count)
{
	*count = result->count;
	*days = arena_array(cx->arena, result->count, sizeof(**days));
	for (size_t i = 0; i < result->count; i++)
		(*days)[i] = (struct call_day){db_int_at(result, i, 0), db_int_at(result, i, 1)};
}

enum err days_store_open(struct cx *cx, size_t limit, struct call_day **days, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &open_sql, DB_ARGS(db_int(cx->actor->company_id), db_int((int64_t)limit)),
		&result));
	read_days(cx, &result, days, count);
	return OK;
}

enum err days_store_exact(
	struct cx *cx, int64_t from_us, int64_t to_us, struct call_day **days, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &exact_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(from_us), db_int(to_us)), &result));
	read_days(cx, &result, days, count);
	return OK;
}

/* ---- Counting a day ------------------------------------------------------------------------- */

#define KEPT_COUNT(within) IN_TIME(within "000000")
#define JOINED(...) JOINED_(__VA_ARGS__)
#define JOINED_(a, b, c, d, e, f, g, h) a ", " b ", " c ", " d ", " e ", " f ", " g ", " h
#define KEPT_COLUMNS "COUNT(*), " OUTCOMES ", " TIMES ", " JOINED(KEPT_WITHIN(KEPT_COUNT))
/*
 * Which calls are the company's, and which a team had a part in. The + keeps SQLite
 * from looking through all that teams ever had.
 */
#define SETS \
	"(SELECT " EVERYONE " AS team_id, e.id AS call_id FROM calls e" \
	" WHERE e.company_id = $1" IN_PERIOD( \
		"e.started_us") " UNION ALL SELECT s.team_id, s.call_id FROM" \
				" (SELECT l.team_id, l.call_id FROM calls b CROSS JOIN call_legs " \
				"l" \
				" WHERE b.company_id = $1" IN_PERIOD( \
					"b.started_us") " AND l.company_id = $1 AND l.call_id = " \
							"b.id" \
							" AND l.team_id + 0 IS NOT NULL UNION" \
							" SELECT t.team_id, t.id FROM calls t" \
							" WHERE t.company_id = $1" IN_PERIOD( \
								"t.started_us") " AND t.team_id " \
										"IS NOT NULL) s) " \
										"s"
#define PER_SET(subject, word, direction) \
	"SELECT x.team_id, x.subject, " word ", " direction ", " KEPT_COLUMNS \
	" FROM (SELECT s.team_id, " subject " AS subject, " OF_CALL " FROM " SETS \
	" CROSS JOIN calls c WHERE c.company_id = $1 AND c.id = s.call_id) x" \
	" GROUP BY x.team_id, x.subject"
#define LOCAL_HOUR \
	"(c.started_us + CASE WHEN c.started_us < CAST($5 AS BIGINT) THEN CAST($4 AS BIGINT)" \
	" ELSE CAST($6 AS BIGINT) END) / 3600000000 % 24"
#define LEGS_OF(team, who, condition) \
	LEG_ROWS(team " AS team_id, " who, FROM_CALLS, " AND " who " IS NOT NULL" condition)
#define CALLS_OF(team, who, condition) \
	CALL_ROWS(team ", " who, " AND " who " IS NOT NULL" condition)
#define PER_PERSON(rows) \
	"SELECT x.team_id, x.who, '', '', " KEPT_COLUMNS \
	" FROM " PER_CALL("p.team_id, p.who", rows) " x GROUP BY x.team_id, x.who"

static const struct db_query hours_sql = {
	"call_days.hours", PER_SET(LOCAL_HOUR, "''", "''"), NULL, NULL};
static const struct db_query states_sql = {"call_days.states",
	PER_SET("0", "x.status", "x.direction") ", x.status, x.direction", NULL, NULL};
static const struct db_query departments_sql = {
	"call_days.departments", PER_SET("COALESCE(c.department_id, 0)", "''", "''"), NULL, NULL};
static const struct db_query queues_sql = {"call_days.queues",
	"SELECT x.team_id, 0, x.queue, '', " KEPT_COLUMNS " FROM (SELECT s.team_id, " QUEUE_ROW
	" FROM " SETS " CROSS JOIN calls c CROSS JOIN call_queue_visits v"
	" WHERE c.company_id = $1 AND c.id = s.call_id AND v.company_id = $1"
	" AND v.call_id = c.id GROUP BY s.team_id, v.queue, c.id) x GROUP BY x.team_id, x.queue",
	NULL, NULL};
static const struct db_query agents_sql = {"call_days.agents",
	PER_PERSON(LEGS_OF(EVERYONE, "l.agent_id", "") " UNION ALL " CALLS_OF(
		EVERYONE, "c.agent_id", "") " UNION ALL " LEGS_OF("l.team_id", "l.agent_id",
		" AND l.team_id IS NOT NULL") " UNION ALL " CALLS_OF("c.team_id", "c.agent_id",
		" AND c.team_id IS NOT NULL")),
	NULL, NULL};
static const struct db_query teams_sql = {"call_days.teams",
	PER_PERSON(LEGS_OF(EVERYONE, "l.team_id", "") " UNION ALL " CALLS_OF(
		EVERYONE, "c.team_id", "")),
	NULL, NULL};

#define FIGURES_FIRST 4 /* after team, subject, word and direction */
#define FIGURES_KEPT 20

struct day_figures {
	struct rows rows;
};

static void add_rows(struct day_figures *figures, const struct call_day *day, const char *kind,
	const struct db_result *result)
{
	for (size_t row = 0; row < result->count; row++) {
		struct json *json = rows_add(&figures->rows);

		json_int(json, day->from_us);
		json_text(json, kind);
		json_int(json, db_int_at(result, row, 0));
		json_int(json, db_int_at(result, row, 1));
		json_text(json, db_text_at(result, row, 2));
		json_text(json, db_text_at(result, row, 3));
		for (size_t i = 0; i < FIGURES_KEPT; i++)
			json_int(json, db_int_at(result, row, FIGURES_FIRST + i));
		json_close_array(json);
	}
}

enum err days_store_count(struct cx *cx, const struct call_day *day,
	const struct call_day_clock *clock, struct day_figures **figures)
{
	static const struct {
		const char *kind;
		const struct db_query *query;
		size_t arg_count;
	} parts[] = {{"hour", &hours_sql, 6}, {"state", &states_sql, 3},
		{"department", &departments_sql, 3}, {"queue", &queues_sql, 3},
		{"agent", &agents_sql, 3}, {"team", &teams_sql, 3}};
	const struct db_value args[] = {db_int(cx->actor->company_id), db_int(day->from_us),
		db_int(day->to_us), db_int(clock->before_us), db_int(clock->switch_us),
		db_int(clock->after_us)};

	*figures = arena_alloc(cx->arena, sizeof(**figures));
	rows_open(cx, &(*figures)->rows, 4096);
	for (size_t i = 0; i < COUNT(parts); i++) {
		struct db_result result;

		TRY(db_run(cx, parts[i].query, args, parts[i].arg_count, &result));
		add_rows(*figures, day, parts[i].kind, &result);
	}
	return OK;
}

/* ---- Keeping it ------------------------------------------------------------------------------- */

static const struct db_query untouched_sql = {"call_days.untouched",
	"UPDATE call_day_states SET touched = touched WHERE company_id = $1 AND touched = $2", NULL,
	NULL};
static const struct db_query forget_sql = {"call_days.forget",
	"DELETE FROM call_day_figures WHERE company_id = $1 AND day_us = $2", NULL, NULL};
static const struct db_query keep_sql = QUERY("call_days.keep",
	"INSERT INTO call_day_figures (company_id, day_us, kind, team_id, subject_id, word,"
	" direction, total, answered, missed, not_reached, by_system, abandoned, waited, wait_us,"
	" talk_us, hold_us, ring_us, wrap_us, in_10, in_15, in_20, in_30, in_45, in_60, in_90,"
	" in_120) SELECT CAST($1 AS BIGINT)" INT(0) TEXT(1) INT(2) INT(3) TEXT(4) TEXT(5) INT(6)
		INT(7) INT(8) INT(9) INT(10) INT(11) INT(12) INT(13) INT(14) INT(15) INT(16) INT(17)
			INT(18) INT(19) INT(20) INT(21) INT(22) INT(23) INT(24) INT(25),
	"");
static const struct db_query exact_now_sql = {"call_days.exact_now",
	"UPDATE call_days SET is_exact = 1 WHERE company_id = $1 AND from_us = $2", NULL, NULL};

enum err days_store_keep(struct cx *cx, const struct call_day *day, int64_t touched,
	struct day_figures *figures, bool *kept)
{
	const struct db_value company = db_int(cx->actor->company_id);
	int64_t same = 0;

	TRY(db_exec(cx, &untouched_sql, DB_ARGS(company, db_int(touched)), &same));
	*kept = same != 0;
	if (!same)
		return OK;
	TRY(db_exec(cx, &forget_sql, DB_ARGS(company, db_int(day->from_us)), NULL));
	TRY(rows_write(cx, &figures->rows, &keep_sql));
	return db_exec(cx, &exact_now_sql, DB_ARGS(company, db_int(day->from_us)), NULL);
}

db_query_list call_day_queries = {&turn_sql, &doubt_sql, &doubt_all_sql, &waiting_sql, &state_sql,
	&first_sql, &drop_figures_sql, &drop_sql, &lay_sql, &laid_sql, &open_sql, &exact_sql,
	&hours_sql, &states_sql, &departments_sql, &queues_sql, &agents_sql, &teams_sql,
	&untouched_sql, &forget_sql, &keep_sql, &exact_now_sql, NULL};

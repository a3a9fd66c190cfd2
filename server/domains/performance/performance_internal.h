/* performance_internal.h - whose figures, targets, goals: what the files of this folder share. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_PERFORMANCE_PERFORMANCE_INTERNAL_H
#define DOMAINS_PERFORMANCE_PERFORMANCE_INTERNAL_H

#include "domains/accounts/account.h"
#include "domains/performance/performance.h"
#include "domains/performance/performance_formula.h"
#include "platform/intl/intl.h"

/* ---- Days (rollup.c, performance_events.c) ------------------------------------ */

/* One agent's day. */
struct agent_day {
	int64_t agent_id, day;
};

/* Instants of one day in the company's zone. */
struct day_range {
	int64_t day, from_us, to_us;
};
struct day_range day_range_of(const struct cx *cx, int64_t day);

/* Tell the agent and those above that figures of a day have changed (performance_events.c). */
MUST_USE enum err performance_publish(struct cx *cx, const struct agent_day *of);
MUST_USE enum err targets_publish(struct cx *cx, int64_t team_id);

/* ---- Whose figures, and of when (performance.c) ------------------------------ */

struct subject {
	int64_t agent_id, team_id, department_id; /* 0: not asked for */
};

enum span_kind { SPAN_DAYS, SPAN_WEEK, SPAN_MONTH };
struct span {
	int64_t from_day, to_day; /* inclusive */
	enum span_kind kind; /* what it is compared with: as many days, a week, a month before */
};

/* A row of agent_performance_metrics, or the sum of several. */
struct metrics {
	int64_t id, agent_id, day, created_us; /* 0 where they are added up */
	struct sums sums;
};

/* An agent with its sums of a period. */
struct member {
	int64_t id, agent_no, team_id, department_id;
	const char *name, *team_name, *department_name;
	bool takes_orders;
	struct sums sums;
};

/* key NULL: the actor's own agent. Out of reach looks like missing. */
MUST_USE enum err performance_agent(struct cx *cx, const char *key, struct agent *agent);
/* word NULL without dates: today. Whole days only; what lies ahead is cut off. */
MUST_USE enum err performance_span(struct cx *cx, const char *word, const char *date_from,
	const char *date_to, struct span *span);
/* "2026-11"; NULL: this month. */
MUST_USE enum err performance_month(struct cx *cx, const char *month, struct span *span);
/* The period of the same length before; of a week or month that has begun, as much of the last. */
struct span span_before(const struct span *span);
struct span span_week(const struct span *span); /* the seven days up to its end */
int64_t performance_today(const struct cx *cx);

MUST_USE enum err metrics_store_days(struct cx *cx, int64_t agent_id, const struct span *span,
	struct metrics **rows, size_t *count);
MUST_USE enum err metrics_store_sum(
	struct cx *cx, int64_t agent_id, const struct span *span, struct sums *sums);
/* Every active agent of the company, or of one team, with or without rows. */
MUST_USE enum err metrics_store_members(struct cx *cx, int64_t team_id, const struct span *span,
	struct member **rows, size_t *count);
/* Sums of each day of everybody's, or of a team's. */
MUST_USE enum err metrics_store_team_days(struct cx *cx, int64_t team_id, const struct span *span,
	struct metrics **rows, size_t *count);

/* ---- Comparing (comparison.c) ------------------------------------------------- */

/* Fewer than this, and an average would tell what the others did. */
#define COMPARISON_LEAST 3

struct standing {
	struct opt_int own, average, best; /* average and best only of COMPARISON_LEAST or more */
	int64_t rank, of; /* rank 0: no value of one's own, or nobody has any */
};
void standing_find(enum figure figure, const struct member *members, size_t count, int64_t agent_id,
	struct standing *standing);

/* ---- Targets (target.c, target_store.c) ------------------------------------------ */

extern const char *const target_source_words[]; /* standard, company, team */
enum target_source { TARGET_STANDARD, TARGET_OF_COMPANY, TARGET_OF_TEAM };
struct targets {
	int64_t team_id, version; /* version 0: nobody has set any */
	struct opt_int own[KPI_COUNT]; /* set at this very place */
	int64_t value[KPI_COUNT]; /* what counts */
	enum target_source source[KPI_COUNT];
};
/* What counts for a team; 0: for the company. */
MUST_USE enum err targets_for(struct cx *cx, int64_t team_id, struct targets *targets);
/*
 * *before: what was set here until now.
 *
 * ERR_INVALID    names the target
 * ERR_NOT_FOUND  no such team
 * ERR_CONFLICT   they have changed since
 */
MUST_USE enum err targets_put(
	struct cx *cx, struct targets *wanted, struct opt_int version, struct targets *before);

struct team_name {
	int64_t id, version;
	const char *name;
};
MUST_USE enum err targets_teams(struct cx *cx, struct team_name **rows, size_t *count);

MUST_USE enum err target_store_get(struct cx *cx, int64_t team_id, struct targets *targets);
MUST_USE enum err target_store_put(struct cx *cx, const struct targets *targets);
MUST_USE enum err target_store_change(struct cx *cx, const struct targets *targets);
MUST_USE enum err target_store_team_exists(struct cx *cx, int64_t team_id, bool *exists);

/* ---- Goals (goal.c, goal_store.c) --------------------------------------------------- */

extern const char *const goal_period_words[]; /* day, week, month */
extern const char *const goal_figure_words[]; /* those that one can set out for */
struct goal {
	int64_t id, agent_id, version;
	enum figure figure;
	const char *period;
	int64_t target, created_us;
	struct opt_int value; /* reached so far in the running period */
	bool reached;
};
#define GOALS_MAX 20
MUST_USE enum err goals_of(struct cx *cx, int64_t agent_id, struct goal **goals, size_t *count);
/*
 * ERR_INVALID   names the field
 * ERR_CONFLICT  there is a goal for it already; it has changed since
 */
MUST_USE enum err goal_add(struct cx *cx, struct goal *goal);
/* Of one's own; ERR_NOT_FOUND. */
MUST_USE enum err goal_get(struct cx *cx, int64_t id, struct goal *goal);
MUST_USE enum err goal_change(
	struct cx *cx, int64_t id, int64_t target, struct opt_int version, struct goal *goal);
MUST_USE enum err goal_remove(struct cx *cx, int64_t id);
/* A goal's figure is read like a target of its unit. ERR_INVALID on target. */
MUST_USE enum err goal_read_target(
	struct cx *cx, enum figure figure, const char *text, int64_t *target);

MUST_USE enum err goal_store_list(
	struct cx *cx, int64_t agent_id, struct goal **goals, size_t *count);
MUST_USE enum err goal_store_get(struct cx *cx, int64_t id, struct goal *goal);
MUST_USE enum err goal_store_add(struct cx *cx, struct goal *goal);
MUST_USE enum err goal_store_change(struct cx *cx, struct goal *goal);
MUST_USE enum err goal_store_remove(struct cx *cx, int64_t id);

/* ---- Achievements and what to improve (coaching.c) ------------------------------------ */

extern const char *const achievement_words[];
enum achievement {
	CUSTOMER_CHAMPION,
	QUICK_RESOLVER,
	COMMUNICATION_EXPERT,
	TARGET_ACHIEVER,
	ACHIEVEMENT_COUNT
};
/* One condition of an achievement: a figure or a number against what it takes. */
struct condition {
	enum figure figure;
	enum comparison comparison;
	int64_t needed;
	struct opt_int value;
	bool met;
};
#define CONDITIONS_MAX KPI_COUNT
struct achieved {
	enum achievement which;
	bool earned;
	size_t count;
	struct condition conditions[CONDITIONS_MAX];
};
/* ACHIEVEMENT_COUNT of them, by the sums of a month. */
void achievements_find(
	const struct sums *sums, const struct targets *targets, struct achieved *achieved);

extern const char *const improvement_reason_words[];
enum improvement_reason { BELOW_TARGET, BELOW_GOAL, BELOW_TEAM, URGENT_ORDERS };
struct improvement {
	enum improvement_reason reason;
	enum figure figure;
	int64_t value,
		wanted; /* URGENT_ORDERS: their rate of confirmation, and that of the others */
};
#define IMPROVEMENTS_MAX 8
/* The largest gaps first, each figure once; at most IMPROVEMENTS_MAX. */
MUST_USE enum err improvements_find(struct cx *cx, const struct agent *agent,
	const struct span *span, struct improvement *list, size_t *count);

/* Confirmed and handled orders of high priority in the span, by the rows themselves. */
MUST_USE enum err rows_store_urgent(struct cx *cx, int64_t agent_id, const struct day_range *range,
	int64_t *confirmed, int64_t *handled);

/* ---- The rows behind a figure (rows.c, rows_store.c) ------------------------------------- */

extern const char *const row_kind_words[]; /* order, call, rating, contact */
enum row_kind { ROW_ORDER, ROW_CALL, ROW_RATING, ROW_CONTACT };
struct row_behind {
	enum row_kind kind;
	int64_t id, at_us, day;
	int64_t order_id, order_year; /* 0: of no order */
	const char *customer_name;
	const char *status; /* new status, outcome, or state of the contact */
	bool counts; /* above the line, not only below it */
	int64_t seconds, score;
};
struct row_place {
	int64_t at_us, id; /* of the last row of the page before; 0: from the newest */
};
/* Up to limit + 1 rows of the span, newest first. */
MUST_USE enum err rows_behind(struct cx *cx, enum figure figure, int64_t agent_id,
	const struct span *span, const struct row_place *after, int64_t limit,
	struct row_behind **rows, size_t *count);

struct row_query {
	enum figure figure;
	int64_t agent_id, limit;
	struct row_place below;
	struct day_range range;
};
/* Of one day, newest first; fills at most query->limit of `rows`. */
MUST_USE enum err rows_store_day(
	struct cx *cx, const struct row_query *query, struct row_behind *rows, size_t *count);

#endif

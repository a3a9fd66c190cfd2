/* call_stats_internal.h - figures of calls: one core, whatever shows them. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_CALLS_CALL_STATS_INTERNAL_H
#define DOMAINS_CALLS_CALL_STATS_INTERNAL_H

#include "domains/calls/call_view_internal.h"
#include "platform/intl/intl.h"

/*
 * Every call is counted once: it is answered, missed (came in and was not),
 * not reached (went out and was not), taken by the system alone, or still open.
 */
struct call_figures {
	int64_t total, active;
	int64_t answered, missed, not_reached, by_system;
	int64_t abandoned; /* of those missed: the caller gave up in a queue */
	int64_t waited, wait_us; /* incoming ones that were answered, and their waiting */
	int64_t in_time; /* of them within the service time */
	int64_t talk_us, hold_us;
	int64_t ring_us, wrap_us; /* of agents and teams */
};

/* Calls of one key: of an hour, a day, an agent, a state … */
struct call_group {
	const char *key; /* "9", "2026-11-28", "AGT-001", "completed" … */
	const char *name; /* NULL: the key says all */
	int64_t id; /* of an agent, a team or a department; 0 */
	struct call_figures figures;
};
struct call_groups {
	struct call_group *rows;
	size_t count;
};

/* In the order of call_group_words. */
enum call_grouping {
	CALL_PER_HOUR, /* of the day, 0 to 23 */
	CALL_PER_DAY,
	CALL_PER_AGENT,
	CALL_PER_TEAM,
	CALL_PER_STATUS,
	CALL_PER_DIRECTION,
	CALL_PER_QUEUE,
	CALL_PER_DEPARTMENT,
	CALL_GROUPINGS,
};
extern const char *const call_group_words[];

#define CALL_STATUSES 17
#define CALL_DIRECTIONS 3
#define CALL_HOURS 24
#define CALL_DAYS_MAX 400
/* Of periods whose calls are read one by one. */
#define CALL_DAYS_COUNTED_MAX 100

/* What calls of a period come to. */
struct call_sums {
	struct call_figures all;
	struct call_figures directions[CALL_DIRECTIONS], statuses[CALL_STATUSES];
	int64_t crossed[CALL_STATUSES][CALL_DIRECTIONS]; /* calls by both */
	struct call_figures hours[CALL_HOURS], days[CALL_DAYS_MAX];
	int64_t first_day, day_count;
};

struct call_span {
	int64_t from_us, to_us;
	int64_t from_day, to_day; /* local days that it touches */
	int64_t service_us; /* an answer within it is one in time */
	bool apart; /* only of calls in which the actor had a part and the actor's team none */
};

/* Of calls that the actor sees and that began in the period. */
MUST_USE enum err call_stats_sums(
	struct cx *cx, const struct call_span *span, struct call_sums **sums);
MUST_USE enum err call_stats_groups(struct cx *cx, const struct call_span *span,
	enum call_grouping by, struct call_groups *groups);
/* By hour, day, status or direction, without reading again. */
void call_sums_groups(struct cx *cx, const struct call_sums *sums, enum call_grouping by,
	struct call_groups *groups);
/* As much time before it, as far as it has gone by now. */
struct call_span call_stats_before(const struct cx *cx, const struct call_span *span);
/*
 * The period as people name it; at most CALL_DAYS_MAX days, and CALL_DAYS_COUNTED_MAX
 * for a service time for which nothing is kept. NULL: today.
 */
MUST_USE enum err call_stats_span(struct cx *cx, const char *date, const char *from, const char *to,
	int64_t service_us, struct call_span *span);

void call_figures_add(struct call_figures *to, const struct call_figures *more);
/* Figures of the same key become one. */
void call_groups_add(struct cx *cx, struct call_groups *to, const struct call_groups *more);

/* ---- call_kept.c: which days need not be counted ------------------------------------------ */

struct call_kept {
	const char *days; /* a JSON array of their beginnings */
	size_t count;
	int64_t service_us;
};
/* Together each call of the period that the actor sees, once. */
struct call_split {
	struct call_kept kept;
	struct call_span *counted; /* from rows; those that are apart stand for kept days */
	size_t counted_count;
};
MUST_USE enum err call_split(struct cx *cx, const struct call_span *span, struct call_split *split);

/* ---- call_stats_store.c ---------------------------------------------------------------- */

/* Figures of calls of one quarter of an hour or department, direction and state. */
struct call_cell {
	int64_t key;
	const char *direction, *status;
	struct call_figures figures;
};
enum call_cell_key { CALL_CELL_QUARTER, CALL_CELL_DEPARTMENT };
#define CALL_QUARTER_US (15 * US_PER_MINUTE)
MUST_USE enum err call_store_cells(struct cx *cx, const struct call_span *span,
	enum call_cell_key key, struct call_cell **cells, size_t *count);
MUST_USE enum err call_store_agents(
	struct cx *cx, const struct call_span *span, struct call_groups *groups);
MUST_USE enum err call_store_teams(
	struct cx *cx, const struct call_span *span, struct call_groups *groups);
MUST_USE enum err call_store_queues(
	struct cx *cx, const struct call_span *span, struct call_groups *groups);
MUST_USE enum err call_store_department_names(struct cx *cx, struct call_groups *groups);
/* Of rows that begin with an id, an agent's number or 0, and a name. */
void call_store_groups(struct cx *cx, const struct db_result *result, struct call_groups *groups);
struct call_figures call_store_figures(const struct db_result *result, size_t row, size_t first);

/* ---- call_kept_store.c: the same of days that are kept -------------------------------------- */

/* Is it known who was answered within it? */
bool call_kept_within(int64_t service_us);
struct call_kept_hour {
	int64_t day_us, hour; /* the day's beginning, the hour of the day */
	struct call_figures figures;
};
MUST_USE enum err call_kept_hours(
	struct cx *cx, const struct call_kept *kept, struct call_kept_hour **rows, size_t *count);
/* Of all hours: by direction and state. */
MUST_USE enum err call_kept_states(
	struct cx *cx, const struct call_kept *kept, struct call_cell **cells, size_t *count);
MUST_USE enum err call_kept_departments(
	struct cx *cx, const struct call_kept *kept, struct call_groups *groups);
MUST_USE enum err call_kept_queues(
	struct cx *cx, const struct call_kept *kept, struct call_groups *groups);
MUST_USE enum err call_kept_agents(
	struct cx *cx, const struct call_kept *kept, struct call_groups *groups);
MUST_USE enum err call_kept_teams(
	struct cx *cx, const struct call_kept *kept, struct call_groups *groups);

#endif
